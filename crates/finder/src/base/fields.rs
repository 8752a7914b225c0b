//! What is kept of a published answer, and where it is searched.

use crate::concepts::Concepts;
use crate::words::{Stems, words};
use kernel::Moment;
use kernel::search::{Ask, Entry, Face, Facets, Sort, Target};
use std::collections::BTreeSet;
use tantivy::TantivyDocument;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value as _,
};

/// How often a word is counted by where it stands: one list of answers for each word, and not four.
const TITLE: usize = 3;
const NAME: usize = 2;
const SUMMARY: usize = 2;
const TEXT: usize = 1;

/// The fields of the index.
#[derive(Clone, Copy)]
pub(crate) struct Fields {
    /// `question/…`: by it, an answer is replaced or removed.
    id: Field,
    /// The words, each as its one term, and the names of the field that they make.
    pub(crate) body: Field,
    /// Every word as it is written, levelled: typing errors and beginnings are looked up here.
    pub(crate) word: Field,
    /// What answers are told apart by, one term each.
    pub(crate) facet: Field,
    /// When it was published, in microseconds.
    published: Field,
    /// Its parts, as they are shown.
    shown: [Field; 6],
    /// Kinds, professions, levels: as many of each as it has.
    told: [Field; 3],
    expert: Field,
    year: Field,
}

/// When it was published, as the order by date names it.
pub(crate) const PUBLISHED: &str = "published";

impl Fields {
    pub(crate) fn new() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let text = |option, lengths| {
            let indexing = TextFieldIndexing::default()
                .set_index_option(option)
                .set_tokenizer("raw")
                .set_fieldnorms(lengths);
            TextOptions::default().set_indexing_options(indexing)
        };
        let kept = || TextOptions::default().set_stored();
        let fields = Self {
            id: schema.add_text_field("id", text(IndexRecordOption::Basic, false) | kept()),
            body: schema.add_text_field("body", text(IndexRecordOption::WithFreqs, true)),
            word: schema.add_text_field("word", text(IndexRecordOption::Basic, false)),
            // Counted like words, so that a filter beside words takes the same short way.
            facet: schema.add_text_field("facet", text(IndexRecordOption::WithFreqs, false)),
            published: schema.add_i64_field(PUBLISHED, FAST | STORED),
            shown: [
                "title",
                "summary",
                "text",
                "title_en",
                "summary_en",
                "text_en",
            ]
            .map(|name| schema.add_text_field(name, kept())),
            told: ["kinds", "professions", "levels"]
                .map(|name| schema.add_text_field(name, kept())),
            expert: schema.add_text_field("expert", kept()),
            year: schema.add_i64_field("year", STORED),
        };
        (schema.build(), fields)
    }

    /// The document of an entry.
    pub(crate) fn document(
        &self,
        entry: &Entry,
        concepts: &Concepts,
        stems: &mut Stems,
    ) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_text(self.id, entry.target.to_string());
        let names = entry.names.iter().map(|name| (name.as_str(), NAME));
        let faces = [&entry.fr, &entry.en].into_iter().flat_map(|face| {
            [
                (face.title.as_str(), TITLE),
                (face.summary.as_str(), SUMMARY),
                (face.text.as_str(), TEXT),
            ]
        });
        let (mut terms, mut seen) = (Vec::new(), BTreeSet::new());
        for (text, times) in faces.chain(names) {
            let mut here = Vec::new();
            for word in words(text) {
                if word.speaks() {
                    here.push(stems.term(&word.plain));
                    seen.insert(word.plain);
                }
            }
            here.extend(concepts.found(&here).into_iter().map(|found| found.term));
            for _ in 0..times {
                terms.extend_from_slice(&here);
            }
        }
        document.add_pre_tokenized_text(self.body, crate::guide::tokens(terms));
        document.add_pre_tokenized_text(self.word, crate::guide::tokens(seen));
        let facets = crate::guide::tokens(facet_terms(entry));
        document.add_pre_tokenized_text(self.facet, facets);
        let (fr, en) = (&entry.fr, &entry.en);
        let texts = [
            &fr.title,
            &fr.summary,
            &fr.text,
            &en.title,
            &en.summary,
            &en.text,
        ];
        for (field, text) in self.shown.iter().zip(texts) {
            if !text.is_empty() {
                document.add_text(*field, text);
            }
        }
        let facets = &entry.facets;
        let told = [&facets.kinds, &facets.professions, &facets.levels];
        for (field, values) in self.told.iter().zip(told) {
            for value in values {
                document.add_text(*field, value);
            }
        }
        if !facets.expert.is_empty() {
            document.add_text(self.expert, &facets.expert);
        }
        if let Some(year) = facets.year {
            document.add_i64(self.year, i64::from(year));
        }
        if let Some(published) = facets.published {
            document.add_i64(self.published, published.0);
        }
        document
    }

    /// The entry of a document.
    pub(crate) fn entry(&self, document: &TantivyDocument) -> Option<Entry> {
        let text = |field: Field| {
            let value = document.get_first(field);
            value.and_then(|value| value.as_str()).map(str::to_owned)
        };
        let number = |field| document.get_first(field).and_then(|value| value.as_i64());
        let [title, summary, body, title_en, summary_en, body_en] = self.shown;
        let face = |title, summary, body| Face {
            title: text(title).unwrap_or_default(),
            summary: text(summary).unwrap_or_default(),
            text: text(body).unwrap_or_default(),
        };
        let all = |field: Field| {
            let values = document.get_all(field);
            let values = values.filter_map(|value| value.as_str().map(str::to_owned));
            values.collect::<Vec<String>>()
        };
        let [kinds, professions, levels] = self.told;
        Some(Entry {
            target: Target::parse(&text(self.id)?)?,
            fr: face(title, summary, body),
            en: face(title_en, summary_en, body_en),
            names: Vec::new(),
            facets: Facets {
                kinds: all(kinds),
                professions: all(professions),
                levels: all(levels),
                year: number(self.year).and_then(|year| i32::try_from(year).ok()),
                expert: text(self.expert).unwrap_or_default(),
                published: number(self.published).map(Moment),
            },
        })
    }

    /// The term by which a published answer is replaced.
    pub(crate) fn key(&self, target: &Target) -> tantivy::Term {
        tantivy::Term::from_field_text(self.id, &target.to_string())
    }
}

