//! Answers: written, read by another expert, published, corrected, taken up again.

use super::act::{Act, Named};
use super::bits::{self, SEEN};
use super::{ties, urls};
use crate::model::{Shown, Source, Stage, Thread};
use crate::rules::names;
use crate::service::{Draft, Panels, Refused, Wrong};
use accounts::pages::Visiting;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use kernel::{AnswerId, Code, Fault, Moment, QuestionId};
use ui::form::Choices;
use ui::{Answer, Ctx, Fields as Sent, Form, Html, Page, Problems, Url, see_other};

/// The hidden field that names the question: what was typed is brought there when its draft is gone.
const QUESTION: &str = "question";

/// The fields of an answer.
pub(super) struct Fields {
    /// The form.
    pub(super) form: Form,
    /// The parts, where there are some.
    pub(super) parts: Option<Choices>,
    /// What it is tied to.
    pub(super) ties: [Html; 3],
}

/// The fields of an answer to this question, in a form that is filled already.
pub(super) fn fields(panels: &Panels, ctx: &Ctx, form: Form, thread: &Thread) -> Fields {
    let parts = (!thread.parts.is_empty()).then(|| {
        let open = thread.open_parts();
        let boxes = form
            .checkboxes("answer-parts")
            .legend(ctx.t("expert-which-parts"))
            .small();
        thread.parts.iter().fold(boxes, |boxes, part| {
            let args: [(&str, &dyn std::fmt::Display); 2] =
                [("number", &part.number), ("text", &part.body)];
            let hint = match open.contains(&part.number) {
                true => String::new(),
                false => ctx.t("expert-part-answered"),
            };
            let label = ctx.ta("expert-part", &args);
            boxes.option_hint(part.number.to_string(), label, hint)
        })
    });
    Fields {
        parts,
        ties: ties::all(panels, ctx, &form),
        form,
    }
}

/// What was typed.
fn draft(sent: &Sent) -> Draft {
    let all = |name: &str| sent.all(name).map(str::to_owned).collect();
    Draft {
        parts: sent
            .all("answer-parts")
            .filter_map(|part| part.parse().ok())
            .collect(),
        body: sent.text("answer-body").to_owned(),
        kinds: all("answer-kinds"),
        letters: all("answer-letters"),
        articles: all("answer-articles"),
    }
}

/// Whether the question is to be published first: nobody has read it yet, and its text may say who somebody is. An answer
/// would publish it as it was asked.
pub(super) fn names_first(thread: &Thread) -> bool {
    let question = &thread.question;
    question.shown == Shown::Waiting && !names::find(&question.said.body).is_empty()
}

const NAMES_FIRST: &str = "expert-wrong-names";

/// The fields of an answer, on its page and on that of its question.
const ANSWER: Named = ("answer-", "body");

impl<I> Act<I> {
    /// What the page showed of an answer.
    fn seen(&self) -> Moment {
        Moment(self.text(SEEN).parse().unwrap_or_default())
    }

    /// A sentence on the page of the question.
    fn said(&self, action: &impl Url, key: &'static str, question: QuestionId) -> Response {
        let mut problems = Problems::new();
        problems.add("reponses", key);
        let form = Form::new(&self.ctx, action).problems(problems);
        form.refuse(&urls::Work(question))
    }

    /// What the button asks for, once the draft is kept. What does not go on is said where the draft is.
    async fn goes_on(&self, question: QuestionId, answer: AnswerId) -> Answer {
        let (panels, person) = (&self.panels, self.person()?);
        let (_, thread, kept) = panels.given(person, answer).await?;
        let done = match self.text("then") {
            "publish" if names_first(&thread) => {
                return Ok(self.said(&urls::Write(question), NAMES_FIRST, question));
            }
            "publish" => panels.publish(person, answer, kept.changed).await,
            "reading" => panels.hand_over(person, answer, kept.changed).await,
            _ => Ok(()),
        };
        match done {
            Err(fault) if fault.code() == Code::Conflict => {
                let action = urls::PublishAnswer(answer);
                Ok(self.said(&action, "expert-wrong-kept", question))
            }
            done => {
                done?;
                Ok(see_other(&urls::Work(question)))
            }
        }
    }
}

