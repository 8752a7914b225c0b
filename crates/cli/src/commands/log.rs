//! `preau log audit`: whether the public log of an instance only ever grew, as a stranger sees it.

use crate::config::Config;
use crate::output::{Done, Trouble, json, note, print, trouble};
use crate::whole::{self, Existing};
use bundle::audit::{Broken, Fault, check, needed};
use kernel::{Clock, Code};
use outbound::Reader;
use seal::log::{Kind, TilePath};
use seal::note::{Checkpoint, Note, Vkey, open};
use serde::{Deserialize, Serialize};
use serde_json::json as value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// What can be done with a log.
#[derive(clap::Subcommand)]
pub enum Command {
    /// Check that a log only grew since the last visit, and remember what was seen.
    Audit(Args),
    /// Begin another log after the newest database was lost; for whoever hosts.
    Restart(Restart),
}

/// Options of `preau log restart`.
#[derive(clap::Args)]
#[command(
    after_help = "Only when no newer copy of the database exists. Stop the program first. The new log has another name and another key, and its first leaf names the last state that this database knows. Proofs in the old log stay in the exports already made. Dates that the old log gave to dossiers not exported yet are lost; heads that were sealed keep their own. Copy the secrets again afterwards.\nExit status: 0 done, 2 nothing was done.\nExample:\n  preau log restart --config preau.toml --lost"
)]
pub struct Restart {
    /// Folder of the data [default: preau-data].
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Settings file.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// PostgreSQL address.
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Say that the newest database is lost: the old log ends for good.
    #[arg(long)]
    lost: bool,
}

/// Options of `preau log audit`.
#[derive(clap::Args)]
#[command(
    after_help = "Exit status: 0 all holds, 1 something is false (named), 2 cannot be read.\nExamples:\n  preau log audit https://preau.example.org\n  preau log audit copy-of-the-log --key keys.txt --json"
)]
pub struct Args {
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
    /// Keys known from elsewhere (one vkey a line); otherwise those of the first visit, which the instance publishes.
    #[arg(long, value_name = "FILE")]
    key: Option<String>,
    /// Where the last state seen is kept [default: one file for each log in the user's state folder].
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Address of an instance, or a folder with a copy of its log (`checkpoint`, `tile/`, `keys.txt`).
    #[arg(value_name = "URL|DIR")]
    target: String,
}

/// What a visit remembers.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Seen {
    version: u32,
    /// The key believed since the first visit.
    key: String,
    /// The signed checkpoint.
    checkpoint: String,
}

/// Longest log that is read: eighty years of one leaf every ten minutes. Whoever signs a larger number would have this
/// program list files for ever.
const LEAVES: u64 = 1 << 22;
/// Longest note, list of keys.
const SHORT: usize = 64 << 10;
/// Longest tile; a bundle of 256 entries is twice as long.
const TILE: usize = 64 << 10;

/// Where the files come from.
enum Source {
    Folder(PathBuf),
    Net(Box<(Reader, tokio::runtime::Runtime)>),
}

impl Source {
    fn of(target: &str) -> Result<Self, Trouble> {
        if !target.contains("://") {
            return Ok(Self::Folder(PathBuf::from(target)));
        }
        // The address of the instance, or that of its log.
        let base = target.trim_end_matches('/');
        let base = base.strip_suffix("/log").unwrap_or(base);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| trouble(error.to_string()))?;
        Ok(Self::Net(Box::new((Reader::new(base)?, runtime))))
    }

    /// A file of the log; nothing when it is not there.
    fn file(&self, path: &str, most: usize) -> Result<Option<Vec<u8>>, Trouble> {
        match self {
            Self::Folder(folder) => {
                let file = folder.join(path);
                match std::fs::read(&file) {
                    Ok(bytes) if bytes.len() <= most => Ok(Some(bytes)),
                    Ok(_) => Err(trouble(format!("{} is too large", file.display()))),
                    Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
                    Err(error) => Err(trouble(format!(
                        "{} cannot be read: {error}",
                        file.display()
                    ))),
                }
            }
            Self::Net(net) => {
                let (reader, runtime) = net.as_ref();
                let path = match path {
                    "keys.txt" => ".well-known/preau/keys.txt".to_owned(),
                    path => format!("log/{path}"),
                };
                match runtime.block_on(reader.get(&path, most)) {
                    Ok(bytes) => Ok(Some(bytes)),
                    Err(fault) if fault.code() == Code::NotFound => Ok(None),
                    Err(fault) => Err(trouble(format!("/{path}: {fault}"))),
                }
            }
        }
    }

    fn text(&self, path: &str) -> Result<Option<String>, Trouble> {
        let found = self.file(path, SHORT)?;
        let text = found.map(String::from_utf8).transpose();
        text.map_err(|_| trouble(format!("{path} is not a text")))
    }
}

