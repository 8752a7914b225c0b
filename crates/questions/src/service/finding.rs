//! Finding one's question again (N003): its code or the mailed link shows where it is; anything else that was given when asking
//! shows what everybody reads anyway, and nothing about the rest.

use super::{Panels, Refused, Wrong, public_thread, whole_thread};
use crate::model::{Criteria, Cursor, LEVELS, PROFESSIONS, Question, Shown, Stage, Status, Thread};
use crate::queries::{public, questions};
use crate::rules::clean;
use kernel::id::{from_hex, to_hex};
use kernel::{Code, Fault, QuestionId};
use seal::asked::AskedCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};

/// Wrong codes that are looked up at the same time; each holds its place for [`PAUSE`].
const AT_ONCE: usize = 16;
/// Those that wait for a place at most.
const QUEUE: usize = 400;
/// What a wrong code costs. It is paid by the attempt, never by an address: nobody is kept out by a neighbour.
const PAUSE: Duration = Duration::from_millis(250);

/// Those that are looked for in what is public at the same time.
const LOOKING: usize = 8;

/// The places of those who look for a question, on one node: each pays by the attempt, nobody by an address.
pub struct Misses {
    places: Semaphore,
    waiting: AtomicUsize,
    looking: Semaphore,
    in_line: AtomicUsize,
}

impl Default for Misses {
    fn default() -> Self {
        Self {
            places: Semaphore::new(AT_ONCE),
            waiting: AtomicUsize::new(0),
            looking: Semaphore::new(LOOKING),
            in_line: AtomicUsize::new(0),
        }
    }
}

/// One who stands in line, or whose turn it is; leaves it however she goes.
struct InLine<'a>(&'a AtomicUsize);

impl Drop for InLine<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A turn to look.
struct Turn<'a> {
    _place: SemaphorePermit<'a>,
    _line: InLine<'a>,
}

impl Misses {
    /// Waits for a turn to look in what is public.
    async fn look(&self) -> Result<Turn<'_>, Fault> {
        let busy = || Fault::new(Code::Busy, "too many look for a question");
        let before = self.in_line.fetch_add(1, Ordering::Relaxed);
        let line = InLine(&self.in_line);
        if before >= QUEUE {
            return Err(busy());
        }
        let place = self.looking.acquire().await.map_err(|_| busy())?;
        Ok(Turn {
            _place: place,
            _line: line,
        })
    }
}

/// Published questions that were looked for.
pub struct Found {
    /// The newest first.
    pub threads: Vec<Thread>,
    /// Where the rest begins.
    pub next: Option<Cursor>,
}

