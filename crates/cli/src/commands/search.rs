//! `preau search`: what Préau knows, found by words.

use crate::config;
use crate::output::{Done, json, print};
use finder::Finder;
use kernel::ports::Search as _;
use kernel::search::{Ask, LONGEST, Run};
use std::io::Write;
use std::num::NonZeroUsize;
use std::path::Path;
use std::process::ExitCode;

/// Options of `preau search`.
#[derive(clap::Args)]
#[command(
    after_help = "Example:\n  preau search \"faux compte\"\n\nExit status: 0 something was found, 1 nothing was, 2 misused or unreadable content."
)]
pub struct Args {
    /// The words; accents, plurals and a typing error do not matter.
    #[arg(value_name = "QUERY", required = true, num_args = 1..)]
    query: Vec<String>,
    /// How many answers, at least one.
    #[arg(long, value_name = "N", default_value = "10")]
    count: NonZeroUsize,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

/// Searches; status 1 when nothing is found.
pub fn run(args: &Args, dir: Option<&Path>) -> Done {
    let content = config::content(dir)?;
    let words = args.query.join(" ");
    let finder = Finder::new(|| guide::search::entries(content));
    let found = finder.search(&Ask::new(&words, args.count.get()))?;
    let cut = words.chars().count() > LONGEST;
    if cut {
        // A closed pipe is no trouble.
        let _ = writeln!(
            std::io::stderr(),
            "preau: only the first {LONGEST} characters were searched; for a story: preau triage -"
        );
    }
    if args.json {
        json(&front::api::found(&words, cut, &found))?;
    } else if found.hits.is_empty() {
        print(
            "Rien n’a été trouvé avec ces mots. Essayez un mot plus courant, ou : preau triage -",
        )?;
    } else {
        let lines: Vec<String> = found
            .hits
            .iter()
            .map(|hit| {
                let (title, summary) = (plain(&hit.fr.title), plain(&hit.fr.summary));
                format!("{title}  [{}]\n    {summary}", hit.target)
            })
            .collect();
        print(&lines.join("\n"))?;
    }
    Ok(ExitCode::from(u8::from(found.hits.is_empty())))
}

fn plain(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}
