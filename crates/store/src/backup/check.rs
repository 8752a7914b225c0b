//! Checking a backup without writing anything: every member against its digest, every dossier's leaves against its
//! frontier, its frontier against its signed head, every file against its row, and with the secrets every dossier's row
//! against its seal.

use super::read::{Archive, Member};
use super::rows::{Columns, Table, pick};
use super::{FORMAT, SecretsCopy, altered};
use crate::db::migrate::Migration;
use crate::db::{Args, migrate};
use crate::journal::{self, KEPT_COLUMNS, check_kept};
use kernel::{BlobId, DossierId, Fault};
use seal::Digest;
use seal::note::Vkey;
use seal::rows::RowKey;
use seal::tree::Frontier;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{Read, sink};

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Whose it is.
    pub instance: String,
    /// When it was made (RFC 3339).
    pub at: String,
    /// The engine that it was made from.
    pub engine: String,
    /// The generation of the instance.
    pub generation: u64,
    /// Lines of the public log.
    pub log: u64,
    /// Dossiers.
    pub dossiers: u64,
    /// Those among them that were found damaged before.
    pub damaged: u64,
    /// Rows of all tables.
    pub rows: u64,
    /// Files of pieces, and files that everybody may read.
    pub files: u64,
    /// Bytes of these files.
    pub bytes: u64,
    /// Files whose entries were erased while the backup was made.
    pub gone: u64,
    /// Whether the rows of the dossiers were compared with their seals, which takes the secrets.
    pub sealed: bool,
}

/// Reads a whole backup.
///
/// # Errors
/// `Damaged`, with what is wrong, at the first thing that is.
pub fn check(from: impl Read, secrets: Option<&SecretsCopy>) -> Result<Found, Fault> {
    let mut archive = Archive::new(from);
    let Some(Member::Top(top)) = archive.next()? else {
        return Err(altered("it does not begin as a backup"));
    };
    let mut checked = Checked::begin(&top, secrets)?;
    while let Some(member) = archive.next()? {
        match member {
            Member::Rows(table, columns, rows) => checked.rows(table, &columns, &rows)?,
            Member::File(blob, size) => {
                let (crc, _) = archive.copy(&mut sink())?;
                checked.file(blob, size, crc)?;
            }
            Member::Public(digest, size) => {
                let (_, found) = archive.copy(&mut sink())?;
                checked.public(digest, size, found)?;
            }
            Member::End(end) => checked.end(&end)?,
            Member::Top(_) | Member::Secret(..) => return Err(altered("a member out of place")),
        }
    }
    Ok(checked.found)
}

/// What was read so far, to be compared with what comes.
struct Checked {
    found: Found,
    key: Vkey,
    sealed_by: Option<RowKey>,
    /// How many leaves must give which root.
    dossiers: BTreeMap<DossierId, (u64, Option<Digest>)>,
    growing: Option<(DossierId, Frontier)>,
    files: BTreeMap<BlobId, (u64, u32)>,
    public: BTreeMap<Digest, u64>,
}

fn text(top: &Value, name: &str) -> Result<String, Fault> {
    let found = top.get(name).and_then(Value::as_str);
    let found = found.ok_or_else(|| altered("its first member is not whole"))?;
    Ok(found.to_owned())
}

/// The changes of the tables that the database of a backup had: an older one lacks some, which need not be the last.
pub(super) fn migrations(top: &Value) -> Result<Vec<&'static Migration>, Fault> {
    let made = top.get("migrations").and_then(Value::as_array);
    let made = made.ok_or_else(|| altered("its first member is not whole"))?;
    let mut known = migrate::ALL.iter();
    let mut next = |name: &Value| known.find(|one| Some(one.name) == name.as_str());
    let found: Option<Vec<_>> = made.iter().map(&mut next).collect();
    found.ok_or(Fault::new(
        kernel::Code::Invalid,
        "this backup was made by a newer version of the program: restore it with that version",
    ))
}

