//! `preau plan`: what to do, in order, with dates.

use crate::config;
use crate::output::{Done, json, print, read, trouble};
use guide::plan::{Plan, Situation, plan};
use kernel::Clock;
use std::fmt::Write;
use std::path::Path;

/// Options of `preau plan`.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  preau plan --kind menaces\n  preau plan --example > facts.toml; preau plan --facts facts.toml --json"
)]
pub struct Args {
    /// A kind of situation; may be repeated.
    #[arg(long = "kind", value_name = "KIND")]
    kinds: Vec<String>,
    /// Facts (TOML or JSON); `-` is standard input.
    #[arg(long, value_name = "FILE")]
    facts: Option<String>,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
    /// Print a facts file to start from.
    #[arg(long)]
    example: bool,
}

/// Reads the facts, prints the plan.
pub fn run(args: &Args, dir: Option<&Path>, clock: &dyn Clock) -> Done {
    if args.example {
        return print(Situation::example());
    }
    let content = config::content(dir)?;
    let mut situation = match &args.facts {
        Some(file) => Situation::parse(&read(file)?).map_err(|error| {
            trouble(format!(
                "{file}: {error}; `preau plan --example` prints a facts file"
            ))
        })?,
        None => Situation::default(),
    };
    situation.kinds.extend(args.kinds.iter().cloned());
    if situation.kinds.is_empty() {
        let ids: Vec<&str> = content.kinds().map(|kind| kind.id.as_str()).collect();
        return Err(trouble(format!(
            "say which situation with --kind: {}",
            ids.join(", ")
        )));
    }
    let faults = situation.faults(content);
    if !faults.is_empty() {
        return Err(trouble(faults.join("\n")));
    }
    let found = plan(content, &situation, kernel::date::paris_date(clock.now()));
    if args.json {
        json(&found)
    } else {
        print(&in_words(&found))
    }
}

/// The plan as text.
pub fn in_words(plan: &Plan) -> String {
    let mut out = String::new();
    let names: Vec<&str> = plan
        .kinds
        .iter()
        .map(|kind| kind.name.fr.as_str())
        .collect();
    // Writing to a string does not fail.
    let _ = writeln!(
        out,
        "Cela peut relever de : {}\n\nAujourd’hui",
        names.join(" ; ")
    );
    for act in &plan.today {
        let _ = writeln!(out, "  - {}", act.text.fr);
    }
    let _ = writeln!(out, "\nDates");
    for clock in &plan.deadlines {
        let due = clock
            .due
            .map_or_else(|| clock.starts.fr.clone(), |due| due.iso());
        let _ = writeln!(out, "  - {} : {due} ({})", clock.name.fr, clock.rule.fr);
    }
    let _ = writeln!(out, "\nEnsuite");
    for (step, number) in plan.steps.iter().zip(1..) {
        let _ = writeln!(out, "  {number}. {} ({})", step.title.fr, step.when.fr);
    }
    let _ = writeln!(out, "\nÀ éviter");
    for avoid in &plan.not_to_do {
        let _ = writeln!(out, "  - {} {}", avoid.what.fr, avoid.why.fr);
    }
    for way in &plan.not_advised {
        let _ = writeln!(out, "  - {} {}", way.what.fr, way.why.fr);
    }
    list(
        &mut out,
        "Ce qu’un refus ou un silence ouvre",
        plan.consequences
            .iter()
            .map(|opened| [opened.title.fr.as_str(), " : ", &opened.text.fr].concat()),
    );
    list(
        &mut out,
        "Ce qui peut engager votre responsabilité",
        plan.liability.iter().map(|answerable| {
            [answerable.engages.fr.as_str(), " ", &answerable.reduces.fr].concat()
        }),
    );
    list(
        &mut out,
        "Deux chemins vers un avocat",
        plan.counsels.iter().map(|way| {
            [
                way.title.fr.as_str(),
                " : ",
                &way.conditions.fr,
                " ",
                &way.pays.fr,
                " ",
                &way.delay.fr,
            ]
            .concat()
        }),
    );
    list(
        &mut out,
        "Listes à suivre",
        plan.checklists.iter().map(|list| list.title.fr.clone()),
    );
    let _ = writeln!(out, "\nÀ qui parler");
    for contact in &plan.contacts {
        let how = contact
            .contact
            .as_ref()
            .map(|how| format!(" : {}", how.fr))
            .unwrap_or_default();
        let _ = writeln!(out, "  - {}{how}", contact.name.fr);
    }
    out
}

/// A titled list; nothing when it is empty.
fn list(out: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    for (at, line) in lines.enumerate() {
        if at == 0 {
            let _ = writeln!(out, "\n{title}");
        }
        let _ = writeln!(out, "  - {line}");
    }
}
