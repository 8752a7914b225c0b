//! The browsers where the account is open: each can be closed from here.

use super::{Visiting, cookie, doors, urls};
use crate::devices::{Device, Open};
use crate::service::Accounts;
use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use kernel::date::paris_date;
use kernel::id::{from_hex, to_hex};
use ui::{Answer, Ctx, Fields, Form, Html, Page, Protected, dates, see_other};

#[derive(Template)]
#[template(path = "devices.html")]
struct Devices {
    ctx: Ctx,
    form: Form,
    lines: Vec<Line>,
    others: bool,
}

struct Line {
    name: String,
    since: String,
    here: bool,
    session: Html,
}

pub(super) fn name(ctx: &Ctx, device: Option<Device>) -> String {
    match device.map(|device| (device.browser, device.system)) {
        None | Some(("", "")) => ctx.t("devices-unknown"),
        Some((name, "") | ("", name)) => name.to_owned(),
        Some((browser, system)) => ctx.ta(
            "devices-name",
            &[("browser", &browser), ("system", &system)],
        ),
    }
}

fn line(ctx: &Ctx, form: &Form, open: &Open) -> Line {
    let day = dates::plain_day(ctx.w, paris_date(open.since));
    Line {
        name: name(ctx, open.device),
        since: ctx.ta("devices-since", &[("date", &day)]),
        here: open.here,
        session: form.hidden("session", &to_hex(&open.id)),
    }
}

/// The list.
pub async fn get(State(accounts): State<Accounts>, ctx: Ctx, visiting: Visiting) -> Answer {
    let open = accounts.devices(&visiting).await?;
    let form = Form::new(&ctx, &urls::Devices);
    let page = Devices {
        lines: open.iter().map(|open| line(&ctx, &form, open)).collect(),
        others: open.iter().any(|open| !open.here),
        form,
        ctx: ctx.with_back(&urls::Doors),
    };
    Ok(Page::new(page).into_response())
}

/// Closes one, or all the others. Closing asks for no fresh proof: it must be quick, and it opens nothing.
pub async fn post(
    State(accounts): State<Accounts>,
    visiting: Visiting,
    sent: Protected<Fields>,
) -> Answer {
    if sent.form.get("others").is_some() {
        accounts.end_other_devices(&visiting).await?;
        return Ok(doors::done("devices"));
    }
    let Some(id) = from_hex(sent.form.text("session")) else {
        return Ok(see_other(&urls::Devices));
    };
    accounts.end_device(&visiting, id).await?;
    if id == visiting.secret.id() {
        return Ok(cookie::clear(see_other(&urls::Close), accounts.secure));
    }
    Ok(see_other(&urls::Devices))
}
