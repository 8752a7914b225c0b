//! Answers: written, read by a second expert, published under a name, corrected with the earlier versions kept (N007),
//! taken up again with one action and shown as such (N006).

use super::answering::Draft;
use super::seat::Sitting;
use super::{Panels, Refused, Wrong, gone, mailing, not_there};
use crate::model::{Answer, Mark, Panel, Shown, Source, Stage, Thread, Version};
use crate::queries::{answers, questions};
use crate::rules::{clean, status};
use accounts::model::Person;
use kernel::{AnswerId, Code, Fault, Moment, QuestionId};
use store::erasures::{self, What};

/// Characters of an answer at most.
pub const LONGEST: usize = 12_000;
/// Articles, letters or kinds that an answer is tied to at most.
const TIES: usize = 20;

/// An answer of reference as an expert takes it up: in French, the short answer, then each part.
pub fn said(known: &guide::answers::Answer) -> String {
    let mut text = known.short.fr.clone();
    for part in &known.part {
        text.push_str("\n\n");
        text.push_str(&part.ask.fr);
        text.push('\n');
        text.push_str(&part.answer.fr);
    }
    clean::text(&text)
}

impl Panels {
    fn checked(&self, draft: Draft) -> Result<Draft, Refused> {
        let mut wrong = Vec::new();
        let body = clean::text(&draft.body);
        if body.is_empty() {
            wrong.push(Wrong::of("body", "expert-wrong-body"));
        } else if body.chars().count() > LONGEST {
            wrong.push(Wrong::of("body", "expert-wrong-body-long"));
        }
        if draft.parts.is_empty() {
            wrong.push(Wrong::of("parts", "expert-wrong-part"));
        }
        if draft.kinds.len() > TIES || draft.kinds.iter().any(|id| self.content.kind(id).is_none())
        {
            wrong.push(Wrong::of("kinds", "expert-wrong-kind"));
        }
        if draft.letters.len() > TIES
            || draft
                .letters
                .iter()
                .any(|id| self.content.models.name(id).is_none())
        {
            wrong.push(Wrong::of("letters", "expert-wrong-letter"));
        }
        if draft.articles.len() > TIES
            || draft
                .articles
                .iter()
                .any(|id| self.content.article(id).is_none())
        {
            wrong.push(Wrong::of("articles", "expert-wrong-article"));
        }
        match wrong.is_empty() {
            true => Ok(Draft { body, ..draft }),
            false => Err(Refused::Wrong(wrong)),
        }
    }

    fn marks(&self, articles: &[String]) -> Vec<Mark> {
        let known = articles
            .iter()
            .filter_map(|id| Some((id, self.content.law_mark(id)?)));
        known
            .map(|(id, mark)| Mark {
                article: id.clone(),
                mark,
            })
            .collect()
    }

    /// Keeps a draft, new or over the one that was seen. What is published is corrected by [`Panels::correct`].
    ///
    /// # Errors
    /// What is wrong with it; `Conflict` when somebody else changed it first.
    pub async fn keep(
        &self,
        person: &Person,
        question: QuestionId,
        over: Option<(AnswerId, Moment)>,
        draft: Draft,
        source: Option<Source>,
    ) -> Result<AnswerId, Refused> {
        let seat = self.seat_of(person, question).await?;
        let draft = self.checked(draft)?;
        let marks = self.marks(&draft.articles);
        let fresh = AnswerId::new(seal::random::bytes());
        let work = seat.hold(question, move |mut at, mut one| {
            Box::pin(async move {
                let numbers = status::numbers(&questions::parts_of(at.tx, &one).await?);
                if !draft.parts.iter().all(|part| numbers.contains(part)) {
                    return Err(Fault::new(Code::Conflict, "the parts changed meanwhile"));
                }
                let before = match over {
                    Some((id, seen)) => Some(at.answer(question, id, seen).await?),
                    None => None,
                };
                if before
                    .as_ref()
                    .is_some_and(|one| !matches!(one.stage, Stage::Draft | Stage::Reading))
                {
                    return Err(Fault::new(Code::Conflict, "it is no draft any more"));
                }
                let id = before.as_ref().map_or(fresh, |one| one.id);
                let answer = Answer {
                    id,
                    question,
                    parts: draft.parts,
                    stage: Stage::Draft,
                    version: 0,
                    author: at.me.account,
                    name: at.me.name.clone(),
                    title: at.me.title.clone(),
                    reader: String::new(),
                    changed: before.as_ref().map_or(at.now, |one| after(one, at.now)),
                    source: before.map_or(source, |one| one.source),
                    kinds: draft.kinds,
                    letters: draft.letters,
                    marks,
                    body: draft.body,
                    published: None,
                };
                at.put(&answer).await?;
                // Whoever writes is at it.
                if one.taken.is_none() {
                    one.taken = Some(at.me.account);
                    at.set(&one).await?;
                    if one.shown == Shown::Published {
                        at.changed(question).await?;
                    }
                }
                Ok(id)
            })
        });
        Ok(work.await?)
    }

