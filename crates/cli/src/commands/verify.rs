//! `preau verify`: content, signer, time.

use crate::config::certificates;
use crate::output::{Done, json, print, read, trouble};
use ::seal::note::Vkey;
use bundle::verify::{Capture, Content, Counts, Lang, Options, Signer, Sort, Time};
use bundle::{Report, Unreadable, verify};
use kernel::Clock;
use serde_json::json;
use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Options of `preau verify`.
#[derive(clap::Args)]
#[command(
    after_help = "Exit status: 0 nothing is false, 1 something is false (named), 2 cannot be read.\nExample:\n  preau verify --tsa-ca authority.pem --key keys.txt dossier.zip\n  preau verify --tsa-ca authority.pem page.wacz"
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
    /// Root certificates of the names that sign captured pages.
    #[arg(long, value_name = "PEM")]
    web_ca: Option<PathBuf>,
    /// A receipt kept earlier, which the dossier must extend; may be repeated.
    #[arg(long, value_name = "NOTE")]
    receipt: Vec<String>,
    /// What is not known (signer, root, date) fails too.
    #[arg(long)]
    strict: bool,
    /// Dossiers (ZIP) or captured pages (WACZ), or unpacked folders of them.
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
    if let Some(path) = &args.web_ca {
        options.web_roots = certificates(path)?;
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
    let page = report.sort == Sort::Capture;
    let content = match report.content {
        Content::True if page => {
            "vrai : fichiers, enregistrements, index et pages s’accordent avec la liste"
        }
        Content::False if page => "FAUX : quelque chose ne s’accorde pas",
        Content::True => "vrai : chaque octet est celui qui a été scellé",
        Content::False => "FAUX : quelque chose a changé",
    };
    let signer = match report.signer {
        Signer::Known => "connu",
        Signer::SelfDeclared if page => {
            "déclaré par la page gardée elle-même ; donnez --web-ca pour reconnaître un nom"
        }
        Signer::SelfDeclared => {
            "déclaré par le dossier lui-même ; donnez --key pour le reconnaître"
        }
        Signer::False => "FAUX",
        Signer::None => "personne n’a signé",
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
        None if report.sealed_by_person || page => {}
        None => {
            let _ = writeln!(
                out,
                "  registre   aucune preuve ici : l’export a été fait avant l’inscription suivante du registre public"
            );
        }
    }
    if let Some(capture) = &report.capture {
        tell(&mut out, capture);
    }
    for inside in &report.captures {
        let _ = writeln!(
            out,
            "  {} : contenu {}, signataire {}, date {}",
            inside.path,
            word(inside.content),
            word(inside.signer),
            word(inside.time)
        );
    }
    let counts = &report.counts;
    if page {
        let _ = writeln!(
            out,
            "  {} fichiers ({} octets)",
            counts.pieces, counts.piece_bytes
        );
    } else {
        entries(&mut out, counts);
    }
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

/// The word of a verdict on a piece.
fn word(verdict: impl serde::Serialize) -> &'static str {
    let id = serde_json::to_value(verdict).unwrap_or_default();
    match id.as_str().unwrap_or_default() {
        "true" => "vrai",
        "false" => "FAUX",
        "known" => "connu",
        "self-declared" => "déclaré par lui-même",
        "root-known" => "racine connue",
        "root-unknown" => "racine inconnue",
        _ => "aucun",
    }
}

fn tell(out: &mut String, capture: &Capture) {
    let _ = writeln!(
        out,
        "  {} ({})\n  {} enregistrements, {} lignes d’index, {} pages",
        capture.url, capture.created, capture.records, capture.index_lines, capture.pages
    );
    let form = match capture.signed.as_str() {
        "anonymous" => "signée par une clé",
        "domain" => "signée par un nom",
        _ => "sans signature",
    };
    let _ = writeln!(out, "  {form} {}", capture.domain);
    for date in &capture.dates {
        let what = if date.of == "manifest" {
            "la liste de ce qui a été vu existait"
        } else {
            "la signature existait"
        };
        let _ = writeln!(out, "  {what} le {} ({})", date.at, date.authority);
    }
}

fn entries(out: &mut String, counts: &Counts) {
    let _ = writeln!(
        out,
        "  {} entrées, {} masquées, {} effacées, {} pièces ({} octets)",
        counts.entries, counts.withheld, counts.erased, counts.pieces, counts.piece_bytes
    );
}
