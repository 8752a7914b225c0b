//! What the source itself must obey. Each rule is a function from sources to problems, tried on a planted fault and then
//! on the project, so that a rule which no longer sees anything is noticed.

mod arrows;
mod duties;
mod layers;
mod migrations;
mod needs;
mod paths;
mod readmes;
mod rust;
mod simple;
mod sizes;
mod styles;
mod vendored;
mod words;

use std::fs;
use std::path::{Path, PathBuf};

/// Folders that hold no source of ours: build output, tools, other people's packages.
const SKIPPED: [&str; 6] = [
    ".git",
    ".tools",
    "target",
    "node_modules",
    "preau-data",
    "__pycache__",
];

/// One text file of the project.
pub struct Source {
    /// Path from the root, with `/`.
    pub path: String,
    pub text: String,
}

impl Source {
    #[cfg(test)]
    fn new(path: &str, text: &str) -> Source {
        Source {
            path: path.into(),
            text: text.into(),
        }
    }

    /// The crate's folder under `crates/`, and the path inside it.
    fn in_crate(&self) -> Option<(&str, &str)> {
        self.path.strip_prefix("crates/")?.split_once('/')
    }

    /// Code that only tests compile: integration tests, `src/tests/`, `src/**/tests.rs`, the two-engine harness.
    fn is_test(&self) -> bool {
        self.path.split('/').any(|part| {
            matches!(
                part,
                "tests" | "tests.rs" | "testing" | "testing.rs" | "e2e" | "benches"
            )
        })
    }
}

/// The project's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()
        .expect("the project's root")
}

/// Every file under `dir` (a path from the root), as paths from the root, sorted.
pub fn paths(dir: &str) -> Vec<String> {
    let mut found = Vec::new();
    walk(&root(), &root().join(dir), &mut found);
    found.sort();
    found
}

fn walk(root: &Path, dir: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        let kind = entry.file_type().expect("a file type");
        if kind.is_dir() && !SKIPPED.iter().any(|skipped| name == *skipped) {
            walk(root, &path, found);
        } else if kind.is_file() {
            found.push(
                path.strip_prefix(root)
                    .expect("under the root")
                    .to_string_lossy()
                    .replace('\\', "/"),
            );
        }
    }
}

/// Every readable text file under `dir`; pictures, fonts and archives are left out.
pub fn sources(dir: &str) -> Vec<Source> {
    let read = |path: String| {
        Some(Source {
            text: fs::read_to_string(root().join(&path)).ok()?,
            path,
        })
    };
    paths(dir).into_iter().filter_map(read).collect()
}

/// Fails with one problem a line.
#[track_caller]
pub fn none(rule: &str, problems: &[String]) {
    assert!(problems.is_empty(), "{rule}:\n  {}", problems.join("\n  "));
}
