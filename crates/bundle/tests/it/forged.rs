//! Every byte position class of every file, each field of a line, order, omission, replay: found
//! and named, also when the forger writes manifests that agree.

use bundle::verify::{Kind, Signer};
use bundle::{Options, masks_jsonl};
use seal::note::{SigningKey, sign_checkpoint};
use seal::{sha256, tree};

use crate::common::{Files, KEY_NAME, Sample, assert_false, check, mask, options, shared};

/// Files that only the tag manifest protects, which a forger rewrites: they claim nothing.
const FREE: [&str; 2] = ["VERIFIER.md", "bag-info.txt"];

fn flipped(files: &Files, path: &str, at: usize) -> Files {
    let mut files = files.clone();
    let mut bytes = files.get(path).to_vec();
    bytes[at] ^= 1;
    files.set(path, bytes);
    files
}

#[test]
fn a_changed_byte_of_any_file_is_found_and_named() {
    let files = shared().0.files();
    assert!(files.0.len() > 30, "{:?}", files.0.keys());
    for (path, bytes) in &files.0 {
        let last = bytes.len().saturating_sub(1);
        for at in [0, last / 2, last].into_iter().take(bytes.len().min(3)) {
            let forged = flipped(&files, path, at);
            assert_false(&forged.zip(), path);
            let mut relisted = forged;
            relisted.relist();
            if !FREE.contains(&path.as_str()) && !path.ends_with("manifest-sha256.txt") {
                // Which of an item and its proof was changed, nobody can tell.
                let named = match path.strip_suffix("item.bin") {
                    Some(folder) if at < 16 => format!("{folder}batch.tlog-proof"),
                    _ => path.clone(),
                };
                assert_false(&relisted.zip(), &named);
            }
        }
    }
}

#[test]
fn a_missing_file_is_named() {
    let files = shared().0.files();
    for path in files.0.keys() {
        let mut forged = files.clone();
        forged.0.remove(path);
        assert_false(&forged.zip(), path);
        if !path.ends_with("manifest-sha256.txt") {
            forged.relist();
            // The extension of a file whose name is masked is told by nothing else.
            let place = path
                .strip_suffix("003.txt")
                .map(|folder| format!("{folder}003"));
            // A reply may not have come: where the log is dated too, its absence is a remark.
            if path.ends_with(".tsr") {
                let report = check(&forged.zip(), &options()).unwrap();
                let mut places = report.findings.iter().map(|finding| &finding.place);
                assert!(places.any(|place| place == path), "{path}");
                continue;
            }
            assert_false(&forged.zip(), place.as_deref().unwrap_or(path));
        }
    }
}

#[test]
fn an_added_file_is_named_even_when_the_manifests_list_it() {
    for path in [
        "data/note.txt",
        "data/pieces/004-aveu.pdf",
        "data/journal/000006.line",
        "data/journal/000001.other.words",
        "data/journal/1.line",
        "data/seals/007/head.note",
        "data/keys/other.pem",
        "lisez-moi.txt",
        "fetch.txt",
        "DATA/x",
    ] {
        let mut forged = shared().0.files();
        forged.set(path, "ajout");
        assert_false(&forged.zip(), path);
        forged.relist();
        assert_false(&forged.zip(), path);
    }
}

