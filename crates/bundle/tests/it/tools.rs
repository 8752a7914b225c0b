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
    let [manifests, leaf, part, tree, signature, dates, log] = blocks.as_slice() else {
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
    // Two heads, the two checkpoints that they are in, and the one that covers the first token.
    assert_eq!(dates.matches("-attime ").count(), 5);
    assert_eq!(shell(dates).matches("Verification: OK").count(), 5);
    let sizes = shared().0.export.seals.iter().map(|seal| seal.size);
    let folders: Vec<String> = sizes.map(|size| format!("data/seals/{size}")).collect();
    let said = format!(
        "INSCRIT {0}\nINSCRIT {0}/renewal/1\nINSCRIT {1}\n",
        folders[0], folders[1]
    );
    assert_eq!(shell(log), said);
    // The same commands see a false item, a false proof and a false signature.
    let spoilt = |name: &str, change: &dyn Fn(String) -> String| {
        let path = root.join(&folders[0]).join(name);
        let good = std::fs::read(&path).unwrap();
        let text: String = good.iter().map(|byte| char::from(*byte)).collect();
        let bad: Vec<u8> = change(text).chars().map(|c| c as u8).collect();
        assert_ne!(bad, good, "{name}");
        std::fs::write(&path, bad).unwrap();
        let script = format!("{log}true");
        let run = std::process::Command::new("bash")
            .args(["-c", &script])
            .current_dir(&root)
            .output()
            .unwrap();
        std::fs::write(&path, good).unwrap();
        let said = String::from_utf8(run.stdout).unwrap();
        assert!(
            said.starts_with(&format!("FAUX {}\n", folders[0])),
            "{name}: {said}"
        );
    };
    let flip = |text: String| {
        let (first, rest) = text.split_at(text.char_indices().nth(1).unwrap().0);
        format!("{}{rest}", if first == "A" { "B" } else { "A" })
    };
    spoilt("item.bin", &flip);
    spoilt("batch.tlog-proof", &|text| {
        text.replace("index 0", "index 9")
            .replace("index 1", "index 0")
            .replace("index 9", "index 1")
    });
    spoilt("log.tlog-proof", &|text| {
        text.replace("/log\n1\n", "/log\n2\n")
    });
    spoilt("log.note", &|text| text.replace("/log\n1\n", "/log\n2\n"));
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