/// Writes one.
pub async fn write(act: Act<QuestionId>) -> Answer {
    let (person, question) = (act.person()?, act.id);
    let kept = act
        .panels
        .keep(person, question, None, draft(&act.sent), None);
    match kept.await {
        Ok(answer) => act.goes_on(question, answer).await,
        Err(refused) => {
            let forms = (&urls::Write(question), &urls::Work(question));
            act.back(refused, forms, ANSWER)
        }
    }
}

/// Takes an earlier one up: published in one action.
pub async fn reuse(act: Act<QuestionId>) -> Answer {
    let (person, question) = (act.person()?, act.id);
    let (_, thread) = act.panels.opened(person, question).await?;
    let action = urls::Reuse(question);
    if names_first(&thread) {
        return Ok(act.said(&action, NAMES_FIRST, question));
    }
    let source = Source::read(act.text("source"));
    let gone = Fault::new(Code::NotFound, "no such source");
    let source = source.ok_or(gone)?;
    let parts = act.sent.all("parts").filter_map(|part| part.parse().ok());
    let done = act.panels.reuse(person, question, source, parts.collect());
    match done.await {
        Ok(_) => Ok(see_other(&urls::Work(question))),
        Err(Refused::Wrong(wrong)) => {
            let key = wrong.first().map_or("expert-wrong-moved", |one| one.key);
            Ok(act.said(&action, key, question))
        }
        Err(Refused::Fault(fault)) if fault.code() == Code::Conflict => {
            Ok(act.said(&action, "expert-wrong-moved", question))
        }
        // She still sits there: what is gone is the earlier answer.
        Err(Refused::Fault(fault)) if fault.code() == Code::NotFound => {
            act.panels.seat_of(person, question).await?;
            Ok(act.said(&action, "expert-wrong-source", question))
        }
        Err(Refused::Fault(fault)) => Err(fault.into()),
    }
}

#[derive(Template)]
#[template(path = "expert_answer.html")]
struct Edit {
    ctx: Ctx,
    summary: Html,
    title: String,
    how: String,
    asked: String,
    fields: Fields,
    seen: Html,
    question: String,
    moved: Vec<String>,
    /// What is kept now, when the words that come back were written over something else.
    now: Option<String>,
    draft: bool,
    names_first: bool,
    save: String,
}

/// One, to be changed.
pub async fn get(
    State(panels): State<Panels>,
    ctx: Ctx,
    visiting: Visiting,
    Path(id): Path<AnswerId>,
) -> Answer {
    let person = visiting.person()?;
    let (_, thread, given) = panels.given(person, id).await?;
    if given.stage == Stage::Withdrawn {
        return Err(Fault::new(Code::NotFound, "withdrawn").into());
    }
    let many = |form: Form, name: &str, all: Vec<String>| {
        all.into_iter()
            .fold(form, |form, one| form.value(name, one))
    };
    let form = Form::new(&ctx, &urls::Given(id)).value("answer-body", &given.body);
    let parts = given.parts.iter().map(u32::to_string).collect();
    let form = many(form, "answer-parts", parts);
    let form = many(form, "answer-kinds", given.kinds.clone());
    let form = many(form, "answer-letters", given.letters.clone());
    let articles = given.marks.iter().map(|mark| mark.article.clone());
    let form = many(form, "answer-articles", articles.collect());
    let moved = panels.moved(&given).into_iter().map(|id| {
        let known = panels.content.article(id);
        known.map_or_else(|| id.to_owned(), |article| article.citation.clone())
    });
    let moved: Vec<String> = match given.stage {
        Stage::Published => moved.collect(),
        _ => Vec::new(),
    };
    let draft = given.stage != Stage::Published;
    let replaced = form.has_problems() && form.all(SEEN).is_empty();
    Ok(Page::new(Edit {
        summary: form.summary(),
        title: ctx.t(if draft {
            "expert-change-title"
        } else {
            "expert-correct-title"
        }),
        how: ctx.t(if draft {
            "expert-change-how"
        } else {
            "expert-correct-how"
        }),
        asked: thread.question.said.body.clone(),
        seen: bits::seen(&form, &given.changed.0.to_string()),
        question: thread.question.id.to_string(),
        moved,
        now: replaced.then_some(given.body),
        draft,
        names_first: names_first(&thread),
        save: ctx.t(if draft {
            "expert-keep"
        } else {
            "expert-publish-correction"
        }),
        fields: fields(&panels, &ctx, form, &thread),
        ctx: ctx.clone().with_back(&urls::Work(thread.question.id)),
    })
    .into_response())
}

