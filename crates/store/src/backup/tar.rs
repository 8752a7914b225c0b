//! The archive inside a backup: POSIX ustar (IEEE Std 1003.1, pax, "ustar interchange format"), plain files only, one
//! after the other, never held in memory. Any `tar` lists and unpacks it.

use std::io::{self, ErrorKind, Read, Write};

const BLOCK: usize = 512;
/// Sizes from here on take the base-256 form that GNU tar and libarchive read.
const OCTAL: u64 = 1 << 33;
const ZEROS: [u8; BLOCK] = [0; BLOCK];

/// Writes members one after the other.
pub(super) struct Writer<W: Write> {
    out: W,
    /// Seconds since 1970, the same for each member.
    at: i64,
    left: u64,
    pad: usize,
}

impl<W: Write> Writer<W> {
    pub(super) const fn new(out: W, at: i64) -> Self {
        Self {
            out,
            at,
            left: 0,
            pad: 0,
        }
    }

    /// Begins a member of exactly `size` bytes, which are then written.
    pub(super) fn begin(&mut self, name: &str, size: u64) -> io::Result<()> {
        self.out.write_all(&header(name, size, self.at)?)?;
        self.left = size;
        self.pad = padding(size);
        Ok(())
    }

    /// Ends a member.
    pub(super) fn end(&mut self) -> io::Result<()> {
        if self.left != 0 {
            return Err(io::Error::other(
                "a member is shorter than it was said to be",
            ));
        }
        self.out
            .write_all(ZEROS.get(..self.pad).unwrap_or_default())
    }

    /// Two blocks of zeros end the archive.
    pub(super) fn finish(mut self) -> io::Result<W> {
        self.out.write_all(&ZEROS)?;
        self.out.write_all(&ZEROS)?;
        Ok(self.out)
    }
}

impl<W: Write> Write for Writer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.len() as u64 > self.left {
            return Err(io::Error::other(
                "a member is longer than it was said to be",
            ));
        }
        let n = self.out.write(bytes)?;
        self.left -= n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn padding(size: u64) -> usize {
    let over = usize::try_from(size % BLOCK as u64).unwrap_or(0);
    (BLOCK - over) % BLOCK
}

fn put(block: &mut [u8; BLOCK], at: usize, bytes: &[u8]) {
    for (to, from) in block.iter_mut().skip(at).zip(bytes) {
        *to = *from;
    }
}

fn header(name: &str, size: u64, at: i64) -> io::Result<[u8; BLOCK]> {
    if name.len() > 100 {
        return Err(io::Error::other("the name of a member is too long"));
    }
    let mut block = ZEROS;
    put(&mut block, 0, name.as_bytes());
    put(&mut block, 100, b"0000600\x000000000\x000000000\x00");
    if size < OCTAL {
        put(&mut block, 124, format!("{size:011o}\0").as_bytes());
    } else {
        put(&mut block, 124, &[0x80, 0, 0, 0]);
        put(&mut block, 128, &size.to_be_bytes());
    }
    let at = at.clamp(0, (1 << 33) - 1);
    put(&mut block, 136, format!("{at:011o}\0").as_bytes());
    put(&mut block, 156, b"0");
    put(&mut block, 257, b"ustar\x0000");
    put(&mut block, 148, b"        ");
    let sum = checksum(&block);
    put(&mut block, 148, format!("{sum:06o}\0 ").as_bytes());
    Ok(block)
}

fn checksum(block: &[u8; BLOCK]) -> u32 {
    block.iter().map(|byte| u32::from(*byte)).sum()
}

/// Reads members one after the other.
pub(super) struct Reader<R: Read> {
    from: R,
    left: u64,
    pad: usize,
}

impl<R: Read> Reader<R> {
    pub(super) const fn new(from: R) -> Self {
        Self {
            from,
            left: 0,
            pad: 0,
        }
    }

