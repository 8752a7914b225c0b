//! The two engines hold the same tables, made by migrations of the same names.

use std::collections::BTreeSet;

use super::Source;

/// The tables that the migrations among `sources` create.
pub fn tables_created(sources: &[Source]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for source in sources.iter().filter(|s| s.path.ends_with(".sql")) {
        let uncommented: Vec<&str> = source
            .text
            .lines()
            .filter_map(|l| l.split("--").next())
            .collect();
        let text = uncommented.join(" ").to_ascii_lowercase();
        for rest in text.split("create table ").skip(1) {
            let rest = rest.trim_start().trim_start_matches("if not exists ");
            found.insert(
                rest.chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect(),
            );
        }
    }
    found
}

/// File names under one engine's folder.
fn files(sources: &[Source], engine: &str) -> BTreeSet<String> {
    let inside = |s: &Source| {
        Some(
            s.path
                .strip_prefix("migrations/")?
                .strip_prefix(engine)?
                .strip_prefix('/')?
                .to_owned(),
        )
    };
    sources
        .iter()
        .filter_map(inside)
        .filter(|name| name.ends_with(".sql"))
        .collect()
}

fn problems(sources: &[Source]) -> Vec<String> {
    let (sqlite, postgres) = (files(sources, "sqlite"), files(sources, "postgres"));
    let mut found: Vec<String> = sqlite
        .symmetric_difference(&postgres)
        .map(|n| format!("{n} exists for one engine only"))
        .collect();
    for name in sqlite.intersection(&postgres) {
        let tables = |engine: &str| {
            let path = format!("migrations/{engine}/{name}");
            let one: Vec<Source> = sources
                .iter()
                .filter(|s| s.path == path)
                .map(|s| Source {
                    path: path.clone(),
                    text: s.text.clone(),
                })
                .collect();
            tables_created(&one)
        };
        found.extend(
            tables("sqlite")
                .symmetric_difference(&tables("postgres"))
                .map(|t| format!("{name}: the table {t} is made on one engine only")),
        );
    }
    found
}

#[test]
fn both_engines_have_the_same_migrations() {
    let sources = super::sources("migrations");
    assert!(
        !files(&sources, "sqlite").is_empty(),
        "no migration was found"
    );
    super::none("the engines drift apart", &problems(&sources));
}

#[test]
fn planted_drift_is_seen() {
    let sources = [
        Source::new(
            "migrations/sqlite/0001_a.sql",
            "CREATE TABLE x (a); -- create table comment (a)\ncreate table if not exists y (b);",
        ),
        Source::new("migrations/postgres/0001_a.sql", "CREATE TABLE x (a);"),
        Source::new("migrations/postgres/0002_b.sql", ""),
    ];
    assert_eq!(
        problems(&sources),
        [
            "0002_b.sql exists for one engine only",
            "0001_a.sql: the table y is made on one engine only"
        ]
    );
    assert_eq!(
        tables_created(&sources),
        ["x", "y"].map(String::from).into()
    );
}
