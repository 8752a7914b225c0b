//! Ciphertexts of pieces, in a folder: `blobs/<2 hex>/<32 hex>`, random names.
//!
//! A blob is *receiving* under a lease that is committed before its first byte, *live* from the
//! append that names it, *dead* when its lease was silent for a day or its entry was erased. Only
//! rows decide: nothing is ever deleted because a listing did not mention it.

mod collect;
mod receive;

pub use receive::{Receiving, Stored};

use crate::args;
use crate::db::Db;
use crate::secrets::sync_dir;
use kernel::{BlobId, Clock, Code, DossierId, Fault, OrgId};
use std::fs::{DirBuilder, File};
use std::io::{ErrorKind, Read as _};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A lease silent for this long is dead, in seconds.
pub const LEASE: i64 = 24 * 3600;

pub(crate) const MAKE_LIVE: &str = "UPDATE blobs SET state = 'live', size = $1, crc = $2, lease = NULL \
     WHERE blob = $3 AND dossier = $4 AND state = 'receiving'";
const BEGIN: &str = "INSERT INTO blobs (org_id, blob, dossier, state, lease) \
     VALUES ($1, $2, $3, 'receiving', $4)";
pub(crate) const RENEW: &str =
    "UPDATE blobs SET lease = $1 WHERE blob = $2 AND state = 'receiving'";
const ABANDON: &str = "DELETE FROM blobs WHERE blob = $1 AND state = 'receiving'";
const LIVE: &str = "SELECT blob, size, crc FROM blobs WHERE state = 'live' AND blob > $1 \
     ORDER BY blob LIMIT $2";

/// The folder of blobs. Cheap to clone.
#[derive(Clone)]
pub struct Blobs {
    pub(crate) root: Arc<Path>,
    db: Db,
    clock: Arc<dyn Clock>,
}

impl std::fmt::Debug for Blobs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Blobs({})", self.root.display())
    }
}

impl Blobs {
    pub(crate) fn open_folder(root: PathBuf, db: Db, clock: Arc<dyn Clock>) -> Result<Self, Fault> {
        make_folders(&root)
            .map_err(|error| Fault::writing("the blob folder cannot be made", error))?;
        Ok(Self {
            root: root.into(),
            db,
            clock,
        })
    }

    /// Commits a lease for a new blob of `dossier` (which may not exist yet), then opens its
    /// temporary file.
    pub async fn begin(&self, dossier: DossierId) -> Result<Receiving, Fault> {
        self.begin_named(dossier, BlobId::new(seal::random::bytes()))
            .await
    }

    /// The same under a name that its sender drew: what he encrypted names it.
    ///
    /// # Errors
    /// `Conflict` when the name is taken.
    pub async fn begin_named(&self, dossier: DossierId, blob: BlobId) -> Result<Receiving, Fault> {
        let lease = self.lease();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    tx.exec(BEGIN, args![OrgId::FIRST, blob, dossier, lease])
                        .await
                })
            })
            .await?;
        Receiving::create(blob, &self.root)
    }

    /// Gives a name back whose file was never finished, so that its sender may send it again.
    pub async fn abandon(&self, blob: BlobId) -> Result<(), Fault> {
        self.db
            .write(move |tx| Box::pin(async move { tx.run(ABANDON, args![blob]).await }))
            .await
    }

    /// Pushes the lease of a blob that is still being received; `false` when it is too late.
    pub async fn renew(&self, blob: BlobId) -> Result<bool, Fault> {
        let lease = self.lease();
        self.db
            .write(move |tx| {
                Box::pin(async move { Ok(tx.exec(RENEW, args![lease, blob]).await? == 1) })
            })
            .await
    }

    /// In whole hours, so that a row does not tell when somebody added something.
    pub(crate) fn lease(&self) -> i64 {
        const HOUR: i64 = 3_600_000_000;
        let end = self.clock.now().plus_seconds(LEASE).0;
        end.div_euclid(HOUR).saturating_add(1).saturating_mul(HOUR)
    }

    /// Opens a stored ciphertext for reading and seeking.
    ///
    /// # Errors
    /// `Damaged` when the file is not there.
    pub fn open(&self, blob: BlobId) -> Result<File, Fault> {
        File::open(path(&self.root, blob)).map_err(|error| match error.kind() {
            ErrorKind::NotFound => Fault::caused(Code::Damaged, "a stored piece is missing", error),
            _ => Fault::internal("a stored piece cannot be opened", error),
        })
    }

    /// The next live blobs after `after`, in the order of their ids, for the scrubber.
    pub async fn live(&self, after: BlobId, count: u32) -> Result<Vec<Stored>, Fault> {
        self.db
            .read(move |tx| {
                Box::pin(async move {
                    tx.all(LIVE, args![after, count])
                        .await?
                        .iter()
                        .map(|row| {
                            let crc = u32::try_from(row.size(2)?).map_err(|error| {
                                Fault::caused(
                                    Code::Damaged,
                                    "a stored checksum is too large",
                                    error,
                                )
                            })?;
                            Ok(Stored::known(row.id(0)?, row.size(1)?, crc))
                        })
                        .collect()
                })
            })
            .await
    }

    /// Reads a stored ciphertext again: length and CRC-32C as when it was received. Blocking.
    ///
    /// # Errors
    /// `Damaged` when they differ.
    pub fn check(&self, stored: &Stored) -> Result<(), Fault> {
        let mut file = self.open(stored.id())?;
        let (mut size, mut crc) = (0_u64, 0_u32);
        let mut chunk = vec![0_u8; 64 * 1024];
        loop {
            let read = file
                .read(&mut chunk)
                .map_err(|error| Fault::internal("a stored piece cannot be read", error))?;
            let Some(bytes) = chunk.get(..read).filter(|bytes| !bytes.is_empty()) else {
                break;
            };
            size += read as u64;
            crc = crc32c::crc32c_append(crc, bytes);
        }
        if size == stored.size() && crc == stored.crc() {
            return Ok(());
        }
        Err(Fault::new(
            Code::Damaged,
            "a stored piece is not as it was received",
        ))
    }
}

pub(crate) fn make_folders(root: &Path) -> std::io::Result<()> {
    let tmp = root.join("tmp");
    if tmp.is_dir() {
        return Ok(());
    }
    make_folder(root)?;
    make_folder(&tmp)
}

/// Makes a folder whose name survives a power cut.
fn make_folder(path: &Path) -> std::io::Result<()> {
    match DirBuilder::new().mode(0o700).create(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        // Also when another upload has just made it: its sync may still be under way.
        _ => sync_dir(path.parent().unwrap_or(path)),
    }
}

pub(crate) fn path(root: &Path, blob: BlobId) -> PathBuf {
    let name = blob.to_string();
    root.join(name.get(..2).unwrap_or_default()).join(&name)
}

pub(crate) fn temporary(root: &Path, blob: BlobId) -> PathBuf {
    root.join("tmp").join(blob.to_string())
}
