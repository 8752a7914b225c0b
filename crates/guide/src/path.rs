//! Five plain questions for whoever knows no word of law (N012): answers give one to three kinds and three first acts.
//!
//! The questions and what each answer points to are data, `content/steps/path.toml`.

use crate::Content;
use crate::files::{Files, Problem};
use crate::law::{Shelf, Text, entries};
use crate::plan::{About, Act, Author, Kind, Situation, Situations, plan};
use serde::Deserialize;
use std::collections::BTreeMap;
use time::Date;

/// At most so many questions.
pub const QUESTIONS: usize = 5;
/// Exactly so many first acts.
pub const ACTS: usize = 3;
/// At most so many kinds.
const KINDS: usize = 3;

/// A question, in plain words.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Stable id.
    pub id: String,
    /// The question.
    pub ask: Text,
    /// One sentence of help.
    #[serde(default)]
    pub hint: Option<Text>,
    /// Several answers may be given.
    #[serde(default)]
    pub many: bool,
    /// The answers.
    pub answer: Vec<Choice>,
}

/// A possible answer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Stable id, within its question.
    pub id: String,
    /// In words.
    pub text: Text,
    /// The kinds it makes likelier, and by how much.
    #[serde(default)]
    pub kinds: BTreeMap<String, u32>,
    /// Somebody may be in danger.
    #[serde(default)]
    pub danger: bool,
    /// Who did it.
    #[serde(default)]
    pub author: Option<Author>,
    /// Whom it happens to.
    #[serde(default)]
    pub about: Option<About>,
    /// An intimate image of a minor: nothing is captured or copied (N043).
    #[serde(default)]
    pub minor_intimate: bool,
}

entries!(Question = "question");

/// Where the answers lead.
#[derive(Debug, Clone)]
pub struct Way<'a> {
    /// Somebody may be in danger: this comes first.
    pub danger: bool,
    /// One to three kinds, the likeliest first.
    pub kinds: Vec<&'a Kind>,
    /// The three first acts, danger first.
    pub acts: Vec<Act>,
}

/// Acts that help whatever happens, in order.
const ALWAYS: [&str; 4] = [
    "constituer-dossier",
    "contacter-asl-avocat",
    "contacter-syndicat",
    "ressources-officielles",
];

/// What stands for « je ne sais pas » to every question.
const UNKNOWN: &str = "harcelement";

const FILE: &str = "steps/path.toml";

pub(crate) fn read(files: &Files, problems: &mut Vec<Problem>) -> Shelf<Question> {
    crate::law::shelf(files, FILE, problems)
}

pub(crate) fn check(path: &Shelf<Question>, situations: &Situations, problems: &mut Vec<Problem>) {
    let mut say = |what: String| {
        problems.push(Problem {
            file: FILE.to_owned(),
            what,
        });
    };
    if path.len() > QUESTIONS {
        say(format!("{} questions: at most {QUESTIONS}", path.len()));
    }
    for question in path {
        let id = &question.id;
        for (place, choice) in question.answer.iter().enumerate() {
            let before = question.answer.iter().take(place);
            if before.into_iter().any(|other| other.id == choice.id) {
                say(format!("`{id}`: the answer `{}` twice", choice.id));
            }
            for kind in choice
                .kinds
                .keys()
                .filter(|kind| !situations.kinds.has(kind))
            {
                say(format!("`{id}`: no kind `{kind}`"));
            }
        }
    }
}

impl Content {
    /// Where these answers lead, as pairs of a question and an answer; unknown ones count for nothing.
    pub fn way(&self, said: &[(&str, &str)], today: Date) -> Way<'_> {
        let choices: Vec<&Choice> = said
            .iter()
            .filter_map(|(question, answer)| {
                let asked = self.path().get(question)?;
                asked.answer.iter().find(|choice| choice.id == *answer)
            })
            .collect();
        let danger = choices.iter().any(|choice| choice.danger);
        let kinds = self.likeliest(&choices);
        let facts = Situation {
            kinds: kinds.iter().map(|kind| kind.id.clone()).collect(),
            danger,
            author: choices.iter().find_map(|choice| choice.author),
            minor_intimate: choices.iter().any(|choice| choice.minor_intimate),
            about: choices
                .iter()
                .find_map(|choice| choice.about)
                .unwrap_or_default(),
            ..Situation::default()
        };
        Way {
            danger,
            acts: self.first_acts(&facts, today),
            kinds,
        }
    }

    /// The kinds whose weight is at least half of the heaviest, in the order of lists when they weigh the same.
    fn likeliest(&self, choices: &[&Choice]) -> Vec<&Kind> {
        let weight = |kind: &Kind| -> u32 {
            choices
                .iter()
                .filter_map(|choice| choice.kinds.get(&kind.id))
                .sum()
        };
        let mut weighed: Vec<(u32, &Kind)> =
            self.kinds().map(|kind| (weight(kind), kind)).collect();
        weighed.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
        let best = weighed.first().map_or(0, |(weight, _)| *weight);
        if best == 0 {
            return self.kind(UNKNOWN).into_iter().collect();
        }
        weighed
            .into_iter()
            .take(KINDS)
            .filter(|(weight, _)| weight * 2 >= best)
            .map(|(_, kind)| kind)
            .collect()
    }

    /// What the plan says for today, then its steps, then what always helps: three, each once.
    fn first_acts(&self, facts: &Situation, today: Date) -> Vec<Act> {
        let found = plan(self, facts, today);
        let steps = found
            .steps
            .into_iter()
            .map(|step| (step.action, step.title));
        let always = ALWAYS
            .iter()
            .filter_map(|id| self.action(id))
            .map(|action| (action.id.clone(), action.title.clone()));
        let further = steps.chain(always).map(|(action, text)| Act {
            action: Some(action),
            text,
            danger: false,
        });
        let mut acts: Vec<Act> = Vec::new();
        for act in found.today.into_iter().chain(further) {
            // Whom to call is said once, whoever says it.
            let calls = |act: &Act| act.text.fr.contains("112");
            let again = |other: &Act| {
                other.text == act.text
                    || (act.action.is_some() && other.action == act.action)
                    || (calls(other) && calls(&act))
            };
            if acts.len() < ACTS && !acts.iter().any(again) {
                acts.push(act);
            }
        }
        acts
    }
}
