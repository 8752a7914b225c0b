//! What a picture looks like, noted when it is received (N068). It is a help: whatever goes wrong, the picture is kept
//! and is compared with nothing.

use crate::service::Dossiers;
use bytes::Bytes;
use evidence::likeness::Likeness;
use evidence::masking::{LARGEST_FILE, can_mask};
use evidence::model::Received;
use seal::vault::Identity;
use std::io::Read;
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};

/// One picture at a time: decoded, it takes far more memory than its file.
static ONE: Semaphore = Semaphore::const_new(1);
/// How long a picture waits for its turn: a person waits behind it.
const PATIENCE: Duration = Duration::from_secs(10);

async fn turn() -> Option<SemaphorePermit<'static>> {
    let turn = tokio::time::timeout(PATIENCE, ONE.acquire()).await;
    turn.ok()?.ok()
}

impl Dossiers {
    /// Notes what a received picture looks like; anything else is given back as it is.
    pub async fn likened(&self, identities: &[Identity], received: Received) -> Received {
        if !can_mask(&received.media) || received.bytes > LARGEST_FILE {
            return received;
        }
        let Some(turn) = turn().await else {
            return received;
        };
        let (store, identities) = (self.store().clone(), identities.to_vec());
        let (blob, length) = (received.stored.id(), received.bytes);
        // The turn goes with the work: a visitor who leaves does not let a second one begin.
        let made = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            let mut bytes = Vec::new();
            let mut reader = evidence::service::open(&store, blob, &identities, length).ok()?;
            reader.read_to_end(&mut bytes).ok()?;
            Likeness::of(&bytes).ok()?
        });
        Received {
            likeness: made.await.ok().flatten(),
            ..received
        }
    }

    /// The same for each file of a form.
    pub async fn all_likened(
        &self,
        identities: &[Identity],
        received: Vec<Received>,
    ) -> Vec<Received> {
        let mut all = Vec::with_capacity(received.len());
        for one in received {
            all.push(self.likened(identities, one).await);
        }
        all
    }

    /// What bytes look like that were just taken.
    pub(crate) async fn likeness_of(&self, bytes: Bytes) -> Option<Likeness> {
        let turn = turn().await?;
        let made = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            Likeness::of(&bytes).ok()?
        });
        made.await.ok()?
    }
}
