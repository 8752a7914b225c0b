//! Archives made to hurt: outside their folder, larger than they say, two things in one.

use std::io::{Cursor, Write as _};
use std::sync::OnceLock;

use bundle::Unreadable;
use bundle::verify::Kind;
use proptest::prelude::*;
use seal::entry::EntryDraft;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::common::{Files, Journal, check, options, pack, shared, tsa};

fn kinds(zip: &[u8]) -> Vec<Kind> {
    let report = check(zip, &options()).unwrap();
    assert_eq!(report.exit(false), 1);
    report.findings.iter().map(|finding| finding.kind).collect()
}

/// The good bag and what `add` adds.
fn with(add: impl FnOnce(&mut ZipWriter<Cursor<Vec<u8>>>, SimpleFileOptions)) -> Vec<u8> {
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in &shared().0.files().0 {
        zip.start_file(format!("d/{path}"), stored).unwrap();
        zip.write_all(bytes).unwrap();
    }
    add(&mut zip, stored);
    zip.finish().unwrap().into_inner()
}

fn replace(zip: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut out = zip.to_vec();
    let mut at = 0;
    while let Some(window) = out.get(at..at + from.len()) {
        if window == from {
            out[at..at + to.len()].copy_from_slice(to);
        }
        at += 1;
    }
    out
}

#[test]
fn names_that_leave_the_folder_are_told() {
    for name in [
        "d/../../x",
        "/etc/x",
        "d/data\\x",
        "d/./x",
        "d/data//x",
        "c:x",
        "d/\u{202e}x/..",
        "../d/x",
    ] {
        // `zip` writes some of these otherwise, so the name is put in afterwards.
        let same = "n".repeat(name.len());
        let zip = with(|zip, stored| {
            zip.start_file(&same, stored).unwrap();
            zip.write_all(b"x").unwrap();
        });
        let zip = replace(&zip, same.as_bytes(), name.as_bytes());
        assert!(kinds(&zip).contains(&Kind::UnsafeName), "{name}");
    }
}

#[test]
fn two_files_of_one_name_or_of_one_name_in_capitals_are_told() {
    let zip = with(|zip, stored| {
        zip.start_file("d/data/dossier.pdg", stored).unwrap();
        zip.write_all(b"other").unwrap();
    });
    let zip = replace(&zip, b"d/data/dossier.pdg", b"d/data/dossier.pdf");
    assert!(kinds(&zip).contains(&Kind::DuplicateName));
    let zip = with(|zip, stored| {
        zip.start_file("d/data/Dossier.pdf", stored).unwrap();
    });
    assert!(kinds(&zip).contains(&Kind::CaseClash));
    let zip = with(|zip, stored| {
        zip.start_file("elsewhere.txt", stored).unwrap();
    });
    assert_eq!(kinds(&zip), [Kind::Undeclared]);
}

