//! Families of words that mean nearly the same, as written in `content/triage/senses.toml`.

use super::words::{Word, plain};
use std::collections::{BTreeMap, HashMap};

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

/// Every family, by the first word of each of its sayings.
#[derive(Debug, Default)]
pub(super) struct Senses {
    names: Vec<String>,
    exact: HashMap<String, Vec<Saying>>,
    stems: HashMap<String, Vec<Saying>>,
}

/// A sense found in a story: positions of its first and last words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    pub(super) sense: u16,
    pub(super) first: usize,
    pub(super) last: usize,
}

impl Senses {
    /// Compiles the families, French first; the error says which saying is wrong.
    pub(super) fn new(
        french: &BTreeMap<String, String>,
        english: &BTreeMap<String, String>,
    ) -> Result<Self, String> {
        let mut senses = Self {
            names: french.keys().cloned().collect(),
            ..Self::default()
        };
        for (name, sayings) in french.iter().chain(english) {
            let sense = senses
                .names
                .iter()
                .position(|known| known == name)
                .and_then(|at| u16::try_from(at).ok())
                .ok_or_else(|| format!("« {name} » is a family in English only"))?;
            for saying in sayings.split_whitespace() {
                senses
                    .add(saying, sense)
                    .ok_or_else(|| format!("« {saying} » of « {name} » has an empty word"))?;
            }
        }
        Ok(senses)
    }

    fn add(&mut self, saying: &str, sense: u16) -> Option<()> {
        let pieces: Vec<Piece> = saying.split('_').map(Piece::of).collect();
        if pieces.iter().any(|piece| piece.text.is_empty()) {
            return None;
        }
        let (first, rest) = pieces.split_first()?;
        let book = if first.stem {
            &mut self.stems
        } else {
            &mut self.exact
        };
        book.entry(first.text.clone()).or_default().push(Saying {
            rest: rest.to_vec(),
            sense,
        });
        Some(())
    }

    /// The name of a sense.
    pub(super) fn name(&self, sense: u16) -> &str {
        self.names
            .get(usize::from(sense))
            .map_or("", String::as_str)
    }

    /// Every sense of the story, by place; a word may have several.
    pub(super) fn find(&self, words: &[Word]) -> Vec<Found> {
        let mut found = Vec::new();
        for (at, word) in words.iter().enumerate() {
            let stems = word
                .text
                .char_indices()
                .filter_map(|(i, c)| word.text.get(..i + c.len_utf8()))
                .filter_map(|stem| self.stems.get(stem));
            for saying in self
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
            &BTreeMap::from([
                family("night", "nuit* dimanche"),
                family("secret", "mot_de_passe* mdp"),
            ]),
            &BTreeMap::from([family("night", "sunday")]),
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
        let none = BTreeMap::new();
        assert!(Senses::new(&BTreeMap::from([family("a", "mot__passe")]), &none).is_err());
        assert!(Senses::new(&none, &BTreeMap::from([family("a", "word")])).is_err());
    }
}
