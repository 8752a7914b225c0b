//! What is tried.

use bundle::Options;
use evidence::import::signed::Seen;
use evidence::import::{Period, read};
use kernel::Moment;
use std::hint::black_box;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A parser, and what it begins with beside its corpus.
pub struct Target {
    /// Its name, and that of its folder in the corpus.
    pub name: &'static str,
    /// Files of the project.
    pub vectors: &'static [&'static str],
    /// What is called.
    pub run: fn(&[u8]),
}

macro_rules! import {
    ($name:literal, $media:literal $(, $vector:literal)*) => {
        Target { name: $name, vectors: &[$($vector),*], run: |bytes| drop(black_box(read($media, bytes, Period::default()))) }
    };
}

/// Every target.
pub const TARGETS: &[Target] = &[
    Target {
        name: "eml",
        vectors: &[
            "crates/seal/src/dkim/vectors/message.eml",
            "crates/seal/src/dkim/vectors/rfc8463.eml",
        ],
        run: signed,
    },
    Target {
        name: "key",
        vectors: &["crates/seal/src/dkim/vectors/records.txt"],
        run: key,
    },
    Target {
        name: "dns",
        vectors: &[],
        run: |bytes| drop(black_box(outbound::Dns::read("s._domainkey.a.fr", bytes))),
    },
    Target {
        name: "tiles",
        vectors: &[],
        run: tiles,
    },
    import!("mbox", "application/mbox"),
    import!(
        "msg",
        "application/vnd.ms-outlook",
        "crates/evidence/src/import/vectors/mail.msg"
    ),
    import!("text", "text/plain"),
    import!("takeout", "application/zip"),
    import!("har", "application/json"),
    import!(
        "mhtml",
        "multipart/related",
        "crates/evidence/src/import/vectors/page.mhtml"
    ),
    import!(
        "import-warc",
        "application/warc",
        "crates/evidence/src/import/vectors/page.warc",
        "crates/evidence/src/import/vectors/page.warc.gz"
    ),
    Target {
        name: "masking",
        vectors: &[],
        run: masking,
    },
    Target {
        name: "sniff",
        vectors: &[],
        run: |bytes| drop(black_box(outbound::sniff::sniff(bytes))),
    },
    Target {
        name: "stamp",
        vectors: &[],
        run: stamp,
    },
    Target {
        name: "note",
        vectors: &[],
        run: note,
    },
    Target {
        name: "passkey",
        vectors: &[],
        run: passkey,
    },
    Target {
        name: "lines",
        vectors: &[],
        run: lines,
    },
    Target {
        name: "export",
        vectors: &[],
        run: |bytes| {
            drop(black_box(bundle::verify_zip(
                Cursor::new(bytes),
                &options(),
            )))
        },
    },
    Target {
        name: "wacz",
        vectors: &["crates/bundle/tests/vectors/redirections.wacz"],
        run: |bytes| {
            drop(black_box(bundle::verify_zip(
                Cursor::new(bytes),
                &options(),
            )))
        },
    },
    Target {
        name: "warc",
        vectors: &["crates/evidence/src/import/vectors/page.warc"],
        run: |bytes| inside("archive/data.warc", bytes),
    },
    Target {
        name: "warc-gz",
        vectors: &["crates/evidence/src/import/vectors/page.warc.gz"],
        run: |bytes| inside("archive/data.warc.gz", bytes),
    },
    Target {
        name: "index",
        vectors: &[],
        run: index,
    },
    Target {
        name: "package",
        vectors: &[],
        run: package,
    },
];

/// Far from any clock: the same answer every day.
fn options() -> Options {
    Options::at(Moment::from_seconds(4_000_000_000))
}

fn signed(bytes: &[u8]) {
    if let Ok(mut import) = read("message/rfc822", bytes, Period::default()) {
        let names = evidence::import::signed::names(bytes, &import);
        let of = |name: &str| Seen::Records(records(name).map(str::to_owned).collect());
        let keys = names.into_iter().map(|name| (name.clone(), of(&name)));
        evidence::import::signed::judge(bytes, &mut import, &keys.collect());
    }
}

/// The records of the tests that have this name.
fn records(name: &str) -> impl Iterator<Item = &'static str> {
    let lines = include_str!("../../crates/seal/src/dkim/vectors/records.txt").lines();
    let lines = lines.filter_map(|line| line.split_once(' '));
    lines
        .filter(move |(own, _)| *own == name)
        .map(|(_, record)| record)
}

/// What a domain publishes as its key, with the mail of RFC 8463, signed in both ways.
fn key(bytes: &[u8]) {
    let mail = include_bytes!("../../crates/seal/src/dkim/vectors/rfc8463.eml");
    let mail = seal::dkim::Mail::new(mail);
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    for signature in mail.signatures().into_iter().flatten() {
        let digested = mail.digest(&signature);
        for line in text.lines() {
            // A line of the vectors is a name and its record.
            let record = line.split_once(' ').map_or(line, |(_, record)| record);
            black_box(digested.check(record).is_ok());
        }
    }
}

/// A public log of one leaf: its digest, then what its entry says.
fn tiles(bytes: &[u8]) {
    use seal::log::{Kind, TilePath};
    let Some((hash, entry)) = bytes.split_at_checked(32) else {
        return;
    };
    let head = seal::note::Checkpoint {
        origin: "a.fr/log".to_owned(),
        size: 1,
        root: seal::sha256(bytes),
    };
    let path = |kind| TilePath::in_tree(kind, 0, 1);
    let files = [(path(Kind::Hashes(0)), hash), (path(Kind::Entries), entry)];
    let files = files
        .into_iter()
        .filter_map(|(path, bytes)| Some((path?, bytes.to_vec())));
    drop(black_box(bundle::audit::check(
        None,
        &head,
        &files.collect(),
    )));
}

