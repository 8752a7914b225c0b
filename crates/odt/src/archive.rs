//! The archive: `mimetype` first and as it is, so that a program knows the file by its first bytes.

use kernel::Fault;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// These files, after `mimetype`.
pub fn write(files: &[(&str, &str)]) -> Result<Vec<u8>, Fault> {
    let options = SimpleFileOptions::default()
        .last_modified_time(DateTime::default())
        .system(zip::System::Unix)
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, text: &str, method| {
        zip.start_file(name, options.compression_method(method))?;
        zip.write_all(text.as_bytes())
            .map_err(zip::result::ZipError::from)
    };
    let failed = |error| Fault::internal("odt: archive not written", error);
    put("mimetype", crate::MEDIA, CompressionMethod::Stored).map_err(failed)?;
    for (name, text) in files {
        put(name, text, CompressionMethod::Deflated).map_err(failed)?;
    }
    Ok(zip.finish().map_err(failed)?.into_inner())
}
