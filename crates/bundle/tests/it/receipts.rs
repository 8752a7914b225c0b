//! Equivocation: a dossier must extend every receipt that was given.

use bundle::verify::Kind;
use bundle::{MaskReason, Options};
use seal::entry::EntryDraft;
use seal::note::{SigningKey, sign_checkpoint};
use seal::{sha256, tree};

use crate::common::{Files, Journal, KEY_NAME, check, mask, options, shared};

fn found(receipt: String) -> Vec<Kind> {
    let (_, zip) = shared();
    let options = Options {
        receipts: vec![receipt],
        ..options()
    };
    let report = check(zip, &options).unwrap();
    assert_eq!(report.exit(false), u8::from(!report.findings.is_empty()));
    report.findings.iter().map(|finding| finding.kind).collect()
}

#[test]
fn a_dossier_extends_its_receipts_or_the_fork_is_told() {
    let (sample, _) = shared();
    let export = &sample.export;
    let sign = |key: &SigningKey, origin: &str, size: u64, root| {
        sign_checkpoint(key, KEY_NAME, origin, size, root).unwrap()
    };
    for size in 0..=export.leaves.len() {
        let root = tree::root(&export.leaves[..size]);
        assert_eq!(
            found(sign(&sample.key, &export.origin, size as u64, root)),
            []
        );
    }
    let other = sha256(b"another history");
    assert_eq!(
        found(sign(&sample.key, &export.origin, 3, other)),
        [Kind::Fork]
    );
    let size = export.leaves.len() as u64 + 1;
    assert_eq!(
        found(sign(&sample.key, &export.origin, size, other)),
        [Kind::ReceiptBeyond]
    );
    let elsewhere = format!("{KEY_NAME}/00000000000000000000000000000000");
    assert_eq!(
        found(sign(&sample.key, &elsewhere, 3, other)),
        [Kind::OtherOrigin]
    );
    let stranger = SigningKey::generate();
    assert_eq!(
        found(sign(&stranger, &export.origin, 3, other)),
        [Kind::ReceiptKey]
    );
    assert_eq!(found("accusé".to_owned()), [Kind::ReceiptForm]);
}

/// N044: one sealed dossier, several recipients; each export lists what it masks, and both stand
/// under the same seal: the later one extends the head of the earlier one.
#[test]
fn one_dossier_gives_each_recipient_an_export_of_its_own() {
    let mut journal = Journal::new();
    journal.add(EntryDraft::new("created"));
    journal.add(EntryDraft::new("story").words("text", "Un récit.").unwrap());
    journal.add(EntryDraft::new("fact").words("what", "Un fait.").unwrap());
    let for_court = journal.export(b"%PDF 1", Vec::new(), Vec::new(), Vec::new());
    let masks = vec![
        mask(1, None, MaskReason::Withheld),
        mask(2, Some("what"), MaskReason::Withheld),
        mask(3, None, MaskReason::Export),
    ];
    let for_head = journal.export(b"%PDF 2", masks, Vec::new(), Vec::new());
    let zip = |export| {
        let mut out = Vec::new();
        bundle::write(&mut out, export, |_| {
            Err(std::io::ErrorKind::NotFound.into())
        })
        .unwrap();
        out
    };
    let first = check(&zip(&for_court), &options()).unwrap();
    assert_eq!((first.findings.len(), first.counts.withheld), (0, 0));
    let receipts = Options {
        receipts: vec![for_court.head.clone()],
        ..options()
    };
    let second = check(&zip(&for_head), &receipts).unwrap();
    assert_eq!(second.findings, []);
    assert_eq!((second.counts.withheld, second.counts.masked_parts), (2, 1));
    assert_eq!(second.origin, first.origin);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("dossier.zip");
    std::fs::write(&path, zip(&for_head)).unwrap();
    let (_, told) = bundle::verify::read(&path, &options()).unwrap();
    let masked: Vec<_> = told
        .iter()
        .map(|told| (told.line.seq, told.masked))
        .collect();
    assert_eq!(masked, [(0, 0), (2, 1), (4, 0)], "a part withheld is told");
    let masks = Files::of(&zip(&for_head)).text("data/journal/masks.jsonl");
    assert_eq!(masks.lines().count(), 3);
    // The earlier export does not know what came after it.
    let later = Options {
        receipts: vec![for_head.head.clone()],
        ..options()
    };
    let found = check(&zip(&for_court), &later).unwrap();
    assert_eq!(found.findings[0].kind, Kind::ReceiptBeyond);
}
