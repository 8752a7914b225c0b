//! What shows that a message is in the public log of an instance, checked the same way by who writes an export and by
//! who reads one.

use seal::log::{Item, Proof, batch_origin, entry, leaf, name};
use seal::note::Vkey;

/// What is wrong, by the file that it is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// `item.bin` is of another message.
    Item,
    /// `batch.tlog-proof` does not hold the item.
    InBatch,
    /// `log.tlog-proof` does not hold the batch.
    InLog,
    /// `log.note` is another checkpoint.
    Note,
}

/// The four files.
pub(crate) struct Files<'a> {
    pub item: &'a [u8],
    pub in_batch: &'a str,
    pub in_log: &'a str,
    pub note: &'a str,
}

/// Whether a key signs the log of an instance: `<instance>/log`, or `<instance>/log2` after a restart of the log.
pub(crate) fn is_log_of(key: &Vkey, instance: &str) -> bool {
    let rest = key.name().strip_prefix(&name(instance));
    rest.is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether a key signs a log, not dossiers.
pub(crate) fn is_log(key: &Vkey) -> bool {
    let end = key.name().rsplit('/').next().unwrap_or_default();
    end.strip_prefix("log")
        .is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()))
}

/// The instance that an origin of a dossier's heads names.
pub(crate) fn instance(origin: &str) -> &str {
    origin
        .rsplit_once("/d/")
        .map_or("", |(instance, _)| instance)
}

/// Checks that the item of `message` is in a batch, the batch in the log, and that one of `keys` signed both. Gives
/// the origin of the log and the size of its checkpoint.
pub(crate) fn check(files: &Files, message: &[u8], keys: &[Vkey]) -> Result<(String, u64), Wrong> {
    let item = Item::from_slice(files.item)
        .ok()
        .filter(|item| item.is_of(message))
        .ok_or(Wrong::Item)?;
    let in_batch = Proof::parse(files.in_batch).map_err(|_| Wrong::InBatch)?;
    let batch = in_batch
        .verify(&item.leaf(), keys)
        .map_err(|_| Wrong::InBatch)?;
    let in_log = Proof::parse(files.in_log).map_err(|_| Wrong::InLog)?;
    let log = in_log
        .verify(&leaf(&entry(&batch.root)), keys)
        .map_err(|_| Wrong::InLog)?;
    // A log signs under its own name, and each batch under its own place.
    if !keys.iter().any(|key| key.name() == log.origin) {
        return Err(Wrong::InLog);
    }
    if batch.origin != batch_origin(&log.origin, in_log.index) {
        return Err(Wrong::InBatch);
    }
    if in_log.checkpoint != files.note {
        return Err(Wrong::Note);
    }
    Ok((log.origin, log.size))
}
