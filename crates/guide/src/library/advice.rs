//! Duties, guides, lessons and whom to write to: what the files beside the cases hold.

use crate::law::{State, Text, date, entries};
use crate::plan::Item;
use serde::Deserialize;
use time::Date;

/// A duty of public staff, in plain words, with its text (N192, N194).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// Stable id.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// What it asks.
    pub plain: Text,
    /// The texts.
    pub articles: Vec<String>,
    /// The risk, no more than the texts say.
    pub risk: Text,
    /// The kinds it helps with.
    pub kinds: Vec<String>,
    /// Examples by situation.
    pub example: Vec<Text>,
    /// A message ready to send.
    #[serde(default)]
    pub message: Option<Text>,
    /// The day it was checked.
    #[serde(deserialize_with = "date")]
    pub checked: Date,
}

/// Something one may do to protect oneself, with what it brings and what it costs (N081, N195).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guide {
    /// Stable id.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// What it brings.
    pub gain: Text,
    /// What it costs.
    pub risk: Text,
    /// What to do, in order; empty when a list says it.
    #[serde(default)]
    pub item: Vec<Item>,
    /// The list of `steps/checklists.toml` that says it, with its gain and its risk in one place.
    #[serde(default)]
    pub list: Option<String>,
    /// Rows of the list of needs it serves.
    pub needs: Vec<String>,
    /// Where it was read.
    pub source: String,
    /// Where it stands.
    pub state: State,
    /// The day it was checked.
    #[serde(deserialize_with = "date")]
    pub checked: Date,
}

/// A ready lesson after a frequent incident, in which the class writes its own rules (N203).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lesson {
    /// Stable id.
    pub id: String,
    /// The incident.
    pub title: Text,
    /// For which ages.
    pub level: Text,
    /// How long.
    pub minutes: u8,
    /// The kinds it follows.
    pub kinds: Vec<String>,
    /// The pages for teenagers it uses.
    pub behaviours: Vec<String>,
    /// The texts.
    pub articles: Vec<String>,
    /// What the adults do before it.
    pub first: Text,
    /// What pupils learn to do.
    pub aim: Vec<Text>,
    /// How it goes.
    pub step: Vec<Text>,
    /// The rules to be finished by the class.
    pub rule: Vec<Text>,
    /// Where the need for it was read.
    pub source: String,
    /// Where it stands.
    pub state: State,
    /// The day it was checked.
    #[serde(deserialize_with = "date")]
    pub checked: Date,
}

/// Inviting somebody to class: the request and the sheet to prepare it (N202).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Speaker {
    /// Stable id.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// Whom to ask.
    pub who: Text,
    /// The request, paragraph by paragraph.
    pub letter: Vec<Text>,
    /// What to settle beforehand.
    pub prepare: Vec<Text>,
    /// Where the need for it was read.
    pub source: String,
    /// Where it stands.
    pub state: State,
    /// The day it was checked.
    #[serde(deserialize_with = "date")]
    pub checked: Date,
}

/// What one writes for, and to whom (N198).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purpose {
    /// Stable id.
    pub id: String,
    /// What for.
    pub title: Text,
    /// What to say and what to ask.
    pub ask: Text,
    /// Whom, in order.
    pub authorities: Vec<String>,
}

entries!(
    Duty = "duty",
    Guide = "guide",
    Lesson = "lesson",
    Speaker = "speaker",
    Purpose = "purpose",
);