#[test]
fn each_field_of_a_line_is_sealed() {
    let files = shared().0.files();
    let place = "data/journal/000002.line";
    let line = files.text(place);
    let parsed = seal::entry::Line::parse(line.as_bytes()).unwrap();
    let (d, salt) = (parsed.d.to_string(), seal::sha256(b"x").to_string());
    let [first, second] = parsed.parts.as_slice() else {
        panic!()
    };
    let (first, second) = (first.to_string(), second.to_string());
    let at = parsed.at.rfc3339();
    let later = kernel::Moment(parsed.at.0 + 1).rfc3339();
    for (from, to) in [
        (at.as_str(), later.as_str()),
        ("\"by\":\"o\"", "\"by\":\"s\""),
        (&d, &salt[..32]),
        (&first, &second),
        (
            &format!("\"{first}\",\"{second}\""),
            &format!("\"{second}\",\"{first}\""),
        ),
        (&format!("\"{first}\","), ""),
        ("\"salt\":\"", "\"salt\":\"00"),
        ("\"seq\":2", "\"seq\":3"),
        ("\"type\":\"fact\"", "\"type\":\"sent\""),
        ("\"v\":1", "\"v\":2"),
        ("}", ",\"w\":1}"),
        ("{", "{ "),
    ] {
        let forged = line.replacen(from, to, 1);
        assert_ne!(forged, line, "{from}");
        let mut bag = files.clone();
        bag.set(place, forged.as_bytes());
        bag.relist();
        assert_false(&bag.zip(), place);
        // The leaf rewritten as well: then the head no longer covers it.
        let leaf = seal::entry::leaf(forged.as_bytes()).to_string();
        let leaves = files.text("data/journal/leaves.txt");
        let leaves = leaves.replace(&parsed.leaf().to_string(), &leaf);
        bag.set("data/journal/leaves.txt", leaves);
        bag.relist();
        match check(&bag.zip(), &options()) {
            Ok(report) => {
                assert_eq!(report.exit(false), 1, "{from}");
                let kinds: Vec<_> = report.findings.iter().map(|finding| finding.kind).collect();
                assert!(kinds.contains(&Kind::HeadLeaves), "{from}");
            }
            Err(error) => assert!(error.to_string().contains(place)),
        }
    }
}

#[test]
fn a_sealed_line_of_a_later_version_is_unreadable_and_not_false() {
    let (sample, _) = shared();
    let (mut files, place) = (sample.files(), "data/journal/000002.line");
    let line = files.text(place).replace("\"v\":1", "\"v\":2");
    let mut leaves = sample.export.leaves.clone();
    leaves[2] = seal::entry::leaf(line.as_bytes());
    let (origin, size) = (&sample.export.origin, leaves.len() as u64);
    let head = sign_checkpoint(&sample.key, KEY_NAME, origin, size, tree::root(&leaves)).unwrap();
    files.0.retain(|path, _| !path.starts_with("data/seals/"));
    files.set(place, line);
    let lines: Vec<_> = leaves.iter().map(|leaf| format!("{leaf}\n")).collect();
    files.set("data/journal/leaves.txt", lines.concat());
    files.set("data/journal/head.note", head);
    files.relist();
    let found = check(&files.zip(), &options()).unwrap_err();
    assert!(matches!(found, bundle::Unreadable::Version(path) if path == place));
}

#[test]
fn order_is_sealed() {
    let files = shared().0.files();
    let swap = |one: &str, two: &str| {
        let mut forged = files.clone();
        forged.set(one, files.get(two));
        forged.set(two, files.get(one));
        forged.relist();
        assert_false(&forged.zip(), one);
        assert_false(&forged.zip(), two);
    };
    swap("data/journal/000003.line", "data/journal/000004.line");
    swap("data/journal/000003.parts", "data/journal/000004.parts");
    swap(
        "data/pieces/001-Capture-d-ecran.png",
        "data/pieces/002-message.eml",
    );
    swap(
        "data/journal/000001.text.words",
        "data/journal/000002.what.words",
    );

    let lines = |path: &str, order: fn(&mut Vec<&str>)| {
        let text = files.text(path);
        let mut all: Vec<&str> = text.split_inclusive('\n').collect();
        order(&mut all);
        let mut forged = files.clone();
        forged.set(path, all.concat());
        forged.relist();
        assert_false(&forged.zip(), path);
    };
    for path in [
        "data/journal/leaves.txt",
        "data/journal/masks.jsonl",
        "data/journal/000003.parts",
        "data/journal/000001.text.words",
    ] {
        lines(path, |all| all.swap(0, 1));
        lines(path, |all| {
            all.remove(1);
        });
        lines(path, |all| all.truncate(all.len() - 1));
        lines(path, |all| all.insert(1, all[0]));
    }
}

#[test]
fn an_entry_that_is_hidden_after_the_seal_is_named() {
    let (sample, _) = shared();
    let mut files = sample.files();
    let masks = [
        sample.export.masks.clone(),
        vec![mask(2, None, bundle::MaskReason::Withheld)],
    ];
    for path in ["000002.line", "000002.parts", "000002.what.words"] {
        files.0.remove(&format!("data/journal/{path}"));
    }
    files.set(
        "data/journal/masks.jsonl",
        masks_jsonl(&masks.concat()).unwrap(),
    );
    files.relist();
    assert_false(&files.zip(), "data/journal/masks.jsonl");
}

