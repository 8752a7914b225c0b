//! After a restore a dossier goes on as another branch (seal specification, section 9): the heads given out between the
//! backup and its restore are lost here, and what is signed from now on must never look as if it denied them.

use super::append::{Receipt, Says, put};
use super::row::{Dossier, absent, find, lock};
use super::{queries, small};
use crate::Store;
use crate::args;
use crate::db::Tx;
use kernel::{DossierId, Fault};
use seal::entry::{By, EntryDraft};

/// Whether the instance was restored since this dossier was last written to.
pub fn is_behind(store: &Store, dossier: &Dossier) -> bool {
    dossier.generation < store.secrets.log_generation() && !dossier.damaged
}

/// The row, locked, on the branch of this instance.
pub(super) async fn lock_current(
    tx: &mut Tx,
    store: &Store,
    id: DossierId,
) -> Result<Dossier, Fault> {
    let row = lock(tx, store, id).await?;
    if !is_behind(store, &row) {
        return Ok(row);
    }
    fork(tx, store, row).await?;
    find(tx, store, id, queries::DOSSIER)
        .await?
        .ok_or_else(absent)
}

/// Begins the branch of this instance, if the dossier is not on it yet: before it is read by somebody who will add to
/// it, so that the next place is known.
///
/// # Errors
/// Those of [`super::append()`].
pub async fn catch_up(tx: &mut Tx, store: &Store, id: DossierId) -> Result<(), Fault> {
    lock_current(tx, store, id).await.map(drop)
}

/// The first entry of a branch names the last head known of the branch before it.
async fn fork(tx: &mut Tx, store: &Store, mut row: Dossier) -> Result<Receipt, Fault> {
    // Checked under its own branch, before anything is signed under the new one.
    let tree = row.tree(tx, store)?;
    let draft = EntryDraft::new("restored")
        .value("branch", store.secrets.log_generation())?
        .value("head", row.head.as_str())?;
    row.generation = store.secrets.log_generation();
    let (generation, seal) = (small(row.generation)?, row.seal(store)?);
    tx.run(queries::BRANCH, args![generation, seal, row.id])
        .await?;
    let says = Says::Draft(draft);
    put(tx, store, &row, tree, By::Server, &says, 0).await
}
