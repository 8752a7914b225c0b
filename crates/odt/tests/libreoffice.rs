//! LibreOffice opens what we write: the example of every letter, converted and read back.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking, its helpers included, and says why it does nothing"
)]

use guide::Content;
use guide::law::Lang;
use guide::letters::{draft, example_facts, render_text};
use kernel::doc::{Block, Doc, Frame, Inline, para};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The filter that asks for a tagged PDF (PDF/UA-1).
const ACCESSIBLE: &str =
    r#"pdf:writer_pdf_Export:{"PDFUACompliance":{"type":"boolean","value":"true"}}"#;

/// The examples, finished, by the id of their letter.
fn letters() -> Vec<(String, Doc)> {
    let content = Content::embedded().unwrap_or_else(|problems| panic!("{problems:#?}"));
    let finished = |id: &str| {
        let facts = toml::from_str(example_facts(content, id).unwrap()).unwrap();
        let letter = draft(content, id, &facts, Lang::Fr).unwrap();
        letter.finalise().unwrap_or_else(|m| panic!("{id}: {m:?}"))
    };
    let ids = content.models.offers().map(|offer| offer.id);
    ids.map(|id| (id.to_owned(), finished(id))).collect()
}

/// What no letter has today: a table, terms, a boxed remark, literal lines.
fn sheet() -> (String, Doc) {
    let text = |s: &str| vec![Inline::text(s)];
    let doc = Doc {
        lang: "fr",
        title: "Fiche d’essai".to_owned(),
        date: time::macros::date!(2026 - 03 - 09),
        frame: Frame::Report,
        blocks: vec![
            Block::Heading(1, "Les faits".to_owned()),
            Block::Heading(2, "Le premier".to_owned()),
            Block::Para(vec![
                Inline::text("Plainte déposée le "),
                Inline::Gap("date de la plainte".to_owned()),
                Inline::text(" ; </text:p> 😀 שלום\u{202e}gpj.exe\u{0}."),
            ]),
            Block::List {
                ordered: true,
                items: vec![text("un point"), text("un autre")],
            },
            Block::List {
                ordered: true,
                items: vec![text("une seconde liste")],
            },
            Block::Table {
                caption: "Les pièces".to_owned(),
                head: vec!["N°".to_owned(), "Pièce".to_owned(), "SHA-256".to_owned()],
                widths: vec![1, 5, 8],
                rows: (1..=30)
                    .map(|n| {
                        let digest = Inline::Mono("9f2c4e1a".repeat(8));
                        vec![text(&n.to_string()), text("Capture"), vec![digest]]
                    })
                    .collect(),
            },
            Block::Terms(vec![("Référence".to_owned(), text("D-1"))]),
            Block::Note(text("À relire avant de signer.")),
            Block::Code("preau verify  dossier.zip\n\tdeux".to_owned()),
            para("Mes salutations."),
            Block::Signature(text("Camille Martin")),
        ],
        footer: "Contenu du 2 mars 2026".to_owned(),
    };
    ("fiche".to_owned(), doc)
}

/// Whether LibreOffice is here. `bin/test` installs it, so that its absence there is a failure.
fn is_here() -> bool {
    let found = Command::new("soffice").arg("--version").output().is_ok();
    let told = std::env::var_os("PREAU_TEST_VENV").is_some();
    assert!(
        found || !told,
        "soffice is missing (Debian package libreoffice-writer-nogui): ./bin/test setup"
    );
    if !found {
        println!("NOT TESTED: no soffice here (Debian package libreoffice-writer-nogui)");
    }
    found
}

/// Writes the letters into a folder and has them all converted at once; gives the folder.
fn converted(letters: &[(String, Doc)], to: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    for (id, doc) in letters {
        let file = dir.path().join(id).with_extension("odt");
        std::fs::write(&file, odt::of(doc).unwrap()).unwrap();
        files.push(file);
    }
    let profile = format!(
        "-env:UserInstallation=file://{}",
        dir.path().join("profile").display()
    );
    let done = Command::new("soffice")
        .args(["--headless", "--norestore", &profile, "--convert-to", to])
        .arg("--outdir")
        .arg(dir.path())
        .args(&files)
        .output()
        .unwrap();
    assert!(done.status.success(), "{done:?}");
    dir
}

fn result(dir: &Path, id: &str, ends: &str) -> PathBuf {
    let file = dir.join(id).with_extension(ends);
    assert!(file.is_file(), "{id}: LibreOffice gave no {ends}");
    file
}

