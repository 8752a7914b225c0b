//! The public log of the instance (seal specification, section 3): at each interval one leaf, whatever happened in it.
//! A leaf names a batch; a batch holds an item for each head that changed since and each date received since, and one
//! that is only noise. One node writes at a time.

mod dates;
mod health;
mod prove;
mod queries;
mod restart;
mod turn;

pub use dates::{Awaited, awaited, dated, sent};
pub use health::{Health, health};
pub use prove::{Logged, Proved, of};
pub(crate) use queries::{ANY_LEAF, DELETE_ITEMS};
pub(crate) use restart::forget;
pub use restart::restart;
pub(crate) use turn::not_older;
pub use turn::{Added, Dates, Node, turn};
#[cfg(test)]
pub(crate) use turn::{append, lead};

use crate::Store;
use crate::args;
use crate::db::Tx;
use kernel::{Code, Fault, Moment};
use seal::log::{Edge, Kind, TilePath, Tiles, WIDTH, bundle_push, bundle_read};
use seal::note::Vkey;

/// One leaf for each interval of this length, in seconds.
pub const EVERY: i64 = 600;
/// Jobs that ask for the date of a checkpoint: payload, the place of its last leaf.
pub const DATE: &str = "log-date";
/// Dates are renewed when a certificate under them ends within this many seconds.
pub const AHEAD: i64 = 60 * 24 * 3600;

/// Level of the tiles of entries in the table.
const ENTRIES: i64 = -1;

/// What anybody may know of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Its name: origin of its checkpoints, name of its key.
    pub origin: String,
    /// The key that signs them.
    pub key: Vkey,
    /// How many leaves.
    pub size: u64,
    /// The signed checkpoint; empty before the first leaf.
    pub head: String,
}

/// The name of the log.
pub fn origin(store: &Store) -> String {
    seal::log::name_of(&store.instance, store.secrets.log_generation())
}

/// The key that signs its checkpoints.
pub fn key(store: &Store) -> Vkey {
    store.secrets.log_key().vkey(&origin(store))
}

/// The interval that an instant is in.
pub fn interval(at: Moment) -> i64 {
    at.seconds().div_euclid(EVERY)
}

/// The state of the log.
pub async fn state(tx: &mut Tx, store: &Store) -> Result<State, Fault> {
    let row = tx.one(queries::STATE, args![]).await?;
    let size = row.size(0)?;
    Ok(State {
        origin: origin(store),
        key: key(store),
        size,
        // A log that begins keeps the head of the one before it until its first leaf.
        head: if size > 0 {
            row.text(1)?
        } else {
            String::new()
        },
    })
}

/// The signed checkpoint, once there is one.
pub async fn checkpoint(tx: &mut Tx) -> Result<Option<String>, Fault> {
    let row = tx.one(queries::STATE, args![]).await?;
    let (size, head) = (row.size(0)?, row.text(1)?);
    Ok((size > 0).then_some(head))
}

/// The tile of this name (`0/000.p/5`), below `tile/`.
pub fn tile_path(path: &str) -> Option<TilePath> {
    TilePath::parse(&format!("tile/{path}")).ok()
}

/// The bytes of a tile by its name (`tile/0/000.p/5`), exactly as wide as asked; nothing when the log is not that long.
pub async fn tile(tx: &mut Tx, path: TilePath) -> Result<Option<Vec<u8>>, Fault> {
    let level = match path.kind {
        Kind::Hashes(level) => i64::from(level),
        Kind::Entries => ENTRIES,
    };
    let Ok(place) = i64::try_from(path.index) else {
        return Ok(None);
    };
    let Some(row) = tx.opt(queries::TILE, args![level, place]).await? else {
        return Ok(None);
    };
    let bytes = row.bytes(0)?;
    let width = usize::try_from(path.width).unwrap_or(usize::MAX);
    if level != ENTRIES {
        return Ok(bytes.get(..width.saturating_mul(32)).map(<[u8]>::to_vec));
    }
    let entries = bundle_read(&bytes)?;
    let mut cut = Vec::new();
    let Some(wanted) = entries.get(..width) else {
        return Ok(None);
    };
    for entry in wanted {
        bundle_push(&mut cut, entry)?;
    }
    Ok(Some(cut))
}

fn small(number: u64) -> Result<i64, Fault> {
    i64::try_from(number).map_err(|error| Fault::caused(Code::Invalid, "a number too large", error))
}

const fn damaged(context: &'static str) -> Fault {
    Fault::new(Code::Damaged, context)
}

/// The tiles named, as far as they are there.
async fn tiles(tx: &mut Tx, wanted: &[(u8, u64)]) -> Result<Tiles, Fault> {
    let mut tiles = Tiles::new();
    for (level, index) in wanted {
        let args = args![i64::from(*level), small(*index)?];
        if let Some(row) = tx.opt(queries::TILE, args).await? {
            tiles.insert(*level, *index, &row.bytes(0)?)?;
        }
    }
    Ok(tiles)
}

/// Adds an entry to the tiles of a log of `size` leaves; gives the new root.
async fn push(tx: &mut Tx, size: u64, entry: &[u8]) -> Result<seal::Digest, Fault> {
    let place = size / WIDTH;
    let mut bundle = stored(tx, ENTRIES, place).await?;
    if bundle_read(&bundle)?.len() as u64 != size % WIDTH {
        return Err(damaged("the log's entries are not as many as its leaves"));
    }
    bundle_push(&mut bundle, entry)?;
    put(tx, ENTRIES, place, bundle).await?;
    let (mut level, mut index, mut digest) = (0, size, seal::log::leaf(entry));
    loop {
        let mut bytes = stored(tx, i64::from(level), index / WIDTH).await?;
        if bytes.len() as u64 != (index % WIDTH) * 32 {
            return Err(damaged("a tile of the log has another width"));
        }
        bytes.extend_from_slice(digest.bytes());
        let mut tile = Tiles::new();
        tile.insert(level, index / WIDTH, &bytes)?;
        put(tx, i64::from(level), index / WIDTH, bytes).await?;
        let digests = tile.get(level, index / WIDTH).unwrap_or_default();
        if (digests.len() as u64) < WIDTH {
            break;
        }
        digest = seal::tree::root(digests);
        level += 1;
        index /= WIDTH;
    }
    let size = size + 1;
    let edge = tiles(tx, &Edge::of(size).tiles()).await?;
    edge.root(size)
        .ok_or(damaged("a tile of the log is missing"))
}

async fn stored(tx: &mut Tx, level: i64, place: u64) -> Result<Vec<u8>, Fault> {
    let row = tx.opt(queries::TILE, args![level, small(place)?]).await?;
    row.map_or(Ok(Vec::new()), |row| row.bytes(0))
}

async fn put(tx: &mut Tx, level: i64, place: u64, bytes: Vec<u8>) -> Result<(), Fault> {
    let org = kernel::OrgId::FIRST;
    tx.run(queries::PUT_TILE, args![org, level, small(place)?, bytes])
        .await
}
