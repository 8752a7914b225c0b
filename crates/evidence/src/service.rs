//! Receiving a file and reading it back. A file is hashed, sealed and synced in one pass, in constant
//! memory; nothing is acknowledged here: the dossier's append, committed, is the acknowledgement.

use crate::model::Received;
use crate::rules::{SNIFFED, media_of, safe_name};
use bytes::Bytes;
use futures::{Stream, StreamExt};
use kernel::{BlobId, Code, DossierId, Fault};
use seal::vault::{Identity, LONGEST_HEADER, Reader, Recipient, SealJob, is_short_header};
use seal::{Digest, Hasher};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use store::Store;
use store::blobs::{Receiving, Stored};
use tokio::sync::mpsc;

/// Chunks that may wait between the network and the cipher: bounds the memory of an upload.
pub(crate) const WAITING: usize = 16;
/// What is read at once when a piece is served.
const SERVED: usize = 64 * 1024;

enum Piece {
    Chunk(Bytes),
    End,
}

/// Receives one file: bytes go once through the hash and the cipher to a synced blob of `dossier`.
///
/// # Errors
/// `Invalid` when the file is empty, `TooLarge` above `largest` bytes, `CutOff` when `chunks` ends with
/// an error, `DiskFull` when there is no room. Nothing of a refused file stays.
pub async fn receive(
    store: &Store,
    dossier: DossierId,
    recipient: &Recipient,
    name: &str,
    largest: u64,
    chunks: impl Stream<Item = Result<Bytes, Fault>> + Send,
) -> Result<Received, Fault> {
    let name = safe_name(name);
    let mut chunks = std::pin::pin!(chunks);
    // An empty file is told apart before a lease is written for it.
    let Some(first) = next_chunk(&mut chunks).await? else {
        return Err(Fault::new(Code::Invalid, "an empty file"));
    };
    let receiving = store.blobs.begin(dossier).await?;
    let (send, receive) = mpsc::channel(WAITING);
    let (recipient, kept_name) = (recipient.clone(), name.clone());
    let sealing = tokio::task::spawn_blocking(move || {
        seal_all(receiving, &recipient, kept_name, largest, receive)
    });
    let sent = send_all(send, first, chunks).await;
    let sealed = sealing
        .await
        .map_err(|e| Fault::internal("sealing stopped", e))?;
    // What the network did explains more than the seal that waited for it.
    sent?;
    sealed
}

async fn next_chunk(
    chunks: &mut (impl Stream<Item = Result<Bytes, Fault>> + Unpin),
) -> Result<Option<Bytes>, Fault> {
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk?;
        if !chunk.is_empty() {
            return Ok(Some(chunk));
        }
    }
    Ok(None)
}

async fn send_all(
    send: mpsc::Sender<Piece>,
    first: Bytes,
    mut chunks: impl Stream<Item = Result<Bytes, Fault>> + Unpin,
) -> Result<(), Fault> {
    let mut next = Some(first);
    while let Some(chunk) = next {
        // The sealing side ended early: its own fault says why.
        if send.send(Piece::Chunk(chunk)).await.is_err() {
            return Ok(());
        }
        next = next_chunk(&mut chunks).await?;
    }
    let _ = send.send(Piece::End).await;
    Ok(())
}

fn seal_all(
    receiving: Receiving,
    to: &Recipient,
    name: String,
    largest: u64,
    mut chunks: mpsc::Receiver<Piece>,
) -> Result<Received, Fault> {
    let mut job = SealJob::start(receiving, std::slice::from_ref(to))?;
    let mut beginning = Vec::new();
    let mut bytes = 0_u64;
    loop {
        match chunks.blocking_recv() {
            Some(Piece::Chunk(chunk)) => {
                bytes = bytes.saturating_add(chunk.len() as u64);
                if bytes > largest {
                    return Err(Fault::new(
                        Code::TooLarge,
                        "a file above the instance's limit",
                    ));
                }
                if let Some(more) = SNIFFED
                    .checked_sub(beginning.len())
                    .filter(|more| *more > 0)
                {
                    beginning.extend_from_slice(chunk.get(..more).unwrap_or(&chunk));
                }
                job.write_all(&chunk)
                    .map_err(|e| Fault::writing("a piece cannot be stored", e))?;
            }
            Some(Piece::End) => break,
            None => return Err(Fault::new(Code::CutOff, "an upload ended before its end")),
        }
    }
    let sealed = job
        .finish()
        .map_err(|e| Fault::writing("a piece cannot be stored", e))?;
    let stored = sealed.writer.durable()?;
    Ok(Received {
        stored,
        media: media_of(&beginning, &name),
        name,
        bytes: sealed.len,
        sha256: sealed.digest,
        likeness: None,
    })
}

