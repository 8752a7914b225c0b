//! A file that arrives in several pieces. Each segment is a sealed blob of its own, synced before anybody is
//! told that it is there: a cipher stream cannot be taken up in its middle by another process, an offset can.
//! Once all are there, one pass reads them, checks each, and seals the file as if it had come at once.

use crate::model::Received;
use crate::service::{WAITING, receive};
use bytes::Bytes;
use futures::{Stream, StreamExt};
use kernel::{BlobId, Code, DossierId, Fault};
use seal::vault::{Identity, Recipient, SealJob, decrypting, padded_len};
use seal::{Digest, Hasher};
use serde::{Deserialize, Serialize};
use std::io::{Read, Write};
use std::pin::Pin;
use std::time::Duration;
use store::Store;
use store::blobs::Receiving;
use tokio::sync::{Notify, mpsc};

/// The most that a segment holds: what a stop of the machine can cost, beside what the network still carried.
pub const SEGMENT: u64 = 2 << 20;
/// A peer that says nothing for so long is gone: what it sent is kept, its place is given back.
const SILENCE: Duration = Duration::from_secs(60);
/// What is read at once from a segment.
const READ: usize = 64 * 1024;

/// A part of a file, at rest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// Its ciphertext.
    pub blob: BlobId,
    /// How many bytes of the file it holds.
    pub bytes: u64,
    /// How many bytes it was padded to.
    pub padded: u64,
    /// SHA-256 of its part of the file: age names no author.
    pub sha256: Digest,
}

type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, Fault>> + Send>>;

/// What comes from the network, cut where segments end.
pub struct Feed<'a> {
    chunks: Chunks,
    stop: &'a Notify,
    rest: Bytes,
    /// Why it ended before its end, if it did.
    pub trouble: Option<Fault>,
    ended: bool,
}

impl<'a> Feed<'a> {
    /// Reads `chunks` until its end, a fault, silence, or a word on `stop`.
    pub fn new(
        chunks: impl Stream<Item = Result<Bytes, Fault>> + Send + 'static,
        stop: &'a Notify,
    ) -> Self {
        Self {
            chunks: Box::pin(chunks),
            stop,
            rest: Bytes::new(),
            trouble: None,
            ended: false,
        }
    }

    async fn next(&mut self, most: u64) -> Option<Bytes> {
        while self.rest.is_empty() && !self.ended {
            let cut = |why| Some(Err(Fault::new(Code::CutOff, why)));
            let next = tokio::select! {
                biased;
                () = self.stop.notified() => cut("the same upload goes on in another request"),
                next = tokio::time::timeout(SILENCE, self.chunks.next()) =>
                    next.unwrap_or_else(|_| cut("a peer went silent")),
            };
            match next {
                Some(Ok(chunk)) => self.rest = chunk,
                Some(Err(fault)) => (self.trouble, self.ended) = (Some(fault), true),
                None => self.ended = true,
            }
        }
        let most = usize::try_from(most)
            .unwrap_or(usize::MAX)
            .min(self.rest.len());
        let chunk = self.rest.split_to(most);
        (!chunk.is_empty()).then_some(chunk)
    }
}

/// What the next segment may hold, and what is already there.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// Bytes that are still to come.
    pub left: u64,
    /// Length of the whole file.
    pub length: u64,
    /// What the segments so far were padded to.
    pub padded: u64,
}

/// Seals what comes next as one segment, durable on return; `None` when nothing came. A feed that breaks ends
/// the segment where it is: what arrived is kept.
///
/// # Errors
/// `DiskFull` when there is no room.
pub async fn receive_segment(
    store: &Store,
    dossier: DossierId,
    recipient: &Recipient,
    room: Room,
    feed: &mut Feed<'_>,
) -> Result<Option<Segment>, Fault> {
    let most = room.left.min(SEGMENT);
    let Some(first) = feed.next(most).await else {
        return Ok(None);
    };
    let receiving = store.blobs.begin(dossier).await?;
    let (send, chunks) = mpsc::channel(WAITING);
    let recipient = recipient.clone();
    let sealing =
        tokio::task::spawn_blocking(move || seal_segment(receiving, &recipient, room, chunks));
    let mut taken = 0_u64;
    let mut next = Some(first);
    while let Some(chunk) = next {
        taken = taken.saturating_add(chunk.len() as u64);
        // The sealing side ended early: its own fault says why.
        if send.send(chunk).await.is_err() || taken >= most {
            break;
        }
        next = feed.next(most.saturating_sub(taken)).await;
    }
    drop(send);
    let segment = sealing
        .await
        .map_err(|e| Fault::internal("sealing stopped", e))?;
    segment.map(Some)
}

