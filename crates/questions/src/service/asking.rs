//! Asking: without account, under a name of her choice (N002). What may say who she is is shown before anything is kept.

use super::pace::proven;
use super::{Key, Panels, Wrong, changed, gone, not_there};
use crate::model::{LEVELS, PROFESSIONS, Private, Question, Shown};
use crate::queries::{answers, questions};
use crate::rules::names::{self, Found};
use crate::rules::{clean, work};
use kernel::search::Hit;
use kernel::{AnswerId, Fault, PanelId, QuestionId};
use seal::asked::AskedCode;

/// What is published that resembles, shown before asking.
const ALIKE: usize = 5;

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

/// What proves that a question cost its sender something: the work, or else the wait.
#[derive(Clone, Copy)]
pub struct Effort<'a> {
    /// The stamp that its form was given.
    pub stamp: &'a str,
    /// The number that a script found, or empty.
    pub work: &'a str,
}

/// Why a question was not kept. Nothing of what was typed is lost: the form comes back with it.
#[derive(Debug)]
pub enum NotAsked {
    /// These fields say why.
    Wrong(Vec<Wrong>),
    /// The session takes no questions any more.
    Closed,
    /// It cost its sender nothing: sent without the work, and so many seconds too soon; or from a form of yesterday.
    TooSoon(i64),
    /// That form was sent before, with other words: what was sent then is kept, and this is not.
    Again,
    /// Too many come at once without proof of work, and the lot fell on others.
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

impl Panels {
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

    /// Keeps a question: it is on disk when this returns. The same form sent twice keeps it once, under the same code, also
    /// once the session is closed or full.
    ///
    /// # Errors
    /// Says why it is not.
    pub async fn ask(
        &self,
        panel: PanelId,
        typed: &Typed,
        effort: Effort<'_>,
        lang: &str,
    ) -> Result<Asked, NotAsked> {
        let now = self.now();
        let pepper = self.store().secrets.pepper();
        let typed = self.check(typed).map_err(NotAsked::Wrong)?;
        let session = self.panel(panel).await?;
        let (price, full) = self.load(panel, now).await?;
        let stamp = work::read(pepper, panel, effort.stamp, now);
        let Some(given) = stamp else {
            return Err(NotAsked::TooSoon(price.wait()));
        };
        let (question, code) = self.drawn(panel, given.number, typed, lang);
        let asked = Asked {
            question: question.id,
            code,
        };
        let proven = proven(stamp, effort.stamp, effort.work, price);
        let refused = if !session.state.takes_questions() {
            Some(NotAsked::Closed)
        } else if full {
            Some(NotAsked::Full)
        } else if !proven && given.age < price.wait() {
            Some(NotAsked::TooSoon(price.wait() - given.age))
        } else {
            None
        };
        if refused.is_some() || !proven {
            // Sent before, it is not sent again: it takes nobody's place.
            match self.kept_before(&question).await? {
                Some(true) => return Ok(asked),
                Some(false) => return Err(NotAsked::Again),
                None => {}
            }
            if let Some(refused) = refused {
                return Err(refused);
            }
            if !self.pace.lets(panel, given.number, now) {
                return Err(NotAsked::Busy);
            }
        }
        let (found, store, org) = (asked.code.lookup(pepper), self.store().clone(), session.org);
        let work = self.store().db.write(move |tx| {
            Box::pin(async move {
                if questions::add(tx, &store, org, &question, found).await? {
                    return Ok(Added::Now);
                }
                // The same form, sent twice. Its page may have been gone back to and written over meanwhile.
                let before = questions::get(tx, &store, question.id).await?;
                Ok(match before {
                    Some(before) if is_same(&before, &question) => Added::Before,
                    Some(_) => Added::Other,
                    None => Added::Closed,
                })
            })
        });
        match work.await? {
            Added::Now => {
                self.pace.kept(panel);
                Ok(asked)
            }
            Added::Before => Ok(asked),
            Added::Other => Err(NotAsked::Again),
            Added::Closed => Err(NotAsked::Closed),
        }
    }

    /// The question of a form, with its code: both come from the number of its stamp, so that a form sent twice is one question.
    fn drawn(
        &self,
        panel: PanelId,
        number: [u8; 16],
        typed: Typed,
        lang: &str,
    ) -> (Question, AskedCode) {
        let pepper = self.store().secrets.pepper();
        // Of this session: the same number in another one is another question, with other words.
        let over = [panel.bytes().as_slice(), &number].concat();
        let drawn = |label: &str| {
            let drawn = pepper.lookup(label, &over);
            drawn.first_chunk::<16>().copied().unwrap_or_default()
        };
        let Typed {
            pseudonym,
            body,
            kind,
            profession,
            level,
            mail,
        } = typed;
        let question = Question {
            id: QuestionId::new(drawn("asked-id")),
            panel,
            place: None,
            asked: self.now(),
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
        (question, AskedCode::of_form(pepper, &drawn("asked-form")))
    }

    /// Whether this very question is kept already; `false` for the same form with other words.
    async fn kept_before(&self, sent: &Question) -> Result<Option<bool>, Fault> {
        let (store, id) = (self.store().clone(), sent.id);
        let read = self
            .store()
            .db
            .glance(move |tx| Box::pin(async move { questions::get(tx, &store, id).await }));
        Ok(read.await?.map(|before| is_same(&before, sent)))
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
                let given = answers::public_of(tx, &store, id).await?;
                let given: Vec<AnswerId> = given.iter().map(|one| one.id).collect();
                questions::delete(tx, id).await?;
                store::erasures::note(tx, store::erasures::What::Question, id.bytes()).await?;
                if shown == Shown::Published {
                    changed(tx, panel, Some(id)).await?;
                    gone(tx, &given).await?;
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

/// What became of a question that was written.
enum Added {
    Now,
    /// The same form had been sent before.
    Before,
    /// The same form had been sent before, with other words.
    Other,
    /// The session has closed meanwhile.
    Closed,
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
