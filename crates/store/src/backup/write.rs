//! Writing a backup: the rows on one view of the database, then the files that these rows name.

use super::rows::{Columns, Table, tables};
use super::{END, FORMAT, LISTED, PART, TOP, tar};
use crate::StoreConfig;
use crate::args;
use crate::blobs::path;
use crate::db::{Db, Tx, migrate, still};
use crate::journal;
use crate::public;
use crate::secrets::Secrets;
use kernel::{BlobId, Code, Fault};
use seal::{Digest, Hasher};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::{ErrorKind, Read, Write};
use std::path::Path;

const APPLIED: &str = "SELECT name FROM applied ORDER BY name";
const LOG: &str = "SELECT size FROM log";
const STILL_HELD: &str = "SELECT 1 FROM public_files WHERE digest = $1";
const STILL: &str = "SELECT state FROM blobs WHERE blob = $1 AND state = 'live'";

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Dossiers.
    pub dossiers: u64,
    /// Rows of all tables.
    pub rows: u64,
    /// Files of pieces, and files that everybody may read.
    pub files: u64,
    /// Bytes of these files.
    pub bytes: u64,
    /// Lines of the public log.
    pub log: u64,
}

fn broken(error: std::io::Error) -> Fault {
    Fault::writing("the backup cannot be written", error)
}

/// Members, and the digests of those not listed yet.
pub(super) struct Archive<W: Write> {
    tar: tar::Writer<W>,
    list: String,
    waiting: usize,
    lists: u64,
    members: u64,
    digests: Hasher,
}

impl<W: Write> Archive<W> {
    pub(super) fn new(out: W, at: i64) -> Self {
        Self {
            tar: tar::Writer::new(out, at),
            list: String::new(),
            waiting: 0,
            lists: 0,
            members: 0,
            digests: Hasher::new(),
        }
    }

    pub(super) fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), Fault> {
        let size = bytes.len() as u64;
        self.copy(name, size, &mut &*bytes).map(drop)
    }

    /// Copies a member of this size; gives its CRC-32C and its digest.
    fn copy(&mut self, name: &str, size: u64, from: &mut dyn Read) -> Result<(u32, Digest), Fault> {
        let (mut hasher, mut crc) = (Hasher::new(), 0);
        self.tar.begin(name, size).map_err(broken)?;
        let mut chunk = vec![0_u8; 64 * 1024];
        loop {
            let read = match from.read(&mut chunk) {
                Ok(read) => read,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(Fault::internal("a stored piece cannot be read", error)),
            };
            let Some(bytes) = chunk.get(..read).filter(|bytes| !bytes.is_empty()) else {
                break;
            };
            hasher.update(bytes);
            crc = crc32c::crc32c_append(crc, bytes);
            self.tar.write_all(bytes).map_err(broken)?;
        }
        self.tar.end().map_err(broken)?;
        let digest = hasher.finish();
        // Writing to a string cannot fail.
        let _ = writeln!(self.list, "{digest}  {name}");
        self.waiting += 1;
        self.members += 1;
        if self.waiting >= LISTED {
            self.list_members()?;
        }
        Ok((crc, digest))
    }

    fn list_members(&mut self) -> Result<(), Fault> {
        let list = std::mem::take(&mut self.list);
        self.waiting = 0;
        self.digests.update(seal::sha256(list.as_bytes()).bytes());
        let name = format!("manifest/{:06}.sha256", self.lists);
        self.lists += 1;
        self.tar.begin(&name, list.len() as u64).map_err(broken)?;
        self.tar.write_all(list.as_bytes()).map_err(broken)?;
        self.tar.end().map_err(broken)
    }

    /// Closes the archive; gives back where it was written.
    pub(super) fn finish(mut self, mut told: Value) -> Result<W, Fault> {
        if self.waiting > 0 {
            self.list_members()?;
        }
        if let Some(map) = told.as_object_mut() {
            map.insert("lists".into(), self.lists.into());
            map.insert("members".into(), self.members.into());
            map.insert("manifest".into(), self.digests.finish().to_string().into());
        }
        let end = told.to_string();
        self.tar.begin(END, end.len() as u64).map_err(broken)?;
        self.tar.write_all(end.as_bytes()).map_err(broken)?;
        self.tar.end().map_err(broken)?;
        self.tar.finish().map_err(broken)
    }
}

