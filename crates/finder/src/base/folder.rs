//! The folder of the index: the answers in a folder of their own, which can be removed whole, beside the lock of whoever
//! writes.

use std::fs::{self, File, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
use std::path::PathBuf;

/// A folder that may not be there yet.
pub(super) struct Folder(PathBuf);

/// What changes with each change of the index: its list of pieces is written anew and moved in place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    inode: u64,
    length: u64,
    seconds: i64,
    nanos: i64,
}

impl Folder {
    pub(super) const fn new(path: PathBuf) -> Self {
        Self(path)
    }

    pub(super) fn answers(&self) -> PathBuf {
        self.0.join("answers")
    }

    /// The state of the index; none when there is none.
    pub(super) fn stamp(&self) -> Option<Stamp> {
        let list = fs::metadata(self.answers().join("meta.json")).ok()?;
        Some(Stamp {
            inode: list.ino(),
            length: list.len(),
            seconds: list.mtime(),
            nanos: list.mtime_nsec(),
        })
    }

    /// The lock, held until the file is closed; none when another process has it.
    pub(super) fn lock(&self) -> io::Result<Option<File>> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true).mode(0o700).create(&self.0)?;
        let file = File::create(self.0.join("lock"))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Tells whoever writes next that a change began, durably: cut off, it may leave on disk what is no longer published.
    pub(super) fn begun(&self) -> io::Result<()> {
        File::create(self.mark())?.sync_all()?;
        File::open(&self.0)?.sync_all()
    }

    /// Whether a change began and what it replaced may still be on disk.
    pub(super) fn cut_off(&self) -> bool {
        self.mark().exists()
    }

    /// Nothing is left of what was replaced.
    pub(super) fn ended(&self) -> io::Result<()> {
        match fs::remove_file(self.mark()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn mark(&self) -> PathBuf {
        self.0.join("begun")
    }

    pub(super) fn make(&self) -> io::Result<()> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true).mode(0o700).create(self.answers())
    }

    pub(super) fn clear(&self) -> io::Result<()> {
        match fs::remove_dir_all(self.answers()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}
