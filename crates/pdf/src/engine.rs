//! The Typst engine with a world of its own: one layout, one data file, three fonts.

use crate::glyphs::Glyphs;
use crate::sheet;
use kernel::doc::{Block, Doc};
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// Text regular, text bold, fixed width, in this order.
const FONTS: [&[u8]; 3] = [
    include_bytes!("../../../vendor/fonts/source-sans-3/SourceSans3_400Regular.ttf"),
    include_bytes!("../../../vendor/fonts/source-sans-3/SourceSans3_700Bold.ttf"),
    include_bytes!("../../../vendor/fonts/jetbrains-mono/JetBrainsMono_400Regular.ttf"),
];

const LAYOUT: &str = include_str!("sheet.typ");

/// How many documents a memoised result of the engine outlives without being used again. Small:
/// what it holds are parts of people's letters, and memory must not grow with their number.
const MEMO_AGE: usize = 2;

/// What is loaded once.
pub struct Engine {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    layout: Source,
    data: FileId,
    standards: PdfStandards,
    glyphs: Glyphs,
}

/// Why no PDF came out.
#[derive(Debug)]
pub struct Refusal {
    /// Where it stopped, without a word of the document.
    pub step: &'static str,
    /// The engine's words. They may quote the document, so that no log ever gets them.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by tests only"))]
    pub messages: Vec<String>,
}

impl Refusal {
    fn new(step: &'static str, errors: &[SourceDiagnostic]) -> Self {
        Self {
            step,
            messages: errors.iter().map(|e| e.message.to_string()).collect(),
        }
    }
}

impl Engine {
    /// Reads the fonts and the layout; `None` when a font does not parse.
    pub fn load() -> Option<Self> {
        let fonts = FONTS
            .iter()
            .map(|bytes| Font::new(Bytes::new(*bytes), 0))
            .collect::<Option<Vec<_>>>()?;
        Some(Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            glyphs: Glyphs::of(&fonts),
            fonts,
            layout: Source::new(file("sheet.typ")?, LAYOUT.to_owned()),
            data: file("doc.json")?,
            standards: PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1]).ok()?,
        })
    }

    #[cfg(test)]
    pub const fn glyphs(&self) -> &Glyphs {
        &self.glyphs
    }

    /// The document as PDF.
    pub fn render(&self, doc: &Doc) -> Result<Vec<u8>, Refusal> {
        let sheet = sheet::of(doc, &self.glyphs);
        if !sheet.has_title() {
            return Err(Refusal::new("pdf: a document needs a title", &[]));
        }
        let json = serde_json::to_vec(&sheet)
            .map_err(|_| Refusal::new("pdf: document not handed to the engine", &[]))?;
        let pictures = doc.blocks.iter().filter_map(|block| match block {
            Block::Picture { png, .. } => Some(("png", Bytes::new(png.clone()))),
            // A letter that no font has would refuse the whole document.
            Block::Drawing { svg, .. } => Some(("svg", Bytes::from_string(self.glyphs.clean(svg)))),
            _ => None,
        });
        let desk = Desk {
            engine: self,
            json: Bytes::new(json),
            pictures: pictures
                .enumerate()
                .filter_map(|(n, (kind, bytes))| Some((file(&sheet::picture(n, kind))?, bytes)))
                .collect(),
        };
        let bytes = typst::compile::<PagedDocument>(&desk)
            .output
            .map_err(|errors| Refusal::new("pdf: layout failed", &errors))
            .and_then(|pages| {
                let options = PdfOptions {
                    creator: Smart::Custom(Some("Préau".to_owned())),
                    standards: self.standards.clone(),
                    ..PdfOptions::default()
                };
                typst_pdf::pdf(&pages, &options)
                    .map_err(|e| Refusal::new("pdf: against PDF/A-3a or PDF/UA-1", &e))
            });
        typst::comemo::evict(MEMO_AGE);
        bytes
    }
}

fn file(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(name).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// All the engine can see while it works on one document.
struct Desk<'a> {
    engine: &'a Engine,
    json: Bytes,
    pictures: Vec<(FileId, Bytes)>,
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.engine.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.engine.book
    }

    fn main(&self) -> FileId {
        self.engine.layout.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.engine.layout.id() {
            Ok(self.engine.layout.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.engine.data {
            return Ok(self.json.clone());
        }
        let mut pictures = self.pictures.iter();
        pictures
            .find(|(name, _)| *name == id)
            .map(|(_, png)| png.clone())
            .ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.engine.fonts.get(index).cloned()
    }

    /// No clock: the only date is the document's.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
