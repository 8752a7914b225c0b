//! What everybody reads of a session, kept in memory until it changes: a thousand people open it in the same minute.

use super::{Panels, not_there};
use crate::model::{Answer, Expert, Panel, Part, Thread};
use crate::queries::{answers, events, panels, questions};
use crate::rules::status;
use kernel::{AnswerId, Fault, PanelId, QuestionId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Sessions kept in memory at most.
const KEPT: usize = 32;
/// Published questions of a session that are shown.
const MOST: u32 = 5_000;
/// Answers looked at for changed articles at a time.
const STANDING: u32 = 500;

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
}

/// Those in memory, on one node.
#[derive(Default)]
pub struct Listings(Mutex<HashMap<PanelId, Arc<Listing>>>);

impl Listings {
    fn get(&self, panel: PanelId, seq: u64) -> Option<Arc<Listing>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(&panel).filter(|one| one.seq == seq).cloned()
    }

    fn keep(&self, panel: PanelId, listing: &Arc<Listing>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT && !kept.contains_key(&panel) {
            kept.clear();
        }
        kept.insert(panel, Arc::clone(listing));
    }
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
                let all = questions::public(tx, panel, 0, MOST).await?;
                let threads = all.into_iter().map(|question| Thread {
                    parts: parts.remove(&question.id).unwrap_or_default(),
                    answers: given.remove(&question.id).unwrap_or_default(),
                    question,
                });
                Ok(Some(Listing {
                    seq,
                    panel: found,
                    experts,
                    threads: threads.collect(),
                }))
            })
        });
        let listing = Arc::new(read.await?.ok_or(not_there("no such session"))?);
        self.listings.keep(panel, &listing);
        Ok(listing)
    }

    /// The public questions that changed last, with their answers: what a feed holds.
    pub async fn latest(&self, most: u32) -> Result<Vec<Thread>, Fault> {
        let store = self.store().clone();
        let read = self.store().db.read(move |tx| {
            Box::pin(async move {
                let mut threads = Vec::new();
                for id in events::latest(tx, most).await? {
                    if let Some(question) = questions::get_public(tx, id).await? {
                        threads.push(super::public_thread(tx, &store, question).await?);
                    }
                }
                Ok(threads)
            })
        });
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
