//! The document model: what a letter, a plan or a dossier says, before it becomes HTML, text or PDF.
//! `guide` fills it for letters, `dossier` for reports, `pdf` and `ui` draw it.

/// A document ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Doc {
    /// The language of the text, as in `fr` or `en` (PDF/UA-1 7.2, RGAA 8.3).
    pub lang: &'static str,
    /// The title, shown by readers and read aloud first.
    pub title: String,
    /// The civil date written in the PDF's metadata; part of "same input, same bytes".
    pub date: time::Date,
    /// What surrounds the blocks.
    pub frame: Frame,
    /// The text.
    pub blocks: Vec<Block>,
    /// One discreet line at the foot of each page (version of the content, date checked…).
    pub footer: String,
}

/// What surrounds the text.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub enum Frame {
    /// A letter: sender top left, addressee right, place and date, subject.
    Letter {
        /// The sender's lines: name, function, address.
        sender: Vec<Vec<Inline>>,
        /// The addressee's lines.
        addressee: Vec<Vec<Inline>>,
        /// Place and date, in words.
        place_date: Vec<Inline>,
        /// How it is sent, when that matters ("Lettre recommandée avec avis de réception").
        sending: String,
        /// The subject line.
        subject: Vec<Inline>,
    },
    /// A report: title, then the blocks.
    Report,
}

/// One block of text.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub enum Block {
    /// A heading; 1 is under the title.
    Heading(u8, String),
    /// A paragraph.
    Para(Vec<Inline>),
    /// A list, numbered or not.
    List {
        /// Numbered from 1.
        ordered: bool,
        /// Its items.
        items: Vec<Vec<Inline>>,
    },
    /// A table with a header row.
    Table {
        /// Read before the table.
        caption: String,
        /// One cell per column.
        head: Vec<String>,
        /// Relative widths, one per column.
        widths: Vec<u8>,
        /// The rows.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// Terms and what they are, one per line.
    Terms(Vec<(String, Vec<Inline>)>),
    /// A boxed remark.
    Note(Vec<Inline>),
    /// Room for a signature, with the name under it.
    Signature(Vec<Inline>),
    /// Literal lines, such as a command to type.
    Code(String),
    /// A picture, as wide as the page; where none can be drawn its caption stands for it.
    Picture {
        /// PNG.
        #[serde(skip)]
        png: Vec<u8>,
        /// What it shows, for those who do not see it (PDF/UA-1 7.3).
        alt: String,
        /// Under it.
        caption: String,
    },
    /// A drawing made by us, as wide as the page; where none can be drawn its caption stands for it. What it shows is also
    /// said in a table after it.
    Drawing {
        /// SVG, with its own dress.
        #[serde(skip)]
        svg: String,
        /// What it shows, for those who do not see it (PDF/UA-1 7.3).
        alt: String,
        /// Under it.
        caption: String,
    },
}

/// A run of text.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// Important text.
    Strong(String),
    /// A digest, an address, a file name: fixed width, may break anywhere.
    Mono(String),
    /// Something still missing: the label of the field, shown highlighted. A final letter has none.
    Gap(String),
}

impl Inline {
    /// Plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The text without its dress; a gap reads `[label]`.
    pub fn plain(&self) -> String {
        match self {
            Self::Text(t) | Self::Strong(t) | Self::Mono(t) => t.clone(),
            Self::Gap(label) => format!("[{label}]"),
        }
    }
}

/// A paragraph of plain text.
pub fn para(text: impl Into<String>) -> Block {
    Block::Para(vec![Inline::text(text)])
}

/// The runs joined without their dress.
pub fn plain(runs: &[Inline]) -> String {
    runs.iter().map(Inline::plain).collect()
}
