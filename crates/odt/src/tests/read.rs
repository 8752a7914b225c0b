//! Reads an ODT as another program would, and says what it should have found.

use kernel::doc::{Block, Doc, Frame, Inline};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::io::{Cursor, Read as _};

/// A file that was written.
pub struct Odt(zip::ZipArchive<Cursor<Vec<u8>>>);

impl Odt {
    pub fn of(doc: &Doc) -> Self {
        let bytes = crate::of(doc).unwrap();
        Self(zip::ZipArchive::new(Cursor::new(bytes)).unwrap())
    }

    pub fn file(&self, name: &str) -> String {
        let mut text = String::new();
        let mut zip = self.0.clone();
        let mut file = zip.by_name(name).unwrap();
        file.read_to_string(&mut text).unwrap();
        text
    }
}

/// The paragraphs and headings of an XML file, with white space read as ODF wants it (part 3,
/// section 6.1.2). Fails when the file is not well formed.
pub fn paragraphs(xml: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let mut found = Vec::new();
    let mut open: Option<String> = None;
    let mut depth = 0_i32;
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Start(tag) => {
                tag.attributes().for_each(|a| drop(a.unwrap()));
                depth += 1;
                if matches!(tag.name().as_ref(), "text:p" | "text:h") {
                    assert!(open.is_none(), "a paragraph in a paragraph");
                    open = Some(String::new());
                }
            }
            Event::End(tag) => {
                depth -= 1;
                if matches!(tag.name().as_ref(), "text:p" | "text:h") {
                    found.push(open.take().unwrap());
                }
            }
            Event::Empty(tag) => {
                tag.attributes().for_each(|a| drop(a.unwrap()));
                let said = match tag.name().as_ref() {
                    // Longer than the space that is collapsed below.
                    "text:s" => "\u{0}",
                    "text:tab" => "\t",
                    "text:line-break" => "\n",
                    "text:p" | "text:h" => {
                        found.push(String::new());
                        ""
                    }
                    _ => "",
                };
                if let Some(open) = &mut open {
                    open.push_str(said);
                }
            }
            Event::Text(text) => {
                if let Some(open) = &mut open {
                    open.push_str(&text);
                }
            }
            Event::GeneralRef(entity) => {
                let c = match &*entity {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    "quot" => '"',
                    other => panic!("the entity {other}"),
                };
                if let Some(open) = &mut open {
                    open.push(c);
                }
            }
            Event::Decl(_) | Event::Comment(_) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(depth, 0, "elements are left open");
    found.iter().map(|read| collapsed(read)).collect()
}

fn collapsed(read: &str) -> String {
    let mut out = String::new();
    for c in read.trim_matches(' ').chars() {
        match c {
            ' ' if out.ends_with(' ') => {}
            '\u{0}' => out.push('\u{1}'),
            c => out.push(c),
        }
    }
    out.replace('\u{1}', " ")
}

/// What a document says, paragraph by paragraph, as far as the format can hold it.
pub fn said(doc: &Doc) -> Vec<String> {
    let mut lines = Vec::new();
    let all = |lines: &mut Vec<String>, runs: &[Vec<Inline>]| {
        lines.extend(runs.iter().map(|runs| plain(runs)));
    };
    match &doc.frame {
        Frame::Report => lines.push(held(&doc.title)),
        Frame::Letter {
            sender,
            addressee,
            place_date,
            sending,
            subject,
        } => {
            all(&mut lines, sender);
            all(&mut lines, addressee);
            lines.push(plain(place_date));
            lines.extend(Some(held(sending)).filter(|_| !sending.is_empty()));
            if !subject.is_empty() {
                lines.push(format!("Objet\u{a0}: {}", plain(subject)));
            }
        }
    }
    for block in &doc.blocks {
        match block {
            Block::Heading(_, words) => {
                lines.extend(Some(held(words)).filter(|held| !held.trim().is_empty()));
            }
            Block::Para(runs) | Block::Note(runs) | Block::Signature(runs) => {
                lines.push(plain(runs));
            }
            Block::List { items, .. } => all(&mut lines, items),
            Block::Table {
                caption,
                head,
                rows,
                ..
            } => {
                let columns = rows.iter().map(Vec::len).chain([head.len()]).max();
                let columns = columns.unwrap_or_default();
                if columns == 0 {
                    continue;
                }
                lines.extend(Some(held(caption)).filter(|_| !caption.is_empty()));
                let mut row = |mut cells: Vec<String>| {
                    cells.resize(columns, String::new());
                    lines.extend(cells);
                };
                if !head.is_empty() {
                    row(head.iter().map(|name| held(name)).collect());
                }
                for cells in rows {
                    row(cells.iter().map(|cell| plain(cell)).collect());
                }
            }
            Block::Terms(terms) => lines.extend(
                terms
                    .iter()
                    .map(|(term, what)| format!("{}\u{a0}: {}", held(term), plain(what))),
            ),
            Block::Picture { caption: words, .. }
            | Block::Drawing { caption: words, .. }
            | Block::Code(words) => lines.push(held(words)),
        }
    }
    lines
}

fn plain(runs: &[Inline]) -> String {
    runs.iter().map(|run| held(&run.plain())).collect()
}

/// Control characters are left out, lines end one way, and what turns the direction of writing
/// reads as its code.
fn held(words: &str) -> String {
    let is_left_out = |c: char| {
        let ends = matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}');
        (c.is_control() && !ends) || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    // Left out first: what stood between the two halves of a line end no longer parts them.
    let words = words.replace(is_left_out, "").replace("\r\n", "\n");
    let kept = words.chars().map(|c| match c {
        '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => "\n".to_owned(),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            format!("[U+{:04X}]", u32::from(c))
        }
        c => c.to_string(),
    });
    kept.collect()
}
