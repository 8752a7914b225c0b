//! The session cookie: `__Host-preau` wherever TLS is in front, `preau` on plain HTTP of this machine
//! (seal specification, section 7). It ends with the browser.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use seal::session::Secret;

/// The cookie's name.
pub const fn name(secure: bool) -> &'static str {
    if secure { "__Host-preau" } else { "preau" }
}

/// The session cookie of a request.
pub fn read(headers: &HeaderMap, secure: bool) -> Option<&str> {
    ui::ctx::cookie(headers, name(secure))
}

/// Sends the cookie with an answer.
pub fn set(mut response: Response, secret: &Secret, secure: bool) -> Response {
    let security = if secure { "; Secure" } else { "" };
    let text = [
        name(secure),
        "=",
        secret.cookie().as_str(),
        "; Path=/; HttpOnly; SameSite=Lax",
        security,
    ]
    .concat();
    if let Ok(mut value) = HeaderValue::from_str(&text) {
        value.set_sensitive(true);
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// Takes the cookie back.
pub fn clear(mut response: Response, secure: bool) -> Response {
    let security = if secure { "; Secure" } else { "" };
    let text = [
        name(secure),
        "=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0",
        security,
    ]
    .concat();
    if let Ok(value) = HeaderValue::from_str(&text) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// Whether an answer already says something about the session cookie.
pub fn is_set(headers: &HeaderMap, secure: bool) -> bool {
    headers.get_all(header::SET_COOKIE).iter().any(|value| {
        value
            .as_bytes()
            .strip_prefix(name(secure).as_bytes())
            .is_some_and(|rest| rest.starts_with(b"="))
    })
}
