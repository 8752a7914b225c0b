//! The row of a dossier: who it is sealed to, where its tree stands. What decides who reads is
//! under the row seal; where the tree stands is under the signed head.

use super::{damaged, key_name, month, origin, origin_at, queries};
use crate::Store;
use crate::args;
use crate::db::{Row, Tx};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64U;
use kernel::{Code, DossierId, Fault, Moment, OrgId};
use seal::Digest;
use seal::note::Vkey;
use seal::rows::RowKey;
use seal::session::Secret;
use seal::tree::Frontier;
use serde_json::{Value, json};
use std::collections::HashMap;

/// What a dossier's row says, once its seal was found true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dossier {
    /// Its id.
    pub id: DossierId,
    /// To whom entries are encrypted (`age1…`).
    pub recipient: String,
    /// How many times that changed, from 1.
    pub epoch: u64,
    /// Branch, raised by a restore, from 1.
    pub generation: u64,
    /// How many entries.
    pub size: u64,
    /// The signed head.
    pub head: String,
    /// Whether the return code was typed back.
    pub confirmed: bool,
    /// Whether it contradicts its seal: then it is read-only.
    pub damaged: bool,
    /// Whether the automatic purge is suspended by an entry of the journal.
    pub hold: bool,
    /// Whether the operator suspended it, who can read nothing.
    pub operator_hold: bool,
    /// The month of the automatic purge.
    pub purge_month: i64,
    /// Bytes of its live blobs, padded.
    pub used: u64,
    pub(super) frontier: Vec<u8>,
    pub(super) last: Vec<u8>,
}

/// Where the tree stands, once the signed head was found true.
pub(super) struct Tree {
    pub(super) frontier: Frontier,
    pub(super) last: Moment,
}

/// Months at least between the end of a hold and the automatic purge.
const NOTICE_MONTHS: i64 = 2;
/// In the column `hold`: by an entry.
const HELD: i64 = 1;
/// By the operator.
const HELD_BY_OPERATOR: i64 = 2;

const UNCONFIRMED: &str = "unconfirmed";
const OPEN: &str = "open";

impl Dossier {
    fn read(id: DossierId, row: &Row) -> Result<Self, Fault> {
        Ok(Self {
            id,
            recipient: row.text(0)?,
            epoch: row.size(1)?,
            generation: row.size(2)?,
            size: row.size(3)?,
            frontier: row.bytes(4)?,
            head: row.text(5)?,
            last: row.bytes(6)?,
            confirmed: row.text(7)? == OPEN,
            damaged: row.flag(8)?,
            hold: row.int(9)? & HELD != 0,
            operator_hold: row.int(9)? & HELD_BY_OPERATOR != 0,
            purge_month: row.int(10)?,
            used: row.size(11)?,
        })
    }

    /// What [`standing`] says of it.
    pub fn stands(&self) -> Digest {
        stands(self.generation, self.size, &self.head, self.damaged)
    }

    /// As stored.
    pub(super) const fn state(&self) -> &'static str {
        if self.confirmed { OPEN } else { UNCONFIRMED }
    }

    /// Whether the automatic purge passes it over.
    pub const fn is_held(&self) -> bool {
        self.hold || self.operator_hold
    }

    /// A dossier that nobody holds any more is not deleted the same day: its owner has some time to come back.
    fn released(&mut self, before: bool, least: i64) {
        if before && !self.is_held() {
            self.purge_month = self.purge_month.max(least);
        }
    }

    /// As stored.
    pub(super) const fn held(&self) -> i64 {
        let own = if self.hold { HELD } else { 0 };
        let operator = if self.operator_hold {
            HELD_BY_OPERATOR
        } else {
            0
        };
        own | operator
    }

    fn fields(&self) -> Value {
        let mut fields = self.own_fields();
        // Absent where it is not set: the seals of all other rows stay what they were.
        if let Some(map) = fields.as_object_mut().filter(|_| self.operator_hold) {
            map.insert("operator_hold".into(), true.into());
        }
        fields
    }

    fn own_fields(&self) -> Value {
        json!({
            "dossier": self.id.to_string(),
            "epoch": self.epoch,
            "generation": self.generation,
            "hold": self.hold,
            "org": OrgId::FIRST.to_string(),
            "purge_month": self.purge_month,
            "recipient": self.recipient,
            "state": self.state(),
        })
    }

    pub(super) fn seal(&self, store: &Store) -> Result<[u8; 32], Fault> {
        Ok(store.secrets.row_key().seal("dossiers", &self.fields())?)
    }

    /// Checks the stored head (signature, origin, size) and that the stored frontier gives its
    /// root. On a contradiction the dossier is marked.
    pub(super) fn tree(&self, tx: &mut Tx, store: &Store) -> Result<Tree, Fault> {
        let checked = self.checked_tree(store);
        if checked.is_err() {
            tx.report_damage(self.id);
        }
        checked
    }

    fn checked_head(&self, origin: &str, key: &Vkey) -> Result<Frontier, Fault> {
        let head = seal::note::open(&self.head, std::slice::from_ref(key))?;
        let frontier = Frontier::from_bytes(&self.frontier)?;
        if head.origin != origin || head.size != self.size || frontier.size() != self.size {
            return Err(damaged("the stored head is not this dossier's"));
        }
        if frontier.root() != head.root {
            return Err(damaged("the stored frontier does not give the signed root"));
        }
        Ok(frontier)
    }

    fn checked_tree(&self, store: &Store) -> Result<Tree, Fault> {
        let vkey = store.secrets.dossier_key().vkey(&key_name(store));
        let frontier = self.checked_head(&origin(store, self.id, self.generation), &vkey)?;
        let last = clock_key(store, self.id)?.open_blob(&self.last)?;
        match last.as_chunks::<8>() {
            ([size, at], []) if u64::from_be_bytes(*size) == self.size => Ok(Tree {
                frontier,
                last: Moment(i64::from_be_bytes(*at)),
            }),
            _ => Err(damaged("the stored last instant is of another head")),
        }
    }
}

