//! `preau seal`: the same dossier without a server.

use std::path::PathBuf;

use bundle::verify::{Content, Signer, Time};
use bundle::{NotSealed, seal_files};
use kernel::{Code, SystemClock};
use seal::note::SigningKey;

use crate::common::{Files, check, options};

fn files(folder: &std::path::Path) -> Vec<PathBuf> {
    let first = folder.join("Photo de l’écran.jpg");
    std::fs::write(&first, b"\xff\xd8\xff\xe0image").unwrap();
    std::fs::create_dir(folder.join("secret")).unwrap();
    let second = folder.join("secret/notes.txt");
    std::fs::write(&second, vec![b'a'; 300_000]).unwrap();
    vec![first, second]
}

#[test]
fn files_and_a_story_become_a_dossier_that_verifies_and_says_who_sealed_it() {
    let folder = tempfile::tempdir().unwrap();
    let (paths, key, mut zip) = (files(folder.path()), SigningKey::generate(), Vec::new());
    let mut seen = None;
    let pdf = |dossier: &bundle::LocalDossier| {
        seen = Some(dossier.clone());
        Ok(b"%PDF-1.7".to_vec())
    };
    let story = Some("Voici ce qui est arrivé.");
    let sealed = seal_files(&mut zip, &paths, story, &key, &SystemClock, pdf).unwrap();
    assert_eq!(sealed.written.bytes, zip.len() as u64);
    let seen = seen.unwrap();
    assert_eq!(seen.pieces.len(), 2);
    assert_eq!(seen.pieces[0].media, "image/jpeg");
    assert_eq!(seen.pieces[0].file_name, "001-Photo-de-l-ecran.jpg");
    assert_eq!(seen.lines.len(), 4);

    let report = check(&zip, &options()).unwrap();
    assert_eq!(report.findings, []);
    assert!(report.sealed_by_person);
    assert_eq!(
        (report.content, report.signer, report.time),
        (Content::True, Signer::SelfDeclared, Time::None)
    );
    assert_eq!((report.exit(false), report.exit(true)), (0, 1));
    let kinds: Vec<_> = report
        .entries
        .iter()
        .map(|entry| entry.kind.as_str())
        .collect();
    assert_eq!(kinds, ["created", "story", "piece", "piece", "export"]);
    let files = Files::of(&zip);
    assert!(
        files
            .text("VERIFIER.md")
            .contains("La personne a scellé ce dossier elle-même")
    );
    for bytes in files.0.values() {
        assert!(
            !String::from_utf8_lossy(bytes).contains("secret"),
            "the folder of a file is told"
        );
    }
}

#[test]
fn what_cannot_be_sealed_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let key = SigningKey::generate();
    let try_it = |paths: &[PathBuf], story: Option<&str>| {
        let mut out = Vec::new();
        let pdf = |_: &bundle::LocalDossier| Ok(Vec::new());
        let found = seal_files(&mut out, paths, story, &key, &SystemClock, pdf).unwrap_err();
        assert!(check(&out, &options()).is_err());
        found
    };
    let empty = folder.path().join("empty");
    std::fs::write(&empty, b"").unwrap();
    assert!(
        matches!(try_it(std::slice::from_ref(&empty), None), NotSealed::Empty(path) if path == empty)
    );
    let none = folder.path().join("none");
    assert!(
        matches!(try_it(std::slice::from_ref(&none), None), NotSealed::File(path, _) if path == none)
    );
    let itself = folder.path().to_owned();
    assert!(matches!(try_it(&[itself], None), NotSealed::NotAFile(_)));
    assert!(matches!(try_it(&[], Some("")), NotSealed::Nothing));
    let long = "a".repeat(70_000);
    assert!(
        matches!(try_it(&[], Some(&long)), NotSealed::Fault(fault) if fault.code() == Code::TooLarge)
    );
}
