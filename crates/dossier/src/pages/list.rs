//! The person's dossiers: one code can open several.

use super::{notes, urls};
use crate::follow::days;
use crate::service::{Beginning, Dossiers, Opened};
use accounts::pages::{Visiting, cookie};
use accounts::people::Role;
use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use seal::entry::By;
use seal::grant::Rights;
use ui::{Answer, Ctx, Form, Page, Protected, Url, dates, see_other};

#[derive(Template)]
#[template(path = "list.html")]
struct List {
    ctx: Ctx,
    form: Form,
    dossiers: Vec<(String, String)>,
    /// Opened to this person by their owners: address, name, next date.
    shared: Vec<(String, String, String)>,
    owns: bool,
    /// How many do not open.
    closed: usize,
}

/// Whether this reader has opened it once, which its owner then knows.
fn has_opened(opened: &Opened) -> bool {
    let mine = opened.keyring.rights.by();
    let mut openings = opened.case.openings.iter();
    openings.any(|one| By::Reader(one.reader) == mine)
}

/// A form without any field.
#[derive(serde::Deserialize)]
pub struct Nothing {}

/// Lists them; a single one is opened at once.
pub async fn get(State(dossiers): State<Dossiers>, ctx: Ctx, visiting: Visiting) -> Answer {
    let person = visiting.person()?;
    let (all, closed) = dossiers.all(person).await?;
    dossiers.keep_longer(person, &all).await?;
    let staff = dossiers.accounts.role(person.account).await? != Role::Person;
    let (mine, theirs): (Vec<_>, Vec<_>) = all
        .iter()
        .partition(|opened| opened.keyring.rights == Rights::Owner);
    let lines = mine
        .iter()
        .map(|opened| {
            (
                urls::Home(opened.keyring.grant).path(),
                super::home::name(&ctx, &opened.case),
            )
        })
        .collect();
    let mut shared: Vec<_> = theirs
        .iter()
        .map(|opened| {
            let kept = days(dossiers.content, &opened.case, dossiers.today());
            let next = kept.first();
            let said = next.map(|keep| notes::keep(ctx.w, dossiers.content, keep));
            let url = urls::Summary(opened.keyring.grant).path();
            // Her own title is read with the dossier: who has not opened it sees the day only.
            let name = if has_opened(opened) {
                super::home::name(&ctx, &opened.case)
            } else {
                ctx.ta(
                    "dossiers-untitled",
                    &[("date", &opened_on(&ctx, &opened.case))],
                )
            };
            (
                next.map(|keep| keep.on),
                (url, name, said.unwrap_or_default()),
            )
        })
        .collect();
    // The nearest date first; what has none comes last.
    shared.sort_by_key(|(on, _)| (on.is_none(), *on));
    let form = Form::new(&ctx, &urls::List);
    Ok(Page::new(List {
        ctx,
        form,
        owns: !staff || !mine.is_empty(),
        closed,
        shared: shared.into_iter().map(|(_, line)| line).collect(),
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
