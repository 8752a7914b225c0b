//! What may be thrown away: a text being typed inside a dossier, a fold. The content is encrypted
//! by the caller to the dossier or the reader; the row is sealed, since age files name no author.

use crate::Store;
use crate::args;
use crate::db::Tx;
use kernel::{Fault, OrgId, id};
use serde_json::{Value, json};

const PUT: &str = "INSERT INTO caches (org_id, owner, name, ct, seal) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (owner, name) DO UPDATE SET ct = excluded.ct, seal = excluded.seal";
const GET: &str = "SELECT ct, seal FROM caches WHERE owner = $1 AND name = $2";
const REMOVE: &str = "DELETE FROM caches WHERE owner = $1 AND name = $2";
pub(crate) const REMOVE_ALL: &str = "DELETE FROM caches WHERE owner = $1";

/// The name is kept as a keyed digest: a dump does not tell which form somebody was filling.
fn place(store: &Store, owner: [u8; 16], name: &str) -> [u8; 32] {
    let mut place = owner.to_vec();
    place.extend_from_slice(name.as_bytes());
    store.secrets.pepper().lookup("cache", &place)
}

fn fields(owner: [u8; 16], place: [u8; 32], ct: &[u8]) -> Value {
    json!({
        "ct": seal::sha256(ct).to_string(),
        "name": id::to_hex(&place),
        "org": OrgId::FIRST.to_string(),
        "owner": id::to_hex(&owner),
    })
}

/// Keeps a ciphertext for `owner` (the bytes of a dossier's or an account's id), replacing the last.
pub async fn put(
    tx: &mut Tx,
    store: &Store,
    owner: [u8; 16],
    name: &str,
    ct: &[u8],
) -> Result<(), Fault> {
    let place = place(store, owner, name);
    let seal = store
        .secrets
        .row_key()
        .seal("caches", &fields(owner, place, ct))?;
    tx.run(PUT, args![OrgId::FIRST, owner, place, ct, seal])
        .await
}

/// What was kept; a row whose seal is false counts as absent and is reported.
pub async fn get(
    tx: &mut Tx,
    store: &Store,
    owner: [u8; 16],
    name: &str,
) -> Result<Option<Vec<u8>>, Fault> {
    let place = place(store, owner, name);
    let Some(row) = tx.opt(GET, args![owner, place]).await? else {
        return Ok(None);
    };
    let (ct, seal) = (row.bytes(0)?, row.bytes(1)?);
    if store
        .secrets
        .row_key()
        .check("caches", &fields(owner, place, &ct), &seal)
    {
        return Ok(Some(ct));
    }
    tracing::error!("a cache row is not the one that was written: ignored");
    Ok(None)
}

/// Throws it away.
pub async fn remove(tx: &mut Tx, store: &Store, owner: [u8; 16], name: &str) -> Result<(), Fault> {
    let place = place(store, owner, name);
    tx.run(REMOVE, args![owner, place]).await
}

/// Throws away everything that was kept for an owner.
pub async fn remove_all(tx: &mut Tx, owner: [u8; 16]) -> Result<(), Fault> {
    tx.run(REMOVE_ALL, args![owner]).await
}
