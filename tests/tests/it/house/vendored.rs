//! Files written by others are in `vendor/`, unchanged, and declared with their origin in `vendor/vendor.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use toml::Table;

/// `digests`: path inside the folder and SHA-256 in hexadecimal of each file that is there.
fn problems(page: &str, digests: &BTreeMap<String, String>) -> Vec<String> {
    let table: Table = page.parse().expect("vendor.toml");
    let mut found = Vec::new();
    let mut declared = BTreeSet::new();
    for file in table
        .get("file")
        .and_then(|f| f.as_array())
        .into_iter()
        .flatten()
    {
        let field = |name: &str| file.get(name).and_then(|v| v.as_str()).unwrap_or_default();
        let path = field("path");
        declared.insert(path.to_owned());
        for name in ["name", "version", "licence", "source"] {
            if field(name).is_empty() {
                found.push(format!("{path} has no {name}"));
            }
        }
        match digests.get(path) {
            None => found.push(format!("{path} is declared and is not there")),
            Some(digest) if digest != field("sha256") => {
                found.push(format!("{path} has changed: its SHA-256 is {digest}"))
            }
            Some(_) => {}
        }
    }
    found.extend(
        digests
            .keys()
            .filter(|p| !declared.contains(*p))
            .map(|p| format!("{p} is not declared")),
    );
    found
}

#[test]
fn vendored_files_are_declared_and_unchanged() {
    let mut digests = BTreeMap::new();
    for path in super::paths("vendor") {
        let inside = path.trim_start_matches("vendor/").to_owned();
        if !matches!(inside.as_str(), "vendor.toml" | "README.md") {
            let bytes = fs::read(super::root().join(&path)).expect("a vendored file");
            digests.insert(inside, seal::sha256(&bytes).to_string());
        }
    }
    assert!(!digests.is_empty(), "no vendored file was found");
    let page =
        fs::read_to_string(super::root().join("vendor/vendor.toml")).expect("vendor/vendor.toml");
    super::none("vendor/", &problems(&page, &digests));
}

#[test]
fn planted_change_is_seen() {
    let page = "[[file]]\npath = 'a.js'\nname = 'a'\nversion = '1'\nlicence = 'MIT'\nsource = 'npm a 1'\nsha256 = '00'\n\
                [[file]]\npath = 'b.js'\nname = 'b'\nversion = '1'\nlicence = 'MIT'\n";
    let digests = [("a.js", "01"), ("c.js", "02")]
        .map(|(p, d)| (p.to_owned(), d.to_owned()))
        .into();
    assert_eq!(
        problems(page, &digests),
        [
            "a.js has changed: its SHA-256 is 01",
            "b.js has no source",
            "b.js is declared and is not there",
            "c.js is not declared",
        ]
    );
}
