//! Coming in with a login name and a passphrase, and the telephone's codes that may go with them.

use crate::doors::{is, slot_of};
use crate::drawn::{Drawn, TOTP};
use crate::model::{Person, Visit};
use crate::queries::{self, SlotRow, doors as rows};
use crate::rules::FRESH_SECONDS;
use crate::service::Accounts;
use crate::strength;
use kernel::{AccountId, Code, Fault, SlotId};
use seal::Error;
use seal::session::Secret;
use seal::slot::{Kind, Slot, SlotKeys, login_lookup, login_name};
use seal::totp::Totp;
use seal::vault;
use std::sync::PoisonError;
use zeroize::Zeroizing;

/// What somebody typed at this door.
pub struct Typed {
    /// The login name.
    pub login: String,
    /// The passphrase.
    pub phrase: Zeroizing<String>,
    /// Six digits, where a telephone makes them.
    pub digits: String,
}

/// What the door answers.
pub enum Answered<T> {
    /// It opens.
    Yes(T),
    /// Something of it is wrong; what, is not said.
    No,
    /// Too many wrong ones: nothing was tried. Seconds.
    Wait(i64),
    /// It would open, once the provider of OpenID Connect has said who it is.
    Elsewhere,
}

/// The longest login name, in characters.
const LONGEST_LOGIN: usize = 80;

impl Accounts {
    /// Whom this opens. Each try costs one derivation, for names that nobody has too.
    async fn reader_by_phrase(&self, typed: Typed) -> Result<Answered<Person>, Fault> {
        let Typed {
            login,
            phrase,
            digits,
        } = typed;
        let name = login_name(&login);
        if name.chars().count() > LONGEST_LOGIN || phrase.chars().count() > strength::LONGEST {
            return Ok(Answered::No);
        }
        let lookup = login_lookup(&name, self.store.secrets.pepper());
        let slow = &self.doors.slow;
        if let Err(seconds) = slow.begin(lookup, self.store.clock.now()) {
            return Ok(Answered::Wait(seconds));
        }
        let row = self.slot_found(lookup).await?;
        let row = row.filter(|row| is(row, Kind::Passphrase));
        let salt = match (&row, lookup.first_chunk::<16>()) {
            (Some(row), _) => row.salt,
            (None, Some(any)) => *any,
            (None, None) => [0; 16],
        };
        let store = self.store.clone();
        let keys = slow
            .derive(move || SlotKeys::of_passphrase(&phrase, &name, store.secrets.pepper(), &salt))
            .await?;
        let Some(row) = row else {
            return Ok(Answered::No);
        };
        let reader = match slot_of(&row)?.open(&keys) {
            Ok(reader) => reader,
            Err(Error::NoKey) => return Ok(Answered::No),
            Err(error) => return Err(error.into()),
        };
        if !self.second_factor(row.account, &digits).await? {
            return Ok(Answered::No);
        }
        slow.forget(lookup);
        Ok(Answered::Yes(Person {
            account: row.account,
            reader,
            fresh_until: self.store.clock.now().plus_seconds(FRESH_SECONDS),
            code: None,
        }))
    }

    /// Whether the telephone's code is right; `true` without any telephone.
    async fn second_factor(&self, account: AccountId, digits: &str) -> Result<bool, Fault> {
        let Some(secret) = self.telephone(account).await? else {
            return Ok(true);
        };
        let seconds = self.store.clock.now().0.div_euclid(1_000_000);
        let mut spent = self
            .doors
            .spent
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let Some(step) = secret.check(seconds, digits, spent.get(&account).copied()) else {
            return Ok(false);
        };
        spent.insert(account, step);
        Ok(true)
    }

    /// The secret shared with the account's telephone.
    async fn telephone(&self, account: AccountId) -> Result<Option<Totp>, Fault> {
        let store = self.store.clone();
        let read = self
            .store
            .db
            .read(move |tx| Box::pin(async move { rows::slots_of(tx, &store, account).await }));
        let row = read.await?.into_iter().find(|row| row.kind == TOTP);
        let Some(row) = row else { return Ok(None) };
        let work = std::slice::from_ref(self.store.secrets.work_key());
        let secret = Zeroizing::new(vault::decrypt(&row.ct, work)?);
        Ok(Some(Totp::from_slice(&secret)?))
    }

