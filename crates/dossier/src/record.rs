//! The record of the steps, in the exported document: what was noted of each, in order (N020, N021). Pure.

use crate::follow::Follow;
use crate::model::Case;
use crate::note::Note;
use crate::pages::notes;
use guide::Content;
use guide::law::Lang as GuideLang;
use kernel::doc::{Block, Inline};
use ui::{Lang, Words};

const FR: Words = Words(Lang::Fr);

/// A heading and a table for each step that has a record; nothing when none has.
pub fn steps(content: &Content, case: &Case) -> Vec<Block> {
    let mut blocks = Vec::new();
    for follow in Follow::all(content, case) {
        if follow.notes.is_empty() {
            continue;
        }
        // A step that the content no longer has keeps its record.
        let title = notes::title(content, &follow.subject);
        let title = title.map_or(follow.subject.id(), |title| title.get(GuideLang::Fr));
        if blocks.is_empty() {
            blocks.push(Block::Heading(1, FR.t("report-steps")));
        }
        blocks.push(Block::Heading(2, title.to_owned()));
        let rows = follow.notes.iter().map(|note| row(content, case, note));
        blocks.push(Block::Table {
            caption: title.to_owned(),
            head: vec![FR.t("report-date"), FR.t("report-note")],
            widths: vec![2, 5],
            rows: rows.collect(),
        });
    }
    blocks
}

pub(crate) fn row(content: &Content, case: &Case, note: &Note) -> Vec<Vec<Inline>> {
    let mut what = vec![Inline::Strong(notes::what(FR, note))];
    let list = content.situations.checklists.get(note.text.subject.id());
    let item = list.and_then(|list| list.item.iter().find(|item| item.id == note.text.item));
    let item = item.map(|item| item.text.get(GuideLang::Fr).to_owned());
    let about = notes::about(FR, case, note);
    for said in item.into_iter().chain([about, note.text.words.clone()]) {
        if !said.is_empty() {
            what.push(Inline::text(format!(". {}", said.trim_end_matches('.'))));
        }
    }
    vec![vec![Inline::text(notes::when(FR, note))], what]
}
