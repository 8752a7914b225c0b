//! Writing an export: one ZIP, one BagIt bag, as a stream and in constant memory.

mod bag;
mod consistent;
mod instructions;

use std::io::{self, Read, Write};

use kernel::Fault;

pub(crate) use bag::Bag;

use crate::export::{Export, PieceFile, masks_jsonl};
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
        file("chain.pem", seal.chain.as_ref().map(String::as_bytes))?;
    }
    bag.put(layout::KEYS, format!("{}\n", export.key).as_bytes())?;
    bag.put(&layout::pem(&export.key), export.key.to_pem().as_bytes())?;
    bag.put(layout::VERIFIER, instructions::text(export).as_bytes())?;
    bag.finish(&export.origin)
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
