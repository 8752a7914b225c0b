//! `preau mission`: the sheet for a commissaire de justice, from the export of a dossier (N036).

use crate::config;
use crate::output::{Done, note, print, trouble};
use crate::whole::{self, Existing};
use bundle::verify::{Content as Sealed, Lang, Options, read};
use dossier::fold::of_export;
use dossier::mission::sheet::sheet;
use dossier::mission::{Mission, targets};
use guide::letters::render_text;
use kernel::Clock;
use kernel::ports::Typeset;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Options of `preau mission`.
#[derive(clap::Args)]
#[command(
    after_help = "The addresses are those that were chosen in the dossier; with none chosen, all but what is kept back.\nExit status: 0 it is written, 1 the dossier was changed since it was sealed, 2 it cannot be read or written.\nExamples:\n  preau mission dossier.zip --out fiche.pdf\n  preau mission --list dossier.zip"
)]
pub struct Args {
    /// Where to write: the extension chooses the form, `.pdf`, `.odt` or `.txt`; without it, text on the screen.
    #[arg(long, value_name = "FILE", conflicts_with = "list")]
    out: Option<PathBuf>,
    /// Print the addresses that the dossier gives, `+` before those that go in.
    #[arg(long)]
    list: bool,
    /// Every address, whatever was chosen.
    #[arg(long)]
    all: bool,
    /// The export: a ZIP, or its folder.
    file: PathBuf,
}

/// Writes the sheet.
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
    let mut case = of_export(&told);
    // An entry that this export does not show, or shows in part, may give an address.
    let partial = told.iter().filter(|entry| entry.masked > 0).count() as u64;
    let withheld = report.counts.withheld.saturating_add(partial);
    if withheld > 0 {
        note(&format!(
            "{name}: withheld in this export: {withheld}; an address may be missing"
        ));
    }
    if args.all {
        let all = targets(content, &case).into_iter();
        let places = all.flat_map(|target| target.places).collect();
        case.mission = Some(Mission {
            seq: 0,
            at: clock.now(),
            targets: places,
            more: case.mission.map(|mission| mission.more).unwrap_or_default(),
        });
    }
    if args.list {
        let all = targets(content, &case);
        let lines = all.iter().map(|target| {
            let mark = if target.is_chosen(case.mission.as_ref()) {
                "+"
            } else {
                " "
            };
            format!("{mark} {}", target.address)
        });
        return print(&lines.collect::<Vec<_>>().join("\n"));
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
