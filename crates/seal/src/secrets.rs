//! Secrets of the instance. They open no dossier: they find rows, seal rows and sign heads.

use zeroize::Zeroizing;

use crate::{Error, derive, random};

/// 32 bytes kept apart from the database, so that a dump alone cannot be searched or guessed at.
pub struct Pepper(Zeroizing<[u8; 32]>);

impl Pepper {
    /// Draws a new one.
    pub fn generate() -> Self {
        Self(Zeroizing::new(random::bytes()))
    }

    /// Reads what [`Pepper::expose`] gave.
    ///
    /// # Errors
    /// [`Error::Form`] when there are not exactly 32 bytes.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, Error> {
        <[u8; 32]>::try_from(bytes)
            .map(|bytes| Self(Zeroizing::new(bytes)))
            .map_err(|_| Error::Form("pepper"))
    }

    /// The bytes, to be written to the instance's secrets folder and nowhere else.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// `P(label, x)` = HMAC-SHA-256(pepper, label ‖ 0x00 ‖ x): finds a row without saying what
    /// was looked for.
    pub fn lookup(&self, label: &str, x: &[u8]) -> [u8; 32] {
        derive::hmac(&*self.0, &[label.as_bytes(), &[0], x])
    }
}