/// What an answer is told apart by.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    Sort,
    Kind,
    Profession,
    Level,
    Year,
    Expert,
}

impl Told {
    /// What begins its terms.
    pub(crate) const fn mark(self) -> &'static str {
        match self {
            Self::Sort => "s:",
            Self::Kind => "k:",
            Self::Profession => "p:",
            Self::Level => "l:",
            Self::Year => "y:",
            Self::Expert => "e:",
        }
    }

    fn term(self, value: &str) -> String {
        [self.mark(), value].concat()
    }
}

fn facet_terms(entry: &Entry) -> Vec<String> {
    let facets = &entry.facets;
    let mut terms = vec![Told::Sort.term(entry.target.sort.name())];
    terms.extend(facets.kinds.iter().map(|kind| Told::Kind.term(kind)));
    let professions = facets.professions.iter();
    terms.extend(professions.map(|is| Told::Profession.term(is)));
    terms.extend(facets.levels.iter().map(|is| Told::Level.term(is)));
    terms.extend(facets.year.map(|year| Told::Year.term(&year.to_string())));
    terms.extend((!facets.expert.is_empty()).then(|| Told::Expert.term(&facets.expert)));
    terms
}

/// The terms that an answer must have for these filters; the sorts apart, of which one is enough.
pub(crate) fn asked_terms(ask: &Ask) -> Vec<String> {
    let mut terms = Vec::new();
    terms.extend(ask.kind.iter().map(|is| Told::Kind.term(is)));
    terms.extend(ask.profession.iter().map(|is| Told::Profession.term(is)));
    terms.extend(ask.level.iter().map(|is| Told::Level.term(is)));
    terms.extend(ask.year.map(|year| Told::Year.term(&year.to_string())));
    terms.extend(ask.expert.iter().map(|is| Told::Expert.term(is)));
    terms
}

/// The term of a sort.
pub(crate) fn sort_term(sort: Sort) -> String {
    Told::Sort.term(sort.name())
}
