//! Coming back with a login name and a passphrase; the same page proves again that it is the same person.

use super::{Visiting, come_back, fresh, oidc, urls};
use crate::passphrase::{Answered, Typed};
use crate::service::Accounts;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::IntoResponse;
use ui::{Answer, Ctx, Fields, Form, Html, Page, Problems, Protected, Url};

#[derive(Template)]
#[template(path = "phrase.html")]
struct ByPhrase {
    ctx: Ctx,
    form: Form,
    onward: Html,
    before: Option<oidc::Before>,
}

/// Where to go afterwards, and what was just refused.
#[derive(serde::Deserialize)]
pub struct Asked {
    #[serde(default)]
    vers: String,
    #[serde(default)]
    refus: String,
    #[serde(default)]
    minutes: u8,
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
        "connexion" => oidc::first(&accounts, &mut problems, "phrase"),
        "attente" => problems.add_with(
            "phrase",
            "phrase-wait",
            vec![("minutes", asked.minutes.clamp(1, 16).to_string())],
        ),
        _ => problems.add("phrase", "phrase-wrong"),
    }
    let form = Form::new(&ctx, &urls::ByPassphrase).problems(problems);
    let refused = form.has_problems();
    let page = ByPhrase {
        // Whoever is in already proves only that it is still her.
        before: oidc::Before::of(&accounts, &visiting).filter(|_| visiting.person.is_none()),
        onward: form.hidden("vers", &fresh::ours(&asked.vers)),
        form,
        ctx: ctx.with_back(&urls::ComeBack),
    };
    Ok(if refused {
        Page::refused(page)
    } else {
        Page::new(page)
    }
    .into_response())
}

/// Opens, or says that it does not open; what was typed is never sent back.
pub async fn post(
    State(accounts): State<Accounts>,
    visiting: Visiting,
    sent: Protected<Fields>,
) -> Answer {
    let fields = sent.form;
    let vers = fresh::ours(fields.text("vers"));
    let typed = Typed {
        login: fields.text("login").to_owned(),
        phrase: fields.get("phrase").unwrap_or_default().to_owned().into(),
        digits: fields.text("digits").to_owned(),
    };
    let again = |pairs: &[(&str, &str)]| {
        let pairs = [&[("vers", vers.as_str())], pairs].concat();
        Ok(ui::page::see_other_path(&urls::ByPassphrase.query(&pairs)))
    };
    match accounts.enter_by_phrase(&visiting, typed).await? {
        Answered::Yes(entry) => Ok(come_back::entered(&accounts, entry, &vers, |why| {
            urls::ByPassphrase.query(&[("vers", &vers), ("refus", why)])
        })),
        Answered::No => again(&[("refus", "oui")]),
        Answered::Wait(seconds) => {
            let minutes = (seconds + 59).div_euclid(60).to_string();
            again(&[("refus", "attente"), ("minutes", &minutes)])
        }
    }
}
