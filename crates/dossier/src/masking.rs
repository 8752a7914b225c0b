//! Masked copies: a new piece made from what is left of another. The original never changes (N075).

use crate::model::{Copied, Piece, PieceText};
use crate::service::{Dossiers, Opened};
use evidence::masking::{LARGEST_FILE, Why, mask};
use evidence::model::Received;
use kernel::{Code, Fault};
use std::time::Duration;
use tokio::sync::Semaphore;
use ui::{Lang, Words};

/// The name of every masked copy: that of the original may say what it hides.
const NAME: &str = "masque.png";

/// One picture at a time: decoded, it takes far more memory than its file.
static ONE: Semaphore = Semaphore::const_new(1);
/// How long a picture waits for its turn. A form that waits holds one of the turns of every other form.
const PATIENCE: Duration = Duration::from_secs(5);

/// What is said of a copy. Its address may name who was hidden, so it is not taken over.
pub fn text_of(original: &Piece) -> PieceText {
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

impl Dossiers {
    /// Makes the masked copy of a piece and seals its bytes; nothing names them yet.
    ///
    /// # Errors
    /// `Busy` when other pictures take too long.
    pub async fn masked(
        &self,
        opened: &Opened,
        original: &Piece,
        copied: &Copied,
    ) -> Result<Result<Received, Why>, Fault> {
        if original.bytes > LARGEST_FILE {
            return Ok(Err(Why::TooLarge));
        }
        let turn = tokio::time::timeout(PATIENCE, ONE.acquire())
            .await
            .map_err(|e| Fault::caused(Code::Busy, "other pictures are being masked", e))?
            .map_err(|e| Fault::internal("masking stopped", e))?;
        let bytes = self
            .stored_bytes(opened, original.blob, original.bytes)
            .await?;
        let zones = copied.zones.clone();
        // The turn goes with the work: a visitor who leaves does not let a second one begin.
        let made = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            mask(&bytes, &zones)
        })
        .await
        .map_err(|e| Fault::internal("masking stopped", e))?;
        match made {
            Ok(copy) => self
                .receive_bytes(&opened.keyring, NAME, copy)
                .await
                .map(Ok),
            Err(why) => Ok(Err(why)),
        }
    }
}
