#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod change;
mod targets;

use change::Changes;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

pub use targets::{TARGETS, Target};

/// The longest input that is tried.
const LONGEST: usize = 300 << 10;

/// The folder of the project.
pub fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_owned()
}

/// Where every run begins: another seed may be given.
pub const SEED: u64 = 0x5052_4541_5521;

/// What broke.
#[derive(Debug)]
pub struct Broken {
    /// The target.
    pub target: &'static str,
    /// The seed of the run, and which of its inputs; none for a file of the corpus.
    pub seed: Option<(u64, u64)>,
    /// The panic's words.
    pub why: String,
    /// The input.
    pub input: Vec<u8>,
}

impl Broken {
    /// Keeps the input, to be looked at; gives the sentence to print.
    pub fn keep(&self) -> String {
        let folder = root().join("fuzz/found");
        let name = format!("{}-{}", self.target, seal::sha256(&self.input));
        let path = folder.join(name);
        let kept =
            std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, &self.input));
        let place = match kept {
            Ok(()) => path.display().to_string(),
            Err(error) => format!("not kept: {error}"),
        };
        format!(
            "{}: {}\n  seed and round: {:?}\n  input of {} bytes: {place}",
            self.target,
            self.why,
            self.seed,
            self.input.len()
        )
    }
}

fn attempt(target: &Target, seed: Option<(u64, u64)>, input: &[u8]) -> Result<(), Box<Broken>> {
    catch_unwind(AssertUnwindSafe(|| (target.run)(input))).map_err(|panic| {
        let words = panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        Box::new(Broken {
            target: target.name,
            seed,
            why: words.unwrap_or_default(),
            input: input.to_owned(),
        })
    })
}

/// The files that a target begins with.
pub fn seeds(target: &Target) -> Vec<Vec<u8>> {
    let mut paths: Vec<PathBuf> = target
        .vectors
        .iter()
        .map(|path| root().join(path))
        .collect();
    let own = root().join("fuzz/corpus").join(target.name);
    let mut files: Vec<PathBuf> = std::fs::read_dir(own)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    files.sort();
    paths.extend(files);
    paths
        .iter()
        .filter_map(|path| std::fs::read(path).ok())
        .collect()
}

/// Tries the corpus of a target as it is; gives how many files.
///
/// # Errors
/// The first that broke it.
pub fn replay(target: &Target) -> Result<usize, Box<Broken>> {
    let seeds = seeds(target);
    for input in &seeds {
        attempt(target, None, input)?;
    }
    Ok(seeds.len())
}

/// Tries changed inputs for that long; gives how many.
///
/// # Errors
/// The first that broke it.
pub fn run(target: &Target, seed: u64, lasting: Duration) -> Result<u64, Box<Broken>> {
    let began = Instant::now();
    let seeds = seeds(target);
    let mut changes = Changes::new(seed);
    let mut round = 0;
    while began.elapsed() < lasting {
        let mut input = changes.of(&seeds);
        input.truncate(LONGEST);
        attempt(target, Some((seed, round)), &input)?;
        round += 1;
    }
    Ok(round)
}
