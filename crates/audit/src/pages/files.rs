//! The grid to take away.

use crate::model::{self, Found, SOURCE, criteria};
use crate::rules::standing;
use crate::service::Audits;
use accounts::pages::Visiting;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use kernel::date::iso;
use serde_json::json;
use ui::Answer;

fn named(media: &'static str, name: &'static str) -> [(header::HeaderName, &'static str); 2] {
    [
        (header::CONTENT_TYPE, media),
        (header::CONTENT_DISPOSITION, name),
    ]
}

/// As a spreadsheet.
pub async fn csv(State(audits): State<Audits>, visiting: Visiting) -> Answer {
    audits.administers(visiting.person()?).await?;
    let name = named(
        "text/csv; charset=utf-8",
        "attachment; filename=\"accessibilite.csv\"",
    );
    Ok((name, model::csv(&audits.grid().await?)).into_response())
}

/// For programs.
pub async fn json(State(audits): State<Audits>, visiting: Visiting) -> Answer {
    audits.administers(visiting.person()?).await?;
    let grid = audits.grid().await?;
    let found = standing(&grid, audits.today());
    let lines = criteria().map(|one| {
        let line = grid.get(&one.id);
        json!({
            "criterion": one.id,
            "title": one.title,
            "state": line.map_or(Found::Untested, |line| line.found).name(),
            "note": line.map_or("", |line| &line.note),
            "on": line.map(|line| iso(line.on)),
        })
    });
    let all = json!({
        "source": SOURCE,
        "access": found.access.name(),
        "rate": found.rate(),
        "met": found.met,
        "applied": found.applied,
        "untested": found.untested,
        "since": found.on.map(iso),
        "criteria": lines.collect::<Vec<_>>(),
    });
    let name = named(
        "application/json",
        "attachment; filename=\"accessibilite.json\"",
    );
    Ok((name, all.to_string()).into_response())
}
