//! What a token that reads is told: the case as a reader sees it, as JSON, and the bytes of its pieces.

use super::open;
use crate::pages::content;
use crate::service::{Dossiers, Opened};
use crate::sharing::Item;
use crate::timeline::ball::balls;
use crate::told;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use kernel::{Code, Fault};
use serde_json::{Value, json};
use ui::api::{Asked, Problem, Reply, Slice, answer, words};

fn with(mut said: Value, more: Value) -> Value {
    if let (Value::Object(said), Value::Object(more)) = (&mut said, more) {
        said.extend(more);
    }
    said
}

/// Where the journal stands: the signed head is the receipt of all that is told.
fn standing(opened: &Opened) -> Value {
    let dossier = &opened.journal.dossier;
    json!({
        "entries": dossier.size,
        "epoch": dossier.epoch,
        "damaged": dossier.damaged,
        "head": opened.journal.note,
        "until": opened.keyring.until.map(kernel::Moment::rfc3339),
    })
}

pub(super) async fn whole(State(dossiers): State<Dossiers>, headers: HeaderMap) -> Reply {
    let (_, opened) = open(&dossiers, &headers).await?;
    let said = told::case(
        dossiers.content,
        &opened.case,
        dossiers.today(),
        words(&headers),
    );
    Ok(answer(
        &headers,
        &with(said, json!({ "journal": standing(&opened) })),
    ))
}

pub(super) async fn deadlines(State(dossiers): State<Dossiers>, headers: HeaderMap) -> Reply {
    let (_, opened) = open(&dossiers, &headers).await?;
    let (case, today) = (&opened.case, dossiers.today());
    Ok(answer(
        &headers,
        &told::due(dossiers.content, case, today, 0, words(&headers)),
    ))
}

pub(super) async fn timeline(
    State(dossiers): State<Dossiers>,
    headers: HeaderMap,
    Asked(slice): Asked<Slice>,
) -> Reply {
    let (_, opened) = open(&dossiers, &headers).await?;
    let (content, case, today) = (dossiers.content, &opened.case, dossiers.today());
    let held = balls(content, case, today);
    let mut said = told::timeline(content, case, today, 0, Some(held));
    let lines = said.get_mut("lines").map(Value::take);
    let lines = match lines {
        Some(Value::Array(lines)) => lines,
        _ => Vec::new(),
    };
    let mut part = slice.of(lines)?;
    if let Value::Object(part) = &mut part
        && let Some(lines) = part.remove("items")
    {
        part.insert("lines".to_owned(), lines);
    }
    Ok(answer(&headers, &with(said, part)))
}

pub(super) async fn pieces(
    State(dossiers): State<Dossiers>,
    headers: HeaderMap,
    Asked(slice): Asked<Slice>,
) -> Reply {
    let (_, opened) = open(&dossiers, &headers).await?;
    Ok(answer(&headers, &slice.of(told::pieces(&opened.case))?))
}

/// The bytes of a piece, as they were received, in an answer that can run nothing.
pub(super) async fn bytes(
    State(dossiers): State<Dossiers>,
    headers: HeaderMap,
    Path(number): Path<String>,
) -> Reply {
    let (token, opened) = open(&dossiers, &headers).await?;
    let number: Option<u32> = number.parse().ok();
    let piece = opened
        .case
        .pieces
        .iter()
        .find(|piece| Some(piece.number) == number);
    let piece = piece.ok_or(Problem::from(Fault::new(Code::NotFound, "no such piece")))?;
    let visit = dossiers.visit_of(&token);
    dossiers
        .write_opening(&opened, Item::Piece(piece.seq), &visit)
        .await?;
    let served = content::serve(&dossiers, &opened, piece, &headers, false).await?;
    Ok(served)
}
