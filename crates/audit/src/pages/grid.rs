//! The grid: how far it is, topic by topic.

use super::urls;
use crate::model::{Found, SOURCE, topics};
use crate::rules::standing;
use crate::service::Audits;
use accounts::pages::Visiting;
use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use ui::{Answer, Ctx, Page, Url, dates};

#[derive(Template)]
#[template(path = "audit.html")]
struct GridPage {
    ctx: Ctx,
    state: String,
    said: Vec<String>,
    topics: Vec<(String, String, String)>,
    csv: String,
    json: String,
    declaration: String,
    source: &'static str,
}

/// The page.
pub async fn get(State(audits): State<Audits>, ctx: Ctx, visiting: Visiting) -> Answer {
    audits.administers(visiting.person()?).await?;
    let grid = audits.grid().await?;
    let found = standing(&grid, audits.today());
    let mut said = Vec::new();
    if let Some(rate) = found.rate() {
        let args: [(&str, &dyn std::fmt::Display); 3] = [
            ("rate", &rate),
            ("met", &found.met),
            ("all", &found.applied),
        ];
        said.push(ctx.ta("audit-rate", &args));
    }
    if found.untested > 0 {
        said.push(ctx.ta("audit-untested", &[("count", &found.untested)]));
    }
    if let Some(on) = found.on {
        let on = dates::plain_day(ctx.w, on);
        said.push(ctx.ta("audit-since", &[("date", &on)]));
    }
    let done = |id: &str| {
        grid.get(id)
            .is_some_and(|line| line.found != Found::Untested)
    };
    let lines = topics().iter().map(|topic| {
        let count = topic.criteria.iter().filter(|one| done(&one.id)).count();
        let so_far = ctx.ta(
            "audit-so-far",
            &[("count", &count), ("all", &topic.criteria.len())],
        );
        let title = format!("{}. {}", topic.number, topic.title);
        (urls::Topic(topic.number).path(), title, so_far)
    });
    Ok(Page::new(GridPage {
        topics: lines.collect(),
        state: ctx.access(),
        said,
        csv: urls::Csv.path(),
        json: urls::Json.path(),
        declaration: urls::Declaration.path(),
        source: SOURCE,
        ctx: ctx.with_back(&urls::Admin),
    })
    .into_response())
}
