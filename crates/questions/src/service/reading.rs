//! What everybody reads of a session, kept in memory until it changes: a thousand people open it in the same minute.

use super::{Panels, not_there};
use crate::model::{Answer, Expert, Panel, Part, Source, Thread};
use crate::queries::answers::TakenUp;
use crate::queries::{answers, events, panels, public, questions};
use crate::rules::status;
use kernel::{AnswerId, Fault, PanelId, QuestionId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use store::db::Tx;

/// Sessions kept in memory at most.
const KEPT: usize = 32;
/// Published questions of a session that are shown.
const MOST: u32 = 5_000;
/// Answers looked at for changed articles at a time.
const STANDING: u32 = 500;
/// Questions that feeds and other sites show at most, the last that changed.
const LATEST: u32 = 100;

/// The published answers that others take up: where they stand, and of when they are.
pub type Sources = HashMap<AnswerId, TakenUp>;

/// A session with all that is public of it, as of its change of that number.
pub struct Listing {
    /// The number of its last change.
    pub seq: u64,
    /// The session.
    pub panel: Panel,
    /// Those who answer in it, or did.
    pub experts: Vec<Expert>,
    /// Its published questions, in order.
    pub threads: Vec<Thread>,
    /// What their answers take up.
    pub sources: Sources,
}

/// Those in memory, on one node, and the questions that changed last, as of a change of that number.
#[derive(Default)]
pub struct Listings {
    sessions: Mutex<HashMap<PanelId, Arc<Listing>>>,
    latest: Mutex<Option<(u64, Arc<Vec<Thread>>)>>,
    /// One at a time makes a session again: those who ask meanwhile find it made.
    making: tokio::sync::Mutex<()>,
}

impl Listings {
    fn get(&self, panel: PanelId, seq: u64) -> Option<Arc<Listing>> {
        let kept = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(&panel).filter(|one| one.seq == seq).cloned()
    }

    fn keep(&self, panel: PanelId, listing: &Arc<Listing>) {
        let mut kept = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT && !kept.contains_key(&panel) {
            kept.clear();
        }
        kept.insert(panel, Arc::clone(listing));
    }
}

fn named(threads: &[Thread]) -> Vec<AnswerId> {
    let answers = threads.iter().flat_map(|thread| &thread.answers);
    let mut named: Vec<AnswerId> = answers
        .filter_map(|answer| match answer.source {
            Some(Source::Answer(id)) => Some(id),
            _ => None,
        })
        .collect();
    named.sort_unstable();
    named.dedup();
    named
}

async fn sources(tx: &mut Tx, threads: &[Thread]) -> Result<Sources, Fault> {
    each(tx, named(threads)).await
}

async fn each(tx: &mut Tx, named: Vec<AnswerId>) -> Result<Sources, Fault> {
    let mut found = Sources::new();
    for id in named {
        if let Some(earlier) = answers::earlier(tx, id).await? {
            found.insert(id, earlier);
        }
    }
    Ok(found)
}

impl Panels {
    /// All that is public of a session.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn listing(&self, panel: PanelId) -> Result<Arc<Listing>, Fault> {
        let seq = self
            .store()
            .db
            .glance(move |tx| Box::pin(async move { events::last_of(tx, panel).await }));
        if let Some(kept) = self.listings.get(panel, seq.await?) {
            return Ok(kept);
        }
        let _turn = self.listings.making.lock().await;
        let seq = self
            .store()
            .db
            .glance(move |tx| Box::pin(async move { events::last_of(tx, panel).await }));
        if let Some(kept) = self.listings.get(panel, seq.await?) {
            return Ok(kept);
        }
        let store = self.store().clone();
        let read = self.store().db.read(move |tx| {
            Box::pin(async move {
                let seq = events::last_of(tx, panel).await?;
                let Some(found) = panels::get(tx, panel).await? else {
                    return Ok(None);
                };
                let experts = panels::experts(tx, panel).await?;
                let mut parts: HashMap<QuestionId, Vec<Part>> = HashMap::new();
                for (question, part) in questions::parts_in(tx, panel).await? {
                    parts.entry(question).or_default().push(part);
                }
                let mut given: HashMap<QuestionId, Vec<Answer>> = HashMap::new();
                for answer in answers::public_in(tx, &store, panel).await? {
                    given.entry(answer.question).or_default().push(answer);
                }
                let all = public::between(tx, panel, (1, u32::MAX), MOST).await?;
                let threads = all.into_iter().map(|question| Thread {
                    parts: parts.remove(&question.id).unwrap_or_default(),
                    answers: given.remove(&question.id).unwrap_or_default(),
                    question,
                });
                let threads: Vec<Thread> = threads.collect();
                let sources = sources(tx, &threads).await?;
                Ok(Some(Listing {
                    seq,
                    panel: found,
                    experts,
                    threads,
                    sources,
                }))
            })
        });
        let listing = Arc::new(read.await?.ok_or(not_there("no such session"))?);
        self.listings.keep(panel, &listing);
        Ok(listing)
    }

    /// The public questions that changed last, with their answers: what feeds and other sites show.
    pub async fn latest(&self) -> Result<Arc<Vec<Thread>>, Fault> {
        let seq = self
            .store()
            .db
            .glance(|tx| Box::pin(async move { events::last(tx).await }));
        let seq = seq.await?;
        let kept = self.listings.latest.lock();
        let kept = kept.unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, threads)) = kept.filter(|(of, _)| *of == seq) {
            return Ok(threads);
        }
        let store = self.store().clone();
        let read = self.store().db.read(move |tx| {
            Box::pin(async move {
                let seq = events::last(tx).await?;
                let mut threads = Vec::new();
                for id in events::latest(tx, LATEST).await? {
                    if let Some(question) = questions::get_public(tx, id).await? {
                        threads.push(super::public_thread(tx, &store, question).await?);
                    }
                }
                Ok((seq, Arc::new(threads)))
            })
        });
        let read = read.await?;
        let threads = Arc::clone(&read.1);
        let mut kept = self
            .listings
            .latest
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *kept = Some(read);
        Ok(threads)
    }

    /// What the answers of these questions take up.
    pub async fn taken_up(&self, threads: &[Thread]) -> Result<Sources, Fault> {
        let named = named(threads);
        let read = self
            .store()
            .db
            .read(move |tx| Box::pin(async move { each(tx, named).await }));
        read.await
    }

    /// The question of a public answer: where a reader goes from « taken up from ».
    pub async fn question_of(&self, answer: AnswerId) -> Result<Option<Thread>, Fault> {
        let store = self.store().clone();
        let read = self.store().db.read(move |tx| {
            Box::pin(async move {
                let Some(one) = answers::get(tx, &store, answer).await? else {
                    return Ok(None);
                };
                let Some(question) = questions::get_public(tx, one.question).await? else {
                    return Ok(None);
                };
                super::public_thread(tx, &store, question).await.map(Some)
            })
        });
        read.await
    }

    /// The articles that an answer quotes and that do not say any more what they said when it was written.
    pub fn moved<'a>(&self, answer: &'a Answer) -> Vec<&'a str> {
        status::changed(&answer.marks, |article| self.content.law_mark(article))
    }

    /// Every published answer that quotes such an article, with its question.
    pub(crate) async fn outdated(
        &self,
    ) -> Result<Vec<(crate::model::Question, AnswerId, Vec<String>)>, Fault> {
        let mut found = Vec::new();
        let mut skip = 0;
        loop {
            let store = self.store().clone();
            let read = self.store().db.read(move |tx| {
                Box::pin(async move { answers::standing(tx, &store, STANDING, skip).await })
            });
            let some = read.await?;
            let count = u32::try_from(some.len()).unwrap_or(u32::MAX);
            for answer in &some {
                let moved: Vec<String> =
                    self.moved(answer).into_iter().map(str::to_owned).collect();
                if moved.is_empty() {
                    continue;
                }
                let id = answer.question;
                let question = self
                    .store()
                    .db
                    .glance(move |tx| Box::pin(async move { questions::get_public(tx, id).await }));
                if let Some(question) = question.await? {
                    found.push((question, answer.id, moved));
                }
            }
            if count < STANDING {
                return Ok(found);
            }
            skip = skip.saturating_add(count);
        }
    }
}
