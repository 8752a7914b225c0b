//! Captured pages made to hurt: archives that lie, that grow without end, that are cut anywhere.

use std::io::{Cursor, Write as _};

use bundle::verify::{Content, Kind};
use proptest::prelude::*;
use seal::sha256;
use serde_json::json;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::common::{check, options};
use crate::page::{INDEX, LIST, Made, SIGNED, gz};
use crate::pages::at;

const FIXTURE: &[u8] = include_bytes!("../vectors/redirections.wacz");

fn kinds(zip: &[u8]) -> Vec<Kind> {
    let report = check(zip, &options()).unwrap();
    assert_eq!(report.exit(false), 1, "{:#?}", report.findings);
    report.findings.iter().map(|finding| finding.kind).collect()
}

/// A good page and what `add` adds.
fn with(add: impl FnOnce(&mut ZipWriter<Cursor<Vec<u8>>>, SimpleFileOptions)) -> Vec<u8> {
    let made = Made::new(&at());
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in &made.files {
        zip.start_file(path.as_str(), stored).unwrap();
        zip.write_all(bytes).unwrap();
    }
    for (path, value) in [(LIST, &made.list), (SIGNED, &made.signed)] {
        zip.start_file(path, stored).unwrap();
        zip.write_all(value.to_string().as_bytes()).unwrap();
    }
    add(&mut zip, stored);
    zip.finish().unwrap().into_inner()
}

fn replace(zip: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut out = zip.to_vec();
    let places: Vec<_> = (0..out.len())
        .filter(|at| out[*at..].starts_with(from.as_bytes()))
        .collect();
    for at in places {
        out[at..at + to.len()].copy_from_slice(to.as_bytes());
    }
    out
}

fn named(name: &str) -> Vec<u8> {
    let same = "n".repeat(name.len());
    let zip = with(|zip, stored| {
        zip.start_file(&same, stored).unwrap();
        zip.write_all(b"x").unwrap();
    });
    replace(&zip, &same, name)
}

#[test]
fn an_archive_that_lies_is_told() {
    let links = with(|zip, stored| {
        zip.add_symlink("evidence/l", "/etc/passwd", stored)
            .unwrap()
    });
    let comment = with(|zip, _| zip.set_comment("x").unwrap());
    let deflated = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let bomb = with(|zip, _| {
        zip.start_file("evidence/bomb", deflated).unwrap();
        for _ in 0..16 {
            zip.write_all(&[0; 1 << 20]).unwrap();
        }
    });
    let before = [b"MZ".as_slice(), &with(|_, _| ())].concat();
    for (name, zip, kind) in [
        (
            "the list twice",
            named("datapackage.json"),
            Kind::DuplicateName,
        ),
        (
            "an archive twice",
            named("archive/data.warc.gz"),
            Kind::DuplicateName,
        ),
        (
            "an archive in capitals",
            named("archive/DATA.warc.gz"),
            Kind::CaseClash,
        ),
        (
            "a name outside",
            named("evidence/../../x"),
            Kind::UnsafeName,
        ),
        (
            "a name from the root",
            named("/etc/passwd"),
            Kind::UnsafeName,
        ),
        ("a link", links, Kind::Link),
        ("a comment", comment, Kind::ZipHeaders),
        ("bytes before", before, Kind::ZipHeaders),
        ("a bomb", bomb, Kind::Compression),
    ] {
        assert!(kinds(&zip).contains(&kind), "{name}: {:?}", kinds(&zip));
    }
}

#[test]
fn a_header_without_end_is_left() {
    let mut made = Made::new(&at());
    let endless = [b"WARC/1.1\r\n".as_slice(), &vec![b'a'; 3 << 20]].concat();
    made.set("archive/plain.warc", endless);
    made.manifest();
    made.relist();
    assert!(kinds(&made.zip()).contains(&Kind::Record));
}

#[test]
fn remarks_never_hide_what_is_false() {
    let mut made = Made::new(&at());
    let record = "WARC/1.1\r\nWARC-Type: resource\r\nWARC-Record-ID: <a>\r\nWARC-Date: 2026-11-22T00:00:00Z\r\n\
        WARC-Target-URI: http://a.fr/\r\nContent-Length: 1\r\n\r\nx\r\n\r\n";
    for number in 0..520 {
        made.set(&format!("archive/a{number:03}.warc"), record);
    }
    made.manifest();
    made.relist();
    let report = check(&made.zip(), &options()).unwrap();
    assert_eq!(report.content, Content::True, "{:#?}", report.findings);
    // What is changed is read after every archive has told what it does not say.
    made.set("evidence/page.txt", "Un mot");
    assert!(kinds(&made.zip()).contains(&Kind::Digest));
}

