//! Tools that others wrote agree: the commands that VERIFIER.md prints are run as printed.

use std::path::PathBuf;

use crate::common::{run, shared};

/// The folder of the private environment that holds `bagit.py`.
pub fn environment() -> PathBuf {
    let folder = std::env::var_os("PREAU_TEST_VENV").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../.tools/venv")),
        PathBuf::from,
    );
    let bagit = folder.join("bin/bagit.py");
    assert!(
        bagit.is_file(),
        "{} is missing: bin/test makes it, or set PREAU_TEST_VENV to an environment with bagit",
        bagit.display()
    );
    folder.canonicalize().unwrap()
}

/// The blocks of commands of a text.
fn blocks(text: &str) -> Vec<&str> {
    let blocks = text.split("```sh\n").skip(1);
    blocks
        .map(|block| block.split("```").next().unwrap())
        .collect()
}

#[test]
fn every_command_that_verifier_md_prints_holds() {
    let files = shared().0.files();
    let folder = tempfile::tempdir().unwrap();
    let root = files.unpack(folder.path());
    let text = files.text("VERIFIER.md");
    let blocks = blocks(&text);
    let [manifests, leaf, part, tree, signature, dates] = blocks.as_slice() else {
        panic!("{} blocks in VERIFIER.md", blocks.len());
    };
    let path = std::env::var("PATH").unwrap();
    let shell = |commands: &str| {
        let bin = environment().join("bin");
        let script = format!(
            "set -euo pipefail\nPATH={}:{path}\n{commands}",
            bin.display()
        );
        run(&root, "bash", &["-c", &script])
    };
    let listed = shell(manifests);
    assert_eq!(
        listed.matches(": OK").count(),
        files.0.len() - 1,
        "{listed}"
    );
    let both = shell(leaf);
    let (computed, listed) = both.trim().split_once('\n').unwrap();
    assert_eq!(computed, listed);
    assert!(shell(part).trim().ends_with("\n1"));
    assert_eq!(shell(tree).trim(), "True");
    assert!(shell(signature).contains("Signature Verified Successfully"));
    assert_eq!(dates.matches("-attime ").count(), 2);
    assert_eq!(shell(dates).matches("Verification: OK").count(), 2);
    assert!(text.contains("# Checking this dossier (English)"));
    assert!(!text.contains('{') || !text.contains("{size}"), "{text}");
}

#[test]
fn other_programs_read_the_archive() {
    let (_, zip) = shared();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("d.zip"), zip).unwrap();
    let script =
        "import zipfile; z = zipfile.ZipFile('d.zip'); print(z.testzip(), len(z.namelist()))";
    let found = run(folder.path(), "python3", &["-c", script]);
    assert_eq!(found.trim(), format!("None {}", shared().0.files().0.len()));
}
