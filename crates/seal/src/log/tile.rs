//! Tiles (C2SP tlog-tiles): the tree cut into files of 256 digests, from which every proof can be made.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::{Digest, Error, Result, tree};

/// Digests in a full tile.
pub const WIDTH: u64 = 256;
/// Bits of an index that one level of tiles takes.
const HEIGHT: u8 = 8;
/// The highest level: a tree of 2^64 leaves has no tile above it.
const HIGHEST: u8 = 7;

/// What a tile holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Digests of this level: leaves at level 0, then roots of full tiles of the level below.
    Hashes(u8),
    /// Entries, each after its length.
    Entries,
}

/// The name of a tile below the address of the log: `tile/0/x001/067.p/12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TilePath {
    /// What it holds.
    pub kind: Kind,
    /// Its number at its level.
    pub index: u64,
    /// How many digests or entries: 256 in a full one.
    pub width: u64,
}

impl TilePath {
    /// The tile of this number in a tree of `size` leaves, as wide as it is there; nothing when it is empty.
    pub fn in_tree(kind: Kind, index: u64, size: u64) -> Option<Self> {
        let level = match kind {
            Kind::Hashes(level) => level,
            Kind::Entries => 0,
        };
        let hashes = size.checked_shr(u32::from(level) * u32::from(HEIGHT))?;
        let width = hashes.checked_sub(index.checked_mul(WIDTH)?)?.min(WIDTH);
        (width > 0).then_some(Self { kind, index, width })
    }

    /// Reads the name of a tile.
    ///
    /// # Errors
    /// [`Error::Form`] on any other name, another writing of a number included.
    pub fn parse(path: &str) -> Result<Self> {
        let wrong = || Error::Form("name of a tile");
        let rest = path.strip_prefix("tile/").ok_or_else(wrong)?;
        let (kind, rest) = rest.split_once('/').ok_or_else(wrong)?;
        let kind = match kind {
            "entries" => Kind::Entries,
            level => Kind::Hashes(level.parse().map_err(|_| wrong())?),
        };
        let (groups, width) = match rest.split_once(".p/") {
            Some((groups, width)) => (groups, width.parse().map_err(|_| wrong())?),
            None => (rest, WIDTH),
        };
        let mut index = 0_u64;
        for group in groups.split('/') {
            let digits = group.trim_start_matches('x');
            let number: u64 = digits.parse().map_err(|_| wrong())?;
            index = index
                .checked_mul(1000)
                .and_then(|index| index.checked_add(number))
                .ok_or_else(wrong)?;
        }
        let tile = Self { kind, index, width };
        let fits = !matches!(kind, Kind::Hashes(level) if level > HIGHEST);
        if fits && (1..=WIDTH).contains(&width) && tile.to_string() == path {
            Ok(tile)
        } else {
            Err(wrong())
        }
    }
}

impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Kind::Hashes(level) => write!(f, "tile/{level}/")?,
            Kind::Entries => f.write_str("tile/entries/")?,
        }
        let mut groups = vec![self.index % 1000];
        let mut rest = self.index / 1000;
        while rest > 0 {
            groups.push(rest % 1000);
            rest /= 1000;
        }
        for (left, group) in groups.iter().enumerate().rev() {
            match left {
                0 => write!(f, "{group:03}")?,
                _ => write!(f, "x{group:03}/")?,
            }
        }
        match self.width {
            WIDTH => Ok(()),
            width => write!(f, ".p/{width}"),
        }
    }
}

/// Adds an entry to a bundle, after its length in two bytes.
///
/// # Errors
/// [`Error::TooLong`] when two bytes cannot hold the length.
pub fn bundle_push(bundle: &mut Vec<u8>, entry: &[u8]) -> Result<()> {
    let length = u16::try_from(entry.len()).map_err(|_| Error::TooLong)?;
    bundle.extend_from_slice(&length.to_be_bytes());
    bundle.extend_from_slice(entry);
    Ok(())
}

/// The entries of a bundle.
///
/// # Errors
/// [`Error::Form`] when it is cut off.
pub fn bundle_read(bundle: &[u8]) -> Result<Vec<&[u8]>> {
    let (mut entries, mut rest) = (Vec::new(), bundle);
    while !rest.is_empty() {
        let cut = || Error::Form("bundle of entries");
        let (length, after) = rest.split_first_chunk::<2>().ok_or_else(cut)?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (entry, after) = after.split_at_checked(length).ok_or_else(cut)?;
        entries.push(entry);
        rest = after;
    }
    Ok(entries)
}

/// The last tile of each level of a tree: what is needed to add a leaf or to compute the root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    size: u64,
}

impl Edge {
    /// That of a tree of this size.
    pub const fn of(size: u64) -> Self {
        Self { size }
    }

    /// Level and number of each tile; none for the empty tree.
    pub fn tiles(self) -> Vec<(u8, u64)> {
        let last = |level: u8| {
            let hashes = self
                .size
                .checked_shr(u32::from(level) * u32::from(HEIGHT))?;
            Some((level, hashes.checked_sub(1)? / WIDTH))
        };
        (0..=HIGHEST).map_while(last).collect()
    }

