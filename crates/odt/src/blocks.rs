//! The blocks and the runs of text in them.

use crate::xml::{Xml, says};
use kernel::doc::{Block, Doc, Inline};

/// The width of the text on the page, in hundredths of a millimetre.
const WIDTH: usize = 16_000;

/// The styles of tables: those of cells, then the columns of each.
pub fn styles(x: &mut Xml, blocks: &[Block]) {
    let tables = || blocks.iter().filter_map(columns).enumerate();
    if tables().next().is_none() {
        return;
    }
    style(x, "Table", "table", |x| {
        let properties = [
            ("style:width", "16cm"),
            ("table:align", "margins"),
            ("fo:margin-top", "0.15cm"),
            ("fo:margin-bottom", "0.35cm"),
        ];
        x.element("style:table-properties", &properties, |_| {});
    });
    style(x, "Row", "table-row", |x| {
        let whole = [("fo:keep-together", "always")];
        x.element("style:table-row-properties", &whole, |_| {});
    });
    for (name, background, rule) in [
        ("Head", "#e9edf2", "0.8pt solid #969696"),
        ("Cell", "transparent", "0.5pt solid #bebebe"),
    ] {
        style(x, name, "table-cell", |x| {
            let properties = [
                ("fo:background-color", background),
                ("fo:padding", "0.15cm"),
                ("fo:border", "none"),
                ("fo:border-bottom", rule),
            ];
            x.element("style:table-cell-properties", &properties, |_| {});
        });
    }
    for (n, widths) in tables() {
        let total: usize = widths.iter().sum();
        for (at, width) in widths.iter().enumerate() {
            style(x, &column(n, at), "table-column", |x| {
                let width = WIDTH * width / total.max(1);
                let width = format!("{}.{:02}mm", width / 100, width % 100);
                let properties = [("style:column-width", width.as_str())];
                x.element("style:table-column-properties", &properties, |_| {});
            });
        }
    }
}

fn style(x: &mut Xml, name: &str, family: &str, inside: impl FnOnce(&mut Xml)) {
    let attributes = [("style:name", name), ("style:family", family)];
    x.element("style:style", &attributes, inside);
}

fn column(table: usize, at: usize) -> String {
    format!("Column{}.{}", table + 1, at + 1)
}

/// The widths of a table's columns, one for each cell of its widest row; `None` for another block
/// and for a table without cells.
fn columns(block: &Block) -> Option<Vec<usize>> {
    let Block::Table {
        head, widths, rows, ..
    } = block
    else {
        return None;
    };
    let count = rows.iter().map(Vec::len).chain([head.len()]).max();
    let widths = widths.iter().map(|width| usize::from(*width).max(1));
    let widths = widths.chain(std::iter::repeat(1));
    count.filter(|n| *n > 0).map(|n| widths.take(n).collect())
}

/// All the blocks of a document.
pub fn write(x: &mut Xml, doc: &Doc) {
    let mut writer = Writer {
        lang: doc.lang,
        level: 0,
        tables: 0,
    };
    let mut blocks = doc.blocks.iter().peekable();
    while let Some(block) = blocks.next() {
        let signed = matches!(blocks.peek(), Some(Block::Signature(_)));
        writer.block(x, block, signed);
    }
}

struct Writer {
    lang: &'static str,
    /// The level of the last heading: none is skipped downwards.
    level: u8,
    /// How many tables stand above.
    tables: usize,
}

