//! Leaving quickly: the answer of `/sortie`, by POST and by GET alike.

use crate::html::Html;
use askama::Template;
use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, StatusCode, header};

#[derive(Template)]
#[template(
    ext = "html",
    source = "<!DOCTYPE html><html lang=\"fr\"><head><meta charset=\"utf-8\"><title>…</title>\
</head><body><p><a href=\"{{ to }}\" rel=\"noreferrer\">…</a></p></body></html>"
)]
struct Blank<'a> {
    to: &'a str,
}

/// Empties what the browser kept of us and goes to the neutral site `to` (an absolute address,
/// from the settings). The session must be closed before; the caller adds the cookie's removal.
///
/// Not a redirect: Chromium applies `form-action 'self'` to what follows a posted form and would
/// stop on our page. `Refresh` starts a navigation of its own, needs no script, and replaces the
/// blank page in the history.
pub fn leave(to: &str) -> Response {
    let page = Html::of(&Blank { to }).to_string();
    let mut response = (
        StatusCode::OK,
        [(header::CONTENT_TYPE, "text/html; charset=utf-8")],
        page,
    )
        .into_response();
    let map = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&["0;url=", to].concat()) {
        map.insert(header::REFRESH, value);
    }
    map.insert(
        HeaderName::from_static("clear-site-data"),
        HeaderValue::from_static("\"cache\", \"storage\""),
    );
    response
}
