//! What was typed for something that is not there any more, or not for her: the question was taken back, the session
//! cancelled, she was taken out of it meanwhile. It looks like what never was there, to anybody; but the words come back to
//! whoever sent them.

use super::act::Act;
use super::bits::lang;
use crate::service::{PARTS, Panels};
use askama::Template;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use kernel::Code;
use ui::{Answer, Ctx, Form, Page, Trouble};

/// What one types in the forms of the desk, with the key of what each is called there.
const TYPED: [(&str, &str); 19] = [
    ("theme", "prepare-theme"),
    ("intro", "prepare-intro"),
    ("opening", "prepare-opening"),
    ("closing", "prepare-closing"),
    ("starts-day", "prepare-day"),
    ("starts-month", "prepare-day"),
    ("starts-year", "prepare-day"),
    ("hour", "prepare-hour"),
    ("days", "prepare-days"),
    ("title", "prepare-function"),
    ("question-pseudonym", "expert-fact-name"),
    ("question-body", "expert-text"),
    ("answer-body", "expert-body"),
    ("refuse-reason", "expert-reason"),
    ("mask-reason", "expert-reason"),
    ("join-number", "expert-join-number"),
    ("reason", "expert-reason"),
    ("phrase", "expert-sift-phrase"),
    ("number", "expert-sift-number"),
];

/// What one chooses for an answer or a session, in long lists.
const CHOSEN: [(&str, &str); 4] = [
    ("kinds", "expert-kinds"),
    ("answer-kinds", "expert-kinds"),
    ("answer-letters", "expert-letters"),
    ("answer-articles", "expert-articles"),
];

#[derive(Template)]
#[template(path = "expert_gone.html")]
struct Gone {
    ctx: Ctx,
    words: Words,
}

/// What a choice is called.
fn called(panels: &Panels, ctx: &Ctx, name: &str, id: &str) -> Option<String> {
    let (content, lang) = (panels.content, lang(ctx.w));
    match name {
        "answer-letters" => content
            .models
            .name(id)
            .map(|name| name.get(lang).to_owned()),
        "answer-articles" => content.article(id).map(|one| one.citation.clone()),
        _ => content.kind(id).map(|kind| kind.name.get(lang).to_owned()),
    }
}

/// Words that were typed, each with what they are called.
pub(super) type Words = Vec<(String, String)>;

/// The words of a form; nothing when none was typed.
pub(super) fn words(panels: &Panels, ctx: &Ctx, all: impl Fn(&str) -> Vec<String>) -> Words {
    let text = |name: &str| {
        let value = all(name).into_iter().next().unwrap_or_default();
        value.trim().to_owned()
    };
    let typed = TYPED.map(|(name, key)| (ctx.t(key), text(name)));
    let parts = (1..=PARTS).map(|number| {
        let label = ctx.ta("expert-split-part", &[("number", &number)]);
        (label, text(&format!("split-{number}")))
    });
    let mut words: Words = typed.into_iter().chain(parts).collect();
    words.retain(|(_, value)| !value.is_empty());
    if !words.is_empty() {
        words.extend(CHOSEN.into_iter().filter_map(|(name, key)| {
            let all = all(name);
            let all = all.iter().filter_map(|id| called(panels, ctx, name, id));
            let all: Vec<String> = all.collect();
            (!all.is_empty()).then(|| (ctx.t(key), all.join("\n")))
        }));
    }
    words
}

/// The words of a form that was refused, where the page does not show it any more.
pub(super) fn unshown(panels: &Panels, ctx: &Ctx, form: &Form) -> Words {
    match form.has_problems() {
        true => words(panels, ctx, |name| form.all(name)),
        false => Words::new(),
    }
}

/// A form of the desk: what was typed in it is given back when it is for nothing any more.
pub(super) fn form<I, H, F>(
    handler: H,
) -> impl Fn(Act<I>) -> BoxFuture<'static, Answer> + Clone + Send + Sync + 'static
where
    I: Send + 'static,
    H: Fn(Act<I>) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Answer> + Send + 'static,
{
    move |act| {
        let sent = |name: &str| act.sent.all(name).map(str::to_owned).collect();
        let words = words(&act.panels, &act.ctx, sent);
        let ctx = act.ctx.clone();
        let answer = handler(act);
        let answer = answer.map(|answer| match answer {
            Err(Trouble(fault)) if fault.code() == Code::NotFound && !words.is_empty() => {
                let ctx = ctx.with_back(&super::urls::Experts);
                Ok(Page::with(StatusCode::NOT_FOUND, Gone { ctx, words }).into_response())
            }
            other => other,
        });
        answer.boxed()
    }
}