/// The columns of a dossier's row in a backup, as [`check_kept`] reads them.
pub(crate) const KEPT_COLUMNS: [&str; 14] = [
    "recipient",
    "epoch",
    "generation",
    "size",
    "frontier",
    "head",
    "last_ct",
    "state",
    "damaged",
    "hold",
    "purge_month",
    "used",
    "seal",
    "dossier",
];

/// Checks a dossier's row in a backup as an append would: signed head, frontier, and with the secrets the row seal.
/// Gives the id, and how many leaves must give which root; no root for one that was found damaged before.
///
/// # Errors
/// `Damaged` when it contradicts its seal.
pub(crate) fn check_kept(
    row: &Row,
    instance: &str,
    key: &Vkey,
    rows: Option<&RowKey>,
) -> Result<(DossierId, u64, Option<Digest>), Fault> {
    let id: DossierId = row.id(13)?;
    let dossier = Dossier::read(id, row)?;
    if let Some(rows) = rows
        && !rows.check("dossiers", &dossier.fields(), &row.bytes(12)?)
    {
        return Err(damaged(
            "the row of a dossier is not the one that was written",
        ));
    }
    if dossier.damaged {
        return Ok((id, dossier.size, None));
    }
    let origin = origin_at(instance, id, dossier.generation);
    let frontier = dossier.checked_head(&origin, key)?;
    Ok((id, dossier.size, Some(frontier.root())))
}

/// The instant of the last entry, which makes `at` monotone over restarts and clock steps. In clear
/// it would tell a dump when somebody wrote, so it is kept under a key of the instance.
pub(super) fn last_ct(
    store: &Store,
    dossier: DossierId,
    size: u64,
    at: Moment,
) -> Result<Vec<u8>, Fault> {
    let plain = [size.to_be_bytes(), at.0.to_be_bytes()].concat();
    Ok(clock_key(store, dossier)?.seal_blob(&plain)?)
}

fn clock_key(store: &Store, dossier: DossierId) -> Result<Secret, Fault> {
    let key = store
        .secrets
        .row_key()
        .seal("dossiers/last", &json!({ "dossier": dossier.to_string() }))?;
    Ok(Secret::parse(&B64U.encode(key))?)
}

/// The row, if it is there and its seal is true; otherwise `None`, and a false seal is reported.
pub(super) async fn find(
    tx: &mut Tx,
    store: &Store,
    id: DossierId,
    sql: &'static str,
) -> Result<Option<Dossier>, Fault> {
    let Some(row) = tx.opt(sql, args![id]).await? else {
        return Ok(None);
    };
    let dossier = Dossier::read(id, &row)?;
    let seal = row.bytes(12)?;
    if store
        .secrets
        .row_key()
        .check("dossiers", &dossier.fields(), &seal)
    {
        return Ok(Some(dossier));
    }
    tracing::error!(dossier = %id, "a dossier's row is not the one that was written: ignored");
    Ok(None)
}

pub(super) fn absent() -> Fault {
    Fault::new(Code::NotFound, "no such dossier")
}

/// The row, locked until the end of the transaction.
pub(super) async fn lock(tx: &mut Tx, store: &Store, id: DossierId) -> Result<Dossier, Fault> {
    let sql = tx.pick(queries::DOSSIER, queries::DOSSIER_LOCKED);
    find(tx, store, id, sql).await?.ok_or_else(absent)
}

/// What the row says, and goes on saying until the transaction ends.
///
/// # Errors
/// Those of [`info`].
pub async fn info_kept(tx: &mut Tx, store: &Store, id: DossierId) -> Result<Dossier, Fault> {
    lock(tx, store, id).await
}

