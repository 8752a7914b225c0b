//! `preau purge`: deletes the dossiers whose time is over (`serve` does it too, every five minutes), and suspends that
//! for one of them on a court's order. Nothing here can open a dossier.

use crate::config::Place;
use crate::output::{Done, json, print, trouble};
use kernel::{Clock, Code, DossierId};
use serde_json::json;
use std::sync::Arc;
use store::journal;

/// Options of `preau purge`.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  preau purge --dry-run\n  preau purge --hold 4f0c…  keeps a dossier from the automatic purge; its owner may still erase it"
)]
pub struct Args {
    /// Count, and delete nothing.
    #[arg(long)]
    dry_run: bool,
    /// Keep this dossier from the automatic purge. Its number stands in every export, after `/d/`.
    #[arg(long, value_name = "DOSSIER", conflicts_with_all = ["dry_run", "release"])]
    hold: Option<String>,
    /// Let the automatic purge run again for it: not before two months from now.
    #[arg(long, value_name = "DOSSIER", conflicts_with = "dry_run")]
    release: Option<String>,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    at: Place,
}

/// Purges, counts, holds or releases.
pub fn run(args: &Args, clock: Arc<dyn Clock>) -> Done {
    let named = args.hold.as_deref().map(|id| (id, true));
    let named = named.or_else(|| args.release.as_deref().map(|id| (id, false)));
    if let Some((id, held)) = named {
        let d: DossierId = id
            .parse()
            .map_err(|_| trouble("a dossier's number has 32 characters, 0 to 9 and a to f"))?;
        return args.at.with(clock, move |accounts| async move {
            let store = accounts.store.clone();
            let done = accounts.store.db.write(move |tx| {
                Box::pin(async move { journal::hold_by_operator(tx, &store, d, held).await })
            });
            match done.await {
                Err(fault) if fault.code() == Code::NotFound => {
                    Err(trouble("there is no such dossier here"))
                }
                Err(fault) => Err(fault.into()),
                Ok(()) if held => print("held: the automatic purge passes it over"),
                Ok(()) => print("released"),
            }
        });
    }
    let (dry_run, as_json) = (args.dry_run, args.json);
    args.at.with(clock, move |accounts| async move {
        let store = accounts.store.clone();
        let counts = accounts
            .store
            .db
            .read(move |tx| Box::pin(async move { journal::overdue(tx, &store).await }));
        let (due, held) = counts.await?;
        let purged = if dry_run { 0 } else { accounts.purge().await? };
        if as_json {
            return json(&json!({ "due": due, "held": held, "purged": purged }));
        }
        let said = match dry_run {
            true => format!("{due} dossier(s) past their time would be deleted"),
            false => format!("{purged} dossier(s) past their time were deleted"),
        };
        print(&format!("{said}; {held} more are held"))
    })
}
