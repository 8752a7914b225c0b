//! Maps do not go stale: every path named in the pages for builders exists, and every link leads somewhere.

use std::path::Path;

use super::{Source, root};

/// Pages whose every path must exist. The first two must themselves exist.
const MAPS: [&str; 6] = [
    "README.md",
    "docs/build/architecture.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "crates/README.md",
    "docs/build/",
];

/// A name in backticks is a path when its first folder is one of these…
const FOLDERS: [&str; 18] = [
    ".ci",
    "assets",
    "bench",
    "bin",
    "content",
    "crates",
    "docs",
    "e2e",
    "extension",
    "fuzz",
    "locales",
    "migrations",
    "packaging",
    "src",
    "templates",
    "tests",
    "vectors",
    "vendor",
];
/// … or its end one of these.
const ENDS: [&str; 8] = [
    ".rs", ".md", ".toml", ".sql", ".html", ".ftl", ".sh", ".typ",
];

/// The names in backticks, outside fenced blocks.
fn spans(text: &str) -> Vec<String> {
    let mut fenced = false;
    let prose = text.lines().filter(|line| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        !fenced && !fence
    });
    let prose: Vec<&str> = prose.collect();
    prose
        .join("\n")
        .split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// Whether a name in backticks claims to be a path of the project.
fn is_path(span: &str) -> bool {
    let first = span.split('/').next().unwrap_or_default();
    let plain = span
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "._-/*".contains(c));
    plain
        && !span.starts_with('/')
        && (span.contains('/') && FOLDERS.contains(&first)
            || ENDS.iter().any(|e| span.ends_with(e) && span != *e))
}

/// Whether `path` exists; `*` stands for any part of one name; a bare file name may be anywhere.
fn exists(all: &[String], path: &str) -> bool {
    let wanted: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    let matches = |candidate: &str| {
        let parts: Vec<&str> = candidate.split('/').collect();
        // Names such as `rules.rs` or `src/pages` speak of every slice.
        let skip = if matches!(wanted.first(), Some(&("src" | "templates"))) || wanted.len() == 1 {
            parts.len()
        } else {
            1
        };
        (0..skip).any(|from| {
            wanted
                .iter()
                .enumerate()
                .all(|(n, w)| parts.get(from + n).is_some_and(|p| glob(w, p)))
        })
    };
    all.iter().any(|candidate| matches(candidate))
}

fn glob(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((start, end)) => {
            name.len() >= start.len() + end.len() && name.starts_with(start) && name.ends_with(end)
        }
    }
}

fn missing_paths(page: &Source, all: &[String]) -> Vec<String> {
    let absent = |s: &String| is_path(s) && !exists(all, s);
    spans(&page.text)
        .into_iter()
        .filter(absent)
        .map(|s| format!("{} names {s}, which does not exist", page.path))
        .collect()
}

/// Relative links `](target)` that lead nowhere.
fn dead_links(page: &Source, all: &[String]) -> Vec<String> {
    let folder = Path::new(&page.path).parent().unwrap_or(Path::new(""));
    let mut found = Vec::new();
    for rest in page.text.split("](").skip(1) {
        let target = rest.split([')', '#', ' ']).next().unwrap_or_default();
        if target.is_empty() || target.contains(':') {
            continue;
        }
        let mut whole: Vec<&str> = folder.iter().filter_map(|p| p.to_str()).collect();
        for part in target.trim_end_matches('/').split('/') {
            match part {
                ".." => drop(whole.pop()),
                "." => {}
                _ => whole.push(part),
            }
        }
        let whole = whole.join("/");
        if !all.iter().any(|p| {
            *p == whole
                || p.strip_prefix(&whole)
                    .is_some_and(|rest| rest.starts_with('/'))
        }) {
            found.push(format!(
                "{} links to {target}, which does not exist",
                page.path
            ));
        }
    }
    found
}

#[test]
fn every_path_named_for_builders_exists() {
    let all = super::paths("");
    let pages = super::sources("");
    for must in MAPS.iter().take(2) {
        assert!(root().join(must).is_file(), "{must} is missing");
    }
    let map = |s: &&Source| {
        s.path.ends_with(".md")
            && MAPS
                .iter()
                .any(|m| s.path == *m || m.ends_with('/') && s.path.starts_with(m))
    };
    let found: Vec<String> = pages
        .iter()
        .filter(map)
        .flat_map(|page| missing_paths(page, &all))
        .collect();
    super::none("a page names a path that does not exist", &found);
}

#[test]
fn every_link_between_pages_leads_somewhere() {
    let all = super::paths("");
    let pages = super::sources("");
    // `content/` has its own checks and its own link form.
    let ours = |s: &&Source| {
        s.path.ends_with(".md") && !s.path.starts_with("content/") && !s.path.starts_with("vendor/")
    };
    let found: Vec<String> = pages
        .iter()
        .filter(ours)
        .flat_map(|page| dead_links(page, &all))
        .collect();
    super::none("a link leads nowhere", &found);
}

#[test]
fn every_page_of_the_book_is_in_its_summary() {
    let summary = std::fs::read_to_string(root().join("docs/SUMMARY.md")).expect("docs/SUMMARY.md");
    let page = |p: &&String| p.ends_with(".md") && *p != "docs/SUMMARY.md";
    let absent = |p: &&String| !summary.contains(&format!("({})", p.trim_start_matches("docs/")));
    let found: Vec<String> = super::paths("docs")
        .iter()
        .filter(page)
        .filter(absent)
        .cloned()
        .collect();
    super::none("pages that docs/SUMMARY.md does not name", &found);
}

#[test]
fn planted_wrong_paths_and_links_are_seen() {
    let all = [
        "crates/seal/src/lib.rs",
        "docs/build/a.md",
        "crates/a/src/rules.rs",
        "README.md",
    ]
    .map(String::from);
    let page = Source::new(
        "docs/build/b.md",
        "`crates/seal/` `crates/*/src/lib.rs` `rules.rs` `src/rules.rs` `text/plain` `a.md` `.rs`\n`crates/seel/src` `lost.rs` `src/pages`\n\
         ```\n`crates/fenced`\n```\n[x](a.md) [x](a.md#part) [x](../../README.md) [x](https://example.org/z) [x](../gone.md)",
    );
    assert_eq!(
        missing_paths(&page, &all),
        ["crates/seel/src", "lost.rs", "src/pages"]
            .map(|p| format!("docs/build/b.md names {p}, which does not exist"))
    );
    assert_eq!(
        dead_links(&page, &all),
        ["docs/build/b.md links to ../gone.md, which does not exist"]
    );
}
