//! Reading an entry back, with every digest checked: an [`Entry`] or a [`Disclosed`] cannot be
//! made in any other way.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Line, Part, words};
use crate::vault::unpad;
use crate::{Digest, Error, Result, json};

/// A whole entry, as somebody who holds the dossier's identity reads it.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The line.
    pub line: Line,
    /// Its exact bytes, without padding.
    pub line_bytes: Vec<u8>,
    /// Data kept beside, never committed.
    pub local: Value,
    /// All parts, in the order of the line's digests.
    pub parts: Vec<Part>,
}

/// Opens an entry from its decrypted line and body, padded or not.
///
/// # Errors
/// [`Error::Mismatch`] when a part or a text is not the one committed to, [`Error::Form`] or
/// [`Error::Version`] when the bytes cannot be read.
pub fn open_entry(line_bytes: &[u8], body_bytes: &[u8]) -> Result<Entry> {
    let line_bytes = unpad(line_bytes);
    let line = Line::parse(line_bytes)?;
    line.check_sig()?;
    let wrong = Error::Form("body");
    let body = unpad(body_bytes).strip_suffix(b"\n").ok_or(wrong)?;
    let mut rows = body.split(|byte| *byte == b'\n');
    let local = json::read(rows.next().unwrap_or_default())?;
    if !local.is_object() {
        return Err(Error::Form("local data"));
    }
    let parts = rows.map(Part::parse).collect::<Result<Vec<_>>>()?;
    if !parts
        .iter()
        .map(Part::digest)
        .eq(line.parts.iter().copied())
    {
        return Err(Error::Mismatch("parts of an entry"));
    }
    unique_names(&parts)?;
    let entry = Entry {
        line,
        line_bytes: line_bytes.to_vec(),
        local,
        parts,
    };
    for part in &entry.parts {
        if let Some(commitment) = part.words() {
            let (seed, text) = entry
                .kept_words(part.name())
                .ok_or(Error::Mismatch("text that is missing"))?;
            if words::commitment(&seed, text)? != commitment {
                return Err(Error::Mismatch("text"));
            }
        }
    }
    Ok(entry)
}

fn unique_names(parts: &[Part]) -> Result<()> {
    let names: BTreeSet<_> = parts.iter().map(Part::name).collect();
    if names.len() == parts.len() {
        Ok(())
    } else {
        Err(Error::Form("two parts of one name"))
    }
}

impl Entry {
    /// The value of a part.
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.parts
            .iter()
            .find(|part| part.name() == name)
            .map(Part::value)
    }

    fn kept_words(&self, name: &str) -> Option<([u8; 32], &str)> {
        let kept = self.local.get("words")?.get(name)?;
        let seed = kernel::id::from_hex(kept.get("seed")?.as_str()?)?;
        Some((seed, kept.get("text")?.as_str()?))
    }

    /// A text committed by words, checked against its commitment when the entry was opened; or
    /// the value of a part that is a plain string.
    pub fn text(&self, name: &str) -> Option<String> {
        let part = self.parts.iter().find(|part| part.name() == name)?;
        match part.words() {
            Some(_) => self.kept_words(name).map(|(_, text)| text.to_owned()),
            None => part.value().as_str().map(str::to_owned),
        }
    }

    /// The words of such a text, each with the white space after it; their indexes are those
    /// that a mask names.
    pub fn word_tokens(&self, name: &str) -> Option<Vec<&str>> {
        self.parts
            .iter()
            .find(|part| part.name() == name)?
            .words()?;
        self.kept_words(name).map(|(_, text)| words::tokens(text))
    }

    /// The word list of such a text for an export; `masked` says which words to hide.
    ///
    /// # Errors
    /// [`Error::Form`] when no such text is there.
    pub fn word_list(&self, name: &str, masked: impl Fn(usize) -> bool) -> Result<Vec<u8>> {
        let (seed, text) = self.kept_words(name).ok_or(Error::Form("no such text"))?;
        words::list(&seed, text, masked)
    }
}

/// What an export shows of an entry: its line, some parts, and the digests of the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Disclosed {
    /// The line.
    pub line: Line,
    /// The parts that were disclosed.
    pub parts: Vec<Part>,
    /// The digests of the parts that were masked.
    pub masked: Vec<Digest>,
}

/// Checks disclosed parts (one a line, each ended by LF, in the line's order) against their line.
///
/// # Errors
/// [`Error::Mismatch`] when a part belongs to no digest of the line or is not in its order,
/// [`Error::Form`] or [`Error::Version`] when the bytes cannot be read.
pub fn disclose(line_bytes: &[u8], parts: &[u8]) -> Result<Disclosed> {
    let line = Line::parse(line_bytes)?;
    line.check_sig()?;
    let rows = match parts {
        [] => None,
        _ => {
            let rows = parts.strip_suffix(b"\n").ok_or(Error::Form("parts"))?;
            Some(rows.split(|byte| *byte == b'\n'))
        }
    };
    let parts = rows
        .into_iter()
        .flatten()
        .map(Part::parse)
        .collect::<Result<Vec<_>>>()?;
    unique_names(&parts)?;
    let mut shown = parts.iter().map(Part::digest).peekable();
    let masked = line
        .parts
        .iter()
        .copied()
        .filter(|digest| shown.next_if_eq(digest).is_none())
        .collect();
    if shown.peek().is_some() {
        return Err(Error::Mismatch("part that the line does not hold"));
    }
    Ok(Disclosed {
        line,
        parts,
        masked,
    })
}
