//! Triage of stories, one JSON object `{"id","text"}` a line, for whoever edits `content/triage/`.
//!
//!     cargo run -p guide --example triage < content/corpus/kinds.jsonl
//!
//! Each answer is `{"id","lang","kinds","dangers","ask","actions"}`, with the actions of the plan that follows.

use guide::Content;
use guide::plan::{Situation, plan};
use guide::triage::{Reading, read};
use serde::{Deserialize, Serialize};
use std::io::{BufRead, Write};

#[derive(Deserialize)]
struct Asked {
    id: String,
    text: String,
}

#[derive(Serialize)]
struct Answer {
    id: String,
    actions: Vec<String>,
    #[serde(flatten)]
    reading: Reading,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let content = Content::embedded().map_err(|problems| {
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        told.join("\n")
    })?;
    // No action depends on the day; their limits do.
    let day = time::macros::date!(2026 - 11 - 22);
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let Asked { id, text } = serde_json::from_str(&line?)?;
        let reading = read(content, &text);
        let situation = Situation {
            kinds: reading.kinds_to_plan().map(str::to_owned).collect(),
            danger: !reading.dangers.is_empty(),
            ..Situation::default()
        };
        let actions = if situation.kinds.is_empty() {
            Vec::new()
        } else {
            plan(content, &situation, day).actions
        };
        let answer = Answer {
            id,
            actions,
            reading,
        };
        writeln!(out, "{}", serde_json::to_string(&answer)?)?;
    }
    Ok(())
}