    /// Comes in, or proves again that the same person is there.
    pub async fn enter_by_phrase(
        &self,
        visit: &Visit,
        typed: Typed,
    ) -> Result<Answered<Secret>, Fault> {
        let found = match self.reader_by_phrase(typed).await? {
            Answered::Yes(found) => found,
            Answered::No => return Ok(Answered::No),
            Answered::Wait(seconds) => return Ok(Answered::Wait(seconds)),
            Answered::Elsewhere => return Ok(Answered::Elsewhere),
        };
        let person = match &visit.person {
            Some(person) if person.account != found.account => return Ok(Answered::No),
            Some(person) => Person {
                fresh_until: found.fresh_until,
                ..person.clone()
            },
            None => return self.admit(visit, found).await,
        };
        let visit = Visit {
            person: Some(person),
            ..visit.clone()
        };
        let secret = self.renew(&visit, visit.draft.clone()).await?;
        Ok(Answered::Yes(secret))
    }

    /// Puts a passphrase in force, in place of the one before. `false` when somebody else has this login name.
    pub async fn keep_phrase(
        &self,
        visit: &Visit,
        login: &str,
        phrase: Zeroizing<String>,
    ) -> Result<bool, Fault> {
        let person = visit.person()?.clone();
        let name = login_name(login);
        let lookup = login_lookup(&name, self.store.secrets.pepper());
        let holder = self.slot_found(lookup).await?;
        if holder.is_some_and(|row| row.account != person.account) {
            return Ok(false);
        }
        let (store, reader) = (self.store.clone(), person.reader.clone());
        let slot = self
            .doors
            .slow
            .derive(move || Slot::for_passphrase(&phrase, &name, store.secrets.pepper(), &reader));
        let slot = slot.await?;
        self.put_slots(&person, vec![slot]).await?;
        Ok(true)
    }

    /// Whether the account has a passphrase: the only door that a telephone's codes go with.
    pub async fn has_phrase(&self, person: &Person) -> Result<bool, Fault> {
        let kind = Kind::Passphrase.to_string();
        let doors = self.doors(person).await?;
        Ok(doors.iter().any(|door| door.kind == kind))
    }

    /// Draws the secret of a telephone, kept in the session until its first code comes.
    pub async fn draw_telephone(&self, visit: &Visit) -> Result<(), Fault> {
        let drawn = Drawn::Totp(Totp::generate());
        self.keep(visit, vec![("drawn", drawn.to_value())]).await
    }

    /// Puts the telephone in force once it makes the right code; `false` when it does not. The secret is sealed to
    /// the instance's work key: it stops whoever guesses at the door, and adds nothing at rest.
    pub async fn keep_telephone(&self, visit: &Visit, digits: &str) -> Result<bool, Fault> {
        let person = visit.person()?.clone();
        let Some(Drawn::Totp(secret)) = &visit.drawn else {
            return Err(Fault::new(Code::Conflict, "nothing was drawn"));
        };
        let seconds = self.store.clock.now().0.div_euclid(1_000_000);
        if secret.check(seconds, digits, None).is_none() {
            return Ok(false);
        }
        let work = self.store.secrets.work_key().to_public();
        let row = SlotRow {
            slot: SlotId::new(seal::random::bytes()),
            account: person.account,
            kind: TOTP.to_owned(),
            lookup: None,
            salt: seal::random::bytes(),
            recipient: work.to_string(),
            ct: vault::encrypt(secret.expose(), &[work])?,
        };
        let store = self.store.clone();
        let write = self.store.db.write(move |tx| {
            Box::pin(async move {
                rows::lock(tx, person.account).await?;
                for old in rows::slots_of(tx, &store, person.account).await? {
                    if old.kind == TOTP {
                        rows::delete_slot(tx, person.account, old.slot).await?;
                    }
                }
                queries::add_slot(tx, &store, &row).await
            })
        });
        write.await?;
        self.forget_drawn(visit).await?;
        Ok(true)
    }
}
