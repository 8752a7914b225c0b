//! A file is one thing: what passes 700 lines has become two.

use super::Source;

const LIMIT: usize = 700;
const ENDS: [&str; 11] = [
    ".rs", ".html", ".js", ".mjs", ".scss", ".sql", ".sh", ".py", ".pl", ".typ", "bin/test",
];

fn problems(sources: &[Source]) -> Vec<String> {
    let measured = |s: &&Source| {
        let head: Vec<&str> = s.text.lines().take(3).collect();
        let generated = head.iter().any(|line| line.contains("@generated"));
        ENDS.iter().any(|end| s.path.ends_with(end)) && !s.path.contains("vendor/") && !generated
    };
    let long = sources
        .iter()
        .filter(measured)
        .map(|s| (s, s.text.lines().count()))
        .filter(|&(_, n)| n > LIMIT);
    long.map(|(s, n)| format!("{} has {n} lines, more than {LIMIT}", s.path))
        .collect()
}

#[test]
fn no_file_is_two() {
    super::none("files to take apart", &problems(&super::sources("")));
}

#[test]
fn planted_long_file_is_seen() {
    let long = "x\n".repeat(LIMIT + 1);
    let sources = [
        Source::new("crates/a/src/lib.rs", &long),
        Source::new("crates/a/src/short.rs", &"x\n".repeat(LIMIT)),
        Source::new("vendor/x.js", &long),
        Source::new("assets/made.js", &format!("// @generated\n{long}")),
        Source::new("content/law.toml", &long),
    ];
    assert_eq!(
        problems(&sources),
        ["crates/a/src/lib.rs has 701 lines, more than 700"]
    );
}
