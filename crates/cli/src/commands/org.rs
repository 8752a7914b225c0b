//! `preau org`: the organisations that help people on this instance.

use super::user;
use crate::config::Place;
use crate::output::{Done, Trouble, print, trouble};
use accounts::people::{Org, OrgKind};
use kernel::{Clock, Code, OrgId};
use serde_json::json;
use std::sync::Arc;

/// Options of `preau org`.
#[derive(clap::Subcommand)]
#[command(
    after_help = "Example:\n  preau org add \"ASL de la Haute-Garonne\" --kind asl --place 31\n  preau org team \"Permanence\" --org 0123456789abcdef0123456789abcdef --member 89abcdef0123456789abcdef01234567\n  preau org list"
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
    /// A team: what is opened to it opens for each of its members, who add and take out each other from then on.
    Team {
        /// Its name, as people read it.
        name: String,
        /// The organisation, as `preau org list` gives it.
        #[arg(long, value_name = "ID")]
        org: String,
        /// Its members, as `preau user list` gives them: people of the organisation who came in.
        #[arg(long = "member", value_name = "ID", required = true)]
        members: Vec<String>,
        #[command(flatten)]
        at: Place,
    },
    /// Take a team away: what was opened to it is closed at once, and its notes are erased.
    RemoveTeam {
        /// As `preau user list` gives it.
        team: String,
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

pub(super) fn read_org(id: &str) -> Result<OrgId, Trouble> {
    let id = id.parse();
    id.map_err(|_| trouble("no such organisation: `preau org list` gives them"))
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
        Command::Team {
            name,
            org,
            members,
            at,
        } => {
            let org = read_org(&org)?;
            let members = members.iter().map(|id| user::account(id));
            let members = members.collect::<Result<Vec<_>, _>>()?;
            at.with(clock, move |accounts| async move {
                let team = accounts.add_team(org, &name, &members).await;
                let team = team.map_err(|fault| match fault.code() {
                    Code::Invalid => trouble(
                        "a team has a name and 1 to 40 members, all of this organisation, who came in and whose role reads \
                         dossiers",
                    ),
                    _ => fault.into(),
                })?;
                print(&team.to_string())
            })
        }
        Command::RemoveTeam { team, at } => {
            let team = user::account(&team)?;
            at.with(clock, move |accounts| async move {
                accounts.remove_team(team).await?;
                print("removed")
            })
        }
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