/// White space apart, no-break spaces included.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Marks that are ours in plain text and LibreOffice's own in its conversion: bullets, borders.
fn said(line: &str) -> Vec<String> {
    let line = line.strip_prefix("> ").unwrap_or(line);
    let line = line.strip_prefix("- ").unwrap_or(line);
    line.split(" | ").map(flat).collect()
}

#[test]
fn every_letter_says_in_libreoffice_what_it_says_as_text() {
    if !is_here() {
        return;
    }
    let mut letters = letters();
    assert_eq!(letters.len(), 54);
    letters.push(sheet());
    let dir = converted(&letters, "txt:Text (encoded):UTF8");
    for (id, doc) in &letters {
        let whole = std::fs::read_to_string(result(dir.path(), id, "txt")).unwrap();
        let whole = flat(&whole);
        let mut rest = whole.as_str();
        // What the format cannot hold, and what would deceive the eye.
        let text = render_text(doc).replace('\u{0}', "");
        let text = text.replace('\u{202e}', "[U+202E]");
        let (body, _) = text.rsplit_once("\n-- \n").expect("a foot");
        for words in body
            .lines()
            .flat_map(said)
            .filter(|words| !words.is_empty())
        {
            let at = rest.find(&words).unwrap_or_else(|| {
                panic!("{id}: « {words} » is missing or too early in:\n{whole}")
            });
            rest = rest.get(at + words.len()..).unwrap();
        }
    }
}

/// A DL envelope shows what stands 11 cm from the left and 4.5 to 8 cm from the top. The foot and
/// the number stand on every page.
#[test]
fn every_letter_is_laid_out_for_its_envelope_with_its_foot() {
    if !is_here() {
        return;
    }
    const CM: f64 = 72.0 / 2.54;
    let mut letters = letters();
    letters.push(sheet());
    let dir = converted(&letters, ACCESSIBLE);
    let mut envelopes = 0;
    for (id, doc) in &letters {
        let pdf = result(dir.path(), id, "pdf");
        let boxes = Command::new("pdftotext")
            .args(["-bbox"])
            .args([pdf.as_path(), Path::new("-")])
            .output()
            .unwrap_or_else(|e| panic!("pdftotext: {e} (Debian package poppler-utils)"));
        let boxes = String::from_utf8(boxes.stdout).unwrap();
        let (pages, numbers) = (
            boxes.matches("<page ").count(),
            boxes.matches(">page<").count(),
        );
        assert!(
            numbers >= pages,
            "{id}: {numbers} page numbers on {pages} pages"
        );
        assert!(boxes.matches(">Contenu<").count() >= pages, "{id}: no foot");
        let Frame::Letter { sender, .. } = &doc.frame else {
            continue;
        };
        let at = |line: &str, name: &str| {
            let (_, rest) = line.split_once(&format!("{name}=\""))?;
            rest.split_once('"')?.0.parse::<f64>().ok()
        };
        // The first word so far to the right and below the sender's first line.
        let found = boxes.lines().find_map(|line| {
            let (x, y) = (at(line, "xMin")?, at(line, "yMin")?);
            ((10.9 * CM..11.1 * CM).contains(&x)).then_some(y)
        });
        let top = found.unwrap_or_else(|| panic!("{id}: no addressee"));
        if sender.len() <= 5 {
            envelopes += 1;
            assert!((4.8 * CM..5.4 * CM).contains(&top), "{id}: {top}");
        }
    }
    assert!(envelopes > 10, "{envelopes}");
    read_aloud(&result(dir.path(), "fiche", "pdf"));
}

/// What a screen reader is told: levels of headings, lists, caption, cells that name their column.
fn read_aloud(pdf: &Path) {
    let tags = Command::new("pdfinfo")
        .args([Path::new("-struct-text"), pdf])
        .output()
        .unwrap_or_else(|e| panic!("pdfinfo: {e} (Debian package poppler-utils)"));
    let tags = String::from_utf8_lossy(&tags.stdout).into_owned();
    let of = |tag: &str| {
        let starts = |line: &&str| line.trim_start().starts_with(tag);
        tags.lines().filter(starts).count()
    };
    for (tag, times) in [
        ("H1 ", 1),
        ("H2 ", 1),
        ("L ", 2),
        ("LI ", 3),
        ("Caption", 1),
    ] {
        assert_eq!(of(tag), times, "{tag} in:\n{tags}");
    }
    // The header row stands again on each page that the table reaches.
    assert!(of("TH:") >= 3 && of("TD:") == 90, "{tags}");
    assert!(tags.contains("/Scope /Column"), "{tags}");
}
