//! Any document at all gives well-formed XML that says the same.

use super::read::{Odt, paragraphs, said};
use kernel::doc::{Block, Doc, Frame, Inline};
use proptest::collection::vec;
use proptest::prelude::*;

fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => "[a-zé ]{0,8}",
        2 => "(?s).{0,6}",
        1 => "[ \t\r\n<>&\"'\u{0}\u{1}\u{85}\u{a0}\u{2028}\u{202e}\u{2067}\u{fffe}\u{feff}😀ש]{0,6}",
        1 => Just("</text:p>&amp;]]>".to_owned()),
    ];
    vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

fn runs() -> impl Strategy<Value = Vec<Inline>> {
    let run = (0..4_u8, words()).prop_map(|(kind, words)| match kind {
        0 => Inline::Text(words),
        1 => Inline::Strong(words),
        2 => Inline::Mono(words),
        _ => Inline::Gap(words),
    });
    vec(run, 0..4)
}

fn block() -> impl Strategy<Value = Block> {
    prop_oneof![
        (any::<u8>(), words()).prop_map(|(level, words)| Block::Heading(level, words)),
        runs().prop_map(Block::Para),
        runs().prop_map(Block::Note),
        runs().prop_map(Block::Signature),
        words().prop_map(Block::Code),
        vec((words(), runs()), 0..3).prop_map(Block::Terms),
        (any::<bool>(), vec(runs(), 0..3))
            .prop_map(|(ordered, items)| Block::List { ordered, items }),
        (
            words(),
            vec(words(), 0..4),
            vec(any::<u8>(), 0..4),
            vec(vec(runs(), 0..4), 0..3)
        )
            .prop_map(|(caption, head, widths, rows)| Block::Table {
                caption,
                head,
                widths,
                rows
            }),
    ]
}

fn frame() -> impl Strategy<Value = Frame> {
    let lines = || vec(runs(), 0..4);
    prop_oneof![
        Just(Frame::Report),
        (lines(), lines(), runs(), words(), runs()).prop_map(
            |(sender, addressee, place_date, sending, subject)| Frame::Letter {
                sender,
                addressee,
                place_date,
                sending,
                subject
            }
        ),
    ]
}

fn doc() -> impl Strategy<Value = Doc> {
    let parts = (words(), frame(), vec(block(), 0..6), words());
    parts.prop_map(|(title, frame, blocks, footer)| Doc {
        lang: "fr",
        title,
        date: time::macros::date!(2026 - 03 - 09),
        frame,
        blocks,
        footer,
    })
}

proptest! {
    #[test]
    fn any_document_reads_back_as_it_was_said(doc in doc()) {
        let odt = Odt::of(&doc);
        prop_assert_eq!(paragraphs(&odt.file("content.xml")), said(&doc));
        paragraphs(&odt.file("styles.xml"));
        paragraphs(&odt.file("meta.xml"));
        paragraphs(&odt.file("META-INF/manifest.xml"));
    }
}
