//! What programs call: an extension adds through its link, a program reads or adds with the token that the owner made. The
//! token is a bearer; cookies are not looked at, so no form proof is asked (seal specification, section 7).

mod adding;
mod extension;
mod reading;

use crate::links::Door;
use crate::service::{Dossiers, Opened};
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::routing;
use kernel::{Code, Fault};
use seal::token::ReadToken;
use store::links::{LinkKind, Token};
use ui::api::{Problem, bearer};
use ui::{Capability, Who};

/// How a token that adds begins; the rest is the token of its link.
pub const ADDS: &str = "preau-add-";

/// What programs are told of these routes.
const DESCRIBED: &str = include_str!("api/described.json");

/// The routes.
pub(crate) fn routes(capability: Capability<Dossiers>) -> Capability<Dossiers> {
    // Each file is limited while it streams.
    let signed = routing::post(extension::post).layer(DefaultBodyLimit::disable());
    let files = routing::post(adding::piece).layer(DefaultBodyLimit::disable());
    capability
        .describe(DESCRIBED)
        .get(extension::ADD, Who::Link, extension::get)
        .route(Method::POST, extension::ADD, Who::Link, signed)
        .post(extension::KEY, Who::Link, extension::key)
        .get("/api/v1/dossier", Who::Link, reading::whole)
        .get("/api/v1/dossier/deadlines", Who::Link, reading::deadlines)
        .get("/api/v1/dossier/timeline", Who::Link, reading::timeline)
        .get("/api/v1/dossier/pieces", Who::Link, reading::pieces)
        .get("/api/v1/dossier/pieces/{number}", Who::Link, reading::bytes)
        .route(Method::POST, "/api/v1/dossier/pieces", Who::Link, files)
        .post("/api/v1/dossier/facts", Who::Link, adding::fact)
        .post("/api/v1/dossier/notes", Who::Link, adding::note)
}

/// One answer for a token that is not there, was closed, or is over.
fn unknown() -> Problem {
    Problem::new(
        StatusCode::UNAUTHORIZED,
        "token",
        "a token that opens nothing",
    )
}

fn not_this() -> Problem {
    Problem::new(StatusCode::FORBIDDEN, "scope", "a token for something else")
}

fn is_absent<T>(found: Result<T, Fault>) -> Result<Option<T>, Problem> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(fault) if fault.code() == Code::NotFound => Ok(None),
        Err(fault) => Err(fault.into()),
    }
}

/// The link of a token that adds.
async fn door(dossiers: &Dossiers, text: &str) -> Result<Option<(Token, Door)>, Problem> {
    let Some(token) = text.strip_prefix(ADDS).and_then(Token::read) else {
        return Ok(None);
    };
    let door = is_absent(dossiers.door(&token).await)?;
    let door = door.filter(|door| door.link.kind == LinkKind::Program);
    Ok(door.map(|door| (token, door)))
}

/// Opens the dossier of a token that reads.
async fn open(dossiers: &Dossiers, headers: &HeaderMap) -> Result<(ReadToken, Opened), Problem> {
    let text = bearer(headers).ok_or_else(unknown)?;
    if let Some(token) = ReadToken::read(text) {
        let opened = is_absent(dossiers.open_to_program(&token).await)?;
        return Ok((token, opened.ok_or_else(unknown)?));
    }
    Err(match door(dossiers, text).await? {
        Some(_) => not_this(),
        None => unknown(),
    })
}

/// The door of a token that adds.
async fn enter(dossiers: &Dossiers, headers: &HeaderMap) -> Result<(Token, Door), Problem> {
    let text = bearer(headers).ok_or_else(unknown)?;
    if let Some(found) = door(dossiers, text).await? {
        return Ok(found);
    }
    let reads = match ReadToken::read(text) {
        Some(token) => dossiers.accounts.program(&token).await?.is_some(),
        None => false,
    };
    Err(if reads { not_this() } else { unknown() })
}
