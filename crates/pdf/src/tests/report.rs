use super::*;
use kernel::doc::para;
use kernel::ports::Typeset as _;

const DIGEST: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

fn pieces(rows: usize) -> Block {
    Block::Table {
        caption: "Liste des pièces".to_owned(),
        head: vec!["N°".to_owned(), "Pièce".to_owned(), "Empreinte".to_owned()],
        widths: vec![1, 4, 7],
        rows: (1..=rows)
            .map(|i| {
                vec![
                    text(&format!("P{i:03}")),
                    text(&format!("Capture {i}")),
                    vec![Inline::Mono(DIGEST.to_owned())],
                ]
            })
            .collect(),
    }
}

#[test]
fn a_report_reads_back_whole_and_in_order() {
    let pdf = pdf(&report(vec![
        Block::Heading(1, "Bordereau".to_owned()),
        para("Ce dossier contient trois pièces."),
        Block::Terms(vec![("Référence".to_owned(), text("D-12"))]),
        Block::Note(vec![
            Inline::Strong("À savoir".to_owned()),
            Inline::text("\u{a0}: le sceau prouve l’ordre."),
        ]),
        pieces(3),
        Block::Heading(2, "Vérifier".to_owned()),
        Block::List {
            ordered: false,
            items: vec![text("ouvrir le sac"), text("lancer la commande")],
        },
        Block::Code("sha256sum -c manifest-sha256.txt\n  openssl ts -verify".to_owned()),
    ]));
    well_formed(&pdf, "Dossier du 9 mars 2026");
    in_order(
        &read_back(&pdf),
        &[
            "Dossier du 9 mars 2026",
            "Bordereau",
            "Ce dossier contient trois pièces.",
            "Référence",
            "D-12",
            "À savoir : le sceau prouve l’ordre.",
            "Liste des pièces",
            "N°",
            "Pièce",
            "Empreinte",
            "P001",
            "Capture 1",
            "P003",
            "Capture 3",
            "Vérifier",
            "ouvrir le sac",
            "lancer la commande",
            "sha256sum -c manifest-sha256.txt",
            "openssl ts -verify",
            "Contenu vérifié le 2 mars 2026",
            "page 1/1",
        ],
    );
}

/// A PNG of one point.
const POINT: &[u8] = &[
    137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0,
    0, 0, 144, 119, 83, 222, 0, 0, 0, 12, 73, 68, 65, 84, 120, 156, 99, 248, 207, 192, 0, 0, 3, 1,
    1, 0, 201, 254, 146, 239, 0, 0, 0, 0, 73, 69, 78, 68, 174, 66, 96, 130,
];

#[test]
fn a_picture_has_its_words_for_those_who_do_not_see_it_and_a_broken_one_is_refused() {
    let picture = |png: &[u8]| Block::Picture {
        png: png.to_vec(),
        alt: "Image de la page, pixels 0 à 1800".to_owned(),
        caption: "page-001.png, prise à 10:30".to_owned(),
    };
    let pdf = pdf(&report(vec![picture(POINT), picture(POINT)]));
    well_formed(&pdf, "Dossier du 9 mars 2026");
    in_order(
        &read_back(&pdf),
        &["page-001.png, prise à 10:30", "page-001.png, prise à 10:30"],
    );
    assert!(objects(&pdf).contains("/Alt"));
    let broken = report(vec![picture(b"not a picture")]);
    assert!(crate::Press::new().unwrap().pdf(&broken).is_err());
}

#[test]
fn a_drawing_has_its_words_its_patterns_and_nothing_that_no_font_has() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"60\" viewBox=\"0 0 200 60\">\
        <style>.a{fill:#0b5d5e}text{font-size:12px}</style>\
        <defs><pattern id=\"p\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"><circle class=\"a\" cx=\"3\" cy=\"3\" r=\"1\"></circle></pattern></defs>\
        <rect fill=\"url(#p)\" width=\"90\" height=\"40\"></rect><text class=\"a\" x=\"100\" y=\"20\">12\u{a0}nov.</text>\
        <text x=\"100\" y=\"40\">\u{633}\u{1f600}</text></svg>";
    let drawing = |svg: &str| Block::Drawing {
        svg: svg.to_owned(),
        alt: "Frise, du 2 au 20 novembre".to_owned(),
        caption: "La frise".to_owned(),
    };
    let pdf = pdf(&report(vec![drawing(svg), drawing(svg)]));
    well_formed(&pdf, "Dossier du 9 mars 2026");
    in_order(
        &read_back(&pdf),
        &["La frise", "12 nov.", "U+0633", "La frise", "12 nov."],
    );
    let inside = objects(&pdf);
    assert_eq!(inside.matches("/Alt (").count(), 2, "each has its words");
    assert!(
        inside.contains("/PatternType 1"),
        "a pattern stays a pattern"
    );
    let broken = report(vec![drawing("<svg")]);
    assert!(crate::Press::new().unwrap().pdf(&broken).is_err());
}

