//! The search over the whole base: what people type finds what they look for among the first three answers, and so
//! does every synonym.

#![cfg(test)]
#![expect(clippy::print_stdout, reason = "the figures are what it is run for")]

use finder::Finder;
use guide::{Content, search};
use kernel::ports::Search as _;
use kernel::search::{Ask, Target};
use serde::Deserialize;

#[derive(Deserialize)]
struct Expected {
    query: Vec<Query>,
}

#[derive(Deserialize)]
struct Query {
    q: String,
    any: Vec<String>,
}

fn content() -> &'static Content {
    Content::embedded().expect("the content")
}

fn finder() -> Finder {
    Finder::new(|| search::entries(content()))
}

/// The first answers, as `sort/id`.
fn answers(finder: &Finder, words: &str, count: usize) -> Vec<String> {
    let found = finder.search(&Ask::new(words, count)).expect("an answer");
    found
        .hits
        .iter()
        .map(|hit| hit.target.to_string())
        .collect()
}

#[test]
fn what_people_type_finds_what_they_look_for() {
    let expected: Expected = toml::from_str(include_str!("expected.toml")).expect("the list");
    assert!(expected.query.len() >= 80);
    let known: Vec<String> = search::entries(content())
        .iter()
        .map(|entry| entry.target.to_string())
        .collect();
    let finder = finder();
    let (mut first, mut missed) = (0, Vec::new());
    for query in &expected.query {
        for target in &query.any {
            assert!(known.contains(target), "{}: no entry {target}", query.q);
        }
        let found = answers(&finder, &query.q, 3);
        first += usize::from(
            found
                .first()
                .is_some_and(|target| query.any.contains(target)),
        );
        if !found.iter().any(|target| query.any.contains(target)) {
            missed.push(format!("« {} »: {found:?}, not {:?}", query.q, query.any));
        }
    }
    let all = expected.query.len();
    println!(
        "{} of {all} searches answered among the first three, {first} at once",
        all - missed.len()
    );
    assert!(
        missed.is_empty(),
        "{} of {all} missed, {first} at once:\n{}",
        missed.len(),
        missed.join("\n")
    );
}

#[test]
fn every_synonym_finds_its_target() {
    let finder = finder();
    let (mut tried, mut missed) = (0, Vec::new());
    for group in content().synonyms().groups() {
        let target: &Target = group.targets.first().expect("a target");
        for word in &group.words {
            tried += 1;
            let found = answers(&finder, word, 3);
            if !found.contains(&target.to_string()) {
                missed.push(format!("« {word} »: {found:?}, not {target}"));
            }
        }
    }
    println!("{tried} synonyms");
    assert!(
        missed.is_empty(),
        "{} of {tried} missed:\n{}",
        missed.len(),
        missed.join("\n")
    );
}