#[test]
fn what_a_page_says_of_itself_moves_no_cursor() {
    let mut made = Made::new(&at());
    let escape = "\u{1b}[3A\u{1b}[2K\r  signataire connu\u{202e}";
    for name in ["created", "mainPageUrl", "software"] {
        made.list[name] = json!(escape);
    }
    made.sign();
    made.signed["signedData"]["domain"] = json!(escape);
    made.signed["signedData"]["domainCert"] = json!("");
    let data = made.signed["signedData"].as_object_mut().unwrap();
    data.remove("publicKey");
    let capture = check(&made.zip(), &options()).unwrap().capture.unwrap();
    for said in [
        capture.created,
        capture.url,
        capture.software,
        capture.domain,
    ] {
        let moves = |c: char| c.is_control() || c == '\u{202e}';
        assert!(said.contains("connu") && !said.contains(moves), "{said:?}");
    }
}

#[test]
fn a_packed_index_is_checked_at_both_levels() {
    let mut made = Made::new(&at());
    let text = made.text(INDEX);
    let lines: Vec<_> = text.split_inclusive('\n').collect();
    let members = [
        gz(lines[..2].concat().as_bytes()),
        gz(lines[2..].concat().as_bytes()),
    ];
    made.files.remove(INDEX);
    let idx = |change: fn(&mut serde_json::Value)| {
        let mut out =
            "!meta 0 {\"format\": \"cdxj-gzip-1.0\", \"filename\": \"index.cdx.gz\"}\n".to_owned();
        for (n, member) in members.iter().enumerate() {
            let mut fields = json!({
                "offset": n * members[0].len(), "length": member.len(), "filename": "index.cdx.gz",
                "digest": format!("sha256:{}", sha256(member)),
            });
            change(&mut fields);
            out += &format!("fr,site-banc)/ 2026 {fields}\n");
        }
        out
    };
    let judged = |made: &mut Made, idx: String| {
        made.set("indexes/index.cdx.gz", members.concat());
        made.set("indexes/index.idx", idx);
        made.manifest();
        made.relist();
        check(&made.zip(), &options()).unwrap()
    };
    let good = judged(&mut made, idx(|_| ()));
    assert_eq!(
        (good.content, good.findings.len()),
        (Content::True, 0),
        "{:#?}",
        good.findings
    );
    for change in [
        (|fields| fields["digest"] = json!("sha256:00")) as fn(&mut serde_json::Value),
        |fields| fields["length"] = json!(1),
        |fields| fields["offset"] = json!(1),
        |fields| fields["filename"] = json!("autre.cdx.gz"),
    ] {
        let report = judged(&mut made, idx(change));
        assert!(
            report
                .findings
                .iter()
                .any(|finding| finding.kind == Kind::IndexLine && finding.is_false())
        );
    }
}

#[test]
fn n033_a_page_captured_by_the_real_browser_is_true_and_every_cut_of_it_is_not() {
    let report = check(FIXTURE, &options()).unwrap();
    assert_eq!(
        (report.content, report.findings.len()),
        (Content::True, 0),
        "{:#?}",
        report.findings
    );
    for at in (0..FIXTURE.len()).step_by(4999) {
        // Cut off: no ZIP any more.
        assert!(check(&FIXTURE[..at], &options()).is_err(), "{at}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn no_changed_byte_of_a_real_page_passes_or_panics(at in 0..FIXTURE.len(), bit in 0..8_u32) {
        let mut bytes = FIXTURE.to_vec();
        bytes[at] ^= 1 << bit;
        if let Ok(report) = check(&bytes, &options()) {
            // Dates and rights of the files inside the ZIP are the ZIP's own, and say nothing.
            let same = same_files(&bytes);
            prop_assert!(same || report.exit(false) == 1, "{at} {:?}", report.findings);
        }
    }
}

/// Whether the ZIP still gives the same files.
fn same_files(bytes: &[u8]) -> bool {
    let read = |bytes: &[u8]| {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes.to_vec())).ok()?;
        let mut all = Vec::new();
        for index in 0..zip.len() {
            let mut file = zip.by_index(index).ok()?;
            let name = file.name().ok()?.into_owned();
            let mut content = Vec::new();
            std::io::Read::read_to_end(&mut file, &mut content).ok()?;
            all.push((name, content));
        }
        Some(all)
    };
    read(bytes).is_some_and(|files| Some(files) == read(FIXTURE))
}
