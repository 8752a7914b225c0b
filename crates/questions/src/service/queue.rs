//! The queue of a session, and how an expert finds her sessions: what waits, what resembles it, what is late (N004).

use super::Panels;
use crate::model::{Panel, Part, Question, Shown, Status, Thread};
use crate::queries::{answers, questions};
use crate::rules::likeness;
use accounts::model::Person;
use kernel::{Fault, Moment, PanelId, QuestionId};
use std::collections::{BTreeSet, HashMap};

/// Questions that a queue shows at once.
pub const SHOWN: u32 = 100;
/// Characters of a question that a link to it shows.
const BEGINS: usize = 90;
/// Questions of a queue that are compared with each other at most.
const COMPARED: u32 = 400;
/// Published questions of a session that are read at once.
pub(super) const ALL: u32 = 5_000;
/// Of those that resemble one, those that are shown.
const NEAREST: usize = 5;
/// Late questions of a session that the desk shows.
const FIRST: u32 = 5;

/// A question that resembles another.
pub struct Near {
    /// Which.
    pub question: QuestionId,
    /// Its number, once published.
    pub place: Option<u32>,
    /// How it begins.
    pub begins: String,
}

/// A question in a queue.
pub struct Queued {
    /// The question with its parts and answers, drafts too.
    pub thread: Thread,
    /// How many others of this session say exactly the same.
    pub same: u64,
    /// Others that resemble it, the nearest first.
    pub like: Vec<Near>,
    /// After when it is overdue; nothing while the session lasts.
    pub due: Option<Moment>,
    /// Whether it waits for an answer since then.
    pub late: bool,
}

/// What an expert chooses to see of a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Nobody has read them.
    Waiting,
    /// Published, with parts that wait for an answer.
    Open,
    /// Past the day that was promised.
    Late,
    /// Everything is answered.
    Answered,
    /// Joined to another, masked or refused.
    Away,
}

impl View {
    /// Every view, in the order of the desk.
    pub const ALL: [Self; 5] = [
        Self::Waiting,
        Self::Open,
        Self::Late,
        Self::Answered,
        Self::Away,
    ];

    /// As in addresses and message keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Open => "open",
            Self::Late => "late",
            Self::Answered => "answered",
            Self::Away => "away",
        }
    }

    /// Reads it back.
    pub fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.name() == name)
    }

    /// The states of the questions among which it chooses.
    const fn among(self) -> &'static [Shown] {
        match self {
            Self::Waiting => &[Shown::Waiting],
            Self::Open | Self::Answered => &[Shown::Published],
            Self::Late => &[Shown::Waiting, Shown::Published],
            Self::Away => &[Shown::Joined, Shown::Masked, Shown::Refused],
        }
    }

    /// Whether it shows this one of them.
    fn holds(self, thread: &Thread) -> bool {
        match self {
            Self::Waiting | Self::Away => true,
            Self::Open | Self::Late => thread.is_owed(),
            Self::Answered => thread.status() == Status::Answered,
        }
    }
}

/// A session as its experts find it.
pub struct Desk {
    /// The session.
    pub panel: Panel,
    /// How many are in each view.
    pub counts: Vec<(View, u64)>,
    /// The first of those that are past their day (N004).
    pub late: Vec<Thread>,
}

impl Desk {
    /// How many are in a view.
    pub fn count(&self, view: View) -> u64 {
        of(&self.counts, &view)
    }
}

/// What was counted of one thing.
fn of<T: PartialEq>(counts: &[(T, u64)], what: &T) -> u64 {
    let mut found = counts.iter().filter(|(one, _)| one == what);
    found.next().map_or(0, |(_, count)| *count)
}

/// How many others wait with its text.
fn others(same: &HashMap<[u8; 32], u64>, question: &Question) -> u64 {
    let all = same.get(&question.same).copied().unwrap_or_default();
    all.saturating_sub(u64::from(question.shown == Shown::Waiting))
}

/// The beginning of a question, for a link to it.
pub(crate) fn begins(body: &str) -> String {
    let line: String = body.chars().take(BEGINS).collect();
    match line.len() < body.len() {
        true => line + "…",
        false => line,
    }
}

/// A question as the comparison reads it: each text once.
struct Told<'t> {
    question: &'t Question,
    words: BTreeSet<String>,
}

fn told(threads: &[Thread]) -> Vec<Told<'_>> {
    let threads = threads
        .iter()
        .take(usize::try_from(COMPARED).unwrap_or(usize::MAX));
    let told = threads.map(|one| Told {
        question: &one.question,
        words: likeness::telling(&one.question.said.body),
    });
    told.collect()
}

