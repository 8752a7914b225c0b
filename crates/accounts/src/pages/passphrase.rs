//! Choosing a login name and a passphrase.

use super::{Visiting, doors, urls};
use crate::service::Accounts;
use crate::strength::{self, Weak};
use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use ui::{Answer, Ctx, Form, Page, Problems, Protected};
use zeroize::Zeroizing;

#[derive(Template)]
#[template(path = "passphrase.html")]
struct Choose {
    ctx: Ctx,
    form: Form,
    shortest: usize,
    has: bool,
}

/// What was typed.
#[derive(serde::Deserialize)]
pub struct Typed {
    #[serde(default)]
    login: String,
    #[serde(default)]
    phrase: String,
    #[serde(default)]
    again: String,
}

/// The question.
pub async fn get(State(accounts): State<Accounts>, ctx: Ctx, visiting: Visiting) -> Answer {
    if let Some(first) = doors::first(&accounts, &visiting, &urls::Passphrase)? {
        return Ok(first);
    }
    let page = Choose {
        form: Form::new(&ctx, &urls::Passphrase),
        shortest: strength::SHORTEST,
        has: accounts.has_phrase(visiting.person()?).await?,
        ctx: ctx.with_back(&urls::Doors),
    };
    Ok(Page::new(page).into_response())
}

const fn said(weak: Weak) -> &'static str {
    match weak {
        Weak::Short => "passphrase-short",
        Weak::Long => "passphrase-long",
        Weak::Common => "passphrase-common",
        Weak::Name => "passphrase-name",
    }
}

/// Keeps it, or says what is wrong with it. Only the login name is shown again.
pub async fn post(
    State(accounts): State<Accounts>,
    ctx: Ctx,
    visiting: Visiting,
    sent: Protected<Typed>,
) -> Answer {
    if let Some(first) = doors::first(&accounts, &visiting, &urls::Passphrase)? {
        return Ok(first);
    }
    let Typed {
        login,
        phrase,
        again,
    } = sent.form;
    let (phrase, again) = (Zeroizing::new(phrase), Zeroizing::new(again));
    let login = login.trim().to_owned();
    let judged = strength::judge(&phrase, &login);
    let mut problems = Problems::new();
    let length = login.chars().count();
    if !(3..=80).contains(&length) {
        problems.add("login", "passphrase-login-length");
    }
    match judged {
        Err(weak) => problems.add("phrase", said(weak)),
        Ok(_) if phrase != again => problems.add("again", "passphrase-differs"),
        Ok(_) => {}
    }
    if let (true, Ok(strength)) = (problems.is_empty(), judged) {
        if accounts.keep_phrase(&visiting, &login, phrase).await? {
            return Ok(doors::done(&["passphrase-", strength.name()].concat()));
        }
        problems.add("login", "passphrase-taken");
    }
    Ok(Form::new(&ctx, &urls::Passphrase)
        .value("login", login)
        .problems(problems)
        .refuse(&urls::Passphrase))
}
