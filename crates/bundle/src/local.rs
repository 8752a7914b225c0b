//! The same dossier without a server: files and a story, sealed by the person's own key.

use std::fmt;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use kernel::{Clock, DossierId, Fault, Moment};
use seal::entry::{By, EntryDraft, Line};
use seal::note::{SigningKey, Vkey, sign_checkpoint};
use seal::{Digest, random, sha256, tree};

use crate::export::{Export, MASKS_PART, PDF_PART, PieceFile, ShownEntry, masks_sha256};
use crate::write::{self, Bag, Written};

/// The name under which a person signs heads herself.
const KEY_NAME: &str = "local/d";

/// What the bordereau of a local dossier can tell: everything but the `export` entry, which seals
/// the bordereau.
#[derive(Debug, Clone)]
pub struct LocalDossier {
    /// The dossier.
    pub d: DossierId,
    /// `local/d/<d>`.
    pub origin: String,
    /// The person's own words, if any.
    pub story: Option<String>,
    /// The pieces, in the order given.
    pub pieces: Vec<LocalPiece>,
    /// The entries so far, in order.
    pub lines: Vec<LocalLine>,
    /// The key that will sign the head.
    pub key: Vkey,
    /// When the dossier was begun.
    pub at: Moment,
}

/// A file that was sealed; its class of provenance is C (deposited by the person).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalPiece {
    /// From 1.
    pub number: u32,
    /// The file's own name, without its folder.
    pub name: String,
    /// Its name in `pieces/`.
    pub file_name: String,
    /// What its first bytes tell (`application/octet-stream` when they tell nothing).
    pub media: String,
    /// Length in bytes.
    pub bytes: u64,
    /// Digest.
    pub sha256: Digest,
}

/// An entry of the journal, as a bordereau lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalLine {
    /// Its place.
    pub seq: u64,
    /// When it was written, by this machine's clock.
    pub at: Moment,
    /// Its type.
    pub kind: String,
    /// Its leaf.
    pub leaf: Digest,
}

/// A local dossier that was written.
#[derive(Debug, Clone)]
pub struct Sealed {
    /// What was written.
    pub written: Written,
    /// `local/d/<d>`.
    pub origin: String,
    /// The signed head: the receipt.
    pub head: String,
    /// The key that signed it.
    pub key: Vkey,
}

/// Why nothing was sealed.
#[derive(Debug)]
pub enum NotSealed {
    /// This file cannot be read.
    File(PathBuf, io::Error),
    /// This file is empty.
    Empty(PathBuf),
    /// This path is no file (a folder, a device).
    NotAFile(PathBuf),
    /// There is neither a file nor a story.
    Nothing,
    /// Anything else: a story that is too long, a disk that is full.
    Fault(Fault),
}

impl fmt::Display for NotSealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Empty(path) => write!(f, "{}: the file is empty", path.display()),
            Self::NotAFile(path) => write!(f, "{}: not a file", path.display()),
            Self::Nothing => f.write_str("neither a file nor a story was given"),
            Self::Fault(fault) => fault.fmt(f),
        }
    }
}

impl std::error::Error for NotSealed {}

impl From<Fault> for NotSealed {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<seal::Error> for NotSealed {
    fn from(error: seal::Error) -> Self {
        Self::Fault(error.into())
    }
}

/// The journal that grows.
struct Journal<'a> {
    d: DossierId,
    clock: &'a dyn Clock,
    last: Moment,
    entries: Vec<ShownEntry>,
    lines: Vec<LocalLine>,
}

impl Journal<'_> {
    fn add(&mut self, draft: &EntryDraft) -> Result<(), NotSealed> {
        let seq = self.lines.len() as u64;
        // As on a server, `at` only grows.
        self.last = self.clock.now().max(Moment(self.last.0.saturating_add(1)));
        let line: Line = draft.line(self.last, By::Owner, self.d, seq);
        let bytes = line.to_bytes();
        let entry = seal::entry::open_entry(&bytes, &draft.body_bytes()?)?;
        let texts = draft.parts().iter().filter(|part| part.words().is_some());
        let words = texts
            .map(|part| {
                let list = entry.word_list(part.name(), |_| false)?;
                Ok((part.name().to_owned(), list))
            })
            .collect::<seal::Result<_>>()?;
        self.lines.push(LocalLine {
            seq,
            at: self.last,
            kind: line.kind.clone(),
            leaf: line.leaf(),
        });
        self.entries.push(ShownEntry {
            seq,
            line: bytes,
            parts: draft.parts().to_vec(),
            words,
        });
        Ok(())
    }
}

