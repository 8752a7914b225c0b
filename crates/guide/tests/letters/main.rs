//! The letters: complete, refused while incomplete, addressed to the right authority.
//! N027, N047, N048, N049, N051, N053, N065.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking, its helpers included"
)]

mod addressees;
mod collective;
mod complaint;
mod mentions;
mod notice;
mod own;
mod references;
mod requests;
mod school;
mod words;

use guide::law::Lang;
use guide::letters::{
    Draft, LetterFacts, MentionState, Missing, draft, example_facts, render_text,
};
use guide::{Content, Files};
use std::sync::atomic::{AtomicU32, Ordering};

const LETTERS: [&str; 3] = [
    "dsa-notification",
    "plainte-procureur",
    "protection-fonctionnelle",
];

fn content() -> &'static Content {
    Content::embedded().unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn facts(id: &str) -> LetterFacts {
    toml::from_str(example_facts(content(), id).unwrap()).unwrap()
}

fn write(id: &str, facts: &LetterFacts) -> Draft {
    draft(content(), id, facts, Lang::Fr).unwrap_or_else(|refusal| panic!("{id}: {refusal:?}"))
}

/// Line ends and no-break spaces apart.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn final_text(id: &str, facts: &LetterFacts) -> String {
    flat(&render_text(
        &write(id, facts)
            .finalise()
            .unwrap_or_else(|missing| panic!("{id}: {missing:?}")),
    ))
}

/// Every mention of the finished letter: filled, and what it shows stands in the text.
fn finished_mentions(id: &str) -> Vec<MentionState> {
    let facts = facts(id);
    let text = final_text(id, &facts);
    let mentions = write(id, &facts).mentions;
    for mention in &mentions {
        assert!(mention.filled, "{id}: {}", mention.id);
        for shown in &mention.shown {
            assert!(
                text.contains(&flat(shown)),
                "{id}, {}: « {shown} »",
                mention.id
            );
        }
    }
    mentions
}

fn refused(id: &str, facts: &LetterFacts) -> Vec<Missing> {
    write(id, facts)
        .finalise()
        .expect_err("the letter was finished")
}

/// Empties a field of the facts file by its path; `facts.when` empties it in every fact.
fn without(facts: &LetterFacts, path: &str) -> LetterFacts {
    if path == "last_days" {
        // Worked out from the dates: without one, nothing is.
        let mut facts = facts.clone();
        facts.facts.iter_mut().for_each(|fact| fact.date.clear());
        return facts;
    }
    let mut json = serde_json::to_value(facts).unwrap();
    let path = path.replace("publications", "facts");
    let mut at = &mut json;
    let mut names = path.split('.').peekable();
    while let Some(name) = names.next() {
        if at.is_array() {
            for row in at.as_array_mut().unwrap() {
                row[name] = "".into();
                if name == "when" && row.get("date").is_some() {
                    row["date"] = "".into();
                }
            }
            return serde_json::from_value(json).unwrap();
        }
        if at.get(name).is_none() {
            return facts.clone();
        }
        let next = &mut at[name];
        if names.peek().is_none() {
            *next = match next {
                serde_json::Value::Array(_) => serde_json::Value::Array(Vec::new()),
                serde_json::Value::Bool(_) => false.into(),
                serde_json::Value::String(_) => "".into(),
                // An alternative that the example does not use.
                serde_json::Value::Null if path.starts_with("more.") => return facts.clone(),
                other => panic!("{path} is {other:?}"),
            };
        }
        at = next;
    }
    serde_json::from_value(json).unwrap()
}

/// The embedded content with one text replaced in one file.
fn edited(file: &str, from: &str, to: &str) -> Result<Content, Vec<guide::Problem>> {
    rewritten(&[(file, from, to)])
}

fn rewritten(edits: &[(&str, &str, &str)]) -> Result<Content, Vec<guide::Problem>> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let dir = std::env::temp_dir().join(format!(
        "letters-{}-{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    ));
    for (name, text) in Files::embedded().all() {
        let path = dir.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let mut text = text.to_owned();
        for (_, from, to) in edits.iter().filter(|(file, _, _)| *file == name) {
            assert!(text.contains(from), "{name}: {from}");
            text = text.replacen(from, to, 1);
        }
        std::fs::write(path, text).unwrap();
    }
    let content = Content::from_dir(&dir);
    std::fs::remove_dir_all(&dir).unwrap();
    content
}
