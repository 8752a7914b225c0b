//! Passkeys: made for an account, used to come in or to prove again who is there, asked of those who see others. One
//! whose browser gives the output of the extension `prf` opens the reader identity; another only tells who is there, and
//! words open beside it (seal specification, section 6).

use crate::devices::Device;
use crate::doors::{Notes, is, row_of, slot_of};
use crate::model::{Entering, Person, Touched, Visit};
use crate::oidc::Passage;
use crate::people::Role;
use crate::queries::{self, SlotRow, doors as rows, people};
use crate::rules::FRESH_SECONDS;
use crate::service::Accounts;
use kernel::{AccountId, Code, Fault, SlotId};
use seal::Error;
use seal::passkey::{self, Made, Passkey, Refused, from_text, to_text};
use seal::session::{Question, Secret};
use seal::slot::{Kind, Slot, SlotKeys};
use seal::vault::{self, Identity};
use store::db::Tx;
use store::questions;
use zeroize::Zeroizing;

/// The kind of a row that holds a passkey which tells who is there and opens nothing.
pub const TOUCH: &str = "touch";

/// Passkeys of one account at most.
const MOST: usize = 10;
/// A passkey that the account has already: nothing of what was begun is written.
const KNOWN: &str = "this passkey is known already";

/// What a passkey is asked for: a question asked for one act answers no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Coming in, or proving again.
    Enter,
    /// Making one for an account.
    Add,
    /// Making the one that an account is entered with.
    First,
}

impl Act {
    const fn name(self) -> &'static str {
        match self {
            Self::Enter => "enter",
            Self::Add => "add",
            Self::First => "first",
        }
    }
}

/// What a page hands to the browser.
pub struct Asked {
    /// The question, base64url.
    pub question: String,
    /// The relying party's id.
    pub site: String,
    /// What `prf` is asked over, base64url.
    pub prf: String,
}

/// What a browser hands over when a passkey is used, each in base64url.
#[derive(Default)]
pub struct Used {
    /// The question that was asked.
    pub question: String,
    /// What the authenticator calls the passkey.
    pub id: String,
    /// What the browser signed for.
    pub client: String,
    /// What the authenticator says.
    pub data: String,
    /// The signature over both.
    pub signature: String,
    /// What the authenticator calls the account.
    pub user: String,
    /// The output of `prf`, or nothing.
    pub output: Zeroizing<String>,
}

/// What a browser hands over when a passkey was made, each in base64url.
#[derive(Default)]
pub struct Created {
    /// The question that was asked.
    pub question: String,
    /// What the browser signed for.
    pub client: String,
    /// What the authenticator made.
    pub attestation: String,
    /// The output of `prf`, or nothing.
    pub output: Zeroizing<String>,
}

/// What became of a passkey that was used.
pub enum Entered {
    /// It opens, or proves again: whether she is let in.
    Opened(Entry),
    /// It tells who is there; words have to open.
    Known(Secret),
    /// The page waited too long, or its question was answered already.
    Late,
    /// It is not known here, or not believed.
    No,
}

/// What became of a passkey that was made.
pub enum Added {
    /// It is kept; whether it opens, and the new session of who came in with it.
    Yes {
        /// Whether it opens dossiers.
        opens: bool,
        /// The session, when she came in by making it.
        session: Option<Secret>,
    },
    /// The page waited too long, or its question was answered already.
    Late,
    /// The account has it already, or has as many as it may.
    Enough,
    /// It is not believed.
    No,
}

/// What opened, for whoever asks to be let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    /// A sheet or two cards: they open without any provider, which may be gone for good.
    Paper,
    /// A code, a passphrase, a passkey.
    Secret,
}

/// Whether somebody whose secret opened is let in.
pub enum Entry {
    /// She is in.
    In(Secret),
    /// The provider of OpenID Connect has to say first who it is.
    Elsewhere,
    /// Her passkey first.
    Touch,
    /// She makes a passkey first.
    Make(Secret),
    /// Somebody else is here, whose code is not noted yet: she would lose her dossier.
    Unnoted,
    /// These words open nothing.
    No,
}

/// A kept output is 32 bytes (Web Authentication, section 10.1.4).
fn output(text: &str) -> Option<Zeroizing<[u8; 32]>> {
    let bytes = Zeroizing::new(from_text(text)?);
    let bytes: &[u8; 32] = bytes.as_slice().try_into().ok()?;
    Some(Zeroizing::new(*bytes))
}

impl Accounts {
    fn seconds(&self) -> i64 {
        self.store.clock.now().0.div_euclid(1_000_000)
    }

