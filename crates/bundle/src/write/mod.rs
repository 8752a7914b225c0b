//! Writing an export: one ZIP, one BagIt bag, as a stream and in constant memory.

mod bag;
mod consistent;
mod instructions;
mod parcel;

use std::io::{self, Read, Write};

use kernel::Fault;

pub(crate) use bag::Bag;
pub use parcel::Parcel;

use crate::export::{Export, LogFiles, PieceFile, SealFiles, masks_jsonl};
use crate::layout;

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Length of the ZIP, in bytes.
    pub bytes: u64,
    /// Number of files in it.
    pub files: u64,
}

/// Writes an export as a ZIP that needs no seeking. Everything but the pieces is checked before the
/// first byte: leaves, root, lines, parts, masks and digests must agree. Each piece is hashed while
/// it is copied. Same export, same bytes.
///
/// After an error the output holds an archive without a directory: throw it away.
///
/// # Errors
/// [`kernel::Code::Damaged`] when the export contradicts itself or a piece is not the one sealed;
/// [`kernel::Code::DiskFull`] or [`kernel::Code::Internal`] when reading or writing fails.
pub fn write<W: Write>(
    out: W,
    export: &Export,
    mut open_piece: impl FnMut(&PieceFile) -> io::Result<Box<dyn Read>>,
) -> Result<Written, Fault> {
    consistent::check(export)?;
    let mut bag = Bag::begin(out, &top(&export.origin), export.written)?;
    for piece in &export.pieces {
        let file = open_piece(piece)
            .map_err(|error| Fault::internal("a piece cannot be opened for an export", error))?;
        let path = piece_path(piece);
        let (bytes, sha256) = bag.copy(&path, Some(piece.bytes), file)?;
        if (bytes, sha256) != (piece.bytes, piece.sha256) {
            return Err(bag::damaged("a piece is not the one that was sealed"));
        }
    }
    rest(bag, export)
}

/// Everything but the pieces, which are in the bag already.
pub(crate) fn rest<W: Write>(mut bag: Bag<W>, export: &Export) -> Result<Written, Fault> {
    bag.put(layout::PDF, &export.pdf)?;
    let leaves: String = export
        .leaves
        .iter()
        .map(|leaf| format!("{leaf}\n"))
        .collect();
    bag.put(layout::LEAVES, leaves.as_bytes())?;
    for entry in &export.entries {
        bag.put(&layout::line(entry.seq), &entry.line)?;
        let mut parts = Vec::new();
        for part in &entry.parts {
            parts.extend_from_slice(part.bytes());
            parts.push(b'\n');
        }
        bag.put(&layout::parts(entry.seq), &parts)?;
        for (name, list) in &entry.words {
            bag.put(&layout::words(entry.seq, name), list)?;
        }
    }
    bag.put(layout::MASKS, &masks_jsonl(&export.masks)?)?;
    bag.put(layout::HEAD, export.head.as_bytes())?;
    for seal in &export.seals {
        let mut file = |name: &str, bytes: Option<&[u8]>| match bytes {
            Some(bytes) => bag.put(&layout::seal(seal.size, name), bytes),
            None => Ok(()),
        };
        file("head.note", Some(seal.head.as_bytes()))?;
        file("head.tsq", seal.tsq.as_deref())?;
        file("head.tsr", seal.tsr.as_deref())?;
        let chain = chains(seal);
        file("chain.pem", chain.as_ref().map(String::as_bytes))?;
        if let Some(log) = &seal.log {
            put_log(&mut bag, &format!("data/seals/{}", seal.size), log)?;
        }
        for (number, renewal) in (1..).zip(&seal.renewals) {
            let folder = layout::renewal(seal.size, number);
            put_log(&mut bag, &folder, renewal)?;
            if let Some(chain) = &renewal.chain {
                bag.put(&format!("{folder}/chain.pem"), chain.as_bytes())?;
            }
        }
    }
    let keys = || [&export.key].into_iter().chain(&export.log_key);
    let lines: String = keys().map(|key| format!("{key}\n")).collect();
    bag.put(layout::KEYS, lines.as_bytes())?;
    for key in keys() {
        bag.put(&layout::pem(key), key.to_pem().as_bytes())?;
    }
    bag.put(layout::VERIFIER, instructions::text(export).as_bytes())?;
    bag.finish(&export.origin)
}

/// The certificates of a folder: those of the head's date, then those of the log's where they are others.
fn chains(seal: &SealFiles) -> Option<String> {
    let own = seal.tsr.as_ref().and(seal.chain.as_ref());
    let log = seal.log.as_ref().and_then(|log| log.chain.as_ref());
    match (own, log) {
        (Some(own), Some(log)) if own != log => Some(format!("{own}{log}")),
        (Some(one), _) | (None, Some(one)) => Some(one.clone()),
        (None, None) => seal.chain.clone(),
    }
}

/// What shows a head, or a date, in the public log.
fn put_log<W: Write>(bag: &mut Bag<W>, folder: &str, log: &LogFiles) -> Result<(), Fault> {
    let files = [
        ("item.bin", Some(log.item.as_slice())),
        ("batch.tlog-proof", Some(log.in_batch.as_bytes())),
        ("log.tlog-proof", Some(log.in_log.as_bytes())),
        ("log.note", Some(log.note.as_bytes())),
        ("log.tsq", log.tsq.as_deref()),
        ("log.tsr", log.tsr.as_deref()),
    ];
    for (name, bytes) in files {
        if let Some(bytes) = bytes {
            bag.put(&format!("{folder}/{name}"), bytes)?;
        }
    }
    Ok(())
}

pub(crate) fn piece_path(piece: &PieceFile) -> String {
    format!(
        "{}{}",
        layout::PIECES,
        layout::piece_name(piece.number, &piece.name)
    )
}

/// The one folder that holds everything: nothing in it tells whose dossier it is.
pub(crate) fn top(origin: &str) -> String {
    let id = origin.rsplit_once('/').map_or("", |(_, id)| id);
    let short: String = id.chars().take(8).filter(char::is_ascii_hexdigit).collect();
    format!("dossier-{short}")
}
