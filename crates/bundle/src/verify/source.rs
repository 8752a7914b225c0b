//! Where the files come from: a ZIP that may be hostile, or a folder.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::path::{Path, PathBuf};

use zip::read::ZipReadOptions;
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use super::Unreadable;
use super::finding::{Finding, Kind};

/// The most files that a dossier may have.
const MOST_FILES: usize = 1_000_000;
/// The most that a compressed file may grow, and what any file may grow besides.
const MOST_RATIO: u64 = 250;
const FREE_GROWTH: u64 = 1 << 20;
/// The deepest folder: `top/data/seals/<size>/file` has five.
const DEEPEST: usize = 8;

/// A file that can be opened.
pub(super) struct Item {
    /// Its path, `/` between names.
    pub path: String,
    /// Its length.
    pub bytes: u64,
    /// Where the source finds it.
    place: Place,
}

enum Place {
    Zip(usize),
    File(PathBuf),
    /// Known and refused: reading it gives nothing.
    Refused,
}

pub(super) enum Source<R> {
    Zip(Box<ZipArchive<BufReader<R>>>),
    Folder,
}

impl<R: Read + Seek> Source<R> {
    /// Runs `use_it` on the bytes of a file.
    pub(super) fn open<T>(
        &mut self,
        item: &Item,
        use_it: impl FnOnce(&mut dyn Read) -> io::Result<T>,
    ) -> io::Result<T> {
        match (self, &item.place) {
            (Self::Zip(archive), Place::Zip(index)) => {
                // A local header that disagrees with the directory would make other programs
                // read something else than what is verified here.
                let options = ZipReadOptions::new().enforce_header_consistency(true);
                let mut file = archive
                    .by_index_with_options(*index, options)
                    .map_err(io::Error::other)?;
                use_it(&mut file)
            }
            (_, Place::File(path)) => use_it(&mut File::open(path)?),
            _ => Err(io::ErrorKind::InvalidData.into()),
        }
    }
}

/// What can be read from any place.
pub(super) trait Places: Read + Seek {}
impl<T: Read + Seek> Places for T {}

impl<R: Read + Seek> Source<R> {
    /// Runs `use_it` on a file that may be read from any place: one of a folder, or stored as it is in the archive.
    /// Nothing when it is compressed.
    pub(super) fn places<T>(
        &mut self,
        item: &Item,
        use_it: impl FnOnce(&mut dyn Places) -> T,
    ) -> io::Result<Option<T>> {
        match (self, &item.place) {
            (Self::Zip(archive), Place::Zip(index)) => match archive.by_index_seek(*index) {
                Ok(mut file) => Ok(Some(use_it(&mut file))),
                Err(ZipError::UnsupportedArchive(_)) => Ok(None),
                Err(error) => Err(io::Error::other(error)),
            },
            (_, Place::File(path)) => Ok(Some(use_it(&mut File::open(path)?))),
            _ => Err(io::ErrorKind::InvalidData.into()),
        }
    }
}

/// Opens an archive and lists its files.
pub(super) fn zip<R: Read + Seek>(
    reader: R,
    findings: &mut Vec<Finding>,
) -> Result<(Source<R>, Vec<Item>), Unreadable> {
    let mut archive = ZipArchive::new(BufReader::with_capacity(1 << 16, reader)).map_err(cause)?;
    if archive.len() > MOST_FILES {
        return Err(Unreadable::TooMany);
    }
    let mut say = |place: &str, kind| findings.push(super::finding(place, kind));
    if archive.has_duplicate_names() {
        say("ZIP", Kind::DuplicateName);
    }
    // Bytes before the first file or a comment at the end: another format could hide there.
    if archive.offset() != 0 || !archive.comment().is_empty() {
        say("ZIP", Kind::ZipHeaders);
    }
    if let Err(error) = archive.validate_header_consistency() {
        match error {
            ZipError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
                return Err(Unreadable::Io(error));
            }
            _ => say("ZIP", Kind::ZipHeaders),
        }
    }
    let mut items = Vec::with_capacity(archive.len());
    for index in 0..archive.len() {
        let file = archive.by_index_data(index).map_err(cause)?;
        let path = String::from_utf8_lossy(file.name_raw()).into_owned();
        if file.is_dir() && file.size() == 0 {
            if !is_safe(path.strip_suffix('/').unwrap_or_default()) {
                say(&shown(&path), Kind::UnsafeName);
            }
            continue;
        }
        let (size, packed) = (file.size(), file.compressed_size());
        let refused = if !is_safe(&path) || file.name().is_err() {
            Some(Kind::UnsafeName)
        } else if file.is_symlink() {
            Some(Kind::Link)
        } else if file.encrypted() {
            Some(Kind::Encrypted)
        } else {
            let method = file.compression();
            let known =
                method == CompressionMethod::Stored || method == CompressionMethod::Deflated;
            let fair = size
                <= packed
                    .saturating_mul(MOST_RATIO)
                    .saturating_add(FREE_GROWTH);
            (!known || !fair).then_some(Kind::Compression)
        };
        if let Some(kind) = refused {
            say(&shown(&path), kind);
        }
        items.push(Item {
            path: shown(&path),
            bytes: size,
            place: match refused {
                Some(_) => Place::Refused,
                None => Place::Zip(index),
            },
        });
    }
    Ok((Source::Zip(Box::new(archive)), items))
}

