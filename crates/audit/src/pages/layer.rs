//! Every page says how accessible the site is (decree no. 2019-768): the layout finds it beside the request.

use crate::service::Audits;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

/// Puts what the grid shows beside the request.
pub async fn declare(State(audits): State<Audits>, mut request: Request, next: Next) -> Response {
    let access = audits.access().await;
    request.extensions_mut().insert(access);
    next.run(request).await
}
