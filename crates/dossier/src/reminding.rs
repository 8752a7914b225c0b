//! Reminders by mail (seal specification, section 8): asked by the owner, to an address that she has shown to be hers,
//! never in the hours that she keeps for herself (N021, N110). The server holds one row, which names no dossier: to whom
//! and when, under the key of its own work. The mail is the same for everybody and says nothing.

use crate::agenda::days_ahead;
use crate::entries::{Parts, Tells};
use crate::mailing;
use crate::model::Case;
use crate::quiet::Quiet;
use crate::retention;
use crate::service::{Dossiers, Opened};
use kernel::id::{from_hex, to_hex};
use kernel::{Code, Fault, Moment};
use seal::entry::{By, EntryDraft};
use seal::grant::{Keyring, Rights};
use seal::vault::{decrypt, encrypt, pad_entry, unpad};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::collections::BTreeSet;
use store::journal::{self, Append};
use store::reminders::{self, Reminder, ReminderId, State};
use store::{Store, Tx, caches, limits};
use time::Date;
use ui::Lang;

/// The type of the entries.
pub const KIND: &str = "reminder";
/// Days before that can be chosen; the first is the usual one.
pub const BEFORE: [u8; 3] = [2, 1, 7];
/// Codes that one dossier asks for in a day.
const CODES_OF_ONE: u32 = 5;
/// Codes that one address is sent in a day.
const CODES_A_DAY: u32 = 3;
/// Codes that everybody together is sent in a day.
const CODES_FOR_ALL: u32 = 500;
/// Wrong codes before another must be asked for.
const WRONG: u32 = 5;
const DAY: i64 = 86_400;
/// Where a code that waits is kept, among the working copies of the dossier.
const CACHE: &str = "reminder";
/// Where the days are kept whose reminder was laid down: one that was told two days before is not told again on its day.
const LAID: &str = "reminder/laid";

/// What the owner chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wishes {
    /// Her address.
    pub to: String,
    /// Days before.
    pub before: u8,
    /// Hours of rest.
    pub quiet: Quiet,
    /// The language of the mail.
    lang: String,
}

impl Wishes {
    /// Checks them.
    ///
    /// # Errors
    /// The field that is wrong, with the key of what to say.
    pub fn read(
        to: &str,
        before: &str,
        [from, until]: [&str; 2],
        weekends: bool,
        lang: Lang,
    ) -> Result<Self, (&'static str, &'static str)> {
        let hour = |text: &str| {
            let text = text.trim().trim_end_matches(['h', ' ']);
            text.parse().ok().filter(|hour: &u8| *hour < 24)
        };
        let before = before.parse().ok().filter(|days| BEFORE.contains(days));
        Ok(Self {
            to: kernel::mail::address(to).ok_or(("address", "mail-address-wrong"))?,
            before: before.ok_or(("before", "mail-before-missing"))?,
            quiet: Quiet {
                from: hour(from).ok_or(("from", "mail-hour-wrong"))?,
                until: hour(until).ok_or(("until", "mail-hour-wrong"))?,
                weekends,
            },
            lang: lang.tag().to_owned(),
        })
    }
}

/// Reminders that go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminding {
    /// The entry that asked.
    pub seq: u64,
    /// Its row.
    pub row: ReminderId,
    /// What she chose.
    pub wishes: Wishes,
}

/// A code that was sent and not typed back yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Waiting {
    row: ReminderId,
    code: String,
    wrong: u32,
    sent: Moment,
    /// The form that asked.
    nonce: Option<[u8; 16]>,
    wishes: Wishes,
}

/// Where reminders stand, for their page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// None is asked for.
    None,
    /// A code was asked for; whether it left, waits, or cannot.
    Asked(Wishes, Option<State>),
    /// They go on; the next one, and where it stands.
    On(Reminding, Option<(Moment, State)>),
}

/// What stands inside a row, for the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Asked {
    pub(crate) to: String,
    pub(crate) lang: String,
    pub(crate) quiet: Quiet,
    /// When mails leave, in order.
    pub(crate) hours: Vec<Moment>,
    /// The one among them that she asked for herself, tied to no day.
    pub(crate) again: Option<Moment>,
    /// The code to send, when it is one.
    pub(crate) code: Option<String>,
}

