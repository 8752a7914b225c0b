//! Heads that are in the public log: what shows it holds, and anything else is named.

use bundle::verify::{Content, Kind, Signer, Time};
use bundle::{Export, LogFiles, Options, SealFiles};
use kernel::Moment;
use seal::entry::EntryDraft;
use seal::log::Item;
use seal::note::SigningKey;

use crate::common::{Files, KEY_NAME, check, now, options, shared, tsa};
use crate::common::{Journal, written};
use crate::ledger::{LOG, Ledger};

fn head_and(log: LogFiles, export: &Export) -> SealFiles {
    SealFiles {
        size: export.leaves.len() as u64,
        head: export.head.clone(),
        tsq: None,
        tsr: None,
        chain: None,
        log: Some(log),
        renewals: Vec::new(),
    }
}

/// An export whose head is in the third of five batches.
fn logged(dated: bool) -> (Export, Ledger, Item) {
    let mut journal = Journal::new();
    journal.add(EntryDraft::new("created"));
    let mut export = journal.export(b"%PDF", Vec::new(), Vec::new(), Vec::new());
    let mut ledger = Ledger::new();
    let item = Item::of(export.head.as_bytes());
    let mut batch = 0;
    for turn in 0..5 {
        let items = [item];
        let place = ledger.turn(if turn == 2 { &items } else { &[] });
        batch = if turn == 2 { place } else { batch };
    }
    export.log_key = Some(ledger.vkey());
    let files = ledger.prove(&item, batch, dated);
    export.seals = vec![head_and(files, &export)];
    (export, ledger, item)
}

#[test]
fn a_head_in_the_log_is_dated_by_the_date_of_the_log() {
    let (export, ledger, _) = logged(true);
    let zip = written(&export);
    let mut known = Options {
        tsa_roots: tsa().roots.clone(),
        ..options()
    };
    let report = check(&zip, &known).unwrap();
    assert_eq!(
        (report.content, report.time, report.findings.len()),
        (Content::True, Time::RootKnown, 0)
    );
    assert!(report.dates[0].log && report.dates[0].renewed.is_none());
    assert_eq!(report.counts.undated, 0);
    let log = report.log.unwrap();
    assert_eq!((log.origin.as_str(), log.size, log.known), (LOG, 5, false));
    // The keys that an instance publishes: that of heads, that of the log.
    known.keys = vec![export.key.clone(), ledger.vkey()];
    let report = check(&zip, &known).unwrap();
    assert_eq!(
        (report.signer, report.exit(true)),
        (Signer::Known, 0),
        "{:?}",
        report.findings
    );
    assert!(report.log.unwrap().known);
    // An older file that lists the key of heads only.
    known.keys = vec![export.key.clone()];
    let report = check(&zip, &known).unwrap();
    assert_eq!((report.signer, report.exit(true)), (Signer::Known, 0));
    // Another log's key.
    known.keys.push(SigningKey::generate().vkey(LOG));
    let report = check(&zip, &known).unwrap();
    assert_eq!(
        (report.exit(false), report.findings[0].kind),
        (1, Kind::LogKey)
    );
}

#[test]
fn a_log_without_any_date_still_shows_the_head() {
    let (export, ..) = logged(false);
    let report = check(&written(&export), &options()).unwrap();
    assert_eq!(
        (report.content, report.time, report.findings.len()),
        (Content::True, Time::None, 0)
    );
    assert_eq!(report.log.unwrap().size, 5);
}

