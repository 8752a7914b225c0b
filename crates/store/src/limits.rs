//! How often something may be done in a day (Paris), by all nodes together. Each time takes one of so many places, whose
//! name is a keyed digest in the table of forms: the database gives each place once, and a dump tells neither what was
//! counted nor for whom.

use crate::Store;
use crate::args;
use crate::db::Tx;
use crate::journal::replay::week;
use kernel::date::{iso, paris_date};
use kernel::{Fault, OrgId};

const TAKE: &str = "INSERT INTO nonces (org_id, nonce, week, receipt) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (nonce) DO NOTHING";

/// Takes one of the `most` places of the day; `false` when all are taken. A transaction that fails gives its place back.
pub async fn take(
    tx: &mut Tx,
    store: &Store,
    what: &str,
    whom: &[u8],
    most: u32,
) -> Result<bool, Fault> {
    let day = iso(paris_date(store.clock.now()));
    // From anywhere: nodes that count at once rarely wait for each other.
    let start = u32::from_be_bytes(seal::random::bytes()) % most.max(1);
    for place in (start..most).chain(0..start) {
        let parts = [day.as_bytes(), &place.to_be_bytes(), whom].concat();
        let name = store.secrets.pepper().lookup(what, &parts);
        let empty: Vec<u8> = Vec::new();
        let taken = tx
            .exec(TAKE, args![OrgId::FIRST, name, week(store), empty])
            .await?;
        if taken == 1 {
            return Ok(true);
        }
    }
    Ok(false)
}
