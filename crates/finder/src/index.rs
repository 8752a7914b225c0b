//! The index: built once in memory, in one segment whose documents stand in the order of the entries, never changed.

use crate::words::{Stems, words};
use kernel::search::{Entry, Face, Sort};
use std::collections::BTreeSet;
use tantivy::directory::RamDirectory;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{Index, ReloadPolicy, Searcher, TantivyDocument};

/// Memory of the writer while it builds, in bytes.
const BUILDING: usize = 15_000_000;

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

fn tokens(terms: impl IntoIterator<Item = String>) -> PreTokenizedString {
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
