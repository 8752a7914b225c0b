//! Finding one's question again (N003): its code or the mailed link shows where it is; a name and a theme show what
//! everybody reads anyway, and nothing about the rest.

use super::{Panels, public_thread, whole_thread};
use crate::model::{Question, Shown, Stage, Status, Thread};
use crate::queries::questions;
use crate::rules::clean;
use kernel::id::{from_hex, to_hex};
use kernel::{Code, Fault, QuestionId};
use seal::asked::AskedCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::Semaphore;

/// Questions found by name at most.
const NAMED: u32 = 20;
/// Wrong codes that are looked up at the same time; each holds its place for [`PAUSE`].
const AT_ONCE: usize = 16;
/// Those that wait for a place at most.
const QUEUE: usize = 400;
/// What a wrong code costs. It is paid by the attempt, never by an address: nobody is kept out by a neighbour.
const PAUSE: Duration = Duration::from_millis(250);

/// The places of wrong codes, on one node.
pub struct Misses {
    places: Semaphore,
    waiting: AtomicUsize,
}

impl Default for Misses {
    fn default() -> Self {
        Self {
            places: Semaphore::new(AT_ONCE),
            waiting: AtomicUsize::new(0),
        }
    }
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

    /// The question of a mailed link.
    ///
    /// # Errors
    /// `Busy` when too many false ones are being tried.
    pub async fn by_link(&self, token: &str) -> Result<Option<Mine>, Fault> {
        let question = token
            .split_at_checked(32)
            .and_then(|(id, _)| from_hex::<16>(id));
        let question = question
            .map(QuestionId::new)
            .filter(|id| self.token(*id) == token);
        let found = match question {
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

    /// What everybody reads of somebody of that name about that kind. Nothing is said of questions that are not public:
    /// whether there are none, or none yet, looks the same.
    pub async fn of_name(&self, pseudonym: &str, kind: &str) -> Result<Vec<Thread>, Fault> {
        let pseudonym = clean::line(pseudonym);
        if pseudonym.is_empty() || pseudonym.chars().count() > clean::NAME {
            return Ok(Vec::new());
        }
        let (store, kind) = (self.store().clone(), kind.to_owned());
        let read = self.store().db.read(move |tx| {
            Box::pin(async move {
                let mut threads = Vec::new();
                for question in questions::by_pseudonym(tx, &pseudonym, &kind, NAMED).await? {
                    threads.push(public_thread(tx, &store, question).await?);
                }
                Ok(threads)
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
}
