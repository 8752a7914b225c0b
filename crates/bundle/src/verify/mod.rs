//! The verifier: what of an export is true, what is false and where, what nobody can tell. Each
//! file is read once, large ones as a stream; memory grows with the number of entries only.

mod bag;
mod dates;
mod finding;
mod heads;
mod journal;
mod logs;
mod pieces;
mod report;
mod source;
mod tokens;
mod wacz;

use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;

use kernel::Moment;
use seal::note::Vkey;

pub use finding::{About, Finding, Kind, Lang};
pub use journal::Told;
pub use pieces::Pieces;
pub use report::{Content, Counts, Dated, Entry, Log, Report, Signer, Sort, Time};
pub use wacz::{Capture, Date, Inside};

use bag::Bag;
use source::{Item, Source};

/// What the verifier may believe beside the dossier itself.
#[derive(Debug, Clone)]
pub struct Options {
    /// Keys known from elsewhere (the instance's page, a receipt on paper).
    pub keys: Vec<Vkey>,
    /// Root certificates of time-stamping authorities, as DER
    /// ([`seal::stamp::certificates_from_pem`]).
    pub tsa_roots: Vec<Vec<u8>>,
    /// Root certificates of names that sign captured pages, as DER.
    pub web_roots: Vec<Vec<u8>>,
    /// Signed heads received earlier: the dossier must extend each of them.
    pub receipts: Vec<String>,
    /// The present: no time stamp may lie ahead of it.
    pub now: Moment,
}

impl Options {
    /// Nothing is known beside the dossier.
    pub const fn at(now: Moment) -> Self {
        Self {
            keys: Vec::new(),
            tsa_roots: Vec::new(),
            web_roots: Vec::new(),
            receipts: Vec::new(),
            now,
        }
    }
}

/// Reads keys as `.well-known/preau/keys.txt` and `keys/keys.txt` hold them: one vkey a line,
/// followed by anything after a space (a date); blank lines and lines that begin with `#` are
/// skipped.
///
/// # Errors
/// [`seal::Error::Form`] on any other line, or when there is no key at all: an empty file must not
/// pass for a dossier signed by somebody known.
pub fn read_keys(text: &str) -> seal::Result<Vec<Vkey>> {
    let keys = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split_whitespace().next().unwrap_or_default().parse())
        .collect::<seal::Result<Vec<_>>>()?;
    if keys.is_empty() {
        return Err(seal::Error::Form("keys"));
    }
    Ok(keys)
}

/// Why there is no report at all (exit status 2).
#[derive(Debug)]
pub enum Unreadable {
    /// Reading failed.
    Io(io::Error),
    /// Neither a folder nor a whole ZIP.
    NotAZip,
    /// No bag inside, or several.
    NotADossier,
    /// More files, or deeper folders, than a dossier has.
    TooMany,
    /// This file is of a later version than this program knows.
    Version(String),
}

impl Unreadable {
    /// The exit status.
    pub const EXIT: u8 = 2;

