//! What the facts may amount to, and what remains to be asked (N014, N018, N019).

use super::data::Kind;
use super::facts::{About, Answer, Situation};
use super::steps::text;
use crate::Content;
use crate::law::{State, Text};
use serde::Serialize;

/// An offence the facts may amount to: a machine suspects, a person decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Qualification {
    /// The offence.
    pub id: String,
    /// « Peut relever de : … ».
    pub words: Text,
    /// What must be present.
    pub elements: String,
    /// The texts, as cited.
    pub articles: Vec<String>,
    /// Nothing moves without the complaint of the person harmed.
    pub complaint_required: bool,
    /// Where the reference stands.
    pub state: State,
}

/// A question whose answer would change the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Open {
    /// The fact it gives.
    pub fact: String,
    /// The question.
    pub ask: Text,
}

/// The kinds the plan is about: pupils on their own path, repetition raised, danger first.
pub(super) fn kinds<'a>(content: &'a Content, facts: &Situation) -> Vec<&'a Kind> {
    let mut ids: Vec<&str> = facts.kinds.iter().map(String::as_str).collect();
    if facts.minor_intimate {
        ids.insert(0, "images-eleves");
    }
    if facts.about == About::Pupil {
        ids.insert(0, "eleve-victime");
    } else if raises_harassment(facts) {
        ids.push("harcelement");
    }
    let mut kinds: Vec<&Kind> = Vec::new();
    for kind in ids.into_iter().filter_map(|id| content.kind(id)) {
        let path = facts.about != About::Pupil || kind.pupil;
        if path && !kinds.iter().any(|other| other.id == kind.id) {
            kinds.push(kind);
        }
    }
    kinds.sort_by_key(|kind| !kind.danger);
    kinds
}

/// From the second time on (N018).
pub(super) fn raises_harassment(facts: &Situation) -> bool {
    facts.repeated || facts.occurrences.len() > 1
}

/// (offence, imputes a fact, public, hateful)
const PRESS: [(&str, Option<bool>, bool, bool); 8] = [
    ("injure-publique", Some(false), true, false),
    ("diffamation-publique", Some(true), true, false),
    ("injure-non-publique", Some(false), false, false),
    ("diffamation-non-publique", Some(true), false, false),
    ("injure-diffamation-discriminatoire", None, true, true),
    ("provocation-haine", None, true, true),
    ("propos-non-publics-discriminatoires", None, false, true),
    ("outrage", None, false, false),
];

/// What the facts may amount to.
pub(super) fn qualifications(
    content: &Content,
    facts: &Situation,
    kinds: &[&Kind],
) -> Vec<Qualification> {
    let mut ids: Vec<&str> = Vec::new();
    let hate = PRESS
        .iter()
        .filter(|(.., hateful)| facts.hateful && *hateful)
        .map(|(id, ..)| *id);
    for id in hate.chain(
        kinds
            .iter()
            .flat_map(|kind| kind.offences.iter().map(String::as_str)),
    ) {
        if fits(facts, id) && !ids.contains(&id) {
            ids.push(id);
        }
    }
    let cited = |id: &String| content.article(id).map(|article| article.citation.clone());
    ids.into_iter()
        .filter_map(|id| content.offence(id))
        .map(|offence| Qualification {
            id: offence.id.clone(),
            words: text(
                &format!("Peut relever de : {}", offence.name.fr),
                &format!("May amount to: {}", offence.name.en),
            ),
            elements: offence.elements.clone(),
            articles: offence.articles.iter().filter_map(cited).collect(),
            complaint_required: offence.complaint_required,
            state: offence.state,
        })
        .collect()
}

/// Whether the answers leave room for it; unknown answers leave room.
fn fits(facts: &Situation, id: &str) -> bool {
    let Some((_, fact, public, hateful)) = PRESS.iter().find(|(press, ..)| *press == id) else {
        return true;
    };
    let agrees = |answer: Answer, expected: bool| match answer {
        Answer::Nsp => true,
        Answer::Oui => expected,
        Answer::Non => !expected,
    };
    agrees(facts.public, *public)
        && fact.is_none_or(|fact| agrees(facts.precise_fact, fact))
        && (!hateful || facts.hateful)
}

/// Questions whose answer is not known yet and would change the plan.
pub(super) fn open(facts: &Situation, kinds: &[&Kind]) -> Vec<Open> {
    let mut open: Vec<Open> = Vec::new();
    for question in kinds.iter().flat_map(|kind| &kind.question) {
        let Some(fact) = question.fact.as_deref() else {
            continue;
        };
        if unknown(facts, fact) && !open.iter().any(|other| other.fact == fact) {
            open.push(Open {
                fact: fact.to_owned(),
                ask: question.ask.clone(),
            });
        }
    }
    open
}

fn unknown(facts: &Situation, fact: &str) -> bool {
    match fact {
        "public" => facts.public == Answer::Nsp,
        "precise_fact" => facts.precise_fact == Answer::Nsp,
        "link_with_duties" => facts.link_with_duties == Answer::Nsp,
        "first_published" => facts.first_published.is_none(),
        "author" => facts.author.is_none(),
        "establishment" => facts.establishment.is_none(),
        "named" => facts.named == Answer::Nsp,
        "minor_intimate" => !facts.minor_intimate,
        "occurrences" => facts.occurrences.is_empty() && !facts.repeated,
        _ => false,
    }
}
