//! Sealing a piece in one pass: hashed on a second core while this one encrypts.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;

use super::{Recipient, Writer};
use crate::{Digest, Hasher, Result};

/// What is hashed at once. Below the size from which allocators map fresh pages for each buffer.
const CHUNK: usize = 64 * 1024;
/// How many chunks may wait for the hash: with [`CHUNK`], the memory that a job may take.
const WAITING: usize = 8;

/// A piece being sealed. Write its bytes, then [`SealJob::finish`]. Memory is bounded by
/// about 1 MiB whatever the size. Writing blocks: call it off the async threads.
pub struct SealJob<W: Write> {
    writer: Writer<Counted<W>>,
    chunk: Vec<u8>,
    hash: Hashing,
}

/// A piece of one chunk is hashed in place; the thread starts with the second chunk.
enum Hashing {
    Here(Hasher),
    Beside(SyncSender<Arc<Vec<u8>>>, JoinHandle<Digest>),
}

/// A sealed piece.
pub struct Sealed<W> {
    /// The length of the original, in bytes.
    pub len: u64,
    /// The digest of the original.
    pub digest: Digest,
    /// The length of the ciphertext, in bytes.
    pub stored: u64,
    /// CRC-32C (RFC 3720) of the ciphertext: finds a failing disk without any key.
    pub crc32c: u32,
    /// Where the ciphertext was written; not yet synced.
    pub writer: W,
}

struct Counted<W> {
    inner: W,
    len: u64,
    crc32c: u32,
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.inner.write(bytes)?;
        self.crc32c = crc32c::crc32c_append(self.crc32c, bytes.get(..n).unwrap_or(bytes));
        self.len += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

fn hasher_gone() -> io::Error {
    io::Error::other("the hashing thread ended early")
}

impl<W: Write> SealJob<W> {
    /// Starts a piece encrypted to these recipients into `writer`.
    ///
    /// # Errors
    /// [`crate::Error::NoKey`] without any recipient, [`crate::Error::Io`] when `writer` fails.
    pub fn start(writer: W, to: &[Recipient]) -> Result<Self> {
        let counted = Counted {
            inner: writer,
            len: 0,
            crc32c: 0,
        };
        Ok(Self {
            writer: Writer::new(counted, to)?,
            chunk: Vec::with_capacity(CHUNK),
            hash: Hashing::Here(Hasher::new()),
        })
    }

    fn full_chunk(&mut self) -> io::Result<()> {
        let chunk = Arc::new(std::mem::replace(
            &mut self.chunk,
            Vec::with_capacity(CHUNK),
        ));
        if let Hashing::Here(hasher) = &self.hash {
            let (send, receive) = sync_channel::<Arc<Vec<u8>>>(WAITING);
            let mut hasher = hasher.clone();
            let thread = std::thread::Builder::new()
                .name("hash".into())
                .spawn(move || {
                    for chunk in receive {
                        hasher.update(&chunk);
                    }
                    hasher.finish()
                })?;
            self.hash = Hashing::Beside(send, thread);
        }
        if let Hashing::Beside(send, _) = &self.hash {
            send.send(Arc::clone(&chunk)).map_err(|_| hasher_gone())?;
        }
        self.writer.write_all(&chunk)
    }

    /// Ends the piece: pads, ends the ciphertext, waits for the digest.
    ///
    /// # Errors
    /// When the writer fails (disk full), or the hashing thread died.
    pub fn finish(self) -> io::Result<Sealed<W>> {
        self.finish_padded(0)
    }

    /// The same, padded to at least `padded` bytes.
    ///
    /// # Errors
    /// As [`SealJob::finish`].
    pub fn finish_padded(mut self, padded: u64) -> io::Result<Sealed<W>> {
        self.writer.write_all(&self.chunk)?;
        let digest = match self.hash {
            Hashing::Here(mut hasher) => {
                hasher.update(&self.chunk);
                hasher.finish()
            }
            Hashing::Beside(send, thread) => {
                send.send(Arc::new(self.chunk)).map_err(|_| hasher_gone())?;
                drop(send);
                thread.join().map_err(|_| hasher_gone())?
            }
        };
        let len = self.writer.len();
        let Counted {
            inner,
            len: stored,
            crc32c,
        } = self.writer.finish_padded(padded)?;
        Ok(Sealed {
            len,
            digest,
            stored,
            crc32c,
            writer: inner,
        })
    }
}

impl<W: Write> Write for SealJob<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = CHUNK - self.chunk.len();
        let now = bytes.get(..room).unwrap_or(bytes);
        self.chunk.extend_from_slice(now);
        if self.chunk.len() == CHUNK {
            self.full_chunk()?;
        }
        Ok(now.len())
    }

    /// Encrypted chunks go out as they fill; there is nothing to force before the end.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
