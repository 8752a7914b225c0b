#![doc = include_str!("../README.md")]

mod ask;
mod index;
mod snippet;
mod words;

use index::Built;
use kernel::Fault;
use kernel::ports::{Change, Search};
use kernel::search::{Ask, Entry, Found, Hit};
use std::sync::{Arc, OnceLock};
use tantivy::collector::TopDocs;
use tantivy::{DocId, Score, SegmentReader};
use words::Stems;

/// Answers counted at most.
const MOST: usize = 200;
/// What is worth less than this share of the best answer is not one.
const WORTH: f32 = 0.125;

/// The search. Nothing is built before the first one.
pub struct Finder {
    entries: Box<dyn Fn() -> Vec<Entry> + Send + Sync>,
    ready: OnceLock<Result<Ready, String>>,
}

struct Ready {
    entries: Vec<Entry>,
    built: Built,
    /// By document, how much its sort counts.
    weights: Arc<[f32]>,
}

impl Finder {
    /// A search over these entries; they are asked for at the first search, once.
    pub fn new(entries: impl Fn() -> Vec<Entry> + Send + Sync + 'static) -> Self {
        Self {
            entries: Box::new(entries),
            ready: OnceLock::new(),
        }
    }

    fn ready(&self) -> Result<&Ready, Fault> {
        let ready = self.ready.get_or_init(|| {
            let entries = (self.entries)();
            let built = index::build(&entries).map_err(|error| error.to_string())?;
            let weights = entries
                .iter()
                .map(|entry| index::weight(entry.target.sort))
                .collect();
            Ok(Ready {
                entries,
                built,
                weights,
            })
        });
        ready
            .as_ref()
            .map_err(|error| Fault::internal("search index not built", error.clone()))
    }
}

impl Search for Finder {
    fn search(&self, ask: &Ask) -> Result<Found, Fault> {
        let ready = self.ready()?;
        ready
            .search(&ask.words, ask.skip, ask.count)
            .map_err(|error| Fault::internal("search failed", error))
    }

    fn alike(&self, _text: &str, _count: usize) -> Result<Vec<Hit>, Fault> {
        Ok(Vec::new())
    }

    fn at(&self) -> Result<u64, Fault> {
        Ok(0)
    }

    fn follow(&self, _changes: Vec<Change>, _upto: u64) -> Result<(), Fault> {
        Ok(())
    }
}

impl Ready {
    fn search(&self, words: &str, skip: usize, count: usize) -> tantivy::Result<Found> {
        let mut stems = Stems::new();
        let Some(asked) = ask::read(&self.built, &mut stems, words)? else {
            return Ok(Found::default());
        };
        let weights = Arc::clone(&self.weights);
        let best = TopDocs::with_limit(MOST).tweak_score(move |_: &SegmentReader| {
            let weights = Arc::clone(&weights);
            move |doc: DocId, score: Score| score * place(&weights, doc).copied().unwrap_or(1.0)
        });
        let mut scored = self.built.searcher.search(&asked.query, &best)?;
        let least = scored.first().map_or(0.0, |(score, _)| score * WORTH);
        scored.retain(|(score, _)| *score >= least);
        let entries = scored
            .iter()
            .skip(skip)
            .take(count)
            .filter_map(|(_, address)| place(&self.entries, address.doc_id));
        Ok(Found {
            hits: entries
                .map(|entry| Hit {
                    target: entry.target.clone(),
                    fr: snippet::shown(&entry.fr, &asked.terms, &mut stems),
                    en: snippet::shown(&entry.en, &asked.terms, &mut stems),
                    facets: entry.facets.clone(),
                })
                .collect(),
            total: scored.len(),
            ..Found::default()
        })
    }
}

/// One segment: a document's number is its place among the entries.
fn place<T>(all: &[T], doc: DocId) -> Option<&T> {
    all.get(usize::try_from(doc).ok()?)
}

#[cfg(test)]
mod tests;
