//! Files that arrive in several requests: begun, gone on with, given up, and once whole sealed and added like any
//! other piece. How far each is, and of what, is known only to whoever opens the dossier.

use crate::model::PieceText;
use crate::service::{Dossiers, Opened};
use accounts::Person;
use accounts::rules::{Action, may};
use bytes::Bytes;
use evidence::model::Class;
use evidence::rules::safe_name;
use evidence::segments::{Feed, Room, SEGMENT, Segment, assemble, receive_segment};
use futures::Stream;
use kernel::{Actor, BlobId, Code, Fault, GrantId, Moment, UploadId};
use seal::grant::Keyring;
use seal::vault::{decrypt, encrypt, pad_entry, unpad};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use store::uploads;
use tokio::sync::{Notify, OwnedMutexGuard};

/// Unfinished uploads of one dossier at most.
const MOST: usize = 32;
/// Segments beyond those of a whole file, which breaks of the network made: each is written again with the state of its
/// upload, so that a client that sends a few bytes at a time is stopped before it costs much.
const BREAKS: u64 = 4096;
/// Longest mark by which a browser knows its file again, in characters.
const LONGEST_MARK: usize = 128;
/// Turns remembered before those that nobody holds are forgotten.
const TURNS: usize = 256;

/// What is known of an upload; at rest, encrypted to the dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Who began it, and alone may go on.
    pub grant: GrantId,
    /// The name of the file.
    pub name: String,
    /// By what the browser knows the same file again: its own words, never read here.
    pub mark: String,
    /// The length of the whole file.
    pub length: u64,
    /// What is there.
    pub segments: Vec<Segment>,
    /// Once it is whole, what it became.
    pub done: Option<Done>,
}

/// What an upload became.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// The number of the piece.
    pub number: u32,
    /// Whether the same file was there before, and is kept once.
    pub again: bool,
}

impl State {
    /// How far it is. The last segment counts only once the piece is in the journal: whoever goes on after a stop
    /// in between sends it again, and so has the file sealed.
    pub fn offset(&self) -> u64 {
        if self.done.is_some() {
            return self.length;
        }
        let durable = self.durable();
        match self.segments.last() {
            Some(last) if durable >= self.length => durable.saturating_sub(last.bytes),
            _ => durable,
        }
    }

    fn durable(&self) -> u64 {
        self.segments.iter().map(|segment| segment.bytes).sum()
    }

    /// How far it is, in whole hundredths.
    pub fn percent(&self) -> u64 {
        let percent = u128::from(self.offset()) * 100 / u128::from(self.length.max(1));
        u64::try_from(percent).unwrap_or(100)
    }

    /// Whether it was cut into more segments than any network does.
    fn is_crumbled(&self) -> bool {
        self.segments.len() as u64 >= BREAKS + self.length / SEGMENT
    }

    fn blobs(&self) -> Vec<BlobId> {
        self.segments.iter().map(|segment| segment.blob).collect()
    }

    fn seal(&self, keyring: &Keyring) -> Result<Vec<u8>, Fault> {
        let recipient = keyring
            .recipient()
            .ok_or(Fault::new(Code::Damaged, "a keyring without key"))?;
        let json = serde_json::to_vec(self)
            .map_err(|e| Fault::internal("the state of an upload cannot be written", e))?;
        Ok(encrypt(&pad_entry(json), &[recipient])?)
    }
}

/// An upload that its owner has opened.
#[derive(Debug, Clone)]
pub struct Upload {
    row: uploads::Upload,
    /// What is known of it.
    pub state: State,
}

impl Upload {
    /// Its name in addresses.
    pub const fn id(&self) -> UploadId {
        self.row.id
    }

    /// When it is given up unless something comes.
    pub const fn expires(&self) -> Moment {
        self.row.lease
    }

