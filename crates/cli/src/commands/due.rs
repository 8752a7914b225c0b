//! `preau due`: what is late and what comes, from the export of a dossier (N021), or from a dossier that a token reads.

use crate::config;
use crate::output::{Done, Trouble, json, note, print, trouble};
use crate::whole;
use bundle::verify::{Content as Sealed, Lang, Options, read};
use dossier::agenda::days;
use dossier::fold::of_export;
use dossier::told;
use kernel::date::paris_date;
use kernel::{Clock, Code, DossierId};
use outbound::Reader;
use serde_json::Value;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use ui::Words;

/// Options of `preau due`.
#[derive(clap::Args)]
#[command(
    after_help = "The token comes from the page « Donner accès à un programme » of the dossier. It is read from a file, so that it stands in no list of processes.\nExit status: 0 nothing is late, 1 the dossier was changed since it was sealed, 2 it cannot be read, 3 something is late.\nExamples:\n  preau due dossier.zip\n  preau due --ics dates.ics dossier.zip\n  preau due --url https://preau.example.org --token-file token"
)]
pub struct Args {
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
    /// Write the days as a calendar (.ics) into this file, which must not exist yet.
    #[arg(long, value_name = "OUT")]
    ics: Option<PathBuf>,
    /// The address of an instance, to ask for a dossier instead of reading an export.
    #[arg(long, value_name = "URL", requires = "token_file", conflicts_with_all = ["file", "ics"])]
    url: Option<String>,
    /// A file that holds the token, alone.
    #[arg(long, value_name = "FILE", requires = "url")]
    token_file: Option<PathBuf>,
    /// The export: a ZIP, or its folder.
    #[arg(required_unless_present = "url")]
    file: Option<PathBuf>,
}

/// Something is late.
const LATE: u8 = 3;
/// Longest answer of an instance, in bytes.
const LONGEST: usize = 4 << 20;
const FR: Words = Words(ui::Lang::Fr);

/// Lists the days to keep, the nearest first.
pub fn run(args: &Args, dir: Option<&Path>, clock: &dyn Clock) -> Done {
    if let (Some(url), Some(token)) = (&args.url, &args.token_file) {
        return say(args, &asked(url, token)?);
    }
    let file = args.file.clone().unwrap_or_default();
    let content = config::content(dir)?;
    let name = file.display();
    let (report, told) = read(&file, &Options::at(clock.now()))
        .map_err(|why| trouble(format!("{name}: {}", why.text(Lang::En))))?;
    if report.content == Sealed::False {
        let said = "it was changed since it was sealed; `preau verify` says where";
        crate::output::fail(&trouble(format!("{name}: {said}")));
        return Ok(ExitCode::from(1));
    }
    let case = of_export(&told);
    let today = paris_date(clock.now());
    // An entry that this export does not show, or shows in part, may hold a day or move one.
    let partial = told.iter().filter(|entry| entry.masked > 0).count() as u64;
    let withheld = report.counts.withheld.saturating_add(partial);
    if withheld > 0 {
        note(&format!(
            "{name}: withheld in this export: {withheld}; a day may be missing"
        ));
    }
    if let Some(out) = &args.ics {
        let kept = days(content, &case, today);
        // Every entry names its dossier; without an entry there is no day.
        let d = told
            .first()
            .map_or(DossierId::new([0; 16]), |one| one.line.d);
        let text = dossier::calendar::of(&kept, d, &FR.t("calendar-event"));
        // A file that is there already is somebody's.
        whole::write(out, whole::Existing::Keep, |mut file| {
            file.write_all(text.as_bytes())
                .map_err(|error| whole::cannot(out, &error))
        })?;
    }
    say(args, &told::due(content, &case, today, withheld, FR))
}

/// What an instance answers for a token.
fn asked(url: &str, token: &Path) -> Result<Value, Trouble> {
    let held = std::fs::read_to_string(token)
        .map_err(|error| trouble(format!("{} cannot be read: {error}", token.display())))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| trouble(error.to_string()))?;
    let reader = Reader::new(url)?.with_bearer(held.trim());
    let answer = runtime.block_on(reader.get("api/v1/dossier/deadlines", LONGEST));
    let answer = answer.map_err(|fault| match fault.code() {
        Code::SignIn => trouble(format!(
            "{url}: this token opens nothing there: it was never made, was closed, or is over; the owner of the dossier can make another one"
        )),
        _ => trouble(format!("{url}: {fault}")),
    })?;
    serde_json::from_slice(&answer)
        .map_err(|error| trouble(format!("{url}: not an answer of Préau: {error}")))
}

/// Says what [`told::due`] found, here or over there.
fn say(args: &Args, due: &Value) -> Done {
    let kept = due.get("days").and_then(Value::as_array);
    let kept = kept.map_or(&[][..], Vec::as_slice);
    let late = |of: &Value| of.get("late") == Some(&Value::Bool(true));
    let text = |day: &Value, name: &str| {
        let text = day.get(name).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    if args.json {
        json(due)?;
    } else if kept.is_empty() {
        print("Aucune date à garder.")?;
    } else {
        let lines = kept.iter().map(|day| {
            let said = if late(day) { "EN RETARD " } else { "" };
            let title = Some(text(day, "title")).filter(|title| !title.is_empty());
            let title = title.map(|title| format!("{title} : ")).unwrap_or_default();
            format!("{}  {said}{title}{}", text(day, "on"), text(day, "words"))
        });
        print(&lines.collect::<Vec<_>>().join("\n"))?;
    }
    Ok(if late(due) {
        ExitCode::from(LATE)
    } else {
        ExitCode::SUCCESS
    })
}
