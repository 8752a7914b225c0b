//! A dossier whose instance was restored: another branch, which extends what was kept and denies nothing of what was lost.

use bundle::Options;
use bundle::verify::{Kind, Report};
use seal::entry::EntryDraft;
use seal::note::SigningKey;

use crate::common::{Journal, check, options, tsa, written};

fn begun() -> Journal {
    let mut journal = Journal::new();
    journal.add(EntryDraft::new("created"));
    journal.add(EntryDraft::new("story").words("text", "Un récit.").unwrap());
    journal
}

fn copy(key: &SigningKey) -> SigningKey {
    SigningKey::from_slice(&*key.expose()).unwrap()
}

/// Goes on as branch 2 after this head.
fn restored(journal: &mut Journal, head: &str) {
    let draft = EntryDraft::new("restored").value("branch", 2).unwrap();
    journal.branch = 2;
    journal.add(draft.value("head", head).unwrap());
}

fn judged(journal: &mut Journal, dated: Vec<bundle::SealFiles>, receipts: &[String]) -> Report {
    let zip = written(&journal.export(b"%PDF", Vec::new(), dated, Vec::new()));
    let options = Options {
        receipts: receipts.to_vec(),
        ..options()
    };
    check(&zip, &options).unwrap()
}

fn kinds(report: &Report) -> Vec<Kind> {
    report.findings.iter().map(|found| found.kind).collect()
}

#[test]
fn heads_of_before_a_restore_still_date_what_was_kept() {
    let mut journal = begun();
    let kept = journal.head();
    let dated = tsa().date(2, &kept);
    // Given out, then lost with the machine.
    let mut lost = begun();
    (lost.key, lost.d) = (copy(&journal.key), journal.d);
    lost.entries.clone_from(&journal.entries);
    lost.add(EntryDraft::new("fact").words("what", "Perdu.").unwrap());
    restored(&mut journal, &kept);
    journal.add(EntryDraft::new("fact").words("what", "Après.").unwrap());
    let again = tsa().date(journal.entries.len() as u64, &journal.head());

    let report = judged(
        &mut journal,
        vec![dated, again],
        std::slice::from_ref(&kept),
    );
    assert_eq!(kinds(&report), []);
    assert!(report.origin.ends_with(".2"), "{}", report.origin);
    assert_eq!(report.counts.dates, 2);
    // What is lost is told, and contradicts nothing.
    let report = judged(&mut journal, Vec::new(), &[lost.head()]);
    assert_eq!(kinds(&report), [Kind::LostBranch]);
    assert_eq!((report.exit(false), report.exit(true)), (0, 1));
}

#[test]
fn a_branch_that_does_not_begin_where_it_says_is_false() {
    let mut journal = begun();
    let early = {
        let mut early = begun();
        (early.key, early.d) = (copy(&journal.key), journal.d);
        early.entries = journal.entries.get(..1).unwrap().to_vec();
        early.head()
    };
    let stranger = begun().head();
    for head in [early, stranger, "une tête".to_owned()] {
        let mut other = begun();
        (other.key, other.d) = (copy(&journal.key), journal.d);
        other.entries.clone_from(&journal.entries);
        restored(&mut other, &head);
        let report = judged(&mut other, Vec::new(), &[]);
        assert_eq!(kinds(&report), [Kind::Branch], "{head}");
    }
    // A branch that was left is not taken again.
    let kept = journal.head();
    restored(&mut journal, &kept);
    let on = tsa().date(3, &journal.head());
    journal.add(EntryDraft::new("fact").words("what", "Après.").unwrap());
    journal.branch = 1;
    let back = tsa().date(4, &journal.head());
    journal.branch = 2;
    let report = judged(&mut journal, vec![on, back], &[]);
    assert_eq!(kinds(&report), [Kind::OtherOrigin]);
}
