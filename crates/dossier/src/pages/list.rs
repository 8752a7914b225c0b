//! The person's dossiers: one code can open several.

use super::urls;
use crate::service::{Beginning, Dossiers};
use accounts::pages::{Visiting, cookie};
use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use ui::{Answer, Ctx, Form, Page, Protected, Url, dates, see_other};

#[derive(Template)]
#[template(path = "list.html")]
struct List {
    ctx: Ctx,
    form: Form,
    dossiers: Vec<(String, String)>,
}

/// A form without any field.
#[derive(serde::Deserialize)]
pub struct Nothing {}

/// Lists them; a single one is opened at once.
pub async fn get(State(dossiers): State<Dossiers>, ctx: Ctx, visiting: Visiting) -> Answer {
    let person = visiting.person()?;
    let all = dossiers.all(person).await?;
    dossiers.keep_longer(&all).await?;
    let lines = all
        .iter()
        .map(|opened| {
            (
                urls::Home(opened.keyring.grant).path(),
                super::home::name(&ctx, &opened.case),
            )
        })
        .collect();
    let form = Form::new(&ctx, &urls::List);
    Ok(Page::new(List {
        ctx,
        form,
        dossiers: lines,
    })
    .into_response())
}

/// Opens another dossier under the same code.
pub async fn post(
    State(dossiers): State<Dossiers>,
    visiting: Visiting,
    _: Protected<Nothing>,
) -> Answer {
    visiting.person()?;
    let begun = dossiers
        .begin(&visiting, dossiers.prepare(), Beginning::default())
        .await?;
    let to = see_other(&urls::Home(begun.grant));
    Ok(match begun.secret {
        Some(secret) => cookie::set(to, &secret, dossiers.accounts.secure),
        None => to,
    })
}

/// The day of the first entry, in words.
pub fn opened_on(ctx: &Ctx, case: &crate::model::Case) -> String {
    let at = case.history.first().and_then(|event| event.at);
    at.map(|at| dates::plain_day(ctx.w, kernel::date::paris_date(at)))
        .unwrap_or_default()
}
