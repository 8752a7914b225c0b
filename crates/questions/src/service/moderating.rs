//! Before anybody reads a question, an expert does: published, joined to another, refused with a reason that whoever asked
//! reads, or masked later.

use super::{Panels, Refused, Wrong, changed, gone, not_there, sits};
use crate::model::{Question, Shown, Stage};
use crate::queries::{answers, questions};
use crate::rules::{clean, status};
use accounts::model::Person;
use kernel::{Code, Fault, Moment, OrgId, PanelId, QuestionId};
use std::collections::BTreeMap;
use store::Store;
use store::db::Tx;
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

/// Refuses what was written over something else than what stands there now.
pub(super) async fn unmoved(tx: &mut Tx, one: &Question, seen: &str) -> Result<(), Fault> {
    let parts = questions::parts_of(tx, one).await?;
    match status::seen(one, &parts) == seen {
        true => Ok(()),
        false => Err(Fault::new(Code::Conflict, "changed meanwhile")),
    }
}

/// Publishes a question in its transaction: the next number of its session, unless it has one.
pub(super) async fn publish(
    tx: &mut Tx,
    store: &Store,
    org: OrgId,
    one: &mut Question,
    now: Moment,
) -> Result<(), Fault> {
    if one.shown == Shown::Published {
        return Ok(());
    }
    if matches!(one.shown, Shown::Masked | Shown::Refused) {
        return Err(Fault::new(Code::Conflict, "it is not to be shown"));
    }
    one.place = Some(questions::next_place(tx, one.panel).await?);
    one.shown = Shown::Published;
    one.joined = None;
    questions::show_parts(tx, org, one).await?;
    questions::set(tx, store, one, now).await
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
        let panel = self.panel_of(question).await?;
        self.sits(person, panel).await?;
        let words = match words {
            Some(typed) => {
                let (pseudonym, body) = (clean::line(&typed.pseudonym), clean::text(&typed.body));
                let mut wrong = Vec::new();
                if pseudonym.is_empty() || pseudonym.chars().count() > clean::NAME {
                    wrong.push(Wrong::of("pseudonym", "expert-wrong-name"));
                }
                if !(clean::SHORTEST..=clean::LONGEST).contains(&body.chars().count()) {
                    wrong.push(Wrong::of("body", "expert-wrong-text"));
                }
                if !wrong.is_empty() {
                    return Err(Refused::Wrong(wrong));
                }
                Some(Reworded {
                    pseudonym,
                    body,
                    ..typed
                })
            }
            None => None,
        };
        let org = self.panel(panel).await?.org;
        let (store, now, account) = (self.store().clone(), self.now(), person.account);
        let work = self.store().db.write(move |tx| {
            Box::pin(async move {
                sits(tx, panel, account).await?;
                let mut one = questions::take(tx, &store, question)
                    .await?
                    .ok_or(not_there("no such question"))?;
                if let Some(words) = words {
                    unmoved(tx, &one, &words.seen).await?;
                    one.said.pseudonym = words.pseudonym;
                    one.said.body = words.body;
                    if one.shown == Shown::Published {
                        questions::set(tx, &store, &one, now).await?;
                    }
                }
                publish(tx, &store, org, &mut one, now).await?;
                changed(tx, panel, Some(question)).await
            })
        });
        work.await?;
        Ok(())
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
        let panel = self.panel_of(question).await?;
        self.sits(person, panel).await?;
        if question == into {
            return Err(Fault::new(Code::Conflict, "a question stands for itself"));
        }
        let (store, now, account) = (self.store().clone(), self.now(), person.account);
        let seen = seen.map(str::to_owned);
        let work = self.store().db.write(move |tx| {
            Box::pin(async move {
                sits(tx, panel, account).await?;
                // Always in the order of the ids: two experts who join two questions to each other do not wait for one another.
                questions::lock(tx, question.min(into), now).await?;
                questions::lock(tx, question.max(into), now).await?;
                let one = questions::get(tx, &store, question).await?;
                let one = one
                    .filter(|one| one.panel == panel)
                    .ok_or(not_there("no such question"))?;
                if let Some(seen) = seen {
                    unmoved(tx, &one, &seen).await?;
                }
                if one.joined.is_some_and(|other| other != into) {
                    return Err(Fault::new(Code::Conflict, "another stands for it"));
                }
                let mut joined = vec![one.clone()];
                if same {
                    let waiting = questions::same(tx, &store, panel, one.same).await?;
                    joined.extend(waiting.into_iter().filter(|each| each.id != one.id));
                }
                join(tx, &store, (panel, now), joined, into).await
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
        let panel = self.panel_of(into).await?;
        self.sits(person, panel).await?;
        let (store, now, account) = (self.store().clone(), self.now(), person.account);
        let work = self.store().db.write(move |tx| {
            Box::pin(async move {
                sits(tx, panel, account).await?;
                let one = questions::take(tx, &store, into)
                    .await?
                    .ok_or(not_there("no such question"))?;
                let same = questions::same(tx, &store, panel, one.same).await?;
                join(tx, &store, (panel, now), same, into).await
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
        self.sits(person, self.panel_of(question).await?).await?;
        let reason = reason(why)?;
        let panel = self.panel_of(question).await?;
        let (store, now, account) = (self.store().clone(), self.now(), person.account);
        let work = self.store().db.write(move |tx| {
            Box::pin(async move {
                sits(tx, panel, account).await?;
                let mut one = questions::take(tx, &store, question)
                    .await?
                    .ok_or(not_there("no such question"))?;
                if one.shown != Shown::Waiting {
                    return Err(Fault::new(Code::Conflict, "it is not waiting any more"));
                }
                one.shown = Shown::Refused;
                one.said.reason = reason;
                questions::set(tx, &store, &one, now).await?;
                with_it(tx, &store, &one, now).await
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
        let panel = self.panel_of(question).await?;
        self.sits(person, panel).await?;
        let reason = reason(why)?;
        let org = self.panel(panel).await?.org;
        let (store, now, account) = (self.store().clone(), self.now(), person.account);
        let work = self.store().db.write(move |tx| {
            Box::pin(async move {
                sits(tx, panel, account).await?;
                let mut one = questions::take(tx, &store, question)
                    .await?
                    .ok_or(not_there("no such question"))?;
                if one.shown != Shown::Published {
                    return Err(Fault::new(Code::Conflict, "it is not public"));
                }
                questions::hide_parts(tx, &mut one).await?;
                one.shown = Shown::Masked;
                one.said.reason = reason;
                questions::set(tx, &store, &one, now).await?;
                with_it(tx, &store, &one, now).await?;
                let mut withdrawn = Vec::new();
                for mut given in answers::public_of(tx, &store, question).await? {
                    withdrawn.push(given.id);
                    given.stage = Stage::Withdrawn;
                    given.body.clear();
                    given.changed = now;
                    answers::put(tx, &store, org, &given).await?;
                    answers::drop_versions(tx, given.id).await?;
                }
                erasures::note(tx, What::Question, question.bytes()).await?;
                changed(tx, panel, Some(question)).await?;
                gone(tx, &withdrawn).await
            })
        });
        work.await?;
        self.store().swept().await;
        Ok(())
    }
}

/// Those that a question stood for go where it goes, for the same reason.
async fn with_it(tx: &mut Tx, store: &Store, one: &Question, now: Moment) -> Result<(), Fault> {
    for mut other in questions::take_joined(tx, store, one.id).await? {
        other.shown = Shown::Refused;
        other.joined = None;
        other.said.reason.clone_from(&one.said.reason);
        questions::set(tx, store, &other, now).await?;
    }
    Ok(())
}

/// Lets `into`, which is held already, stand for these.
async fn join(
    tx: &mut Tx,
    store: &Store,
    (panel, now): (PanelId, Moment),
    mut joined: Vec<Question>,
    into: QuestionId,
) -> Result<usize, Fault> {
    let other = questions::get(tx, store, into).await?;
    let other = other
        .filter(|one| one.panel == panel)
        .ok_or(not_there("no such question"))?;
    if !matches!(other.shown, Shown::Waiting | Shown::Published) {
        return Err(Fault::new(Code::Conflict, "it stands for nothing"));
    }
    joined.retain(|each| each.id != into);
    let mut ids: Vec<QuestionId> = joined.iter().map(|each| each.id).collect();
    // What stood for others is not lost: they go along.
    for each in &joined {
        let along = questions::joined(tx, store, each.id).await?;
        ids.extend(along.iter().map(|one| one.id));
    }
    // Held, then read again: another expert may have published one of them meanwhile.
    let before: BTreeMap<QuestionId, Shown> =
        joined.iter().map(|each| (each.id, each.shown)).collect();
    let mut joined = questions::take_all(tx, store, ids).await?;
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
    let answered = !answers::public_of(tx, store, into).await?.is_empty();
    for mut each in joined {
        if !answers::public_of(tx, store, each.id).await?.is_empty() {
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
            questions::hide_parts(tx, &mut each).await?;
        }
        each.shown = Shown::Joined;
        each.joined = Some(into);
        each.taken = None;
        // An answer is there for her now.
        each.mail_due |= answered && other.shown == Shown::Published && !each.said.mail.is_empty();
        questions::set(tx, store, &each, now).await?;
        if was == Shown::Published {
            left.push(each.id);
        }
    }
    // Last: the counter is held from here on, and nobody who has it waits for a question.
    for id in left {
        changed(tx, panel, Some(id)).await?;
    }
    if other.shown == Shown::Published && count > 0 {
        changed(tx, panel, Some(into)).await?;
    }
    Ok(count)
}