    /// A question for the page of this visit; none where browsers know no passkey.
    pub fn ask(&self, visit: &Visit, act: Act) -> Option<Asked> {
        let site = self.doors.site.as_ref()?;
        let key = visit.secret.form_key();
        Some(Asked {
            question: key.question(act.name(), self.seconds()).text(),
            site: site.id().to_owned(),
            prf: to_text(&passkey::prf_input(self.store.secrets.pepper())),
        })
    }

    fn asked(&self, visit: &Visit, act: Act, question: &str) -> Option<Question> {
        let key = visit.secret.form_key();
        key.asked(act.name(), self.seconds(), question)
    }

    /// Comes in with a passkey, or proves again that the same person is there.
    pub async fn enter_by_passkey(&self, visit: &Visit, used: Used) -> Result<Entered, Fault> {
        let Some(question) = self.asked(visit, Act::Enter, &used.question) else {
            return Ok(Entered::Late);
        };
        let said = [
            &used.id,
            &used.client,
            &used.data,
            &used.signature,
            &used.user,
        ];
        let [
            Some(id),
            Some(client),
            Some(data),
            Some(signature),
            Some(user),
        ] = said.map(|text| from_text(text))
        else {
            return Ok(Entered::No);
        };
        let lookup = passkey::lookup(&id, self.store.secrets.pepper());
        let Some(known) = self.slot_found(lookup).await? else {
            return Ok(Entered::No);
        };
        let this = self.clone();
        let write = self.store.db.write(move |tx| {
            Box::pin(async move {
                rows::lock(tx, known.account).await?;
                let slots = rows::slots_of(tx, &this.store, known.account).await?;
                let row = slots.into_iter().find(|row| row.slot == known.slot);
                let kept = row.and_then(|row| row.passkey.clone().map(|kept| (row, kept)));
                let (Some((mut row, kept)), Some(site)) = (kept, &this.doors.site) else {
                    return Ok(Err(Entered::No));
                };
                let mut passkey = Passkey::from_bytes(&kept)?;
                let checked = passkey.check(site, question.bytes(), &client, &data, &signature);
                if checked == Err(Refused::Copied) {
                    tracing::warn!("a passkey's counter did not go on: there may be a copy");
                }
                let own = passkey::user(row.account.bytes(), this.store.secrets.pepper());
                if checked.is_err() || !(user.is_empty() || user == own) {
                    return Ok(Err(Entered::No));
                }
                if !questions::answered(tx, &this.store, question.number()).await? {
                    return Ok(Err(Entered::Late));
                }
                row.passkey = Some(passkey.to_bytes());
                rows::renew_slot(tx, &this.store, &row).await?;
                Ok(Ok(row))
            })
        });
        match write.await? {
            Ok(row) => {
                let output = output(&used.output);
                self.known(visit, &row, &id, output.as_deref()).await
            }
            Err(refused) => Ok(refused),
        }
    }

    /// The passkey of this row was just used.
    async fn known(
        &self,
        visit: &Visit,
        row: &SlotRow,
        id: &[u8],
        output: Option<&[u8; 32]>,
    ) -> Result<Entered, Fault> {
        let fresh_until = self.store.clock.now().plus_seconds(FRESH_SECONDS);
        let mut visit = visit.clone();
        visit.entering = None;
        if let Some(person) = &mut visit.person {
            if person.account != row.account {
                return Ok(Entered::No);
            }
            person.fresh_until = fresh_until;
            visit.touched = None;
            let secret = self.renew(&visit, visit.draft.clone()).await?;
            return Ok(Entered::Opened(Entry::In(secret)));
        }
        visit.touched = Some(Touched {
            account: row.account,
            until: fresh_until,
        });
        if let Some(person) = self.opened(row, id, output)? {
            let entry = self.admit(&visit, person, By::Secret).await?;
            return Ok(Entered::Opened(entry));
        }
        let secret = self.renew(&visit, visit.draft.clone()).await?;
        Ok(Entered::Known(secret))
    }

