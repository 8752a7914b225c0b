//! Files that everybody may read: sounds that the instance publishes. They are not encrypted, and are named by their
//! SHA-256. As everywhere, bytes first, then a name, each synced, then the row; what no row holds is removed.

mod collect;

use crate::args;
use crate::blobs::make_folders;
use crate::db::{Db, Tx};
use crate::secrets::sync_dir;
use kernel::{Clock, Code, Fault, OrgId};
use seal::{Digest, Hasher};
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The folder's name in the data folder.
pub(crate) const NAME: &str = "public";

/// Of two who give a file its name and take it away, one waits. SQLite has one writer anyway.
const LOCK: &str = "SELECT pg_advisory_xact_lock(7233004)";
const NO_LOCK: &str = "SELECT 1";
const HOLD: &str = "INSERT INTO public_files (org_id, digest, holder, size) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (digest, holder) DO NOTHING";
const RELEASE: &str = "DELETE FROM public_files WHERE holder = $1";
const HELD: &str = "SELECT 1 FROM public_files WHERE digest = $1";
const DROP: &str = "DELETE FROM public_files WHERE digest = $1";
const ALL: &str = "SELECT digest FROM public_files";

/// The folder of public files. Cheap to clone.
#[derive(Clone)]
pub struct Public {
    pub(crate) root: Arc<Path>,
    db: Db,
    clock: Arc<dyn Clock>,
}

impl std::fmt::Debug for Public {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Public({})", self.root.display())
    }
}

/// A file on its way in. Blocking I/O. Dropped before [`Arriving::finish`], it is removed.
pub struct Arriving {
    file: File,
    place: Temporary,
    root: Arc<Path>,
    hasher: Hasher,
    size: u64,
    most: u64,
}

/// A file whose bytes are on the disk, synced, and that has no name yet: [`hold`] gives it one.
#[derive(Debug)]
pub struct Arrived {
    place: Temporary,
    root: Arc<Path>,
    digest: Digest,
    size: u64,
}

/// Removed unless it was given its name.
#[derive(Debug)]
struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        // Best effort: the collector removes it otherwise.
        let _ = std::fs::remove_file(&self.0);
    }
}

impl Public {
    pub(crate) fn open_folder(root: PathBuf, db: Db, clock: Arc<dyn Clock>) -> Result<Self, Fault> {
        make_folders(&root)
            .map_err(|error| Fault::writing("the folder of public files cannot be made", error))?;
        Ok(Self {
            root: root.into(),
            db,
            clock,
        })
    }

    /// Begins a file of at most `most` bytes.
    pub fn begin(&self, most: u64) -> Result<Arriving, Fault> {
        let name = kernel::id::to_hex(&seal::random::bytes::<16>());
        let place = self.root.join("tmp").join(name);
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&place)
            .map_err(cannot)?;
        Ok(Arriving {
            file,
            place: Temporary(place),
            root: Arc::clone(&self.root),
            hasher: Hasher::new(),
            size: 0,
            most,
        })
    }

    /// Opens a file for reading and seeking.
    ///
    /// # Errors
    /// `NotFound` when it is not there.
    pub fn open(&self, digest: Digest) -> Result<File, Fault> {
        File::open(path(&self.root, digest)).map_err(|error| match error.kind() {
            ErrorKind::NotFound => Fault::new(Code::NotFound, "no such public file"),
            _ => Fault::internal("a public file cannot be opened", error),
        })
    }
}

impl Arriving {
    /// Takes the next bytes.
    ///
    /// # Errors
    /// `TooLarge` beyond the limit; `DiskFull` when there is no room.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        self.size = self.size.saturating_add(bytes.len() as u64);
        if self.size > self.most {
            return Err(Fault::new(Code::TooLarge, "a public file is too large"));
        }
        self.hasher.update(bytes);
        self.file.write_all(bytes).map_err(cannot)
    }

    /// Syncs the bytes.
    pub fn finish(self) -> Result<Arrived, Fault> {
        self.file.sync_all().map_err(cannot)?;
        Ok(Arrived {
            place: self.place,
            root: self.root,
            digest: self.hasher.finish(),
            size: self.size,
        })
    }
}

impl Arrived {
    /// SHA-256 of its bytes.
    pub const fn digest(&self) -> Digest {
        self.digest
    }

    /// Its length in bytes.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Opens it, before it has its name.
    pub fn open(&self) -> Result<File, Fault> {
        File::open(&self.place.0)
            .map_err(|error| Fault::internal("a public file cannot be opened", error))
    }

    /// Gives it its name; a power cut cannot take it back. The same bytes may have it already.
    fn name(&self) -> std::io::Result<()> {
        let to = path(&self.root, self.digest);
        let folder = to.parent().unwrap_or(&self.root);
        match DirBuilder::new().mode(0o700).create(folder) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
            _ => sync_dir(&self.root)?,
        }
        std::fs::rename(&self.place.0, &to)?;
        sync_dir(folder)
    }
}

fn cannot(error: std::io::Error) -> Fault {
    Fault::writing("a public file cannot be stored", error)
}

/// Two letters of its digest, then its digest.
pub(crate) fn path(root: &Path, digest: Digest) -> PathBuf {
    let name = digest.to_string();
    root.join(name.get(..2).unwrap_or_default()).join(&name)
}

async fn lock(tx: &mut Tx) -> Result<(), Fault> {
    let sql = tx.pick(NO_LOCK, LOCK);
    tx.one(sql, args![]).await.map(drop)
}

/// Gives a file its name and says what holds it, in the transaction that publishes it.
pub async fn hold(tx: &mut Tx, holder: [u8; 16], file: Arrived) -> Result<(), Fault> {
    let size = i64::try_from(file.size)
        .map_err(|e| Fault::caused(Code::TooLarge, "the size of a public file", e))?;
    lock(tx).await?;
    tx.exec(
        HOLD,
        args![OrgId::FIRST, *file.digest.bytes(), holder, size],
    )
    .await?;
    file.name().map_err(cannot)
}

/// Lets go of every file that this holds; call [`Public::collect`] after the commit.
pub async fn release(tx: &mut Tx, holder: [u8; 16]) -> Result<(), Fault> {
    tx.run(RELEASE, args![holder]).await
}
