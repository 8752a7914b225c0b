//! The bag: each file is read once, and hashed against its manifest while somebody reads it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};

use seal::{Digest, Hasher};

use super::Options;
use super::finding::{Finding, Kind, Lang};
use super::source::{Item, Source};
use super::wacz::{self, Inside};
use crate::layout;

/// The most that is kept in memory of a file that lists others or holds all leaves, in bytes.
pub(super) const LIST: u64 = 64 << 20;
/// The most that is kept of any other text.
pub(super) const TEXT: u64 = 8 << 20;
/// How much is read at once from a file that is only hashed.
const CHUNK: usize = 256 << 10;

pub(super) struct Bag<R> {
    source: Source<R>,
    files: BTreeMap<String, Item>,
    manifest: BTreeMap<String, Digest>,
    tags: BTreeMap<String, Digest>,
    read: BTreeSet<String>,
    findings: Vec<Finding>,
    info: Option<Vec<u8>>,
    buffer: Vec<u8>,
}

/// What closing the bag tells.
pub(super) struct Info {
    pub pieces: u64,
    pub piece_bytes: u64,
}

impl<R: Read + Seek> Bag<R> {
    /// Reads the tag files.
    pub(super) fn open(
        source: Source<R>,
        files: BTreeMap<String, Item>,
        findings: Vec<Finding>,
    ) -> Self {
        let mut bag = Self {
            source,
            files,
            manifest: BTreeMap::new(),
            tags: BTreeMap::new(),
            read: BTreeSet::new(),
            findings,
            info: None,
            buffer: vec![0; CHUNK],
        };
        bag.tags = bag.manifest_file(layout::TAG_MANIFEST, false);
        bag.manifest = bag.manifest_file(layout::MANIFEST, true);
        if let Some(text) = bag.text(layout::BAGIT, TEXT)
            && text != layout::BAGIT_TEXT.as_bytes()
        {
            bag.say(layout::BAGIT, Kind::Form);
        }
        bag.info = bag.text(layout::BAG_INFO, TEXT);
        bag.text(layout::VERIFIER, TEXT);
        bag
    }

    pub(super) fn say(&mut self, place: &str, kind: Kind) {
        self.say_of(place, kind, "");
    }

    pub(super) fn say_of(&mut self, place: &str, kind: Kind, detail: &str) {
        self.findings.push(Finding {
            place: place.to_owned(),
            kind,
            detail: detail.to_owned(),
        });
    }

    /// Whether a file of this length is there.
    pub(super) fn has_of(&self, path: &str, bytes: u64) -> bool {
        self.files.get(path).is_some_and(|item| item.bytes == bytes)
    }

    pub(super) fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// The paths that begin so, in order.
    pub(super) fn paths(&self, prefix: &str) -> Vec<String> {
        self.files
            .range(prefix.to_owned()..)
            .map(|(path, _)| path)
            .take_while(|path| path.starts_with(prefix))
            .cloned()
            .collect()
    }

