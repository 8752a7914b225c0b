//! From a story to plain words that still know where they stand in it.
//!
//! Accents, capitals, doubled letters, digits for letters, masked vowels and text-message spelling are
//! levelled here, once, for the story and for the lexicon alike.

use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// A word of the story, levelled, with the bytes of the story it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// A sentence ends after it: no phrase runs over.
    pub(crate) stop: bool,
}

/// Text-message spellings and what they stand for.
#[derive(Debug, Default)]
pub(crate) struct Shorthand {
    /// « qqn » → « quelqu un ».
    pub(crate) spelled: BTreeMap<String, Vec<String>>,
    /// Beginnings of words to which a pronoun gets glued: « mattend ».
    pub(crate) glued: Vec<String>,
}

/// One word without accents, capitals or doubled letters: « Harcèlement » and « harcellement » are one.
pub(crate) fn plain(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    if word.is_ascii() {
        // Most words; decomposing costs ten times more.
        word.chars()
            .for_each(|c| push_levelled(&mut out, c.to_ascii_lowercase()));
    } else {
        word.nfkd()
            .flat_map(char::to_lowercase)
            .for_each(|c| push_levelled(&mut out, c));
    }
    // « j' » and « je » are one word to the lexicon.
    if out == "j" {
        "je".to_owned()
    } else {
        digits_for_letters(out)
    }
}

fn push_levelled(out: &mut String, c: char) {
    match c {
        'œ' => out.push_str("oe"),
        'æ' => out.push_str("ae"),
        c if is_mark(c) || (c.is_ascii_alphabetic() && out.ends_with(c)) => {}
        c => out.push(c),
    }
}

