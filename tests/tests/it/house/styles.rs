//! A class of ours that no style sheet knows does nothing, and nobody sees that it does nothing.

use super::Source;
use std::collections::BTreeSet;

const SHEET: &str = "assets/preau.css";

fn problems(sources: &[Source]) -> Vec<String> {
    let sheet = sources.iter().find(|s| s.path == SHEET);
    let sheet = sheet.map_or("", |s| s.text.as_str());
    let mut missing = BTreeSet::new();
    let own = |s: &&Source| s.path.ends_with(".html") && !s.path.contains("/tests/");
    for source in sources.iter().filter(own) {
        let classes = source.text.split("class=\"").skip(1);
        let classes = classes.filter_map(|rest| rest.split('"').next());
        for class in classes.flat_map(|all| all.split([' ', '{', '}', '%'])) {
            let known = sheet.split(['.', ',', ' ', '{', ':', '>', '\n', ')', '(', '[']);
            if class.starts_with("preau-") && !known.into_iter().any(|one| one == class) {
                missing.insert(format!("{}: {class}", source.path));
            }
        }
    }
    missing.into_iter().collect()
}

#[test]
fn every_class_of_ours_has_a_style() {
    super::none("classes without style", &problems(&super::sources("")));
}

#[test]
fn planted_class_is_seen() {
    let sources = [
        Source::new(
            SHEET,
            ".preau-part { overflow-wrap: anywhere; }\n.preau-card:hover{}",
        ),
        Source::new(
            "crates/a/templates/a.html",
            "<p class=\"govuk-body preau-part\"><b class=\"preau-card preau-brake\">",
        ),
    ];
    assert_eq!(
        problems(&sources),
        ["crates/a/templates/a.html: preau-brake"]
    );
}
