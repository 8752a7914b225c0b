//! A question at the desk: who takes it, its parts, and what was answered before that resembles it (N005, N006).

use super::{Panels, Refused, Wrong, begins, not_there, whole_thread};
use crate::model::{Panel, Question, Shown, Source, Stage, Thread};
use crate::queries::{answers, questions};
use crate::rules::clean;
use accounts::model::Person;
use kernel::date::paris_date;
use kernel::search::{Hit, Sort};
use kernel::{AccountId, AnswerId, Code, Fault, PanelId, QuestionId};
use std::sync::Arc;
use time::Date;

/// Parts of a question at most.
pub const PARTS: usize = 8;
/// Characters of a part at most.
pub const PART: usize = 300;
/// Earlier answers that are shown beside a question.
const ALIKE: usize = 5;

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

    /// Gives it back to the queue. Whoever has it may, and anybody of the session: she may have gone home. `seen` is who was
    /// seen to have it.
    ///
    /// # Errors
    /// `Conflict` when somebody else has it, or nobody.
    pub async fn release(
        &self,
        person: &Person,
        question: QuestionId,
        seen: Option<AccountId>,
    ) -> Result<(), Fault> {
        self.work_on(person, question, move |one| match one.taken {
            Some(by) if seen == Some(by) => {
                one.taken = None;
                Ok(())
            }
            _ => Err(Fault::new(Code::Conflict, "not hers any more")),
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
