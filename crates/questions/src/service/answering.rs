//! The experts' desk: what waits, what resembles it, who takes what, and the parts of a question (N005, N006).

use super::{Panels, Refused, Wrong, not_there, whole_thread};
use crate::model::{Panel, PanelState, Part, Question, Shown, Source, Stage, Status, Thread};
use crate::queries::{answers, questions};
use crate::rules::{clean, likeness};
use accounts::model::Person;
use kernel::date::paris_date;
use kernel::search::{Hit, Sort};
use kernel::{AnswerId, Code, Fault, Moment, PanelId, QuestionId};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use time::Date;

/// Questions that a queue shows at once.
pub const SHOWN: u32 = 100;
/// Parts of a question at most.
pub const PARTS: usize = 8;
/// Characters of a part at most.
pub const PART: usize = 300;
/// Earlier answers that are shown beside a question.
const ALIKE: usize = 5;
/// Characters of a question that a link to it shows.
const BEGINS: usize = 90;
/// Questions of a queue that are compared with each other at most.
const COMPARED: u32 = 400;
/// Published questions of a session that are read at once.
pub(super) const ALL: u32 = 5_000;

/// An earlier answer that may be taken up (N006).
pub struct Earlier {
    /// What is taken up.
    pub source: Source,
    /// What it answered.
    pub asked: String,
    /// What it says.
    pub body: String,
    /// Who signed it; nobody signs an answer of reference.
    pub name: String,
    /// Her function.
    pub title: String,
    /// The day of what it says now, or on which its texts were read.
    pub on: Date,
    /// The articles that it quotes.
    pub articles: Vec<String>,
}

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
}

/// What an expert writes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// Which parts it answers; 1 where the question is not split.
    pub parts: Vec<u32>,
    /// The text.
    pub body: String,
    /// The kinds of situation it is tied to.
    pub kinds: Vec<String>,
    /// The letters it is tied to.
    pub letters: Vec<String>,
    /// The articles it quotes, by their ids in the guide.
    pub articles: Vec<String>,
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

    /// The questions among which it chooses.
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
            Self::Open | Self::Late => thread.status() != Status::Answered,
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
}

/// How many others wait with its text.
fn others(same: &HashMap<[u8; 32], u64>, question: &Question) -> u64 {
    let all = same.get(&question.same).copied().unwrap_or_default();
    all.saturating_sub(u64::from(question.shown == Shown::Waiting))
}

/// The beginning of a question, for a link to it.
fn begins(body: &str) -> String {
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
    let near = others.into_iter().take(ALIKE).map(|(_, other)| Near {
        question: other.id,
        place: other.place,
        begins: begins(&other.said.body),
    });
    near.collect()
}

/// The parts as typed, those that say something.
fn parted(typed: &[String]) -> Result<Vec<String>, Refused> {
    let parts = typed.iter().map(|part| clean::line(part));
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    let wrong = match parts.len() {
        1 => "expert-wrong-parts-one",
        many if many > PARTS => "expert-wrong-parts-many",
        _ if parts.iter().any(|part| part.chars().count() > PART) => "expert-wrong-parts-long",
        _ => return Ok(parts),
    };
    Err(Refused::Wrong(vec![Wrong::of("parts", wrong)]))
}

impl Panels {
    /// The sessions in which they answer, the latest first.
    pub async fn desk(&self, person: &Person) -> Result<Vec<Desk>, Fault> {
        let mine = self.sits_in(person).await?;
        let mut desks = Vec::new();
        for panel in self.panels().await? {
            if mine.contains(&panel.id) {
                let counts = self.counted(&panel).await?;
                desks.push(Desk { counts, panel });
            }
        }
        Ok(desks)
    }

