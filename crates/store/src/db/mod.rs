//! SQLite or PostgreSQL behind one door. SQL is written once, in the subset that both understand:
//! `$1` parameters, `RETURNING`, `ON CONFLICT`, common table expressions; instants are 64-bit
//! microseconds; ids come from the program. `sum()` of PostgreSQL is wider than 64 bits: write
//! `CAST(sum(x) AS BIGINT)`.

mod args;
mod batch;
pub mod migrate;
mod open;
mod row;
mod trouble;
mod tx;
mod writer;

pub use args::{Arg, Args, Bind};
pub use open::DbUrl;
pub(crate) use open::still;
pub(crate) use row::{Inner, Kind};
pub use row::{Row, StoredId};
pub use tx::{Engine, Tx};

use crate::args;
use crate::bell::Bell;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use kernel::{Code, DossierId, Fault};
use sqlx::{PgPool, SqlitePool};
use std::panic::AssertUnwindSafe;
use trouble::fault;
use tx::Conn;
use writer::Writer;

/// The database. Cheap to clone.
#[derive(Clone)]
pub enum Db {
    /// One file: readers in a pool, one writer task.
    Sqlite(Sqlite),
    /// A server.
    Postgres(PgPool),
}

/// The two ways into an SQLite file.
#[derive(Clone)]
pub struct Sqlite {
    readers: SqlitePool,
    writer: Writer,
    pub(crate) bell: Bell,
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Db({:?})", self.engine())
    }
}

impl Db {
    /// Opens the database, checks that it keeps what it acknowledges, and migrates nothing yet.
    pub async fn open(url: &DbUrl) -> Result<Self, Fault> {
        open::open(url).await
    }

    /// Opens a database that is there for reading alone: nothing is written, the folder may be read-only, a program may
    /// serve it meanwhile.
    pub(crate) async fn look(url: &DbUrl) -> Result<Self, Fault> {
        open::look(url).await
    }

    /// Brings the tables up to this program's version.
    pub async fn migrate(&self) -> Result<(), Fault> {
        migrate::run(self).await
    }

    /// Which engine runs.
    pub const fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs `work` in a writing transaction and returns once it is committed and synced.
    /// `Err`, a panic or dropping this future rolls it back. Never call it inside another `write`.
    pub async fn write<T, F>(&self, work: F) -> Result<T, Fault>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, Fault>> + Send + 'static,
    {
        match self {
            Self::Sqlite(sqlite) => sqlite.writer.write(work).await,
            Self::Postgres(pool) => {
                let mut tx = begin_postgres(pool, "BEGIN").await?;
                let result = caught(&mut tx, work).await;
                let ended = end_postgres(tx, result).await;
                self.settle(ended).await
            }
        }
    }

    /// Runs `work` on one consistent view of the database; it cannot change anything.
    pub async fn read<T, F>(&self, work: F) -> Result<T, Fault>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, Fault>> + Send + 'static,
    {
        let mut tx = match self {
            Self::Sqlite(sqlite) => Tx::new(Conn::Reader(
                sqlite
                    .readers
                    .begin()
                    .await
                    .map_err(|error| fault("the database cannot be read", error))?,
            )),
            Self::Postgres(pool) => {
                begin_postgres(pool, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?
            }
        };
        let result = caught(&mut tx, work).await;
        let damaged = tx.take_damaged();
        // Dropping a transaction rolls it back; a view has nothing to keep.
        drop(tx);
        self.settle((result, damaged)).await
    }

    /// Runs `work`, which asks one thing only: one statement sees one state of the database without any
    /// transaction, at a third of the cost.
    pub async fn glance<T, F>(&self, work: F) -> Result<T, Fault>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, Fault>> + Send + 'static,
    {
        let cannot = |error| fault("the database cannot be read", error);
        let conn = match self {
            Self::Sqlite(sqlite) => Conn::Glance(sqlite.readers.acquire().await.map_err(cannot)?),
            Self::Postgres(pool) => Conn::GlancePostgres(pool.acquire().await.map_err(cannot)?),
        };
        caught(&mut Tx::new(conn), work).await
    }

    /// Makes what was erased unreadable in the live files: empties SQLite's write-ahead log, or
    /// vacuums PostgreSQL's tables. Call it after an erasure.
    pub async fn scrub(&self) -> Result<(), Fault> {
        match self {
            Self::Sqlite(sqlite) => sqlite.writer.checkpoint().await,
            Self::Postgres(pool) => sqlx::raw_sql("VACUUM")
                .execute(pool)
                .await
                .map(drop)
                .map_err(|error| fault("the database cannot be vacuumed", error)),
        }
    }

    /// Ends what runs and closes the connections.
    pub async fn close(&self) {
        match self {
            Self::Sqlite(sqlite) => {
                sqlite.readers.close().await;
                sqlite.writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }

    /// Writes the marks that a failed transaction left, in a transaction of their own.
    async fn settle<T>(
        &self,
        (result, damaged): (Result<T, Fault>, Vec<DossierId>),
    ) -> Result<T, Fault> {
        if result.is_ok() || damaged.is_empty() {
            return result;
        }
        let marked = match self {
            Self::Sqlite(sqlite) => {
                sqlite
                    .writer
                    .write(move |tx| Box::pin(async move { mark_damaged(tx, &damaged).await }))
                    .await
            }
            Self::Postgres(pool) => {
                let mut tx = begin_postgres(pool, "BEGIN").await?;
                let marked = mark_damaged(&mut tx, &damaged).await;
                end_postgres(tx, marked).await.0
            }
        };
        if let Err(fault) = marked {
            tracing::error!(%fault, "a damaged dossier could not be marked");
        }
        result
    }
}

async fn begin_postgres(pool: &PgPool, how: &'static str) -> Result<Tx, Fault> {
    pool.begin_with(how)
        .await
        .map(|tx| Tx::new(Conn::Postgres(tx)))
        .map_err(|error| fault("the database cannot be reached", error))
}

async fn end_postgres<T>(
    mut tx: Tx,
    result: Result<T, Fault>,
) -> (Result<T, Fault>, Vec<DossierId>) {
    let damaged = tx.take_damaged();
    let failed = tx.take_failed();
    let Conn::Postgres(inner) = tx.conn else {
        return (result, damaged);
    };
    let ended = match result {
        Ok(_) if failed => Err(Fault::new(Code::Internal, "a failed statement was ignored")),
        Ok(value) => match inner.commit().await {
            Ok(()) => Ok(value),
            Err(error) => Err(fault("a write could not be committed", error)),
        },
        Err(fault) => {
            // Dropping would roll back as well, but only when the connection is next used.
            let _ = inner.rollback().await;
            Err(fault)
        }
    };
    (ended, damaged)
}

async fn caught<T, F>(tx: &mut Tx, work: F) -> Result<T, Fault>
where
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, Fault>>,
{
    AssertUnwindSafe(async { work(tx).await })
        .catch_unwind()
        .await
        .unwrap_or_else(|_| Err(Fault::new(Code::Internal, "a transaction panicked")))
}

/// Marks dossiers whose stored bytes contradict their seal: from then on they are read-only.
async fn mark_damaged(tx: &mut Tx, dossiers: &[DossierId]) -> Result<(), Fault> {
    for dossier in dossiers {
        tracing::error!(%dossier, "a dossier contradicts its seal: it is now read-only");
        tx.run(
            "UPDATE dossiers SET damaged = 1 WHERE dossier = $1",
            args![*dossier],
        )
        .await?;
    }
    Ok(())
}
