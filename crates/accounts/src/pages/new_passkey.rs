//! Making a passkey: for an account that is open, or to come in with when the role asks for one.

use super::{Visiting, cookie, doors, passkey, urls};
use crate::passkeys::{Act, Added, Asked, Created};
use crate::service::Accounts;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use ui::{Answer, Ctx, Fields, Form, Html, Page, Problems, Protected, Url, see_other};

#[derive(Template)]
#[template(path = "new_passkey.html")]
struct NewPasskey {
    ctx: Ctx,
    form: Form,
    hidden: Vec<Html>,
    asked: Option<Asked>,
    user: String,
    known: String,
    instance: String,
    first: bool,
}

/// What was just refused.
#[derive(serde::Deserialize)]
pub struct Said {
    #[serde(default)]
    refus: String,
}

/// The names of what the script fills in.
const FILLED: [&str; 3] = ["client", "attestation", "output"];

fn problems(refus: &str) -> Problems {
    let mut problems = Problems::new();
    match refus {
        "" => {}
        "tard" => problems.add("cle", "passkey-late"),
        "script" => problems.add("cle", "passkey-script"),
        "assez" => problems.add("cle", "passkey-enough"),
        _ => problems.add("cle", "passkey-unread"),
    }
    problems
}

fn shown(page: NewPasskey) -> Response {
    let refused = page.form.has_problems();
    if refused {
        Page::refused(page).into_response()
    } else {
        Page::new(page).into_response()
    }
}

fn created(fields: &Fields) -> Option<Created> {
    let text = |name: &str| fields.get(name).unwrap_or_default().to_owned();
    (!text("attestation").is_empty()).then(|| Created {
        question: text("question"),
        client: text("client"),
        attestation: text("attestation"),
        output: text("output").into(),
    })
}

fn again(here: &impl Url, why: &str) -> Response {
    ui::page::see_other_path(&here.query(&[("refus", why)]))
}

fn page(
    accounts: &Accounts,
    ctx: Ctx,
    form: Form,
    (asked, user, known): (Option<Asked>, String, Vec<String>),
    first: bool,
) -> NewPasskey {
    NewPasskey {
        hidden: passkey::hidden(&form, asked.as_ref(), &FILLED),
        form,
        asked,
        user,
        known: known.join(" "),
        instance: accounts.store.instance.to_string(),
        first,
        ctx,
    }
}

/// The question, for an account that is open.
pub async fn get(
    State(accounts): State<Accounts>,
    ctx: Ctx,
    visiting: Visiting,
    Query(said): Query<Said>,
) -> Answer {
    if let Some(first) = doors::first(&accounts, &visiting, &urls::NewPasskey)? {
        return Ok(first);
    }
    let person = visiting.person()?;
    let form = Form::new(&ctx, &urls::NewPasskey).problems(problems(&said.refus));
    let asked = accounts.ask(&visiting, Act::Add);
    let (user, known) = (
        accounts.user_handle(person.account),
        accounts.own_passkeys(person).await?,
    );
    let ctx = ctx.with_back(&urls::Doors);
    Ok(shown(page(
        &accounts,
        ctx,
        form,
        (asked, user, known),
        false,
    )))
}

/// Keeps it, or says what is missing.
pub async fn post(
    State(accounts): State<Accounts>,
    visiting: Visiting,
    sent: Protected<Fields>,
) -> Answer {
    if let Some(first) = doors::first(&accounts, &visiting, &urls::NewPasskey)? {
        return Ok(first);
    }
    let Some(created) = created(&sent.form) else {
        return Ok(again(&urls::NewPasskey, "script"));
    };
    Ok(match accounts.add_passkey(&visiting, created).await? {
        Added::Yes { opens: true, .. } => doors::done("passkey"),
        Added::Yes { opens: false, .. } => doors::done("touch"),
        Added::Late => again(&urls::NewPasskey, "tard"),
        Added::Enough => again(&urls::NewPasskey, "assez"),
        Added::No => again(&urls::NewPasskey, "oui"),
    })
}

/// The question, for who is coming in.
pub async fn get_first(
    State(accounts): State<Accounts>,
    ctx: Ctx,
    visiting: Visiting,
    Query(said): Query<Said>,
) -> Answer {
    let user = visiting.entering.as_ref();
    let user = user.map(|one| accounts.user_handle(one.account));
    let form = Form::new(&ctx, &urls::FirstPasskey).problems(problems(&said.refus));
    let asked = accounts.ask(&visiting, Act::First);
    let asked = asked.filter(|_| user.is_some());
    let user = user.unwrap_or_default();
    let ctx = ctx.with_back(&urls::ComeBack);
    Ok(shown(page(
        &accounts,
        ctx,
        form,
        (asked, user, Vec::new()),
        true,
    )))
}

/// Comes in with it.
pub async fn post_first(
    State(accounts): State<Accounts>,
    visiting: Visiting,
    sent: Protected<Fields>,
) -> Answer {
    if visiting.entering.is_none() {
        return Ok(see_other(&urls::FirstPasskey));
    }
    let Some(created) = created(&sent.form) else {
        return Ok(again(&urls::FirstPasskey, "script"));
    };
    Ok(match accounts.enter_with_first(&visiting, created).await? {
        // The list leads on to the code, where there is one to note.
        Added::Yes {
            session: Some(secret),
            ..
        } => cookie::set(see_other(&urls::Code), &secret, accounts.secure),
        Added::Yes { session: None, .. } => see_other(&urls::ComeBack),
        Added::Late => again(&urls::FirstPasskey, "tard"),
        Added::Enough => again(&urls::FirstPasskey, "assez"),
        Added::No => again(&urls::FirstPasskey, "oui"),
    })
}
