//! Each crate says in its README what it is for, shows it as its documentation, and stands in the list.

use super::Source;

fn problems(sources: &[Source]) -> Vec<String> {
    let text = |path: String| {
        sources
            .iter()
            .find(|s| s.path == path)
            .map(|s| s.text.as_str())
    };
    let list = text("crates/README.md".into()).unwrap_or_default();
    let mut found = Vec::new();
    for name in sources
        .iter()
        .filter_map(Source::in_crate)
        .filter(|(_, path)| *path == "Cargo.toml")
        .map(|(name, _)| name)
    {
        if !list
            .lines()
            .any(|line| line.contains(&format!("[`{name}`]({name}/)")))
        {
            found.push(format!("crates/README.md does not list {name}"));
        }
        // The first paragraph after the title starts with a sentence.
        let readme = text(format!("crates/{name}/README.md")).unwrap_or_default();
        let purpose = readme
            .lines()
            .find(|l| !l.is_empty() && !l.starts_with('#'))
            .unwrap_or_default();
        if purpose.len() < 20 {
            found.push(format!(
                "crates/{name}/README.md does not begin with a sentence of purpose"
            ));
        }
        let entry = text(format!("crates/{name}/src/lib.rs"))
            .or_else(|| text(format!("crates/{name}/src/main.rs")));
        if !entry
            .unwrap_or_default()
            .contains("#![doc = include_str!(\"../README.md\")]")
        {
            found.push(format!("crates/{name}: README.md is not its documentation"));
        }
    }
    found
}

#[test]
fn each_crate_says_what_it_is_for() {
    super::none("README", &problems(&super::sources("crates")));
}

#[test]
fn planted_silence_is_seen() {
    let sources = [
        Source::new("crates/README.md", "| [`a`](a/) | does it |"),
        Source::new("crates/a/Cargo.toml", ""),
        Source::new("crates/a/README.md", "# a\n\nDoes what has to be done.\n"),
        Source::new(
            "crates/a/src/lib.rs",
            "#![doc = include_str!(\"../README.md\")]",
        ),
        Source::new("crates/b/Cargo.toml", ""),
    ];
    assert_eq!(
        problems(&sources),
        [
            "crates/README.md does not list b",
            "crates/b/README.md does not begin with a sentence of purpose",
            "crates/b: README.md is not its documentation",
        ]
    );
}
