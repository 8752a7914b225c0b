//! Encryption at rest: age v1 files to X25519 recipients, padded, that Debian's `age` opens.
//! age files name no author: what they hold is believed only through digests and row seals.

mod job;
mod pad;
mod stream;

use std::fmt;
use std::str::FromStr;

use age::secrecy::ExposeSecret as _;
use zeroize::Zeroizing;

pub use job::{SealJob, Sealed};
pub use pad::{pad_entry, padded_entry_len, padded_len, unpad};
pub use stream::{Reader, Writer, decrypting, decrypting_with_passphrase};

use crate::{Error, Result, random};

/// An age X25519 identity: it opens what was encrypted to its recipient. Wiped when dropped.
#[derive(Clone)]
pub struct Identity(age::x25519::Identity);

impl Identity {
    /// Draws a new one.
    pub fn generate() -> Self {
        // The bytes go through the one source of randomness; 32 bytes always make an identity.
        loop {
            if let Ok(identity) = Self::from_bytes(&Zeroizing::new(random::bytes())) {
                return identity;
            }
        }
    }

    /// The identity whose secret key is these bytes: bech32 with `AGE-SECRET-KEY-`.
    pub(crate) fn from_bytes(bytes: &[u8; 32]) -> Result<Self> {
        let wrong = |_| Error::Form("identity");
        let hrp = bech32::Hrp::parse("AGE-SECRET-KEY-").map_err(|_| Error::Form("identity"))?;
        let text = bech32::encode_upper::<bech32::Bech32>(hrp, bytes)
            .map_err(|_| Error::Form("identity"))?;
        Zeroizing::new(text).parse().map(Self).map_err(wrong)
    }

    /// Reads `AGE-SECRET-KEY-1…`.
    ///
    /// # Errors
    /// [`Error::Form`] when it is not one.
    pub fn from_secret(text: &str) -> Result<Self> {
        text.parse().map(Self).map_err(|_| Error::Form("identity"))
    }

    /// The line `AGE-SECRET-KEY-1…`, as `age -i` reads it.
    pub fn secret(&self) -> Zeroizing<String> {
        Zeroizing::new(self.0.to_string().expose_secret().to_owned())
    }

    /// The public half.
    pub fn to_public(&self) -> Recipient {
        Recipient(self.0.to_public())
    }
}

/// The public half of an [`Identity`]: `age1…`.
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient(age::x25519::Recipient);

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl FromStr for Recipient {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        text.parse().map(Self).map_err(|_| Error::Form("recipient"))
    }
}

/// Longest header that we take from others, in bytes: two recipients need about 300.
pub const LONGEST_HEADER: usize = 2048;

/// Whether bytes that somebody else sealed begin as an age file whose header ends soon: reading a long one costs the
/// square of its length.
pub fn is_short_header(bytes: &[u8]) -> bool {
    let head = bytes.get(..LONGEST_HEADER).unwrap_or(bytes);
    head.starts_with(b"age-encryption.org/v1\n") && head.windows(5).any(|five| five == b"\n--- ")
}

fn encryptor(to: &[Recipient]) -> Result<age::Encryptor> {
    age::Encryptor::with_recipients(to.iter().map(|to| &to.0 as &dyn age::Recipient))
        .map_err(|_| Error::NoKey)
}

fn identities(with: &[Identity]) -> impl Iterator<Item = &dyn age::Identity> {
    with.iter()
        .map(|identity| &identity.0 as &dyn age::Identity)
}

fn opening(error: age::DecryptError) -> Error {
    match error {
        age::DecryptError::Io(io) => Error::Io(io),
        age::DecryptError::NoMatchingKeys | age::DecryptError::KeyDecryptionFailed => Error::NoKey,
        age::DecryptError::InvalidMac | age::DecryptError::DecryptionFailed => {
            Error::Mismatch("age file")
        }
        _ => Error::Form("age file"),
    }
}

/// Encrypts a small thing as it is; pad it first with [`pad_entry`] where its length would tell.
///
/// # Errors
/// [`Error::NoKey`] without any recipient.
pub fn encrypt(plaintext: &[u8], to: &[Recipient]) -> Result<Vec<u8>> {
    // Header of about 200 bytes for each recipient, 16 bytes for each 64 KiB.
    let out = Vec::with_capacity(plaintext.len() + plaintext.len() / 4096 + 200 * (to.len() + 1));
    let mut writer = encryptor(to)?.wrap_output(out)?;
    std::io::Write::write_all(&mut writer, plaintext)?;
    Ok(writer.finish()?)
}

/// Decrypts a small thing, padding included.
///
/// # Errors
/// [`Error::NoKey`] when no identity opens it, [`Error::Mismatch`] when a byte was changed,
/// [`Error::Form`] when it is no age file.
pub fn decrypt(ciphertext: &[u8], with: &[Identity]) -> Result<Vec<u8>> {
    let decryptor = age::Decryptor::new_buffered(ciphertext).map_err(in_memory)?;
    let mut reader = decryptor.decrypt(identities(with)).map_err(in_memory)?;
    let mut out = Vec::with_capacity(ciphertext.len());
    std::io::Read::read_to_end(&mut reader, &mut out).map_err(|_| Error::Mismatch("age file"))?;
    Ok(out)
}

/// Encrypts an identity file. Padded with line feeds, not zeros, so that `age -i` reads what comes out as it is.
///
/// # Errors
/// None in practice.
pub(crate) fn encrypt_lines(text: &str, to: &Recipient) -> Result<Vec<u8>> {
    let mut bytes = Zeroizing::new(text.as_bytes().to_vec());
    let padded = padded_entry_len(bytes.len());
    bytes.resize(padded, b'\n');
    encrypt(&bytes, std::slice::from_ref(to))
}

/// Opens what [`encrypt_lines`] made: the text, without its padding.
///
/// # Errors
/// [`Error::NoKey`] when it is not to this reader, [`Error::Form`] when it is no text.
pub(crate) fn decrypt_lines(ciphertext: &[u8], with: &Identity) -> Result<Zeroizing<String>> {
    let bytes = Zeroizing::new(decrypt(ciphertext, std::slice::from_ref(with))?);
    let text = std::str::from_utf8(&bytes).map_err(|_| Error::Form("identity file"))?;
    let end = text.trim_end_matches('\n').len().saturating_add(1);
    Ok(Zeroizing::new(text.get(..end).unwrap_or(text).to_owned()))
}

/// Reading from memory has no failure of its own: what fails is the form.
fn in_memory(error: age::DecryptError) -> Error {
    match opening(error) {
        Error::Io(_) => Error::Form("age file"),
        other => other,
    }
}
