//! Teams: several people of an organisation who work on the same dossiers (seal specification, section 6). What is given
//! to a team opens for each of its members; when one leaves, the team has another key for what comes next.

use crate::model::Person;
use crate::people::{Member, Org, Role};
use crate::queries::people::{self, AccountRow};
use crate::queries::teams::{self as rows, KeysRow, NoteRow};
use crate::queries::{self, doors};
use crate::service::Accounts;
use kernel::{AccountId, Code, DossierId, Fault, Moment, NoteId, OrgId};
use seal::grant::Keyring;
use seal::team::TeamKeys;
use seal::vault::{self, Identity};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::db::Tx;

/// Members of a team.
pub const MOST: usize = 40;
/// Longest note, in bytes: an entry of a dossier holds no more.
pub const LONGEST: usize = 64 * 1024;

/// A team, in the hands of one of its members.
pub struct Held {
    /// The team.
    pub team: Member,
    /// The name of the member.
    pub me: String,
    /// Her account.
    pub account: AccountId,
    /// Its keys.
    pub keys: TeamKeys,
}

/// What a team wrote for itself about a dossier. No owner and no other organisation reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamNote {
    /// Who wrote it.
    pub who: String,
    /// When, in microseconds since 1970.
    pub at: i64,
    /// The words; empty when somebody only says who follows the dossier.
    #[serde(default)]
    pub text: String,
    /// Who follows the dossier from then on: a name, or nobody for an empty one.
    #[serde(default)]
    pub follows: Option<String>,
}

fn none() -> Fault {
    Fault::new(Code::NotFound, "no such team")
}

impl Accounts {
    /// Makes a team of members of an organisation who came in.
    ///
    /// # Errors
    /// `Invalid` for no members or too many, for one of another organisation, of a role that reads no dossier, or who has
    /// not come in yet, and for a name of no or too many characters.
    pub async fn add_team(
        &self,
        org: OrgId,
        name: &str,
        members: &[AccountId],
    ) -> Result<AccountId, Fault> {
        let (this, name, members) = (
            self.clone(),
            super::directory::named(name)?,
            members.to_vec(),
        );
        let write = self.store.db.write(move |tx| {
            Box::pin(async move {
                if members.is_empty() || members.len() > MOST {
                    return Err(Fault::new(Code::Invalid, "a team has 1 to 40 members"));
                }
                let team = AccountId::new(seal::random::bytes());
                let keys = TeamKeys::generate(team, members.clone());
                let row = AccountRow {
                    account: team,
                    org,
                    role: Role::Team,
                    month: queries::month_of(this.store.clock.now()),
                    name: Some(name),
                    recipient: None,
                };
                people::add_member(tx, &this.store, &row).await?;
                let public = keys.reader()?.to_public().to_string();
                people::set_recipient(tx, &this.store, row, Some(public)).await?;
                for member in members {
                    this.put_in(tx, &keys, org, member).await?;
                }
                Ok(team)
            })
        });
        write.await
    }

    /// Gives a member her team's keys.
    async fn put_in(
        &self,
        tx: &mut Tx,
        keys: &TeamKeys,
        org: OrgId,
        member: AccountId,
    ) -> Result<(), Fault> {
        let cannot = || Fault::new(Code::Invalid, "she cannot be a member of this team");
        let row = people::account(tx, &self.store, member).await?;
        let same = row
            .is_some_and(|row| row.org == org && row.role != Role::Team && row.role.can_be_given());
        if !same {
            return Err(cannot());
        }
        let to = self.recipient(tx, member).await.map_err(|_| cannot())?;
        let row = KeysRow {
            team: keys.team,
            account: member,
            ct: keys.seal(&to)?,
        };
        rows::put(tx, &self.store, &row).await
    }

    /// The teams of a member. One that does not open takes nothing away from the others.
    pub async fn teams(&self, tx: &mut Tx, person: &Person) -> Result<Vec<Held>, Fault> {
        let of = rows::of_account(tx, &self.store, person.account).await?;
        if of.is_empty() {
            return Ok(Vec::new());
        }
        let orgs = people::orgs(tx, &self.store).await?;
        let me = people::account(tx, &self.store, person.account).await?;
        let me = me.and_then(|row| row.name).unwrap_or_default();
        let mut held = Vec::with_capacity(of.len());
        for row in of {
            let team = people::account(tx, &self.store, row.team).await?;
            let team = team.and_then(|team| as_member(&orgs, team));
            match (team, TeamKeys::open(&row.ct, row.team, &person.reader)) {
                (Some(team), Ok(keys)) => held.push(Held {
                    team,
                    me: me.clone(),
                    account: person.account,
                    keys,
                }),
                (_, Err(error)) => tracing::error!(%error, "a team does not open for its member"),
                (None, _) => {}
            }
        }
        Ok(held)
    }

