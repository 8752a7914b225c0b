//! A part: `["<salt>","<name>",<value>]`, the disclosure of RFC 9901 without its base64 layer,
//! so that `sha256sum` checks it.

use serde_json::Value;

use crate::{Digest, Error, Result, json, random, sha256};

/// One named value of an entry, with the salt that makes its digest unguessable.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    bytes: Vec<u8>,
    name: String,
    value: Value,
}

impl Part {
    /// A part with a salt of its own.
    ///
    /// # Errors
    /// [`Error::Form`] when canonical JSON refuses the value.
    pub fn new(name: &str, value: Value) -> Result<Self> {
        Self::with_salt(random::bytes(), name, value)
    }

    /// A part with this salt, for test vectors; a salt must never serve twice.
    ///
    /// # Errors
    /// [`Error::Form`] when canonical JSON refuses the value.
    pub fn with_salt(salt: [u8; 16], name: &str, value: Value) -> Result<Self> {
        if name.is_empty() {
            return Err(Error::Form("part without a name"));
        }
        let salt = kernel::id::to_hex(&salt);
        let bytes = json::canonical(&Value::Array(vec![salt.into(), name.into(), value.clone()]))?;
        let name = name.to_owned();
        Ok(Self { bytes, name, value })
    }

    /// Reads the exact bytes of a part.
    ///
    /// # Errors
    /// [`Error::Form`] when they are not those of a part.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let wrong = Error::Form("part");
        let Value::Array(items) = json::read(bytes)? else {
            return Err(wrong);
        };
        let Ok([Value::String(salt), Value::String(name), value]) = <[Value; 3]>::try_from(items)
        else {
            return Err(wrong);
        };
        if kernel::id::from_hex::<16>(&salt).is_none() || name.is_empty() {
            return Err(wrong);
        }
        let bytes = bytes.to_vec();
        Ok(Self { bytes, name, value })
    }

    /// What the line commits to.
    pub fn digest(&self) -> Digest {
        sha256(&self.bytes)
    }

    /// The name, unique within its entry.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The value.
    pub const fn value(&self) -> &Value {
        &self.value
    }

    /// The exact bytes that are hashed; they never hold a line feed.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The commitment, when the value is that of a text: `{"words":"<64 hex>"}`.
    pub fn words(&self) -> Option<Digest> {
        match self.value.as_object() {
            Some(object) if object.len() == 1 => object.get("words")?.as_str()?.parse().ok(),
            _ => None,
        }
    }
}
