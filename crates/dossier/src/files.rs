//! Files on their way in and out of a dossier: what they are sealed to, received, read again.

use crate::model::Piece;
use crate::service::{Dossiers, Opened};
use bytes::Bytes;
use evidence::model::Received;
use futures::Stream;
use kernel::{BlobId, Code, DossierId, Fault};
use seal::grant::Keyring;
use seal::vault::Recipient;
use std::io::Read;

/// To what a file is sealed: enough to add, and not to read.
#[derive(Debug, Clone)]
pub struct Destination {
    /// The dossier.
    pub d: DossierId,
    /// Its public half.
    pub recipient: Recipient,
}

impl Destination {
    /// The dossier of these keys.
    ///
    /// # Errors
    /// `Damaged` for a keyring without key.
    pub fn of(keyring: &Keyring) -> Result<Self, Fault> {
        let recipient = keyring.recipient();
        Ok(Self {
            d: keyring.d,
            recipient: recipient.ok_or(Fault::new(Code::Damaged, "a keyring without key"))?,
        })
    }
}

impl Dossiers {
    /// Receives one file for a dossier: hashed, sealed and synced, not yet acknowledged.
    pub async fn receive(
        &self,
        to: &Destination,
        name: &str,
        largest: u64,
        chunks: impl Stream<Item = Result<Bytes, Fault>> + Send,
    ) -> Result<Received, Fault> {
        evidence::service::receive(self.store(), to.d, &to.recipient, name, largest, chunks).await
    }

    /// Gives up files that were received and became nothing; those of an entry stay.
    pub(crate) async fn let_go(&self, d: DossierId, files: Vec<BlobId>) -> Result<(), Fault> {
        if files.is_empty() {
            return Ok(());
        }
        self.store()
            .db
            .write(move |tx| Box::pin(async move { store::uploads::give_up(tx, d, &files).await }))
            .await
    }

    /// Seals bytes made here (a PDF).
    pub(crate) async fn receive_bytes(
        &self,
        keyring: &Keyring,
        name: &str,
        bytes: Vec<u8>,
    ) -> Result<Received, Fault> {
        let chunks = futures::stream::iter([Ok(Bytes::from(bytes))]);
        let to = Destination::of(keyring)?;
        self.receive(&to, name, self.largest, chunks).await
    }

    /// The bytes of a sealed file.
    pub(crate) async fn stored_bytes(
        &self,
        opened: &Opened,
        blob: Option<BlobId>,
        bytes: u64,
    ) -> Result<Vec<u8>, Fault> {
        let blob = blob.ok_or(Fault::new(Code::Damaged, "an entry names no blob"))?;
        let (store, identities) = (self.store().clone(), opened.keyring.identities.clone());
        tokio::task::spawn_blocking(move || {
            let mut out = Vec::new();
            let mut reader = evidence::service::open(&store, blob, &identities, bytes)?;
            reader
                .read_to_end(&mut out)
                .map_err(|e| Fault::caused(Code::Damaged, "a sealed file cannot be read", e))?;
            Ok(out)
        })
        .await
        .map_err(|e| Fault::internal("reading a sealed file stopped", e))?
    }

    /// Reads a file that somebody else sealed, to its end: its media type when it is the one announced, else nothing.
    pub(crate) async fn as_announced(
        &self,
        opened: &Opened,
        piece: &Piece,
    ) -> Result<Option<String>, Fault> {
        let Some(blob) = piece.blob else {
            return Ok(None);
        };
        let (store, identities) = (self.store().clone(), opened.keyring.identities.clone());
        let (name, bytes, sha256) = (piece.name.clone(), piece.bytes, piece.sha256);
        tokio::task::spawn_blocking(move || {
            let read = evidence::service::read_back(&store, blob, &identities, bytes, &name);
            Ok(read?
                .filter(|(digest, _)| *digest == sha256)
                .map(|(_, media)| media))
        })
        .await
        .map_err(|e| Fault::internal("reading a sealed file stopped", e))?
    }
}