    /// The teams of a member, whose keys are new when somebody left since: to be asked when she comes to her desk.
    pub async fn her_teams(&self, person: &Person) -> Result<Vec<Held>, Fault> {
        let (this, mine) = (self.clone(), person.clone());
        let read = self.store.db.read(move |tx| {
            Box::pin(async move {
                let held = this.teams(tx, &mine).await?;
                let mut left = Vec::new();
                for one in &held {
                    let now = rows::of_team(tx, &this.store, one.team.account).await?;
                    let here = |member| now.iter().any(|row| row.account == member);
                    if !one.keys.members.iter().all(|member| here(*member)) {
                        left.push(one.team.account);
                    }
                }
                Ok((held, left))
            })
        });
        let (held, left) = read.await?;
        if left.is_empty() {
            return Ok(held);
        }
        for team in left {
            // What is there opens with the key before it: the renewal can wait for the next visit.
            if let Err(fault) = self.change_team(person, team, Change::Renew).await {
                tracing::warn!(%fault, "the key of a team is not renewed yet");
            }
        }
        let (this, mine) = (self.clone(), person.clone());
        let read = self
            .store
            .db
            .read(move |tx| Box::pin(async move { this.teams(tx, &mine).await }));
        read.await
    }

    /// The names of the members of each team.
    pub async fn in_teams(&self) -> Result<HashMap<AccountId, Vec<String>>, Fault> {
        let this = self.clone();
        let read = self.store.db.read(move |tx| {
            Box::pin(async move {
                let members = people::members(tx, &this.store).await?;
                let mut teams: HashMap<AccountId, Vec<String>> = HashMap::new();
                for row in rows::all(tx, &this.store).await? {
                    let name = members.iter().find(|one| one.account == row.account);
                    let names = teams.entry(row.team).or_default();
                    names.extend(name.map(|one| one.name.clone()));
                }
                teams.values_mut().for_each(|names| names.sort());
                Ok(teams)
            })
        });
        read.await
    }

    /// A team as one of its members sees it: its members, and those of her organisation who could join.
    ///
    /// # Errors
    /// `NotFound` when it is not hers.
    pub async fn team(
        &self,
        person: &Person,
        team: AccountId,
    ) -> Result<(Member, Vec<Member>, Vec<Member>), Fault> {
        let held = self.her_teams(person).await?;
        let held = held.into_iter().find(|one| one.team.account == team);
        let held = held.ok_or_else(none)?;
        let this = self.clone();
        let read = self.store.db.read(move |tx| {
            Box::pin(async move {
                let here = rows::of_team(tx, &this.store, team).await?;
                people::members(tx, &this.store)
                    .await
                    .map(|members| (here, members))
            })
        });
        let (here, members) = read.await?;
        let org = held.team.org.id;
        let could = |one: &Member| {
            one.org.id == org
                && one.role != Role::Team
                && one.role.can_be_given()
                && one.recipient.is_some()
        };
        let (inside, outside) = members
            .into_iter()
            .filter(could)
            .partition(|one| here.iter().any(|row| row.account == one.account));
        Ok((held.team, inside, outside))
    }

    /// Adds somebody of the same organisation to a team, or takes a member out. The team then has another key: what was
    /// opened, was opened; what comes next is closed to who left.
    ///
    /// # Errors
    /// `NotFound` when the team is not hers; `Invalid` when that person cannot be a member, or is the last one.
    pub async fn change_team(
        &self,
        person: &Person,
        team: AccountId,
        change: Change,
    ) -> Result<(), Fault> {
        let (this, person) = (self.clone(), person.clone());
        let write = self.store.db.write(move |tx| {
            Box::pin(async move { this.change_in(tx, &person, team, change).await })
        });
        write.await?;
        // Who left does not come back with a backup.
        self.store.swept().await;
        Ok(())
    }

    async fn change_in(
        &self,
        tx: &mut Tx,
        person: &Person,
        team: AccountId,
        change: Change,
    ) -> Result<(), Fault> {
        doors::lock(tx, team).await.map_err(|_| none())?;
        let held = self.teams(tx, person).await?;
        let held = held.into_iter().find(|one| one.team.account == team);
        let Held { team, mut keys, .. } = held.ok_or_else(none)?;
        let before = rows::of_team(tx, &self.store, team.account).await?;
        let mut members: Vec<AccountId> = before.iter().map(|row| row.account).collect();
        let old = keys.reader()?.clone();
        let left = keys.members.iter().any(|one| !members.contains(one));
        match change {
            Change::Add(new) if members.contains(&new) => return Ok(()),
            Change::Add(_) if members.len() >= MOST => {
                return Err(Fault::new(Code::Invalid, "a team has 1 to 40 members"));
            }
            Change::Add(new) => {
                rows::note_joined(tx, team.account, new).await?;
                members.push(new);
            }
            Change::TakeOut(one) if members == [one] => {
                return Err(Fault::new(Code::Invalid, "a team keeps its last member"));
            }
            Change::TakeOut(one) => {
                members.retain(|member| *member != one);
                rows::take_out(tx, team.account, one).await?;
            }
            Change::Renew => {}
        }
        if left || !matches!(change, Change::Add(_)) {
            keys.identities.push(Identity::generate());
            let new = keys.reader()?.clone();
            self.regive_all(tx, team.account, &old, &new).await?;
            if let Some(row) = people::account(tx, &self.store, team.account).await? {
                let public = new.to_public().to_string();
                people::set_recipient(tx, &self.store, row, Some(public)).await?;
            }
        }
        keys.members.clone_from(&members);
        // In one order, so that two changes which share members never wait for each other.
        members.sort_unstable();
        for member in members {
            self.put_in(tx, &keys, team.org.id, member).await?;
        }
        Ok(())
    }

