//! The ways to come in: what typed words open, the list of an account's ways, adding one, removing one, changing
//! the code. An account never loses its last way.

use crate::devices::Device;
use crate::drawn::{Drawn, TOTP, Waiting};
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
use seal::passkey::Site;
use seal::secrets::Pepper;
use seal::session::Secret;
use seal::sheet::{Pair, Twelve};
use seal::slot::{Kind, Slot, SlotKeys};
use seal::team::TeamKeys;
use seal::vault::{self, Identity};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::db::Tx;
use store::journal::{self, Append};
use store::{caches, sessions};

/// What the doors need beside the store.
pub struct Doors {
    /// Prints sheets and cards.
    pub press: Arc<dyn Typeset>,
    /// What a passphrase costs.
    pub slow: Slow,
    /// Where passkeys are made and used; none where browsers know none (a number as address, plain HTTP).
    pub site: Option<Site>,
    /// The provider of OpenID Connect, where the instance has one.
    pub provider: Option<Provider>,
}

impl Doors {
    /// With this press, at the address that people type, when it is known, and with this provider.
    pub fn new(press: Arc<dyn Typeset>, address: Option<&str>, provider: Option<Provider>) -> Self {
        Self {
            press,
            provider,
            slow: Slow::default(),
            site: address.and_then(Site::of),
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
    /// Of a passkey: the browser where it was made, when it is known.
    pub device: Option<Device>,
    /// Whether the account may be left with this one only.
    pub lasts: bool,
}

/// What became of a removal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removed {
    /// It is gone.
    Yes,
    /// It is the last way that an account may be left with.
    Last,
    /// It is the last passkey, and the role asks for one.
    Asked,
    /// It is the last that opens without the provider of OpenID Connect, which the account asks for.
    Needed,
}

/// What only the person may know of her slots: kept encrypted to her.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Notes(BTreeMap<String, Note>);

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Note {
    month: i64,
    /// Of a passkey: the browser where it was made.
    #[serde(default)]
    device: String,
    /// Of a passkey: what its authenticator calls it, so that it is not made twice.
    #[serde(default)]
    id: String,
}

/// The name of the cache that holds the notes.
const NOTES: &str = "doors";

impl Notes {
    /// Notes a passkey that was just made.
    pub(crate) fn add_passkey(&mut self, slot: SlotId, month: i64, device: String, id: String) {
        let note = Note { month, device, id };
        self.0.insert(slot.to_string(), note);
    }

    /// What authenticators call the passkeys of the account.
    pub(crate) fn passkeys(&self) -> Vec<String> {
        let ids = self.0.values().map(|note| note.id.clone());
        ids.filter(|id| !id.is_empty()).collect()
    }

