//! The criteria, as published, and what was found for each.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use time::Date;

/// Where the criteria come from; said wherever they are shown.
pub const SOURCE: &str = "RGAA 4.1.2, DINUM, accessibilite.numerique.gouv.fr, Licence Ouverte 2.0";

/// The published file, unchanged.
const PUBLISHED: &str = include_str!("../../../vendor/rgaa/criteres.json");

/// What was found for a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Found {
    /// Nobody has looked.
    #[default]
    Untested,
    /// It is met.
    Met,
    /// It is not.
    Missed,
    /// Nothing here falls under it.
    Aside,
}

impl Found {
    /// Every one, in the order of the form.
    pub const ALL: [Self; 4] = [Self::Untested, Self::Met, Self::Missed, Self::Aside];

    /// As stored, exported and used in forms: the words of the reference.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Untested => "non-teste",
            Self::Met => "conforme",
            Self::Missed => "non-conforme",
            Self::Aside => "non-applicable",
        }
    }

    /// Reads it back.
    pub fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|found| found.name() == name)
    }
}

/// A line of the grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What was found.
    pub found: Found,
    /// Which page, what is missing.
    pub note: String,
    /// The day it was looked at.
    pub on: Date,
}

/// The lines that were filled, by criterion.
pub type Grid = BTreeMap<String, Line>;

/// A criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// Its number: `1.1` to `13.12`.
    pub id: String,
    /// Its question, in French, without the links of the reference.
    pub title: String,
}

/// A topic and its criteria.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Its number, from 1.
    pub number: u8,
    /// Its name, in French.
    pub title: String,
    /// Its criteria, in order.
    pub criteria: Vec<Criterion>,
}

#[derive(Deserialize)]
struct File {
    topics: Vec<FileTopic>,
}

#[derive(Deserialize)]
struct FileTopic {
    topic: String,
    number: u8,
    criteria: Vec<FileCriterion>,
}

#[derive(Deserialize)]
struct FileCriterion {
    criterium: Question,
}

#[derive(Deserialize)]
struct Question {
    number: u8,
    title: String,
}

/// The thirteen topics. A file that cannot be read would give none: a test reads it.
pub fn topics() -> &'static [Topic] {
    static TOPICS: LazyLock<Vec<Topic>> = LazyLock::new(|| {
        let file: File = serde_json::from_str(PUBLISHED).unwrap_or(File { topics: Vec::new() });
        let all = file.topics.into_iter().map(|topic| {
            let criteria = topic.criteria.into_iter().map(|one| Criterion {
                id: format!("{}.{}", topic.number, one.criterium.number),
                title: plain(&one.criterium.title),
            });
            Topic {
                criteria: criteria.collect(),
                number: topic.number,
                title: topic.topic,
            }
        });
        all.collect()
    });
    &TOPICS
}

/// Every criterion, in order.
pub fn criteria() -> impl Iterator<Item = &'static Criterion> {
    topics().iter().flat_map(|topic| &topic.criteria)
}

/// The words of a title: `[words](#anchor)` becomes `words`, and backquotes go.
fn plain(title: &str) -> String {
    let mut out = String::new();
    let mut rest = title;
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        let Some((words, link)) = after.split_once("](") else {
            out.push('[');
            rest = after;
            continue;
        };
        out.push_str(words);
        rest = link.split_once(')').map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    out.replace('`', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_file_has_106_criteria_in_13_topics_and_their_titles_read_plainly() {
        assert_eq!(topics().len(), 13);
        assert_eq!(criteria().count(), 106);
        for one in criteria() {
            assert!(!one.title.contains(['[', ']', '`', '#']), "{}", one.title);
            assert!(
                one.title.ends_with('?') || one.title.contains('?'),
                "{}",
                one.title
            );
        }
        assert_eq!(
            topics()[0].criteria[0].title,
            "Chaque image porteuse d’information a-t-elle une alternative textuelle\u{a0}?"
        );
    }

    #[test]
    fn names_are_read_back() {
        for found in Found::ALL {
            assert_eq!(Found::read(found.name()), Some(found));
        }
    }
}
