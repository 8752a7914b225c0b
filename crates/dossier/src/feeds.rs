//! Calendars that follow the days of a dossier (seal specification, section 8): made and stopped by the owner, rewritten
//! at each unlocked change. The entry of a feed keeps its name and its public half beside it, so that an unlocked request
//! writes the days without the token, which is in the calendar's address and nowhere else.

use crate::agenda::days_ahead;
use crate::calendar::{Event, days_of};
use crate::entries::{Parts, Tells};
use crate::model::Case;
use crate::service::{Dossiers, Opened};
use kernel::date::iso;
use kernel::id::{from_hex, to_hex};
use kernel::{Code, Fault, Moment};
use seal::entry::{By, EntryDraft};
use seal::vault::{Recipient, decrypt, encrypt, pad_entry, unpad};
use serde_json::Value;
use store::feeds::{self, Feed, FeedId};
use store::journal::{self, Append};
use store::links::Token;
use ui::Lang;

/// Calendars that may follow one dossier at once.
pub const MOST: usize = 5;
/// The type of the entries.
pub const KIND: &str = "feed";

/// A calendar that follows the days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedMade {
    /// Its entry.
    pub seq: u64,
    /// When it was made.
    pub at: Moment,
    /// Its number, from 1.
    pub number: u32,
    /// When it was stopped.
    pub stopped: Option<Moment>,
    /// Its row, its public half and its language; an export has none of them.
    kept: Option<(FeedId, String, Lang)>,
}

/// What a feed holds.
#[derive(Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Days {
    /// The language of its words.
    lang: String,
    /// Its events, in order.
    pub events: Vec<Event>,
}

impl Days {
    /// The language of its words.
    pub fn lang(&self) -> Lang {
        Lang::of_tag(&self.lang).unwrap_or_default()
    }
}

impl FeedMade {
    /// The name of its row, while it goes on.
    pub fn row(&self) -> Option<FeedId> {
        let going = self.kept.as_ref().filter(|_| self.stopped.is_none());
        going.map(|(id, ..)| *id)
    }
}

impl Case {
    /// The calendars that follow the days.
    pub fn open_feeds(&self) -> impl Iterator<Item = &FeedMade> {
        self.feeds.iter().filter(|feed| feed.stopped.is_none())
    }
}

/// Reads an entry of type `feed`.
pub(crate) fn apply(case: &mut Case, entry: &dyn Tells) {
    let line = entry.line();
    // The server writes no such entry, and a link may not (seal specification, section 2: `by` is believed).
    if line.by == By::Server {
        return;
    }
    if let Some(of) = entry.value("of").and_then(Value::as_u64) {
        if let Some(feed) = case.feeds.iter_mut().find(|feed| feed.seq == of) {
            feed.stopped.get_or_insert(line.at);
        }
        return;
    }
    let number = entry.value("number").and_then(Value::as_u64);
    let Some(number) = number.and_then(|number| u32::try_from(number).ok()) else {
        return;
    };
    let text = |key: &str| entry.local(key).and_then(Value::as_str);
    let id = text("feed").and_then(from_hex);
    case.feeds.push(FeedMade {
        seq: line.seq,
        at: line.at,
        number,
        stopped: None,
        kept: id.zip(text("to")).map(|(id, to)| {
            let lang = text("lang").and_then(Lang::of_tag).unwrap_or_default();
            (id, to.to_owned(), lang)
        }),
    });
}

fn made(number: u32, id: &FeedId, to: &Recipient, lang: Lang) -> Result<EntryDraft, Fault> {
    Parts::of(KIND)
        .value("number", number)
        .beside("feed", to_hex(id).into())
        .beside("to", to.to_string().into())
        .beside("lang", lang.tag().into())
        .done()
}

fn stopped(of: u64) -> Result<EntryDraft, Fault> {
    Parts::of(KIND).value("of", of).done()
}

