//! The files of a verified dossier, one after the other.

use super::Unreadable;
use crate::layout;
use std::io::{self, BufReader, Read, Seek, Write};
use zip::ZipArchive;

/// The pieces of a ZIP that was verified: what it holds is true, and only then.
pub struct Pieces<R: Read + Seek>(ZipArchive<BufReader<R>>);

impl<R: Read + Seek> Pieces<R> {
    /// Opens it.
    ///
    /// # Errors
    /// [`Unreadable::NotAZip`].
    pub fn open(zip: R) -> Result<Self, Unreadable> {
        let archive = ZipArchive::new(BufReader::new(zip));
        archive.map(Self).map_err(|_| Unreadable::NotAZip)
    }

    fn path_ending(&self, end: &str) -> Option<String> {
        let mut names = self.0.file_names().filter_map(Result::ok);
        let found = names.find(|path| path.ends_with(end));
        found.map(|path| path.into_owned())
    }

    /// Copies the piece of this number and name.
    ///
    /// # Errors
    /// `NotFound` when it is not there.
    pub fn copy(&mut self, number: u32, name: &str, out: &mut dyn Write) -> io::Result<u64> {
        let end = format!("/{}{}", layout::PIECES, layout::piece_name(number, name));
        let path = self.path_ending(&end).ok_or(io::ErrorKind::NotFound)?;
        let mut file = self.0.by_name(&path).map_err(io::Error::other)?;
        io::copy(&mut file, out)
    }
}
