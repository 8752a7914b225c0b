//! Reading a public log as a stranger: every entry and every tile since the last visit is computed again, and both the
//! checkpoint seen then and the one of today must come out. No network here: the files come from the caller.

use std::collections::{BTreeMap, BTreeSet};

use seal::log::{Edge, Kind, TilePath, Tiles, WIDTH, bundle_read, leaf, read_entry};
use seal::note::Checkpoint;
use seal::tree;

/// What does not hold in a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Broken {
    /// The checkpoint is signed by no key that is known for this log.
    Signature,
    /// It is the checkpoint of another log.
    Origin,
    /// It has fewer leaves than one that was seen before.
    Shorter,
    /// It does not extend the checkpoint that was seen before: the log was rewritten.
    Rewritten,
    /// The tiles do not give the signed root.
    Root,
    /// A tile or a bundle has another length than it must have.
    Length,
    /// An entry is not written as every entry of a log of this kind is.
    Entry,
    /// A leaf is not the digest of its entry.
    Leaf,
    /// A digest is not the root of the tile below it.
    Node,
}

impl Broken {
    /// The sentence, in French and in English.
    pub const fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::Signature => (
                "aucune clé connue de ce registre n’a signé cet état",
                "no known key of this log signed this state",
            ),
            Self::Origin => (
                "c’est l’état d’un autre registre",
                "this is the state of another log",
            ),
            Self::Shorter => (
                "le registre est plus court que lors de la visite précédente",
                "the log is shorter than at the last visit",
            ),
            Self::Rewritten => (
                "le registre a été réécrit depuis la visite précédente",
                "the log was rewritten since the last visit",
            ),
            Self::Root => (
                "les fichiers ne donnent pas la racine signée",
                "the files do not give the signed root",
            ),
            Self::Length => (
                "n’a pas la longueur qu’il doit avoir",
                "does not have the length that it must have",
            ),
            Self::Entry => (
                "contient une ligne qui n’est pas écrite comme elle doit l’être",
                "holds a line that is not written as it must be",
            ),
            Self::Leaf => (
                "une empreinte n’est pas celle de sa ligne",
                "a digest is not that of its line",
            ),
            Self::Node => (
                "une empreinte n’est pas celle du fichier au-dessous",
                "a digest is not that of the file below",
            ),
        }
    }
}

/// What is broken, and in which file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Fault {
    /// The file below the address of the log.
    pub place: String,
    /// What does not hold.
    pub kind: Broken,
}

fn fault(place: impl ToString, kind: Broken) -> Fault {
    Fault {
        place: place.to_string(),
        kind,
    }
}

/// The files needed to see that a log of `size` leaves extends the first `old`.
pub fn needed(old: u64, size: u64) -> BTreeSet<TilePath> {
    let mut files = BTreeSet::new();
    if size == 0 {
        return files;
    }
    for (level, last) in Edge::of(size).tiles() {
        let kinds = [
            Some(Kind::Hashes(level)),
            (level == 0).then_some(Kind::Entries),
        ];
        let first = old.checked_shr((u32::from(level) + 1) * 8).unwrap_or(0);
        for kind in kinds.into_iter().flatten() {
            files.extend((first..=last).filter_map(|index| TilePath::in_tree(kind, index, size)));
        }
    }
    // The old root comes from the tiles above its last leaf.
    let way = Edge::of(size).with_path_of(old.saturating_sub(1));
    files.extend(
        way.into_iter()
            .filter_map(|(level, index)| TilePath::in_tree(Kind::Hashes(level), index, size)),
    );
    files
}

/// Checks the files of [`needed`] against both checkpoints; nothing found means that all hold.
pub fn check(
    old: Option<&Checkpoint>,
    new: &Checkpoint,
    files: &BTreeMap<TilePath, Vec<u8>>,
) -> Vec<Fault> {
    let mut found = Vec::new();
    if let Some(old) = old {
        if old.origin != new.origin {
            return vec![fault("checkpoint", Broken::Origin)];
        }
        if old.size > new.size {
            return vec![fault("checkpoint", Broken::Shorter)];
        }
        if old.size == new.size && old.root != new.root {
            return vec![fault("checkpoint", Broken::Rewritten)];
        }
    }
    for path in needed(old.map_or(0, |old| old.size), new.size) {
        if !files.contains_key(&path) {
            found.push(fault(path, Broken::Length));
        }
    }
    let mut tiles = Tiles::new();
    for (path, bytes) in files {
        let Kind::Hashes(level) = path.kind else {
            continue;
        };
        let long = bytes.len() as u64 == path.width * 32;
        if !long || tiles.insert(level, path.index, bytes).is_err() {
            found.push(fault(path, Broken::Length));
        }
    }
    for (path, bytes) in files {
        found.extend(match path.kind {
            Kind::Entries => entries(path, bytes, &tiles),
            Kind::Hashes(0) => None,
            Kind::Hashes(level) => nodes(path, level, &tiles),
        });
    }
    if tiles.root(new.size) != Some(new.root) {
        found.push(fault("checkpoint", Broken::Root));
    }
    if let Some(old) = old
        && tiles.root(old.size) != Some(old.root)
    {
        found.push(fault("checkpoint", Broken::Rewritten));
    }
    found
}

