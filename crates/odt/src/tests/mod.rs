//! What we write, read back by another hand.

mod any;
mod read;

use kernel::doc::{Block, Doc, Frame, Inline, para};
use read::{Odt, said};

fn text(s: &str) -> Vec<Inline> {
    vec![Inline::text(s)]
}

fn doc(frame: Frame, blocks: Vec<Block>) -> Doc {
    Doc {
        lang: "fr",
        title: "Demande de protection fonctionnelle".to_owned(),
        date: time::macros::date!(2026 - 03 - 09),
        frame,
        blocks,
        footer: "Textes vérifiés le 2 mars 2026".to_owned(),
    }
}

fn report(blocks: Vec<Block>) -> Doc {
    doc(Frame::Report, blocks)
}

fn letter(blocks: Vec<Block>) -> Doc {
    let frame = Frame::Letter {
        sender: vec![
            vec![Inline::Strong("Camille Martin".to_owned())],
            text("Collège du Préau"),
        ],
        addressee: vec![text("Monsieur le Recteur"), text("69007 Lyon")],
        place_date: text("Lyon, le 9 mars 2026"),
        sending: "Lettre recommandée avec avis de réception".to_owned(),
        subject: text("demande de protection fonctionnelle"),
    };
    doc(frame, blocks)
}

/// Every kind of block and of run.
fn specimen() -> Vec<Block> {
    vec![
        para("Monsieur le Recteur,"),
        Block::Heading(3, "Les faits".to_owned()),
        Block::Para(vec![
            Inline::text("Plainte déposée le "),
            Inline::Gap("date de la plainte".to_owned()),
            Inline::text(", empreinte "),
            Inline::Mono("9f2c4e1a".to_owned()),
            Inline::Strong(" et témoins".to_owned()),
            Inline::text("."),
        ]),
        Block::List {
            ordered: true,
            items: vec![text("faire cesser ;"), text("prendre mes frais.")],
        },
        Block::List {
            ordered: false,
            items: vec![text("une pièce")],
        },
        Block::Table {
            caption: "Pièces".to_owned(),
            head: vec!["N°".to_owned(), "Pièce".to_owned()],
            widths: vec![1, 3],
            rows: vec![vec![text("1"), text("Capture")], vec![text("2")]],
        },
        Block::Terms(vec![("Référence".to_owned(), text("D-1"))]),
        Block::Note(text("À relire.")),
        Block::Code("preau verify  dossier.zip\n\tdeux".to_owned()),
        para("Mes salutations."),
        Block::Signature(text("Camille Martin")),
        Block::List {
            ordered: false,
            items: Vec::new(),
        },
        Block::Heading(1, " ".to_owned()),
    ]
}

#[test]
fn the_content_of_a_letter_is_as_seen_before() {
    insta::assert_snapshot!(crate::content(&letter(specimen())));
}