impl Asked {
    pub(crate) fn sealed(&self, store: &Store, id: ReminderId) -> Result<Option<Reminder>, Fault> {
        let Some(hour) = self.hours.first() else {
            return Ok(None);
        };
        Ok(Some(Reminder::new(id, *hour, self.written(store)?)))
    }

    pub(crate) fn written(&self, store: &Store) -> Result<Vec<u8>, Fault> {
        let to = [store.secrets.work_key().to_public()];
        Ok(encrypt(&pad_entry(json(self)?), &to)?)
    }

    pub(crate) fn open(store: &Store, row: &Reminder) -> Result<Self, Fault> {
        let key = store.secrets.work_key();
        read(&decrypt(&row.ct, std::slice::from_ref(key))?)
    }
}

fn json<T: Serialize>(value: &T) -> Result<Vec<u8>, Fault> {
    serde_json::to_vec(value).map_err(|e| Fault::internal("a reminder cannot be written", e))
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Fault> {
    serde_json::from_slice(unpad(bytes))
        .map_err(|e| Fault::caused(Code::Damaged, "a reminder cannot be read", e))
}

/// Reads an entry of type `reminder`.
pub(crate) fn apply(case: &mut Case, entry: &dyn Tells) {
    let line = entry.line();
    if line.by != By::Owner {
        return;
    }
    let wishes = entry.local("wishes").cloned();
    let row = entry.local("row").and_then(Value::as_str);
    let asked = wishes.and_then(|wishes| serde_json::from_value(wishes).ok());
    // One that says neither stops them.
    case.reminding = row
        .and_then(from_hex)
        .zip(asked)
        .map(|(row, wishes)| Reminding {
            seq: line.seq,
            row,
            wishes,
        });
}

fn on(row: &ReminderId, wishes: &Wishes) -> Result<EntryDraft, Fault> {
    let wishes_json = serde_json::to_value(wishes).map_err(|e| Fault::internal("wishes", e))?;
    Parts::of(KIND)
        .value("before", wishes.before)
        .beside("row", to_hex(row).into())
        .beside("wishes", wishes_json)
        .done()
}

fn off(of: u64) -> Result<EntryDraft, Fault> {
    Parts::of(KIND).value("of", of).done()
}

/// The hour that has begun: a row does not tell the minute.
pub(crate) const fn whole(at: Moment) -> Moment {
    const HOUR: i64 = 3600;
    Moment::from_seconds(at.seconds().div_euclid(HOUR).saturating_mul(HOUR))
}

/// Six digits.
fn draw() -> String {
    let number = u64::from_be_bytes(seal::random::bytes()) % 1_000_000;
    format!("{number:06}")
}

/// Whether somebody may see and change them: the address is the owner's.
pub fn is_hers(opened: &Opened) -> bool {
    opened.keyring.rights == Rights::Owner && opened.journal.dossier.confirmed
}

fn hers(opened: &Opened) -> Result<(), Fault> {
    if is_hers(opened) {
        return Ok(());
    }
    Err(Fault::new(Code::NotFound, "reminders are the owner's"))
}

impl Dossiers {
    /// Where reminders stand.
    pub async fn reminders(&self, opened: &Opened) -> Result<Standing, Fault> {
        if !is_hers(opened) {
            return Ok(Standing::None);
        }
        if let Some(on) = &opened.case.reminding {
            let row = self.reminder_row(on.row).await?;
            let next = row.map(|row| (row.hour, row.state));
            // A damaged dossier says nothing new: without a row, they were stopped.
            if opened.journal.dossier.damaged && next.is_none() {
                return Ok(Standing::None);
            }
            return Ok(Standing::On(on.clone(), next));
        }
        let Some(Waiting { row, wishes, .. }) = self.waiting(opened).await? else {
            return Ok(Standing::None);
        };
        let row = self.reminder_row(row).await?;
        Ok(Standing::Asked(wishes, row.map(|row| row.state)))
    }

    async fn reminder_row(&self, id: ReminderId) -> Result<Option<Reminder>, Fault> {
        let store = self.store().clone();
        self.store()
            .db
            .read(move |tx| Box::pin(async move { reminders::get(tx, &store, id).await }))
            .await
    }

    async fn waiting(&self, opened: &Opened) -> Result<Option<Waiting>, Fault> {
        let (store, keyring) = (self.store().clone(), opened.keyring.clone());
        self.store()
            .db
            .read(move |tx| Box::pin(async move { aside(tx, &store, &keyring, CACHE).await }))
            .await
    }

    /// Sends a code to the address, which is written to nobody else before it is typed back. The same form sent twice
    /// asks once; another address takes the place of the one that was asked for.
    ///
    /// # Errors
    /// `Busy` when too many were sent; `NotFound` when no mail leaves from here; `Conflict` when something was added
    /// since the dossier was opened.
    pub async fn ask_reminders(
        &self,
        opened: &Opened,
        wishes: Wishes,
        nonce: Option<[u8; 16]>,
    ) -> Result<(), Fault> {
        hers(opened)?;
        if !self.mailing.ready() {
            return Err(Fault::new(Code::NotFound, "no mail leaves from here"));
        }
        // They go on already: a page that was left open asked again.
        if opened.case.reminding.is_some() {
            return Ok(());
        }
        let (store, keyring) = (self.store().clone(), opened.keyring.clone());
        let size = opened.journal.dossier.size;
        self.store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    unchanged(tx, &store, &keyring, size).await?;
                    ask(tx, &store, &keyring, wishes, nonce).await
                })
            })
            .await?;
        self.mailing.wake.notify_one();
        Ok(())
    }

    /// Types the code back: from now on the days are reminded of. `false` when it is another one, or too old.
    ///
    /// # Errors
    /// `Conflict` when something was added since the dossier was opened.
    pub async fn confirm_reminders(&self, opened: &Opened, typed: &str) -> Result<bool, Fault> {
        hers(opened)?;
        // The same form sent twice.
        if opened.case.reminding.is_some() {
            return Ok(true);
        }
        let typed: String = typed.chars().filter(char::is_ascii_digit).collect();
        let (store, keyring) = (self.store().clone(), opened.keyring.clone());
        let size = opened.journal.dossier.size;
        let right = self
            .store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    unchanged(tx, &store, &keyring, size).await?;
                    confirm(tx, &store, &keyring, &typed).await
                })
            })
            .await?;
        if right {
            self.keep_up_again(opened).await;
        }
        Ok(right)
    }

    /// Forgets an address whose code was not typed back.
    pub async fn forget_asked(&self, opened: &Opened) -> Result<(), Fault> {
        hers(opened)?;
        let (store, keyring) = (self.store().clone(), opened.keyring.clone());
        self.store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    match aside::<Waiting>(tx, &store, &keyring, CACHE).await? {
                        Some(waiting) => forget(tx, &store, &keyring, &waiting).await,
                        None => Ok(()),
                    }
                })
            })
            .await
    }

    /// Stops them; the address is forgotten by the server at once. A damaged dossier is read-only: they stop all the same.
    pub async fn stop_reminders(&self, opened: &Opened) -> Result<(), Fault> {
        hers(opened)?;
        let Some(going) = opened.case.reminding.clone() else {
            return Ok(());
        };
        let stop = |entry: bool| {
            let (store, keyring, going) =
                (self.store().clone(), opened.keyring.clone(), going.clone());
            self.store().db.write(move |tx| {
                Box::pin(async move {
                    let (d, by) = (keyring.d, keyring.rights.by());
                    reminders::withdraw(tx, going.row).await?;
                    caches::remove(tx, &store, *d.bytes(), LAID).await?;
                    if entry {
                        let draft = off(going.seq)?;
                        journal::append(tx, &store, d, by, draft, Append::default()).await?;
                    }
                    Ok(())
                })
            })
        };
        match stop(true).await {
            Err(fault) if fault.code() == Code::Damaged => stop(false).await?,
            done => done?,
        }
        self.store().swept().await;
        Ok(())
    }

    /// Tries again what was given up.
    pub async fn retry_reminders(&self, opened: &Opened) -> Result<(), Fault> {
        hers(opened)?;
        let Some(going) = &opened.case.reminding else {
            return Ok(());
        };
        let (store, id) = (self.store().clone(), going.row);
        self.store()
            .db
            .write(move |tx| Box::pin(async move { mailing::again(tx, &store, id).await }))
            .await?;
        self.mailing.wake.notify_one();
        Ok(())
    }

    /// The rows that go with the dossier.
    pub(crate) async fn reminder_rows(&self, opened: &Opened) -> Vec<ReminderId> {
        let asked = self.waiting(opened).await.ok().flatten();
        let going = opened.case.reminding.as_ref().map(|one| one.row);
        going.into_iter().chain(asked.map(|one| one.row)).collect()
    }

    /// Lays down the hours at which the days are reminded of, as they are now.
    pub(crate) async fn rewrite_reminders(&self, opened: &Opened) -> Result<(), Fault> {
        let Some(going) = opened.case.reminding.clone() else {
            return Ok(());
        };
        let kept = days_ahead(self.content, &opened.case, self.today());
        let laying = Laying {
            going,
            days: kept.iter().map(|keep| keep.on).collect(),
            notices: retention::notices(opened),
            until: opened.journal.dossier.purge_month,
        };
        let (store, keyring) = (self.store().clone(), opened.keyring.clone());
        let size = opened.journal.dossier.size;
        let (also, keys) = (laying.clone(), keyring.clone());
        let look = self.store().db.read(move |tx| {
            Box::pin(async move {
                let row = reminders::get(tx, &store, also.going.row).await?;
                let laid = aside(tx, &store, &keys, LAID).await?;
                Ok(also.change(&store, row.as_ref(), laid)?.is_some())
            })
        });
        if !look.await? {
            return Ok(());
        }
        let store = self.store().clone();
        self.store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    // Somebody stopped them, or said something else, since the dossier was read.
                    if !journal::unchanged(tx, &store, keyring.d, size).await? {
                        return Ok(());
                    }
                    // A mail may have left since: what is said to be unsent is read under its lock.
                    let row = reminders::locked(tx, &store, laying.going.row).await?;
                    let laid = aside(tx, &store, &keyring, LAID).await?;
                    let Some(asked) = laying.change(&store, row.as_ref(), laid)? else {
                        return Ok(());
                    };
                    set_aside(tx, &store, &keyring, LAID, &laying.days).await?;
                    match asked.sealed(&store, laying.going.row)? {
                        Some(new) => reminders::put(tx, &store, &new).await,
                        None => reminders::remove(tx, laying.going.row).await,
                    }
                })
            })
            .await
    }
}

