//! The instance's secrets: a folder that only its owner reads, kept apart from the data. None of
//! them opens a dossier. A file is written once, whole and synced, and never rewritten here.

use kernel::{Code, Fault};
use seal::note::SigningKey;
use seal::rows::RowKey;
use seal::secrets::Pepper;
use seal::vault::Identity;
use std::collections::BTreeMap;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zeroize::Zeroizing;

/// What the folder `secrets/` holds. Cheap to clone; has no `Debug` of any secret.
#[derive(Clone)]
pub struct Secrets(Arc<Held>);

/// The file of the key that signs the log.
pub(crate) const LOG_KEY: &str = "log.key";
/// The file that holds the size of the log that was last signed here.
const HIGHWATER: &str = "highwater";
/// The file that counts the logs of this instance; absent before the first restart.
const GENERATION: &str = "log.generation";

/// The instance's name, as its first start fixed it.
pub(crate) const INSTANCE: &str = "instance";

/// Whether a file of the folder goes into a copy of the secrets.
pub(crate) fn is_secret(name: &str) -> bool {
    let old = name.strip_prefix("log.key.");
    [
        "dossier.key",
        LOG_KEY,
        "work.key",
        "pepper",
        INSTANCE,
        GENERATION,
    ]
    .contains(&name)
        || old.is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

struct Held {
    dir: PathBuf,
    dossier: SigningKey,
    log: SigningKey,
    generation: u64,
    work: Identity,
    pepper: Pepper,
    rows: RowKey,
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets(…)")
    }
}

impl Secrets {
    /// Opens the folder, making it and its files where they are missing.
    ///
    /// # Errors
    /// `Invalid`, with the remedy, when others than the owner may read it or a file is not what it
    /// should be; `DiskFull` or `Internal` when it cannot be written.
    pub fn open(dir: &Path) -> Result<Self, Fault> {
        make_dir(dir)?;
        let dossier = kept(dir, "dossier.key", || {
            Zeroizing::new(SigningKey::generate().expose().to_vec())
        })?;
        let log = kept(dir, LOG_KEY, || {
            Zeroizing::new(SigningKey::generate().expose().to_vec())
        })?;
        let work = kept(dir, "work.key", || {
            let mut line = Zeroizing::new(Identity::generate().secret().as_bytes().to_vec());
            line.push(b'\n');
            line
        })?;
        let pepper = kept(dir, "pepper", || {
            Zeroizing::new(Pepper::generate().expose().to_vec())
        })?;

        let held = [
            ("dossier.key", dossier),
            (LOG_KEY, log),
            ("work.key", work),
            ("pepper", pepper),
        ];
        let found = |name: &str| held.iter().find(|one| one.0 == name).map(|one| &one.1);
        Self::read(dir, found, generation(dir)?)
    }

    /// Reads the four files, wherever they are.
    fn read<'f>(
        dir: &Path,
        found: impl Fn(&'static str) -> Option<&'f Zeroizing<Vec<u8>>>,
        generation: u64,
    ) -> Result<Self, Fault> {
        let file = |name| found(name).ok_or_else(|| unreadable(dir, name));
        let key = |name| SigningKey::from_slice(file(name)?).map_err(|_| unreadable(dir, name));
        let pepper = Pepper::from_slice(file("pepper")?).map_err(|_| unreadable(dir, "pepper"))?;
        let work = std::str::from_utf8(file("work.key")?)
            .ok()
            .and_then(|line| Identity::from_secret(line.trim_end()).ok())
            .ok_or_else(|| unreadable(dir, "work.key"))?;
        Ok(Self(Arc::new(Held {
            dir: dir.to_owned(),
            dossier: key("dossier.key")?,
            log: key(LOG_KEY)?,
            generation,
            work,
            rows: RowKey::from_pepper(&pepper),
            pepper,
        })))
    }

    /// The secrets of a copy, before it is put anywhere.
    ///
    /// # Errors
    /// `Invalid` when a file is missing or damaged.
    pub(crate) fn of_copy(files: &BTreeMap<String, Zeroizing<Vec<u8>>>) -> Result<Self, Fault> {
        let dir = Path::new("the copy of the secrets");
        let generation = files
            .get(GENERATION)
            .map(|text| String::from_utf8_lossy(text));
        let generation = generation.map_or(Ok(1), |text| text.trim().parse());
        let generation = generation.map_err(|_| unreadable(dir, GENERATION))?;
        Self::read(dir, |name| files.get(name), generation)
    }

