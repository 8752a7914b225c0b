//! From the words of a person to a query. No sign is an operator: only words are taken from what she typed.

use crate::guide::Built;
use crate::words::{Stems, Word, words};
use kernel::search::LONGEST;
use std::collections::BTreeSet;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, FuzzyTermQuery, Occur, Query,
    TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption, Term};

/// Words read at most; a search has fewer.
const MOST_WORDS: usize = 12;
/// Words of the longest phrase that is looked up whole.
const LONGEST_PHRASE: usize = 6;
/// Letters from which one error is forgiven, and two.
const ONE_ERROR: usize = 5;
const TWO_ERRORS: usize = 8;
/// Letters from which the beginning of a word is enough.
const BEGINNING: usize = 3;
/// Words that one misspelt or unfinished word may stand for.
const MOST_READINGS: usize = 6;
/// What a second place, or a second reading, of the same word adds.
const TIE: f32 = 0.15;
/// What an entry that has all the words gains.
const ALL_WORDS: f32 = 0.6;
/// What a name found whole is worth, and each of its words.
const NAME: f32 = 10.0;
const NAME_WORD: f32 = 12.0;

/// A query, and the terms that it looks for.
pub(crate) struct Asked {
    pub(crate) query: Box<dyn Query>,
    pub(crate) terms: BTreeSet<String>,
    /// The same, word by word; nothing for a word that is not known.
    pub(crate) words: Vec<BTreeSet<String>>,
}

/// One way to read a word, and how much it counts.
struct Reading {
    terms: Vec<String>,
    weight: f32,
}

/// A word of the search: its readings, and the key by which phrases know it.
struct Sought {
    readings: Vec<Reading>,
    key: String,
}

/// Reads a search; `None` when it holds no word that is known, even with an error forgiven.
pub(crate) fn read(built: &Built, stems: &mut Stems, text: &str) -> tantivy::Result<Option<Asked>> {
    let text: String = text.chars().take(LONGEST).collect();
    let all = words(&text);
    // Whoever is still typing her last word has put nothing after it.
    let unfinished = all.last().is_some_and(|word| word.end == text.len());
    let speaks = all.iter().any(Word::speaks);
    let kept: Vec<&Word> = all
        .iter()
        .filter(|word| !speaks || word.speaks())
        .take(MOST_WORDS)
        .collect();
    let mut sought = Vec::new();
    for word in &kept {
        let last = unfinished && all.last() == Some(*word);
        sought.push(readings(built, stems, word, last)?);
    }
    let by_word: Vec<BTreeSet<String>> = sought
        .iter()
        .map(|word| {
            let terms = word.readings.iter().flat_map(|reading| &reading.terms);
            terms.cloned().collect()
        })
        .collect();
    let terms: BTreeSet<String> = by_word.iter().flatten().cloned().collect();
    if terms.is_empty() {
        return Ok(None);
    }
    let known: Vec<Box<dyn Query>> = sought
        .iter()
        .filter(|word| !word.readings.is_empty())
        .map(|word| anywhere(built, word))
        .collect();
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    if known.len() > 1 {
        let every = known
            .iter()
            .map(|query| (Occur::Must, query.box_clone()))
            .collect();
        clauses.push((
            Occur::Should,
            boost(Box::new(BooleanQuery::new(every)), ALL_WORDS),
        ));
    }
    clauses.extend(known.into_iter().map(|query| (Occur::Should, query)));
    clauses.push((Occur::Should, names(built, &sought)));
    Ok(Some(Asked {
        query: Box::new(BooleanQuery::new(clauses)),
        terms,
        words: by_word,
    }))
}

