//! The files served to browsers, embedded. Each address carries a mark of the content, so that a
//! browser may keep the file for a year and still gets a new version at once.

use crate::headers;
use axum::extract::{Path, Request};
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The route that serves them; public.
pub const ROUTE: &str = "/assets/{hash}/{name}";

/// One embedded file.
#[derive(Debug, Clone, Copy)]
pub struct Asset {
    /// File name, such as `preau.css`.
    pub name: &'static str,
    /// Media type with its charset.
    pub media: &'static str,
    /// 16 hex digits that change with the content.
    pub hash: &'static str,
    /// The content.
    pub bytes: &'static [u8],
}

/// The file of this name.
pub fn get(name: &str) -> Option<&'static Asset> {
    FILES.iter().find(|asset| asset.name == name)
}

/// Every file, for tests of weight.
pub fn all() -> &'static [Asset] {
    FILES
}

/// The address of a file; an unknown name gives an address that answers 404, and a test refuses it.
pub fn url(name: &str) -> String {
    let hash = get(name).map_or("missing", |asset| asset.hash);
    ["/assets/", hash, "/", name].concat()
}

/// Serves [`ROUTE`]. A stale mark gets the current file without the long cache.
pub async fn serve(Path((hash, name)): Path<(String, String)>, request: Request) -> Response {
    let Some(asset) = get(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let cache = if hash == asset.hash {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let etag = ["\"", asset.hash, "\""].concat();
    let known = request
        .headers()
        .get(header::IF_NONE_MATCH)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|seen| seen.split(',').any(|tag| tag.trim() == etag));
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, asset.media)], asset.bytes).into_response()
    };
    let map = response.headers_mut();
    if let Ok(value) = etag.parse() {
        map.insert(header::ETAG, value);
    }
    map.insert(header::CACHE_CONTROL, http::HeaderValue::from_static(cache));
    headers::common(map);
    response
}
