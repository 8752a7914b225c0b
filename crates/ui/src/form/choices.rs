//! Radios, checkboxes and lists.

use super::described_by;
use crate::html::component;
use crate::words::Words;
use askama::Template;

/// One possible answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// One sentence of help; may be empty.
    pub hint: String,
    /// A word such as « ou » shown before this answer; may be empty.
    pub divider: String,
}

/// Radios or checkboxes, in a fieldset with its legend.
#[derive(Template)]
#[template(path = "components/choices.html")]
pub struct Choices {
    name: String,
    many: bool,
    chosen: Vec<String>,
    error: Option<String>,
    w: Words,
    legend: String,
    title: bool,
    hint: String,
    inline: bool,
    small: bool,
    divider: String,
    choices: Vec<Choice>,
}

impl Choices {
    pub(super) fn new(
        name: &str,
        many: bool,
        chosen: Vec<String>,
        error: Option<String>,
        w: Words,
    ) -> Self {
        Self {
            name: name.to_owned(),
            many,
            chosen,
            error,
            w,
            legend: String::new(),
            title: false,
            hint: String::new(),
            inline: false,
            small: false,
            divider: String::new(),
            choices: Vec::new(),
        }
    }

    /// The question. A single box that says it all needs none.
    #[must_use]
    pub fn legend(mut self, text: impl AsRef<str>) -> Self {
        text.as_ref().clone_into(&mut self.legend);
        self
    }

    /// The question, which is also the page's `h1`.
    #[must_use]
    pub fn legend_title(mut self, text: impl AsRef<str>) -> Self {
        self.title = true;
        self.legend(text)
    }

    /// One sentence of help under the question.
    #[must_use]
    pub fn hint(mut self, text: impl AsRef<str>) -> Self {
        text.as_ref().clone_into(&mut self.hint);
        self
    }

    /// Side by side: two short answers only.
    #[must_use]
    pub fn inline(mut self) -> Self {
        self.inline = true;
        self
    }

    /// Small marks, for long lists.
    #[must_use]
    pub fn small(mut self) -> Self {
        self.small = true;
        self
    }

    /// Adds an answer.
    #[must_use]
    pub fn option(self, value: impl AsRef<str>, label: impl AsRef<str>) -> Self {
        self.option_hint(value, label, "")
    }

    /// Adds an answer with a sentence of help.
    #[must_use]
    pub fn option_hint(
        mut self,
        value: impl AsRef<str>,
        label: impl AsRef<str>,
        hint: impl AsRef<str>,
    ) -> Self {
        let divider = std::mem::take(&mut self.divider);
        self.choices.push(Choice {
            value: value.as_ref().to_owned(),
            label: label.as_ref().to_owned(),
            hint: hint.as_ref().to_owned(),
            divider,
        });
        self
    }

    /// A word (« ou ») before the next answer.
    #[must_use]
    pub fn divider(mut self, text: impl AsRef<str>) -> Self {
        text.as_ref().clone_into(&mut self.divider);
        self
    }

    /// Adds a list of answers.
    #[must_use]
    pub fn options(mut self, choices: &[Choice]) -> Self {
        self.choices.extend_from_slice(choices);
        self
    }

    fn described(&self) -> String {
        described_by(&self.name, !self.hint.is_empty(), self.error.is_some())
    }

    fn kind(&self) -> &'static str {
        if self.many { "checkboxes" } else { "radios" }
    }

    fn is_chosen(&self, choice: &Choice) -> bool {
        self.chosen.contains(&choice.value)
    }

    /// The first answer carries the field's own id, where the summary of problems leads.
    fn id(&self, position: &usize) -> String {
        if *position == 1 {
            self.name.clone()
        } else {
            format!("{}-{position}", self.name)
        }
    }
}

component!(Choices);

/// One choice in a long list.
#[derive(Template)]
#[template(path = "components/select.html")]
pub struct Select {
    name: String,
    chosen: String,
    error: Option<String>,
    w: Words,
    pub(super) label: String,
    pub(super) title: bool,
    pub(super) hint: String,
    choices: Vec<Choice>,
}

impl Select {
    pub(super) fn new(name: &str, chosen: String, error: Option<String>, w: Words) -> Self {
        Self {
            name: name.to_owned(),
            chosen,
            error,
            w,
            label: String::new(),
            title: false,
            hint: String::new(),
            choices: Vec::new(),
        }
    }

    /// Adds an answer.
    #[must_use]
    pub fn option(mut self, value: impl AsRef<str>, label: impl AsRef<str>) -> Self {
        self.choices.push(Choice {
            value: value.as_ref().to_owned(),
            label: label.as_ref().to_owned(),
            ..Choice::default()
        });
        self
    }

    /// Adds a list of answers.
    #[must_use]
    pub fn options(mut self, choices: &[Choice]) -> Self {
        self.choices.extend_from_slice(choices);
        self
    }

    fn described(&self) -> String {
        described_by(&self.name, !self.hint.is_empty(), self.error.is_some())
    }
}
