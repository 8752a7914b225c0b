//! Each row of the list of needs that the guide serves has a test that carries its id: `grep -rn n066_ crates tests` finds it.

use super::{Source, none, sources};
use std::collections::BTreeSet;

/// Qualification and plan; protection, complaint and judge; removal; telephone; the school and those above it, alone and
/// together; prevention.
const ROWS: [std::ops::RangeInclusive<u16>; 7] = [
    12..=31,
    47..=82,
    145..=146,
    164..=169,
    177..=177,
    181..=183,
    184..=203,
];

/// Rows not served yet, said so in `docs/use/ressources.md`: a list of other tools with their hosting and licence.
const NOT_YET: [u16; 1] = [191];

/// The rows that these sources name in a test function.
fn tested<'a>(sources: impl Iterator<Item = &'a Source>) -> BTreeSet<u16> {
    let mut rows = BTreeSet::new();
    for source in sources {
        for line in source.text.lines() {
            let Some((_, name)) = line.split_once("fn ") else {
                continue;
            };
            let name = name.split('(').next().unwrap_or_default();
            let parts = name.split('_').filter_map(|part| part.strip_prefix('n'));
            rows.extend(
                parts
                    .filter(|row| row.len() == 3)
                    .filter_map(|row| row.parse::<u16>().ok()),
            );
        }
    }
    rows
}

/// Served without a test, or tested while it is said not to be served.
fn untested(tested: &BTreeSet<u16>) -> Vec<String> {
    let all = ROWS.into_iter().flatten();
    all.filter(|row| tested.contains(row) == NOT_YET.contains(row))
        .map(|row| format!("N{row:03}"))
        .collect()
}

#[test]
fn each_need_of_the_guide_has_its_test() {
    let planted = [Source::new(
        "crates/x/tests/y.rs",
        "fn n012_n013_a_story() {}\nfn other() {}",
    )];
    let rows = tested(planted.iter());
    assert_eq!(rows, [12, 13].into());
    assert!(untested(&rows).contains(&"N014".to_owned()));

    let all: Vec<Source> = ["crates", "tests", "e2e"]
        .into_iter()
        .flat_map(sources)
        .collect();
    let rust = all.iter().filter(|source| source.path.ends_with(".rs"));
    none(
        "each need has a test that carries its id",
        &untested(&tested(rust)),
    );
}
