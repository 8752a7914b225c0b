//! « Changer de code »: new words are drawn and shown, and replace the old ones once typed back.

use super::{Visiting, cookie, doors, urls};
use crate::drawn::Drawn;
use crate::service::Accounts;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::IntoResponse;
use seal::slot::Kind;
use ui::{Answer, Ctx, Fields, Form, Page, Problems, Protected, Url, see_other};

#[derive(Template)]
#[template(path = "change.html")]
struct Change {
    ctx: Ctx,
    form: Form,
    words: Option<Vec<String>>,
}

/// Whether what was typed back was refused.
#[derive(serde::Deserialize)]
pub struct Asked {
    #[serde(default)]
    refus: String,
}

/// The question, then the words.
pub async fn get(
    State(accounts): State<Accounts>,
    ctx: Ctx,
    visiting: Visiting,
    Query(asked): Query<Asked>,
) -> Answer {
    if let Some(first) = doors::first(&accounts, &visiting, &urls::NewCode)? {
        return Ok(first);
    }
    let words = visiting.drawn().and_then(|drawn| match drawn {
        Drawn::Code(code) => Some(code.words()),
        Drawn::Sheet(_) | Drawn::Trio(_) | Drawn::Totp(_) => None,
    });
    let mut problems = Problems::new();
    if !asked.refus.is_empty() && words.is_some() {
        problems.add("code", "code-mismatch");
    }
    let form = Form::new(&ctx, &urls::NewCode).problems(problems);
    let refused = form.has_problems();
    let page = Change {
        ctx: ctx.with_back(&urls::Doors),
        form,
        words,
    };
    Ok(if refused {
        Page::refused(page)
    } else {
        Page::new(page)
    }
    .into_response())
}

/// Draws them, or puts them in force.
pub async fn post(
    State(accounts): State<Accounts>,
    visiting: Visiting,
    sent: Protected<Fields>,
) -> Answer {
    if let Some(first) = doors::first(&accounts, &visiting, &urls::NewCode)? {
        return Ok(first);
    }
    let typed = sent.form.get("code");
    let Some(typed) = typed.filter(|_| matches!(visiting.drawn(), Some(Drawn::Code(_)))) else {
        accounts.draw(&visiting, Kind::Code).await?;
        return Ok(see_other(&urls::NewCode));
    };
    match accounts.change_code(&visiting, typed).await? {
        Some(secret) => Ok(cookie::set(doors::done("code"), &secret, accounts.secure)),
        // What was typed is a secret: only the refusal is said.
        None => Ok(ui::page::see_other_path(
            &urls::NewCode.query(&[("refus", "oui")]),
        )),
    }
}