    /// Another dossier's, another reader's, or none: all the same to who asks.
    fn open(row: uploads::Upload, keyring: &Keyring) -> Result<Option<Self>, Fault> {
        if row.dossier != keyring.d {
            return Ok(None);
        }
        let json = decrypt(&row.ct, &keyring.identities)?;
        let state: State = serde_json::from_slice(unpad(&json)).map_err(|e| {
            Fault::caused(Code::Damaged, "the state of an upload cannot be read", e)
        })?;
        Ok((state.grant == keyring.grant).then_some(Self { row, state }))
    }
}

/// One request at a time for each upload. A browser whose network broke comes back while the server still
/// waits for the first request: the newcomer has the first one keep what it got, and end.
#[derive(Debug, Default)]
pub struct Turns(Mutex<HashMap<UploadId, Arc<Place>>>);

#[derive(Debug, Default)]
struct Place {
    alone: Arc<tokio::sync::Mutex<()>>,
    stop: Mutex<Arc<Notify>>,
}

/// The right to work on one upload, until it is dropped.
#[derive(Debug)]
pub struct Turn {
    stop: Arc<Notify>,
    _alone: OwnedMutexGuard<()>,
}

impl Turns {
    /// Asks whoever is at work to end, and waits.
    pub async fn take(&self, id: UploadId) -> Turn {
        let stop = Arc::new(Notify::new());
        let alone = {
            let mut places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if places.len() >= TURNS {
                places.retain(|_, place| Arc::strong_count(&place.alone) > 1);
            }
            let place = Arc::clone(places.entry(id).or_default());
            let mut last = place.stop.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *last, Arc::clone(&stop)).notify_one();
            drop(last);
            Arc::clone(&place.alone)
        };
        Turn {
            stop,
            _alone: alone.lock_owned().await,
        }
    }
}

impl Dossiers {
    /// The keys of a dossier for an act on its uploads; the journal is not read.
    pub async fn keys(&self, person: &Person, grant: GrantId) -> Result<Keyring, Fault> {
        let (this, person) = (self.clone(), person.clone());
        self.store()
            .db
            .read(move |tx| {
                Box::pin(async move {
                    let keyring = this.accounts.keyring(tx, &person, grant).await?.keyring;
                    may(Actor::Person(person.account), Action::Write, keyring.rights)?;
                    Ok(keyring)
                })
            })
            .await
    }

    /// Begins an upload.
    ///
    /// # Errors
    /// `Invalid` for an empty file, `TooLarge` above the instance's limit, `Busy` when too many are unfinished,
    /// `Damaged` when nothing may be added to the dossier.
    pub async fn begin_upload(
        &self,
        opened: &Opened,
        name: &str,
        mark: &str,
        length: u64,
    ) -> Result<Upload, Fault> {
        if length == 0 {
            return Err(Fault::new(Code::Invalid, "an empty file"));
        }
        if length > self.largest {
            return Err(Fault::new(
                Code::TooLarge,
                "a file above the instance's limit",
            ));
        }
        if opened.journal.dossier.damaged {
            return Err(Fault::new(
                Code::Damaged,
                "nothing is added to a damaged dossier",
            ));
        }
        let keyring = &opened.keyring;
        let state = State {
            grant: keyring.grant,
            name: safe_name(name),
            mark: mark.chars().take(LONGEST_MARK).collect(),
            length,
            segments: Vec::new(),
            done: None,
        };
        if self.unfinished(keyring).await?.len() >= MOST {
            return Err(Fault::new(Code::Busy, "too many unfinished uploads"));
        }
        let (store, d, ct) = (self.store().clone(), keyring.d, state.seal(keyring)?);
        let row = self
            .store()
            .db
            .write(move |tx| Box::pin(async move { uploads::create(tx, &store, d, ct).await }))
            .await?;
        Ok(Upload { row, state })
    }

    /// One of the reader's uploads.
    ///
    /// # Errors
    /// `NotFound` when it is not there, or not theirs, or was given up.
    pub async fn upload(&self, keyring: &Keyring, id: UploadId) -> Result<Upload, Fault> {
        let store = self.store().clone();
        let row = self
            .store()
            .db
            .read(move |tx| Box::pin(async move { uploads::get(tx, &store, id).await }))
            .await?;
        let found = row.map(|row| Upload::open(row, keyring)).transpose()?;
        found
            .flatten()
            .ok_or(Fault::new(Code::NotFound, "no such upload"))
    }

