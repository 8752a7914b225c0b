//! Other names of what Préau knows: `content/search/synonyms.toml`.

use crate::Content;
use crate::files::{Files, Problem};
use kernel::search::Target;
use serde::Deserialize;
use std::collections::BTreeSet;

const FILE: &str = "search/synonyms.toml";
/// Beyond, the first of a group could not stand among the first three answers.
const MOST_TARGETS: usize = 3;

/// Words that people use for the same thing, and what they look for.
#[derive(Debug, Clone)]
pub struct Group {
    /// The words.
    pub words: Vec<String>,
    /// What they lead to; the first matters most.
    pub targets: Vec<Target>,
}

/// Every group, in the order of the file.
#[derive(Debug, Default)]
pub struct Synonyms(Vec<Group>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sheet {
    #[serde(default)]
    group: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    to: Vec<String>,
    words: Vec<String>,
}

impl Synonyms {
    pub(crate) fn load(files: &Files, problems: &mut Vec<Problem>) -> Self {
        Self::read(files.get(FILE).unwrap_or_default(), problems)
    }

    pub(super) fn read(text: &str, problems: &mut Vec<Problem>) -> Self {
        let mut say = |what: String| {
            problems.push(Problem {
                file: FILE.to_owned(),
                what,
            });
        };
        let sheet = match toml::from_str::<Sheet>(text) {
            Ok(sheet) => sheet,
            Err(error) => {
                say(error.to_string());
                return Self::default();
            }
        };
        let mut groups = Vec::new();
        for row in sheet.group {
            let name = row.words.first().cloned().unwrap_or_default();
            if row.words.iter().any(|word| word.trim().is_empty()) || row.words.is_empty() {
                say(format!("`{name}`: a group needs words, none of them empty"));
            }
            if row.to.is_empty() || row.to.len() > MOST_TARGETS {
                say(format!(
                    "`{name}`: `to` names one to {MOST_TARGETS} entries"
                ));
            }
            let mut targets = Vec::new();
            for text in &row.to {
                match Target::parse(text) {
                    Some(target) => targets.push(target),
                    None => say(format!(
                        "`{name}`: `{text}` is not written like `situation/menaces`"
                    )),
                }
            }
            groups.push(Group {
                words: row.words,
                targets,
            });
        }
        Self(groups)
    }

    /// Says every group that leads nowhere.
    pub(crate) fn check(&self, content: &Content, problems: &mut Vec<Problem>) {
        let known: BTreeSet<Target> = super::entries(content)
            .into_iter()
            .map(|entry| entry.target)
            .collect();
        for group in &self.0 {
            let name = group.words.first().map_or("", String::as_str);
            for target in group
                .targets
                .iter()
                .filter(|target| !known.contains(target))
            {
                problems.push(Problem {
                    file: FILE.to_owned(),
                    what: format!("`{name}`: no entry `{target}`"),
                });
            }
        }
    }

    /// The groups.
    pub fn groups(&self) -> &[Group] {
        &self.0
    }
}
