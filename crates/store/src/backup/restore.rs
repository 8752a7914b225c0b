//! Restoring: into an empty place only. What comes back is an older state, so the instance goes on as another generation
//! (seal specification, section 9), and what was erased since is erased again before anybody is served.

use super::read::{Archive, Member};
use super::rows::{Columns, Table, tables};
use super::{MARK, SecretsCopy, altered};
use crate::blobs::path;
use crate::db::migrate::{self, Migration};
use crate::db::{Args, Db};
use crate::erasures::{self, Line, What};
use crate::public;
use crate::secrets::{Secrets, sync_dir};
use crate::{Store, StoreConfig, args, feeds, journal, links, log, reminders};
use kernel::{BlobId, Code, DossierId, Fault, Moment};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{DirBuilder, OpenOptions};
use std::io::{ErrorKind, Read};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

const TABLES_OF_POSTGRES: &str =
    "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'public'";
const OWNER: &str = "SELECT dossier FROM blobs WHERE blob = $1 AND state = 'live'";
/// Nothing of this machine's own: the seeds of new tables.
const SEEDED: [&str; 2] = ["log", "orgs"];

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The generation that the instance goes on as.
    pub generation: u64,
    /// Dossiers, before what was erased since went again.
    pub dossiers: u64,
    /// Files of pieces.
    pub files: u64,
    /// Lines of the list of erasures that were replayed.
    pub replayed: u64,
    /// Ways to come in that were replaced or removed since the backup and open again, as nothing younger is in it.
    pub doors: u64,
    /// Public files that the backup named without holding them: withdrawn while it was written, forgotten here.
    pub without: u64,
}

fn cannot(error: std::io::Error) -> Fault {
    Fault::writing("the folder cannot be written", error)
}

/// Puts a backup that [`super::check()`] found true into the empty folder and database of `config`. `list` is the list
/// of erasures, which `config` goes on with; without it, what was erased since the backup comes back.
///
/// # Errors
/// `Conflict` when something is there already; those of reading and writing. What is left of a restore that failed is
/// marked, and no program serves it.
pub async fn restore(
    from: impl Read,
    secrets: &SecretsCopy,
    config: &StoreConfig,
    list: Option<&Path>,
) -> Result<Restored, Fault> {
    let mut erased = list.map_or(Ok(Vec::new()), erasures::read)?;
    let url = config.url()?;
    begin(&config.data_dir)?;
    let db = Db::open(&url).await?;
    let put = put_back(from, &db, &config.data_dir).await;
    let put = match put {
        Ok(put) => log::forget(&db).await.map(|()| put),
        Err(fault) => Err(fault),
    };
    db.close().await;
    let (dossiers, files) = put?;
    let folder = config.data_dir.join("secrets");
    for (name, bytes) in &secrets.files {
        Secrets::put_back(&folder, name, bytes)?;
    }
    // Whatever list is named, generations that this machine took already are taken.
    let own = config.erasures();
    let before = if own.is_file() {
        erasures::read(&own)?
    } else {
        Vec::new()
    };
    let known = erased.iter().chain(&before).map(|line| match line {
        Line::Generation(generation) => *generation,
        Line::Erased { .. } => 0,
    });
    // First the list, so that no other restore takes the same one.
    let known = known
        .max()
        .unwrap_or(0)
        .max(secrets.secrets.log_generation());
    let generation = known.saturating_add(1);
    if let Some(list) = list.filter(|list| **list != own) {
        if own.exists() {
            // An older copy of the list was named: what this machine noted since holds too.
            erased.extend(before);
        } else {
            erasures::adopt(list, &own)?;
        }
    }
    erasures::restored(&own, generation, config.clock.now())?;
    Secrets::begin_log(&folder, known)?;
    let store = Store::open_any(config).await?;
    let replayed = replay(&store, &erased).await;
    let doors = match &replayed {
        Ok(_) => close_doors(&store, &erased).await,
        Err(_) => Ok(0),
    };
    let without = store.public.forget_missing().await;
    let swept = store.sweep().await;
    store.db.close().await;
    let (replayed, doors, without) = (replayed?, doors?, without?);
    swept?;
    std::fs::remove_file(config.data_dir.join(MARK)).map_err(cannot)?;
    sync_dir(&config.data_dir).map_err(cannot)?;
    Ok(Restored {
        generation,
        dossiers,
        files,
        replayed,
        doors,
        without,
    })
}

