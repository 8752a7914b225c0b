//! Times seven different letters, drafted, finished and set to PDF in one process: the first round
//! reads the content and loads the typesetter on the way, the others have other words each. The
//! same letters as ODT are timed beside. `bench/run` reads the table.

use guide::Content;
use guide::law::Lang;
use guide::letters::{LetterFacts, draft, example_facts};
use kernel::Fault;
use kernel::doc::Doc;
use kernel::ports::Typeset;
use std::error::Error;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Letters that one case can need, to seven different addressees.
const LETTERS: [&str; 7] = [
    "protection-fonctionnelle",
    "demande-chef-etablissement",
    "plainte-procureur",
    "saisine-avocat",
    "dsa-notification",
    "saisine-cnil",
    "information-familles",
];

/// Warm rounds, unless another number is given as the first argument.
const WARM: u32 = 20;

fn written(round: u32) -> Result<Vec<Doc>, Box<dyn Error>> {
    let content = Content::embedded().map_err(|problems| format!("{problems:?}"))?;
    let one = |id: &str| -> Result<Doc, Box<dyn Error>> {
        let mut facts: LetterFacts =
            toml::from_str(example_facts(content, id).unwrap_or_default())?;
        // Else the engine would find the words of the round before in its cache.
        facts.person.name = format!("Camille Martin {round}");
        for fact in &mut facts.facts {
            fact.what = format!("{} ({round} fois)", fact.what);
        }
        let letter =
            draft(content, id, &facts, Lang::Fr).map_err(|why| format!("{id}: {why:?}"))?;
        Ok(letter
            .finalise()
            .map_err(|gaps| format!("{id}: {gaps:?}"))?)
    };
    LETTERS.into_iter().map(one).collect()
}

/// Sets them as a server does for several people at once: a letter a core.
fn set(press: &pdf::Press, docs: &[Doc]) -> Result<(), Box<dyn Error>> {
    let next = AtomicUsize::new(0);
    let work = || -> Result<(), Fault> {
        while let Some(doc) = docs.get(next.fetch_add(1, Ordering::Relaxed)) {
            press.pdf(doc)?;
        }
        Ok(())
    };
    let cores = std::thread::available_parallelism()?.get();
    let done: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        threads.into_iter().map(|thread| thread.join()).collect()
    });
    for one in done {
        one.map_err(|_| "a letter stopped the press")??;
    }
    Ok(())
}

fn ms(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1e3)
}

#[expect(clippy::print_stdout, reason = "a measure to read in a terminal")]
fn main() -> Result<(), Box<dyn Error>> {
    let warm = std::env::args().nth(1).map_or(Ok(WARM), |n| n.parse())?;
    println!("round\tms\tdrafted\tset to PDF\tas ODT");
    let start = Instant::now();
    let press = pdf::Press::new()?;
    for round in 0..=warm {
        let start = if round == 0 { start } else { Instant::now() };
        let docs = written(round)?;
        let drafted = start.elapsed();
        set(&press, &docs)?;
        let all = start.elapsed();
        let began = Instant::now();
        for doc in &docs {
            odt::of(doc)?;
        }
        let name = if round == 0 { "cold" } else { "warm" };
        let times = [all, drafted, all - drafted, began.elapsed()].map(ms);
        println!("{name}\t{}", times.join("\t"));
    }
    Ok(())
}
