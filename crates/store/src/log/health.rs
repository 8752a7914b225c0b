//! What whoever hosts looks at: whether the log still is what it signed, and whether it goes on.

use super::{EVERY, origin, queries, turn};
use crate::Store;
use crate::args;
use crate::db::Tx;
use kernel::{Fault, Moment};

/// A next leaf further away than this comes of a clock that was wrong (seconds).
const FAR: i64 = 3600;

/// The log as it stands, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// Its name.
    pub origin: String,
    /// How many leaves.
    pub size: u64,
    /// Whether a third party ever dated it. Not for the public: the first date follows the first entry.
    pub dated: bool,
    /// When the next leaf comes, where a clock that was ahead put it far off.
    pub stalled: Option<Moment>,
}

/// Looks at the log without adding to it.
///
/// # Errors
/// `Damaged` when the tiles do not give the signed checkpoint, `Invalid` when it is shorter than the one that this
/// machine signed.
pub async fn health(tx: &mut Tx, store: &Store) -> Result<Health, Fault> {
    // Before the tables are read: a program that serves meanwhile only makes them longer.
    let (now, seen) = (store.clock.now(), store.secrets.highwater()?);
    let row = tx.one(queries::HEALTH, args![]).await?;
    let (size, head) = (row.size(0)?, row.text(1)?);
    turn::not_older(size, seen)?;
    turn::check(tx, store, size, &head).await?;
    turn::begins(store, size, &head)?;
    let after = Moment::from_seconds(row.int(2)?.saturating_add(1).saturating_mul(EVERY));
    let next = after.max(Moment(row.int(3)?));
    Ok(Health {
        origin: origin(store),
        size,
        dated: tx.opt(queries::ANY_DATED, args![]).await?.is_some(),
        stalled: (next > now.plus_seconds(FAR)).then_some(next),
    })
}
