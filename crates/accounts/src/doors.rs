//! The ways to come in: what typed words open, the list of an account's ways, adding one, removing one, changing
//! the code. An account never loses its last way.

use crate::drawn::{Drawn, TOTP};
use crate::model::{Person, Visit};
use crate::oidc::{self, OIDC, Provider};
use crate::queries::{self, SlotRow, doors as rows, people, teams};
use crate::rules::FRESH_SECONDS;
use crate::service::Accounts;
use crate::slow::Slow;
use kernel::ports::Typeset;
use kernel::{AccountId, Code, Fault, SlotId};
use seal::Error;
use seal::code::ReturnCode;
use seal::entry::EntryDraft;
use seal::grant::{Keyring, Rights};
use seal::secrets::Pepper;
use seal::session::Secret;
use seal::sheet::{Pair, Twelve};
use seal::slot::{Kind, Slot, SlotKeys};
use seal::team::TeamKeys;
use seal::vault::{self, Identity};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};
use store::db::Tx;
use store::journal::{self, Append};
use store::{caches, sessions};

/// What the doors need beside the store.
pub struct Doors {
    /// Prints sheets and cards.
    pub press: Arc<dyn Typeset>,
    /// What a passphrase costs.
    pub slow: Slow,
    /// The provider of OpenID Connect, where the instance has one.
    pub provider: Option<Provider>,
    /// The step of the last code of each telephone: a code serves once.
    pub spent: Mutex<HashMap<AccountId, i64>>,
}

impl Doors {
    /// With this press, and this provider.
    pub fn new(press: Arc<dyn Typeset>, provider: Option<Provider>) -> Self {
        Self {
            press,
            provider,
            slow: Slow::default(),
            spent: Mutex::default(),
        }
    }
}

/// One way to come in, as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Door {
    /// Its slot, or the first of them: what a removal names.
    pub slot: SlotId,
    /// Its kind, as stored.
    pub kind: String,
    /// The month it was made (12 × year + month - 1), when it is known.
    pub month: Option<i64>,
}

/// What only the person may know of her slots: kept encrypted to her.
#[derive(Default, Serialize, Deserialize)]
struct Notes(BTreeMap<String, Note>);

#[derive(Serialize, Deserialize)]
struct Note {
    month: i64,
}

/// The name of the cache that holds the notes.
const NOTES: &str = "doors";

impl Notes {
    async fn load(tx: &mut Tx, accounts: &Accounts, person: &Person) -> Result<Self, Fault> {
        let owner = *person.account.bytes();
        let Some(ct) = caches::get(tx, &accounts.store, owner, NOTES).await? else {
            return Ok(Self::default());
        };
        // Made by a reader identity that is gone, or by a newer version: months are then unknown, nothing more.
        let Ok(bytes) = vault::decrypt(&ct, std::slice::from_ref(&person.reader)) else {
            return Ok(Self::default());
        };
        Ok(serde_json::from_slice(vault::unpad(&bytes)).unwrap_or_default())
    }

    async fn keep(
        mut self,
        tx: &mut Tx,
        accounts: &Accounts,
        person: &Person,
        slots: &[SlotId],
    ) -> Result<(), Fault> {
        self.0
            .retain(|slot, _| slots.iter().any(|known| known.to_string() == *slot));
        let bytes = serde_json::to_vec(&self).map_err(|e| Fault::internal("notes of slots", e))?;
        let ct = vault::encrypt(&vault::pad_entry(bytes), &[person.reader.to_public()])?;
        caches::put(tx, &accounts.store, *person.account.bytes(), NOTES, &ct).await
    }
}

/// Throws away what was noted of an account's slots.
pub(crate) async fn forget_notes(
    tx: &mut Tx,
    accounts: &Accounts,
    account: AccountId,
) -> Result<(), Fault> {
    caches::remove(tx, &accounts.store, *account.bytes(), NOTES).await
}

/// Typed words, by what they can be.
enum Words {
    Code(ReturnCode),
    Sheet(Twelve),
    Pair(Pair),
}

