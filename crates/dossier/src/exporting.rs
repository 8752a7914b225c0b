//! Exports: what is shown and what is withheld, the entry that commits to it, and the ZIP written as a
//! stream. The same export asked for again gives the same bytes.

use crate::entries;
use crate::fold::fold_shown;
use crate::model::Export as Made;
use crate::report::{About, report};
use crate::service::{Dossiers, Opened};
use crate::showing::{Choice, Shown};
use bundle::{Export, PieceFile, ShownEntry};
use bytes::Bytes;
use futures::Stream;
use kernel::{Code, Fault};
use seal::entry::{Entry, Part};
use seal::note::Note;
use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::sync::Arc;
use store::journal::{self, SlotEntry};
use tokio::sync::mpsc;

/// Whether an export can still be written as it was made: nothing that it showed was erased since.
pub fn is_whole(slots: &[SlotEntry], made: &Made) -> bool {
    slots
        .iter()
        .zip(0..made.seq)
        .all(|(slot, seq)| slot.entry().is_some() || made.shown.withheld.contains_key(&seq))
}

impl Dossiers {
    /// Makes an export: its PDF is sealed first, then the entry that commits to PDF and masks is
    /// appended, and its head kept and dated. Gives the entry's place.
    pub async fn export(
        &self,
        opened: &Opened,
        recipient: &str,
        choice: &Choice,
        nonce: Option<[u8; 16]>,
    ) -> Result<u64, Fault> {
        let (slots, case) = (&opened.journal.entries, &opened.case);
        let shown = Shown::of(slots, case, choice);
        let at = self.store().clock.now();
        let origin = journal::origin(
            self.store(),
            opened.keyring.d,
            opened.journal.dossier.generation,
        );
        let head = opened
            .seals
            .iter()
            .rev()
            .find(|seal| seal.reply.is_some())
            .map_or(opened.journal.note.as_str(), |seal| seal.head.as_str());
        let doc = {
            let about = About {
                origin: &origin,
                head,
                at,
                entries: slots.len(),
                masked: shown.withheld.len(),
                hidden_words: shown.hidden_words(),
                hidden_parts: shown.hidden_parts(),
                partial: choice.is_partial(),
                hidden: &case
                    .pieces
                    .iter()
                    .filter(|piece| shown.withheld.contains_key(&piece.seq))
                    .map(|piece| (piece.seq, piece.number))
                    .collect(),
            };
            report(self.content, &fold_shown(slots, &shown), &about)
        };
        let press = Arc::clone(&self.press);
        let pdf = tokio::task::spawn_blocking(move || press.pdf(&doc))
            .await
            .map_err(|e| Fault::internal("typesetting stopped", e))??;
        let pdf = self
            .receive_bytes(&opened.keyring, "dossier.pdf", pdf)
            .await?;
        let masks = bundle::masks_sha256(&shown.masks())?;
        let draft = entries::export(recipient, &pdf, &masks.to_string(), &shown)?;
        self.add_dated(opened, draft, vec![pdf.stored], nonce)
            .await
            .map(|receipt| receipt.seq)
    }

    /// Everything that goes into the ZIP of an export but the bytes of the pieces.
    pub async fn assemble(&self, opened: &Opened, seq: u64) -> Result<Export, Fault> {
        let made = opened
            .case
            .exports
            .iter()
            .find(|export| export.seq == seq)
            .ok_or(Fault::new(Code::NotFound, "no such export"))?;
        if !is_whole(&opened.journal.entries, made) {
            return Err(Fault::new(
                Code::NotFound,
                "what this export showed was withdrawn since",
            ));
        }
        let until = usize::try_from(seq)
            .map_err(|e| Fault::caused(Code::Invalid, "an entry's place", e))?;
        let slots = opened
            .journal
            .entries
            .get(..=until)
            .ok_or(Fault::new(Code::NotFound, "no such export"))?;
        let leaves = opened
            .journal
            .leaves
            .get(..=until)
            .ok_or(Fault::new(Code::NotFound, "no such export"))?
            .to_vec();
        let size = seq.saturating_add(1);
        let head = opened
            .seals
            .iter()
            .find(|seal| seal.size == size)
            .ok_or(Fault::new(Code::Damaged, "an export's head is missing"))?;
        // As they were when it was made: its entry commits to them, whatever was erased since.
        let not = &made.shown;
        let is_shown = |seq: &u64| !not.withheld.contains_key(seq);
        let pdf = self.stored_bytes(opened, made.blob, made.pdf_bytes).await?;
        let key = self
            .store()
            .secrets
            .dossier_key()
            .vkey(&journal::key_name(self.store()));
        let shown = slots
            .iter()
            .filter_map(SlotEntry::entry)
            .filter(|entry| is_shown(&entry.line.seq))
            .map(|entry| show(entry, not))
            .collect::<Result<_, _>>()?;
        let pieces = opened
            .case
            .pieces
            .iter()
            .filter(|piece| piece.seq < seq && is_shown(&piece.seq))
            .map(|piece| PieceFile {
                number: piece.number,
                name: if not.hides(piece.seq, "name") {
                    // Told by its first bytes: what stands after the last dot of a name may be a name.
                    evidence::rules::extension_of(&piece.media).to_owned()
                } else {
                    piece.name.clone()
                },
                seq: piece.seq,
                bytes: piece.bytes,
                sha256: piece.sha256,
            })
            .collect();
        let seals = self.seal_files(opened, size).await?;
        Ok(Export {
            // Of the branch on which it was made.
            origin: Note::parse(&head.head)?.checkpoint()?.origin,
            key,
            log_key: seals
                .iter()
                .any(|seal| seal.log.is_some())
                .then(|| store::log::key(self.store())),
            leaves,
            entries: shown,
            masks: not.masks(),
            head: head.head.clone(),
            seals,
            pdf,
            pieces,
            written: made.at,
        })
    }

