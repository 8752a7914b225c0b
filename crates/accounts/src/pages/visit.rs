//! Who is there: the middleware that reads the cookie once per request, and the extractor that hands
//! the visit to pages.

use super::cookie;
use crate::model::Visit;
use crate::service::Accounts;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use kernel::{Code, Fault};
use std::sync::Arc;
use ui::{FormKey, Proofs, Trouble};

/// The visit of this request.
#[derive(Clone)]
pub struct Visiting(pub Arc<Visit>);

impl std::ops::Deref for Visiting {
    type Target = Visit;

    fn deref(&self) -> &Visit {
        &self.0
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visiting {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Trouble> {
        let visiting = parts.extensions.get::<Self>().cloned();
        visiting.ok_or(Trouble(Fault::new(Code::SignIn, "no visit was read")))
    }
}

struct SessionProofs(seal::session::FormKey);

impl Proofs for SessionProofs {
    fn token(&self, route: &str) -> String {
        self.0.token(route)
    }

    fn check(&self, route: &str, token: &str) -> bool {
        self.0.check(route, token)
    }

    fn nonce(&self) -> [u8; 16] {
        seal::random::bytes()
    }
}

/// Reads the cookie, tells the rest of the program who is there, and gives a first visit its cookie.
pub async fn read(State(accounts): State<Accounts>, mut request: Request, next: Next) -> Response {
    let given = cookie::read(request.headers(), accounts.secure).map(str::to_owned);
    let visit = match accounts.visit(given.as_deref()).await {
        Ok(visit) => visit,
        Err(fault) => return Trouble(fault).into_response(),
    };
    let secret = visit.secret.clone();
    let is_new = given.as_deref() != Some(secret.cookie().as_str());
    request
        .extensions_mut()
        .insert(FormKey(Arc::new(SessionProofs(secret.form_key()))));
    request.extensions_mut().insert(visit.shown());
    request.extensions_mut().insert(Visiting(Arc::new(visit)));
    let response = next.run(request).await;
    if is_new && !cookie::is_set(response.headers(), accounts.secure) {
        return cookie::set(response, &secret, accounts.secure);
    }
    response
}
