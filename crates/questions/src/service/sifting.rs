//! Many at once: an expert says what those that wait have in common, sees how many they are, and refuses them for one reason
//! or joins them to a question, in one transaction. What arrived or moved after she saw them is left as it is.

use super::moderating::reason;
use super::{Panels, Refused, Wrong, not_there};
use crate::model::Private;
use crate::queries::sifting::{self, Refusal, Still, Waiting};
use crate::queries::{panels, questions};
use crate::rules::likeness::{likeness, telling};
use crate::rules::sift::{MANY, SLOT, Sift, Slot, carried, gathered, slots};
use accounts::model::Person;
use kernel::{AccountId, Code, Fault, Moment, PanelId, QuestionId, RefusalId};
use std::collections::BTreeSet;
use store::Store;

/// Questions that are opened at a time.
const STEP: u32 = 500;
/// Of those that were chosen, those that are shown.
const SHOWN: usize = 10;
/// The last ones, among which is looked for what repeats itself.
const LAST: u32 = 400;
/// Texts that wait many times, shown at most.
const GROUPS: usize = 8;
/// Refusals of several questions that are listed at most.
const LISTED: u32 = 20;
/// Questions that one may tick.
const TICKED: usize = 500;

/// What those that are chosen have in common. All of it is asked for together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// They were ticked; any, when there are none.
    pub ids: Vec<QuestionId>,
    /// They say this, or their names do.
    pub phrase: String,
    /// They resemble this one.
    pub like: Option<QuestionId>,
    /// They say the same as this one, word for word.
    pub same: Option<QuestionId>,
    /// They came since then.
    pub from: Option<Moment>,
    /// They came before then.
    pub to: Option<Moment>,
}

impl Choice {
    /// Whether nothing is said of them.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn checked(&self) -> Result<(), Refused> {
        let wrong = match Sift::says_enough(&self.phrase) {
            _ if self.is_empty() => "expert-sift-wrong-empty",
            false => "expert-sift-wrong-phrase",
            true => return Ok(()),
        };
        Err(Refused::Wrong(vec![Wrong::of("phrase", wrong)]))
    }
}

/// A question as it is shown among those that were chosen.
pub struct Sample {
    /// Which.
    pub id: QuestionId,
    /// When it was asked.
    pub asked: Moment,
    /// What it says.
    pub said: Private,
}

/// Those that were chosen.
pub struct Sifted {
    /// How many.
    pub count: usize,
    /// How many others somebody else has taken: they are left as they are.
    pub busy: usize,
    /// Some of them: where their words were looked at, those that resemble the others least.
    pub sample: Vec<Sample>,
    /// What the one says that they resemble or repeat.
    pub about: Option<String>,
    /// As of when.
    pub until: Moment,
}

/// What repeats itself among those that wait.
pub struct Repeats {
    /// When they came.
    pub slots: Vec<Slot>,
    /// The same text, and how often in all.
    pub same: Vec<(Sample, u64)>,
    /// Among how many of the last ones the rest was looked for.
    pub among: usize,
    /// What they carry, and how many of them do.
    pub carried: Vec<(String, usize)>,
    /// One that others resemble, and how many do.
    pub alike: Vec<(Sample, usize)>,
}

/// What is looked for, and what was found so far.
struct Scan {
    sift: Sift,
    ticked: BTreeSet<QuestionId>,
    same: Option<[u8; 32]>,
    me: AccountId,
    ids: Vec<QuestionId>,
    busy: usize,
    about: Option<String>,
    first: Option<BTreeSet<String>>,
    sample: Vec<(f64, Sample)>,
}

impl Scan {
    /// Looks at one.
    fn look(&mut self, one: &Waiting, store: &Store) -> Result<(), Fault> {
        let ticked = self.ticked.is_empty() || self.ticked.contains(&one.id);
        if !ticked || self.same.is_some_and(|mark| mark != one.same) {
            return Ok(());
        }
        let said = match self.sift.reads() {
            true => Some(one.said(store)?),
            false => None,
        };
        if said.as_ref().is_some_and(|said| !self.sift.holds(said)) {
            return Ok(());
        }
        if one.taken.is_some_and(|other| other != self.me) {
            self.busy += 1;
            return Ok(());
        }
        self.ids.push(one.id);
        if let Some(said) = said {
            let words = telling(&said.body);
            let first = self.first.get_or_insert_with(|| words.clone());
            let share = likeness(first, &words);
            self.keep(share, one, said);
        }
        Ok(())
    }

    /// Keeps those that resemble the first one least, and that one itself.
    fn keep(&mut self, share: f64, one: &Waiting, said: Private) {
        let (id, asked) = (one.id, one.asked);
        let share = if self.sample.is_empty() { -1.0 } else { share };
        let at = self.sample.partition_point(|(other, _)| *other <= share);
        if at < SHOWN {
            self.sample.insert(at, (share, Sample { id, asked, said }));
            self.sample.truncate(SHOWN);
        }
    }
}

