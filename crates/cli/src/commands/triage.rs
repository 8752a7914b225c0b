//! `preau triage`: what a story can be.

use crate::config;
use crate::output::{Done, json, print, read, trouble};
use guide::triage::answer;
use kernel::Clock;
use serde::Deserialize;
use std::path::Path;

/// Options of `preau triage`.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  echo \"Un élève m'a filmée en cours\" | preau triage -\n  preau triage --jsonl stories.jsonl      one {\"id\",\"text\"} a line"
)]
pub struct Args {
    /// One JSON story a line in, one JSON answer a line out.
    #[arg(long, conflicts_with = "json")]
    jsonl: bool,
    /// One JSON answer.
    #[arg(long)]
    json: bool,
    /// A text file; `-` is standard input.
    #[arg(default_value = "-")]
    file: String,
}

#[derive(Deserialize)]
struct Asked {
    id: String,
    text: String,
}

/// Reads, answers.
pub fn run(args: &Args, dir: Option<&Path>, clock: &dyn Clock) -> Done {
    let content = config::content(dir)?;
    let today = kernel::date::paris_date(clock.now());
    let text = read(&args.file)?;
    if args.jsonl {
        let mut out = String::new();
        for (line, number) in text
            .lines()
            .zip(1..)
            .filter(|(line, _)| !line.trim().is_empty())
        {
            let asked: Asked = serde_json::from_str(line).map_err(|error| {
                trouble(format!(
                    "line {number}: {error}; each line is {{\"id\":…,\"text\":…}}"
                ))
            })?;
            let said = serde_json::to_string(&answer(content, Some(asked.id), &asked.text, today))
                .map_err(|error| trouble(error.to_string()))?;
            out.push_str(&said);
            out.push('\n');
        }
        return print(&out);
    }
    let said = answer(content, None, &text, today);
    if args.json {
        return json(&said);
    }
    let mut out = String::new();
    for danger in &said.dangers {
        out.push_str(&format!(
            "DANGER {} : « {} »\n",
            danger.id,
            danger.because.join(" », « ")
        ));
    }
    for guess in &said.kinds {
        let name = content
            .kind(&guess.kind)
            .map_or(guess.kind.as_str(), |kind| kind.name.fr.as_str());
        out.push_str(&format!(
            "{:>4}  {name} ({}) : {}\n",
            guess.score,
            guess.kind,
            guess.because.join(", ")
        ));
    }
    if let Some(ask) = &said.ask {
        out.push_str(&format!("? {}\n", ask.text));
    }
    print(&out)
}