impl Words {
    /// A code, a sheet, or two cards in either order: as many derivations at most.
    fn read(typed: &str) -> Vec<Self> {
        if let Ok(code) = ReturnCode::parse(typed) {
            return vec![Self::Code(code)];
        }
        if let Ok(sheet) = Twelve::parse(typed) {
            return vec![Self::Sheet(sheet)];
        }
        match Twelve::parse_pair(typed) {
            Ok((one, other)) => vec![
                Self::Pair(Pair::of(&one, &other)),
                Self::Pair(Pair::of(&other, &one)),
            ],
            Err(_) => Vec::new(),
        }
    }

    const fn kind(&self) -> Kind {
        match self {
            Self::Code(_) => Kind::Code,
            Self::Sheet(_) => Kind::Sheet,
            Self::Pair(_) => Kind::Trio,
        }
    }

    fn lookup(&self, pepper: &Pepper) -> [u8; 32] {
        match self {
            Self::Code(code) => code.lookup(pepper),
            Self::Sheet(sheet) => sheet.lookup(pepper),
            Self::Pair(pair) => pair.lookup(pepper),
        }
    }

    fn keys(&self, pepper: &Pepper, salt: &[u8; 16]) -> seal::Result<SlotKeys> {
        match self {
            Self::Code(code) => SlotKeys::of_code(code, pepper, salt),
            Self::Sheet(sheet) => SlotKeys::of_sheet(sheet, pepper, salt),
            Self::Pair(pair) => SlotKeys::of_pair(pair, pepper, salt),
        }
    }
}

/// The slot of a row.
pub(crate) fn slot_of(row: &SlotRow) -> Result<Slot, Fault> {
    Ok(Slot {
        kind: row.kind.parse()?,
        lookup: row.lookup.unwrap_or_default(),
        salt: row.salt,
        recipient: row.recipient.parse()?,
        ct: row.ct.clone(),
    })
}

/// The row of a new slot.
pub(crate) fn row_of(account: AccountId, slot: Slot) -> SlotRow {
    SlotRow {
        slot: SlotId::new(seal::random::bytes()),
        account,
        kind: slot.kind.to_string(),
        lookup: Some(slot.lookup),
        salt: slot.salt,
        recipient: slot.recipient.to_string(),
        ct: slot.ct,
    }
}

/// What became of a removal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removed {
    /// It opens nothing any more.
    Yes,
    /// It is the last way in: it stays.
    Last,
    /// It is what would open without the provider of OpenID Connect, which the account asks for: it stays.
    Needed,
}

/// The ways that these rows make: the three slots of three cards are one way, what is only asked beside one is none.
fn ways(slots: &[SlotRow]) -> Vec<&SlotRow> {
    let mut ways: Vec<&SlotRow> = Vec::new();
    for slot in slots {
        if oidc::is_factor(slot) {
            continue;
        }
        let is_second_card = is(slot, Kind::Trio) && ways.iter().any(|way| is(way, Kind::Trio));
        if !is_second_card {
            ways.push(slot);
        }
    }
    ways
}

pub(crate) fn is(slot: &SlotRow, kind: Kind) -> bool {
    slot.kind == kind.to_string()
}

impl Accounts {
    /// Who these words open, if anybody. Wrong ones cost one derivation or two; nobody is ever locked out.
    pub async fn reader_of(&self, typed: &str) -> Result<Option<Person>, Fault> {
        let pepper = self.store.secrets.pepper();
        for words in Words::read(typed) {
            let Some(row) = self.slot_found(words.lookup(pepper)).await? else {
                continue;
            };
            if is(&row, words.kind()) {
                let keys = words.keys(pepper, &row.salt)?;
                return self.person_of(&row, &keys).map(Some);
            }
        }
        Ok(None)
    }

    /// The slot that a lookup finds, when its account is whole.
    pub(crate) async fn slot_found(&self, lookup: [u8; 32]) -> Result<Option<SlotRow>, Fault> {
        let store = self.store.clone();
        let found = self.store.db.read(move |tx| {
            Box::pin(async move {
                let Some(row) = queries::slot_by_lookup(tx, &store, lookup).await? else {
                    return Ok(None);
                };
                let whole = queries::account_exists(tx, &store, row.account).await?;
                Ok(whole.then_some(row))
            })
        });
        found.await
    }

