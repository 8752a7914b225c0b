//! Erasing (seal specification, section 9). The ciphertext goes, the salted leaf stays, so every
//! head already signed still verifies. Call [`Store::sweep`](crate::Store::sweep) after the commit:
//! it removes the files and scrubs the database.

use super::append::{Append, Receipt, Says, extend};
use super::branch::lock_current;
use super::read::SlotEntry;
use super::{damaged, month, queries, small};
use crate::Store;
use crate::args;
use crate::caches;
use crate::db::Tx;
use crate::erasures::{self, What};
use kernel::{BlobId, Code, DossierId, Fault, OrgId};
use seal::entry::{By, EntryDraft};
use seal::grant::Keyring;

/// What holds a journal together is never erased alone.
const KEPT: [&str; 4] = ["created", "epoch", "erased", "restored"];
/// Why the server erased: as the owner had asked before the instance was restored.
const AGAIN: &str = "restore";

/// Erases entries: an `erased` entry names their places and the reason, then their ciphertexts,
/// their blobs and the dossier's caches go, in the same transaction.
///
/// # Errors
/// `Invalid` when a place is empty, already erased or holds what a journal cannot miss; those of
/// [`super::append()`] and [`super::read()`].
pub async fn erase(
    tx: &mut Tx,
    store: &Store,
    keyring: &Keyring,
    by: By,
    seqs: &[u64],
    reason: &str,
    nonce: Option<[u8; 16]>,
) -> Result<Receipt, Fault> {
    let dossier = keyring.d;
    let row = lock_current(tx, store, dossier).await?;
    if let Some(nonce) = nonce {
        let key = super::replay::key(nonce, dossier)?;
        if let Some(receipt) = super::replay::first(tx, store, &key).await? {
            return Ok(receipt);
        }
    }
    let journal = super::read(tx, store, dossier, keyring).await?;
    let mut blobs = Vec::new();
    for seq in seqs {
        let slot = usize::try_from(*seq)
            .ok()
            .and_then(|place| journal.entries.get(place));
        let entry = match slot {
            Some(SlotEntry::Open(entry)) if !KEPT.contains(&entry.line.kind.as_str()) => entry,
            // What it named is not known: its files go with the dossier.
            Some(SlotEntry::Void(..)) => continue,
            _ => return Err(Fault::new(Code::Invalid, "this entry cannot be erased")),
        };
        let linked = matches!(entry.line.by, By::Link(_));
        let named = entry.local.get("blobs").and_then(|named| named.as_array());
        for name in named.into_iter().flatten() {
            match name.as_str().and_then(|name| name.parse::<BlobId>().ok()) {
                Some(blob) => blobs.push(blob),
                // Its sender wrote that: the owner's erasure is not stopped by it.
                None if linked => {}
                None => return Err(damaged("an entry names no blob where it should")),
            }
        }
    }
    let freed = kill(tx, dossier, &blobs).await?;
    let draft = EntryDraft::new("erased")
        .value("seqs", seqs.to_vec())?
        .value("reason", reason)?;
    let with = Append {
        nonce,
        uploads: Vec::new(),
    };
    let receipt = extend(tx, store, &row, by, Says::Draft(draft), with, freed).await?;
    blank(tx, dossier, seqs).await?;
    tx.run(caches::REMOVE_ALL, args![dossier]).await?;
    Ok(receipt)
}

/// The ciphertexts of entries go.
async fn blank(tx: &mut Tx, dossier: DossierId, seqs: &[u64]) -> Result<(), Fault> {
    for seq in seqs {
        let seq = small(*seq)?;
        let leaf = tx
            .one(queries::ERASE_ENTRY, args![dossier, seq])
            .await?
            .bytes(0)?;
        // Its leaf, as a later branch may have something else at its place.
        let id = [dossier.bytes().as_slice(), &leaf].concat();
        erasures::note(tx, What::Entry, &id).await?;
    }
    Ok(())
}

/// Erases again what was erased after a backup that is being restored: the server cannot read the entries, and their
/// ids are all it needs. The entry that says so is its own; the dossier is on its new branch by then.
///
/// # Errors
/// Those of [`super::append()`].
pub async fn erase_again(
    tx: &mut Tx,
    store: &Store,
    dossier: DossierId,
    leaves: &[Vec<u8>],
    blobs: &[BlobId],
) -> Result<(), Fault> {
    let mut there = Vec::new();
    for leaf in leaves {
        if let Some(row) = tx.opt(queries::NOT_ERASED, args![dossier, leaf]).await? {
            there.push(row.size(0)?);
        }
    }
    if there.is_empty() {
        return Ok(());
    }
    there.sort_unstable();
    let row = lock_current(tx, store, dossier).await?;
    let freed = kill(tx, dossier, blobs).await?;
    let draft = EntryDraft::new("erased")
        .value("seqs", there.clone())?
        .value("reason", AGAIN)?;
    let says = Says::Draft(draft);
    extend(tx, store, &row, By::Server, says, Append::default(), freed).await?;
    blank(tx, dossier, &there).await?;
    tx.run(caches::REMOVE_ALL, args![dossier]).await
}

async fn kill(tx: &mut Tx, dossier: DossierId, blobs: &[BlobId]) -> Result<i64, Fault> {
    let mut freed = 0_i64;
    for blob in blobs {
        if let Some(row) = tx.opt(queries::ERASE_BLOB, args![*blob, dossier]).await? {
            erasures::note(tx, What::Blob, blob.bytes()).await?;
            freed = freed.saturating_add(row.int(0)?);
        }
    }
    Ok(freed)
}

/// Deletes a dossier: entries, heads, dates, caches and blobs; a tombstone keeps the month and the
/// number of leaves. Works on a damaged or forged row too: the owner's erasure is never blocked.
/// The grants belong to `accounts`, which deletes them in the same transaction.
///
/// # Errors
/// `NotFound` when there is no such dossier.
pub async fn delete(tx: &mut Tx, store: &Store, dossier: DossierId) -> Result<(), Fault> {
    let leaves = tx.one(queries::LEAVES, args![dossier]).await?.int(0)?;
    erasures::note(tx, What::Dossier, dossier.bytes()).await?;
    for sql in [
        queries::DELETE_ENTRIES,
        crate::log::DELETE_ITEMS,
        queries::DELETE_SEALS,
        queries::DELETE_UPLOADS,
        queries::DELETE_LINKS,
        queries::DELETE_WATCHES,
        queries::DELETE_BLOBS,
        caches::REMOVE_ALL,
        queries::DELETE_DOSSIER,
    ] {
        tx.run(sql, args![dossier]).await?;
    }
    tx.run(
        queries::TOMBSTONE,
        args![OrgId::FIRST, month(store.clock.now()), leaves],
    )
    .await
}
