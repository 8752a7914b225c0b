//! Before anybody reads a question, an expert does: published, joined to another, refused with a reason that whoever asked
//! reads, or masked later.

use super::seat::Sitting;
use super::{Panels, Refused, Wrong};
use crate::model::{Question, Shown, Stage};
use crate::queries::{answers, questions};
use crate::rules::clean;
use accounts::model::Person;
use kernel::{Code, Fault, QuestionId};
use std::collections::BTreeMap;
use store::erasures::{self, What};

/// Characters of a reason at most.
pub const REASON: usize = 500;

/// The words under which a question is published, and what they were written over.
#[derive(Clone)]
pub struct Reworded {
    /// What the page showed (`rules::status::seen`).
    pub seen: String,
    /// The name.
    pub pseudonym: String,
    /// The question.
    pub body: String,
}

fn reworded(typed: Reworded) -> Result<Reworded, Refused> {
    let (pseudonym, body) = (clean::line(&typed.pseudonym), clean::text(&typed.body));
    let mut wrong = Vec::new();
    if pseudonym.is_empty() || pseudonym.chars().count() > clean::NAME {
        wrong.push(Wrong::of("pseudonym", "expert-wrong-name"));
    }
    if !(clean::SHORTEST..=clean::LONGEST).contains(&body.chars().count()) {
        wrong.push(Wrong::of("body", "expert-wrong-text"));
    }
    match wrong.is_empty() {
        true => Ok(Reworded {
            pseudonym,
            body,
            ..typed
        }),
        false => Err(Refused::Wrong(wrong)),
    }
}

fn reason(typed: &str) -> Result<String, Refused> {
    let reason = clean::text(typed);
    match reason.chars().count() {
        0 => Err(Refused::Wrong(vec![Wrong::of(
            "reason",
            "expert-wrong-reason",
        )])),
        1..=REASON => Ok(reason),
        _ => Err(Refused::Wrong(vec![Wrong::of(
            "reason",
            "expert-wrong-reason-long",
        )])),
    }
}

impl Panels {
    /// Lets everybody read a question, as it was asked or with words masked by the expert (N002). It appears to all who
    /// follow the session.
    ///
    /// # Errors
    /// What is wrong with the words; `Conflict` once it was refused or masked, or when the words were written over others.
    pub async fn publish_question(
        &self,
        person: &Person,
        question: QuestionId,
        words: Option<Reworded>,
    ) -> Result<(), Refused> {
        let seat = self.seat_of(person, question).await?;
        let words = words.map(reworded).transpose()?;
        let work = seat.hold(question, move |mut at, mut one| {
            Box::pin(async move {
                if let Some(words) = words {
                    at.unmoved(&one, &words.seen).await?;
                    one.said.pseudonym = words.pseudonym;
                    one.said.body = words.body;
                    if one.shown == Shown::Published {
                        at.set(&one).await?;
                    }
                }
                at.publish(&mut one).await?;
                at.changed(question).await
            })
        });
        Ok(work.await?)
    }

    /// Joins questions to another of the session, which stands for them: whoever asked them finds its answers. With
    /// `same`, all that wait with the same text go with it. `seen` is what a page showed of it (`rules::status::seen`).
    /// Gives how many were joined.
    ///
    /// # Errors
    /// `Conflict` when it is not what was seen any more, or stands elsewhere already; when the other one is itself joined, refused or masked, or is the same question; when this one has answers of its own.
    pub async fn join(
        &self,
        person: &Person,
        question: QuestionId,
        into: QuestionId,
        same: bool,
        seen: Option<&str>,
    ) -> Result<usize, Fault> {
        let seat = self.seat_of(person, question).await?;
        if question == into {
            return Err(Fault::new(Code::Conflict, "a question stands for itself"));
        }
        let seen = seen.map(str::to_owned);
        let work = seat.write(move |mut at| {
            Box::pin(async move {
                // Always in the order of the ids: two experts who join two questions to each other do not wait for one another.
                questions::lock(at.tx, question.min(into), at.now).await?;
                questions::lock(at.tx, question.max(into), at.now).await?;
                let one = at.read(question).await?;
                if let Some(seen) = seen {
                    at.unmoved(&one, &seen).await?;
                }
                if one.joined.is_some_and(|other| other != into) {
                    return Err(Fault::new(Code::Conflict, "another stands for it"));
                }
                let mut joined = vec![one.clone()];
                if same {
                    let waiting = at.same(&one).await?;
                    joined.extend(waiting.into_iter().filter(|each| each.id != one.id));
                }
                at.join(joined, into).await
            })
        });
        let count = work.await?;
        self.wake.notify_one();
        Ok(count)
    }

    /// Joins to a question all that wait with the same text. Gives how many were joined.
    ///
    /// # Errors
    /// `Conflict` when it is itself joined, refused or masked.
    pub async fn gather(&self, person: &Person, into: QuestionId) -> Result<usize, Fault> {
        let seat = self.seat_of(person, into).await?;
        let work = seat.hold(into, move |mut at, one| {
            Box::pin(async move {
                let same = at.same(&one).await?;
                at.join(same, into).await
            })
        });
        let count = work.await?;
        self.wake.notify_one();
        Ok(count)
    }

