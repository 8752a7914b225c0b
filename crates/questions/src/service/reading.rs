//! What everybody reads of a session, kept in memory until it changes: a thousand people open it in the same minute.

use super::{Panels, not_there};
use crate::model::{Answer, Expert, Panel, PanelState, Source, Status, Thread};
use crate::queries::answers::TakenUp;
use crate::queries::{answers, events, panels, public, questions};
use crate::rules::paging::{self, Shelf};
use crate::rules::status;
use kernel::{AnswerId, Fault, PanelId, QuestionId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use store::db::Tx;

/// Questions kept in memory at most, with their answers: twice what a page to print holds.
const KEPT: usize = 1_000;
/// Sessions whose numbers are kept in memory at most.
const OUTLINES: usize = 64;
/// Answers looked at for changed articles at a time.
const STANDING: u32 = 500;
/// Questions that feeds and other sites show at most, the last that changed.
const LATEST: u32 = 100;

/// The published answers that others take up: where they stand, and of when they are.
pub type Sources = HashMap<AnswerId, TakenUp>;

/// Which of a session's questions are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reads {
    /// The page that holds this number; without one, where reading begins: at the end while the session lives, else at the start.
    Page(Option<u32>),
    /// Those that wait for an answer, from this number on.
    Waiting(u32),
    /// Many at once, from this number on: to print them.
    Whole(u32),
}

/// A session with a part of what is public of it, as of its change of that number.
pub struct Listing {
    /// The number of its last change.
    pub seq: u64,
    /// The session.
    pub panel: Panel,
    /// Those who answer in it, or did.
    pub experts: Vec<Expert>,
    /// How many questions are published.
    pub count: usize,
    /// How many of them wait for an answer.
    pub waiting: usize,
    /// Which of them these are.
    pub shelf: Shelf,
    /// Published questions, in order.
    pub threads: Vec<Thread>,
    /// What their answers take up.
    pub sources: Sources,
}

/// What is known of a whole session: its numbers, and which of them wait.
struct Outline {
    seq: u64,
    panel: Panel,
    experts: Vec<Expert>,
    places: Vec<(u32, bool)>,
}

/// A part of a session: which one, and the numbers from which and to which it is read.
type Part = (PanelId, Reads, u32);

/// What is in memory, on one node, and the questions that changed last, as of a change of that number.
#[derive(Default)]
pub struct Listings {
    outlines: Mutex<HashMap<PanelId, Arc<Outline>>>,
    parts: Mutex<HashMap<Part, Arc<Listing>>>,
    latest: Mutex<Option<(u64, Arc<Vec<Thread>>)>>,
    /// One at a time makes a part again: those who ask meanwhile find it made.
    making: tokio::sync::Mutex<()>,
}

impl Listings {
    fn outline(&self, panel: PanelId, seq: u64) -> Option<Arc<Outline>> {
        let kept = self.outlines.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(&panel).filter(|one| one.seq == seq).cloned()
    }

    fn keep_outline(&self, outline: &Arc<Outline>) {
        let mut kept = self.outlines.lock().unwrap_or_else(PoisonError::into_inner);
        let id = outline.panel.id;
        if kept.len() >= OUTLINES && !kept.contains_key(&id) {
            kept.clear();
        }
        kept.insert(id, Arc::clone(outline));
    }

    fn part(&self, part: Part, seq: u64) -> Option<Arc<Listing>> {
        let kept = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(&part).filter(|one| one.seq == seq).cloned()
    }

    fn keep(&self, part: Part, listing: &Arc<Listing>) {
        let mut kept = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        // What has changed since is of no use.
        kept.retain(|(panel, ..), one| *panel != part.0 || one.seq == listing.seq);
        let held: usize = kept.values().map(|one| one.threads.len()).sum();
        if held.saturating_add(listing.threads.len()) > KEPT || kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(part, Arc::clone(listing));
    }
}