    /// The next member, whose bytes are then read; nothing at the end of the archive.
    ///
    /// # Errors
    /// `InvalidData` for anything else than plain files.
    pub(super) fn next(&mut self) -> io::Result<Option<(String, u64)>> {
        io::copy(&mut self.by_ref(), &mut io::sink())?;
        let mut rest = ZEROS;
        let pad = rest.get_mut(..self.pad).unwrap_or_default();
        self.from.read_exact(pad)?;
        self.pad = 0;
        let mut block = ZEROS;
        self.from.read_exact(&mut block)?;
        if block == ZEROS {
            // To the last byte: only there the envelope says that it is whole.
            io::copy(&mut self.from, &mut io::sink())?;
            return Ok(None);
        }
        let wrong = || io::Error::new(ErrorKind::InvalidData, "this is no archive of plain files");
        let sum = octal(&block, 148, 8).ok_or_else(wrong)?;
        let mut blank = block;
        put(&mut blank, 148, b"        ");
        let plain = matches!(block.get(156), Some(b'0' | 0));
        if u64::from(checksum(&blank)) != sum || !plain || block.get(257..262) != Some(b"ustar") {
            return Err(wrong());
        }
        let name = block.get(..100).unwrap_or_default();
        let name = name.split(|byte| *byte == 0).next().unwrap_or_default();
        let name = std::str::from_utf8(name).map_err(|_| wrong())?.to_owned();
        let size = if block.get(124) == Some(&0x80) {
            let bytes = block.get(128..136).and_then(|b| b.try_into().ok());
            u64::from_be_bytes(bytes.ok_or_else(wrong)?)
        } else {
            octal(&block, 124, 12).ok_or_else(wrong)?
        };
        self.left = size;
        self.pad = padding(size);
        Ok(Some((name, size)))
    }
}

impl<R: Read> Read for Reader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left)
            .unwrap_or(usize::MAX)
            .min(out.len());
        let Some(out) = out.get_mut(..most).filter(|out| !out.is_empty()) else {
            return Ok(0);
        };
        let n = self.from.read(out)?;
        if n == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        self.left -= n as u64;
        Ok(n)
    }
}

fn octal(block: &[u8; BLOCK], at: usize, width: usize) -> Option<u64> {
    let field = block.get(at..at + width)?;
    let digits: String = field
        .iter()
        .map(|byte| char::from(*byte))
        .take_while(|c| *c != '\0')
        .collect();
    u64::from_str_radix(digits.trim(), 8).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written() -> Vec<u8> {
        let mut tar = Writer::new(Vec::new(), 1_800_000_000);
        for (name, bytes) in [("un", &b"a"[..]), ("deux/trois", &[7; 512]), ("vide", b"")] {
            tar.begin(name, bytes.len() as u64).unwrap();
            tar.write_all(bytes).unwrap();
            tar.end().unwrap();
        }
        tar.finish().unwrap()
    }

    #[test]
    fn members_come_back_and_the_tar_of_the_system_lists_them() {
        let bytes = written();
        let mut read = Reader::new(&bytes[..]);
        assert_eq!(read.next().unwrap(), Some(("un".to_owned(), 1)));
        let mut one = Vec::new();
        read.read_to_end(&mut one).unwrap();
        assert_eq!(one, b"a");
        // A member that nobody read is passed over.
        assert_eq!(read.next().unwrap(), Some(("deux/trois".to_owned(), 512)));
        assert_eq!(read.next().unwrap(), Some(("vide".to_owned(), 0)));
        assert_eq!(read.next().unwrap(), None);

        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("a.tar"), &bytes).unwrap();
        let listed = std::process::Command::new("tar")
            .args(["-t", "-f", "a.tar"])
            .current_dir(dir.path())
            .output()
            .unwrap();
        assert_eq!(listed.stdout, b"un\ndeux/trois\nvide\n");
        assert!(listed.status.success() && listed.stderr.is_empty());
    }

    #[test]
    fn a_size_of_more_than_eight_gibibytes_comes_back() {
        let size = (1 << 33) + 5;
        let block = header("grand", size, 0).unwrap();
        assert_eq!(
            Reader::new(&block[..]).next().unwrap(),
            Some(("grand".to_owned(), size))
        );
    }

    #[test]
    fn what_is_cut_or_changed_is_refused() {
        let bytes = written();
        let read_all = |bytes: &[u8]| -> io::Result<()> {
            let mut read = Reader::new(bytes);
            while read.next()?.is_some() {}
            Ok(())
        };
        read_all(&bytes).unwrap();
        for cut in [0, 100, 512, 700, 1030] {
            assert!(read_all(&bytes[..cut]).is_err(), "{cut}");
        }
        let mut other = bytes;
        other[3] = b'x';
        assert!(read_all(&other).is_err());
    }
}
