//! Triage of a free story: what it can be, what is dangerous in it, and the words that led there.
//!
//! Pure, local and deterministic. The words live in `content/triage/`, one file a kind, plus `danger.toml`,
//! `words.toml` (lists, text-message spellings) and `ask.toml`; this module only reads and weighs them.

mod lang;
mod lexicon;
mod phrase;
mod typo;
mod weigh;
mod words;

pub use lexicon::{DangerKind, Lexicon};
pub use weigh::read;

use crate::law::{Lang, Text};
use serde::{Deserialize, Serialize};

/// What a story says to the triage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// Language of the story, from its commonest words; French unless English is clear.
    pub lang: Lang,
    /// What it can be, the likeliest first; empty when nothing was recognised.
    pub kinds: Vec<Guess>,
    /// What may not wait; each opens a short card with numbers before anything else.
    pub dangers: Vec<Danger>,
    /// One question worth asking, when the story leaves a doubt.
    pub ask: Option<Ask>,
}

/// A kind of situation the story can be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Guess {
    /// Identifier of the kind.
    #[serde(rename = "id")]
    pub kind: String,
    /// Points gathered; only their order means something.
    pub score: u32,
    /// The exact words of the story that led there, in the order of the story.
    pub because: Vec<String>,
}

/// Something in the story that may not wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Danger {
    /// Identifier, described by [`Lexicon::danger`].
    pub id: String,
    /// The exact words of the story that led there, in the order of the story.
    pub because: Vec<String>,
}

/// A question that would settle a doubt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// Identifier.
    pub id: String,
    /// The question.
    pub text: Text,
}
