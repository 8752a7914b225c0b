//! Answers: written, read by another expert, published, corrected, taken up again.

use super::bits::{self, SEEN};
use super::{ties, urls};
use crate::model::{Shown, Source, Stage, Thread};
use crate::rules::names;
use crate::service::{Draft, Panels, Refused, Wrong};
use accounts::model::Person;
use accounts::pages::Visiting;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use kernel::{AnswerId, Code, Fault, Moment, QuestionId};
use ui::form::Choices;
use ui::{Answer, Ctx, Fields as Sent, Form, Html, Page, Problems, Protected, Url, see_other};

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

/// What the page showed of an answer.
fn seen(sent: &Sent) -> Moment {
    Moment(sent.text(SEEN).parse().unwrap_or_default())
}

/// Whether the question is to be published first: nobody has read it yet, and its text may say who somebody is. An answer
/// would publish it as it was asked.
pub(super) fn names_first(thread: &Thread) -> bool {
    let question = &thread.question;
    question.shown == Shown::Waiting && !names::find(&question.said.body).is_empty()
}

const NAMES_FIRST: &str = "expert-wrong-names";

/// What the button asks for, once the draft is kept.
async fn goes_on(
    panels: &Panels,
    person: &Person,
    answer: AnswerId,
    then: &str,
) -> Result<(), Fault> {
    if then.is_empty() {
        return Ok(());
    }
    let (.., kept) = panels.given(person, answer).await?;
    match then {
        "publish" => panels.publish(person, answer, kept.changed).await,
        "reading" => panels.hand_over(person, answer, kept.changed).await,
        _ => Ok(()),
    }
}

/// After the draft was kept: what did not go on is said where the draft is.
fn ends(ctx: &Ctx, question: QuestionId, answer: AnswerId, done: Result<(), Fault>) -> Answer {
    let page = urls::Work(question);
    match done {
        Ok(()) => Ok(see_other(&page)),
        Err(fault) if fault.code() == Code::Conflict => Ok(said(
            ctx,
            &urls::PublishAnswer(answer),
            "expert-wrong-kept",
            question,
        )),
        Err(fault) => Err(fault.into()),
    }
}

/// A sentence on the page of the question.
fn said(ctx: &Ctx, action: &impl Url, key: &'static str, question: QuestionId) -> Response {
    let mut problems = Problems::new();
    problems.add("reponses", key);
    let form = Form::new(ctx, action).problems(problems);
    form.refuse(&urls::Work(question))
}

/// Writes one.
pub async fn write(
    State(panels): State<Panels>,
    ctx: Ctx,
    visiting: Visiting,
    Path(question): Path<QuestionId>,
    sent: Protected<Sent>,
) -> Answer {
    let person = visiting.person()?;
    panels
        .sits(person, panels.panel_of(question).await?)
        .await?;
    let kept = panels.keep(person, question, None, draft(&sent.form), None);
    match kept.await {
        Ok(answer) => {
            let then = sent.form.text("then");
            let (_, thread) = panels.opened(person, question).await?;
            if then == "publish" && names_first(&thread) {
                return Ok(said(&ctx, &urls::Write(question), NAMES_FIRST, question));
            }
            let done = goes_on(&panels, person, answer, then).await;
            ends(&ctx, question, answer, done)
        }
        Err(refused) => {
            let page = urls::Work(question);
            let action = urls::Write(question);
            let field = ("answer-", "body");
            Ok(bits::refuse(
                &ctx, &action, &sent.form, refused, field, &page,
            )?)
        }
    }
}

