//! Every reference resolves; an answer is never surer than its texts; both languages say as much; it is short enough to be
//! read by somebody under attack.

use super::types::{Answer, paragraphs};
use crate::files::Problem;
use crate::law::{Confidence, Entry as _, Law, Shelf, State, Text};
use crate::letters::Models;
use crate::library::Library;
use crate::plan::Situations;
use std::collections::HashMap;

/// Longest title, in characters.
const TITLE: usize = 110;
/// Longest question, in characters.
const QUESTION: usize = 600;
/// Longest short answer, in characters.
const SHORT: usize = 320;
/// Words of a part's answer in French; English may differ by a quarter.
const WORDS: std::ops::RangeInclusive<usize> = 50..=200;
/// Words that belong to no answer here, whole, whichever apostrophe is typed.
const REFUSED: [&str; 3] = ["veuillez", "n’hésitez pas", "please"];
/// Signs that belong to none, wherever they stand.
const SIGNS: [&str; 3] = ["!", "://", "www."];

/// In small letters, with one sort of apostrophe.
fn level(text: &str) -> String {
    text.to_lowercase().replace(['\'', '\u{2bc}'], "’")
}

/// Whether it says these words, not only a longer one that holds them.
fn says(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, found)| {
        let (before, after) = text.split_at(at);
        let after = after.strip_prefix(found).unwrap_or_default();
        let joined = |sign: Option<char>| sign.is_some_and(char::is_alphanumeric);
        !joined(before.chars().next_back()) && !joined(after.chars().next())
    })
}

/// What answers name.
pub(crate) struct Known<'a> {
    pub(crate) law: &'a Law,
    pub(crate) situations: &'a Situations,
    pub(crate) models: &'a Models,
    pub(crate) library: &'a Library,
}

struct Check<'a> {
    problems: &'a mut Vec<Problem>,
    id: &'a str,
}

impl Check<'_> {
    fn say(&mut self, what: &str) {
        self.problems.push(Problem {
            file: format!("answers/{}.toml", self.id),
            what: what.to_owned(),
        });
    }

    fn unknown(&mut self, what: &str, ids: &[String], known: impl Fn(&str) -> bool) {
        for (place, id) in ids.iter().enumerate() {
            if !known(id) {
                self.say(&format!("no {what} `{id}`"));
            }
            if ids.iter().take(place).any(|other| other == id) {
                self.say(&format!("{what} `{id}` stands twice"));
            }
        }
    }

    /// Both languages, not too long, in the house's words.
    fn text(&mut self, name: &str, text: &Text, most: usize) {
        for (lang, said) in [("fr", &text.fr), ("en", &text.en)] {
            if said.trim().is_empty() {
                self.say(&format!("`{name}.{lang}` is empty"));
            }
            let long = said.trim().chars().count();
            if long > most {
                self.say(&format!(
                    "`{name}.{lang}` has {long} characters, at most {most}"
                ));
            }
            let said = level(said);
            let words = REFUSED.iter().filter(|words| says(&said, words));
            let signs = SIGNS.iter().filter(|sign| said.contains(**sign));
            for refused in words.chain(signs) {
                self.say(&format!("`{name}.{lang}` says « {refused} »"));
            }
        }
    }
}

/// Checks all of them.
pub(crate) fn all(answers: &Shelf<Answer>, known: &Known<'_>, problems: &mut Vec<Problem>) {
    let mut places: HashMap<u16, &str> = HashMap::new();
    for answer in answers {
        let mut check = Check {
            problems,
            id: answer.id(),
        };
        if let Some(other) = places.insert(answer.order, answer.id()) {
            check.say(&format!(
                "`order` {} is also that of `{other}`",
                answer.order
            ));
        }
        references(&mut check, answer, answers, known);
        certainty(&mut check, answer, known.law);
        words(&mut check, answer);
    }
    for kind in &known.situations.kinds {
        if !answers.iter().any(|answer| answer.kinds.contains(&kind.id)) {
            problems.push(Problem {
                file: "answers/".to_owned(),
                what: format!("no answer is about the kind `{}`", kind.id),
            });
        }
    }
}

