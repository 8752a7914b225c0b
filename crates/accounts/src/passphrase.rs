//! Coming in with a login name and a passphrase, and the telephone's codes that may go with them.

use crate::doors::{is, slot_of};
use crate::drawn::{Drawn, TOTP};
use crate::model::{Person, Visit};
use crate::passkeys::{By, Entry};
use crate::queries::{self, SlotRow, doors as rows};
use crate::rules::FRESH_SECONDS;
use crate::service::Accounts;
use crate::strength;
use kernel::{AccountId, Code, Fault, SlotId};
use seal::Error;
use seal::slot::{Kind, Slot, SlotKeys, login_lookup, login_name};
use seal::totp::Totp;
use seal::vault;
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
}

/// What became of a telephone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Telephone {
    /// Its codes are asked from now on.
    Kept,
    /// These digits are not its own.
    Wrong,
    /// The secret that waits is not the one of this page.
    Other,
    /// There is no passphrase that it could go with.
    Alone,
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
        let place = slow.enter()?;
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
        let keys = place
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

    /// Whether the telephone's code is right; `true` without any telephone. Its step is written with the secret, in
    /// one transaction with the look at it: a code serves once, whichever node it comes to.
    async fn second_factor(&self, account: AccountId, digits: &str) -> Result<bool, Fault> {
        let (this, digits) = (self.clone(), digits.to_owned());
        let seconds = self.store.clock.now().0.div_euclid(1_000_000);
        let write = self.store.db.write(move |tx| {
            Box::pin(async move {
                rows::lock(tx, account).await?;
                let slots = rows::slots_of(tx, &this.store, account).await?;
                let Some(mut row) = slots.into_iter().find(|row| row.kind == TOTP) else {
                    return Ok(true);
                };
                let work = std::slice::from_ref(this.store.secrets.work_key());
                let kept = Zeroizing::new(vault::decrypt(&row.ct, work)?);
                let damaged = || Fault::new(Code::Damaged, "a telephone's secret");
                let (secret, last) = kept.split_last_chunk::<8>().ok_or_else(damaged)?;
                let secret = Totp::from_slice(secret)?;
                let last = i64::from_be_bytes(*last);
                let Some(step) = secret.check(seconds, &digits, Some(last)) else {
                    return Ok(false);
                };
                row.ct = this.telephone(&secret, step)?;
                rows::renew_slot(tx, &this.store, &row).await?;
                Ok(true)
            })
        });
        write.await
    }

    /// What a telephone's row holds: its secret and the step of its last code, sealed to the instance's work key.
    fn telephone(&self, secret: &Totp, step: i64) -> Result<Vec<u8>, Fault> {
        let kept = Zeroizing::new([secret.expose().as_slice(), &step.to_be_bytes()].concat());
        let work = self.store.secrets.work_key().to_public();
        Ok(vault::encrypt(&kept, &[work])?)
    }

    /// Comes in, or proves again that the same person is there.
    pub async fn enter_by_phrase(
        &self,
        visit: &Visit,
        typed: Typed,
    ) -> Result<Answered<Entry>, Fault> {
        let found = match self.reader_by_phrase(typed).await? {
            Answered::Yes(found) => found,
            Answered::No => return Ok(Answered::No),
            Answered::Wait(seconds) => return Ok(Answered::Wait(seconds)),
        };
        let Some(person) = &visit.person else {
            let entry = self.admit(visit, found, By::Secret).await?;
            return Ok(Answered::Yes(entry));
        };
        if person.account != found.account {
            return Ok(Answered::No);
        }
        let visit = Visit {
            person: Some(Person {
                fresh_until: found.fresh_until,
                ..person.clone()
            }),
            ..visit.clone()
        };
        let secret = self.renew(&visit, visit.draft.clone()).await?;
        Ok(Answered::Yes(Entry::In(secret)))
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
        let place = self.doors.slow.enter()?;
        let slot = place
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
        self.wait(visit, Drawn::Totp(Totp::generate())).await
    }

    /// Puts the telephone in force once it makes the right code. The secret is sealed to the instance's work key: it
    /// stops whoever guesses at the door, and adds nothing at rest.
    pub async fn keep_telephone(
        &self,
        visit: &Visit,
        mark: &str,
        digits: &str,
    ) -> Result<Telephone, Fault> {
        let person = visit.person()?.clone();
        if visit.has_settled(TOTP, mark) {
            return Ok(Telephone::Kept);
        }
        let shown = visit.drawn().filter(|drawn| drawn.mark() == mark);
        let Some(drawn @ Drawn::Totp(secret)) = shown else {
            return Ok(Telephone::Other);
        };
        let seconds = self.store.clock.now().0.div_euclid(1_000_000);
        let Some(step) = secret.check(seconds, digits, None) else {
            return Ok(Telephone::Wrong);
        };
        let row = SlotRow {
            slot: SlotId::new(seal::random::bytes()),
            account: person.account,
            kind: TOTP.to_owned(),
            lookup: None,
            salt: seal::random::bytes(),
            recipient: self.store.secrets.work_key().to_public().to_string(),
            ct: self.telephone(secret, step)?,
            passkey: None,
        };
        let this = self.clone();
        let write = self.store.db.write(move |tx| {
            Box::pin(async move {
                this.hold(tx, &person).await?;
                let slots = rows::slots_of(tx, &this.store, person.account).await?;
                if !slots.iter().any(|slot| is(slot, Kind::Passphrase)) {
                    return Ok(false);
                }
                for old in slots.iter().filter(|slot| slot.kind == TOTP) {
                    rows::replace_slot(tx, person.account, old.slot).await?;
                }
                queries::add_slot(tx, &this.store, &row).await?;
                Ok(true)
            })
        });
        if !write.await? {
            return Ok(Telephone::Alone);
        }
        self.settled(visit, drawn).await?;
        Ok(Telephone::Kept)
    }
}
