//! A body that passes by the layers between its handler and the connection. Each layer may wrap a body in its own, for as
//! long as the answer lasts: a compressor that does not compress costs some kilobytes, which nobody notices unless twenty
//! thousand answers last an hour.

use axum::body::Body;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{Method, header};
use std::sync::{Arc, Mutex, PoisonError};

/// An answer's real body, which [`join`] puts in its place at the end.
#[derive(Clone)]
struct Late(Arc<Mutex<Option<Body>>>);

/// An answer whose body no layer sees.
pub fn answer(parts: impl IntoResponse, body: Body) -> Response {
    let mut response = parts.into_response();
    response
        .extensions_mut()
        .insert(Late(Arc::new(Mutex::new(Some(body)))));
    response
}

/// The outermost layer: `router.layer(axum::middleware::from_fn(ui::late::join))`.
pub async fn join(request: Request, next: Next) -> Response {
    let wants = request.method() != Method::HEAD;
    let mut response = next.run(request).await;
    let late = response.extensions_mut().remove::<Late>();
    let body = late.and_then(|late| late.0.lock().unwrap_or_else(PoisonError::into_inner).take());
    if let Some(body) = body.filter(|_| wants) {
        // That of the empty one.
        response.headers_mut().remove(header::CONTENT_LENGTH);
        *response.body_mut() = body;
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::middleware::from_fn;
    use axum::routing::get;
    use tower::ServiceExt as _;

    #[tokio::test]
    async fn a_late_body_is_the_answer_s_and_has_no_length_of_another() {
        let router = Router::new()
            .route(
                "/late",
                get(move || async move { answer("", Body::from("ab")) }),
            )
            .route("/own", get(|| async { "own" }))
            .layer(from_fn(join));
        for (method, path, expected, length) in [
            (Method::GET, "/late", "ab", Some("2")),
            (Method::HEAD, "/late", "", Some("0")),
            (Method::GET, "/own", "own", Some("3")),
        ] {
            let request = Request::builder().method(method.clone()).uri(path);
            let request = request.body(Body::empty()).unwrap();
            let response = router.clone().oneshot(request).await.unwrap();
            let said = response.headers().get(header::CONTENT_LENGTH);
            let said = said.map(|length| length.to_str().unwrap().to_owned());
            let text = axum::body::to_bytes(response.into_body(), 9).await.unwrap();
            assert_eq!(text, expected, "{method} {path}");
            if method == Method::GET {
                assert_eq!(said.as_deref(), length, "{method} {path}");
            }
        }
    }
}
