//! `preau verify`: content, signer, time.

use crate::config::certificates;
use crate::output::{Done, json, print, read, trouble};
use ::seal::note::Vkey;
use bundle::verify::{Content, Lang, Options, Signer, Time};
use bundle::{Report, Unreadable, verify};
use kernel::Clock;
use serde_json::json;
use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Options of `preau verify`.
#[derive(clap::Args)]
#[command(
    after_help = "Exit status: 0 nothing is false, 1 something is false (named), 2 cannot be read.\nExample:\n  preau verify --tsa-ca authority.pem --key keys.txt dossier.zip"
)]
pub struct Args {
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
    /// Keys known from elsewhere (one vkey a line).
    #[arg(long, value_name = "FILE")]
    key: Option<String>,
    /// Root certificates of time-stamping authorities.
    #[arg(long, value_name = "PEM")]
    tsa_ca: Option<PathBuf>,
    /// A receipt kept earlier, which the dossier must extend; may be repeated.
    #[arg(long, value_name = "NOTE")]
    receipt: Vec<String>,
    /// What is not known (signer, root, date) fails too.
    #[arg(long)]
    strict: bool,
    /// ZIP files or unpacked folders.
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

/// Checks each file; the worst verdict gives the status.
pub fn run(args: &Args, clock: &dyn Clock) -> Done {
    let mut options = Options::at(clock.now());
    if let Some(path) = &args.key {
        options.keys =
            keys(&read(path)?).ok_or_else(|| trouble(format!("{path}: a line is not a vkey")))?;
    }
    if let Some(path) = &args.tsa_ca {
        options.tsa_roots = certificates(path)?;
    }
    for path in &args.receipt {
        options.receipts.push(read(path)?);
    }
    let mut worst = 0_u8;
    let mut reports = Vec::new();
    let mut out = String::new();
    for path in &args.files {
        let name = path.display().to_string();
        match verify(path, &options) {
            Ok(report) => {
                worst = worst.max(report.exit(args.strict));
                let _ = write!(out, "{name}\n{}", in_words(&report));
                reports.push(
                    json!({ "file": name, "exit": report.exit(args.strict), "report": report }),
                );
            }
            Err(why) => {
                worst = worst.max(Unreadable::EXIT);
                let _ = writeln!(out, "{name}\n  illisible : {}", why.text(Lang::Fr));
                reports.push(json!({ "file": name, "exit": Unreadable::EXIT, "unreadable": why.text(Lang::En) }));
            }
        }
    }
    if args.json {
        json(&reports)
    } else {
        print(&out)
    }?;
    Ok(ExitCode::from(worst))
}

fn keys(text: &str) -> Option<Vec<Vkey>> {
    bundle::verify::read_keys(text).ok()
}

fn in_words(report: &Report) -> String {
    let content = match report.content {
        Content::True => "vrai : chaque octet est celui qui a été scellé",
        Content::False => "FAUX : quelque chose a changé",
    };
    let signer = match report.signer {
        Signer::Known => "connu",
        Signer::SelfDeclared => {
            "déclaré par le dossier lui-même ; donnez --key pour le reconnaître"
        }
        Signer::False => "FAUX",
    };
    let time = match report.time {
        Time::RootKnown => "daté par un tiers dont la racine est connue",
        Time::RootUnknown => "daté par un tiers dont la racine n’est pas connue ; donnez --tsa-ca",
        Time::None => "aucun tiers ne l’a daté",
        Time::False => "FAUX",
    };
    let mut out = String::new();
    let _ = writeln!(out, "  contenu    {content}");
    let _ = writeln!(out, "  signataire {signer}");
    let _ = writeln!(out, "  date       {time}");
    if report.sealed_by_person {
        let _ = writeln!(out, "  scellé par la personne elle-même, sans serveur");
    }
    match &report.log {
        Some(log) => {
            let known = if log.known {
                "clé connue"
            } else {
                "clé déclarée par le dossier"
            };
            let _ = writeln!(
                out,
                "  registre   {}, {} lignes ({known})",
                log.origin, log.size
            );
        }
        None if report.sealed_by_person => {}
        None => {
            let _ = writeln!(
                out,
                "  registre   aucune preuve ici : l’export a été fait avant l’inscription suivante du registre public"
            );
        }
    }
    let counts = &report.counts;
    let _ = writeln!(
        out,
        "  {} entrées, {} masquées, {} effacées, {} pièces ({} octets)",
        counts.entries, counts.withheld, counts.erased, counts.pieces, counts.piece_bytes
    );
    for dated in &report.dates {
        let by = if dated.log {
            ", par le registre public"
        } else {
            ""
        };
        let _ = writeln!(
            out,
            "  entrées 0 à {} : existaient le {} ({}{by})",
            dated.size.saturating_sub(1),
            dated.at,
            dated.authority
        );
        if let (true, Some(renewed)) = (dated.ended, &dated.renewed) {
            let _ = writeln!(
                out,
                "    le certificat de cette date a pris fin le {} ; une date du {renewed} la couvre",
                dated.until
            );
        }
    }
    for finding in &report.findings {
        let _ = writeln!(out, "  - {}", finding.text(Lang::Fr));
    }
    out
}
