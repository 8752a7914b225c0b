//! Two ways to a lawyer, side by side: neither waits for the other (N050).

use super::extras::cited;
use super::steps::Step;
use crate::Content;
use crate::law::{Confidence, State, Text, date, entries};
use serde::{Deserialize, Serialize};
use time::Date;

/// A way to a lawyer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lawyer {
    /// Stable id.
    pub id: String,
    /// The action by which it begins.
    pub action: String,
    /// Its name.
    pub title: Text,
    /// On what conditions.
    pub conditions: Text,
    /// Who pays.
    pub pays: Text,
    /// How long it takes.
    pub delay: Text,
    /// Its time limit.
    #[serde(default)]
    pub deadline: Option<String>,
    /// The texts.
    pub articles: Vec<String>,
    /// Where it stands.
    pub state: State,
    /// The day it was checked.
    #[serde(deserialize_with = "date")]
    pub checked: Date,
    /// How sure we are.
    pub confidence: Confidence,
}

entries!(Lawyer = "lawyer");

/// A way to a lawyer, in a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counsel {
    /// Its id.
    pub id: String,
    /// The step by which it begins.
    pub action: String,
    /// Its name.
    pub title: Text,
    /// On what conditions.
    pub conditions: Text,
    /// Who pays.
    pub pays: Text,
    /// How long it takes.
    pub delay: Text,
    /// The texts, as cited.
    pub articles: Vec<String>,
}

/// Both ways when the plan has both steps; with one alone there is nothing to choose.
pub(super) fn counsels(content: &Content, steps: &[Step]) -> Vec<Counsel> {
    let ways = &content.situations.lawyers;
    let offered = |way: &Lawyer| steps.iter().any(|step| step.action == way.action);
    if !ways.iter().all(offered) {
        return Vec::new();
    }
    ways.iter()
        .map(|way| Counsel {
            id: way.id.clone(),
            action: way.action.clone(),
            title: way.title.clone(),
            conditions: way.conditions.clone(),
            pays: way.pays.clone(),
            delay: way.delay.clone(),
            articles: cited(content, &way.articles),
        })
        .collect()
}
