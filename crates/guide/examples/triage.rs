//! Triage of stories, one JSON object `{"id","text"}` a line, for whoever edits `content/triage/`.
//!
//!     cargo run -p guide --example triage < content/corpus/kinds.jsonl
//!
//! Each answer is `{"id","lang","kinds","dangers","ask","actions"}`; the plan's actions are not its business.

use guide::files::Files;
use guide::triage::{Lexicon, Reading, read};
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
    #[serde(flatten)]
    reading: Reading,
    actions: [&'static str; 0],
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut problems = Vec::new();
    let lexicon = Lexicon::from_files(&Files::embedded(), &mut problems);
    if !problems.is_empty() {
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        return Err(told.join("\n").into());
    }
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let Asked { id, text } = serde_json::from_str(&line?)?;
        let answer = Answer {
            id,
            reading: read(&lexicon, &text),
            actions: [],
        };
        writeln!(out, "{}", serde_json::to_string(&answer)?)?;
    }
    Ok(())
}