/// # Errors
/// `Conflict` when something was added since the dossier was read.
async fn unchanged(tx: &mut Tx, store: &Store, keyring: &Keyring, size: u64) -> Result<(), Fault> {
    if journal::unchanged(tx, store, keyring.d, size).await? {
        return Ok(());
    }
    Err(Fault::new(Code::Conflict, "something was added meanwhile"))
}

/// What is kept among the working copies of the dossier, under its keys.
async fn aside<T: DeserializeOwned>(
    tx: &mut Tx,
    store: &Store,
    keyring: &Keyring,
    name: &str,
) -> Result<Option<T>, Fault> {
    let ct = caches::get(tx, store, *keyring.d.bytes(), name).await?;
    ct.map(|ct| read(&decrypt(&ct, &keyring.identities)?))
        .transpose()
}

async fn set_aside<T: Serialize + Sync>(
    tx: &mut Tx,
    store: &Store,
    keyring: &Keyring,
    name: &str,
    what: &T,
) -> Result<(), Fault> {
    let to: Vec<_> = keyring.recipient().into_iter().collect();
    let ct = encrypt(&pad_entry(json(what)?), &to)?;
    caches::put(tx, store, *keyring.d.bytes(), name, &ct).await
}

async fn ask(
    tx: &mut Tx,
    store: &Store,
    keyring: &Keyring,
    wishes: Wishes,
    nonce: Option<[u8; 16]>,
) -> Result<(), Fault> {
    let before: Option<Waiting> = aside(tx, store, keyring, CACHE).await?;
    if nonce.is_some() && before.as_ref().is_some_and(|one| one.nonce == nonce) {
        return Ok(());
    }
    let address = wishes.to.to_ascii_lowercase();
    for (what, whom, most) in [
        ("mail/dossier", keyring.d.bytes().as_slice(), CODES_OF_ONE),
        ("mail/address", address.as_bytes(), CODES_A_DAY),
        ("mail/all", &[], CODES_FOR_ALL),
    ] {
        if !limits::take(tx, store, what, whom, most).await? {
            return Err(Fault::new(Code::Busy, "too many codes"));
        }
    }
    let now = store.clock.now();
    let waiting = Waiting {
        row: seal::random::bytes(),
        code: draw(),
        wrong: 0,
        sent: now,
        nonce,
        wishes: wishes.clone(),
    };
    let asked = Asked {
        to: wishes.to,
        lang: wishes.lang,
        quiet: wishes.quiet,
        hours: vec![whole(now)],
        again: None,
        code: Some(waiting.code.clone()),
    };
    if let Some(before) = before {
        reminders::remove(tx, before.row).await?;
    }
    if let Some(row) = asked.sealed(store, waiting.row)? {
        reminders::put(tx, store, &row).await?;
    }
    set_aside(tx, store, keyring, CACHE, &waiting).await
}

