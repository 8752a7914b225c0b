//! `preau org`: the organisations that help people on this instance.

use crate::config::Place;
use crate::output::{Done, print, trouble};
use accounts::people::{Org, OrgKind};
use kernel::Clock;
use serde_json::json;
use std::sync::Arc;

/// Options of `preau org`.
#[derive(clap::Subcommand)]
#[command(
    after_help = "Example:\n  preau org add \"ASL de la Haute-Garonne\" --kind asl --place 31\n  preau org list"
)]
pub enum Command {
    /// Add an organisation.
    Add {
        /// Its name, as people read it.
        name: String,
        /// What it is: asl, union, association, school, academy.
        #[arg(long, value_name = "KIND")]
        kind: String,
        /// Its département, or where it is.
        #[arg(long, value_name = "PLACE", default_value = "")]
        place: String,
        #[command(flatten)]
        at: Place,
    },
    /// List them.
    List {
        /// As JSON.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        at: Place,
    },
}

pub(super) fn as_json(org: &Org) -> serde_json::Value {
    json!({
        "id": org.id.to_string(), "name": org.name, "kind": org.kind.name(), "place": org.place,
    })
}

/// Adds or lists.
pub fn run(command: Command, clock: Arc<dyn Clock>) -> Done {
    match command {
        Command::Add {
            name,
            kind,
            place,
            at,
        } => at.with(clock, |accounts| async move {
            let kind = OrgKind::read(&kind).ok_or_else(|| {
                trouble("--kind is one of asl, union, association, school, academy")
            })?;
            let org = accounts.add_org(&name, kind, &place).await?;
            print(&org.id.to_string())
        }),
        Command::List { json, at } => at.with(clock, move |accounts| async move {
            let orgs = accounts.orgs().await?;
            if json {
                let all: Vec<_> = orgs.iter().map(as_json).collect();
                return print(&serde_json::Value::from(all).to_string());
            }
            let lines = orgs.iter().map(|org| {
                let parts = [org.id.to_string(), org.kind.name().to_owned()];
                [parts.join("  "), org.name.clone(), org.place.clone()].join("  ")
            });
            print(&lines.collect::<Vec<_>>().join("\n"))
        }),
    }
}
