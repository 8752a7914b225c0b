//! Removing what is dead: leases silent for a day, and blobs of erased entries.

use super::{Blobs, path, temporary};
use crate::args;
use kernel::{BlobId, Fault};
use std::io::ErrorKind;
use std::path::Path;

/// Compare-and-set: an append that turned the blob live in between wins.
const EXPIRE: &str =
    "UPDATE blobs SET state = 'dead', lease = NULL WHERE state = 'receiving' AND lease <= $1";
pub(crate) const GIVEN_UP: &str = "DELETE FROM uploads WHERE lease <= $1";
const DEAD: &str = "SELECT blob FROM blobs WHERE state = 'dead'";
const FORGET: &str = "DELETE FROM blobs WHERE blob = $1 AND state = 'dead'";

impl Blobs {
    /// Deletes the files of dead blobs, then their rows. A stop in between is made good by the
    /// next call. Gives the number of blobs removed.
    pub async fn collect(&self) -> Result<u64, Fault> {
        let now = self.clock.now();
        let dead: Vec<BlobId> = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    tx.run(GIVEN_UP, args![now]).await?;
                    tx.run(EXPIRE, args![now]).await?;
                    tx.all(DEAD, args![])
                        .await?
                        .iter()
                        .map(|row| row.id(0))
                        .collect()
                })
            })
            .await?;
        if dead.is_empty() {
            return Ok(0);
        }
        let root = std::sync::Arc::clone(&self.root);
        let gone = tokio::task::spawn_blocking(move || remove(&root, dead))
            .await
            .map_err(|error| Fault::internal("dead pieces cannot be removed", error))?;
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let mut removed = 0;
                    for blob in gone {
                        removed += tx.exec(FORGET, args![blob]).await?;
                    }
                    Ok(removed)
                })
            })
            .await
    }
}

/// Those whose files are gone; a file that resists keeps its row and is tried again.
fn remove(root: &Path, dead: Vec<BlobId>) -> Vec<BlobId> {
    dead.into_iter()
        .filter(|blob| {
            [path(root, *blob), temporary(root, *blob)].iter().all(
                |file| match std::fs::remove_file(file) {
                    Err(error) if error.kind() != ErrorKind::NotFound => {
                        tracing::error!(%error, "a dead piece cannot be removed");
                        false
                    }
                    _ => true,
                },
            )
        })
        .collect()
}
