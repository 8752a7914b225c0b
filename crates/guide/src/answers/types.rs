//! What a file of `answers/` holds.

use crate::law::{Confidence, State, Text, date, entries};
use serde::{Deserialize, Serialize};
use time::Date;

/// Whom an answer concerns specially.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Profession {
    /// Teachers.
    Enseignant,
    /// Heads of schools and those who lead with them.
    Direction,
    /// CPE, assistants of education.
    VieScolaire,
    /// Those who accompany disabled pupils.
    Aesh,
    /// Offices, technicians.
    Administratif,
    /// Nurses, doctors, psychologists, social workers.
    SanteSocial,
    /// Anybody else.
    Autre,
}

impl Profession {
    /// Every one, in the order of lists.
    pub const ALL: [Self; 7] = [
        Self::Enseignant,
        Self::Direction,
        Self::VieScolaire,
        Self::Aesh,
        Self::Administratif,
        Self::SanteSocial,
        Self::Autre,
    ];

    /// The stable name, in files, addresses and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Enseignant => "enseignant",
            Self::Direction => "direction",
            Self::VieScolaire => "vie-scolaire",
            Self::Aesh => "aesh",
            Self::Administratif => "administratif",
            Self::SanteSocial => "sante-social",
            Self::Autre => "autre",
        }
    }
}

/// Where one works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Primary school.
    Ecole,
    /// Lower secondary.
    College,
    /// Upper secondary.
    Lycee,
    /// Higher education.
    Superieur,
}

impl Level {
    /// Every one, in the order of lists.
    pub const ALL: [Self; 4] = [Self::Ecole, Self::College, Self::Lycee, Self::Superieur];

    /// The stable name, in files, addresses and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ecole => "ecole",
            Self::College => "college",
            Self::Lycee => "lycee",
            Self::Superieur => "superieur",
        }
    }
}

/// One part of a question, with its answer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// What is asked.
    pub ask: Text,
    /// The answer: paragraphs, an empty line between two.
    pub answer: Text,
}

/// A question that comes back, answered once for all (N006, N008).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// Stable id, and name of the file.
    pub id: String,
    /// Its place in lists.
    pub order: u16,
    /// The question in a line.
    pub title: Text,
    /// As it is asked; invented, nobody is described.
    pub question: Text,
    /// The answer in a sentence or two.
    pub short: Text,
    /// The kinds it is about, the main one first.
    pub kinds: Vec<String>,
    /// Whom it concerns specially; everybody when empty.
    pub professions: Vec<Profession>,
    /// Where; everywhere when empty.
    pub levels: Vec<Level>,
    /// The texts it rests on.
    pub articles: Vec<String>,
    /// The time limits it speaks of.
    pub deadlines: Vec<String>,
    /// The steps it advises.
    pub actions: Vec<String>,
    /// The letters it names.
    pub letters: Vec<String>,
    /// Words of the glossary.
    pub terms: Vec<String>,
    /// Other answers to read.
    pub also: Vec<String>,
    /// Where it stands; never better than the weakest of its texts.
    pub state: State,
    /// The day it was read again.
    #[serde(deserialize_with = "date")]
    pub checked: Date,
    /// How sure we are; never more than of the weakest of its texts.
    pub confidence: Confidence,
    /// What is not settled, and whom to ask.
    #[serde(default)]
    pub open: Option<Text>,
    /// The parts, each answered.
    pub part: Vec<Part>,
}

/// What one looks for; anything where nothing is said.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter<'a> {
    /// About this kind of situation.
    pub kind: Option<&'a str>,
    /// For this profession.
    pub profession: Option<Profession>,
    /// At this level.
    pub level: Option<Level>,
}

impl Answer {
    /// Whether it answers; what concerns everybody answers each.
    pub fn fits(&self, filter: &Filter<'_>) -> bool {
        let listed = |all: &[Profession], one| all.is_empty() || all.contains(&one);
        filter
            .kind
            .is_none_or(|kind| self.kinds.iter().any(|id| id == kind))
            && filter
                .profession
                .is_none_or(|one| listed(&self.professions, one))
            && filter
                .level
                .is_none_or(|one| self.levels.is_empty() || self.levels.contains(&one))
    }

    /// The kind it is first about.
    pub fn kind(&self) -> &str {
        self.kinds.first().map_or("", String::as_str)
    }
}

/// The paragraphs of a text.
pub fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n\n")
        .map(str::trim)
        .filter(|paragraph| !paragraph.is_empty())
}

entries!(Answer = "answer");
