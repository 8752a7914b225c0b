//! Captures of pages. The WARC files were written by warcio 1.8.1, the MHTML by Chromium; the HAR and the WACZ are ours.

use super::super::archive::tests::zip;
use super::super::{Format, Import, Period, Why, read};
use proptest::prelude::*;

const WARC: &[u8] = include_bytes!("../vectors/page.warc");
const PACKED: &[u8] = include_bytes!("../vectors/page.warc.gz");
const MHTML: &[u8] = include_bytes!("../vectors/page.mhtml");
const HAR: &str = r#"{"log": {"version": "1.2", "creator": {"name": "Firefox", "version": "128"}, "entries": [
 {"startedDateTime": "2026-11-20T23:41:00.120+01:00", "time": 12, "request": {"method": "GET", "url": "https://fil.example/page.html", "headers": [{"name": "Cookie", "value": "session=secret"}]}, "response": {"status": 200, "content": {"size": 24, "mimeType": "text/html"}}},
 {"startedDateTime": "2026-11-21T08:00:00.000+01:00", "request": {"method": "POST", "url": "https://fil.example/api"}, "response": {"status": 0, "content": {}}},
 {"comment": "nothing"}
]}}"#;

fn all(media: &str, bytes: &[u8]) -> Result<Import, Why> {
    read(media, bytes, Period::default())
}

type Line<'a> = (&'a str, &'a str, Option<u16>, Option<bool>);

fn told(import: &Import) -> Vec<Line<'_>> {
    let messages = import.messages.iter();
    messages
        .map(|one| {
            let exchange = one.exchange.as_ref().expect("an exchange");
            (
                one.subject.as_str(),
                one.text.as_str(),
                exchange.status,
                exchange.digest,
            )
        })
        .collect()
}

fn check(bytes: &[u8], import: &Import) {
    for message in &import.messages {
        let first = usize::try_from(message.first).expect("a place");
        let end = first + usize::try_from(message.bytes).expect("a length");
        assert_eq!(seal::sha256(&bytes[first..end]), message.sha256);
    }
}

#[test]
fn n038_records_of_a_web_archive_are_listed_and_their_digests_computed_again() {
    for (media, bytes) in [("application/warc", WARC), ("application/gzip", PACKED)] {
        let import = all(media, bytes).expect("an import");
        check(bytes, &import);
        assert_eq!(import.format, Format::Warc);
        assert_eq!(
            told(&import),
            [
                (
                    "https://fil.example/page.html",
                    "response text/html; charset=utf-8",
                    Some(200),
                    Some(true)
                ),
                (
                    "https://fil.example/i.png",
                    "response text/plain",
                    Some(404),
                    Some(true)
                ),
                (
                    "urn:view:https://fil.example/page.html",
                    "resource image/png",
                    None,
                    Some(true)
                ),
            ]
        );
        let at = kernel::Moment::parse("2026-11-20T22:41:00Z").expect("an instant");
        assert_eq!(import.messages[0].sent, Some(super::super::Sent::At(at)));
    }
}

#[test]
fn n038_a_record_that_changed_since_the_capture_is_said() {
    let text = String::from_utf8(WARC.to_vec()).expect("a text");
    let changed = text.replace("La prof est nulle", "La prof est super");
    assert_eq!(changed.len(), text.len());
    let import = all("application/warc", changed.as_bytes()).expect("an import");
    let digests: Vec<_> = told(&import).iter().map(|line| line.3).collect();
    assert_eq!(digests, [Some(false), Some(true), Some(true)]);
    // A record about the archive itself is listed once it is false.
    let changed = text.replace("Host: fil.example", "Host: bad.example");
    let import = all("application/warc", changed.as_bytes()).expect("an import");
    let digests: Vec<_> = told(&import).iter().map(|line| line.3).collect();
    assert_eq!(digests, [Some(true), Some(false), Some(true), Some(true)]);
    for cut in [WARC.len() / 2, WARC.len() - 6] {
        assert_eq!(all("application/warc", &WARC[..cut]), Err(Why::Broken));
    }
    assert_eq!(
        all("application/gzip", &PACKED[..PACKED.len() / 2]),
        Err(Why::Broken)
    );
}