fn readings(built: &Built, stems: &mut Stems, word: &Word, last: bool) -> tantivy::Result<Sought> {
    let mut key = stems.key(&word.plain);
    let terms = present(built, stems.of(word))?;
    let known = !terms.is_empty();
    let mut readings = Vec::new();
    if known {
        readings.push(Reading { terms, weight: 1.0 });
    }
    let letters = word.plain.chars().count();
    if last && letters >= BEGINNING {
        let longer = longer(built, &word.plain)?;
        if !known && let [first, ..] = longer.as_slice() {
            key = stems.key(first);
        }
        let weight = if known { 0.3 } else { 0.9 };
        readings.extend((!longer.is_empty()).then_some(Reading {
            terms: longer,
            weight,
        }));
    }
    // A number has no typing error: 3018 is not 3114.
    if readings.is_empty() && !word.plain.contains(|c: char| c.is_ascii_digit()) {
        let distances = [(1, ONE_ERROR, 0.8), (2, TWO_ERRORS, 0.6)];
        for (distance, from, weight) in distances {
            let near = if letters < from {
                Vec::new()
            } else {
                near(built, &word.plain, distance)?
            };
            let Some(first) = near.first() else { continue };
            key = stems.key(first);
            let terms = near
                .iter()
                .flat_map(|plain| words(plain))
                .flat_map(|word| stems.of(&word))
                .collect();
            let terms = present(built, terms)?;
            readings.push(Reading { terms, weight });
            break;
        }
    }
    Ok(Sought { readings, key })
}

/// Those of the terms that stand somewhere.
fn present(built: &Built, terms: Vec<String>) -> tantivy::Result<Vec<String>> {
    let mut kept = Vec::new();
    for term in terms {
        for place in &built.places {
            if built
                .searcher
                .doc_freq(&Term::from_field_text(place.field, &term))?
                > 0
            {
                kept.push(term);
                break;
            }
        }
    }
    Ok(kept)
}

/// Known words that begin so, the commonest first.
fn longer(built: &Built, beginning: &str) -> tantivy::Result<Vec<String>> {
    let mut found = Vec::new();
    for segment in built.searcher.segment_readers() {
        let index = segment.inverted_index(built.word)?;
        let end = [beginning, "\u{10ffff}"].concat();
        let mut stream = index.terms().range().gt(beginning).lt(end).into_stream()?;
        while stream.advance() {
            let word = String::from_utf8_lossy(stream.key()).into_owned();
            found.push((stream.value().doc_freq, word));
        }
    }
    Ok(commonest(found))
}

/// Known words at that many letters, the commonest first.
fn near(built: &Built, word: &str, distance: u8) -> tantivy::Result<Vec<String>> {
    let mut found = Vec::new();
    for segment in built.searcher.segment_readers() {
        let index = segment.inverted_index(built.word)?;
        let term = Term::from_field_text(built.word, word);
        let automaton = FuzzyTermQuery::new(term, distance, true).automaton()?;
        let mut stream = index.terms().search(automaton).into_stream()?;
        while stream.advance() {
            let word = String::from_utf8_lossy(stream.key()).into_owned();
            found.push((stream.value().doc_freq, word));
        }
    }
    Ok(commonest(found))
}

fn commonest(mut found: Vec<(u32, String)>) -> Vec<String> {
    found.sort_by(|(a, x), (b, y)| b.cmp(a).then_with(|| x.cmp(y)));
    found
        .into_iter()
        .take(MOST_READINGS)
        .map(|(_, word)| word)
        .collect()
}

/// A word, wherever it stands; the best place and reading count.
fn anywhere(built: &Built, word: &Sought) -> Box<dyn Query> {
    let mut ways: Vec<Box<dyn Query>> = Vec::new();
    for reading in &word.readings {
        for term in &reading.terms {
            for place in &built.places {
                ways.push(boost(
                    one(place.field, term, IndexRecordOption::WithFreqs),
                    place.weight * reading.weight,
                ));
            }
        }
    }
    Box::new(DisjunctionMaxQuery::with_tie_breaker(ways, TIE))
}

/// Names of which all the words stand side by side in the search; the longest counts.
fn names(built: &Built, sought: &[Sought]) -> Box<dyn Query> {
    let keys: Vec<&str> = sought.iter().map(|word| word.key.as_str()).collect();
    let mut ways: Vec<Box<dyn Query>> = Vec::new();
    for length in 1..=LONGEST_PHRASE {
        for side in keys.windows(length) {
            let name = one(built.phrase, &side.join(" "), IndexRecordOption::Basic);
            let worth = NAME + NAME_WORD * f32::from(u8::try_from(length).unwrap_or(u8::MAX));
            ways.push(Box::new(ConstScoreQuery::new(name, worth)));
        }
    }
    Box::new(DisjunctionMaxQuery::new(ways))
}

fn one(field: Field, text: &str, option: IndexRecordOption) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), option))
}

fn boost(query: Box<dyn Query>, by: f32) -> Box<dyn Query> {
    Box::new(BoostQuery::new(query, by))
}
