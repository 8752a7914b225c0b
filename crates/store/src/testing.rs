//! One contract, two engines: a test given to [`both`] runs on SQLite in a temporary folder, and on
//! a fresh PostgreSQL database when `PREAU_TEST_PG` names a server
//! (`postgres://postgres@localhost:5432/postgres`).

use crate::{Store, StoreConfig};
use futures::FutureExt as _;
use kernel::{Clock, FixedClock, Moment, SystemClock};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::Arc;

/// The variable that names a PostgreSQL server whose role may create databases.
pub const SERVER: &str = "PREAU_TEST_PG";

/// The name of test instances.
pub const INSTANCE: &str = "preau.example";

/// Runs `story` on both engines, with the machine's clock.
pub async fn both<F, Fut>(story: F)
where
    F: Fn(Store) -> Fut,
    Fut: Future<Output = ()>,
{
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    on_each(clock, |store, _| story(store)).await;
}

/// Runs `story` on both engines, with a clock stopped at `at` that the test moves.
pub async fn both_at<F, Fut>(at: Moment, story: F)
where
    F: Fn(Store, Arc<FixedClock>) -> Fut,
    Fut: Future<Output = ()>,
{
    both_in(at, |store, clock, _| story(store, clock)).await;
}

/// The same, for a story that also reads the data folder itself.
pub async fn both_in<F, Fut>(at: Moment, story: F)
where
    F: Fn(Store, Arc<FixedClock>, PathBuf) -> Fut,
    Fut: Future<Output = ()>,
{
    both_again(at, |store, clock, config| {
        story(store, clock, config.data_dir)
    })
    .await;
}

/// The same, for a story that opens the store again with its settings.
pub async fn both_again<F, Fut>(at: Moment, story: F)
where
    F: Fn(Store, Arc<FixedClock>, StoreConfig) -> Fut,
    Fut: Future<Output = ()>,
{
    let clock = Arc::new(FixedClock::at(at));
    let shared: Arc<dyn Clock> = clock.clone();
    on_each(shared, |store, config| {
        clock.set(at);
        story(store, Arc::clone(&clock), config)
    })
    .await;
}

/// Another empty place beside that of a story, on the same engine.
pub async fn beside<F, Fut>(config: &StoreConfig, story: F)
where
    F: FnOnce(StoreConfig) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut other = config.clone();
    other.data_dir = config
        .data_dir
        .with_file_name(kernel::id::to_hex(&seal::random::bytes::<8>()));
    let (Some(_), Ok(server)) = (&config.database_url, std::env::var(SERVER)) else {
        story(other).await;
        return;
    };
    let base = Base::create(&server).await;
    other.database_url = Some(base.url.clone());
    let ended = AssertUnwindSafe(story(other)).catch_unwind().await;
    base.drop().await;
    if let Err(panic) = ended {
        std::panic::resume_unwind(panic);
    }
}

/// A server on which a story may make databases of its own, whatever its engine.
pub fn server() -> Option<String> {
    std::env::var(SERVER).ok()
}

async fn on_each<F, Fut>(clock: Arc<dyn Clock>, story: F)
where
    F: Fn(Store, StoreConfig) -> Fut,
    Fut: Future<Output = ()>,
{
    on_one(&clock, None, &story).await;
    let Ok(server) = std::env::var(SERVER) else {
        return;
    };
    let base = Base::create(&server).await;
    let ended = AssertUnwindSafe(on_one(&clock, Some(base.url.clone()), &story))
        .catch_unwind()
        .await;
    base.drop().await;
    if let Err(panic) = ended {
        std::panic::resume_unwind(panic);
    }
}

async fn on_one<F, Fut>(clock: &Arc<dyn Clock>, database_url: Option<String>, story: &F)
where
    F: Fn(Store, StoreConfig) -> Fut,
    Fut: Future<Output = ()>,
{
    let dir = must(tempfile::tempdir(), "a temporary folder");
    let config = StoreConfig {
        data_dir: dir.path().join("data"),
        database_url,
        instance: INSTANCE.to_owned(),
        erasures: None,
        clock: Arc::clone(clock),
    };
    let store = must(Store::open(&config).await, "a store");
    story(store.clone(), config).await;
    store.db.close().await;
}

/// A database of its own, dropped at the end.
struct Base {
    server: String,
    name: String,
    url: String,
}

impl Base {
    async fn create(server: &str) -> Self {
        let name = format!("preau_{}", kernel::id::to_hex(&seal::random::bytes::<8>()));
        run(
            server,
            format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"),
        )
        .await;
        Self {
            url: with_database(server, &name),
            server: server.to_owned(),
            name,
        }
    }

    async fn drop(self) {
        run(
            &self.server,
            format!("DROP DATABASE {} WITH (FORCE)", self.name),
        )
        .await;
    }
}

/// The same address with another database: the path stands between the host and `?`.
fn with_database(server: &str, name: &str) -> String {
    let (address, query) = server.split_once('?').unwrap_or((server, ""));
    let (scheme, rest) = address.split_once("://").unwrap_or(("postgres", address));
    let host = rest.split('/').next().unwrap_or(rest);
    match query {
        "" => format!("{scheme}://{host}/{name}"),
        query => format!("{scheme}://{host}/{name}?{query}"),
    }
}

async fn run(server: &str, sql: String) {
    let mut conn = must(PgConnection::connect(server).await, SERVER);
    must(
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut conn).await,
        "a test database",
    );
    let _ = conn.close().await;
}

#[expect(clippy::panic, reason = "a test without its store cannot go on")]
fn must<T, E: std::fmt::Display>(result: Result<T, E>, what: &str) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("{what}: {error}"),
    }
}
