//! What an extension calls: it adds through its link and reads nothing (seal specification, section 4).

use crate::links::{Door, Signed, is_signed};
use crate::service::Dossiers;
use axum::body::Bytes;
use axum::extract::multipart::{Field, Multipart};
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as B64;
use futures::StreamExt;
use kernel::{BlobId, Code, Fault};
use seal::Digest;
use serde_json::{Value, json};
use store::journal::Receipt;
use store::links::{LinkKind, Token};
use ui::api::{Problem, Reply};

/// Where additions go.
pub const ADD: &str = "/api/v1/add";
/// Where an extension says its key.
pub const KEY: &str = "/api/v1/add/key";
/// Longest `entry` field, in bytes: a body in base 64 and its digests.
const LONGEST: usize = 1024 * 1024;

fn answer(status: StatusCode, said: &Value) -> Response {
    ui::api::json_of(status, said)
}

/// The bearer is known; the owner has yet to compare its key.
fn unconfirmed() -> Problem {
    Problem::new(
        StatusCode::FORBIDDEN,
        "unconfirmed",
        "the key is not confirmed yet",
    )
}

fn invalid(context: &'static str) -> Fault {
    Fault::new(Code::Invalid, context)
}

/// The link of the bearer; only that of an extension is a door here.
async fn enter(dossiers: &Dossiers, headers: &HeaderMap) -> Result<(Token, Door), Fault> {
    let none = || Fault::new(Code::NotFound, "no such link");
    let token = ui::api::bearer(headers).and_then(Token::read);
    let token = token.ok_or_else(none)?;
    let door = dossiers.door(&token).await?;
    if door.link.kind != LinkKind::Extension {
        return Err(none());
    }
    Ok((token, door))
}

/// Where the link stands, and to what to seal.
pub async fn get(State(dossiers): State<Dossiers>, headers: HeaderMap) -> Reply {
    let (_, door) = enter(&dossiers, &headers).await?;
    let link = &door.link;
    let standing = json!({
        "number": link.number,
        "kind": link.kind.name(),
        "state": if link.ready { "ready" } else { "waiting" },
        "counter": link.counter,
        "items_left": link.items,
        "bytes_left": link.bytes,
        "until": link.last_day().rfc3339(),
        "note": dossiers.epoch_note(&door)?,
    });
    Ok(answer(StatusCode::OK, &standing))
}

/// The extension's key, once.
pub async fn key(State(dossiers): State<Dossiers>, headers: HeaderMap, said: Bytes) -> Reply {
    let (token, _) = enter(&dossiers, &headers).await?;
    let said: Option<Value> = serde_json::from_slice(&said).ok();
    let key = said.as_ref().and_then(|said| said.get("key")?.as_str());
    let key = key
        .and_then(kernel::id::from_hex)
        .ok_or(invalid("not a key"))?;
    dossiers.pair_link(&token, key).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn cut(error: axum::extract::multipart::MultipartError) -> Fault {
    ui::protected::cut(error)
}

async fn field<'a>(form: &'a mut Multipart, name: &'static str) -> Result<Field<'a>, Fault> {
    let field = form.next_field().await.map_err(cut)?;
    field
        .filter(|field| field.name() == Some(name))
        .ok_or(invalid("a field is missing"))
}

/// One addition: the sealed entry, then the sealed file. In a task of its own: a connection that breaks takes the answer
/// away, not the end of what it began.
pub async fn post(State(dossiers): State<Dossiers>, request: Request) -> Reply {
    let (token, door) = enter(&dossiers, request.headers()).await?;
    if !door.link.ready {
        return Err(unconfirmed());
    }
    let receipt = tokio::spawn(async move { take(&dossiers, &token, &door, request).await })
        .await
        .map_err(|e| Fault::internal("taking an addition stopped", e))?;
    let receipt = receipt.map_err(|fault| match fault.code() {
        Code::SignIn => unconfirmed(),
        _ => fault.into(),
    })?;
    let told = json!({ "seq": receipt.seq, "note": receipt.note });
    Ok(answer(StatusCode::CREATED, &told))
}

async fn take(
    dossiers: &Dossiers,
    token: &Token,
    door: &Door,
    request: Request,
) -> Result<Receipt, Fault> {
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|e| Fault::caused(Code::Invalid, "not a multipart form", e))?;
    let entry = ui::protected::text(field(&mut form, "entry").await?, LONGEST).await?;
    let (signed, blob) = read(&entry).ok_or(invalid("an addition that cannot be read"))?;
    // Refused before its file is received.
    if signed.n <= door.link.counter {
        return Err(Fault::new(Code::Conflict, "an addition sent before"));
    }
    if !is_signed(door, &signed) {
        return Err(invalid("not signed by its extension"));
    }
    let largest = dossiers.largest.min(door.link.bytes);
    let mut file = field(&mut form, "file").await?;
    let chunks =
        futures::stream::poll_fn(|task| file.poll_next_unpin(task)).map(|chunk| chunk.map_err(cut));
    let (store, d) = (dossiers.store(), door.to.d);
    let stored = evidence::service::receive_sealed(store, d, blob, largest, chunks).await?;
    let added = dossiers.add_signed(token, signed, Some(stored)).await;
    if added.is_err() {
        dossiers.let_go(d, vec![blob]).await?;
    }
    added
}

/// Reads the `entry` field.
fn read(entry: &str) -> Option<(Signed, BlobId)> {
    let entry: Value = serde_json::from_str(entry).ok()?;
    let text = |name: &str| entry.get(name)?.as_str();
    let parts = entry.get("parts")?.as_array()?.iter();
    let parts = parts.map(|part| part.as_str()?.parse::<Digest>().ok());
    let signed = Signed {
        n: entry.get("n")?.as_u64()?,
        kind: text("type")?.to_owned(),
        parts: parts.collect::<Option<_>>()?,
        body_ct: B64.decode(text("body")?).ok()?,
        signature: kernel::id::from_hex(text("sig")?)?,
    };
    Some((signed, text("blob")?.parse().ok()?))
}