    /// Opens a folder that is there, without making anything: it may be read-only.
    ///
    /// # Errors
    /// `Invalid` when a file is missing, and as [`Secrets::open`].
    pub(crate) fn look(dir: &Path) -> Result<Self, Fault> {
        let name = std::fs::read_to_string(dir.join(INSTANCE)).unwrap_or_default();
        if Self::complete(dir) && dir.join(LOG_KEY).is_file() && !name.is_empty() {
            return Self::open(dir);
        }
        Err(Fault::caused(
            Code::Invalid,
            "the secrets folder is not there or not whole: start the program once, or bring it back",
            dir.display().to_string(),
        ))
    }

    /// The instance's name.
    pub(crate) fn name(dir: &Path) -> Result<String, Fault> {
        kept_name(dir, "")
    }

    /// The files that a copy of the secrets needs: everything but what belongs to this machine.
    pub(crate) fn files(dir: &Path) -> Result<Vec<String>, Fault> {
        let cannot = |error| Fault::internal("the secrets folder cannot be read", error);
        let mut names = Vec::new();
        for entry in std::fs::read_dir(dir).map_err(cannot)? {
            let name = entry.map_err(cannot)?.file_name();
            let name = name.to_str().unwrap_or_default();
            if is_secret(name) {
                names.push(name.to_owned());
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    /// Writes a file of a copy into a folder made for it, synced.
    pub(crate) fn put_back(dir: &Path, name: &str, bytes: &[u8]) -> Result<(), Fault> {
        let cannot = |error| Fault::writing("a secret cannot be written", error);
        match DirBuilder::new().mode(0o700).create(dir) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(cannot(error)),
            _ => {}
        }
        create(dir, &dir.join(name), bytes).map_err(cannot)
    }

    /// Whether every file is there.
    pub fn complete(dir: &Path) -> bool {
        ["dossier.key", "work.key", "pepper"]
            .iter()
            .all(|name| dir.join(name).is_file())
    }

    /// Signs the heads of dossiers.
    pub fn dossier_key(&self) -> &SigningKey {
        &self.0.dossier
    }

    /// Signs the checkpoints of the log.
    pub fn log_key(&self) -> &SigningKey {
        &self.0.log
    }

    /// Which log of the instance this is, from 1.
    pub fn log_generation(&self) -> u64 {
        self.0.generation
    }

    /// Puts the key of the log aside, so that the next start draws another, and raises the generation above its own and
    /// above `known`.
    pub(crate) fn begin_log(dir: &Path, known: u64) -> Result<u64, Fault> {
        let cannot = |error| Fault::writing("the secrets folder cannot be written", error);
        let old = generation(dir)?;
        match std::fs::rename(dir.join(LOG_KEY), dir.join(format!("{LOG_KEY}.{old}"))) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(cannot(error)),
            _ => {}
        }
        let new = old.max(known) + 1;
        replace(dir, GENERATION, &format!("{new}\n")).map_err(cannot)?;
        match std::fs::remove_file(dir.join(HIGHWATER)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(cannot(error)),
            _ => {}
        }
        sync_dir(dir).map_err(cannot)?;
        Ok(new)
    }

    /// The size of the log that was last signed on this machine; 0 when none was.
    pub(crate) fn highwater(&self) -> Result<u64, Fault> {
        number(&self.0.dir, HIGHWATER, 0)
    }

    /// Notes the size of the log that was just signed, synced.
    pub(crate) fn raise_highwater(&self, size: u64) -> Result<(), Fault> {
        replace(&self.0.dir, HIGHWATER, &format!("{size}\n"))
            .map_err(|error| Fault::writing("secrets/highwater cannot be written", error))
    }

    /// Opens what the server keeps for its own work: addresses of reminders, captures to do.
    pub fn work_key(&self) -> &Identity {
        &self.0.work
    }

    /// Finds rows without saying what was looked for.
    pub fn pepper(&self) -> &Pepper {
        &self.0.pepper
    }

    /// Seals rows.
    pub fn row_key(&self) -> &RowKey {
        &self.0.rows
    }
}

fn generation(dir: &Path) -> Result<u64, Fault> {
    number(dir, GENERATION, 1)
}

/// The number in a file, or what an absent file stands for.
fn number(dir: &Path, name: &'static str, absent: u64) -> Result<u64, Fault> {
    match std::fs::read_to_string(dir.join(name)) {
        Ok(text) => text.trim().parse().map_err(|_| unreadable(dir, name)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(absent),
        Err(error) => Err(Fault::internal("a secret cannot be read", error)),
    }
}

/// Written and synced under another name, then renamed over the old one.
fn replace(dir: &Path, name: &str, text: &str) -> std::io::Result<()> {
    let draft = dir.join(format!(".{name}"));
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&draft)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&draft, dir.join(name))?;
    sync_dir(dir)
}

