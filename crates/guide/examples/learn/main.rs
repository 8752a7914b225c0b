//! Learns the weights of the triage from `content/corpus/`, writes them, and prints how good they are.
//!
//!     cargo run --release -p guide --example learn              cross-validates, then writes the weights
//!     cargo run --release -p guide --example learn -- --check   cross-validates and writes nothing
//!
//! One fold in five is never learnt from: the shipped weights are those of the first line of the table.

#![expect(clippy::print_stdout, reason = "the tables are what it is run for")]

mod table;

use guide::files::Files;
use guide::triage::learn::{FOLDS, HELD_OUT, corpus, learn, source, taught};
use guide::triage::{Lexicon, read};
use std::error::Error;
use std::path::Path;
use std::{env, fs};
use table::Tally;

/// The words without the weights, which may be missing or stale.
fn words(files: &Files) -> Result<Lexicon, String> {
    let mut problems = Vec::new();
    let lexicon = Lexicon::from_files(files, &mut problems);
    problems.retain(|problem| !problem.file.ends_with("weights.txt"));
    match problems.first() {
        Some(problem) => Err(problem.to_string()),
        None => Ok(lexicon),
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
    let files = Files::from_dir(&content)?;
    let examples = corpus(&content.join("corpus"))?;

    let mut whole = Tally::default();
    let (mut asked, mut told) = (Tally::default(), Tally::default());
    let (mut danger, mut calm) = (Tally::default(), Tally::default());
    for fold in 0..FOLDS {
        let taught = taught(&examples, fold);
        let weights = learn(&words(&files)?, &taught, &source(&files, &taught))?;
        if fold == HELD_OUT && !env::args().any(|word| word == "--check") {
            fs::write(content.join("triage/weights.txt"), weights.text())?;
        }
        let lexicon = words(&files)?.with(weights);
        let mut own = Tally::default();
        for one in examples
            .iter()
            .filter(|one| one.fold() == fold && one.teaches())
        {
            let reading = read(&lexicon, &one.text);
            if one.look_alike() {
                calm.add(one, &reading);
            } else if one.danger.is_empty() {
                own.add(one, &reading);
                whole.add(one, &reading);
                if one.asked() {
                    asked.add(one, &reading);
                } else {
                    told.add(one, &reading);
                }
            } else {
                danger.add(one, &reading);
            }
        }
        println!("fold {fold}: learnt from {}; {}", taught.len(), own.line());
    }
    println!("\nall folds: {}", whole.line());
    println!("asked as one asks an expert: {}", asked.line());
    println!("the others: {}", told.line());
    println!("sentences of danger: {}", danger.line());
    println!("their look-alikes: {}", calm.line());
    println!("{}", whole.asking());
    println!("\n{}", whole.by_kind());
    println!("{}", whole.confusions());
    Ok(())
}
