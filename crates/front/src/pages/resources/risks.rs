//! Risks in two columns, at work and in private life (N012).

use super::urls;
use super::view::{Line, Pen};
use crate::pages::capability::Front;
use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use ui::{Answer, Ctx, Page, Url};

#[derive(Template)]
#[template(path = "front_risks.html")]
struct Risks {
    ctx: Ctx,
    columns: Vec<(String, Vec<(Line, Line)>)>,
}

/// The page.
pub async fn get(State(front): State<Front>, ctx: Ctx) -> Answer {
    let content = front.dossiers.content;
    let pen = Pen { ctx: &ctx, content };
    let columns = ["risks-work", "risks-private"]
        .into_iter()
        .zip(content.risks())
        .map(|(key, kinds)| {
            let kinds = kinds.into_iter().map(|kind| {
                let link = urls::Situation(kind.id.clone()).path();
                (pen.say(&kind.name).to(link), pen.say(&kind.line))
            });
            (ctx.t(key), kinds.collect())
        })
        .collect();
    Ok(Page::new(Risks {
        columns,
        ctx: ctx.with_back(&urls::Resources),
    })
    .into_response())
}
