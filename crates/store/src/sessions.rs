//! Sessions: a row that only the cookie's bearer can read (seal specification, section 7). The
//! cookie's secret is stored nowhere; deleting the row closes the session for good.

use crate::Store;
use crate::args;
use crate::db::{Row, Tx};
use kernel::{AccountId, Code, Fault, Moment, OrgId};
use seal::session::Secret;
use zeroize::Zeroizing;

/// Without a request for this long, a session is closed (seconds). As `seen` is rounded down, it
/// closes up to five minutes earlier, never later.
pub const IDLE: i64 = 30 * 60;
/// Whatever happens, a session is closed after this long (seconds).
pub const ABSOLUTE: i64 = 12 * 3600;
/// A draft, or a session that still shows an unconfirmed return code, lasts this long (seconds),
/// without idle limit.
pub const DAY: i64 = 24 * 3600;
/// Times are kept in steps of five minutes: a dump does not tell when somebody clicked.
const STEP: i64 = 5 * 60 * 1_000_000;

/// What a session may do; raised only by a new secret ([`rotate`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A story before any account.
    Draft,
    /// Signed in without the key of the account.
    Locked,
    /// Holds the key of the account.
    Open,
    /// A program, with the secret as bearer.
    Api,
}

impl Kind {
    /// As stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Locked => "locked",
            Self::Open => "open",
            Self::Api => "api",
        }
    }

    fn read(name: &str) -> Result<Self, Fault> {
        [Self::Draft, Self::Locked, Self::Open, Self::Api]
            .into_iter()
            .find(|kind| kind.name() == name)
            .ok_or(Fault::new(
                Code::Damaged,
                "a stored session has an unknown kind",
            ))
    }
}

/// A session to be opened.
#[derive(Clone, Copy)]
pub struct New<'a> {
    /// What it may do.
    pub kind: Kind,
    /// Whose it is.
    pub account: Option<AccountId>,
    /// Whether it still shows a return code that was not typed back: then no idle limit, a day.
    pub unconfirmed: bool,
    /// The device's name, encrypted to the reader.
    pub label: Option<&'a [u8]>,
    /// What only the bearer of the cookie may read: sealed here.
    pub content: &'a [u8],
}

/// A session that is still open.
pub struct Session {
    /// What it may do.
    pub kind: Kind,
    /// Whose it is.
    pub account: Option<AccountId>,
    /// Last seen, to five minutes; `None` where no idle limit applies.
    pub seen: Option<Moment>,
    /// When it ends at the latest.
    pub expires: Moment,
    /// What its bearer keeps there.
    pub content: Zeroizing<Vec<u8>>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("kind", &self.kind).finish()
    }
}

const CREATE: &str = "INSERT INTO sessions \
     (org_id, session, account, kind, seen, expires, label_ct, blob) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const LOAD: &str = "SELECT account, kind, seen, expires, blob FROM sessions WHERE session = $1 \
     AND expires > $2 AND (seen IS NULL OR seen > $3)";
const TOUCH: &str = "UPDATE sessions SET seen = $1 WHERE session = $2 AND seen < $1";
const UPDATE: &str = "UPDATE sessions SET blob = $1 WHERE session = $2";
const DELETE: &str = "DELETE FROM sessions WHERE session = $1";
const END_ONE: &str = "DELETE FROM sessions WHERE account = $1 AND session = $2";
const END_ALL: &str = "DELETE FROM sessions WHERE account = $1";
const END_OTHERS: &str = "DELETE FROM sessions WHERE account = $1 AND session <> $2";
const EXPIRE: &str = "DELETE FROM sessions WHERE expires <= $1 OR seen <= $2";
const LABELS: &str = "SELECT session, kind, seen, expires, label_ct FROM sessions \
     WHERE account = $1 AND expires > $2 ORDER BY expires DESC";

const fn step(at: Moment) -> Moment {
    Moment(at.0.div_euclid(STEP).saturating_mul(STEP))
}

/// Opens a session under a new secret, which goes into the cookie and nowhere else.
pub async fn create(tx: &mut Tx, store: &Store, new: New<'_>) -> Result<Secret, Fault> {
    let secret = Secret::generate();
    create_under(tx, store, &secret, new).await?;
    Ok(secret)
}

/// Keeps a row under a secret that the browser already holds: for a first draft only, whose form
/// was shown under that secret. Anything more takes a new one ([`create`], [`rotate`]).
pub async fn create_under(
    tx: &mut Tx,
    store: &Store,
    secret: &Secret,
    new: New<'_>,
) -> Result<(), Fault> {
    let now = store.clock.now();
    let lasting = new.unconfirmed || new.kind == Kind::Draft;
    let (seen, length) = if lasting {
        (None, DAY)
    } else {
        (Some(step(now)), ABSOLUTE)
    };
    let blob = secret.seal_blob(new.content)?;
    tx.run(
        CREATE,
        args![
            OrgId::FIRST,
            secret.id(),
            new.account,
            new.kind.name(),
            seen,
            step(now.plus_seconds(length)),
            new.label,
            blob,
        ],
    )
    .await
}