async fn confirm(
    tx: &mut Tx,
    store: &Store,
    keyring: &Keyring,
    typed: &str,
) -> Result<bool, Fault> {
    let Some(mut waiting) = aside::<Waiting>(tx, store, keyring, CACHE).await? else {
        return Ok(false);
    };
    let fresh = waiting.sent.plus_seconds(DAY) > store.clock.now();
    // Five tries of a million: comparing in constant time would add nothing.
    if !fresh || typed != waiting.code {
        waiting.wrong += 1;
        if waiting.wrong >= WRONG || !fresh {
            forget(tx, store, keyring, &waiting).await?;
        } else {
            set_aside(tx, store, keyring, CACHE, &waiting).await?;
        }
        return Ok(false);
    }
    // A code that left twice is of no use any more; the reminders have a row of their own.
    forget(tx, store, keyring, &waiting).await?;
    let (d, by) = (keyring.d, keyring.rights.by());
    let draft = on(&seal::random::bytes(), &waiting.wishes)?;
    journal::append(tx, store, d, by, draft, Append::default()).await?;
    Ok(true)
}

async fn forget(
    tx: &mut Tx,
    store: &Store,
    keyring: &Keyring,
    waiting: &Waiting,
) -> Result<(), Fault> {
    reminders::remove(tx, waiting.row).await?;
    caches::remove(tx, store, *keyring.d.bytes(), CACHE).await
}