    /// A file that must be there, whole.
    pub(super) fn text(&mut self, path: &str, most: u64) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        self.take(path, Some(most), |chunk| bytes.extend_from_slice(chunk))?;
        Some(bytes)
    }

    /// Length and digest of a file that must be there. A length other than `expected` is told
    /// without reading.
    pub(super) fn hash(&mut self, path: &str, expected: Option<u64>) -> Option<Digest> {
        let length = self.files.get(path).map(|item| item.bytes);
        if let (Some(expected), Some(length)) = (expected, length)
            && expected != length
        {
            self.read.insert(path.to_owned());
            self.say(path, Kind::PieceSize);
            return None;
        }
        self.take(path, None, |_| {})
    }

    /// Reads a file once, gives its chunks to `to`, and compares it with its manifest.
    fn take(&mut self, path: &str, most: Option<u64>, mut to: impl FnMut(&[u8])) -> Option<Digest> {
        let Some(item) = self.files.get(path) else {
            self.say(path, Kind::Missing);
            return None;
        };
        self.read.insert(path.to_owned());
        if most.is_some_and(|most| item.bytes > most) {
            self.say(path, Kind::TooLarge);
            return None;
        }
        let (bytes, buffer) = (item.bytes, &mut self.buffer);
        let read = self.source.open(item, |file| {
            let (mut hasher, mut length) = (Hasher::new(), 0_u64);
            loop {
                let count = match file.read(buffer) {
                    Ok(count) => count,
                    Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                    Err(error) => return Err(error),
                };
                let Some(chunk @ [_, ..]) = buffer.get(..count) else {
                    break;
                };
                length += count as u64;
                // A folder's file may grow while it is read.
                if length > bytes {
                    return Err(std::io::ErrorKind::InvalidData.into());
                }
                hasher.update(chunk);
                to(chunk);
            }
            Ok((length, hasher.finish()))
        });
        match read {
            Ok((length, digest)) if length == bytes => {
                self.compare(path, digest);
                Some(digest)
            }
            _ => {
                self.say(path, Kind::Unread);
                None
            }
        }
    }

    /// Judges the captured pages among the pieces; with each, whether our server took it.
    pub(super) fn captures(&mut self, pages: &[(String, bool)], options: &Options) -> Vec<Inside> {
        let mut found = Vec::new();
        for (path, ours) in pages {
            let Some(item) = self.files.get(path) else {
                continue;
            };
            let wrong = if *ours {
                Kind::CaptureFalse
            } else {
                Kind::CaptureDoubt
            };
            let judged = self
                .source
                .places(item, |file| wacz::inside(path, file, options));
            match judged {
                Ok(None) => self.say(path, Kind::NotOpened),
                Ok(Some(Ok(inside))) => {
                    let first = inside.findings.iter().find(|finding| finding.is_false());
                    if let Some(first) = first.map(|finding| finding.text(Lang::En)) {
                        self.say_of(path, wrong, &first);
                    }
                    found.push(inside);
                }
                Ok(Some(Err(why))) => self.say_of(path, wrong, &why.text(Lang::En)),
                Err(_) => self.say(path, Kind::Unread),
            }
        }
        found
    }

    fn compare(&mut self, path: &str, digest: Digest) {
        if path == layout::TAG_MANIFEST {
            return;
        }
        let (manifest, name) = if path.starts_with("data/") {
            (&self.manifest, layout::MANIFEST)
        } else {
            (&self.tags, layout::TAG_MANIFEST)
        };
        match manifest.get(path) {
            None => self.say_of(path, Kind::Unlisted, name),
            Some(listed) if *listed != digest => self.say_of(path, Kind::Digest, name),
            Some(_) => {}
        }
    }

    fn manifest_file(&mut self, path: &str, payload: bool) -> BTreeMap<String, Digest> {
        let Some(text) = self.text(path, LIST) else {
            return BTreeMap::new();
        };
        let mut files = BTreeMap::new();
        let whole = each_line(&text, |line| {
            let (digest, name) = line.split_at_checked(64)?;
            let name = name.strip_prefix("  ")?;
            // Every name that is written needs no escape (RFC 8493 §2.1.3).
            let fits = name.starts_with("data/") == payload && !name.contains('%');
            let new = files
                .insert(name.to_owned(), digest.parse().ok()?)
                .is_none();
            (fits && new).then_some(())
        });
        if whole.is_none() {
            self.say(path, Kind::Form);
        }
        files
    }

    /// Names what nobody asked for and what the manifests promise in vain.
    pub(super) fn close(mut self, origin: &str) -> (Info, Vec<Finding>) {
        let listed: Vec<String> = self
            .manifest
            .keys()
            .chain(self.tags.keys())
            .filter(|path| !self.files.contains_key(*path))
            .cloned()
            .collect();
        for path in listed {
            self.say(&path, Kind::Missing);
        }
        let unread: Vec<String> = self
            .files
            .keys()
            .filter(|path| !self.read.contains(*path))
            .cloned()
            .collect();
        for path in unread {
            self.say(&path, Kind::Undeclared);
        }
        let payload = self.files.range("data/".to_owned().."data0".to_owned());
        let (mut bytes, mut count) = (0_u64, 0_u64);
        let mut info = Info {
            pieces: 0,
            piece_bytes: 0,
        };
        for (path, item) in payload {
            bytes = bytes.saturating_add(item.bytes);
            count += 1;
            if path.starts_with(layout::PIECES) {
                info.pieces += 1;
                info.piece_bytes = info.piece_bytes.saturating_add(item.bytes);
            }
        }
        if let Some(text) = self.info.take() {
            self.bag_info(&text, origin, &format!("{bytes}.{count}"));
        }
        (info, self.findings)
    }

    fn bag_info(&mut self, text: &[u8], origin: &str, oxum: &str) {
        let mut fields = BTreeMap::new();
        let whole = each_line(text, |line| {
            let (name, value) = line.split_once(": ")?;
            let known = matches!(
                name,
                "Bag-Software-Agent" | "Bagging-Date" | "External-Identifier" | "Payload-Oxum"
            );
            (known && fields.insert(name.to_owned(), value.to_owned()).is_none()).then_some(())
        });
        if whole.is_none() || fields.len() != 4 {
            self.say(layout::BAG_INFO, Kind::Form);
        }
        if fields
            .get("Payload-Oxum")
            .is_some_and(|given| given != oxum)
        {
            self.say(layout::BAG_INFO, Kind::Oxum);
        }
        if fields
            .get("External-Identifier")
            .is_some_and(|given| given != origin)
        {
            self.say(layout::BAG_INFO, Kind::OtherOrigin);
        }
    }
}

/// Gives each line of a text, which must end with a line feed, to `to`; nothing when the text is
/// no UTF-8, does not end so, or `to` refuses a line.
pub(super) fn each_line(text: &[u8], mut to: impl FnMut(&str) -> Option<()>) -> Option<()> {
    let text = std::str::from_utf8(text).ok()?;
    if text.is_empty() {
        return Some(());
    }
    text.strip_suffix('\n')?.split('\n').try_for_each(&mut to)
}
