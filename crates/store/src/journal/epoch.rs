//! A new epoch: from now on entries are encrypted to another identity, which those who lost access do not get (seal
//! specification, section 6). What was written before stays as it is.

use super::append::{Says, extend};
use super::branch::lock_current;
use super::{Append, Receipt, queries, small};
use crate::Store;
use crate::args;
use crate::db::Tx;
use kernel::{DossierId, Fault};
use seal::entry::{By, EntryDraft};
use seal::vault::Recipient;

/// Begins an epoch. Its entry is the first that the new identity alone opens; every later opening compares the
/// row's recipient with the one it names.
///
/// # Errors
/// Those of [`super::append()`].
pub async fn renew(
    tx: &mut Tx,
    store: &Store,
    dossier: DossierId,
    by: By,
    recipient: &Recipient,
) -> Result<Receipt, Fault> {
    let mut row = lock_current(tx, store, dossier).await?;
    row.recipient = recipient.to_string();
    row.epoch = row.epoch.saturating_add(1);
    let draft = EntryDraft::new("epoch")
        .value("epoch", row.epoch)?
        .value("recipient", row.recipient.as_str())?;
    let seal = row.seal(store)?;
    let epoch = small(row.epoch)?;
    tx.run(
        queries::RENEW,
        args![row.recipient.as_str(), epoch, seal, dossier],
    )
    .await?;
    extend(
        tx,
        store,
        &row,
        by,
        Says::Draft(draft),
        Append::default(),
        0,
    )
    .await
}
