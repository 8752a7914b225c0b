//! Removing what nothing holds any more, and what never arrived.

use super::{ALL, DROP, HELD, Public, lock, path};
use crate::args;
use kernel::{Fault, Moment};
use seal::Digest;
use std::collections::BTreeSet;
use std::fs::DirEntry;
use std::io::ErrorKind;
use std::path::Path;
use std::time::UNIX_EPOCH;

/// A file that says nothing for so long will never arrive, in seconds.
const SILENT: i64 = 24 * 3600;

impl Public {
    async fn held(&self) -> Result<BTreeSet<Digest>, Fault> {
        self.db
            .read(|tx| {
                Box::pin(async move {
                    let rows = tx.all(ALL, args![]).await?;
                    let read = rows
                        .iter()
                        .map(|row| Ok(Digest::from_slice(&row.bytes(0)?)?));
                    read.collect()
                })
            })
            .await
    }

    /// Forgets the files that a backup named and did not hold, as they were withdrawn while it was written: the next backup
    /// would look for them. Gives how many.
    pub(crate) async fn forget_missing(&self) -> Result<u64, Fault> {
        let mut missing = self.held().await?;
        missing.retain(|digest| !path(&self.root, *digest).is_file());
        let count = missing.len() as u64;
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    for digest in missing {
                        tracing::warn!(%digest, "the backup does not hold this public file");
                        tx.run(DROP, args![*digest.bytes()]).await?;
                    }
                    Ok(count)
                })
            })
            .await
    }

    /// Deletes the files that no row holds; gives how many.
    pub async fn collect(&self) -> Result<u64, Fault> {
        let held = self.held().await?;
        let (root, now) = (self.root.clone(), self.clock.now());
        let loose = tokio::task::spawn_blocking(move || loose(&root, &held, now))
            .await
            .map_err(|error| Fault::internal("public files cannot be looked at", error))?
            .map_err(|error| Fault::internal("public files cannot be looked at", error))?;
        if loose.is_empty() {
            return Ok(0);
        }
        let root = self.root.clone();
        // Looked up again where nobody can hold it meanwhile: what the committed rows did not hold goes, even if this
        // transaction fails.
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    lock(tx).await?;
                    let mut removed = 0;
                    for digest in loose {
                        if tx.opt(HELD, args![*digest.bytes()]).await?.is_some() {
                            continue;
                        }
                        match std::fs::remove_file(path(&root, digest)) {
                            Ok(()) => removed += 1,
                            Err(error) if error.kind() == ErrorKind::NotFound => {}
                            Err(error) => {
                                tracing::error!(%error, "a public file cannot be removed");
                            }
                        }
                    }
                    Ok(removed)
                })
            })
            .await
    }
}

/// The files that these do not name; what stopped arriving is removed at once. What is not ours is left alone, and what
/// resists is said: it keeps nothing else from being looked at.
fn loose(root: &Path, held: &BTreeSet<Digest>, now: Moment) -> std::io::Result<Vec<Digest>> {
    let mut found = Vec::new();
    for folder in std::fs::read_dir(root)? {
        let folder = folder?;
        if !folder.file_type()?.is_dir() {
            continue;
        }
        let folder = folder.path();
        let Some(files) = seen(std::fs::read_dir(&folder)) else {
            continue;
        };
        let arriving = folder.ends_with("tmp");
        for file in files {
            let Some(file) = seen(file) else {
                break;
            };
            if arriving {
                let _ = seen(forget(&file, now));
                continue;
            }
            let name = file.file_name();
            let name = name.to_str().and_then(|name| name.parse::<Digest>().ok());
            found.extend(name.filter(|digest| !held.contains(digest)));
        }
    }
    Ok(found)
}

/// What could be looked at; what went meanwhile, or got its name, is no trouble.
fn seen<T>(looked: std::io::Result<T>) -> Option<T> {
    match looked {
        Ok(found) => Some(found),
        Err(error) => {
            if error.kind() != ErrorKind::NotFound {
                tracing::error!(%error, "a public file cannot be looked at");
            }
            None
        }
    }
}

/// Removes a file that stopped arriving.
fn forget(file: &DirEntry, now: Moment) -> std::io::Result<()> {
    let known = file.metadata()?;
    let since = known.modified()?;
    let since = since.duration_since(UNIX_EPOCH).unwrap_or_default();
    let since = i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
    if known.is_file() && now.seconds().saturating_sub(since) > SILENT {
        std::fs::remove_file(file.path())?;
    }
    Ok(())
}