/// Audits.
pub fn run(command: &Command, clock: Arc<dyn Clock>) -> Done {
    match command {
        Command::Audit(args) => audit(args),
        Command::Restart(args) => restart(args, clock),
    }
}

fn restart(args: &Restart, clock: Arc<dyn Clock>) -> Done {
    if !args.lost {
        return Err(trouble(
            "nothing was done: put back the newest copy of the database if there is one; if it is lost for good, say so with --lost",
        ));
    }
    let mut config = Config::read(args.config.as_deref())?;
    config.data = args.data.clone().or(config.data);
    config.database = args.database.clone().or(config.database);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| trouble(error.to_string()))?;
    let generation = runtime.block_on(store::log::restart(&config.store_config(clock)))?;
    print(&format!(
        "the public log goes on under another name, ending in /log{generation}, from the next start; tell those who audit it\ndates that the log gave to dossiers not exported yet are lost; sealed heads keep theirs\nthe secrets folder changes: after the next start, copy the secrets again"
    ))
}

fn audit(args: &Args) -> Done {
    let source = Source::of(&args.target)?;
    let state = match &args.state {
        Some(path) => path.clone(),
        None => default_state(&args.target)?,
    };
    let seen = read(&state)?;
    let head = source
        .text("checkpoint")?
        .ok_or_else(|| trouble(format!("{}: no log there (no checkpoint)", args.target)))?;
    let keys = keys(args, &source, seen.as_ref())?;
    let visit = look(&source, &head, &keys, seen.as_ref())?;
    if visit.faults.is_empty() {
        keep(&state, &visit, &head)?;
    } else if !visit.key.is_empty() && seen.is_some_and(|seen| seen.checkpoint != head) {
        keep_beside(&state, &head)?;
    }
    tell(args, &visit)?;
    Ok(ExitCode::from(u8::from(!visit.faults.is_empty())))
}

/// What one visit found.
struct Visit {
    origin: String,
    key: String,
    /// Leaves at the last visit.
    before: Option<u64>,
    size: u64,
    files: usize,
    faults: Vec<Fault>,
}

/// The keys that are believed: given, or of the first visit, or those that the instance publishes.
fn keys(args: &Args, source: &Source, seen: Option<&Seen>) -> Result<Vec<Vkey>, Trouble> {
    let text = match (&args.key, seen) {
        (Some(path), _) => crate::output::read(path)?,
        (None, Some(seen)) => format!("{}\n", seen.key),
        (None, None) => {
            note(
                "first visit: the key is the one that the instance publishes; compare it with another source, or give --key",
            );
            source.text("keys.txt")?.ok_or_else(|| {
                trouble("no keys.txt there: give the key of the log with --key FILE")
            })?
        }
    };
    bundle::verify::read_keys(&text).map_err(|_| trouble("a line of the keys is not a vkey"))
}

fn look(source: &Source, head: &str, keys: &[Vkey], seen: Option<&Seen>) -> Result<Visit, Trouble> {
    let unread = || trouble("the checkpoint is not written as one");
    let note = Note::parse(head).map_err(|_| unread())?;
    let new = note.checkpoint().map_err(|_| unread())?;
    let old = seen.map(|seen| checkpoint(&seen.checkpoint)).transpose()?;
    let own: Vec<Vkey> = keys
        .iter()
        .filter(|key| key.name() == new.origin)
        .cloned()
        .collect();
    let key = own
        .iter()
        .find(|key| open(head, std::slice::from_ref(key)).is_ok());
    let mut visit = Visit {
        origin: new.origin.clone(),
        key: key.map(ToString::to_string).unwrap_or_default(),
        before: old.as_ref().map(|old| old.size),
        size: new.size,
        files: 0,
        faults: Vec::new(),
    };
    if key.is_none() {
        visit.faults.push(Fault {
            place: "checkpoint".to_owned(),
            kind: Broken::Signature,
        });
        return Ok(visit);
    }
    if new.size > LEAVES {
        return Err(trouble(format!(
            "the checkpoint says {} lines, more than the {LEAVES} that this program reads",
            new.size
        )));
    }
    let mut files = BTreeMap::new();
    let from = old.as_ref().map_or(0, |old| old.size);
    if from <= new.size {
        for path in needed(from, new.size) {
            if let Some(bytes) = tile(source, path)? {
                files.insert(path, bytes);
            }
        }
    }
    visit.files = files.len();
    visit.faults = check(old.as_ref(), &new, &files);
    Ok(visit)
}

