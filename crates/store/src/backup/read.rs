//! Reading an archive member by member; its digests are compared as their lists come.

use super::rows::{Columns, Table, tables};
use super::{END, LONGEST, TOP, altered, tar};
use crate::db::Args;
use kernel::{BlobId, Fault};
use seal::{Digest, Hasher};
use serde_json::Value;
use std::io::{Read, Write};

/// What an archive holds, in order.
pub(super) enum Member {
    /// The first one.
    Top(Value),
    /// Rows of a table.
    Rows(&'static Table, Columns, Vec<Args>),
    /// A file of so many bytes, to be copied by [`Archive::copy`].
    File(BlobId, u64),
    /// A file that everybody may read, of so many bytes, copied the same way.
    Public(Digest, u64),
    /// A secret.
    Secret(String, zeroize::Zeroizing<Vec<u8>>),
    /// The last one.
    End(Value),
}

pub(super) struct Archive<R: Read> {
    tar: tar::Reader<R>,
    name: String,
    waiting: Vec<(String, Digest)>,
    members: u64,
    lists: u64,
    digests: Hasher,
    ended: bool,
}

fn broken(error: std::io::Error) -> Fault {
    altered(error.to_string())
}

impl<R: Read> Archive<R> {
    pub(super) fn new(from: R) -> Self {
        Self {
            tar: tar::Reader::new(from),
            name: String::new(),
            waiting: Vec::new(),
            members: 0,
            lists: 0,
            digests: Hasher::new(),
            ended: false,
        }
    }

    /// The next member, its digest still to be confirmed; nothing after the last one.
    pub(super) fn next(&mut self) -> Result<Option<Member>, Fault> {
        loop {
            let Some((name, size)) = self.tar.next().map_err(broken)? else {
                if !self.ended {
                    return Err(altered("its end is missing"));
                }
                return Ok(None);
            };
            if self.ended {
                return Err(altered("something follows its end"));
            }
            if let Some(blob) = name.strip_prefix("blobs/") {
                let blob = blob.parse().map_err(|_| unknown(&name))?;
                self.name = name;
                return Ok(Some(Member::File(blob, size)));
            }
            if let Some(digest) = name.strip_prefix("public/") {
                let digest = digest.parse().map_err(|_| unknown(&name))?;
                self.name = name;
                return Ok(Some(Member::Public(digest, size)));
            }
            if size > LONGEST {
                return Err(unknown(&name));
            }
            let mut bytes = zeroize::Zeroizing::new(Vec::new());
            self.tar.read_to_end(&mut bytes).map_err(broken)?;
            if name.starts_with("manifest/") {
                self.listed(&bytes)?;
                continue;
            }
            if name == END {
                return self.end(&bytes).map(Some);
            }
            self.count(name.clone(), seal::sha256(&bytes));
            let member = if name == TOP {
                let top = serde_json::from_slice(&bytes);
                Member::Top(top.map_err(|_| unknown(&name))?)
            } else if let Some(secret) = name.strip_prefix("secrets/") {
                Member::Secret(secret.to_owned(), bytes)
            } else {
                part(&name, &bytes)?
            };
            return Ok(Some(member));
        }
    }

    /// Copies the file that [`Archive::next`] has just named; gives its CRC-32C and its digest.
    pub(super) fn copy(&mut self, out: &mut dyn Write) -> Result<(u32, Digest), Fault> {
        let (mut hasher, mut crc) = (Hasher::new(), 0);
        let mut chunk = vec![0_u8; 64 * 1024];
        loop {
            let read = self.tar.read(&mut chunk).map_err(broken)?;
            let Some(bytes) = chunk.get(..read).filter(|bytes| !bytes.is_empty()) else {
                break;
            };
            hasher.update(bytes);
            crc = crc32c::crc32c_append(crc, bytes);
            out.write_all(bytes)
                .map_err(|error| Fault::writing("a piece cannot be written", error))?;
        }
        let name = std::mem::take(&mut self.name);
        let digest = hasher.finish();
        self.count(name, digest);
        Ok((crc, digest))
    }

    fn count(&mut self, name: String, digest: Digest) {
        self.members += 1;
        self.waiting.push((name, digest));
    }

    fn listed(&mut self, list: &[u8]) -> Result<(), Fault> {
        let text = std::str::from_utf8(list).map_err(|_| unknown("manifest"))?;
        let mut lines = text.lines();
        for (name, digest) in std::mem::take(&mut self.waiting) {
            if lines.next() != Some(format!("{digest}  {name}").as_str()) {
                return Err(altered(format!("{name} is not what was written")));
            }
        }
        if lines.next().is_some() {
            return Err(altered("a member of its list is missing"));
        }
        self.lists += 1;
        self.digests.update(seal::sha256(list).bytes());
        Ok(())
    }

    fn end(&mut self, bytes: &[u8]) -> Result<Member, Fault> {
        let told: Value = serde_json::from_slice(bytes).map_err(|_| unknown(END))?;
        let number = |name: &str| told.get(name).and_then(Value::as_u64);
        let digests = std::mem::replace(&mut self.digests, Hasher::new()).finish();
        let same = self.waiting.is_empty()
            && number("members") == Some(self.members)
            && number("lists") == Some(self.lists)
            && told.get("manifest").and_then(Value::as_str) == Some(digests.to_string().as_str());
        if !same {
            return Err(altered("its end does not fit what came before"));
        }
        self.ended = true;
        Ok(Member::End(told))
    }
}

fn unknown(name: &str) -> Fault {
    altered(format!("{name:?} is nothing that a backup holds"))
}

fn part(name: &str, bytes: &[u8]) -> Result<Member, Fault> {
    let read = || {
        let (table, _) = name.strip_prefix("rows/")?.split_once('/')?;
        let table = tables().iter().find(|one| one.name == table)?;
        let mut lines = std::str::from_utf8(bytes).ok()?.lines();
        let columns = Columns::parse(lines.next()?)?;
        let rows: Result<Vec<Args>, Fault> = lines.map(|line| columns.row_of_line(line)).collect();
        Some(rows.map(|rows| Member::Rows(table, columns, rows)))
    };
    read().unwrap_or_else(|| Err(unknown(name)))
}
