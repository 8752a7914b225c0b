//! The slots of one account: listed, removed, given a new reader identity.

use super::{SlotRow, holds, sealed};
use kernel::{AccountId, Code, Fault, SlotId};
use store::db::Tx;
use store::erasures::{self, What};
use store::{Store, args};

/// Changes nothing, and keeps the row on both engines.
const LOCK: &str = "UPDATE accounts SET month = month WHERE account = $1 RETURNING month";
const SLOTS_OF: &str = "SELECT slot, kind, lookup, salt, recipient, ct, seal, passkey FROM slots WHERE account = $1 ORDER BY slot";
const DELETE_SLOT: &str = "DELETE FROM slots WHERE slot = $1 AND account = $2";
const RENEW_SLOT: &str =
    "UPDATE slots SET ct = $1, seal = $2, passkey = $5 WHERE slot = $3 AND account = $4";

/// Keeps the account's row until the transaction ends, so that what is counted stays so; gives the month that
/// it was made.
pub async fn lock(tx: &mut Tx, account: AccountId) -> Result<i64, Fault> {
    let row = tx.opt(LOCK, args![account]).await?;
    row.ok_or(Fault::new(Code::SignIn, "the account is gone"))?
        .int(0)
}

/// Every slot of an account whose row is whole.
pub async fn slots_of(
    tx: &mut Tx,
    store: &Store,
    account: AccountId,
) -> Result<Vec<SlotRow>, Fault> {
    let mut slots = Vec::new();
    for row in tx.all(SLOTS_OF, args![account]).await? {
        let lookup = row.opt_bytes(2)?;
        let lookup = lookup.and_then(|lookup| <[u8; 32]>::try_from(lookup).ok());
        let Ok(salt) = <[u8; 16]>::try_from(row.bytes(3)?) else {
            continue;
        };
        let slot = SlotRow {
            slot: row.id(0)?,
            account,
            kind: row.text(1)?,
            lookup,
            salt,
            recipient: row.text(4)?,
            ct: row.bytes(5)?,
            passkey: row.opt_bytes(7)?,
        };
        if holds(store, "slots", &slot.fields(), &row.bytes(6)?) {
            slots.push(slot);
        }
    }
    Ok(slots)
}

/// Takes away a second lock that another one of its kind replaces: a restored backup has it again, which is better than none.
pub async fn replace_slot(tx: &mut Tx, account: AccountId, slot: SlotId) -> Result<(), Fault> {
    tx.run(DELETE_SLOT, args![slot, account]).await
}

/// Removes one way to open the account, at its person's wish: another one may take its place.
pub async fn delete_slot(tx: &mut Tx, account: AccountId, slot: SlotId) -> Result<(), Fault> {
    erasures::note(tx, What::Door, slot.bytes()).await?;
    tx.run(DELETE_SLOT, args![slot, account]).await
}

/// Writes what a slot holds now.
pub async fn renew_slot(tx: &mut Tx, store: &Store, slot: &SlotRow) -> Result<(), Fault> {
    let seal = sealed(store, "slots", &slot.fields())?;
    tx.run(
        RENEW_SLOT,
        args![
            slot.ct.clone(),
            seal,
            slot.slot,
            slot.account,
            slot.passkey.clone()
        ],
    )
    .await
}