    /// Asks for a second reading: another expert of the session reads, and publishes.
    pub async fn hand_over(
        &self,
        person: &Person,
        answer: AnswerId,
        seen: Moment,
    ) -> Result<(), Fault> {
        let (seat, question) = self.seat_by(person, answer).await?;
        let work = seat.hold(question, move |mut at, _| {
            Box::pin(async move {
                let mut one = at.answer(question, answer, seen).await?;
                if one.stage != Stage::Draft {
                    return Err(Fault::new(Code::Conflict, "it is no draft any more"));
                }
                one.stage = Stage::Reading;
                one.changed = after(&one, at.now);
                at.put(&one).await
            })
        });
        work.await
    }

    /// Publishes an answer, and its question when nobody has read that yet. An answer that another expert reads again
    /// keeps the name of whoever wrote it, and says who read it.
    ///
    /// # Errors
    /// `Conflict` when it changed meanwhile, or when its author would be her own second reader.
    pub async fn publish(
        &self,
        person: &Person,
        answer: AnswerId,
        seen: Moment,
    ) -> Result<(), Fault> {
        let (seat, question) = self.seat_by(person, answer).await?;
        let work = seat.hold(question, move |mut at, mut one| {
            Box::pin(async move {
                let mut given = at.answer(question, answer, seen).await?;
                let hers = given.author == at.me.account;
                match given.stage {
                    // She publishes what she wrote herself.
                    Stage::Draft if hers => {}
                    Stage::Reading if !hers => given.reader.clone_from(&at.me.name),
                    _ => return Err(Fault::new(Code::Conflict, "not hers to publish")),
                }
                at.publish(&mut one).await?;
                at.stand(given).await
            })
        });
        work.await?;
        self.wake.notify_one();
        Ok(())
    }

    /// Takes up an earlier answer in one action, under the name of whoever does: readers see what it takes up, and of when.
    ///
    /// # Errors
    /// `NotFound` when the source is not published.
    pub async fn reuse(
        &self,
        person: &Person,
        question: QuestionId,
        source: Source,
        parts: Vec<u32>,
    ) -> Result<AnswerId, Refused> {
        let draft = match &source {
            Source::Reference(id) => {
                let known = self
                    .content
                    .answers()
                    .get(id)
                    .ok_or(not_there("no such answer of reference"))?;
                Draft {
                    parts,
                    body: said(known),
                    kinds: known.kinds.clone(),
                    letters: known.letters.clone(),
                    articles: known.articles.clone(),
                }
            }
            Source::Answer(id) => {
                let (store, id) = (self.store().clone(), *id);
                let read = self
                    .store()
                    .db
                    .read(move |tx| Box::pin(async move { answers::get(tx, &store, id).await }));
                let known = read.await?.filter(|one| one.stage == Stage::Published);
                let known = known.ok_or(not_there("no such answer"))?;
                // Its question is public too.
                self.thread(known.question).await?;
                Draft {
                    parts,
                    body: known.body,
                    kinds: known.kinds,
                    letters: known.letters,
                    articles: known.marks.into_iter().map(|mark| mark.article).collect(),
                }
            }
        };
        let id = self
            .keep(person, question, None, draft, Some(source))
            .await?;
        let (store, back) = (self.store().clone(), id);
        let read = self
            .store()
            .db
            .read(move |tx| Box::pin(async move { answers::get(tx, &store, back).await }));
        let kept = read.await?.ok_or(not_there("no such answer"))?;
        self.publish(person, id, kept.changed).await?;
        Ok(id)
    }

