//! `preau letter`: a letter from a facts file.

use crate::config;
use crate::output::{Done, print, read, trouble};
use guide::law::Lang;
use guide::letters::{LetterFacts, Refusal, draft, example_facts, render_text};
use kernel::Clock;
use kernel::doc::Doc;
use kernel::ports::Typeset;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Options of `preau letter`.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  preau letter protection-fonctionnelle --example > facts.toml\n  preau letter protection-fonctionnelle --facts facts.toml --out demande.pdf\n\nExit status: 0 it is written, 1 something is missing, is not for this status, or was not read again for twelve months (named), 2 misused, or it cannot be read or written."
)]
pub struct Args {
    /// The letter; an unknown one lists them all.
    id: String,
    /// Facts (TOML or JSON); `-` is standard input.
    #[arg(long, value_name = "FILE", required_unless_present = "example")]
    facts: Option<String>,
    /// Where to write: the extension chooses the form, `.pdf`, `.odt` (to be changed in LibreOffice) or `.txt`.
    #[arg(long, value_name = "FILE", required_unless_present = "example")]
    out: Option<PathBuf>,
    /// Write a draft, with its gaps and the texts to read again; it says that it is one.
    #[arg(long)]
    draft: bool,
    /// Write it although a text it cites has not been read again for more than twelve months.
    #[arg(long)]
    accept_old: bool,
    /// Print a facts file to start from.
    #[arg(long)]
    example: bool,
}

/// Writes it; refused (status 1) while a mandatory mention is empty, which is named.
pub fn run(args: &Args, dir: Option<&Path>, clock: &dyn Clock) -> Done {
    let content = config::content(dir)?;
    if content.models.name(&args.id).is_none() {
        let ids: Vec<&str> = content.models.offers().map(|offer| offer.id).collect();
        return Err(trouble(format!(
            "no letter `{}`; there are: {}",
            args.id,
            ids.join(", ")
        )));
    }
    if args.example {
        return print(example_facts(content, &args.id).unwrap_or_default());
    }
    let file = args.facts.as_deref().unwrap_or("-");
    let mut facts = parse(&read(file)?).map_err(|error| {
        trouble(format!(
            "{file}: {error}; `preau letter {} --example` prints a facts file",
            args.id
        ))
    })?;
    if facts.letter.date.is_empty() {
        facts.letter.date = kernel::date::iso(kernel::date::paris_date(clock.now()));
    }
    let written = match draft(content, &args.id, &facts, Lang::Fr) {
        Ok(written) => written,
        Err(refusal) => return refuse(&refusal),
    };
    let today = kernel::date::paris_date(clock.now());
    let old: Vec<String> = written
        .old_texts(today)
        .iter()
        .map(|text| format!("{} ({})", text.citation, text.checked))
        .collect();
    if args.draft {
        return save(args, &written.as_draft(today));
    }
    if !old.is_empty() && !args.accept_old {
        let _ = writeln!(
            std::io::stderr(),
            "preau: these texts have not been read again for more than twelve months: {}; read them, then add --accept-old, or write a draft with --draft",
            old.join("; ")
        );
        return Ok(ExitCode::from(1));
    }
    match written.finalise() {
        Ok(doc) => save(args, &doc),
        Err(missing) => {
            let mut err = std::io::stderr();
            let _ = writeln!(
                err,
                "preau: the letter is not complete; fill these in, or write it with its gaps with --draft"
            );
            for gap in missing {
                let fields: Vec<&str> = gap
                    .fields
                    .iter()
                    .map(|field| field.field.as_str())
                    .collect();
                let _ = writeln!(err, "  - {} [{}]", gap.text, fields.join(", "));
            }
            Ok(ExitCode::from(1))
        }
    }
}

fn save(args: &Args, doc: &Doc) -> Done {
    let out = args.out.clone().unwrap_or_default();
    let bytes = match out.extension().and_then(|e| e.to_str()) {
        Some("pdf") => pdf::Press::new()?.pdf(doc)?,
        Some("odt") => odt::of(doc)?,
        Some("txt") => render_text(doc).into_bytes(),
        _ => return Err(trouble("--out must end in .pdf, .odt or .txt")),
    };
    std::fs::write(&out, bytes)
        .map_err(|error| trouble(format!("{} cannot be written: {error}", out.display())))?;
    Ok(ExitCode::SUCCESS)
}

fn parse(text: &str) -> Result<LetterFacts, String> {
    if text.trim_start().starts_with('{') {
        serde_json::from_str(text).map_err(|error| error.to_string())
    } else {
        toml::from_str(text).map_err(|error| error.to_string())
    }
}

fn refuse(refusal: &Refusal) -> Done {
    let said = match refusal {
        Refusal::NotForThisStatus { text, letters } => {
            format!("{text}\nLetters that remain open: {}", letters.join(", "))
        }
        Refusal::Unusable { values } => {
            let lines: Vec<String> = values
                .iter()
                .map(|value| format!("{} = {}", value.field, value.value))
                .collect();
            format!("these values are not known: {}", lines.join("; "))
        }
        Refusal::Replaced { texts } => {
            let ids: Vec<&str> = texts.iter().map(|text| text.citation.as_str()).collect();
            format!(
                "the letter rests on replaced texts and cannot be produced: {}",
                ids.join("; ")
            )
        }
        Refusal::UnknownLetter => "no such letter".to_owned(),
    };
    let _ = writeln!(std::io::stderr(), "preau: {said}");
    Ok(ExitCode::from(1))
}
