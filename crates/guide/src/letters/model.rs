//! A model of letter: what `content/letters/<id>.toml` says, with its templates read.

use super::fields::MORE;
use super::template::Template;
use super::values::{Values, flat};
use crate::law::Text;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The authority of an addressee chosen by `by_head` or `by_level`.
pub(super) const CHEF: &str = "@chef";

/// What all letters share: `content/letters/common.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Common {
    /// Labels of the fields, by path.
    pub(super) fields: BTreeMap<String, Text>,
    /// The fields that only some letters have, by id: `more.<id>` in a template.
    #[serde(default)]
    pub(super) more: BTreeMap<String, MoreSheet>,
    /// How an authority is named inside a letter, in French.
    pub(super) offices: BTreeMap<String, String>,
    /// Texts of procedure that an offence lists but that do not define it.
    pub(super) procedure: Vec<String>,
}

/// A field that only some letters have.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MoreSheet {
    pub(super) label: Text,
    pub(super) ask: MoreAsk,
}

/// What such a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum MoreAsk {
    Line,
    Lines,
    Tick,
}

impl Common {
    /// The label of a field, by path.
    pub(super) fn label(&self, path: &str) -> Option<&Text> {
        match path.strip_prefix(MORE) {
            Some(id) => self.more.get(id).map(|more| &more.label),
            None => self.fields.get(path),
        }
    }
}

/// The file as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sheet {
    pub(super) name: Text,
    /// A sheet to print or to carry: a title and a body, no envelope.
    #[serde(default)]
    pub(super) sheet: bool,
    #[serde(default)]
    pub(super) subject: String,
    #[serde(default)]
    pub(super) sender: String,
    #[serde(default)]
    pub(super) place_date: String,
    pub(super) sending: Sending,
    #[serde(rename = "reference")]
    pub(super) references: Vec<Reference>,
    /// The status of the person chooses the addressee; otherwise there is only one.
    #[serde(default)]
    pub(super) by_status: bool,
    /// The addressee `@chef` is whoever the status and the place of work put first (N027).
    #[serde(default)]
    pub(super) by_head: bool,
    /// The addressee `@chef` is the level of the hierarchical channel that the person chose (N177).
    #[serde(default)]
    pub(super) by_level: bool,
    /// The superiors of the person receive a copy, whoever the addressee is.
    #[serde(default)]
    pub(super) copy_to_hierarchy: bool,
    #[serde(default, rename = "condition")]
    pub(super) conditions: Vec<Condition>,
    #[serde(rename = "addressee")]
    pub(super) addressees: Vec<AddresseeSheet>,
    #[serde(default)]
    pub(super) refusal: Option<RefusalSheet>,
    #[serde(rename = "mention")]
    pub(super) mentions: Vec<Mention>,
    #[serde(default, rename = "measure")]
    pub(super) measures: Vec<MeasureSheet>,
    /// Reasons in law that the person chooses among.
    #[serde(default, rename = "ground")]
    pub(super) grounds: Vec<MeasureSheet>,
    #[serde(default, rename = "length")]
    pub(super) lengths: Vec<Length>,
    #[serde(default, rename = "enclosure")]
    pub(super) enclosures: Vec<Text>,
    #[serde(default, rename = "deadline")]
    pub(super) deadlines: Vec<Opens>,
    #[serde(rename = "advice")]
    pub(super) advice: Vec<Advice>,
    pub(super) needs: Vec<String>,
}

/// How the letter is sent.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sending {
    /// The line inside the letter, in French.
    pub(super) line: String,
    /// The same when the letter goes straight (`recipient.direct`).
    #[serde(default)]
    pub(super) direct: Option<String>,
    /// The advice around it.
    pub(super) how: Text,
}

/// A text that the letter cites.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reference {
    pub(super) id: String,
    /// How the body cites it.
    pub(super) words: String,
    /// Cited only then.
    #[serde(default)]
    pub(super) when: Option<String>,
}

/// True when one of these offences, reasons, statuses or places of work was chosen.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Condition {
    pub(super) id: String,
    #[serde(default)]
    pub(super) offences: Vec<String>,
    #[serde(default)]
    pub(super) grounds: Vec<String>,
    #[serde(default)]
    pub(super) statuses: Vec<String>,
    #[serde(default)]
    pub(super) places: Vec<String>,
}