fn entries(path: &TilePath, bytes: &[u8], tiles: &Tiles) -> Option<Fault> {
    let Ok(entries) = bundle_read(bytes) else {
        return Some(fault(path, Broken::Length));
    };
    if entries.len() as u64 != path.width {
        return Some(fault(path, Broken::Length));
    }
    let Some(hashes) = tiles.get(0, path.index) else {
        return Some(fault(path, Broken::Leaf));
    };
    if entries.iter().any(|entry| read_entry(entry).is_err()) {
        return Some(fault(path, Broken::Entry));
    }
    let same = entries
        .iter()
        .zip(hashes)
        .all(|(entry, hash)| leaf(entry) == *hash);
    (!same || entries.len() != hashes.len()).then(|| fault(path, Broken::Leaf))
}

/// Each digest of a tile above, against the tile below where that one is here.
fn nodes(path: &TilePath, level: u8, tiles: &Tiles) -> Option<Fault> {
    let hashes = tiles.get(level, path.index)?;
    let first = path.index * WIDTH;
    let same = (first..).zip(hashes).all(|(index, hash)| {
        tiles
            .get(level - 1, index)
            .is_none_or(|below| tree::root(below) == *hash)
    });
    (!same).then(|| fault(path, Broken::Node))
}

#[cfg(test)]
mod tests {
    use super::*;
    use seal::Digest;
    use seal::log::{bundle_push, entry};
    use seal::sha256;

    struct Whole {
        entries: Vec<Vec<u8>>,
    }

    impl Whole {
        fn of(size: usize, salt: usize) -> Self {
            let entry = |n: usize| entry(&sha256(&(n + salt).to_be_bytes()));
            Self {
                entries: (0..size).map(entry).collect(),
            }
        }

        fn hashes(&self, level: u8, size: usize) -> Vec<Digest> {
            let leaves = self
                .entries
                .iter()
                .take(size)
                .map(|entry| leaf(entry))
                .collect();
            (0..level).fold(leaves, |hashes: Vec<Digest>, _| {
                hashes.chunks_exact(256).map(tree::root).collect()
            })
        }

        fn head(&self, size: usize) -> Checkpoint {
            Checkpoint {
                origin: "x/log".to_owned(),
                size: size as u64,
                root: tree::root(&self.hashes(0, size)),
            }
        }

        fn files(&self, old: usize, size: usize) -> BTreeMap<TilePath, Vec<u8>> {
            let levels: Vec<Vec<Digest>> = (0..3).map(|level| self.hashes(level, size)).collect();
            let file = |path: &TilePath| {
                let from = (path.index * WIDTH) as usize;
                let range = from..from + path.width as usize;
                match path.kind {
                    Kind::Hashes(level) => levels[level as usize][range]
                        .iter()
                        .flat_map(|hash| *hash.bytes())
                        .collect(),
                    Kind::Entries => {
                        let mut out = Vec::new();
                        for entry in &self.entries[range] {
                            bundle_push(&mut out, entry).unwrap();
                        }
                        out
                    }
                }
            };
            needed(old as u64, size as u64)
                .into_iter()
                .map(|path| (path, file(&path)))
                .collect()
        }
    }

    const SIZES: [(usize, usize); 10] = [
        (0, 0),
        (0, 1),
        (1, 1),
        (1, 2),
        (5, 300),
        (256, 257),
        (255, 256),
        (300, 300),
        (511, 1100),
        (65_530, 66_000),
    ];

    #[test]
    fn a_log_that_only_grew_holds_and_what_is_fetched_again_is_little() {
        let log = Whole::of(66_000, 0);
        for (old, size) in SIZES {
            let files = log.files(old, size);
            assert_eq!(
                check(Some(&log.head(old)), &log.head(size), &files),
                [],
                "{old} of {size}"
            );
            let fresh = log.files(0, size);
            assert_eq!(check(None, &log.head(size), &fresh), [], "{size}");
        }
        assert!(needed(65_530, 66_000).len() < 12);
        assert!(needed(0, 0).is_empty());
    }

    #[test]
    fn a_rewritten_log_is_seen_wherever_it_was_rewritten() {
        let (log, other) = (Whole::of(1200, 0), Whole::of(1200, 7));
        for (old, size) in [(300, 301), (300, 1100), (1, 600), (300, 300)] {
            let found = check(
                Some(&log.head(old)),
                &other.head(size),
                &other.files(old, size),
            );
            assert!(
                found.iter().any(|fault| fault.kind == Broken::Rewritten),
                "{old} {size}: {found:?}"
            );
        }
        let shorter = check(Some(&log.head(300)), &log.head(299), &log.files(299, 299));
        assert_eq!(shorter, [fault("checkpoint", Broken::Shorter)]);
        let mut elsewhere = log.head(5);
        "y/log".clone_into(&mut elsewhere.origin);
        assert_eq!(
            check(Some(&elsewhere), &log.head(9), &BTreeMap::new())[0].kind,
            Broken::Origin
        );
    }

    #[test]
    fn a_changed_byte_of_any_file_is_seen() {
        let log = Whole::of(1100, 0);
        let good = log.files(300, 1100);
        assert!(good.len() > 6);
        for path in good.keys() {
            for at in [0, 40, good[path].len() - 1] {
                let mut files = good.clone();
                let byte = files.get_mut(path).unwrap().get_mut(at);
                if let Some(byte) = byte {
                    *byte ^= 1;
                    assert_ne!(
                        check(Some(&log.head(300)), &log.head(1100), &files),
                        [],
                        "{path} {at}"
                    );
                }
            }
            let mut files = good.clone();
            files.remove(path);
            assert_ne!(
                check(Some(&log.head(300)), &log.head(1100), &files),
                [],
                "without {path}"
            );
            let mut files = good.clone();
            files.get_mut(path).unwrap().pop();
            assert_ne!(
                check(Some(&log.head(300)), &log.head(1100), &files),
                [],
                "{path} cut"
            );
        }
    }
}
