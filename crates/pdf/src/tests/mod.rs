//! The PDFs read back with other people's tools: qpdf and poppler.

mod hostile;
mod letter;
mod report;

use crate::Press;
use kernel::doc::{Block, Doc, Frame, Inline};
use kernel::ports::Typeset;
use std::process::Command;

fn text(s: &str) -> Vec<Inline> {
    vec![Inline::text(s)]
}

fn report(blocks: Vec<Block>) -> Doc {
    Doc {
        lang: "fr",
        title: "Dossier du 9 mars 2026".to_owned(),
        date: time::macros::date!(2026 - 03 - 09),
        frame: Frame::Report,
        blocks,
        footer: "Contenu vérifié le 2 mars 2026".to_owned(),
    }
}

fn pdf(doc: &Doc) -> Vec<u8> {
    Press::new().unwrap().pdf(doc).unwrap()
}

/// What a tool says of a PDF; the tool is called with `{}` replaced by the file.
fn tool(name: &str, args: &[&str], pdf: &[u8]) -> String {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("a.pdf");
    std::fs::write(&file, pdf).unwrap();
    let file = file.to_str().unwrap();
    let args = args.iter().map(|a| if *a == "{}" { file } else { *a });
    let out = Command::new(name)
        .args(args)
        .output()
        .unwrap_or_else(|e| panic!("{name}: {e} (Debian packages qpdf and poppler-utils)"));
    assert!(out.status.success(), "{name}: {out:?}");
    String::from_utf8_lossy(&out.stdout).into_owned()
}

/// The text as read, with every run of white space as one space.
fn read_back(pdf: &[u8]) -> String {
    squeeze(&tool("pdftotext", &["{}", "-"], pdf))
}

fn squeeze(s: &str) -> String {
    s.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The objects of the file, uncompressed.
fn objects(pdf: &[u8]) -> String {
    tool(
        "qpdf",
        &["--qdf", "--object-streams=disable", "{}", "-"],
        pdf,
    )
}

/// Fails unless these stand in the text in this order.
fn in_order(whole: &str, parts: &[&str]) {
    let mut rest = whole;
    for part in parts {
        let part = squeeze(part);
        let at = rest
            .find(&part)
            .unwrap_or_else(|| panic!("« {part} » is missing or too early in:\n{whole}"));
        rest = &rest[at + part.len()..];
    }
}

/// Valid, tagged, both standards declared, title shown, language set.
fn well_formed(pdf: &[u8], title: &str) {
    tool("qpdf", &["--check", "{}"], pdf);
    let inside = objects(pdf);
    for mark in [
        "<pdfaid:part>3</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "/DisplayDocTitle true",
        "/Marked true",
        "/StructTreeRoot",
        "/Lang (fr)",
        &format!("<rdf:li xml:lang=\"x-default\">{title}</rdf:li>"),
    ] {
        assert!(inside.contains(mark), "{mark} is missing");
    }
    let fonts = tool("pdffonts", &["{}"], pdf);
    for line in fonts.lines().skip(2) {
        let cells: Vec<_> = line.split_whitespace().rev().collect();
        // From the right: object number (two cells), uni, sub, emb.
        assert_eq!(cells[4], "yes", "not embedded: {line}");
        assert_eq!(cells[2], "yes", "without Unicode: {line}");
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let doc = report(vec![kernel::doc::para("Un fait, puis un autre.")]);
    let first = pdf(&doc);
    let other = report(vec![kernel::doc::para("Entre-temps, autre chose.")]);
    assert_ne!(pdf(&other), first);
    assert_eq!(pdf(&doc), first);
    assert_eq!(
        crate::engine::Engine::load().unwrap().render(&doc).unwrap(),
        first
    );
}

#[test]
fn the_only_date_inside_is_the_documents() {
    let info = tool("pdfinfo", &["-isodates", "{}"], &pdf(&report(Vec::new())));
    assert!(info.contains("CreationDate:    2026-03-09"), "{info}");
}

#[test]
fn a_document_without_title_is_refused() {
    let mut doc = report(vec![kernel::doc::para("Un secret.")]);
    doc.title = " ".to_owned();
    let fault = Press::new().unwrap().pdf(&doc).unwrap_err();
    assert_eq!(fault.to_string(), "internal: pdf: a document needs a title");
}
