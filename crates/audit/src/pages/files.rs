//! The grid to take away.

use crate::files;
use crate::service::Audits;
use accounts::pages::Visiting;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
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
    Ok((name, files::csv(&audits.grid().await?)).into_response())
}

/// For programs.
pub async fn json(State(audits): State<Audits>, visiting: Visiting) -> Answer {
    audits.administers(visiting.person()?).await?;
    let all = files::json(&audits.grid().await?, audits.today());
    let name = named(
        "application/json",
        "attachment; filename=\"accessibilite.json\"",
    );
    Ok((name, all.to_string()).into_response())
}
