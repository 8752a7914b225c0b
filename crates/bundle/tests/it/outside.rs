//! `tests/outside.sh`, which knows nothing of Préau, on a dossier, on captured pages, on a sealed file (N032, N044).

use std::path::{Path, PathBuf};
use std::process::Command;

use seal::vault::Identity;

use crate::common::{pdf, shared};
use crate::page_named::named;
use crate::pages::dated;
use crate::tools::environment;

const FIXTURE: &[u8] = include_bytes!("../vectors/redirections.wacz");

fn script() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/outside.sh")
}

fn outside(folder: &Path, arguments: &[&str], path: Option<&str>) -> (i32, String) {
    let mut command = Command::new("/usr/bin/env");
    command
        .arg("bash")
        .arg(script())
        .args(arguments)
        .current_dir(folder);
    match path {
        Some(path) => command.env("PATH", path).env_remove("PREAU_TEST_VENV"),
        None => command.env("PREAU_TEST_VENV", environment()),
    };
    let run = command.output().unwrap();
    let said = [run.stdout, run.stderr].concat();
    (
        run.status.code().unwrap(),
        String::from_utf8_lossy(&said).into_owned(),
    )
}

fn put(folder: &Path, name: &str, bytes: &[u8]) {
    std::fs::write(folder.join(name), bytes).unwrap();
}

#[test]
fn n044_a_dossier_is_checked_without_preau() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    put(at, "d.zip", &shared().1);
    let (status, said) = outside(at, &["export", "d.zip"], None);
    assert_eq!(status, 0, "{said}");
    assert!(said.contains("openssl ts: 2 dates"), "{said}");
    // It can fail: a byte of a piece, then the manifests made to agree with another leaf.
    let mut files = shared().0.files();
    files.set("data/pieces/002-message.eml", "faux");
    put(at, "d.zip", &files.zip());
    assert_eq!(outside(at, &["export", "d.zip"], None).0, 1);
    let mut files = shared().0.files();
    let line = files
        .text("data/journal/000002.line")
        .replace("\"type\":\"fact\"", "\"type\":\"sent\"");
    files.set("data/journal/000002.line", line);
    files.relist();
    put(at, "d.zip", &files.zip());
    assert_eq!(outside(at, &["export", "d.zip"], None).0, 1);
    // One proof that is none.
    let mut files = shared().0.files();
    let note = files.text("data/journal/head.note");
    let size = shared().0.export.leaves.len();
    files.set(&format!("data/seals/{size}/item.bin"), "x");
    files.set(
        &format!("data/seals/{size}/batch.tlog-proof"),
        format!("c2sp.org/tlog-proof@v1\nindex 0\n\n{note}"),
    );
    files.relist();
    put(at, "d.zip", &files.zip());
    assert_eq!(outside(at, &["export", "d.zip"], None).0, 1);
}

#[test]
fn n034_a_captured_page_is_checked_without_preau() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let with_report = |made: crate::page::Made| {
        let mut made = made;
        made.set("evidence/report.pdf", pdf());
        made
    };
    let mut signed = with_report(dated());
    signed.relist();
    for (name, zip, said_too) in [
        ("real", FIXTURE.to_vec(), "ok: qpdf"),
        ("dated", signed.zip(), "what was seen is dated"),
        ("by a name", named().zip(), "the signature is dated"),
    ] {
        put(at, "p.wacz", &zip);
        let (status, said) = outside(at, &["page", "p.wacz"], None);
        assert_eq!(status, 0, "{name}: {said}");
        assert!(said.contains(said_too), "{name}: {said}");
    }
    let mut resigned = signed.clone();
    resigned.signed["signedData"]["publicKey"] = serde_json::json!(
        seal::wacz::AnonymousKey::of(&seal::note::SigningKey::generate())
            .unwrap()
            .public()
    );
    put(at, "p.wacz", &resigned.zip());
    assert_eq!(outside(at, &["page", "p.wacz"], None).0, 1);
    signed.set("evidence/page.txt", "faux");
    put(at, "p.wacz", &signed.zip());
    assert_eq!(outside(at, &["page", "p.wacz"], None).0, 1);
}

#[test]
fn a_sealed_file_opens_with_age_alone() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let key = Identity::generate();
    put(at, "key", format!("{}\n", &*key.secret()).as_bytes());
    put(
        at,
        "f.age",
        &seal::vault::encrypt(b"une preuve\0\0\0", &[key.to_public()]).unwrap(),
    );
    let digest = seal::sha256(b"une preuve").to_string();
    let (status, said) = outside(at, &["age", "key", "f.age", "10", &digest], None);
    assert_eq!(status, 0, "{said}");
    assert_eq!(
        outside(at, &["age", "key", "f.age", "9", &digest], None).0,
        1
    );
}

#[test]
fn it_fails_when_a_tool_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let (status, said) = outside(folder.path(), &["export", "d.zip"], Some("/usr/bin:/bin"));
    assert_eq!(status, 2, "{said}");
    assert!(said.contains("missing: "), "{said}");
}
