//! Pages looked at again on a schedule (seal specification, section 8): the one thing that the server keeps of a person
//! and can read. What it finds goes to the dossier's public half at once.

use crate::Store;
use crate::args;
use crate::db::{Row, Tx};
use crate::erasures::{self, What};
use kernel::{Code, DossierId, Fault, Moment, OrgId};
use serde_json::{Value, json};

/// A node that took a look and stayed silent for this long has died, in seconds.
pub const LEASE: i64 = 15 * 60;

const HOUR: i64 = 3_600_000_000;

const CREATE: &str = "INSERT INTO watches (org_id, watch, dossier, hour, lease, times, ct, seal) \
     VALUES ($1, $2, $3, $4, 0, $5, $6, $7)";
const DUE: &str = "SELECT watch, dossier, hour, times, ct, seal FROM watches \
     WHERE hour <= $1 AND lease <= $1 ORDER BY hour LIMIT 1";
/// Compare-and-set: of two nodes, one looks.
const CLAIM: &str = "UPDATE watches SET lease = $1 WHERE watch = $2 AND seal = $3 AND lease <= $4";
const NEXT: &str = "UPDATE watches SET hour = $1, times = $2, seal = $3, lease = 0 \
     WHERE watch = $4 AND seal = $5";
const OF: &str =
    "SELECT watch, dossier, hour, times, ct, seal FROM watches WHERE dossier = $1 ORDER BY watch";
const REMOVE: &str = "DELETE FROM watches WHERE watch = $1";
const END: &str = "DELETE FROM watches WHERE watch = $1 AND seal = $2";

/// A page that is looked at again.
#[derive(Debug, Clone)]
pub struct Watch {
    id: Vec<u8>,
    /// For which dossier.
    pub dossier: DossierId,
    /// When it is looked at next.
    pub hour: Moment,
    /// Looks left.
    pub times: u32,
    /// What to look at, to the key of the instance's work.
    pub ct: Vec<u8>,
    seal: Vec<u8>,
}

impl Watch {
    fn fields(&self) -> Value {
        json!({
            "ct": seal::sha256(&self.ct).to_string(),
            "dossier": self.dossier.to_string(),
            "hour": self.hour.0,
            "org": OrgId::FIRST.to_string(),
            "times": self.times,
            "watch": kernel::id::to_hex(&self.id),
        })
    }

    fn sealed(mut self, store: &Store) -> Result<Self, Fault> {
        let seal = store.secrets.row_key().seal("watches", &self.fields())?;
        self.seal = seal.to_vec();
        Ok(self)
    }

    fn read(store: &Store, row: &Row) -> Result<Option<Self>, Fault> {
        let times = u32::try_from(row.size(3)?);
        let watch = Self {
            id: row.bytes(0)?,
            dossier: row.id(1)?,
            hour: row.moment(2)?,
            times: times.map_err(|e| Fault::caused(Code::Damaged, "a watch's row", e))?,
            ct: row.bytes(4)?,
            seal: row.bytes(5)?,
        };
        let key = store.secrets.row_key();
        if key.check("watches", &watch.fields(), &watch.seal) {
            return Ok(Some(watch));
        }
        tracing::error!("a watch's row is not the one that was written: removed");
        Ok(None)
    }
}

/// In whole hours, rounded up, so that a row does not tell when somebody asked.
fn whole(at: Moment) -> Moment {
    Moment(at.0.div_euclid(HOUR).saturating_add(1).saturating_mul(HOUR))
}

/// Asks to look `times` times, first at `first`.
pub async fn create(
    tx: &mut Tx,
    store: &Store,
    dossier: DossierId,
    first: Moment,
    times: u32,
    ct: Vec<u8>,
) -> Result<(), Fault> {
    let watch = Watch {
        id: seal::random::bytes::<16>().to_vec(),
        dossier,
        hour: whole(first),
        times,
        ct,
        seal: Vec::new(),
    }
    .sealed(store)?;
    let (id, ct, seal) = (watch.id.clone(), watch.ct.clone(), watch.seal.clone());
    tx.run(
        CREATE,
        args![OrgId::FIRST, id, dossier, watch.hour, times, ct, seal],
    )
    .await
}

/// Takes the next one that is due; `None` when nothing is.
pub async fn claim(tx: &mut Tx, store: &Store) -> Result<Option<Watch>, Fault> {
    let now = store.clock.now();
    let Some(row) = tx.opt(DUE, args![now]).await? else {
        return Ok(None);
    };
    let Some(watch) = Watch::read(store, &row)? else {
        tx.run(REMOVE, args![row.bytes(0)?]).await?;
        return Ok(None);
    };
    let lease = now.plus_seconds(LEASE);
    let (id, seal) = (watch.id.clone(), watch.seal.clone());
    let taken = tx.exec(CLAIM, args![lease, id, seal, now]).await?;
    Ok((taken == 1).then_some(watch))
}

/// After a look: the next at `next`, or the end when none is left.
///
/// # Errors
/// `Conflict` when another node took the same look, or it was stopped meanwhile.
pub async fn looked(tx: &mut Tx, store: &Store, watch: &Watch, next: Moment) -> Result<(), Fault> {
    let (id, before) = (watch.id.clone(), watch.seal.clone());
    let done = if watch.times <= 1 {
        tx.exec(END, args![id, before]).await?
    } else {
        let new = Watch {
            hour: whole(next),
            times: watch.times.saturating_sub(1),
            ..watch.clone()
        }
        .sealed(store)?;
        tx.exec(NEXT, args![new.hour, new.times, new.seal, id, before])
            .await?
    };
    if done == 1 {
        return Ok(());
    }
    Err(Fault::new(Code::Conflict, "this look was taken elsewhere"))
}

/// The pages of a dossier that are looked at again.
pub async fn of(tx: &mut Tx, store: &Store, dossier: DossierId) -> Result<Vec<Watch>, Fault> {
    let rows = tx.all(OF, args![dossier]).await?;
    let all = rows.iter().map(|row| Watch::read(store, row));
    Ok(all
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .flatten()
        .collect())
}

/// Forgets one, and the address with it.
pub async fn remove(tx: &mut Tx, watch: &Watch) -> Result<(), Fault> {
    erasures::note(tx, What::Watch, watch.id.as_ref()).await?;
    tx.run(REMOVE, args![watch.id.clone()]).await
}
