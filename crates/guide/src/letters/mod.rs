//! Letters as data: models under `content/letters/`, filled from [`LetterFacts`], refused while a
//! mandatory mention is empty. Same facts, same content: same document.

mod asks;
mod check;
mod compose;
mod desk;
mod draft;
mod facts;
mod fields;
mod fill;
mod model;
pub mod render;
mod requests;
mod route;
mod template;
mod values;

pub use asks::Ask;
pub use draft::{Addressee, Cited, Draft, Gap, MentionState, Missing, Refusal, Unusable};
pub use facts::{
    Author, Court, Employer, Establishment, Fact, Lawyer, LetterFacts, Measure, More, Person,
    Piece, Platform, Recipient, Statements, Step, Witness, Written,
};
pub use render::{render_html, render_text};
pub use requests::{Contact, Reported};

use crate::Content;
use crate::files::{Files, Problem};
use crate::law::{Lang, Law, Text};
use desk::Desk;
use model::{Common, Model};

/// The models of letters.
#[derive(Debug, Default)]
pub struct Models {
    common: Common,
    models: Vec<Model>,
}

/// What a page needs to offer a letter.
#[derive(Debug, Clone, Copy)]
pub struct Offer<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its name.
    pub name: &'a Text,
}

/// What a page says of a letter before anything is filled in.
#[derive(Debug, Clone)]
pub struct Card<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its name.
    pub name: &'a Text,
    /// How it is sent.
    pub how: &'a Text,
    /// The authorities it may go to; `@chef` for whoever the place of work puts first.
    pub to: Vec<&'a str>,
    /// The time limits that sending it opens.
    pub opens: Vec<&'a str>,
    /// What the person must give.
    pub needs: Vec<&'a Text>,
}

impl Models {
    pub(crate) fn read(files: &Files, problems: &mut Vec<Problem>) -> Self {
        check::read(files, problems)
    }

    pub(crate) fn check(&self, law: &Law, problems: &mut Vec<Problem>) {
        check::all(self, law, problems);
    }

    /// The letters, in order of id.
    pub fn offers(&self) -> impl Iterator<Item = Offer<'_>> {
        self.models.iter().map(|model| Offer {
            id: &model.id,
            name: &model.sheet.name,
        })
    }

    /// The name of a letter; `None` when there is no such letter.
    pub fn name(&self, id: &str) -> Option<&Text> {
        self.get(id).map(|model| &model.sheet.name)
    }

    /// Every letter, as a page says it, in order of id.
    pub fn cards(&self) -> impl Iterator<Item = Card<'_>> {
        self.models.iter().map(|model| {
            let sheet = &model.sheet;
            let mut to: Vec<&str> = Vec::new();
            for addressee in &model.addressees {
                let id = addressee.sheet.authority.as_str();
                if !to.contains(&id) {
                    to.push(id);
                }
            }
            Card {
                id: &model.id,
                name: &sheet.name,
                how: &sheet.sending.how,
                to,
                opens: sheet
                    .deadlines
                    .iter()
                    .map(|opens| opens.id.as_str())
                    .collect(),
                needs: sheet
                    .mentions
                    .iter()
                    .filter(|mention| !mention.fields.is_empty())
                    .map(|mention| &mention.text)
                    .collect(),
            }
        })
    }

    /// The measures that a letter proposes: id, and words for the person.
    pub fn measures(&self, id: &str) -> impl Iterator<Item = (&str, &Text)> {
        self.get(id).into_iter().flat_map(|m| {
            m.sheet
                .measures
                .iter()
                .map(|measure| (measure.id.as_str(), &measure.label))
        })
    }

    /// The reasons in law that a letter proposes: id, and words for the person.
    pub fn grounds(&self, id: &str) -> impl Iterator<Item = (&str, &Text)> {
        self.get(id).into_iter().flat_map(|m| {
            m.sheet
                .grounds
                .iter()
                .map(|ground| (ground.id.as_str(), &ground.label))
        })
    }

    /// How a letter is sent, then the advice around it.
    pub fn advice(&self, id: &str) -> Vec<&Text> {
        self.get(id).map_or_else(Vec::new, |model| {
            let advice = model.sheet.advice.iter().map(|advice| &advice.text);
            std::iter::once(&model.sheet.sending.how)
                .chain(advice)
                .collect()
        })
    }

    /// What a form asks for a letter, in the order of the page: path, and how it is asked. What the
    /// dossier knows (facts, exhibits, steps, place of work, day) is not asked.
    pub fn asks(&self, id: &str) -> Vec<(String, Ask)> {
        self.get(id)
            .map(|model| asks::asks(&self.common, model))
            .unwrap_or_default()
    }

    /// The label of a field, as in `person.name` or `facts.when`.
    pub fn label(&self, field: &str) -> Option<&Text> {
        self.common.label(field)
    }

    fn get(&self, id: &str) -> Option<&Model> {
        self.models.iter().find(|model| model.id == id)
    }
}

/// Writes the letter as far as the facts go; gaps and mentions say what is still missing.
/// `lang` is the language of labels and advice: the letter itself is French.
pub fn draft(
    content: &Content,
    id: &str,
    facts: &LetterFacts,
    lang: Lang,
) -> Result<Draft, Refusal> {
    let model = content.models.get(id).ok_or(Refusal::UnknownLetter)?;
    Desk {
        law: &content.law,
        models: &content.models,
        version: content.version(),
        lang,
    }
    .draft(model, facts)
}

/// The same facts, read.
pub fn example(content: &Content, id: &str) -> Option<LetterFacts> {
    toml::from_str(example_facts(content, id)?).ok()
}

/// A complete facts file (TOML) for that letter, with names that are nobody's.
pub fn example_facts<'a>(content: &'a Content, id: &str) -> Option<&'a str> {
    content.models.get(id).map(|model| model.example.as_str())
}
