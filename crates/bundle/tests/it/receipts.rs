//! Equivocation: a dossier must extend every receipt that was given.

use bundle::Options;
use bundle::verify::Kind;
use seal::note::{SigningKey, sign_checkpoint};
use seal::{sha256, tree};

use crate::common::{KEY_NAME, check, options, shared};

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
