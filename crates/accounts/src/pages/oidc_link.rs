//! Asking for the provider of OpenID Connect before the code: what that changes and what the provider learns, before
//! anything; the way there; and, once the provider has said who it is, the choice itself.

use super::oidc::{Asked, begin, said};
use super::{Visiting, doors, urls};
use crate::oidc::{Linked, Toward};
use crate::service::Accounts;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::IntoResponse;
use ui::{Answer, Ctx, Fields, Form, Html, Page, Problems, Protected, Url};

#[derive(Template)]
#[template(path = "oidc_link.html")]
struct Link {
    ctx: Ctx,
    form: Form,
    name: Option<String>,
    is_linked: bool,
    may: bool,
    is_recognised: bool,
    entrance: Option<String>,
    act: Html,
}

/// The question.
pub async fn get(
    State(accounts): State<Accounts>,
    ctx: Ctx,
    visiting: Visiting,
    Query(asked): Query<Asked>,
) -> Answer {
    if let Some(first) = doors::first(&accounts, &visiting, &urls::LinkOidc)? {
        return Ok(first);
    }
    let mut problems = Problems::new();
    match asked.refus.as_str() {
        "pris" => problems.add("connexion", "oidc-taken"),
        other => said(&accounts, &mut problems, other),
    }
    let form = Form::new(&ctx, &urls::LinkOidc).problems(problems);
    let refused = form.has_problems();
    let (is_linked, may) = accounts.link_state(visiting.person()?).await?;
    let page = Link {
        name: accounts.provider().map(|one| one.port.name().to_owned()),
        is_linked,
        may,
        is_recognised: accounts.is_recognised(&visiting),
        entrance: accounts
            .entrance(&visiting, Toward::Link)
            .filter(|_| !refused),
        act: form.hidden("acte", "demander"),
        form,
        ctx: ctx.with_back(&urls::Doors),
    };
    Ok(if refused {
        Page::refused(page)
    } else {
        Page::new(page)
    }
    .into_response())
}

/// Prepares the way to the provider, or puts what it said in force.
pub async fn post(
    State(accounts): State<Accounts>,
    visiting: Visiting,
    sent: Protected<Fields>,
) -> Answer {
    if let Some(first) = doors::first(&accounts, &visiting, &urls::LinkOidc)? {
        return Ok(first);
    }
    if sent.form.text("acte") != "demander" {
        return begin(&accounts, &visiting, Toward::Link, &urls::LinkOidc).await;
    }
    let refus = match accounts.link(&visiting).await? {
        Linked::Yes => return Ok(doors::done("oidc")),
        Linked::Unproved => "perime",
        Linked::Taken => "pris",
        // The page says what is missing.
        Linked::Alone => "",
    };
    let path = urls::LinkOidc.query(&[("refus", refus)]);
    Ok(ui::page::see_other_path(&path))
}
