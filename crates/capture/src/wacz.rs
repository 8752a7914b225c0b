//! WACZ 1.1.1: a ZIP of the archive, its index, its pages, and what we say about it under `evidence/`. Each file is hashed
//! while it is written, so that no digest can be that of something else; the digest of the list is signed (wacz-auth).
//!
//! Extra files stand exactly one folder deep and have lower-case names, and there is never a `.csv`: py-wacz and
//! frictionless refuse the rest. Nor `report.json`: frictionless takes that name for its own report.

use crate::warc::Line;
use flate2::{Compression, write::GzEncoder};
use kernel::{Fault, Moment};
use seal::{Digest, Hasher};
use serde::Serialize;
use serde_json::{Value, json};
use std::io::{self, Seek, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Index lines above this many bytes are written compressed, with a second level.
const PLAIN_INDEX: usize = 48 * 1024;
/// Lines in one block of a compressed index.
const BLOCK: usize = 1024;

/// A file of the package.
#[derive(Debug, Clone, Serialize)]
pub struct Resource {
    name: String,
    /// Its path in the ZIP.
    pub path: String,
    hash: String,
    bytes: u64,
}

impl Resource {
    /// Its digest, in hex.
    pub fn digest(&self) -> &str {
        self.hash.strip_prefix("sha256:").unwrap_or(&self.hash)
    }
}

/// What the package says of itself.
pub struct About {
    /// The page's title.
    pub title: String,
    /// The address that was opened.
    pub url: String,
    /// When the page was captured.
    pub at: Moment,
    /// When the package is closed: also that of the signature.
    pub created: String,
    /// `Préau 0.1.0`.
    pub software: String,
    /// One sentence.
    pub description: String,
}

/// The package being written.
pub struct Wacz<W: Write + Seek> {
    zip: ZipWriter<W>,
    resources: Vec<Resource>,
}

struct Through<'a, W> {
    inner: &'a mut W,
    hasher: Hasher,
    bytes: u64,
}

impl<W: Write> Write for Through<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.inner.write(bytes)?;
        self.hasher.update(bytes.get(..n).unwrap_or(bytes));
        self.bytes += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

fn cannot(error: impl Into<io::Error>) -> Fault {
    Fault::writing("a capture cannot be written", error.into())
}

impl<W: Write + Seek> Wacz<W> {
    /// An empty package.
    pub fn new(out: W) -> Self {
        Self {
            zip: ZipWriter::new(out),
            resources: Vec::new(),
        }
    }

    /// Adds a file that `write` fills. Archives and indexes are stored as they are; the rest is compressed.
    pub fn file<T>(
        &mut self,
        path: &str,
        write: impl FnOnce(&mut dyn Write) -> io::Result<T>,
    ) -> Result<T, Fault> {
        let (done, digest, bytes) = self.raw(path, write)?;
        self.resources.push(Resource {
            name: path.rsplit('/').next().unwrap_or(path).to_lowercase(),
            path: path.to_owned(),
            hash: format!("sha256:{digest}"),
            bytes,
        });
        Ok(done)
    }

    /// Adds a file whole.
    pub fn whole(&mut self, path: &str, bytes: &[u8]) -> Result<(), Fault> {
        self.file(path, |out| out.write_all(bytes))
    }

    fn raw<T>(
        &mut self,
        path: &str,
        write: impl FnOnce(&mut dyn Write) -> io::Result<T>,
    ) -> Result<(T, Digest, u64), Fault> {
        let stored = path.ends_with(".gz") || path.ends_with(".png") || path.ends_with(".pdf");
        let method = if stored {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .large_file(path.starts_with("archive/"));
        self.zip.start_file(path, options).map_err(cannot)?;
        let mut through = Through {
            inner: &mut self.zip,
            hasher: Hasher::new(),
            bytes: 0,
        };
        let done = write(&mut through).map_err(cannot)?;
        Ok((done, through.hasher.finish(), through.bytes))
    }

    /// The files so far, as they will be listed.
    pub fn resources(&self) -> &[Resource] {
        &self.resources
    }

    /// Adds the index of the archive.
    pub fn index(&mut self, lines: &[Line]) -> Result<(), Fault> {
        let size: usize = lines.iter().map(|line| line.0.len() + 1).sum();
        let text = |lines: &[Line]| {
            let mut text = String::new();
            for line in lines {
                text.push_str(&line.0);
                text.push('\n');
            }
            text
        };
        if size <= PLAIN_INDEX {
            return self.whole("indexes/index.cdx", text(lines).as_bytes());
        }
        let mut compressed = Vec::new();
        let mut blocks = String::from(
            "!meta 0 {\"format\": \"cdxj-gzip-1.0\", \"filename\": \"index.cdx.gz\"}\n",
        );
        for block in lines.chunks(BLOCK) {
            let offset = compressed.len();
            let mut gz = GzEncoder::new(Vec::new(), Compression::default());
            gz.write_all(text(block).as_bytes()).map_err(cannot)?;
            let member = gz.finish().map_err(cannot)?;
            let first = block
                .first()
                .map(|line| line.0.as_str())
                .unwrap_or_default();
            let key = first.splitn(3, ' ').take(2).collect::<Vec<_>>().join(" ");
            let fields = json!({
                "offset": offset, "length": member.len(),
                "digest": format!("sha256:{}", seal::sha256(&member)), "filename": "index.cdx.gz",
            });
            blocks.push_str(&format!("{key} {fields}\n"));
            compressed.extend_from_slice(&member);
        }
        self.whole("indexes/index.cdx.gz", &compressed)?;
        self.whole("indexes/index.idx", blocks.as_bytes())
    }

    /// Adds the list of pages: one.
    pub fn pages(&mut self, about: &About, text: &str) -> Result<(), Fault> {
        let head = json!({ "format": "json-pages-1.0", "id": "pages", "title": "All Pages" });
        let page = json!({
            "id": "page-1", "url": about.url, "ts": about.at.rfc3339(), "title": about.title, "text": text,
        });
        self.whole("pages/pages.jsonl", format!("{head}\n{page}\n").as_bytes())
    }

    /// Writes `datapackage.json`; gives its digest, to be signed.
    pub fn list(&mut self, about: &About) -> Result<Digest, Fault> {
        let list = json!({
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "title": about.title,
            "description": about.description,
            "software": about.software,
            "created": about.created,
            "modified": about.created,
            "mainPageUrl": about.url,
            "mainPageDate": about.at.rfc3339(),
            "resources": self.resources,
        });
        let bytes = serde_json::to_vec_pretty(&list)
            .map_err(|error| Fault::internal("a list of files", error))?;
        self.raw("datapackage.json", |out| out.write_all(&bytes))
            .map(|(_, digest, _)| digest)
    }

    /// Writes the signed digest, and closes.
    pub fn close(mut self, list: &Digest, signed: &Value) -> Result<W, Fault> {
        let digest = json!({
            "path": "datapackage.json", "hash": format!("sha256:{list}"), "signedData": signed,
        });
        let bytes = serde_json::to_vec_pretty(&digest)
            .map_err(|error| Fault::internal("a signed digest", error))?;
        self.raw("datapackage-digest.json", |out| out.write_all(&bytes))?;
        let mut out = self.zip.finish().map_err(cannot)?;
        out.flush().map_err(cannot)?;
        Ok(out)
    }
}
