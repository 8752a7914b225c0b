//! Deleting a dossier: for good, and only after the code was given again.

use super::{open, open_serious, urls};
use crate::service::Dossiers;
use accounts::pages::{Visiting, cookie};
use accounts::rules::Action;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use kernel::GrantId;
use ui::{Answer, Ctx, Fields, Form, Page, Problems, Protected, Url, see_other};

#[derive(Template)]
#[template(path = "delete.html")]
struct Delete {
    ctx: Ctx,
    form: Form,
    export: String,
}

#[derive(Template)]
#[template(path = "deleted.html")]
struct Deleted {
    ctx: Ctx,
}

fn page(ctx: Ctx, grant: GrantId, problems: Problems) -> Delete {
    let form = Form::new(&ctx, &urls::Delete(grant)).problems(problems);
    Delete {
        form,
        export: urls::Exports(grant).path(),
        ctx: ctx.with_back(&urls::Home(grant)),
    }
}

/// The question.
pub async fn get(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
) -> Answer {
    open(&dossiers, &visiting, grant, Action::Manage).await?;
    Ok(Page::new(page(ctx, grant, Problems::new())).into_response())
}

/// Deletes it. When it was the last one, the account and its sessions go with it.
pub async fn post(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
    sent: Protected<Fields>,
) -> Answer {
    let opened = match open_serious(
        &dossiers,
        &visiting,
        grant,
        Action::Delete,
        &urls::Delete(grant),
    )
    .await?
    {
        Ok(opened) => opened,
        Err(ask) => return Ok(ask),
    };
    if sent.form.get("confirm").is_none() {
        let mut problems = Problems::new();
        problems.add("confirm", "delete-tick");
        let here = urls::Delete(grant);
        return Ok(Form::new(&ctx, &here).problems(problems).refuse(&here));
    }
    let gone = dossiers.delete(visiting.person()?, &opened).await?;
    if gone {
        let mut closed = ctx;
        closed.visit = ui::Visit::Anonymous;
        return Ok(cookie::clear(
            Page::new(Deleted { ctx: closed }).into_response(),
            dossiers.accounts.secure,
        ));
    }
    Ok(see_other(&urls::List))
}
