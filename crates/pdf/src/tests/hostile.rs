//! Text that would like to be something else.

use super::*;
use crate::engine::Engine;

const HOSTILE: [&str; 14] = [
    "#read(\"/etc/passwd\")",
    "#json(\"doc.json\")",
    "#import \"@preview/x:1.0.0\"",
    "$ sum_(i=0)^n $",
    "] #panic() [",
    "*gras* _italique_ `code` <ancre> @renvoi",
    "= Titre",
    "// commentaire /* et suite */",
    "\\u{41} \\ {\"k\":\"code\"}",
    "-- --- ... ~ 'x' \"y\"",
    "https://exemple.fr",
    "</rdf:li></x:xmpmeta> & <script>",
    ") Tj ET (",
    "\"},\"blocks\":[]}",
];

/// Every place of a document that takes a text, filled with this one.
fn everywhere(s: &str, frame: bool) -> Doc {
    let mut doc = report(vec![
        Block::Heading(1, s.to_owned()),
        Block::Para(vec![
            Inline::text(s),
            Inline::text(" "),
            Inline::Strong(s.to_owned()),
            Inline::text(" "),
            Inline::Mono(s.to_owned()),
            Inline::text(" "),
            Inline::Gap(s.to_owned()),
        ]),
        Block::List {
            ordered: false,
            items: vec![text(s)],
        },
        Block::Terms(vec![(s.to_owned(), text(s))]),
        Block::Note(text(s)),
        Block::Table {
            caption: s.to_owned(),
            head: vec![s.to_owned(), s.to_owned()],
            widths: vec![1, 1],
            rows: vec![vec![text(s), vec![Inline::Mono(s.to_owned())]]],
        },
        Block::Code(s.to_owned()),
        Block::Signature(text(s)),
    ]);
    doc.title = s.to_owned();
    doc.footer = s.to_owned();
    if frame {
        doc.frame = Frame::Letter {
            sender: vec![text(s)],
            addressee: vec![text(s)],
            place_date: text(s),
            sending: s.to_owned(),
            subject: text(s),
        };
    }
    doc
}

/// How often the text stands in the PDF. Narrow cells break lines and hyphenate: compared without.
fn times(doc: &Doc, s: &str) -> usize {
    let bare = |s: &str| s.replace([' ', '\u{ad}'], "");
    let pdf = pdf(doc);
    tool("qpdf", &["--check", "{}"], &pdf);
    bare(&read_back(&pdf)).matches(&bare(s)).count()
}

#[test]
fn markup_prints_as_typed_wherever_it_stands() {
    for s in HOSTILE {
        assert!(times(&everywhere(s, true), s) >= 19, "{s}");
    }
    let s = HOSTILE[0];
    assert!(times(&everywhere(s, false), s) >= 15, "{s}");
}

#[test]
fn what_deceives_or_cannot_be_drawn_is_written_as_its_code() {
    let doc = everywhere("photo\u{202e}gpj.exe \u{0}\u{1b}[2J 🔪 \u{fffe}", true);
    let pdf = pdf(&doc);
    tool("qpdf", &["--check", "{}"], &pdf);
    let text = read_back(&pdf);
    assert!(
        text.contains("photo[U+202E]gpj.exe [U+0000 U+001B][2J [U+1F52A] [U+FFFE]"),
        "{text}"
    );
}

#[test]
fn ten_thousand_characters_without_a_space_stay_on_the_page() {
    let long = "abcdefghij".repeat(1_000);
    let pdf = pdf(&report(vec![
        kernel::doc::para(long.clone()),
        Block::Para(vec![Inline::Mono(long.clone())]),
    ]));
    let text = read_back(&pdf).replace(' ', "");
    // Between them stand the feet of pages.
    assert!(text.matches("abcdefghij").count() >= 1_990);
    report::inside_the_page(&pdf);
}

/// PDF/A stops metadata at 32767 bytes; the page does not stop there.
#[test]
fn a_book_for_a_title_is_still_a_pdf() {
    let book = "mot ".repeat(9_000);
    let mut doc = report(vec![Block::Heading(1, book.clone())]);
    doc.title = book;
    let pdf = Engine::load().unwrap().render(&doc).unwrap();
    assert_eq!(read_back(&pdf).matches("mot").count(), 18_000);
}

/// Both standards refuse a single missing glyph: everything said to be drawable must really be.
#[test]
fn every_character_held_to_be_drawable_is() {
    let engine = Engine::load().unwrap();
    let kept = |c: &char| engine.glyphs().clean(&c.to_string()) == c.to_string();
    let all: Vec<char> = ('!'..='\u{1ffff}').filter(kept).collect();
    assert!(all.len() > 1_700, "{}", all.len());
    let lines: String = all
        .chunks(40)
        .flat_map(|l| l.iter().chain(&[' ']))
        .collect();
    let accents: String = ('a'..='z')
        .flat_map(|c| [c, '\u{301}', '\u{323}', ' '])
        .collect();
    let blocks = [lines, accents]
        .into_iter()
        .flat_map(|s| {
            [
                Inline::Text(s.clone()),
                Inline::Strong(s.clone()),
                Inline::Mono(s),
            ]
        })
        .map(|run| Block::Para(vec![run]))
        .collect();
    if let Err(refusal) = engine.render(&report(blocks)) {
        panic!("{}: {:?}", refusal.step, refusal.messages);
    }
}
