//! What an export takes out of the log: for each head of a dossier that is in a batch, the files that show it to
//! anybody.

use super::{origin, queries, small, tiles};
use crate::Store;
use crate::args;
use crate::db::{Row, Tx};
use kernel::{Code, DossierId, Fault, Moment};
use seal::log::{Batch, Edge, Item, Proof, batch_origin};
use seal::note::sign_checkpoint;
use seal::stamp::Reply;
use seal::vault::{Identity, decrypt};
use serde_json::Value;
use std::collections::BTreeMap;

/// A longer chain of renewals than certificates of some years need in a lifetime.
const LONGEST: usize = 16;

/// That something is in the log, and when a third party saw it there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proved {
    /// `salt ‖ H(message)`.
    pub item: Vec<u8>,
    /// The item in its batch, as a `.tlog-proof`.
    pub in_batch: String,
    /// The batch in the log, as a `.tlog-proof`.
    pub in_log: String,
    /// The checkpoint of the log that this leads to.
    pub note: String,
    /// The RFC 3161 query over that checkpoint, where it is dated.
    pub query: Option<Vec<u8>>,
    /// The whole reply.
    pub reply: Option<Vec<u8>>,
    /// The authority's certificates (PEM).
    pub chain: Option<String>,
}

/// A head that is in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// Leaves of the dossier that it covers.
    pub size: u64,
    /// The signed head.
    pub head: String,
    /// That it is in the log.
    pub proved: Proved,
    /// Each shows that the date before it was in the log while its certificates held: first that of the head itself
    /// where it was dated, else that of the log.
    pub renewals: Vec<Proved>,
}

/// Where an item is: its salt, and the place of its batch; and when the date ends that it is of.
#[derive(Clone)]
struct Place {
    salt: [u8; 16],
    batch: u64,
    until: Moment,
}

/// Everything of a dossier that is in the log, smallest head first. `tokens` gives the reply that dated a head.
pub async fn of(
    tx: &mut Tx,
    store: &Store,
    dossier: DossierId,
    identities: &[Identity],
    tokens: &BTreeMap<u64, Vec<u8>>,
) -> Result<Vec<Logged>, Fault> {
    let mut places = BTreeMap::new();
    for row in tx.all(queries::TOKENS_OF, args![dossier]).await? {
        let place = Place {
            salt: row.id(1)?,
            batch: row.size(2)?,
            until: row.opt_moment(3)?.unwrap_or(Moment(0)),
        };
        places.insert(row.size(0)?, place);
    }
    let mut all: BTreeMap<u64, Logged> = BTreeMap::new();
    for row in tx.all(queries::ITEMS, args![dossier]).await? {
        let told = decrypt(&row.bytes(0)?, identities)?;
        let (size, head, salt, batch) = read(&told).ok_or(Fault::new(
            Code::Damaged,
            "an item of the log is not written as it must be",
        ))?;
        let Some((proved, cover)) = prove(tx, store, salt, head.as_bytes(), batch, None).await?
        else {
            continue;
        };
        // Of what, and where that is.
        let token = match (tokens.get(&size), places.get(&size)) {
            (Some(reply), Some(place)) => Some((reply.clone(), place.clone())),
            (Some(_), None) => None,
            (None, _) => cover,
        };
        let renewals = renew(tx, store, token).await?;
        let logged = Logged {
            size,
            head,
            proved,
            renewals,
        };
        all.insert(size, logged);
    }
    Ok(all.into_values().collect())
}

/// Later dates, each of which covers the one before. One that came after the end of the date that it should cover shows
/// nothing: a verifier would call it false, where a date that has merely ended is a remark.
async fn renew(
    tx: &mut Tx,
    store: &Store,
    mut token: Option<(Vec<u8>, Place)>,
) -> Result<Vec<Proved>, Fault> {
    let mut renewals = Vec::new();
    while let Some((reply, place)) = token
        && renewals.len() < LONGEST
    {
        let beyond = Some(place.until);
        let found = prove(tx, store, place.salt, &reply, place.batch, beyond).await?;
        let Some((proved, next)) = found else { break };
        if came(&proved).is_some_and(|came| came > place.until) {
            break;
        }
        renewals.push(proved);
        token = next;
    }
    Ok(renewals)
}