    /// Corrects what everybody reads: the earlier version stays beside it, with its day. The articles are read again too:
    /// what they say today is what the answer now rests on.
    ///
    /// # Errors
    /// What is wrong with it; `Conflict` when it changed meanwhile.
    pub async fn correct(
        &self,
        person: &Person,
        answer: AnswerId,
        seen: Moment,
        draft: Draft,
    ) -> Result<(), Refused> {
        let (seat, question) = self.seat_by(person, answer).await?;
        let draft = self.checked(draft)?;
        let marks = self.marks(&draft.articles);
        let work = seat.hold(question, move |mut at, one| {
            Box::pin(async move {
                let numbers = status::numbers(&questions::parts_of(at.tx, &one).await?);
                let before = at.answer(question, answer, seen).await?;
                if before.stage != Stage::Published
                    || !draft.parts.iter().all(|part| numbers.contains(part))
                {
                    return Err(Fault::new(
                        Code::Conflict,
                        "it is not public, or its parts changed",
                    ));
                }
                let given = Answer {
                    parts: draft.parts,
                    author: at.me.account,
                    name: at.me.name.clone(),
                    title: at.me.title.clone(),
                    reader: String::new(),
                    kinds: draft.kinds,
                    letters: draft.letters,
                    marks,
                    body: draft.body,
                    ..before
                };
                at.stand(given).await
            })
        });
        work.await?;
        self.wake.notify_one();
        Ok(())
    }

    /// Takes an answer away from everybody, with its earlier versions, or throws a draft away. A restore does not bring a
    /// published one back.
    ///
    /// # Errors
    /// `Conflict` when it changed meanwhile.
    pub async fn withdraw(
        &self,
        person: &Person,
        answer: AnswerId,
        seen: Moment,
    ) -> Result<(), Fault> {
        let (seat, question) = self.seat_by(person, answer).await?;
        let work = seat.hold(question, move |mut at, _| {
            Box::pin(async move {
                let mut one = at.answer(question, answer, seen).await?;
                match one.stage {
                    Stage::Draft | Stage::Reading => {
                        answers::drop_draft(at.tx, answer).await?;
                        return Ok(false);
                    }
                    Stage::Withdrawn => {
                        return Err(Fault::new(Code::Conflict, "withdrawn already"));
                    }
                    Stage::Published => {}
                }
                one.stage = Stage::Withdrawn;
                one.body.clear();
                one.changed = after(&one, at.now);
                at.put(&one).await?;
                answers::drop_versions(at.tx, answer).await?;
                erasures::note(at.tx, What::Answer, answer.bytes()).await?;
                at.changed(question).await?;
                gone(at.tx, &[answer]).await?;
                Ok(true)
            })
        });
        if work.await? {
            self.store().swept().await;
        }
        Ok(())
    }

    /// Every version of a published answer, the oldest first: anybody may read what it said before (N007).
    ///
    /// # Errors
    /// `NotFound` when it is not public.
    pub async fn versions(&self, answer: AnswerId) -> Result<(Answer, Vec<Version>), Fault> {
        let store = self.store().clone();
        let read = self.store().db.read(move |tx| {
            Box::pin(async move {
                let Some(one) = answers::get(tx, &store, answer).await? else {
                    return Ok(None);
                };
                let public = questions::get_public(tx, one.question).await?.is_some();
                if one.stage != Stage::Published || !public {
                    return Ok(None);
                }
                let versions = answers::versions(tx, answer).await?;
                Ok(Some((one, versions)))
            })
        });
        read.await?.ok_or(not_there("no such public answer"))
    }

    /// An answer with its question, for an expert of its session.
    ///
    /// # Errors
    /// `NotFound` when there is none, or it is none of hers.
    pub async fn given(
        &self,
        person: &Person,
        answer: AnswerId,
    ) -> Result<(Panel, Thread, Answer), Fault> {
        let (_, question) = self.seat_by(person, answer).await?;
        let (panel, thread) = self.opened(person, question).await?;
        let found = thread.answers.iter().find(|one| one.id == answer).cloned();
        let found = found.ok_or(not_there("no such answer"))?;
        Ok((panel, thread, found))
    }
}

/// The instant of a change: later than the one before, even within a microsecond or when a clock goes back, since forms
/// say by it what they showed.
fn after(before: &Answer, now: Moment) -> Moment {
    now.max(Moment(before.changed.0.saturating_add(1)))
}

impl Sitting<'_> {
    /// Puts a new version of an answer before everybody.
    async fn stand(&mut self, mut given: Answer) -> Result<(), Fault> {
        let now = after(&given, self.now);
        given.stage = Stage::Published;
        given.version = given.version.saturating_add(1);
        given.published = given.published.or(Some(now));
        given.changed = now;
        self.put(&given).await?;
        let version = Version {
            number: given.version,
            body: given.body.clone(),
            name: given.name.clone(),
            at: now,
        };
        answers::add_version(self.tx, self.panel.org, given.id, &version).await?;
        if given.version == 1 {
            mailing::owe(self.tx, &self.store, given.question, now).await?;
        }
        self.changed(given.question).await
    }
}
