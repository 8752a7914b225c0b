//! The files of a package: each is read once, hashed on its way, and compared with the list.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, BufReader, Read, Seek};

use seal::{Digest, Hasher};

use super::warc::Budget;
use crate::verify::finding::{Finding, Kind};
use crate::verify::source::{Item, Source};

/// The most falsities that are told, and the most remarks: a hostile file has no say in how long the answer is, and
/// remarks never take the place of what is false.
const MOST_FINDINGS: usize = 1_000;
/// How much is read at once.
const CHUNK: usize = 64 << 10;

/// What the list says of a file.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Declared {
    pub digest: Option<Digest>,
    pub bytes: Option<u64>,
}

pub(super) struct Files<R> {
    source: Source<R>,
    items: BTreeMap<String, Item>,
    declared: BTreeMap<String, Declared>,
    read: BTreeMap<String, Digest>,
    opened: BTreeSet<String>,
    findings: Vec<Finding>,
    /// How many of them are false, how many are remarks.
    told: [usize; 2],
    /// What the package may still ask.
    pub budget: Budget,
}

/// Hashes what passes.
struct Tap<'a> {
    inner: &'a mut dyn Read,
    hasher: Hasher,
    left: u64,
    length: u64,
}

impl Read for Tap<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(to)?;
        // A file may grow while it is read, and a ZIP may lie about a length.
        self.left = self
            .left
            .checked_sub(count as u64)
            .ok_or(io::ErrorKind::InvalidData)?;
        self.length += count as u64;
        self.hasher.update(to.get(..count).unwrap_or_default());
        Ok(count)
    }
}

impl<R: Read + Seek> Files<R> {
    pub(super) fn new(
        source: Source<R>,
        items: BTreeMap<String, Item>,
        findings: Vec<Finding>,
    ) -> Self {
        Self {
            source,
            items,
            declared: BTreeMap::new(),
            read: BTreeMap::new(),
            opened: BTreeSet::new(),
            findings,
            told: [0; 2],
            budget: Budget::new(),
        }
    }

    pub(super) fn declare(&mut self, declared: BTreeMap<String, Declared>) {
        self.declared = declared;
    }

    pub(super) const fn declared(&self) -> &BTreeMap<String, Declared> {
        &self.declared
    }

    pub(super) fn has(&self, path: &str) -> bool {
        self.items.contains_key(path)
    }

    /// The digest of a file that was read.
    pub(super) fn digest(&self, path: &str) -> Option<Digest> {
        self.read.get(path).copied()
    }

    pub(super) fn bytes(&self, path: &str) -> u64 {
        self.items.get(path).map_or(0, |item| item.bytes)
    }

    /// The paths that begin so, in order.
    pub(super) fn paths(&self, prefix: &str) -> Vec<String> {
        let from = self.items.range(prefix.to_owned()..);
        from.map(|(path, _)| path)
            .take_while(|path| path.starts_with(prefix))
            .cloned()
            .collect()
    }

    pub(super) fn say(&mut self, place: &str, kind: Kind) {
        self.say_of(place, kind, "");
    }

    pub(super) fn say_of(&mut self, place: &str, kind: Kind, detail: &str) {
        let finding = Finding {
            place: place.to_owned(),
            kind,
            detail: crate::verify::source::shown(detail),
        };
        let [falsities, remarks] = &mut self.told;
        let told = if finding.is_false() {
            falsities
        } else {
            remarks
        };
        if *told < MOST_FINDINGS {
            *told += 1;
            self.findings.push(finding);
        }
    }

    /// Reads a file once: `use_it` sees as much as it wants, the rest is hashed all the same.
    pub(super) fn take<T>(
        &mut self,
        path: &str,
        use_it: impl FnOnce(&mut dyn BufRead) -> T,
    ) -> Option<T> {
        let Some(item) = self.items.get(path) else {
            self.say(path, Kind::Missing);
            return None;
        };
        self.opened.insert(path.to_owned());
        let bytes = item.bytes;
        let done = self.source.open(item, |file| {
            let mut reader = BufReader::with_capacity(
                CHUNK,
                Tap {
                    inner: file,
                    hasher: Hasher::new(),
                    left: bytes,
                    length: 0,
                },
            );
            let told = use_it(&mut reader);
            io::copy(&mut reader, &mut io::sink())?;
            let tap = reader.into_inner();
            Ok((told, tap.length, tap.hasher.finish()))
        });
        match done {
            Ok((told, length, digest)) if length == bytes => {
                self.read.insert(path.to_owned(), digest);
                Some(told)
            }
            _ => {
                self.say(path, Kind::Unread);
                None
            }
        }
    }

    /// A file whole, when it is not longer than `most`.
    pub(super) fn text(&mut self, path: &str, most: u64) -> Option<Vec<u8>> {
        if self.has(path) && self.bytes(path) > most {
            self.opened.insert(path.to_owned());
            self.say(path, Kind::TooLarge);
            return None;
        }
        self.take(path, |file| {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).map(|_| bytes)
        })?
        .ok()
    }

    /// Hashes what nobody read, and compares everything with the list.
    pub(super) fn close(mut self, free: &[&str]) -> (u64, u64, Vec<Finding>) {
        let paths: Vec<String> = self.items.keys().cloned().collect();
        let mut total = 0_u64;
        for path in &paths {
            total = total.saturating_add(self.bytes(path));
            if !self.opened.contains(path) {
                self.take(path, |_| ());
            }
            if free.contains(&path.as_str()) {
                continue;
            }
            let Some(declared) = self.declared.get(path).copied() else {
                self.say(path, Kind::Undeclared);
                continue;
            };
            if declared
                .bytes
                .is_some_and(|bytes| bytes != self.bytes(path))
            {
                self.say_of(path, Kind::Size, super::LIST);
            }
            match (declared.digest, self.digest(path)) {
                (Some(given), Some(found)) if given != found => {
                    self.say_of(path, Kind::Digest, super::LIST);
                }
                (None, _) => self.say_of(path, Kind::NotSaid, "sha256"),
                _ => {}
            }
        }
        let absent: Vec<String> = self
            .declared
            .keys()
            .filter(|path| !self.items.contains_key(*path))
            .cloned()
            .collect();
        for path in absent {
            self.say(&path, Kind::Missing);
        }
        (paths.len() as u64, total, self.findings)
    }
}