#[test]
fn whatever_is_changed_in_a_proof_is_named() {
    let (export, ledger, item) = logged(true);
    let good = Files::of(&written(&export));
    let place = |name: &str| format!("data/seals/{}/{name}", export.leaves.len());
    let tell = |change: &dyn Fn(&mut Files)| {
        let mut files = good.clone();
        change(&mut files);
        files.relist();
        let report = check(&files.zip(), &options()).unwrap();
        assert_ne!(report.exit(false), 0);
        report.findings
    };
    let kinds = |name: &'static str, bytes: Vec<u8>| {
        let found = tell(&|files| files.set(&place(name), bytes.clone()));
        found
            .iter()
            .map(|finding| (finding.place.clone(), finding.kind))
            .collect::<Vec<_>>()
    };
    let noise = Item::noise();
    assert!(
        kinds("item.bin", noise.bytes().to_vec()).contains(&(place("item.bin"), Kind::LogItem))
    );
    // Another salt of the same head: nothing that is in the log.
    let other = Item::of(export.head.as_bytes());
    assert!(
        kinds("item.bin", other.bytes().to_vec())
            .contains(&(place("batch.tlog-proof"), Kind::LogProof))
    );
    // The proof of the same item in the log of somebody else, and in the same log at another size.
    let mut stranger = Ledger::new();
    stranger.turn(&[item]);
    let theirs = stranger.prove(&item, 0, false);
    assert!(
        kinds("batch.tlog-proof", theirs.in_batch.into_bytes())
            .contains(&(place("batch.tlog-proof"), Kind::LogProof))
    );
    assert!(
        kinds("log.tlog-proof", theirs.in_log.into_bytes())
            .contains(&(place("log.tlog-proof"), Kind::LogProof))
    );
    assert!(
        kinds("log.note", theirs.note.into_bytes()).contains(&(place("log.note"), Kind::LogNote))
    );
    let mut later = ledger;
    later.turn(&[]);
    let longer = later.prove(&item, 2, false);
    assert!(
        kinds("log.tlog-proof", longer.in_log.clone().into_bytes())
            .contains(&(place("log.note"), Kind::LogNote))
    );
    // Both changed to the longer log: the date is that of another checkpoint.
    let found = tell(&|files| {
        files.set(&place("log.tlog-proof"), longer.in_log.clone().into_bytes());
        files.set(&place("log.note"), longer.note.clone().into_bytes());
    });
    assert!(
        found
            .iter()
            .any(|finding| finding.place == place("log.tsq") && finding.kind == Kind::Token)
    );
    for name in [
        "item.bin",
        "batch.tlog-proof",
        "log.tlog-proof",
        "log.note",
        "log.tsq",
        "chain.pem",
    ] {
        let found = tell(&|files| files.remove(&place(name)));
        assert!(
            found
                .iter()
                .any(|finding| finding.place == place(name) && finding.kind == Kind::Missing),
            "{name}: {found:?}"
        );
    }
    let found = tell(&|files| files.set(&place("more.bin"), Vec::new()));
    assert!(found.iter().any(|finding| finding.kind == Kind::Undeclared));
    // A key of the log signs no dossier.
    let mut forged = export.clone();
    forged.head = later
        .key
        .sign(
            LOG,
            export
                .head
                .split("\n\n")
                .next()
                .map(|text| format!("{text}\n"))
                .unwrap()
                .as_str(),
        )
        .unwrap();
    let found =
        tell(&|files| files.set("data/journal/head.note", forged.head.clone().into_bytes()));
    assert!(
        found.iter().any(|finding| finding.kind == Kind::Signature),
        "{found:?}"
    );
    assert!(KEY_NAME.ends_with("/d"));
}

#[test]
fn nothing_is_written_that_does_not_hold() {
    let (export, mut ledger, item) = logged(false);
    let refused = |export: &Export| {
        bundle::write(Vec::new(), export, |_| {
            Err(std::io::ErrorKind::NotFound.into())
        })
        .is_err()
    };
    assert!(!refused(&export));
    let mut other = export.clone();
    other.seals[0].log.as_mut().unwrap().item = Item::noise().bytes().to_vec();
    assert!(refused(&other));
    let mut other = export.clone();
    other.log_key = None;
    assert!(refused(&other));
    let mut other = export.clone();
    other.log_key = Some(ledger.key.vkey("elsewhere.example/log"));
    assert!(refused(&other));
    // A renewal of something else than the date.
    let mut other = export;
    ledger.turn(&[]);
    other.seals[0].renewals = vec![ledger.prove(&item, 2, true)];
    assert!(refused(&other));
}

