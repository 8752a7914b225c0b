//! Coming back with the eight words.

use super::{Visiting, cookie, oidc, urls};
use crate::passphrase::Answered;
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
    before: Option<oidc::Before>,
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
    let refus = match accounts.sign_in(&visiting, &sent.form.code).await? {
        Answered::Yes(secret) => {
            let onward = see_other(&urls::Dossiers);
            return Ok(cookie::set(onward, &secret, accounts.secure));
        }
        Answered::Elsewhere => "connexion",
        Answered::No | Answered::Wait(_) => "oui",
    };
    // What was typed is a secret: it goes nowhere, only the refusal is said. No row is written.
    let again = urls::ComeBack.query(&[("refus", refus)]);
    Ok(ui::page::see_other_path(&again))
}
