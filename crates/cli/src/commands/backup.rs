//! `preau backup`: everything in one age file, from a folder that may be read-only, while the program serves.

use super::restore;
use crate::config::Place;
use crate::envelope;
use crate::output::{Done, Trouble, json, print, trouble};
use crate::whole::{self, Existing};
use kernel::Clock;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::backup::{back_up, back_up_secrets};

/// Options of `preau backup`.
#[derive(clap::Args)]
#[command(
    after_help = "Exit status: 0 done, 1 the backup that is checked is damaged, 2 it cannot be made (or what it copies is damaged) or read.\nPassphrases are read from standard input, one a line: that of the data, then that of the secrets.\nExamples:\n  preau backup --to /mnt/preau-2026-11-23.age --for age1…\n  preau backup --to data.age --passphrase --secrets /media/key/secrets.age\n  preau backup --check data.age"
)]
pub struct Args {
    /// Where to write the data.
    #[arg(long, value_name = "FILE", required_unless_present_any = ["secrets", "check"])]
    to: Option<PathBuf>,
    /// Encrypt the data to this age recipient; may be repeated.
    #[arg(long = "for", value_name = "age1…", requires = "to")]
    recipients: Vec<String>,
    /// Encrypt the data under a passphrase.
    #[arg(long, conflicts_with = "recipients", requires = "to")]
    passphrase: bool,
    /// Where to write the instance's secrets, under a passphrase of their own: to another place than the data.
    #[arg(long, value_name = "FILE")]
    secrets: Option<PathBuf>,
    /// Check a backup instead of making one (same as `preau restore FILE --check`).
    #[arg(long, value_name = "FILE", conflicts_with = "to")]
    check: Option<PathBuf>,
    /// What opens the backup to check: a file of age keys; without it, a passphrase.
    #[arg(long, value_name = "FILE", requires = "check")]
    identity: Option<PathBuf>,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    at: Place,
}

/// Writes, or checks.
pub fn run(args: &Args, clock: Arc<dyn Clock>) -> Done {
    if let Some(file) = &args.check {
        return restore::check(
            file,
            args.identity.as_deref(),
            args.secrets.as_deref(),
            args.json,
        );
    }
    let to = envelope::recipients(&args.recipients)?;
    if args.to.is_some() && to.is_empty() && !args.passphrase {
        return Err(trouble(
            "say what encrypts the data: --for age1… or --passphrase",
        ));
    }
    let first = match args.passphrase {
        true => Some(envelope::new_passphrase("the data")?),
        false => None,
    };
    let second = match &args.secrets {
        Some(_) => Some(envelope::new_passphrase("the secrets")?),
        None => None,
    };
    if first.is_some() && first == second {
        return Err(trouble(
            "the secrets need a passphrase of their own: whoever opens the data must not open them too",
        ));
    }
    if args.to.is_some() && args.to == args.secrets {
        return Err(trouble("the secrets go to a file of their own"));
    }
    let config = args.at.read()?.store_config(clock);
    let mut told = json!({});
    let mut lines = Vec::new();
    if let Some(path) = &args.to {
        let first = first.as_deref().map(String::as_str).unwrap_or_default();
        let done = whole::write(path, Existing::Keep, |file| {
            let out = envelope::begin(file, &to, first)?;
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .map_err(|error| trouble(error.to_string()))?;
            let (out, done) = runtime.block_on(back_up(&config, out))?;
            envelope::finish(out, path)?;
            Ok(done)
        })?;
        lines.push(format!(
            "{}: {} dossier(s), {} file(s), {} bytes of pieces, {} rows",
            path.display(),
            done.dossiers,
            done.files,
            done.bytes,
            done.rows
        ));
        told = json!({
            "file": path, "dossiers": done.dossiers, "files": done.files, "bytes": done.bytes,
            "rows": done.rows, "log": done.log,
        });
    }
    if let Some(path) = &args.secrets {
        let count = secrets(path, &config, second.as_deref().map(String::as_str))?;
        lines.push(format!(
            "{}: {count} secrets; keep this file elsewhere than the data",
            path.display()
        ));
        if let Some(map) = told.as_object_mut() {
            map.insert("secrets".into(), count.into());
        }
    }
    if args.json {
        return json(&told);
    }
    print(&lines.join("\n"))
}

fn secrets(
    path: &Path,
    config: &store::StoreConfig,
    typed: Option<&str>,
) -> Result<usize, Trouble> {
    whole::write(path, Existing::Keep, |file| {
        let out = envelope::begin(file, &[], typed.unwrap_or_default())?;
        let (out, count) = back_up_secrets(config, out)?;
        envelope::finish(out, path)?;
        Ok(count)
    })
}
