//! The return code: 8 words of the French BIP-39 list, drawn, never chosen: 11 bytes, 88 bits.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use zeroize::Zeroizing;

use crate::secrets::Pepper;
use crate::vault::Identity;
use crate::{Error, Result, derive, random};

const WORDS: usize = 8;
pub(crate) const BITS_PER_WORD: usize = 11;
/// The first letters that decide which word it is: 2,048 distinct in the list.
const DECIDING: usize = 4;

/// A return code. No `Debug`, no `Display`: it is shown by asking for [`ReturnCode::words`].
#[derive(Clone, PartialEq, Eq)]
pub struct ReturnCode(Zeroizing<[u8; 11]>);

pub(crate) fn list() -> &'static [&'static str; 2048] {
    bip39::Language::French.word_list()
}

/// Cuts a text into words of plain lower-case letters: lower-case, NFD, accents dropped, split on
/// anything but letters.
pub(crate) fn plain_words(text: &str) -> Vec<Zeroizing<String>> {
    let mut words = vec![Zeroizing::new(String::new())];
    for c in text.chars().flat_map(char::to_lowercase).nfd() {
        if is_combining_mark(c) {
            continue;
        }
        let Some(word) = words.last_mut() else { break };
        match c {
            // Typed with a ligature by some keyboards and correctors; NFD keeps these.
            'œ' => word.push_str("oe"),
            'æ' => word.push_str("ae"),
            c if c.is_alphabetic() => word.push(c),
            _ if word.is_empty() => {}
            _ => words.push(Zeroizing::new(String::new())),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The place in the list of the word that begins with the same 4 letters.
pub(crate) fn index(word: &str) -> Option<u16> {
    let prefix = word.get(..DECIDING)?;
    (0_u16..).zip(list()).find_map(|(index, entry)| {
        // The list is NFD; its accents are dropped the same way.
        let mut letters = entry
            .chars()
            .filter(|c| !is_combining_mark(*c))
            .take(DECIDING);
        let mut wanted = prefix.chars();
        (wanted.all(|c| letters.next() == Some(c)) && letters.next().is_none()).then_some(index)
    })
}

/// The places in the list of the words that somebody typed; `None` when one is not in it.
pub(crate) fn indexes(typed: &str) -> Option<Vec<u16>> {
    plain_words(typed).iter().map(|word| index(word)).collect()
}

impl ReturnCode {
    /// Draws a new one.
    pub fn generate() -> Self {
        Self(Zeroizing::new(random::bytes()))
    }

    /// The code of these 11 bytes (from a session blob).
    pub fn from_bytes(bytes: [u8; 11]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The 11 bytes, for a session blob until the code is confirmed.
    pub fn expose(&self) -> &[u8; 11] {
        &self.0
    }

    /// Reads what a person typed: any case, accents or not, any separators; the first 4 letters
    /// of each word decide.
    ///
    /// # Errors
    /// [`Error::Form`] when it is not 8 words of the list.
    pub fn parse(typed: &str) -> Result<Self> {
        let indexes = indexes(typed)
            .filter(|indexes| indexes.len() == WORDS)
            .ok_or(Error::Form("return code"))?;
        let bits = indexes.iter().fold(0_u128, |bits, index| {
            bits << BITS_PER_WORD | u128::from(*index)
        });
        let bytes = Zeroizing::new(bits.to_be_bytes());
        let bytes = bytes.last_chunk::<11>().ok_or(Error::Form("return code"))?;
        Ok(Self(Zeroizing::new(*bytes)))
    }

    /// The 8 words, as they are shown (composed accents, NFC).
    pub fn words(&self) -> Vec<String> {
        let mut bits = self
            .0
            .iter()
            .fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
        let mut words = Vec::with_capacity(WORDS);
        for _ in 0..WORDS {
            let index = usize::try_from(bits & 0x7ff).unwrap_or_default();
            words.extend(list().get(index).map(|word| word.nfc().collect::<String>()));
            bits >>= BITS_PER_WORD;
        }
        words.reverse();
        words
    }

    /// Whether the code stands in a text, its 8 words one after the other: such a story is refused.
    pub fn appears_in(&self, text: &str) -> bool {
        let found: Vec<_> = plain_words(text).iter().map(|word| index(word)).collect();
        let own: Vec<_> = self
            .words()
            .iter()
            .flat_map(|word| plain_words(word))
            .map(|word| index(&word))
            .collect();
        found.windows(WORDS).any(|window| window == own)
    }

    /// What finds the slot: P("code", HKDF(code, "", "preau/v1/code/lookup")).
    pub fn lookup(&self, pepper: &Pepper) -> [u8; 32] {
        pepper.lookup(
            "code",
            &*derive::hkdf(&*self.0, b"", "preau/v1/code/lookup"),
        )
    }

    /// What opens the slot: the identity of HKDF(code, salt, "preau/v1/slot/identity").
    ///
    /// # Errors
    /// None in practice: any 32 bytes make an identity.
    pub fn slot_identity(&self, salt: &[u8; 16]) -> Result<Identity> {
        crate::slot::identity(&*self.0, salt)
    }
}
