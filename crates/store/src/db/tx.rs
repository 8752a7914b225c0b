//! A transaction on either engine: the same text goes to both.

use super::args::{Args, encode};
use super::row::{Inner, Row};
use super::trouble::fault;
use kernel::{Code, DossierId, Fault};
use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Postgres, Sqlite, SqliteConnection, Transaction};

/// Which engine runs. Only this crate asks, where the engines truly differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// SQLite, one file.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// A transaction. It is committed by [`Db::write`](super::Db::write) alone, when the closure
/// returned `Ok`; anything else rolls it back.
///
/// After a failed statement every later one fails and nothing can be committed, on both engines
/// (PostgreSQL works so by itself). A conflict that is expected is written in the statement,
/// with `ON CONFLICT`.
pub struct Tx {
    pub(crate) conn: Conn,
    failed: bool,
    damaged: Vec<DossierId>,
}

pub(crate) enum Conn {
    /// The one connection that writes to SQLite; transactions are opened by the writer task.
    Writer(SqliteConnection),
    Reader(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tx")
            .field("engine", &self.engine())
            .finish()
    }
}

/// Sends one text to whichever engine is there.
macro_rules! send {
    ($tx:expr, $sql:expr, $args:expr, $method:ident) => {
        match &mut $tx.conn {
            Conn::Writer(conn) => send!(Sqlite, SqliteArguments, conn, $sql, $args, $method),
            Conn::Reader(inner) => {
                send!(Sqlite, SqliteArguments, &mut **inner, $sql, $args, $method)
            }
            Conn::Postgres(inner) => {
                send!(Postgres, PgArguments, &mut **inner, $sql, $args, $method)
            }
        }
    };
    ($engine:ty, $arguments:ty, $conn:expr, $sql:expr, $args:expr, $method:ident) => {
        match encode::<$arguments>($args) {
            Ok(args) => sqlx::query_with::<$engine, _>($sql, args)
                .$method($conn)
                .await
                .map(Into::into),
            Err(error) => Err(error),
        }
    };
}

/// What a statement without answer did.
struct Done(u64);

impl From<sqlx::sqlite::SqliteQueryResult> for Done {
    fn from(done: sqlx::sqlite::SqliteQueryResult) -> Self {
        Self(done.rows_affected())
    }
}

impl From<sqlx::postgres::PgQueryResult> for Done {
    fn from(done: sqlx::postgres::PgQueryResult) -> Self {
        Self(done.rows_affected())
    }
}

/// Rows of either engine (`Vec` and `Option` cannot be converted by `From` themselves).
struct Rows(Vec<Row>);

impl From<Vec<sqlx::sqlite::SqliteRow>> for Rows {
    fn from(rows: Vec<sqlx::sqlite::SqliteRow>) -> Self {
        Self(
            rows.into_iter()
                .map(|row| Row(Inner::Sqlite(row)))
                .collect(),
        )
    }
}

impl From<Vec<sqlx::postgres::PgRow>> for Rows {
    fn from(rows: Vec<sqlx::postgres::PgRow>) -> Self {
        Self(
            rows.into_iter()
                .map(|row| Row(Inner::Postgres(row)))
                .collect(),
        )
    }
}

impl Tx {
    pub(crate) const fn new(conn: Conn) -> Self {
        Self {
            conn,
            failed: false,
            damaged: Vec::new(),
        }
    }

    /// Which engine runs.
    pub const fn engine(&self) -> Engine {
        match self.conn {
            Conn::Writer(_) | Conn::Reader(_) => Engine::Sqlite,
            Conn::Postgres(_) => Engine::Postgres,
        }
    }

    /// The text for this engine, where the two cannot share one.
    pub(crate) const fn pick(&self, sqlite: &'static str, postgres: &'static str) -> &'static str {
        match self.engine() {
            Engine::Sqlite => sqlite,
            Engine::Postgres => postgres,
        }
    }

    /// Runs a statement; gives the number of rows that it touched.
    pub async fn exec(&mut self, sql: &'static str, args: Args) -> Result<u64, Fault> {
        self.usable()?;
        let done: Result<Done, sqlx::Error> = send!(self, sql, args, execute);
        self.note(done).map(|done| done.0)
    }

    /// Runs a statement; gives all rows of its answer.
    pub async fn all(&mut self, sql: &'static str, args: Args) -> Result<Vec<Row>, Fault> {
        self.usable()?;
        let rows: Result<Rows, sqlx::Error> = send!(self, sql, args, fetch_all);
        self.note(rows).map(|rows| rows.0)
    }

    /// Runs a statement; gives the first row of its answer, if any. The whole answer is read, so
    /// that a statement which changes rows (`RETURNING`) is always run to its end.
    pub async fn opt(&mut self, sql: &'static str, args: Args) -> Result<Option<Row>, Fault> {
        Ok(self.all(sql, args).await?.into_iter().next())
    }

    /// Runs a statement; gives the first row, or the fault `NotFound`.
    pub async fn one(&mut self, sql: &'static str, args: Args) -> Result<Row, Fault> {
        self.opt(sql, args)
            .await?
            .ok_or(Fault::new(Code::NotFound, "no such row"))
    }

    /// Says that a dossier contradicts its seal. As the fault that follows rolls this transaction
    /// back, the mark is written apart, once it is rolled back.
    pub(crate) fn report_damage(&mut self, dossier: DossierId) {
        self.damaged.push(dossier);
    }

    pub(crate) fn take_damaged(&mut self) -> Vec<DossierId> {
        std::mem::take(&mut self.damaged)
    }

    /// Whether a statement failed; forgets it.
    pub(crate) fn take_failed(&mut self) -> bool {
        std::mem::take(&mut self.failed)
    }

    fn usable(&self) -> Result<(), Fault> {
        if self.failed {
            return Err(Fault::new(Code::Internal, "an earlier statement failed"));
        }
        Ok(())
    }

    fn note<T>(&mut self, answer: Result<T, sqlx::Error>) -> Result<T, Fault> {
        answer.map_err(|error| {
            self.failed = true;
            fault("a statement failed", error)
        })
    }
}