    /// The person whom these keys open a slot for.
    pub(crate) fn person_of(&self, row: &SlotRow, keys: &SlotKeys) -> Result<Person, Fault> {
        Ok(Person {
            account: row.account,
            reader: slot_of(row)?.open(keys)?,
            fresh_until: self.store.clock.now().plus_seconds(FRESH_SECONDS),
            code: None,
        })
    }

    /// Her ways to come in, the code first.
    pub async fn doors(&self, person: &Person) -> Result<Vec<Door>, Fault> {
        let (this, person) = (self.clone(), person.clone());
        let read = self.store.db.read(move |tx| {
            Box::pin(async move {
                let slots = rows::slots_of(tx, &this.store, person.account).await?;
                let notes = Notes::load(tx, &this, &person).await?;
                let factor = slots.iter().filter(|row| oidc::is_factor(row));
                let mut doors: Vec<Door> = ways(&slots)
                    .into_iter()
                    .chain(factor)
                    .map(|row| Door {
                        slot: row.slot,
                        kind: row.kind.clone(),
                        month: notes.0.get(&row.slot.to_string()).map(|note| note.month),
                    })
                    .collect();
                doors.sort_by_key(|door| (door.kind != Kind::Code.to_string(), door.kind.clone()));
                Ok(doors)
            })
        });
        read.await
    }

    /// Draws words and keeps them in the session until the person says that she has them. Those that she sees
    /// already stay.
    pub async fn draw(&self, visit: &Visit, kind: Kind) -> Result<Drawn, Fault> {
        visit.person()?;
        if let Some(drawn) = visit.drawn.as_ref().filter(|drawn| drawn.is(kind)) {
            return Ok(drawn.clone());
        }
        let drawn = Drawn::new(kind).ok_or(Fault::new(Code::Invalid, "a kind without words"))?;
        self.keep(visit, vec![("drawn", drawn.to_value())]).await?;
        Ok(drawn)
    }

    /// Forgets what was drawn.
    pub async fn forget_drawn(&self, visit: &Visit) -> Result<(), Fault> {
        self.keep(visit, vec![("drawn", serde_json::Value::Null)])
            .await
    }

    /// Puts the sheet or the cards that were drawn in force; they take the place of those before them.
    pub async fn keep_papers(&self, visit: &Visit, kind: Kind) -> Result<(), Fault> {
        let person = visit.person()?.clone();
        let pepper = self.store.secrets.pepper();
        let slots = match visit.drawn.as_ref().filter(|drawn| drawn.is(kind)) {
            Some(Drawn::Sheet(sheet)) => vec![Slot::for_sheet(sheet, pepper, &person.reader)?],
            Some(Drawn::Trio(cards)) => Slot::for_trio(cards, pepper, &person.reader)?.into(),
            _ => return Err(Fault::new(Code::Conflict, "nothing was drawn")),
        };
        self.put_slots(&person, slots).await?;
        self.forget_drawn(visit).await
    }

    /// Writes slots of one kind in place of those of the same kind.
    pub(crate) async fn put_slots(&self, person: &Person, slots: Vec<Slot>) -> Result<(), Fault> {
        let (this, person) = (self.clone(), person.clone());
        let write = self.store.db.write(move |tx| {
            Box::pin(async move {
                rows::lock(tx, person.account).await?;
                let mut notes = Notes::load(tx, &this, &person).await?;
                let before = rows::slots_of(tx, &this.store, person.account).await?;
                let kinds: Vec<String> = slots.iter().map(|slot| slot.kind.to_string()).collect();
                let (gone, stay): (Vec<_>, Vec<_>) = before
                    .into_iter()
                    .partition(|row| kinds.contains(&row.kind));
                for row in gone {
                    rows::delete_slot(tx, person.account, row.slot).await?;
                }
                let mut known: Vec<SlotId> = stay.iter().map(|row| row.slot).collect();
                let month = queries::month_of(this.store.clock.now());
                for slot in slots {
                    let row = row_of(person.account, slot);
                    queries::add_slot(tx, &this.store, &row).await?;
                    notes.0.insert(row.slot.to_string(), Note { month });
                    known.push(row.slot);
                }
                notes.keep(tx, &this, &person, &known).await
            })
        });
        write.await
    }

