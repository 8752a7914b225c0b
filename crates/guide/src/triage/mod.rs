//! Triage of a free story: what it can be, what is dangerous in it, and the words that led there.
//!
//! Pure, local and deterministic. The words live in `content/triage/`, one file a kind, plus `danger.toml`,
//! `words.toml` (lists, text-message spellings), `senses.toml` (families of words) and `ask.toml`. What they are
//! worth is learnt from `content/corpus/` and lies in `weights.txt`; `docs/build/triage.md` tells how.

mod answer;
mod clues;
mod explain;
mod lang;
pub mod learn;
mod lexicon;
mod phrase;
mod senses;
mod typo;
mod weigh;
mod weights;
mod words;

pub use answer::{Answer, Question, answer};
pub use lexicon::{DangerKind, Lexicon};
pub use weigh::read;
pub use weights::Weights;

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

impl Reading {
    /// The kinds a first plan is made for: the likeliest, and a second one at least half as likely.
    pub fn kinds_to_plan(&self) -> impl Iterator<Item = &str> {
        let first = self.kinds.first().map_or(0, |guess| guess.score);
        self.kinds
            .iter()
            .take(2)
            .filter(move |guess| guess.score.saturating_mul(2) >= first)
            .map(|guess| guess.kind.as_str())
    }
}

/// A kind of situation the story can be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Guess {
    /// Identifier of the kind.
    #[serde(rename = "id")]
    pub kind: String,
    /// Chances in a thousand, all kinds together, by what was learnt; an estimate, best for ordering.
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
