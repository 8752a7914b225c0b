use super::*;
use kernel::doc::para;

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
