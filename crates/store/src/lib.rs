#![doc = include_str!("../README.md")]

pub mod backup;
pub mod bell;
pub mod blobs;
pub mod caches;
pub mod db;
pub mod erasures;
pub mod feeds;
pub mod jobs;
pub mod journal;
pub mod limits;
pub mod links;
pub mod log;
pub mod public;
pub mod questions;
pub mod reminders;
pub mod seals;
pub mod secrets;
pub mod sessions;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;
pub mod uploads;
pub mod watches;

pub use bell::Bell;
pub use blobs::{Blobs, Receiving, Stored};
pub use db::{Args, Db, DbUrl, Row, Tx};
pub use public::Public;
pub use secrets::Secrets;

use kernel::{Clock, Fault};
use std::io::ErrorKind;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Where an instance keeps what it keeps.
#[derive(Clone)]
pub struct StoreConfig {
    /// The data folder: database file (unless a server is named), `blobs/`, `secrets/`.
    pub data_dir: PathBuf,
    /// `postgres://…` or `sqlite:path`; by default `preau.db` in the data folder.
    pub database_url: Option<String>,
    /// The instance's public name, which signs heads: `preau.example`.
    pub instance: String,
    /// Where the list of erasures is kept; by default in the data folder, better beside the backups.
    pub erasures: Option<PathBuf>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
}

impl StoreConfig {
    /// The database.
    pub(crate) fn url(&self) -> Result<DbUrl, Fault> {
        match &self.database_url {
            Some(url) => url.parse(),
            None => Ok(DbUrl::Sqlite(self.data_dir.join("preau.db"))),
        }
    }

    /// The list of erasures.
    pub fn erasures(&self) -> PathBuf {
        let own = || self.data_dir.join(erasures::NAME);
        self.erasures.clone().unwrap_or_else(own)
    }
}

/// Everything that slices keep data with. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    /// The database.
    pub db: Db,
    /// The ciphertexts of pieces.
    pub blobs: Blobs,
    /// The files that everybody may read.
    pub public: Public,
    /// The instance's secrets.
    pub secrets: Secrets,
    /// Says to every node that something changed.
    pub bell: Bell,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// The instance's public name.
    pub instance: Arc<str>,
    /// The list of erasures.
    pub erasures: Arc<std::path::Path>,
    owed: Arc<AtomicBool>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Store({}, {:?})", self.instance, self.db)
    }
}

impl Store {
    /// Opens the data folder, which is made when it is missing, and brings the tables up to date.
    ///
    /// # Errors
    /// `Invalid`, with the remedy in its text, when a setting would lose data or show secrets.
    pub async fn open(config: &StoreConfig) -> Result<Self, Fault> {
        match std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&config.data_dir)
        {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                return Err(Fault::writing("the data folder cannot be made", error));
            }
            _ => {}
        }
        backup::must_be_whole(&config.data_dir)?;
        Self::open_any(config).await
    }

    /// The same for a folder that is being restored.
    pub(crate) async fn open_any(config: &StoreConfig) -> Result<Self, Fault> {
        let db = Db::open(&config.url()?).await?;
        db.migrate().await?;
        let folder = config.data_dir.join("secrets");
        must_not_be_lost(&db, &folder).await?;
        let secrets = Secrets::open(&folder)?;
        log::not_older(log_size(&db).await?, secrets.highwater()?)?;
        let instance = secrets::kept_name(&folder, &config.instance)?;
        let blobs = Blobs::open_folder(
            config.data_dir.join("blobs"),
            db.clone(),
            Arc::clone(&config.clock),
        )?;
        let public = Public::open_folder(
            config.data_dir.join(public::NAME),
            db.clone(),
            Arc::clone(&config.clock),
        )?;
        Ok(Self {
            bell: Bell::of(&db),
            db,
            blobs,
            public,
            secrets,
            clock: Arc::clone(&config.clock),
            instance: instance.into(),
            erasures: config.erasures().into(),
            // What a stop left behind in the write-ahead log goes with the first housekeeping.
            owed: Arc::new(AtomicBool::new(true)),
        })
    }

    /// After an erasure: writes the list of erasures, removes the files of dead blobs and scrubs the database's live
    /// files. Where somebody reads meanwhile, the database is scrubbed at the next housekeeping.
    pub async fn sweep(&self) -> Result<u64, Fault> {
        self.owed.store(true, Ordering::Relaxed);
        // The erasure itself is done: what cannot be listed now stays noted in the database.
        if let Err(fault) = erasures::flush(self).await {
            tracing::error!(%fault, "the list of erasures is written later");
        }
        // What resists is removed by the next call: it keeps nothing that was erased from being scrubbed.
        let removed = [self.blobs.collect().await, self.public.collect().await];
        let removed = removed.into_iter().map(|removed| {
            removed.unwrap_or_else(|fault| {
                tracing::error!(%fault, "files are removed later");
                0
            })
        });
        match self.db.scrub().await {
            Ok(()) => self.owed.store(false, Ordering::Relaxed),
            Err(fault) if fault.code() == kernel::Code::Busy => {
                tracing::warn!(%fault, "the files of the database are scrubbed later");
            }
            Err(fault) => return Err(fault),
        }
        Ok(removed.sum())
    }

    /// The same after an erasure that is committed: it is done, and whoever asked is told so. What the files still hold
    /// when this cannot be done now goes at the next housekeeping.
    pub async fn swept(&self) {
        if let Err(fault) = self.sweep().await {
            tracing::error!(%fault, "what was erased leaves the files later");
        }
    }

    /// Leaves it to the next housekeeping, a few minutes away.
    pub fn owe(&self) {
        self.owed.store(true, Ordering::Relaxed);
    }

    /// The same when something is left to do; otherwise removes what uploads left behind.
    pub async fn tidy(&self) -> Result<(), Fault> {
        if self.owed.load(Ordering::Relaxed) {
            return self.sweep().await.map(drop);
        }
        if let Err(fault) = erasures::flush(self).await {
            tracing::error!(%fault, "the list of erasures is written later");
        }
        let pieces = self.blobs.collect().await;
        self.public.collect().await?;
        pieces.map(drop)
    }
}

const ANY: &str = "SELECT dossier FROM dossiers LIMIT 1";

async fn log_size(db: &Db) -> Result<u64, Fault> {
    db.read(|tx| Box::pin(async move { tx.one(log::ANY_LEAF, args![]).await?.size(0) }))
        .await
}

/// Secrets made anew over existing dossiers would make every row count as forged: refused, so that the
/// operator brings the right ones back.
async fn must_not_be_lost(db: &Db, folder: &std::path::Path) -> Result<(), Fault> {
    if log_size(db).await? > 0 && !folder.join(secrets::LOG_KEY).is_file() {
        return Err(Fault::new(
            kernel::Code::Invalid,
            "secrets/log.key is missing although the public log has begun: bring it back from the backup of the secrets; \
             a log has one key",
        ));
    }
    if Secrets::complete(folder) {
        return Ok(());
    }
    let any = db
        .read(|tx| Box::pin(async move { Ok(tx.opt(ANY, args![]).await?.is_some()) }))
        .await?;
    if any {
        return Err(Fault::new(
            kernel::Code::Invalid,
            "the folder secrets/ is missing or incomplete although dossiers exist: bring it back from its own backup; new secrets would open nothing",
        ));
    }
    Ok(())
}
