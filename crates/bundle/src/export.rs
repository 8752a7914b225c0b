//! What an export is made of, before it is written.

use kernel::{Fault, Moment};
use seal::entry::Part;
use seal::note::Vkey;
use seal::{Digest, json, sha256};
use serde_json::Value;

/// The part of the `export` entry that holds the hex digest of `dossier.pdf`.
pub const PDF_PART: &str = "pdf";
/// The part of the `export` entry that holds the hex digest of `masks.jsonl`.
pub const MASKS_PART: &str = "masks";

/// Everything that goes into an export but the bytes of the pieces.
#[derive(Debug, Clone)]
pub struct Export {
    /// Whose journal: `<instance>/d/<dossier>`.
    pub origin: String,
    /// The public key that signs the head.
    pub key: Vkey,
    /// The public key of the instance's log, where a head is in it.
    pub log_key: Option<Vkey>,
    /// Every leaf of the journal, withheld entries included, in order.
    pub leaves: Vec<Digest>,
    /// The entries that are shown, in order; the last leaf is the `export` entry and is one of
    /// them.
    pub entries: Vec<ShownEntry>,
    /// What is not shown, and why: one for each entry without a line, one for each part that its
    /// line holds and its export does not.
    pub masks: Vec<Mask>,
    /// The signed head over exactly these leaves.
    pub head: String,
    /// Earlier heads (and this one, once dated) with their dates.
    pub seals: Vec<SealFiles>,
    /// The bordereau and chronology.
    pub pdf: Vec<u8>,
    /// The files of the pieces, in the order in which they are written.
    pub pieces: Vec<PieceFile>,
    /// When the export was made: date of the bag and of every file in the ZIP.
    pub written: Moment,
}

/// An entry that the recipient may read.
#[derive(Debug, Clone)]
pub struct ShownEntry {
    /// Its place in the journal.
    pub seq: u64,
    /// The exact bytes of its line.
    pub line: Vec<u8>,
    /// The parts that are disclosed, in the line's order.
    pub parts: Vec<Part>,
    /// For each disclosed text, the name of its part and its word list
    /// ([`seal::entry::Entry::word_list`]).
    pub words: Vec<(String, Vec<u8>)>,
}

/// Something that the export does not show.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mask {
    /// The entry.
    pub seq: u64,
    /// The part, or the whole entry.
    pub part: Option<String>,
    /// Why.
    pub why: MaskReason,
}

/// Why something is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MaskReason {
    /// The person chose not to show it.
    Withheld,
    /// A proof of identity.
    Identity,
    /// Who was given access, and who opened what.
    Access,
    /// An internal note.
    Note,
    /// Another export.
    Export,
    /// Added by somebody else and not accepted yet.
    Pending,
    /// Withdrawn by the person: its bytes no longer exist.
    Erased,
}

impl MaskReason {
    /// Every reason.
    pub const ALL: [Self; 7] = [
        Self::Withheld,
        Self::Identity,
        Self::Access,
        Self::Note,
        Self::Export,
        Self::Pending,
        Self::Erased,
    ];

    /// The word that stands in `masks.jsonl`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Withheld => "withheld",
            Self::Identity => "identity",
            Self::Access => "access",
            Self::Note => "note",
            Self::Export => "export",
            Self::Pending => "pending",
            Self::Erased => "erased",
        }
    }

    /// Reads the word back.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.name() == word)
    }
}

/// A head that was sent to a time-stamping authority, and what came back.
#[derive(Debug, Clone)]
pub struct SealFiles {
    /// How many leaves the head covers.
    pub size: u64,
    /// The signed head, exactly as it was dated.
    pub head: String,
    /// The RFC 3161 query (DER).
    pub tsq: Option<Vec<u8>>,
    /// The whole RFC 3161 reply (DER).
    pub tsr: Option<Vec<u8>>,
    /// The authority's certificates (PEM), signer first.
    pub chain: Option<String>,
    /// That the head is in the public log.
    pub log: Option<LogFiles>,
    /// Each covers the date before it while its certificates held: first `tsr`, or that of `log` without it.
    pub renewals: Vec<LogFiles>,
}

/// That a head, or a date, is in the public log of the instance.
#[derive(Debug, Clone)]
pub struct LogFiles {
    /// `salt ‖ H(head)`, 48 bytes.
    pub item: Vec<u8>,
    /// The item in its batch (`.tlog-proof`).
    pub in_batch: String,
    /// The batch in the log (`.tlog-proof`).
    pub in_log: String,
    /// The checkpoint that both lead to.
    pub note: String,
    /// The RFC 3161 query over it (DER).
    pub tsq: Option<Vec<u8>>,
    /// The whole reply (DER).
    pub tsr: Option<Vec<u8>>,
    /// Its certificates (PEM).
    pub chain: Option<String>,
}

/// The file of a piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PieceFile {
    /// Its number in the dossier, from 1: the `number` part of its entry.
    pub number: u32,
    /// The name that it was deposited under: the `name` part of its entry; only the extension
    /// (`.png`) when that part is masked.
    pub name: String,
    /// Its entry.
    pub seq: u64,
    /// Length in bytes.
    pub bytes: u64,
    /// Digest of the original.
    pub sha256: Digest,
}

/// The bytes of `masks.jsonl`: one mask a line, sorted, in canonical JSON. Its digest stands in the
/// `export` entry, so call this before appending it.
///
/// # Errors
/// [`kernel::Code::Invalid`] when the same thing is masked twice.
pub fn masks_jsonl(masks: &[Mask]) -> Result<Vec<u8>, Fault> {
    let mut sorted: Vec<&Mask> = masks.iter().collect();
    sorted.sort();
    let (mut out, mut last) = (Vec::new(), None);
    for mask in sorted {
        let place = (mask.seq, mask.part.as_deref());
        if last.replace(place) == Some(place) {
            return Err(Fault::new(kernel::Code::Invalid, "one thing masked twice"));
        }
        let mut line = serde_json::json!({ "seq": mask.seq, "why": mask.why.name() });
        if let (Some(part), Some(object)) = (&mask.part, line.as_object_mut()) {
            object.insert("part".to_owned(), Value::from(part.as_str()));
        }
        out.extend(json::canonical(&line)?);
        out.push(b'\n');
    }
    Ok(out)
}

/// The digest of `masks.jsonl`.
///
/// # Errors
/// Those of [`masks_jsonl`].
pub fn masks_sha256(masks: &[Mask]) -> Result<Digest, Fault> {
    Ok(sha256(&masks_jsonl(masks)?))
}