impl Panels {
    /// Whether those that are chosen may be looked for.
    ///
    /// # Errors
    /// What is wrong with the choice.
    pub async fn may_sift(
        &self,
        person: &Person,
        panel: PanelId,
        choice: &Choice,
    ) -> Result<(), Refused> {
        self.seat(person, panel).await?;
        choice.checked()
    }

    /// What an expert chooses among those that wait, before anything is decided.
    ///
    /// # Errors
    /// What is wrong with it.
    pub async fn sift(
        &self,
        person: &Person,
        panel: PanelId,
        choice: &Choice,
    ) -> Result<Sifted, Refused> {
        self.seat(person, panel).await?;
        choice.checked()?;
        let until = self.now();
        let found = self.scan(panel, person.account, choice, until).await?;
        let mut sample: Vec<Sample> = found.sample.into_iter().map(|(_, one)| one).collect();
        if sample.is_empty() {
            // Chosen without their words: some from the first to the last.
            let step = found.ids.len().div_ceil(SHOWN).max(1);
            let some: Vec<QuestionId> = found.ids.iter().step_by(step).copied().collect();
            sample = self.samples(panel, some).await?;
        }
        Ok(Sifted {
            count: found.ids.len(),
            busy: found.busy,
            about: found.about,
            sample,
            until,
        })
    }

    /// Some of the questions of a session.
    async fn samples(&self, panel: PanelId, ids: Vec<QuestionId>) -> Result<Vec<Sample>, Fault> {
        let store = self.store().clone();
        let read = self.store().db.read(move |tx| {
            Box::pin(async move {
                let mut found = Vec::new();
                for id in ids {
                    found.extend(questions::get(tx, &store, id).await?);
                }
                Ok(found)
            })
        });
        let found = read.await?.into_iter().filter(|one| one.panel == panel);
        let found = found.map(|one| Sample {
            id: one.id,
            asked: one.asked,
            said: one.said,
        });
        Ok(found.collect())
    }

    /// Reads all that wait, a few hundred at a time, and keeps which ones were meant.
    async fn scan(
        &self,
        panel: PanelId,
        me: AccountId,
        choice: &Choice,
        until: Moment,
    ) -> Result<Scan, Fault> {
        let db = &self.store().db;
        let about = match choice.like.or(choice.same) {
            Some(id) => {
                let one = self.samples(panel, vec![id]).await?.pop();
                Some(one.ok_or(not_there("no such question"))?.said.body)
            }
            None => None,
        };
        let same = match choice.same {
            Some(id) => {
                let mark = db
                    .glance(move |tx| Box::pin(async move { sifting::mark(tx, panel, id).await }));
                Some(mark.await?.ok_or(not_there("no such question"))?)
            }
            None => None,
        };
        let like = about.as_deref().filter(|_| choice.like.is_some());
        let mut scan = Scan {
            sift: Sift::new(&choice.phrase, like),
            ticked: choice.ids.iter().take(TICKED).copied().collect(),
            same,
            me,
            ids: Vec::new(),
            busy: 0,
            about,
            first: None,
            sample: Vec::new(),
        };
        let times = (
            choice.from.unwrap_or(Moment(i64::MIN)),
            choice.to.unwrap_or(Moment(i64::MAX)),
        );
        let mut after = None;
        loop {
            let some = db.glance(move |tx| {
                Box::pin(
                    async move { sifting::waiting(tx, panel, until, times, after, STEP).await },
                )
            });
            let some = some.await?;
            let Some(last) = some.last() else {
                return Ok(scan);
            };
            after = Some((last.asked, last.id));
            // Opening them is work for the machine: the others are served meanwhile.
            let store = self.store().clone();
            let looked = tokio::task::spawn_blocking(move || {
                for one in &some {
                    scan.look(one, &store)?;
                }
                Ok::<Scan, Fault>(scan)
            });
            let looked = looked.await;
            scan = looked.map_err(|error| Fault::internal("a search stopped", error))??;
        }
    }