#[test]
fn a_long_table_repeats_its_header_and_loses_no_row() {
    let pdf = pdf(&report(vec![pieces(120)]));
    well_formed(&pdf, "Dossier du 9 mars 2026");
    let raw = tool("pdftotext", &["-layout", "{}", "-"], &pdf);
    let pages: Vec<_> = raw
        .split('\u{c}')
        .filter(|p| !p.trim().is_empty())
        .collect();
    assert!(pages.len() > 2, "{} pages", pages.len());
    for page in &pages {
        assert!(page.contains("Empreinte"), "no header on:\n{page}");
    }
    let rows: Vec<_> = (1..=120).map(|i| format!("Capture {i}")).collect();
    in_order(
        &squeeze(&raw),
        &rows.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    let inside = objects(&pdf);
    assert_eq!(
        inside.matches("/S /TR\n").count(),
        121,
        "one row tag per row, one for the header"
    );
    assert!(
        inside.contains("/Scope /Column"),
        "the header cells say what they head"
    );
    assert!(inside.contains("/S /Caption"));
}

/// Addresses and digests: broken over lines on the page, whole when copied.
#[test]
fn a_digest_and_an_address_break_anywhere_and_copy_whole() {
    let address = "https://exemple.fr/un/chemin-vraiment-long/qui_ne_finit_pas?a=1&b=2#".repeat(5);
    let pdf = pdf(&report(vec![Block::Para(vec![
        Inline::Mono(DIGEST.to_owned()),
        Inline::text(" et "),
        Inline::Mono(address.clone()),
    ])]));
    let text: String = read_back(&pdf).replace(' ', "");
    assert!(text.contains(&format!("{DIGEST}et{address}")), "{text}");
    inside_the_page(&pdf);
}

/// No word crosses the edges of the paper.
pub fn inside_the_page(pdf: &[u8]) {
    let boxes = tool("pdftotext", &["-bbox", "{}", "-"], pdf);
    let mut words = 0;
    for word in boxes
        .lines()
        .filter(|l| l.trim_start().starts_with("<word"))
    {
        let x = word
            .split("xMax=\"")
            .nth(1)
            .and_then(|r| r.split('"').next());
        let x: f64 = x.unwrap().parse().unwrap();
        assert!(x <= 595.3 - 70.0, "beyond the margin: {word}");
        words += 1;
    }
    assert!(words > 0);
}

#[test]
fn headings_become_bookmarks_without_a_skipped_level() {
    let pdf = pdf(&report(vec![
        Block::Heading(3, "Premier".to_owned()),
        Block::Heading(6, "Dessous".to_owned()),
        Block::Heading(1, "Second".to_owned()),
        Block::Heading(2, String::new()),
    ]));
    let inside = objects(&pdf);
    assert!(inside.contains("/Outlines"));
    for tag in ["/S /H1", "/S /H2"] {
        assert!(inside.contains(tag), "{tag}");
    }
    assert!(!inside.contains("/S /H3"));
    assert!(inside.contains("/Title (Premier)"));
}

#[test]
fn uneven_rows_and_empty_blocks_do_no_harm() {
    let ragged = Block::Table {
        caption: String::new(),
        head: vec!["Seule".to_owned()],
        widths: vec![0],
        rows: vec![
            vec![text("a"), text("b"), text("c")],
            vec![],
            vec![text("d")],
        ],
    };
    let empty = Block::Table {
        caption: "Rien".to_owned(),
        head: vec![],
        widths: vec![],
        rows: vec![],
    };
    let pdf = pdf(&report(vec![
        ragged,
        empty,
        Block::List {
            ordered: true,
            items: vec![],
        },
        Block::Terms(vec![]),
        Block::Para(vec![]),
        Block::Code(String::new()),
        Block::Note(vec![]),
        Block::Signature(vec![]),
        para("Fin."),
    ]));
    tool("qpdf", &["--check", "{}"], &pdf);
    in_order(&read_back(&pdf), &["Seule", "a", "b", "c", "d", "Fin."]);
}