/// To whom: for the staff whose status gives that authority, or the first one whose condition holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AddresseeSheet {
    pub(super) authority: String,
    pub(super) lines: String,
    pub(super) salutation: String,
    #[serde(default)]
    pub(super) when: Option<String>,
    #[serde(default)]
    pub(super) copies: Vec<String>,
    /// Fields without which the envelope cannot be written.
    #[serde(default)]
    pub(super) fields: Vec<String>,
}

/// What is said to staff for whom the letter does not exist.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RefusalSheet {
    pub(super) text: Text,
    pub(super) letters: Vec<String>,
}

/// A mandatory mention.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Mention {
    pub(super) id: String,
    pub(super) text: Text,
    /// Fields that fill it; `a | b` when one of the two is enough. Empty when the model fills it.
    #[serde(default)]
    pub(super) fields: Vec<String>,
    /// Words of the model that must stand in the letter: the proof that it is not only a field.
    #[serde(default)]
    pub(super) phrase: String,
    /// Required only then.
    #[serde(default)]
    pub(super) when: Option<String>,
}

/// A field that may not be longer than another one, nor than a number of lines.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Length {
    pub(super) id: String,
    pub(super) field: String,
    pub(super) than: String,
    pub(super) lines: usize,
    pub(super) text: Text,
}

/// A measure that can be asked, or a reason that can be given.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MeasureSheet {
    pub(super) id: String,
    /// As written in the letter, in French.
    pub(super) text: String,
    pub(super) label: Text,
}

/// A time limit that sending the letter opens.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Opens {
    pub(super) id: String,
    #[serde(default)]
    pub(super) when: Option<String>,
}

/// Something to say outside the letter.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Advice {
    pub(super) text: Text,
    #[serde(default)]
    pub(super) when: Option<String>,
}

/// A model ready to be filled: the sheet, its templates, its example.
#[derive(Debug)]
pub(super) struct Model {
    pub(super) id: String,
    pub(super) file: String,
    pub(super) sheet: Sheet,
    pub(super) subject: Template,
    pub(super) sender: Template,
    pub(super) place_date: Template,
    pub(super) addressees: Vec<Envelope>,
    pub(super) body: Template,
    pub(super) example: String,
}

/// One addressee and its templates.
#[derive(Debug)]
pub(super) struct Envelope {
    pub(super) sheet: AddresseeSheet,
    pub(super) lines: Template,
    pub(super) copies: Vec<Template>,
}

impl Model {
    /// Its templates, in the order of the page.
    pub(super) fn templates(&self) -> impl Iterator<Item = &Template> {
        let envelopes = self
            .addressees
            .iter()
            .flat_map(|to| std::iter::once(&to.lines).chain(&to.copies));
        std::iter::once(&self.sender).chain(envelopes).chain([
            &self.subject,
            &self.body,
            &self.place_date,
        ])
    }

    /// Every name that the letter looks at, in the order of the page.
    pub(super) fn names(&self) -> Vec<String> {
        let sheet = &self.sheet;
        let when = (sheet.references.iter().flat_map(|r| &r.when))
            .chain(self.addressees.iter().flat_map(|to| &to.sheet.when))
            .chain(sheet.mentions.iter().flat_map(|m| &m.when))
            .chain(sheet.deadlines.iter().flat_map(|opens| &opens.when))
            .chain(sheet.advice.iter().flat_map(|advice| &advice.when));
        let mentioned = sheet.mentions.iter().flat_map(Mention::paths);
        let addressed = self.addressees.iter().flat_map(|to| &to.sheet.fields);
        let mut all: Vec<String> = self.templates().flat_map(Template::names).collect();
        all.extend(mentioned.map(str::to_owned));
        all.extend(addressed.chain(when).cloned());
        for length in &sheet.lengths {
            all.extend([length.field.clone(), length.than.clone()]);
        }
        all
    }
}

/// A line of this many signs is short, so that the count of lines is never too kind.
const LINE: usize = 60;

impl Length {
    /// True when both texts are there and the first is not too long.
    pub(super) fn kept(&self, values: &Values) -> bool {
        let (field, than) = (values.text(&self.field), values.text(&self.than));
        let signs = |text: &str| flat(text).chars().count();
        let lines: usize = field
            .lines()
            .map(|line| line.chars().count().div_ceil(LINE).max(1))
            .sum();
        values.filled(&self.field)
            && values.filled(&self.than)
            && signs(field) <= signs(than)
            && lines <= self.lines
    }
}

impl Mention {
    /// The fields, alternatives apart.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.fields
            .iter()
            .flat_map(|field| field.split('|').map(str::trim))
    }
}
