//! The list of what was erased, kept beside the backups (seal specification, section 9): a restored backup is older than
//! some erasures, and `restore` does them again before anybody is served.
//!
//! An erasure notes its ids in its own transaction; the list is written after the commit, synced, and only then the
//! notes go. Random ids and days stand in it, nothing else, for 60 days.

use crate::Store;
use crate::args;
use crate::db::Tx;
use crate::secrets::sync_dir;
use kernel::id::{from_hex, to_hex};
use kernel::{Code, Fault, Moment, OrgId};
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

/// How long a line is kept, in days: twice as long as a backup.
pub const KEPT_DAYS: i64 = 60;
/// The list's name where no other place was chosen.
pub const NAME: &str = "erasures.list";

const DAY: i64 = 24 * 3600;
const NOTE: &str = "INSERT INTO erasures (org_id, kind, id, seq) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (kind, id, seq) DO NOTHING";
const NOTED: &str = "SELECT kind, id, seq FROM erasures ORDER BY kind, id, seq";
const WAITING: &str = "SELECT COUNT(*) FROM erasures";
const FORGET: &str = "DELETE FROM erasures WHERE kind = $1 AND id = $2 AND seq = $3";

/// How many erasures are not on the list yet: more than none for long means that it cannot be written.
pub async fn waiting(tx: &mut Tx) -> Result<u64, Fault> {
    tx.one(WAITING, args![]).await?.size(0)
}

/// What was erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A whole dossier.
    Dossier,
    /// One entry of it.
    Entry,
    /// A piece's bytes.
    Blob,
    /// An account with its ways to come in.
    Account,
    /// Somebody's access.
    Grant,
    /// A calendar's subscription.
    Feed,
    /// An address that mails went to.
    Reminder,
    /// A link through which somebody added.
    Link,
    /// A page that was looked at again.
    Watch,
    /// One way to come in, closed for good.
    Slot,
    /// One way to come in that its person replaced or no longer wanted: a restore keeps it when nothing else opens the
    /// account, as what replaced it may be younger than the backup.
    Door,
    /// Somebody's place in a team: the team, then the account.
    Member,
    /// The same place, given again since.
    Joined,
    /// Something that the instance published: withdrawn.
    Publication,
    /// A question to experts: taken back, or not to be shown.
    Question,
    /// An answer of an expert: withdrawn.
    Answer,
    /// The name of an expert under what she signed in a session: the session, then the account.
    Signature,
}

impl What {
    const ALL: [(Self, &'static str); 17] = [
        (Self::Dossier, "dossier"),
        (Self::Entry, "entry"),
        (Self::Blob, "blob"),
        (Self::Account, "account"),
        (Self::Grant, "grant"),
        (Self::Feed, "feed"),
        (Self::Reminder, "reminder"),
        (Self::Link, "link"),
        (Self::Watch, "watch"),
        (Self::Slot, "slot"),
        (Self::Door, "door"),
        (Self::Member, "member"),
        (Self::Joined, "joined"),
        (Self::Publication, "publication"),
        (Self::Question, "question"),
        (Self::Answer, "answer"),
        (Self::Signature, "signature"),
    ];

    fn name(self) -> &'static str {
        let mut all = Self::ALL.iter();
        all.find(|(what, _)| *what == self).map_or("", |one| one.1)
    }

    fn read(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter();
        all.find(|one| one.1 == name).map(|one| one.0)
    }
}

/// Notes an erasure in the transaction that does it.
pub async fn note(tx: &mut Tx, what: What, id: &[u8]) -> Result<(), Fault> {
    note_at(tx, what, id, -1).await
}

/// The same for the link of a dossier that has this number.
pub async fn note_at(tx: &mut Tx, what: What, id: &[u8], seq: i64) -> Result<(), Fault> {
    tx.run(NOTE, args![OrgId::FIRST, what.name(), id, seq])
        .await
}

/// Notes what undoes an erasure that was not listed yet: of the two, only the last one is listed.
pub async fn note_instead(tx: &mut Tx, what: What, of: What, id: &[u8]) -> Result<(), Fault> {
    tx.run(FORGET, args![of.name(), id, -1_i64]).await?;
    note(tx, what, id).await
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// Something was erased.
    Erased {
        /// What.
        what: What,
        /// Its id.
        id: Vec<u8>,
        /// The number of a link.
        number: Option<u32>,
        /// A moment of the day on which it was written down.
        day: Moment,
    },
    /// The instance was restored as this generation, which no other restore may take.
    Generation(u64),
}

