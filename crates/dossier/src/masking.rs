//! Masked copies: a new piece made from what is left of another. The original never changes (N075).

use crate::entries;
use crate::model::{Copied, Piece, PieceText};
use crate::service::{Dossiers, Opened};
use evidence::masking::{LARGEST_FILE, Why, Zone, faces, mask, mask_again};
use evidence::model::{Class, Received};
use kernel::{Code, Fault};
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};
use ui::{Lang, Words};

/// The name of every masked copy: that of the original may say what it hides.
const NAME: &str = "masque.png";

/// One picture at a time: decoded, it takes far more memory than its file.
static ONE: Semaphore = Semaphore::const_new(1);
/// How long a picture waits for its turn. A form that waits holds one of the turns of every other form.
const PATIENCE: Duration = Duration::from_secs(5);

/// What is said of a copy. Its address may name who was hidden, so it is not taken over.
fn text_of(original: &Piece) -> PieceText {
    PieceText {
        caption: copy_of(Words(Lang::Fr), original.number),
        seen: original.text.seen,
        facts: original.text.facts.clone(),
        identity: original.text.identity,
        ..PieceText::default()
    }
}

/// « Copie masquée de la pièce n° 3 ».
pub fn copy_of(w: Words, number: u32) -> String {
    w.ta("piece-copy-of", &[("number", &number)])
}

/// None when others take too long.
async fn turn() -> Result<Option<SemaphorePermit<'static>>, Fault> {
    match tokio::time::timeout(PATIENCE, ONE.acquire()).await {
        Ok(turn) => turn
            .map(Some)
            .map_err(|e| Fault::internal("masking stopped", e)),
        Err(_) => Ok(None),
    }
}

impl Dossiers {
    /// Makes the masked copy of a piece and seals its bytes; nothing names them yet. It is made of the first
    /// original while that is there: what a JPEG leaves around a zone is then hidden once more.
    pub async fn masked(
        &self,
        opened: &Opened,
        original: &Piece,
        copied: &Copied,
    ) -> Result<Result<Received, NotMasked>, Fault> {
        let first = copied.from.first().and_then(|seq| opened.case.piece(*seq));
        let source = first.unwrap_or(original);
        if source.bytes > LARGEST_FILE {
            return Ok(Err(NotMasked::Picture(Why::TooLarge)));
        }
        let Some(turn) = turn().await? else {
            return Ok(Err(NotMasked::Busy));
        };
        let bytes = self.stored_bytes(opened, source.blob, source.bytes).await?;
        let zones = copied.zones.clone();
        let again = source.copied.is_some();
        // The turn goes with the work: a visitor who leaves does not let a second one begin.
        let made = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            if again {
                mask_again(&bytes, &zones)
            } else {
                mask(&bytes, &zones)
            }
        })
        .await
        .map_err(|e| Fault::internal("masking stopped", e))?;
        match made {
            Ok(copy) => self
                .receive_bytes(&opened.keyring, NAME, copy)
                .await
                .map(Ok),
            Err(why) => Ok(Err(NotMasked::Picture(why))),
        }
    }

    /// Zones around the faces that a picture shows, to propose them. Nothing of it is kept.
    pub async fn faces(
        &self,
        opened: &Opened,
        piece: &Piece,
    ) -> Result<Result<Vec<Zone>, NotMasked>, Fault> {
        if piece.bytes > LARGEST_FILE {
            return Ok(Err(NotMasked::Picture(Why::TooLarge)));
        }
        let Some(turn) = turn().await? else {
            return Ok(Err(NotMasked::Busy));
        };
        let bytes = self.stored_bytes(opened, piece.blob, piece.bytes).await?;
        let found = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            faces(&bytes)
        })
        .await
        .map_err(|e| Fault::internal("the search of faces stopped", e))?;
        Ok(found.map_err(NotMasked::Picture))
    }

    /// Adds a masked copy, and keeps back what it was made of, in one commit; gives its place. The same copy
    /// asked for again is kept once.
    ///
    /// # Errors
    /// `Conflict` when something was added since the dossier was opened, `NotFound` when the original was
    /// withdrawn.
    pub async fn add_copy(
        &self,
        opened: &Opened,
        received: &Received,
        copied: &Copied,
    ) -> Result<u64, Fault> {
        let original = copied.original().and_then(|seq| opened.case.piece(seq));
        let original = original.ok_or(Fault::new(Code::NotFound, "its original was withdrawn"))?;
        let same = opened.case.same_bytes(&received.sha256);
        let mut drafts = Vec::new();
        if same.is_none() {
            let (number, text) = (opened.case.next_piece_number(), text_of(original));
            let draft = entries::piece(received, number, Class::C, &text, Some(copied))?;
            drafts.push((draft, vec![received.stored.clone()]));
        }
        if !original.text.kept_back {
            let text = PieceText {
                kept_back: true,
                ..original.text.clone()
            };
            drafts.push((entries::about_piece(original.seq, &text)?, Vec::new()));
        }
        if drafts.is_empty() {
            return Ok(same.map_or(original.seq, |piece| piece.seq));
        }
        let receipt = self.add_next(opened, drafts, None).await?;
        Ok(same.map_or(receipt.seq, |piece| piece.seq))
    }
}

/// Why there is no copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotMasked {
    /// The picture, or what was to be hidden.
    Picture(Why),
    /// Other pictures take too long.
    Busy,
}
