//! Before anybody reads a question, an expert does: published, joined to another, refused with a reason that whoever asked
//! reads, or masked later.

use super::seat::Sitting;
use super::{Panels, Refused, Wrong, gone};
use crate::model::{Question, Shown, Stage};
use crate::queries::sifting::{self, Still};
use crate::queries::{answers, questions};
use crate::rules::clean;
use accounts::model::Person;
use kernel::{Code, Fault, QuestionId};
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

pub(super) fn reason(typed: &str) -> Result<String, Refused> {
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
    ) -> Result<u64, Fault> {
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
                let mark = one.same;
                let done = at.join(one, into).await?;
                match same {
                    true => Ok(done.saturating_add(at.join_same(mark, into).await?)),
                    false => Ok(done),
                }
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
    pub async fn gather(&self, person: &Person, into: QuestionId) -> Result<u64, Fault> {
        let seat = self.seat_of(person, into).await?;
        let work = seat.hold(into, move |mut at, one| {
            Box::pin(async move {
                match at.join_same(one.same, into).await? {
                    0 => Err(Fault::new(Code::Conflict, "changed meanwhile")),
                    count => Ok(count),
                }
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

    /// Lets a question that was refused wait again.
    ///
    /// # Errors
    /// `Conflict` when it is not refused.
    pub async fn put_back(&self, person: &Person, question: QuestionId) -> Result<(), Fault> {
        let seat = self.seat_of(person, question).await?;
        let work = seat.hold(question, move |mut at, mut one| {
            Box::pin(async move {
                if one.shown != Shown::Refused {
                    return Err(Fault::new(Code::Conflict, "it is not refused"));
                }
                one.shown = Shown::Waiting;
                one.said.reason.clear();
                at.set(&one).await?;
                sifting::let_go(at.tx, question).await
            })
        });
        work.await
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
                let mut withdrawn = Vec::new();
                for mut given in answers::public_of(at.tx, &at.store, question).await? {
                    withdrawn.push(given.id);
                    given.stage = Stage::Withdrawn;
                    given.body.clear();
                    given.changed = at.now;
                    at.put(&given).await?;
                    answers::drop_versions(at.tx, given.id).await?;
                }
                erasures::note(at.tx, What::Question, question.bytes()).await?;
                at.changed(question).await?;
                gone(at.tx, &withdrawn).await
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

    /// Lets `into`, which is held already, stand for all others that wait with a text. Gives how many.
    async fn join_same(&mut self, mark: [u8; 32], into: QuestionId) -> Result<u64, Fault> {
        let ids = sifting::same(self.tx, self.panel.id, mark, into).await?;
        let still = Still {
            panel: self.panel.id,
            until: self.now,
            me: None,
            now: self.now,
        };
        self.join_all(still, &ids, into).await
    }

    /// The same for those of a list that still wait.
    pub(super) async fn join_all(
        &mut self,
        still: Still,
        ids: &[QuestionId],
        into: QuestionId,
    ) -> Result<u64, Fault> {
        let stands = self.stands(into).await?;
        let count = sifting::join(self.tx, (into, stands.answered), still, ids).await?;
        if stands.public && count > 0 {
            self.changed(into).await?;
        }
        Ok(count)
    }

    /// What a question that is to stand for others gives them.
    async fn stands(&mut self, into: QuestionId) -> Result<Stands, Fault> {
        let public = match self.read(into).await?.shown {
            Shown::Waiting => false,
            Shown::Published => true,
            _ => return Err(Fault::new(Code::Conflict, "it stands for nothing")),
        };
        let given = answers::public_of(self.tx, &self.store, into).await?;
        Ok(Stands {
            public,
            answered: public && !given.is_empty(),
        })
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

    /// Lets `into` stand for a question, both of them held, and for those for which it stood.
    async fn join(&mut self, mut one: Question, into: QuestionId) -> Result<u64, Fault> {
        let stands = self.stands(into).await?;
        let (was, id) = (one.shown, one.id);
        if !matches!(was, Shown::Waiting | Shown::Published | Shown::Joined) {
            return Err(Fault::new(Code::Conflict, "it is not waiting any more"));
        }
        let own = answers::public_of(self.tx, &self.store, id).await?;
        if !own.is_empty() {
            return Err(Fault::new(Code::Conflict, "it has answers of its own"));
        }
        if was == Shown::Published {
            questions::hide_parts(self.tx, &mut one).await?;
        }
        let mut all = questions::take_joined(self.tx, &self.store, id).await?;
        all.push(one);
        for each in &mut all {
            each.shown = Shown::Joined;
            each.joined = Some(into);
            each.taken = None;
            each.mail_due |= stands.answered && !each.said.mail.is_empty();
            self.set(each).await?;
        }
        // Last: the counter is held from here on, and nobody who has it waits for a question.
        if was == Shown::Published {
            self.changed(id).await?;
        }
        if stands.public {
            self.changed(into).await?;
        }
        Ok(u64::try_from(all.len()).unwrap_or(u64::MAX))
    }
}

/// A question that is to stand for others.
struct Stands {
    /// Everybody reads it.
    public: bool,
    /// It has an answer that everybody reads.
    answered: bool,
}