/// `v1ol` is read `viol`; `6eme`, `112` and `ps4` keep their digits where no letter is meant.
fn digits_for_letters(word: String) -> String {
    let letter_first = word.starts_with(|c: char| c.is_ascii_alphabetic());
    if !letter_first || word.len() < 4 || !word.ends_with(|c: char| c.is_ascii_alphabetic()) {
        return word;
    }
    word.chars()
        .map(|c| match c {
            '0' => 'o',
            '1' => 'i',
            '3' => 'e',
            '4' => 'a',
            '5' => 's',
            c => c,
        })
        .collect()
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{ad}' | '\u{2060}' | '\u{fe0f}' | '\u{feff}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`' | '´')
}

/// Pictures speak in threats: each stands as a word of its own.
pub(crate) fn is_picture(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27bf}' | '\u{1f300}'..='\u{1faff}')
}

/// The words of a story, in order.
pub(crate) fn words(story: &str, shorthand: &Shorthand) -> Vec<Word> {
    let mut found = Vec::with_capacity(story.len() / 5);
    for raw in joined(raw_words(story)) {
        let levelled = story.get(raw.start..raw.end).map(|piece| {
            if raw.spelled {
                plain(
                    &piece
                        .chars()
                        .filter(|c| c.is_alphanumeric())
                        .collect::<String>(),
                )
            } else {
                plain(piece)
            }
        });
        let Some(text) = levelled.filter(|text| !text.is_empty()) else {
            continue;
        };
        let pieces = if raw.elided {
            vec![text]
        } else {
            unfold(text, shorthand)
        };
        let last = pieces.len().saturating_sub(1);
        for (i, text) in pieces.into_iter().enumerate() {
            found.push(Word {
                text,
                start: raw.start,
                end: raw.end,
                stop: raw.stop && i == last,
            });
        }
    }
    found
}

/// « jvais » → « je vais »; whatever the lexicon lists; anything else as it is.
fn unfold(text: String, shorthand: &Shorthand) -> Vec<String> {
    if let Some(pieces) = shorthand.spelled.get(&text) {
        return pieces.clone();
    }
    for pronoun in ["m", "t", "s", "l", "n"] {
        if let Some(rest) = text.strip_prefix(pronoun).filter(|rest| {
            shorthand
                .glued
                .iter()
                .any(|stem| rest.starts_with(stem.as_str()))
        }) {
            return vec![pronoun.to_owned(), rest.to_owned()];
        }
    }
    // No French or English word starts with j and a consonant: the pronoun was glued.
    match text.strip_prefix('j') {
        Some(rest)
            if rest.len() > 1
                && rest
                    .starts_with(|c: char| c.is_ascii_alphabetic() && !"aeiouyh".contains(c)) =>
        {
            [vec!["je".to_owned()], unfold(rest.to_owned(), shorthand)].concat()
        }
        _ => vec![text],
    }
}

#[derive(Debug, Clone, Copy)]
struct Raw {
    start: usize,
    end: usize,
    stop: bool,
    /// Followed by an apostrophe: « c' » is not the « c » of text messages.
    elided: bool,
    /// Spelled letter by letter (« s u i c i d e »).
    spelled: bool,
}

fn raw_words(story: &str) -> Vec<Raw> {
    let mut found: Vec<Raw> = Vec::new();
    let mut open: Option<usize> = None;
    let mut chars = story.char_indices().peekable();
    let mut previous = ' ';
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |(_, c)| *c);
        // « s*icide »: a star between two letters hides a vowel and belongs to the word.
        let inside = c.is_alphanumeric()
            || is_mark(c)
            || (c == '*' && previous.is_alphanumeric() && (next.is_alphanumeric() || next == '*'));
        if inside {
            open.get_or_insert(at);
        } else {
            if let Some(start) = open.take() {
                found.push(Raw {
                    start,
                    end: at,
                    stop: false,
                    elided: is_apostrophe(c),
                    spelled: false,
                });
            }
            if is_picture(c) {
                found.push(Raw {
                    start: at,
                    end: at + c.len_utf8(),
                    stop: false,
                    elided: false,
                    spelled: false,
                });
            }
            let ends = match c {
                '!' | '?' | ';' => true,
                // Two dots and more are a breath, not an end: « je vais te ... tuer ».
                '.' => previous != '.' && next.is_whitespace(),
                '\n' => previous == '\n',
                _ => false,
            };
            if ends && let Some(last) = found.last_mut() {
                last.stop = true;
            }
        }
        if c != '\r' {
            previous = c;
        }
    }
    if let Some(start) = open {
        found.push(Raw {
            start,
            end: story.len(),
            stop: false,
            elided: false,
            spelled: false,
        });
    }
    found
}

/// Four single letters in a row and more are one word, spelled to pass unseen.
fn joined(raw: Vec<Raw>) -> Vec<Raw> {
    let mut out: Vec<Raw> = Vec::with_capacity(raw.len());
    let mut rest = raw.as_slice();
    while let Some((first, others)) = rest.split_first() {
        let run = rest.windows(2).take_while(|pair| matches!(pair, [a, b] if single(a) && single(b) && b.start == a.end + 1 && !a.elided)).count() + 1;
        if run >= 4
            && let Some(last) = rest.get(run - 1)
        {
            out.push(Raw {
                end: last.end,
                stop: last.stop,
                elided: false,
                spelled: true,
                ..*first
            });
            rest = rest.get(run..).unwrap_or_default();
        } else {
            out.push(*first);
            rest = others;
        }
    }
    out
}

fn single(raw: &Raw) -> bool {
    raw.end - raw.start == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(story: &str) -> Vec<String> {
        let shorthand = Shorthand {
            spelled: BTreeMap::from([("c".to_owned(), vec!["c".to_owned(), "est".to_owned()])]),
            glued: vec!["atend".to_owned()],
        };
        words(story, &shorthand)
            .into_iter()
            .map(|w| w.text)
            .collect()
    }

    #[test]
    fn levels_accents_doubles_digits_and_text_messages() {
        assert_eq!(
            read("Harcèlement HARCELLEMENT"),
            ["harcelement", "harcelement"]
        );
        assert_eq!(
            read("jvais l’insulter, c grave, c'est grave"),
            [
                "je", "vais", "l", "insulter", "c", "est", "grave", "c", "est", "grave"
            ]
        );
        assert_eq!(
            read("il mattend, jtattends"),
            ["il", "m", "atend", "je", "t", "atends"]
        );
        assert_eq!(
            read("v1ol en 6eme le 17"),
            ["viol", "en", "6eme", "le", "17"]
        );
        assert_eq!(read("s u i c i d e"), ["suicide"]);
    }

    #[test]
    fn words_know_their_place() {
        let story = "Œuvre. Été ?";
        let found = words(story, &Shorthand::default());
        let slices: Vec<&str> = found.iter().map(|w| &story[w.start..w.end]).collect();
        assert_eq!(slices, ["Œuvre", "Été"]);
        assert!(found.iter().all(|w| w.stop));
    }
}
