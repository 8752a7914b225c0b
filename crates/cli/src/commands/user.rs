//! `preau user`: those who work for an organisation. No act here opens a dossier: an invitation makes a new key, and
//! owners share again.

use super::org;
use crate::config::Place;
use crate::output::{Done, Trouble, print, trouble};
use accounts::Accounts;
use accounts::pages::urls::Invitation;
use accounts::people::Role;
use kernel::{AccountId, Clock, Code};
use seal::invite::Invite;
use serde_json::json;
use std::sync::Arc;
use ui::Url;

/// Options of `preau user`.
#[derive(clap::Subcommand)]
#[command(
    after_help = "Example:\n  preau user add \"Camille Martin\" --org 0123456789abcdef0123456789abcdef --role adviser\n  preau user list"
)]
pub enum Command {
    /// Add somebody: prints the address to send, and the four words to tell by another way.
    Add {
        /// The name that people read when they choose.
        name: String,
        /// The organisation, as `preau org list` gives it.
        #[arg(long, value_name = "ID")]
        org: String,
        /// adviser, lawyer, coordinator, head, dpo or administrator.
        #[arg(long, value_name = "ROLE")]
        role: String,
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
    /// Invite somebody again, who lost every way in. What was open to her is closed: owners share again. Refused while she
    /// keeps dossiers of her own.
    Invite {
        /// As `preau user list` gives it.
        account: String,
        #[command(flatten)]
        at: Place,
    },
    /// Take somebody away. What was open to her is closed at once; dossiers of her own stay hers.
    Remove {
        /// As `preau user list` gives it.
        account: String,
        #[command(flatten)]
        at: Place,
    },
}

pub(super) fn account(text: &str) -> Result<AccountId, Trouble> {
    let id = text.parse();
    id.map_err(|_| trouble("no such account: `preau user list` gives them"))
}

/// What an administrator is asked for at this address.
fn passkey(accounts: &Accounts, role: Role) -> &'static str {
    match (role, &accounts.doors.site) {
        (Role::Administrator, Some(_)) => {
            "\nShe makes a passkey as she comes in: let her open the address on a device of her own."
        }
        (Role::Administrator, None) => {
            "\nBrowsers know no passkey at this address (it takes HTTPS and a name, or localhost): her code is all that is asked."
        }
        _ => "",
    }
}

fn told(at: &Place, invite: &Invite, more: &str) -> Result<String, Trouble> {
    let url = Invitation(invite.token().text()).path();
    let words = invite.words().join(" ");
    Ok(format!(
        "{}{url}\n{words}\n\nSend the address one way and tell the words another way; 14 days, five tries.{more}",
        at.public_url()?
    ))
}

/// Adds, lists, invites or removes.
pub fn run(command: Command, clock: Arc<dyn Clock>) -> Done {
    match command {
        Command::Add {
            name,
            org,
            role,
            at,
        } => {
            let org = org::read_org(&org)?;
            let role = Role::read(&role).filter(|role| Role::STAFF.contains(role));
            let role = role.ok_or_else(|| {
                trouble("--role is one of adviser, lawyer, coordinator, head, dpo, administrator")
            })?;
            let here = at.clone();
            at.with(clock, move |accounts| async move {
                let (_, invite) = accounts.add_member(org, role, &name).await?;
                print(&told(&here, &invite, passkey(&accounts, role))?)
            })
        }
        Command::List { json, at } => at.with(clock, move |accounts| async move {
            let members = accounts.members().await?;
            if json {
                let all = members.iter().map(|one| {
                    json!({
                        "account": one.account.to_string(), "name": one.name, "role": one.role.name(),
                        "org": org::as_json(&one.org), "came": one.recipient.is_some(),
                    })
                });
                return print(&serde_json::Value::from(all.collect::<Vec<_>>()).to_string());
            }
            let lines = members.iter().map(|one| {
                let came = if one.recipient.is_some() { "" } else { "  (invited)" };
                let parts = [&one.account.to_string(), one.role.name(), &one.name, &one.org.name];
                [parts.join("  ").as_str(), came].concat()
            });
            print(&lines.collect::<Vec<_>>().join("\n"))
        }),
        Command::Invite { account: id, at } => {
            let (id, here) = (account(&id)?, at.clone());
            at.with(clock, move |accounts| async move {
                let invite = accounts.invite_again(id).await.map_err(|fault| match fault.code() {
                    Code::Conflict => trouble(
                        "she keeps dossiers of her own, which nobody could open any more: let her come back with another \
                         of her ways (sheet, cards, passphrase), or take her away and add her anew",
                    ),
                    _ => fault.into(),
                })?;
                let role = accounts.role(id).await?;
                print(&told(&here, &invite, passkey(&accounts, role))?)
            })
        }
        Command::Remove { account: id, at } => {
            let id = account(&id)?;
            at.with(clock, move |accounts| async move {
                accounts.remove_member(id).await?;
                print("removed")
            })
        }
    }
}
