//! A telephone's codes beside the passphrase: shown as squares and letters, in force once the first code is right.

use super::sheet::{self, Asked};
use super::{Visiting, doors, urls};
use crate::drawn::Drawn;
use crate::passphrase;
use crate::service::Accounts;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::IntoResponse;
use ui::{Answer, Ctx, Fields, Form, Html, Page, Problems, Protected, Squares, see_other};

#[derive(Template)]
#[template(path = "totp.html")]
struct Telephone {
    ctx: Ctx,
    form: Form,
    mark: Option<Html>,
    has: bool,
    letters: Option<String>,
    squares: Option<Squares>,
}

/// What a telephone reads. The instance's name, not ours: a list of codes is seen by whoever takes the telephone.
fn address(instance: &str, secret: &str) -> String {
    let name = ui::url::encode(instance);
    format!("otpauth://totp/{name}?secret={secret}&issuer={name}")
}

/// The question, then the squares.
pub async fn get(
    State(accounts): State<Accounts>,
    ctx: Ctx,
    visiting: Visiting,
    Query(asked): Query<Asked>,
) -> Answer {
    if let Some(first) = doors::first(&accounts, &visiting, &urls::Totp)? {
        return Ok(first);
    }
    let drawn = visiting.drawn();
    let drawn = drawn.filter(|drawn| matches!(drawn, Drawn::Totp(_)));
    let secret = drawn.and_then(|drawn| match drawn {
        Drawn::Totp(secret) => Some(secret.base32()),
        _ => None,
    });
    let grouped = |text: &str| {
        let letters: Vec<char> = text.chars().collect();
        let groups: Vec<String> = letters
            .chunks(4)
            .map(|four| four.iter().collect())
            .collect();
        groups.join(" ")
    };
    let form = Form::new(&ctx, &urls::Totp);
    let form = asked.said(form, drawn.is_some());
    let refused = form.has_problems();
    let page = Telephone {
        mark: drawn.map(|drawn| form.hidden(sheet::MARK, &drawn.mark())),
        form,
        has: accounts.has_phrase(visiting.person()?).await?,
        squares: secret
            .as_ref()
            .and_then(|secret| Squares::of(&address(&accounts.store.instance, secret))),
        letters: secret.as_ref().map(|secret| grouped(secret)),
        ctx: ctx.with_back(&urls::Passphrase),
    };
    Ok(if refused {
        Page::refused(page)
    } else {
        Page::new(page)
    }
    .into_response())
}

/// Draws the secret, or checks the first code.
pub async fn post(
    State(accounts): State<Accounts>,
    ctx: Ctx,
    visiting: Visiting,
    sent: Protected<Fields>,
) -> Answer {
    if let Some(first) = doors::first(&accounts, &visiting, &urls::Totp)? {
        return Ok(first);
    }
    if !accounts.has_phrase(visiting.person()?).await? {
        return Ok(see_other(&urls::Passphrase));
    }
    let Some(digits) = sent.form.get("digits") else {
        accounts.draw_telephone(&visiting).await?;
        return Ok(see_other(&urls::Totp));
    };
    let mark = sent.form.text(sheet::MARK);
    match accounts.keep_telephone(&visiting, mark, digits).await? {
        passphrase::Telephone::Kept => return Ok(doors::done("totp")),
        passphrase::Telephone::Other => return Ok(sheet::other(&urls::Totp)),
        passphrase::Telephone::Alone => return Ok(see_other(&urls::Passphrase)),
        passphrase::Telephone::Wrong => {}
    }
    let mut problems = Problems::new();
    problems.add("digits", "totp-wrong");
    Ok(Form::new(&ctx, &urls::Totp)
        .problems(problems)
        .refuse(&urls::Totp))
}
