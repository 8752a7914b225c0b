//! Five plain questions for whoever knows no word of law (N012). The answers travel in hidden fields, never in an address,
//! and are kept nowhere. Danger comes first, with the same card as after a story.

use super::urls;
use super::view::{Line, Pen};
use crate::pages::capability::Front;
use crate::pages::safety::{QUESTIONS, calls};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use guide::Content;
use guide::path::Question;
use kernel::Code;
use std::collections::BTreeSet;
use ui::{Answer, Ctx, Fields, Form, Page, Protected, Url};

/// The hidden field that names the question just answered.
const STEP: &str = "etape";
/// The question that a card of safety may follow.
const SAFETY: &str = "securite";
/// The field of the button that goes back.
const BACK: &str = "retour";

/// The answers so far: a question and an answer.
type Said<'a> = Vec<(&'a str, &'a str)>;

#[derive(Template)]
#[template(path = "front_path.html")]
struct Ask {
    ctx: Ctx,
    form: Form,
    question: &'static Question,
    content: &'static Content,
    said: Vec<(String, String)>,
    place: usize,
}

impl Ask {
    fn choices(&self) -> ui::form::Choices {
        let pen = Pen {
            ctx: &self.ctx,
            content: self.content,
        };
        let question = self.question;
        let mut choices = if question.many {
            self.form.checkboxes(&question.id)
        } else {
            self.form.radios(&question.id)
        }
        .legend_title(pen.say(&question.ask).text);
        if let Some(hint) = &question.hint {
            choices = choices.hint(pen.say(hint).text);
        }
        for choice in &question.answer {
            choices = choices.option(&choice.id, pen.say(&choice.text).text);
        }
        choices
    }
}

fn ask(ctx: Ctx, content: &'static Content, place: usize, said: &Said<'_>) -> Answer {
    let question = content.path().iter().nth(place).ok_or(Code::NotFound)?;
    let mut form = Form::new(&ctx, &urls::Path);
    for (_, answer) in said.iter().filter(|(id, _)| *id == question.id) {
        form = form.value(question.id.as_str(), *answer);
    }
    let others = said.iter().filter(|(id, _)| *id != question.id);
    Ok(Page::new(Ask {
        said: others
            .map(|(id, answer)| ((*id).to_owned(), (*answer).to_owned()))
            .collect(),
        ctx: ctx.with_back(&crate::pages::urls::Home),
        form,
        question,
        content,
        place: place + 1,
    })
    .into_response())
}

/// The first question: whether there is any danger.
pub async fn get(State(front): State<Front>, ctx: Ctx) -> Answer {
    ask(ctx, front.dossiers.content, 0, &Vec::new())
}

#[derive(Template)]
#[template(path = "front_path_card.html")]
struct Card {
    ctx: Ctx,
    form: Form,
    cards: Vec<&'static str>,
    calls: Vec<&'static str>,
    said: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "front_path_end.html")]
struct End {
    ctx: Ctx,
    danger: bool,
    cards: Vec<&'static str>,
    calls: Vec<&'static str>,
    kinds: Vec<(Line, Line)>,
    acts: Vec<(Line, bool)>,
}

/// The next question; the card when there is danger; where it leads, after the last one.
pub async fn post(State(front): State<Front>, ctx: Ctx, sent: Protected<Fields>) -> Answer {
    let content = front.dossiers.content;
    let known = |(id, answer): &(&str, &str)| {
        let question = content.path().get(id);
        question.is_some_and(|question| question.answer.iter().any(|choice| choice.id == *answer))
    };
    let said: Said<'_> = sent
        .form
        .0
        .iter()
        .map(|(id, answer)| (id.as_str(), answer.as_str()))
        .filter(known)
        .collect();
    let step = sent.form.text(STEP);
    // The card itself answers no question: it stands between the first and the second.
    let place = content
        .path()
        .iter()
        .position(|question| question.id == step);
    if sent.form.get(BACK).is_some() {
        return ask(ctx, content, place.unwrap_or(0).saturating_sub(1), &said);
    }
    let danger: BTreeSet<&'static str> = QUESTIONS
        .iter()
        .filter(|(id, _)| said.contains(&(SAFETY, id)))
        .map(|(_, card)| *card)
        .collect();
    if step == SAFETY && !danger.is_empty() {
        let calls = calls(&danger);
        return Ok(card(ctx, danger.into_iter().collect(), calls, &said));
    }
    let next = place.map_or(1, |place| place + 1);
    if next < content.path().len() {
        return ask(ctx, content, next, &said);
    }
    let pen = Pen { ctx: &ctx, content };
    let way = content.way(&said, front.today());
    let kinds = way.kinds.iter().map(|kind| {
        let link = urls::Situation(kind.id.clone()).path();
        (pen.say(&kind.name).to(link), pen.say(&kind.line))
    });
    // Only the first is set in bold: three warnings at once warn of nothing.
    let acts = way.acts.iter().enumerate();
    let acts = acts.map(|(place, act)| (pen.say(&act.text), place == 0 && act.danger));
    let end = End {
        calls: calls(&danger),
        cards: danger.into_iter().collect(),
        danger: way.danger,
        kinds: kinds.collect(),
        acts: acts.collect(),
        ctx: ctx.with_back(&urls::Path),
    };
    Ok(Page::new(end).into_response())
}

fn card(ctx: Ctx, cards: Vec<&'static str>, calls: Vec<&'static str>, said: &Said<'_>) -> Response {
    let said = said
        .iter()
        .map(|(id, answer)| ((*id).to_owned(), (*answer).to_owned()))
        .collect();
    Page::new(Card {
        form: Form::new(&ctx, &urls::Path),
        ctx: ctx.with_back(&urls::Path),
        cards,
        calls,
        said,
    })
    .into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn n017_the_question_of_danger_asks_what_the_page_of_safety_asks() {
        let content = Content::embedded().unwrap();
        let asked = content.path().get(SAFETY).unwrap();
        assert!(asked.answer.iter().all(|choice| choice.danger));
        let mut here: Vec<&str> = asked
            .answer
            .iter()
            .map(|choice| choice.id.as_str())
            .collect();
        let mut there: Vec<&str> = QUESTIONS.iter().map(|(id, _)| *id).collect();
        here.sort_unstable();
        there.sort_unstable();
        assert_eq!(here, there);
    }

    #[test]
    fn each_criterion_of_a_profile_has_its_question() {
        for criterion in &Content::embedded().unwrap().law.criteria {
            for lang in ui::Lang::ALL {
                let key = ["profile-ask-", &criterion.id].concat();
                assert!(ui::Words(lang).has(&key), "{key}");
            }
        }
    }
}
