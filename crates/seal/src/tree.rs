//! The tree over the leaves of a journal: RFC 6962 §2.1, with leaves already hashed.

use crate::{Digest, Error, Hasher, Result, sha256};

/// The digest of an inner node: `H(0x01 ‖ left ‖ right)`.
pub fn node(left: &Digest, right: &Digest) -> Digest {
    let mut hasher = Hasher::new();
    hasher.update(&[1]);
    hasher.update(left.bytes());
    hasher.update(right.bytes());
    hasher.finish()
}

/// What must be kept to go on adding leaves: the roots of the full subtrees, largest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Digest>,
}

impl Frontier {
    /// The frontier of the empty tree.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the next leaf.
    pub fn push(&mut self, leaf: Digest) {
        let mut carried = leaf;
        let mut merges = self.size.trailing_ones();
        while merges > 0 {
            if let Some(left) = self.peaks.pop() {
                carried = node(&left, &carried);
            }
            merges -= 1;
        }
        self.peaks.push(carried);
        self.size += 1;
    }

    /// How many leaves were added.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The root over all leaves; the empty tree has the digest of nothing.
    pub fn root(&self) -> Digest {
        let mut peaks = self.peaks.iter().rev();
        let Some(last) = peaks.next() else {
            return sha256(b"");
        };
        peaks.fold(*last, |right, left| node(left, &right))
    }

    /// The size (8 bytes, big endian) and the peaks.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = self.size.to_be_bytes().to_vec();
        for peak in &self.peaks {
            out.extend_from_slice(peak.bytes());
        }
        out
    }

    /// Reads what [`Frontier::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`Error::Form`] when the number of peaks is not that of the size.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let wrong = Error::Form("frontier");
        let Some((size, rest)) = bytes.split_first_chunk::<8>() else {
            return Err(wrong);
        };
        let size = u64::from_be_bytes(*size);
        let (peaks, []) = rest.as_chunks::<32>() else {
            return Err(wrong);
        };
        if usize::try_from(size.count_ones()).ok() != Some(peaks.len()) {
            return Err(wrong);
        }
        let peaks = peaks.iter().map(|peak| Digest::new(*peak)).collect();
        Ok(Self { size, peaks })
    }
}

impl Extend<Digest> for Frontier {
    fn extend<I: IntoIterator<Item = Digest>>(&mut self, leaves: I) {
        for leaf in leaves {
            self.push(leaf);
        }
    }
}

/// The root over `leaves`.
pub fn root(leaves: &[Digest]) -> Digest {
    let mut frontier = Frontier::new();
    frontier.extend(leaves.iter().copied());
    frontier.root()
}

/// The largest power of two below `n`, for n ≥ 2.
fn split(n: usize) -> usize {
    n.next_power_of_two() / 2
}

/// The inclusion proof of the leaf at `index` (RFC 6962 §2.1.1), or nothing when it is outside.
pub fn inclusion(leaves: &[Digest], index: usize) -> Option<Vec<Digest>> {
    if index >= leaves.len() {
        return None;
    }
    let (mut part, mut at, mut proof) = (leaves, index, Vec::new());
    while part.len() > 1 {
        let (left, right) = part.split_at_checked(split(part.len()))?;
        if at < left.len() {
            proof.push(root(right));
            part = left;
        } else {
            proof.push(root(left));
            at -= left.len();
            part = right;
        }
    }
    proof.reverse();
    Some(proof)
}

/// Whether `proof` shows that `leaf` is number `index` of the tree of `size` leaves with `root`
/// (RFC 9162 §2.1.3.2).
pub fn verify_inclusion(
    leaf: &Digest,
    index: u64,
    size: u64,
    proof: &[Digest],
    root: &Digest,
) -> bool {
    if index >= size {
        return false;
    }
    let (mut fnode, mut snode, mut found) = (index, size - 1, *leaf);
    for sibling in proof {
        if snode == 0 {
            return false;
        }
        if fnode & 1 == 1 || fnode == snode {
            found = node(sibling, &found);
            while fnode & 1 == 0 && fnode != 0 {
                fnode >>= 1;
                snode >>= 1;
            }
        } else {
            found = node(&found, sibling);
        }
        fnode >>= 1;
        snode >>= 1;
    }
    snode == 0 && found == *root
}

/// The proof that the tree of the first `old` leaves is the beginning of this one
/// (RFC 6962 §2.1.2), or nothing when `old` is larger than the tree.
pub fn consistency(leaves: &[Digest], old: usize) -> Option<Vec<Digest>> {
    if old > leaves.len() {
        return None;
    }
    if old == 0 || old == leaves.len() {
        return Some(Vec::new());
    }
    let (mut part, mut old, mut whole, mut proof) = (leaves, old, true, Vec::new());
    while old < part.len() {
        let (left, right) = part.split_at_checked(split(part.len()))?;
        if old <= left.len() {
            proof.push(root(right));
            part = left;
        } else {
            proof.push(root(left));
            old -= left.len();
            part = right;
            whole = false;
        }
    }
    if !whole {
        proof.push(root(part));
    }
    proof.reverse();
    Some(proof)
}

