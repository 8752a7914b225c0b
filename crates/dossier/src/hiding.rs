//! Words that one recipient may not read: found in every text of the dossier, whatever their accents, capitals
//! and punctuation. Pure.

use seal::entry::words::tokens;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization as _;

/// Most phrases that are looked for.
pub const MOST: usize = 100;

/// What is looked for, a phrase a line.
#[derive(Debug, Clone, Default)]
pub struct Hidden(Vec<Vec<String>>);

impl Hidden {
    /// Reads what was typed: a name, a phrase, an address a line; those without a letter or a digit say nothing.
    pub fn read(typed: &str) -> Self {
        let phrases = typed.lines().map(|line| plain(line).collect::<Vec<_>>());
        Self(
            phrases
                .filter(|phrase| !phrase.is_empty())
                .take(MOST)
                .collect(),
        )
    }

    /// The places of the words to hide in a text, as [`tokens`] cuts it. A word goes whole: « d’Emma, » too.
    pub fn places(&self, text: &str) -> BTreeSet<usize> {
        let said: Vec<(usize, String)> = tokens(text)
            .into_iter()
            .enumerate()
            .flat_map(|(place, token)| plain(token).map(move |word| (place, word)))
            .collect();
        let mut places = BTreeSet::new();
        for phrase in &self.0 {
            let found = said.windows(phrase.len()).filter(|words| {
                let words = words.iter().map(|(_, word)| word);
                words.eq(phrase)
            });
            places.extend(found.flatten().map(|(place, _)| *place));
        }
        places
    }

    /// Whether a value says one of them, at any depth.
    pub fn is_in(&self, value: &serde_json::Value) -> bool {
        match value {
            serde_json::Value::String(text) => !self.places(text).is_empty(),
            serde_json::Value::Array(list) => list.iter().any(|value| self.is_in(value)),
            serde_json::Value::Object(map) => map.values().any(|value| self.is_in(value)),
            _ => false,
        }
    }
}

/// The words of a text without accents or capitals: what stands between letters and digits parts them.
fn plain(text: &str) -> impl Iterator<Item = String> {
    let mut level = String::new();
    for c in text.nfkd().flat_map(char::to_lowercase) {
        match c {
            // What was an accent is gone; what was none parts nothing.
            '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200d}' | '\u{ad}' | '\u{feff}' => {}
            'œ' => level.push_str("oe"),
            'æ' => level.push_str("ae"),
            c if c.is_alphanumeric() => level.push(c),
            _ => level.push(' '),
        }
    }
    let words: Vec<String> = level.split_whitespace().map(str::to_owned).collect();
    words.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(typed: &str, text: &str) -> String {
        let places = Hidden::read(typed).places(text);
        let shown = tokens(text).into_iter().enumerate();
        let shown = shown.map(|(place, token)| {
            if places.contains(&place) {
                "█ "
            } else {
                token
            }
        });
        shown.collect()
    }

    #[test]
    fn n044_a_name_is_found_however_it_is_written() {
        for (typed, text, shown) in [
            (
                "Léa Martin",
                "LEA MARTIN a écrit à Martin",
                "█ █ a écrit à Martin",
            ),
            ("emma", "le téléphone d’Emma, puis", "le téléphone █ puis"),
            ("lea.martin", "voir @lea-martin: hier", "voir █ hier"),
            (
                "06 12 34 56 78",
                "au 06.12.34.56.78 ou 06 12",
                "au █ ou 06 12",
            ),
            (
                "Zoé\n\n  \nNoé",
                "Zoe\u{301}\u{a0}et Noé\npartent",
                "█ et █ partent",
            ),
            ("Sœur", "sa soeur Anne", "sa █ Anne"),
            ("an", "Anne et Jean", "Anne et Jean"),
            ("…", "rien … ici", "rien … ici"),
            ("Le\u{200b}a", "Lea", "█ "),
        ] {
            let found = hidden(typed, text);
            assert_eq!(found.replace('\u{a0}', " ").trim(), shown.trim(), "{typed}");
        }
    }

    #[test]
    fn a_value_is_looked_into_at_any_depth() {
        let hidden = Hidden::read("Martin");
        let value = serde_json::json!({"a": [{"b": "écrire à Mme Martin"}], "n": 3});
        assert!(hidden.is_in(&value));
        assert!(!hidden.is_in(&serde_json::json!({"Martin": true})));
        assert!(!Hidden::default().is_in(&value));
    }
}