    fn opened(
        &self,
        row: &SlotRow,
        id: &[u8],
        output: Option<&[u8; 32]>,
    ) -> Result<Option<Person>, Fault> {
        let Some(output) = output.filter(|_| is(row, Kind::Passkey)) else {
            return Ok(None);
        };
        let keys = SlotKeys::of_passkey(id, output, self.store.secrets.pepper(), &row.salt)?;
        match slot_of(row)?.open(&keys) {
            Ok(reader) => Ok(Some(Person {
                account: row.account,
                reader,
                fresh_until: self.store.clock.now().plus_seconds(FRESH_SECONDS),
                code: None,
            })),
            // Another output than the one of the day it was made: some devices do that. Words open.
            Err(Error::NoKey) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Lets somebody in whose secret opened, once the provider of OpenID Connect has said who she is where her account asks
    /// for that, then with her passkey where her role asks for one.
    pub(crate) async fn admit(
        &self,
        visit: &Visit,
        person: Person,
        by: By,
    ) -> Result<Entry, Fault> {
        let here = visit.person.as_ref();
        if visit.is_unnoted() && here.is_some_and(|here| here.account != person.account) {
            return Ok(Entry::Unnoted);
        }
        if by != By::Paper && !self.has_passed(visit, person.account).await? {
            return Ok(Entry::Elsewhere);
        }
        let now = self.store.clock.now();
        let touched = visit.touched.as_ref();
        let touched = touched.is_some_and(|one| one.account == person.account && now <= one.until);
        if touched || !self.asks_passkey(person.account).await? {
            let visit = Visit {
                person: Some(person),
                touched: None,
                entering: None,
                ..visit.clone()
            };
            return Ok(Entry::In(self.renew(&visit, visit.draft.clone()).await?));
        }
        let (this, account) = (self.clone(), person.account);
        let slots = self.store.db.read(move |tx| {
            Box::pin(async move { rows::slots_of(tx, &this.store, account).await })
        });
        if slots.await?.iter().any(|row| row.passkey.is_some()) {
            return Ok(Entry::Touch);
        }
        self.must_make(visit, person.account, person.reader, None)
            .await
            .map(Entry::Make)
    }

    /// Keeps who is coming in until her passkey is made. Under a new secret: a cookie that somebody planted before makes
    /// none.
    pub(crate) async fn must_make(
        &self,
        visit: &Visit,
        account: AccountId,
        reader: Identity,
        invitation: Option<SlotId>,
    ) -> Result<Secret, Fault> {
        let visit = Visit {
            person: None,
            waiting: None,
            touched: None,
            // What the provider said has served: it does not stay for who comes next.
            passage: Passage::default(),
            entering: Some(Entering {
                account,
                reader,
                invitation,
                until: self.store.clock.now().plus_seconds(FRESH_SECONDS),
            }),
            ..visit.clone()
        };
        self.renew(&visit, visit.draft.clone()).await
    }

    /// Whether this account comes in with a passkey only: its role sees others, an administrator has a passkey, and
    /// browsers know passkeys at this address.
    pub(crate) async fn asks_passkey(&self, account: AccountId) -> Result<bool, Fault> {
        let this = self.clone();
        let read = self
            .store
            .db
            .read(move |tx| Box::pin(async move { this.must_touch(tx, account).await }));
        read.await
    }

    /// The same, within a transaction.
    pub(crate) async fn must_touch(&self, tx: &mut Tx, account: AccountId) -> Result<bool, Fault> {
        let row = people::account(tx, &self.store, account).await?;
        let sees = row.is_some_and(|row| row.role.needs_passkey());
        if self.doors.site.is_none() || !sees {
            return Ok(false);
        }
        for member in people::members(tx, &self.store).await? {
            if member.role == Role::Administrator {
                let slots = rows::slots_of(tx, &self.store, member.account).await?;
                if slots.iter().any(|row| row.passkey.is_some()) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// What authenticators call the passkeys that this person has already, and the account itself.
    pub async fn own_passkeys(&self, person: &Person) -> Result<Vec<String>, Fault> {
        let (this, person) = (self.clone(), person.clone());
        let read = self.store.db.read(move |tx| {
            Box::pin(async move { Ok(Notes::load(tx, &this, &person).await?.passkeys()) })
        });
        read.await
    }

    /// What authenticators are told to call an account.
    pub fn user_handle(&self, account: AccountId) -> String {
        to_text(&passkey::user(account.bytes(), self.store.secrets.pepper()))
    }

    fn created(
        &self,
        visit: &Visit,
        act: Act,
        created: &Created,
    ) -> Result<(Question, Made), Added> {
        let question = self.asked(visit, act, &created.question);
        let question = question.ok_or(Added::Late)?;
        let said = [&created.client, &created.attestation].map(|text| from_text(text));
        let ([Some(client), Some(attestation)], Some(site)) = (said, &self.doors.site) else {
            return Err(Added::No);
        };
        match passkey::made(site, question.bytes(), &client, &attestation) {
            Ok(made) => Ok((question, made)),
            Err(_) => Err(Added::No),
        }
    }

    /// Keeps a passkey that the person has just made.
    pub async fn add_passkey(&self, visit: &Visit, created: Created) -> Result<Added, Fault> {
        let person = visit.person()?.clone();
        let (question, made) = match self.created(visit, Act::Add, &created) {
            Ok(made) => made,
            Err(refused) => return Ok(refused),
        };
        let (this, device) = (self.clone(), visit.device);
        let output = output(&created.output);
        let opens = output.is_some();
        let write = self.store.db.write(move |tx| {
            Box::pin(async move {
                if !questions::answered(tx, &this.store, question.number()).await? {
                    return Ok(Err(Added::Late));
                }
                this.hold(tx, &person).await?;
                let put = this.put_passkey(tx, &person, device, &made, output.as_deref());
                Ok(if put.await? {
                    Ok(())
                } else {
                    Err(Added::Enough)
                })
            })
        });
        Ok(match write.await? {
            Ok(()) => Added::Yes {
                opens,
                session: None,
            },
            Err(refused) => refused,
        })
    }

    /// Comes in with the passkey that her role asks for, now that it is made.
    pub async fn enter_with_first(&self, visit: &Visit, created: Created) -> Result<Added, Fault> {
        let now = self.store.clock.now();
        let entering = visit.entering.clone().filter(|one| now <= one.until);
        let gone = Fault::new(Code::SignIn, "nobody is coming in");
        let entering = entering.ok_or(gone)?;
        let (question, made) = match self.created(visit, Act::First, &created) {
            Ok(made) => made,
            Err(refused) => return Ok(refused),
        };
        let (this, visit) = (self.clone(), visit.clone());
        let output = output(&created.output);
        let opens = output.is_some();
        let write = self.store.db.write(move |tx| {
            Box::pin(async move {
                if !questions::answered(tx, &this.store, question.number()).await? {
                    return Ok(Err(Added::Late));
                }
                let known = Person {
                    account: entering.account,
                    reader: entering.reader,
                    fresh_until: now.plus_seconds(FRESH_SECONDS),
                    code: None,
                };
                let person = match entering.invitation {
                    Some(invitation) => this.seat(tx, invitation, &known).await?,
                    None => known,
                };
                this.hold(tx, &person).await?;
                if entering.invitation.is_none() {
                    // Words alone make the first one, not a second.
                    let slots = rows::slots_of(tx, &this.store, person.account).await?;
                    if slots.iter().any(|row| row.passkey.is_some()) {
                        return Err(Fault::new(Code::SignIn, "she has a passkey meanwhile"));
                    }
                }
                let put = this.put_passkey(tx, &person, visit.device, &made, output.as_deref());
                if !put.await? {
                    // Nothing is written: her invitation stands.
                    return Err(Fault::new(Code::Conflict, KNOWN));
                }
                let session = this.open_session(tx, &visit, &person, &visit.draft);
                session.await.map(Ok)
            })
        });
        let written = match write.await {
            // Not any conflict: two nodes that meet are told to try again.
            Err(fault) if fault.context() == KNOWN => return Ok(Added::Enough),
            written => written?,
        };
        self.store.swept().await;
        Ok(match written {
            Ok(session) => Added::Yes {
                opens,
                session: Some(session),
            },
            Err(refused) => refused,
        })
    }

    /// Writes the row of a passkey; the account is held. `false` when it is known already, or one too many.
    async fn put_passkey(
        &self,
        tx: &mut Tx,
        person: &Person,
        device: Option<Device>,
        made: &Made,
        output: Option<&[u8; 32]>,
    ) -> Result<bool, Fault> {
        let pepper = self.store.secrets.pepper();
        let slots = rows::slots_of(tx, &self.store, person.account).await?;
        let lookup = passkey::lookup(&made.id, pepper);
        let known = queries::slot_by_lookup(tx, &self.store, lookup).await?;
        let own = slots.iter().filter(|row| row.passkey.is_some()).count();
        if known.is_some() || own >= MOST {
            return Ok(false);
        }
        let mut row = match output {
            Some(output) => {
                let slot = Slot::for_passkey(&made.id, output, pepper, &person.reader)?;
                row_of(person.account, slot)
            }
            None => {
                let work = self.store.secrets.work_key().to_public();
                SlotRow {
                    slot: SlotId::new(seal::random::bytes()),
                    account: person.account,
                    kind: TOUCH.to_owned(),
                    lookup: Some(lookup),
                    salt: seal::random::bytes(),
                    recipient: work.to_string(),
                    ct: vault::encrypt(b"", &[work])?,
                    passkey: None,
                }
            }
        };
        row.passkey = Some(made.passkey.to_bytes());
        queries::add_slot(tx, &self.store, &row).await?;
        let mut notes = Notes::load(tx, self, person).await?;
        let month = queries::month_of(self.store.clock.now());
        let device = device.map(Device::text).unwrap_or_default();
        notes.add_passkey(row.slot, month, device, to_text(&made.id));
        let all = slots.iter().map(|row| row.slot).chain([row.slot]);
        notes
            .keep(tx, self, person, &all.collect::<Vec<_>>())
            .await?;
        Ok(true)
    }
}