/// Whether `proof` shows that the tree (`old_size`, `old_root`) is the beginning of the tree
/// (`size`, `root`) (RFC 9162 §2.1.4.2). Every tree extends the empty one.
pub fn verify_consistency(
    old_size: u64,
    old_root: &Digest,
    size: u64,
    root: &Digest,
    proof: &[Digest],
) -> bool {
    if old_size > size {
        return false;
    }
    if old_size == size {
        return proof.is_empty() && old_root == root;
    }
    if old_size == 0 {
        return proof.is_empty() && *old_root == sha256(b"");
    }
    let (mut fnode, mut snode) = (old_size - 1, size - 1);
    let shared = fnode.trailing_ones();
    fnode >>= shared;
    snode >>= shared;
    let mut proof = proof.iter();
    let seed = if old_size.is_power_of_two() {
        Some(old_root)
    } else {
        proof.next()
    };
    let Some(seed) = seed else { return false };
    let (mut old_found, mut found) = (*seed, *seed);
    for sibling in proof {
        if snode == 0 {
            return false;
        }
        if fnode & 1 == 1 || fnode == snode {
            old_found = node(sibling, &old_found);
            found = node(sibling, &found);
            while fnode & 1 == 0 && fnode != 0 {
                fnode >>= 1;
                snode >>= 1;
            }
        } else {
            found = node(&found, sibling);
        }
        fnode >>= 1;
        snode >>= 1;
    }
    snode == 0 && old_found == *old_root && found == *root
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaves(n: usize) -> Vec<Digest> {
        (0..n)
            .map(|i| sha256(&[&[0], i.to_string().as_bytes()].concat()))
            .collect()
    }

    /// RFC 6962 §2.1, word for word.
    fn definition(leaves: &[Digest]) -> Digest {
        match leaves {
            [] => sha256(b""),
            [one] => *one,
            many => {
                let (left, right) = many.split_at(split(many.len()));
                node(&definition(left), &definition(right))
            }
        }
    }

    #[test]
    fn the_frontier_gives_the_recomputed_root_at_every_size() {
        let all = leaves(130);
        let mut frontier = Frontier::new();
        for n in 0..=all.len() {
            assert_eq!(frontier.root(), definition(&all[..n]), "{n}");
            let again = Frontier::from_bytes(&frontier.to_bytes()).unwrap();
            assert_eq!(again, frontier);
            if let Some(leaf) = all.get(n) {
                frontier.push(*leaf);
            }
        }
    }

    #[test]
    fn a_frontier_with_a_peak_too_few_or_too_many_is_refused() {
        let mut frontier = Frontier::new();
        frontier.extend(leaves(5));
        let bytes = frontier.to_bytes();
        assert!(Frontier::from_bytes(&bytes[..bytes.len() - 32]).is_err());
        assert!(Frontier::from_bytes(&[bytes.as_slice(), &[0; 32]].concat()).is_err());
        assert!(Frontier::from_bytes(&bytes[..bytes.len() - 1]).is_err());
        assert!(Frontier::from_bytes(&[]).is_err());
    }

    #[test]
    fn every_inclusion_is_shown_and_nothing_else() {
        for n in 1..40_usize {
            let all = leaves(n);
            let root = root(&all);
            for i in 0..n {
                let proof = inclusion(&all, i).unwrap();
                let shown = |leaf: &Digest, i: usize, n: usize, proof: &[Digest], root: &Digest| {
                    verify_inclusion(leaf, i as u64, n as u64, proof, root)
                };
                assert!(shown(&all[i], i, n, &proof, &root));
                assert!(!shown(&sha256(b"other"), i, n, &proof, &root));
                assert!(!shown(&all[i], i, n, &proof, &sha256(b"other")));
                assert!(n == 1 || !shown(&all[i], (i + 1) % n, n, &proof, &root));
                assert!(!shown(
                    &all[i],
                    i,
                    n,
                    &[proof.clone(), vec![root]].concat(),
                    &root
                ));
                if let Some((_, short)) = proof.split_last() {
                    assert!(!shown(&all[i], i, n, short, &root));
                }
            }
            assert_eq!(inclusion(&all, n), None);
        }
    }

    #[test]
    fn every_extension_is_shown_and_no_fork_is() {
        for n in 1..34_usize {
            let all = leaves(n);
            let new = root(&all);
            for old in 0..=n {
                let proof = consistency(&all, old).unwrap();
                let old_root = root(&all[..old]);
                let shown = |old_root: &Digest, new: &Digest, proof: &[Digest]| {
                    verify_consistency(old as u64, old_root, n as u64, new, proof)
                };
                assert!(shown(&old_root, &new, &proof), "{old} of {n}");
                assert!(!shown(&sha256(b"fork"), &new, &proof));
                assert!(old == 0 || !shown(&old_root, &sha256(b"fork"), &proof));
                assert!(!shown(&old_root, &new, &[proof, vec![new]].concat()));
            }
            assert_eq!(consistency(&all, n + 1), None);
        }
    }
}
