//! The row of a dossier: who it is sealed to, where its tree stands. What decides who reads is
//! under the row seal; where the tree stands is under the signed head.

use super::{damaged, key_name, month, origin, queries};
use crate::Store;
use crate::args;
use crate::db::{Row, Tx};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64U;
use kernel::{Code, DossierId, Fault, Moment, OrgId};
use seal::Digest;
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
    /// Whether the automatic purge is suspended.
    pub hold: bool,
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
            hold: row.flag(9)?,
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

    fn fields(&self) -> Value {
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

    fn checked_tree(&self, store: &Store) -> Result<Tree, Fault> {
        let vkey = store.secrets.dossier_key().vkey(&key_name(store));
        let head = seal::note::open(&self.head, &[vkey])?;
        let frontier = Frontier::from_bytes(&self.frontier)?;
        if head.origin != origin(store, self.id, self.generation)
            || head.size != self.size
            || frontier.size() != self.size
        {
            return Err(damaged("the stored head is not this dossier's"));
        }
        if frontier.root() != head.root {
            return Err(damaged("the stored frontier does not give the signed root"));
        }
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
        args![dossier.state(), dossier.hold, dossier.purge_month, seal, id],
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
    restate(tx, store, id, |dossier| dossier.hold = held).await
}

/// Dossiers whose month of purge has passed and which nobody holds. The row seal of each is
/// checked by whoever deletes it.
pub async fn due_for_purge(
    tx: &mut Tx,
    store: &Store,
    count: u32,
) -> Result<Vec<DossierId>, Fault> {
    let now = month(store.clock.now());
    let mut due = Vec::new();
    for row in tx.all(queries::PURGEABLE, args![now, count]).await? {
        let id = row.id(0)?;
        if find(tx, store, id, queries::DOSSIER).await?.is_some() {
            due.push(id);
        }
    }
    Ok(due)
}
