//! Every SQL text of this slice. Rows that decide who reads carry a seal under the instance's row key
//! (seal specification, section 1): one that fails counts as absent and is reported.

pub mod doors;
pub mod people;
pub mod teams;
pub mod tokens;

use kernel::date::paris_date;
use kernel::{AccountId, Fault, GrantId, Moment, OrgId, SlotId};
use serde_json::{Value, json};
use store::db::Tx;
use store::erasures::{self, What};
use store::{Store, args, caches};

const ADD_ACCOUNT: &str =
    "INSERT INTO accounts (org_id, account, role, month, seal) VALUES ($1, $2, $3, $4, $5)";
const DELETE_ACCOUNT: &str = "DELETE FROM accounts WHERE account = $1";
const ADD_SLOT: &str = "INSERT INTO slots (org_id, slot, account, kind, lookup, salt, recipient, ct, seal, passkey) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const SLOT_BY_LOOKUP: &str =
    "SELECT slot, account, kind, salt, recipient, ct, seal, passkey FROM slots WHERE lookup = $1";
const ADD_GRANT: &str = "INSERT INTO grants (org_id, grant_id, account, expires_month, ct, seal) VALUES ($1, $2, $3, $4, $5, $6)";
const GRANT: &str =
    "SELECT grant_id, expires_month, ct, seal FROM grants WHERE grant_id = $1 AND account = $2";
const GRANTS_OF: &str =
    "SELECT grant_id, expires_month, ct, seal FROM grants WHERE account = $1 ORDER BY grant_id";
const REWRITE_GRANT: &str =
    "UPDATE grants SET ct = $1, seal = $2 WHERE grant_id = $3 AND account = $4";
const SWAP_GRANT: &str =
    "UPDATE grants SET ct = $1, seal = $2 WHERE grant_id = $3 AND account = $4 AND ct = $5";
const GRANT_EXISTS: &str =
    "SELECT month FROM grants JOIN accounts USING (account) WHERE grant_id = $1 AND account = $2";
const DELETE_LAPSED: &str = "DELETE FROM grants WHERE expires_month < $1";
const IDLE: &str = "SELECT account FROM accounts WHERE role = 'guest' AND account NOT IN (SELECT account FROM grants)";
const DELETE_IDLE: &str =
    "DELETE FROM accounts WHERE role = 'guest' AND account NOT IN (SELECT account FROM grants)";
const DELETE_GRANT: &str = "DELETE FROM grants WHERE grant_id = $1 AND account = $2";

/// A slot as stored: one way to open an account.
pub struct SlotRow {
    /// Its id.
    pub slot: SlotId,
    /// The account that it opens.
    pub account: AccountId,
    /// `code`, `passphrase`…
    pub kind: String,
    /// What a lookup finds it by.
    pub lookup: Option<[u8; 32]>,
    /// Salt of its key derivation.
    pub salt: [u8; 16],
    /// Its public half.
    pub recipient: String,
    /// The reader identity, encrypted to it.
    pub ct: Vec<u8>,
    /// Of a passkey: its public key and its counter.
    pub passkey: Option<Vec<u8>>,
}

impl SlotRow {
    /// A row without passkey is sealed as it was before there were any.
    fn fields(&self) -> Value {
        let mut fields = json!({
            "slot": self.slot, "account": self.account, "kind": self.kind,
            "lookup": self.lookup.map(|l| kernel::id::to_hex(&l)).unwrap_or_default(), "salt": kernel::id::to_hex(&self.salt),
            "recipient": self.recipient, "ct": seal::sha256(&self.ct).to_string(),
        });
        if let (Some(passkey), Some(fields)) = (&self.passkey, fields.as_object_mut()) {
            let passkey = seal::sha256(passkey).to_string();
            fields.insert("passkey".into(), passkey.into());
        }
        fields
    }
}

