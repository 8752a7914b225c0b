//! What is wrong with a form: a rejected form is a page, filled in, with each problem beside its
//! field and a summary on top (status 422), never an error page.

use crate::words::Words;
use serde::{Deserialize, Serialize};
use std::fmt::Display;

/// One problem: the field, the key of its sentence, the sentence's variables.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Name of the field.
    pub field: String,
    /// Key of the sentence in `locales/`.
    pub key: String,
    args: Vec<(String, String)>,
}

impl Problem {
    /// The sentence.
    pub fn text(&self, w: Words) -> String {
        let args: Vec<(&str, &dyn Display)> = self
            .args
            .iter()
            .map(|(name, value)| (name.as_str(), value as &dyn Display))
            .collect();
        w.ta(&self.key, &args)
    }
}

/// The problems of one form, in the order of its fields.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// No problem yet.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds a problem; only the first one of a field is kept, one thing at a time.
    pub fn add(&mut self, field: impl Into<String>, key: &'static str) {
        self.add_with(field, key, Vec::new());
    }

    /// Adds a problem whose sentence has variables.
    pub fn add_with(
        &mut self,
        field: impl Into<String>,
        key: &'static str,
        args: Vec<(&'static str, String)>,
    ) {
        let field = field.into();
        if self.of(&field).is_none() {
            let args = args
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect();
            self.0.push(Problem {
                field,
                key: key.to_owned(),
                args,
            });
        }
    }

    /// Whether the form can be accepted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The problem of a field.
    pub fn of(&self, field: &str) -> Option<&Problem> {
        self.0.iter().find(|problem| problem.field == field)
    }

    /// All of them, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.0.iter()
    }

    /// Gives `value` when there is no problem, else the problems.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() {
            Ok(value)
        } else {
            Err(self)
        }
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = std::slice::Iter<'a, Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
