//! Twelve words of the French BIP-39 list with their checksum: 16 bytes, 128 bits, drawn. One set of them is
//! a sheet, which opens alone; of three cards, any two open together and one opens nothing.

use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use crate::code::{BITS_PER_WORD, indexes, list};
use crate::secrets::Pepper;
use crate::vault::Identity;
use crate::{Error, Result, derive, random};

/// Words of a sheet or of a card.
pub const WORDS: usize = 12;
/// 12 × 11 bits: 16 bytes and half of one, of which 4 bits are the checksum.
const BYTES: usize = 17;
/// The half byte that holds the checksum.
const CHECK: u8 = 0xf0;

/// Twelve words. No `Debug`, no `Display`: they are shown by asking for [`Twelve::words`].
#[derive(Clone, PartialEq, Eq)]
pub struct Twelve(Zeroizing<[u8; 16]>);

fn checksum(bytes: &[u8; 16]) -> u8 {
    let digest = crate::sha256(bytes);
    digest.bytes().first().copied().unwrap_or_default() & CHECK
}

impl Twelve {
    /// Draws new ones.
    pub fn generate() -> Self {
        Self(Zeroizing::new(random::bytes()))
    }

    /// The words of these 16 bytes.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The 16 bytes, for a session blob until the sheet is printed.
    pub fn expose(&self) -> &[u8; 16] {
        &self.0
    }

    /// Reads what a person typed, as a return code is read.
    ///
    /// # Errors
    /// [`Error::Form`] when it is not 12 words of the list, or when the checksum says that one is wrong.
    pub fn parse(typed: &str) -> Result<Self> {
        Self::of_indexes(&indexes(typed).ok_or(Error::Form("twelve words"))?)
    }

    /// Reads two cards typed one after the other.
    ///
    /// # Errors
    /// As [`Twelve::parse`].
    pub fn parse_pair(typed: &str) -> Result<(Self, Self)> {
        let indexes = indexes(typed).ok_or(Error::Form("two cards"))?;
        let (first, second) = indexes
            .split_at_checked(WORDS)
            .ok_or(Error::Form("two cards"))?;
        Ok((Self::of_indexes(first)?, Self::of_indexes(second)?))
    }

    fn of_indexes(indexes: &[u16]) -> Result<Self> {
        let wrong = || Error::Form("twelve words");
        if indexes.len() != WORDS {
            return Err(wrong());
        }
        let mut bytes = Zeroizing::new([0_u8; BYTES]);
        let bits = indexes
            .iter()
            .flat_map(|index| (0..BITS_PER_WORD).rev().map(move |bit| index >> bit & 1));
        for (place, bit) in bits.enumerate() {
            if let Some(byte) = bytes.get_mut(place / 8).filter(|_| bit == 1) {
                *byte |= 0x80 >> (place % 8);
            }
        }
        let (entropy, check) = bytes.split_first_chunk::<16>().ok_or_else(wrong)?;
        if check.first() != Some(&checksum(entropy)) {
            return Err(wrong());
        }
        Ok(Self(Zeroizing::new(*entropy)))
    }

    /// The 12 words, as they are shown (composed accents, NFC).
    pub fn words(&self) -> Vec<String> {
        let mut bytes = Zeroizing::new(self.0.to_vec());
        bytes.push(checksum(&self.0));
        let bit = |place: usize| {
            let byte = bytes.get(place / 8).copied().unwrap_or_default();
            usize::from(byte >> (7 - place % 8) & 1)
        };
        let index = |word: usize| {
            (0..BITS_PER_WORD).fold(0, |index, at| index << 1 | bit(word * BITS_PER_WORD + at))
        };
        (0..WORDS)
            .filter_map(|word| list().get(index(word)))
            .map(|word| word.nfc().collect())
            .collect()
    }

    /// What finds the slot of a sheet.
    pub fn lookup(&self, pepper: &Pepper) -> [u8; 32] {
        lookup("sheet", &*self.0, pepper)
    }

    /// What opens the slot of a sheet.
    ///
    /// # Errors
    /// None in practice.
    pub fn slot_identity(&self, salt: &[u8; 16]) -> Result<Identity> {
        crate::slot::identity(&*self.0, salt)
    }
}

/// Two cards of three, the lower number first.
pub struct Pair(Zeroizing<[u8; 32]>);

impl Pair {
    /// Joins two cards: their bytes one after the other.
    pub fn of(lower: &Twelve, higher: &Twelve) -> Self {
        let mut both = Zeroizing::new([0; 32]);
        let (left, right) = both.split_at_mut(16);
        left.copy_from_slice(&*lower.0);
        right.copy_from_slice(&*higher.0);
        Self(both)
    }

    /// What finds their slot.
    pub fn lookup(&self, pepper: &Pepper) -> [u8; 32] {
        lookup("trio", &*self.0, pepper)
    }

    /// What opens their slot.
    ///
    /// # Errors
    /// None in practice.
    pub fn slot_identity(&self, salt: &[u8; 16]) -> Result<Identity> {
        crate::slot::identity(&*self.0, salt)
    }
}

/// `P(kind, HKDF(IKM, "", "preau/v1/" ‖ kind ‖ "/lookup"))`.
fn lookup(kind: &str, ikm: &[u8], pepper: &Pepper) -> [u8; 32] {
    let key = derive::hkdf(ikm, b"", &["preau/v1/", kind, "/lookup"].concat());
    pepper.lookup(kind, &*key)
}
