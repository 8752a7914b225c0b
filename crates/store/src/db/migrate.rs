//! The tables' versions. Our own list, because the driver's would need its macros: each file is
//! embedded for both engines, applied once, and its digest kept, so that an edited file is noticed.

use super::trouble::fault;
use super::tx::{Conn, Tx};
use super::{Db, Engine};
use crate::args;
use futures::future::BoxFuture;
use kernel::{Code, Fault};
use seal::sha256;

/// One change of the tables.
pub struct Migration {
    /// The file's name, equal on both engines.
    pub name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

impl Migration {
    /// The file's text for this engine.
    pub const fn sql(&self, engine: Engine) -> &'static str {
        match engine {
            Engine::Sqlite => self.sqlite,
            Engine::Postgres => self.postgres,
        }
    }
}

macro_rules! migrations {
    ($($name:literal),+ $(,)?) => {
        &[$(Migration {
            name: $name,
            sqlite: include_str!(concat!("../../../../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../../../../migrations/postgres/", $name, ".sql")),
        }),+]
    };
}

/// Every change, in order. Never edit one that was published: add one.
pub const ALL: &[Migration] = migrations![
    "0001_main",
    "0002_log",
    "0003_uploads",
    "0004_links",
    "0005_watches",
    "0006_reminders",
    "0007_people",
    "0008_erasures",
    "0009_audit",
    "0010_teams",
    "0011_tokens",
    "0013_news",
    "0014_directory",
    "0015_panels",
    "0016_found",
    "0017_refusals"
];

const CREATE: &str =
    "CREATE TABLE IF NOT EXISTS applied (name TEXT NOT NULL PRIMARY KEY, hash TEXT NOT NULL)";
const HASH: &str = "SELECT hash FROM applied WHERE name = $1";
const RECORD: &str = "INSERT INTO applied (name, hash) VALUES ($1, $2)";
const UNKNOWN: &str = "SELECT COUNT(*) FROM applied";

/// Two nodes may start at once: the second waits here. SQLite has one writer anyway.
const LOCK: &str = "SELECT pg_advisory_xact_lock(7233001)";

pub(crate) async fn run(db: &Db) -> Result<(), Fault> {
    let engine = db.engine();
    db.write(move |tx| Box::pin(async move { apply(tx, engine, ALL.iter().collect()).await }))
        .await
}

pub(crate) fn apply<'t>(
    tx: &'t mut Tx,
    engine: Engine,
    all: Vec<&'static Migration>,
) -> BoxFuture<'t, Result<(), Fault>> {
    Box::pin(async move {
        if engine == Engine::Postgres {
            batch(tx, LOCK).await?;
        }
        batch(tx, CREATE).await?;
        for migration in &all {
            let sql = migration.sql(engine);
            let hash = sha256(sql.as_bytes()).to_string();
            match tx.opt(HASH, args![migration.name]).await? {
                Some(row) if row.text(0)? == hash => {}
                Some(_) => {
                    return Err(Fault::caused(
                        Code::Invalid,
                        "a migration was changed after it was applied; \
                         install the version of the program that applied it",
                        migration.name,
                    ));
                }
                None => {
                    batch(tx, sql).await?;
                    tx.run(RECORD, args![migration.name, hash]).await?;
                }
            }
        }
        let applied = tx.one(UNKNOWN, args![]).await?.size(0)?;
        if applied > all.len() as u64 {
            return Err(Fault::new(
                Code::Invalid,
                "this database was used by a newer version of the program; install that version",
            ));
        }
        Ok(())
    })
}

/// Runs a whole file: several statements, no parameter.
async fn batch(tx: &mut Tx, sql: &'static str) -> Result<(), Fault> {
    if let Conn::Postgres(inner) = &mut tx.conn {
        let done = sqlx::raw_sql(sql).execute(&mut **inner).await;
        return done
            .map(drop)
            .map_err(|error| fault("a migration failed", error));
    }
    tx.run(sql, args![]).await?;
    tx.end().await
}
