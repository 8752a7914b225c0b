//! An expert's seat in a session. What she does there begins with it: it is looked at before anything is shown or said, and
//! again inside the transaction that writes, so that whoever was removed meanwhile changes nothing.

use super::{Panels, not_there};
use crate::model::{Answer, Expert, Panel, Question};
use crate::queries::{answers, events, panels, questions};
use crate::rules::status;
use accounts::model::Person;
use futures::future::BoxFuture;
use kernel::{AccountId, AnswerId, Code, Fault, Moment, PanelId, QuestionId};
use store::Store;
use store::db::Tx;

/// Somebody who sat in a session when she was looked at. Only [`Panels::seat`] gives one.
pub(crate) struct Seat<'p> {
    panels: &'p Panels,
    account: AccountId,
    panel: PanelId,
}

/// The same inside a transaction, where it holds until the commit. Only [`Seat::write`] gives one.
pub(crate) struct Sitting<'t> {
    /// The transaction.
    pub(crate) tx: &'t mut Tx,
    /// What opens and seals.
    pub(crate) store: Store,
    /// Her session.
    pub(crate) panel: Panel,
    /// How she signs in it.
    pub(crate) me: Expert,
    /// Now.
    pub(crate) now: Moment,
    /// Keeps anybody else from making one.
    _only: (),
}

impl Panels {
    /// The seat of an expert: named in the session, still active, and of a role that answers. To anybody else it is not
    /// there.
    pub(crate) async fn seat(&self, person: &Person, panel: PanelId) -> Result<Seat<'_>, Fault> {
        let account = person.account;
        match self.sits_in(person).await?.contains(&panel) {
            true => Ok(Seat {
                panels: self,
                account,
                panel,
            }),
            false => Err(not_there("no expert of this session")),
        }
    }

    /// Her seat in the session of a question.
    pub(crate) async fn seat_of(
        &self,
        person: &Person,
        question: QuestionId,
    ) -> Result<Seat<'_>, Fault> {
        let panel = self.panel_of(question).await?;
        self.seat(person, panel).await
    }

    /// The question of an answer, and her seat in its session.
    pub(crate) async fn seat_by(
        &self,
        person: &Person,
        answer: AnswerId,
    ) -> Result<(Seat<'_>, QuestionId), Fault> {
        let store = self.store().clone();
        let read = self
            .store()
            .db
            .read(move |tx| Box::pin(async move { answers::get(tx, &store, answer).await }));
        let found = read.await?.ok_or(not_there("no such answer"))?;
        let seat = self.seat_of(person, found.question).await?;
        Ok((seat, found.question))
    }

    /// The sessions in which somebody of a role that answers sits.
    pub(crate) async fn sits_in(&self, person: &Person) -> Result<Vec<PanelId>, Fault> {
        if !super::answers_questions(self.accounts.role(person.account).await?) {
            return Err(not_there("no role of an expert"));
        }
        let account = person.account;
        let sits = self
            .store()
            .db
            .read(move |tx| Box::pin(async move { panels::sits_in(tx, account).await }));
        sits.await
    }
}

impl Seat<'_> {
    /// Works in one transaction, if she still sits there.
    pub(crate) async fn write<T, F>(&self, work: F) -> Result<T, Fault>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(Sitting<'t>) -> BoxFuture<'t, Result<T, Fault>> + Send + 'static,
    {
        let (store, now) = (self.panels.store().clone(), self.panels.now());
        let (panel, account) = (self.panel, self.account);
        let written = self.panels.store().db.write(move |tx| {
            Box::pin(async move {
                let gone = not_there("no expert of this session");
                let experts = panels::experts(tx, panel).await?;
                let mut me = experts.into_iter().filter(|one| one.account == account);
                let me = me.next().filter(|one| one.active).ok_or(gone)?;
                let panel = panels::get(tx, panel).await?;
                work(Sitting {
                    tx,
                    store,
                    panel: panel.ok_or(not_there("no such session"))?,
                    me,
                    now,
                    _only: (),
                })
                .await
            })
        });
        written.await
    }

    /// Works on a question of her session, held until the commit: whoever changes it at the same time waits.
    pub(crate) async fn hold<T, F>(&self, question: QuestionId, work: F) -> Result<T, Fault>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(Sitting<'t>, Question) -> BoxFuture<'t, Result<T, Fault>>
            + Send
            + 'static,
    {
        let written = self.write(move |mut at| {
            Box::pin(async move {
                questions::lock(at.tx, question, at.now).await?;
                let one = at.read(question).await?;
                work(at, one).await
            })
        });
        written.await
    }
}

impl Sitting<'_> {
    /// A question of her session.
    pub(crate) async fn read(&mut self, question: QuestionId) -> Result<Question, Fault> {
        let found = questions::get(self.tx, &self.store, question).await?;
        let found = found.filter(|one| one.panel == self.panel.id);
        found.ok_or(not_there("no such question"))
    }

    /// Writes a question again.
    pub(crate) async fn set(&mut self, one: &Question) -> Result<(), Fault> {
        questions::set(self.tx, &self.store, one, self.now).await
    }

    /// Notes that something public changed: those who listen hear of it once it is committed.
    pub(crate) async fn changed(&mut self, question: QuestionId) -> Result<(), Fault> {
        events::add(self.tx, self.panel.id, Some(question)).await
    }

    /// Refuses what was written over something else than what stands there now.
    pub(crate) async fn unmoved(&mut self, one: &Question, seen: &str) -> Result<(), Fault> {
        let parts = questions::parts_of(self.tx, one).await?;
        match status::seen(one, &parts) == seen {
            true => Ok(()),
            false => Err(Fault::new(Code::Conflict, "changed meanwhile")),
        }
    }

    /// An answer to a question, as it was seen.
    pub(crate) async fn answer(
        &mut self,
        question: QuestionId,
        answer: AnswerId,
        seen: Moment,
    ) -> Result<Answer, Fault> {
        let found = answers::get(self.tx, &self.store, answer).await?;
        let found = found.filter(|one| one.question == question);
        match found.ok_or(not_there("no such answer"))? {
            found if found.changed == seen => Ok(found),
            _ => Err(Fault::new(Code::Conflict, "changed meanwhile")),
        }
    }

    /// Writes an answer over what stood there.
    pub(crate) async fn put(&mut self, answer: &Answer) -> Result<(), Fault> {
        answers::put(self.tx, &self.store, self.panel.org, answer).await
    }
}
