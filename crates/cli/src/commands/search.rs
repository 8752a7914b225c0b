//! `preau search`: what Préau knows, found by words. What chooses among published answers is hidden until there are some.

use crate::config::{self, Config};
use crate::output::{Done, json, print};
use finder::Finder;
use kernel::date::{iso, paris};
use kernel::ports::Search as _;
use kernel::search::{Ask, Hit, LONGEST, Run, Sort};
use std::io::Write;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Options of `preau search`.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  preau search \"faux compte\"\n  preau search --kind menaces --level lycee\n\nExit status: 0 something was found, 1 nothing was, 2 misused or unreadable content."
)]
pub struct Args {
    /// The words; accents, plurals and a typing error do not matter. With a filter they may be left out: what passes it
    /// comes sort by sort.
    #[arg(
        value_name = "QUERY",
        required_unless_present_any = ["sort", "kind", "profession", "level", "year", "expert"],
        num_args = 1..
    )]
    query: Vec<String>,
    /// Only this sort, such as `situation` or `answer` (our answers of reference); may be repeated.
    #[arg(long, value_name = "S", value_parser = sort)]
    sort: Vec<Sort>,
    /// Only what is about this kind of situation, such as `menaces`.
    #[arg(long, value_name = "K")]
    kind: Option<String>,
    /// Only what answers this profession, such as `enseignant`.
    #[arg(long, value_name = "P")]
    profession: Option<String>,
    /// Only what is about this level of school, such as `lycee`.
    #[arg(long, value_name = "L")]
    level: Option<String>,
    /// Only what was published in this year.
    #[arg(long, value_name = "Y", hide = true)]
    year: Option<i32>,
    /// Only the answers of this expert.
    #[arg(long, value_name = "E", hide = true)]
    expert: Option<String>,
    /// Folder of the data of an instance, whose published answers are searched too [default: preau-data].
    #[arg(long, value_name = "DIR", hide = true)]
    data: Option<PathBuf>,
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
    let config = Config {
        data: args.data.clone(),
        ..Config::default()
    };
    // A folder that is not there is not made: the guide is searched alone.
    let finder = Finder::in_folder(|| guide::search::entries(content), config.index_dir());
    let found = finder.search(&Ask {
        sorts: args.sort.clone(),
        kind: args.kind.clone(),
        profession: args.profession.clone(),
        level: args.level.clone(),
        year: args.year,
        expert: args.expert.clone(),
        ..Ask::new(&words, args.count.get())
    })?;
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
        print(if words.trim().is_empty() {
            "Rien ne correspond à ce choix. Choisissez moins, ou : preau triage -"
        } else {
            "Rien n’a été trouvé avec ces mots. Essayez un mot plus courant, ou : preau triage -"
        })?;
    } else {
        let lines: Vec<String> = found
            .hits
            .iter()
            .map(|hit| {
                let (title, summary) = (plain(&hit.fr.title), plain(&hit.fr.summary));
                format!("{title}  [{}]{}\n    {summary}", hit.target, published(hit))
            })
            .collect();
        print(&lines.join("\n"))?;
    }
    Ok(ExitCode::from(u8::from(found.hits.is_empty())))
}

/// When an answer was published, and by whom.
fn published(hit: &Hit) -> String {
    let day = hit.facets.published.map(|at| iso(paris(at).date()));
    let expert = Some(hit.facets.expert.clone()).filter(|expert| !expert.is_empty());
    let parts: Vec<String> = day.into_iter().chain(expert).collect();
    if parts.is_empty() {
        String::new()
    } else {
        format!("  {}", parts.join(", "))
    }
}

fn sort(name: &str) -> Result<Sort, String> {
    Sort::named(name).ok_or_else(|| {
        let known = Sort::ALL.into_iter().filter(|sort| *sort != Sort::Question);
        let all: Vec<&str> = known.map(Sort::name).collect();
        format!("the sorts are: {}", all.join(", "))
    })
}

fn plain(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}
