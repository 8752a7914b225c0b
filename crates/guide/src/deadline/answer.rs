//! What a program is told of a time limit: the same on the command line and in the API.

use super::{Due, From, Place, due, in_words, source};
use crate::law::{Lang, Law, Rule};
use serde::Serialize;

/// When a limit ends, and its rule.
#[derive(Debug, Clone, Serialize)]
pub struct Answer<'a> {
    /// The rule.
    pub rule: &'a str,
    /// What makes it run, as it was asked.
    pub from: &'a str,
    /// When it ends.
    pub due: Due,
    /// The same as one text.
    pub last: String,
    /// The rule in French words.
    pub words: String,
    /// The texts it rests on.
    pub source: String,
}

/// Computes it; `None` when `from` is neither a day nor a day and an hour.
pub fn answer<'a>(law: &Law, rule: &'a Rule, from: &'a str, place: Place) -> Option<Answer<'a>> {
    let end = due(rule, From::parse(from)?, place);
    Some(Answer {
        rule: &rule.id,
        from,
        due: end,
        last: end.iso(),
        words: in_words(law, rule, Lang::Fr),
        source: source(law, rule),
    })
}
