//! Mails that a person asked for (seal specification, section 8): when the next one leaves, and to whom under the key of
//! the instance's work. No row names a dossier; the journal of the dossier knows its row.

use crate::Store;
use crate::args;
use crate::db::{Row, Tx};
use crate::erasures::{self, What};
use kernel::{Code, Fault, Moment, OrgId};
use serde_json::{Value, json};

/// A node that took a mail and stayed silent for this long has died, in seconds.
pub const LEASE: i64 = 5 * 60;
/// After so many failures a mail is given up, and said to be.
pub const TRIES: u32 = 12;
/// How long a row that was given up and has nothing more to send stays, for the person to see, in seconds.
pub const FAILED: i64 = 90 * 86_400;
/// Longest wait between two tries, in seconds.
const LONGEST_WAIT: i64 = 6 * 3600;

const PUT: &str = "INSERT INTO reminders (org_id, reminder, hour, lease, tries, state, ct, seal) \
     VALUES ($1, $2, $3, 0, 0, 0, $4, $5) \
     ON CONFLICT (reminder) DO UPDATE SET hour = excluded.hour, ct = excluded.ct, seal = excluded.seal";
const GET: &str =
    "SELECT reminder, hour, lease, tries, state, ct, seal FROM reminders WHERE reminder = $1";
/// PostgreSQL: what ends a mail waits for what changes it. SQLite has one writer.
const LOCKED: &str = "SELECT reminder, hour, lease, tries, state, ct, seal FROM reminders WHERE reminder = $1 \
     FOR UPDATE";
const CLAIM_SQLITE: &str = "UPDATE reminders SET lease = $1, tries = tries + 1 WHERE reminder = \
     (SELECT reminder FROM reminders WHERE state <> 2 AND hour <= $2 AND lease <= $2 ORDER BY hour LIMIT 1) \
     RETURNING reminder, hour, lease, tries, state, ct, seal";
const CLAIM_POSTGRES: &str = "UPDATE reminders SET lease = $1, tries = tries + 1 WHERE reminder = \
     (SELECT reminder FROM reminders WHERE state <> 2 AND hour <= $2 AND lease <= $2 ORDER BY hour LIMIT 1 \
     FOR UPDATE SKIP LOCKED) RETURNING reminder, hour, lease, tries, state, ct, seal";
const NEXT: &str = "UPDATE reminders SET hour = $1, ct = $2, seal = $3, state = $4, lease = 0, tries = 0 \
     WHERE reminder = $5";
/// The turn that was taken for nothing does not count as a try.
const LATER: &str = "UPDATE reminders SET hour = $1, seal = $2, lease = 0, tries = tries - 1 \
     WHERE reminder = $3 AND tries > 0";
const AGAIN: &str = "UPDATE reminders SET lease = $1 WHERE reminder = $2 AND tries = $3";
const REMOVE: &str = "DELETE FROM reminders WHERE reminder = $1";
const HEALTH: &str =
    "SELECT state, CAST(COUNT(*) AS BIGINT), MIN(hour) FROM reminders GROUP BY state";

/// The number of a row.
pub type ReminderId = [u8; 16];

/// Where a mail stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It leaves at its hour.
    Waits,
    /// The last one was tried too often; the next leaves at its hour.
    GivenUp,
    /// Its address is refused for good, and forgotten: the row stays, so that nothing is sent there again unasked.
    Refused,
}

impl State {
    const fn number(self) -> i64 {
        match self {
            Self::Waits => 0,
            Self::GivenUp => 1,
            Self::Refused => 2,
        }
    }

    const fn read(number: i64) -> Self {
        match number {
            0 => Self::Waits,
            1 => Self::GivenUp,
            _ => Self::Refused,
        }
    }
}

/// A mail that is to leave, and those after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// Its number.
    pub id: ReminderId,
    /// When the next mail leaves.
    pub hour: Moment,
    /// Until when a node is at it.
    pub lease: Moment,
    /// Which try this is, from 1, once taken.
    pub tries: u32,
    /// Where it stands.
    pub state: State,
    /// To whom and when, to the key of the instance's work.
    pub ct: Vec<u8>,
}

impl Reminder {
    /// A row to be.
    pub const fn new(id: ReminderId, hour: Moment, ct: Vec<u8>) -> Self {
        Self {
            id,
            hour,
            lease: Moment(0),
            tries: 0,
            state: State::Waits,
            ct,
        }
    }

    fn fields(&self) -> Value {
        json!({
            "ct": seal::sha256(&self.ct).to_string(),
            "hour": self.hour.0,
            "org": OrgId::FIRST.to_string(),
            "reminder": kernel::id::to_hex(&self.id),
        })
    }

    fn seal(&self, store: &Store) -> Result<[u8; 32], Fault> {
        Ok(store.secrets.row_key().seal("reminders", &self.fields())?)
    }