    /// Removes a way to come in, unless the account leans on it.
    pub async fn remove_door(&self, visit: &Visit, slot: SlotId) -> Result<Removed, Fault> {
        let (this, person) = (self.clone(), visit.person()?.clone());
        let write = self.store.db.write(move |tx| {
            Box::pin(async move {
                rows::lock(tx, person.account).await?;
                let slots = rows::slots_of(tx, &this.store, person.account).await?;
                let Some(named) = slots.iter().find(|row| row.slot == slot) else {
                    // Removed already, in another tab.
                    return Ok(Removed::Yes);
                };
                if !oidc::is_factor(named) && ways(&slots).len() < 2 {
                    return Ok(Removed::Last);
                }
                let with_it = |row: &&SlotRow| {
                    row.slot == slot
                        || (is(named, Kind::Trio) && is(row, Kind::Trio))
                        || (is(named, Kind::Passphrase) && row.kind == TOTP)
                };
                let mut left = slots.iter().filter(|row| !with_it(row));
                let linked = left.clone().any(|row| row.kind == OIDC);
                if linked && !oidc::has_paper(&mut left) {
                    return Ok(Removed::Needed);
                }
                for row in slots.iter().filter(with_it) {
                    rows::delete_slot(tx, person.account, row.slot).await?;
                }
                Ok(Removed::Yes)
            })
        });
        write.await
    }

    /// Puts the code that was drawn in force: a new reader identity, in every slot and grant of the account; the
    /// code before it opens nothing, other sessions are closed, this one gets a new secret. `None` when what was
    /// typed is not what was drawn.
    pub async fn change_code(&self, visit: &Visit, typed: &str) -> Result<Option<Secret>, Fault> {
        let old = visit.person()?.clone();
        let Some(Drawn::Code(code)) = &visit.drawn else {
            return Err(Fault::new(Code::Conflict, "no code was drawn"));
        };
        if !ReturnCode::parse(typed).is_ok_and(|typed| typed == *code) {
            return Ok(None);
        }
        let new = Person {
            reader: Identity::generate(),
            ..old.clone()
        };
        let slot = Slot::for_code(code, self.store.secrets.pepper(), &new.reader)?;
        let visit = Visit {
            person: Some(new.clone()),
            drawn: None,
            ..visit.clone()
        };
        let this = self.clone();
        let write = self.store.db.write(move |tx| {
            Box::pin(async move {
                let made = this.hold(tx, &old).await?;
                let mut notes = Notes::load(tx, &this, &old).await?;
                let known = this.renew_reader(tx, &old, &new.reader).await?;
                let row = row_of(new.account, slot);
                queries::add_slot(tx, &this.store, &row).await?;
                let month = queries::month_of(this.store.clock.now()).max(made);
                notes.0.insert(row.slot.to_string(), Note { month });
                let known: Vec<SlotId> = known.into_iter().chain([row.slot]).collect();
                notes.keep(tx, &this, &new, &known).await?;
                sessions::end_all(tx, new.account).await?;
                let draft = visit.draft.clone();
                this.open_session(tx, &visit, &new, &draft).await
            })
        });
        write.await.map(Some)
    }

    /// Keeps the account's row until the transaction ends, and refuses a reader identity that is no longer its own:
    /// another request changed the code since this session was read, and whatever would be sealed to it would be lost.
    /// Gives the month the account was made.
    ///
    /// # Errors
    /// `SignIn` when the account is gone or has another identity now.
    pub async fn hold(&self, tx: &mut Tx, person: &Person) -> Result<i64, Fault> {
        let made = rows::lock(tx, person.account).await?;
        let replaced = || Fault::new(Code::SignIn, "the key of this session was replaced");
        let row = people::account(tx, &self.store, person.account).await?;
        let public = person.reader.to_public().to_string();
        let known = row.and_then(|row| row.recipient);
        if known.is_some_and(|known| known != public) {
            return Err(replaced());
        }
        let grants = queries::grants_of(tx, &self.store, person.account).await?;
        let opens = |grant: &queries::GrantRow| {
            Keyring::open(&grant.ct, grant.grant, &person.reader).is_ok()
        };
        if !grants.is_empty() && !grants.iter().any(opens) {
            return Err(replaced());
        }
        Ok(made)
    }

