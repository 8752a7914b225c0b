//! Where a capture works: in memory when the machine has room there, so that nothing of a page is written to a disk.

use kernel::Fault;
use std::fs::{DirBuilder, File};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

/// Room asked for before working in memory, in bytes.
const ROOM: u64 = 1024 * 1024 * 1024;

/// A folder that only this user reads, removed with all it holds.
pub struct Folder {
    path: PathBuf,
    /// Held as long as the folder is used: what a killed program left can be told by it.
    _lock: File,
}

/// Where files are memory.
const MEMORY: &str = "/dev/shm";

/// The name of the file that is locked.
const LOCK: &str = "lock";

/// Removes what programs that were killed left there.
fn sweep(place: &Path) {
    for entry in std::fs::read_dir(place).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let ours = name.to_str().is_some_and(|name| {
            name.strip_prefix("preau-")
                .is_some_and(|id| kernel::id::from_hex::<16>(id).is_some())
        });
        let free = || {
            let lock = File::open(entry.path().join(LOCK));
            lock.is_ok_and(|lock| lock.try_lock().is_ok())
        };
        if ours && free() {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

/// The same, in both places.
pub fn sweep_all() {
    sweep(Path::new(MEMORY));
    sweep(&std::env::temp_dir());
}

/// The bytes of all files below a folder.
pub fn size(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| Some((entry.path(), entry.metadata().ok()?)))
        .map(|(path, about)| {
            if about.is_dir() {
                size(&path)
            } else {
                about.len()
            }
        })
        .sum()
}

impl Folder {
    /// Makes it.
    pub fn new() -> Result<Self, Fault> {
        let memory = Path::new(MEMORY);
        let roomy = rustix::fs::statvfs(memory)
            .is_ok_and(|space| space.f_bavail.saturating_mul(space.f_frsize) >= ROOM);
        let place = if roomy {
            memory.to_path_buf()
        } else {
            std::env::temp_dir()
        };
        sweep(&place);
        let path = place.join(format!(
            "preau-{}",
            kernel::id::to_hex(&seal::random::bytes::<16>())
        ));
        DirBuilder::new()
            .mode(0o700)
            .create(&path)
            .and_then(|()| {
                let lock = File::create_new(path.join(LOCK))?;
                lock.try_lock()?;
                Ok(Self {
                    path: path.clone(),
                    _lock: lock,
                })
            })
            .map_err(|error| Fault::writing("a capture has no room to work", error))
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // The browser may still be writing its last files.
        for _ in 0..20 {
            match std::fs::remove_dir_all(&self.path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    std::thread::sleep(std::time::Duration::from_millis(25));
                }
                _ => return,
            }
        }
        tracing::warn!("the folder of a capture could not be removed");
    }
}
