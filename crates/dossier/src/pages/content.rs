//! The bytes of a piece, as they were received, in an answer that can run nothing: own sandbox policy,
//! `nosniff`, and only pictures, films, sounds and plain text are shown by the browser.

use super::{open, visit};
use crate::model::Piece;
use crate::service::{Dossiers, Opened};
use crate::sharing::Item;
use accounts::pages::Visiting;
use accounts::rules::Action;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use evidence::model::Preview;
use evidence::rules::preview_of;
use kernel::range::range_of;
use kernel::{Code, Fault, GrantId};
use seal::grant::Rights;
use ui::{Answer, headers};

/// Whether to save it instead of showing it.
#[derive(serde::Deserialize)]
pub struct Asked {
    #[serde(default)]
    telecharger: String,
}

/// Serves the bytes, or the range that a player asks for.
pub async fn get(
    State(dossiers): State<Dossiers>,
    visiting: Visiting,
    Path((grant, seq)): Path<(GrantId, u64)>,
    Query(asked): Query<Asked>,
    request: HeaderMap,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Look).await?;
    let owner = opened.keyring.rights == Rights::Owner;
    let waiting = opened.case.piece_or_pending(seq).filter(|_| owner);
    let piece = opened
        .case
        .piece(seq)
        .or(waiting)
        .ok_or(Fault::new(Code::NotFound, "no such piece"))?;
    let item = Item::Piece(seq);
    dossiers
        .write_opening(&opened, item, &visit(&visiting))
        .await?;
    let shown = preview_of(&piece.media) != Preview::None && asked.telecharger.is_empty();
    Ok(serve(&dossiers, &opened, piece, &request, shown).await?)
}

/// The bytes of a piece, or the range asked for, in an answer that can run nothing; `shown` where a browser may show them.
pub(crate) async fn serve(
    dossiers: &Dossiers,
    opened: &Opened,
    piece: &Piece,
    request: &HeaderMap,
    shown: bool,
) -> Result<Response, Fault> {
    let blob = piece
        .blob
        .ok_or(Fault::new(Code::Damaged, "a piece names no blob"))?;
    let range = range_of(
        request
            .get(header::RANGE)
            .and_then(|value| value.to_str().ok()),
        piece.bytes,
    );
    let (status, first, last) = match range {
        Some(Ok((first, last))) => (StatusCode::PARTIAL_CONTENT, first, last),
        Some(Err(())) => return Ok(unsatisfiable(piece.bytes)),
        None => (StatusCode::OK, 0, piece.bytes.saturating_sub(1)),
    };
    let (store, identities, bytes) = (
        dossiers.store().clone(),
        opened.keyring.identities.clone(),
        piece.bytes,
    );
    let reader = tokio::task::spawn_blocking(move || {
        evidence::service::open(&store, blob, &identities, bytes)
    })
    .await
    .map_err(|e| Fault::internal("opening a piece stopped", e))??;
    let mut answer = (
        status,
        Body::from_stream(evidence::service::serve(reader, first, last)),
    )
        .into_response();
    let map = answer.headers_mut();
    let media = if shown {
        served_as(&piece.media)
    } else {
        "application/octet-stream"
    };
    set(map, header::CONTENT_TYPE, media);
    set(
        map,
        header::CONTENT_LENGTH,
        &last.saturating_sub(first).saturating_add(1).to_string(),
    );
    set(map, header::ACCEPT_RANGES, "bytes");
    if status == StatusCode::PARTIAL_CONTENT {
        set(
            map,
            header::CONTENT_RANGE,
            &format!("bytes {first}-{last}/{bytes}"),
        );
    }
    set(
        map,
        header::CONTENT_DISPOSITION,
        &disposition(shown, piece.number, &piece.name),
    );
    headers::piece(map);
    Ok(answer)
}

/// Text is served with its charset and nothing else; media types come from the bytes, never from a name.
fn served_as(media: &str) -> &str {
    if media == "text/plain" {
        "text/plain; charset=utf-8"
    } else {
        media
    }
}

fn set(map: &mut HeaderMap, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        map.insert(name, value);
    }
}

fn unsatisfiable(bytes: u64) -> Response {
    let mut answer = StatusCode::RANGE_NOT_SATISFIABLE.into_response();
    set(
        answer.headers_mut(),
        header::CONTENT_RANGE,
        &format!("bytes */{bytes}"),
    );
    headers::piece(answer.headers_mut());
    answer
}

/// The saved name is neutral: nobody who sees the downloads folder learns what it is.
fn disposition(shown: bool, number: u32, name: &str) -> String {
    let extension = evidence::rules::extension(name)
        .map(|e| format!(".{e}"))
        .unwrap_or_default();
    let kind = if shown { "inline" } else { "attachment" };
    format!("{kind}; filename=\"piece-{number:03}{extension}\"")
}
