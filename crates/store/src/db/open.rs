//! Opening either engine with the settings without which an acknowledged write could be lost.

use super::trouble::fault;
use super::tx::Engine;
use super::writer::Writer;
use super::{Db, Sqlite};
use crate::bell::Bell;
use kernel::{Code, Fault};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions as _, PgPool};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Where the database is.
#[derive(Clone, PartialEq, Eq)]
pub enum DbUrl {
    /// The path of an SQLite file, created when it is not there.
    Sqlite(PathBuf),
    /// `postgres://…`, which may hold a password: never shown.
    Postgres(String),
}

impl std::fmt::Debug for DbUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "Sqlite({})", path.display()),
            Self::Postgres(_) => f.write_str("Postgres(…)"),
        }
    }
}

impl std::str::FromStr for DbUrl {
    type Err = Fault;

    fn from_str(url: &str) -> Result<Self, Fault> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(url.to_owned()));
        }
        match url.strip_prefix("sqlite:") {
            Some(path) if !path.is_empty() => {
                Ok(Self::Sqlite(path.strip_prefix("//").unwrap_or(path).into()))
            }
            _ => Err(Fault::new(
                Code::Invalid,
                "the database address starts with postgres:// or sqlite:",
            )),
        }
    }
}

impl DbUrl {
    /// Which engine this address means.
    pub const fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }
}

pub(crate) async fn open(url: &DbUrl) -> Result<Db, Fault> {
    match url {
        DbUrl::Sqlite(path) => sqlite(path).await,
        DbUrl::Postgres(url) => postgres(url).await,
    }
}

/// WAL with `synchronous=FULL`: with `NORMAL` a power cut loses commits already acknowledged.
/// `secure_delete` overwrites what is deleted.
async fn sqlite(path: &Path) -> Result<Db, Fault> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10))
        .pragma("secure_delete", "ON")
        .pragma("trusted_schema", "OFF")
        .pragma("temp_store", "MEMORY")
        .disable_statement_logging();
    let cannot = |error| fault("the SQLite file cannot be opened", error);
    let mut conn = options.connect().await.map_err(cannot)?;
    let sync: i64 = sqlx::query_scalar("PRAGMA synchronous")
        .fetch_one(&mut conn)
        .await
        .map_err(cannot)?;
    let journal: String = sqlx::query_scalar("PRAGMA journal_mode")
        .fetch_one(&mut conn)
        .await
        .map_err(cannot)?;
    if sync != 2 || journal != "wal" {
        return Err(Fault::new(
            Code::Invalid,
            "this file system does not allow SQLite's write-ahead log with full synchronisation; \
             put the data folder on a local disk",
        ));
    }
    let readers = SqlitePoolOptions::new()
        .max_connections(4)
        .min_connections(0)
        .acquire_timeout(Duration::from_secs(30))
        .connect_lazy_with(options.pragma("query_only", "ON"));
    let bell = Bell::default();
    Ok(Db::Sqlite(Sqlite {
        readers,
        writer: Writer::start(conn, bell.clone()),
        bell,
    }))
}

pub(crate) async fn look(url: &DbUrl) -> Result<Db, Fault> {
    let DbUrl::Sqlite(path) = url else {
        return open(url).await;
    };
    if !path.is_file() {
        return Err(Fault::caused(
            Code::Invalid,
            "there is no database here",
            path.display().to_string(),
        ));
    }
    let options = SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .busy_timeout(Duration::from_secs(10))
        .pragma("query_only", "ON")
        .pragma("trusted_schema", "OFF")
        .pragma("temp_store", "MEMORY")
        .disable_statement_logging();
    // Nobody has it open: the file does not change, and no log is made beside it.
    let options = options.immutable(still(url).is_some());
    let options = match opens(&options).await {
        Ok(()) => options,
        // An empty log was left in a folder that cannot be written to.
        Err(_) if log_is_empty(path) => options.immutable(true),
        Err(error) => {
            return Err(fault(
                "the SQLite file cannot be read where it is: its write-ahead log was left by a sudden stop; start the \
                 program once, or work on a copy of the folder",
                error,
            ));
        }
    };
    let readers = SqlitePoolOptions::new()
        .max_connections(1)
        .min_connections(0)
        .connect_lazy_with(options);
    Ok(Db::Sqlite(Sqlite {
        readers,
        writer: Writer::none(),
        bell: Bell::default(),
    }))
}

async fn opens(options: &SqliteConnectOptions) -> Result<(), sqlx::Error> {
    let mut conn = options.connect().await?;
    let seen: Result<i64, _> = sqlx::query_scalar("SELECT COUNT(*) FROM sqlite_schema")
        .fetch_one(&mut conn)
        .await;
    let _ = sqlx::Connection::close(conn).await;
    seen.map(drop)
}

fn log_of(path: &Path) -> PathBuf {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    log.into()
}

/// Whether everything stands in the database's own file.
fn log_is_empty(path: &Path) -> bool {
    std::fs::metadata(log_of(path)).map_or(true, |log| log.len() == 0)
}

/// Size and last change of an SQLite file that no program has open.
pub(crate) fn still(url: &DbUrl) -> Option<(u64, SystemTime)> {
    let DbUrl::Sqlite(path) = url else {
        return None;
    };
    if log_of(path).exists() {
        return None;
    }
    let file = std::fs::metadata(path).ok()?;
    Some((file.len(), file.modified().ok()?))
}

async fn postgres(url: &str) -> Result<Db, Fault> {
    let options: PgConnectOptions = url
        .parse()
        .map_err(|error| fault("the database address cannot be read", error))?;
    let pool = PgPoolOptions::new()
        .max_connections(32)
        .acquire_timeout(Duration::from_secs(30))
        .connect_with(
            options
                .application_name("preau")
                .disable_statement_logging(),
        )
        .await
        .map_err(|error| fault("PostgreSQL cannot be reached", error))?;
    if let Err(refusal) = check_postgres(&pool).await {
        pool.close().await;
        return Err(refusal);
    }
    Ok(Db::Postgres(pool))
}

/// Refuses a server that would acknowledge a write before it is safe on disk.
async fn check_postgres(pool: &PgPool) -> Result<(), Fault> {
    let settings = [
        (
            "SHOW fsync",
            "PostgreSQL runs with fsync = off: a power cut would lose sealed pieces. \
             Set fsync = on in postgresql.conf and restart it.",
        ),
        (
            "SHOW full_page_writes",
            "PostgreSQL runs with full_page_writes = off: a power cut could damage its pages. \
             Set full_page_writes = on in postgresql.conf and reload it.",
        ),
        (
            "SHOW synchronous_commit",
            "PostgreSQL runs with synchronous_commit = off: a power cut would lose writes already \
             acknowledged. Set synchronous_commit = on, for this role and database too.",
        ),
    ];
    for (show, refusal) in settings {
        let value: String = sqlx::query_scalar(show)
            .fetch_one(pool)
            .await
            .map_err(|error| fault("PostgreSQL's settings cannot be read", error))?;
        if value == "off" {
            return Err(Fault::new(Code::Invalid, refusal));
        }
    }
    Ok(())
}
