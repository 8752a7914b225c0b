//! The layers inside a slice, and the rules that hold in all code: who names the web, the database, the environment.

use std::collections::{BTreeMap, BTreeSet};

use super::Source;
use super::migrations::tables_created;
use super::rust::{Split, names, split};

/// Crates that are made of pages without being slices.
const NOT_SLICES: [&str; 2] = ["ui", "web"];

/// A crate with pages or use-cases is a slice.
fn slices(sources: &[Source]) -> BTreeSet<&str> {
    let mark = |path: &str| {
        path.starts_with("src/pages/")
            || path == "src/pages.rs"
            || path == "src/service.rs"
            || path.starts_with("src/service/")
    };
    let found = sources
        .iter()
        .filter_map(Source::in_crate)
        .filter(|(_, path)| mark(path))
        .map(|(name, _)| name);
    found.filter(|name| !NOT_SLICES.contains(name)).collect()
}

/// Whether `path` (inside a crate) is the layer `name`: `src/name.rs` or something under `src/name/`.
fn layer(path: &str, name: &str) -> bool {
    path.strip_prefix("src/")
        .and_then(|p| p.strip_prefix(name))
        .is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}

fn in_slice(source: &Source, path: &str, code: &Split, found: &mut Vec<String>) {
    let at = &source.path;
    let web = ["pages", "api", "lib"].iter().any(|l| layer(path, l));
    for word in ["axum", "askama"] {
        if !web && names(&code.code, word) {
            found.push(format!(
                "{at} names {word}: only pages/ and api.rs may (and lib.rs, for capability())"
            ));
        }
    }
    if ["model", "rules"].iter().any(|l| layer(path, l)) {
        for word in ["async", "await"] {
            if names(&code.code, word) {
                found.push(format!(
                    "{at} has `{word}`: a model and a rule do no input or output"
                ));
            }
        }
    }
    if !layer(path, "queries") {
        for text in code
            .strings
            .iter()
            .map(|t| t.trim_start())
            .filter(|t| is_sql(t))
        {
            found.push(format!(
                "{at} holds SQL ({:.40}): it belongs in queries.rs",
                text.replace('\n', " ")
            ));
        }
    }
}

/// Names of tables in a text of SQL: what follows FROM, JOIN, INTO, UPDATE or TABLE, and what stands before a dot.
fn tables_named(sql: &str) -> BTreeSet<String> {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let words: Vec<&str> = sql
        .split(|c: char| !part(c) && c != '.' && c != ',')
        .filter(|w| !w.is_empty())
        .collect();
    let mut found = BTreeSet::new();
    for (n, word) in words.iter().enumerate() {
        if matches!(
            word.to_ascii_uppercase().as_str(),
            "FROM" | "JOIN" | "INTO" | "UPDATE" | "TABLE" | "ONLY"
        ) {
            found.extend(
                words
                    .iter()
                    .skip(n + 1)
                    .take(1)
                    .flat_map(|w| w.split(','))
                    .map(|w| w.to_ascii_lowercase()),
            );
        }
        found.extend(
            word.split(',')
                .filter_map(|w| w.split_once('.'))
                .map(|(table, _)| table.to_ascii_lowercase()),
        );
    }
    found
}

/// The names listed after « Tables owned » in a README, as a heading or in bold: up to the first stop.
fn tables_owned(readme: &str) -> BTreeSet<String> {
    let Some((_, after)) = readme.split_once("Tables owned") else {
        return BTreeSet::new();
    };
    let list = after
        .trim_start_matches(['*', ':', ' ', '\n'])
        .split(['.', '#', ';'])
        .next()
        .unwrap_or_default();
    let name = |s: &&str| {
        !s.is_empty()
            && s.chars()
                .all(|c| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit())
    };
    let words = list.split([',', ' ', '\n', '`']).filter(name);
    words
        .filter(|word| !matches!(*word, "and" | "none"))
        .map(str::to_owned)
        .collect()
}

/// Whether a string literal is a text of SQL.
fn is_sql(text: &str) -> bool {
    let verbs = [
        "SELECT",
        "INSERT INTO",
        "UPDATE",
        "DELETE FROM",
        "WITH",
        "ALTER TABLE",
        "DROP TABLE",
    ];
    verbs.iter().any(|verb| {
        text.trim_start()
            .strip_prefix(verb)
            .is_some_and(|rest| rest.starts_with([' ', '\n']))
    })
}

fn ownership(sources: &[Source], created: &BTreeSet<String>) -> Vec<String> {
    let mut found = Vec::new();
    let mut owner: BTreeMap<String, &str> = BTreeMap::new();
    for source in sources.iter().filter(|s| s.path.ends_with("/README.md")) {
        let Some((name, "README.md")) = source.in_crate() else {
            continue;
        };
        for table in tables_owned(&source.text) {
            if !created.contains(&table) {
                found.push(format!(
                    "{} owns the table {table}, which no migration creates",
                    source.path
                ));
            }
            if let Some(other) = owner.insert(table.clone(), name) {
                found.push(format!("{name} and {other} both own the table {table}"));
            }
        }
    }
    for source in sources
        .iter()
        .filter(|s| s.path.ends_with(".rs") && !s.is_test())
    {
        let Some((name, _)) = source.in_crate() else {
            continue;
        };
        for table in split(&source.text)
            .strings
            .iter()
            .filter(|s| is_sql(s))
            .flat_map(|s| tables_named(s))
            .collect::<BTreeSet<_>>()
        {
            let holder = owner.get(&table).copied().unwrap_or("store");
            // The journal and the blobs of `store` are written by every slice through its functions, never through SQL.
            if created.contains(&table) && name != holder {
                found.push(format!(
                    "{} names the table {table}, which belongs to {holder}",
                    source.path
                ));
            }
        }
    }
    found
}