/// Writes to the list what was erased since it was last written. Gives how many lines were added.
///
/// # Errors
/// When the list cannot be written: nothing is forgotten then, and the next call tries again.
pub async fn flush(store: &Store) -> Result<usize, Fault> {
    let noted = store
        .db
        .read(|tx| {
            Box::pin(async move {
                let rows = tx.all(NOTED, args![]).await?;
                let read = |row: &crate::Row| Ok((row.text(0)?, row.bytes(1)?, row.int(2)?));
                rows.iter().map(read).collect::<Result<Vec<_>, Fault>>()
            })
        })
        .await?;
    if noted.is_empty() {
        return Ok(0);
    }
    let now = store.clock.now();
    let today = day(now);
    let mut lines = String::new();
    for (kind, id, seq) in &noted {
        let seq = if *seq < 0 {
            String::new()
        } else {
            format!(" {seq}")
        };
        lines.push_str(&format!("{today} {kind} {}{seq}\n", to_hex(id)));
    }
    let path = store.erasures.clone();
    tokio::task::spawn_blocking(move || write(&path, &lines, now))
        .await
        .map_err(|error| Fault::internal("the list of erasures cannot be written", error))??;
    let count = noted.len();
    store
        .db
        .write(move |tx| {
            Box::pin(async move {
                for (kind, id, seq) in noted {
                    tx.run(FORGET, args![kind, id, seq]).await?;
                }
                Ok(())
            })
        })
        .await?;
    Ok(count)
}

fn day(at: Moment) -> String {
    at.rfc3339().chars().take(10).collect()
}

/// Adds lines, synced; drops those that are too old.
fn write(path: &Path, lines: &str, now: Moment) -> Result<(), Fault> {
    let cannot = |error| Fault::writing("the list of erasures cannot be written", error);
    let folder = path.parent().unwrap_or(path);
    // One writer at a time, in this process and in others; given back when it is dropped.
    let lock = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(path.with_extension("lock"))
        .map_err(cannot)?;
    lock.lock().map_err(cannot)?;
    let old = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => return Err(cannot(error)),
    };
    let limit = day(now.plus_seconds(-KEPT_DAYS * DAY));
    let stays =
        |line: &&str| line.contains(" generation ") || line.get(..10) >= Some(limit.as_str());
    if old.ends_with('\n') && old.lines().all(|line| stays(&line)) {
        let mut file = OpenOptions::new().append(true).open(path).map_err(cannot)?;
        return file
            .write_all(lines.as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(cannot);
    }
    // New, or older than it should be, or cut by a stop in the middle of a line.
    let draft = path.with_extension("part");
    let kept = old
        .split_inclusive('\n')
        .filter(|line| line.ends_with('\n') && stays(line));
    let text: String = kept.chain([lines]).collect();
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&draft)
        .map_err(cannot)?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .and_then(|()| std::fs::rename(&draft, path))
        .and_then(|()| sync_dir(folder))
        .map_err(cannot)
}

/// Notes that the instance was restored as this generation.
///
/// # Errors
/// When the list cannot be written.
pub fn restored(path: &Path, generation: u64, now: Moment) -> Result<(), Fault> {
    write(
        path,
        &format!("{} generation {generation}\n", day(now)),
        now,
    )
}

/// Goes on with a list that was kept elsewhere.
pub(crate) fn adopt(from: &Path, to: &Path) -> Result<(), Fault> {
    let cannot = |error| Fault::writing("the list of erasures cannot be written", error);
    let text = std::fs::read(from).map_err(cannot)?;
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(to)
        .map_err(cannot)?;
    file.write_all(&text)
        .and_then(|()| file.sync_all())
        .map_err(cannot)
}

/// Reads the list.
///
/// # Errors
/// `Invalid` when it is not there, `Damaged` when a line of it is none.
pub fn read(path: &Path) -> Result<Vec<Line>, Fault> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        Fault::caused(Code::Invalid, "the list of erasures cannot be read", error)
    })?;
    let one = |(line, text): (usize, &str)| {
        parse(text).ok_or_else(|| {
            Fault::caused(
                Code::Damaged,
                "a line of the list of erasures cannot be read",
                format!("line {}", line + 1),
            )
        })
    };
    // A stop in the middle of the last line left half of it: its note is still in the database that wrote it.
    let whole = text.rfind('\n').map_or(0, |end| end + 1);
    let text = text.get(..whole).unwrap_or_default();
    text.lines().enumerate().map(one).collect()
}

fn parse(line: &str) -> Option<Line> {
    let mut words = line.split(' ');
    let (day, kind, id) = (words.next()?, words.next()?, words.next()?);
    let number = words.next();
    if words.next().is_some() {
        return None;
    }
    if kind == "generation" {
        return id.parse().ok().map(Line::Generation);
    }
    let id = match id.len() {
        32 => from_hex::<16>(id)?.to_vec(),
        64 => from_hex::<32>(id)?.to_vec(),
        // Of an entry: its dossier, then its leaf.
        96 => from_hex::<48>(id)?.to_vec(),
        _ => return None,
    };
    Some(Line::Erased {
        what: What::read(kind)?,
        id,
        number: number.map(str::parse).transpose().ok()?,
        // The same day in Paris and in the line.
        day: Moment::parse(&[day, "T12:00:00Z"].concat())?,
    })
}
