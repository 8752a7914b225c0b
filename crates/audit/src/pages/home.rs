//! What administrators look after.

use super::urls;
use crate::service::Audits;
use accounts::pages::Visiting;
use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use ui::{Answer, Ctx, Page, Url};

#[derive(Template)]
#[template(path = "admin.html")]
struct Admin {
    ctx: Ctx,
    grid: String,
    directory: String,
}

/// The page.
pub async fn get(State(audits): State<Audits>, ctx: Ctx, visiting: Visiting) -> Answer {
    audits.administers(visiting.person()?).await?;
    Ok(Page::new(Admin {
        grid: urls::Grid.path(),
        directory: urls::Directory.path(),
        ctx: ctx.with_back(&urls::Home),
    })
    .into_response())
}