fn unreadable(dir: &Path, name: &'static str) -> Fault {
    Fault::caused(
        Code::Invalid,
        "a file of the secrets folder is damaged: put back its copy from the backup of the secrets",
        dir.join(name).display().to_string(),
    )
}

/// The instance's name as its first start fixed it: heads are signed under it, so a later change of
/// the public address changes nothing here.
pub(crate) fn kept_name(dir: &Path, wanted: &str) -> Result<String, Fault> {
    let bytes = kept(dir, INSTANCE, || Zeroizing::new(wanted.as_bytes().to_vec()))?;
    let name = std::str::from_utf8(&bytes)
        .map(str::trim)
        .unwrap_or_default();
    if name.is_empty()
        || name
            .chars()
            .any(|c| c.is_whitespace() || c == '+' || c == '/')
    {
        return Err(unreadable(dir, "instance"));
    }
    Ok(name.to_owned())
}

fn make_dir(dir: &Path) -> Result<(), Fault> {
    let cannot = |error| Fault::writing("the secrets folder cannot be made", error);
    match DirBuilder::new().mode(0o700).create(dir) {
        Ok(()) => sync_dir(dir.parent().unwrap_or(dir)).map_err(cannot)?,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(cannot(error)),
    }
    closed_to_others(dir, "700")
}

/// Others must not read it: refused instead of repaired, as somebody may have read it already.
fn closed_to_others(path: &Path, mode: &'static str) -> Result<(), Fault> {
    let found = std::fs::metadata(path)
        .map_err(|error| Fault::internal("the secrets folder cannot be read", error))?
        .permissions()
        .mode();
    if found & 0o077 == 0 {
        return Ok(());
    }
    Err(Fault::caused(
        Code::Invalid,
        "others may read the instance's secrets; close them, and renew them if somebody else uses \
         this machine",
        format!("chmod {mode} {}", path.display()),
    ))
}

/// The file's bytes; made from `fresh` the first time.
fn kept(
    dir: &Path,
    name: &'static str,
    fresh: impl FnOnce() -> Zeroizing<Vec<u8>>,
) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let path = dir.join(name);
    if !path.exists() {
        create(dir, &path, &fresh())
            .map_err(|error| Fault::writing("a secret cannot be written", error))?;
    }
    closed_to_others(&path, "600")?;
    let mut bytes = Zeroizing::new(Vec::new());
    File::open(&path)
        .and_then(|mut file| file.read_to_end(&mut bytes))
        .map_err(|error| Fault::internal("a secret cannot be read", error))?;
    Ok(bytes)
}

/// Written and synced under another name, then linked: the file appears whole or not at all, and
/// of two programs that start at once the first one wins.
fn create(dir: &Path, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let draft = dir.join(format!(
        ".{}",
        kernel::id::to_hex(&seal::random::bytes::<8>())
    ));
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&draft)
        .and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
    let linked = written.and_then(|()| match std::fs::hard_link(&draft, path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        other => other,
    });
    let _ = std::fs::remove_file(&draft);
    linked?;
    sync_dir(dir)
}

/// Makes names in a folder survive a power cut.
pub(crate) fn sync_dir(dir: &Path) -> std::io::Result<()> {
    let dir = if dir.as_os_str().is_empty() {
        Path::new(".")
    } else {
        dir
    };
    File::open(dir)?.sync_all()
}
