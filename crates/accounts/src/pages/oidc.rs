//! Passing by the provider of OpenID Connect before the code, and coming back from it. The way there is a link on a
//! page that says what the provider learns: nobody is led to another site without having read it.

use super::{Visiting, cookie, urls};
use crate::model::Visit;
use crate::oidc::{Passed, Returned, Toward};
use crate::service::Accounts;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use ui::{Answer, Ctx, Fields, Form, Page, Problems, Protected, Url, see_other};

/// What a page of coming back says of the provider.
pub(super) struct Before {
    /// Its name.
    pub name: String,
    /// It has just said who holds this browser.
    pub is_passed: bool,
}

impl Before {
    pub(super) fn of(accounts: &Accounts, visit: &Visit) -> Option<Self> {
        accounts.provider().map(|provider| Self {
            name: provider.port.name().to_owned(),
            is_passed: accounts.is_recognised(visit),
        })
    }
}

/// The problem of an account that asks for the provider first.
pub(super) fn first(accounts: &Accounts, problems: &mut Problems, field: &'static str) {
    match accounts.provider() {
        Some(provider) => {
            let name = provider.port.name().to_owned();
            problems.add_with(field, "oidc-first", vec![("name", name)]);
        }
        // The operator took it away: what opens without it still does.
        None => problems.add(field, "oidc-gone"),
    }
}

#[derive(Template)]
#[template(path = "oidc.html")]
struct Pass {
    ctx: Ctx,
    form: Form,
    name: Option<String>,
    entrance: Option<String>,
}

/// What was just refused.
#[derive(serde::Deserialize)]
pub struct Asked {
    #[serde(default)]
    pub(super) refus: String,
}

/// Adds what a word in the address stands for.
pub(super) fn said(accounts: &Accounts, problems: &mut Problems, refus: &str) {
    let Some(provider) = accounts.provider() else {
        return;
    };
    let key = match refus {
        "" => return,
        "silence" => "oidc-silent",
        "refus" => "oidc-refused",
        "faux" => "oidc-false",
        _ => "oidc-stale",
    };
    let name = provider.port.name().to_owned();
    problems.add_with("connexion", key, vec![("name", name)]);
}

fn page(accounts: &Accounts, ctx: Ctx, visit: &Visit, refus: &str) -> Response {
    let mut problems = Problems::new();
    said(accounts, &mut problems, refus);
    let form = Form::new(&ctx, &urls::ByOidc).problems(problems);
    let refused = form.has_problems();
    let page = Pass {
        name: accounts.provider().map(|one| one.port.name().to_owned()),
        entrance: accounts.entrance(visit, Toward::Enter).filter(|_| !refused),
        form,
        ctx: ctx.with_back(&urls::ComeBack),
    };
    if refused {
        Page::refused(page).into_response()
    } else {
        Page::new(page).into_response()
    }
}

/// What the provider learns, then the link that leads there.
pub async fn get(
    State(accounts): State<Accounts>,
    ctx: Ctx,
    visiting: Visiting,
    Query(asked): Query<Asked>,
) -> Answer {
    Ok(page(&accounts, ctx, &visiting, &asked.refus))
}

/// Prepares the passage.
pub async fn post(
    State(accounts): State<Accounts>,
    visiting: Visiting,
    _: Protected<Fields>,
) -> Answer {
    begin(&accounts, &visiting, Toward::Enter, &urls::ByOidc).await
}

/// Prepares a passage, and goes back to `here`, which shows its link or says that the provider is silent.
pub(super) async fn begin(
    accounts: &Accounts,
    visit: &Visit,
    toward: Toward,
    here: &impl Url,
) -> Answer {
    if accounts.provider().is_none() {
        return Ok(see_other(here));
    }
    if let Err(fault) = accounts.begin_passage(visit, toward).await {
        if fault.code() == kernel::Code::SignIn {
            return Err(fault.into());
        }
        tracing::warn!(%fault, "the provider of OpenID Connect does not answer");
        let path = here.query(&[("refus", "silence")]);
        return Ok(ui::page::see_other_path(&path));
    }
    Ok(see_other(here))
}

/// The way back. Its address holds the provider's code: whatever came of it, the browser is sent on at once.
pub async fn back(
    State(accounts): State<Accounts>,
    ctx: Ctx,
    visiting: Visiting,
    Query(came): Query<Returned>,
) -> Answer {
    if came.is_empty() {
        return Ok(page(&accounts, ctx, &visiting, "perime"));
    }
    let refus = match accounts.end_passage(&visiting, &came).await? {
        Passed::Yes(secret, toward) => {
            let onward = match toward {
                Toward::Enter => see_other(&urls::ComeBack),
                Toward::Link => see_other(&urls::LinkOidc),
            };
            return Ok(cookie::set(onward, &secret, accounts.secure));
        }
        Passed::Stale => "perime",
        Passed::Refused => "refus",
        Passed::False => "faux",
        Passed::Silent => "silence",
    };
    // Somebody who is in was about to link her account.
    let path = if visiting.person.is_some() {
        urls::LinkOidc.query(&[("refus", refus)])
    } else {
        urls::ByOidc.query(&[("refus", refus)])
    };
    Ok(ui::page::see_other_path(&path))
}