/// A tile; a copy of the log may hold only the full one by now.
fn tile(source: &Source, path: TilePath) -> Result<Option<Vec<u8>>, Trouble> {
    if let Some(bytes) = source.file(&path.to_string(), TILE)? {
        return Ok(Some(bytes));
    }
    let full = TilePath { width: 256, ..path };
    let Some(bytes) = source.file(&full.to_string(), TILE)? else {
        return Ok(None);
    };
    let width = usize::try_from(path.width).unwrap_or(usize::MAX);
    Ok(match path.kind {
        Kind::Hashes(_) => bytes.get(..width.saturating_mul(32)).map(<[u8]>::to_vec),
        Kind::Entries => seal::log::bundle_read(&bytes).ok().and_then(|entries| {
            let mut cut = Vec::new();
            for entry in entries.get(..width)? {
                seal::log::bundle_push(&mut cut, entry).ok()?;
            }
            Some(cut)
        }),
    })
}

fn checkpoint(note: &str) -> Result<Checkpoint, Trouble> {
    Note::parse(note)
        .and_then(|note| note.checkpoint())
        .map_err(|_| trouble("the state file holds no checkpoint: remove it to begin again"))
}

fn read(path: &Path) -> Result<Option<Seen>, Trouble> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            return Err(trouble(format!(
                "{} cannot be read: {error}",
                path.display()
            )));
        }
    };
    serde_json::from_str(&text)
        .map(Some)
        .map_err(|error| trouble(format!("{}: {error}", path.display())))
}

fn keep(path: &Path, visit: &Visit, head: &str) -> Result<(), Trouble> {
    let seen = Seen {
        version: 1,
        key: visit.key.clone(),
        checkpoint: head.to_owned(),
    };
    let text = serde_json::to_string_pretty(&seen)
        .map_err(|error| trouble(format!("the state has no JSON form: {error}")))?;
    let folder = whole::folder_of(path);
    std::fs::create_dir_all(&folder).map_err(|error| whole::cannot(path, &error))?;
    whole::write(path, Existing::Replace, |mut file| {
        file.write_all(text.as_bytes())
            .map_err(|error| whole::cannot(path, &error))
    })
}

/// Two signed states that contradict each other are a proof: both are kept, and each that comes after them. What nobody
/// known has signed proves nothing.
fn keep_beside(state: &Path, head: &str) -> Result<(), Trouble> {
    let digest = seal::sha256(head.as_bytes()).to_string();
    let short: String = digest.chars().take(16).collect();
    let beside = state.with_extension(format!("{short}.contradiction"));
    let folder = whole::folder_of(state);
    std::fs::create_dir_all(&folder).map_err(|error| whole::cannot(&beside, &error))?;
    if !beside.exists() {
        whole::write(&beside, Existing::Keep, |mut file| {
            file.write_all(head.as_bytes())
                .map_err(|error| whole::cannot(&beside, &error))
        })?;
    }
    note(&format!(
        "what was seen before stays in {}, what is shown today in {}: keep both",
        state.display(),
        beside.display()
    ));
    Ok(())
}

/// One file for each log, named after what was typed: a log that changes its own name must not escape its past.
fn default_state(target: &str) -> Result<PathBuf, Trouble> {
    let home = std::env::var_os("XDG_STATE_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/state")))
        .ok_or_else(|| trouble("no home folder: say where the state is kept with --state FILE"))?;
    let typed = match std::fs::canonicalize(target) {
        Ok(folder) => folder.display().to_string(),
        Err(_) => target.trim_end_matches('/').to_owned(),
    };
    let typed = typed.strip_suffix("/log").unwrap_or(&typed);
    let digest = seal::sha256(typed.as_bytes()).to_string();
    let short: String = digest.chars().take(16).collect();
    Ok(home.join("preau").join(format!("log-{short}.json")))
}

fn tell(args: &Args, visit: &Visit) -> Done {
    if args.json {
        let faults: Vec<_> = visit
            .faults
            .iter()
            .map(|fault| {
                let (fr, en) = fault.kind.texts();
                value!({ "place": fault.place, "kind": fault.kind, "fr": fr, "en": en })
            })
            .collect();
        return json(&value!({
            "version": 1,
            "origin": visit.origin,
            "key": visit.key,
            "before": visit.before,
            "size": visit.size,
            "files": visit.files,
            "holds": visit.faults.is_empty(),
            "findings": faults,
        }));
    }
    let mut out = format!("{}\n  {} lignes", visit.origin, visit.size);
    match visit.before {
        Some(before) => {
            let _ = write!(out, ", {before} à la visite précédente");
        }
        None => out.push_str(", première visite"),
    }
    if visit.faults.is_empty() {
        let _ = write!(
            out,
            "\n  tout concorde : signature, {} fichiers recalculés, rien de réécrit",
            visit.files
        );
    }
    for fault in &visit.faults {
        let _ = write!(out, "\n  FAUX {} : {}", fault.place, fault.kind.texts().0);
    }
    print(&out)
}
