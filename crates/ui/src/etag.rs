//! The same answer is sent once (RFC 9110, sections 8.8.3 and 13.1.2).

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use std::hash::{DefaultHasher, Hash, Hasher};

/// The tag of these bytes. Weak: on the wire they may be compressed.
pub fn of(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("W/\"{:016x}\"", hasher.finish())
}

/// Whether who asks has what this tag names; compared weakly, as `If-None-Match` says.
pub fn is_known(asked: &HeaderMap, tag: &str) -> bool {
    let plain = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let tag = plain(tag);
    asked
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(plain)
        .any(|one| one == tag || one == "*")
}

/// The answer with its tag; 304 without a body where it is known.
pub fn answer(asked: &HeaderMap, tag: &str, whole: impl FnOnce() -> Response) -> Response {
    let mut response = if is_known(asked, tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        whole()
    };
    if let Ok(tag) = HeaderValue::from_str(tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_known_weak_or_strong_alone_or_in_a_list() {
        let with = |text: &str| {
            HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_str(text).unwrap())])
        };
        let tag = of(b"a");
        assert_ne!(tag, of(b"b"));
        assert!(is_known(&with(&tag), &tag) && is_known(&with("*"), &tag));
        assert!(is_known(&with("\"x\", W/\"y\""), "\"y\""));
        assert!(!is_known(&with("\"x\""), "\"y\"") && !is_known(&HeaderMap::new(), &tag));
    }
}
