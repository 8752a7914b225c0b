//! What the files of `content/law/` hold.

use super::entries::entries;
use super::load::date;
use super::rule::Rule;
use serde::{Deserialize, Serialize};
use time::Date;

/// The language of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// French, first.
    #[default]
    Fr,
    /// English.
    En,
}

/// The same words in French and in English.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// French.
    pub fr: String,
    /// English.
    pub en: String,
}

impl Text {
    /// The words in that language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Fr => &self.fr,
            Lang::En => &self.en,
        }
    }
}

/// Where a legal reference stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// In force on the day it was checked.
    EnVigueur,
    /// To be read again before use; shown as such.
    AVerifier,
    /// Replaced: no letter may rest on it.
    Remplace,
}

/// How sure we are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// The text, or several sources that agree.
    High,
    /// A secondary source or a reading.
    Medium,
    /// To be checked before use.
    Low,
}

/// Where a text was read.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Stable id.
    pub id: String,
    /// What it is.
    pub name: String,
    /// The state in which it was read, in words.
    pub as_of: String,
}

/// One legal text. `summary` is ours and is never quoted as the text.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// Stable id.
    pub id: String,
    /// How it is cited in a letter.
    pub citation: String,
    /// What it is about.
    pub title: String,
    /// Our summary.
    pub summary: String,
    /// Whom it concerns.
    #[serde(default)]
    pub who: String,
    /// Penalty or sanction.
    #[serde(default)]
    pub penalty: String,
    /// Time limits that go with it.
    #[serde(default)]
    pub deadlines: Vec<String>,
    /// Traps and limits.
    #[serde(default)]
    pub note: String,
    /// What changed; history, never a state.
    #[serde(default)]
    pub history: String,
    /// Where it stands.
    pub state: State,
    /// The day it was checked.
    #[serde(deserialize_with = "date")]
    pub checked: Date,
    /// How sure we are.
    pub confidence: Confidence,
    /// What was read.
    pub how: String,
    /// Where it was read.
    pub sources: Vec<String>,
}

/// What a fact « peut relever de ».
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offence {
    /// Stable id.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// The texts.
    pub articles: Vec<String>,
    /// What must be present.
    pub elements: String,
    /// What makes it graver.
    #[serde(default)]
    pub aggravations: String,
    /// Penalty.
    #[serde(default)]
    pub penalty: String,
    /// Time limits.
    #[serde(default)]
    pub deadlines: Vec<String>,
    /// Nothing moves without the complaint of the person harmed.
    pub complaint_required: bool,
    /// Whether connection data can be requested (CPP 60-1-2), in words.
    #[serde(default)]
    pub ip_access: String,
    /// Traps.
    #[serde(default)]
    pub traps: String,
    /// Where it stands.
    pub state: State,
    /// The day it was checked.
    #[serde(deserialize_with = "date")]
    pub checked: Date,
    /// How sure we are.
    pub confidence: Confidence,
}

/// Whom to turn to.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Authority {
    /// Stable id.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// How to reach it; never a postal address from memory.
    #[serde(default)]
    pub contact: Option<Text>,
    /// What it can do.
    #[serde(default)]
    pub competence: String,
    /// When to turn to it.
    #[serde(default)]
    pub when: String,
    /// Traps.
    #[serde(default)]
    pub note: String,
    /// Where it stands.
    pub state: State,
    /// The day it was checked.
    #[serde(deserialize_with = "date")]
    pub checked: Date,
    /// How sure we are.
    pub confidence: Confidence,
    /// What was read.
    pub how: String,
    /// Where it was read.
    pub sources: Vec<String>,
}

/// A status: who employs, through whom letters pass, whom to tell first.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Staff {
    /// Stable id.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Superiors, in words.
    pub superior: String,
    /// To whom functional protection is asked, in words.
    pub protection_asked: String,
    /// The authority it is asked of; `None` where the law gives none.
    #[serde(default)]
    pub protection: Option<String>,
    /// « Sous couvert de », in order.
    #[serde(default)]
    pub through: Vec<String>,
    /// The first superior; `None` when the establishment decides.
    #[serde(default)]
    pub head: Option<String>,
    /// Secrecy or discretion.
    pub secrecy: String,
    /// Traps.
    #[serde(default)]
    pub note: String,
    /// Where it stands.
    pub state: State,
    /// The day it was checked.
    #[serde(deserialize_with = "date")]
    pub checked: Date,
    /// How sure we are.
    pub confidence: Confidence,
}

/// A place of work: whom to tell, who is above.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Establishment {
    /// Stable id.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Whom to tell first.
    pub head: String,
    /// Whom to inform as well.
    #[serde(default)]
    pub tell: Option<String>,
    /// The level above.
    pub above: String,
    /// The levels beyond that one, in order (N177).
    #[serde(default)]
    pub beyond: Vec<String>,
    /// Where protection is asked, when the place decides it.
    #[serde(default)]
    pub protection: Option<String>,
    /// No disciplinary council: the measures of primary schools apply.
    #[serde(default)]
    pub primary: bool,
    /// Neither those measures nor the council: the place has its own rules.
    #[serde(default)]
    pub own_rules: bool,
    /// Where it stands.
    pub state: State,
    /// The day it was checked.
    #[serde(deserialize_with = "date")]
    pub checked: Date,
}

/// A procedure, in order.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    /// Stable id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where it applies.
    #[serde(rename = "where")]
    pub place: String,
    /// The texts.
    pub articles: Vec<String>,
    /// Its steps.
    pub steps: Vec<String>,
    /// Time limits.
    #[serde(default)]
    pub deadlines: Vec<String>,
    /// Letters.
    #[serde(default)]
    pub letters: Vec<String>,
    /// Where it stands.
    pub state: State,
    /// The day it was checked.
    #[serde(deserialize_with = "date")]
    pub checked: Date,
    /// How sure we are.
    pub confidence: Confidence,
}

/// A code that hides one's number.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phone {
    /// Stable id.
    pub id: String,
    /// Fixed line, mobile…
    pub line: String,
    /// Operators.
    pub operators: Vec<String>,
    /// What to dial.
    pub code: String,
    /// How.
    pub usage: String,
    /// Where it was read.
    pub source: String,
    /// Where it stands.
    pub state: State,
    /// The day it was checked.
    #[serde(deserialize_with = "date")]
    pub checked: Date,
    /// How sure we are.
    pub confidence: Confidence,
}

/// A sign that tells public from private.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Stable id.
    pub id: String,
    /// In which order to look.
    pub order: u8,
    /// What to look at.
    pub question: String,
    /// What points to public.
    pub public: String,
    /// What points to private.
    pub private: String,
}

/// What older advice said and what holds now.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Stable id.
    pub id: String,
    /// Older advice.
    pub before: String,
    /// What holds now.
    pub now: String,
    /// The texts.
    pub articles: Vec<String>,
    /// The source of the older advice.
    pub origin: String,
}

/// What a lawyer must read again.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Uncertainty {
    /// Stable id.
    pub id: String,
    /// 1 first.
    pub priority: u8,
    /// The question.
    pub question: String,
    /// What to do meanwhile.
    pub careful: String,
    /// The texts.
    pub articles: Vec<String>,
}

entries!(
    Source = "source",
    Article = "article",
    Offence = "offence",
    Rule = "deadline",
    Authority = "authority",
    Staff = "staff",
    Establishment = "establishment",
    Procedure = "procedure",
    Phone = "phone",
    Criterion = "criterion",
    Change = "change",
    Uncertainty = "uncertainty",
);
