//! Invitations: what somebody without a way in is given. A token travels in an address, four words of the French BIP-39
//! list are told by another way; the slot opens with both only (seal specification, section 6).

use crate::code::{index, list, plain_words};
use crate::slot::{SlotKeys, identity};
use crate::{Error, Result, random};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64U;
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

const WORDS: usize = 4;

/// What finds an invitation: 16 random bytes, in its address and in no row.
#[derive(Clone, PartialEq, Eq)]
pub struct InviteToken([u8; 16]);

impl InviteToken {
    /// Reads what [`InviteToken::text`] wrote.
    pub fn read(text: &str) -> Option<Self> {
        B64U.decode(text).ok()?.try_into().ok().map(Self)
    }

    /// Base 64 for addresses, 22 characters.
    pub fn text(&self) -> String {
        B64U.encode(self.0)
    }

    /// What finds the row: H(token).
    pub fn lookup(&self) -> [u8; 32] {
        *crate::sha256(&self.0).bytes()
    }

    /// The invitation, once its words are typed: any case, accents or not; the first 4 letters of each decide.
    ///
    /// # Errors
    /// [`Error::Form`] when they are not four words of the list.
    pub fn with_words(&self, typed: &str) -> Result<Invite> {
        let typed = plain_words(typed);
        let words: Option<Vec<u16>> = typed.iter().map(|word| index(word)).collect();
        let words = words.and_then(|words| <[u16; WORDS]>::try_from(words).ok());
        Ok(Invite {
            token: self.clone(),
            words: Zeroizing::new(words.ok_or(Error::Form("words of an invitation"))?),
        })
    }
}

/// An invitation: token and words. No `Debug`, no `Display`.
#[derive(Clone, PartialEq, Eq)]
pub struct Invite {
    token: InviteToken,
    words: Zeroizing<[u16; WORDS]>,
}

impl Invite {
    /// Draws a new one.
    pub fn generate() -> Self {
        let drawn: [u8; 8] = random::bytes();
        let mut words = Zeroizing::new([0; WORDS]);
        for (word, bytes) in words.iter_mut().zip(drawn.as_chunks::<2>().0) {
            // 2,048 words: the 11 low bits.
            *word = u16::from_be_bytes(*bytes) & 0x7ff;
        }
        Self {
            token: InviteToken(random::bytes()),
            words,
        }
    }

    /// What goes into the address.
    pub const fn token(&self) -> &InviteToken {
        &self.token
    }

    /// The words, as they are told.
    pub fn words(&self) -> Vec<String> {
        let entries = self.words.iter();
        let entries = entries.filter_map(|word| list().get(usize::from(*word)));
        entries.map(|word| word.nfc().collect()).collect()
    }

    /// The keys of its slot: IKM = token ‖ the words' places in the list, two bytes each.
    ///
    /// # Errors
    /// None in practice.
    pub fn keys(&self, salt: &[u8; 16]) -> Result<SlotKeys> {
        let mut ikm = Zeroizing::new(self.token.0.to_vec());
        ikm.extend(self.words.iter().flat_map(|word| word.to_be_bytes()));
        Ok(SlotKeys {
            lookup: self.token.lookup(),
            identity: identity(&ikm, salt)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slot::Slot;
    use crate::vault::Identity;

    #[test]
    fn n025_a_token_and_its_four_words_open_and_neither_does_alone() {
        let (invite, reader) = (Invite::generate(), Identity::generate());
        let slot = Slot::for_invite(&invite, &reader).unwrap();
        let opens = |invite: &Invite| slot.open(&invite.keys(&slot.salt).unwrap()).is_ok();
        let read = InviteToken::read(&invite.token().text()).unwrap();
        let typed = invite.words().join(", ").to_uppercase();
        assert!(opens(&read.with_words(&typed).unwrap()));
        assert_eq!(slot.lookup, read.lookup());

        let other = Invite::generate();
        let words = other.words().join(" ");
        assert!(!opens(&read.with_words(&words).unwrap()), "other words");
        let same_words = invite.words().join(" ");
        assert!(!opens(&other.token().with_words(&same_words).unwrap()));
        for wrong in [
            "",
            "abandon",
            "a b c d",
            &format!("{same_words} {same_words}"),
        ] {
            assert!(read.with_words(wrong).is_err(), "{wrong}");
        }
        assert!(InviteToken::read("court").is_none());
    }
}
