//! `preau phone`: what to dial to hide one's number, or why there is nothing to dial (N145, N146).

use crate::config;
use crate::output::{self, Done, json, print, trouble};
use guide::law::State;
use guide::library::{Line, Mask, Use};
use kernel::Clock;
use serde_json::json;
use std::path::Path;
use std::process::ExitCode;

/// Options of `preau phone`.
#[derive(clap::Args)]
#[command(
    after_help = "Exit status: 0 there is a sequence, 1 there is none and the reason is given, 2 misused.\nExample:\n  preau phone --operator Orange --line fixe --use un-appel --number 0123456789"
)]
pub struct Args {
    /// The operator, as the page names it; of use for a landline.
    #[arg(long, value_name = "NAME", default_value = "")]
    operator: String,
    /// The line one calls from.
    #[arg(long, value_parser = ["fixe", "mobile"])]
    line: String,
    /// What one wants.
    #[arg(long = "use", value_parser = ["un-appel", "permanent", "verifier", "annuler", "sms"])]
    usage: String,
    /// The number to call, for one call; `-` reads it from standard input, away from the shell's history.
    #[arg(
        long,
        value_name = "NUMBER",
        default_value = "",
        allow_hyphen_values = true
    )]
    number: String,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

/// Says what to dial.
pub fn run(args: &Args, dir: Option<&Path>, clock: &dyn Clock) -> Done {
    let content = config::content(dir)?;
    let line = Line::parse(&args.line);
    let usage = Use::parse(&args.usage);
    let (Some(line), Some(usage)) = (line, usage) else {
        return Err(trouble("choose --line and --use among those of --help"));
    };
    let number = if args.number == "-" {
        output::read("-")?
    } else {
        args.number.clone()
    };
    // An operator is named as people write it.
    let low = args.operator.trim().to_lowercase();
    let known = content.operators().into_iter();
    let operator = known
        .into_iter()
        .find(|name| name.to_lowercase() == low)
        .unwrap_or(&args.operator);
    let found = content.hide_number(&Mask {
        operator,
        line,
        usage,
        number: number.trim(),
    });
    let today = kernel::date::paris_date(clock.now());
    match found {
        Ok(dial) => {
            let entry = dial.entry;
            let old = guide::is_old(entry.checked, today);
            let day = kernel::date::iso(entry.checked);
            if args.json {
                return json(&json!({
                    "keys": dial.keys, "usage": entry.usage, "entry": entry.id, "checked": day,
                    "old": old, "state": entry.state, "confidence": entry.confidence, "source": entry.source,
                }));
            }
            let doubt = match (old, entry.state) {
                (true, _) => " ; à revérifier",
                (false, State::AVerifier) => " ; à vérifier avant de s’y fier",
                _ => "",
            };
            print(&format!(
                "{}\n{}\nvérifié le {day}{doubt}",
                dial.keys, entry.usage
            ))
        }
        Err(reason) => {
            let (fr, en) = reason.reason();
            if args.json {
                json(&json!({ "keys": null, "reason": { "fr": fr, "en": en } }))?;
            } else {
                print(fr)?;
            }
            Ok(ExitCode::from(1))
        }
    }
}
