//! The line of an entry: what the tree commits to.

use std::fmt;
use std::str::FromStr;

use ed25519_dalek::{Signature, VerifyingKey};
use kernel::{DossierId, Moment};
use serde_json::{Map, Value};

use crate::{Digest, Error, Hasher, Result, json};

/// Who added an entry: a role, never a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum By {
    /// The owner: `o`.
    Owner,
    /// The N-th reader of this dossier: `rN`.
    Reader(u32),
    /// The N-th link of this dossier: `lN`.
    Link(u32),
    /// The server: `s`.
    Server,
}

impl fmt::Display for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Owner => f.write_str("o"),
            Self::Reader(n) => write!(f, "r{n}"),
            Self::Link(n) => write!(f, "l{n}"),
            Self::Server => f.write_str("s"),
        }
    }
}

impl FromStr for By {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let by = match text.split_at_checked(1) {
            Some(("o", "")) => Some(Self::Owner),
            Some(("s", "")) => Some(Self::Server),
            Some(("r", n)) => n.parse().ok().map(Self::Reader),
            Some(("l", n)) => n.parse().ok().map(Self::Link),
            _ => None,
        };
        // `r+1` or `r01` parse as numbers but are not the one writing.
        by.filter(|by| by.to_string() == text)
            .ok_or(Error::Form("author of a line"))
    }
}

/// What an extension signed when it added the entry through its link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineSig {
    /// The Ed25519 public key of the pairing.
    pub key: [u8; 32],
    /// The counter of the pairing.
    pub n: u64,
    /// The signature over [`Line::added_message`].
    pub signature: [u8; 64],
}

/// A committed line, version 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// When the server appended it.
    pub at: Moment,
    /// Who added it.
    pub by: By,
    /// Its dossier.
    pub d: DossierId,
    /// The digests of its parts, in order.
    pub parts: Vec<Digest>,
    /// Makes the leaf unguessable.
    pub salt: [u8; 16],
    /// Its place, from 0: the index of its leaf.
    pub seq: u64,
    /// The signature of an extension.
    pub sig: Option<LineSig>,
    /// What the entry is (`created`, `fact`, `piece`…); `type` in the bytes.
    pub kind: String,
    /// The version, 1.
    pub v: u8,
}

/// The leaf of a line: `H(0x00 ‖ line)`.
pub fn leaf(line_bytes: &[u8]) -> Digest {
    let mut hasher = Hasher::new();
    hasher.update(&[0]);
    hasher.update(line_bytes);
    hasher.finish()
}

impl Line {
    /// The exact bytes that are hashed. The keys stand in canonical order already.
    pub fn to_bytes(&self) -> Vec<u8> {
        let hex = kernel::id::to_hex;
        let parts: Vec<String> = self
            .parts
            .iter()
            .map(|part| format!("\"{part}\""))
            .collect();
        let sig = self.sig.as_ref().map_or_else(String::new, |sig| {
            format!(
                ",\"sig\":{{\"k\":\"{}\",\"n\":{},\"s\":\"{}\"}}",
                hex(&sig.key),
                sig.n,
                hex(&sig.signature)
            )
        });
        let mut out = format!(
            "{{\"at\":\"{}\",\"by\":\"{}\",\"d\":\"{}\",\"parts\":[{}],\"salt\":\"{}\",\"seq\":{}{sig},\"type\":",
            self.at.rfc3339(),
            self.by,
            self.d,
            parts.join(","),
            hex(&self.salt),
            self.seq,
        )
        .into_bytes();
        json::string(&self.kind, &mut out);
        out.extend_from_slice(format!(",\"v\":{}}}", self.v).as_bytes());
        out
    }

    /// The leaf of this line.
    pub fn leaf(&self) -> Digest {
        leaf(&self.to_bytes())
    }

    /// Reads the exact bytes of a line.
    ///
    /// # Errors
    /// [`Error::Version`] for another version than 1, [`Error::Form`] for anything else than the
    /// one writing of a line.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let wrong = || Error::Form("line");
        let Value::Object(fields) = json::read(bytes)? else {
            return Err(wrong());
        };
        let v = fields.get("v").and_then(Value::as_u64).ok_or_else(wrong)?;
        if v != 1 {
            return Err(Error::Version(v));
        }
        let line = Self::from_fields(&fields).ok_or_else(wrong)?;
        // Unknown keys, wrong order of digits or a date written otherwise end here.
        if line.to_bytes() == bytes {
            Ok(line)
        } else {
            Err(wrong())
        }
    }

    fn from_fields(fields: &Map<String, Value>) -> Option<Self> {
        let text = |name: &str| fields.get(name)?.as_str();
        let parts = fields.get("parts")?.as_array()?.iter();
        Some(Self {
            at: Moment::parse(text("at")?)?,
            by: text("by")?.parse().ok()?,
            d: text("d")?.parse().ok()?,
            parts: parts
                .map(|part| part.as_str()?.parse().ok())
                .collect::<Option<_>>()?,
            salt: kernel::id::from_hex(text("salt")?)?,
            seq: fields.get("seq")?.as_u64()?,
            sig: match fields.get("sig") {
                None => None,
                Some(sig) => Some(LineSig {
                    key: kernel::id::from_hex(sig.get("k")?.as_str()?)?,
                    n: sig.get("n")?.as_u64()?,
                    signature: kernel::id::from_hex(sig.get("s")?.as_str()?)?,
                }),
            },
            kind: text("type")?.to_owned(),
            v: 1,
        })
    }

    /// What the extension of a pairing signs for its addition number `n`: `preau/add/v1`, dossier,
    /// author, counter, type, digests joined by commas, each ended by LF.
    pub fn added_message(&self, n: u64) -> String {
        let digests: Vec<String> = self.parts.iter().map(Digest::to_string).collect();
        format!(
            "preau/add/v1\n{}\n{}\n{n}\n{}\n{}\n",
            self.d,
            self.by,
            self.kind,
            digests.join(",")
        )
    }

    /// Checks the signature of the extension, where the line carries one. Whether the key is that
    /// of the pairing stands in the `link` entry, which the caller compares.
    ///
    /// # Errors
    /// [`Error::Mismatch`] when the signature is not that of its key over this line.
    pub fn check_sig(&self) -> Result<()> {
        let Some(sig) = &self.sig else { return Ok(()) };
        let wrong = || Error::Mismatch("signature of an addition");
        VerifyingKey::from_bytes(&sig.key)
            .map_err(|_| wrong())?
            .verify_strict(
                self.added_message(sig.n).as_bytes(),
                &Signature::from_bytes(&sig.signature),
            )
            .map_err(|_| wrong())
    }
}
