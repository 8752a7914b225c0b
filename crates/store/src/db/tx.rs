//! A transaction on either engine: the same text goes to both.

use super::args::{Args, encode};
use super::batch::Batch;
use super::row::{Inner, Row};
use super::trouble::fault;
use futures::TryStreamExt as _;
use kernel::{Code, DossierId, Fault};
use sqlx::pool::PoolConnection;
use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use sqlx::{
    AssertSqlSafe, Either, Executor as _, PgConnection, Postgres, Sqlite, SqliteConnection,
    Transaction,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

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
    rings: Vec<&'static str>,
    pub(super) batch: Batch,
    sending: Arc<AtomicBool>,
}

pub(crate) enum Conn {
    /// The one connection that writes to SQLite; transactions are opened by the writer task.
    Writer(SqliteConnection),
    Reader(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
    /// One statement needs no transaction to see one state of the database.
    Glance(PoolConnection<Sqlite>),
    GlancePostgres(PoolConnection<Postgres>),
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tx")
            .field("engine", &self.engine())
            .finish()
    }
}

/// What a statement answered: the rows that it touched, and those that it gave.
struct Answer {
    touched: u64,
    rows: Vec<Row>,
}

async fn ask_sqlite(
    conn: &mut SqliteConnection,
    sql: String,
    args: Args,
) -> Result<Answer, sqlx::Error> {
    let query = sqlx::query_with(AssertSqlSafe(sql), encode::<SqliteArguments>(args)?);
    let mut answer = Answer {
        touched: 0,
        rows: Vec::new(),
    };
    let mut rows = Vec::new();
    // One answer for each statement of the text; the last one is what was asked.
    let mut steps = conn.fetch_many(query);
    while let Some(step) = steps.try_next().await? {
        match step {
            Either::Left(done) => {
                answer.touched = done.rows_affected();
                answer.rows = std::mem::take(&mut rows);
            }
            Either::Right(row) => rows.push(Row(Inner::Sqlite(row))),
        }
    }
    Ok(answer)
}

async fn ask_postgres(
    conn: &mut PgConnection,
    sql: &'static str,
    args: Args,
    gives: bool,
) -> Result<Answer, sqlx::Error> {
    let query = sqlx::query_with(sql, encode::<PgArguments>(args)?);
    if gives {
        let rows = query.fetch_all(conn).await?;
        let rows: Vec<_> = rows
            .into_iter()
            .map(|row| Row(Inner::Postgres(row)))
            .collect();
        return Ok(Answer { touched: 0, rows });
    }
    let touched = query.execute(conn).await?.rows_affected();
    Ok(Answer {
        touched,
        rows: Vec::new(),
    })
}

impl Tx {
    pub(crate) fn new(conn: Conn) -> Self {
        Self {
            conn,
            failed: false,
            damaged: Vec::new(),
            rings: Vec::new(),
            batch: Batch::default(),
            sending: Arc::default(),
        }
    }

    /// Which engine runs.
    pub const fn engine(&self) -> Engine {
        match self.conn {
            Conn::Writer(_) | Conn::Reader(_) | Conn::Glance(_) => Engine::Sqlite,
            Conn::Postgres(_) | Conn::GlancePostgres(_) => Engine::Postgres,
        }
    }

    /// The text for this engine, where the two cannot share one.
    pub(crate) const fn pick(&self, sqlite: &'static str, postgres: &'static str) -> &'static str {
        match self.engine() {
            Engine::Sqlite => sqlite,
            Engine::Postgres => postgres,
        }
    }

    /// Runs a statement whose answer nobody waits for. On SQLite it is sent with the next one, or at the end of
    /// the transaction: what it gets wrong shows there.
    pub async fn run(&mut self, sql: &'static str, args: Args) -> Result<(), Fault> {
        if matches!(self.conn, Conn::Writer(_)) {
            self.usable()?;
            self.batch.push(sql, args);
            return Ok(());
        }
        self.exec(sql, args).await.map(drop)
    }

    /// Runs a statement; gives the number of rows that it touched.
    pub async fn exec(&mut self, sql: &'static str, args: Args) -> Result<u64, Fault> {
        self.ask(sql, args, false)
            .await
            .map(|answer| answer.touched)
    }

    /// Runs a statement; gives all rows of its answer.
    pub async fn all(&mut self, sql: &'static str, args: Args) -> Result<Vec<Row>, Fault> {
        self.ask(sql, args, true).await.map(|answer| answer.rows)
    }

    /// Runs a statement on a view; hands each row of its answer over as it comes, so that a whole table costs the memory
    /// of one row.
    pub(crate) async fn each<V>(&mut self, sql: &'static str, mut visit: V) -> Result<(), Fault>
    where
        V: FnMut(Row) -> Result<(), Fault> + Send,
    {
        self.usable()?;
        let broken = |error| fault("a table cannot be read", error);
        match &mut self.conn {
            Conn::Reader(conn) => {
                let mut rows = sqlx::query(sql).fetch(&mut **conn);
                while let Some(row) = rows.try_next().await.map_err(broken)? {
                    visit(Row(Inner::Sqlite(row)))?;
                }
            }
            Conn::Postgres(conn) => {
                let mut rows = sqlx::query(sql).fetch(&mut **conn);
                while let Some(row) = rows.try_next().await.map_err(broken)? {
                    visit(Row(Inner::Postgres(row)))?;
                }
            }
            _ => return Err(Fault::new(Code::Internal, "only a view is read so")),
        }
        Ok(())
    }

    async fn ask(&mut self, sql: &'static str, args: Args, gives: bool) -> Result<Answer, Fault> {
        self.usable()?;
        let answer = match &mut self.conn {
            Conn::Postgres(conn) => ask_postgres(conn, sql, args, gives).await,
            Conn::GlancePostgres(conn) => ask_postgres(conn, sql, args, gives).await,
            Conn::Reader(conn) => ask_sqlite(conn, sql.to_owned(), args).await,
            Conn::Glance(conn) => ask_sqlite(conn, sql.to_owned(), args).await,
            Conn::Writer(_) => {
                self.batch.push(sql, args);
                return self.flush().await;
            }
        };
        self.note(answer)
    }

    /// Sends what waits; gives the answer of the last statement.
    async fn flush(&mut self) -> Result<Answer, Fault> {
        let none = Answer {
            touched: 0,
            rows: Vec::new(),
        };
        let Some((sql, args)) = self.batch.take() else {
            return Ok(none);
        };
        let Conn::Writer(conn) = &mut self.conn else {
            return Ok(none);
        };
        self.sending.store(true, Ordering::Relaxed);
        let answer = ask_sqlite(conn, sql, args).await;
        self.sending.store(false, Ordering::Relaxed);
        self.note(answer)
    }

    /// Whether statements are on their way to the engine.
    pub(super) fn sending(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.sending)
    }

    /// Sends what waits, when the work is done.
    pub(super) async fn end(&mut self) -> Result<(), Fault> {
        self.flush().await.map(drop)
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

    /// Says what is to be rung once this is committed.
    pub(crate) fn note_ring(&mut self, channel: &'static str) {
        self.rings.push(channel);
    }

    pub(crate) fn take_rings(&mut self) -> Vec<&'static str> {
        std::mem::take(&mut self.rings)
    }

    /// Whether a statement failed.
    pub(crate) const fn has_failed(&self) -> bool {
        self.failed
    }

    /// Forgets what was not sent.
    pub(super) fn forget(&mut self) {
        self.batch = Batch::default();
        self.sending.store(false, Ordering::Relaxed);
        self.failed = false;
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
