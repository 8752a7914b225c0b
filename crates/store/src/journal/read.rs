//! Opening a journal: every line and every body, checked against leaves, root and signed head.

use super::row::{Dossier, absent, find};
use super::{damaged, queries, small};
use crate::Store;
use crate::args;
use crate::db::{Row, Tx};
use kernel::{Code, DossierId, Fault, Moment};
use seal::Digest;
use seal::entry::{By, Entry, Line, leaf, open_entry};
use seal::grant::Keyring;
use seal::vault::{Identity, decrypt, unpad};
use std::collections::BTreeSet;

/// A journal whose every byte was found true.
#[derive(Debug, Clone)]
pub struct Journal {
    /// The dossier's row.
    pub dossier: Dossier,
    /// One slot for each place, in order.
    pub entries: Vec<SlotEntry>,
    /// The signed head.
    pub note: String,
    /// All leaves, in order.
    pub leaves: Vec<Digest>,
}

/// What stands at one place of a journal.
#[derive(Debug, Clone)]
pub enum SlotEntry {
    /// An entry that can be read.
    Open(Box<Entry>),
    /// An entry whose bytes were erased; its leaf remains.
    Erased(Digest),
    /// An addition through a link whose body is not the one that its line commits to, or opens with no key of the
    /// dossier: its line says who and when, and nothing else is known (seal specification, section 4).
    Void(Box<Line>, Digest),
}

impl SlotEntry {
    /// The entry, unless it was erased or is void.
    pub fn entry(&self) -> Option<&Entry> {
        match self {
            Self::Open(entry) => Some(entry),
            Self::Erased(_) | Self::Void(..) => None,
        }
    }
}

impl Journal {
    /// The entries that can be read, in order.
    pub fn open(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter_map(SlotEntry::entry)
    }
}

/// Entries between two chances given to other tasks: an entry costs two openings of age files.
const BREATH: usize = 16;

/// Reads and checks a whole journal: root against signed head, each line's leaf, place and dossier,
/// each body against its line, the recipient of the row against the one that the journal names,
/// erased places against the `erased` entries that explain them.
///
/// # Errors
/// `Damaged` on any contradiction; the dossier is then marked read-only. `NotFound` when there is
/// no such dossier or the keyring is another one's. `SignIn` when the keyring is of an earlier epoch.
pub async fn read(
    tx: &mut Tx,
    store: &Store,
    dossier: DossierId,
    keyring: &Keyring,
) -> Result<Journal, Fault> {
    if keyring.d != dossier {
        return Err(absent());
    }
    let row = find(tx, store, dossier, queries::DOSSIER)
        .await?
        .ok_or_else(absent)?;
    let current = keyring.recipient().map(|recipient| recipient.to_string());
    let tree = row.tree(tx, store)?;
    let rows = tx.all(queries::ENTRIES, args![dossier]).await?;
    match open_all(&row, tree.frontier.root(), rows, &keyring.identities).await {
        Ok(journal) => Ok(journal),
        // An older keyring cannot read the newest entries: that says nothing about the dossier.
        Err(_)
            if current.as_ref() != Some(&row.recipient) && current.is_some() && row.epoch > 1 =>
        {
            Err(Fault::new(
                Code::SignIn,
                "this keyring is of an earlier epoch",
            ))
        }
        Err(fault) => {
            tx.report_damage(dossier);
            Err(fault)
        }
    }
}

