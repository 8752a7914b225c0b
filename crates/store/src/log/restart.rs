//! A new log after a database that was lost: another name, another key, and a first leaf that names the last state known
//! of the log before it. A log never signs two histories.

use super::queries;
use crate::db::{Db, DbUrl};
use crate::secrets::Secrets;
use crate::{StoreConfig, args};
use kernel::Fault;

/// Begins a new log; gives its generation. No program may be running on this database. Done twice, it begins two.
///
/// # Errors
/// Those of opening the database; `DiskFull` or `Internal` when the secrets cannot be written.
pub async fn restart(config: &StoreConfig) -> Result<u64, Fault> {
    let url = match &config.database_url {
        Some(url) => url.parse()?,
        None => DbUrl::Sqlite(config.data_dir.join("preau.db")),
    };
    let db = Db::open(&url).await?;
    db.migrate().await?;
    // The database first: until the secrets follow, the next start refuses, and this can be run again.
    forget(&db).await?;
    db.close().await;
    Secrets::begin_log(&config.data_dir.join("secrets"), 0)
}

/// What a new log forgets of the one before it.
pub(crate) async fn forget(db: &Db) -> Result<(), Fault> {
    db.write(|tx| {
        Box::pin(async move {
            for sql in queries::FORGET {
                tx.run(sql, args![]).await?;
            }
            Ok(())
        })
    })
    .await
}