struct Dump<W: Write> {
    archive: Archive<W>,
    done: Written,
    blobs: Vec<(BlobId, u64, u32)>,
    public: Vec<(Digest, u64)>,
}

/// Writes everything but the secrets to `out`, which its caller encrypts and syncs. Reads only: the folder may be
/// read-only, and a program may serve it.
///
/// # Errors
/// `Invalid` when there is no instance; `Damaged` when a file is not as it was received; `DiskFull` or `Internal` when
/// `out` fails.
pub async fn back_up<W: Write + Send + 'static>(
    config: &StoreConfig,
    out: W,
) -> Result<(W, Written), Fault> {
    let folder = config.data_dir.join("secrets");
    let secrets = Secrets::look(&folder)?;
    let instance = Secrets::name(&folder)?;
    let at = config.clock.now();
    let top = json!({
        "format": FORMAT,
        "at": at.rfc3339(),
        "instance": instance,
        "generation": secrets.log_generation(),
        "key": secrets.dossier_key().vkey(&journal::key_name_at(&instance)).to_string(),
    });
    let dump = Dump {
        archive: Archive::new(out, at.seconds()),
        done: Written {
            dossiers: 0,
            rows: 0,
            files: 0,
            bytes: 0,
            log: 0,
        },
        blobs: Vec::new(),
        public: Vec::new(),
    };
    let url = config.url()?;
    let before = still(&url);
    let db = Db::look(&url).await?;
    let written = whole(&db, &config.data_dir, dump, top).await;
    db.close().await;
    if before.is_some() && still(&url) != before {
        return Err(Fault::new(
            Code::Busy,
            "the program was started while its database was read: run the backup again",
        ));
    }
    written
}

async fn whole<W: Write + Send + 'static>(
    db: &Db,
    data: &Path,
    mut dump: Dump<W>,
    top: Value,
) -> Result<(W, Written), Fault> {
    let mut dump = db
        .read(move |tx| {
            Box::pin(async move {
                dump.rows(tx, top).await?;
                Ok(dump)
            })
        })
        .await?;
    // After the view was given back: copying files takes long, and what is erased meanwhile must go for good.
    let mut gone = 0_u64;
    let root = &data.join("blobs");
    for (blob, size, crc) in std::mem::take(&mut dump.blobs) {
        if !dump.file(root, blob, size, crc)? {
            let live = db
                .read(move |tx| Box::pin(async move { tx.opt(STILL, args![blob]).await }))
                .await?;
            if live.is_some() {
                return Err(missing(format!("blobs/{blob}")));
            }
            gone += 1;
        }
    }
    let root = &data.join(public::NAME);
    for (digest, size) in std::mem::take(&mut dump.public) {
        if !dump.public_file(root, digest, size)? {
            let held = *digest.bytes();
            let held = db
                .read(move |tx| Box::pin(async move { tx.opt(STILL_HELD, args![held]).await }))
                .await?;
            if held.is_some() {
                return Err(missing(format!("public/{digest}")));
            }
            gone += 1;
        }
    }
    let Dump { archive, done, .. } = dump;
    let out = archive.finish(json!({ "gone": gone, "files": done.files, "rows": done.rows }))?;
    Ok((out, done))
}

fn missing(name: String) -> Fault {
    Fault::caused(Code::Damaged, "a stored piece is missing", name)
}

impl<W: Write + Send> Dump<W> {
    async fn rows(&mut self, tx: &mut Tx, mut top: Value) -> Result<(), Fault> {
        let applied = tx.all(APPLIED, args![]).await?;
        let applied: Vec<String> = applied
            .iter()
            .map(|row| row.text(0))
            .collect::<Result<_, _>>()?;
        let known: Vec<&str> = migrate::ALL.iter().map(|one| one.name).collect();
        if known != applied {
            return Err(Fault::new(
                Code::Invalid,
                "this database is of another version of the program: back it up with that version, or start this one first",
            ));
        }
        self.done.log = tx.one(LOG, args![]).await?.size(0)?;
        if let Some(map) = top.as_object_mut() {
            map.insert("engine".into(), format!("{:?}", tx.engine()).into());
            map.insert("log".into(), self.done.log.into());
            map.insert("migrations".into(), applied.into());
        }
        self.archive.add(TOP, top.to_string().as_bytes())?;
        for table in tables() {
            self.table(tx, table).await?;
        }
        Ok(())
    }

