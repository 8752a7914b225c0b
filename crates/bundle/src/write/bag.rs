//! A BagIt 1.0 bag (RFC 8493) inside a ZIP, written file after file to an output that cannot seek.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::rc::Rc;

use kernel::{Code, Fault, Moment};
use seal::{Digest, Hasher};
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::Written;
use crate::layout;

/// From this length on a file needs ZIP64 fields; a little below 2^32 for safety.
const ZIP64_FROM: u64 = 0xffff_0000;

/// Counts what is written and, once something failed, drops the rest: the ZIP writer closes its
/// archive when it is dropped, and a broken export must not look like a whole one.
pub(super) struct Gate<W> {
    out: W,
    bytes: Rc<Cell<u64>>,
    shut: Rc<Cell<bool>>,
}

impl<W> Gate<W> {
    /// Over an output, with what shuts it.
    pub(super) fn over(out: W, bytes: Rc<Cell<u64>>) -> (Self, Shut) {
        let shut = Rc::new(Cell::new(false));
        let gate = Self {
            out,
            bytes,
            shut: Rc::clone(&shut),
        };
        (gate, Shut(shut))
    }
}

impl<W: Write> Write for Gate<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.shut.get() {
            return Ok(bytes.len());
        }
        match self.out.write(bytes) {
            Ok(count) => {
                self.bytes.set(self.bytes.get() + count as u64);
                Ok(count)
            }
            Err(error) => {
                self.shut.set(error.kind() != io::ErrorKind::Interrupted);
                Err(error)
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.shut.get() {
            return Ok(());
        }
        self.out.flush()
    }
}

/// Shuts the gate when the bag is given up.
pub(super) struct Shut(Rc<Cell<bool>>);

impl Drop for Shut {
    fn drop(&mut self) {
        self.0.set(true);
    }
}

/// A bag that is being written.
pub(crate) struct Bag<W: Write> {
    // Before `zip`: fields are dropped in this order.
    guard: Shut,
    zip: ZipWriter<StreamWriter<Gate<W>>>,
    top: String,
    written: Moment,
    options: SimpleFileOptions,
    payload: BTreeMap<String, Digest>,
    tags: BTreeMap<String, Digest>,
    payload_bytes: u64,
    bytes: Rc<Cell<u64>>,
}

pub(super) fn damaged(context: &'static str) -> Fault {
    Fault::new(Code::Damaged, context)
}

pub(super) fn writing(error: zip::result::ZipError) -> Fault {
    match error {
        zip::result::ZipError::Io(error) => Fault::writing("writing an export", error),
        other => Fault::internal("writing an export", other),
    }
}

/// The date of every file: that of the export, in UTC, to two seconds as ZIP has it.
pub(super) fn date(written: Moment) -> DateTime {
    let at = written.utc();
    u16::try_from(at.year())
        .ok()
        .and_then(|year| {
            let (month, day) = (u8::from(at.month()), at.day());
            let second = at.second() & !1;
            DateTime::from_date_and_time(year, month, day, at.hour(), at.minute(), second).ok()
        })
        .unwrap_or_default()
}

impl<W: Write> Bag<W> {
    pub(crate) fn begin(out: W, top: &str, written: Moment) -> Result<Self, Fault> {
        let bytes = Rc::new(Cell::new(0));
        let (gate, guard) = Gate::over(out, Rc::clone(&bytes));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(date(written))
            .system(zip::System::Unix)
            .unix_permissions(0o644);
        let mut bag = Self {
            guard,
            zip: ZipWriter::new_stream(gate),
            top: top.to_owned(),
            written,
            options,
            payload: BTreeMap::new(),
            tags: BTreeMap::new(),
            payload_bytes: 0,
            bytes,
        };
        bag.put(layout::BAGIT, layout::BAGIT_TEXT.as_bytes())?;
        Ok(bag)
    }

    /// Adds a file that is in memory.
    pub(crate) fn put(&mut self, path: &str, bytes: &[u8]) -> Result<(), Fault> {
        self.copy(path, Some(bytes.len() as u64), bytes).map(drop)
    }

    /// Adds a file from a stream; gives its length and digest. `bytes` is the length where it is
    /// known: without it the file gets ZIP64 fields.
    pub(crate) fn copy(
        &mut self,
        path: &str,
        bytes: Option<u64>,
        mut from: impl Read,
    ) -> Result<(u64, Digest), Fault> {
        let large = bytes.is_none_or(|bytes| bytes >= ZIP64_FROM);
        let options = self.options.large_file(large);
        let name = format!("{}/{path}", self.top);
        self.zip.start_file(name, options).map_err(writing)?;
        let (mut hasher, mut length) = (Hasher::new(), 0_u64);
        let mut buffer = vec![0_u8; 256 * 1024];
        loop {
            let count = match from.read(&mut buffer) {
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(Fault::internal("a piece cannot be read", error)),
            };
            let Some(read @ [_, ..]) = buffer.get(..count) else {
                break;
            };
            length += count as u64;
            // A piece longer than sealed is refused before it fills the recipient's disk.
            if bytes.is_some_and(|bytes| length > bytes) {
                return Err(damaged("a piece is longer than the one that was sealed"));
            }
            hasher.update(read);
            self.zip
                .write_all(read)
                .map_err(|error| Fault::writing("writing an export", error))?;
        }
        let digest = hasher.finish();
        if path.starts_with("data/") {
            self.payload_bytes += length;
            self.payload.insert(path.to_owned(), digest);
        } else {
            self.tags.insert(path.to_owned(), digest);
        }
        Ok((length, digest))
    }

    /// Adds the manifests and closes the archive.
    pub(crate) fn finish(mut self, origin: &str) -> Result<Written, Fault> {
        let payload = manifest(&self.payload);
        self.put(layout::MANIFEST, payload.as_bytes())?;
        let info = format!(
            "Bag-Software-Agent: preau\nBagging-Date: {}\nExternal-Identifier: {origin}\nPayload-Oxum: {}.{}\n",
            kernel::date::iso(self.written.utc().date()),
            self.payload_bytes,
            self.payload.len()
        );
        self.put(layout::BAG_INFO, info.as_bytes())?;
        let tags = manifest(&self.tags);
        self.put(layout::TAG_MANIFEST, tags.as_bytes())?;
        let files = (self.payload.len() + self.tags.len()) as u64;
        let Self {
            guard, zip, bytes, ..
        } = self;
        let mut out = zip.finish().map_err(writing)?;
        out.flush()
            .map_err(|error| Fault::writing("writing an export", error))?;
        drop(guard);
        Ok(Written {
            bytes: bytes.get(),
            files,
        })
    }
}

fn manifest(files: &BTreeMap<String, Digest>) -> String {
    files
        .iter()
        .map(|(path, digest)| format!("{digest}  {path}\n"))
        .collect()
}
