//! Tokens of programs, each with the account that was made for it.

use super::{holds, sealed};
use kernel::{AccountId, Fault, OrgId};
use serde_json::{Value, json};
use store::db::Tx;
use store::{Store, args};

const ADD: &str = "INSERT INTO tokens (org_id, token, account, seal) VALUES ($1, $2, $3, $4)";
const FIND: &str = "SELECT account, seal FROM tokens WHERE token = $1";

fn fields(token: &[u8; 32], account: AccountId) -> Value {
    json!({ "token": kernel::id::to_hex(token), "account": account })
}

/// Writes a token; it goes with its account.
pub async fn add(
    tx: &mut Tx,
    store: &Store,
    token: [u8; 32],
    account: AccountId,
) -> Result<(), Fault> {
    let seal = sealed(store, "tokens", &fields(&token, account))?;
    tx.run(ADD, args![OrgId::FIRST, token, account, seal]).await
}

/// The account of a token, unless its row was changed.
pub async fn find(tx: &mut Tx, store: &Store, token: [u8; 32]) -> Result<Option<AccountId>, Fault> {
    let Some(row) = tx.opt(FIND, args![token]).await? else {
        return Ok(None);
    };
    let account = row.id(0)?;
    let whole = holds(store, "tokens", &fields(&token, account), &row.bytes(1)?);
    Ok(whole.then_some(account))
}
