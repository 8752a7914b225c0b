//! The security headers, in one place. `layer::pages` sets the page's headers on every answer that
//! has no policy of its own; a slice that serves a piece calls [`piece`].

use http::{HeaderMap, HeaderName, HeaderValue, header};

/// The policy of pages: our own files only, no inline script or style, no frame, Trusted Types
/// without any policy (no script may write HTML).
pub const PAGE_CSP: &str = "default-src 'none'; style-src 'self'; script-src 'self'; manifest-src 'self'; \
    img-src 'self' blob:; media-src 'self'; connect-src 'self'; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
    trusted-types 'none'";

/// The policy of a person's pieces: a document without origin that may load and run nothing. An
/// image or a video shows; an HTML or SVG file is inert.
pub const PIECE_CSP: &str = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; \
    style-src 'none'; script-src 'none'; form-action 'none'; base-uri 'none'; \
    frame-ancestors 'none'";

/// The policy of a published sound, opened by itself: the document that the browser makes around it plays it, which it
/// cannot without an origin, and loads nothing else. Its media type is one of ours, never what somebody sent.
pub const SOUND_CSP: &str = "default-src 'none'; media-src 'self'; img-src 'none'; \
    style-src 'none'; script-src 'none'; form-action 'none'; base-uri 'none'; \
    frame-ancestors 'none'";

/// The policy of the one list that other sites may show inside their pages: a document that runs nothing and takes nothing
/// in, so that being framed gives nobody a click of hers. Every other page refuses frames.
pub const EMBED_CSP: &str = "default-src 'none'; style-src 'self'; script-src 'none'; form-action 'none'; base-uri 'none'; \
    frame-ancestors *; require-trusted-types-for 'script'; trusted-types 'none'";

const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");
const CORP: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const COOP: HeaderName = HeaderName::from_static("cross-origin-opener-policy");

const COMMON: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        PERMISSIONS,
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    ),
    (CORP, "same-origin"),
    (COOP, "same-origin"),
];

/// What every answer carries.
pub fn common(map: &mut HeaderMap) {
    for (name, value) in COMMON {
        map.entry(name).or_insert(HeaderValue::from_static(value));
    }
}

/// What a page carries: never stored by browser or proxy, and [`PAGE_CSP`].
pub fn page(map: &mut HeaderMap) {
    common(map);
    map.entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    map.entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(PAGE_CSP));
}

/// What a published sound carries: [`SOUND_CSP`]; players of other sites may ask for it.
pub fn sound(map: &mut HeaderMap) {
    shared(map);
    map.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(SOUND_CSP),
    );
}

/// What everybody reads without coming in, and other sites may load: no cookie goes there, and nothing depends on who asks.
pub fn shared(map: &mut HeaderMap) {
    map.insert(CORP, HeaderValue::from_static("cross-origin"));
    common(map);
}

/// What a list carries that other sites show inside their pages: [`EMBED_CSP`]; nothing of hers is in it, so it may be kept a
/// few minutes.
pub fn embedded(map: &mut HeaderMap) {
    shared(map);
    map.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, max-age=300"),
    );
    map.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(EMBED_CSP),
    );
}

/// What a piece carries: never stored, and [`PIECE_CSP`].
pub fn piece(map: &mut HeaderMap) {
    common(map);
    map.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    map.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(PIECE_CSP),
    );
}