fn references(check: &mut Check<'_>, answer: &Answer, answers: &Shelf<Answer>, known: &Known<'_>) {
    let plain = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-';
    if !answer.id.chars().all(plain) {
        check.say("`id` is written with a to z, digits and hyphens");
    }
    let Known {
        law,
        situations,
        models,
        library,
    } = known;
    check.unknown("kind", &answer.kinds, |id| situations.kinds.has(id));
    check.unknown("text in force", &answer.articles, |id| {
        law.article(id)
            .is_some_and(|article| article.state != State::Remplace)
    });
    check.unknown("deadline", &answer.deadlines, |id| law.deadlines.has(id));
    check.unknown("action", &answer.actions, |id| situations.actions.has(id));
    check.unknown("letter", &answer.letters, |id| models.name(id).is_some());
    check.unknown("word of the glossary", &answer.terms, |id| {
        library.glossary.has(id)
    });
    check.unknown("other answer", &answer.also, |id| {
        id != answer.id && answers.has(id)
    });
    for (name, most, many) in [
        ("kinds", 3, answer.kinds.len()),
        ("articles", usize::MAX, answer.articles.len()),
        ("actions", usize::MAX, answer.actions.len()),
        ("part", 8, answer.part.len()),
    ] {
        if many == 0 || many > most {
            check.say(&format!("`{name}` has {many} entries"));
        }
    }
    if answer.also.len() > 3 {
        check.say("`also` names three answers at most");
    }
}

/// From the surest to the least sure.
const fn rank(confidence: Confidence) -> u8 {
    match confidence {
        Confidence::High => 0,
        Confidence::Medium => 1,
        Confidence::Low => 2,
    }
}

fn certainty(check: &mut Check<'_>, answer: &Answer, law: &Law) {
    if answer.state == State::Remplace {
        check.say("an answer that is replaced is taken away");
    }
    let texts = answer.articles.iter().filter_map(|id| law.article(id));
    let texts = texts.map(|text| (&text.id, text.state, text.confidence));
    let limits = answer.deadlines.iter().filter_map(|id| law.deadline(id));
    let limits = limits.map(|rule| (&rule.id, rule.state, rule.confidence));
    for (id, state, confidence) in texts.chain(limits) {
        let weak = state == State::AVerifier || confidence == Confidence::Low;
        if weak && answer.state != State::AVerifier {
            check.say(&format!("it rests on `{id}`: `state` is a-verifier"));
        }
        if rank(answer.confidence) < rank(confidence) {
            check.say(&format!("`confidence` is above that of `{id}`"));
        }
    }
    if answer.state == State::AVerifier && answer.open.is_none() {
        check.say("`open` says what is not settled and whom to ask, since `state` is a-verifier");
    }
}

fn words(check: &mut Check<'_>, answer: &Answer) {
    check.text("title", &answer.title, TITLE);
    check.text("question", &answer.question, QUESTION);
    check.text("short", &answer.short, SHORT);
    if let Some(text) = &answer.open {
        check.text("open", text, QUESTION);
    }
    for title in [&answer.title.fr, &answer.title.en] {
        if !title.trim_end().ends_with('?') {
            check.say("`title` is a question");
        }
    }
    for (place, part) in answer.part.iter().enumerate() {
        let name = format!("part {}", place.saturating_add(1));
        check.text(&format!("{name}: ask"), &part.ask, TITLE.saturating_mul(2));
        check.text(&format!("{name}: answer"), &part.answer, usize::MAX);
        let [fr, en] = [&part.answer.fr, &part.answer.en].map(|text| paragraphs(text).count());
        if fr != en {
            check.say(&format!(
                "{name}: {fr} paragraphs in French and {en} in English"
            ));
        }
        let long = part.answer.fr.split_whitespace().count();
        if !WORDS.contains(&long) {
            check.say(&format!(
                "{name}: {long} words in French, between {} and {}",
                WORDS.start(),
                WORDS.end()
            ));
        }
        if part.answer.en.split_whitespace().count() > WORDS.end().saturating_mul(5) / 4 {
            check.say(&format!("{name}: too long in English"));
        }
    }
}
