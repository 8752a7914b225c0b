//! `preau audit`: the grid of accessibility, without the browser.

use crate::config::Place;
use crate::output::{Done, print, trouble};
use audit::Audits;
use audit::files::{self, Why};
use audit::model::{Found, criteria};
use audit::rules::standing;
use kernel::Clock;
use kernel::date::iso;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// What `preau audit` does.
#[derive(clap::Subcommand)]
#[command(
    after_help = "States: non-teste, conforme, non-conforme, non-applicable\nExit status: 0 done, 1 a line is wrong (each is named, nothing is kept), 2 misused or unreadable.\nExample:\n  preau audit show --csv > grille.csv\n  preau audit import grille.csv\n  preau audit set 1.1 conforme --note \"toutes les pages vues\""
)]
pub enum Command {
    /// What was found, criterion by criterion, and what the site may say of itself.
    Show {
        /// As a spreadsheet reads it (UTF-8, semicolons).
        #[arg(long, conflicts_with = "json")]
        csv: bool,
        /// As JSON.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        at: Place,
    },
    /// Take in a grid filled elsewhere, whole or not at all: the file that `show --csv` gives.
    Import {
        /// The file; its columns `critere`, `etat` and `note` are read.
        file: PathBuf,
        #[command(flatten)]
        at: Place,
    },
    /// Say what was found for one criterion.
    Set {
        /// Its number, like 1.1.
        criterion: String,
        /// non-teste, conforme, non-conforme, non-applicable.
        state: String,
        /// Which page, what is missing: about pages, never about people. It is published.
        #[arg(long, default_value = "")]
        note: String,
        #[command(flatten)]
        at: Place,
    },
}

/// Shows or fills.
pub fn run(command: Command, clock: Arc<dyn Clock>) -> Done {
    match command {
        Command::Show { csv, json, at } => at.with(clock, move |accounts| async move {
            let audits = Audits::new(accounts);
            let (grid, today) = (audits.grid().await?, audits.today());
            if csv {
                return print(files::csv(&grid).trim_end());
            }
            if json {
                return print(&files::json(&grid, today).to_string());
            }
            let found = standing(&grid, today);
            let mut said = vec![format!(
                "Conformité : {} ; {} conformes sur {} applicables ; {} non testés",
                found.access.name(),
                found.met,
                found.applied,
                found.untested
            )];
            let filled = criteria().filter_map(|one| Some((one, grid.get(&one.id)?)));
            said.extend(filled.map(|(one, line)| {
                let day = iso(line.on);
                [&one.id, line.found.name(), &day, &line.note].join("  ")
            }));
            print(&said.join("\n"))
        }),
        Command::Import { file, at } => {
            let bytes = std::fs::read(&file)
                .map_err(|error| trouble(format!("{} cannot be read: {error}", file.display())))?;
            let lines = match files::read(&bytes) {
                Ok(lines) => lines,
                Err(wrong) => {
                    let told = wrong
                        .iter()
                        .map(|(line, why)| format!("line {line}: {}", reason(*why)));
                    let told: Vec<String> = told.chain(["nothing was kept".to_owned()]).collect();
                    print(&told.join("\n"))?;
                    return Ok(ExitCode::from(1));
                }
            };
            at.with(clock, move |accounts| async move {
                let count = lines.len();
                Audits::new(accounts).record(lines).await?;
                print(&format!("{count} criteria"))
            })
        }
        Command::Set {
            criterion,
            state,
            note,
            at,
        } => {
            if !criteria().any(|one| one.id == criterion) {
                return Err(trouble(
                    "no such criterion: `preau audit show --csv` lists them",
                ));
            }
            let found = Found::read(&state).ok_or_else(|| {
                trouble("the state is one of non-teste, conforme, non-conforme, non-applicable")
            })?;
            at.with(clock, move |accounts| async move {
                let line = (criterion, found, note);
                Audits::new(accounts).record(vec![line]).await?;
                print("kept")
            })
        }
    }
}

const fn reason(why: Why) -> &'static str {
    match why {
        Why::TooLarge => "the file is larger than 1 MiB",
        Why::NotUtf8 => "the file is not UTF-8",
        Why::NoColumn => "one of the columns critere, etat, note is missing",
        Why::Empty => "the file has no line",
        Why::Cells => "not as many cells as columns; a quote may not be closed",
        Why::Criterion => "no criterion has this number",
        Why::Twice => "this criterion stands twice",
        Why::State => "the state is one of non-teste, conforme, non-conforme, non-applicable",
        Why::Note => "a note has 2,000 characters at most",
    }
}
