//! A press for stories: the words of the document after a PDF's first bytes. Deterministic like the real
//! one; a story does not build a typesetter.

use kernel::Fault;
use kernel::doc::{Block, Doc, Frame, Inline, plain};
use kernel::ports::Typeset;

/// Prints words.
pub struct WordPress;

impl Typeset for WordPress {
    fn pdf(&self, doc: &Doc) -> Result<Vec<u8>, Fault> {
        Ok(format!("%PDF-1.7\n{}", text(doc)).into_bytes())
    }
}

fn text(doc: &Doc) -> String {
    let mut lines = vec![doc.title.clone()];
    if let Frame::Letter {
        sender,
        addressee,
        place_date,
        sending,
        subject,
    } = &doc.frame
    {
        lines.extend(sender.iter().chain(addressee).map(|runs| plain(runs)));
        lines.extend([plain(place_date), sending.clone(), plain(subject)]);
    }
    for block in &doc.blocks {
        match block {
            Block::Heading(_, text)
            | Block::Code(text)
            | Block::Picture { caption: text, .. }
            | Block::Drawing { caption: text, .. } => {
                lines.push(text.clone());
            }
            Block::Para(runs) | Block::Note(runs) | Block::Signature(runs) => {
                lines.push(plain(runs))
            }
            Block::List { items, .. } => lines.extend(items.iter().map(|runs| plain(runs))),
            Block::Table {
                caption,
                head,
                rows,
                ..
            } => {
                lines.extend([caption.clone(), head.join(" | ")]);
                lines.extend(rows.iter().map(|row| {
                    row.iter()
                        .map(|cell| plain(cell))
                        .collect::<Vec<_>>()
                        .join(" | ")
                }));
            }
            Block::Terms(terms) => {
                lines.extend(terms.iter().map(|(name, runs): &(String, Vec<Inline>)| {
                    format!("{name} : {}", plain(runs))
                }))
            }
        }
    }
    lines.push(doc.footer.clone());
    lines.join("\n")
}
