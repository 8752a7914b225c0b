//! Row seals: age files name no author, so rows that decide who reads or writes carry an HMAC.

use serde_json::Value;
use zeroize::Zeroizing;

use crate::secrets::Pepper;
use crate::{Result, derive, json};

/// The key of the row seals, made from the pepper.
pub struct RowKey(Zeroizing<[u8; 32]>);

impl RowKey {
    /// `HKDF(pepper, "", "preau/v1/rows")`.
    pub fn from_pepper(pepper: &Pepper) -> Self {
        Self(derive::hkdf(pepper.expose(), b"", "preau/v1/rows"))
    }

    fn message(table: &str, fields: &Value) -> Result<Vec<u8>> {
        json::canonical(&Value::Array(vec![table.into(), fields.clone()]))
    }

    /// The seal of one row: HMAC over `["table",fields]` in canonical JSON. An absent column is
    /// left out of `fields`: `null` has no place in our JSON.
    ///
    /// # Errors
    /// [`crate::Error::Form`] when `fields` holds what canonical JSON refuses.
    pub fn seal(&self, table: &str, fields: &Value) -> Result<[u8; 32]> {
        Ok(derive::hmac(&*self.0, &[&Self::message(table, fields)?]))
    }

    /// Whether the stored seal is that of this row. A row that fails counts as absent.
    pub fn check(&self, table: &str, fields: &Value, seal: &[u8]) -> bool {
        Self::message(table, fields)
            .is_ok_and(|message| derive::hmac_is(&*self.0, &[&message], seal))
    }
}
