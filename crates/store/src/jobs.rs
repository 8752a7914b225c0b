//! Work without the person, queued inside the transaction that wants it, done at least once:
//! a job must bear being done twice. A payload is a few bytes (an id, the digest of a head), never
//! content: whoever reads a dump reads payloads.

use crate::Store;
use crate::args;
use crate::db::{Row, Tx};
use kernel::{Code, Fault, Moment, OrgId};

/// A worker that took a job and stayed silent for this long has died: another may take it (seconds).
pub const LEASE: i64 = 10 * 60;
/// After so many failures a job is dead: kept, shown to the operator, never run again by itself.
pub const TRIES: u32 = 12;
/// Longest payload in bytes.
pub const PAYLOAD: usize = 128;
/// Longest wait between two tries, in seconds.
const LONGEST_WAIT: i64 = 6 * 3600;

const HOUR: i64 = 3_600_000_000;

const SAME: &str = "SELECT job FROM jobs WHERE kind = $1 AND payload = $2 AND dead = 0 AND tries = 0 AND hour <= $3";
const ENQUEUE: &str = "INSERT INTO jobs (org_id, job, kind, hour, lease, tries, dead, payload) \
     VALUES ($1, $2, $3, $4, 0, 0, 0, $5)";
const CLAIM_SQLITE: &str = "UPDATE jobs SET lease = $1, tries = tries + 1 WHERE job = \
     (SELECT job FROM jobs WHERE dead = 0 AND hour <= $2 AND lease <= $3 ORDER BY hour LIMIT 1) \
     RETURNING job, kind, payload, tries";
const CLAIM_POSTGRES: &str = "UPDATE jobs SET lease = $1, tries = tries + 1 WHERE job = \
     (SELECT job FROM jobs WHERE dead = 0 AND hour <= $2 AND lease <= $3 ORDER BY hour LIMIT 1 \
     FOR UPDATE SKIP LOCKED) RETURNING job, kind, payload, tries";
const DONE: &str = "DELETE FROM jobs WHERE job = $1 AND tries = $2";
const FAIL: &str = "UPDATE jobs SET lease = $1, dead = $2 WHERE job = $3 AND tries = $4";
const DEAD: &str = "SELECT job, kind, payload, tries FROM jobs WHERE dead = 1 ORDER BY hour";
const REVIVE: &str = "UPDATE jobs SET dead = 0, tries = 0, lease = 0 WHERE job = $1 AND dead = 1";
const WAITS: &str = "SELECT job FROM jobs WHERE kind = $1 AND payload = $2 LIMIT 1";
const CANCEL: &str = "DELETE FROM jobs WHERE kind = $1 AND payload = $2";

/// A job that a worker holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its id.
    pub id: [u8; 16],
    /// What to do.
    pub kind: String,
    /// On what: a few bytes.
    pub payload: Vec<u8>,
    /// Which try this is, from 1.
    pub tries: u32,
}

/// Queues a job, due at `due` (kept to the hour, rounded down) or at once. The same kind and
/// payload that already waits is not queued twice.
///
/// # Errors
/// `TooLarge` above [`PAYLOAD`] bytes.
pub async fn enqueue(
    tx: &mut Tx,
    store: &Store,
    kind: &'static str,
    payload: &[u8],
    due: Option<Moment>,
) -> Result<(), Fault> {
    if payload.len() > PAYLOAD {
        return Err(Fault::new(
            Code::TooLarge,
            "a job carries ids, never content",
        ));
    }
    let hour = due.unwrap_or_else(|| store.clock.now()).0.div_euclid(HOUR);
    if tx.opt(SAME, args![kind, payload, hour]).await?.is_some() {
        return Ok(());
    }
    let id = seal::random::bytes::<16>();
    tx.run(ENQUEUE, args![OrgId::FIRST, id, kind, hour, payload])
        .await
}

/// Takes the next due job for [`LEASE`] seconds; two workers never take the same one.
pub async fn claim(tx: &mut Tx, store: &Store) -> Result<Option<Job>, Fault> {
    let now = store.clock.now();
    let sql = tx.pick(CLAIM_SQLITE, CLAIM_POSTGRES);
    let taken = tx
        .opt(
            sql,
            args![now.plus_seconds(LEASE), now.0.div_euclid(HOUR), now],
        )
        .await?;
    taken.as_ref().map(job).transpose()
}

fn job(row: &Row) -> Result<Job, Fault> {
    Ok(Job {
        id: row.id(0)?,
        kind: row.text(1)?,
        payload: row.bytes(2)?,
        tries: u32::try_from(row.size(3)?).unwrap_or(u32::MAX),
    })
}

/// Removes a job that was done; `false` when another worker had taken it over meanwhile.
pub async fn done(tx: &mut Tx, job: &Job) -> Result<bool, Fault> {
    Ok(tx.exec(DONE, args![job.id, job.tries]).await? == 1)
}

/// Gives a job back after a failure: tried again after 1, 2, 4… minutes, six hours at most; dead
/// after [`TRIES`].
pub async fn fail(tx: &mut Tx, store: &Store, job: &Job) -> Result<(), Fault> {
    let wait = 60_i64
        .saturating_mul(1_i64 << job.tries.saturating_sub(1).min(20))
        .min(LONGEST_WAIT);
    let dead = job.tries >= TRIES;
    if dead {
        tracing::error!(
            kind = job.kind,
            "a job failed too often and is not tried any more"
        );
    }
    let after = store.clock.now().plus_seconds(wait);
    tx.run(FAIL, args![after, dead, job.id, job.tries]).await
}

/// Whether there is a job of this kind and payload, be it held or dead.
pub async fn waits(tx: &mut Tx, kind: &'static str, payload: &[u8]) -> Result<bool, Fault> {
    Ok(tx.opt(WAITS, args![kind, payload]).await?.is_some())
}

/// Withdraws every job of this kind and payload (a reminder that an answer made useless).
pub async fn cancel(tx: &mut Tx, kind: &'static str, payload: &[u8]) -> Result<u64, Fault> {
    tx.exec(CANCEL, args![kind, payload]).await
}

/// The jobs that failed too often, for `doctor`.
pub async fn dead(tx: &mut Tx) -> Result<Vec<Job>, Fault> {
    tx.all(DEAD, args![]).await?.iter().map(job).collect()
}

/// Gives a dead job another life; `false` when it is not dead.
pub async fn revive(tx: &mut Tx, job: &Job) -> Result<bool, Fault> {
    Ok(tx.exec(REVIVE, args![job.id]).await? == 1)
}
