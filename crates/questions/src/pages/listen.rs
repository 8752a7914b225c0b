//! What changes in a session, as it changes (server-sent events). Nobody comes in here: no cookie is read nor given, and
//! nothing is written; what is sent is what the page of the session shows to everybody.

use crate::live::Live;
use axum::body::Body;
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{self, MethodRouter};
use kernel::{Code, Fault, PanelId};
use serde::Deserialize;
use ui::{Answer, Lang, Words};

ui::urls! {
    /// Where the page of a session listens.
    pub Listen(panel: PanelId, lang: String) = "/direct/{panel}/{lang}";
}

/// Every address above begins so (`accounts` reads no cookie there).
pub const PREFIX: &str = "/direct/";

const LAST: HeaderName = HeaderName::from_static("last-event-id");
const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
/// nginx: hand on each message at once.
const BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");
/// Before asking for a place again.
const AGAIN: HeaderValue = HeaderValue::from_static("60");

/// The last change that the listener knows of, as its page says it; a browser that comes back says it in a header.
#[derive(Deserialize)]
struct Known {
    after: Option<String>,
}

/// The route.
pub fn route<S: Clone + Send + Sync + 'static>(live: Live) -> MethodRouter<S> {
    routing::get(move |path, known, headers| get(live, path, known, headers))
}

async fn get(
    live: Live,
    Path((panel, lang)): Path<(String, String)>,
    Query(known): Query<Known>,
    headers: HeaderMap,
) -> Answer {
    let none = || Fault::new(Code::NotFound, "nothing to listen to");
    let lang = Lang::of_tag(&lang).ok_or_else(none)?;
    let panel: PanelId = panel.parse().map_err(|_| none())?;
    // A page of another site cannot read it, but its visitors would take the places.
    if said(&headers, &SITE).is_some_and(|site| site == "cross-site") {
        return Err(none().into());
    }
    let last = said(&headers, &LAST).or(known.after.as_deref());
    let after = last.and_then(|last| last.parse().ok());
    match live.listen(panel, lang, after).await {
        Ok(listener) => Ok(stream(Body::from_stream(listener))),
        Err(fault) if fault.code() == Code::Busy => Ok(full(lang)),
        Err(fault) => Err(fault.into()),
    }
}

fn said<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn stream(body: Body) -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/event-stream"),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (BUFFERING, HeaderValue::from_static("no")),
    ];
    (headers, body).into_response()
}

/// Every place is taken. A sentence and not a page: thousands may be told so, by a script that shows it to nobody.
fn full(lang: Lang) -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/plain; charset=utf-8"),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::RETRY_AFTER, AGAIN),
    ];
    let text = Words(lang).t("fault-busy");
    (StatusCode::SERVICE_UNAVAILABLE, headers, text).into_response()
}
