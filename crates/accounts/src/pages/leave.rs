//! Leaving: at once (quick exit), or after a last look at the code.

use super::{Visiting, cookie, urls};
use crate::service::Accounts;
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use ui::{Answer, Ctx, Form, Page, Protected, see_other};

#[derive(Template)]
#[template(path = "leave.html")]
struct Leave {
    ctx: Ctx,
    form: Form,
    closed: bool,
    unconfirmed: bool,
}

/// A form without any field.
#[derive(serde::Deserialize)]
pub struct Nothing {}

/// The quick exit, by button, link or keyboard: closes the session, then leaves for the neutral site.
/// It asks for no proof: the worst a forged exit does is to close a page, and an exit must never fail.
pub async fn exit(
    State(accounts): State<Accounts>,
    visiting: Visiting,
    headers: HeaderMap,
) -> Answer {
    // A link laid on another site must not close a dossier whose code is not noted yet.
    let elsewhere = headers
        .get("sec-fetch-site")
        .is_some_and(|site| site.as_bytes() == b"cross-site");
    if elsewhere && visiting.kept {
        return Ok(see_other(&urls::Close));
    }
    accounts.leave(&visiting).await?;
    Ok(cookie::clear(
        ui::exit::leave(&accounts.exit),
        accounts.secure,
    ))
}

/// Before closing: the code, if it is not noted yet; after closing: what remains.
pub async fn get(ctx: Ctx, visiting: Visiting) -> Answer {
    let form = Form::new(&ctx, &urls::Close);
    Ok(Page::new(Leave {
        ctx,
        form,
        closed: !visiting.kept,
        unconfirmed: visiting.is_unnoted(),
    })
    .into_response())
}

/// Closes the session.
pub async fn post(
    State(accounts): State<Accounts>,
    visiting: Visiting,
    _: Protected<Nothing>,
) -> Answer {
    accounts.leave(&visiting).await?;
    Ok(cookie::clear(see_other(&urls::Close), accounts.secure))
}