    /// Gives every slot but the code's, and every grant, a new reader identity. Gives the slots that stay.
    async fn renew_reader(
        &self,
        tx: &mut Tx,
        old: &Person,
        reader: &Identity,
    ) -> Result<Vec<SlotId>, Fault> {
        let mut known = Vec::new();
        for mut row in rows::slots_of(tx, &self.store, old.account).await? {
            if is(&row, Kind::Code) {
                rows::delete_slot(tx, old.account, row.slot).await?;
                continue;
            }
            if oidc::is_factor(&row) {
                known.push(row.slot);
                continue;
            }
            let mut slot = slot_of(&row)?;
            slot.renew(reader)?;
            row.ct = slot.ct;
            rows::renew_slot(tx, &self.store, &row).await?;
            known.push(row.slot);
        }
        self.regive_all(tx, old.account, &old.reader, reader)
            .await?;
        for mut row in teams::of_account(tx, &self.store, old.account).await? {
            match TeamKeys::open(&row.ct, row.team, &old.reader) {
                Ok(keys) => {
                    row.ct = keys.seal(&reader.to_public())?;
                    teams::put(tx, &self.store, &row).await?;
                }
                Err(error) => tracing::error!(%error, "a team does not open for its member"),
            }
        }
        if let Some(row) = people::account(tx, &self.store, old.account).await?
            && row.role.is_staff()
        {
            let public = reader.to_public().to_string();
            people::set_recipient(tx, &self.store, row, Some(public)).await?;
        }
        Ok(known)
    }

    /// Puts every grant of a reader in again, for her new identity.
    pub(crate) async fn regive_all(
        &self,
        tx: &mut Tx,
        account: AccountId,
        old: &Identity,
        reader: &Identity,
    ) -> Result<(), Fault> {
        for mut grant in queries::grants_of(tx, &self.store, account).await? {
            let keyring = match Keyring::open(&grant.ct, grant.grant, old) {
                Ok(keyring) => keyring,
                // [`Self::hold`] found that others open: this one never did.
                Err(Error::NoKey) => {
                    tracing::error!("a grant does not open for its own reader");
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            // The dossier first: an epoch that begins meanwhile is then seen by one of the two.
            self.tell(tx, &keyring, reader).await?;
            let was = std::mem::replace(&mut grant.ct, keyring.seal(&reader.to_public())?);
            if !queries::swap_grant(tx, &self.store, &grant, &was).await? {
                return Err(Fault::new(Code::Conflict, "a grant changed meanwhile"));
            }
        }
        Ok(())
    }

    /// Tells a dossier that somebody else owns this reader's new public half: a later epoch of its owner's is encrypted
    /// to it (seal specification, section 6). Nothing is told to one that takes no entry or is gone.
    async fn tell(&self, tx: &mut Tx, keyring: &Keyring, reader: &Identity) -> Result<(), Fault> {
        if keyring.rights == Rights::Owner || keyring.lapsed(self.store.clock.now()) {
            return Ok(());
        }
        match journal::info(tx, &self.store, keyring.d).await {
            Ok(dossier) if !dossier.damaged => {}
            Err(fault) if fault.code() != Code::NotFound => return Err(fault),
            _ => return Ok(()),
        }
        let public = reader.to_public().to_string();
        let draft = EntryDraft::new("share")
            .value("renewed", true)?
            .local("recipient", public)?;
        let (by, with) = (keyring.rights.by(), Append::default());
        journal::append(tx, &self.store, keyring.d, by, draft, with)
            .await
            .map(drop)
    }
}
