//! Coming back with the eight words.

use super::{Visiting, cookie, urls};
use crate::service::Accounts;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::IntoResponse;
use ui::{Answer, Ctx, Form, Page, Problems, Protected, Url, see_other};

#[derive(Template)]
#[template(path = "come_back.html")]
struct ComeBack {
    ctx: Ctx,
    form: Form,
}

/// Whether a code was just refused.
#[derive(serde::Deserialize)]
pub struct Asked {
    #[serde(default)]
    refus: String,
}

/// What was typed.
#[derive(serde::Deserialize)]
pub struct Typed {
    #[serde(default)]
    code: String,
}

/// The question.
pub async fn get(ctx: Ctx, Query(asked): Query<Asked>) -> Answer {
    let mut problems = Problems::new();
    if !asked.refus.is_empty() {
        problems.add("code", "return-wrong");
    }
    let form = Form::new(&ctx, &urls::ComeBack).problems(problems);
    let refused = form.has_problems();
    let page = ComeBack {
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
    match accounts.sign_in(&visiting, &sent.form.code).await? {
        Some((_, secret)) => Ok(cookie::set(
            see_other(&urls::Dossiers),
            &secret,
            accounts.secure,
        )),
        None => {
            // What was typed is a secret: it goes nowhere, only the refusal is said. No row is written.
            Ok(ui::page::see_other_path(
                &urls::ComeBack.query(&[("refus", "oui")]),
            ))
        }
    }
}
