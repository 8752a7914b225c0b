//! The public log as static files would hold it (C2SP tlog-tiles): the same bytes for everybody, no cookie.

use axum::extract::Path;
use axum::http::{HeaderName, header};
use axum::response::IntoResponse;
use kernel::{Code, Fault};
use store::{Store, log};
use ui::Answer;

/// A tile never changes, but another log begins at the same addresses after a restart: kept for a day.
const DAY: &str = "public, max-age=86400";
/// The checkpoint changes every ten minutes.
const BRIEFLY: &str = "public, max-age=5";

/// The signed checkpoint.
pub async fn checkpoint(store: Store) -> Answer {
    let found = store.db.glance(|tx| Box::pin(log::checkpoint(tx))).await?;
    let head = found.ok_or(Fault::new(Code::NotFound, "the log has no leaf yet"))?;
    Ok((headers("text/plain; charset=utf-8", BRIEFLY), head).into_response())
}

/// A tile of digests or of entries.
pub async fn tile(store: Store, Path(path): Path<String>) -> Answer {
    let absent = || Fault::new(Code::NotFound, "no such tile");
    let tile = log::tile_path(&path).ok_or_else(absent)?;
    let found = store
        .db
        .glance(move |tx| Box::pin(log::tile(tx, tile)))
        .await?;
    let bytes = found.ok_or_else(absent)?;
    Ok((headers("application/octet-stream", DAY), bytes).into_response())
}

const fn headers(media: &'static str, cache: &'static str) -> [(HeaderName, &'static str); 2] {
    [
        (header::CONTENT_TYPE, media),
        (header::CACHE_CONTROL, cache),
    ]
}
