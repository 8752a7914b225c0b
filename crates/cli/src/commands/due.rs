//! `preau due`: what is late and what comes, from the export of a dossier (N021).

use crate::config;
use crate::output::{Done, json, note, print, trouble};
use crate::whole;
use bundle::verify::{Content as Sealed, Lang, Options, read};
use dossier::fold::of_export;
use dossier::follow::{Keep, Why, days};
use dossier::pages::notes;
use kernel::date::{iso, paris_date};
use kernel::{Clock, DossierId};
use serde_json::{Value, json};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use ui::Words;

/// Options of `preau due`.
#[derive(clap::Args)]
#[command(
    after_help = "Exit status: 0 nothing is late, 1 the dossier was changed since it was sealed, 2 it cannot be read, 3 something is late.\nExample:\n  preau due dossier.zip\n  preau due --ics dates.ics dossier.zip"
)]
pub struct Args {
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
    /// Write the days as a calendar (.ics) into this file, which must not exist yet.
    #[arg(long, value_name = "OUT")]
    ics: Option<PathBuf>,
    /// The export: a ZIP, or its folder.
    file: PathBuf,
}

/// Something is late.
const LATE: u8 = 3;

/// Lists the days to keep, the nearest first.
pub fn run(args: &Args, dir: Option<&Path>, clock: &dyn Clock) -> Done {
    let content = config::content(dir)?;
    let name = args.file.display();
    let (report, told) = read(&args.file, &Options::at(clock.now()))
        .map_err(|why| trouble(format!("{name}: {}", why.text(Lang::En))))?;
    if report.content == Sealed::False {
        let said = "it was changed since it was sealed; `preau verify` says where";
        crate::output::fail(&trouble(format!("{name}: {said}")));
        return Ok(ExitCode::from(1));
    }
    let case = of_export(&told);
    let today = paris_date(clock.now());
    let kept = days(content, &case, today);
    let late = kept.iter().any(|keep| keep.late);
    let title = |keep: &Keep<'_>| {
        let subject = keep.subject.as_ref()?;
        let title = notes::title(content, subject)?;
        Some(title.fr.clone())
    };
    // An entry that this export does not show, or shows in part, may hold a day or move one.
    let partial = told.iter().filter(|entry| entry.masked > 0).count() as u64;
    let withheld = report.counts.withheld.saturating_add(partial);
    if withheld > 0 {
        note(&format!(
            "{name}: withheld in this export: {withheld}; a day may be missing"
        ));
    }
    if let Some(out) = &args.ics {
        let words = Words(ui::Lang::Fr);
        // Every entry names its dossier; without an entry there is no day.
        let d = told
            .first()
            .map_or(DossierId::new([0; 16]), |one| one.line.d);
        let text = dossier::calendar::of(&kept, d, &words.t("calendar-event"));
        // A file that is there already is somebody's.
        whole::write(out, whole::Existing::Keep, |mut file| {
            file.write_all(text.as_bytes())
                .map_err(|error| whole::cannot(out, &error))
        })?;
    }
    if args.json {
        let all: Vec<Value> = kept.iter().map(|keep| to_json(keep, title(keep))).collect();
        json(&json!({ "today": iso(today), "late": late, "withheld": withheld, "days": all }))?;
    } else if kept.is_empty() {
        print("Aucune date à garder.")?;
    } else {
        let lines = kept.iter().map(|keep| {
            let late = if keep.late { "EN RETARD " } else { "" };
            let title = title(keep)
                .map(|title| format!("{title} : "))
                .unwrap_or_default();
            let words = notes::keep(Words(ui::Lang::Fr), content, keep);
            format!("{}  {late}{title}{words}", iso(keep.on))
        });
        print(&lines.collect::<Vec<_>>().join("\n"))?;
    }
    Ok(if late {
        ExitCode::from(LATE)
    } else {
        ExitCode::SUCCESS
    })
}

fn to_json(keep: &Keep<'_>, title: Option<String>) -> Value {
    let (why, rule) = match keep.why {
        Why::Answer(rule) => ("answer", Some(rule)),
        Why::Look => ("look", None),
        Why::Limit(rule) => ("limit", Some(rule)),
    };
    json!({
        "on": iso(keep.on),
        "late": keep.late,
        "why": why,
        "rule": rule,
        "step": keep.subject.as_ref().map(|subject| subject.id()),
        "title": title,
    })
}