    /// The sentence shown to a person.
    pub fn text(&self, lang: Lang) -> String {
        let (fr, en) = match self {
            Self::Io(error) => (
                format!("lecture impossible : {error}"),
                format!("cannot be read: {error}"),
            ),
            Self::NotAZip => (
                "ce n’est pas un ZIP entier : fichier coupé, abîmé ou d’une autre sorte".to_owned(),
                "not a whole ZIP: cut off, damaged or of another kind".to_owned(),
            ),
            Self::NotADossier => (
                "ni dossier ni page gardée dans ce fichier (bagit.txt ou datapackage.json absent, ou en double)".to_owned(),
                "neither a dossier nor a captured page in this file (bagit.txt or datapackage.json missing, or twice)".to_owned(),
            ),
            Self::TooMany => (
                "plus de fichiers qu’un dossier n’en a".to_owned(),
                "more files than a dossier has".to_owned(),
            ),
            Self::Version(place) => (
                format!("{place} : écrit par une version plus récente de Préau"),
                format!("{place}: written by a later version of Préau"),
            ),
        };
        match lang {
            Lang::Fr => fr,
            Lang::En => en,
        }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

impl std::error::Error for Unreadable {}

fn finding(place: &str, kind: Kind) -> Finding {
    Finding {
        place: place.to_owned(),
        kind,
        detail: String::new(),
    }
}

/// Verifies a dossier or a captured page: a ZIP file or an unpacked folder.
///
/// # Errors
/// [`Unreadable`] when there is no dossier to judge.
pub fn verify(path: &Path, options: &Options) -> Result<Report, Unreadable> {
    any(path, options, false).map(|(report, _)| report)
}

/// Verifies it, and gives what its entries tell, in order.
///
/// # Errors
/// [`Unreadable`] when there is no dossier to judge.
pub fn read(path: &Path, options: &Options) -> Result<(Report, Vec<Told>), Unreadable> {
    any(path, options, true)
}

/// The same for a ZIP that is no file: one that stays sealed.
///
/// # Errors
/// [`Unreadable`] when there is no dossier to judge.
pub fn read_zip<R: Read + Seek>(
    zip: R,
    options: &Options,
) -> Result<(Report, Vec<Told>), Unreadable> {
    any_zip(zip, options, true)
}

fn any(path: &Path, options: &Options, keep: bool) -> Result<(Report, Vec<Told>), Unreadable> {
    if path.is_dir() {
        let mut findings = Vec::new();
        let (source, items) = source::folder(path, &mut findings)?;
        return judge(source, items, findings, options, keep);
    }
    any_zip(File::open(path).map_err(Unreadable::Io)?, options, keep)
}

fn any_zip<R: Read + Seek>(
    zip: R,
    options: &Options,
    keep: bool,
) -> Result<(Report, Vec<Told>), Unreadable> {
    let mut findings = Vec::new();
    let (source, items) = source::zip(zip, &mut findings)?;
    judge(source, items, findings, options, keep)
}

/// Verifies a ZIP.
///
/// # Errors
/// [`Unreadable`] when there is no dossier to judge.
pub fn verify_zip<R: Read + Seek>(zip: R, options: &Options) -> Result<Report, Unreadable> {
    any_zip(zip, options, false).map(|(report, _)| report)
}

fn judge<R: Read + Seek>(
    source: Source<R>,
    items: Vec<Item>,
    mut findings: Vec<Finding>,
    options: &Options,
    keep: bool,
) -> Result<(Report, Vec<Told>), Unreadable> {
    if wacz::is_one(&items) {
        return Ok((wacz::judge(source, items, findings, options), Vec::new()));
    }
    let files = source::by_path(items, &mut findings)?;
    let mut bag = Bag::open(source, files, findings);
    let keys = heads::keys(&mut bag);
    let leaves = heads::leaves(&mut bag);
    let mut head = heads::head(&mut bag, &keys, &leaves, options);
    let seals = heads::seals(&mut bag, &keys, &mut head, options);
    heads::extend(&mut bag, &leaves, &seals, &head, &keys, options);
    heads::pems(&mut bag, &keys, &head);
    let times = dates::Intervals::new(&seals);
    let shown = journal::read(&mut bag, &leaves, &head, &times, keep)?;
    let captures = bag.captures(&shown.pages, options);
    let (info, mut findings) = bag.close(&head.origin);
    findings.sort();
    findings.dedup();
    let counts = Counts {
        dates: seals.iter().filter(|seal| seal.seen().is_some()).count() as u64,
        undated: (leaves.len() as u64).saturating_sub(times.covered()),
        pieces: info.pieces,
        piece_bytes: info.piece_bytes,
        ..shown.counts
    };
    // That another key signed makes the exit status 1, and leaves the key self-declared.
    let forged = findings.iter().any(|found| {
        found.kind.about() == About::Signer && !matches!(found.kind, Kind::OtherKey | Kind::LogKey)
    });
    let time = if Report::is_false(&findings, About::Time) {
        Time::False
    } else {
        dates::verdict(&seals)
    };
    let report = Report {
        version: 1,
        sort: Sort::Dossier,
        content: if Report::is_false(&findings, About::Content) {
            Content::False
        } else {
            Content::True
        },
        signer: if forged {
            Signer::False
        } else if head.known {
            Signer::Known
        } else {
            Signer::SelfDeclared
        },
        time,
        sealed_by_person: head.origin.starts_with("local/"),
        root: head.root.map(|root| root.to_string()).unwrap_or_default(),
        origin: head.origin,
        key: head.key,
        counts,
        log: head.log,
        dates: seals.iter().flat_map(heads::Seal::dated).collect(),
        entries: shown.entries,
        capture: None,
        captures,
        findings,
    };
    Ok((report, shown.told))
}
