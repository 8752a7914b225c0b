//! `preau restore`: puts a backup into an empty place, or only checks it.

use crate::config::Place;
use crate::envelope::{self, Key};
use crate::output::{Done, Trouble, json, note, print, trouble};
use crate::whole;
use kernel::{Clock, Code, Fault};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use store::backup::{self, Found, SecretsCopy};
use store::erasures;

/// Options of `preau restore`.
#[derive(clap::Args)]
#[command(
    after_help = "Exit status: 0 done, 1 the backup was changed or is not whole, 2 it cannot be read or put there.\nPassphrases are read from standard input, one a line: that of the data unless --identity opens it, then that of the secrets.\nExamples:\n  preau restore data.age --check --identity key.txt\n  preau restore data.age --identity key.txt --secrets secrets.age --into /var/lib/preau --erasures /mnt/erasures.list"
)]
pub struct Args {
    /// The backup.
    file: PathBuf,
    /// Read and check everything; write nothing.
    #[arg(long)]
    check: bool,
    /// The folder to restore into: empty, or not there yet.
    #[arg(long, value_name = "DIR", required_unless_present = "check", conflicts_with_all = ["check", "data"])]
    into: Option<PathBuf>,
    /// The backup of the secrets.
    #[arg(long, value_name = "FILE", required_unless_present = "check")]
    secrets: Option<PathBuf>,
    /// What opens the data: a file of age keys; without it, a passphrase.
    #[arg(long, value_name = "FILE")]
    identity: Option<PathBuf>,
    /// The list of erasures kept beside the backups [default: the setting `erasures`, or erasures.list beside the backup].
    #[arg(long, value_name = "FILE", conflicts_with_all = ["check", "without_erasures"])]
    erasures: Option<PathBuf>,
    /// Go on without that list: what people erased since this backup comes back.
    #[arg(long)]
    without_erasures: bool,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    at: Place,
}

