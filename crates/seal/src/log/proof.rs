//! A proof that something is in a log, in one file: `c2sp.org/tlog-proof@v1`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as B64;

use crate::note::{Checkpoint, Note, Vkey, open};
use crate::{Digest, Error, Result, tree};

const VERSION: &str = "c2sp.org/tlog-proof@v1\n";
/// The longest path: a tree of 2^63 leaves.
const LONGEST: usize = 63;

/// An inclusion proof with the checkpoint that it leads to. Nothing is believed before [`Proof::verify`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The place of the leaf.
    pub index: u64,
    /// From the leaf's sibling up to the child of the root.
    pub path: Vec<Digest>,
    /// The signed checkpoint, exactly as it was signed.
    pub checkpoint: String,
}

impl Proof {
    /// The text of the file.
    pub fn to_text(&self) -> String {
        let mut out = format!("{VERSION}index {}\n", self.index);
        for digest in &self.path {
            out.push_str(&B64.encode(digest.bytes()));
            out.push('\n');
        }
        out.push('\n');
        out.push_str(&self.checkpoint);
        out
    }

    /// Reads a file; one with `extra` data is refused, as nobody vouches for that line.
    ///
    /// # Errors
    /// [`Error::Form`] when it is written in any other way than [`Proof::to_text`] writes.
    pub fn parse(text: &str) -> Result<Self> {
        let wrong = || Error::Form("proof of a log");
        let rest = text.strip_prefix(VERSION).ok_or_else(wrong)?;
        let (head, checkpoint) = rest.split_once("\n\n").ok_or_else(wrong)?;
        let mut lines = head.split('\n');
        let index = lines.next().and_then(|line| line.strip_prefix("index "));
        let index = index
            .and_then(|index| index.parse().ok())
            .ok_or_else(wrong)?;
        let path = lines
            .map(|line| Digest::from_slice(&B64.decode(line).ok()?).ok())
            .collect::<Option<Vec<_>>>()
            .ok_or_else(wrong)?;
        let proof = Self {
            index,
            path,
            checkpoint: checkpoint.to_owned(),
        };
        Note::parse(checkpoint)?.checkpoint()?;
        // Leading zeros and other writings of a number end here.
        if proof.path.len() <= LONGEST && proof.to_text() == text {
            Ok(proof)
        } else {
            Err(wrong())
        }
    }

    /// Checks that a known key signed the checkpoint and that the leaf is in it; gives the checkpoint.
    ///
    /// # Errors
    /// Those of [`open`]; [`Error::Mismatch`] when the leaf is not there.
    pub fn verify(&self, leaf: &Digest, known: &[Vkey]) -> Result<Checkpoint> {
        let checkpoint = open(&self.checkpoint, known)?;
        let (size, root) = (checkpoint.size, &checkpoint.root);
        if tree::verify_inclusion(leaf, self.index, size, &self.path, root) {
            Ok(checkpoint)
        } else {
            Err(Error::Mismatch("inclusion in a log"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::{SigningKey, sign_checkpoint};
    use crate::sha256;

    fn sample(size: usize, index: usize) -> (Proof, Digest, Vkey) {
        let leaves: Vec<Digest> = (0..size).map(|n| sha256(&n.to_be_bytes())).collect();
        let key = SigningKey::generate();
        let origin = "preau.example/log";
        let root = tree::root(&leaves);
        let proof = Proof {
            index: index as u64,
            path: tree::inclusion(&leaves, index).unwrap(),
            checkpoint: sign_checkpoint(&key, origin, origin, size as u64, root).unwrap(),
        };
        (proof, leaves[index], key.vkey(origin))
    }

    #[test]
    fn a_proof_is_read_as_it_was_written_and_holds_for_its_leaf_only() {
        for (size, index) in [(1, 0), (2, 1), (7, 3), (300, 299)] {
            let (proof, leaf, key) = sample(size, index);
            let again = Proof::parse(&proof.to_text()).unwrap();
            assert_eq!(again, proof);
            let known = [key];
            assert_eq!(proof.verify(&leaf, &known).unwrap().size, size as u64);
            assert!(proof.verify(&sha256(b"other"), &known).is_err());
            let other = SigningKey::generate().vkey("preau.example/log");
            assert!(matches!(proof.verify(&leaf, &[other]), Err(Error::NoKey)));
            if size > 1 {
                let moved = Proof {
                    index: proof.index ^ 1,
                    ..proof.clone()
                };
                assert!(moved.verify(&leaf, &known).is_err());
            }
        }
    }

    #[test]
    fn another_writing_is_refused() {
        let text = sample(5, 2).0.to_text();
        for wrong in [
            text.replace("@v1", "@v2"),
            text.replace("index 2", "index 02"),
            text.replace("index 2", "index +2"),
            text.replace("index 2", "extra AAAA\nindex 2"),
            text.replace("index 2\n", "index 2\n\n"),
            text.replacen('\n', "\r\n", 1),
            text.replace("index 2\n", "index 2\nAAAA\n"),
            String::new(),
        ] {
            assert!(Proof::parse(&wrong).is_err(), "{wrong}");
        }
    }
}