    pub(crate) async fn load(
        tx: &mut Tx,
        accounts: &Accounts,
        person: &Person,
    ) -> Result<Self, Fault> {
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

    pub(crate) async fn keep(
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
        passkey: None,
    }
}

/// The ways that these rows make and that an account may be left with: the three slots of three cards are one way; a
/// telephone's secret is none, nor who a provider says she is, nor an invitation, which serves once. A passkey lives in a
/// device that breaks, is lost or is taken: it is never the last.
fn ways(slots: &[SlotRow]) -> Vec<&SlotRow> {
    let mut ways: Vec<&SlotRow> = Vec::new();
    for slot in slots {
        let lasting = [Kind::Code, Kind::Sheet, Kind::Trio, Kind::Passphrase];
        if !lasting.into_iter().any(|kind| is(slot, kind)) {
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
                let door = |row: &SlotRow, lasts: bool| {
                    let note = notes.0.get(&row.slot.to_string());
                    let device = note.filter(|note| !note.device.is_empty());
                    Door {
                        slot: row.slot,
                        kind: row.kind.clone(),
                        month: note.map(|note| note.month),
                        device: device.map(|note| Device::read(&note.device)),
                        lasts,
                    }
                };
                let others = slots
                    .iter()
                    .filter(|row| row.passkey.is_some() || row.kind == TOTP || row.kind == OIDC);
                let mut doors: Vec<Door> = ways(&slots).iter().map(|row| door(row, true)).collect();
                doors.extend(others.map(|row| door(row, false)));
                doors.sort_by_key(|door| (door.kind != Kind::Code.to_string(), door.kind.clone()));
                Ok(doors)
            })
        });
        read.await
    }

    /// Draws words and keeps them in the session until the person says that she has them. Those that she sees
    /// already stay.
    pub async fn draw(&self, visit: &Visit, kind: Kind) -> Result<(), Fault> {
        if visit.drawn().is_some_and(|drawn| drawn.is(kind)) {
            return Ok(());
        }
        let drawn = Drawn::new(kind).ok_or(Fault::new(Code::Invalid, "a kind without words"))?;
        self.wait(visit, drawn).await
    }

    /// Keeps what was drawn in the session.
    pub(crate) async fn wait(&self, visit: &Visit, drawn: Drawn) -> Result<(), Fault> {
        let account = visit.person()?.account;
        let waiting = Waiting { account, drawn };
        self.keep(visit, vec![("drawn", waiting.to_value())]).await
    }

    /// Forgets what was drawn.
    pub async fn forget_drawn(&self, visit: &Visit) -> Result<(), Fault> {
        self.keep(visit, vec![("drawn", serde_json::Value::Null)])
            .await
    }

    /// Forgets what was drawn, now that it is in force; the same form sent again is then known.
    pub(crate) async fn settled(&self, visit: &Visit, drawn: &Drawn) -> Result<(), Fault> {
        let mut settled = visit.settled.clone();
        settled.insert(drawn.kind_name(), drawn.mark());
        let fields = vec![
            ("drawn", serde_json::Value::Null),
            ("settled", serde_json::json!(settled)),
        ];
        self.keep(visit, fields).await
    }

    /// Puts the sheet or the cards that were drawn in force; they take the place of those before them. `false` when
    /// those that wait are not the ones of this mark: then nothing changes.
    pub async fn keep_papers(&self, visit: &Visit, kind: Kind, mark: &str) -> Result<bool, Fault> {
        let person = visit.person()?;
        if visit.has_settled(&kind.to_string(), mark) {
            return Ok(true);
        }
        let pepper = self.store.secrets.pepper();
        let shown = |drawn: &&Drawn| drawn.is(kind) && drawn.mark() == mark;
        let Some(drawn) = visit.drawn().filter(shown) else {
            return Ok(false);
        };
        let slots = match drawn {
            Drawn::Sheet(sheet) => vec![Slot::for_sheet(sheet, pepper, &person.reader)?],
            Drawn::Trio(cards) => Slot::for_trio(cards, pepper, &person.reader)?.into(),
            Drawn::Code(_) | Drawn::Totp(_) => return Ok(false),
        };
        self.put_slots(person, slots).await?;
        self.settled(visit, drawn).await?;
        Ok(true)
    }

    /// Writes slots of one kind in place of those of the same kind.
    pub(crate) async fn put_slots(&self, person: &Person, slots: Vec<Slot>) -> Result<(), Fault> {
        let (this, person) = (self.clone(), person.clone());
        let write = self.store.db.write(move |tx| {
            Box::pin(async move {
                this.hold(tx, &person).await?;
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
                    let note = Note {
                        month,
                        ..Note::default()
                    };
                    notes.0.insert(row.slot.to_string(), note);
                    known.push(row.slot);
                }
                notes.keep(tx, &this, &person, &known).await
            })
        });
        write.await?;
        self.store.swept().await;
        Ok(())
    }

    /// Removes a way to come in, unless the account must keep it.
    pub async fn remove_door(&self, visit: &Visit, slot: SlotId) -> Result<Removed, Fault> {
        let (this, person) = (self.clone(), visit.person()?.clone());
        let write = self.store.db.write(move |tx| {
            Box::pin(async move {
                this.hold(tx, &person).await?;
                let slots = rows::slots_of(tx, &this.store, person.account).await?;
                let Some(named) = slots.iter().find(|row| row.slot == slot) else {
                    // Removed already, in another tab.
                    return Ok(Removed::Yes);
                };
                let ways = ways(&slots);
                if ways.len() < 2 && ways.iter().any(|row| row.kind == named.kind) {
                    return Ok(Removed::Last);
                }
                let others = slots.iter().filter(|row| row.slot != slot);
                let others = others.filter(|row| row.passkey.is_some()).count();
                let asked = named.passkey.is_some() && others == 0;
                if asked && this.must_touch(tx, person.account).await? {
                    return Ok(Removed::Asked);
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
        let removed = write.await?;
        // A lost device does not open again after a restore.
        self.store.swept().await;
        Ok(removed)
    }

    /// Puts the code that was drawn in force: a new reader identity, in every slot and grant of the account; the
    /// code before it opens nothing, other sessions are closed, this one gets a new secret. `None` when what was
    /// typed is not what was drawn.
    pub async fn change_code(&self, visit: &Visit, typed: &str) -> Result<Option<Secret>, Fault> {
        let old = visit.person()?.clone();
        let Some(Drawn::Code(code)) = visit.drawn() else {
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
                let note = Note {
                    month,
                    ..Note::default()
                };
                notes.0.insert(row.slot.to_string(), note);
                let known: Vec<SlotId> = known.into_iter().chain([row.slot]).collect();
                notes.keep(tx, &this, &new, &known).await?;
                sessions::end_all(tx, new.account).await?;
                let draft = visit.draft.clone();
                this.open_session(tx, &visit, &new, &draft).await
            })
        });
        let secret = write.await?;
        self.store.swept().await;
        Ok(Some(secret))
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
        let staff = row.as_ref().is_some_and(|row| row.role.is_staff());
        let known = row.and_then(|row| row.recipient);
        // A member who was invited again has none until she comes in.
        if (staff || known.is_some()) && known.as_deref() != Some(public.as_str()) {
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
    pub(crate) async fn renew_reader(
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
            // What opens nothing holds no reader identity: a telephone's secret, a passkey that only recognises, who a
            // provider says she is.
            if row.kind.parse::<Kind>().is_err() {
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
                // The account is held, and its reader is this one: the grant was never sealed to her.
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
