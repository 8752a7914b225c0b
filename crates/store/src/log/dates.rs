//! Dates of checkpoints, and which dates of anything must be renewed.

use super::{AHEAD, DATE, queries, small};
use crate::args;
use crate::db::Tx;
use kernel::{Fault, Moment};

/// A checkpoint that waits for its date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Awaited {
    /// The place of its last leaf.
    pub place: u64,
    /// The exact bytes to be dated.
    pub head: String,
}

/// The checkpoint that ends at this place, unless it is dated already.
pub async fn awaited(tx: &mut Tx, place: u64) -> Result<Option<Awaited>, Fault> {
    let row = tx.opt(queries::AWAITED, args![small(place)?]).await?;
    match row {
        Some(row) if row.opt_bytes(1)?.is_none() => Ok(Some(Awaited {
            place,
            head: row.text(0)?,
        })),
        _ => Ok(None),
    }
}

/// Notes the query that is about to be sent.
pub async fn sent(tx: &mut Tx, place: u64, query: &[u8]) -> Result<bool, Fault> {
    Ok(tx.exec(queries::SENT, args![query, small(place)?]).await? == 1)
}

/// Keeps a checked reply, its chain and the end of its certificates; the first one stays.
pub async fn dated(
    tx: &mut Tx,
    place: u64,
    reply: &[u8],
    chain: &str,
    until: Moment,
) -> Result<bool, Fault> {
    let args = args![reply, chain, until, small(place)?];
    Ok(tx.exec(queries::DATED, args).await? == 1)
}

/// Whether a date ends within [`AHEAD`] and nothing later covers it that lasts longer. What has ended already can
/// no longer be renewed.
pub(super) async fn ending(tx: &mut Tx, now: Moment) -> Result<bool, Fault> {
    for sql in [queries::ENDING, queries::ENDING_DATES] {
        let args = args![now, now.plus_seconds(AHEAD)];
        if tx.opt(sql, args).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a date was asked for that never came, nobody asks for it any more, and no later one covers it.
pub(super) async fn lost(tx: &mut Tx) -> Result<bool, Fault> {
    Ok(tx.opt(queries::LOST, args![DATE]).await?.is_some())
}
