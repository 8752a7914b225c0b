//! The one middleware of pages: troubles become pages, the chosen language is remembered, and
//! every answer leaves with its security headers.

use crate::ctx::{Ctx, LANG_COOKIE, SIMPLE_COOKIE, asked_language, asked_simple};
use crate::headers;
use crate::trouble::{Carried, page};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use kernel::Code;

/// Wraps the whole router: `router.layer(axum::middleware::from_fn(ui::layer::pages))`, inside the
/// layer that puts [`crate::FormKey`] and [`crate::Visit`] in the request.
pub async fn pages(request: Request, next: Next) -> Response {
    if request.uri().path().starts_with(crate::api::PREFIX) {
        return crate::api::programs(request, next).await;
    }
    let ctx = Ctx::read(
        request.uri(),
        request.method(),
        request.headers(),
        request.extensions(),
    );
    let refused = ctx.shows_refusal();
    let query = request.uri().query().unwrap_or_default();
    let language = asked_language(query).map(|lang| (LANG_COOKIE, lang.tag()));
    let simple = asked_simple(query).map(|on| (SIMPLE_COOKIE, if on { "1" } else { "0" }));
    let mut response = next.run(request).await;

    if let Some(code) = trouble_code(&response, ctx.switchable) {
        let incident: String = ctx.nonce().chars().take(8).collect();
        let language = ctx.w.lang();
        log(&response, code, &incident);
        let mut written = page(ctx, code, incident);
        // What the answer already said beside its body (Retry-After, Set-Cookie) is kept.
        for (name, value) in response.headers() {
            if name != header::CONTENT_TYPE && name != header::CONTENT_LENGTH {
                written.headers_mut().append(name, value.clone());
            }
        }
        // A page of trouble that could not be written either stays a plain sentence.
        if written.extensions().get::<Carried>().is_some() {
            *written.body_mut() =
                axum::body::Body::from(crate::Words(language).t("fault-internal"));
        }
        response = written;
    }

    if refused && response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    for (name, value) in language.into_iter().chain(simple) {
        let text = [name, "=", value, "; Path=/; SameSite=Lax; HttpOnly"].concat();
        if let Ok(value) = HeaderValue::from_str(&text) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    headers::page(response.headers_mut());
    response
}

/// The trouble of an answer: a fault that a handler gave, or a bare refusal of the router (no such
/// route, wrong method, body too large) which has no page of its own.
fn trouble_code(response: &Response, is_read: bool) -> Option<Code> {
    if let Some(carried) = response.extensions().get::<Carried>() {
        return Some(carried.0.code());
    }
    let plain = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    match response.status() {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED if plain => Some(Code::NotFound),
        // Nothing was sent: only the address can be wrong.
        StatusCode::BAD_REQUEST if plain && is_read => Some(Code::NotFound),
        StatusCode::PAYLOAD_TOO_LARGE if plain => Some(Code::TooLarge),
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY if plain => Some(Code::Invalid),
        _ => None,
    }
}

pub(crate) fn log(response: &Response, code: Code, incident: &str) {
    let Some(carried) = response.extensions().get::<Carried>() else {
        return;
    };
    let fault = &carried.0;
    match code {
        Code::Internal | Code::Damaged | Code::DiskFull => {
            tracing::error!(incident, code = code.name(), %fault, "a page failed");
        }
        _ => tracing::debug!(code = code.name(), %fault, "a page was refused"),
    }
}
