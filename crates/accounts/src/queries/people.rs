//! Organisations, their members, invitations.

use super::{holds, sealed};
use crate::people::{Member, Org, OrgKind, Role};
use kernel::{AccountId, Fault, OrgId, SlotId};
use serde_json::{Value, json};
use store::db::{Row, Tx};
use store::erasures::{self, What};
use store::{Store, args};

const ADD_ORG: &str =
    "INSERT INTO orgs (org_id, name, kind, place, seal) VALUES ($1, $2, $3, $4, $5)";
const ORGS: &str =
    "SELECT org_id, name, kind, place, seal FROM orgs WHERE name IS NOT NULL ORDER BY name";
const ADD_MEMBER: &str = "INSERT INTO accounts (org_id, account, role, month, display_name, seal) \
     VALUES ($1, $2, $3, $4, $5, $6)";
const MEMBERS: &str = "SELECT account, org_id, role, month, display_name, recipient, seal FROM accounts \
     WHERE display_name IS NOT NULL ORDER BY display_name, account";
const MEMBER: &str = "SELECT account, org_id, role, month, display_name, recipient, seal FROM accounts \
     WHERE account = $1";
const SET_RECIPIENT: &str = "UPDATE accounts SET recipient = $1, seal = $2 WHERE account = $3";
const OWNED: &str =
    "SELECT grant_id FROM grants WHERE account = $1 AND expires_month IS NULL LIMIT 1";
const DELETE_GIVEN: &str =
    "DELETE FROM grants WHERE account = $1 AND expires_month IS NOT NULL RETURNING grant_id";
const MAKE_PERSON: &str = "UPDATE accounts SET role = $1, display_name = NULL, recipient = NULL, seal = $2 WHERE account = $3";
const DELETE_SLOTS: &str = "DELETE FROM slots WHERE account = $1 RETURNING slot";
const DELETE_GRANTS: &str = "DELETE FROM grants WHERE account = $1 RETURNING grant_id";
const DELETE_SLOT: &str = "DELETE FROM slots WHERE slot = $1";
const ADD_INVITE: &str = "INSERT INTO invites (org_id, slot, tries, until) VALUES ($1, $2, $3, $4)";
const INVITE: &str = "SELECT tries FROM invites WHERE slot = $1 AND until >= $2";
const SPEND_TRY: &str = "UPDATE invites SET tries = tries - 1 WHERE slot = $1 AND tries > 0";
const DEAD_INVITES: &str = "SELECT slot FROM invites WHERE until < $1 OR tries <= 0";

/// An account as stored, whatever its role.
pub struct AccountRow {
    /// Its id.
    pub account: AccountId,
    /// Its organisation.
    pub org: OrgId,
    /// What it is for.
    pub role: Role,
    /// The month it was made.
    pub month: i64,
    /// Staff only.
    pub name: Option<String>,
    /// Staff only, once the invitation was accepted.
    pub recipient: Option<String>,
}

impl AccountRow {
    /// A row without name is sealed as it was before there was staff.
    fn fields(&self) -> Value {
        let mut fields =
            json!({"account": self.account, "role": self.role.name(), "month": self.month});
        if let (Some(name), Some(fields)) = (&self.name, fields.as_object_mut()) {
            fields.insert("name".into(), name.as_str().into());
            fields.insert("org".into(), self.org.to_string().into());
            let recipient = self.recipient.as_deref().unwrap_or_default();
            fields.insert("recipient".into(), recipient.into());
        }
        fields
    }
}

fn org_fields(org: &Org) -> Value {
    json!({"org": org.id.to_string(), "name": org.name, "kind": org.kind.name(), "place": org.place})
}

/// Writes an organisation.
pub async fn add_org(tx: &mut Tx, store: &Store, org: &Org) -> Result<(), Fault> {
    let seal = sealed(store, "orgs", &org_fields(org))?;
    let (name, kind) = (org.name.as_str(), org.kind.name());
    tx.run(ADD_ORG, args![org.id, name, kind, org.place.as_str(), seal])
        .await
}

/// Every organisation that has a name.
pub async fn orgs(tx: &mut Tx, store: &Store) -> Result<Vec<Org>, Fault> {
    let mut found = Vec::new();
    for row in tx.all(ORGS, args![]).await? {
        let Some(kind) = OrgKind::read(&row.text(2)?) else {
            continue;
        };
        let org = Org {
            id: row.id(0)?,
            name: row.text(1)?,
            kind,
            place: row.text(3)?,
        };
        if holds(store, "orgs", &org_fields(&org), &row.bytes(4)?) {
            found.push(org);
        }
    }
    Ok(found)
}

/// Writes somebody of an organisation, who has no key yet.
pub async fn add_member(tx: &mut Tx, store: &Store, row: &AccountRow) -> Result<(), Fault> {
    let seal = sealed(store, "accounts", &row.fields())?;
    let name = row.name.clone();
    tx.run(
        ADD_MEMBER,
        args![row.org, row.account, row.role.name(), row.month, name, seal],
    )
    .await
}

