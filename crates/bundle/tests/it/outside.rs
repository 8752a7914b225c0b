//! `tests/outside.sh`, which knows nothing of Préau, on a dossier, on captured pages, on a sealed file (N032, N033).

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
fn n032_a_dossier_is_checked_without_preau() {
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
    // What is sealed replaced, and every manifest made to agree.
    let forged = |change: &dyn Fn(&mut crate::common::Files)| {
        let mut files = shared().0.files();
        change(&mut files);
        files.relist();
        put(at, "d.zip", &files.zip());
        outside(at, &["export", "d.zip"], None)
    };
    let size = shared().0.export.leaves.len();
    let note = format!("data/seals/{size}/head.note");
    let early = shared().0.export.seals[0].size;
    let early = format!("data/seals/{early}");
    let piece = "data/pieces/002-message.eml";
    type Change<'a> = (&'a str, &'a dyn Fn(&mut crate::common::Files), &'a str);
    let changes: [Change<'_>; 7] = [
        (
            "another piece",
            &|files| files.set(piece, vec![b'x'; files.get(piece).len()]),
            "no file is the piece",
        ),
        (
            "a piece too many",
            &|files| files.set("data/pieces/009-aveu.txt", "x"),
            "no entry seals",
        ),
        (
            "another document",
            &|files| {
                let more = [files.get("data/dossier.pdf"), b"%x\n"].concat();
                files.set("data/dossier.pdf", more);
            },
            "dossier.pdf is not",
        ),
        (
            "no document",
            &|files| files.set("data/dossier.pdf", "%PDF-1.7 x"),
            "dossier.pdf is not",
        ),
        (
            "a head of other leaves",
            &|files| {
                let text = files
                    .text(&note)
                    .replacen(&format!("\n{size}\n"), "\n1\n", 1);
                files.set(&note, text);
            },
            "AssertionError",
        ),
        (
            "an early date on the last head",
            &|files| {
                for name in ["head.note", "head.tsq", "head.tsr", "chain.pem"] {
                    let old = files.get(&format!("{early}/{name}")).to_vec();
                    files.set(&format!("data/seals/{size}/{name}"), old);
                }
            },
            "AssertionError",
        ),
        (
            "a head that nobody signed",
            &|files| {
                let text = files.text(&note);
                let (body, _) = text.rsplit_once(' ').unwrap();
                let own = files.text(&format!("{early}/head.note"));
                let (_, other) = own.rsplit_once(' ').unwrap();
                files.set(&note, format!("{body} {other}"));
            },
            "FALSE: line",
        ),
    ];
    for (name, change, why) in changes {
        let (status, said) = forged(change);
        assert_eq!(status, 1, "{name}: {said}");
        assert!(said.contains(why), "{name}: {said}");
    }
    // One proof that is none.
    let mut files = shared().0.files();
    let note = files.text("data/journal/head.note");
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
fn n033_a_captured_page_is_checked_without_preau() {
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
    // The words changed, and listed and signed again: the dated list does not know them.
    let mut relisted = signed.clone();
    relisted.set("evidence/page.txt", "faux");
    relisted.relist();
    put(at, "p.wacz", &relisted.zip());
    let (status, said) = outside(at, &["page", "p.wacz"], None);
    assert_eq!(status, 1, "{said}");
    assert!(
        said.contains("AssertionError: evidence/manifest.json"),
        "{said}"
    );
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
