//! Questions that were answered: each serves once, on every node. The row says neither whose it was nor what it was about.

use crate::Store;
use crate::args;
use crate::db::Tx;
use crate::journal::replay::week;
use kernel::{Fault, OrgId};

const ANSWERED: &str = "INSERT INTO nonces (org_id, nonce, week, receipt) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (nonce) DO NOTHING";

/// Notes that this question was answered; `false` when it was before.
pub async fn answered(tx: &mut Tx, store: &Store, number: [u8; 16]) -> Result<bool, Fault> {
    let name = store.secrets.pepper().lookup("question", &number);
    let nothing: &[u8] = &[];
    let row = args![OrgId::FIRST, name, week(store), nothing];
    Ok(tx.exec(ANSWERED, row).await? == 1)
}