/// The session of this secret, unless it has ended.
///
/// # Errors
/// `Damaged` when the row was changed by somebody without the secret.
pub async fn load(tx: &mut Tx, store: &Store, secret: &Secret) -> Result<Option<Session>, Fault> {
    let now = store.clock.now();
    let found = tx
        .opt(LOAD, args![secret.id(), now, now.plus_seconds(-IDLE)])
        .await?;
    found.map(|row| session(&row, secret)).transpose()
}

fn session(row: &Row, secret: &Secret) -> Result<Session, Fault> {
    Ok(Session {
        account: row.opt_id(0)?,
        kind: Kind::read(&row.text(1)?)?,
        seen: row.opt_moment(2)?,
        expires: row.moment(3)?,
        content: secret.open_blob(&row.bytes(4)?)?,
    })
}

/// Whether [`touch`] would change the row: once in five minutes. Asks nothing of the database when
/// the caller remembers the answer.
pub fn needs_touch(store: &Store, last: Moment) -> bool {
    step(store.clock.now()) > step(last)
}

/// Notes that the bearer is there. Writes at most once in five minutes.
pub async fn touch(tx: &mut Tx, store: &Store, secret: &Secret) -> Result<(), Fault> {
    let seen = step(store.clock.now());
    tx.run(TOUCH, args![seen, secret.id()]).await
}

/// Replaces what the bearer keeps there (a draft's text, a confirmed code's absence).
///
/// # Errors
/// `SignIn` when the session was closed meanwhile.
pub async fn update(tx: &mut Tx, secret: &Secret, content: &[u8]) -> Result<(), Fault> {
    let blob = secret.seal_blob(content)?;
    match tx.exec(UPDATE, args![blob, secret.id()]).await? {
        1 => Ok(()),
        _ => Err(Fault::new(Code::SignIn, "the session was closed")),
    }
}

/// A new secret and a new row at each change of level: a secret that somebody planted before the
/// sign-in is worth nothing after it.
///
/// # Errors
/// `SignIn` when the old session was closed meanwhile.
pub async fn rotate(
    tx: &mut Tx,
    store: &Store,
    old: &Secret,
    new: New<'_>,
) -> Result<Secret, Fault> {
    if tx.exec(DELETE, args![old.id()]).await? != 1 {
        return Err(Fault::new(Code::SignIn, "the session was closed"));
    }
    create(tx, store, new).await
}

/// Closes a session for good: sign-out, quick exit.
pub async fn delete(tx: &mut Tx, secret: &Secret) -> Result<(), Fault> {
    tx.run(DELETE, args![secret.id()]).await
}

/// Closes every session of an account; gives their number.
pub async fn end_all(tx: &mut Tx, account: AccountId) -> Result<u64, Fault> {
    tx.exec(END_ALL, args![account]).await
}

/// Closes one session of an account; another account's stays.
pub async fn end_one(tx: &mut Tx, account: AccountId, id: [u8; 32]) -> Result<(), Fault> {
    tx.run(END_ONE, args![account, id]).await
}

/// Closes every session of an account but this one; gives their number.
pub async fn end_others(tx: &mut Tx, account: AccountId, kept: &Secret) -> Result<u64, Fault> {
    tx.exec(END_OTHERS, args![account, kept.id()]).await
}

/// Removes what has ended; gives the number of rows. A job calls it every few minutes.
pub async fn expire(tx: &mut Tx, store: &Store) -> Result<u64, Fault> {
    let now = store.clock.now();
    tx.exec(EXPIRE, args![now, now.plus_seconds(-IDLE)]).await
}

/// One line of the list of devices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// The row's id, which opens nothing.
    pub id: [u8; 32],
    /// What it may do.
    pub kind: Kind,
    /// Last seen, to five minutes.
    pub seen: Option<Moment>,
    /// When it ends at the latest.
    pub expires: Moment,
    /// The device's name, encrypted to the reader.
    pub label: Option<Vec<u8>>,
}

/// The open sessions of an account.
pub async fn devices(tx: &mut Tx, store: &Store, account: AccountId) -> Result<Vec<Device>, Fault> {
    tx.all(LABELS, args![account, store.clock.now()])
        .await?
        .iter()
        .map(|row| {
            Ok(Device {
                id: row.id(0)?,
                kind: Kind::read(&row.text(1)?)?,
                seen: row.opt_moment(2)?,
                expires: row.moment(3)?,
                label: row.opt_bytes(4)?,
            })
        })
        .collect()
}
