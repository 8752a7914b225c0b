//! Bodies wait in one file until the archive is written: memory holds none of them.

use crate::model::Kept;
use kernel::Fault;
use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::FileExt;
use std::path::Path;

/// The file of one capture.
pub struct Spool {
    file: File,
    len: u64,
}

impl Spool {
    /// An empty spool; its file has no name once it is open.
    pub fn new(folder: &Path) -> Result<Self, Fault> {
        let path = folder.join("spool");
        let cannot = |error| Fault::writing("a capture has no room to work", error);
        let file = File::options()
            .read(true)
            .write(true)
            .create_new(true)
            .open(&path)
            .map_err(cannot)?;
        std::fs::remove_file(&path).map_err(cannot)?;
        Ok(Self { file, len: 0 })
    }

    /// How many bytes it holds.
    pub const fn len(&self) -> u64 {
        self.len
    }

    /// Keeps a whole body.
    pub fn keep(&mut self, bytes: &[u8]) -> io::Result<Kept> {
        let kept = Kept {
            offset: self.len,
            len: bytes.len() as u64,
            sha256: seal::sha256(bytes),
        };
        self.file.write_all_at(bytes, self.len)?;
        self.len += kept.len;
        Ok(kept)
    }

    /// A body whole, for those that are known to be small.
    pub fn bytes(&self, kept: &Kept) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        self.copy(kept, &mut out)?;
        Ok(out)
    }

    /// Copies a body out, chunk by chunk.
    pub fn copy(&self, kept: &Kept, out: &mut dyn Write) -> io::Result<()> {
        let mut chunk = vec![0; 64 * 1024];
        let (mut at, end) = (kept.offset, kept.offset + kept.len);
        while at < end {
            let n = usize::try_from(end - at)
                .unwrap_or(chunk.len())
                .min(chunk.len());
            let part = chunk.get_mut(..n).unwrap_or_default();
            self.file.read_exact_at(part, at)?;
            out.write_all(part)?;
            at += n as u64;
        }
        Ok(())
    }
}
