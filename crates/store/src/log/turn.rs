//! The one leaf of an interval.

use super::{DATE, damaged, dates, interval, key, origin, push, queries, small, tiles};
use crate::Store;
use crate::args;
use crate::db::Tx;
use crate::{jobs, journal};
use kernel::{Code, DossierId, Fault, Moment, OrgId};
use seal::log::{Batch, Edge, Item};
use seal::note::Note;
use seal::vault::{Recipient, encrypt, pad_entry};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// A node that leads and stays silent for this long has died: another may take its place (seconds).
const LEASE: i64 = 60;
/// The most items of one kind in a batch; what is left waits for the next.
const MOST: u32 = 2000;
/// Intervals between two looks for dates to renew or to ask for again: a day.
const LOOK: i64 = 144;

/// One running program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node([u8; 16]);

impl Node {
    /// A node of its own.
    pub fn new() -> Self {
        Self(seal::random::bytes())
    }
}

impl Default for Node {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether checkpoints are dated, and how often at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dates {
    /// An authority is configured.
    pub wanted: bool,
    /// Intervals between two requests at least, where dates are paid; 0 for each batch that holds something.
    pub apart: i64,
}

/// What a turn added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Added {
    /// Leaves of the log from now on.
    pub size: u64,
    /// Items of its batch that are not noise.
    pub items: u64,
    /// Whether a date was asked for.
    pub asked: bool,
}

/// Adds the leaf of the present interval, unless it is there already or another node leads. Call it often.
///
/// # Errors
/// `Damaged` when the stored log contradicts its signed checkpoint, `Invalid` when it is shorter than the one that this
/// machine signed: nothing is signed then. `Conflict` when another node came first.
pub async fn turn(store: &Store, node: Node, dates: Dates) -> Result<Option<Added>, Fault> {
    let now = store.clock.now();
    if !store
        .db
        .write(move |tx| Box::pin(lead(tx, node, now)))
        .await?
    {
        return Ok(None);
    }
    let own = store.clone();
    let added = store
        .db
        .write(move |tx| Box::pin(async move { append(tx, &own, node, now, dates).await }))
        .await?;
    // After the commit: a mark above a leaf that was never kept would stop the next start.
    if let Some(added) = &added {
        store.secrets.raise_highwater(added.size)?;
    }
    Ok(added)
}

/// Takes the lease; `false` when there is nothing to do or another node holds it.
pub(crate) async fn lead(tx: &mut Tx, node: Node, now: Moment) -> Result<bool, Fault> {
    let args = args![node.0, now.plus_seconds(LEASE), interval(now), now];
    Ok(tx.exec(queries::LEAD, args).await? == 1)
}

/// The leaf itself, by a node that leads.
pub(crate) async fn append(
    tx: &mut Tx,
    store: &Store,
    node: Node,
    now: Moment,
    dates: Dates,
) -> Result<Option<Added>, Fault> {
    let turn = interval(now);
    let sql = tx.pick(queries::LED, queries::LED_LOCKED);
    let Some(row) = tx.opt(sql, args![node.0, turn]).await? else {
        return Ok(None);
    };
    let (size, head) = (row.size(0)?, row.text(1)?);
    let (mut undated, mut asked, mut looked) = (row.flag(2)?, row.int(3)?, row.int(4)?);
    not_older(size, store.secrets.highwater()?)?;
    check(tx, store, size, &head).await?;
    let begins = begins(store, size, &head)?;
    let (items, real) = match begins {
        // After another log: its last head, and nothing else.
        true => (Vec::new(), 0),
        false => gather(tx, store, size).await?,
    };
    undated |= real > 0;
    if turn.saturating_sub(looked) >= LOOK {
        looked = turn;
        undated |= dates::ending(tx, now).await? || dates::lost(tx).await?;
    }
    let batch = match begins {
        true => Batch::naming(head.as_bytes()),
        false => Batch::of(&items),
    };
    let root = push(tx, size, &seal::log::entry(&batch.root())).await?;
    let (origin, next) = (origin(store), size + 1);
    let head = seal::note::sign_checkpoint(store.secrets.log_key(), &origin, &origin, next, root)?;
    let args = args![OrgId::FIRST, small(size)?, batch.to_bytes(), head.as_str()];
    tx.run(queries::BATCH, args).await?;
    let ask = dates.wanted && undated && turn.saturating_sub(asked) >= dates.apart;
    if ask {
        (undated, asked) = (false, turn);
        jobs::enqueue(tx, store, DATE, &size.to_be_bytes(), None).await?;
    }
    let args = args![
        small(next)?,
        head,
        turn,
        undated,
        asked,
        looked,
        small(size)?,
        node.0
    ];
    if tx.exec(queries::ADVANCE, args).await? != 1 {
        return Err(Fault::new(
            Code::Conflict,
            "another node added a leaf first",
        ));
    }
    Ok(Some(Added {
        size: next,
        items: real,
        asked: ask,
    }))
}

/// Whether this is the first leaf after another log, whose last head is still there. A head of this very log without
/// its leaves is a database that lost them.
pub(super) fn begins(store: &Store, size: u64, head: &str) -> Result<bool, Fault> {
    if size > 0 || head.is_empty() {
        return Ok(false);
    }
    let before = Note::parse(head)?.checkpoint()?.origin;
    if before == origin(store) {
        return Err(damaged("the log has a signed checkpoint and no leaf"));
    }
    Ok(true)
}

