//! The guide: its index is built once in memory, in one segment whose documents stand in the order of the entries, never
//! changed.

use crate::read;
use crate::words::{Stems, words};
use kernel::Fault;
use kernel::search::{Ask, Choices, Entry, Face, MOST, Sort};
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};
use tantivy::collector::TopDocs;
use tantivy::directory::RamDirectory;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{DocId, Index, ReloadPolicy, Score, Searcher, SegmentReader, TantivyDocument};

/// Memory of the writer while it builds, in bytes.
const BUILDING: usize = 15_000_000;
/// What is worth less than this share of the best answer is not one.
const WORTH: f32 = 0.125;

/// The entries of the guide, and their index once somebody searched.
pub(crate) struct Guide {
    entries: Box<dyn Fn() -> Vec<Entry> + Send + Sync>,
    ready: OnceLock<Result<Ready, String>>,
    choices: OnceLock<Choices>,
}

/// The guide, ready to be searched.
pub(crate) struct Ready {
    pub(crate) entries: Vec<Entry>,
    built: Built,
    /// By document, how much its sort counts.
    weights: Arc<[f32]>,
}

/// What the guide answers: places among the entries, the words that were looked for, and the share of them that the best
/// answer has.
#[derive(Default)]
pub(crate) struct Answered {
    pub(crate) places: Vec<usize>,
    pub(crate) terms: BTreeSet<String>,
    pub(crate) covered: f32,
}

impl Guide {
    pub(crate) fn new(entries: impl Fn() -> Vec<Entry> + Send + Sync + 'static) -> Self {
        Self {
            entries: Box::new(entries),
            ready: OnceLock::new(),
            choices: OnceLock::new(),
        }
    }

    /// What there is to choose from in the guide. No index is built for it.
    pub(crate) fn choices(&self) -> &Choices {
        self.choices.get_or_init(|| self.read(choices))
    }

    /// What is done with the entries, which are not kept for it.
    pub(crate) fn read<T>(&self, what: impl FnOnce(&[Entry]) -> T) -> T {
        match self.ready.get() {
            Some(Ok(ready)) => what(&ready.entries),
            _ => what(&(self.entries)()),
        }
    }

