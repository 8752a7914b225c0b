//! Teams: their members' keys, and what they write for themselves.

use super::{holds, sealed};
use kernel::id::to_hex;
use kernel::{AccountId, Fault, NoteId, OrgId};
use serde_json::{Value, json};
use store::db::{Row, Tx};
use store::erasures::{self, What};
use store::{Store, args};

const PUT: &str = "INSERT INTO team_members (org_id, team, account, ct, seal) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (team, account) DO UPDATE SET ct = excluded.ct, seal = excluded.seal";
const OF_ACCOUNT: &str =
    "SELECT team, account, ct, seal FROM team_members WHERE account = $1 ORDER BY team";
const OF_TEAM: &str =
    "SELECT team, account, ct, seal FROM team_members WHERE team = $1 ORDER BY account";
const ALL: &str = "SELECT team, account, ct, seal FROM team_members ORDER BY team, account";
const TAKE_OUT: &str = "DELETE FROM team_members WHERE team = $1 AND account = $2 RETURNING team";
const LEAVE: &str = "DELETE FROM team_members WHERE account = $1 RETURNING team";
const ADD_NOTE: &str = "INSERT INTO team_notes (org_id, note, team, place, month, ct, seal) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)";
const NOTES: &str = "SELECT note, place, month, ct, seal FROM team_notes WHERE team = $1 AND place = $2 ORDER BY note";
const NOTE: &str = "SELECT note, place, month, ct, seal FROM team_notes WHERE note = $1";
const PLACES: &str = "SELECT note, place FROM team_notes WHERE team = $1 ORDER BY note";
const SWEEP: &str = "DELETE FROM team_notes WHERE month < $1";

/// A team's keys in the hands of one member, as stored.
pub struct KeysRow {
    /// The team's account.
    pub team: AccountId,
    /// The member.
    pub account: AccountId,
    /// The keys, to her reader identity.
    pub ct: Vec<u8>,
}

impl KeysRow {
    fn fields(&self) -> Value {
        json!({"team": self.team, "account": self.account, "ct": seal::sha256(&self.ct).to_string()})
    }
}

/// A note of a team, as stored.
pub struct NoteRow {
    /// Its id.
    pub note: NoteId,
    /// Whose it is.
    pub team: AccountId,
    /// Of which dossier: a digest that only members make.
    pub place: [u8; 32],
    /// The last month that it is kept (12 × year + month - 1).
    pub month: i64,
    /// The note, to the team.
    pub ct: Vec<u8>,
}

impl NoteRow {
    fn fields(&self) -> Value {
        json!({
            "note": self.note, "team": self.team, "place": to_hex(&self.place), "month": self.month,
            "ct": seal::sha256(&self.ct).to_string(),
        })
    }
}

fn place(team: AccountId, account: AccountId) -> Vec<u8> {
    [team.bytes().as_slice(), account.bytes()].concat()
}

/// Notes that somebody is in the team from now on: an earlier line of the list no longer takes her out.
pub async fn note_joined(tx: &mut Tx, team: AccountId, account: AccountId) -> Result<(), Fault> {
    erasures::note_instead(tx, What::Joined, What::Member, &place(team, account)).await
}

/// Gives a member her team's keys, in place of those she had.
pub async fn put(tx: &mut Tx, store: &Store, row: &KeysRow) -> Result<(), Fault> {
    let seal = sealed(store, "team_members", &row.fields())?;
    let ct = row.ct.clone();
    tx.run(PUT, args![OrgId::FIRST, row.team, row.account, ct, seal])
        .await
}

fn read(store: &Store, rows: Vec<Row>) -> Result<Vec<KeysRow>, Fault> {
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let keys = KeysRow {
            team: row.id(0)?,
            account: row.id(1)?,
            ct: row.bytes(2)?,
        };
        if holds(store, "team_members", &keys.fields(), &row.bytes(3)?) {
            found.push(keys);
        }
    }
    Ok(found)
}

/// The teams of a member.
pub async fn of_account(
    tx: &mut Tx,
    store: &Store,
    account: AccountId,
) -> Result<Vec<KeysRow>, Fault> {
    read(store, tx.all(OF_ACCOUNT, args![account]).await?)
}

/// The members of a team.
pub async fn of_team(tx: &mut Tx, store: &Store, team: AccountId) -> Result<Vec<KeysRow>, Fault> {
    read(store, tx.all(OF_TEAM, args![team]).await?)
}

/// The members of every team.
pub async fn all(tx: &mut Tx, store: &Store) -> Result<Vec<KeysRow>, Fault> {
    read(store, tx.all(ALL, args![]).await?)
}

/// Takes a member out of a team.
pub async fn take_out(tx: &mut Tx, team: AccountId, account: AccountId) -> Result<(), Fault> {
    for row in tx.all(TAKE_OUT, args![team, account]).await? {
        note_member(tx, row.id(0)?, account).await?;
    }
    Ok(())
}

/// Takes a member out of every team.
pub async fn leave(tx: &mut Tx, account: AccountId) -> Result<(), Fault> {
    for row in tx.all(LEAVE, args![account]).await? {
        note_member(tx, row.id(0)?, account).await?;
    }
    Ok(())
}

/// A restored backup does not bring her back into the team.
async fn note_member(tx: &mut Tx, team: AccountId, account: AccountId) -> Result<(), Fault> {
    erasures::note_instead(tx, What::Member, What::Joined, &place(team, account)).await
}

/// Writes a note.
pub async fn add_note(tx: &mut Tx, store: &Store, row: &NoteRow) -> Result<(), Fault> {
    let seal = sealed(store, "team_notes", &row.fields())?;
    let (place, ct) = (row.place, row.ct.clone());
    let month = row.month;
    tx.run(
        ADD_NOTE,
        args![OrgId::FIRST, row.note, row.team, place, month, ct, seal],
    )
    .await
}

fn read_note(store: &Store, team: AccountId, row: &Row) -> Result<Option<NoteRow>, Fault> {
    let Ok(place) = <[u8; 32]>::try_from(row.bytes(1)?) else {
        return Ok(None);
    };
    let note = NoteRow {
        note: row.id(0)?,
        team,
        place,
        month: row.int(2)?,
        ct: row.bytes(3)?,
    };
    Ok(holds(store, "team_notes", &note.fields(), &row.bytes(4)?).then_some(note))
}

/// The notes that a team wrote at one place.
pub async fn notes(
    tx: &mut Tx,
    store: &Store,
    team: AccountId,
    place: [u8; 32],
) -> Result<Vec<NoteRow>, Fault> {
    let rows = tx.all(NOTES, args![team, place]).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        found.extend(read_note(store, team, &row)?);
    }
    Ok(found)
}

/// One note of a team; one whose row is not whole counts as absent.
pub async fn note(
    tx: &mut Tx,
    store: &Store,
    team: AccountId,
    note: NoteId,
) -> Result<Option<NoteRow>, Fault> {
    match tx.opt(NOTE, args![note]).await? {
        Some(row) => read_note(store, team, &row),
        None => Ok(None),
    }
}

/// Where a team's notes stand, without their words.
pub async fn places(tx: &mut Tx, team: AccountId) -> Result<Vec<(NoteId, [u8; 32])>, Fault> {
    let mut found = Vec::new();
    for row in tx.all(PLACES, args![team]).await? {
        if let Ok(place) = row.bytes(1)?.try_into() {
            found.push((row.id(0)?, place));
        }
    }
    Ok(found)
}

/// Deletes the notes whose month is over.
pub async fn sweep(tx: &mut Tx, month: i64) -> Result<(), Fault> {
    tx.run(SWEEP, args![month]).await
}
