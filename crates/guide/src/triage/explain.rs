//! Which words of the story led to a kind: those that added most to it, as the person wrote them.

use super::clues::Clue;
use super::words::Word;
use std::collections::BTreeSet;

/// Words quoted at most, before neighbours are joined.
const QUOTED: usize = 6;
/// A word that added less than a quarter of what the best one did is not quoted.
const QUARTER: i64 = 4;
/// Words that mean little alone (levelled): quoted only between two others, or when nothing else spoke.
const HOLLOW: [&str; 74] = [
    "le", "la", "les", "de", "des", "du", "un", "une", "et", "est", "je", "que", "qui", "il",
    "ele", "on", "au", "aux", "en", "ce", "se", "me", "ne", "pas", "pour", "par", "dans", "sur",
    "avec", "mon", "ma", "mes", "son", "sa", "ses", "nous", "vous", "tu", "te", "y", "ai", "a",
    "plus", "mais", "ou", "si", "ete", "sont", "ont", "cete", "ces", "leur", "lui", "the", "to",
    "of", "and", "is", "in", "my", "i", "it", "was", "that", "for", "on", "they", "he", "she",
    "his", "her", "with", "are", "have",
];

fn hollow(word: &Word) -> bool {
    word.text.chars().count() < 3 || HOLLOW.contains(&word.text.as_str())
}

/// Places of the words that added most to the kind number `kind`; what a clue of several words added is shared.
pub(super) fn telling(
    words: &[Word],
    known: &[(Clue, Vec<i64>)],
    kind: usize,
) -> Vec<(usize, usize)> {
    let mut given = vec![0_i64; words.len()];
    for (clue, adds) in known {
        let add = adds.get(kind).copied().unwrap_or_default();
        let places: BTreeSet<usize> = clue
            .spans
            .iter()
            .flat_map(|(first, last)| *first..=*last)
            .collect();
        let each = add / i64::try_from(places.len().max(1)).unwrap_or(1);
        for place in places {
            if let Some(given) = given.get_mut(place) {
                *given += each;
            }
        }
    }
    let telling = |hollow_too: bool| {
        let mut order: Vec<(i64, usize)> = (given.iter().zip(words).enumerate())
            .filter(|(_, (given, word))| **given > 0 && (hollow_too || !hollow(word)))
            .map(|(place, (given, _))| (*given, place))
            .collect();
        order.sort_by_key(|(given, place)| (-given, *place));
        let best = order.first().map_or(0, |(given, _)| *given);
        order.retain(|(given, _)| given * QUARTER >= best);
        order.truncate(QUOTED);
        order
            .into_iter()
            .map(|(_, place)| place)
            .collect::<BTreeSet<_>>()
    };
    let mut places = telling(false);
    if places.is_empty() {
        places = telling(true);
    }
    joined(words, &places)
}

/// Neighbours become one quote, with at most two hollow words between them.
fn joined(words: &[Word], places: &BTreeSet<usize>) -> Vec<(usize, usize)> {
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for place in places {
        let near = spans.last_mut().filter(|(_, last)| {
            let between = words.get(last + 1..*place).unwrap_or_default();
            let whole = words.get(*last..*place).unwrap_or_default();
            between.len() <= 2 && between.iter().all(hollow) && !whole.iter().any(|word| word.stop)
        });
        match near {
            Some((_, last)) => *last = *place,
            None => spans.push((*place, *place)),
        }
    }
    spans
}

/// The exact words, in the order of the story, each once and without one inside another.
pub(super) fn quotes(
    text: &str,
    words: &[Word],
    spans: impl Iterator<Item = (usize, usize)>,
) -> Vec<String> {
    let bytes: BTreeSet<(usize, usize)> = spans
        .filter_map(|(first, last)| Some((words.get(first)?.start, words.get(last)?.end)))
        .collect();
    let widest = |(start, end): &&(usize, usize)| {
        !bytes
            .iter()
            .any(|(a, b)| (a, b) != (start, end) && a <= start && b >= end)
    };
    let mut said = BTreeSet::new();
    bytes
        .iter()
        .filter(widest)
        .filter_map(|(start, end)| text.get(*start..*end))
        .filter(|quote| said.insert(*quote))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::triage::words::{Shorthand, words};

    #[test]
    fn the_words_that_added_most_are_quoted_as_written() {
        let story = "Il a filmé ma classe. Hier, en douce.";
        let read = words(story, &Shorthand::default());
        let clue = |spans: &[(usize, usize)]| Clue {
            key: 1,
            value: 1,
            spans: spans.to_vec(),
        };
        let known = [
            (clue(&[(2, 2)]), vec![90, -5]),
            (clue(&[(4, 4)]), vec![40, 0]),
            (clue(&[(5, 5)]), vec![15, 90]),
            (clue(&[(0, 0)]), vec![99, 9]),
            (clue(&[(7, 7)]), vec![60, 9]),
            (clue(&[(4, 4), (7, 7)]), vec![-10, 0]),
        ];
        let told = |kind| quotes(story, &read, telling(&read, &known, kind).into_iter());
        assert_eq!(told(0), ["filmé ma classe", "douce"]);
        assert_eq!(told(1), ["Hier"]);
        assert_eq!(told(2), [""; 0]);
        let hollow = [(clue(&[(0, 0)]), vec![9])];
        assert_eq!(telling(&read, &hollow, 0), [(0, 0)]);
    }
}
