//! Words that one recipient may not read: found in every text of the dossier, whatever their accents, capitals,
//! punctuation and order, alone or glued to others. When in doubt, too much is hidden. Pure.

use seal::entry::words::tokens;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization as _;

/// Most phrases that are looked for.
pub const MOST: usize = 100;
/// A name of at most so many words is also looked for word by word: « MARTIN Léa », « Mme Martin »…
const NAME: usize = 3;
/// … unless it stands in a line longer than this: that one is a sentence.
const SENTENCE: usize = 5;
/// Shortest word of a name that is looked for alone, in letters and digits.
const SHORTEST: usize = 3;
/// Shortest word that is found inside a longer one (« leamartin07 »), in letters and digits.
const GLUED: usize = 4;
/// Words that say nobody.
const SMALL: [&str; 22] = [
    "le", "la", "les", "l", "de", "du", "des", "d", "un", "une", "et", "a", "au", "aux", "en", "m",
    "mr", "mme", "mlle", "monsieur", "madame", "the",
];

/// What is looked for.
#[derive(Debug, Clone, Default)]
pub struct Hidden {
    /// Whole words, alone.
    words: BTreeSet<String>,
    /// Letters and digits without anything between.
    glued: BTreeSet<String>,
    /// Words in a row.
    phrases: BTreeSet<Vec<String>>,
}

