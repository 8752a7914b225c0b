//! Asking: without account, under a name of her choice (N002). What may say who she is is shown before anything is kept.

use super::{Key, Panels, Wrong, changed, not_there};
use crate::model::{LEVELS, PROFESSIONS, Private, Question, Shown};
use crate::queries::questions;
use crate::rules::names::{self, Found};
use crate::rules::{clean, work};
use kernel::search::Hit;
use kernel::{Fault, Moment, PanelId, QuestionId};
use seal::asked::AskedCode;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Questions of a session that nobody has read yet, at most: beyond, it is said, and nothing is lost.
pub const WAITING: u32 = 20_000;
/// What is published that resembles, shown before asking.
const ALIKE: usize = 5;
/// Questions a second without proof of work, for all who have no script, on one node.
const WITHOUT: f64 = 2.0;
/// How many of them may come at once.
const BURST: f64 = 120.0;
/// How long it is known whether a session is full, in seconds.
const KNOWN: i64 = 5;

/// A question as typed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// Under which name.
    pub pseudonym: String,
    /// The question.
    pub body: String,
    /// What it is about: a kind of situation, or empty.
    pub kind: String,
    /// Her work, or empty.
    pub profession: String,
    /// The level of her school, or empty.
    pub level: String,
    /// Where to write that an answer is there, or empty.
    pub mail: String,
}

/// A question that may be kept, with what is to be shown first.
pub struct Looked {
    /// As it would be kept.
    pub typed: Typed,
    /// What may say who somebody is, in the question.
    pub found: Vec<Found>,
    /// The pseudonym looks like somebody's name or address.
    pub named: bool,
    /// Published answers that resemble.
    pub alike: Vec<Hit>,
}

/// What one question costs whoever sends it.
pub enum Effort<'a> {
    /// The number that a script found.
    Work(&'a str),
    /// The stamp of the form, opened a while ago.
    Wait(&'a str),
}

/// Why a question was not kept. Nothing of what was typed is lost: the form comes back with it.
#[derive(Debug)]
pub enum NotAsked {
    /// These fields say why.
    Wrong(Vec<Wrong>),
    /// The session takes no questions any more.
    Closed,
    /// It cost its sender nothing: sent without the work, or too soon, or from a form of yesterday.
    TooSoon,
    /// That form was sent before, with other words: what was sent then is kept, and this is not.
    Again,
    /// Too many come at once without proof of work.
    Busy,
    /// Too many wait to be read.
    Full,
    /// Anything else.
    Fault(Fault),
}

impl From<Fault> for NotAsked {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// A question that is kept.
pub struct Asked {
    /// Its id.
    pub question: QuestionId,
    /// The code that finds it again.
    pub code: AskedCode,
}

/// How fast questions without proof of work come in, and which sessions are full, on one node.
#[derive(Default)]
pub struct Pace {
    without: Mutex<Option<(Moment, f64)>>,
    full: Mutex<HashMap<PanelId, (Moment, bool)>>,
}

impl Pace {
    /// Whether one more may come without proof of work.
    fn lets(&self, now: Moment) -> bool {
        let mut without = self.without.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, left) = without.unwrap_or((now, BURST));
        let seconds = now.0.saturating_sub(since.0).max(0) as f64 / 1e6;
        let left = (left + seconds * WITHOUT).min(BURST);
        let lets = left >= 1.0;
        *without = Some((now, if lets { left - 1.0 } else { left }));
        lets
    }

    fn known(&self, panel: PanelId, now: Moment) -> Option<bool> {
        let full = self.full.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, is) = full.get(&panel)?;
        (now.0.saturating_sub(at.0) < KNOWN * 1_000_000).then_some(*is)
    }

    fn learn(&self, panel: PanelId, now: Moment, is: bool) {
        let mut full = self.full.lock().unwrap_or_else(PoisonError::into_inner);
        full.retain(|_, (at, _)| now.0.saturating_sub(at.0) < KNOWN * 1_000_000);
        full.insert(panel, (now, is));
    }
}

impl Panels {
    /// The words that opened forms are stamped with, for whoever has no script.
    pub fn stamp(&self, panel: PanelId) -> String {
        work::stamp(self.store().secrets.pepper(), panel, self.now())
    }

    /// The stamp that a form goes on with: the one it came with while that counts, else a new one.
    pub fn stamp_on(&self, panel: PanelId, given: &str) -> String {
        match work::age(self.store().secrets.pepper(), panel, given, self.now()) {
            Some(_) => given.to_owned(),
            None => self.stamp(panel),
        }
    }

