//! One blob on its way in. Blocking I/O: write it from `spawn_blocking`.

use super::{make_folder, path, temporary};
use crate::secrets::sync_dir;
use kernel::{BlobId, Fault};
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// A blob that receives its ciphertext: give it to `seal`'s streaming writer, then call
/// [`Receiving::durable`]. Dropped before, its temporary file is removed and its lease runs out.
#[derive(Debug)]
pub struct Receiving {
    id: BlobId,
    file: File,
    from: PathBuf,
    to: PathBuf,
    size: u64,
    crc: u32,
    kept: bool,
}

/// A blob whose bytes and name are on disk, synced. Only [`Receiving::durable`] makes one for an
/// append, which turns it live.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    id: BlobId,
    size: u64,
    crc: u32,
}

impl Receiving {
    pub(super) fn create(id: BlobId, root: &Path) -> Result<Self, Fault> {
        let from = temporary(root, id);
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&from)
            .map_err(|error| Fault::writing("a piece cannot be stored", error))?;
        Ok(Self {
            id,
            file,
            from,
            to: path(root, id),
            size: 0,
            crc: 0,
            kept: false,
        })
    }

    /// Stands in for a disk in trouble.
    #[cfg(test)]
    pub(crate) fn write_into(&mut self, file: File) {
        self.file = file;
    }

    /// The name that it will have.
    pub const fn id(&self) -> BlobId {
        self.id
    }

    /// Syncs the bytes, gives them their name, syncs the folder: after this a power cut cannot
    /// take them back.
    ///
    /// # Errors
    /// `DiskFull` when there is no room; `Internal` for any other trouble of the disk.
    pub fn durable(mut self) -> Result<Stored, Fault> {
        let folder = self.to.parent().unwrap_or(&self.to);
        self.file
            .flush()
            .and_then(|()| self.file.sync_data())
            .and_then(|()| named(&self.from, &self.to, folder))
            .and_then(|()| sync_dir(folder))
            .map_err(|error| Fault::writing("a piece cannot be stored", error))?;
        self.kept = true;
        Ok(Stored {
            id: self.id,
            size: self.size,
            crc: self.crc,
        })
    }
}

/// The first blob of a folder makes it.
fn named(from: &Path, to: &Path, folder: &Path) -> std::io::Result<()> {
    match std::fs::rename(from, to) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            make_folder(folder)?;
            std::fs::rename(from, to)
        }
        other => other,
    }
}

impl Write for Receiving {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.file.write(bytes)?;
        let bytes = bytes.get(..written).unwrap_or(bytes);
        self.crc = crc32c::crc32c_append(self.crc, bytes);
        self.size += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Receiving {
    fn drop(&mut self) {
        if !self.kept {
            // Best effort: the collector removes it with its row otherwise.
            let _ = std::fs::remove_file(&self.from);
        }
    }
}

impl Stored {
    pub(super) const fn known(id: BlobId, size: u64, crc: u32) -> Self {
        Self { id, size, crc }
    }

    /// Its name.
    pub const fn id(&self) -> BlobId {
        self.id
    }

    /// Its length in bytes, padding and envelope included.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// CRC-32C of its bytes.
    pub const fn crc(&self) -> u32 {
        self.crc
    }
}
