//! Indexes made-up answers and searches them, for `bench/searching.py`: one process for each step, so that memory is that
//! step's. Lines of tabs in, lines of tabs out.
//!
//! `searching index FOLDER` reads answers (id, title, question, answer, kinds, profession, level, year, expert);
//! `searching search FOLDER all|published` reads searches (words, kind, year) and says the time of each in microseconds and
//! its first ten answers; `searching alike FOLDER` reads texts and does the same.

#![expect(clippy::print_stdout, reason = "what it is run for")]

use finder::Finder;
use kernel::Moment;
use kernel::ports::{Change, Search as _};
use kernel::search::{Ask, Entry, Face, Facets, Sort, Target};
use std::error::Error;
use std::io::{BufRead as _, Write as _};
use std::path::PathBuf;
use std::time::Instant;

/// Answers taken in at once.
const BATCH: usize = 20_000;
/// Microseconds between two publications.
const APART: i64 = 86_400_000;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (step, folder) = (args.next().unwrap_or_default(), args.next());
    let folder = PathBuf::from(folder.ok_or("searching STEP FOLDER")?);
    let content = guide::Content::embedded().map_err(|problems| format!("{problems:?}"))?;
    let finder = Finder::in_folder(|| guide::search::entries(content), folder);
    match step.as_str() {
        "index" => index(&finder),
        "search" => {
            let published = args.next().as_deref() == Some("published");
            ask(|line| search(&finder, line, published))
        }
        "alike" => ask(|line| {
            let found = finder.alike(line, 5)?;
            Ok(found.into_iter().map(|hit| hit.target).collect())
        }),
        _ => Err("searching index|search|alike FOLDER".into()),
    }
}

fn index(finder: &Finder) -> Result<(), Box<dyn Error>> {
    let (mut changes, mut count) = (Vec::new(), 0);
    for line in std::io::stdin().lock().lines() {
        count += 1;
        changes.push(Change::Put(Box::new(entry(&line?, count)?)));
        if changes.len() == BATCH {
            finder.follow(std::mem::take(&mut changes), u64::try_from(count)?)?;
        }
    }
    finder.follow(changes, u64::try_from(count)?)?;
    println!("{}", finder.at()?);
    memory(&mut std::io::stdout().lock())
}

fn entry(line: &str, count: i64) -> Result<Entry, Box<dyn Error>> {
    let parts: Vec<&str> = line.split('\t').collect();
    let &[
        id,
        title,
        summary,
        text,
        kinds,
        profession,
        level,
        year,
        expert,
    ] = parts.as_slice()
    else {
        return Err(format!("an answer has nine parts: {line}").into());
    };
    let told = |text: &str| {
        let told = Some(text.to_owned()).filter(|text| !text.is_empty());
        told.into_iter().collect()
    };
    Ok(Entry {
        target: Target::new(Sort::Question, id),
        fr: Face {
            title: title.to_owned(),
            summary: summary.to_owned(),
            text: text.to_owned(),
        },
        en: Face::default(),
        names: Vec::new(),
        facets: Facets {
            kinds: kinds.split(',').map(str::to_owned).collect(),
            professions: told(profession),
            levels: told(level),
            year: Some(year.parse()?),
            expert: expert.to_owned(),
            published: Some(Moment(count * APART)),
        },
    })
}

fn search(finder: &Finder, line: &str, published: bool) -> Result<Vec<Target>, Box<dyn Error>> {
    let mut parts = line.split('\t');
    let words = parts.next().unwrap_or_default();
    let kind = parts.next().filter(|kind| !kind.is_empty());
    let year = parts.next().and_then(|year| year.parse().ok());
    let found = finder.search(&Ask {
        sorts: if published {
            vec![Sort::Question]
        } else {
            Vec::new()
        },
        kind: kind.map(str::to_owned),
        year,
        ..Ask::new(words, 10)
    })?;
    Ok(found.hits.into_iter().map(|hit| hit.target).collect())
}

fn ask(
    mut answer: impl FnMut(&str) -> Result<Vec<Target>, Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let began = Instant::now();
        let found = answer(&line)?;
        let taken = began.elapsed().as_micros();
        let ids: Vec<String> = found.into_iter().map(|target| target.id).collect();
        writeln!(out, "{taken}\t{}", ids.join(","))?;
    }
    memory(&mut out)
}

/// What the process holds now, and held at most, as the system counts it.
fn memory(out: &mut impl std::io::Write) -> Result<(), Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    for line in status.lines() {
        if line.starts_with("VmHWM") || line.starts_with("VmRSS") || line.starts_with("Rss") {
            writeln!(out, "#{line}")?;
        }
    }
    Ok(())
}
