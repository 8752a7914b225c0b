//! The return code: shown until it has been typed back once, never again afterwards.

use super::{Visiting, cookie, urls};
use crate::service::Accounts;
use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use ui::{Answer, Ctx, Form, Page, Problems, Protected, see_other};

#[derive(Template)]
#[template(path = "code.html")]
struct CodePage {
    ctx: Ctx,
    form: Form,
    words: Option<Vec<String>>,
}

/// What was typed.
#[derive(serde::Deserialize)]
pub struct Typed {
    #[serde(default)]
    code: String,
}

/// Shows the words, or says that they are checked.
pub async fn get(ctx: Ctx, visiting: Visiting) -> Answer {
    let words = visiting.person()?.code.as_ref().map(|code| code.words());
    let form = Form::new(&ctx, &urls::Code);
    Ok(Page::new(CodePage {
        ctx: ctx.with_back(&urls::Dossiers),
        form,
        words,
    })
    .into_response())
}

/// Checks that the person has them.
pub async fn post(
    State(accounts): State<Accounts>,
    ctx: Ctx,
    visiting: Visiting,
    sent: Protected<Typed>,
) -> Answer {
    match accounts.confirm(&visiting, &sent.form.code).await? {
        Some(secret) => Ok(cookie::set(
            see_other(&urls::Code),
            &secret,
            accounts.secure,
        )),
        None => {
            let mut problems = Problems::new();
            problems.add("code", "code-mismatch");
            Ok(Form::new(&ctx, &urls::Code)
                .problems(problems)
                .refuse(&urls::Code))
        }
    }
}