/// What opens a question to whoever asked it: both let her read it and take it back.
#[derive(Clone, Copy)]
pub enum Key<'a> {
    /// The five words, as typed.
    Code(&'a str),
    /// What the mailed link ends with.
    Link(&'a str),
}

/// A question as whoever asked it sees it.
pub struct Mine {
    /// The question itself: what she wrote, and where it stands.
    pub question: Question,
    /// What is public of it, or of the one that stands for it.
    pub public: Option<Thread>,
    /// Whether an expert has taken it, parts are answered or all of it is.
    pub status: Status,
}

impl Panels {
    /// The question of a code. A code of no question costs time, and looks like one badly typed.
    ///
    /// # Errors
    /// `Busy` when too many wrong ones are being tried.
    pub async fn mine(&self, typed: &str) -> Result<Option<Mine>, Fault> {
        let found = match AskedCode::parse(typed) {
            Ok(code) => {
                let key = code.lookup(self.store().secrets.pepper());
                let store = self.store().clone();
                let read = self.store().db.read(move |tx| {
                    Box::pin(async move { questions::by_code(tx, &store, key).await })
                });
                read.await?
            }
            Err(_) => None,
        };
        match found {
            Some(question) => self.seen_by_asker(question).await.map(Some),
            None => self.missed().await.map(|()| None),
        }
    }

    /// What a wrong code costs. It is paid to the end by whoever tried it, also if she hangs up.
    async fn missed(&self) -> Result<(), Fault> {
        let misses = Arc::clone(&self.misses);
        if misses.waiting.fetch_add(1, Ordering::Relaxed) >= QUEUE {
            misses.waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(Fault::new(Code::Busy, "too many codes are tried"));
        }
        let paid = tokio::spawn(async move {
            if let Ok(_place) = misses.places.acquire().await {
                tokio::time::sleep(PAUSE).await;
            }
            misses.waiting.fetch_sub(1, Ordering::Relaxed);
        });
        paid.await
            .map_err(|error| Fault::internal("a pause stopped", error))
    }

    /// The question of a code or of a mailed link; a wrong one costs time.
    ///
    /// # Errors
    /// `Busy` when too many wrong ones are being tried.
    pub async fn opens(&self, key: Key<'_>) -> Result<Option<Mine>, Fault> {
        match key {
            Key::Code(typed) => self.mine(typed).await,
            Key::Link(token) => self.by_link(token).await,
        }
    }

    /// What the mailed link ends with: nobody else can make it.
    pub fn token(&self, question: QuestionId) -> String {
        let mark = self
            .store()
            .secrets
            .pepper()
            .lookup("asked-mail", question.bytes());
        let short = mark.first_chunk::<16>().copied().unwrap_or_default();
        [to_hex(question.bytes()), to_hex(&short)].concat()
    }

    /// The question that a link was made for, whether it is still there or not.
    fn of_link(&self, token: &str) -> Option<QuestionId> {
        let (id, _) = token.split_at_checked(32)?;
        let id = QuestionId::new(from_hex::<16>(id)?);
        (self.token(id) == token).then_some(id)
    }

    /// Whether we mailed that link: its question may be gone since.
    pub fn mailed_link(&self, token: &str) -> bool {
        self.of_link(token).is_some()
    }

    /// The question of a mailed link.
    ///
    /// # Errors
    /// `Busy` when too many false ones are being tried.
    pub async fn by_link(&self, token: &str) -> Result<Option<Mine>, Fault> {
        let found = match self.of_link(token) {
            Some(question) => {
                let store = self.store().clone();
                let read = self.store().db.read(move |tx| {
                    Box::pin(async move { questions::get(tx, &store, question).await })
                });
                read.await?
            }
            None => None,
        };
        match found {
            Some(question) => self.seen_by_asker(question).await.map(Some),
            None => self.missed().await.map(|()| None),
        }
    }

    async fn seen_by_asker(&self, question: Question) -> Result<Mine, Fault> {
        let store = self.store().clone();
        let read = self.store().db.read(move |tx| {
            Box::pin(async move {
                let whole = whole_thread(tx, &store, question.clone()).await?;
                let stands = match question.shown {
                    Shown::Published => Some(question.id),
                    Shown::Joined => question.joined,
                    _ => None,
                };
                let public = match stands {
                    Some(id) => questions::get_public(tx, id).await?,
                    None => None,
                };
                let public = match public {
                    Some(public) => Some(public_thread(tx, &store, public).await?),
                    None => None,
                };
                let status = match &public {
                    Some(thread) => thread.status(),
                    None if whole.question.taken.is_some() => Status::Taken,
                    None if whole.answers.iter().any(|one| one.stage == Stage::Draft) => {
                        Status::Taken
                    }
                    None => Status::Waiting,
                };
                Ok(Mine {
                    question,
                    public,
                    status,
                })
            })
        });
        read.await
    }

    /// What everybody reads that answers to all of that, the newest first; any one of the criteria is enough. Nothing is said
    /// of questions that are not public: whether there are none, or none yet, looks the same and costs the same.
    ///
    /// # Errors
    /// What is wrong with it; `Busy` when too many are looking.
    pub async fn find(
        &self,
        criteria: &Criteria,
        after: Option<Cursor>,
        most: u32,
    ) -> Result<Found, Refused> {
        let criteria = Criteria {
            pseudonym: clean::line(&criteria.pseudonym),
            ..criteria.clone()
        };
        let wrong = self.unfit(&criteria);
        if !wrong.is_empty() {
            return Err(Refused::Wrong(wrong));
        }
        let turn = self.misses.look().await?;
        let found = self
            .public_ones(criteria, after.unwrap_or(Cursor::START), most)
            .await?;
        // What a miss costs is paid elsewhere: nobody who looks waits for it.
        drop(turn);
        if found.threads.is_empty() {
            self.missed().await?;
        }
        Ok(found)
    }

    fn unfit(&self, criteria: &Criteria) -> Vec<Wrong> {
        if criteria.is_empty() {
            return vec![Wrong::of("pseudonym", "mine-no-criterion")];
        }
        let mut wrong = Vec::new();
        let Criteria {
            pseudonym,
            kind,
            profession,
            level,
            ..
        } = criteria;
        if pseudonym.chars().count() > clean::NAME {
            wrong.push(Wrong::of("pseudonym", "ask-wrong-name-long"));
        } else if !pseudonym.is_empty() && clean::folded(pseudonym).is_empty() {
            wrong.push(Wrong::of("pseudonym", "mine-no-letter"));
        }
        if !kind.is_empty() && self.content.kind(kind).is_none() {
            wrong.push(Wrong::of("kind", "ask-wrong-choice"));
        }
        if !profession.is_empty() && !PROFESSIONS.contains(&profession.as_str()) {
            wrong.push(Wrong::of("profession", "ask-wrong-choice"));
        }
        if !level.is_empty() && !LEVELS.contains(&level.as_str()) {
            wrong.push(Wrong::of("level", "ask-wrong-choice"));
        }
        wrong
    }

    /// The public questions that answer to all of that, the newest first; to nothing, all of them.
    pub(crate) async fn public_ones(
        &self,
        criteria: Criteria,
        after: Cursor,
        most: u32,
    ) -> Result<Found, Fault> {
        let store = self.store().clone();
        let read = self.store().db.read(move |tx| {
            Box::pin(async move {
                let more = most.saturating_add(1);
                let mut found = public::found(tx, &criteria, after, more).await?;
                let size = usize::try_from(most).unwrap_or(usize::MAX);
                let goes_on = found.len() > size;
                found.truncate(size);
                let next = found.last().filter(|_| goes_on).map(Cursor::after);
                let mut threads = Vec::with_capacity(found.len());
                for question in found {
                    threads.push(public_thread(tx, &store, question).await?);
                }
                Ok(Found { threads, next })
            })
        });
        read.await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_queue_is_no_longer_than_what_is_worth_waiting_for() {
        let turns = QUEUE.div_ceil(AT_ONCE);
        let longest = PAUSE * u32::try_from(turns).unwrap();
        assert!(longest <= Duration::from_secs(10), "{longest:?}");
    }

    #[tokio::test]
    async fn n003_those_who_look_stand_in_a_line_that_ends_and_whoever_leaves_makes_room() {
        let misses = Misses::default();
        let mut turns = Vec::new();
        for _ in 0..LOOKING {
            turns.push(misses.look().await.unwrap());
        }
        let mut line: Vec<_> = (LOOKING..QUEUE).map(|_| Box::pin(misses.look())).collect();
        for one in &mut line {
            assert!(futures::poll!(one).is_pending());
        }
        let refused = misses.look().await.err().map(|fault| fault.code());
        assert_eq!(refused, Some(Code::Busy));
        // One hangs up, one has finished: the line is as long as those who stand in it.
        drop(line.pop());
        drop(turns.pop());
        assert!(futures::poll!(line.first_mut().unwrap()).is_ready());
        assert!(futures::poll!(Box::pin(misses.look())).is_pending());
        drop((turns, line));
        assert_eq!(misses.in_line.load(Ordering::Relaxed), 0);
    }
}
