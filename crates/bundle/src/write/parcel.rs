//! Several dossiers in one ZIP, each as the ZIP that it would be alone, with what tells of the account beside them.

use super::bag::{Gate, Shut, date, writing};
use super::write;
use crate::export::{Export, PieceFile};
use kernel::{Fault, Moment};
use std::cell::Cell;
use std::io::{self, Read, Write};
use std::rc::Rc;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

/// A ZIP of ZIPs that is being written, to an output that cannot seek.
pub struct Parcel<W: Write> {
    // Before `zip`: fields are dropped in this order.
    guard: Shut,
    zip: ZipWriter<StreamWriter<Gate<W>>>,
    options: SimpleFileOptions,
}

impl<W: Write> Parcel<W> {
    /// Begins it; `at` is the date of each of its files.
    pub fn begin(out: W, at: Moment) -> Self {
        let (gate, guard) = Gate::over(out, Rc::new(Cell::new(0)));
        Self {
            guard,
            zip: ZipWriter::new_stream(gate),
            options: SimpleFileOptions::default()
                .compression_method(CompressionMethod::Stored)
                .last_modified_time(date(at))
                .system(zip::System::Unix)
                .unix_permissions(0o644),
        }
    }

    /// Adds a file.
    ///
    /// # Errors
    /// When the output fails: the archive then has no directory.
    pub fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), Fault> {
        self.zip.start_file(name, self.options).map_err(writing)?;
        self.zip
            .write_all(bytes)
            .map_err(|error| Fault::writing("writing an export", error))
    }

    /// Adds a dossier, as [`write()`] would write it.
    ///
    /// # Errors
    /// Those of [`write()`].
    pub fn dossier(
        &mut self,
        name: &str,
        export: &Export,
        open_piece: impl FnMut(&PieceFile) -> io::Result<Box<dyn Read>>,
    ) -> Result<(), Fault> {
        let options = self.options.large_file(true);
        self.zip.start_file(name, options).map_err(writing)?;
        write(&mut self.zip, export, open_piece).map(drop)
    }

    /// Closes the archive.
    ///
    /// # Errors
    /// When the output fails.
    pub fn finish(self) -> Result<(), Fault> {
        let Self { guard, zip, .. } = self;
        let mut out = zip.finish().map_err(writing)?;
        out.flush()
            .map_err(|error| Fault::writing("writing an export", error))?;
        drop(guard);
        Ok(())
    }
}
