//! Signed heads: C2SP checkpoints in signed notes, with Ed25519 (RFC 8032).

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as B64;
use ed25519_dalek::Signer as _;

use crate::{Digest, Error, Result, random, sha256};

/// The type byte of Ed25519 in key ids and vkeys.
const ED25519: u8 = 1;

/// A private Ed25519 key of the instance (or of one person's `preau seal`).
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// Draws a new one.
    pub fn generate() -> Self {
        let seed = zeroize::Zeroizing::new(random::bytes::<32>());
        Self(ed25519_dalek::SigningKey::from_bytes(&seed))
    }

    /// Reads the 32 bytes that [`SigningKey::expose`] gave.
    ///
    /// # Errors
    /// [`Error::Form`] when there are not exactly 32.
    pub fn from_slice(bytes: &[u8]) -> Result<Self> {
        let bytes = bytes.try_into().map_err(|_| Error::Form("signing key"))?;
        Ok(Self(ed25519_dalek::SigningKey::from_bytes(bytes)))
    }

    /// The private bytes, to be written to the instance's secrets folder and nowhere else.
    pub fn expose(&self) -> zeroize::Zeroizing<[u8; 32]> {
        zeroize::Zeroizing::new(self.0.to_bytes())
    }

    /// The public half under a name (`<instance>/d`).
    pub fn vkey(&self, name: &str) -> Vkey {
        Vkey {
            name: name.to_owned(),
            key: self.0.verifying_key(),
        }
    }

    /// Signs a text, which must end with a line feed, into a note.
    ///
    /// # Errors
    /// [`Error::Form`] on a text or a name that cannot stand in a note.
    pub fn sign(&self, name: &str, text: &str) -> Result<String> {
        if !is_name(name) || !is_text(text) {
            return Err(Error::Form("text of a note"));
        }
        let vkey = self.vkey(name);
        let mut signature = vkey.id().to_vec();
        signature.extend_from_slice(&self.0.sign(text.as_bytes()).to_bytes());
        Ok(format!("{text}\n— {name} {}\n", B64.encode(signature)))
    }
}

/// A name stands between spaces and before a `+`.
fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c.is_control() || c == '+')
}

fn is_text(text: &str) -> bool {
    text.ends_with('\n')
        && !text.starts_with('\n')
        && !text.contains("\n\n")
        && !text.chars().any(|c| c.is_control() && c != '\n')
}

/// A public key with its name: `name+<8 hex>+<base64>`.
#[derive(Clone, PartialEq, Eq)]
pub struct Vkey {
    name: String,
    key: ed25519_dalek::VerifyingKey,
}

impl Vkey {
    /// The name of the key.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The 32 bytes of the public key.
    pub fn key(&self) -> &[u8; 32] {
        self.key.as_bytes()
    }

    /// The first 4 bytes of `H(name ‖ LF ‖ 0x01 ‖ key)`.
    pub fn id(&self) -> [u8; 4] {
        let text = [self.name.as_bytes(), b"\n", &[ED25519], self.key()].concat();
        let [a, b, c, d, ..] = *sha256(&text).bytes();
        [a, b, c, d]
    }

    /// The key as PEM (RFC 8410), for `openssl pkeyutl -verify -pubin -inkey`.
    pub fn to_pem(&self) -> String {
        // SubjectPublicKeyInfo of Ed25519 has one encoding: this prefix, then the key.
        const PREFIX: [u8; 12] = [0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0];
        let der = [PREFIX.as_slice(), self.key()].concat();
        format!(
            "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n",
            B64.encode(der)
        )
    }
}

impl fmt::Display for Vkey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = B64.encode([&[ED25519], self.key().as_slice()].concat());
        write!(f, "{}+{}+{key}", self.name, kernel::id::to_hex(&self.id()))
    }
}

impl fmt::Debug for Vkey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Vkey({self})")
    }
}

impl FromStr for Vkey {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let wrong = || Error::Form("vkey");
        let (name, rest) = text.split_once('+').ok_or_else(wrong)?;
        let (_, key) = rest.split_once('+').ok_or_else(wrong)?;
        let key = B64.decode(key).map_err(|_| wrong())?;
        let Some((&ED25519, key)) = key.split_first() else {
            return Err(wrong());
        };
        let key = key.try_into().map_err(|_| wrong())?;
        let key = ed25519_dalek::VerifyingKey::from_bytes(key).map_err(|_| wrong())?;
        let vkey = Self {
            name: name.to_owned(),
            key,
        };
        // Also compares the key id with the key.
        if is_name(name) && vkey.to_string() == text {
            Ok(vkey)
        } else {
            Err(wrong())
        }
    }
}

