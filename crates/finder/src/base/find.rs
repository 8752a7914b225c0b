//! Queries over the published answers. Each is made of terms alone, which tantivy answers without looking at what cannot
//! be among the best (block-max WAND); only a filter beside words that few answers have together walks through more.

use super::View;
use super::fields::{PUBLISHED, asked_terms, sort_term};
use super::read::Read;
use kernel::search::{Ask, MOST, Sort};
use std::collections::BTreeMap;
use tantivy::collector::TopDocs;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, Occur, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption, Term};
use tantivy::{DocAddress, Order};

/// What an answer that has everything gains, by its own worth.
const EVERY: f32 = 1.0;
/// What is worth less than this share of the best is not an answer.
const WORTH: f32 = 0.125;

/// Answers with what they are worth, best first.
pub(crate) type Best = Vec<(f32, DocAddress)>;

impl View {
    /// The answers that have all these words or some, best first.
    pub(crate) fn best(&self, read: &Read, ask: &Ask) -> tantivy::Result<Best> {
        let Some(filters) = self.filters(ask) else {
            return Ok(Vec::new());
        };
        let every = self.every(read, &filters)?;
        let mut worth: BTreeMap<DocAddress, f32> = BTreeMap::new();
        // With nothing else to tell them apart, those that have everything are enough.
        let enough = every.len() >= MOST && read.some.len() == read.every.len();
        if !enough {
            let some = self.some(read, &filters)?;
            worth.extend(some.into_iter().map(|(score, address)| (address, score)));
        }
        for (score, address) in every {
            let all = worth.entry(address).or_insert(score);
            *all += EVERY * score;
        }
        let mut best: Best = worth
            .into_iter()
            .map(|(address, score)| (score, address))
            .collect();
        best.sort_by(|(a, x), (b, y)| b.total_cmp(a).then_with(|| x.cmp(y)));
        let least = best.first().map_or(0.0, |(score, _)| score * WORTH);
        best.retain(|(score, _)| *score >= least);
        best.truncate(MOST);
        Ok(best)
    }

    /// The answers that have every term.
    fn every(&self, read: &Read, filters: &[Filter]) -> tantivy::Result<Best> {
        // One word alone is what the other way finds.
        if read.unknown > 0 || read.every.len() + filters.len() < 2 {
            return Ok(Vec::new());
        }
        let terms = read.every.iter().map(|term| self.word(term, 1.0));
        let all: Vec<(Occur, Box<dyn Query>)> = terms
            .chain(filters.iter().map(|filter| filter.beside(self)))
            .map(|query| (Occur::Must, query))
            .collect();
        self.top(&BooleanQuery::new(all), MOST)
    }

    /// The answers nearest to these terms, by the index alone.
    pub(crate) fn near_to(&self, terms: &[(String, f32)], count: usize) -> tantivy::Result<Best> {
        let some = terms
            .iter()
            .map(|(term, weight)| (Occur::Should, self.word(term, *weight)))
            .collect();
        self.top(&BooleanQuery::new(some), count)
    }

    /// The answers that have some of the terms.
    fn some(&self, read: &Read, filters: &[Filter]) -> tantivy::Result<Best> {
        let terms = read.some.iter().take(read.telling);
        let some: Vec<(Occur, Box<dyn Query>)> = terms
            .map(|(term, weight)| (Occur::Should, self.word(term, *weight)))
            .collect();
        let some = BooleanQuery::new(some);
        if filters.is_empty() {
            return self.top(&some, MOST);
        }
        let mut all: Vec<(Occur, Box<dyn Query>)> = vec![(Occur::Must, Box::new(some))];
        all.extend(filters.iter().map(|filter| {
            let one = filter.alone(self);
            let free: Box<dyn Query> = Box::new(ConstScoreQuery::new(one, 0.0));
            (Occur::Must, free)
        }));
        self.top(&BooleanQuery::new(all), MOST)
    }

    /// What passes the filters, the latest first.
    pub(crate) fn latest(&self, ask: &Ask) -> tantivy::Result<Vec<DocAddress>> {
        let Some(filters) = self.filters(ask) else {
            return Ok(Vec::new());
        };
        let mut all: Vec<(Occur, Box<dyn Query>)> = vec![(Occur::Must, Box::new(AllQuery))];
        all.extend(
            filters
                .iter()
                .map(|filter| (Occur::Must, filter.alone(self))),
        );
        let latest = TopDocs::with_limit(MOST).order_by_fast_field::<i64>(PUBLISHED, Order::Desc);
        let found = self.searcher.search(&BooleanQuery::new(all), &latest)?;
        Ok(found.into_iter().map(|(_, address)| address).collect())
    }

    /// The filters of a search; `None` when nothing here can pass.
    fn filters(&self, ask: &Ask) -> Option<Vec<Filter>> {
        let mut filters: Vec<Filter> = asked_terms(ask).into_iter().map(Filter::One).collect();
        // All that is here are answers of experts: asked for among others, their sort tells nothing apart.
        if !ask.sorts.is_empty() && !ask.sorts.contains(&Sort::Question) {
            let terms: Vec<String> = ask.sorts.iter().map(|sort| sort_term(*sort)).collect();
            filters.push(Filter::Any(terms));
        }
        let passes = |term: &String| {
            let term = Term::from_field_text(self.fields.facet, term);
            self.searcher.doc_freq(&term).is_ok_and(|df| df > 0)
        };
        let all = filters.iter().all(|filter| match filter {
            Filter::One(term) => passes(term),
            Filter::Any(terms) => terms.iter().any(passes),
        });
        all.then_some(filters)
    }

    fn word(&self, term: &str, weight: f32) -> Box<dyn Query> {
        boosted(self.fields.body, term, weight)
    }

    /// The best; of equals, those that were taken in first.
    fn top(&self, query: &dyn Query, count: usize) -> tantivy::Result<Best> {
        self.searcher
            .search(query, &TopDocs::with_limit(count).order_by_score())
    }
}

/// What an answer must have beside words.
pub(crate) enum Filter {
    One(String),
    Any(Vec<String>),
}

impl Filter {
    /// As a word that is worth nothing: it stays among the terms that are walked through in steps.
    fn beside(&self, view: &View) -> Box<dyn Query> {
        match self {
            Self::One(term) => boosted(view.fields.facet, term, 0.0),
            Self::Any(_) => Box::new(ConstScoreQuery::new(self.alone(view), 0.0)),
        }
    }

    fn alone(&self, view: &View) -> Box<dyn Query> {
        let one = |term: &String| {
            let term = Term::from_field_text(view.fields.facet, term);
            let one: Box<dyn Query> = Box::new(TermQuery::new(term, IndexRecordOption::Basic));
            one
        };
        match self {
            Self::One(term) => one(term),
            Self::Any(terms) => Box::new(BooleanQuery::union(terms.iter().map(one).collect())),
        }
    }
}

fn boosted(field: Field, term: &str, weight: f32) -> Box<dyn Query> {
    let term = Term::from_field_text(field, term);
    let term: Box<dyn Query> = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
    Box::new(BoostQuery::new(term, weight))
}