/// A log that contradicts what it signed is never signed again.
pub(super) async fn check(tx: &mut Tx, store: &Store, size: u64, head: &str) -> Result<(), Fault> {
    if size == 0 {
        return Ok(());
    }
    let signed = seal::note::open(head, &[key(store)])?;
    let edge = tiles(tx, &Edge::of(size).tiles()).await?;
    if signed.origin == origin(store) && signed.size == size && edge.root(size) == Some(signed.root)
    {
        Ok(())
    } else {
        Err(damaged("the stored log is not the one of its checkpoint"))
    }
}

/// The items of everything that is new, and how many call for a date: a date of the log itself is put in the log,
/// but does not call for another.
async fn gather(tx: &mut Tx, store: &Store, place: u64) -> Result<(Vec<Item>, u64), Fault> {
    let mut items = Vec::new();
    let mut heads: BTreeMap<(DossierId, u64), String> = BTreeMap::new();
    // Seals before dossiers, the order in which a deletion takes them: neither waits for the other in a circle.
    for row in tx.all(queries::FRESH_SEALS, args![MOST]).await? {
        let (d, size) = (row.id(0)?, row.size(1)?);
        heads.insert((d, size), row.text(2)?);
        tx.run(queries::SEAL_LOGGED, args![d, small(size)?]).await?;
    }
    for row in tx.all(queries::FRESH_TOKENS, args![MOST]).await? {
        let (d, size, reply): (DossierId, _, _) = (row.id(0)?, row.size(1)?, row.bytes(3)?);
        let until = match row.opt_int(4)? {
            Some(until) => until,
            // Received by a version that did not note it.
            None => ends(&reply, &row.text(2)?).0,
        };
        let item = Item::of(&reply);
        let args = args![salt(&item), small(place)?, until, d, small(size)?];
        tx.run(queries::TOKEN_LOGGED, args).await?;
        items.push(item);
    }
    let mut recipients = BTreeMap::new();
    let fresh = tx.all(queries::FRESH_DOSSIERS, args![MOST]).await?;
    let fresh: BTreeSet<DossierId> = fresh
        .iter()
        .map(|row| row.id(0))
        .collect::<Result<_, _>>()?;
    let named = heads.keys().map(|(d, _)| *d).collect::<BTreeSet<_>>();
    for d in fresh.union(&named) {
        match journal::info(tx, store, *d).await {
            Ok(dossier) => {
                if fresh.contains(d) {
                    let args = args![small(dossier.size)?, *d];
                    tx.run(queries::DOSSIER_LOGGED, args).await?;
                    heads.insert((*d, dossier.size), dossier.head);
                }
                recipients.insert(*d, dossier.recipient);
            }
            // A row that is not the one that was written counts as absent.
            Err(fault) if fault.code() == Code::NotFound => {}
            Err(fault) => return Err(fault),
        }
    }
    for ((d, size), head) in heads {
        let Some(to) = recipients.get(&d) else {
            continue;
        };
        let item = Item::of(head.as_bytes());
        let told = json!({
            "batch": place,
            "head": head,
            "salt": kernel::id::to_hex(&salt(&item)),
            "size": size,
        });
        let ct = encrypt(
            &pad_entry(seal::json::canonical(&told)?),
            &[to.parse::<Recipient>()?],
        )?;
        let id = seal::random::bytes::<16>();
        tx.run(queries::ITEM, args![OrgId::FIRST, id, d, ct])
            .await?;
        items.push(item);
    }
    let real = items.len() as u64;
    for row in tx.all(queries::FRESH_DATES, args![MOST]).await? {
        let item = Item::of(&row.bytes(1)?);
        let args = args![salt(&item), small(place)?, row.int(0)?];
        tx.run(queries::DATE_LOGGED, args).await?;
        items.push(item);
    }
    Ok((items, real))
}

/// A log that signs again what it has signed otherwise shows its operator as a liar: a machine brought back to an
/// earlier state must not go on under the same name.
pub(crate) fn not_older(size: u64, seen: u64) -> Result<(), Fault> {
    if size >= seen {
        return Ok(());
    }
    Err(Fault::caused(
        Code::Invalid,
        "the database is older than the public log that this machine has already signed: put back its newest copy; if \
         it is lost for good, `preau log restart` begins another log, and says so in public",
        format!("{size} leaves in the database, {seen} signed (secrets/highwater)"),
    ))
}

fn salt(item: &Item) -> [u8; 16] {
    let mut salt = [0; 16];
    for (to, from) in salt.iter_mut().zip(item.bytes()) {
        *to = *from;
    }
    salt
}

/// When the certificates of a kept reply end; an unreadable one has ended.
fn ends(reply: &[u8], head: &str) -> Moment {
    let read = || {
        let reply = seal::stamp::Reply::parse(reply)?;
        reply.check(head.as_bytes(), None, Moment(i64::MAX / 2), &[])
    };
    read().map_or(Moment(0), |stamped| stamped.until)
}