/// One signature line of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteSignature {
    /// The name of the key.
    pub name: String,
    /// The id of the key.
    pub id: [u8; 4],
    /// The signature, 64 bytes for Ed25519.
    pub signature: Vec<u8>,
}

/// A note as it is written; nothing is verified yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The signed text, with its last line feed.
    pub text: String,
    /// The signatures, in order.
    pub signatures: Vec<NoteSignature>,
}

impl Note {
    /// Reads the form of a note.
    ///
    /// # Errors
    /// [`Error::Form`] when it is not a note with at least one signature.
    pub fn parse(note: &str) -> Result<Self> {
        let wrong = || Error::Form("note");
        let (text, lines) = note.rsplit_once("\n\n").ok_or_else(wrong)?;
        let text = format!("{text}\n");
        let lines = lines.strip_suffix('\n').ok_or_else(wrong)?;
        let signatures = lines
            .split('\n')
            .map(signature_line)
            .collect::<Option<Vec<_>>>();
        match signatures {
            Some(signatures) if is_text(&text) => Ok(Self { text, signatures }),
            _ => Err(wrong()),
        }
    }

    /// Checks the signatures of the keys that are known.
    ///
    /// # Errors
    /// [`Error::NoKey`] when none of them signed, [`Error::Mismatch`] when a signature under a
    /// known key is false.
    pub fn verify(&self, known: &[Vkey]) -> Result<()> {
        let mut seen = false;
        for line in &self.signatures {
            for vkey in known
                .iter()
                .filter(|key| key.name == line.name && key.id() == line.id)
            {
                ed25519_dalek::Signature::from_slice(&line.signature)
                    .and_then(|signature| vkey.key.verify_strict(self.text.as_bytes(), &signature))
                    .map_err(|_| Error::Mismatch("signature of a note"))?;
                seen = true;
            }
        }
        if seen { Ok(()) } else { Err(Error::NoKey) }
    }

    /// The checkpoint in the text; call [`Note::verify`] before believing it.
    ///
    /// # Errors
    /// [`Error::Form`] when the text is not that of a checkpoint.
    pub fn checkpoint(&self) -> Result<Checkpoint> {
        Checkpoint::from_text(&self.text)
    }
}

fn signature_line(line: &str) -> Option<NoteSignature> {
    let (name, signature) = line.strip_prefix("— ")?.split_once(' ')?;
    let decoded = B64.decode(signature).ok()?;
    let (id, bytes) = decoded.split_first_chunk::<4>()?;
    is_name(name).then(|| NoteSignature {
        name: name.to_owned(),
        id: *id,
        signature: bytes.to_vec(),
    })
}

/// How many leaves a journal has and what their root is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which journal: `<instance>/d/<dossier>`.
    pub origin: String,
    /// How many leaves.
    pub size: u64,
    /// Their root.
    pub root: Digest,
}

impl Checkpoint {
    /// The three lines that are signed.
    pub fn to_text(&self) -> String {
        format!(
            "{}\n{}\n{}\n",
            self.origin,
            self.size,
            B64.encode(self.root.bytes())
        )
    }

    fn from_text(text: &str) -> Result<Self> {
        let wrong = || Error::Form("checkpoint");
        let mut lines = text.split('\n');
        let mut next = || lines.next().ok_or_else(wrong);
        let origin = next()?.to_owned();
        let size = next()?.parse().map_err(|_| wrong())?;
        let root = B64.decode(next()?).map_err(|_| wrong())?;
        let checkpoint = Self {
            origin,
            size,
            root: Digest::from_slice(&root)?,
        };
        // Extension lines, leading zeros or signs end here.
        if !checkpoint.origin.is_empty() && checkpoint.to_text() == text {
            Ok(checkpoint)
        } else {
            Err(wrong())
        }
    }
}

/// The head of a journal, signed.
///
/// # Errors
/// [`Error::Form`] on a key name or an origin that cannot stand in a note.
pub fn sign_checkpoint(
    key: &SigningKey,
    key_name: &str,
    origin: &str,
    size: u64,
    root: Digest,
) -> Result<String> {
    let checkpoint = Checkpoint {
        origin: origin.to_owned(),
        size,
        root,
    };
    let text = checkpoint.to_text();
    if Checkpoint::from_text(&text)? != checkpoint {
        return Err(Error::Form("origin"));
    }
    key.sign(key_name, &text)
}

/// Opens a signed head with the keys that are trusted.
///
/// # Errors
/// [`Error::Form`] when it is no checkpoint, [`Error::NoKey`] when no trusted key signed it,
/// [`Error::Mismatch`] when such a signature is false.
pub fn open(note: &str, known: &[Vkey]) -> Result<Checkpoint> {
    let note = Note::parse(note)?;
    note.verify(known)?;
    note.checkpoint()
}
