//! Learns the weights of the triage from `content/corpus/`, writes them, and prints how good they are.
//!
//!     cargo run --release -p guide --example learn              cross-validates, then writes the weights
//!     cargo run --release -p guide --example learn -- --check   cross-validates and writes nothing
//!
//! One fold in five is never learnt from: the shipped weights are those of the first line of the table.

#![expect(clippy::print_stdout, reason = "a command that prints its measures")]

mod table;

use guide::files::Files;
use guide::triage::learn::{Example, FOLDS, HELD_OUT, learn, source};
use guide::triage::{Lexicon, read};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};
use table::Tally;

/// Every labelled story, in order of file.
fn corpus(folder: &Path) -> Result<Vec<Example>, Box<dyn Error>> {
    let mut files: Vec<PathBuf> = Vec::new();
    for folder in [folder.to_path_buf(), folder.join("kinds")] {
        for entry in fs::read_dir(folder)? {
            files.push(entry?.path());
        }
    }
    files.retain(|path| path.extension().is_some_and(|end| end == "jsonl"));
    files.sort();
    let mut examples = Vec::new();
    for file in files {
        for line in fs::read_to_string(&file)?.lines() {
            let example = serde_json::from_str(line)
                .map_err(|error| format!("{}: {error}", file.display()))?;
            examples.push(example);
        }
    }
    Ok(examples)
}

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
    let teaching: Vec<&Example> = examples.iter().filter(|one| one.teaches()).collect();

    let mut whole = Tally::default();
    let mut danger = Tally::default();
    for fold in 0..FOLDS {
        let taught: Vec<&Example> = teaching
            .iter()
            .copied()
            .filter(|one| one.fold() != fold)
            .collect();
        let stamp = source(&files, &taught);
        let weights = learn(&words(&files)?, &taught, &stamp)?;
        if fold == HELD_OUT && !env::args().any(|word| word == "--check") {
            fs::write(content.join("triage/weights.txt"), weights.text())?;
        }
        let lexicon = words(&files)?.with(weights);
        let mut own = Tally::default();
        for one in teaching.iter().filter(|one| one.fold() == fold) {
            let reading = read(&lexicon, &one.text);
            if one.danger.is_empty() {
                own.add(one, &reading);
                whole.add(one, &reading);
            } else {
                danger.add(one, &reading);
            }
        }
        println!("fold {fold}: learnt from {}; {}", taught.len(), own.line());
    }
    println!("\nall folds: {}", whole.line());
    println!(
        "sentences of danger.jsonl and plain.jsonl: {}",
        danger.line()
    );
    println!("{}", whole.asking());
    println!("\n{}", whole.by_kind());
    println!("{}", whole.confusions());
    Ok(())
}