/// From what the hours of reminders are laid down.
#[derive(Clone)]
struct Laying {
    going: Reminding,
    days: BTreeSet<Date>,
    /// When she is told that the dossier itself would go.
    notices: Vec<Moment>,
    /// The last month in which the dossier is kept.
    until: i64,
}

impl Laying {
    /// What the row is to be, when it is not so already. A mail that was due and has not left yet stays, while its day
    /// does; a day noted too late for its hour is told on the day itself, once.
    fn change(
        &self,
        store: &Store,
        row: Option<&Reminder>,
        laid: Option<BTreeSet<Date>>,
    ) -> Result<Option<Asked>, Fault> {
        // Whoever refuses is not written to again; the row says so for as long as she does not stop.
        if row.is_some_and(|row| row.state == State::Refused) {
            return Ok(None);
        }
        let before = row.and_then(|row| Asked::open(store, row).ok());
        let (unsent, again) = before
            .as_ref()
            .map_or((&[][..], None), |asked| (&asked.hours, asked.again));
        let laid = laid.unwrap_or_default();
        let now = store.clock.now();
        let Wishes {
            to,
            before: days,
            quiet,
            lang,
        } = self.going.wishes.clone();
        let hour = |day: &Date| {
            let usual = quiet.reminder(*day, days);
            if usual > now || unsent.contains(&usual) {
                return Some(usual);
            }
            let last = quiet.within(*day)?;
            let first = last > now && !laid.contains(day);
            (first || unsent.contains(&last)).then_some(last)
        };
        let hours: BTreeSet<Moment> = self
            .days
            .iter()
            .filter_map(hour)
            .chain(
                self.notices
                    .iter()
                    .copied()
                    .filter(|notice| *notice > now || unsent.contains(notice)),
            )
            // Nothing is kept past the day on which the dossier itself would go.
            .filter(|hour| journal::month(*hour) <= self.until)
            .chain(again)
            .collect();
        let asked = Asked {
            to,
            lang,
            quiet,
            hours: hours.into_iter().collect(),
            again,
            code: None,
        };
        let same = before.as_ref() == Some(&asked) || (before.is_none() && asked.hours.is_empty());
        Ok((!same || laid != self.days).then_some(asked))
    }
}
