//! The document as `sheet.typ` reads it: finished strings, cleaned and cut, and nothing to decide.

use crate::glyphs::Glyphs;
use crate::pieces::{self, cut};
use kernel::doc::{Block, Doc, Frame, Inline};
use serde::Serialize;

/// The longest title in the file's metadata and the longest heading in its bookmarks, in
/// characters; PDF/A stops at 32767 bytes. The page shows both whole.
const METADATA: usize = 400;

/// About how many letters of a table's text the width of the page holds, on the cautious side:
/// 453 points, less the cells' margins, at 5.5 points a letter.
const TABLE_LETTERS: usize = 72;

type Pieces = Vec<String>;

#[derive(Serialize)]
pub struct Sheet {
    lang: &'static str,
    /// For the metadata.
    title: String,
    /// For the page.
    heading: Pieces,
    date: (i32, u8, u8),
    footer: Pieces,
    letter: Option<Letter>,
    blocks: Vec<Part>,
}

#[derive(Serialize)]
struct Letter {
    sender: Vec<Vec<Run>>,
    addressee: Vec<Vec<Run>>,
    place_date: Vec<Run>,
    sending: Pieces,
    label: &'static str,
    subject: Vec<Run>,
}

#[derive(Serialize)]
struct Run {
    k: &'static str,
    p: Pieces,
}

#[derive(Serialize, Default)]
struct Cell {
    /// A word in it is wider than its column.
    long: bool,
    runs: Vec<Run>,
}

#[derive(Serialize)]
struct Term {
    p: Pieces,
    runs: Vec<Run>,
}

#[derive(Serialize)]
#[serde(tag = "k", rename_all = "lowercase")]
enum Part {
    Heading {
        level: u8,
        p: Pieces,
    },
    Para {
        runs: Vec<Run>,
    },
    List {
        ordered: bool,
        items: Vec<Vec<Run>>,
    },
    Table {
        caption: Pieces,
        head: Vec<Cell>,
        widths: Vec<u8>,
        rows: Vec<Vec<Cell>>,
    },
    Terms {
        items: Vec<Term>,
    },
    Note {
        runs: Vec<Run>,
    },
    Signature {
        runs: Vec<Run>,
    },
    Code {
        text: String,
        lines: Vec<Pieces>,
    },
    Picture {
        /// The name that the engine gives its bytes.
        file: String,
        /// Without a frame, and as wide as the text.
        bare: bool,
        alt: String,
        caption: Pieces,
    },
}

/// The name of the n-th picture of a document.
pub fn picture(n: usize, kind: &str) -> String {
    format!("picture-{n}.{kind}")
}

impl Sheet {
    /// Both standards want one.
    pub fn has_title(&self) -> bool {
        !self.title.trim().is_empty()
    }
}

/// The document made ready for the layout.
pub fn of(doc: &Doc, glyphs: &Glyphs) -> Sheet {
    Setter {
        glyphs,
        level: 0,
        pictures: 0,
    }
    .sheet(doc)
}

struct Setter<'a> {
    glyphs: &'a Glyphs,
    /// The level of the last heading: PDF/UA-1 (7.4.2) starts at 1 and skips none downwards.
    level: u8,
    /// Pictures so far.
    pictures: usize,
}

