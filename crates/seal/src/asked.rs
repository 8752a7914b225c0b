//! The code of a question to experts: five words of the French BIP-39 list, 55 bits. It opens a question and nothing else,
//! so it is shorter than a return code; what is looked up is a keyed digest, and the words are kept nowhere.

use crate::code::{index, list, plain_words};
use crate::secrets::Pepper;
use crate::{Error, Result};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

const WORDS: usize = 5;

/// The code of a question. No `Debug`, no `Display`: it is shown by asking for [`AskedCode::words`].
#[derive(Clone, PartialEq, Eq)]
pub struct AskedCode(Zeroizing<[u16; WORDS]>);

impl AskedCode {
    /// The code that goes with one sending of a form: sent twice, it is the same.
    pub fn of_form(pepper: &Pepper, nonce: &[u8; 16]) -> Self {
        let drawn = Zeroizing::new(pepper.lookup("question-code", nonce));
        let mut words = Zeroizing::new([0; WORDS]);
        for (word, bytes) in words.iter_mut().zip(drawn.as_chunks::<2>().0) {
            // 2,048 words: the 11 low bits.
            *word = u16::from_be_bytes(*bytes) & 0x7ff;
        }
        Self(words)
    }

    /// Reads what a person typed: any case, accents or not; the first 4 letters of each word decide.
    ///
    /// # Errors
    /// [`Error::Form`] when it is not five words of the list.
    pub fn parse(typed: &str) -> Result<Self> {
        let words: Option<Vec<u16>> = plain_words(typed).iter().map(|word| index(word)).collect();
        let words = words.and_then(|words| <[u16; WORDS]>::try_from(words).ok());
        words
            .map(|words| Self(Zeroizing::new(words)))
            .ok_or(Error::Form("code of a question"))
    }

    /// The words, as they are shown.
    pub fn words(&self) -> Vec<String> {
        let entries = self.0.iter();
        let entries = entries.filter_map(|word| list().get(usize::from(*word)));
        entries.map(|word| word.nfc().collect()).collect()
    }

    /// What finds the row.
    pub fn lookup(&self, pepper: &Pepper) -> [u8; 32] {
        let bytes: Zeroizing<Vec<u8>> =
            Zeroizing::new(self.0.iter().flat_map(|word| word.to_be_bytes()).collect());
        pepper.lookup("asked", &bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn n003_a_code_is_that_of_one_form_and_is_read_however_it_is_typed() {
        let pepper = Pepper::generate();
        let code = AskedCode::of_form(&pepper, &[1; 16]);
        assert!(code == AskedCode::of_form(&pepper, &[1; 16]));
        assert!(code != AskedCode::of_form(&pepper, &[2; 16]));
        assert!(code != AskedCode::of_form(&Pepper::generate(), &[1; 16]));
        let typed = code.words().join(" - ").to_uppercase();
        let read = AskedCode::parse(&typed).unwrap();
        assert_eq!(read.lookup(&pepper), code.lookup(&pepper));
        assert_ne!(read.lookup(&Pepper::generate()), code.lookup(&pepper));
        assert_eq!(code.words().len(), 5);
        for wrong in ["", "abandon", "a b c d e", "un deux trois quatre cinq six"] {
            assert!(AskedCode::parse(wrong).is_err(), "{wrong}");
        }
    }
}
