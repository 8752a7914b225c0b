//! Coming back with the eight words.

use super::{Visiting, cookie, oidc, urls};
use crate::passkeys::Entry;
use crate::service::Accounts;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use ui::{Answer, Ctx, Form, Page, Problems, Protected, Url, see_other};

#[derive(Template)]
#[template(path = "come_back.html")]
struct ComeBack {
    ctx: Ctx,
    form: Form,
    known: bool,
    before: Option<oidc::Before>,
}

/// Whether a code was just refused.
#[derive(serde::Deserialize)]
pub struct Asked {
    #[serde(default)]
    refus: String,
    #[serde(default)]
    cle: String,
}

/// What was typed.
#[derive(serde::Deserialize)]
pub struct Typed {
    #[serde(default)]
    code: String,
}

/// The question.
pub async fn get(
    State(accounts): State<Accounts>,
    ctx: Ctx,
    visiting: Visiting,
    Query(asked): Query<Asked>,
) -> Answer {
    let mut problems = Problems::new();
    match asked.refus.as_str() {
        "" => {}
        "connexion" => oidc::first(&accounts, &mut problems, "code"),
        _ => problems.add("code", "return-wrong"),
    }
    let form = Form::new(&ctx, &urls::ComeBack).problems(problems);
    let refused = form.has_problems();
    let page = ComeBack {
        known: !asked.cle.is_empty() && visiting.touched.is_some(),
        before: oidc::Before::of(&accounts, &visiting),
        ctx: ctx.with_back(&urls::Home),
        form,
    };
    Ok(if refused {
        Page::refused(page)
    } else {
        Page::new(page)
    }
    .into_response())
}

/// Opens, or says that the code opens nothing; what was typed is never sent back.
pub async fn post(
    State(accounts): State<Accounts>,
    visiting: Visiting,
    sent: Protected<Typed>,
) -> Answer {
    let entry = accounts.sign_in(&visiting, &sent.form.code).await?;
    Ok(entered(&accounts, entry, &urls::Dossiers.path(), |why| {
        // What was typed is a secret: it goes nowhere, only the refusal is said. No row is written.
        urls::ComeBack.query(&[("refus", why)])
    }))
}

/// Leads on whoever a secret let in, or sends her back to her page with why it does not.
pub(super) fn entered(
    accounts: &Accounts,
    entry: Entry,
    onward: &str,
    refused: impl FnOnce(&str) -> String,
) -> Response {
    let lead =
        |path: &str, secret| cookie::set(ui::page::see_other_path(path), &secret, accounts.secure);
    match entry {
        Entry::In(secret) => lead(onward, secret),
        Entry::Make(secret) => lead(&urls::FirstPasskey.path(), secret),
        Entry::Touch => {
            let path = urls::ByPasskey.query(&[("vers", onward), ("refus", "dabord")]);
            ui::page::see_other_path(&path)
        }
        Entry::Unnoted => see_other(&urls::Code),
        Entry::Elsewhere => ui::page::see_other_path(&refused("connexion")),
        Entry::No => ui::page::see_other_path(&refused("oui")),
    }
}