impl Hidden {
    /// Reads what was typed: a name, a phrase, a number, an address a line.
    ///
    /// # Errors
    /// The lines without a letter or a digit: nothing could be looked for.
    pub fn read(typed: &str) -> Result<Self, Vec<String>> {
        let mut hidden = Self::default();
        let mut empty = Vec::new();
        for line in typed.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let phrase: Vec<String> = plain(line).collect();
            if phrase.is_empty() {
                empty.push(line.to_owned());
                continue;
            }
            let names = phrase.iter().filter(|word| {
                let small = SMALL.contains(&word.as_str()) || word.chars().count() < SHORTEST;
                !small && !is_number(word)
            });
            let names: Vec<&String> = names.collect();
            if names.len() <= NAME && phrase.len() <= SENTENCE {
                names.into_iter().for_each(|word| hidden.add(word.clone()));
            }
            hidden.add(phrase.concat());
            hidden.phrases.insert(phrase);
        }
        if empty.is_empty() {
            Ok(hidden)
        } else {
            Err(empty)
        }
    }

    fn add(&mut self, word: String) {
        if word.chars().count() >= GLUED {
            self.glued.insert(word.clone());
        }
        self.words.insert(word);
    }

    /// Whether nothing is looked for.
    pub fn is_empty(&self) -> bool {
        self.phrases.is_empty()
    }

    /// The places of the words to hide in a text, as [`tokens`] cuts it. A word goes whole: « d’Emma, » too.
    pub fn places(&self, text: &str) -> BTreeSet<usize> {
        let mut places = BTreeSet::new();
        if self.is_empty() {
            return places;
        }
        let said: Vec<(usize, String)> = tokens(text)
            .into_iter()
            .enumerate()
            .flat_map(|(place, token)| plain(token).map(move |word| (place, word)))
            .collect();
        places.extend(
            said.iter()
                .filter(|(_, word)| self.words.contains(word))
                .map(|(place, _)| *place),
        );
        for phrase in &self.phrases {
            let rows = said.windows(phrase.len());
            let found = rows.filter(|row| row.iter().map(|(_, word)| word).eq(phrase));
            places.extend(found.flatten().map(|(place, _)| *place));
        }
        self.find_glued(&said, &mut places);
        places
    }

    /// Letters and digits in a row, whatever parts them: « Mar-\ntin », « 06.12.34… », « leamartin07 ».
    fn find_glued(&self, said: &[(usize, String)], places: &mut BTreeSet<usize>) {
        let mut all = String::new();
        // Where each word starts, with its place.
        let mut starts: Vec<(usize, usize)> = Vec::with_capacity(said.len());
        for (place, word) in said {
            starts.push((all.len(), *place));
            all.push_str(word);
        }
        for word in &self.glued {
            for (start, _) in all.match_indices(word.as_str()) {
                let end = start + word.len();
                let first = starts
                    .partition_point(|(at, _)| *at <= start)
                    .saturating_sub(1);
                let words = starts.iter().skip(first).take_while(|(at, _)| *at < end);
                places.extend(words.map(|(_, place)| *place));
            }
        }
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

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The words of a text without accents or capitals: what stands between letters and digits parts them.
fn plain(text: &str) -> impl Iterator<Item = String> {
    let mut level = String::new();
    for c in decoded(text).nfkd().flat_map(char::to_lowercase) {
        match c {
            // What was an accent is gone; what is not seen parts nothing.
            '\u{300}'..='\u{36f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2060}'
            | '\u{ad}'
            | '\u{feff}' => {}
            'œ' => level.push_str("oe"),
            'æ' => level.push_str("ae"),
            'ß' => level.push_str("ss"),
            'ı' => level.push('i'),
            'ł' => level.push('l'),
            'ø' => level.push('o'),
            'đ' | 'ð' => level.push('d'),
            '\u{2b0}'..='\u{2ff}' => level.push(' '),
            c if c.is_alphanumeric() => level.push(c),
            _ => level.push(' '),
        }
    }
    let words: Vec<String> = level.split_whitespace().map(str::to_owned).collect();
    words.into_iter()
}

/// An address as it reads: `l%C3%A9a` is « léa ».
fn decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let code = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        if let (b'%', Some(code)) = (byte, code) {
            out.push(code);
            rest = after.get(2..).unwrap_or_default();
        } else {
            out.push(*byte);
            rest = after;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(typed: &str, text: &str) -> String {
        let places = Hidden::read(typed).unwrap().places(text);
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
                "LEA MARTIN a écrit, dit MARTIN Léa",
                "█ █ a écrit, dit █ █",
            ),
            ("Léa Martin", "Mme Martin et Léa", "Mme █ et █"),
            (
                "Léa Martin",
                "@leamartin07 les Martins Mar-\ntin",
                "█ les █ █ █",
            ),
            (
                "Léa Martin",
                "https://x.example/l%C3%A9a-martin?a=1 ici",
                "█ ici",
            ),
            ("emma", "le téléphone d’Emma, puis", "le téléphone █ puis"),
            ("Mme de la Tour", "la tour de la Tour", "la █ de la █"),
            (
                "06 12 34 56 78",
                "au 06.12.34.56.78 ou 0612345678 ou 06 12",
                "au █ ou █ ou 06 12",
            ),
            ("0612345678", "au 06 12 34 56 78 !", "au █ █ █ █ █ !"),
            (
                "Zoé\n\n  \nNoé",
                "Zoe\u{301}\u{a0}et Noé\npartent",
                "█ et █ partent",
            ),
            ("Sœur", "sa soeur Anne", "sa █ Anne"),
            ("Yildiz\nLukasz", "Yıldız, Łukasz", "█ █"),
            ("an", "Anne et Jean", "Anne et Jean"),
            ("Le\u{2060}a", "Lea", "█ "),
        ] {
            let found = hidden(typed, text);
            assert_eq!(
                found.replace('\u{a0}', " ").trim(),
                shown.trim(),
                "{typed}: {text}"
            );
        }
        assert_eq!(Hidden::read("Léa\n…\n🦊").unwrap_err(), ["…", "🦊"]);
    }

    #[test]
    fn a_value_is_looked_into_at_any_depth() {
        let hidden = Hidden::read("Martin").unwrap();
        let value = serde_json::json!({"a": [{"b": "écrire à Mme Martin"}], "n": 3});
        assert!(hidden.is_in(&value));
        assert!(!hidden.is_in(&serde_json::json!({"Martin": true})));
        assert!(!Hidden::default().is_in(&value));
    }
}