/// Takes an earlier one up: published in one action.
pub async fn reuse(
    State(panels): State<Panels>,
    ctx: Ctx,
    visiting: Visiting,
    Path(question): Path<QuestionId>,
    sent: Protected<Sent>,
) -> Answer {
    let person = visiting.person()?;
    let panel = panels.panel_of(question).await?;
    panels.sits(person, panel).await?;
    let (_, thread) = panels.opened(person, question).await?;
    if names_first(&thread) {
        return Ok(said(&ctx, &urls::Reuse(question), NAMES_FIRST, question));
    }
    let source = Source::read(sent.form.text("source"));
    let gone = Fault::new(Code::NotFound, "no such source");
    let source = source.ok_or(gone)?;
    let parts = sent.form.all("parts").filter_map(|part| part.parse().ok());
    let done = panels.reuse(person, question, source, parts.collect());
    let action = urls::Reuse(question);
    match done.await {
        Ok(_) => Ok(see_other(&urls::Work(question))),
        Err(Refused::Wrong(wrong)) => {
            let key = wrong.first().map_or("expert-wrong-moved", |one| one.key);
            Ok(said(&ctx, &action, key, question))
        }
        Err(Refused::Fault(fault)) if fault.code() == Code::Conflict => {
            Ok(said(&ctx, &action, "expert-wrong-moved", question))
        }
        // She still sits there: what is gone is the earlier answer.
        Err(Refused::Fault(fault)) if fault.code() == Code::NotFound => {
            panels.sits(person, panel).await?;
            Ok(said(&ctx, &action, "expert-wrong-source", question))
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
pub async fn save(
    State(panels): State<Panels>,
    ctx: Ctx,
    visiting: Visiting,
    Path(id): Path<AnswerId>,
    sent: Protected<Sent>,
) -> Answer {
    let person = visiting.person()?;
    let (seen, typed) = (seen(&sent.form), draft(&sent.form));
    let given = match panels.given(person, id).await {
        Ok((_, thread, given)) if given.stage != Stage::Withdrawn => Ok((thread, given)),
        Ok(_) => Err(Fault::new(Code::NotFound, "withdrawn")),
        Err(fault) => Err(fault),
    };
    let (thread, given) = match given {
        Ok(found) => found,
        Err(fault) if fault.code() == Code::NotFound => {
            return gone(&panels, &ctx, person, &sent.form, fault).await;
        }
        Err(fault) => return Err(fault.into()),
    };
    let question = thread.question.id;
    let done = match given.stage {
        Stage::Published => panels.correct(person, id, seen, typed).await,
        _ => panels
            .keep(person, question, Some((id, seen)), typed, None)
            .await
            .map(drop),
    };
    match done {
        Ok(()) => {
            let then = match given.stage {
                Stage::Published => "",
                _ => sent.form.text("then"),
            };
            if then == "publish" && names_first(&thread) {
                return Ok(said(&ctx, &urls::Write(question), NAMES_FIRST, question));
            }
            let done = goes_on(&panels, person, id, then).await;
            ends(&ctx, question, id, done)
        }
        Err(refused) => {
            let page = urls::Given(id);
            let field = ("answer-", "body");
            Ok(bits::refuse(
                &ctx, &page, &sent.form, refused, field, &page,
            )?)
        }
    }
}

/// What was typed over an answer that is not there any more begins a new one, on the page of its question: if she still
/// sits there.
async fn gone(panels: &Panels, ctx: &Ctx, person: &Person, sent: &Sent, fault: Fault) -> Answer {
    let Ok(question) = sent.text(QUESTION).parse::<QuestionId>() else {
        return Err(fault.into());
    };
    let (_, thread) = panels.opened(person, question).await?;
    if !matches!(thread.question.shown, Shown::Waiting | Shown::Published) {
        return Err(fault.into());
    }
    let words = sent.0.iter().filter(|(name, _)| name != SEEN);
    let words = Sent(words.cloned().collect());
    let wrong = Refused::Wrong(vec![Wrong::of("body", "expert-wrong-gone")]);
    let action = urls::Write(question);
    let page = urls::Work(question);
    Ok(bits::refuse(
        ctx,
        &action,
        &words,
        wrong,
        ("answer-", "body"),
        &page,
    )?)
}

/// What a button without words did to an answer. One that is not there any more is said on the page of its question, to
/// whoever still sits there.
async fn acted(
    panels: &Panels,
    ctx: &Ctx,
    person: &Person,
    sent: &Sent,
    (done, action): (Result<(), Fault>, &impl Url),
) -> Answer {
    let question = sent.text(QUESTION).parse::<QuestionId>();
    let question = question.map_err(|_| Fault::new(Code::NotFound, "no question is said"))?;
    match done {
        Ok(()) => Ok(see_other(&urls::Work(question))),
        Err(fault) if matches!(fault.code(), Code::Conflict | Code::NotFound) => {
            let (_, thread) = panels.opened(person, question).await?;
            let key = "expert-wrong-answer-moved";
            let mut own = thread.answers.iter().map(|one| one.id);
            let there = own.any(|id| action.path().contains(&id.to_string()));
            Ok(match there {
                true => said(ctx, action, key, question),
                false => said(ctx, &urls::Write(question), key, question),
            })
        }
        Err(fault) => Err(fault.into()),
    }
}

/// Asks for a second reading.
pub async fn hand_over(
    State(panels): State<Panels>,
    ctx: Ctx,
    visiting: Visiting,
    Path(id): Path<AnswerId>,
    sent: Protected<Sent>,
) -> Answer {
    let person = visiting.person()?;
    let done = panels.hand_over(person, id, seen(&sent.form)).await;
    let done = (done, &urls::HandOver(id));
    acted(&panels, &ctx, person, &sent.form, done).await
}

/// Lets everybody read it.
pub async fn publish(
    State(panels): State<Panels>,
    ctx: Ctx,
    visiting: Visiting,
    Path(id): Path<AnswerId>,
    sent: Protected<Sent>,
) -> Answer {
    let person = visiting.person()?;
    if let Ok((_, thread, _)) = panels.given(person, id).await
        && names_first(&thread)
    {
        let question = thread.question.id;
        return Ok(said(&ctx, &urls::PublishAnswer(id), NAMES_FIRST, question));
    }
    let done = panels.publish(person, id, seen(&sent.form)).await;
    let done = (done, &urls::PublishAnswer(id));
    acted(&panels, &ctx, person, &sent.form, done).await
}

/// Takes it away, or throws a draft away.
pub async fn withdraw(
    State(panels): State<Panels>,
    ctx: Ctx,
    visiting: Visiting,
    Path(id): Path<AnswerId>,
    sent: Protected<Sent>,
) -> Answer {
    let person = visiting.person()?;
    let done = panels.withdraw(person, id, seen(&sent.form)).await;
    let done = (done, &urls::Withdraw(id));
    acted(&panels, &ctx, person, &sent.form, done).await
}
