//! What goes with a plan: lists to tick, ways not advised here, what engages a head's liability.

use super::data::Kind;
use super::facts::{Answer, Author, Situation, iso};
use crate::Content;
use crate::law::{Confidence, State, Text, date, entries};
use serde::{Deserialize, Serialize};
use time::Date;

/// When a checklist is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// With its kinds.
    #[default]
    Kind,
    /// The name is not written (N015).
    Unnamed,
    /// An intimate image of a minor (N043).
    MinorIntimate,
    /// A day of return is known (N062).
    Return,
    /// The head was told in writing (N165).
    Told,
    /// Whoever leads a school, on the public page and in a plan of one's own (N183).
    Head,
}

/// Something to tick.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Stable id, within its list.
    pub id: String,
    /// What to check or to do.
    pub text: Text,
}

/// A list to tick, whose dated result joins the dossier.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checklist {
    /// Stable id.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// What it is for.
    pub why: Text,
    /// When it is shown.
    #[serde(default)]
    pub when: When,
    /// The kinds it goes with.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// The actions it goes with.
    #[serde(default)]
    pub actions: Vec<String>,
    /// What the person states once it was gone through; a plain sentence when absent.
    #[serde(default)]
    pub conclusion: Option<Text>,
    /// The letters that go with it.
    #[serde(default)]
    pub letters: Vec<String>,
    /// The texts.
    #[serde(default)]
    pub articles: Vec<String>,
    /// Its items.
    pub item: Vec<Item>,
    /// Where it stands.
    pub state: State,
    /// The day it was checked.
    #[serde(deserialize_with = "date")]
    pub checked: Date,
    /// How sure we are.
    pub confidence: Confidence,
}

/// A way that is not advised here, and why (N031).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Discouraged {
    /// Stable id.
    pub id: String,
    /// The action it speaks of, when it is one of ours.
    #[serde(default)]
    pub action: Option<String>,
    /// The kinds it goes with.
    pub kinds: Vec<String>,
    /// The authors it goes with; all when empty.
    #[serde(default)]
    pub authors: Vec<Author>,
    /// Only for what is not public.
    #[serde(default)]
    pub private: bool,
    /// The way.
    pub what: Text,
    /// Why not.
    pub why: Text,
    /// What to do instead.
    #[serde(default)]
    pub instead: Option<String>,
    /// The texts.
    #[serde(default)]
    pub articles: Vec<String>,
    /// Where it was read.
    pub sources: Vec<String>,
    /// Where it stands.
    pub state: State,
    /// The day it was checked.
    #[serde(deserialize_with = "date")]
    pub checked: Date,
    /// How sure we are.
    pub confidence: Confidence,
}

/// What may engage the liability of whoever leads a school, and what reduces it (N063).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Liability {
    /// Stable id.
    pub id: String,
    /// The statuses it concerns.
    pub statuses: Vec<String>,
    /// The kinds it goes with; all when empty.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// What may engage it.
    pub engages: Text,
    /// What reduces it.
    pub reduces: Text,
    /// The letter that shows it.
    #[serde(default)]
    pub letter: Option<String>,
    /// The time limit that goes with it.
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

entries!(
    Checklist = "checklist",
    Discouraged = "discouraged",
    Liability = "liability",
);

/// A list to tick, in a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// The checklist.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// What it is for.
    pub why: Text,
    /// The day by which, or on which, it was ticked.
    #[serde(serialize_with = "iso::option::serialize")]
    pub day: Option<Date>,
    /// Already done.
    pub done: bool,
    /// Its items.
    pub items: Vec<Item>,
    /// The texts, as cited.
    pub articles: Vec<String>,
    /// The actions it goes with.
    pub actions: Vec<String>,
    /// What the person states once it was gone through.
    pub conclusion: Option<Text>,
}

/// A way not advised here, in a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotAdvised {
    /// Its id.
    pub id: String,
    /// The way.
    pub what: Text,
    /// Why not.
    pub why: Text,
    /// What to do instead.
    pub instead: Option<String>,
}

/// What may engage a head's liability, in a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answerable {
    /// Its id.
    pub id: String,
    /// What may engage it.
    pub engages: Text,
    /// What reduces it.
    pub reduces: Text,
    /// The letter that shows it.
    pub letter: Option<String>,
    /// The time limit, in the days of the plan.
    pub deadline: Option<String>,
    /// The texts, as cited.
    pub articles: Vec<String>,
}

fn among(ids: &[String], kinds: &[&Kind]) -> bool {
    kinds.iter().any(|kind| ids.contains(&kind.id))
}

/// The texts, as they are cited.
pub(super) fn cited(content: &Content, ids: &[String]) -> Vec<String> {
    let of = |id: &String| content.article(id).map(|article| article.citation.clone());
    ids.iter().filter_map(of).collect()
}

