//! Families of words that mean nearly the same, as written in `content/triage/senses.toml`.

use super::words::{Word, plain};
use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

/// A way to say a sense: the words after the first one, and what it means.
#[derive(Debug)]
struct Saying {
    rest: Vec<Piece>,
    sense: u16,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    text: String,
    stem: bool,
}

impl Piece {
    fn of(word: &str) -> Self {
        match word.strip_suffix('*') {
            Some(stem) => Self {
                text: plain(stem),
                stem: true,
            },
            None => Self {
                text: plain(word),
                stem: false,
            },
        }
    }

    fn is(&self, word: &Word) -> bool {
        if self.stem {
            word.text.starts_with(&self.text)
        } else {
            word.text == self.text
        }
    }
}

/// Every family, as written; the tables are made for the first story, so that a server at rest holds none.
#[derive(Debug, Default)]
pub(super) struct Senses {
    names: Vec<String>,
    written: Vec<(u16, String)>,
    tables: OnceLock<Tables>,
}

/// Sayings by their first word.
#[derive(Debug, Default)]
struct Tables {
    exact: HashMap<String, Vec<Saying>>,
    stems: HashMap<String, Vec<Saying>>,
}

impl Tables {
    fn of(written: &[(u16, String)]) -> Self {
        let mut tables = Self::default();
        for (sense, sayings) in written {
            for saying in sayings.split_whitespace() {
                let mut pieces = saying.split('_').map(Piece::of);
                let Some(first) = pieces.next() else {
                    continue;
                };
                let book = if first.stem {
                    &mut tables.stems
                } else {
                    &mut tables.exact
                };
                book.entry(first.text).or_default().push(Saying {
                    rest: pieces.collect(),
                    sense: *sense,
                });
            }
        }
        tables
    }
}

/// A sense found in a story: positions of its first and last words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    pub(super) sense: u16,
    pub(super) first: usize,
    pub(super) last: usize,
}

impl Senses {
    /// Takes the families, French first; the error says which saying is wrong.
    pub(super) fn new(
        french: BTreeMap<String, String>,
        english: BTreeMap<String, String>,
    ) -> Result<Self, String> {
        let names: Vec<String> = french.keys().cloned().collect();
        let mut written = Vec::with_capacity(french.len() + english.len());
        for (name, sayings) in french.into_iter().chain(english) {
            let sense = names
                .binary_search(&name)
                .ok()
                .and_then(|at| u16::try_from(at).ok())
                .ok_or_else(|| format!("« {name} » is a family in English only"))?;
            let hollow = sayings.split_whitespace().find(|saying| {
                let mut pieces = saying.split('_');
                pieces.any(|piece| !piece.chars().any(char::is_alphanumeric))
            });
            if let Some(saying) = hollow {
                return Err(format!("« {saying} » of « {name} » has an empty word"));
            }
            written.push((sense, sayings));
        }
        Ok(Self {
            names,
            written,
            tables: OnceLock::new(),
        })
    }

    /// The name of a sense.
    pub(super) fn name(&self, sense: u16) -> &str {
        self.names
            .get(usize::from(sense))
            .map_or("", String::as_str)
    }

    /// Every sense of the story, by place; a word may have several.
    pub(super) fn find(&self, words: &[Word]) -> Vec<Found> {
        let tables = self.tables.get_or_init(|| Tables::of(&self.written));
        let mut found = Vec::new();
        for (at, word) in words.iter().enumerate() {
            let stems = word
                .text
                .char_indices()
                .filter_map(|(i, c)| word.text.get(..i + c.len_utf8()))
                .filter_map(|stem| tables.stems.get(stem));
            for saying in tables
                .exact
                .get(&word.text)
                .into_iter()
                .chain(stems)
                .flatten()
            {
                let follows = saying
                    .rest
                    .iter()
                    .enumerate()
                    .all(|(i, piece)| words.get(at + 1 + i).is_some_and(|word| piece.is(word)));
                if follows {
                    found.push(Found {
                        sense: saying.sense,
                        first: at,
                        last: at + saying.rest.len(),
                    });
                }
            }
        }
        found.sort_by_key(|found| (found.first, found.sense, std::cmp::Reverse(found.last)));
        found.dedup_by_key(|found| (found.first, found.sense));
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::triage::words::{Shorthand, words};

    #[test]
    fn words_stems_and_words_in_a_row_lead_to_their_family() {
        let family = |name: &str, sayings: &str| (name.to_owned(), sayings.to_owned());
        let senses = Senses::new(
            BTreeMap::from([
                family("night", "nuit* dimanche"),
                family("secret", "mot_de_passe* mdp"),
            ]),
            BTreeMap::from([family("night", "sunday")]),
        )
        .unwrap();
        let read = |story| {
            senses
                .find(&words(story, &Shorthand::default()))
                .into_iter()
                .map(|f| (senses.name(f.sense), f.first, f.last))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            read("Mes MOTS de passe, la nuit, sunday : mot de passé, MDP"),
            [
                ("night", 5, 5),
                ("night", 6, 6),
                ("secret", 7, 9),
                ("secret", 10, 10)
            ]
        );
        assert_eq!(read("le mot de la fin"), []);
        for wrong in ["mot__passe", "_passe", "mot_*"] {
            let families = BTreeMap::from([family("a", wrong)]);
            assert!(Senses::new(families, BTreeMap::new()).is_err(), "{wrong}");
        }
        let only = BTreeMap::from([family("a", "word")]);
        assert!(Senses::new(BTreeMap::new(), only).is_err());
    }
}