    /// The reader's uploads that are not whole yet.
    pub async fn unfinished(&self, keyring: &Keyring) -> Result<Vec<Upload>, Fault> {
        let (store, d) = (self.store().clone(), keyring.d);
        let rows = self
            .store()
            .db
            .read(move |tx| Box::pin(async move { uploads::of(tx, &store, d).await }))
            .await?;
        let mut found = Vec::new();
        for row in rows {
            found.extend(Upload::open(row, keyring)?.filter(|upload| upload.state.done.is_none()));
        }
        Ok(found)
    }

    /// Takes what comes from `offset` on, and adds the piece once all is there. What is acknowledged is durable; what
    /// came before a break is kept too.
    ///
    /// # Errors
    /// `Conflict` when `offset` is not where the upload is, `CutOff` when the request broke, `Busy` when it came in too
    /// many segments, `DiskFull`; those of [`Dossiers::upload`].
    pub async fn go_on(
        &self,
        person: &Person,
        grant: GrantId,
        id: UploadId,
        offset: u64,
        chunks: impl Stream<Item = Result<Bytes, Fault>> + Send + 'static,
    ) -> Result<Upload, Fault> {
        let keyring = self.keys(person, grant).await?;
        // Nobody can end the work on an upload that is not theirs.
        self.upload(&keyring, id).await?;
        let turn = self.turns.take(id).await;
        let mut upload = self.upload(&keyring, id).await?;
        if upload.state.offset() != offset {
            return Err(Fault::new(
                Code::Conflict,
                "the upload is not at this offset",
            ));
        }
        if upload.state.done.is_some() {
            return Ok(upload);
        }
        if upload.state.durable() != offset {
            let last = upload.state.segments.pop();
            upload = self
                .write(&keyring, upload, last.map(|last| last.blob))
                .await?;
        }
        if upload.state.is_crumbled() {
            return Err(Fault::new(Code::Busy, "an upload in too many segments"));
        }
        let recipient = keyring
            .recipient()
            .ok_or(Fault::new(Code::Damaged, "a keyring without key"))?;
        let mut feed = Feed::new(chunks, &turn.stop);
        while upload.state.durable() < upload.state.length {
            let state = &upload.state;
            let room = Room {
                left: state.length.saturating_sub(state.durable()),
                length: state.length,
                padded: state.segments.iter().map(|segment| segment.padded).sum(),
            };
            let received = receive_segment(self.store(), keyring.d, &recipient, room, &mut feed);
            let Some(segment) = received.await? else {
                break;
            };
            upload.state.segments.push(segment);
            upload = self.write(&keyring, upload, None).await?;
        }
        if upload.state.durable() == upload.state.length {
            return self.finish(person, grant, &keyring, upload).await;
        }
        match feed.trouble {
            Some(fault) => Err(fault),
            None => Ok(upload),
        }
    }

    /// Where an upload stands, once whoever was at work on it has ended.
    pub async fn standing(&self, keyring: &Keyring, id: UploadId) -> Result<Upload, Fault> {
        self.upload(keyring, id).await?;
        let _turn = self.turns.take(id).await;
        self.upload(keyring, id).await
    }

    /// Gives an upload up; its bytes go at once.
    pub async fn give_up(&self, keyring: &Keyring, id: UploadId) -> Result<(), Fault> {
        self.upload(keyring, id).await?;
        let _turn = self.turns.take(id).await;
        let upload = self.upload(keyring, id).await?;
        self.store()
            .db
            .write(move |tx| {
                Box::pin(
                    async move { uploads::remove(tx, &upload.row, &upload.state.blobs()).await },
                )
            })
            .await?;
        self.store().swept().await;
        Ok(())
    }