    /// Whether somebody who leaves her address can be written to.
    pub fn mails(&self) -> bool {
        self.ports.mailer.is_some()
    }

    /// What was typed as it would be kept.
    ///
    /// # Errors
    /// What is wrong with it.
    fn check(&self, typed: &Typed) -> Result<Typed, Vec<Wrong>> {
        let typed = Typed {
            pseudonym: clean::line(&typed.pseudonym),
            body: clean::text(&typed.body),
            kind: typed.kind.clone(),
            profession: typed.profession.clone(),
            level: typed.level.clone(),
            mail: typed.mail.trim().to_owned(),
        };
        let mut wrong = Vec::new();
        let name = typed.pseudonym.chars().count();
        if name == 0 {
            wrong.push(Wrong::of("pseudonym", "ask-wrong-name"));
        } else if name > clean::NAME {
            wrong.push(Wrong::of("pseudonym", "ask-wrong-name-long"));
        }
        let body = typed.body.chars().count();
        if body < clean::SHORTEST {
            wrong.push(Wrong::of("body", "ask-wrong-body"));
        } else if body > clean::LONGEST {
            wrong.push(Wrong::of("body", "ask-wrong-body-long"));
        }
        if !typed.kind.is_empty() && self.content.kind(&typed.kind).is_none() {
            wrong.push(Wrong::of("kind", "ask-wrong-choice"));
        }
        if !typed.profession.is_empty() && !PROFESSIONS.contains(&typed.profession.as_str()) {
            wrong.push(Wrong::of("profession", "ask-wrong-choice"));
        }
        if !typed.level.is_empty() && !LEVELS.contains(&typed.level.as_str()) {
            wrong.push(Wrong::of("level", "ask-wrong-choice"));
        }
        if !typed.mail.is_empty() && kernel::mail::address(&typed.mail).is_none() {
            wrong.push(Wrong::of("mail", "ask-wrong-mail"));
        }
        if wrong.is_empty() {
            Ok(typed)
        } else {
            Err(wrong)
        }
    }