    /// How many questions each view of a session holds.
    async fn counted(&self, panel: &Panel) -> Result<Vec<(View, u64)>, Fault> {
        let of = self.count(panel.id).await?;
        let public = self.threads(panel.id, &[Shown::Published], ALL, 0).await?;
        let done = public.iter().filter(|one| View::Answered.holds(one));
        let done = u64::try_from(done.count()).unwrap_or(u64::MAX);
        let sum = |view: View| {
            let states = view.among().iter();
            let each =
                states.map(|shown| of.iter().find(|one| one.0 == *shown).map_or(0, |one| one.1));
            each.sum::<u64>()
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

    /// Questions of a session in these states, with their parts and answers: the oldest first.
    pub(crate) async fn threads(
        &self,
        panel: PanelId,
        shown: &'static [Shown],
        most: u32,
        skip: u32,
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
                let mut all = Vec::new();
                for shown in shown {
                    all.extend(questions::queue(tx, &store, panel, *shown, most, skip).await?);
                }
                all.sort_by_key(|one| (one.asked, one.id));
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

    /// The queue of a session: the oldest first, what says the same or resembles beside each; and how many there are.
    pub async fn queue(
        &self,
        person: &Person,
        panel: PanelId,
        view: View,
        skip: u32,
    ) -> Result<(Vec<Queued>, u64), Fault> {
        self.seat(person, panel).await?;
        let session = self.panel(panel).await?;
        let due = session.due();
        if view == View::Late && !self.is_late(&session) {
            return Ok((Vec::new(), 0));
        }
        // What waits may be thousands: only what is shown is opened, and what it is compared with.
        let (most, from) = match view {
            View::Waiting | View::Away => (COMPARED, skip),
            View::Open | View::Late | View::Answered => (ALL, 0),
        };
        let mut threads = self.threads(panel, view.among(), most, from).await?;
        threads.retain(|one| view.holds(one));
        let count = match view {
            View::Waiting | View::Away => {
                let all = self.counted(&session).await?;
                all.into_iter()
                    .find(|one| one.0 == view)
                    .map_or(0, |one| one.1)
            }
            _ => u64::try_from(threads.len()).unwrap_or(u64::MAX),
        };
        let same = self
            .store()
            .db
            .glance(move |tx| Box::pin(async move { questions::groups(tx, panel).await }));
        let same: HashMap<[u8; 32], u64> = same.await?.into_iter().collect();
        let most = usize::try_from(SHOWN).unwrap_or(usize::MAX);
        let skip = usize::try_from(skip.saturating_sub(from)).unwrap_or(usize::MAX);
        let all = told(&threads);
        let near = threads.iter().skip(skip).take(most).map(|one| {
            let words = likeness::telling(&one.question.said.body);
            nearest(&words, one.question.same, &all)
        });
        let near: Vec<Vec<Near>> = near.collect();
        let shown = threads.into_iter().skip(skip).take(most).zip(near);
        let shown = shown.map(|(thread, like)| Queued {
            same: others(&same, &thread.question),
            like,
            due,
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
        let threads = self.threads(panel, View::Late.among(), COMPARED, 0).await?;
        let words = likeness::telling(&question.said.body);
        let near = nearest(&words, mark, &told(&threads));
        let same = self.store().db.glance(move |tx| {
            Box::pin(async move { questions::count_same(tx, panel, mark).await })
        });
        let same = HashMap::from([(mark, same.await?)]);
        Ok((others(&same, question), near))
    }

    /// A question as its experts work on it, with the earlier answers that resemble (N006).
    pub async fn working(
        &self,
        person: &Person,
        question: QuestionId,
    ) -> Result<(Panel, Thread, Vec<Hit>), Fault> {
        let (panel, thread) = self.opened(person, question).await?;
        let (search, body) = (
            Arc::clone(&self.ports.search),
            thread.question.said.body.clone(),
        );
        let like = tokio::task::spawn_blocking(move || search.alike(&body, ALIKE + 1)).await;
        // An index that cannot be read keeps nobody from answering.
        let like = like.map_err(|error| Fault::internal("the search stopped", error))?;
        let mut like = like.unwrap_or_else(|fault| {
            tracing::error!(%fault, "what resembles a question cannot be searched");
            Vec::new()
        });
        let own = question.to_string();
        like.retain(|hit| hit.target.sort != Sort::Question || hit.target.id != own);
        like.truncate(ALIKE);
        Ok((panel, thread, like))
    }

    /// A question with all its answers, drafts too, for an expert of its session.
    pub(crate) async fn opened(
        &self,
        person: &Person,
        question: QuestionId,
    ) -> Result<(Panel, Thread), Fault> {
        let store = self.store().clone();
        let read = self.store().db.read(move |tx| {
            Box::pin(async move {
                match questions::get(tx, &store, question).await? {
                    Some(question) => whole_thread(tx, &store, question).await.map(Some),
                    None => Ok(None),
                }
            })
        });
        let thread = read.await?.ok_or(not_there("no such question"))?;
        self.seat(person, thread.question.panel).await?;
        let panel = self.panel(thread.question.panel).await?;
        Ok((panel, thread))
    }

    /// What may be taken up of something that resembles; nothing when it is not published any more.
    pub async fn earlier(&self, hit: &Hit) -> Result<Vec<Earlier>, Fault> {
        match hit.target.sort {
            Sort::Answer => {
                let known = self.content.answers().get(&hit.target.id);
                let all = known.map(|known| Earlier {
                    source: Source::Reference(known.id.clone()),
                    asked: known.title.fr.clone(),
                    body: super::writing::said(known),
                    name: String::new(),
                    title: String::new(),
                    on: known.checked,
                    articles: known.articles.clone(),
                });
                Ok(all.into_iter().collect())
            }
            Sort::Question => {
                let Ok(id) = hit.target.id.parse() else {
                    return Ok(Vec::new());
                };
                let thread = match self.thread(id).await {
                    Err(fault) if fault.code() == Code::NotFound => return Ok(Vec::new()),
                    other => other?,
                };
                let asked = begins(&thread.question.said.body);
                let each = thread.answers.into_iter().map(|one| Earlier {
                    source: Source::Answer(one.id),
                    asked: asked.clone(),
                    body: one.body,
                    name: one.name,
                    title: one.title,
                    on: paris_date(one.changed),
                    articles: one.marks.into_iter().map(|mark| mark.article).collect(),
                });
                Ok(each.collect())
            }
            _ => Ok(Vec::new()),
        }
    }

    /// Takes a question: the others see that somebody is at it.
    ///
    /// # Errors
    /// `Conflict` when somebody else took it first.
    pub async fn take(&self, person: &Person, question: QuestionId) -> Result<(), Fault> {
        let account = person.account;
        self.work_on(person, question, move |one| match one.taken {
            Some(other) if other != account => {
                Err(Fault::new(Code::Conflict, "taken by somebody else"))
            }
            _ => {
                one.taken = Some(account);
                Ok(())
            }
        })
        .await
    }

    /// Gives it back to the queue. Whoever has it may, and anybody of the session: she may have gone home.
    pub async fn release(&self, person: &Person, question: QuestionId) -> Result<(), Fault> {
        self.work_on(person, question, |one| {
            one.taken = None;
            Ok(())
        })
        .await
    }

    /// Changes a question in one transaction, by an expert of its session; notes it where the public sees it.
    pub(crate) async fn work_on(
        &self,
        person: &Person,
        question: QuestionId,
        work: impl FnOnce(&mut Question) -> Result<(), Fault> + Send + 'static,
    ) -> Result<(), Fault> {
        let seat = self.seat_of(person, question).await?;
        let write = seat.hold(question, move |mut at, mut one| {
            Box::pin(async move {
                let was = one.shown;
                work(&mut one)?;
                at.set(&one).await?;
                if was == Shown::Published || one.shown == Shown::Published {
                    at.changed(question).await?;
                }
                Ok(())
            })
        });
        write.await
    }

    /// The session of a question.
    pub(crate) async fn panel_of(&self, question: QuestionId) -> Result<PanelId, Fault> {
        let read = self
            .store()
            .db
            .glance(move |tx| Box::pin(async move { questions::panel_of(tx, question).await }));
        read.await?.ok_or(not_there("no such question"))
    }

    /// Splits a question into parts, or writes them anew: it is answered only when each is (N005). None at all makes it
    /// whole again. A part that an answer covers keeps its number.
    ///
    /// # Errors
    /// What is wrong with the parts; `Conflict` when an answer covers a part that would not be there any more, or when they
    /// are not what was seen (`rules::status::seen`).
    pub async fn split(
        &self,
        person: &Person,
        question: QuestionId,
        parts: &[String],
        seen: Option<&str>,
    ) -> Result<(), Refused> {
        let seat = self.seat_of(person, question).await?;
        let parts = parted(parts)?;
        let seen = seen.map(str::to_owned);
        let write = seat.hold(question, move |mut at, mut one| {
            Box::pin(async move {
                if let Some(seen) = seen {
                    at.unmoved(&one, &seen).await?;
                }
                let most = u32::try_from(parts.len()).unwrap_or(u32::MAX).max(1);
                let given = answers::of(at.tx, &at.store, question).await?;
                let lost = given
                    .iter()
                    .filter(|answer| answer.stage == Stage::Published)
                    .any(|answer| answer.parts.iter().any(|part| *part > most));
                if lost {
                    return Err(Fault::new(
                        Code::Conflict,
                        "an answer covers a part that would go",
                    ));
                }
                if one.shown == Shown::Published {
                    let parts = questions::numbered(&parts);
                    questions::set_parts(at.tx, at.panel.org, question, &parts).await?;
                    return at.changed(question).await;
                }
                one.said.parts = parts;
                at.set(&one).await
            })
        });
        Ok(write.await?)
    }

    /// Everything that wants an expert's eyes in all her sessions after they closed: past its day, the oldest first (N004).
    pub async fn late(&self, person: &Person) -> Result<Vec<(Panel, Thread)>, Fault> {
        let mut late = Vec::new();
        for desk in self.desk(person).await? {
            if desk.panel.state != PanelState::Announced && self.is_late(&desk.panel) {
                let among = View::Late.among();
                let threads = self.threads(desk.panel.id, among, ALL, 0).await?;
                let due = threads.into_iter().filter(|one| View::Late.holds(one));
                late.extend(due.map(|thread| (desk.panel.clone(), thread)));
            }
        }
        Ok(late)
    }

    /// The published answers of her sessions that quote an article which does not say any more what it said then, with
    /// those articles.
    pub async fn to_read_again(
        &self,
        person: &Person,
    ) -> Result<Vec<(Question, AnswerId, Vec<String>)>, Fault> {
        let mine = self.sits_in(person).await?;
        let mut all = self.outdated().await?;
        all.retain(|(question, ..)| mine.contains(&question.panel));
        Ok(all)
    }
}
