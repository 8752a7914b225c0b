//! Proving again that it is the same person, before an export, a withdrawal or a deletion.

use super::{Visiting, cookie, urls};
use crate::service::Accounts;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use ui::{Answer, Ctx, Form, Html, Page, Problems, Protected, Url};

#[derive(Template)]
#[template(path = "fresh.html")]
struct Fresh {
    ctx: Ctx,
    form: Form,
    onward: Html,
    phrase: String,
    passkey: String,
}

/// Where to go afterwards: a path of ours.
#[derive(serde::Deserialize)]
pub struct Onward {
    #[serde(default)]
    vers: String,
    #[serde(default)]
    refus: String,
}

/// What was typed.
#[derive(serde::Deserialize)]
pub struct Typed {
    #[serde(default)]
    code: String,
    #[serde(default)]
    vers: String,
}

/// Sends to this page, then back to `path`.
pub fn ask(path: &str) -> Response {
    ui::page::see_other_path(&urls::Fresh.query(&[("vers", path)]))
}

/// Only a path of ours, never another site.
pub(super) fn ours(path: &str) -> String {
    let is_ours = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && !path.chars().any(char::is_control);
    if is_ours {
        path.to_owned()
    } else {
        urls::Dossiers.path()
    }
}

fn page(ctx: Ctx, vers: &str, problems: Problems) -> Fresh {
    let form = Form::new(&ctx, &urls::Fresh).problems(problems);
    let onward = form.hidden("vers", &ours(vers));
    Fresh {
        ctx: ctx.with_back(&urls::Dossiers),
        form,
        onward,
        phrase: urls::ByPassphrase.query(&[("vers", &ours(vers))]),
        passkey: urls::ByPasskey.query(&[("vers", &ours(vers))]),
    }
}

/// The question.
pub async fn get(ctx: Ctx, Query(onward): Query<Onward>) -> Answer {
    if onward.refus.is_empty() {
        return Ok(Page::new(page(ctx, &onward.vers, Problems::new())).into_response());
    }
    let mut problems = Problems::new();
    problems.add("code", "return-wrong");
    Ok(Page::refused(page(ctx, &onward.vers, problems)).into_response())
}

/// Goes on, or asks again.
pub async fn post(
    State(accounts): State<Accounts>,
    visiting: Visiting,
    sent: Protected<Typed>,
) -> Answer {
    match accounts.refresh(&visiting, &sent.form.code).await? {
        Some(secret) => Ok(cookie::set(
            ui::page::see_other_path(&ours(&sent.form.vers)),
            &secret,
            accounts.secure,
        )),
        None => {
            // What was typed is a secret: it goes nowhere, only the refusal is said.
            let again = urls::Fresh.query(&[("vers", &ours(&sent.form.vers)), ("refus", "oui")]);
            Ok(ui::page::see_other_path(&again))
        }
    }
}
