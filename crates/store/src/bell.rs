//! One part of the program tells every other, on every node, that something changed: [`ring`] inside the transaction that
//! changes it, [`Ear::rung`] where somebody follows. A bell says « look » and nothing else: what changed is read in the
//! tables, by who may read it. Two rings may be heard as one, and one may be heard that nobody rang.
//!
//! On SQLite the writer rings once its commit returned. On PostgreSQL the ring is a `NOTIFY` of the transaction: the server
//! delivers it at the commit, to all nodes, and each node has one connection that listens. When that connection was lost,
//! everything is rung once it is back. What no bell reaches (a command that writes to the same SQLite file, a pooler that
//! loses `LISTEN`) is found by looking anyway every few seconds ([`FLOOR`]).

use crate::args;
use crate::db::{Db, Engine, Tx};
use kernel::Fault;
use sqlx::PgPool;
use sqlx::postgres::PgListener;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::timeout;

/// The longest that somebody who follows goes without looking.
pub const FLOOR: Duration = Duration::from_secs(3);
/// How long a silent connection to PostgreSQL goes without being tried: one that a router forgot says nothing any more.
const SILENCE: Duration = Duration::from_secs(30);
/// Before the next attempt to listen.
const AGAIN: Duration = Duration::from_secs(2);

const NOTIFY: &str = "SELECT pg_notify('preau_bell', $1)";
const CHANNEL: &str = "preau_bell";
const ALIVE: &str = "SELECT 1";

/// Rings `channel`, a constant of the slice, on every node once this transaction is committed. A transaction that fails
/// rings nothing.
pub async fn ring(tx: &mut Tx, channel: &'static str) -> Result<(), Fault> {
    match tx.engine() {
        Engine::Sqlite => {
            tx.note_ring(channel);
            Ok(())
        }
        Engine::Postgres => tx.run(NOTIFY, args![channel]).await,
    }
}

/// The bells of one node. Cheap to clone.
#[derive(Clone, Default)]
pub struct Bell(Arc<Inner>);

#[derive(Default)]
struct Inner {
    channels: Mutex<BTreeMap<&'static str, watch::Sender<()>>>,
    server: Option<PgPool>,
    listens: AtomicBool,
}

impl std::fmt::Debug for Bell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Bell")
    }
}

/// Follows one channel.
pub struct Ear {
    bell: Bell,
    rings: watch::Receiver<()>,
}

impl Bell {
    /// The bells of this database: those that its writer rings, or those of the server.
    pub(crate) fn of(db: &Db) -> Self {
        match db {
            Db::Sqlite(sqlite) => sqlite.bell.clone(),
            Db::Postgres(pool) => Self(Arc::new(Inner {
                server: Some(pool.clone()),
                ..Inner::default()
            })),
        }
    }

    /// Follows `channel` from now on: look first, then wait for [`Ear::rung`] and look again, for ever.
    pub fn listen(&self, channel: &'static str) -> Ear {
        let mut channels = self.0.channels();
        let rings = channels
            .entry(channel)
            .or_insert_with(|| watch::Sender::new(()));
        Ear {
            bell: self.clone(),
            rings: rings.subscribe(),
        }
    }

    /// Rings here.
    pub(crate) fn ring_here(&self, channel: &str) {
        if let Some(rings) = self.0.channels().get(channel) {
            rings.send_replace(());
        }
    }

    /// Listens to the server, from the first time that somebody waits.
    fn start(&self) {
        let Some(server) = &self.0.server else {
            return;
        };
        if !self.0.listens.swap(true, Ordering::Relaxed) {
            tokio::spawn(follow(Arc::downgrade(&self.0), server.clone()));
        }
    }
}

impl Inner {
    fn channels(&self) -> std::sync::MutexGuard<'_, BTreeMap<&'static str, watch::Sender<()>>> {
        self.channels.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ring_all(&self) {
        for rings in self.channels().values() {
            rings.send_replace(());
        }
    }
}

impl Ear {
    /// Returns when the channel was rung since the last time, and after [`FLOOR`] at the latest.
    pub async fn rung(&mut self) {
        self.within(FLOOR).await;
    }

    pub(crate) async fn within(&mut self, floor: Duration) {
        let _ = timeout(floor, self.heard()).await;
    }

    /// Returns when the channel was rung since the last time, however long it takes.
    pub(crate) async fn heard(&mut self) {
        self.bell.start();
        if self.rings.changed().await.is_err() {
            // Cannot be: the bell that is held here keeps the other end.
            std::future::pending::<()>().await;
        }
    }
}

/// Holds the connection that listens, makes it anew when it is lost, until the store is closed or nobody has it any more.
async fn follow(bell: Weak<Inner>, server: PgPool) {
    let mut failing = false;
    while bell.strong_count() > 0 && !server.is_closed() {
        match PgListener::connect_with(&server).await {
            Ok(listener) => {
                if let Err(error) = hear(&bell, listener, &mut failing).await
                    && !server.is_closed()
                    && !failing
                {
                    failing = true;
                    tracing::warn!(%error, "the connection that hears changes was lost; it is made again");
                }
            }
            // Once, not at every attempt.
            Err(error) if !failing && !server.is_closed() => {
                failing = true;
                tracing::error!(%error, "changes of other nodes are not heard; tried again, and looked for meanwhile");
            }
            Err(_) => {}
        }
        let _ = timeout(AGAIN, server.close_event()).await;
    }
}

/// Rings what the server notifies, until the connection is lost.
async fn hear(
    bell: &Weak<Inner>,
    mut listener: PgListener,
    failing: &mut bool,
) -> Result<(), sqlx::Error> {
    // What it does when it is lost is decided here alone.
    listener.eager_reconnect(false);
    listener.listen(CHANNEL).await?;
    *failing = false;
    // What was notified while nobody listened was heard by nobody.
    match bell.upgrade() {
        Some(bell) => bell.ring_all(),
        None => return Ok(()),
    }
    loop {
        let heard = match timeout(SILENCE, listener.try_recv()).await {
            Ok(Ok(Some(heard))) => Some(heard),
            Ok(Ok(None)) => return Ok(()),
            Ok(Err(error)) => return Err(error),
            Err(_) => {
                let asked = timeout(SILENCE, sqlx::query(ALIVE).execute(&mut listener)).await;
                asked.map_err(|_| sqlx::Error::PoolTimedOut)??;
                None
            }
        };
        let Some(bell) = bell.upgrade() else {
            return Ok(());
        };
        if let Some(heard) = heard
            && let Some(rings) = bell.channels().get(heard.payload())
        {
            rings.send_replace(());
        }
    }
}