fn seal_segment(
    receiving: Receiving,
    to: &Recipient,
    room: Room,
    mut chunks: mpsc::Receiver<Bytes>,
) -> Result<Segment, Fault> {
    let fault = |e| Fault::writing("a segment cannot be stored", e);
    let mut job = SealJob::start(receiving, std::slice::from_ref(to))?;
    let mut bytes = 0_u64;
    while let Some(chunk) = chunks.blocking_recv() {
        bytes = bytes.saturating_add(chunk.len() as u64);
        job.write_all(&chunk).map_err(fault)?;
    }
    // The last one covers what the whole would be padded to: the sum of the sizes tells no more than one would.
    let whole = if bytes == room.left {
        padded_len(room.length)
    } else {
        0
    };
    let padded = padded_len(bytes).max(whole.saturating_sub(room.padded));
    let sealed = job.finish_padded(padded).map_err(fault)?;
    Ok(Segment {
        blob: sealed.writer.durable()?.id(),
        bytes,
        padded,
        sha256: sealed.digest,
    })
}

/// Reads the segments through, in their order, and seals the file once, as one blob.
///
/// # Errors
/// `Damaged` when a segment is not the one that was received; those of [`receive`].
pub async fn assemble(
    store: &Store,
    dossier: DossierId,
    recipient: &Recipient,
    identities: &[Identity],
    name: &str,
    segments: &[Segment],
) -> Result<Received, Fault> {
    let (send, chunks) = mpsc::channel::<Result<Bytes, Fault>>(WAITING);
    let length = segments.iter().map(|segment| segment.bytes).sum();
    let (of, segments, identities) = (store.clone(), segments.to_vec(), identities.to_vec());
    tokio::task::spawn_blocking(move || {
        for segment in segments {
            match read_segment(&of, &segment, &identities, &send) {
                Ok(true) => {}
                Ok(false) => return,
                Err(fault) => {
                    let _ = send.blocking_send(Err(fault));
                    return;
                }
            }
        }
    });
    let chunks = futures::stream::unfold(chunks, |mut chunks| async move {
        chunks.recv().await.map(|chunk| (chunk, chunks))
    });
    receive(store, dossier, recipient, name, length, chunks).await
}

/// Sends one segment's bytes on; `false` when nobody wants them any more.
fn read_segment(
    store: &Store,
    segment: &Segment,
    identities: &[Identity],
    send: &mpsc::Sender<Result<Bytes, Fault>>,
) -> Result<bool, Fault> {
    let mut reader = decrypting(store.blobs.open(segment.blob)?, identities)?.take(segment.bytes);
    let (mut hasher, mut left) = (Hasher::new(), segment.bytes);
    while left > 0 {
        let mut chunk = vec![0; READ];
        let read = reader
            .read(&mut chunk)
            .map_err(|e| Fault::caused(Code::Damaged, "a segment cannot be read", e))?;
        if read == 0 {
            return Err(Fault::new(Code::Damaged, "a segment ends too early"));
        }
        chunk.truncate(read);
        hasher.update(&chunk);
        left = left.saturating_sub(read as u64);
        if send.blocking_send(Ok(Bytes::from(chunk))).is_err() {
            return Ok(false);
        }
    }
    if hasher.finish() == segment.sha256 {
        return Ok(true);
    }
    Err(Fault::new(
        Code::Damaged,
        "a segment is not the one that was received",
    ))
}