async fn open_all(
    row: &Dossier,
    root: Digest,
    rows: Vec<Row>,
    identities: &[Identity],
) -> Result<Journal, Fault> {
    let mut entries = Vec::with_capacity(rows.len());
    let mut leaves = Vec::with_capacity(rows.len());
    let mut last = Moment(i64::MIN);
    for (place, stored) in rows.iter().enumerate() {
        if place % BREATH == BREATH - 1 {
            tokio::task::yield_now().await;
        }
        let place = place as u64;
        if stored.int(0)? != small(place)? {
            return Err(damaged("a place of the journal is missing"));
        }
        let slot = open_one(row.id, place, stored, identities)?;
        let at = match &slot {
            SlotEntry::Open(entry) => Some(entry.line.at),
            SlotEntry::Void(line, _) => Some(line.at),
            SlotEntry::Erased(_) => None,
        };
        if let Some(at) = at {
            if at <= last {
                return Err(damaged(
                    "two entries are not in the order of their instants",
                ));
            }
            last = at;
        }
        leaves.push(Digest::from_slice(&stored.bytes(1)?)?);
        entries.push(slot);
    }
    if leaves.len() as u64 != row.size || seal::tree::root(&leaves) != root {
        return Err(damaged("the leaves do not give the signed root"));
    }
    explained(row, &entries)?;
    Ok(Journal {
        dossier: row.clone(),
        entries,
        note: row.head.clone(),
        leaves,
    })
}

fn open_one(
    dossier: DossierId,
    place: u64,
    row: &Row,
    identities: &[Identity],
) -> Result<SlotEntry, Fault> {
    let stored = Digest::from_slice(&row.bytes(1)?)?;
    let (line_ct, body_ct) = match (row.opt_bytes(2)?, row.opt_bytes(3)?) {
        (Some(line), Some(body)) => (line, body),
        (None, None) => return Ok(SlotEntry::Erased(stored)),
        _ => return Err(damaged("half of an entry is missing")),
    };
    let line_bytes = decrypt(&line_ct, identities)?;
    if leaf(unpad(&line_bytes)) != stored {
        return Err(damaged("a line is not the one of its leaf"));
    }
    let opened = decrypt(&body_ct, identities).and_then(|body| open_entry(&line_bytes, &body));
    let slot = match opened {
        Ok(entry) => SlotEntry::Open(Box::new(entry)),
        // Who adds through a link encrypts the body, and may encrypt anything: that says nothing of the dossier.
        Err(error) => match Line::parse(unpad(&line_bytes)) {
            Ok(line) if matches!(line.by, By::Link(_)) => SlotEntry::Void(Box::new(line), stored),
            _ => return Err(error.into()),
        },
    };
    let line = match &slot {
        SlotEntry::Open(entry) => &entry.line,
        SlotEntry::Void(line, _) => line,
        SlotEntry::Erased(_) => return Ok(slot),
    };
    if line.d != dossier || line.seq != place {
        return Err(damaged("a line stands at another place than its own"));
    }
    Ok(slot)
}

/// The journal itself says to whom it is encrypted and what was erased.
fn explained(row: &Dossier, entries: &[SlotEntry]) -> Result<(), Fault> {
    let mut named = None;
    let mut gone = BTreeSet::new();
    let mut taken = BTreeSet::new();
    for (place, entry) in entries.iter().enumerate() {
        let Some(entry) = entry.entry() else { continue };
        match entry.line.kind.as_str() {
            "created" if place != 0 => {
                return Err(damaged("a journal is created once"));
            }
            "created" | "epoch" => named = entry.value("recipient").and_then(|v| v.as_str()),
            "erased" => gone.extend(
                entry
                    .value("seqs")
                    .and_then(|seqs| seqs.as_array())
                    .into_iter()
                    .flatten()
                    .filter_map(|seq| seq.as_u64()),
            ),
            "accepted" => taken.extend(entry.value("of").and_then(|of| of.as_u64())),
            _ => {}
        }
    }
    if named != Some(row.recipient.as_str()) {
        return Err(damaged("the row's recipient is not the journal's"));
    }
    for (slot, place) in entries.iter().zip(0_u64..) {
        match slot {
            SlotEntry::Erased(_) if !gone.contains(&place) => {
                return Err(damaged("an entry is missing that nobody erased"));
            }
            // It was opened and found true when the owner accepted it.
            SlotEntry::Void(..) if taken.contains(&place) => {
                return Err(damaged("an accepted addition is no longer what it was"));
            }
            _ => {}
        }
    }
    Ok(())
}