/// Takes an empty folder, and marks it.
fn begin(data: &Path) -> Result<(), Fault> {
    super::must_be_whole(data)?;
    match DirBuilder::new().recursive(true).mode(0o700).create(data) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(cannot(error)),
        _ => {}
    }
    let mut inside = std::fs::read_dir(data).map_err(cannot)?;
    if inside.next().is_some() {
        return Err(Fault::caused(
            Code::Conflict,
            "the folder is not empty: a restore never writes over anything; choose another one",
            data.display().to_string(),
        ));
    }
    let mark = data.join(MARK);
    let made = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(mark);
    made.and_then(|file| file.sync_all()).map_err(cannot)?;
    sync_dir(data).map_err(cannot)
}

async fn put_back(from: impl Read, db: &Db, data: &Path) -> Result<(u64, u64), Fault> {
    if let Db::Postgres(_) = db {
        let there = db
            .read(|tx| Box::pin(async move { tx.one(TABLES_OF_POSTGRES, args![]).await?.int(0) }))
            .await?;
        if there > 0 {
            return Err(Fault::new(
                Code::Conflict,
                "the PostgreSQL database is not empty: a restore never writes over anything; make a new one",
            ));
        }
    }
    let mut archive = Archive::new(from);
    let Some(Member::Top(top)) = archive.next()? else {
        return Err(altered("it does not begin as a backup"));
    };
    begin_tables(db, super::check::migrations(&top)?).await?;
    let root = data.join("blobs");
    let mut folders = BTreeSet::new();
    let (mut dossiers, mut files) = (0_u64, 0_u64);
    while let Some(member) = archive.next()? {
        match member {
            Member::Rows(table, columns, rows) => {
                if table.name == "dossiers" {
                    dossiers += rows.len() as u64;
                }
                put_rows(db, table, columns, rows).await?;
            }
            Member::File(blob, _) => {
                put_file(&mut archive, path(&root, blob), &mut folders)?;
                files += 1;
            }
            Member::Public(digest, _) => {
                let place = public::path(&data.join(public::NAME), digest);
                put_file(&mut archive, place, &mut folders)?;
                files += 1;
            }
            Member::Top(_) | Member::Secret(..) => return Err(altered("a member out of place")),
            Member::End(_) => {}
        }
    }
    for folder in folders {
        sync_dir(&folder).map_err(cannot)?;
    }
    for root in [root, data.join(public::NAME)] {
        if root.is_dir() {
            sync_dir(&root).map_err(cannot)?;
        }
    }
    // What this version of the program adds to the tables of the one that made the backup.
    db.migrate().await?;
    Ok((dossiers, files))
}

/// The tables as they were, empty.
async fn begin_tables(db: &Db, made: Vec<&'static Migration>) -> Result<(), Fault> {
    let engine = db.engine();
    db.write(move |tx| {
        Box::pin(async move {
            migrate::apply(tx, engine, made).await?;
            for table in tables()
                .iter()
                .filter(|one| SEEDED.contains(&one.name))
                .rev()
            {
                tx.run(table.empty, args![]).await?;
            }
            Ok(())
        })
    })
    .await
}

async fn put_rows(
    db: &Db,
    table: &'static Table,
    columns: Columns,
    rows: Vec<Args>,
) -> Result<(), Fault> {
    let sql = kept_text(columns.insert(table.name));
    db.write(move |tx| {
        Box::pin(async move {
            for row in rows {
                tx.exec(sql, row).await?;
            }
            Ok(())
        })
    })
    .await
}

/// The statement that deletes one row of a table of the backup, whoever owns it.
fn without(table: &str, id: &str) -> &'static str {
    kept_text(format!("DELETE FROM {table} WHERE {id} = $1"))
}

/// The statement that lets those wait again that a question of the backup stood for, whoever owns it.
fn waiting_again(table: &str) -> &'static str {
    kept_text(format!(
        "UPDATE {table} SET state = 'waiting', joined = NULL WHERE joined = $1"
    ))
}

/// The statement that empties a row of publications of the backup, whoever owns it.
fn withdrawn(table: &str) -> &'static str {
    let set = "state = 'withdrawn', withdrawn = $2, head = NULL, body = NULL, draft = NULL, version = version + 1";
    let which = "id = $1 AND state = 'published'";
    kept_text(format!("UPDATE {table} SET {set} WHERE {which}"))
}