impl Outline {
    /// Which numbers are read, and under which name they are kept.
    fn shelf(&self, reads: Reads) -> (Shelf, Part) {
        let all = |open: bool| -> Vec<u32> {
            let places = self.places.iter().filter(|(_, waits)| !open || *waits);
            places.map(|(place, _)| *place).collect()
        };
        let shelf = match reads {
            Reads::Page(place) => {
                let live = self.panel.state != PanelState::Closed;
                paging::page(&all(false), place, live)
            }
            Reads::Waiting(from) => paging::chunk(&all(true), from, paging::PAGE as usize),
            Reads::Whole(from) => paging::chunk(&all(false), from, paging::WHOLE),
        };
        let name = match reads {
            Reads::Page(_) => Reads::Page(Some(shelf.from)),
            Reads::Waiting(_) => Reads::Waiting(shelf.from),
            Reads::Whole(_) => Reads::Whole(shelf.from),
        };
        (shelf, (self.panel.id, name, shelf.to))
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
    /// What is public of a session, where reading begins.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn listing(&self, panel: PanelId) -> Result<Arc<Listing>, Fault> {
        self.reading(panel, Reads::Page(None)).await
    }

    /// A part of what is public of a session.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn reading(&self, panel: PanelId, reads: Reads) -> Result<Arc<Listing>, Fault> {
        if let Some(kept) = self.read_before(panel, reads).await? {
            return Ok(kept);
        }
        let _turn = self.listings.making.lock().await;
        if let Some(kept) = self.read_before(panel, reads).await? {
            return Ok(kept);
        }
        let outline = self.outline(panel).await?;
        let (shelf, part) = outline.shelf(reads);
        let (store, between) = (self.store().clone(), (shelf.from, shelf.to));
        let read = self.store().db.read(move |tx| {
            Box::pin(async move {
                let mut parts: HashMap<QuestionId, Vec<_>> = HashMap::new();
                for (question, part) in public::parts_between(tx, panel, between).await? {
                    parts.entry(question).or_default().push(part);
                }
                let mut given: HashMap<QuestionId, Vec<Answer>> = HashMap::new();
                for answer in answers::public_between(tx, &store, panel, between).await? {
                    given.entry(answer.question).or_default().push(answer);
                }
                let all = public::between(tx, panel, between).await?;
                let threads = all.into_iter().map(|question| Thread {
                    parts: parts.remove(&question.id).unwrap_or_default(),
                    answers: given.remove(&question.id).unwrap_or_default(),
                    question,
                });
                let mut threads: Vec<Thread> = threads.collect();
                if matches!(reads, Reads::Waiting(_)) {
                    threads.retain(|thread| thread.status() != Status::Answered);
                }
                let sources = sources(tx, &threads).await?;
                Ok((threads, sources))
            })
        });
        let (threads, sources) = read.await?;
        let listing = Arc::new(Listing {
            seq: outline.seq,
            panel: outline.panel.clone(),
            experts: outline.experts.clone(),
            count: outline.places.len(),
            waiting: outline.places.iter().filter(|(_, waits)| *waits).count(),
            shelf,
            threads,
            sources,
        });
        self.listings.keep(part, &listing);
        Ok(listing)
    }

    /// The part as it was read before, if nothing has changed since.
    async fn read_before(
        &self,
        panel: PanelId,
        reads: Reads,
    ) -> Result<Option<Arc<Listing>>, Fault> {
        let seq = self
            .store()
            .db
            .glance(move |tx| Box::pin(async move { events::last_of(tx, panel).await }));
        let seq = seq.await?;
        let outline = self.listings.outline(panel, seq);
        Ok(outline.and_then(|outline| self.listings.part(outline.shelf(reads).1, seq)))
    }

    /// The numbers of a session, with what is said of it. What changes between this and the reading of a part is heard of again by
    /// whoever listens, and is a new number for everybody else.
    async fn outline(&self, panel: PanelId) -> Result<Arc<Outline>, Fault> {
        let read = self.store().db.read(move |tx| {
            Box::pin(async move {
                let seq = events::last_of(tx, panel).await?;
                let Some(found) = panels::get(tx, panel).await? else {
                    return Ok(None);
                };
                Ok(Some(Outline {
                    seq,
                    panel: found,
                    experts: panels::experts(tx, panel).await?,
                    places: public::places(tx, panel).await?,
                }))
            })
        });
        let outline = Arc::new(read.await?.ok_or(not_there("no such session"))?);
        self.listings.keep_outline(&outline);
        Ok(outline)
    }

    /// The public question of a session that has this number.
    pub async fn at_place(&self, panel: PanelId, place: u32) -> Result<Option<QuestionId>, Fault> {
        let read = self
            .store()
            .db
            .glance(move |tx| Box::pin(async move { public::at_place(tx, panel, place).await }));
        read.await
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
