//! What is whole is called true.

use std::io::{Cursor, Read};

use bundle::verify::{Content, Signer, Time};
use bundle::{MaskReason, Options, PieceFile};
use kernel::Code;

use crate::common::{Files, KEY_NAME, check, options, sample, shared, tsa};

#[test]
fn an_export_verifies_and_its_verdicts_depend_on_what_is_known() {
    let (sample, zip) = shared();
    let report = check(zip, &options()).unwrap();
    assert_eq!(report.findings, []);
    assert_eq!(
        (report.content, report.signer, report.time),
        (Content::True, Signer::SelfDeclared, Time::RootUnknown)
    );
    assert_eq!((report.exit(false), report.exit(true)), (0, 1));
    let counts = report.counts;
    assert_eq!(
        (counts.entries, counts.shown, counts.withheld, counts.erased),
        (9, 7, 1, 1)
    );
    // One word of each text is masked; the third text has two words.
    assert_eq!((counts.masked_parts, counts.masked_words), (1, 3));
    assert_eq!((counts.pieces, counts.dates, counts.undated), (3, 2, 0));
    assert!(!report.sealed_by_person);
    let known = Options {
        keys: vec![sample.key.vkey(KEY_NAME)],
        tsa_roots: tsa().roots.clone(),
        ..options()
    };
    let report = check(zip, &known).unwrap();
    assert_eq!(
        (report.signer, report.time),
        (Signer::Known, Time::RootKnown)
    );
    assert_eq!(report.exit(true), 0);
    // Entries before the first dated head are bounded above, the later ones on both sides.
    let first = report.entries.first().unwrap();
    assert!(first.after.is_none() && first.before.is_some());
    let last = report.entries.last().unwrap();
    assert!(last.after.is_some() && last.before.is_some());
}

#[test]
fn a_folder_and_a_zip_without_its_top_folder_verify_too() {
    let files = shared().0.files();
    let folder = tempfile::tempdir().unwrap();
    let root = files.unpack(folder.path());
    for path in [root.as_path(), folder.path()] {
        let report = bundle::verify(path, &options()).unwrap();
        assert_eq!(report.findings, [], "{path:?}");
    }
    let flat = files
        .0
        .iter()
        .map(|(path, bytes)| (path.clone(), bytes.as_slice()));
    assert_eq!(
        check(&crate::common::pack(flat), &options())
            .unwrap()
            .findings,
        []
    );
    assert_eq!(check(&files.zip(), &options()).unwrap().findings, []);
}

#[test]
fn the_same_export_gives_the_same_bytes() {
    let (sample, zip) = shared();
    assert_eq!(&sample.zip(), zip);
}

#[test]
fn nothing_hidden_is_in_the_export_nor_a_name_in_its_tags() {
    let (_, zip) = shared();
    let files = Files::of(zip);
    let hidden = ["nom masqué", "courriel", "Durand"];
    for (path, bytes) in &files.0 {
        let text = String::from_utf8_lossy(bytes);
        for canary in hidden {
            assert!(!text.contains(canary), "{canary} in {path}");
        }
    }
    assert!(files.0.contains_key("data/pieces/001-Capture-d-ecran.png"));
    assert!(files.0.contains_key("data/pieces/003.txt"));
}

#[test]
fn the_json_of_a_report_keeps_its_form() {
    let (_, zip) = shared();
    let report = serde_json::to_value(check(zip, &options()).unwrap()).unwrap();
    let names: Vec<_> = report
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let mut expected = vec![
        "version",
        "sort",
        "capture",
        "captures",
        "content",
        "signer",
        "time",
        "origin",
        "root",
        "key",
        "sealed_by_person",
        "counts",
        "log",
        "dates",
        "entries",
        "findings",
    ];
    expected.sort_unstable();
    let mut names = names;
    names.sort_unstable();
    assert_eq!(names, expected);
    assert_eq!(report["signer"], "self-declared");
    assert_eq!(report["time"], "root-unknown");
    assert_eq!(report["content"], "true");
}

/// Writes the sample after `change`; gives the code of the refusal.
fn refused(change: impl FnOnce(&mut bundle::Export)) -> Code {
    let mut sample = sample();
    change(&mut sample.export);
    let open = |piece: &PieceFile| {
        Ok(Box::new(Cursor::new(sample.contents[&piece.seq].clone())) as Box<dyn Read>)
    };
    let mut out = Vec::new();
    let code = bundle::write(&mut out, &sample.export, open)
        .unwrap_err()
        .code();
    // What was begun must not pass for a whole archive.
    assert!(check(&out, &options()).is_err());
    code
}

#[test]
fn what_would_verify_false_is_not_written() {
    assert_eq!(refused(|export| export.leaves.truncate(8)), Code::Damaged);
    assert_eq!(refused(|export| drop(export.masks.pop())), Code::Damaged);
    assert_eq!(refused(|export| export.pdf.push(b' ')), Code::Damaged);
    assert_eq!(refused(|export| drop(export.entries.pop())), Code::Damaged);
    assert_eq!(refused(|export| export.entries.swap(0, 1)), Code::Damaged);
    assert_eq!(
        refused(|export| drop(export.entries[1].words.pop())),
        Code::Damaged
    );
    assert_eq!(
        refused(|export| drop(export.entries[0].parts.pop())),
        Code::Damaged
    );
    assert_eq!(refused(|export| drop(export.pieces.pop())), Code::Damaged);
    assert_eq!(
        refused(|export| export.pieces[0].name.push('x')),
        Code::Damaged
    );
    assert_eq!(
        refused(|export| export.head = export.seals[0].head.clone()),
        Code::Damaged
    );
    assert_eq!(
        refused(|export| export.masks[1].why = MaskReason::Note),
        Code::Damaged
    );
    assert_eq!(
        refused(|export| export.masks.push(export.masks[0].clone())),
        Code::Invalid
    );
}

#[test]
fn a_piece_that_changed_on_the_way_stops_the_export() {
    let sample = sample();
    for cut in [0_usize, 1] {
        let open = |piece: &PieceFile| {
            let mut bytes = sample.contents[&piece.seq].clone();
            bytes[0] ^= 1;
            bytes.truncate(bytes.len() - cut);
            Ok(Box::new(Cursor::new(bytes)) as Box<dyn Read>)
        };
        let mut out = Vec::new();
        let fault = bundle::write(&mut out, &sample.export, open).unwrap_err();
        assert_eq!(fault.code(), Code::Damaged);
        assert!(check(&out, &options()).is_err());
    }
}

#[test]
fn a_file_of_keys_holds_vkeys_and_dates_and_at_least_one() {
    let key = shared().0.key.vkey(KEY_NAME);
    let text = format!("# keys\n\n{key} 2026-11-21\n");
    assert_eq!(bundle::verify::read_keys(&text).unwrap(), [key]);
    for wrong in ["", "# none\n", "key\n"] {
        assert!(bundle::verify::read_keys(wrong).is_err(), "{wrong:?}");
    }
}
