//! The mails of reminders, from the rows that are due to the port that sends: once each, whatever the number of nodes, and
//! never in the hours that the person keeps for herself (N110).

use crate::quiet::Quiet;
use crate::reminding::{Asked, whole};
use crate::service::Dossiers;
use kernel::ports::{Mail, Mailer, NotSent};
use kernel::{Fault, Moment};
use std::sync::Arc;
use store::reminders::{self, Reminder, ReminderId, State};
use store::{Store, Tx};
use ui::{Lang, Words};

/// Who sends.
#[derive(Default)]
pub struct Mailing {
    port: Option<Arc<dyn Mailer>>,
    address: Option<String>,
    /// Wakes whoever sends.
    pub wake: tokio::sync::Notify,
}

impl Mailing {
    /// Through this server; `address` is where people reach the instance.
    pub fn new(port: Option<Arc<dyn Mailer>>, address: Option<String>) -> Self {
        Self {
            port,
            address,
            ..Self::default()
        }
    }

    /// Whether mails leave from here.
    pub fn ready(&self) -> bool {
        self.port.is_some()
    }
}

impl Dossiers {
    /// Sends one mail that is due; `false` when there was none, or nobody to send it.
    pub async fn mail_once(&self) -> Result<bool, Fault> {
        let Some(port) = self.mailing.port.clone() else {
            return Ok(false);
        };
        let store = self.store().clone();
        let row = self
            .store()
            .db
            .write(move |tx| Box::pin(async move { reminders::claim(tx, &store).await }))
            .await?;
        let Some(row) = row else { return Ok(false) };
        let asked = match Asked::open(self.store(), &row) {
            Ok(asked) => asked,
            Err(fault) => {
                tracing::error!(%fault, "a reminder was removed");
                let id = row.id;
                let remove = self
                    .store()
                    .db
                    .write(move |tx| Box::pin(async move { reminders::remove(tx, id).await }));
                return remove.await.map(|()| true);
            }
        };
        let now = self.store().clock.now();
        if asked.hours.is_empty() {
            // It failed long ago, and nothing came after it.
            self.mailed(row.id, now, Next::Sent).await?;
            return Ok(true);
        }
        // The server was down, or tried again until the evening: her hours hold all the same.
        if asked.code.is_none() && asked.quiet.holds(now) {
            let later = asked.quiet.next_free(now);
            self.mailed(row.id, now, Next::Later(later)).await?;
            return Ok(true);
        }
        let mail = self.mail(&row, &asked, now);
        match port.send(&mail).await {
            Ok(()) => self.mailed(row.id, now, Next::Sent).await?,
            Err(NotSent::Refused) => {
                self.mailed(row.id, now, Next::Refused).await?;
                tracing::warn!("a mail was refused for good");
            }
            Err(NotSent::Later(fault)) => {
                let (store, id) = (self.store().clone(), row.id);
                let failed = self.store().db.write(move |tx| {
                    Box::pin(async move { reminders::fail(tx, &store, &row).await })
                });
                let given_up = failed.await? == State::GivenUp;
                if given_up {
                    self.mailed(id, now, Next::GivenUp).await?;
                }
                tracing::warn!(%fault, given_up, "a mail could not be sent");
            }
        }
        Ok(true)
    }

    /// The mail: words for everybody, and the address of the instance.
    fn mail(&self, row: &Reminder, asked: &Asked, now: Moment) -> Mail {
        let w = Words(Lang::of_tag(&asked.lang).unwrap_or_default());
        let (subject, text) = match &asked.code {
            Some(code) => (
                w.t("mail-code-subject"),
                w.ta("mail-code", &[("code", code)]),
            ),
            None => {
                let text = match &self.mailing.address {
                    Some(address) => w.ta("mail-reminder", &[("address", address)]),
                    None => w.t("mail-reminder-nowhere"),
                };
                (w.t("mail-subject"), text)
            }
        };
        // Sent again after a fall, it is the same one for whoever receives it.
        let id = [row.id.as_slice(), &row.hour.0.to_be_bytes()].concat();
        let id = seal::sha256(&[b"preau/v1/mail\0", id.as_slice()].concat()).to_string();
        Mail {
            to: asked.to.clone(),
            subject,
            text: text + "\n",
            id: id.chars().take(32).collect(),
            at: now,
        }
    }

    /// What was due until then has left, waits, or was given up. What changed meanwhile stays changed.
    async fn mailed(&self, id: ReminderId, until: Moment, next: Next) -> Result<(), Fault> {
        let store = self.store().clone();
        self.store()
            .db
            .write(move |tx| Box::pin(async move { go_on(tx, &store, id, until, next).await }))
            .await
    }
}

/// How a mail ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Sent,
    GivenUp,
    Refused,
    Later(Moment),
}

async fn go_on(
    tx: &mut Tx,
    store: &Store,
    id: ReminderId,
    until: Moment,
    next: Next,
) -> Result<(), Fault> {
    let Some(row) = reminders::locked(tx, store, id).await? else {
        return Ok(());
    };
    let state = match next {
        // The hours stay, so that a day that goes takes its own with it; only the row waits.
        Next::Later(hour) => return reminders::later(tx, store, &Reminder { hour, ..row }).await,
        Next::Sent => State::Waits,
        Next::GivenUp => State::GivenUp,
        // The address is forgotten; the row stays, so that nothing is sent there again before she asks.
        Next::Refused => {
            let nobody = Asked {
                to: String::new(),
                lang: String::new(),
                quiet: Quiet::default(),
                hours: Vec::new(),
                again: None,
                code: None,
            };
            let (state, ct) = (State::Refused, nobody.written(store)?);
            let row = Reminder { state, ct, ..row };
            return reminders::next(tx, store, &row).await;
        }
    };
    let mut asked = Asked::open(store, &row)?;
    asked.hours.retain(|hour| *hour > until);
    asked.again = asked.again.filter(|hour| *hour > until);
    match asked.sealed(store, id)? {
        Some(next) => reminders::next(tx, store, &Reminder { state, ..next }).await,
        None if next == Next::Sent => reminders::remove(tx, id).await,
        // Nothing comes after it: the row only says that it failed, for a while.
        None => {
            let hour = until.plus_seconds(reminders::FAILED);
            let ct = asked.written(store)?;
            let last = Reminder::new(id, hour, ct);
            reminders::next(tx, store, &Reminder { state, ..last }).await
        }
    }
}

/// Another mail at once, in place of the one that was given up.
pub(crate) async fn again(tx: &mut Tx, store: &Store, id: ReminderId) -> Result<(), Fault> {
    let row = reminders::locked(tx, store, id).await?;
    let Some(row) = row.filter(|row| row.state == State::GivenUp) else {
        return Ok(());
    };
    let mut asked = Asked::open(store, &row)?;
    let now = whole(store.clock.now());
    asked.hours.insert(0, now);
    asked.again = Some(now);
    match asked.sealed(store, id)? {
        Some(next) => reminders::next(tx, store, &next).await,
        None => Ok(()),
    }
}
