//! A file that appears under its name only once it is whole and on the disk, for its owner alone.

use crate::output::{Trouble, trouble};
use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// What to do with a file that already has the name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// The new one takes its place.
    Replace,
    /// It stays, and the new one is refused: it could be an original.
    Keep,
}

/// Writes a file beside its place, then gives it its name. Nothing is left when `fill` fails.
pub fn write<T>(
    out: &Path,
    existing: Existing,
    fill: impl FnOnce(&File) -> Result<T, Trouble>,
) -> Result<T, Trouble> {
    let folder = folder_of(out);
    let temporary = folder.join(format!(
        ".preau-{}.part",
        kernel::id::to_hex(&seal::random::bytes::<8>())
    ));
    let filled = new(&temporary)
        .map_err(|error| cannot(out, &error))
        .and_then(|file| {
            let filled = fill(&file)?;
            file.sync_all().map_err(|error| cannot(out, &error))?;
            Ok(filled)
        });
    let named = filled.and_then(|filled| name(&temporary, out, existing).map(|()| filled));
    if named.is_err() {
        // The first trouble explains more than this one.
        let _ = std::fs::remove_file(&temporary);
    }
    let filled = named?;
    File::open(&folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|error| cannot(out, &error))?;
    Ok(filled)
}

/// The folder where a file is written.
pub fn folder_of(out: &Path) -> PathBuf {
    let parent = out.parent().filter(|path| !path.as_os_str().is_empty());
    parent.map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// A new file that its owner alone may read.
pub fn new(path: &Path) -> std::io::Result<File> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
}

/// What is said of a file that cannot be written.
pub fn cannot(out: &Path, error: &std::io::Error) -> Trouble {
    trouble(format!("{} cannot be written: {error}", out.display()))
}

fn name(temporary: &Path, out: &Path, existing: Existing) -> Result<(), Trouble> {
    let named = match existing {
        Existing::Replace => std::fs::rename(temporary, out),
        // A second name for the same file: refused when the name is taken, whole when it is not.
        Existing::Keep => match std::fs::hard_link(temporary, out) {
            Ok(()) => std::fs::remove_file(temporary),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
            Err(_) => take(temporary, out),
        },
    };
    named.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => trouble(format!(
            "{} is already there and stays; choose another name",
            out.display()
        )),
        _ => cannot(out, &error),
    })
}

/// Where a file has one name only (some USB keys): an empty one takes it first, so that nothing else does.
fn take(temporary: &Path, out: &Path) -> std::io::Result<()> {
    new(out)?;
    std::fs::rename(temporary, out).inspect_err(|_| {
        let _ = std::fs::remove_file(out);
    })
}