/// The nearest of those that resemble: what says exactly the same is counted apart, and the same text comes once.
fn nearest(words: &BTreeSet<String>, same: [u8; 32], all: &[Told<'_>]) -> Vec<Near> {
    let mut seen = BTreeSet::from([same]);
    let others = all.iter().filter(|other| seen.insert(other.question.same));
    let mut others: Vec<(f64, &Question)> = others
        .map(|other| (likeness::likeness(words, &other.words), other.question))
        .filter(|(share, _)| *share >= likeness::ALIKE)
        .collect();
    others.sort_by(|a, b| b.0.total_cmp(&a.0));
    let near = others.into_iter().take(NEAREST).map(|(_, other)| Near {
        question: other.id,
        place: other.place,
        begins: begins(&other.said.body),
    });
    near.collect()
}

fn size(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

/// Of two lists in one order, one of them held and the other read in parts: where to begin to read, and how many, so that the
/// part `skip`, `most` of both together is among what is read and held.
fn window(held: u32, (skip, most): (u32, u32)) -> (u32, u32) {
    let from = skip.saturating_sub(held);
    (from, skip.saturating_add(most).saturating_sub(from))
}

impl Panels {
    /// The sessions in which they answer, the latest first.
    pub async fn desk(&self, person: &Person) -> Result<Vec<Desk>, Fault> {
        let mine = self.sits_in(person).await?;
        let mut desks = Vec::new();
        for panel in self.panels().await? {
            if mine.contains(&panel.id) {
                let public = self.published(panel.id).await?;
                let counts = self.counted(&panel, &public).await?;
                let late = match of(&counts, &View::Late) {
                    0 => Vec::new(),
                    _ => self.overdue(panel.id, public, (0, FIRST)).await?,
                };
                desks.push(Desk {
                    panel,
                    counts,
                    late,
                });
            }
        }
        Ok(desks)
    }

    /// How many questions each view of a session holds; `public` are all that it published.
    async fn counted(&self, panel: &Panel, public: &[Thread]) -> Result<Vec<(View, u64)>, Fault> {
        let states = self.count(panel.id).await?;
        let done = public.iter().filter(|one| View::Answered.holds(one));
        let done = u64::try_from(done.count()).unwrap_or(u64::MAX);
        let sum = |view: View| {
            view.among()
                .iter()
                .map(|shown| of(&states, shown))
                .sum::<u64>()
        };
        let count = |view: View| match view {
            View::Waiting | View::Away => sum(view),
            View::Open => sum(view).saturating_sub(done),
            View::Answered => done,
            View::Late if self.is_late(panel) => sum(view).saturating_sub(done),
            View::Late => 0,
        };
        Ok(View::ALL.map(|view| (view, count(view))).to_vec())
    }

    pub(crate) async fn count(&self, panel: PanelId) -> Result<Vec<(Shown, u64)>, Fault> {
        let count = self
            .store()
            .db
            .glance(move |tx| Box::pin(async move { questions::count(tx, panel).await }));
        count.await
    }

    fn is_late(&self, panel: &Panel) -> bool {
        panel.due().is_some_and(|due| due < self.now())
    }

    /// All that a session published.
    pub(crate) async fn published(&self, panel: PanelId) -> Result<Vec<Thread>, Fault> {
        self.threads(panel, &[Shown::Published], (0, ALL)).await
    }

    /// A part of the questions of a session in these states, with their parts and answers: the oldest first.
    async fn threads(
        &self,
        panel: PanelId,
        states: &'static [Shown],
        (skip, most): (u32, u32),
    ) -> Result<Vec<Thread>, Fault> {
        let store = self.store().clone();
        let read = self.store().db.read(move |tx| {
            Box::pin(async move {
                let mut parts: HashMap<QuestionId, Vec<Part>> = HashMap::new();
                for (question, part) in questions::parts_in(tx, panel).await? {
                    parts.entry(question).or_default().push(part);
                }
                let mut given: HashMap<QuestionId, Vec<_>> = HashMap::new();
                for answer in answers::within(tx, &store, panel).await? {
                    given.entry(answer.question).or_default().push(answer);
                }
                let all = questions::queue(tx, &store, panel, states, (skip, most)).await?;
                let threads = all.into_iter().map(|question| Thread {
                    parts: match question.shown {
                        Shown::Published => parts.remove(&question.id).unwrap_or_default(),
                        _ => questions::numbered(&question.said.parts),
                    },
                    answers: given.remove(&question.id).unwrap_or_default(),
                    question,
                });
                Ok(threads.collect::<Vec<_>>())
            })
        });
        read.await
    }

    /// A part of those of a session that wait for an answer, from before they are read: the oldest first. `public` are all
    /// that it published.
    async fn overdue(
        &self,
        panel: PanelId,
        mut public: Vec<Thread>,
        (skip, most): (u32, u32),
    ) -> Result<Vec<Thread>, Fault> {
        public.retain(|one| View::Late.holds(one));
        let held = u32::try_from(public.len()).unwrap_or(u32::MAX);
        let (from, read) = window(held, (skip, most));
        let mut all = self.threads(panel, &[Shown::Waiting], (from, read)).await?;
        all.append(&mut public);
        all.sort_by_key(|one| (one.question.asked, one.question.id));
        let left = all.into_iter().skip(size(skip.saturating_sub(from)));
        Ok(left.take(size(most)).collect())
    }

    /// The queue of a session: the oldest first, what says the same or resembles beside each; and how many there are. What
    /// waits may be thousands: only what is shown is opened, and what it is compared with.
    pub async fn queue(
        &self,
        person: &Person,
        panel: PanelId,
        view: View,
        skip: u32,
    ) -> Result<(Vec<Queued>, u64), Fault> {
        self.seat(person, panel).await?;
        let session = self.panel(panel).await?;
        let states = self.count(panel).await?;
        let sum: u64 = view.among().iter().map(|shown| of(&states, shown)).sum();
        let (threads, count) = match view {
            View::Waiting => (
                self.threads(panel, view.among(), (skip, COMPARED)).await?,
                sum,
            ),
            View::Away => (self.threads(panel, view.among(), (skip, SHOWN)).await?, sum),
            View::Late if !self.is_late(&session) => return Ok((Vec::new(), 0)),
            View::Late => {
                let public = self.published(panel).await?;
                let done = public.iter().filter(|one| !view.holds(one)).count();
                let done = u64::try_from(done).unwrap_or(u64::MAX);
                let late = self.overdue(panel, public, (skip, COMPARED)).await?;
                (late, sum.saturating_sub(done))
            }
            View::Open | View::Answered => {
                let mut public = self.published(panel).await?;
                public.retain(|one| view.holds(one));
                let count = u64::try_from(public.len()).unwrap_or(u64::MAX);
                (public.into_iter().skip(size(skip)).collect(), count)
            }
        };
        let same = self
            .store()
            .db
            .glance(move |tx| Box::pin(async move { questions::groups(tx, panel).await }));
        let same: HashMap<[u8; 32], u64> = same.await?.into_iter().collect();
        let all = told(&threads);
        let near = threads.iter().take(size(SHOWN)).map(|one| {
            let words = likeness::telling(&one.question.said.body);
            nearest(&words, one.question.same, &all)
        });
        let near: Vec<Vec<Near>> = near.collect();
        let (due, late) = (session.due(), self.is_late(&session));
        let shown = threads.into_iter().zip(near);
        let shown = shown.map(|(thread, like)| Queued {
            same: others(&same, &thread.question),
            like,
            due,
            late: late && thread.is_owed(),
            thread,
        });
        Ok((shown.collect(), count))
    }

    /// How many others of its session wait with the same text, and those, waiting or public, that resemble it.
    pub async fn near(
        &self,
        person: &Person,
        question: &Question,
    ) -> Result<(u64, Vec<Near>), Fault> {
        self.seat(person, question.panel).await?;
        let (panel, mark) = (question.panel, question.same);
        let mut threads = self
            .threads(panel, &[Shown::Waiting], (0, COMPARED))
            .await?;
        let public = self.threads(panel, &[Shown::Published], (0, COMPARED));
        threads.extend(public.await?);
        let words = likeness::telling(&question.said.body);
        let near = nearest(&words, mark, &told(&threads));
        let same = self.store().db.glance(move |tx| {
            Box::pin(async move { questions::count_same(tx, panel, mark).await })
        });
        let same = HashMap::from([(mark, same.await?)]);
        Ok((others(&same, question), near))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn n004_a_page_of_two_lists_is_the_page_of_both_together(
            held in proptest::collection::btree_set(0_u32..500, 0..40),
            read in proptest::collection::btree_set(500_u32..1_000, 0..80),
            mixed in any::<u64>(),
            skip in 0_u32..130,
            most in 1_u32..30,
        ) {
            // Distinct keys, in an order that mixes both lists.
            let key = |one: &u32| (u64::from(*one).wrapping_mul(mixed | 1), *one);
            let sorted = |all: Vec<u32>| {
                let mut all = all;
                all.sort_by_key(key);
                all
            };
            let held: Vec<u32> = held.into_iter().collect();
            let waiting = sorted(read.into_iter().collect());
            let whole = sorted(held.iter().chain(&waiting).copied().collect());
            let (from, count) = window(u32::try_from(held.len()).unwrap(), (skip, most));
            let part = waiting.iter().skip(size(from)).take(size(count)).copied();
            let both = sorted(held.iter().copied().chain(part).collect());
            let page: Vec<u32> = both.into_iter().skip(size(skip - from)).take(size(most)).collect();
            let expected: Vec<u32> = whole.into_iter().skip(size(skip)).take(size(most)).collect();
            prop_assert_eq!(page, expected);
        }
    }
}
