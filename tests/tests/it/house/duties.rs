//! Every way out that a slice declares for the rows of people is a use-case of a slice.

use super::Source;

fn problems(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    let code: String = sources.iter().map(|source| source.text.as_str()).collect();
    for source in sources {
        if !source.path.ends_with("/src/pages/capability.rs") {
            continue;
        }
        let lines = source.text.lines().map(str::trim);
        let ways = lines.filter_map(|line| line.strip_prefix("erased_by: \""));
        let ways = ways.filter_map(|line| line.strip_suffix("\","));
        for way in ways.flat_map(|ways| ways.split(", ")) {
            let act = way.rsplit("::").next().unwrap_or_default();
            if !act.is_empty() && !code.contains(&format!("pub async fn {act}(")) {
                found.push(format!("{}: there is no {way}", source.path));
            }
        }
    }
    found
}

#[test]
fn each_way_out_that_is_declared_exists() {
    super::none("duties", &problems(&super::sources("crates")));
}

#[test]
fn planted_way_out_is_seen() {
    let sources = [
        Source::new(
            "crates/a/src/pages/capability.rs",
            "erased_by: \"A::stop, A::sweep\",\nerased_by: \"\",",
        ),
        Source::new("crates/a/src/service.rs", "pub async fn stop("),
        Source::new("crates/b/src/service.rs", "pub async fn sweep_all("),
    ];
    assert_eq!(
        problems(&sources),
        ["crates/a/src/pages/capability.rs: there is no A::sweep"]
    );
}