    /// Reads what was typed: what would be kept, and what to show first. It searches what resembles, unless that was `shown`
    /// already, which costs more than all the rest: call it off the async threads.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn look(&self, typed: &Typed, shown: bool) -> Result<Looked, Vec<Wrong>> {
        let typed = self.check(typed)?;
        let alike = match shown {
            true => Ok(Vec::new()),
            false => self.ports.search.alike(&typed.body, ALIKE),
        };
        // A search that fails keeps nobody from asking.
        let alike = alike.unwrap_or_else(|fault| {
            tracing::error!(%fault, "what resembles a question cannot be searched");
            Vec::new()
        });
        Ok(Looked {
            found: names::find(&typed.body),
            named: !names::find(&["Par ", &typed.pseudonym].concat()).is_empty(),
            alike,
            typed,
        })
    }

    /// What is published that resembles a question being typed. It searches: call it off the async threads.
    pub fn alike(&self, text: &str) -> Result<Vec<Hit>, Fault> {
        self.ports.search.alike(&clean::text(text), ALIKE)
    }

    /// Keeps a question: it is on disk when this returns. The same form sent twice keeps it once, under the same code.
    ///
    /// # Errors
    /// Says why it is not.
    pub async fn ask(
        &self,
        panel: PanelId,
        typed: &Typed,
        nonce: &[u8; 16],
        effort: Effort<'_>,
        lang: &str,
    ) -> Result<Asked, NotAsked> {
        let now = self.now();
        let pepper = self.store().secrets.pepper();
        let typed = self.check(typed).map_err(NotAsked::Wrong)?;
        let session = self.panel(panel).await?;
        if !session.state.takes_questions() {
            return Err(NotAsked::Closed);
        }
        match effort {
            Effort::Work(found) if work::is_done(panel, nonce, found) => {}
            Effort::Work(_) => return Err(NotAsked::TooSoon),
            Effort::Wait(stamp) => {
                let age = work::age(pepper, panel, stamp, now);
                if age.is_none_or(|age| age < work::WAIT) {
                    return Err(NotAsked::TooSoon);
                }
                if !self.pace.lets(now) {
                    return Err(NotAsked::Busy);
                }
            }
        }
        if self.is_full(panel, now).await? {
            return Err(NotAsked::Full);
        }
        // Of this session: the same nonce in another one is another question, with other words.
        let form = pepper.lookup("asked-form", &[panel.bytes().as_slice(), nonce].concat());
        let form = form.first_chunk::<16>().copied().unwrap_or_default();
        let code = AskedCode::of_form(pepper, &form);
        let drawn = pepper.lookup("asked-id", &[panel.bytes().as_slice(), nonce].concat());
        let Typed {
            pseudonym,
            body,
            kind,
            profession,
            level,
            mail,
        } = typed;
        let question = Question {
            id: QuestionId::new(drawn.first_chunk::<16>().copied().unwrap_or_default()),
            panel,
            place: None,
            asked: now,
            same: pepper.lookup("asked-same", clean::folded(&body).as_bytes()),
            said: Private {
                pseudonym,
                body,
                kind,
                profession,
                level,
                mail,
                lang: lang.to_owned(),
                ..Private::default()
            },
            shown: Shown::Waiting,
            joined: None,
            taken: None,
            mail_due: false,
        };
        let (id, found, store, org) = (
            question.id,
            code.lookup(pepper),
            self.store().clone(),
            session.org,
        );
        let work = self.store().db.write(move |tx| {
            Box::pin(async move {
                if questions::add(tx, &store, org, &question, found).await? {
                    return Ok(true);
                }
                // The same form, sent twice. Its page may have been gone back to and written over meanwhile.
                let before = questions::get(tx, &store, question.id).await?;
                Ok(before.is_some_and(|before| is_same(&before, &question)))
            })
        });
        match work.await? {
            true => Ok(Asked { question: id, code }),
            false => Err(NotAsked::Again),
        }
    }

    async fn is_full(&self, panel: PanelId, now: Moment) -> Result<bool, Fault> {
        if let Some(known) = self.pace.known(panel, now) {
            return Ok(known);
        }
        let count = self.store().db.glance(move |tx| {
            Box::pin(async move { questions::is_full(tx, panel, WAITING).await })
        });
        let full = count.await?;
        self.pace.learn(panel, now, full);
        Ok(full)
    }

    /// Takes a question back, with its answers and whatever was kept of it: whoever has the code or the mailed link may, at
    /// any time. Those that it stood for wait again.
    ///
    /// # Errors
    /// `NotFound` for a key of no question.
    pub async fn take_back(&self, key: Key<'_>) -> Result<(), Fault> {
        let mine = self
            .opens(key)
            .await?
            .ok_or(not_there("no such question"))?;
        let (id, panel, store, now) = (
            mine.question.id,
            mine.question.panel,
            self.store().clone(),
            self.now(),
        );
        let work = self.store().db.write(move |tx| {
            Box::pin(async move {
                let one = questions::take(tx, &store, id).await?;
                let shown = one.ok_or(not_there("no such question"))?.shown;
                for mut one in questions::take_joined(tx, &store, id).await? {
                    one.shown = Shown::Waiting;
                    one.joined = None;
                    questions::set(tx, &store, &one, now).await?;
                }
                questions::delete(tx, id).await?;
                store::erasures::note(tx, store::erasures::What::Question, id.bytes()).await?;
                if shown == Shown::Published {
                    changed(tx, panel, Some(id)).await?;
                }
                Ok(())
            })
        });
        work.await?;
        // On the list at once, so that no restore brings it back.
        if let Err(fault) = store::erasures::flush(self.store()).await {
            tracing::error!(%fault, "the list of erasures is written later");
        }
        // By housekeeping, within minutes: whoever asks and takes back in a loop does not scrub the database each time.
        self.store().owe();
        Ok(())
    }
}

/// Whether what was kept is what is sent. Once an expert has seen it, its words may have been masked: the mark of what was
/// asked decides.
fn is_same(before: &Question, sent: &Question) -> bool {
    let as_sent = Private {
        lang: before.said.lang.clone(),
        parts: before.said.parts.clone(),
        ..sent.said.clone()
    };
    before.same == sent.same && (before.shown != Shown::Waiting || before.said == as_sent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_script_a_burst_passes_and_then_few_a_second() {
        let pace = Pace::default();
        let at = |seconds: i64| Moment::from_seconds(1_000 + seconds);
        let passed = (0..500).filter(|_| pace.lets(at(0))).count();
        assert_eq!(passed, BURST as usize);
        assert_eq!((0..50).filter(|_| pace.lets(at(10))).count(), 20);
        // A clock that goes back gives nothing.
        assert!(!pace.lets(at(-1_000)));
    }
}
