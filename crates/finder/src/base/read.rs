//! From the words of a person to terms of the published answers: few of them, so that a million answers are not walked
//! through. Typing errors and unfinished words are looked up only where the words themselves say too little.

use super::View;
use crate::concepts::Concepts;
use crate::words::{Stems, Word, words};
use std::collections::BTreeMap;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Term;

/// Words read at most.
const MOST_WORDS: usize = 12;
/// Letters from which one error is forgiven, and two.
const ONE_ERROR: usize = 5;
const TWO_ERRORS: usize = 8;
/// Letters from which the beginning of a word is enough.
const BEGINNING: usize = 3;
/// Other readings of one word.
const MOST_READINGS: usize = 3;
/// Known words that are looked at, in one piece of the index, for one that is not.
const MOST_LOOKED_AT: usize = 5_000;
/// A word that is in so few answers, by this share of all, may be a typing error that others made too.
const RARE: u64 = 20_000;
/// How much more common the word must be that it is an error for.
const COMMONER: u64 = 10;
/// Terms that are looked for in any case, and at most.
const FEWEST_TERMS: usize = 4;
const MOST_TERMS: usize = 10;
/// How much the name of a thing counts, and each of its words beside it: who says it otherwise says the same.
const NAME: f32 = 1.6;
const WITHIN: f32 = 0.25;

/// A word of the search, as it stands among the answers.
struct Sought {
    /// The term that stands for it; the one it is an error for when it is not known.
    term: String,
    /// How many answers have it.
    df: u64,
    /// Other readings, and how much they count.
    others: Vec<(String, f32)>,
}

/// What is looked for.
pub(crate) struct Read {
    /// Words that nobody used, even with an error forgiven.
    pub(crate) unknown: usize,
    /// What an answer that says everything has: names for the words that make them, words for the rest.
    pub(crate) every: Vec<String>,
    /// What makes an answer nearer, and how much; the rarest first.
    pub(crate) some: Vec<(String, f32)>,
    /// How many of these, from the first, are looked for.
    pub(crate) telling: usize,
}

impl View {
    /// How many answers have this term.
    pub(crate) fn df(&self, term: &str) -> tantivy::Result<u64> {
        let term = Term::from_field_text(self.fields.body, term);
        self.searcher.doc_freq(&term)
    }

    /// Reads words; `None` when none is known.
    pub(crate) fn read(
        &self,
        text: &str,
        concepts: &Concepts,
        stems: &mut Stems,
    ) -> tantivy::Result<Option<Read>> {
        let all = words(text);
        // Whoever is still typing her last word has put nothing after it.
        let unfinished = all.last().filter(|word| word.end == text.len());
        let said: Vec<&Word> = all
            .iter()
            .filter(|word| word.speaks())
            .take(MOST_WORDS)
            .collect();
        let typed: Vec<String> = said.iter().map(|word| stems.term(&word.plain)).collect();
        // A word of a name of the field is no error, even where no answer says it.
        let mut named = vec![false; said.len()];
        for name in concepts.found(&typed) {
            let words = named.iter_mut().skip(name.from).take(name.length);
            words.for_each(|word| *word = true);
        }
        let (mut found, mut unknown) = (Vec::<Sought>::new(), 0);
        for ((word, term), named) in said.into_iter().zip(typed).zip(named) {
            let sought = if named {
                Some(Sought {
                    df: self.df(&term)?,
                    term,
                    others: Vec::new(),
                })
            } else {
                self.sought(word, unfinished == Some(word), stems)?
            };
            match sought {
                Some(sought) if found.iter().any(|known| known.term == sought.term) => {}
                Some(sought) => found.push(sought),
                None => unknown += 1,
            }
        }
        self.join(found, unknown, concepts)
    }

    /// The term that a word stands for, which is not known as it is.
    pub(crate) fn meant(
        &self,
        word: &Word,
        unfinished: bool,
        stems: &mut Stems,
    ) -> tantivy::Result<Option<String>> {
        let sought = self.sought(word, unfinished, stems)?;
        Ok(sought.map(|sought| sought.term))
    }