    /// The ZIP of an export, as it is written.
    pub async fn zip(
        &self,
        opened: &Opened,
        seq: u64,
    ) -> Result<impl Stream<Item = io::Result<Bytes>> + use<>, Fault> {
        let export = self.assemble(opened, seq).await?;
        let blobs: BTreeMap<u64, _> = opened
            .case
            .pieces
            .iter()
            .filter_map(|piece| Some((piece.seq, piece.blob?)))
            .collect();
        let (store, identities) = (self.store().clone(), opened.keyring.identities.clone());
        let (send, receive) = mpsc::channel(8);
        tokio::task::spawn_blocking(move || {
            let out = Chunks::new(send.clone());
            let written = bundle::write(out, &export, |piece| {
                let blob = *blobs.get(&piece.seq).ok_or(io::ErrorKind::NotFound)?;
                let reader = evidence::service::open(&store, blob, &identities, piece.bytes)
                    .map_err(io::Error::other)?;
                Ok(Box::new(reader) as Box<dyn Read>)
            });
            if let Err(fault) = written {
                tracing::error!(%fault, "an export could not be written to its end");
                // The connection is cut: a ZIP without its directory opens nowhere.
                let _ = send.blocking_send(Err(io::Error::other("export")));
            }
        });
        Ok(futures::stream::unfold(receive, |mut receive| async move {
            receive.recv().await.map(|chunk| (chunk, receive))
        }))
    }
}

fn show(entry: &Entry, not: &Shown) -> Result<ShownEntry, Fault> {
    let seq = entry.line.seq;
    let parts = entry.parts.iter();
    let parts: Vec<Part> = parts
        .filter(|part| !not.hides(seq, part.name()))
        .cloned()
        .collect();
    let words = parts
        .iter()
        .filter(|part| part.words().is_some())
        .map(|part| {
            let name = part.name();
            let list = entry.word_list(name, |place| not.hides_word(seq, name, place))?;
            Ok((name.to_owned(), list))
        })
        .collect::<Result<_, seal::Error>>()?;
    Ok(ShownEntry {
        seq,
        line: entry.line_bytes.clone(),
        parts,
        words,
    })
}

const CHUNK: usize = 64 * 1024;

/// Hands what is written to the answer's body, in chunks.
pub(crate) struct Chunks {
    send: mpsc::Sender<io::Result<Bytes>>,
    chunk: Vec<u8>,
}

impl Chunks {
    pub(crate) fn new(send: mpsc::Sender<io::Result<Bytes>>) -> Self {
        Self {
            send,
            chunk: Vec::with_capacity(CHUNK),
        }
    }
}

impl Write for Chunks {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.chunk.extend_from_slice(bytes);
        if self.chunk.len() >= CHUNK {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.chunk.is_empty() {
            return Ok(());
        }
        let chunk = std::mem::replace(&mut self.chunk, Vec::with_capacity(CHUNK));
        self.send
            .blocking_send(Ok(Bytes::from(chunk)))
            .map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

impl Drop for Chunks {
    fn drop(&mut self) {
        let _ = self.flush();
    }
}
