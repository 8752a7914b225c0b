//! What dated heads prove, and what contradicts them.

use bundle::Options;
use bundle::verify::{Kind, Time};
use kernel::Moment;
use seal::entry::EntryDraft;

use crate::common::{Journal, check, now, options, shared, tsa, written};

/// A journal of one entry at this time, dated, then exported.
fn exported(first: Moment, then: Moment) -> Vec<u8> {
    let mut journal = Journal::new();
    journal.at = first;
    journal.add(EntryDraft::new("created"));
    let seal = tsa().date(1, &journal.head());
    journal.at = then;
    written(&journal.export(b"%PDF", Vec::new(), vec![seal], Vec::new()))
}

#[test]
fn a_server_time_outside_the_proved_interval_is_flagged() {
    let hour = 3600;
    for (first, then, flagged) in [
        (-60, 60, vec![]),
        // Backdated: it says that it was there before the head that it comes after was dated.
        (-3 * hour, -2 * hour, vec!["data/journal/000001.line"]),
        // Postdated: the third party saw it before it says that it was written.
        (hour, 2 * hour, vec!["data/journal/000000.line"]),
    ] {
        let zip = exported(now().plus_seconds(first), now().plus_seconds(then));
        let report = check(&zip, &options()).unwrap();
        let places: Vec<_> = report
            .findings
            .iter()
            .map(|finding| finding.place.as_str())
            .collect();
        assert_eq!(places, flagged);
        assert!(
            report
                .findings
                .iter()
                .all(|finding| finding.kind == Kind::AtOutside)
        );
        assert_eq!(report.exit(false), 0);
        assert_eq!(report.counts.undated, 1);
    }
}

#[test]
fn an_export_without_dates_says_so() {
    let mut journal = Journal::new();
    journal.add(EntryDraft::new("created"));
    let export = journal.export(b"%PDF", Vec::new(), Vec::new(), Vec::new());
    let report = check(&written(&export), &options()).unwrap();
    assert_eq!(
        (report.time, report.exit(false), report.exit(true)),
        (Time::None, 0, 1)
    );
    // Sent, and not answered yet.
    let mut waiting = export;
    let mut seal = tsa().date(2, &waiting.head);
    (seal.tsr, seal.chain) = (None, None);
    waiting.seals.push(seal);
    let report = check(&written(&waiting), &options()).unwrap();
    assert_eq!(report.findings[0].kind, Kind::Undated);
    assert_eq!(
        (report.time, report.exit(false), report.exit(true)),
        (Time::None, 0, 1)
    );
}

#[test]
fn a_date_of_another_head_or_of_the_future_is_false() {
    let (sample, zip) = shared();
    let early = Options::at(now().plus_seconds(-86_400));
    let report = check(zip, &early).unwrap();
    assert_eq!((report.time, report.exit(false)), (Time::False, 1));
    assert!(
        report
            .findings
            .iter()
            .all(|finding| finding.kind == Kind::Token)
    );

    let mut files = sample.files();
    let [first, second] = sample.export.seals.as_slice() else {
        panic!()
    };
    for file in ["head.tsr", "head.tsq", "chain.pem"] {
        let from = files
            .get(&format!("data/seals/{}/{file}", first.size))
            .to_vec();
        files.set(&format!("data/seals/{}/{file}", second.size), from);
    }
    files.relist();
    let report = check(&files.zip(), &options()).unwrap();
    assert_eq!((report.time, report.exit(false)), (Time::False, 1));
    // The reply of another query over the same head: the nonce differs.
    let mut files = sample.files();
    let again = tsa().date(second.size, &second.head);
    files.set(
        &format!("data/seals/{}/head.tsr", second.size),
        again.tsr.unwrap(),
    );
    files.relist();
    assert_eq!(check(&files.zip(), &options()).unwrap().time, Time::False);
}