#[test]
fn an_old_head_does_not_cover_what_came_later() {
    let (sample, _) = shared();
    let mut files = sample.files();
    files.set(
        "data/journal/head.note",
        sample.export.seals[0].head.as_str(),
    );
    files.relist();
    assert_false(&files.zip(), "data/journal/head.note");
    // Cut back to the old head, honestly relisted: the export entry is gone.
    let size = sample.export.seals[0].size;
    let leaves = files.text("data/journal/leaves.txt");
    let kept = leaves
        .split_inclusive('\n')
        .take(usize::try_from(size).unwrap());
    files.set("data/journal/leaves.txt", kept.collect::<String>());
    files.0.retain(|path, _| !path.contains("/000008."));
    let old = format!("data/seals/{}/", sample.export.leaves.len());
    files.0.retain(|path, _| !path.starts_with(&old));
    files.set(
        "data/journal/masks.jsonl",
        masks_jsonl(&sample.export.masks[..1]).unwrap(),
    );
    files.relist();
    let report = check(&files.zip(), &options()).unwrap();
    let kinds: Vec<_> = report.findings.iter().map(|finding| finding.kind).collect();
    assert_eq!(kinds, [Kind::NoExport]);
    assert_eq!(report.exit(false), 1);
}

/// The same bag, signed by somebody else under the same name.
fn resigned(sample: &Sample, key: &SigningKey) -> Files {
    let mut files = sample.files();
    files
        .0
        .retain(|path, _| !path.starts_with("data/seals/") && !path.starts_with("data/keys/"));
    let export = &sample.export;
    let (size, root) = (export.leaves.len() as u64, tree::root(&export.leaves));
    let head = sign_checkpoint(key, KEY_NAME, &export.origin, size, root).unwrap();
    let vkey = key.vkey(KEY_NAME);
    files.set("data/journal/head.note", head);
    files.set("data/keys/keys.txt", format!("{vkey}\n"));
    let id = kernel::id::to_hex(&vkey.id());
    files.set(&format!("data/keys/{id}.pem"), vkey.to_pem());
    files.relist();
    files
}

#[test]
fn a_bag_signed_again_by_another_key_is_never_simply_good() {
    let (sample, _) = shared();
    let zip = resigned(sample, &SigningKey::generate()).zip();
    let report = check(&zip, &options()).unwrap();
    assert_eq!(
        (report.signer, report.exit(true)),
        (Signer::SelfDeclared, 1)
    );
    let known = Options {
        keys: vec![sample.key.vkey(KEY_NAME)],
        ..options()
    };
    let report = check(&zip, &known).unwrap();
    assert_eq!(
        (report.signer, report.exit(false)),
        (Signer::SelfDeclared, 1)
    );
    assert_eq!(report.findings[0].kind, Kind::OtherKey);
    // The true key in keys.txt beside the one that signed makes it no truer.
    let mut both = resigned(sample, &SigningKey::generate());
    let keys = both.text("data/keys/keys.txt");
    let own = &sample.export.key;
    both.set("data/keys/keys.txt", format!("{own}\n{keys}"));
    let id = kernel::id::to_hex(&own.id());
    both.set(&format!("data/keys/{id}.pem"), own.to_pem());
    both.relist();
    assert_false(&both.zip(), "data/keys/keys.txt");
    assert_eq!(
        check(&both.zip(), &options()).unwrap().signer,
        Signer::False
    );
}

#[test]
fn a_pdf_or_a_piece_that_is_replaced_with_its_digests_is_named() {
    let (sample, _) = shared();
    let mut files = sample.files();
    files.set("data/dossier.pdf", "%PDF-1.7 autre");
    files.relist();
    assert_false(&files.zip(), "data/dossier.pdf");

    let mut files = sample.files();
    let piece = &sample.export.pieces[0];
    let parts = format!("data/journal/{:06}.parts", piece.seq);
    files.set("data/pieces/001-Capture-d-ecran.png", "faux");
    let text = files
        .text(&parts)
        .replace(&piece.sha256.to_string(), &sha256(b"faux").to_string())
        .replace(&format!("\"bytes\":{}", piece.bytes), "\"bytes\":4");
    files.set(&parts, text);
    files.relist();
    // The line does not know that part.
    assert_false(&files.zip(), &parts);
}