    /// The same, with the tiles on the way from a leaf up: what its proofs are made of.
    pub fn with_path_of(self, index: u64) -> Vec<(u8, u64)> {
        let mut tiles: BTreeSet<(u8, u64)> = self.tiles().into_iter().collect();
        for (level, last) in self.tiles() {
            let tile = index
                .checked_shr((u32::from(level) + 1) * u32::from(HEIGHT))
                .unwrap_or(0);
            // Above the leaf there may be no full tile yet.
            if tile <= last {
                tiles.insert((level, tile));
            }
        }
        tiles.into_iter().collect()
    }
}

/// Some tiles of a tree. What they do not hold cannot be proved with them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tiles(BTreeMap<(u8, u64), Vec<Digest>>);

impl Tiles {
    /// No tile yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the bytes of a tile.
    ///
    /// # Errors
    /// [`Error::Form`] when they are not 1 to 256 digests.
    pub fn insert(&mut self, level: u8, index: u64, bytes: &[u8]) -> Result<()> {
        let wrong = Error::Form("tile");
        let (digests, []) = bytes.as_chunks::<32>() else {
            return Err(wrong);
        };
        if digests.is_empty() || digests.len() as u64 > WIDTH {
            return Err(wrong);
        }
        let digests = digests.iter().map(|digest| Digest::new(*digest)).collect();
        self.0.insert((level, index), digests);
        Ok(())
    }

    /// The digests of a tile.
    pub fn get(&self, level: u8, index: u64) -> Option<&[Digest]> {
        self.0.get(&(level, index)).map(Vec::as_slice)
    }

    /// The root of the first `size` leaves.
    pub fn root(&self, size: u64) -> Option<Digest> {
        match size {
            0 => Some(tree::root(&[])),
            _ => self.range(0, size),
        }
    }

    /// The inclusion proof of a leaf among the first `size` (RFC 6962 §2.1.1).
    pub fn inclusion(&self, index: u64, size: u64) -> Option<Vec<Digest>> {
        if index >= size {
            return None;
        }
        let (mut low, mut high, mut proof) = (0, size, Vec::new());
        while high - low > 1 {
            let middle = low + split(high - low);
            if index < middle {
                proof.push(self.range(middle, high)?);
                high = middle;
            } else {
                proof.push(self.range(low, middle)?);
                low = middle;
            }
        }
        proof.reverse();
        Some(proof)
    }

    /// The proof that the first `old` leaves are the beginning of the first `size` (RFC 6962 §2.1.2).
    pub fn consistency(&self, old: u64, size: u64) -> Option<Vec<Digest>> {
        if old > size {
            return None;
        }
        let (mut low, mut high, mut proof) = (0, size, Vec::new());
        if old == 0 || old == size {
            return Some(proof);
        }
        while old < high {
            let middle = low + split(high - low);
            if old <= middle {
                proof.push(self.range(middle, high)?);
                high = middle;
            } else {
                proof.push(self.range(low, middle)?);
                low = middle;
            }
        }
        if low > 0 {
            proof.push(self.range(low, high)?);
        }
        proof.reverse();
        Some(proof)
    }

    /// The root over the leaves from `low` up to `high`, where `low` is one that RFC 6962 cuts at.
    fn range(&self, low: u64, high: u64) -> Option<Digest> {
        let leaves = high.checked_sub(low)?;
        if leaves.is_power_of_two() {
            return self.full(low, leaves.trailing_zeros());
        }
        let middle = low + split(leaves);
        Some(tree::node(
            &self.range(low, middle)?,
            &self.range(middle, high)?,
        ))
    }

    /// The root of the full subtree of `2^height` leaves that begins at `low`.
    fn full(&self, low: u64, height: u32) -> Option<Digest> {
        let level = u8::try_from(height / u32::from(HEIGHT)).ok()?;
        let first = low >> (u32::from(level) * u32::from(HEIGHT));
        let place = usize::try_from(first % WIDTH).ok()?;
        let count = 1_usize << (height % u32::from(HEIGHT));
        let digests = self
            .get(level, first / WIDTH)?
            .get(place..place.checked_add(count)?)?;
        Some(tree::root(digests))
    }
}

