//! What a refusal, a silence or a closed complaint opens (N022, N023, N066): each one keeps its day.

use super::clocks;
use super::data::Action;
use super::facts::{Ending, Outcome, Situation, iso};
use crate::Content;
use crate::law::Text;
use serde::Serialize;
use time::Date;

/// A request that was not granted, and what opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Consequence {
    /// The action.
    pub action: String,
    /// Its title.
    pub title: Text,
    /// How it ended.
    pub ending: Ending,
    /// The day, when it was said or can be computed.
    #[serde(serialize_with = "iso::option::serialize")]
    pub on: Option<Date>,
    /// What opens, in words.
    pub text: Text,
    /// The actions that open.
    pub opens: Vec<String>,
}

/// Every request that ended in vain: said with its day, said without, or silent for longer than its limit.
pub(super) fn all(content: &Content, facts: &Situation, today: Date) -> Vec<Outcome> {
    let mut all = facts.outcomes.clone();
    let mut add = |action: &str, ending| {
        if !all.iter().any(|other| other.action == action) {
            all.push(Outcome {
                action: action.to_owned(),
                ending,
                on: None,
            });
        }
    };
    for action in &facts.refusals {
        add(action, Ending::Refus);
    }
    for action in facts.received.keys() {
        if clocks::silent(content, facts, action, today) {
            add(action, Ending::Silence);
        }
    }
    all
}

/// The actions that open after this ending.
pub(super) fn opens(action: &Action, ending: Ending) -> &[String] {
    match (&action.closed, ending) {
        (Some(closed), Ending::Classement) => &closed.opens,
        _ => &action.opens,
    }
}

/// What to say of them, in the order of their days.
pub(super) fn consequences(content: &Content, outcomes: &[Outcome]) -> Vec<Consequence> {
    let mut all: Vec<Consequence> = outcomes
        .iter()
        .filter_map(|outcome| {
            let action = content.action(&outcome.action)?;
            let text = match (&action.closed, outcome.ending) {
                (Some(closed), Ending::Classement) => &closed.text,
                _ => &action.refused,
            };
            Some(Consequence {
                action: outcome.action.clone(),
                title: action.title.clone(),
                ending: outcome.ending,
                on: outcome.on,
                text: text.clone(),
                opens: opens(action, outcome.ending).to_vec(),
            })
        })
        .collect();
    all.sort_by_key(|consequence| consequence.on.map_or((1, Date::MAX), |on| (0, on)));
    all
}