#[test]
fn links_encryption_and_bombs_are_told_without_being_opened() {
    let zip = with(|zip, stored| {
        zip.add_symlink("d/data/link", "/etc/passwd", stored)
            .unwrap()
    });
    assert!(kinds(&zip).contains(&Kind::Link));

    let bomb = |path: &str| {
        let mut files = shared().0.files();
        files.0.remove(path);
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        for (path, bytes) in &files.0 {
            zip.start_file(format!("d/{path}"), packed).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.start_file(format!("d/{path}"), packed).unwrap();
        for _ in 0..16 {
            zip.write_all(&[0; 1 << 20]).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    for path in [
        "data/journal/000001.line",
        "data/pieces/002-message.eml",
        "manifest-sha256.txt",
    ] {
        assert!(kinds(&bomb(path)).contains(&Kind::Compression), "{path}");
    }
    // Bit 0 of the flags, in both headers of the last file.
    let mut zip = with(|zip, stored| zip.start_file("d/data/last", stored).unwrap());
    for (signature, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let at = zip
            .windows(4)
            .rposition(|window| window == signature)
            .unwrap();
        zip[at + flags] |= 1;
    }
    assert!(kinds(&zip).contains(&Kind::Encrypted));
}

#[test]
fn a_compressed_copy_of_a_good_bag_is_good() {
    let files = shared().0.files();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    zip.add_directory("d/", packed).unwrap();
    zip.add_directory("d/data/", packed).unwrap();
    for (path, bytes) in &files.0 {
        zip.start_file(format!("d/{path}"), packed).unwrap();
        zip.write_all(bytes).unwrap();
    }
    let zip = zip.finish().unwrap().into_inner();
    assert_eq!(check(&zip, &options()).unwrap().findings, []);
}

#[test]
fn an_archive_with_something_before_after_or_between_is_told() {
    let (_, zip) = shared();
    let before = [b"MZ program".as_slice(), zip].concat();
    match check(&before, &options()) {
        Ok(report) => assert_eq!(report.exit(false), 1),
        Err(error) => assert!(matches!(error, Unreadable::NotAZip)),
    }
    let commented = with(|zip, _| drop(zip.set_comment("autre chose")));
    assert!(kinds(&commented).contains(&Kind::ZipHeaders));
    // A local header that says another name than the directory: unpackers would disagree.
    let first = zip
        .windows(12)
        .position(|window| window == b"dossier.pdf\xff" || window.starts_with(b"dossier.pdf"))
        .unwrap();
    let mut renamed = zip.clone();
    renamed[first..first + 11].copy_from_slice(b"dossier.exe");
    assert!(kinds(&renamed).contains(&Kind::ZipHeaders));
}

#[test]
fn a_wrong_checksum_names_the_file() {
    let (_, zip) = shared();
    let mut archive = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
    let index = archive.len() / 2;
    let file = archive.by_index(index).unwrap();
    let (at, name) = (
        usize::try_from(file.central_header_start()).unwrap(),
        file.name().unwrap().into_owned(),
    );
    drop(file);
    let mut wrong = zip.clone();
    wrong[at + 16] ^= 1;
    let name = name.split_once('/').unwrap().1;
    let report = check(&wrong, &options()).unwrap();
    assert!(
        report
            .findings
            .iter()
            .any(|finding| finding.place == name && finding.kind == Kind::Unread)
    );
}

#[test]
fn a_cut_archive_or_something_else_is_unreadable() {
    let (_, zip) = shared();
    for length in [0, 1, 30, zip.len() / 2, zip.len() - 1] {
        assert!(check(&zip[..length], &options()).is_err(), "{length}");
    }
    assert!(matches!(
        check(b"%PDF-1.7", &options()),
        Err(Unreadable::NotAZip)
    ));
    let none = pack([("a/b.txt".to_owned(), b"x".as_slice())]);
    assert!(matches!(
        check(&none, &options()),
        Err(Unreadable::NotADossier)
    ));
    let two = pack([
        ("a/bagit.txt".to_owned(), b"x".as_slice()),
        ("b/bagit.txt".to_owned(), b"x"),
    ]);
    assert!(matches!(
        check(&two, &options()),
        Err(Unreadable::NotADossier)
    ));
    let missing = std::path::Path::new("/nonexistent/dossier.zip");
    assert!(matches!(
        bundle::verify(missing, &options()),
        Err(Unreadable::Io(_))
    ));
}

#[cfg(unix)]
#[test]
fn a_link_in_a_folder_is_not_followed() {
    let files = shared().0.files();
    let folder = tempfile::tempdir().unwrap();
    let root = files.unpack(folder.path());
    let outside = folder.path().join("outside.pdf");
    std::fs::rename(root.join("data/dossier.pdf"), &outside).unwrap();
    std::os::unix::fs::symlink(&outside, root.join("data/dossier.pdf")).unwrap();
    let report = bundle::verify(&root, &options()).unwrap();
    assert_eq!(report.exit(false), 1);
    assert!(
        report
            .findings
            .iter()
            .any(|finding| finding.kind == Kind::Link)
    );
}

/// Small bags, one without and one with a date.
fn small(dated: bool) -> &'static (Files, Vec<u8>) {
    static SMALL: [OnceLock<(Files, Vec<u8>)>; 2] = [const { OnceLock::new() }; 2];
    SMALL[usize::from(dated)].get_or_init(|| {
        let mut journal = Journal::new();
        journal.add(EntryDraft::new("story").words("text", "Un mot.").unwrap());
        let seals = if dated {
            vec![tsa().date(1, &journal.head())]
        } else {
            Vec::new()
        };
        let export = journal.export(b"%PDF", Vec::new(), seals, Vec::new());
        let mut zip = Vec::new();
        bundle::write(&mut zip, &export, |_| {
            Err(std::io::ErrorKind::NotFound.into())
        })
        .unwrap();
        (Files::of(&zip), zip)
    })
}

/// Whatever is changed, the verifier does not fall over, and calls good only what still holds the
/// very same files.
fn changed(dated: bool, changes: Vec<(prop::sample::Index, u8)>) -> Result<(), TestCaseError> {
    let (files, zip) = small(dated);
    let mut forged = zip.clone();
    for (at, with) in changes {
        let at = at.index(forged.len());
        forged[at] ^= with;
    }
    if let Ok(report) = check(&forged, &options())
        && report.exit(false) == 0
    {
        prop_assert_eq!(&Files::of(&forged), files);
    }
    Ok(())
}

fn changes() -> impl Strategy<Value = Vec<(prop::sample::Index, u8)>> {
    prop::collection::vec((any::<prop::sample::Index>(), 1..=255_u8), 1..4)
}

proptest! {
    #[test]
    fn random_changes_are_false_unless_the_files_are_the_same(changes in changes()) {
        changed(false, changes)?;
    }

    #[test]
    fn random_bytes_are_never_a_dossier(bytes in prop::collection::vec(any::<u8>(), 0..4096)) {
        prop_assert!(check(&bytes, &options()).is_err());
    }
}

proptest! {
    // Checking a date is slow without optimisation.
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn random_changes_of_a_dated_bag_are_false_too(changes in changes()) {
        changed(true, changes)?;
    }
}
