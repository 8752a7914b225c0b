//! Reminders by mail (seal specification, section 8): asked by the owner, to an address that she has shown to be hers,
//! never in the hours that she keeps for herself (N021, N110). The server holds one row, which names no dossier: to whom
//! and when, under the key of its own work. The mail is the same for everybody and says nothing.

use crate::entries::{Parts, Tells};
use crate::follow::days_ahead;
use crate::mailing;
use crate::model::Case;
use crate::quiet::Quiet;
use crate::retention;
use crate::service::{Dossiers, Opened, follows};
use kernel::id::{from_hex, to_hex};
use kernel::{Code, Fault, Moment};
use seal::entry::{By, EntryDraft};
use seal::grant::Rights;
use seal::vault::{decrypt, encrypt, pad_entry, unpad};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::collections::BTreeSet;
use store::journal::{self, Append};
use store::reminders::{self, Reminder, ReminderId, State};
use store::{Store, caches};
use ui::Lang;

/// The type of the entries.
pub const KIND: &str = "reminder";
/// Days before that can be chosen; the first is the usual one.
pub const BEFORE: [u8; 3] = [2, 1, 7];
/// Codes that one dossier asks for in a day.
const CODES_OF_ONE: usize = 5;
/// Wrong codes before another must be asked for.
const WRONG: u32 = 5;
pub(crate) const DAY: i64 = 86_400;
/// Longest address (RFC 5321, section 4.5.3.1).
const LONGEST: usize = 254;
/// Where a code that waits is kept, among the working copies of the dossier.
const CACHE: &str = "reminder";

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
            to: address(to).ok_or(("address", "mail-address-wrong"))?,
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