/// What the row says; the head is not checked here.
///
/// # Errors
/// `NotFound` when it is not there or its row seal is false.
pub async fn info(tx: &mut Tx, store: &Store, id: DossierId) -> Result<Dossier, Fault> {
    find(tx, store, id, queries::DOSSIER)
        .await?
        .ok_or_else(absent)
}

fn stands(generation: u64, size: u64, head: &str, damaged: bool) -> Digest {
    seal::sha256(format!("{generation} {size} {damaged} {head}").as_bytes())
}

/// A digest of where each of these dossiers stands: another one means that something was added, or that its row is not the
/// one that was written, which shows when it is opened.
pub async fn standing(tx: &mut Tx, ids: &[DossierId]) -> Result<HashMap<DossierId, Digest>, Fault> {
    let list = serde_json::to_string(ids).map_err(|e| Fault::internal("ids", e))?;
    let sql = tx.pick(queries::STANDING_SQLITE, queries::STANDING_POSTGRES);
    let mut found = HashMap::with_capacity(ids.len());
    for row in tx.all(sql, args![list]).await? {
        let stands = stands(row.size(1)?, row.size(2)?, &row.text(3)?, row.flag(4)?);
        found.insert(row.id(0)?, stands);
    }
    Ok(found)
}

/// Whether nothing was added since a reading of that size. Nobody adds until the end of this transaction, which writes.
///
/// # Errors
/// Those of [`info`].
pub async fn unchanged(
    tx: &mut Tx,
    store: &Store,
    id: DossierId,
    size: u64,
) -> Result<bool, Fault> {
    Ok(lock(tx, store, id).await?.size == size)
}

async fn restate(
    tx: &mut Tx,
    store: &Store,
    id: DossierId,
    change: impl FnOnce(&mut Dossier) + Send,
) -> Result<(), Fault> {
    let mut dossier = lock(tx, store, id).await?;
    change(&mut dossier);
    let seal = dossier.seal(store)?;
    tx.run(
        queries::RESTATE,
        args![
            dossier.state(),
            dossier.held(),
            dossier.purge_month,
            seal,
            id
        ],
    )
    .await
}

/// The return code was typed back: the dossier stays.
pub async fn confirm(tx: &mut Tx, store: &Store, id: DossierId) -> Result<(), Fault> {
    restate(tx, store, id, |dossier| dossier.confirmed = true).await
}

/// Moves the automatic purge to `months` from now; called at each unlock.
pub async fn purge_in(tx: &mut Tx, store: &Store, id: DossierId, months: i64) -> Result<(), Fault> {
    let purge = month(store.clock.now()).saturating_add(months);
    restate(tx, store, id, |dossier| dossier.purge_month = purge).await
}

/// Suspends the automatic purge, or lets it run again. The owner's own erasure is never blocked.
pub async fn hold(tx: &mut Tx, store: &Store, id: DossierId, held: bool) -> Result<(), Fault> {
    let least = month(store.clock.now()).saturating_add(NOTICE_MONTHS);
    restate(tx, store, id, |dossier| {
        let before = std::mem::replace(&mut dossier.hold, held);
        dossier.released(before, least);
    })
    .await
}

/// The same by the operator, on a court's order.
pub async fn hold_by_operator(
    tx: &mut Tx,
    store: &Store,
    id: DossierId,
    held: bool,
) -> Result<(), Fault> {
    let least = month(store.clock.now()).saturating_add(NOTICE_MONTHS);
    restate(tx, store, id, |dossier| {
        let before = std::mem::replace(&mut dossier.operator_hold, held);
        dossier.released(before, least);
    })
    .await
}

/// How many dossiers are past their month, and how many more would be but for a hold.
pub async fn overdue(tx: &mut Tx, store: &Store) -> Result<(u64, u64), Fault> {
    let now = month(store.clock.now());
    let due = tx.one(queries::OVERDUE, args![now]).await?.size(0)?;
    let held = tx.one(queries::OVERDUE_HELD, args![now]).await?.size(0)?;
    Ok((due, held))
}

/// Dossiers whose month of purge has passed and which nobody holds, kept so until the transaction ends.
pub async fn due_for_purge(
    tx: &mut Tx,
    store: &Store,
    count: u32,
) -> Result<Vec<DossierId>, Fault> {
    let now = month(store.clock.now());
    let mut due = Vec::new();
    for row in tx.all(queries::PURGEABLE, args![now, count]).await? {
        let id = row.id(0)?;
        // Read again under its lock: somebody may have come, or held it, meanwhile.
        let sql = tx.pick(queries::DOSSIER, queries::DOSSIER_LOCKED);
        let found = find(tx, store, id, sql).await?;
        if found.is_some_and(|dossier| !dossier.is_held() && dossier.purge_month < now) {
            due.push(id);
        }
    }
    Ok(due)
}