/// Restores, or checks.
pub fn run(args: &Args, clock: Arc<dyn Clock>) -> Done {
    let (Some(into), Some(secrets)) = (&args.into, &args.secrets) else {
        return check(
            &args.file,
            args.identity.as_deref(),
            args.secrets.as_deref(),
            args.json,
        );
    };
    let mut config = args.at.read()?;
    let list = list(args, config.erasures.as_deref())?;
    config.data = Some(into.clone());
    let config = config.store_config(clock);
    let keys = keys(args.identity.as_deref(), Some(secrets))?;
    let copy = match read_secrets(secrets, keys.secrets.as_ref()) {
        Ok(copy) => copy,
        Err(refused) => return refused.said(),
    };
    // All of it first: a backup that is not whole writes nothing.
    let found = match backup::check(envelope::open(&args.file, &keys.data)?, Some(&copy)) {
        Ok(found) => found,
        Err(fault) => return Refused::from(fault).said(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| trouble(error.to_string()))?;
    let inside = envelope::open(&args.file, &keys.data)?;
    let done = runtime.block_on(backup::restore(inside, &copy, &config, list.as_deref()))?;
    if args.json {
        return json(&json!({
            "generation": done.generation, "dossiers": done.dossiers, "files": done.files,
            "replayed": done.replayed, "doors": done.doors, "without": done.without, "at": found.at,
        }));
    }
    print(&format!(
        "{}: {} dossier(s), {} file(s), as they were at {}\n{} line(s) of the list of erasures were done again\n{} published file(s) are not in the backup: publish them again\n{} code(s) or sheet(s) replaced since then open again, as \
         nothing younger is in the backup: ask those people to change them\n\
         the instance goes on as generation {}: its public log is another one, and each dossier that is written to says \
         that it was restored; tell the people concerned\nthe secrets have changed: after the next start, copy them again",
        into.display(),
        done.dossiers,
        done.files,
        found.at,
        done.replayed,
        done.without,
        done.doors,
        done.generation
    ))
}

/// Reads a whole backup, and says what it holds.
pub fn check(file: &Path, identity: Option<&Path>, secrets: Option<&Path>, as_json: bool) -> Done {
    let keys = keys(identity, secrets)?;
    let copy = match secrets.map(|path| read_secrets(path, keys.secrets.as_ref())) {
        Some(Err(refused)) => return refused.said(),
        Some(Ok(copy)) => Some(copy),
        None => None,
    };
    match backup::check(envelope::open(file, &keys.data)?, copy.as_ref()) {
        Ok(found) if as_json => json(&as_value(&found)),
        Ok(found) => print(&told(file, &found)),
        Err(fault) => Refused::from(fault).said(),
    }
}

fn as_value(found: &Found) -> serde_json::Value {
    json!({
        "instance": found.instance, "at": found.at, "engine": found.engine, "generation": found.generation,
        "log": found.log, "dossiers": found.dossiers, "damaged": found.damaged, "rows": found.rows,
        "files": found.files, "bytes": found.bytes, "gone": found.gone, "sealed": found.sealed,
    })
}

fn told(file: &Path, found: &Found) -> String {
    let mut lines = vec![
        format!(
            "{}: whole; {}, {}, made from {}",
            file.display(),
            found.instance,
            found.at,
            found.engine
        ),
        format!(
            "{} dossier(s), {} file(s), {} bytes of pieces, {} rows, {} lines of the public log",
            found.dossiers, found.files, found.bytes, found.rows, found.log
        ),
        "each digest, each dossier's entries, frontier and signed head are as they were written"
            .to_owned(),
    ];
    lines.push(match found.sealed {
        true => "the rows of the dossiers carry their seals".to_owned(),
        false => "the seals of rows were not checked: they take the secrets (--secrets)".to_owned(),
    });
    if found.damaged > 0 {
        lines.push(format!(
            "{} dossier(s) were found damaged before",
            found.damaged
        ));
    }
    if found.gone > 0 {
        lines.push(format!(
            "{} file(s) were erased while it was made",
            found.gone
        ));
    }
    lines.join("\n")
}

/// What opens each file.
struct Keys {
    data: Key,
    secrets: Option<Key>,
}

fn keys(identity: Option<&Path>, secrets: Option<&Path>) -> Result<Keys, Trouble> {
    let data = match identity {
        Some(path) => Key::Identities(envelope::identities(path)?),
        None => Key::Passphrase(envelope::passphrase("the data")?),
    };
    let secrets = match secrets {
        Some(_) => Some(Key::Passphrase(envelope::passphrase("the secrets")?)),
        None => None,
    };
    Ok(Keys { data, secrets })
}

/// Why it goes no further.
enum Refused {
    /// Status 1: it was read, and something in it is false.
    False(String),
    /// Status 2.
    Other(Trouble),
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        match fault.code() {
            Code::Damaged => Self::False(fault.to_string()),
            _ => Self::Other(fault.into()),
        }
    }
}

impl Refused {
    fn said(self) -> Done {
        match self {
            Self::False(said) => {
                note(&said);
                Ok(ExitCode::from(1))
            }
            Self::Other(trouble) => Err(trouble),
        }
    }
}

fn read_secrets(path: &Path, key: Option<&Key>) -> Result<SecretsCopy, Refused> {
    let key = key.ok_or_else(|| Refused::Other(trouble("the secrets need their passphrase")))?;
    let inside = envelope::open(path, key).map_err(Refused::Other)?;
    SecretsCopy::read(inside).map_err(Refused::from)
}

/// The list of erasures; a restore without it must be wanted.
fn list(args: &Args, set: Option<&Path>) -> Result<Option<PathBuf>, Trouble> {
    if args.without_erasures {
        return Ok(None);
    }
    let beside = whole::folder_of(&args.file).join(erasures::NAME);
    let chosen = args.erasures.clone().or_else(|| set.map(Path::to_path_buf));
    let list = chosen.unwrap_or(beside);
    if list.is_file() {
        return Ok(Some(list));
    }
    Err(trouble(format!(
        "{} is not there: it says what people erased since this backup, which would come back. Name it with --erasures; \
         if it is lost, say --without-erasures, and tell the people concerned",
        list.display()
    )))
}