/// A grant as stored: one reader's access to one dossier, which only the reader can tell.
pub struct GrantRow {
    /// Its id; the only one that addresses carry.
    pub grant: GrantId,
    /// Whose it is.
    pub account: AccountId,
    /// The month it ends, if it does (12 × year + month - 1).
    pub expires_month: Option<i64>,
    /// The keyring, encrypted to the reader.
    pub ct: Vec<u8>,
}

impl GrantRow {
    fn fields(&self) -> Value {
        json!({
            "grant": self.grant, "account": self.account,
            // Canonical JSON knows no null; no month is written as an empty text, which no month is.
            "expires_month": self.expires_month.map(|month| month.to_string()).unwrap_or_default(),
            "ct": seal::sha256(&self.ct).to_string(),
        })
    }
}

fn sealed(store: &Store, table: &str, fields: &Value) -> Result<Vec<u8>, Fault> {
    Ok(store.secrets.row_key().seal(table, fields)?.to_vec())
}

fn holds(store: &Store, table: &str, fields: &Value, seal: &[u8]) -> bool {
    let holds = store.secrets.row_key().check(table, fields, seal);
    if !holds {
        tracing::error!(table, "a row was changed from outside: it counts as absent");
    }
    holds
}

fn account_fields(account: AccountId, role: &str, month: i64) -> Value {
    json!({"account": account, "role": role, "month": month})
}

/// The month of an instant, as stored: 12 × year + month - 1.
pub fn month_of(at: Moment) -> i64 {
    let day = paris_date(at);
    i64::from(day.year()) * 12 + i64::from(u8::from(day.month())) - 1
}

/// Writes an account.
pub async fn add_account(
    tx: &mut Tx,
    store: &Store,
    account: AccountId,
    role: &str,
    month: i64,
) -> Result<(), Fault> {
    let seal = sealed(store, "accounts", &account_fields(account, role, month))?;
    tx.run(ADD_ACCOUNT, args![OrgId::FIRST, account, role, month, seal])
        .await
}

/// Whether the account exists and its row is whole.
pub async fn account_exists(tx: &mut Tx, store: &Store, account: AccountId) -> Result<bool, Fault> {
    Ok(people::account(tx, store, account).await?.is_some())
}

/// Deletes an account with its slots and grants.
pub async fn delete_account(tx: &mut Tx, account: AccountId) -> Result<(), Fault> {
    erasures::note(tx, What::Account, account.bytes()).await?;
    tx.run(DELETE_ACCOUNT, args![account]).await
}

/// Writes a slot.
pub async fn add_slot(tx: &mut Tx, store: &Store, slot: &SlotRow) -> Result<(), Fault> {
    let seal = sealed(store, "slots", &slot.fields())?;
    let lookup = slot.lookup.map(|l| l.to_vec());
    tx.run(
        ADD_SLOT,
        args![
            OrgId::FIRST,
            slot.slot,
            slot.account,
            slot.kind.as_str(),
            lookup,
            slot.salt.to_vec(),
            slot.recipient.as_str(),
            slot.ct.clone(),
            seal,
            slot.passkey.clone()
        ],
    )
    .await
}

/// The slot that a lookup finds.
pub async fn slot_by_lookup(
    tx: &mut Tx,
    store: &Store,
    lookup: [u8; 32],
) -> Result<Option<SlotRow>, Fault> {
    let Some(row) = tx.opt(SLOT_BY_LOOKUP, args![lookup.to_vec()]).await? else {
        return Ok(None);
    };
    let Ok(salt) = <[u8; 16]>::try_from(row.bytes(3)?) else {
        return Ok(None);
    };
    let slot = SlotRow {
        slot: row.id(0)?,
        account: row.id(1)?,
        kind: row.text(2)?,
        lookup: Some(lookup),
        salt,
        recipient: row.text(4)?,
        ct: row.bytes(5)?,
        passkey: row.opt_bytes(7)?,
    };
    Ok(holds(store, "slots", &slot.fields(), &row.bytes(6)?).then_some(slot))
}

