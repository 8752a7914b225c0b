//! `preau directory`: the dated lists of whom to call, by département (N011).

use crate::config::Place;
use crate::output::{Done, print, trouble};
use directory::Directory;
use directory::model::Replaced;
use directory::rules::{Sheet, TOLD, read};
use kernel::date::{iso, paris_date, parse};
use kernel::{Clock, Code};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use ui::Words;

/// What `preau directory` does.
#[derive(clap::Subcommand)]
pub enum Command {
    /// Take a list in, in the place of those of the same types; nothing when a line is wrong.
    #[command(
        after_help = "The columns: type;departement;nom;telephone;courriel;adresse;horaires;page\nExit status: 0 imported (or good, with --check), 1 a line is wrong (each is named), 2 misused or unreadable.\nExample:\n  preau directory import asl.csv --source https://federation.example/contacts --date 2026-11-03 --check"
    )]
    Import {
        /// The file, CSV in UTF-8.
        file: PathBuf,
        /// Where it comes from, in words or as an address; people read it.
        #[arg(long)]
        source: String,
        /// The day it speaks of.
        #[arg(long, value_name = "YYYY-MM-DD")]
        date: String,
        /// Only look at it, and say what it would replace.
        #[arg(long)]
        check: bool,
        /// Take the place of a later list all the same.
        #[arg(long)]
        older: bool,
        #[command(flatten)]
        at: Place,
    },
    /// The lists that came, the last first.
    #[command(after_help = "Example:\n  preau directory list")]
    List {
        #[command(flatten)]
        at: Place,
    },
}

/// Imports or lists.
pub fn run(command: Command, dir: Option<&std::path::Path>, clock: Arc<dyn Clock>) -> Done {
    let content = crate::config::content(dir)?;
    match command {
        Command::Import {
            file,
            source,
            date,
            check,
            older,
            at,
        } => {
            let today = paris_date(clock.now());
            let on = parse(&date).filter(|on| *on <= today);
            let on = on.ok_or_else(|| {
                trouble("--date is the day of the list, like 2026-11-03, and not to come")
            })?;
            if !directory::service::is_source(&source) {
                return Err(trouble(
                    "--source says in 200 characters at most where the list comes from",
                ));
            }
            let bytes = std::fs::read(&file)
                .map_err(|error| trouble(format!("{} cannot be read: {error}", file.display())))?;
            let sheet = match read(&bytes) {
                Ok(sheet) => sheet,
                Err(wrong) => {
                    let mut lines: Vec<String> = wrong
                        .iter()
                        .take(TOLD)
                        .map(|one| one.text(Words::default()))
                        .collect();
                    if wrong.len() > TOLD {
                        lines.push(format!("… {} lignes en tout", wrong.len()));
                    }
                    lines.push("Rien n’a été importé.".to_owned());
                    print(&lines.join("\n"))?;
                    return Ok(ExitCode::from(1));
                }
            };
            let said = said(&sheet);
            // To look at a file makes no folder of data.
            let config = at.read()?;
            if check && config.database.is_none() && !config.data_dir().exists() {
                return print(&format!("{said} Rien n’a été importé."));
            }
            at.with(clock, move |accounts| async move {
                let directory = Directory::new(accounts, content);
                let replaced = Replaced::of(&directory.in_force().await?, &sheet.kinds());
                if let Some(before) = replaced {
                    print(&replaces(before))?;
                }
                if check {
                    return print(&format!("{said} Rien n’a été importé."));
                }
                match directory.import(sheet, &source, on, older).await {
                    Err(fault) if fault.code() == Code::Conflict => Err(trouble(
                        "a later list of these types is shown; --older takes its place all the same",
                    )),
                    number => print(&format!("{said} Liste {}.", number?)),
                }
            })
        }
        Command::List { at } => at.with(clock, move |accounts| async move {
            let imports = Directory::new(accounts, content).imports().await?;
            let lines = imports.iter().map(|import| {
                format!(
                    "{}  {}  {} / {}  {}",
                    import.number,
                    iso(import.on),
                    import.shown,
                    import.brought,
                    import.source
                )
            });
            print(&lines.collect::<Vec<_>>().join("\n"))
        }),
    }
}

fn replaces(before: Replaced) -> String {
    let Replaced { count, on } = before;
    let s = if count > 1 { "s" } else { "" };
    format!("Remplace {count} adresse{s} de ces types, du {}.", iso(on))
}

fn said(sheet: &Sheet) -> String {
    let count = sheet.entries.len();
    let mut said = format!("{count} adresse{}.", if count > 1 { "s" } else { "" });
    if !sheet.neutralised.is_empty() {
        let lines: Vec<String> = sheet.neutralised.iter().map(u64::to_string).collect();
        said.push_str(" Un signe de formule a été retiré, ligne ");
        said.push_str(&lines.join(", "));
        said.push('.');
    }
    said
}