fn masking(bytes: &[u8]) {
    // The memory of a picture is bounded by its own test; here what matters is its shape.
    if let Ok(zone) = evidence::masking::Zone::new(1_000, 1_000, 5_000, 5_000) {
        drop(black_box(evidence::masking::mask(bytes, &[zone])));
    }
    drop(black_box(evidence::masking::faces(bytes)));
    if let Ok(text) = std::str::from_utf8(bytes) {
        black_box(evidence::masking::Zone::parse(text).is_ok());
        black_box(evidence::masking::Zone::exact(text).is_ok());
    }
}

fn stamp(bytes: &[u8]) {
    drop(black_box(seal::stamp::Query::parse(bytes)));
    drop(black_box(seal::stamp::certificates_from_pem(bytes)));
    if let Ok(reply) = seal::stamp::Reply::parse(bytes) {
        let now = Moment::from_seconds(4_000_000_000);
        drop(black_box(reply.check(b"x", None, now, &[])));
    }
}

/// What a browser hands over, as the attestation, as what was signed for, as what the device says, and as it is kept.
fn passkey(bytes: &[u8]) {
    use seal::passkey::{Passkey, Site, made};
    let Some(site) = Site::of("https://preau.example") else {
        return;
    };
    let client = |act: &str| {
        let text =
            r#"{"type":"webauthn.ACT","challenge":"Zm9pcw","origin":"https://preau.example"}"#;
        text.replace("ACT", act).into_bytes()
    };
    drop(black_box(made(&site, b"fois", bytes, bytes)));
    if let Ok(made) = made(&site, b"fois", &client("create"), bytes) {
        let kept = made.passkey.to_bytes();
        let again = Passkey::from_bytes(&kept);
        assert!(
            again.is_ok_and(|again| again == made.passkey),
            "a passkey that is kept is not the one that was made"
        );
    }
    if let Ok(mut passkey) = Passkey::from_bytes(bytes) {
        assert!(passkey.to_bytes() == bytes, "written back otherwise");
        let used = client("get");
        for said in [bytes, &[]] {
            black_box(passkey.check(&site, b"fois", &used, said, said).is_ok());
        }
    }
}

fn note(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    drop(black_box(bundle::verify::read_keys(text)));
    if let Ok(head) = seal::note::Note::parse(text).and_then(|note| note.checkpoint()) {
        // What was read is written back as it was.
        assert!(
            text.starts_with(&head.to_text()),
            "a head that is read is not the one that is written"
        );
    }
}

fn lines(bytes: &[u8]) {
    if let Ok(line) = seal::entry::Line::parse(bytes) {
        assert!(
            line.to_bytes() == bytes,
            "a line that is read is not the one that is written"
        );
        black_box(line.check_sig().is_ok());
    }
    if let Ok(value) = seal::json::read(bytes) {
        let again = seal::json::canonical(&value).unwrap_or_default();
        assert!(
            again == bytes,
            "JSON that is read is not the one that is written"
        );
    }
    drop(black_box(seal::entry::Part::parse(bytes)));
    drop(black_box(seal::entry::words::read_list(
        bytes,
        &seal::sha256(b""),
    )));
}

fn pack(files: &[(&str, &[u8])]) -> Option<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (path, bytes) in files {
        zip.start_file(*path, stored).ok()?;
        zip.write_all(bytes).ok()?;
    }
    Some(zip.finish().ok()?.into_inner())
}

/// A captured page whose list is right, so that the reader goes as far as this file.
fn page(files: &[(&str, &[u8])]) {
    let resources: Vec<_> = files
        .iter()
        .map(|(path, bytes)| serde_json::json!({ "path": path, "hash": format!("sha256:{}", seal::sha256(bytes)), "bytes": bytes.len() }))
        .collect();
    let list =
        serde_json::json!({ "resources": resources, "mainPageUrl": "http://a.fr/" }).to_string();
    let mut all = files.to_vec();
    all.push(("datapackage.json", list.as_bytes()));
    if let Some(zip) = pack(&all) {
        drop(black_box(bundle::verify_zip(Cursor::new(zip), &options())));
    }
}

fn inside(path: &str, bytes: &[u8]) {
    page(&[(path, bytes)]);
}

fn index(bytes: &[u8]) {
    const WARC: &[u8] = b"WARC/1.1\r\nWARC-Type: resource\r\nWARC-Record-ID: <a>\r\nWARC-Date: 2026-11-22T00:00:00Z\r\nWARC-Target-URI: http://a.fr/\r\nContent-Length: 1\r\n\r\nx\r\n\r\n";
    page(&[
        ("archive/data.warc", WARC),
        ("indexes/index.cdx", bytes),
        ("indexes/index.cdx.gz", bytes),
        ("indexes/index.idx", bytes),
        ("pages/pages.jsonl", bytes),
    ]);
}

fn package(bytes: &[u8]) {
    let zip = pack(&[
        ("datapackage.json", bytes),
        ("datapackage-digest.json", bytes),
        ("evidence/manifest.json", bytes),
        ("evidence/manifest.tsq", bytes),
        ("evidence/manifest.tsr", bytes),
    ]);
    if let Some(zip) = zip {
        drop(black_box(bundle::verify_zip(Cursor::new(zip), &options())));
    }
}
