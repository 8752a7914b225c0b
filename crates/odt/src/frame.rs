//! The head of a letter: sender, addressee, place and date, sending, subject.

use crate::blocks::runs;
use crate::xml::Xml;
use kernel::doc::{Doc, Frame, Inline, plain};

/// From the top of the text to the addressee, in tenths of a millimetre: 5 cm from the top of the
/// page, in the window of a DL envelope.
const TO_ADDRESSEE: usize = 300;
/// Between sender and addressee, at least.
const APART: usize = 70;
/// The fixed height of a line of these two (`styles.xml`).
const LINE: usize = 46;
/// About how many letters stand on a line of the sender, 8.2 cm wide.
const LETTERS: usize = 42;

/// The style of the addressee's first line: as far down as the sender's lines leave room.
pub fn styles(x: &mut Xml, doc: &Doc) {
    let Frame::Letter { sender, .. } = &doc.frame else {
        return;
    };
    let height: usize = sender.iter().map(|line| LINE * lines_of(line)).sum();
    let room = TO_ADDRESSEE.saturating_sub(height).max(APART);
    let room = format!("{}mm", room / 10);
    x.element(
        "style:style",
        &[
            ("style:name", "First"),
            ("style:family", "paragraph"),
            ("style:parent-style-name", "Addressee"),
        ],
        |x| {
            x.element(
                "style:paragraph-properties",
                &[("fo:margin-top", &room)],
                |_| {},
            );
        },
    );
}

fn lines_of(line: &[Inline]) -> usize {
    let said = plain(line);
    let lengths = said.split('\n').map(|line| line.chars().count());
    lengths.map(|n| n.div_ceil(LETTERS).max(1)).sum()
}

/// The lines, in the order of a French letter.
pub fn letter(x: &mut Xml, doc: &Doc) {
    let Frame::Letter {
        sender,
        addressee,
        place_date,
        sending,
        subject,
    } = &doc.frame
    else {
        return;
    };
    for line in sender {
        x.para("Sender", |x| runs(x, line));
    }
    for (n, line) in addressee.iter().enumerate() {
        let style = if n == 0 { "First" } else { "Addressee" };
        x.para(style, |x| runs(x, line));
    }
    x.para("Place_20_and_20_date", |x| runs(x, place_date));
    if !sending.is_empty() {
        x.para("Sending", |x| x.words(sending));
    }
    if !subject.is_empty() {
        x.para("Subject", |x| {
            x.words(if doc.lang == "fr" {
                "Objet\u{a0}: "
            } else {
                "Subject: "
            });
            runs(x, subject);
        });
    }
}