    /// A row that was not written here would make the instance write to somebody: it counts as absent.
    fn read(store: &Store, row: &Row) -> Result<Option<Self>, Fault> {
        let wrong = |_| Fault::new(Code::Damaged, "a reminder's row");
        let reminder = Self {
            id: row.id(0)?,
            hour: row.moment(1)?,
            lease: row.moment(2)?,
            tries: u32::try_from(row.size(3)?).unwrap_or(u32::MAX),
            state: State::read(row.int(4)?),
            ct: row.bytes(5)?,
        };
        let seal: [u8; 32] = row.bytes(6)?.try_into().map_err(wrong)?;
        let key = store.secrets.row_key();
        if key.check("reminders", &reminder.fields(), &seal) {
            return Ok(Some(reminder));
        }
        tracing::error!("a reminder's row is not the one that was written: ignored");
        Ok(None)
    }
}

/// Lays a mail down, or puts another in its place. A node that is at it goes on, and leaves this one as it is.
pub async fn put(tx: &mut Tx, store: &Store, reminder: &Reminder) -> Result<(), Fault> {
    let (seal, ct) = (reminder.seal(store)?, reminder.ct.clone());
    tx.run(
        PUT,
        args![OrgId::FIRST, reminder.id, reminder.hour, ct, seal],
    )
    .await
}

/// One row.
pub async fn get(tx: &mut Tx, store: &Store, id: ReminderId) -> Result<Option<Reminder>, Fault> {
    one(tx, store, GET, id).await
}

/// The same, locked until the end of a transaction that writes.
pub async fn locked(tx: &mut Tx, store: &Store, id: ReminderId) -> Result<Option<Reminder>, Fault> {
    let sql = tx.pick(GET, LOCKED);
    one(tx, store, sql, id).await
}

async fn one(
    tx: &mut Tx,
    store: &Store,
    sql: &'static str,
    id: ReminderId,
) -> Result<Option<Reminder>, Fault> {
    let row = tx.opt(sql, args![id]).await?;
    let row = row.map(|row| Reminder::read(store, &row)).transpose()?;
    Ok(row.flatten())
}

/// Takes the next mail that is due for [`LEASE`] seconds; two nodes never take the same one.
pub async fn claim(tx: &mut Tx, store: &Store) -> Result<Option<Reminder>, Fault> {
    let now = store.clock.now();
    let sql = tx.pick(CLAIM_SQLITE, CLAIM_POSTGRES);
    let row = tx.opt(sql, args![now.plus_seconds(LEASE), now]).await?;
    let Some(row) = row else { return Ok(None) };
    let reminder = Reminder::read(store, &row)?;
    if reminder.is_none() {
        remove(tx, row.id(0)?).await?;
    }
    Ok(reminder)
}

/// After a mail left, or was given up: the row as it goes on.
pub async fn next(tx: &mut Tx, store: &Store, reminder: &Reminder) -> Result<(), Fault> {
    let (seal, ct) = (reminder.seal(store)?, reminder.ct.clone());
    let state = reminder.state.number();
    tx.run(NEXT, args![reminder.hour, ct, seal, state, reminder.id])
        .await
}

/// A mail that was taken in hours when none leaves: it waits until its new hour.
pub async fn later(tx: &mut Tx, store: &Store, reminder: &Reminder) -> Result<(), Fault> {
    let seal = reminder.seal(store)?;
    tx.run(LATER, args![reminder.hour, seal, reminder.id]).await
}

/// After a failure: tried again after 1, 2, 4… minutes, six hours at most. After [`TRIES`] it is given up, and the caller
/// goes on with the mail after it.
pub async fn fail(tx: &mut Tx, store: &Store, reminder: &Reminder) -> Result<State, Fault> {
    if reminder.tries >= TRIES {
        return Ok(State::GivenUp);
    }
    let wait = 60_i64
        .saturating_mul(1_i64 << reminder.tries.saturating_sub(1).min(20))
        .min(LONGEST_WAIT);
    let after = store.clock.now().plus_seconds(wait);
    tx.run(AGAIN, args![after, reminder.id, reminder.tries])
        .await?;
    Ok(reminder.state)
}

/// The same for good, because she wants no more of them: a restored backup does not bring them back either.
pub async fn withdraw(tx: &mut Tx, id: ReminderId) -> Result<(), Fault> {
    erasures::note(tx, What::Reminder, &id).await?;
    remove(tx, id).await
}

/// Withdraws it, and forgets the address.
pub async fn remove(tx: &mut Tx, id: ReminderId) -> Result<(), Fault> {
    tx.run(REMOVE, args![id]).await
}

/// What the operator may know: how many wait, were given up, are refused, and when the oldest that waits was due.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Health {
    /// To come.
    pub waiting: u64,
    /// Tried too often.
    pub given_up: u64,
    /// Refused for good.
    pub refused: u64,
    /// When the first of those that wait is due.
    pub first: Option<Moment>,
}

/// Counts them.
pub async fn health(tx: &mut Tx) -> Result<Health, Fault> {
    let mut health = Health::default();
    for row in tx.all(HEALTH, args![]).await? {
        let count = row.size(1)?;
        match State::read(row.int(0)?) {
            State::Waits => {
                health.waiting = count;
                health.first = Some(row.moment(2)?);
            }
            State::GivenUp => health.given_up = count,
            State::Refused => health.refused = count,
        }
    }
    Ok(health)
}
