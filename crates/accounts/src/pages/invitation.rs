//! Coming in for the first time: the address that was received, and four words told by another way.

use super::come_back::entered;
use super::{Visiting, urls};
use crate::service::Accounts;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::IntoResponse;
use kernel::{Code, Fault};
use seal::invite::InviteToken;
use ui::{Answer, Ctx, Form, Page, Problems, Protected, Url};

#[derive(Template)]
#[template(path = "invitation.html")]
struct Invitation {
    ctx: Ctx,
    form: Form,
    name: String,
    tries: i64,
    unnoted: bool,
    signed_in: bool,
}

/// Whether the words were just refused.
#[derive(serde::Deserialize)]
pub struct Asked {
    #[serde(default)]
    refus: String,
}

/// What was typed.
#[derive(serde::Deserialize)]
pub struct Typed {
    #[serde(default)]
    words: String,
}

fn token(text: &str) -> Result<InviteToken, Fault> {
    InviteToken::read(text).ok_or(Fault::new(Code::NotFound, "no such invitation"))
}

/// The question. Looking spends nothing: some programs open every address that passes.
pub async fn get(
    State(accounts): State<Accounts>,
    ctx: Ctx,
    visiting: Visiting,
    Path(text): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let invited = accounts.invited(&token(&text)?).await?;
    let invited = invited.ok_or(Fault::new(Code::NotFound, "no such invitation"))?;
    let mut problems = Problems::new();
    if !asked.refus.is_empty() {
        problems.add("words", "invitation-wrong");
    }
    let form = Form::new(&ctx, &urls::Invitation(text)).problems(problems);
    let refused = form.has_problems();
    let page = Invitation {
        name: invited.name.unwrap_or_default(),
        tries: invited.tries,
        unnoted: visiting.is_unnoted(),
        signed_in: visiting.person.is_some(),
        form,
        ctx: ctx.with_back(&urls::Home),
    };
    Ok(if refused {
        Page::refused(page)
    } else {
        Page::new(page)
    }
    .into_response())
}

/// Opens, and leads to the return code that takes the invitation's place.
pub async fn post(
    State(accounts): State<Accounts>,
    visiting: Visiting,
    Path(text): Path<String>,
    sent: Protected<Typed>,
) -> Answer {
    let entry = accounts
        .accept(&visiting, &token(&text)?, &sent.form.words)
        .await?;
    Ok(entered(&accounts, entry, &urls::Code.path(), |why| {
        // What was typed is a secret: it goes nowhere, only the refusal is said.
        urls::Invitation(text).query(&[("refus", why)])
    }))
}
