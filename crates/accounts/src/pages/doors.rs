//! « Vos moyens de revenir »: what opens the account, with what it can be completed, and removing one.

use super::{Visiting, devices, fresh, urls};
use crate::doors::{Door, Removed};
use crate::service::Accounts;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use kernel::Fault;
use ui::{Answer, Ctx, Fields, Form, Html, Page, Problems, Protected, Url, dates, see_other};

/// What was just done, among those that the page may say.
const DONE: [&str; 12] = [
    "code",
    "sheet",
    "trio",
    "removed",
    "devices",
    "passphrase-enough",
    "passphrase-good",
    "passphrase-great",
    "totp",
    "passkey",
    "touch",
    "oidc",
];

#[derive(Template)]
#[template(path = "doors.html")]
struct Ways {
    ctx: Ctx,
    form: Form,
    done: Option<String>,
    lines: Vec<Line>,
    alone: bool,
    provider: Option<String>,
}

struct Line {
    name: String,
    since: Option<String>,
    slot: Html,
    removable: bool,
}

/// What was just done.
#[derive(serde::Deserialize)]
pub struct Done {
    #[serde(default)]
    fait: String,
}

/// Where a serious act goes on only after a fresh proof; or the code has still to be typed back first.
pub(super) fn first(
    accounts: &Accounts,
    visiting: &Visiting,
    here: &impl Url,
) -> Result<Option<Response>, Fault> {
    let person = visiting.person()?;
    if visiting.is_unnoted() {
        return Ok(Some(see_other(&urls::Code)));
    }
    let stale = accounts.must_be_fresh(person).is_err();
    Ok(stale.then(|| fresh::ask(&here.path())))
}

/// Back to the list, which says what was done.
pub(super) fn done(what: &str) -> Response {
    ui::page::see_other_path(&urls::Doors.query(&[("fait", what)]))
}

fn line(ctx: &Ctx, form: &Form, door: &Door, alone: bool) -> Line {
    let kind = ctx.t(&["door-kind-", &door.kind].concat());
    Line {
        name: match door.device {
            Some(device) => {
                let device = devices::name(ctx, Some(device));
                ctx.ta("door-kind-made", &[("kind", &kind), ("device", &device)])
            }
            None => kind,
        },
        since: door.month.map(|month| {
            ctx.ta(
                "doors-since",
                &[("month", &dates::stored_month(ctx.w, month))],
            )
        }),
        slot: form.hidden("slot", &door.slot.to_string()),
        removable: !(alone && door.lasts),
    }
}

/// The list.
pub async fn get(
    State(accounts): State<Accounts>,
    ctx: Ctx,
    visiting: Visiting,
    Query(said): Query<Done>,
) -> Answer {
    let doors = accounts.doors(visiting.person()?).await?;
    let form = Form::new(&ctx, &urls::RemoveDoor);
    let alone = doors.iter().filter(|door| door.lasts).count() < 2;
    let done = DONE.contains(&said.fait.as_str());
    let page = Ways {
        done: done.then(|| ctx.t(&["doors-done-", &said.fait].concat())),
        lines: doors
            .iter()
            .map(|door| line(&ctx, &form, door, alone))
            .collect(),
        alone,
        provider: accounts.provider().map(|one| one.port.name().to_owned()),
        form,
        ctx: ctx.with_back(&urls::Dossiers),
    };
    Ok(Page::new(page).into_response())
}

/// Removes one; never the last.
pub async fn remove(
    State(accounts): State<Accounts>,
    ctx: Ctx,
    visiting: Visiting,
    sent: Protected<Fields>,
) -> Answer {
    if let Some(first) = first(&accounts, &visiting, &urls::Doors)? {
        return Ok(first);
    }
    let Ok(slot) = sent.form.text("slot").parse() else {
        return Ok(see_other(&urls::Doors));
    };
    let kept = match accounts.remove_door(&visiting, slot).await? {
        Removed::Yes => return Ok(done("removed")),
        Removed::Last => "doors-last",
        Removed::Asked => "doors-asked",
        Removed::Needed => "doors-needed",
    };
    let mut problems = Problems::new();
    problems.add("moyens", kept);
    Ok(Form::new(&ctx, &urls::RemoveDoor)
        .problems(problems)
        .refuse(&urls::Doors))
}
