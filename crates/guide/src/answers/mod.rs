//! Questions that come back, answered once: what each rests on, since when, and how sure we are (N006, N008).

mod check;
mod types;

pub use types::{Answer, Filter, Level, Part, Profession, paragraphs};

use crate::files::{Files, Problem};
use crate::law::{Article, Rule, Shelf, State, folder, state_on};
use crate::mark::mark;
use crate::{Content, is_old};
use time::Date;

pub(crate) use check::{Known, all as check};

/// Where the files are.
const FOLDER: &str = "answers/";

/// One file per answer, in the order that they give.
pub(crate) fn read(files: &Files, problems: &mut Vec<Problem>) -> Shelf<Answer> {
    let mut found: Vec<Answer> = folder(files, FOLDER, problems);
    found.sort_by(|one, other| (one.order, &one.id).cmp(&(other.order, &other.id)));
    Shelf::of(found)
}

/// How fresh an answer is on a given day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fresh {
    /// It and its texts were read within twelve months.
    Yes,
    /// A text it rests on was read again after it: the answer must follow.
    LawMoved,
    /// It, or a text it rests on, was not read again for more than twelve months.
    Old,
}

impl Content {
    /// The answers that fit, in order.
    pub fn answers_for<'a>(&'a self, filter: Filter<'a>) -> impl Iterator<Item = &'a Answer> {
        self.answers()
            .iter()
            .filter(move |answer| answer.fits(&filter))
    }

    /// How fresh an answer is on that day.
    pub fn fresh(&self, answer: &Answer, today: Date) -> Fresh {
        let limits = || self.limits_of(answer).map(|rule| rule.checked);
        let texts = || self.texts_of(answer).map(|article| article.checked);
        let read = || texts().chain(limits());
        if is_old(answer.checked, today) || read().any(|day| is_old(day, today)) {
            Fresh::Old
        } else if read().any(|day| day > answer.checked) {
            Fresh::LawMoved
        } else {
            Fresh::Yes
        }
    }

    /// The texts an answer rests on.
    pub fn texts_of<'a>(&'a self, answer: &'a Answer) -> impl Iterator<Item = &'a Article> {
        answer.articles.iter().filter_map(|id| self.article(id))
    }

    /// The time limits it speaks of.
    pub fn limits_of<'a>(&'a self, answer: &'a Answer) -> impl Iterator<Item = &'a Rule> {
        answer.deadlines.iter().filter_map(|id| self.deadline(id))
    }

    /// The day of the oldest state in which its texts and its limits were read: what changed since is not known. It is
    /// earlier than the day on which we read them, where that was a consolidated copy.
    pub fn state_of(&self, answer: &Answer) -> Option<Date> {
        let texts = self.texts_of(answer);
        let texts = texts.map(|text| state_on(&text.how, text.checked));
        let limits = self.limits_of(answer);
        let limits = limits.map(|rule| state_on(&rule.how, rule.checked));
        texts.chain(limits).min()
    }

    /// What a text of law says, in sixteen hex digits: they change when its citation, its title, our summary of it or its
    /// state does. Whoever quotes a text keeps its mark, and sees later that it moved. To compare, not a proof.
    pub fn law_mark(&self, id: &str) -> Option<String> {
        let article = self.article(id)?;
        let state = match article.state {
            State::EnVigueur => "en-vigueur",
            State::AVerifier => "a-verifier",
            State::Remplace => "remplace",
        };
        Some(mark([
            article.citation.as_str(),
            &article.title,
            &article.summary,
            state,
        ]))
    }

    /// The marks of all the texts an answer rests on, and the day it was read, as one.
    pub fn answer_mark(&self, id: &str) -> Option<String> {
        let answer = self.answers().get(id)?;
        let day = kernel::date::iso(answer.checked);
        let texts = answer.articles.iter().filter_map(|id| self.law_mark(id));
        let all: Vec<String> = std::iter::once(day).chain(texts).collect();
        Some(mark(all.iter().map(String::as_str)))
    }
}
