//! What one entry of the log stands for: a tree of salted items, of which one at least is only noise.

use crate::{Digest, Error, Result, random, sha256, tree};

/// The length of an item: a salt of 16 bytes, then a digest.
pub const ITEM: usize = 48;

/// `salt ‖ H(message)`: without the salt nobody can tell of which message it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Item([u8; ITEM]);

impl Item {
    /// An item of this message, under a new salt.
    pub fn of(message: &[u8]) -> Self {
        Self::with_salt(random::bytes(), message)
    }

    /// The item of this message under a salt that was kept.
    pub fn with_salt(salt: [u8; 16], message: &[u8]) -> Self {
        let mut bytes = [0; ITEM];
        let digest = sha256(message);
        let parts = salt.iter().chain(digest.bytes());
        for (to, from) in bytes.iter_mut().zip(parts) {
            *to = *from;
        }
        Self(bytes)
    }

    /// An item of nothing: it looks like the others.
    pub fn noise() -> Self {
        Self(random::bytes())
    }

    /// Reads the bytes of an item.
    ///
    /// # Errors
    /// [`Error::Form`] when there are not exactly 48.
    pub fn from_slice(bytes: &[u8]) -> Result<Self> {
        let bytes = bytes.try_into().map_err(|_| Error::Form("item of a log"))?;
        Ok(Self(bytes))
    }

    /// The 48 bytes.
    pub const fn bytes(&self) -> &[u8; ITEM] {
        &self.0
    }

    /// Whether it is of this message.
    pub fn is_of(&self, message: &[u8]) -> bool {
        let (_, digest) = self.0.split_at(16);
        digest == sha256(message).bytes()
    }

    /// Its leaf in the tree of the batch.
    pub fn leaf(&self) -> Digest {
        super::leaf(&self.0)
    }
}

/// The leaves of a batch. The items themselves are not kept: a leaf whose salt was forgotten is noise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    leaves: Vec<Digest>,
}

impl Batch {
    /// A batch of these items and of one that is noise, so that the smallest batch is a batch like any other.
    pub fn of(items: &[Item]) -> Self {
        let noise = Item::noise();
        let mut leaves: Vec<Digest> = items.iter().chain([&noise]).map(Item::leaf).collect();
        // Digests under random salts: their order is a random one, which says nothing of that of the items.
        leaves.sort_unstable();
        Self { leaves }
    }

    /// The first batch of a log that goes on after another one: it names the last checkpoint known of that one, so that
    /// whoever holds it can compute this batch.
    pub fn naming(checkpoint: &[u8]) -> Self {
        let item = Item::with_salt([0; 16], checkpoint);
        Self {
            leaves: vec![item.leaf()],
        }
    }

    /// The leaves, one after the other.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.leaves.iter().flat_map(|leaf| *leaf.bytes()).collect()
    }

    /// Reads what [`Batch::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`Error::Form`] when it is not a number of digests.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let (leaves, []) = bytes.as_chunks::<32>() else {
            return Err(Error::Form("batch"));
        };
        let leaves = leaves.iter().map(|leaf| Digest::new(*leaf)).collect();
        Ok(Self { leaves })
    }

    /// How many items it has, the noise included.
    pub fn size(&self) -> u64 {
        self.leaves.len() as u64
    }

    /// The root that the log's entry names.
    pub fn root(&self) -> Digest {
        tree::root(&self.leaves)
    }

    /// The place of an item and its inclusion proof, if it is there.
    pub fn inclusion(&self, item: &Item) -> Option<(u64, Vec<Digest>)> {
        let leaf = item.leaf();
        let place = self.leaves.iter().position(|other| *other == leaf)?;
        Some((place as u64, tree::inclusion(&self.leaves, place)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_says_nothing_without_its_salt() {
        let item = Item::of(b"head");
        assert!(item.is_of(b"head") && !item.is_of(b"other"));
        assert_ne!(item.bytes(), Item::of(b"head").bytes());
        assert_ne!(item.leaf(), super::super::leaf(b"head"));
        let (salt, _) = item.bytes().split_first_chunk::<16>().unwrap();
        assert!(Item::with_salt(*salt, b"head") == item);
        assert!(Item::from_slice(item.bytes()).unwrap() == item);
        assert!(Item::from_slice(&[0; 47]).is_err());
    }

    #[test]
    fn every_item_is_in_its_batch_which_always_holds_one_more() {
        for n in 0..20_usize {
            let items: Vec<Item> = (0..n).map(|i| Item::of(&[i as u8])).collect();
            let batch = Batch::of(&items);
            assert_eq!(batch.size(), n as u64 + 1);
            let again = Batch::from_bytes(&batch.to_bytes()).unwrap();
            assert_eq!(again, batch);
            for item in &items {
                let (place, path) = batch.inclusion(item).unwrap();
                let root = batch.root();
                assert!(tree::verify_inclusion(
                    &item.leaf(),
                    place,
                    batch.size(),
                    &path,
                    &root
                ));
            }
            assert_eq!(batch.inclusion(&Item::noise()), None);
        }
        assert!(Batch::from_bytes(&[0; 33]).is_err());
    }

    #[test]
    fn the_order_of_a_batch_is_not_that_of_its_items() {
        // 12 items stay in their order once in 479 million.
        let items: Vec<Item> = (0..12).map(|i| Item::of(&[i])).collect();
        let places: Vec<u64> = {
            let batch = Batch::of(&items);
            items
                .iter()
                .map(|item| batch.inclusion(item).unwrap().0)
                .collect()
        };
        assert!(!places.is_sorted(), "{places:?}");
    }
}
