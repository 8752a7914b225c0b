//! Sessions: everything derives from the 32 bytes in the person's cookie, which the server does
//! not keep. A dump without cookies opens nothing.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64U;
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::{Error, Result, derive, random};

const NONCE: usize = 24;

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
}