/// Receives a file that its sender has sealed: it is kept as it comes, under the name that he drew.
///
/// # Errors
/// `Conflict` when the name is taken; else those of [`receive`].
pub async fn receive_sealed(
    store: &Store,
    dossier: DossierId,
    blob: BlobId,
    largest: u64,
    chunks: impl Stream<Item = Result<Bytes, Fault>> + Send,
) -> Result<Stored, Fault> {
    let mut chunks = std::pin::pin!(chunks);
    let Some(first) = next_chunk(&mut chunks).await? else {
        return Err(Fault::new(Code::Invalid, "an empty file"));
    };
    let receiving = store.blobs.begin_named(dossier, blob).await?;
    let (send, receive) = mpsc::channel(WAITING);
    let keeping = tokio::task::spawn_blocking(move || keep_all(receiving, largest, receive));
    let sent = send_all(send, first, chunks).await;
    let kept = keeping
        .await
        .map_err(|e| Fault::internal("keeping a sealed file stopped", e))?;
    let kept = sent.and(kept);
    if kept.is_err() {
        store.blobs.abandon(blob).await?;
    }
    kept
}

fn keep_all(
    mut receiving: Receiving,
    largest: u64,
    mut chunks: mpsc::Receiver<Piece>,
) -> Result<Stored, Fault> {
    let (mut bytes, mut beginning) = (0_u64, Vec::new());
    loop {
        match chunks.blocking_recv() {
            Some(Piece::Chunk(chunk)) => {
                bytes = bytes.saturating_add(chunk.len() as u64);
                if bytes > largest {
                    return Err(Fault::new(Code::TooLarge, "a file above its limit"));
                }
                let more = LONGEST_HEADER.saturating_sub(beginning.len());
                beginning.extend_from_slice(chunk.get(..more).unwrap_or(&chunk));
                receiving
                    .write_all(&chunk)
                    .map_err(|e| Fault::writing("a piece cannot be stored", e))?;
            }
            Some(Piece::End) if !is_short_header(&beginning) => {
                return Err(Fault::new(Code::Invalid, "not a sealed file"));
            }
            Some(Piece::End) => return receiving.durable(),
            None => return Err(Fault::new(Code::CutOff, "an upload ended before its end")),
        }
    }
}

/// Reads a file that somebody else sealed to its end: its digest, and the media type of its bytes. `None` when it does
/// not open, or has another length than announced. Blocking.
pub fn read_back(
    store: &Store,
    blob: BlobId,
    identities: &[Identity],
    bytes: u64,
    name: &str,
) -> Result<Option<(Digest, String)>, Fault> {
    let mut reader = match open(store, blob, identities, bytes) {
        Ok(reader) => reader,
        Err(fault) if fault.code() == Code::Damaged => return Ok(None),
        Err(fault) => return Err(fault),
    };
    let (mut hasher, mut beginning) = (Hasher::new(), Vec::new());
    let mut chunk = vec![0; SERVED];
    loop {
        let read = match reader.read(&mut chunk) {
            Ok(read) => read,
            // A changed byte, or a file that is shorter than announced.
            Err(_) => return Ok(None),
        };
        let Some(part) = chunk.get(..read).filter(|part| !part.is_empty()) else {
            return Ok(Some((hasher.finish(), media_of(&beginning, name))));
        };
        hasher.update(part);
        if beginning.len() < SNIFFED {
            beginning.extend_from_slice(part);
        }
    }
}

/// Opens a piece for reading and seeking; its last block is authenticated here. Blocking.
pub fn open(
    store: &Store,
    blob: BlobId,
    identities: &[Identity],
    bytes: u64,
) -> Result<Reader<File>, Fault> {
    Ok(Reader::new(store.blobs.open(blob)?, identities, bytes)?)
}

/// Streams the bytes from `first` to `last`, both included, read off the async threads.
pub fn serve(
    mut reader: Reader<File>,
    first: u64,
    last: u64,
) -> impl Stream<Item = std::io::Result<Bytes>> {
    let (send, receive) = mpsc::channel::<std::io::Result<Bytes>>(4);
    tokio::task::spawn_blocking(move || {
        let mut left = last.saturating_sub(first).saturating_add(1);
        let mut failed = reader.seek(SeekFrom::Start(first)).err();
        while left > 0 && failed.is_none() {
            let mut chunk = vec![0; usize::try_from(left).unwrap_or(usize::MAX).min(SERVED)];
            match reader.read(&mut chunk) {
                Ok(0) => failed = Some(std::io::ErrorKind::UnexpectedEof.into()),
                Ok(n) => {
                    chunk.truncate(n);
                    left = left.saturating_sub(n as u64);
                    if send.blocking_send(Ok(Bytes::from(chunk))).is_err() {
                        return;
                    }
                }
                Err(error) => failed = Some(error),
            }
        }
        if let Some(error) = failed {
            let _ = send.blocking_send(Err(error));
        }
    });
    futures::stream::unfold(receive, |mut receive| async move {
        receive.recv().await.map(|chunk| (chunk, receive))
    })
}
