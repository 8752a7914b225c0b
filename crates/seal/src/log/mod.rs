//! The public log of an instance (seal specification, section 3): one leaf for each interval, whatever happened in
//! it, as C2SP tlog-tiles. A leaf names the root of a *batch*, a small tree of salted items; who holds the salt of an
//! item can prove that it is in the log, and nobody else learns anything.

mod batch;
mod proof;
mod tile;

pub use batch::{Batch, ITEM, Item};
pub use proof::Proof;
pub use tile::{Edge, Kind, TilePath, Tiles, WIDTH, bundle_push, bundle_read};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as B64;

use crate::{Digest, Error, Hasher, Result};

/// The first line of every entry.
const VERSION: &str = "preau-batch/v1\n";

/// The name of an instance's log: its origin, and the name of its key.
pub fn name(instance: &str) -> String {
    format!("{instance}/log")
}

/// The name of the log after a restart: `<instance>/log2` for generation 2.
pub fn name_of(instance: &str, generation: u64) -> String {
    match generation {
        0 | 1 => name(instance),
        later => format!("{}{later}", name(instance)),
    }
}

/// The origin under which the root of one batch is signed, so that the proof of an item is a `.tlog-proof` like any
/// other. Two batches never share an origin.
pub fn batch_origin(log: &str, index: u64) -> String {
    format!("{log}/batch/{index}")
}

/// The entry that names a batch. Every entry has the same length.
pub fn entry(root: &Digest) -> Vec<u8> {
    format!("{VERSION}{}\n", B64.encode(root.bytes())).into_bytes()
}

/// Reads an entry.
///
/// # Errors
/// [`Error::Form`] when it is written in any other way.
pub fn read_entry(bytes: &[u8]) -> Result<Digest> {
    let wrong = || Error::Form("entry of a log");
    let text = std::str::from_utf8(bytes).map_err(|_| wrong())?;
    let root = text
        .strip_prefix(VERSION)
        .and_then(|rest| rest.strip_suffix('\n'));
    let root = B64.decode(root.ok_or_else(wrong)?).map_err(|_| wrong())?;
    let root = Digest::from_slice(&root)?;
    if entry(&root) == bytes {
        Ok(root)
    } else {
        Err(wrong())
    }
}

/// The digest of a leaf: `H(0x00 ‖ bytes)` (RFC 6962 §2.1).
pub fn leaf(bytes: &[u8]) -> Digest {
    let mut hasher = Hasher::new();
    hasher.update(&[0]);
    hasher.update(bytes);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sha256;

    #[test]
    fn an_entry_has_one_form_and_one_length() {
        let root = sha256(b"batch");
        let bytes = entry(&root);
        assert_eq!(bytes.len(), 15 + 44 + 1);
        assert_eq!(read_entry(&bytes).unwrap(), root);
        let text = String::from_utf8(bytes).unwrap();
        for wrong in [
            text.replace("v1", "v2"),
            text.trim_end().to_owned(),
            format!("{text}\n"),
            text.replace('=', ""),
            String::new(),
        ] {
            assert!(read_entry(wrong.as_bytes()).is_err(), "{wrong:?}");
        }
        assert!(read_entry(&[0xff, 0xfe]).is_err());
    }
}
