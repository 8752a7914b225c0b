//! Home: three doors, and the numbers for immediate danger.

use askama::Template;
use axum::response::IntoResponse;
use ui::{Answer, Ctx, Page};

#[derive(Template)]
#[template(path = "front_home.html")]
struct Home {
    ctx: Ctx,
}

/// The page.
pub async fn get(ctx: Ctx) -> Answer {
    Ok(Page::new(Home { ctx }).into_response())
}