    pub(crate) fn ready(&self) -> Result<&Ready, Fault> {
        let ready = self.ready.get_or_init(|| {
            let entries = (self.entries)();
            let built = build(&entries).map_err(|error| error.to_string())?;
            let weights = entries
                .iter()
                .map(|entry| weight(entry.target.sort))
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

impl Ready {
    /// The answers to what is asked, best first.
    pub(crate) fn search(&self, ask: &Ask, stems: &mut Stems) -> tantivy::Result<Answered> {
        let Some(asked) = read::read(&self.built, stems, &ask.words)? else {
            return Ok(Answered::default());
        };
        let weights = Arc::clone(&self.weights);
        // Those that a filter leaves out must not take the place of others.
        let most = if ask.filters() {
            self.entries.len().max(1)
        } else {
            MOST
        };
        let best = TopDocs::with_limit(most).tweak_score(move |_: &SegmentReader| {
            let weights = Arc::clone(&weights);
            move |doc: DocId, score: Score| score * place(&weights, doc).copied().unwrap_or(1.0)
        });
        let mut scored = self.built.searcher.search(&asked.query, &best)?;
        scored.retain(|(_, address)| {
            place(&self.entries, address.doc_id).is_some_and(|entry| passes(entry, ask))
        });
        let least = scored.first().map_or(0.0, |(score, _)| score * WORTH);
        scored.retain(|(score, _)| *score >= least);
        scored.truncate(MOST);
        let places: Vec<usize> = scored
            .iter()
            .filter_map(|(_, address)| usize::try_from(address.doc_id).ok())
            .collect();
        let first = places.first().and_then(|place| self.entries.get(*place));
        Ok(Answered {
            covered: first.map_or(0.0, |entry| covered(entry, &asked.words, stems)),
            terms: asked.terms,
            places,
        })
    }

    /// Those that pass the filters, in their order.
    pub(crate) fn all(&self, ask: &Ask) -> Vec<usize> {
        let passing = self.entries.iter().enumerate();
        passing
            .filter(|(_, entry)| passes(entry, ask))
            .map(|(place, _)| place)
            .collect()
    }
}

/// The values that entries have, each once.
fn choices(entries: &[Entry]) -> Choices {
    let values = |of: fn(&Entry) -> &[String]| {
        let all: BTreeSet<&String> = entries.iter().flat_map(of).collect();
        all.into_iter().cloned().collect()
    };
    Choices {
        kinds: values(|entry| &entry.facets.kinds),
        professions: values(|entry| &entry.facets.professions),
        levels: values(|entry| &entry.facets.levels),
        // Only what was published has a year and an expert.
        ..Choices::default()
    }
}

/// Whether an entry passes the filters.
fn passes(entry: &Entry, ask: &Ask) -> bool {
    let (facets, sort) = (&entry.facets, entry.target.sort);
    let among =
        |asked: &Option<String>, known: &[String]| asked.iter().all(|one| known.contains(one));
    (ask.sorts.is_empty() || ask.sorts.contains(&sort))
        && among(&ask.kind, &facets.kinds)
        && among(&ask.profession, &facets.professions)
        && among(&ask.level, &facets.levels)
        && (ask.year.is_none() || ask.year == facets.year)
        && ask.expert.iter().all(|expert| *expert == facets.expert)
}

/// The share of the words that an entry has.
fn covered(entry: &Entry, asked: &[BTreeSet<String>], stems: &mut Stems) -> f32 {
    let mut said = BTreeSet::new();
    let faces = [&entry.fr, &entry.en].into_iter();
    let texts = faces.flat_map(|face| [&face.title, &face.summary, &face.text]);
    for text in texts.chain(&entry.names) {
        for word in words(text) {
            said.extend(stems.of(&word));
        }
    }
    share(asked, |terms| !terms.is_disjoint(&said))
}

/// The share of all for which something is so.
pub(crate) fn share<T>(all: &[T], so: impl Fn(&T) -> bool) -> f32 {
    let count = |number: usize| f32::from(u16::try_from(number).unwrap_or(u16::MAX));
    let had = all.iter().filter(|one| so(one)).count();
    if all.is_empty() {
        0.0
    } else {
        count(had) / count(all.len())
    }
}

/// One segment: a document's number is its place among the entries.
fn place<T>(all: &[T], doc: DocId) -> Option<&T> {
    all.get(usize::try_from(doc).ok()?)
}

/// Where a word can stand, and how much it counts there.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) field: Field,
    pub(crate) weight: f32,
}

/// What can be searched.
pub(crate) struct Built {
    pub(crate) searcher: Searcher,
    /// Titles, names, summaries, texts.
    pub(crate) places: [Place; 4],
    /// Whole titles and names, each one term.
    pub(crate) phrase: Field,
    /// Every word as it is written, levelled: typing errors and beginnings are looked up here.
    pub(crate) word: Field,
}

/// How much an answer of this sort counts beside the others: what one can do before the text it rests on.
pub(crate) const fn weight(sort: Sort) -> f32 {
    match sort {
        Sort::Situation => 1.25,
        Sort::Answer => 1.1,
        Sort::Action => 1.15,
        Sort::Term => 1.05,
        Sort::Letter | Sort::Authority | Sort::Deadline | Sort::Procedure | Sort::Platform => 1.0,
        Sort::Case | Sort::Resource | Sort::Tip => 0.95,
        Sort::Liability => 0.85,
        Sort::Law => 0.8,
        _ => 0.9,
    }
}

/// Indexes the entries. One thread, one segment: the same entries give the same answers in the same order.
pub(crate) fn build(entries: &[Entry]) -> tantivy::Result<Built> {
    let mut schema = Schema::builder();
    let mut counted =
        |name| schema.add_text_field(name, indexed(IndexRecordOption::WithFreqs, true));
    let places = [
        (counted("title"), 3.0),
        (counted("names"), 2.2),
        (counted("summary"), 1.4),
        (counted("text"), 1.0),
    ]
    .map(|(field, weight)| Place { field, weight });
    let phrase = schema.add_text_field("phrase", indexed(IndexRecordOption::Basic, false));
    let word = schema.add_text_field("word", indexed(IndexRecordOption::Basic, false));
    let mut writer = Index::builder()
        .schema(schema.build())
        .single_segment_index_writer(RamDirectory::create(), BUILDING)?;
    let mut stems = Stems::new();
    for entry in entries {
        let mut document = TantivyDocument::new();
        let mut seen = BTreeSet::new();
        let faces = |part: fn(&Face) -> &str| vec![part(&entry.fr), part(&entry.en)];
        let parts = [
            faces(|face| &face.title),
            entry.names.iter().map(String::as_str).collect(),
            faces(|face| &face.summary),
            faces(|face| &face.text),
        ];
        for (place, texts) in places.iter().zip(&parts) {
            let mut terms = Vec::new();
            for one in texts.iter().flat_map(|text| words(text)) {
                terms.extend(stems.of(&one));
                seen.insert(one.plain);
            }
            document.add_pre_tokenized_text(place.field, tokens(terms));
        }
        let [titles, names, ..] = &parts;
        // « Faux profil, usurpation d’identité » is asked for by either half.
        let halves = titles
            .iter()
            .flat_map(|title| title.split([',', ';', ':', '(', ')', '?']));
        let phrases: BTreeSet<String> = titles
            .iter()
            .copied()
            .chain(halves)
            .chain(names.iter().copied())
            .map(|text| stems.phrase(text))
            .filter(|phrase| !phrase.is_empty())
            .collect();
        document.add_pre_tokenized_text(phrase, tokens(phrases));
        document.add_pre_tokenized_text(word, tokens(seen));
        writer.add_document(document)?;
    }
    let reader = writer
        .finalize()?
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .try_into()?;
    Ok(Built {
        searcher: reader.searcher(),
        places,
        phrase,
        word,
    })
}

fn indexed(option: IndexRecordOption, lengths: bool) -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_index_option(option)
        .set_fieldnorms(lengths);
    TextOptions::default().set_indexing_options(indexing)
}

pub(crate) fn tokens(terms: impl IntoIterator<Item = String>) -> PreTokenizedString {
    let tokens = terms
        .into_iter()
        .enumerate()
        .map(|(position, text)| Token {
            position,
            text,
            ..Token::default()
        })
        .collect();
    PreTokenizedString {
        text: String::new(),
        tokens,
    }
}