impl Setter<'_> {
    fn sheet(&mut self, doc: &Doc) -> Sheet {
        let title = self.glyphs.clean(&doc.title).replace('\n', " ");
        Sheet {
            lang: doc.lang,
            heading: cut(&title, pieces::WORD),
            title: title.chars().take(METADATA).collect(),
            date: (doc.date.year(), doc.date.month().into(), doc.date.day()),
            footer: self.words(&doc.footer),
            letter: match &doc.frame {
                Frame::Report => None,
                Frame::Letter {
                    sender,
                    addressee,
                    place_date,
                    sending,
                    subject,
                } => Some(Letter {
                    sender: self.all_runs(sender),
                    addressee: self.all_runs(addressee),
                    place_date: self.runs(place_date),
                    sending: self.words(sending),
                    label: if doc.lang == "fr" {
                        "Objet\u{a0}: "
                    } else {
                        "Subject: "
                    },
                    subject: self.runs(subject),
                }),
            },
            blocks: doc.blocks.iter().filter_map(|b| self.block(b)).collect(),
        }
    }

    /// `None` for a block without content: an empty heading or table has no meaning read aloud.
    fn block(&mut self, block: &Block) -> Option<Part> {
        Some(match block {
            Block::Heading(level, text) => {
                let text = self.glyphs.clean(text);
                if text.trim().is_empty() {
                    return None;
                }
                let p = cut(&text, pieces::WORD);
                if text.chars().count() > METADATA {
                    // A bookmark nobody could use: a paragraph that stands out.
                    return Some(Part::Para {
                        runs: vec![Run { k: "strong", p }],
                    });
                }
                self.level = (*level).clamp(1, self.level.saturating_add(1));
                Part::Heading {
                    level: self.level,
                    p,
                }
            }
            Block::Para(runs) => Part::Para {
                runs: self.runs(runs),
            },
            Block::List { ordered, items } if !items.is_empty() => Part::List {
                ordered: *ordered,
                items: self.all_runs(items),
            },
            Block::Table {
                caption,
                head,
                widths,
                rows,
            } => self.table(caption, head, widths, rows)?,
            Block::Terms(terms) if !terms.is_empty() => Part::Terms {
                items: terms
                    .iter()
                    .map(|(term, runs)| Term {
                        p: self.words(term),
                        runs: self.runs(runs),
                    })
                    .collect(),
            },
            Block::List { .. } | Block::Terms(_) => return None,
            Block::Note(runs) => Part::Note {
                runs: self.runs(runs),
            },
            Block::Signature(runs) => Part::Signature {
                runs: self.runs(runs),
            },
            Block::Picture { alt, caption, .. } => self.picture("png", alt, caption),
            Block::Drawing { alt, caption, .. } => self.picture("svg", alt, caption),
            Block::Code(text) => {
                let text = self.glyphs.clean(text);
                Part::Code {
                    lines: text.split('\n').map(|l| cut(l, pieces::TOKEN)).collect(),
                    text,
                }
            }
        })
    }

    fn picture(&mut self, kind: &str, alt: &str, caption: &str) -> Part {
        let file = picture(self.pictures, kind);
        self.pictures += 1;
        Part::Picture {
            file,
            bare: kind == "svg",
            alt: self.glyphs.clean(alt).replace('\n', " "),
            caption: self.words(caption),
        }
    }

    /// Every row gets as many cells as the widest: a short one must not shift those below it.
    fn table(
        &self,
        caption: &str,
        head: &[String],
        widths: &[u8],
        rows: &[Vec<Vec<Inline>>],
    ) -> Option<Part> {
        let columns = rows
            .iter()
            .map(Vec::len)
            .chain([head.len()])
            .max()
            .filter(|n| *n > 0)?;
        let widths: Vec<u8> = widths
            .iter()
            .map(|w| (*w).max(1))
            .chain(std::iter::repeat(1))
            .take(columns)
            .collect();
        let total: usize = widths.iter().map(|w| usize::from(*w)).sum();
        let letters: Vec<usize> = widths
            .iter()
            .map(|w| TABLE_LETTERS * usize::from(*w) / total)
            .collect();
        let row = |cells: &mut dyn Iterator<Item = Vec<Run>>| {
            let runs = cells.chain(std::iter::repeat_with(Vec::new));
            letters
                .iter()
                .zip(runs)
                .map(|(letters, runs)| Cell {
                    long: has_long_word(&runs, *letters),
                    runs,
                })
                .collect::<Vec<_>>()
        };
        let names = head.iter().map(|name| vec![Inline::text(name)]);
        Some(Part::Table {
            caption: self.words(caption),
            head: if head.is_empty() {
                Vec::new()
            } else {
                row(&mut names.map(|name| self.runs(&name)))
            },
            rows: rows
                .iter()
                .map(|cells| row(&mut cells.iter().map(|c| self.runs(c))))
                .collect(),
            widths,
        })
    }

    fn words(&self, text: &str) -> Pieces {
        cut(&self.glyphs.clean(text), pieces::WORD)
    }

    fn all_runs(&self, lines: &[Vec<Inline>]) -> Vec<Vec<Run>> {
        lines.iter().map(|l| self.runs(l)).collect()
    }

    fn runs(&self, runs: &[Inline]) -> Vec<Run> {
        runs.iter()
            .map(|run| {
                let (k, whole) = match run {
                    Inline::Text(_) => ("text", pieces::WORD),
                    Inline::Strong(_) => ("strong", pieces::WORD),
                    Inline::Mono(_) => ("mono", pieces::TOKEN),
                    Inline::Gap(_) => ("gap", pieces::WORD),
                };
                Run {
                    k,
                    p: cut(&self.glyphs.clean(&run.plain()), whole),
                }
            })
            .collect()
    }
}

/// A digest or an address breaks anywhere by itself; only words of a language count.
fn has_long_word(runs: &[Run], letters: usize) -> bool {
    runs.iter()
        .filter(|run| run.k != "mono")
        .flat_map(|run| &run.p)
        .flat_map(|piece| piece.split_whitespace())
        .any(|word| word.chars().count() > letters)
}
