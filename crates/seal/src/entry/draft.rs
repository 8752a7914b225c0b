//! An entry before the server gives it a place and a time.

use std::collections::BTreeSet;

use kernel::{DossierId, Moment};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::{By, Line, Part, words};
use crate::{Digest, Error, Result, json, random};

/// Collects the parts and the local data of one entry.
#[derive(Clone)]
pub struct EntryDraft {
    kind: String,
    parts: Vec<Part>,
    names: BTreeSet<String>,
    local: Map<String, Value>,
}

impl EntryDraft {
    /// An entry of this type, without parts.
    pub fn new(kind: impl Into<String>) -> Self {
        Self {
            kind: kind.into(),
            parts: Vec::new(),
            names: BTreeSet::new(),
            local: Map::new(),
        }
    }

    /// Adds a part that was made elsewhere.
    ///
    /// # Errors
    /// [`Error::Form`] when the entry already has a part of that name: a mask must say which.
    pub fn part(mut self, part: Part) -> Result<Self> {
        if !self.names.insert(part.name().to_owned()) {
            return Err(Error::Form("two parts of one name"));
        }
        self.parts.push(part);
        Ok(self)
    }

    /// Adds a named value.
    ///
    /// # Errors
    /// [`Error::Form`] on a name used twice or a value that canonical JSON refuses.
    pub fn value(self, name: &str, value: impl Into<Value>) -> Result<Self> {
        self.part(Part::new(name, value.into())?)
    }

    /// Adds a text that somebody wrote, said or received: the part commits to its words, the
    /// text and the seed of its salts stay in local data.
    ///
    /// # Errors
    /// [`Error::TooLong`] above 64 KiB (such a text is a piece), [`Error::Form`] on a name used
    /// twice.
    pub fn words(mut self, name: &str, text: &str) -> Result<Self> {
        let seed = Zeroizing::new(random::bytes::<32>());
        let commitment = words::commitment(&seed, text)?;
        self = self.value(name, serde_json::json!({ "words": commitment.to_string() }))?;
        let kept = self
            .local
            .entry("words")
            .or_insert_with(|| Map::new().into());
        if let Some(kept) = kept.as_object_mut() {
            let seed = kernel::id::to_hex(&*seed);
            kept.insert(
                name.to_owned(),
                serde_json::json!({ "seed": seed, "text": text }),
            );
        }
        Ok(self)
    }

    /// Adds the parts of a file (specification §2): name, media type, length in bytes and digest
    /// of the original, class of provenance (A–D) and source, one part each so that each can be
    /// masked alone.
    ///
    /// # Errors
    /// [`Error::Form`] on a name used twice.
    pub fn file(
        self,
        name: &str,
        media: &str,
        bytes: u64,
        sha256: &Digest,
        class: char,
        source: &str,
    ) -> Result<Self> {
        self.value("name", name)?
            .value("media", media)?
            .value(
                "file",
                serde_json::json!({ "bytes": bytes, "sha256": sha256.to_string() }),
            )?
            .value("class", class.to_string())?
            .value("source", source)
    }

    /// Keeps a value beside the parts: stored with the entry, never committed, never exported.
    ///
    /// # Errors
    /// [`Error::Form`] on the key `words`, which is taken, or a value that canonical JSON refuses.
    pub fn local(mut self, key: &str, value: impl Into<Value>) -> Result<Self> {
        let value = value.into();
        json::canonical(&value)?;
        if key == "words" || self.local.insert(key.to_owned(), value).is_some() {
            return Err(Error::Form("local key used twice"));
        }
        Ok(self)
    }

    /// The parts so far, in order.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The type of the entry.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The line of this entry at its place, with a salt of its own.
    pub fn line(&self, at: Moment, by: By, d: DossierId, seq: u64) -> Line {
        Line {
            at,
            by,
            d,
            parts: self.parts.iter().map(Part::digest).collect(),
            salt: random::bytes(),
            seq,
            sig: None,
            kind: self.kind.clone(),
            v: 1,
        }
    }

    /// Local data and parts, one a line, each ended by LF: what is encrypted after padding.
    ///
    /// # Errors
    /// None in practice: every value was checked when it came in.
    pub fn body_bytes(&self) -> Result<Vec<u8>> {
        let mut out = json::canonical(&Value::Object(self.local.clone()))?;
        out.push(b'\n');
        for part in &self.parts {
            out.extend_from_slice(part.bytes());
            out.push(b'\n');
        }
        Ok(out)
    }
}