impl Writer {
    /// `signed`: a signature follows, and stays on the page of these words.
    fn block(&mut self, x: &mut Xml, block: &Block, signed: bool) {
        match block {
            Block::Heading(level, words) => self.heading(x, *level, words),
            Block::Para(said) => {
                let style = if signed { "Salutation" } else { "Text_20_body" };
                x.para(style, |x| runs(x, said));
            }
            Block::List { ordered, items } => list(x, *ordered, items),
            Block::Table {
                caption,
                head,
                rows,
                ..
            } => {
                if let Some(widths) = columns(block) {
                    self.table(x, caption, head, rows, widths.len());
                }
            }
            Block::Terms(terms) => {
                let colon = if self.lang == "fr" { "\u{a0}: " } else { ": " };
                for (term, what) in terms {
                    x.para("Terms", |x| {
                        span(x, "Strong_20_Emphasis", &[term, colon.trim_end()].concat());
                        x.words(" ");
                        runs(x, what);
                    });
                }
            }
            Block::Note(said) => x.para("Note", |x| runs(x, said)),
            Block::Signature(said) => x.para("Signature", |x| runs(x, said)),
            Block::Picture { caption, .. } | Block::Drawing { caption, .. } => {
                x.para("Note", |x| x.words(caption))
            }
            Block::Code(text) => x.para("Preformatted_20_Text", |x| x.words(text)),
        }
    }

    fn heading(&mut self, x: &mut Xml, level: u8, words: &str) {
        if !says(words) {
            return;
        }
        self.level = level.clamp(1, self.level.saturating_add(1).min(10));
        let style = format!("Heading_20_{}", self.level.min(3));
        let attributes = [
            ("text:style-name", style.as_str()),
            ("text:outline-level", &self.level.to_string()),
        ];
        x.element("text:h", &attributes, |x| x.words(words));
        x.line_end();
    }

    fn table(
        &mut self,
        x: &mut Xml,
        caption: &str,
        head: &[String],
        rows: &[Vec<Vec<Inline>>],
        columns: usize,
    ) {
        if !caption.is_empty() {
            x.para("Table", |x| x.words(caption));
        }
        let number = self.tables;
        self.tables += 1;
        let name = format!("Table{}", number + 1);
        let attributes = [("table:name", name.as_str()), ("table:style-name", "Table")];
        x.element("table:table", &attributes, |x| {
            if !caption.is_empty() {
                x.element("table:title", &[], |x| x.plain(caption));
            }
            for at in 0..columns {
                let style = column(number, at);
                x.element(
                    "table:table-column",
                    &[("table:style-name", &style)],
                    |_| {},
                );
            }
            if !head.is_empty() {
                x.element("table:table-header-rows", &[], |x| {
                    let cells = head.iter().map(|name| vec![Inline::text(name)]);
                    row(x, HEAD, &cells.collect::<Vec<_>>(), columns);
                });
            }
            for cells in rows {
                row(x, CELL, cells, columns);
            }
        });
        x.line_end();
    }
}

/// The style of a cell, and that of its words.
const HEAD: (&str, &str) = ("Head", "Table_20_Heading");
const CELL: (&str, &str) = ("Cell", "Table_20_Contents");

/// Every row has as many cells as the widest.
fn row(x: &mut Xml, (cell, words): (&str, &str), cells: &[Vec<Inline>], columns: usize) {
    x.element("table:table-row", &[("table:style-name", "Row")], |x| {
        for at in 0..columns {
            let attributes = [("table:style-name", cell), ("office:value-type", "string")];
            x.element("table:table-cell", &attributes, |x| {
                x.para(words, |x| runs(x, cells.get(at).map_or(&[], Vec::as_slice)));
            });
        }
    });
    x.line_end();
}

fn list(x: &mut Xml, ordered: bool, items: &[Vec<Inline>]) {
    if items.is_empty() {
        return;
    }
    let style = if ordered {
        "Numbering_20_123"
    } else {
        "List_20_1"
    };
    x.element("text:list", &[("text:style-name", style)], |x| {
        for item in items {
            x.element("text:list-item", &[], |x| {
                x.para("List", |x| runs(x, item));
            });
        }
    });
    x.line_end();
}

/// Runs of text, each in the style of its kind.
pub fn runs(x: &mut Xml, runs: &[Inline]) {
    for run in runs {
        match run {
            Inline::Text(text) => x.words(text),
            Inline::Strong(text) => span(x, "Strong_20_Emphasis", text),
            Inline::Mono(text) => span(x, "Source_20_Text", text),
            Inline::Gap(_) => span(x, "Gap", &run.plain()),
        }
    }
}

fn span(x: &mut Xml, style: &str, text: &str) {
    x.element("text:span", &[("text:style-name", style)], |x| {
        x.words(text)
    });
}