impl Checked {
    fn begin(top: &Value, secrets: Option<&SecretsCopy>) -> Result<Self, Fault> {
        if text(top, "format")? != FORMAT {
            return Err(altered("it is of another kind"));
        }
        migrations(top)?;
        let number = |name: &str| top.get(name).and_then(Value::as_u64).unwrap_or(0);
        let key: Vkey = text(top, "key")?
            .parse()
            .map_err(|_| altered("its key cannot be read"))?;
        let instance = text(top, "instance")?;
        if let Some(copy) = secrets {
            let own = copy.secrets.dossier_key();
            if own.vkey(&journal::key_name_at(&instance)).to_string() != key.to_string() {
                return Err(Fault::new(
                    kernel::Code::Invalid,
                    "these secrets are those of another instance: bring the copy that belongs to this backup",
                ));
            }
        }
        Ok(Self {
            found: Found {
                at: text(top, "at")?,
                engine: text(top, "engine")?,
                generation: number("generation"),
                log: number("log"),
                dossiers: 0,
                damaged: 0,
                rows: 0,
                files: 0,
                bytes: 0,
                gone: 0,
                sealed: secrets.is_some(),
                instance,
            },
            key,
            sealed_by: secrets.map(|copy| RowKey::from_pepper(copy.secrets.pepper())),
            dossiers: BTreeMap::new(),
            growing: None,
            files: BTreeMap::new(),
            public: BTreeMap::new(),
        })
    }

    fn rows(&mut self, table: &Table, columns: &Columns, rows: &[Args]) -> Result<(), Fault> {
        self.found.rows += rows.len() as u64;
        for values in rows {
            match table.name {
                "dossiers" => {
                    let row = pick(columns, values, &KEPT_COLUMNS)?;
                    let (d, size, root) = check_kept(
                        &row,
                        &self.found.instance,
                        &self.key,
                        self.sealed_by.as_ref(),
                    )
                    .map_err(|fault| altered(fault.to_string()))?;
                    self.found.dossiers += 1;
                    self.found.damaged += u64::from(root.is_none());
                    self.dossiers.insert(d, (size, root));
                }
                "entries" => {
                    let row = pick(columns, values, &["dossier", "seq", "leaf"])?;
                    let leaf = Digest::from_slice(&row.bytes(2)?)?;
                    self.leaf(row.id(0)?, row.size(1)?, leaf)?;
                }
                "blobs" => {
                    let row = pick(columns, values, &["blob", "size", "crc"])?;
                    let crc = u32::try_from(row.size(2)?).unwrap_or_default();
                    self.files.insert(row.id(0)?, (row.size(1)?, crc));
                }
                "public_files" => {
                    let row = pick(columns, values, &["digest", "size"])?;
                    let digest = Digest::from_slice(&row.bytes(0)?)?;
                    self.public.insert(digest, row.size(1)?);
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn leaf(&mut self, d: DossierId, seq: u64, leaf: Digest) -> Result<(), Fault> {
        if self.growing.as_ref().is_none_or(|(one, _)| *one != d) {
            self.grown()?;
            self.growing = Some((d, Frontier::new()));
        }
        if let Some((_, frontier)) = &mut self.growing {
            if frontier.size() != seq {
                return Err(altered(format!(
                    "dossier {d}: entry {} is missing",
                    frontier.size()
                )));
            }
            frontier.push(leaf);
        }
        Ok(())
    }

    /// A dossier whose last leaf was read.
    fn grown(&mut self) -> Result<(), Fault> {
        let Some((d, frontier)) = self.growing.take() else {
            return Ok(());
        };
        match self.dossiers.remove(&d) {
            Some((_, None)) => Ok(()),
            Some((size, Some(root))) if size == frontier.size() && root == frontier.root() => {
                Ok(())
            }
            _ => Err(altered(format!(
                "dossier {d}: its entries do not give its signed head"
            ))),
        }
    }

    fn file(&mut self, blob: BlobId, size: u64, crc: u32) -> Result<(), Fault> {
        if self.files.remove(&blob) != Some((size, crc)) {
            return Err(altered(format!("blobs/{blob} is not the file of its row")));
        }
        self.found.files += 1;
        self.found.bytes += size;
        Ok(())
    }

    fn public(&mut self, digest: Digest, size: u64, found: Digest) -> Result<(), Fault> {
        if self.public.remove(&digest) != Some(size) || found != digest {
            return Err(altered(format!(
                "public/{digest} is not the file of its row"
            )));
        }
        self.found.files += 1;
        self.found.bytes += size;
        Ok(())
    }

    fn end(&mut self, end: &Value) -> Result<(), Fault> {
        self.grown()?;
        let gone = end.get("gone").and_then(Value::as_u64).unwrap_or(0);
        if let Some((d, _)) = self.dossiers.iter().find(|(_, one)| one.1.is_some()) {
            return Err(altered(format!("dossier {d}: its entries are missing")));
        }
        if (self.files.len() + self.public.len()) as u64 != gone {
            return Err(altered("a file is missing"));
        }
        self.found.gone = gone;
        Ok(())
    }
}
