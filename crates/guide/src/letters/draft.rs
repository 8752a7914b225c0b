//! A letter being written: what it says, what it still misses, and when it may be sent.

use super::render::render_text;
use super::values::flat;
use crate::law::State;
use kernel::doc::{Block, Doc, Inline};
use time::Date;

/// A field still empty.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Gap {
    /// Its path in [`super::LetterFacts`], as in `person.name` or `facts.when`.
    pub field: String,
    /// Its name for the person.
    pub label: String,
}

/// A mandatory mention and whether the letter has it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct MentionState {
    /// Its id in the model.
    pub id: String,
    /// What the law or the good practice asks.
    pub text: String,
    /// The fields that fill it; empty when the model's own words do.
    pub fields: Vec<String>,
    /// Nothing is missing.
    pub filled: bool,
    /// Texts that must be found in the finished letter, line ends and no-break spaces apart.
    pub shown: Vec<String>,
    /// The fields to fill for it.
    pub missing: Vec<Gap>,
}

/// To whom the letter goes.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Addressee {
    /// Id of the authority in the law; empty while the status is not known.
    pub authority: String,
    /// The lines of the envelope.
    pub lines: Vec<String>,
    /// Through whom, in order.
    pub through: Vec<String>,
    /// Who receives a copy (N049).
    pub copies: Vec<String>,
}

/// A text that the letter rests on.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Cited {
    /// Id of the article.
    pub id: String,
    /// How it is cited.
    pub citation: String,
    /// Where it stands.
    pub state: State,
    /// The day it was checked, `2026-11-21`.
    pub checked: String,
}

/// A letter being written.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Draft {
    /// Id of the model.
    pub id: String,
    /// The document, gaps included.
    pub doc: Doc,
    /// What is still missing, in the order of the letter.
    pub gaps: Vec<Gap>,
    /// The mandatory mentions, one by one.
    pub mentions: Vec<MentionState>,
    /// What to know before sending; outside the letter.
    pub advice: Vec<String>,
    /// How to send it.
    pub sending: String,
    /// What to enclose.
    pub enclosures: Vec<String>,
    /// To whom.
    pub addressee: Addressee,
    /// Ids of the deadlines that sending it opens.
    pub opens: Vec<String>,
    /// Ids of the deadlines that already run for the chosen offences, and that it does not stop
    /// unless the advice says so.
    pub running: Vec<String>,
    /// The texts cited, all in force or to be checked again.
    pub cited: Vec<Cited>,
    /// Ids of the needs that it serves.
    pub needs: Vec<String>,
}

/// Why a letter is not final.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Missing {
    /// Id of the mention, or path of the field.
    pub id: String,
    /// What is missing.
    pub text: String,
    /// The fields to fill.
    pub fields: Vec<Gap>,
}

/// A value that nothing known stands behind.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Unusable {
    /// Path of the field.
    pub field: String,
    /// Its value.
    pub value: String,
}

/// Why there is no draft at all.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum Refusal {
    /// No model has that id.
    UnknownLetter,
    /// The letter does not exist for that status; what to do instead.
    NotForThisStatus {
        /// The reason and the way.
        text: String,
        /// Ids of letters that remain open.
        letters: Vec<String>,
    },
    /// It rests on texts that were replaced: the model must be corrected first.
    Replaced {
        /// The texts.
        texts: Vec<Cited>,
    },
    /// Some values are not ids or dates that we know.
    Unusable {
        /// Which.
        values: Vec<Unusable>,
    },
}

impl Draft {
    /// The texts that were checked more than twelve months before that day: to be said, and accepted, before the
    /// letter leaves.
    pub fn old_texts(&self, today: Date) -> Vec<&Cited> {
        let old = |text: &&Cited| {
            let checked = kernel::date::parse(&text.checked);
            checked.is_some_and(|day| crate::stale::is_old(day, today))
        };
        self.cited.iter().filter(old).collect()
    }

    /// A copy to read over. It says at its head, in its title and at the foot of each page that it is one: even
    /// complete, it is not the letter that was checked.
    pub fn as_draft(&self, today: Date) -> Doc {
        let mut said = "Brouillon : ce courrier n’est pas à envoyer tel quel.".to_owned();
        let old = self.old_texts(today);
        if !old.is_empty() {
            let old = old
                .iter()
                .map(|text| format!("{} ({})", text.citation, text.checked));
            said.push_str(" Ces textes n’ont pas été relus depuis plus de douze mois : ");
            said.push_str(&old.collect::<Vec<_>>().join(" ; "));
            said.push('.');
        }
        let mut doc = self.doc.clone();
        doc.blocks.insert(0, Block::Note(vec![Inline::text(said)]));
        doc.title = ["Brouillon : ", &doc.title].concat();
        doc.footer = ["Brouillon, à ne pas envoyer. ", &doc.footer].concat();
        doc
    }

    /// The letter to send; refused while something mandatory is missing, which is named.
    pub fn finalise(&self) -> Result<Doc, Vec<Missing>> {
        let words = flat(&render_text(&self.doc));
        let mut missing: Vec<Missing> = self
            .mentions
            .iter()
            .filter(|mention| {
                !mention.filled
                    || mention
                        .shown
                        .iter()
                        .any(|text| !words.contains(&flat(text)))
            })
            .map(|mention| Missing {
                id: mention.id.clone(),
                text: mention.text.clone(),
                fields: mention.missing.clone(),
            })
            .collect();
        for gap in &self.gaps {
            if !missing.iter().any(|found| found.fields.contains(gap)) {
                missing.push(Missing {
                    id: gap.field.clone(),
                    text: gap.label.clone(),
                    fields: vec![gap.clone()],
                });
            }
        }
        if missing.is_empty() {
            Ok(self.doc.clone())
        } else {
            Err(missing)
        }
    }
}