impl Dossiers {
    /// Makes a calendar that follows the days. The token of its address is given here and never again: a form sent twice
    /// gives `None` the second time.
    ///
    /// # Errors
    /// `Busy` when too many are open; `Invalid` while the code was not typed back; `Conflict` when something was added
    /// since the dossier was opened.
    pub async fn make_feed(
        &self,
        opened: &Opened,
        lang: Lang,
        nonce: Option<[u8; 16]>,
    ) -> Result<Option<Token>, Fault> {
        if !opened.journal.dossier.confirmed {
            return Err(Fault::new(Code::Invalid, "the code was not typed back"));
        }
        if opened.case.open_feeds().count() >= MOST {
            return Err(Fault::new(Code::Busy, "too many calendars"));
        }
        let used = opened.case.feeds.iter().map(|feed| feed.number).max();
        let number = used.unwrap_or(0).saturating_add(1);
        let token = Token::draw();
        let (id, to) = feeds::of_token(&token)?;
        let draft = made(number, &id, &to, lang)?;
        let days = self.days_of_feed(opened, &id, lang, &Days::default());
        let feed = Feed {
            id,
            until: opened.journal.dossier.purge_month,
            ct: sealed(opened, &days, to)?,
        };
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
                    let with = Append {
                        nonce,
                        uploads: Vec::new(),
                    };
                    let receipt = journal::append(tx, &store, d, by, draft, with).await?;
                    if receipt.replayed {
                        return Ok(None);
                    }
                    crate::service::follows(size, &receipt)?;
                    feeds::create(tx, &store, &feed).await?;
                    Ok(Some(token))
                })
            })
            .await
    }

    /// Stops one: its address answers nothing any more, and what it held is gone. A damaged dossier is read-only: it stops
    /// all the same.
    pub async fn stop_feed(&self, opened: &Opened, number: u32) -> Result<(), Fault> {
        let mut open = opened.case.open_feeds();
        let Some(feed) = open.find(|feed| feed.number == number) else {
            return Ok(());
        };
        let (of, row) = (feed.seq, feed.row());
        let (d, by) = (opened.keyring.d, opened.keyring.rights.by());
        let stop = |entry: bool| {
            let store = self.store().clone();
            self.store().db.write(move |tx| {
                Box::pin(async move {
                    if let Some(id) = row {
                        feeds::remove(tx, id).await?;
                    }
                    if entry {
                        let draft = stopped(of)?;
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
        // What it held may stand in the files of the database until they are scrubbed.
        self.store().swept().await;
        Ok(())
    }

    /// What a calendar reads.
    ///
    /// # Errors
    /// `NotFound` for a token that opens nothing, or no longer: the two look the same.
    pub async fn feed(&self, token: &Token) -> Result<Days, Fault> {
        let (store, id) = (self.store().clone(), feeds::of_token(token)?.0);
        let feed = self
            .store()
            .db
            .read(move |tx| Box::pin(async move { feeds::get(tx, &store, id).await }))
            .await?;
        let feed = feed.ok_or(Fault::new(Code::NotFound, "no such feed"))?;
        let bytes = decrypt(&feed.ct, &[feeds::identity(token)?])?;
        serde_json::from_slice(unpad(&bytes))
            .map_err(|e| Fault::caused(Code::Damaged, "a feed cannot be read", e))
    }

    /// What goes on while nobody opens the dossier is brought to what it says now. What was acknowledged stays so: a
    /// failure is logged, and the next opening tries again.
    pub(crate) async fn keep_up(&self, opened: &Opened) {
        if opened.journal.dossier.damaged {
            return;
        }
        if let Err(fault) = self.rewrite_feeds(opened).await {
            tracing::error!(%fault, "the days of a calendar could not be written");
        }
        if let Err(fault) = self.rewrite_reminders(opened).await {
            tracing::error!(%fault, "the hours of reminders could not be written");
        }
    }

    /// The same after something was added: the dossier is read again, when something goes on at all.
    pub(crate) async fn keep_up_after(&self, opened: &Opened) {
        let reminded = opened.case.reminding.is_some();
        if reminded || opened.case.open_feeds().next().is_some() {
            self.keep_up_again(opened).await;
        }
    }

    /// The same once something was asked for.
    pub(crate) async fn keep_up_again(&self, opened: &Opened) {
        match self
            .opened_with(opened.keyring.clone(), opened.team.clone())
            .await
        {
            Ok(opened) => self.keep_up(&opened).await,
            Err(fault) => {
                tracing::error!(%fault, "a dossier could not be read after an addition");
            }
        }
    }

    /// Writes the days anew in each calendar that does not have them as they are now.
    pub(crate) async fn rewrite_feeds(&self, opened: &Opened) -> Result<(), Fault> {
        let until = opened.journal.dossier.purge_month;
        for made in opened.case.open_feeds() {
            let Some((id, to, lang)) = &made.kept else {
                continue;
            };
            let (store, row) = (self.store().clone(), *id);
            let read = self
                .store()
                .db
                .read(move |tx| Box::pin(async move { feeds::get(tx, &store, row).await }))
                .await?;
            let before = read.as_ref().and_then(|feed| {
                let bytes = decrypt(&feed.ct, &opened.keyring.identities).ok()?;
                serde_json::from_slice::<Days>(unpad(&bytes)).ok()
            });
            let before = before.unwrap_or_default();
            let days = self.days_of_feed(opened, id, *lang, &before);
            if days == before && read.is_some_and(|feed| feed.until == until) {
                continue;
            }
            let feed = Feed {
                id: *id,
                until,
                ct: sealed(opened, &days, to.parse()?)?,
            };
            let (store, d) = (self.store().clone(), opened.keyring.d);
            let size = opened.journal.dossier.size;
            self.store()
                .db
                .write(move |tx| {
                    Box::pin(async move {
                        // Something was added since the dossier was read: that request writes the days.
                        if !journal::unchanged(tx, &store, d, size).await? {
                            return Ok(());
                        }
                        feeds::rewrite(tx, &store, &feed).await
                    })
                })
                .await?;
        }
        Ok(())
    }

    /// The days as they are now; one that was there before keeps its hour of entry.
    fn days_of_feed(&self, opened: &Opened, id: &FeedId, lang: Lang, before: &Days) -> Days {
        let now = self.store().clock.now();
        let kept = days_ahead(self.content, &opened.case, self.today());
        let events = days_of(&kept).into_iter().map(|on| {
            let known = before.events.iter().find(|event| event.on == on);
            known.cloned().unwrap_or_else(|| Event {
                on,
                uid: seal::feed::uid(id, &iso(on)),
                at: now,
            })
        });
        Days {
            lang: lang.tag().to_owned(),
            events: events.collect(),
        }
    }
}

/// To the calendar's own key, and to the dossier's, so that an unlocked request can tell what is already there.
fn sealed(opened: &Opened, days: &Days, to: Recipient) -> Result<Vec<u8>, Fault> {
    let bytes =
        serde_json::to_vec(days).map_err(|e| Fault::internal("a feed cannot be written", e))?;
    let own = opened.keyring.recipient();
    let to: Vec<Recipient> = [to].into_iter().chain(own).collect();
    Ok(encrypt(&pad_entry(bytes), &to)?)
}