/// The statements that put an expert's function in place of her name in a session of the backup ($1), under what she ($2)
/// wrote and read there, and last in the list of its experts; nothing where that was done already.
fn unsigned(of: &str) -> [&'static str; 4] {
    let hers = |what: &str| {
        format!(
            "SELECT {what} FROM {of}_experts e WHERE e.panel = $1 AND e.account = $2 AND e.title <> ''"
        )
    };
    let (name, title) = (hers("e.name"), hers("e.title"));
    let asked = format!("SELECT q.question FROM {of}_questions q WHERE q.panel = $1");
    let given = format!("SELECT a.answer FROM {of}_answers a WHERE a.question IN ({asked})");
    [
        format!(
            "UPDATE {of}_versions SET name = ({title}) WHERE name IN ({name}) AND answer IN ({given})"
        ),
        format!(
            "UPDATE {of}_answers SET reader = ({title}) WHERE reader IN ({name}) AND question IN ({asked})"
        ),
        format!(
            "UPDATE {of}_answers SET name = title, title = '' \
             WHERE author = $2 AND title <> '' AND question IN ({asked})"
        ),
        format!(
            "UPDATE {of}_experts SET name = title, title = '' \
             WHERE panel = $1 AND account = $2 AND title <> ''"
        ),
    ]
    .map(kept_text)
}

/// A statement for the life of the program: as many as there are tables, a few more where versions differ.
fn kept_text(sql: String) -> &'static str {
    use std::sync::{LazyLock, Mutex, PoisonError};
    static MADE: LazyLock<Mutex<BTreeSet<&'static str>>> = LazyLock::new(Mutex::default);
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = made.get(sql.as_str()) {
        return known;
    }
    let sql = String::leak(sql);
    made.insert(sql);
    sql
}