/// Seals files and a story into a dossier without any server, each file read once. `key` is the
/// person's own; `pdf` makes the bordereau. The result says that the person sealed it herself:
/// nobody else vouches for the date or for anything being complete.
///
/// After an error, throw the output away.
///
/// # Errors
/// [`NotSealed`] names the file, or says what else failed.
pub fn seal_files<W: Write>(
    out: W,
    files: &[PathBuf],
    story: Option<&str>,
    key: &SigningKey,
    clock: &dyn Clock,
    pdf: impl FnOnce(&LocalDossier) -> Result<Vec<u8>, Fault>,
) -> Result<Sealed, NotSealed> {
    if files.is_empty() && story.is_none_or(str::is_empty) {
        return Err(NotSealed::Nothing);
    }
    // All files are tried before a byte is written.
    for path in files {
        open(path)?;
    }
    let d = DossierId::new(random::bytes());
    let (origin, at) = (format!("{KEY_NAME}/{d}"), clock.now());
    let mut bag = Bag::begin(out, &write::top(&origin), at)?;
    let mut journal = Journal {
        d,
        clock,
        last: at,
        entries: Vec::new(),
        lines: Vec::new(),
    };
    journal.add(&EntryDraft::new("created").value("sealed-by", "local")?)?;
    if let Some(story) = story.filter(|story| !story.is_empty()) {
        journal.add(&EntryDraft::new("story").words("text", story)?)?;
    }
    let (mut pieces, mut written) = (Vec::new(), Vec::new());
    for (number, path) in (1_u32..).zip(files) {
        let (piece, file) = add_piece(&mut bag, &mut journal, number, path)?;
        pieces.push(piece);
        written.push(file);
    }
    let vkey = key.vkey(KEY_NAME);
    let pdf = pdf(&LocalDossier {
        d,
        origin: origin.clone(),
        story: story.map(str::to_owned),
        pieces,
        lines: journal.lines.clone(),
        key: vkey.clone(),
        at,
    })?;
    journal.add(
        &EntryDraft::new("export")
            .value(PDF_PART, sha256(&pdf).to_string())?
            .value("pdf-bytes", pdf.len() as u64)?
            .value(MASKS_PART, masks_sha256(&[])?.to_string())?,
    )?;
    let leaves: Vec<Digest> = journal.lines.iter().map(|line| line.leaf).collect();
    let root = tree::root(&leaves);
    let head = sign_checkpoint(key, KEY_NAME, &origin, leaves.len() as u64, root)?;
    let export = Export {
        origin: origin.clone(),
        key: vkey.clone(),
        log_key: None,
        leaves,
        entries: journal.entries,
        masks: Vec::new(),
        head: head.clone(),
        seals: Vec::new(),
        pdf,
        pieces: written,
        written: at,
    };
    let written = write::rest(bag, &export)?;
    Ok(Sealed {
        written,
        origin,
        head,
        key: vkey,
    })
}

fn open(path: &Path) -> Result<(File, u64), NotSealed> {
    let trouble = |error| NotSealed::File(path.to_owned(), error);
    let about = std::fs::metadata(path).map_err(trouble)?;
    if !about.is_file() {
        return Err(NotSealed::NotAFile(path.to_owned()));
    }
    if about.len() == 0 {
        return Err(NotSealed::Empty(path.to_owned()));
    }
    Ok((File::open(path).map_err(trouble)?, about.len()))
}

fn add_piece<W: Write>(
    bag: &mut Bag<W>,
    journal: &mut Journal<'_>,
    number: u32,
    path: &Path,
) -> Result<(LocalPiece, PieceFile), NotSealed> {
    let (mut file, length) = open(path)?;
    let name = path.file_name().unwrap_or_default();
    let name = name.to_string_lossy().into_owned();
    let trouble = |error| NotSealed::File(path.to_owned(), error);
    let mut start = Vec::new();
    (&mut file)
        .take(8192)
        .read_to_end(&mut start)
        .map_err(trouble)?;
    let media = infer::get(&start).map_or("application/octet-stream", |kind| kind.mime_type());
    let mut piece = PieceFile {
        number,
        name: name.clone(),
        seq: journal.lines.len() as u64,
        bytes: 0,
        sha256: sha256(b""),
    };
    let path = write::piece_path(&piece);
    // A file that grows meanwhile would be cut: its length is the one of this moment.
    let whole = start.as_slice().chain(file).take(length);
    (piece.bytes, piece.sha256) = bag.copy(&path, Some(length), whole)?;
    journal.add(&EntryDraft::new("piece").value("number", number)?.file(
        &name,
        media,
        piece.bytes,
        &piece.sha256,
        'C',
        "local",
    )?)?;
    let local = LocalPiece {
        number,
        file_name: crate::layout::piece_name(number, &name),
        name,
        media: media.to_owned(),
        bytes: piece.bytes,
        sha256: piece.sha256,
    };
    Ok((local, piece))
}
