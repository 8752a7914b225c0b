//! The project speaks for itself: it names no machine on which it was written, no tool that wrote it, no place that
//! packages are fetched from, and no page that it does not hold.

use super::Source;

/// The word, and whether it is also forbidden under `content/`, where people and schools may bear any name.
/// Written in two halves, so that this page does not hold what it forbids.
const FORBIDDEN: [(&str, bool); 19] = [
    (concat!("/wo", "rk/"), true),
    (concat!("/tm", "p/"), true),
    (concat!("/ro", "ot/"), true),
    (concat!("../sha", "red"), true),
    (concat!("cla", "ude"), false),
    (concat!("anthro", "pic"), false),
    (concat!("crates", ".io"), true),
    (concat!("static.", "rust-lang"), true),
    (concat!("py", "pi.org"), true),
    (concat!("python", "hosted"), true),
    (concat!("npm", "js.com"), true),
    (concat!("npm", "js.org"), true),
    (concat!("yarn", "pkg.com"), true),
    (concat!("deb.", "debian.org"), true),
    (concat!("proxy.", "golang.org"), true),
    (concat!("DESI", "GN.md"), true),
    (concat!("seal-", "spec"), true),
    (concat!("nee", "ds.md"), true),
    (concat!("sub", "agent"), true),
];

fn problems(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    // A lock file is written by the package manager, a vendored one by others.
    let ours = |s: &&Source| {
        !s.path.ends_with("Cargo.lock")
            && !s.path.ends_with("package-lock.json")
            && !s.path.starts_with("vendor/")
    };
    for source in sources.iter().filter(ours) {
        for (number, line) in source.text.lines().enumerate() {
            let lower = line.to_lowercase();
            for (word, everywhere) in FORBIDDEN {
                if lower.contains(&word.to_lowercase())
                    && (everywhere || !source.path.starts_with("content/"))
                {
                    found.push(format!("{}:{}: « {word} »", source.path, number + 1));
                }
            }
        }
    }
    found
}

#[test]
fn the_project_names_only_itself() {
    super::none(
        "words that do not belong here",
        &problems(&super::sources("")),
    );
}

#[test]
fn planted_words_are_seen() {
    let name = concat!("Cla", "ude");
    let sources = [
        Source::new("README.md", &format!("a\nsee {}x", concat!("/wo", "rk/"))),
        Source::new("docs/a.md", name),
        Source::new(
            "content/cases/a.md",
            &format!("collège {name} Monet, {}", concat!("py", "pi.org")),
        ),
        Source::new("Cargo.lock", concat!("crates", ".io")),
    ];
    let expected = [
        format!("README.md:2: « {} »", concat!("/wo", "rk/")),
        format!("docs/a.md:1: « {} »", concat!("cla", "ude")),
        format!("content/cases/a.md:1: « {} »", concat!("py", "pi.org")),
    ];
    assert_eq!(problems(&sources), expected);
}