    /// What repeats itself among those that wait: what an expert begins with when thousands do.
    pub async fn repeats(&self, person: &Person, panel: PanelId) -> Result<Repeats, Fault> {
        self.seat(person, panel).await?;
        let read = self.store().db.read(move |tx| {
            Box::pin(async move {
                let mut groups = questions::groups(tx, panel).await?;
                groups.retain(|(_, count)| usize::try_from(*count).is_ok_and(|n| n >= MANY));
                groups.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
                let mut same = Vec::new();
                for (mark, count) in groups.into_iter().take(GROUPS) {
                    let first = sifting::first(tx, panel, mark).await?;
                    same.extend(first.map(|one| (one, count)));
                }
                let arrived = sifting::arrived(tx, panel, SLOT).await?;
                let last = sifting::last(tx, panel, LAST).await?;
                Ok((slots(&arrived), same, last))
            })
        });
        let (slots, same, last) = read.await?;
        let store = self.store().clone();
        let looked = tokio::task::spawn_blocking(move || {
            let open = |one: &Waiting| {
                Ok::<Sample, Fault>(Sample {
                    id: one.id,
                    asked: one.asked,
                    said: one.said(&store)?,
                })
            };
            let mut groups = Vec::new();
            for (one, count) in &same {
                groups.push((open(one)?, *count));
            }
            let mut opened = Vec::new();
            for one in &last {
                opened.push((one.same, open(one)?));
            }
            let texts: Vec<&str> = opened
                .iter()
                .map(|(_, one)| one.said.body.as_str())
                .collect();
            let carried = carried(&texts).into_iter();
            let carried = carried.map(|one| (one.what, one.count)).collect();
            let among = opened.len();
            // What says the same word for word is told already.
            opened.retain(|(mark, _)| same.iter().all(|(one, _)| one.same != *mark));
            let last: Vec<Sample> = opened.into_iter().map(|(_, one)| one).collect();
            let texts: Vec<&str> = last.iter().map(|one| one.said.body.as_str()).collect();
            let found = gathered(&texts);
            let mut last: Vec<Option<Sample>> = last.into_iter().map(Some).collect();
            let alike = found.into_iter().filter_map(|one| {
                let sample = last.get_mut(one.what).and_then(Option::take);
                sample.map(|sample| (sample, one.count))
            });
            Ok::<Repeats, Fault>(Repeats {
                alike: alike.collect(),
                same: groups,
                slots,
                among,
                carried,
            })
        });
        looked
            .await
            .map_err(|error| Fault::internal("a search stopped", error))?
    }

    /// Refuses those that were chosen, as they were seen, for one reason that each of those who asked reads. Gives how many.
    ///
    /// # Errors
    /// What is wrong with the choice or the reason; `Conflict` when none of them waits any more.
    pub async fn refuse_all(
        &self,
        person: &Person,
        panel: PanelId,
        choice: &Choice,
        until: Moment,
        why: &str,
    ) -> Result<u64, Refused> {
        let seat = self.seat(person, panel).await?;
        choice.checked()?;
        let why = reason(why)?;
        let me = person.account;
        let ids = self.scan(panel, me, choice, until).await?.ids;
        let refusal = RefusalId::new(seal::random::bytes());
        let work = seat.write(move |at| {
            Box::pin(async move {
                let still = Still {
                    panel,
                    until,
                    me: Some(me),
                    now: at.now,
                };
                let said = (at.panel.org, refusal, why.as_str());
                match sifting::refuse(at.tx, &at.store, said, still, &ids).await? {
                    0 => Err(Fault::new(Code::Conflict, "none of them waits any more")),
                    count => Ok(count),
                }
            })
        });
        Ok(work.await?)
    }

    /// Joins those that were chosen, as they were seen, to a question that stands for them. Gives how many.
    ///
    /// # Errors
    /// What is wrong with the choice; `Conflict` when none of them waits any more, or when the other one is itself joined,
    /// refused or masked.
    pub async fn join_all(
        &self,
        person: &Person,
        panel: PanelId,
        choice: &Choice,
        until: Moment,
        into: QuestionId,
    ) -> Result<u64, Refused> {
        let seat = self.seat(person, panel).await?;
        choice.checked()?;
        let me = person.account;
        let mut ids = self.scan(panel, me, choice, until).await?.ids;
        ids.retain(|id| *id != into);
        let work = seat.hold(into, move |mut at, _| {
            Box::pin(async move {
                let still = Still {
                    panel,
                    until,
                    me: Some(me),
                    now: at.now,
                };
                match at.join_all(still, &ids, into).await? {
                    0 => Err(Fault::new(Code::Conflict, "none of them waits any more")),
                    count => Ok(count),
                }
            })
        });
        let count = work.await?;
        self.wake.notify_one();
        Ok(count)
    }

    /// What was refused together in a session, and by whom: the last first.
    pub async fn refusals(
        &self,
        person: &Person,
        panel: PanelId,
    ) -> Result<Vec<(Refusal, String)>, Fault> {
        self.seat(person, panel).await?;
        let store = self.store().clone();
        let read = self.store().db.read(move |tx| {
            Box::pin(async move {
                let all = sifting::refusals(tx, &store, panel, LISTED).await?;
                let experts = panels::experts(tx, panel).await?;
                let named = all.into_iter().map(|one| {
                    let mut by = experts.iter().filter(|expert| expert.account == one.by);
                    let name = by.next().map(|expert| expert.name.clone());
                    (one, name.unwrap_or_default())
                });
                Ok(named.collect())
            })
        });
        read.await
    }

    /// Lets what was refused together wait again. Gives how many.
    ///
    /// # Errors
    /// `Conflict` when none of it is refused any more.
    pub async fn put_back_all(
        &self,
        person: &Person,
        panel: PanelId,
        refusal: RefusalId,
    ) -> Result<u64, Fault> {
        let seat = self.seat(person, panel).await?;
        let work = seat.write(move |at| {
            Box::pin(async move {
                match sifting::put_back(at.tx, panel, refusal, at.now).await? {
                    0 => Err(Fault::new(Code::Conflict, "nothing is refused any more")),
                    count => Ok(count),
                }
            })
        });
        work.await
    }
}