#[test]
fn a_date_that_has_ended_holds_when_a_later_one_covers_it() {
    let (mut export, mut ledger, _) = logged(true);
    // The authority of these tests has a certificate of thirty days.
    let after = |days: i64| Options {
        tsa_roots: tsa().roots.clone(),
        ..Options::at(now().plus_seconds(days * 86_400))
    };
    let report = check(&written(&export), &after(10)).unwrap();
    assert_eq!((report.findings.len(), report.dates[0].ended), (0, false));
    let report = check(&written(&export), &after(40)).unwrap();
    let found: Vec<Kind> = report.findings.iter().map(|finding| finding.kind).collect();
    assert_eq!(
        (found, report.exit(false), report.exit(true)),
        (vec![Kind::Ended], 0, 1)
    );
    assert!(report.dates[0].ended);
    // Covered by a date that lasts ten years.
    let token = export.seals[0].log.as_ref().unwrap().tsr.clone().unwrap();
    let item = Item::of(&token);
    let batch = ledger.turn(&[item]);
    let mut renewal = ledger.prove(&item, batch, false);
    let long = tsa().date_long(&renewal.note);
    (renewal.tsq, renewal.tsr, renewal.chain) = (long.tsq, long.tsr, long.chain);
    export.seals[0].renewals = vec![renewal];
    let zip = written(&export);
    let report = check(&zip, &after(40)).unwrap();
    assert_eq!(
        (report.findings.len(), report.time),
        (0, Time::RootKnown),
        "{:?}",
        report.findings
    );
    let dated = &report.dates[0];
    assert!(
        dated.ended
            && Moment::parse(dated.renewed.as_ref().unwrap()).unwrap() <= now().plus_seconds(60)
    );
    // A renewal taken out of the folder, or of another date, is seen.
    let mut files = Files::of(&zip);
    let place = format!("data/seals/{}/renewal/1/item.bin", export.leaves.len());
    files.set(&place, Item::noise().bytes().to_vec());
    files.relist();
    let report = check(&files.zip(), &after(40)).unwrap();
    assert!(
        report
            .findings
            .iter()
            .any(|finding| finding.kind == Kind::LogItem && finding.place == place)
    );
    // At the other end of ten years the last one has ended too.
    let report = check(&zip, &after(12 * 365)).unwrap();
    assert!(
        report
            .findings
            .iter()
            .any(|finding| finding.kind == Kind::Ended)
    );
}

#[test]
fn a_date_that_covers_too_late_is_never_written() {
    let (mut export, mut ledger, _) = logged(false);
    let brief = tsa().date_brief(&export.head);
    let seal = &mut export.seals[0];
    (seal.tsq, seal.tsr, seal.chain) = (brief.tsq, brief.tsr, brief.chain);
    let item = Item::of(seal.tsr.as_ref().unwrap());
    let batch = ledger.turn(&[item]);
    let late = ledger.prove(&item, batch, true);
    let refused = |export: &Export| {
        let written = bundle::write(Vec::new(), export, |_| {
            Err(std::io::ErrorKind::NotFound.into())
        });
        written.err().map(|fault| fault.to_string())
    };
    // Without it the date has ended, and that is a remark.
    assert_eq!(refused(&export), None);
    let known = Options {
        tsa_roots: tsa().roots.clone(),
        ..Options::at(now())
    };
    let report = check(&written(&export), &known).unwrap();
    assert_eq!(
        (
            report.findings[0].kind,
            report.exit(false),
            report.exit(true)
        ),
        (Kind::Ended, 0, 1)
    );
    export.seals[0].renewals = vec![late];
    let said = refused(&export).unwrap();
    assert!(said.contains("after the end"), "{said}");
}

#[test]
fn the_shared_sample_is_in_the_log_with_two_authorities_chains_in_one_file() {
    let (sample, zip) = shared();
    let report = check(zip, &options()).unwrap();
    assert_eq!(report.findings, []);
    let first = &sample.export.seals[0];
    let (own, log) = (
        first.chain.as_ref().unwrap(),
        first.log.as_ref().unwrap().chain.as_ref().unwrap(),
    );
    assert_ne!(own, log);
    let pem = sample
        .files()
        .text(&format!("data/seals/{}/chain.pem", first.size));
    assert_eq!(pem, format!("{own}{log}"));
    // In the other order, or with one more certificate, the file is not theirs.
    for wrong in [
        format!("{log}{own}"),
        format!("{own}{log}{own}"),
        own.clone(),
    ] {
        let mut files = sample.files();
        files.set(
            &format!("data/seals/{}/chain.pem", first.size),
            wrong.into_bytes(),
        );
        files.relist();
        let report = check(&files.zip(), &options()).unwrap();
        assert!(
            report
                .findings
                .iter()
                .any(|finding| finding.kind == Kind::Chain)
        );
    }
}