/// The largest power of two below `n`, for n ≥ 2.
const fn split(n: u64) -> u64 {
    n.next_power_of_two() / 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sha256;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    const ALL: usize = 66_000;
    static LEAVES: LazyLock<Vec<Digest>> =
        LazyLock::new(|| (0..ALL).map(|n| sha256(&n.to_be_bytes())).collect());

    /// Every tile of the first `size` leaves, as the definition says.
    fn tiles(size: usize) -> Tiles {
        let (mut out, mut level) = (Tiles::new(), 0);
        let mut hashes = LEAVES[..size].to_vec();
        while !hashes.is_empty() {
            for (index, tile) in (0..).zip(hashes.chunks(256)) {
                let bytes: Vec<u8> = tile.iter().flat_map(|digest| *digest.bytes()).collect();
                out.insert(level, index, &bytes).unwrap();
            }
            hashes = hashes.chunks_exact(256).map(tree::root).collect();
            level += 1;
        }
        out
    }

    fn only(all: &Tiles, wanted: &[(u8, u64)]) -> Tiles {
        let found = wanted.iter().map(|at| (*at, all.0[at].clone()));
        Tiles(found.collect())
    }

    /// Sizes around what tiles are cut at, and any other.
    fn size() -> impl Strategy<Value = usize> {
        let edges = [
            1, 2, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 65_792, 65_793,
        ];
        prop_oneof![
            proptest::sample::select(edges.to_vec()),
            1..2000_usize,
            1..ALL
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]

        #[test]
        fn the_edge_and_the_way_to_a_leaf_are_enough_for_its_proof(size in size(), at in any::<prop::sample::Index>()) {
            let index = at.index(size);
            let all = tiles(size);
            let leaves = &LEAVES[..size];
            let (wide, place) = (size as u64, index as u64);
            let edge = only(&all, &Edge::of(wide).tiles());
            prop_assert_eq!(edge.root(wide), Some(tree::root(leaves)));
            let some = only(&all, &Edge::of(wide).with_path_of(place));
            prop_assert_eq!(some.inclusion(place, wide), tree::inclusion(leaves, index));
            prop_assert_eq!(some.inclusion(wide, wide), None);
        }

        #[test]
        fn the_edges_of_two_sizes_are_enough_to_show_that_one_extends_the_other(a in size(), b in size()) {
            let (old, size) = (a.min(b), a.max(b));
            let all = tiles(size);
            let (was, is) = (old as u64, size as u64);
            let mut wanted = Edge::of(is).tiles();
            wanted.extend(Edge::of(is).with_path_of(was.saturating_sub(1)));
            let some = only(&all, &wanted);
            prop_assert_eq!(some.consistency(was, is), tree::consistency(&LEAVES[..size], old));
            prop_assert_eq!(some.root(was), Some(tree::root(&LEAVES[..old])));
        }

        #[test]
        fn a_name_is_read_as_it_is_written(level in 0..8_u8, index: u64, width in 1..=256_u64, entries: bool) {
            let kind = if entries { Kind::Entries } else { Kind::Hashes(level) };
            let tile = TilePath { kind, index, width };
            prop_assert_eq!(TilePath::parse(&tile.to_string()).unwrap(), tile);
        }

        #[test]
        fn no_name_breaks_the_reader(text in "(tile/)?[x0-9a-z/.p]{0,30}") {
            if let Ok(tile) = TilePath::parse(&text) {
                prop_assert_eq!(tile.to_string(), text);
            }
        }

        #[test]
        fn bundles_hold_what_was_put_in(entries in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..300), 0..20), cut in 1..300_usize) {
            let mut bundle = Vec::new();
            for entry in &entries {
                bundle_push(&mut bundle, entry).unwrap();
            }
            prop_assert_eq!(bundle_read(&bundle).unwrap(), entries.iter().map(Vec::as_slice).collect::<Vec<_>>());
            // Cut anywhere, it is refused or shorter: never wrong.
            let short = &bundle[..bundle.len().saturating_sub(cut)];
            if let Ok(found) = bundle_read(short) {
                prop_assert!(found.len() < entries.len() || entries.is_empty());
            }
        }
    }

    #[test]
    fn names_are_those_of_the_specification() {
        let name = |level, index, width| {
            let kind = Kind::Hashes(level);
            TilePath { kind, index, width }.to_string()
        };
        assert_eq!(name(0, 1_234_067, 256), "tile/0/x001/x234/067");
        assert_eq!(name(1, 0, 17), "tile/1/000.p/17");
        let entries = TilePath {
            kind: Kind::Entries,
            index: 273,
            width: 112,
        };
        assert_eq!(entries.to_string(), "tile/entries/273.p/112");
        // « A tree of size 70,000 » of the specification.
        let last = |level, index| TilePath::in_tree(Kind::Hashes(level), index, 70_000);
        assert_eq!(last(0, 273).unwrap().width, 112);
        assert_eq!(last(0, 272).unwrap().width, 256);
        assert_eq!(last(0, 274), None);
        assert_eq!(last(1, 1).unwrap().width, 17);
        assert_eq!(last(2, 0).unwrap().width, 1);
        assert_eq!(last(3, 0), None);
        assert_eq!(TilePath::in_tree(Kind::Hashes(0), 1, 256), None);
        assert_eq!(Edge::of(256).tiles(), [(0, 0), (1, 0)]);
        assert_eq!(Edge::of(0).tiles(), []);
        for wrong in [
            "tile/0/67",
            "tile/0/0067",
            "tile/0/x000/067",
            "tile/0/067.p/0",
            "tile/0/067.p/256",
            "tile/0/067.p/07",
            "tile/00/067",
            "tile/8/067",
            "tile/x/067",
            "tile/0/",
            "tile/0/x067",
            "tile/0/001/x067",
            "tile/entries/-01",
            "0/067",
            "tile/0/xx01/067",
            "tile/0/067/",
        ] {
            assert!(TilePath::parse(wrong).is_err(), "{wrong}");
        }
    }
}
