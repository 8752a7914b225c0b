//! The same form sent twice is answered twice with the first receipt. The row's name and its key
//! both come from the form's nonce and the dossier, so a dump shows neither whose form it was nor
//! when the entry was made.

use super::append::Receipt;
use super::{damaged, queries};
use crate::Store;
use crate::args;
use crate::db::Tx;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64U;
use kernel::{DossierId, Fault, Moment, OrgId};
use seal::session::Secret;
use serde_json::{Value, json};

/// A week in microseconds. A row is kept from 7 to 14 days.
const WEEK: i64 = 7 * 24 * 3600 * 1_000_000;

pub(super) fn key(nonce: [u8; 16], dossier: DossierId) -> Result<Secret, Fault> {
    let both = [nonce, *dossier.bytes()].concat();
    Ok(Secret::parse(&B64U.encode(both))?)
}

/// The first receipt, if this form was already sent.
pub(super) async fn first(
    tx: &mut Tx,
    store: &Store,
    key: &Secret,
) -> Result<Option<Receipt>, Fault> {
    let Some(row) = tx
        .opt(queries::REPLAY, args![key.id(), week(store) - 1])
        .await?
    else {
        return Ok(None);
    };
    let plain = key.open_blob(&row.bytes(0)?)?;
    let value: Value = serde_json::from_slice(&plain)
        .map_err(|error| Fault::internal("a kept receipt cannot be read", error))?;
    let receipt = (|| {
        Some(Receipt {
            seq: value.get("seq")?.as_u64()?,
            at: Moment(value.get("at")?.as_i64()?),
            size: value.get("size")?.as_u64()?,
            note: value.get("note")?.as_str()?.to_owned(),
            replayed: true,
        })
    })();
    receipt
        .map(Some)
        .ok_or(damaged("a kept receipt cannot be read"))
}

pub(super) async fn remember(
    tx: &mut Tx,
    store: &Store,
    key: &Secret,
    receipt: &Receipt,
) -> Result<(), Fault> {
    let plain = json!({
        "at": receipt.at.0,
        "note": receipt.note,
        "seq": receipt.seq,
        "size": receipt.size,
    });
    let sealed = key.seal_blob(plain.to_string().as_bytes())?;
    tx.run(
        queries::REMEMBER,
        args![OrgId::FIRST, key.id(), week(store), sealed],
    )
    .await
}

/// Forgets forms older than a week; a job calls it daily. Gives the number of rows.
pub async fn forget(tx: &mut Tx, store: &Store) -> Result<u64, Fault> {
    tx.exec(queries::FORGET, args![week(store) - 1]).await
}

/// The week of a row, counted from 1970.
pub(crate) fn week(store: &Store) -> i64 {
    store.clock.now().0.div_euclid(WEEK)
}