fn read_account(store: &Store, row: &Row) -> Result<Option<AccountRow>, Fault> {
    let Some(role) = Role::read(&row.text(2)?) else {
        return Ok(None);
    };
    let account = AccountRow {
        account: row.id(0)?,
        org: row.id(1)?,
        role,
        month: row.int(3)?,
        name: row.opt_text(4)?,
        recipient: row.opt_text(5)?,
    };
    Ok(holds(store, "accounts", &account.fields(), &row.bytes(6)?).then_some(account))
}

/// An account whose row is whole.
pub async fn account(
    tx: &mut Tx,
    store: &Store,
    account: AccountId,
) -> Result<Option<AccountRow>, Fault> {
    match tx.opt(MEMBER, args![account]).await? {
        Some(row) => read_account(store, &row),
        None => Ok(None),
    }
}

/// Everybody who works for an organisation of this instance.
pub async fn members(tx: &mut Tx, store: &Store) -> Result<Vec<Member>, Fault> {
    let orgs = orgs(tx, store).await?;
    let mut found = Vec::new();
    for row in tx.all(MEMBERS, args![]).await? {
        let Some(row) = read_account(store, &row)? else {
            continue;
        };
        let org = orgs.iter().find(|org| org.id == row.org);
        if let (Some(org), Some(name)) = (org, row.name) {
            found.push(Member {
                account: row.account,
                org: org.clone(),
                role: row.role,
                name,
                recipient: row.recipient,
            });
        }
    }
    Ok(found)
}

/// Gives a member the public half of a new reader identity, or takes it away.
pub async fn set_recipient(
    tx: &mut Tx,
    store: &Store,
    mut row: AccountRow,
    recipient: Option<String>,
) -> Result<(), Fault> {
    row.recipient = recipient;
    let seal = sealed(store, "accounts", &row.fields())?;
    tx.run(SET_RECIPIENT, args![row.recipient, seal, row.account])
        .await
}

/// Whether the account keeps a dossier of its own: what others open to it always has an end.
pub async fn owns(tx: &mut Tx, account: AccountId) -> Result<bool, Fault> {
    Ok(tx.opt(OWNED, args![account]).await?.is_some())
}

/// Takes a member out of the directory and closes what was opened to her; her own dossiers stay hers.
pub async fn make_person(tx: &mut Tx, store: &Store, mut row: AccountRow) -> Result<(), Fault> {
    drop_all(tx, DELETE_GIVEN, row.account, What::Grant).await?;
    row.role = Role::Person;
    row.name = None;
    row.recipient = None;
    let seal = sealed(store, "accounts", &row.fields())?;
    tx.run(MAKE_PERSON, args![row.role.name(), seal, row.account])
        .await
}

/// Takes away every way in of an account, and what it opened.
pub async fn shut(tx: &mut Tx, account: AccountId) -> Result<(), Fault> {
    drop_all(tx, DELETE_SLOTS, account, What::Slot).await?;
    drop_all(tx, DELETE_GRANTS, account, What::Grant).await
}

/// Deletes rows of an account, and notes each: a restored backup brings none back.
async fn drop_all(
    tx: &mut Tx,
    sql: &'static str,
    account: AccountId,
    what: What,
) -> Result<(), Fault> {
    for row in tx.all(sql, args![account]).await? {
        erasures::note(tx, what, &row.bytes(0)?).await?;
    }
    Ok(())
}

/// Takes away an invitation; `false` when it was gone. A restore keeps it when nothing else opens the account: what she
/// came in with may be younger than the backup.
pub async fn delete_slot(tx: &mut Tx, slot: SlotId) -> Result<bool, Fault> {
    erasures::note(tx, What::Door, slot.bytes()).await?;
    Ok(tx.exec(DELETE_SLOT, args![slot]).await? == 1)
}

/// Makes a slot serve for so many tries, until that day.
pub async fn limit(tx: &mut Tx, slot: SlotId, tries: i64, until: i64) -> Result<(), Fault> {
    tx.run(ADD_INVITE, args![OrgId::FIRST, slot, tries, until])
        .await
}

/// Tries that are left of an invitation; none once its time is over.
pub async fn tries(tx: &mut Tx, slot: SlotId, today: i64) -> Result<Option<i64>, Fault> {
    let row = tx.opt(INVITE, args![slot, today]).await?;
    row.map(|row| row.int(0)).transpose()
}

/// Spends a try, before it is known whether the words are right; `false` when none is left.
pub async fn spend_try(tx: &mut Tx, slot: SlotId) -> Result<bool, Fault> {
    Ok(tx.exec(SPEND_TRY, args![slot]).await? == 1)
}

/// Forgets invitations whose time or tries are over.
pub async fn sweep(tx: &mut Tx, today: i64) -> Result<(), Fault> {
    for row in tx.all(DEAD_INVITES, args![today]).await? {
        delete_slot(tx, row.id(0)?).await?;
    }
    Ok(())
}