    async fn write(
        &self,
        keyring: &Keyring,
        upload: Upload,
        gone: Option<BlobId>,
    ) -> Result<Upload, Fault> {
        let Upload { row, state } = upload;
        let (store, d, ct, blobs) = (
            self.store().clone(),
            keyring.d,
            state.seal(keyring)?,
            state.blobs(),
        );
        let row = self
            .store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    uploads::give_up(tx, d, gone.as_slice()).await?;
                    uploads::replace(tx, &store, &row, ct, &blobs).await
                })
            })
            .await?;
        Ok(Upload { row, state })
    }

    /// Seals the whole file once, and adds it as a piece. Stopped in between, it is done again: the same bytes are
    /// never kept twice.
    async fn finish(
        &self,
        person: &Person,
        grant: GrantId,
        keyring: &Keyring,
        mut upload: Upload,
    ) -> Result<Upload, Fault> {
        let mut opened = self.open(person, grant, Action::Write).await?;
        let recipient = opened
            .keyring
            .recipient()
            .ok_or(Fault::new(Code::Damaged, "a keyring without key"))?;
        let received = assemble(
            self.store(),
            keyring.d,
            &recipient,
            &opened.keyring.identities,
            &upload.state.name,
            &upload.state.segments,
        )
        .await?;
        let received = self.likened(&opened.keyring.identities, received).await;
        let text = PieceText::default();
        let done = loop {
            let number = opened.case.next_piece_number();
            match self.add_piece(&opened, &received, Class::C, &text).await {
                Ok(Ok(_)) => {
                    break Done {
                        number,
                        again: false,
                    };
                }
                Ok(Err(number)) => {
                    break Done {
                        number,
                        again: true,
                    };
                }
                // Another tab or telephone was adding: look again.
                Err(fault) if fault.code() == Code::Conflict => {
                    opened = self.open(person, grant, Action::Write).await?;
                }
                Err(fault) => return Err(fault),
            }
        };
        upload.state.done = Some(done);
        let segments = std::mem::take(&mut upload.state.segments);
        let (store, d, row, ct) = (
            self.store().clone(),
            keyring.d,
            upload.row,
            upload.state.seal(keyring)?,
        );
        let row = self
            .store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let blobs: Vec<BlobId> = segments.iter().map(|segment| segment.blob).collect();
                    uploads::give_up(tx, d, &blobs).await?;
                    uploads::replace(tx, &store, &row, ct, &[]).await
                })
            })
            .await?;
        self.store().blobs.collect().await?;
        Ok(Upload {
            row,
            state: upload.state,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(segments: &[u64], length: u64, done: bool) -> State {
        State {
            grant: GrantId::new([1; 16]),
            name: "film.mp4".into(),
            mark: String::new(),
            length,
            segments: segments
                .iter()
                .map(|bytes| Segment {
                    blob: BlobId::new([2; 16]),
                    bytes: *bytes,
                    padded: *bytes,
                    sha256: seal::sha256(b""),
                })
                .collect(),
            done: done.then_some(Done {
                number: 1,
                again: false,
            }),
        }
    }

    #[test]
    fn the_offset_is_what_is_durable_and_the_last_segment_counts_with_its_piece() {
        for (segments, length, done, offset, percent) in [
            (&[][..], 10, false, 0, 0),
            (&[4, 4][..], 10, false, 8, 80),
            (&[4, 4, 2][..], 10, false, 8, 80),
            (&[10][..], 10, false, 0, 0),
            (&[][..], 10, true, 10, 100),
        ] {
            let state = state(segments, length, done);
            assert_eq!(
                (state.offset(), state.percent()),
                (offset, percent),
                "{segments:?}"
            );
        }
    }

    #[test]
    fn an_upload_of_crumbs_ends_and_one_that_broke_often_goes_on() {
        for (segments, length, crumbled) in [
            (4095, 10_000, false),
            (4096, 10_000, true),
            (4096, 100 * SEGMENT, false),
            (4196, 100 * SEGMENT, true),
        ] {
            let state = state(&vec![1; segments], length, false);
            assert_eq!(state.is_crumbled(), crumbled, "{segments} of {length}");
        }
    }
}
