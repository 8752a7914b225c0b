//! `arrows.toml` against every `Cargo.toml`: who imports whom, and who may name a fenced crate.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use toml::Table;

/// One of our packages and the names in its dependency tables.
struct Manifest {
    /// Folder under `crates/`, or `stories`.
    name: String,
    normal: BTreeSet<String>,
    dev: BTreeSet<String>,
}

fn manifest(name: &str, text: &str) -> Manifest {
    let table: Table = text.parse().expect("a Cargo.toml");
    let mut normal = names(&table, "dependencies");
    normal.extend(names(&table, "build-dependencies"));
    // Dependencies of one platform are dependencies.
    for target in table
        .get("target")
        .and_then(|t| t.as_table())
        .into_iter()
        .flat_map(Table::values)
    {
        normal.extend(
            target
                .as_table()
                .map(|t| names(t, "dependencies"))
                .unwrap_or_default(),
        );
    }
    Manifest {
        name: name.into(),
        normal,
        dev: names(&table, "dev-dependencies"),
    }
}

fn names(table: &Table, key: &str) -> BTreeSet<String> {
    let entries = table
        .get(key)
        .and_then(|t| t.as_table())
        .into_iter()
        .flatten();
    // A renamed dependency counts under the name of its package.
    entries
        .map(|(name, how)| {
            how.get("package")
                .and_then(|p| p.as_str())
                .unwrap_or(name)
                .to_owned()
        })
        .collect()
}

fn lists(arrows: &Table, key: &str) -> BTreeMap<String, BTreeSet<String>> {
    let list = |value: &toml::Value| {
        value
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|v| v.as_str())
            .map(str::to_owned)
            .collect()
    };
    let table = arrows.get(key).and_then(|t| t.as_table());
    table
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.clone(), list(value)))
        .collect()
}

fn problems(arrows: &str, manifests: &[Manifest]) -> Vec<String> {
    let page: Table = arrows.parse().expect("arrows.toml");
    let (allowed, tests, fence) = (
        lists(&page, "arrows"),
        lists(&page, "tests"),
        lists(&page, "fence"),
    );
    let ours: BTreeSet<&str> = manifests.iter().map(|m| m.name.as_str()).collect();
    let mut found = Vec::new();
    let nothing = BTreeSet::new();
    for m in manifests {
        let Some(may) = allowed.get(&m.name) else {
            found.push(format!("{} has no line in [arrows]", m.name));
            continue;
        };
        let extra = tests.get(&m.name).unwrap_or(&nothing);
        let internal = |names: &BTreeSet<String>| -> BTreeSet<String> {
            names
                .iter()
                .filter(|n| ours.contains(n.as_str()))
                .cloned()
                .collect()
        };
        // Everything that `stories` imports is for tests.
        let (uses, test_uses) = if m.name == "stories" {
            (
                internal(&m.dev.union(&m.normal).cloned().collect()),
                BTreeSet::new(),
            )
        } else {
            (internal(&m.normal), internal(&m.dev))
        };
        found.extend(
            uses.difference(may)
                .map(|to| format!("{} imports {to}: not allowed", m.name)),
        );
        found.extend(
            may.difference(&uses)
                .map(|to| format!("{} may import {to} and does not: remove the arrow", m.name)),
        );
        let beyond = test_uses
            .iter()
            .filter(|to| !may.contains(*to) && !extra.contains(*to));
        found.extend(beyond.map(|to| format!("the tests of {} import {to}: not allowed", m.name)));
        found.extend(
            extra
                .difference(&test_uses)
                .map(|to| format!("[tests] {} = {to} is not used", m.name)),
        );
    }
    found.extend(
        allowed
            .keys()
            .chain(tests.keys())
            .filter(|n| !ours.contains(n.as_str()))
            .map(|n| format!("no crate {n}")),
    );
    for (external, holders) in &fence {
        let uses = manifests
            .iter()
            .filter(|m| m.normal.contains(external) || m.dev.contains(external));
        let uses: BTreeSet<String> = uses.map(|m| m.name.clone()).collect();
        found.extend(
            uses.difference(holders)
                .map(|who| format!("{who} names {external}, which is fenced")),
        );
        found.extend(
            holders
                .difference(&uses)
                .map(|who| format!("{who} may name {external} and does not: remove it")),
        );
    }
    found
}

#[test]
fn arrows_are_those_of_the_page() {
    let root = super::root();
    let mut manifests = Vec::new();
    for entry in fs::read_dir(root.join("crates"))
        .expect("crates/")
        .flatten()
    {
        if let Ok(text) = fs::read_to_string(entry.path().join("Cargo.toml")) {
            manifests.push(manifest(&entry.file_name().to_string_lossy(), &text));
        }
    }
    manifests.push(manifest(
        "stories",
        &fs::read_to_string(root.join("tests/Cargo.toml")).expect("tests/Cargo.toml"),
    ));
    assert!(manifests.len() > 10, "the crates were not found");
    let page = fs::read_to_string(root.join("arrows.toml")).expect("arrows.toml");
    super::none(
        "arrows.toml and the Cargo.toml files differ",
        &problems(&page, &manifests),
    );
}

#[test]
fn planted_arrows_are_seen() {
    let page = "[arrows]\nkernel = []\nstore = ['kernel']\nfront = ['store', 'kernel']\nghost = []\nstories = []\n\
                [tests]\nstore = ['front']\n[fence]\nsha2 = ['kernel']\n";
    let m = |name, text| manifest(name, text);
    let manifests = [
        m("kernel", "[dependencies]\nsha2 = '1'\n"),
        m(
            "store",
            "[dependencies]\nkernel.workspace = true\n[dev-dependencies]\nfront = '1'\n",
        ),
        m(
            "front",
            "[dependencies]\nkernel.workspace = true\nx = { package = 'sha2', version = '1' }\n[dev-dependencies]\nweb = '1'\n",
        ),
        m("web", ""),
        m("stories", "[dev-dependencies]\nweb = '1'\n"),
    ];
    assert_eq!(
        problems(page, &manifests),
        [
            "front may import store and does not: remove the arrow",
            "the tests of front import web: not allowed",
            "web has no line in [arrows]",
            "stories imports web: not allowed",
            "no crate ghost",
            "front names sha2, which is fenced",
        ]
    );
}
