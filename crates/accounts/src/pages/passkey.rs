//! Coming in with a passkey; the same page proves again that it is the same person. Without scripts it says so, and leads
//! to the other ways.

use super::{Visiting, come_back, cookie, fresh, oidc, urls};
use crate::passkeys::{Act, Asked, Entered, Used};
use crate::service::Accounts;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::IntoResponse;
use ui::{Answer, Ctx, Fields, Form, Html, Page, Problems, Protected, Url};

#[derive(Template)]
#[template(path = "passkey.html")]
struct ByPasskey {
    ctx: Ctx,
    form: Form,
    hidden: Vec<Html>,
    asked: Option<Asked>,
    phrase: String,
    code: String,
    before: Option<oidc::Before>,
}

/// Where to go afterwards, and what is said first.
#[derive(serde::Deserialize)]
pub struct Said {
    #[serde(default)]
    vers: String,
    #[serde(default)]
    refus: String,
}

/// The names of what the script fills in.
const FILLED: [&str; 6] = ["id", "client", "data", "signature", "user", "output"];

/// Hidden fields: the question, and what the script fills in.
pub(super) fn hidden(form: &Form, asked: Option<&Asked>, filled: &[&str]) -> Vec<Html> {
    let question = asked.map(|asked| form.hidden("question", &asked.question));
    let filled = filled.iter().map(|name| form.hidden(name, ""));
    question.into_iter().chain(filled).collect()
}

/// The question.
pub async fn get(
    State(accounts): State<Accounts>,
    ctx: Ctx,
    visiting: Visiting,
    Query(said): Query<Said>,
) -> Answer {
    let vers = fresh::ours(&said.vers);
    let mut problems = Problems::new();
    match said.refus.as_str() {
        "" => {}
        "connexion" => oidc::first(&accounts, &mut problems, "cle"),
        "dabord" => problems.add("cle", "passkey-first"),
        "tard" => problems.add("cle", "passkey-late"),
        "script" => problems.add("cle", "passkey-script"),
        _ => problems.add("cle", "passkey-wrong"),
    }
    let form = Form::new(&ctx, &urls::ByPasskey).problems(problems);
    let refused = form.has_problems();
    let asked = accounts.ask(&visiting, Act::Enter);
    let mut hidden = hidden(&form, asked.as_ref(), &FILLED);
    hidden.push(form.hidden("vers", &vers));
    let code = match &visiting.person {
        Some(_) => urls::Fresh.query(&[("vers", &vers)]),
        None => urls::ComeBack.path(),
    };
    let page = ByPasskey {
        // Whoever is in already proves only that it is still her.
        before: oidc::Before::of(&accounts, &visiting).filter(|_| visiting.person.is_none()),
        hidden,
        form,
        asked,
        phrase: urls::ByPassphrase.query(&[("vers", &vers)]),
        code,
        ctx: ctx.with_back(&urls::ComeBack),
    };
    Ok(if refused {
        Page::refused(page)
    } else {
        Page::new(page)
    }
    .into_response())
}

/// Opens, or says what is missing.
pub async fn post(
    State(accounts): State<Accounts>,
    visiting: Visiting,
    sent: Protected<Fields>,
) -> Answer {
    let fields = sent.form;
    let vers = fresh::ours(fields.text("vers"));
    let text = |name: &str| fields.get(name).unwrap_or_default().to_owned();
    let again = |why: &str| {
        let path = urls::ByPasskey.query(&[("vers", &vers), ("refus", why)]);
        Ok(ui::page::see_other_path(&path))
    };
    if text("id").is_empty() {
        return again("script");
    }
    let used = Used {
        question: text("question"),
        id: text("id"),
        client: text("client"),
        data: text("data"),
        signature: text("signature"),
        user: text("user"),
        output: text("output").into(),
    };
    match accounts.enter_by_passkey(&visiting, used).await? {
        Entered::Opened(entry) => Ok(come_back::entered(&accounts, entry, &vers, |why| {
            urls::ByPasskey.query(&[("vers", &vers), ("refus", why)])
        })),
        Entered::Known(secret) => {
            let path = urls::ComeBack.query(&[("cle", "oui")]);
            let answer = ui::page::see_other_path(&path);
            Ok(cookie::set(answer, &secret, accounts.secure))
        }
        Entered::Late => again("tard"),
        Entered::No => again("oui"),
    }
}
