//! `preau deadline`: the end of a time limit, and its rule.

use crate::config;
use crate::output::{Done, json, print, trouble};
use guide::deadline::{Place, answer};
use std::path::Path;

/// Options of `preau deadline`.
#[derive(clap::Args)]
#[command(after_help = "Example:\n  preau deadline presse-3-mois --from 2026-09-10")]
pub struct Args {
    /// The rule; an unknown one lists them all.
    rule: String,
    /// What makes it run: a day, or a day and an hour.
    #[arg(long, value_name = "YYYY-MM-DD[THH:MM]")]
    from: String,
    /// Département, for its days off.
    #[arg(long, value_name = "DEPT")]
    place: Option<String>,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

/// Computes it.
pub fn run(args: &Args, dir: Option<&Path>) -> Done {
    let content = config::content(dir)?;
    let rule = content.deadline(&args.rule).ok_or_else(|| {
        let ids: Vec<&str> = content
            .law
            .deadlines
            .iter()
            .map(|rule| rule.id.as_str())
            .collect();
        trouble(format!(
            "no rule `{}`; there are: {}",
            args.rule,
            ids.join(", ")
        ))
    })?;
    let place = match &args.place {
        None => Place::default(),
        Some(number) => Place::of_departement(number).ok_or_else(|| {
            trouble(format!(
                "`{number}` is not a département; write 01 to 95, 2A, 2B, 971 to 978"
            ))
        })?,
    };
    let end = answer(&content.law, rule, &args.from, place).ok_or_else(|| {
        trouble(format!(
            "`{}` is not a date; write 2026-11-22 or 2026-11-22T18:00",
            args.from
        ))
    })?;
    if args.json {
        return json(&end);
    }
    print(&format!("{}\n{}", end.last, end.words))
}