/// Lists the files of a folder, links not followed.
pub(super) fn folder(
    root: &Path,
    findings: &mut Vec<Finding>,
) -> Result<(Source<File>, Vec<Item>), Unreadable> {
    let mut items = Vec::new();
    let mut waiting = vec![(root.to_owned(), String::new(), 0)];
    while let Some((folder, prefix, depth)) = waiting.pop() {
        for entry in std::fs::read_dir(&folder).map_err(Unreadable::Io)? {
            let entry = entry.map_err(Unreadable::Io)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            let about = entry.metadata().map_err(Unreadable::Io)?;
            if about.is_dir() {
                if depth >= DEEPEST || items.len() > MOST_FILES {
                    return Err(Unreadable::TooMany);
                }
                waiting.push((entry.path(), format!("{path}/"), depth + 1));
                continue;
            }
            let place = if about.is_symlink() || !about.is_file() {
                findings.push(super::finding(&shown(&path), Kind::Link));
                Place::Refused
            } else if !is_safe(&path) {
                findings.push(super::finding(&shown(&path), Kind::UnsafeName));
                Place::Refused
            } else {
                Place::File(entry.path())
            };
            items.push(Item {
                path: shown(&path),
                bytes: about.len(),
                place,
            });
        }
    }
    Ok((Source::Folder, items))
}

/// Whether a path stays inside its folder on every system.
fn is_safe(path: &str) -> bool {
    path.len() <= 512
        && path.split('/').all(|name| {
            !matches!(name, "" | "." | "..")
                && !name.ends_with([' ', '.'])
                && !name.starts_with(' ')
        })
        && !path.chars().any(|c| {
            c.is_control()
                || matches!(
                    c,
                    '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '\u{fffd}'
                )
        })
}

/// A path as it may be printed: no character that moves the cursor or turns the writing round.
pub(super) fn shown(path: &str) -> String {
    path.chars()
        .take(512)
        .map(|c| match c {
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => {
                '\u{fffd}'
            }
            c if c.is_control() => '\u{fffd}',
            c => c,
        })
        .collect()
}

fn cause(error: ZipError) -> Unreadable {
    match error {
        ZipError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
            Unreadable::Io(error)
        }
        _ => Unreadable::NotAZip,
    }
}

/// Keeps the files of the bag by their path inside it; says what is twice, outside, or differs in
/// letter case only.
pub(super) fn by_path(
    items: Vec<Item>,
    findings: &mut Vec<Finding>,
) -> Result<BTreeMap<String, Item>, Unreadable> {
    let roots: Vec<&str> = items
        .iter()
        .filter_map(|item| item.path.strip_suffix(crate::layout::BAGIT))
        .filter(|top| top.is_empty() || top.find('/') == Some(top.len() - 1))
        .collect();
    let top = match roots.as_slice() {
        [top] => (*top).to_owned(),
        tops if tops.contains(&"") => String::new(),
        _ => return Err(Unreadable::NotADossier),
    };
    let mut found: BTreeMap<String, Item> = BTreeMap::new();
    let mut folded: BTreeMap<String, String> = BTreeMap::new();
    for item in items {
        let Some(path) = item.path.strip_prefix(&top).map(str::to_owned) else {
            findings.push(super::finding(&item.path, Kind::Undeclared));
            continue;
        };
        if found.contains_key(&path) {
            findings.push(super::finding(&path, Kind::DuplicateName));
        } else if folded.insert(path.to_lowercase(), path.clone()).is_some() {
            findings.push(super::finding(&path, Kind::CaseClash));
        }
        found.insert(path, item);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_leaves_its_folder_on_some_system_is_refused() {
        for path in [
            "../a",
            "a/../b",
            "/a",
            "a//b",
            "a\\b",
            "C:a",
            "a/.",
            "",
            "a\0b",
            "a\nb",
            "a/b ",
            "a.",
            "a\u{fffd}",
        ] {
            assert!(!is_safe(path), "{path:?}");
        }
        assert!(is_safe("dossier-1/data/pieces/001-a.b.png"));
    }
}
