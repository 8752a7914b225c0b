//! What the files of `cases/`, `prevention/` and `resources/` hold.

use super::profile::{Reading, Weight};
use crate::law::{Confidence, State, Text, date, entries};
use crate::plan::Item;
use serde::{Deserialize, Serialize};
use time::Date;

/// For whom a practical case is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// Heads of schools.
    Direction,
    /// Trainers.
    Formateurs,
    /// Digital contacts.
    Referents,
    /// Teachers and other staff.
    Personnels,
}

/// For whom a resource is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reader {
    /// Staff.
    Personnels,
    /// Pupils.
    Eleves,
    /// Parents.
    Parents,
}

/// Where a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkState {
    /// Answered on the day it was checked.
    Vivant,
    /// Not tried: to be checked before use.
    AVerifier,
    /// Gone: what replaces it is said.
    Disparu,
}

/// What a case recommends.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recommendation {
    /// The action it belongs to.
    #[serde(default)]
    pub action: Option<String>,
    /// In words.
    pub text: Text,
}

/// A practical case (N196): objectives, situation, problems, elements of thought, recommendations, resources.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Stable id.
    pub id: String,
    /// Its place in lists.
    pub order: u8,
    /// Its title.
    pub title: Text,
    /// For whom.
    pub audience: Vec<Audience>,
    /// Month and year, `11/2026`.
    pub version: String,
    /// The kinds it is about.
    pub kinds: Vec<String>,
    /// What one learns.
    pub objectives: Vec<Text>,
    /// What happens; invented, nobody is described.
    pub situation: Text,
    /// What is asked.
    pub problems: Vec<Text>,
    /// Elements of thought.
    pub thoughts: Vec<Text>,
    /// Recommendations.
    pub recommendations: Vec<Recommendation>,
    /// Resources, by id.
    pub resources: Vec<String>,
    /// Words of the glossary, by id.
    pub terms: Vec<String>,
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

/// Something seen of a profile, that points to public, private or professional (N184).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clue {
    /// Stable id.
    pub id: String,
    /// The criterion, an id of `law/criteria.toml`.
    pub criterion: String,
    /// What is seen.
    pub text: Text,
    /// What it points to.
    pub points_to: Reading,
    /// How much it weighs.
    pub weight: Weight,
    /// Where it stands.
    pub state: State,
    /// The day it was checked.
    #[serde(deserialize_with = "date")]
    pub checked: Date,
}

/// Something a stranger may see of one's profile (N186).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Look {
    /// Stable id.
    pub id: String,
    /// What to look at.
    pub text: Text,
    /// What to do if it shows.
    pub hide: Text,
    /// 1 first.
    pub rank: u8,
    /// The day it was checked.
    #[serde(deserialize_with = "date")]
    pub checked: Date,
}

/// One of the five tips, with what to tick.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tip {
    /// Stable id.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// Why.
    pub why: Text,
    /// What to tick.
    pub item: Vec<Item>,
    /// Rows of the list of needs it serves.
    pub needs: Vec<String>,
    /// Where it was read.
    pub source: String,
    /// The day it was checked.
    #[serde(deserialize_with = "date")]
    pub checked: Date,
}

/// What a behaviour risks (N201).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Behaviour {
    /// Stable id.
    pub id: String,
    /// What one does.
    pub act: Text,
    /// What it does to somebody.
    pub plain: Text,
    /// What it may amount to; penalty and texts come from there.
    pub offence: String,
    /// What to do if it is already done.
    pub repair: Text,
    /// The day it was checked.
    #[serde(deserialize_with = "date")]
    pub checked: Date,
}

/// A platform (N030, N065, N084): nothing is promised.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Platform {
    /// Stable id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub about: Text,
    /// The channel that counts.
    pub channel: Text,
    /// What the form asks.
    pub form: Text,
    /// What is realistic.
    pub realistic: Text,
    /// What lets the author know that one looked.
    pub trace: Vec<Text>,
    /// What leaves none.
    pub no_trace: Text,
    /// Contents vanish: capture at once (N041).
    #[serde(default)]
    pub ephemeral: bool,
    /// The texts.
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

/// A resource (N199, N200).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// Stable id.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// Who publishes it.
    pub publisher: String,
    /// For whom.
    pub readers: Vec<Reader>,
    /// What one finds there.
    pub about: Text,
    /// How to reach it; never an address from memory.
    pub how: Text,
    /// The kinds it helps with; all when empty.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// Where its link stands.
    pub link_state: LinkState,
    /// What replaces it, when it is gone.
    #[serde(default)]
    pub instead: Option<String>,
    /// Where it was read.
    pub source: String,
    /// The day it was checked.
    #[serde(deserialize_with = "date")]
    pub checked: Date,
}

/// A word, defined (N197).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Stable id.
    pub id: String,
    /// The word.
    pub term: Text,
    /// Its definition.
    pub definition: Text,
    /// What it is not.
    #[serde(default)]
    pub not: Option<Text>,
    /// Where it was read.
    pub source: String,
    /// The texts.
    #[serde(default)]
    pub articles: Vec<String>,
    /// The day it was checked.
    #[serde(deserialize_with = "date")]
    pub checked: Date,
}

entries!(
    Case = "case",
    Clue = "clue",
    Look = "look",
    Tip = "tip",
    Behaviour = "behaviour",
    Platform = "platform",
    Resource = "resource",
    Term = "term",
);
