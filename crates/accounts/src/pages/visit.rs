//! Who is there: the middleware that reads the cookie once per request, and the extractor that hands
//! the visit to pages.

use super::cookie;
use crate::devices::Device;
use crate::model::Visit;
use crate::service::Accounts;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use kernel::{Code, Fault};
use std::sync::Arc;
use ui::{FormKey, Proofs, Refusal, Trouble};

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

/// What programs and other sites read (the log, keys, calendars, feeds, sounds, a list to embed, the API), and what a page
/// hears of as it changes: nobody comes in there, so no cookie is read nor given.
const STATELESS: [&str; 10] = [
    "/log/",
    "/.well-known/",
    "/calendrier/",
    "/actualites/feed.atom",
    "/ecouter/feed.xml",
    "/ecouter/fichiers/",
    "/questions/feed.atom",
    "/questions/integrer",
    // Thousands ask at once, and again together after a stop: none of them may cost a look at a session.
    "/direct/",
    ui::api::PREFIX,
];

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

/// Keeps the form that an answer refuses; forgets the one that an accepted form, posted to `sent`, makes
/// good. A session that was renewed or closed meanwhile holds none.
async fn after(
    accounts: &Accounts,
    visit: &Visit,
    sent: Option<String>,
    response: Response,
) -> Result<Response, Fault> {
    if let Some(refusal) = response.extensions().get::<Refusal>() {
        accounts.keep_refusal(visit, Some(refusal)).await?;
    } else if let (Some(sent), Some(kept)) = (sent, &visit.refusal)
        && kept.is_settled_by(&sent)
        && response.status() == StatusCode::SEE_OTHER
        && !cookie::is_set(response.headers(), accounts.secure)
    {
        accounts.keep_refusal(visit, None).await?;
    }
    Ok(response)
}

/// Reads the cookie, tells the rest of the program who is there, and gives a first visit its cookie.
pub async fn read(State(accounts): State<Accounts>, mut request: Request, next: Next) -> Response {
    let mut stateless = STATELESS.iter();
    let stateless = stateless.any(|start| request.uri().path().starts_with(start));
    let given = cookie::read(request.headers(), accounts.secure).map(str::to_owned);
    let given = given.filter(|_| !stateless);
    let visit = match accounts.visit(given.as_deref()).await {
        Ok(visit) => visit,
        Err(fault) => return Trouble(fault).into_response(),
    };
    let said = request.headers().get(header::USER_AGENT);
    let said = said.and_then(|said| said.to_str().ok());
    let visit = Arc::new(Visit {
        device: said.map(Device::of),
        ..visit
    });
    let secret = visit.secret.clone();
    let is_new = given.as_deref() != Some(secret.cookie().as_str());
    request
        .extensions_mut()
        .insert(FormKey(Arc::new(SessionProofs(secret.form_key()))));
    request.extensions_mut().insert(visit.shown());
    if let Some(refusal) = &visit.refusal {
        request.extensions_mut().insert(Arc::clone(refusal));
    }
    request
        .extensions_mut()
        .insert(Visiting(Arc::clone(&visit)));
    let sent = (request.method() == Method::POST).then(|| request.uri().path().to_owned());
    let response = next.run(request).await;
    let response = match after(&accounts, &visit, sent, response).await {
        Ok(response) => response,
        Err(fault) => return Trouble(fault).into_response(),
    };
    if is_new && !stateless && !cookie::is_set(response.headers(), accounts.secure) {
        return cookie::set(response, &secret, accounts.secure);
    }
    response
}
