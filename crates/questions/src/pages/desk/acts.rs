//! What an expert does with a question. A button of the queue leads back to the queue; what is refused is said on the page
//! of the question, with what was typed.

use super::bits::{self, FROM, SEEN};
use super::urls;
use crate::service::{PARTS, Panels, Refused, Reworded, Wrong};
use accounts::pages::Visiting;
use axum::extract::{Path, State};
use axum::response::Response;
use kernel::{Code, Fault, QuestionId};
use ui::{Answer, Ctx, Fields, Problems, Protected, Url, see_other, see_other_path};

/// What every act is given.
struct Done<'a> {
    panels: &'a Panels,
    ctx: &'a Ctx,
    question: QuestionId,
    sent: &'a Fields,
}

impl Done<'_> {
    /// Back where the button was, or to the question with what is wrong.
    async fn ends(
        &self,
        done: Result<(), Refused>,
        action: &impl Url,
        field: (&str, &'static str),
    ) -> Result<Response, Fault> {
        let page = urls::Work(self.question);
        match done {
            Ok(()) => {
                let panel = self.panels.panel_of(self.question).await?;
                let back = bits::back_to(panel, self.sent.text(FROM));
                Ok(back.map_or_else(|| see_other(&page), |back| see_other_path(&back)))
            }
            Err(refused) => bits::refuse(self.ctx, action, self.sent, refused, field, &page),
        }
    }

    /// The same for a button without words: what is refused has a sentence of its own.
    async fn ends_plainly(
        &self,
        done: Result<(), Fault>,
        action: &impl Url,
        said: Wrong,
    ) -> Result<Response, Fault> {
        match done {
            Err(fault) if fault.code() == Code::Conflict => {
                let mut problems = Problems::new();
                problems.add(said.field, said.key);
                let form = ui::Form::new(self.ctx, action).problems(problems);
                Ok(form.refuse(&urls::Work(self.question)))
            }
            other => {
                let done = other.map_err(Refused::from);
                self.ends(done, action, ("", "question")).await
            }
        }
    }
}

/// Takes it.
pub async fn take(
    State(panels): State<Panels>,
    ctx: Ctx,
    visiting: Visiting,
    Path(question): Path<QuestionId>,
    sent: Protected<Fields>,
) -> Answer {
    let done = panels.take(visiting.person()?, question).await;
    let it = Done {
        panels: &panels,
        ctx: &ctx,
        question,
        sent: &sent.form,
    };
    let said = Wrong::of("question", "expert-wrong-taken");
    Ok(it.ends_plainly(done, &urls::Take(question), said).await?)
}

/// Gives it back.
pub async fn release(
    State(panels): State<Panels>,
    ctx: Ctx,
    visiting: Visiting,
    Path(question): Path<QuestionId>,
    sent: Protected<Fields>,
) -> Answer {
    let done = panels.release(visiting.person()?, question).await;
    let it = Done {
        panels: &panels,
        ctx: &ctx,
        question,
        sent: &sent.form,
    };
    let said = Wrong::of("question", "expert-wrong-moved");
    Ok(it
        .ends_plainly(done, &urls::Release(question), said)
        .await?)
}

/// Publishes it as it was asked.
pub async fn publish(
    State(panels): State<Panels>,
    ctx: Ctx,
    visiting: Visiting,
    Path(question): Path<QuestionId>,
    sent: Protected<Fields>,
) -> Answer {
    let done = panels.publish_question(visiting.person()?, question, None);
    let done = done.await;
    let it = Done {
        panels: &panels,
        ctx: &ctx,
        question,
        sent: &sent.form,
    };
    let field = ("question-", "body");
    Ok(it.ends(done, &urls::Publish(question), field).await?)
}

/// Publishes it in the words of the form, or corrects the public ones.
pub async fn reword(
    State(panels): State<Panels>,
    ctx: Ctx,
    visiting: Visiting,
    Path(question): Path<QuestionId>,
    sent: Protected<Fields>,
) -> Answer {
    let typed = |name| sent.form.text(name).to_owned();
    let words = Reworded {
        seen: typed(SEEN),
        pseudonym: typed("question-pseudonym"),
        body: typed("question-body"),
    };
    let done = panels.publish_question(visiting.person()?, question, Some(words));
    let done = done.await;
    let it = Done {
        panels: &panels,
        ctx: &ctx,
        question,
        sent: &sent.form,
    };
    let field = ("question-", "body");
    Ok(it.ends(done, &urls::Reword(question), field).await?)
}

