//! Where a capture works: in memory when the machine has room there, so that nothing of a page is written to a disk.

use kernel::Fault;
use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

/// Room asked for before working in memory, in bytes.
const ROOM: u64 = 1024 * 1024 * 1024;

/// A folder that only this user reads, removed with all it holds.
pub struct Folder(PathBuf);

impl Folder {
    /// Makes it.
    pub fn new() -> Result<Self, Fault> {
        let memory = Path::new("/dev/shm");
        let roomy = rustix::fs::statvfs(memory)
            .is_ok_and(|space| space.f_bavail.saturating_mul(space.f_frsize) >= ROOM);
        let place = if roomy {
            memory.to_path_buf()
        } else {
            std::env::temp_dir()
        };
        let path = place.join(format!(
            "preau-{}",
            kernel::id::to_hex(&seal::random::bytes::<16>())
        ));
        DirBuilder::new()
            .mode(0o700)
            .create(&path)
            .map_err(|error| Fault::writing("a capture has no room to work", error))?;
        Ok(Self(path))
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // The browser may still be writing its last files.
        for _ in 0..20 {
            match std::fs::remove_dir_all(&self.0) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    std::thread::sleep(std::time::Duration::from_millis(25));
                }
                _ => return,
            }
        }
        tracing::warn!("the folder of a capture could not be removed");
    }
}