    async fn table(&mut self, tx: &mut Tx, table: &Table) -> Result<(), Fault> {
        let mut part = Part {
            columns: None,
            text: String::new(),
            number: 0,
        };
        tx.each(table.select, |row| {
            let columns = part.columns.get_or_insert_with(|| Columns::of(&row));
            if part.text.is_empty() {
                part.text = columns.to_line();
                part.text.push('\n');
            }
            part.text.push_str(&columns.row_to_line(&row)?);
            part.text.push('\n');
            self.done.rows += 1;
            match table.name {
                "dossiers" => self.done.dossiers += 1,
                "blobs" => {
                    let place = |name| {
                        let none = || Fault::new(Code::Internal, "a column of the pieces");
                        columns.place(name).ok_or_else(none)
                    };
                    let crc = u32::try_from(row.size(place("crc")?)?).unwrap_or_default();
                    let (id, size) = (row.id(place("blob")?)?, row.size(place("size")?)?);
                    self.blobs.push((id, size, crc));
                }
                "public_files" => {
                    let place = |name| {
                        let none = || Fault::new(Code::Internal, "a column of public files");
                        columns.place(name).ok_or_else(none)
                    };
                    let digest = Digest::from_slice(&row.bytes(place("digest")?)?)?;
                    let size = row.size(place("size")?)?;
                    // One file may be held twice.
                    if self.public.last().is_none_or(|last| last.0 != digest) {
                        self.public.push((digest, size));
                    }
                }
                _ => {}
            }
            if part.text.len() < PART {
                return Ok(());
            }
            part.write(&mut self.archive, table.name)
        })
        .await?;
        part.write(&mut self.archive, table.name)
    }

    /// `false` when the file is not there.
    fn file(&mut self, root: &Path, blob: BlobId, size: u64, crc: u32) -> Result<bool, Fault> {
        let mut file = match std::fs::File::open(path(root, blob)) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(Fault::internal("a stored piece cannot be opened", error)),
        };
        let name = format!("blobs/{blob}");
        let found = file.metadata().map_or(0, |file| file.len());
        if found != size || self.archive.copy(&name, size, &mut file)?.0 != crc {
            let said = format!("{name} is not as it was received");
            return Err(Fault::caused(
                Code::Damaged,
                "a stored piece is damaged",
                said,
            ));
        }
        self.done.files += 1;
        self.done.bytes += size;
        Ok(true)
    }

    /// `false` when the file is not there.
    fn public_file(&mut self, root: &Path, digest: Digest, size: u64) -> Result<bool, Fault> {
        let mut file = match std::fs::File::open(public::path(root, digest)) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(Fault::internal("a public file cannot be opened", error)),
        };
        let name = format!("public/{digest}");
        let found = file.metadata().map_or(0, |file| file.len());
        if found != size || self.archive.copy(&name, size, &mut file)?.1 != digest {
            let said = format!("{name} is not as it was received");
            return Err(Fault::caused(
                Code::Damaged,
                "a public file is damaged",
                said,
            ));
        }
        self.done.files += 1;
        self.done.bytes += size;
        Ok(true)
    }
}

/// Rows that wait to be written.
struct Part {
    columns: Option<Columns>,
    text: String,
    number: u32,
}

impl Part {
    fn write<W: Write>(&mut self, archive: &mut Archive<W>, table: &str) -> Result<(), Fault> {
        if self.text.is_empty() {
            return Ok(());
        }
        let name = format!("rows/{table}/{:06}.jsonl", self.number);
        self.number += 1;
        archive.add(&name, std::mem::take(&mut self.text).as_bytes())
    }
}