/// Keeps a draft, or corrects what everybody reads.
pub async fn save(act: Act<AnswerId>) -> Answer {
    let (person, id) = (act.person()?, act.id);
    let (seen, typed) = (act.seen(), draft(&act.sent));
    let (question, stage) = match act.panels.given(person, id).await {
        Ok((_, thread, given)) if given.stage != Stage::Withdrawn => {
            (thread.question.id, given.stage)
        }
        Ok(_) => return gone(&act, Fault::new(Code::NotFound, "withdrawn")).await,
        Err(fault) if fault.code() == Code::NotFound => return gone(&act, fault).await,
        Err(fault) => return Err(fault.into()),
    };
    let page = urls::Given(id);
    if stage == Stage::Published {
        let done = act.panels.correct(person, id, seen, typed).await;
        return match done {
            Ok(()) => Ok(see_other(&urls::Work(question))),
            Err(refused) => act.back(refused, (&page, &page), ANSWER),
        };
    }
    let over = Some((id, seen));
    match act.panels.keep(person, question, over, typed, None).await {
        Ok(answer) => act.goes_on(question, answer).await,
        Err(refused) => act.back(refused, (&page, &page), ANSWER),
    }
}

/// What was typed over an answer that is not there any more begins a new one, on the page of its question: if she still
/// sits there.
async fn gone(act: &Act<AnswerId>, fault: Fault) -> Answer {
    let Ok(question) = act.text(QUESTION).parse::<QuestionId>() else {
        return Err(fault.into());
    };
    let (_, thread) = act.panels.opened(act.person()?, question).await?;
    if !matches!(thread.question.shown, Shown::Waiting | Shown::Published) {
        return Err(fault.into());
    }
    let wrong = Refused::Wrong(vec![Wrong::of("body", "expert-wrong-gone")]);
    let forms = (&urls::Write(question), &urls::Work(question));
    act.back(wrong, forms, ANSWER)
}

/// What a button without words did to an answer. One that is not there any more is said on the page of its question, to
/// whoever still sits there.
async fn acted(act: &Act<AnswerId>, done: Result<(), Fault>, action: &impl Url) -> Answer {
    let question = act.text(QUESTION).parse::<QuestionId>();
    let question = question.map_err(|_| Fault::new(Code::NotFound, "no question is said"))?;
    match done {
        Ok(()) => Ok(see_other(&urls::Work(question))),
        Err(fault) if matches!(fault.code(), Code::Conflict | Code::NotFound) => {
            let (_, thread) = act.panels.opened(act.person()?, question).await?;
            let key = "expert-wrong-answer-moved";
            let mut own = thread.answers.iter().map(|one| one.id);
            Ok(match own.any(|id| id == act.id) {
                true => act.said(action, key, question),
                false => act.said(&urls::Write(question), key, question),
            })
        }
        Err(fault) => Err(fault.into()),
    }
}

/// Asks for a second reading.
pub async fn hand_over(act: Act<AnswerId>) -> Answer {
    let done = act
        .panels
        .hand_over(act.person()?, act.id, act.seen())
        .await;
    acted(&act, done, &urls::HandOver(act.id)).await
}

/// Lets everybody read it.
pub async fn publish(act: Act<AnswerId>) -> Answer {
    let (person, action) = (act.person()?, urls::PublishAnswer(act.id));
    if let Ok((_, thread, _)) = act.panels.given(person, act.id).await
        && names_first(&thread)
    {
        return Ok(act.said(&action, NAMES_FIRST, thread.question.id));
    }
    let done = act.panels.publish(person, act.id, act.seen()).await;
    acted(&act, done, &action).await
}

/// Takes it away, or throws a draft away.
pub async fn withdraw(act: Act<AnswerId>) -> Answer {
    let done = act.panels.withdraw(act.person()?, act.id, act.seen()).await;
    acted(&act, done, &urls::Withdraw(act.id)).await
}