/// When a third party saw it in the log; nothing for a reply that was not checked before it was kept.
fn came(proved: &Proved) -> Option<Moment> {
    let reply = Reply::parse(proved.reply.as_deref()?).ok()?;
    let known = reply.check(proved.note.as_bytes(), None, Moment(i64::MAX / 2), &[]);
    Some(known.ok()?.gen_time)
}

fn read(padded: &[u8]) -> Option<(u64, String, [u8; 16], u64)> {
    let end = padded.iter().rposition(|byte| *byte != 0)?;
    let told: Value = serde_json::from_slice(padded.get(..=end)?).ok()?;
    Some((
        told.get("size")?.as_u64()?,
        told.get("head")?.as_str()?.to_owned(),
        kernel::id::from_hex(told.get("salt")?.as_str()?)?,
        told.get("batch")?.as_u64()?,
    ))
}

/// The files that show a message in the log, at the first dated checkpoint; without any, at the checkpoint of its own
/// batch. With `beyond`, only a date that lasts longer than that will do. Also gives that date and where it is in turn.
async fn prove(
    tx: &mut Tx,
    store: &Store,
    salt: [u8; 16],
    message: &[u8],
    batch: u64,
    beyond: Option<Moment>,
) -> Result<Option<(Proved, Option<(Vec<u8>, Place)>)>, Fault> {
    let Some(row) = tx.opt(queries::LEAVES, args![small(batch)?]).await? else {
        return Ok(None);
    };
    let items = Batch::from_bytes(&row.bytes(0)?)?;
    let item = Item::with_salt(salt, message);
    let Some((index, path)) = items.inclusion(&item) else {
        return Ok(None);
    };
    let least = beyond.unwrap_or(Moment(i64::MIN));
    let cover = match tx.opt(queries::COVER, args![small(batch)?, least]).await? {
        Some(row) => row,
        None if beyond.is_some() => return Ok(None),
        None => match tx.opt(queries::OWN, args![small(batch)?]).await? {
            Some(row) => row,
            None => return Ok(None),
        },
    };
    let (size, note) = (cover.size(0)? + 1, cover.text(1)?);
    let found = tiles(tx, &Edge::of(size).with_path_of(batch)).await?;
    let in_log = found
        .inclusion(batch, size)
        .ok_or(Fault::new(Code::Damaged, "a tile of the log is missing"))?;
    let log = origin(store);
    let own = batch_origin(&log, batch);
    let key = store.secrets.log_key();
    let proof = |index, path, checkpoint: &str| {
        let checkpoint = checkpoint.to_owned();
        Proof {
            index,
            path,
            checkpoint,
        }
        .to_text()
    };
    let proved = Proved {
        item: item.bytes().to_vec(),
        in_batch: proof(
            index,
            path,
            &sign_checkpoint(key, &log, &own, items.size(), items.root())?,
        ),
        in_log: proof(batch, in_log, &note),
        note,
        query: cover.opt_bytes(2)?,
        reply: cover.opt_bytes(3)?,
        chain: cover.opt_text(4)?,
    };
    let next = next(&cover)?;
    Ok(Some((proved, next)))
}

fn next(row: &Row) -> Result<Option<(Vec<u8>, Place)>, Fault> {
    Ok(match (row.opt_bytes(3)?, row.opt_id(6)?, row.opt_int(7)?) {
        (Some(reply), Some(salt), Some(batch)) => Some((
            reply,
            Place {
                salt,
                batch: u64::try_from(batch).unwrap_or(u64::MAX),
                until: row.opt_moment(5)?.unwrap_or(Moment(0)),
            },
        )),
        _ => None,
    })
}