    /// Takes a team away: what was open to it is closed at once, its notes go.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn remove_team(&self, team: AccountId) -> Result<(), Fault> {
        let this = self.clone();
        let write = self.store.db.write(move |tx| {
            Box::pin(async move {
                let row = people::account(tx, &this.store, team).await?;
                row.filter(|row| row.role == Role::Team).ok_or_else(none)?;
                this.remove(tx, team).await
            })
        });
        write.await?;
        self.store.swept().await;
        Ok(())
    }

    /// Writes a note of the team about a dossier; it is kept as long as the access was to last.
    ///
    /// # Errors
    /// `Invalid` for a note that says nothing, `TooLarge` for one of too many words.
    pub async fn write_team_note(
        &self,
        held: &Held,
        keyring: &Keyring,
        text: &str,
        follows: Option<String>,
    ) -> Result<(), Fault> {
        let text = text.trim();
        if text.is_empty() && follows.is_none() {
            return Err(Fault::new(Code::Invalid, "nothing is said"));
        }
        if text.len() > LONGEST {
            return Err(Fault::new(Code::TooLarge, "a note of a team"));
        }
        let now = self.store.clock.now();
        let note = TeamNote {
            who: held.me.clone(),
            at: now.0,
            text: text.to_owned(),
            follows,
        };
        let bytes = serde_json::to_vec(&note).map_err(|e| Fault::internal("a note", e))?;
        let to = held.keys.reader()?.to_public();
        let row = NoteRow {
            note: NoteId::new(seal::random::bytes()),
            team: held.team.account,
            place: held.keys.place(keyring.d)?,
            month: queries::month_of(keyring.until.unwrap_or(now)),
            ct: vault::encrypt(&vault::pad_entry(bytes), &[to])?,
        };
        let store = self.store.clone();
        let write = self
            .store
            .db
            .write(move |tx| Box::pin(async move { rows::add_note(tx, &store, &row).await }));
        write.await
    }

    /// What the team wrote about a dossier, the oldest first.
    pub async fn team_notes(
        &self,
        tx: &mut Tx,
        held: &Held,
        d: DossierId,
    ) -> Result<Vec<TeamNote>, Fault> {
        let place = held.keys.place(d)?;
        let found = rows::notes(tx, &self.store, held.team.account, place).await?;
        let mut notes: Vec<TeamNote> = found.iter().filter_map(|row| read(held, row)).collect();
        notes.sort_by_key(|note| note.at);
        Ok(notes)
    }

    /// Where the team's notes stand.
    pub async fn note_places(
        &self,
        tx: &mut Tx,
        held: &Held,
    ) -> Result<Vec<(NoteId, [u8; 32])>, Fault> {
        rows::places(tx, held.team.account).await
    }

    /// One note of the team.
    pub async fn team_note(
        &self,
        tx: &mut Tx,
        held: &Held,
        note: NoteId,
    ) -> Result<Option<TeamNote>, Fault> {
        let row = rows::note(tx, &self.store, held.team.account, note).await?;
        Ok(row.and_then(|row| read(held, &row)))
    }
}

/// What changes in a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Somebody joins.
    Add(AccountId),
    /// Somebody leaves.
    TakeOut(AccountId),
    /// Somebody left without a word: she was taken out of the organisation.
    Renew,
}

impl TeamNote {
    /// When.
    pub const fn at(&self) -> Moment {
        Moment(self.at)
    }
}

fn read(held: &Held, row: &NoteRow) -> Option<TeamNote> {
    let bytes = vault::decrypt(&row.ct, &held.keys.identities);
    let note = bytes
        .ok()
        .and_then(|bytes| serde_json::from_slice(vault::unpad(&bytes)).ok());
    if note.is_none() {
        tracing::error!("a note of a team does not open");
    }
    note
}

fn as_member(orgs: &[Org], row: AccountRow) -> Option<Member> {
    let org = orgs.iter().find(|org| org.id == row.org)?;
    (row.role == Role::Team).then_some(Member {
        account: row.account,
        org: org.clone(),
        role: row.role,
        name: row.name?,
        recipient: row.recipient,
    })
}
