//! What an expert does with a question. A button of the queue leads back to the queue; what is refused is said on the page
//! of the question, with what was typed.

use super::act::{Act, Named, or_said};
use super::bits::{self, FROM, SEEN};
use super::urls;
use crate::service::{PARTS, Refused, Reworded, Wrong};
use kernel::{Code, QuestionId};
use ui::{Answer, Url, see_other_path};

type OnQuestion = Act<QuestionId>;

impl OnQuestion {
    /// Back where the button was, or to the question with what is wrong.
    async fn done(&self, done: Result<(), Refused>, action: &impl Url, named: Named) -> Answer {
        if done.is_ok() {
            let panel = self.panels.panel_of(self.id).await?;
            if let Some(queue) = bits::back_to(panel, self.text(FROM)) {
                return Ok(see_other_path(&queue));
            }
        }
        self.ends(done, (action, &urls::Work(self.id)), named)
    }
}

/// Where a button without words says what somebody else did first.
const PLAIN: Named = ("", "question");

/// Takes it.
pub async fn take(act: OnQuestion) -> Answer {
    let said = Wrong::of("question", "expert-wrong-taken");
    let done = act.panels.take(act.person()?, act.id).await;
    let done = done.map_err(|fault| or_said(fault, said));
    act.done(done, &urls::Take(act.id), PLAIN).await
}

/// Gives it back.
pub async fn release(act: OnQuestion) -> Answer {
    let seen = act.text(SEEN).parse().ok();
    let done = act.panels.release(act.person()?, act.id, seen).await;
    let done = done.map_err(Refused::from);
    act.done(done, &urls::Release(act.id), PLAIN).await
}

/// Publishes it as it was asked.
pub async fn publish(act: OnQuestion) -> Answer {
    let done = act.panels.publish_question(act.person()?, act.id, None);
    let done = done.await;
    let named = ("question-", "body");
    act.done(done, &urls::Publish(act.id), named).await
}

/// Publishes it in the words of the form, or corrects the public ones.
pub async fn reword(act: OnQuestion) -> Answer {
    let typed = |name| act.text(name).to_owned();
    let words = Reworded {
        seen: typed(SEEN),
        pseudonym: typed("question-pseudonym"),
        body: typed("question-body"),
    };
    let done = act
        .panels
        .publish_question(act.person()?, act.id, Some(words));
    let done = done.await;
    let named = ("question-", "body");
    act.done(done, &urls::Reword(act.id), named).await
}

/// Joins all that say the same to it.
pub async fn gather(act: OnQuestion) -> Answer {
    let done = act.panels.gather(act.person()?, act.id).await;
    let done = done.map(drop).map_err(Refused::from);
    act.done(done, &urls::Gather(act.id), PLAIN).await
}

/// The question that is to stand for it: by its number, else among those that resemble.
async fn other(act: &OnQuestion) -> Result<QuestionId, Refused> {
    let found = match act.text("join-number") {
        "" => act.text("join-near").parse().ok(),
        _ => {
            let panel = act.panels.panel_of(act.id).await?;
            act.numbered(panel, "join-number").await?
        }
    };
    let wrong = Wrong::of("number", "expert-wrong-join");
    found.ok_or(Refused::Wrong(vec![wrong]))
}

/// Joins it to another.
pub async fn join(act: OnQuestion) -> Answer {
    let person = act.person()?;
    act.panels.seat_of(person, act.id).await?;
    let same = act.sent.get("join-same").is_some();
    let seen = Some(act.text(SEEN));
    let done = match other(&act).await {
        Ok(into) => match act.panels.join(person, act.id, into, same, seen).await {
            Ok(_) => Ok(()),
            Err(fault) if fault.code() == Code::NotFound => Err(Refused::Wrong(vec![Wrong::of(
                "number",
                "expert-wrong-join",
            )])),
            Err(fault) => Err(fault.into()),
        },
        Err(refused) => Err(refused),
    };
    let named = ("join-", "number");
    act.done(done, &urls::Join(act.id), named).await
}

/// Refuses it, with a reason that whoever asked reads.
pub async fn refuse(act: OnQuestion) -> Answer {
    let why = act.text("refuse-reason");
    let done = act.panels.refuse(act.person()?, act.id, why).await;
    let named = ("refuse-", "reason");
    act.done(done, &urls::Refuse(act.id), named).await
}

/// Lets it wait again.
pub async fn put_back(act: OnQuestion) -> Answer {
    let done = act.panels.put_back(act.person()?, act.id).await;
    let done = done.map_err(Refused::from);
    act.done(done, &urls::PutBack(act.id), PLAIN).await
}

/// Takes it away from everybody.
pub async fn mask(act: OnQuestion) -> Answer {
    let why = act.text("mask-reason");
    let done = act.panels.mask(act.person()?, act.id, why).await;
    let named = ("mask-", "reason");
    act.done(done, &urls::Mask(act.id), named).await
}

/// Writes its parts.
pub async fn split(act: OnQuestion) -> Answer {
    let parts = (1..=PARTS).map(|number| act.text(&format!("split-{number}")).to_owned());
    let parts: Vec<String> = parts.collect();
    let seen = Some(act.text(SEEN));
    let done = act.panels.split(act.person()?, act.id, &parts, seen).await;
    let named = ("split-", "parts");
    act.done(done, &urls::Split(act.id), named).await
}
