//! Sessions: everything derives from the 32 bytes in the person's cookie, which the server does
//! not keep. A dump without cookies opens nothing.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64U;
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::{Error, Result, derive, random};

const NONCE: usize = 24;
/// What sets questions apart from the tokens of forms, whose routes begin with a slash.
const QUESTION: &[u8] = b"question\0";
/// Seconds that a question stands: as long as a session without a request.
const STANDS: i64 = 30 * 60;

/// The value of a session cookie.
#[derive(Clone)]
pub struct Secret(Zeroizing<[u8; 32]>);

impl Secret {
    /// Draws a new one.
    pub fn generate() -> Self {
        Self(Zeroizing::new(random::bytes()))
    }

    /// Reads the value of a cookie or of a bearer token.
    ///
    /// # Errors
    /// [`Error::Form`] when it is not 32 bytes in base64url.
    pub fn parse(text: &str) -> Result<Self> {
        let bytes = Zeroizing::new(B64U.decode(text).map_err(|_| Error::Form("session"))?);
        let bytes = <[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| Error::Form("session"))?;
        Ok(Self(Zeroizing::new(bytes)))
    }

    /// The value of the cookie.
    pub fn cookie(&self) -> Zeroizing<String> {
        Zeroizing::new(B64U.encode(*self.0))
    }

    /// The id of the row: HKDF(secret, "", "preau/v1/session/id").
    pub fn id(&self) -> [u8; 32] {
        *derive::hkdf(&*self.0, b"", "preau/v1/session/id")
    }

    /// The key of the form tokens: HKDF(secret, "", "preau/v1/session/form").
    pub fn form_key(&self) -> FormKey {
        FormKey(derive::hkdf(&*self.0, b"", "preau/v1/session/form"))
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        let key = derive::hkdf(&*self.0, b"", "preau/v1/session/key");
        XChaCha20Poly1305::new((&*key).into())
    }

    /// Seals the row's blob: nonce ‖ XChaCha20-Poly1305, bound to the row's id.
    ///
    /// # Errors
    /// [`Error::TooLong`] above 256 GiB.
    pub fn seal_blob(&self, plaintext: &[u8]) -> Result<Vec<u8>> {
        let nonce = random::bytes::<NONCE>();
        let payload = Payload {
            msg: plaintext,
            aad: &self.id(),
        };
        let sealed = self
            .cipher()
            .encrypt(XNonce::from_slice(&nonce), payload)
            .map_err(|_| Error::TooLong)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens the row's blob.
    ///
    /// # Errors
    /// [`Error::Mismatch`] when it was changed or belongs to another session.
    pub fn open_blob(&self, blob: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        let wrong = Error::Mismatch("session");
        let Some((nonce, sealed)) = blob.split_first_chunk::<NONCE>() else {
            return Err(wrong);
        };
        let payload = Payload {
            msg: sealed,
            aad: &self.id(),
        };
        self.cipher()
            .decrypt(XNonce::from_slice(nonce), payload)
            .map(Zeroizing::new)
            .map_err(|_| wrong)
    }
}

/// The key of a session's form tokens: a first visit costs no row.
#[derive(Clone)]
pub struct FormKey(Zeroizing<[u8; 32]>);

impl FormKey {
    /// The token of the forms that are sent to this route: HMAC(form key, route), base64url.
    pub fn token(&self, route: &str) -> String {
        B64U.encode(derive::hmac(&*self.0, &[route.as_bytes()]))
    }

    /// Whether the token is that of this route, in constant time.
    pub fn check(&self, route: &str, token: &str) -> bool {
        B64U.decode(token)
            .is_ok_and(|token| derive::hmac_is(&*self.0, &[route.as_bytes()], &token))
    }

    /// A question for an authenticator, asked in this session for this act at that instant (seconds): hour ‖ 16 random
    /// bytes ‖ HMAC. Nothing is kept of it; [`Question::number`] is what is noted once it was answered.
    pub fn question(&self, act: &str, now: i64) -> Question {
        let mut bytes = now.to_be_bytes().to_vec();
        bytes.extend(random::bytes::<16>());
        let proof = derive::hmac(&*self.0, &[QUESTION, act.as_bytes(), &[0], &bytes]);
        bytes.extend(proof);
        Question(bytes)
    }

    /// Reads a question that comes back. None when it was not asked in this session for this act, or too long ago.
    pub fn asked(&self, act: &str, now: i64, text: &str) -> Option<Question> {
        let bytes = B64U.decode(text).ok()?;
        let (asked, proof) = bytes.split_last_chunk::<32>()?;
        let (at, number) = asked.split_first_chunk::<8>()?;
        let age = now.checked_sub(i64::from_be_bytes(*at))?;
        let ours = derive::hmac_is(&*self.0, &[QUESTION, act.as_bytes(), &[0], asked], proof);
        (ours && number.len() == 16 && (0..=STANDS).contains(&age)).then_some(Question(bytes))
    }
}

/// A challenge (Web Authentication, section 13.4.3), bound to a session and to an act.
pub struct Question(Vec<u8>);

impl Question {
    /// The bytes that the authenticator signs.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// For the page, base64url.
    pub fn text(&self) -> String {
        B64U.encode(&self.0)
    }

    /// What tells that it was answered: it serves once.
    pub fn number(&self) -> [u8; 16] {
        let number = self.0.get(8..24).and_then(|bytes| bytes.try_into().ok());
        number.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_stands_in_its_own_session_for_its_act_and_for_a_time() {
        let (one, other) = (Secret::generate().form_key(), Secret::generate().form_key());
        let question = one.question("in", 1_000);
        let text = question.text();
        let back = one.asked("in", 1_000 + STANDS, &text).unwrap();
        assert_eq!(back.bytes(), question.bytes());
        assert_eq!(back.number(), question.number());
        assert_ne!(one.question("in", 1_000).number(), question.number());
        assert!(one.asked("in", 1_001 + STANDS, &text).is_none(), "too late");
        assert!(one.asked("in", 999, &text).is_none(), "not asked yet");
        assert!(one.asked("add", 1_000, &text).is_none());
        assert!(other.asked("in", 1_000, &text).is_none());
        for at in 0..text.len() {
            let mut wrong = text.clone().into_bytes();
            wrong[at] = if wrong[at] == b'A' { b'B' } else { b'A' };
            let wrong = String::from_utf8(wrong).unwrap();
            assert!(one.asked("in", 1_000, &wrong).is_none(), "{wrong}");
        }
        for wrong in ["", "AAAA", &text[..text.len() - 4]] {
            assert!(one.asked("in", 1_000, wrong).is_none(), "{wrong}");
        }
    }
}
