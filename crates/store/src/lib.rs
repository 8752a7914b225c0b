#![doc = include_str!("../README.md")]

pub mod blobs;
pub mod caches;
pub mod db;
pub mod feeds;
pub mod jobs;
pub mod journal;
pub mod limits;
pub mod links;
pub mod log;
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

pub use blobs::{Blobs, Receiving, Stored};
pub use db::{Args, Db, DbUrl, Row, Tx};
pub use secrets::Secrets;

use kernel::{Clock, Fault};
use std::io::ErrorKind;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::PathBuf;
use std::sync::Arc;

/// Where an instance keeps what it keeps.
#[derive(Clone)]
pub struct StoreConfig {
    /// The data folder: database file (unless a server is named), `blobs/`, `secrets/`.
    pub data_dir: PathBuf,
    /// `postgres://…` or `sqlite:path`; by default `preau.db` in the data folder.
    pub database_url: Option<String>,
    /// The instance's public name, which signs heads: `preau.example`.
    pub instance: String,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
}

/// Everything that slices keep data with. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    /// The database.
    pub db: Db,
    /// The ciphertexts of pieces.
    pub blobs: Blobs,
    /// The instance's secrets.
    pub secrets: Secrets,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// The instance's public name.
    pub instance: Arc<str>,
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
        let url = match &config.database_url {
            Some(url) => url.parse()?,
            None => DbUrl::Sqlite(config.data_dir.join("preau.db")),
        };
        let db = Db::open(&url).await?;
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
        Ok(Self {
            db,
            blobs,
            secrets,
            clock: Arc::clone(&config.clock),
            instance: instance.into(),
        })
    }

    /// After an erasure: removes the files of dead blobs and scrubs the database's live files.
    pub async fn sweep(&self) -> Result<u64, Fault> {
        let removed = self.blobs.collect().await?;
        self.db.scrub().await?;
        Ok(removed)
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