fn put_file<R: Read>(
    archive: &mut Archive<R>,
    place: PathBuf,
    folders: &mut BTreeSet<PathBuf>,
) -> Result<(), Fault> {
    if let Some(folder) = place.parent()
        && !folders.contains(folder)
    {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
        made.map_err(cannot)?;
        folders.insert(folder.to_owned());
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(place)
        .map_err(cannot)?;
    archive.copy(&mut file)?;
    file.sync_data().map_err(cannot)
}

/// Erases again, dossier by dossier.
async fn replay(store: &Store, erased: &[Line]) -> Result<u64, Fault> {
    let mut leaves: BTreeMap<DossierId, Vec<Vec<u8>>> = BTreeMap::new();
    let mut blobs = Vec::new();
    let mut count = 0;
    // Places in teams: the last line of each decides.
    let mut left: BTreeSet<&[u8]> = BTreeSet::new();
    for line in erased {
        let Line::Erased {
            what,
            id,
            number,
            day,
        } = line
        else {
            continue;
        };
        count += 1;
        match what {
            What::Member => left.insert(id),
            What::Joined => left.remove(id.as_slice()),
            _ => true,
        };
        match (what, id.split_first_chunk::<16>()) {
            (What::Entry, Some((d, leaf))) => {
                leaves
                    .entry(DossierId::new(*d))
                    .or_default()
                    .push(leaf.to_vec());
            }
            (What::Blob, Some((id, []))) => blobs.push(BlobId::new(*id)),
            (What::Member | What::Joined | What::Door, _) => {}
            (What::Publication, Some((id, []))) => unpublish(store, *id, *day).await?,
            _ => again(store, *what, id.clone(), *number).await?,
        }
    }
    for place in left {
        again(store, What::Member, place.to_vec(), None).await?;
    }
    let blobs = owners(store, blobs).await?;
    let dossiers: BTreeSet<DossierId> = leaves.keys().copied().collect();
    for d in dossiers {
        let leaves = leaves.remove(&d).unwrap_or_default();
        let blobs = blobs.get(&d).cloned().unwrap_or_default();
        let own = store.clone();
        store
            .db
            .write(move |tx| {
                Box::pin(async move {
                    match journal::info(tx, &own, d).await {
                        Err(fault) if fault.code() == Code::NotFound => return Ok(()),
                        other => other?,
                    };
                    journal::erase_again(tx, &own, d, &leaves, &blobs).await
                })
            })
            .await?;
    }
    Ok(count)
}

/// Closes again the ways to come in that people replaced or removed, but one that is all an account has left: what
/// replaced it may be younger than the backup, and without it nobody would ever open what is hers. Gives how many stay.
async fn close_doors(store: &Store, erased: &[Line]) -> Result<u64, Fault> {
    let closed: BTreeSet<Vec<u8>> = erased
        .iter()
        .filter_map(|line| match line {
            Line::Erased {
                what: What::Door,
                id,
                ..
            } => Some(id.clone()),
            _ => None,
        })
        .collect();
    if closed.is_empty() {
        return Ok(0);
    }
    let all = kept_text(["SELECT slot, account, kind FROM ", "slots"].concat());
    let write = store.db.write(move |tx| {
        Box::pin(async move {
            let mut of_account: BTreeMap<Vec<u8>, Vec<(Vec<u8>, bool)>> = BTreeMap::new();
            for row in tx.all(all, args![]).await? {
                let opens = row.text(2)?.parse::<seal::slot::Kind>().is_ok();
                let slots = of_account.entry(row.bytes(1)?).or_default();
                slots.push((row.bytes(0)?, opens));
            }
            let mut stay = 0;
            for slots in of_account.values() {
                let another = slots
                    .iter()
                    .any(|(id, opens)| *opens && !closed.contains(id));
                for (id, opens) in slots.iter().filter(|(id, _)| closed.contains(id)) {
                    if *opens && !another {
                        stay += 1;
                    } else {
                        tx.run(without("slots", "slot"), args![id]).await?;
                    }
                }
            }
            Ok(stay)
        })
    });
    write.await
}

async fn owners(
    store: &Store,
    blobs: Vec<BlobId>,
) -> Result<BTreeMap<DossierId, Vec<BlobId>>, Fault> {
    store
        .db
        .read(move |tx| {
            Box::pin(async move {
                let mut owners: BTreeMap<DossierId, Vec<BlobId>> = BTreeMap::new();
                for blob in blobs {
                    if let Some(row) = tx.opt(OWNER, args![blob]).await? {
                        owners.entry(row.id(0)?).or_default().push(blob);
                    }
                }
                Ok(owners)
            })
        })
        .await
}

async fn again(store: &Store, what: What, id: Vec<u8>, number: Option<u32>) -> Result<(), Fault> {
    let own = store.clone();
    store
        .db
        .write(move |tx| {
            Box::pin(async move {
                match what {
                    What::Dossier => {
                        let Ok(d) = DossierId::from_slice(&id) else {
                            return Ok(());
                        };
                        match journal::delete(tx, &own, d).await {
                            Err(fault) if fault.code() == Code::NotFound => Ok(()),
                            other => other,
                        }
                    }
                    What::Account => tx.run(without("accounts", "account"), args![id]).await,
                    What::Grant => tx.run(without("grants", "grant_id"), args![id]).await,
                    What::Watch => tx.run(without("watches", "watch"), args![id]).await,
                    What::Feed => match id.try_into() {
                        Ok(id) => feeds::remove(tx, id).await,
                        Err(_) => Ok(()),
                    },
                    What::Reminder => match id.try_into() {
                        Ok(id) => reminders::remove(tx, id).await,
                        Err(_) => Ok(()),
                    },
                    What::Link => match (DossierId::from_slice(&id), number) {
                        (Ok(d), Some(number)) => links::revoke(tx, d, number).await,
                        _ => Ok(()),
                    },
                    What::Slot => tx.run(without("slots", "slot"), args![id]).await,
                    What::Question => {
                        // Those that it stood for wait again, as when it was taken back.
                        tx.run(waiting_again("panel_questions"), args![id.clone()])
                            .await?;
                        tx.run(without("panel_questions", "question"), args![id])
                            .await
                    }
                    What::Answer => tx.run(without("panel_answers", "answer"), args![id]).await,
                    What::Signature => match id.split_first_chunk::<16>() {
                        Some((panel, account)) => {
                            for sql in unsigned("panel") {
                                tx.run(sql, args![panel.to_vec(), account.to_vec()]).await?;
                            }
                            Ok(())
                        }
                        None => Ok(()),
                    },
                    What::Member => match id.split_first_chunk::<16>() {
                        Some((team, account)) => {
                            let sql = without("team_members", "team");
                            let sql = kept_text([sql, " AND account = $2"].concat());
                            tx.run(sql, args![team.to_vec(), account.to_vec()]).await
                        }
                        None => Ok(()),
                    },
                    What::Entry | What::Blob | What::Publication | What::Door | What::Joined => {
                        Ok(())
                    }
                }
            })
        })
        .await
}

/// Withdraws again: a draft goes; what was published keeps its number, and says that it was withdrawn, and when.
async fn unpublish(store: &Store, holder: [u8; 16], day: Moment) -> Result<(), Fault> {
    store
        .db
        .write(move |tx| {
            Box::pin(async move {
                tx.run(without("news_versions", "id"), args![holder])
                    .await?;
                let draft = [without("news", "id"), " AND state = 'draft'"].concat();
                tx.run(kept_text(draft), args![holder]).await?;
                tx.run(withdrawn("news"), args![holder, day]).await?;
                public::release(tx, holder).await
            })
        })
        .await
}