/// Writes a grant.
pub async fn add_grant(tx: &mut Tx, store: &Store, grant: &GrantRow) -> Result<(), Fault> {
    let seal = sealed(store, "grants", &grant.fields())?;
    tx.run(
        ADD_GRANT,
        args![
            OrgId::FIRST,
            grant.grant,
            grant.account,
            grant.expires_month,
            grant.ct.clone(),
            seal
        ],
    )
    .await
}

/// One grant of an account.
pub async fn grant(
    tx: &mut Tx,
    store: &Store,
    account: AccountId,
    grant: GrantId,
) -> Result<Option<GrantRow>, Fault> {
    let rows = tx.all(GRANT, args![grant, account]).await?;
    Ok(read_grants(store, account, rows)?.into_iter().next())
}

/// Every grant of an account.
pub async fn grants_of(
    tx: &mut Tx,
    store: &Store,
    account: AccountId,
) -> Result<Vec<GrantRow>, Fault> {
    let rows = tx.all(GRANTS_OF, args![account]).await?;
    read_grants(store, account, rows)
}

/// Puts another keyring into a grant; `false` when it is gone.
pub async fn rewrite_grant(tx: &mut Tx, store: &Store, grant: &GrantRow) -> Result<bool, Fault> {
    let seal = sealed(store, "grants", &grant.fields())?;
    let (id, account) = (grant.grant, grant.account);
    let ct = grant.ct.clone();
    Ok(tx.exec(REWRITE_GRANT, args![ct, seal, id, account]).await? == 1)
}

/// The same, when the row still holds what was read; `false` when something else was put there meanwhile.
pub async fn swap_grant(
    tx: &mut Tx,
    store: &Store,
    grant: &GrantRow,
    was: &[u8],
) -> Result<bool, Fault> {
    let seal = sealed(store, "grants", &grant.fields())?;
    let (id, account) = (grant.grant, grant.account);
    let swapped = tx
        .exec(SWAP_GRANT, args![grant.ct.clone(), seal, id, account, was])
        .await?;
    Ok(swapped == 1)
}

/// Whether a grant is still there.
pub async fn grant_exists(tx: &mut Tx, account: AccountId, grant: GrantId) -> Result<bool, Fault> {
    Ok(tx.opt(GRANT_EXISTS, args![grant, account]).await?.is_some())
}

/// Deletes grants whose month is over, and accounts that were made for one.
pub async fn delete_lapsed(tx: &mut Tx, now: Moment) -> Result<(), Fault> {
    tx.run(DELETE_LAPSED, args![month_of(now)]).await?;
    for row in tx.all(IDLE, args![]).await? {
        caches::remove_all(tx, row.bytes(0)?.try_into().unwrap_or_default()).await?;
    }
    tx.run(DELETE_IDLE, args![]).await
}

/// Deletes a grant: from the next request on, it opens nothing.
pub async fn delete_grant(tx: &mut Tx, account: AccountId, grant: GrantId) -> Result<(), Fault> {
    erasures::note(tx, What::Grant, grant.bytes()).await?;
    tx.run(DELETE_GRANT, args![grant, account]).await
}

fn read_grants(
    store: &Store,
    account: AccountId,
    rows: Vec<store::db::Row>,
) -> Result<Vec<GrantRow>, Fault> {
    let now = month_of(store.clock.now());
    let mut grants = Vec::with_capacity(rows.len());
    for row in rows {
        let grant = GrantRow {
            grant: row.id(0)?,
            account,
            expires_month: row.opt_int(1)?,
            ct: row.bytes(2)?,
        };
        let lapsed = grant.expires_month.is_some_and(|month| month < now);
        if holds(store, "grants", &grant.fields(), &row.bytes(3)?) && !lapsed {
            grants.push(grant);
        }
    }
    Ok(grants)
}
