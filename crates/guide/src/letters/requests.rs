//! Lists that requests and second letters add to the facts.

use super::facts::LetterFacts;
use super::values::{Row, Value, Values, clean};
use serde::{Deserialize, Serialize};

/// A fact that somebody else told, kept apart from what the writer saw (N059).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Reported {
    /// When it happened, in words.
    pub when: String,
    /// What was told.
    pub what: String,
    /// Who told it, and when.
    pub source: String,
}

/// One exchange with a service or a shop (N079).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Contact {
    /// When, in words.
    pub when: String,
    /// By which channel: e-mail, telephone, registered letter.
    pub channel: String,
    /// What was asked, and what came back.
    pub what: String,
}

/// These lists, by name.
pub(super) fn lists(values: &mut Values, facts: &LetterFacts) {
    let reported = facts.reported.iter().map(|told| {
        Row::from([
            ("when", clean(&told.when)),
            ("what", clean(&told.what)),
            ("source", clean(&told.source)),
        ])
    });
    values.set("reported", Value::List(reported.collect()));
    let contacts = facts.contacts.iter().map(|contact| {
        Row::from([
            ("when", clean(&contact.when)),
            ("channel", clean(&contact.channel)),
            ("what", clean(&contact.what)),
        ])
    });
    values.set("contacts", Value::List(contacts.collect()));
    let mut added: Vec<_> = facts
        .pieces
        .iter()
        .filter(|piece| facts.added_pieces.contains(&piece.number))
        .collect();
    added.sort_by_key(|piece| piece.number);
    let added = added.into_iter().map(|piece| {
        Row::from([
            ("number", piece.number.to_string()),
            ("title", clean(&piece.title)),
        ])
    });
    values.set("added_pieces", Value::List(added.collect()));
}
