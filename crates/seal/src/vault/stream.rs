//! Pieces: encrypted and decrypted as a stream, in constant memory.

use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};

use age::stream::{StreamReader, StreamWriter};

use super::{Identity, Recipient, encryptor, identities, opening, padded_len};
use crate::{Error, Result};

/// Encrypts what is written to it. Without [`Writer::finish`] the file stays truncated, and
/// readers refuse it.
pub struct Writer<W: Write> {
    /// Buffered because age hides why its header could not be written; blocks pass through whole.
    inner: StreamWriter<BufWriter<W>>,
    len: u64,
}

impl<W: Write> Writer<W> {
    /// Starts a file in `inner`.
    ///
    /// # Errors
    /// [`Error::NoKey`] without any recipient, [`Error::Io`] when `inner` fails.
    pub fn new(inner: W, to: &[Recipient]) -> Result<Self> {
        let inner = encryptor(to)?.wrap_output(BufWriter::new(inner))?;
        Ok(Self { inner, len: 0 })
    }

    /// Writes an envelope that a passphrase opens (age's scrypt, RFC 7914): for files that leave,
    /// never at rest.
    ///
    /// # Errors
    /// [`Error::Io`] when `inner` fails.
    pub fn with_passphrase(inner: W, passphrase: &str) -> Result<Self> {
        let inner = age::Encryptor::with_user_passphrase(passphrase.to_owned().into())
            .wrap_output(BufWriter::new(inner))?;
        Ok(Self { inner, len: 0 })
    }

    /// How many bytes of plaintext came in so far.
    pub const fn len(&self) -> u64 {
        self.len
    }

    /// Whether nothing came in so far.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Pads with zeros to [`padded_len`], ends the file and gives back where it was written.
    ///
    /// # Errors
    /// When `inner` fails.
    pub fn finish(self) -> io::Result<W> {
        self.finish_padded(0)
    }

    /// The same, with at least `padded` bytes of plaintext: the last segment of a file covers what the whole
    /// would be padded to.
    ///
    /// # Errors
    /// When `inner` fails.
    pub fn finish_padded(mut self, padded: u64) -> io::Result<W> {
        const ZEROS: [u8; 4096] = [0; 4096];
        let mut missing = padded_len(self.len).max(padded).saturating_sub(self.len);
        while missing > 0 {
            let n = usize::try_from(missing)
                .unwrap_or(usize::MAX)
                .min(ZEROS.len());
            self.inner.write_all(ZEROS.get(..n).unwrap_or(&ZEROS))?;
            missing -= n as u64;
        }
        self.finish_unpadded()
    }

    /// Ends the file without padding: for an archive that leaves and must open as it is.
    ///
    /// # Errors
    /// When `inner` fails.
    pub fn finish_unpadded(self) -> io::Result<W> {
        let buffered = self.inner.finish()?;
        buffered
            .into_inner()
            .map_err(io::IntoInnerError::into_error)
    }
}

impl<W: Write> Write for Writer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.inner.write(bytes)?;
        self.len += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Decrypts a padded piece and answers any range of it. Positions are those of the original.
pub struct Reader<R: Read + Seek> {
    inner: StreamReader<R>,
    /// Where `inner` stands.
    at: u64,
    /// Where the caller stands.
    wanted: u64,
    len: u64,
}

impl<R: Read + Seek> Reader<R> {
    /// Opens a piece whose original has `len` bytes. The last block is authenticated here, so a
    /// truncated file, or one of another length than `len` pads to, is refused before its first
    /// byte is served.
    ///
    /// # Errors
    /// [`Error::NoKey`] when no identity opens it, [`Error::Mismatch`] when its length is not
    /// that of a piece of `len` bytes or a byte was changed, [`Error::Io`] when `inner` fails.
    pub fn new(inner: R, with: &[Identity], len: u64) -> Result<Self> {
        let decryptor = age::Decryptor::new(inner).map_err(opening)?;
        let mut inner = decryptor.decrypt(identities(with)).map_err(opening)?;
        let stored = inner.seek(SeekFrom::End(0)).map_err(reading)?;
        if stored != padded_len(len) {
            return Err(Error::Mismatch("length of a piece"));
        }
        inner.seek(SeekFrom::Start(0)).map_err(reading)?;
        Ok(Self {
            inner,
            at: 0,
            wanted: 0,
            len,
        })
    }

    /// The length of the original.
    pub const fn len(&self) -> u64 {
        self.len
    }

    /// Whether the original is empty.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }
}

/// age reports a changed byte as invalid data or a sudden end.
fn reading(error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => Error::Mismatch("age file"),
        _ => Error::Io(error),
    }
}

impl<R: Read + Seek> Read for Reader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.len.saturating_sub(self.wanted)).unwrap_or(usize::MAX);
        let n = left.min(out.len());
        let Some(out) = out.get_mut(..n).filter(|out| !out.is_empty()) else {
            return Ok(0);
        };
        if self.at != self.wanted {
            self.at = self.inner.seek(SeekFrom::Start(self.wanted))?;
        }
        let n = self.inner.read(out)?;
        if n == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.at += n as u64;
        self.wanted = self.at;
        Ok(n)
    }
}

impl<R: Read + Seek> Seek for Reader<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let to = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.wanted.checked_add_signed(by),
            SeekFrom::End(by) => self.len.checked_add_signed(by),
        };
        self.wanted = to.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.wanted)
    }
}

/// Decrypts any age file as a stream, padding included.
///
/// # Errors
/// [`Error::NoKey`] when no identity opens it, [`Error::Form`] when it is no age file.
pub fn decrypting<R: Read>(inner: R, with: &[Identity]) -> Result<impl Read + use<R>> {
    let decryptor = age::Decryptor::new(inner).map_err(opening)?;
    decryptor.decrypt(identities(with)).map_err(opening)
}

/// Decrypts an envelope made with [`Writer::with_passphrase`].
///
/// # Errors
/// [`Error::NoKey`] when the passphrase is not the one, [`Error::Form`] when it is no such file.
pub fn decrypting_with_passphrase<R: Read>(
    inner: R,
    passphrase: &str,
) -> Result<impl Read + use<R>> {
    let decryptor = age::Decryptor::new(inner).map_err(opening)?;
    let identity = age::scrypt::Identity::new(passphrase.to_owned().into());
    decryptor
        .decrypt(std::iter::once(&identity as &dyn age::Identity))
        .map_err(opening)
}
