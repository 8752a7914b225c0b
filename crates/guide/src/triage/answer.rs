//! What a program is told of a story: the same on the command line and in the API.

use super::{Danger, Guess, read};
use crate::Content;
use crate::plan::{Situation, plan};
use serde::Serialize;
use time::Date;

/// What a story can be, what to do, and one question where there is a doubt.
#[derive(Debug, Clone, Serialize)]
pub struct Answer {
    /// The story's own id, when it was given one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Kinds, the likeliest first, each with the words that led there.
    pub kinds: Vec<Guess>,
    /// Ids of the actions of a first plan, in order.
    pub actions: Vec<String>,
    /// A question worth asking.
    pub ask: Option<Question>,
    /// What may not wait.
    pub dangers: Vec<Danger>,
}

/// A question, in the language of the story.
#[derive(Debug, Clone, Serialize)]
pub struct Question {
    /// Its id.
    pub id: String,
    /// Its words.
    pub text: String,
}

/// Reads a story and makes its first plan, as of that day.
pub fn answer(content: &Content, id: Option<String>, text: &str, today: Date) -> Answer {
    let reading = read(content, text);
    let kinds = reading.kinds_to_plan().map(str::to_owned).collect();
    let situation = Situation {
        kinds,
        danger: !reading.dangers.is_empty(),
        ..Situation::default()
    };
    let actions = if reading.kinds.is_empty() {
        Vec::new()
    } else {
        plan(content, &situation, today).actions
    };
    let ask = reading.ask.map(|ask| Question {
        id: ask.id,
        text: ask.text.get(reading.lang).to_owned(),
    });
    Answer {
        id,
        kinds: reading.kinds,
        actions,
        ask,
        dangers: reading.dangers,
    }
}
