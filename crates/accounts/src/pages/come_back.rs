//! Coming back with the eight words.

use super::{Visiting, cookie, urls};
use crate::service::Accounts;
use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use ui::{Answer, Ctx, Form, Page, Problems, Protected, see_other};

#[derive(Template)]
#[template(path = "come_back.html")]
struct ComeBack {
    ctx: Ctx,
    form: Form,
}

/// What was typed.
#[derive(serde::Deserialize)]
pub struct Typed {
    #[serde(default)]
    code: String,
}

/// The question.
pub async fn get(ctx: Ctx) -> Answer {
    let form = Form::new(&ctx, &urls::ComeBack);
    Ok(Page::new(ComeBack {
        ctx: ctx.with_back(&urls::Home),
        form,
    })
    .into_response())
}

/// Opens, or says that the code opens nothing; what was typed is never sent back.
pub async fn post(
    State(accounts): State<Accounts>,
    ctx: Ctx,
    visiting: Visiting,
    sent: Protected<Typed>,
) -> Answer {
    match accounts.sign_in(&visiting, &sent.form.code).await? {
        Some((_, secret)) => Ok(cookie::set(
            see_other(&urls::Dossiers),
            &secret,
            accounts.secure,
        )),
        None => {
            let mut problems = Problems::new();
            problems.add("code", "return-wrong");
            let form = Form::new(&ctx, &urls::ComeBack).problems(problems);
            Ok(Page::refused(ComeBack {
                ctx: ctx.with_back(&urls::Home),
                form,
            })
            .into_response())
        }
    }
}