/// Joins all that say the same to it.
pub async fn gather(
    State(panels): State<Panels>,
    ctx: Ctx,
    visiting: Visiting,
    Path(question): Path<QuestionId>,
    sent: Protected<Fields>,
) -> Answer {
    let done = panels.gather(visiting.person()?, question).await.map(drop);
    let it = Done {
        panels: &panels,
        ctx: &ctx,
        question,
        sent: &sent.form,
    };
    let said = Wrong::of("question", "expert-wrong-moved");
    Ok(it.ends_plainly(done, &urls::Gather(question), said).await?)
}

/// The question that is to stand for it: by its number, else among those that resemble.
async fn other(
    panels: &Panels,
    question: QuestionId,
    sent: &Fields,
) -> Result<QuestionId, Refused> {
    let wrong = || Refused::Wrong(vec![Wrong::of("number", "expert-wrong-join")]);
    let number = sent.text("join-number").trim();
    if number.is_empty() {
        return sent.text("join-near").parse().map_err(|_| wrong());
    }
    let number: u32 = number.parse().map_err(|_| wrong())?;
    let panel = panels.panel_of(question).await?;
    panels.at_place(panel, number).await?.ok_or_else(wrong)
}

/// Joins it to another.
pub async fn join(
    State(panels): State<Panels>,
    ctx: Ctx,
    visiting: Visiting,
    Path(question): Path<QuestionId>,
    sent: Protected<Fields>,
) -> Answer {
    let person = visiting.person()?;
    let panel = panels.panel_of(question).await?;
    panels.sits(person, panel).await?;
    let same = sent.form.get("join-same").is_some();
    let seen = Some(sent.form.text(SEEN));
    let done = match other(&panels, question, &sent.form).await {
        Ok(into) => match panels.join(person, question, into, same, seen).await {
            Ok(_) => Ok(()),
            Err(fault) if fault.code() == Code::NotFound => Err(Refused::Wrong(vec![Wrong::of(
                "number",
                "expert-wrong-join",
            )])),
            Err(fault) => Err(fault.into()),
        },
        Err(refused) => Err(refused),
    };
    let it = Done {
        panels: &panels,
        ctx: &ctx,
        question,
        sent: &sent.form,
    };
    let field = ("join-", "number");
    Ok(it.ends(done, &urls::Join(question), field).await?)
}

/// Refuses it, with a reason that whoever asked reads.
pub async fn refuse(
    State(panels): State<Panels>,
    ctx: Ctx,
    visiting: Visiting,
    Path(question): Path<QuestionId>,
    sent: Protected<Fields>,
) -> Answer {
    let why = sent.form.text("refuse-reason");
    let person = visiting.person()?;
    let done = panels.refuse(person, question, why).await;
    let it = Done {
        panels: &panels,
        ctx: &ctx,
        question,
        sent: &sent.form,
    };
    let field = ("refuse-", "reason");
    Ok(it.ends(done, &urls::Refuse(question), field).await?)
}

/// Takes it away from everybody.
pub async fn mask(
    State(panels): State<Panels>,
    ctx: Ctx,
    visiting: Visiting,
    Path(question): Path<QuestionId>,
    sent: Protected<Fields>,
) -> Answer {
    let why = sent.form.text("mask-reason");
    let person = visiting.person()?;
    let done = panels.mask(person, question, why).await;
    let it = Done {
        panels: &panels,
        ctx: &ctx,
        question,
        sent: &sent.form,
    };
    let field = ("mask-", "reason");
    Ok(it.ends(done, &urls::Mask(question), field).await?)
}

/// Writes its parts.
pub async fn split(
    State(panels): State<Panels>,
    ctx: Ctx,
    visiting: Visiting,
    Path(question): Path<QuestionId>,
    sent: Protected<Fields>,
) -> Answer {
    let person = visiting.person()?;
    panels
        .sits(person, panels.panel_of(question).await?)
        .await?;
    let parts = (1..=PARTS).map(|number| {
        let field = format!("split-{number}");
        sent.form.text(&field).to_owned()
    });
    let parts: Vec<String> = parts.collect();
    let seen = Some(sent.form.text(SEEN));
    let done = panels.split(person, question, &parts, seen).await;
    let it = Done {
        panels: &panels,
        ctx: &ctx,
        question,
        sent: &sent.form,
    };
    let field = ("split-", "parts");
    Ok(it.ends(done, &urls::Split(question), field).await?)
}