#[test]
fn n038_an_archive_of_pages_says_which_of_its_files_are_not_those_of_its_list() {
    let hash = |bytes: &[u8]| format!("sha256:{}", seal::sha256(bytes));
    let pages = b"{\"format\":\"json-pages-1.0\",\"id\":\"pages\"}\n";
    let list = format!(
        r#"{{"profile": "data-package", "wacz_version": "1.1.1", "resources": [
        {{"name": "page.warc.gz", "path": "archive/page.warc.gz", "hash": "{}", "bytes": {}}},
        {{"name": "old", "path": "old.txt", "hash": "md5:900150983cd24fb0d6963f7d28e17f72", "bytes": 3}},
        {{"name": "pages.jsonl", "path": "pages/pages.jsonl", "hash": "{}", "bytes": 1}},
        {{"name": "gone", "path": "indexes/index.cdx", "hash": "sha256:00", "bytes": 1}}]}}"#,
        hash(PACKED),
        PACKED.len(),
        hash(b"other pages"),
    );
    let digest = format!(
        r#"{{"path": "datapackage.json", "hash": "{}"}}"#,
        hash(list.as_bytes())
    );
    let files: [(&str, &[u8]); 6] = [
        ("datapackage.json", list.as_bytes()),
        ("datapackage-digest.json", digest.as_bytes()),
        ("archive/page.warc.gz", PACKED),
        ("pages/pages.jsonl", pages),
        ("old.txt", b"abc"),
        ("more.txt", b"abc"),
    ];
    let import = all("application/zip", &zip(&files)).expect("an import");
    assert_eq!((import.format, import.unread), (Format::Wacz, 0));
    assert_eq!((import.missing, import.unlisted), (1, 1));
    assert_eq!(told(&import).len(), 3);
    let claims: Vec<_> = import
        .members
        .iter()
        .map(|one| (one.name.as_str(), one.claimed))
        .collect();
    assert_eq!(
        claims,
        [
            ("datapackage.json", Some(true)),
            ("archive/page.warc.gz", Some(true)),
            ("pages/pages.jsonl", Some(false)),
            // A digest that is not computed says nothing.
            ("old.txt", None),
            ("more.txt", None),
        ]
    );
    assert_eq!(import.messages[0].member, Some(1));
    check(PACKED, &import);
}

#[test]
fn n038_a_page_saved_by_chromium_gives_its_parts() {
    let import = all("multipart/related", MHTML).expect("an import");
    check(MHTML, &import);
    assert_eq!(
        told(&import),
        [
            ("http://fil.example/page.html", "text/html", None, None),
            ("http://fil.example/i.png", "image/png", None, None),
            ("http://fil.example/style.css", "text/css", None, None),
        ]
    );
    assert!(import.messages.iter().all(|one| one.sent.is_some()));
    assert_eq!(
        all("multipart/related", b"From: a\r\n\r\nx"),
        Err(Why::Format)
    );
}

#[test]
fn n038_what_a_browser_noted_is_listed_without_its_cookies() {
    for media in ["application/json", "text/plain"] {
        let import = all(media, HAR.as_bytes()).expect("an import");
        check(HAR.as_bytes(), &import);
        assert_eq!((import.format, import.unread), (Format::Har, 1));
        assert_eq!(
            told(&import),
            [
                (
                    "https://fil.example/page.html",
                    "GET text/html",
                    Some(200),
                    None
                ),
                ("https://fil.example/api", "POST", None, None),
            ]
        );
        assert!(!format!("{import:?}").contains("secret"));
    }
    assert_eq!(all("application/json", b"{\"log\": {}}"), Err(Why::Format));
}

#[test]
fn n038_what_is_packed_too_well_is_refused() {
    use std::io::Write;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let block = vec![b'\n'; 1024 * 1024];
    for _ in 0..70 {
        packed.write_all(&block).expect("bytes");
    }
    let bomb = packed.finish().expect("a file");
    assert!(bomb.len() < 100_000);
    assert_eq!(all("application/gzip", &bomb), Err(Why::Bomb));
}

proptest! {
    #[test]
    fn no_bytes_make_a_capture_fall(at in any::<prop::sample::Index>(), noise in proptest::collection::vec(any::<u8>(), 0..40)) {
        for (media, whole) in [
            ("application/warc", WARC),
            ("application/gzip", PACKED),
            ("multipart/related", MHTML),
            ("application/json", HAR.as_bytes()),
        ] {
            let mut bytes = whole.to_vec();
            let at = at.index(bytes.len());
            bytes.splice(at..(at + 3).min(bytes.len()), noise.clone());
            if let Ok(import) = all(media, &bytes) {
                check(&bytes, &import);
            }
        }
    }
}