fn problems(sources: &[Source]) -> Vec<String> {
    let slices = slices(sources);
    let mut found = Vec::new();
    for source in sources
        .iter()
        .filter(|s| s.path.ends_with(".rs") && !s.is_test())
    {
        let Some((name, path)) = source.in_crate() else {
            continue;
        };
        if !path.starts_with("src/") {
            continue;
        }
        let code = split(&source.text);
        if slices.contains(name) {
            in_slice(source, path, &code, &mut found);
        }
        if name != "store" && names(&code.code, "sqlx") {
            found.push(format!("{} names sqlx: only store may", source.path));
        }
        // Settings come in as arguments, so that two instances can live in one process and tests need no environment.
        if name != "cli"
            && ["env::var", "env::vars", "env::var_os", "env::vars_os"]
                .iter()
                .any(|w| names(&code.code, w))
        {
            found.push(format!(
                "{} reads the environment: only cli may",
                source.path
            ));
        }
    }
    found
}

#[test]
fn layers_hold() {
    let sources = super::sources("crates");
    assert!(
        slices(&sources).contains("dossier"),
        "the slices were not found"
    );
    super::none("a layer is crossed", &problems(&sources));
}

#[test]
fn each_table_has_one_owner_who_alone_names_it() {
    let created = tables_created(&super::sources("migrations"));
    assert!(created.len() > 3, "the tables were not found");
    super::none(
        "a table is named by another than its owner",
        &ownership(&super::sources("crates"), &created),
    );
}

#[test]
fn planted_crossings_are_seen() {
    let sources = [
        Source::new(
            "crates/a/src/pages/home.rs",
            "use axum::Router; use askama::Template;",
        ),
        Source::new("crates/a/src/lib.rs", "use axum::Router;"),
        Source::new("crates/a/src/rules.rs", "async fn f() {}"),
        Source::new("crates/a/src/model/story.rs", "fn f() { g().await }"),
        Source::new(
            "crates/a/src/service.rs",
            "use axum::Json; const Q: &str = \"SELECT 1\"; // sqlx",
        ),
        Source::new(
            "crates/a/src/queries.rs",
            "const Q: &str = \"SELECT 1\"; use sqlx::Row;",
        ),
        Source::new(
            "crates/a/src/tests/mod.rs",
            "use askama::X; fn f() { std::env::var(\"A\"); }",
        ),
        Source::new(
            "crates/kernel/src/lib.rs",
            "async fn f() { std::env::var(\"A\"); }",
        ),
        Source::new("crates/cli/src/main.rs", "fn f() { std::env::var(\"A\"); }"),
        Source::new("crates/web/src/pages/home.rs", ""),
        Source::new("crates/web/src/serve.rs", "use axum::Router;"),
    ];
    assert_eq!(
        problems(&sources),
        [
            "crates/a/src/rules.rs has `async`: a model and a rule do no input or output",
            "crates/a/src/model/story.rs has `await`: a model and a rule do no input or output",
            "crates/a/src/service.rs names axum: only pages/ and api.rs may (and lib.rs, for capability())",
            "crates/a/src/service.rs holds SQL (SELECT 1): it belongs in queries.rs",
            "crates/a/src/queries.rs names sqlx: only store may",
            "crates/kernel/src/lib.rs reads the environment: only cli may",
        ]
    );
}

#[test]
fn planted_reading_of_anothers_table_is_seen() {
    let created = ["slots", "grants", "entries"].map(String::from).into();
    let sources = [
        Source::new(
            "crates/a/README.md",
            "# a\n\n## Tables owned\n\n`slots`, `ghosts`.\n\n## Never stored\n\n`grants`\n",
        ),
        Source::new(
            "crates/b/README.md",
            "# b\n\n**Tables owned**: grants and\nslots.\n\nUnlike entries.",
        ),
        Source::new(
            "crates/a/src/queries.rs",
            "const Q: &str = \"SELECT s.id FROM slots s, grants g\";",
        ),
        Source::new(
            "crates/b/src/queries.rs",
            "const Q: &str = \"DELETE FROM grants WHERE id = $1 AND entries.d = 1\";",
        ),
        Source::new(
            "crates/store/src/journal.rs",
            "const Q: &str = \"INSERT INTO entries (d) VALUES ($1)\";",
        ),
    ];
    assert_eq!(
        ownership(&sources, &created),
        [
            "crates/a/README.md owns the table ghosts, which no migration creates",
            "b and a both own the table slots",
            "crates/a/src/queries.rs names the table slots, which belongs to b",
            "crates/b/src/queries.rs names the table entries, which belongs to store",
        ]
    );
    let named = tables_named(
        "INSERT INTO a SELECT * FROM b JOIN c ON c.x = d.y WHERE e = 1 ON CONFLICT DO UPDATE SET f = 2",
    );
    assert!(
        ["a", "b", "c", "d"].iter().all(|t| named.contains(*t))
            && !named.contains("e")
            && !named.contains("f")
    );
}