/// The action by which the head is told in writing.
const TELL_HEAD: &str = "alerter-chef";

/// Whoever leads a school.
const LEADS: [&str; 2] = ["chef-etablissement", "directeur-ecole"];

/// The lists to tick, those that hold something back first.
pub(super) fn checklists(content: &Content, facts: &Situation, kinds: &[&Kind]) -> Vec<Listed> {
    let shown = |list: &&Checklist| match list.when {
        When::Kind => among(&list.kinds, kinds),
        When::Unnamed => facts.named == Answer::Non,
        When::MinorIntimate => facts.minor_intimate,
        When::Return => facts.return_date.is_some(),
        When::Told => facts.received.contains_key(TELL_HEAD),
        When::Head => facts
            .status
            .as_deref()
            .is_some_and(|id| LEADS.contains(&id)),
    };
    let all = content.situations.checklists.iter();
    all.filter(shown)
        .map(|list| {
            let gone = gone_through(facts, &list.id);
            let (day, done) = match (gone, list.when) {
                (Some(day), _) => (Some(day), true),
                (None, When::Return) => (facts.return_date, false),
                (None, _) => (None, false),
            };
            Listed {
                id: list.id.clone(),
                title: list.title.clone(),
                why: list.why.clone(),
                day,
                done,
                items: list.item.clone(),
                articles: cited(content, &list.articles),
                actions: list.actions.clone(),
                conclusion: list.conclusion.clone(),
            }
        })
        .collect()
}

/// The checklist that a notice for impersonation waits for.
const NAMESAKE: &str = "homonymie";

/// The day that list was gone through.
pub(super) fn gone_through(facts: &Situation, list: &str) -> Option<Date> {
    let namesake = || facts.namesake_checked.filter(|_| list == NAMESAKE);
    facts.lists.get(list).copied().or_else(namesake)
}

fn not_advised<'a>(
    content: &'a Content,
    facts: &Situation,
    kinds: &[&Kind],
) -> impl Iterator<Item = &'a Discouraged> {
    let named = |authors: &[Author]| {
        authors.is_empty() || facts.author.is_some_and(|author| authors.contains(&author))
    };
    content.situations.discouraged.iter().filter(move |way| {
        among(&way.kinds, kinds)
            && named(&way.authors)
            && (!way.private || facts.public == Answer::Non)
    })
}

/// Whether that action is not advised here.
pub(super) fn discouraged(
    content: &Content,
    facts: &Situation,
    kinds: &[&Kind],
    action: &str,
) -> bool {
    not_advised(content, facts, kinds).any(|way| way.action.as_deref() == Some(action))
}

/// The ways not advised here; one that another kind of the plan calls for is left out.
pub(super) fn ways(
    content: &Content,
    facts: &Situation,
    kinds: &[&Kind],
    actions: &[String],
) -> Vec<NotAdvised> {
    not_advised(content, facts, kinds)
        .filter(|way| way.action.as_ref().is_none_or(|id| !actions.contains(id)))
        .map(|way| NotAdvised {
            id: way.id.clone(),
            what: way.what.clone(),
            why: way.why.clone(),
            instead: way.instead.clone(),
        })
        .collect()
}

/// What may engage the liability of whoever leads the school; empty for everybody else.
pub(super) fn liability(content: &Content, facts: &Situation, kinds: &[&Kind]) -> Vec<Answerable> {
    let Some(status) = &facts.status else {
        return Vec::new();
    };
    content
        .situations
        .liability
        .iter()
        .filter(|entry| entry.statuses.contains(status))
        .filter(|entry| entry.kinds.is_empty() || among(&entry.kinds, kinds))
        .map(|entry| Answerable {
            id: entry.id.clone(),
            engages: entry.engages.clone(),
            reduces: entry.reduces.clone(),
            letter: entry.letter.clone(),
            deadline: entry.deadline.clone(),
            articles: cited(content, &entry.articles),
        })
        .collect()
}

/// Account names to reserve in one's own name (N081): nothing is opened, nothing is sent.
///
/// Accents go, hyphens and apostrophes with them; the list has no repetition.
pub fn names_to_reserve(given: &str, family: &str) -> Vec<String> {
    use unicode_normalization::UnicodeNormalization as _;
    let plain = |name: &str| -> String {
        name.nfd()
            .filter(char::is_ascii_alphanumeric)
            .map(|letter| letter.to_ascii_lowercase())
            .collect()
    };
    let (given, family) = (plain(given), plain(family));
    let Some(initial) = given.chars().next().filter(|_| !family.is_empty()) else {
        return Vec::new();
    };
    let mut names: Vec<String> = Vec::new();
    for name in [
        format!("{given}{family}"),
        format!("{given}.{family}"),
        format!("{given}_{family}"),
        format!("{family}{given}"),
        format!("{initial}{family}"),
        format!("{given}{family}officiel"),
    ] {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
