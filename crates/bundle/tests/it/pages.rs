//! Captured pages: each thing that a forger may change is found, and the right verdict bears it (N033).

use std::sync::OnceLock;

use bundle::verify::{About, Content, Kind, Signer, Sort, Time};
use bundle::{Options, Report};
use serde_json::Value;

use crate::common::{check, now, options, tsa};
use crate::page::{INDEX, LIST, MANIFEST, Made, SIGNED, URL};
use crate::page_cases::CASES;
use crate::page_named::authority;

/// Whole seconds, as a capture has them.
pub fn at() -> String {
    format!("{}Z", &now().rfc3339()[..19])
}

/// A page whose list is dated.
pub fn dated() -> Made {
    static MADE: OnceLock<Made> = OnceLock::new();
    MADE.get_or_init(|| {
        // Its certificate must be older than what it signs.
        authority();
        let mut made = Made::new(&at());
        date(&mut made);
        made
    })
    .clone()
}

/// Dates the manifest, and lists again.
fn date(made: &mut Made) {
    let files = tsa().date(0, &made.text(MANIFEST));
    made.set("evidence/manifest.tsq", files.tsq.unwrap());
    made.set("evidence/manifest.tsr", files.tsr.unwrap());
    made.set("evidence/tsa-chain.pem", files.chain.unwrap());
    made.relist();
}

pub fn judge(made: &Made) -> Report {
    check(&made.zip(), &options()).unwrap()
}

#[test]
fn n033_each_change_to_a_captured_page_is_found_and_named() {
    assert!(
        judge(&dated()).findings.is_empty(),
        "{:#?}",
        judge(&dated()).findings
    );
    for (name, change, kind) in CASES {
        let mut made = dated();
        change(&mut made);
        let report = judge(&made);
        let found: Vec<Kind> = report.findings.iter().map(|finding| finding.kind).collect();
        assert!(
            found.contains(kind),
            "{name}: {kind:?} is not in {:#?}",
            report.findings
        );
        assert_eq!(report.exit(false), 1, "{name}");
        let verdict = match kind.about() {
            About::Content => report.content == Content::False,
            About::Signer => report.signer == Signer::False,
            About::Time => report.time == Time::False,
        };
        assert!(
            verdict,
            "{name}: {:?} {:?} {:?}",
            report.content, report.signer, report.time
        );
        // What a forger did to the signer alone is told of the signer alone.
        if kind.about() != About::Content
            && *kind != Kind::Token
            && *kind != Kind::Chain
            && *name != "closed long before its date"
            && !matches!(kind, Kind::ListDigest)
        {
            assert_eq!(
                report.content,
                Content::True,
                "{name}: {:#?}",
                report.findings
            );
        }
    }
}

#[test]
fn n033_a_page_that_is_whole_says_who_and_when() {
    let made = dated();
    let report = judge(&made);
    assert_eq!(
        (report.sort, report.content, report.signer, report.time),
        (
            Sort::Capture,
            Content::True,
            Signer::SelfDeclared,
            Time::RootUnknown
        )
    );
    assert_eq!((report.exit(false), report.exit(true)), (0, 1));
    let capture = report.capture.unwrap();
    assert_eq!(
        (capture.records, capture.index_lines, capture.pages),
        (6, 3, 1)
    );
    assert_eq!(
        (capture.url.as_str(), capture.signed.as_str()),
        (URL, "anonymous")
    );
    let known = Options {
        tsa_roots: tsa().roots.clone(),
        ..options()
    };
    assert_eq!(check(&made.zip(), &known).unwrap().time, Time::RootKnown);
    // An unpacked folder is judged alike.
    let folder = tempfile::tempdir().unwrap();
    let mut files = made.files.clone();
    files.insert(LIST.into(), made.list.to_string().into_bytes());
    files.insert(SIGNED.into(), made.signed.to_string().into_bytes());
    for (path, bytes) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let unpacked = bundle::verify(folder.path(), &options()).unwrap();
    assert_eq!(
        (unpacked.content, unpacked.findings.len()),
        (Content::True, 0)
    );
}

#[test]
fn what_is_only_absent_is_not_said_and_is_not_false() {
    type Unsaid = (&'static str, fn(&mut Made));
    let cases: &[Unsaid] = &[
        ("no signature", |m| m.signed = Value::Null),
        ("a digest without signature", |m| {
            m.signed["signedData"] = Value::Null
        }),
        ("no digest in the list", |m| {
            m.list["resources"]
                .as_array_mut()
                .unwrap()
                .iter_mut()
                .for_each(|r| drop(r.as_object_mut().unwrap().remove("hash")));
            m.files.remove(MANIFEST);
            m.list["resources"]
                .as_array_mut()
                .unwrap()
                .retain(|r| r["path"] != MANIFEST);
            m.sign();
        }),
        ("no digest of blocks", |m| bare(m, "WARC-Block-Digest")),
        ("no digest of bodies", |m| bare(m, "WARC-Payload-Digest")),
        ("a body that was cut", |m| {
            let record = &mut m.records[1];
            record.set("WARC-Payload-Digest", "sha256:00");
            let cut = ("WARC-Truncated".to_owned(), "length".to_owned());
            record.fields.push(cut);
            m.rewarc();
            m.manifest();
            m.relist();
        }),
        ("no line for a record", |m| {
            let text = m.text(INDEX);
            let lines: Vec<_> = text
                .split_inclusive('\n')
                .filter(|line| !line.contains("i.png"))
                .collect();
            m.set(INDEX, lines.concat());
            m.manifest();
            m.relist();
        }),
    ];
    for (name, change) in cases {
        let mut made = Made::new(&at());
        change(&mut made);
        let report = judge(&made);
        assert!(!report.findings.is_empty(), "{name}");
        assert_eq!(
            (report.content, report.exit(false), report.exit(true)),
            (Content::True, 0, 1),
            "{name}: {:#?}",
            report.findings
        );
    }
    let mut made = Made::new(&at());
    made.signed = Value::Null;
    assert_eq!(judge(&made).signer, Signer::None);
}

#[test]
fn a_token_over_a_list_that_nobody_compared_dates_nothing() {
    let mut made = Made::new(&at());
    made.set("evidence/page.txt", "Ce que personne n’a écrit");
    made.set(MANIFEST, "{\"version\":\"autre/v1\",\"files\":[]}");
    date(&mut made);
    let report = judge(&made);
    let found: Vec<_> = report.findings.iter().map(|found| found.kind).collect();
    assert_eq!(
        (report.content, report.time, found),
        (Content::True, Time::None, vec![Kind::NotSaid])
    );
    assert!(report.capture.unwrap().dates.is_empty());
    // A token that is false is told all the same.
    made.set(MANIFEST, "{\"version\":\"autre/v2\",\"files\":[]}");
    made.relist();
    assert_eq!(judge(&made).time, Time::False);
}

fn bare(made: &mut Made, field: &str) {
    for record in &mut made.records {
        record.fields.retain(|(name, _)| name != field);
    }
    made.rewarc();
    made.manifest();
    made.relist();
}
