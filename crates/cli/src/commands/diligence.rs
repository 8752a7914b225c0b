//! `preau diligence`: the dated record of what was done to protect, from the export of a dossier (N045).

use crate::config;
use crate::output::{Done, json, note, print, trouble};
use crate::whole::{self, Existing};
use bundle::verify::{Content as Sealed, Lang, Options, read};
use dossier::diligence::{Diligence, in_order, minutes, sheet};
use dossier::fold::of_export;
use guide::letters::render_text;
use kernel::Clock;
use kernel::date::iso;
use kernel::ports::Typeset;
use serde_json::json;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Options of `preau diligence`.
#[derive(clap::Args)]
#[command(
    after_help = "Exit status: 0 done, 1 the dossier was changed since it was sealed, 2 it cannot be read or written.\nExamples:\n  preau diligence dossier.zip --out releve.pdf\n  preau diligence --json dossier.zip"
)]
pub struct Args {
    /// Where to write: the extension chooses the form, `.pdf`, `.odt` or `.txt`; without it, text on the screen.
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    out: Option<PathBuf>,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
    /// The export: a ZIP, or its folder.
    file: PathBuf,
}

/// Writes the record.
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
    let partial = told.iter().filter(|entry| entry.masked > 0).count() as u64;
    let withheld = report.counts.withheld.saturating_add(partial);
    if withheld > 0 {
        note(&format!(
            "{name}: withheld in this export: {withheld}; a measure may be missing"
        ));
    }
    if args.json {
        let one = |one: &Diligence| {
            let text = &one.text;
            json!({
                "measure": text.measure.name(), "on": iso(text.on), "hour": text.hour, "minutes": text.minutes,
                "with": text.with, "words": text.words, "noted": one.at.rfc3339(),
            })
        };
        let lines: Vec<_> = in_order(&case).into_iter().map(one).collect();
        return json(
            &json!({ "measures": lines, "minutes": minutes(&case), "withheld": withheld }),
        );
    }
    let doc = sheet(content, &case, &report.origin, clock.now());
    let Some(out) = &args.out else {
        return print(&render_text(&doc));
    };
    let bytes = match out.extension().and_then(|end| end.to_str()) {
        Some("pdf") => pdf::Press::new()?.pdf(&doc)?,
        Some("odt") => odt::of(&doc)?,
        Some("txt") => render_text(&doc).into_bytes(),
        _ => return Err(trouble("--out must end in .pdf, .odt or .txt")),
    };
    whole::write(out, Existing::Replace, |mut file| {
        file.write_all(&bytes)
            .map_err(|error| whole::cannot(out, &error))
    })?;
    Ok(ExitCode::SUCCESS)
}