    /// Refuses a question that nobody read yet: whoever asked reads why, nobody else learns that it was asked.
    ///
    /// # Errors
    /// What is wrong with the reason; `Conflict` once it is public.
    pub async fn refuse(
        &self,
        person: &Person,
        question: QuestionId,
        why: &str,
    ) -> Result<(), Refused> {
        let seat = self.seat_of(person, question).await?;
        let reason = reason(why)?;
        let work = seat.hold(question, move |mut at, mut one| {
            Box::pin(async move {
                if one.shown != Shown::Waiting {
                    return Err(Fault::new(Code::Conflict, "it is not waiting any more"));
                }
                one.shown = Shown::Refused;
                one.said.reason = reason;
                at.set(&one).await?;
                at.with_it(&one).await
            })
        });
        Ok(work.await?)
    }

    /// Takes a question away from everybody, with its answers: whoever asked reads why. It does not come back, and a
    /// restore does not bring it back.
    ///
    /// # Errors
    /// What is wrong with the reason; `Conflict` when it is not public.
    pub async fn mask(
        &self,
        person: &Person,
        question: QuestionId,
        why: &str,
    ) -> Result<(), Refused> {
        let seat = self.seat_of(person, question).await?;
        let reason = reason(why)?;
        let work = seat.hold(question, move |mut at, mut one| {
            Box::pin(async move {
                if one.shown != Shown::Published {
                    return Err(Fault::new(Code::Conflict, "it is not public"));
                }
                questions::hide_parts(at.tx, &mut one).await?;
                one.shown = Shown::Masked;
                one.said.reason = reason;
                at.set(&one).await?;
                at.with_it(&one).await?;
                for mut given in answers::public_of(at.tx, &at.store, question).await? {
                    given.stage = Stage::Withdrawn;
                    given.body.clear();
                    given.changed = at.now;
                    at.put(&given).await?;
                    answers::drop_versions(at.tx, given.id).await?;
                }
                erasures::note(at.tx, What::Question, question.bytes()).await?;
                at.changed(question).await
            })
        });
        work.await?;
        self.store().swept().await;
        Ok(())
    }
}

impl Sitting<'_> {
    /// Publishes a question: the next number of its session, unless it has one.
    pub(super) async fn publish(&mut self, one: &mut Question) -> Result<(), Fault> {
        if one.shown == Shown::Published {
            return Ok(());
        }
        if matches!(one.shown, Shown::Masked | Shown::Refused) {
            return Err(Fault::new(Code::Conflict, "it is not to be shown"));
        }
        one.place = Some(questions::next_place(self.tx, one.panel).await?);
        one.shown = Shown::Published;
        one.joined = None;
        questions::show_parts(self.tx, self.panel.org, one).await?;
        self.set(one).await
    }

    /// Those that wait with its text.
    async fn same(&mut self, one: &Question) -> Result<Vec<Question>, Fault> {
        questions::same(self.tx, &self.store, one.panel, one.same).await
    }

    /// Those that a question stood for go where it goes, for the same reason.
    async fn with_it(&mut self, one: &Question) -> Result<(), Fault> {
        for mut other in questions::take_joined(self.tx, &self.store, one.id).await? {
            other.shown = Shown::Refused;
            other.joined = None;
            other.said.reason.clone_from(&one.said.reason);
            self.set(&other).await?;
        }
        Ok(())
    }

    /// Lets `into`, which is held already, stand for these.
    async fn join(&mut self, mut joined: Vec<Question>, into: QuestionId) -> Result<usize, Fault> {
        let other = self.read(into).await?;
        if !matches!(other.shown, Shown::Waiting | Shown::Published) {
            return Err(Fault::new(Code::Conflict, "it stands for nothing"));
        }
        joined.retain(|each| each.id != into);
        let mut ids: Vec<QuestionId> = joined.iter().map(|each| each.id).collect();
        // What stood for others is not lost: they go along.
        for each in &joined {
            let along = questions::joined(self.tx, &self.store, each.id).await?;
            ids.extend(along.iter().map(|one| one.id));
        }
        // Held, then read again: another expert may have published one of them meanwhile.
        let before: BTreeMap<QuestionId, Shown> =
            joined.iter().map(|each| (each.id, each.shown)).collect();
        let mut joined = questions::take_all(self.tx, &self.store, ids).await?;
        joined.retain(|each| {
            before
                .get(&each.id)
                .is_none_or(|shown| *shown == each.shown)
        });
        if joined.is_empty() {
            return Err(Fault::new(Code::Conflict, "changed meanwhile"));
        }
        let count = joined.len();
        let mut left = Vec::new();
        let answered = !answers::public_of(self.tx, &self.store, into)
            .await?
            .is_empty();
        for mut each in joined {
            if !answers::public_of(self.tx, &self.store, each.id)
                .await?
                .is_empty()
            {
                return Err(Fault::new(Code::Conflict, "it has answers of its own"));
            }
            if !matches!(
                each.shown,
                Shown::Waiting | Shown::Published | Shown::Joined
            ) {
                return Err(Fault::new(Code::Conflict, "it is not waiting any more"));
            }
            let was = each.shown;
            if was == Shown::Published {
                questions::hide_parts(self.tx, &mut each).await?;
            }
            each.shown = Shown::Joined;
            each.joined = Some(into);
            each.taken = None;
            // An answer is there for her now.
            each.mail_due |=
                answered && other.shown == Shown::Published && !each.said.mail.is_empty();
            self.set(&each).await?;
            if was == Shown::Published {
                left.push(each.id);
            }
        }
        // Last: the counter is held from here on, and nobody who has it waits for a question.
        for id in left {
            self.changed(id).await?;
        }
        if other.shown == Shown::Published && count > 0 {
            self.changed(into).await?;
        }
        Ok(count)
    }
}