/// A mail address as people have one: no quotes, no comments, nothing that would end a line.
fn address(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let (name, domain) = typed.split_once('@')?;
    let known = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~-.".contains(c);
    let label = |label: &str| {
        let known = label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        !label.is_empty() && known && !label.starts_with('-') && !label.ends_with('-')
    };
    let dots = |text: &str| text.starts_with('.') || text.ends_with('.') || text.contains("..");
    let good = !name.is_empty()
        && name.len() <= 64
        && name.chars().all(known)
        && !dots(name)
        && domain.contains('.')
        && domain.split('.').all(label)
        && typed.len() <= LONGEST;
    good.then(|| typed.to_owned())
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
pub struct Waiting {
    row: ReminderId,
    code: String,
    wrong: u32,
    sent: Vec<Moment>,
    /// What she chose.
    pub wishes: Option<Wishes>,
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
            return Ok(Standing::On(on.clone(), next));
        }
        match self.waiting(opened).await? {
            Some(Waiting {
                wishes: Some(wishes),
                row,
                ..
            }) => {
                let row = self.reminder_row(row).await?;
                Ok(Standing::Asked(wishes, row.map(|row| row.state)))
            }
            _ => Ok(Standing::None),
        }
    }

    async fn reminder_row(&self, id: ReminderId) -> Result<Option<Reminder>, Fault> {
        let store = self.store().clone();
        self.store()
            .db
            .read(move |tx| Box::pin(async move { reminders::get(tx, &store, id).await }))
            .await
    }

    async fn waiting(&self, opened: &Opened) -> Result<Option<Waiting>, Fault> {
        let (store, owner) = (self.store().clone(), *opened.keyring.d.bytes());
        let ct = self
            .store()
            .db
            .read(move |tx| Box::pin(async move { caches::get(tx, &store, owner, CACHE).await }))
            .await?;
        ct.map(|ct| read(&decrypt(&ct, &opened.keyring.identities)?))
            .transpose()
    }

    /// Sends a code to the address, which is written to nobody else before it is typed back.
    ///
    /// # Errors
    /// `Busy` when too many were sent; `NotFound` when no mail leaves from here.
    pub async fn ask_reminders(&self, opened: &Opened, wishes: Wishes) -> Result<(), Fault> {
        hers(opened)?;
        if !self.mailing.ready() {
            return Err(Fault::new(Code::NotFound, "no mail leaves from here"));
        }
        let now = self.store().clock.now();
        let before = self.waiting(opened).await?;
        let mut sent = before
            .as_ref()
            .map_or_else(Vec::new, |one| one.sent.clone());
        sent.retain(|at| at.plus_seconds(DAY) > now);
        let pepper = self.store().secrets.pepper();
        let digest = pepper.lookup("mail", wishes.to.to_ascii_lowercase().as_bytes());
        let busy = || Fault::new(Code::Busy, "too many codes");
        if sent.len() >= CODES_OF_ONE || !self.mailing.take(digest, &*self.store().clock) {
            return Err(busy());
        }
        sent.push(now);
        let waiting = Waiting {
            row: seal::random::bytes(),
            code: draw(),
            wrong: 0,
            sent,
            wishes: Some(wishes.clone()),
        };
        let asked = Asked {
            to: wishes.to,
            lang: wishes.lang,
            quiet: wishes.quiet,
            hours: vec![whole(now)],
            again: None,
            code: Some(waiting.code.clone()),
        };
        let row = asked.sealed(self.store(), waiting.row)?;
        let old = before.map(|one| one.row);
        let kept = self.waiting_ct(opened, &waiting)?;
        let (store, owner) = (self.store().clone(), *opened.keyring.d.bytes());
        self.store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    if let Some(old) = old {
                        reminders::remove(tx, old).await?;
                    }
                    if let Some(row) = &row {
                        reminders::put(tx, &store, row).await?;
                    }
                    caches::put(tx, &store, owner, CACHE, &kept).await
                })
            })
            .await?;
        self.mailing.wake.notify_one();
        Ok(())
    }

    fn waiting_ct(&self, opened: &Opened, waiting: &Waiting) -> Result<Vec<u8>, Fault> {
        let to: Vec<_> = opened.keyring.recipient().into_iter().collect();
        Ok(encrypt(&pad_entry(json(waiting)?), &to)?)
    }

    /// Types the code back: from now on the days are reminded of. `false` when it is another one, or too old.
    ///
    /// # Errors
    /// `Conflict` when something was added since the dossier was opened.
    pub async fn confirm_reminders(&self, opened: &Opened, typed: &str) -> Result<bool, Fault> {
        hers(opened)?;
        let Some(mut waiting) = self.waiting(opened).await? else {
            return Ok(false);
        };
        let Some(wishes) = waiting.wishes.clone() else {
            return Ok(false);
        };
        let typed: String = typed.chars().filter(char::is_ascii_digit).collect();
        let now = self.store().clock.now();
        let fresh = waiting
            .sent
            .last()
            .is_some_and(|at| at.plus_seconds(DAY) > now);
        // Five tries of a million: comparing in constant time would add nothing.
        let right = fresh && typed == waiting.code;
        let draft = if right {
            Some(on(&waiting.row, &wishes)?)
        } else {
            waiting.wrong += 1;
            if waiting.wrong >= WRONG || !fresh {
                waiting.wishes = None;
            }
            None
        };
        let (code_row, kept) = (waiting.row, self.waiting_ct(opened, &waiting)?);
        let (store, d, by) = (
            self.store().clone(),
            opened.keyring.d,
            opened.keyring.rights.by(),
        );
        let size = opened.journal.dossier.size;
        self.store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let Some(draft) = draft else {
                        return caches::put(tx, &store, *d.bytes(), CACHE, &kept).await;
                    };
                    let receipt =
                        journal::append(tx, &store, d, by, draft, Append::default()).await?;
                    follows(size, &receipt)?;
                    // A code that left twice is of no use any more.
                    reminders::remove(tx, code_row).await?;
                    caches::remove(tx, &store, *d.bytes(), CACHE).await
                })
            })
            .await?;
        if right {
            self.keep_up_again(opened).await;
        }
        Ok(right)
    }

    /// Forgets an address whose code was not typed back; how many codes were sent is remembered for a day.
    pub async fn forget_asked(&self, opened: &Opened) -> Result<(), Fault> {
        hers(opened)?;
        let Some(mut waiting) = self.waiting(opened).await? else {
            return Ok(());
        };
        waiting.wishes = None;
        waiting.code.clear();
        let (row, kept) = (waiting.row, self.waiting_ct(opened, &waiting)?);
        let (store, owner) = (self.store().clone(), *opened.keyring.d.bytes());
        self.store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    reminders::withdraw(tx, row).await?;
                    caches::put(tx, &store, owner, CACHE, &kept).await
                })
            })
            .await
    }

    /// Stops them; the address is forgotten by the server at once.
    pub async fn stop_reminders(&self, opened: &Opened) -> Result<(), Fault> {
        hers(opened)?;
        let Some(going) = &opened.case.reminding else {
            return Ok(());
        };
        let (draft, row) = (off(going.seq)?, going.row);
        let (store, d, by) = (
            self.store().clone(),
            opened.keyring.d,
            opened.keyring.rights.by(),
        );
        self.store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    reminders::withdraw(tx, row).await?;
                    journal::append(tx, &store, d, by, draft, Append::default()).await
                })
            })
            .await?;
        self.store().sweep().await.map(drop)
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

    /// Lays down the hours at which the days are reminded of, as they are now. One that was due and has not left yet
    /// stays, while its day does; what failed stays as it is, for her to see.
    pub(crate) async fn rewrite_reminders(&self, opened: &Opened) -> Result<(), Fault> {
        let Some(going) = &opened.case.reminding else {
            return Ok(());
        };
        let row = self.reminder_row(going.row).await?;
        // Whoever refuses is not written to again; what failed stays, for her to see.
        if row.as_ref().is_some_and(|row| row.state == State::Refused) {
            return Ok(());
        }
        let store = self.store();
        let before = row.as_ref().and_then(|row| Asked::open(store, row).ok());
        let Wishes {
            to,
            before: days,
            quiet,
            lang,
        } = going.wishes.clone();
        let now = store.clock.now();
        let kept = days_ahead(self.content, &opened.case, self.today());
        let again = before.as_ref().and_then(|asked| asked.again);
        let hours: BTreeSet<Moment> = kept
            .iter()
            .map(|keep| quiet.reminder(keep.on, days))
            .chain(retention::notices(opened))
            .filter(|hour| {
                let unsent = before.as_ref().map_or(&[][..], |asked| &asked.hours);
                *hour > now || unsent.contains(hour)
            })
            // Nothing is kept past the day on which the dossier itself would go.
            .filter(|hour| journal::month(*hour) <= opened.journal.dossier.purge_month)
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
        if before.as_ref() == Some(&asked) || (before.is_none() && asked.hours.is_empty()) {
            return Ok(());
        }
        let new = asked.sealed(store, going.row)?;
        let (store, d, id) = (store.clone(), opened.keyring.d, going.row);
        let size = opened.journal.dossier.size;
        self.store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    // Somebody stopped them, or said something else, since the dossier was read.
                    if journal::info(tx, &store, d).await?.size != size {
                        return Ok(());
                    }
                    match &new {
                        Some(new) => reminders::put(tx, &store, new).await,
                        None => reminders::remove(tx, id).await,
                    }
                })
            })
            .await
    }
}
