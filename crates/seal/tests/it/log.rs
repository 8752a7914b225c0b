//! A log as others read it: the shell with `sha256sum`, and the library of Go's checksum database where Go is
//! installed.

use seal::log::{Kind, Proof, TilePath, Tiles, entry, leaf, name};
use seal::note::{SigningKey, sign_checkpoint};
use seal::{Digest, sha256, tree};
use std::path::{Path, PathBuf};
use std::process::Command;

fn vectors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors")
}

/// Writes the log of `size` entries as a server would serve it, and the proof of one of them.
fn write(folder: &Path, size: u64, old: u64, index: u64) -> String {
    let entries: Vec<Vec<u8>> = (0..size)
        .map(|n| entry(&sha256(&n.to_be_bytes())))
        .collect();
    let leaves: Vec<Digest> = entries.iter().map(|entry| leaf(entry)).collect();
    let (mut tiles, mut hashes, mut level) = (Tiles::new(), leaves.clone(), 0);
    while !hashes.is_empty() {
        for (number, tile) in (0..).zip(hashes.chunks(256)) {
            let bytes: Vec<u8> = tile.iter().flat_map(|digest| *digest.bytes()).collect();
            tiles.insert(level, number, &bytes).unwrap();
            let path = TilePath::in_tree(Kind::Hashes(level), number, size).unwrap();
            let path = folder.join(path.to_string());
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        hashes = hashes.chunks_exact(256).map(tree::root).collect();
        level += 1;
    }
    let key = SigningKey::generate();
    let origin = name("preau.example");
    let root = tiles.root(size).unwrap();
    let checkpoint = sign_checkpoint(&key, &origin, &origin, size, root).unwrap();
    let proof = Proof {
        index,
        path: tiles.inclusion(index, size).unwrap(),
        checkpoint: checkpoint.clone(),
    };
    let put = |name: &str, bytes: &[u8]| std::fs::write(folder.join(name), bytes).unwrap();
    put("checkpoint", checkpoint.as_bytes());
    put("proof", proof.to_text().as_bytes());
    put("entry", &entries[index as usize]);
    put("other", &entries[(index as usize + 1) % entries.len()]);
    put(
        "old-root",
        tree::root(&leaves[..old as usize]).to_string().as_bytes(),
    );
    key.vkey(&origin).to_string()
}

const LOGS: [(u64, u64, u64); 5] = [
    (1, 1, 0),
    (7, 3, 6),
    (256, 255, 137),
    (300, 256, 299),
    (70_000, 66_000, 65_537),
];

#[test]
fn the_shell_agrees_on_what_is_in_a_log() {
    for (size, old, index) in LOGS {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), size, old, index);
        let run = |leaf: &str| {
            let run = Command::new(vectors().join("inclusion.sh"))
                .args([leaf, "proof"])
                .current_dir(folder.path())
                .output()
                .unwrap();
            (run.status.success(), String::from_utf8(run.stdout).unwrap())
        };
        assert_eq!(
            run("entry"),
            (true, format!("INCLUSION OK {index}/{size}\n"))
        );
        assert_eq!(run("other").0, size == 1, "another leaf of {size}");
    }
}

#[test]
fn go_s_checksum_database_agrees() {
    let folder = tempfile::tempdir().unwrap();
    let built = folder.path().join("log");
    let go = Command::new("go")
        .args(["build", "-o"])
        .arg(&built)
        .arg(vectors().join("log.go"))
        .envs([
            ("GO111MODULE", "off"),
            ("GOPATH", "/usr/share/gocode"),
            ("GOFLAGS", ""),
        ])
        .env("GOCACHE", folder.path().join("cache"))
        .output();
    let needs = "this test needs go: apt-get install golang-go golang-golang-x-mod-dev";
    let go = go.expect(needs);
    assert!(
        go.status.success(),
        "{needs}\n{}",
        String::from_utf8_lossy(&go.stderr)
    );
    for (size, old, index) in LOGS {
        let folder = tempfile::tempdir().unwrap();
        let key = write(folder.path(), size, old, index);
        let run = |key: &str, old: u64| {
            let arguments = [".", key, &old.to_string(), &index.to_string()];
            Command::new(&built)
                .args(arguments)
                .current_dir(folder.path())
                .output()
                .unwrap()
        };
        let good = run(&key, old);
        let said = String::from_utf8_lossy(&good.stdout);
        assert_eq!(
            said,
            format!("log holds {size}\n"),
            "{}",
            String::from_utf8_lossy(&good.stderr)
        );
        let stranger = SigningKey::generate()
            .vkey(&name("preau.example"))
            .to_string();
        assert!(!run(&stranger, old).status.success(), "another key");
        if old > 1 {
            assert!(
                !run(&key, old - 1).status.success(),
                "a root of another size"
            );
        }
    }
}