    fn join(
        &self,
        words: Vec<Sought>,
        unknown: usize,
        concepts: &Concepts,
    ) -> tantivy::Result<Option<Read>> {
        let terms: Vec<String> = words.iter().map(|word| word.term.clone()).collect();
        let (mut every, mut some) = (Vec::new(), Vec::new());
        let mut within = vec![false; words.len()];
        for named in concepts.found(&terms) {
            let df = self.df(&named.term)?;
            if df > 0 {
                let words = within.iter_mut().skip(named.from).take(named.length);
                words.for_each(|word| *word = true);
                every.push(named.term.clone());
                some.push((df, named.term, NAME));
            }
        }
        let mut unknown = unknown;
        for (word, within) in words.into_iter().zip(within) {
            let weight = if within { WITHIN } else { 1.0 };
            for (other, less) in word.others {
                some.push((self.df(&other)?, other, weight * less));
            }
            if word.df > 0 {
                if !within {
                    every.push(word.term.clone());
                }
                some.push((word.df, word.term, weight));
            } else if !within {
                unknown += 1;
            }
        }
        some.retain(|(df, ..)| *df > 0);
        some.sort_by_key(|(df, ..)| *df);
        // Many common words together are looked for by the rarest of them: the others tell little and cost most.
        let mut walked = 0;
        let most = self.searcher.num_docs() / 2;
        let telling = some.iter().enumerate().take_while(|(n, (df, ..))| {
            walked += df;
            *n < FEWEST_TERMS || (*n < MOST_TERMS && walked <= most)
        });
        let telling = telling.count();
        Ok((!some.is_empty()).then(|| Read {
            unknown,
            every,
            telling,
            some: some
                .into_iter()
                .map(|(_, term, weight)| (term, weight))
                .collect(),
        }))
    }

    fn sought(
        &self,
        word: &Word,
        unfinished: bool,
        stems: &mut Stems,
    ) -> tantivy::Result<Option<Sought>> {
        let term = stems.term(&word.plain);
        let df = self.df(&term)?;
        let letters = word.plain.chars().count();
        let rare = df <= self.searcher.num_docs() / RARE;
        let seen = Term::from_field_text(self.fields.word, &word.plain);
        let seen = self.searcher.doc_freq(&seen)? > 0;
        let mut others = Vec::new();
        if unfinished && letters >= BEGINNING && rare {
            others = self.longer(&word.plain)?;
        }
        // A number has no typing error: 3018 is not 3114.
        let lettered = !word.plain.contains(|c: char| c.is_ascii_digit());
        let mut wrong = false;
        if others.is_empty() && lettered && (rare || !seen) {
            for (distance, from) in [(1, ONE_ERROR), (2, TWO_ERRORS)] {
                // An error that others made too is one letter away from a word that is far more common.
                if others.is_empty() && letters >= from && (!seen || distance == 1) {
                    others = self.near(&word.plain, distance)?;
                    others.retain(|(near, _)| *near > df.saturating_mul(COMMONER));
                }
            }
            // Nobody wrote it so: that its stem is that of something else is chance.
            wrong = !seen && !others.is_empty();
        }
        let mut readings: Vec<String> = Vec::new();
        for (_, other) in others {
            let other = stems.term(&other);
            if !readings.contains(&other) {
                readings.push(other);
            }
        }
        readings.truncate(MOST_READINGS);
        if df > 0 {
            readings.retain(|other| *other != term);
            readings.insert(if wrong { readings.len() } else { 0 }, term);
        }
        let mut readings = readings.into_iter();
        let Some(term) = readings.next() else {
            return Ok(None);
        };
        Ok(Some(Sought {
            df: self.df(&term)?,
            term,
            others: readings.map(|other| (other, 0.4)).collect(),
        }))
    }

    /// Known words that begin so, the commonest first.
    fn longer(&self, beginning: &str) -> tantivy::Result<Vec<(u64, String)>> {
        let mut found = BTreeMap::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.fields.word)?;
            let end = [beginning, "\u{10ffff}"].concat();
            let mut stream = index.terms().range().gt(beginning).lt(end).into_stream()?;
            let mut looked = 0;
            while stream.advance() && looked < MOST_LOOKED_AT {
                looked += 1;
                count(&mut found, stream.key(), stream.value().doc_freq);
            }
        }
        Ok(commonest(found))
    }

    /// Known words at that many letters, the commonest first.
    fn near(&self, word: &str, distance: u8) -> tantivy::Result<Vec<(u64, String)>> {
        let mut found = BTreeMap::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.fields.word)?;
            let term = Term::from_field_text(self.fields.word, word);
            let automaton = FuzzyTermQuery::new(term, distance, true).automaton()?;
            let mut stream = index.terms().search(automaton).into_stream()?;
            while stream.advance() {
                if stream.key() != word.as_bytes() {
                    count(&mut found, stream.key(), stream.value().doc_freq);
                }
            }
        }
        Ok(commonest(found))
    }
}

fn count(found: &mut BTreeMap<String, u64>, word: &[u8], df: u32) {
    let word = String::from_utf8_lossy(word).into_owned();
    *found.entry(word).or_default() += u64::from(df);
}

fn commonest(found: BTreeMap<String, u64>) -> Vec<(u64, String)> {
    let mut all: Vec<(u64, String)> = found.into_iter().map(|(word, df)| (df, word)).collect();
    all.sort_by(|(a, x), (b, y)| b.cmp(a).then_with(|| x.cmp(y)));
    all.truncate(MOST_READINGS * 3);
    all
}