/// ODF 1.3, part 2, section 3.3: a program knows the file by the bytes from 30 to 77.
#[test]
fn the_archive_says_what_it_is_by_its_first_bytes() {
    let bytes = crate::of(&letter(specimen())).unwrap();
    assert_eq!(bytes.get(..4).unwrap(), b"PK\x03\x04");
    assert_eq!(
        bytes.get(30..77).unwrap(),
        ["mimetype", crate::MEDIA].concat().as_bytes()
    );
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let names = [
        "mimetype",
        "META-INF/manifest.xml",
        "content.xml",
        "styles.xml",
        "meta.xml",
    ];
    assert_eq!(zip.len(), names.len());
    let manifest = Odt::of(&report(Vec::new())).file("META-INF/manifest.xml");
    for (n, name) in names.into_iter().enumerate() {
        let file = zip.by_index(n).unwrap();
        assert_eq!(file.name().unwrap(), name);
        assert_eq!(file.last_modified(), Some(zip::DateTime::default()));
        let listed = manifest.contains(&format!("full-path=\"{name}\""));
        assert_eq!(listed, n > 1, "{name}");
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let (one, other) = (letter(specimen()), report(specimen()));
    assert_eq!(crate::of(&one).unwrap(), crate::of(&one.clone()).unwrap());
    assert_ne!(crate::of(&one).unwrap(), crate::of(&other).unwrap());
}

#[test]
fn language_title_and_date_are_the_documents_and_nobody_is_named() {
    let odt = Odt::of(&letter(specimen()));
    let meta = odt.file("meta.xml");
    for told in [
        "<dc:title>Demande de protection fonctionnelle</dc:title>",
        "<meta:creation-date>2026-03-09T00:00:00</meta:creation-date>",
        "<dc:date>2026-03-09T00:00:00</dc:date>",
        "<dc:language>fr</dc:language>",
    ] {
        assert!(meta.contains(told), "{told} is not in {meta}");
    }
    assert!(!meta.contains("creator") && !meta.contains("Camille"));
    let styles = odt.file("styles.xml");
    assert!(styles.contains("fo:language=\"fr\" fo:country=\"FR\""));
    assert!(styles.contains(">Textes vérifiés le 2 mars 2026<"));

    let mut english = letter(Vec::new());
    english.lang = "en";
    let odt = Odt::of(&english);
    assert!(
        odt.file("styles.xml")
            .contains("fo:language=\"en\" fo:country=\"GB\"")
    );
    assert!(odt.file("content.xml").contains("Subject:<text:s/>demande"));
}

/// Every style that the content names is in the sheet, and each is used by something.
#[test]
fn every_style_exists() {
    let odt = Odt::of(&letter(specimen()));
    let (content, styles) = (odt.file("content.xml"), odt.file("styles.xml"));
    let named = |file: &str, mark: &str| -> Vec<String> {
        let parts = file.split(mark).skip(1);
        parts
            .map(|part| part.split('"').next().unwrap().to_owned())
            .collect()
    };
    let mut known = named(&styles, "style:name=\"");
    known.extend(named(&content, "style:name=\""));
    for mark in [
        "text:style-name=\"",
        "table:style-name=\"",
        "parent-style-name=\"",
    ] {
        for name in [named(&content, mark), named(&styles, mark)].concat() {
            assert!(known.contains(&name), "no style {name}");
        }
    }
}

/// A letter of many sender's lines: the addressee goes down instead of meeting them.
#[test]
fn the_addressee_stands_three_centimetres_down_or_under_the_sender() {
    let top = |lines: usize, words: &str| {
        let mut doc = letter(Vec::new());
        if let Frame::Letter { sender, .. } = &mut doc.frame {
            *sender = vec![text(words); lines];
        }
        let content = crate::content(&doc);
        let (_, rest) = content.split_once("fo:margin-top=\"").unwrap();
        rest.split_once("mm\"").unwrap().0.parse::<u32>().unwrap()
    };
    assert_eq!(top(0, ""), 30);
    assert_eq!(top(2, "ligne"), 20);
    assert_eq!(top(2, &"mot ".repeat(15)), 11);
    assert_eq!(top(12, "ligne"), 7);
}

#[test]
fn hostile_text_prints_as_typed() {
    let hostile = [
        "</text:p></office:text>",
        "<!ENTITY x SYSTEM \"file:///etc/passwd\"> &x; &#0; ]]> <![CDATA[",
        "<?xml version='1.0'?> <!-- -->",
        "{footer} {language} {country}",
        "  deux  espaces  ",
        "😀 שלום عليكم",
        "\" onload=\"x",
    ];
    for words in hostile {
        let mut doc = letter(vec![
            para(words),
            Block::Heading(1, words.to_owned()),
            Block::Para(vec![
                Inline::Strong(words.to_owned()),
                Inline::Mono(words.to_owned()),
                Inline::Gap(words.to_owned()),
            ]),
            Block::Table {
                caption: words.to_owned(),
                head: vec![words.to_owned()],
                widths: vec![],
                rows: vec![vec![text(words)]],
            },
            Block::Code(words.to_owned()),
        ]);
        (doc.title, doc.footer) = (words.to_owned(), words.to_owned());
        let odt = Odt::of(&doc);
        assert_eq!(
            read::paragraphs(&odt.file("content.xml")),
            said(&doc),
            "{words}"
        );
        assert_eq!(read::paragraphs(&odt.file("styles.xml"))[0], words);
        read::paragraphs(&odt.file("meta.xml"));
    }
}

/// An empty heading stops whoever goes from one to the next by ear.
#[test]
fn a_heading_that_says_nothing_is_not_written() {
    for words in ["", " \n", "\0", "\u{1} \u{fffe}", "\u{a0}"] {
        let content = crate::content(&report(vec![Block::Heading(1, words.to_owned())]));
        assert!(!content.contains("<text:h"), "{words:?}");
    }
}

#[test]
fn what_xml_forbids_is_left_out_and_what_turns_the_writing_is_shown() {
    let doc = report(vec![para(
        "a\0b\u{1b}c\u{fffe} \u{1} d\r\ne\u{2028}f\u{202e}exe",
    )]);
    let read = read::paragraphs(&Odt::of(&doc).file("content.xml"));
    assert_eq!(read[1], "abc  d\ne\nf[U+202E]exe");
}
