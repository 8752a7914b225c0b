//! Learns the weights from labelled stories: multinomial logistic regression over the clues of [`super::read`].
//!
//! Nothing here runs when a story is read. `cargo run --release -p guide --example learn` writes the weights
//! and prints the cross-validation; `docs/build/triage.md` tells the whole.

use super::clues::ONE;
use super::lexicon::Lexicon;
use super::weigh;
use super::weights::{LARGEST, Weights};
use crate::files::Files;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Folds of the corpus. The shipped weights never saw fold [`HELD_OUT`].
pub const FOLDS: u64 = 5;
/// The fold that the tests score.
pub const HELD_OUT: u64 = 0;

/// Passes over the stories.
const PASSES: usize = 40;
const STEP: f32 = 0.05;
/// Pull of every weight towards nothing.
const PULL: f32 = 5e-4;
/// Share of the first label when a story has several.
const FIRST_LABEL: f32 = 0.75;
/// A clue seen in one story only teaches nothing about the next.
const SEEN: usize = 2;
/// Clues kept: the file of weights stays under 300 kB.
const KEPT: usize = 10_500;
/// A labelled story.
#[derive(Debug, Clone, Deserialize)]
pub struct Example {
    /// Identifier.
    pub id: String,
    /// The story.
    pub text: String,
    /// What it is about, the most important first.
    pub kinds: Vec<String>,
    /// Dangers it tells, in the corpus of dangers.
    #[serde(default)]
    pub danger: Vec<String>,
}

impl Example {
    /// Its fold, by its words (FNV-1a): adding a story moves no other.
    pub fn fold(&self) -> u64 {
        digest([self.text.as_str()]) % FOLDS
    }

    /// Whether a kind can be learnt from it.
    pub fn teaches(&self) -> bool {
        !self.kinds.is_empty()
    }

    /// Whether it was written as one asks an expert: `deconnexion-q01`, `deconnexion-c01`.
    pub fn asked(&self) -> bool {
        let number = self.id.rsplit('-').next().unwrap_or_default();
        number.starts_with(['q', 'c']) && number.ends_with(|c: char| c.is_ascii_digit())
    }

    /// Whether it only sounds like danger: it teaches, but its kind is too loose to measure by.
    pub fn look_alike(&self) -> bool {
        self.id.contains("calm-")
    }
}

/// Every labelled story of a folder and of its folder `kinds`, in order of file; `content/corpus/` is not embedded.
pub fn corpus(folder: &Path) -> io::Result<Vec<Example>> {
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
                .map_err(|error| io::Error::other(format!("{}: {error}", file.display())))?;
            examples.push(example);
        }
    }
    Ok(examples)
}

/// Those that the weights of a fold are learnt from.
pub fn taught(examples: &[Example], fold: u64) -> Vec<&Example> {
    examples
        .iter()
        .filter(|example| example.teaches() && example.fold() != fold)
        .collect()
}

fn digest<'a>(texts: impl IntoIterator<Item = &'a str>) -> u64 {
    texts
        .into_iter()
        .flat_map(str::bytes)
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
}

/// What weights are learnt from, in sixteen digits: they are stale when it changes.
pub fn source(files: &Files, examples: &[&Example]) -> String {
    let words = files
        .under("triage/")
        .filter(|(name, _)| *name != super::lexicon::WEIGHTS && !name.ends_with("ask.toml"))
        .map(|(_, text)| text);
    let stories = examples
        .iter()
        .flat_map(|example| std::iter::once(&example.text).chain(&example.kinds))
        .map(String::as_str);
    format!("{:016x}", digest(words.chain(stories)))
}

/// A story as it was read: keys and values of its clues, and how much it is of each kind.
struct Read {
    clues: Vec<(u32, u32)>,
    target: Vec<f32>,
}

/// The same, by the places of the keys that are learnt.
struct Row {
    clues: Vec<(usize, f32)>,
    target: Vec<f32>,
}

struct Model {
    kinds: usize,
    weights: Vec<f32>,
    bias: Vec<f32>,
}

impl Model {
    fn row(&self, clue: usize) -> &[f32] {
        self.weights
            .get(clue * self.kinds..(clue + 1) * self.kinds)
            .unwrap_or_default()
    }
}

/// Learns, and writes the file of weights.
pub fn learn(
    lexicon: &Lexicon,
    examples: &[&Example],
    learnt_from: &str,
) -> Result<Weights, String> {
    let kinds: Vec<String> = lexicon.kinds().map(str::to_owned).collect();
    let read: Vec<Read> = examples
        .iter()
        .map(|example| {
            let clues = weigh::clues(lexicon, &example.text);
            Read {
                clues: clues.iter().map(|clue| (clue.key, clue.value)).collect(),
                target: target(&kinds, &example.kinds),
            }
        })
        .collect();
    let mut seen: BTreeMap<u32, usize> = BTreeMap::new();
    for (key, _) in read.iter().flat_map(|read| &read.clues) {
        *seen.entry(*key).or_default() += 1;
    }
    let keys: BTreeSet<u32> = seen
        .into_iter()
        .filter(|(_, times)| *times >= SEEN)
        .map(|(key, _)| key)
        .collect();
    let (keys, model) = fit(&read, &keys, kinds.len());
    // The clues that weigh most are kept, and the rest learnt again without the others.
    let mut order: Vec<(f32, u32)> = keys
        .iter()
        .enumerate()
        .map(|(at, key)| (model.row(at).iter().map(|w| w * w).sum(), *key))
        .collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let kept = order.iter().take(KEPT).map(|(_, key)| *key).collect();
    let (keys, model) = fit(&read, &kept, kinds.len());
    Weights::parse(written(&kinds, &keys, &model, learnt_from).into())
}

fn target(kinds: &[String], labels: &[String]) -> Vec<f32> {
    let others = labels.len().saturating_sub(1);
    let rest = f32::from(u8::try_from(others).unwrap_or(u8::MAX)).max(1.0);
    kinds
        .iter()
        .map(|kind| match labels.iter().position(|label| label == kind) {
            Some(0) if others == 0 => 1.0,
            Some(0) => FIRST_LABEL,
            Some(_) => (1.0 - FIRST_LABEL) / rest,
            None => 0.0,
        })
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "values are small")]
fn fit(read: &[Read], keys: &BTreeSet<u32>, kinds: usize) -> (Vec<u32>, Model) {
    let keys: Vec<u32> = keys.iter().copied().collect();
    let rows: Vec<Row> = read
        .iter()
        .map(|read| Row {
            clues: read
                .clues
                .iter()
                .filter_map(|(key, value)| {
                    let at = keys.binary_search(key).ok()?;
                    Some((at, *value as f32 / ONE as f32))
                })
                .collect(),
            target: read.target.clone(),
        })
        .collect();
    let model = descend(&rows, keys.len(), kinds);
    (keys, model)
}

/// Stochastic gradient with a step of its own for each weight (Adagrad), in an order drawn from a fixed seed.
fn descend(rows: &[Row], clues: usize, kinds: usize) -> Model {
    let mut model = Model {
        kinds,
        weights: vec![0.0; clues * kinds],
        bias: vec![0.0; kinds],
    };
    let mut pace = vec![1e-8_f32; clues * kinds];
    let mut bias_pace = vec![1e-8_f32; kinds];
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut seed = 12_345_u64;
    for _ in 0..PASSES {
        for i in (1..order.len()).rev() {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let other = usize::try_from(seed >> 33).unwrap_or_default() % (i + 1);
            order.swap(i, other);
        }
        for row in order.iter().filter_map(|at| rows.get(*at)) {
            let errors = errors(&model, row);
            for ((bias, pace), error) in model.bias.iter_mut().zip(&mut bias_pace).zip(&errors) {
                *pace += error * error;
                *bias -= STEP * error / pace.sqrt();
            }
            for (clue, value) in &row.clues {
                let range = clue * kinds..(clue + 1) * kinds;
                let (Some(weights), Some(paces)) =
                    (model.weights.get_mut(range.clone()), pace.get_mut(range))
                else {
                    continue;
                };
                for ((weight, pace), error) in weights.iter_mut().zip(paces).zip(&errors) {
                    let slope = error * value + PULL * *weight;
                    *pace += slope * slope;
                    *weight -= STEP * slope / pace.sqrt();
                }
            }
        }
    }
    model
}

/// What the model says of a story, less what the story is.
fn errors(model: &Model, row: &Row) -> Vec<f32> {
    let mut said = model.bias.clone();
    for (clue, value) in &row.clues {
        for (said, weight) in said.iter_mut().zip(model.row(*clue)) {
            *said += weight * value;
        }
    }
    let most = said.iter().copied().fold(f32::MIN, f32::max);
    for said in &mut said {
        *said = (*said - most).exp();
    }
    let whole: f32 = said.iter().sum();
    said.iter()
        .zip(&row.target)
        .map(|(said, wanted)| said / whole - wanted)
        .collect()
}

/// Whole numbers, each clue's weights around nothing: what it adds to all kinds alike decides nothing.
#[expect(clippy::cast_possible_truncation, reason = "rounded and small")]
#[expect(clippy::cast_precision_loss, reason = "small")]
fn written(kinds: &[String], keys: &[u32], model: &Model, learnt_from: &str) -> String {
    let centred: Vec<(u32, Vec<f32>)> = keys
        .iter()
        .enumerate()
        .map(|(at, key)| {
            let row = model.row(at);
            let mean = row.iter().sum::<f32>() / row.len().max(1) as f32;
            (*key, row.iter().map(|weight| weight - mean).collect())
        })
        .collect();
    let widest = centred
        .iter()
        .flat_map(|(_, row)| row)
        .fold(1e-3_f32, |widest, weight| widest.max(weight.abs()));
    let scale = (LARGEST as f32 / widest).floor().max(1.0);
    let rows: Vec<(u32, Vec<i32>)> = centred
        .iter()
        .map(|(key, row)| {
            (
                *key,
                row.iter().map(|w| (w * scale).round() as i32).collect(),
            )
        })
        .filter(|(_, row): &(u32, Vec<i32>)| row.iter().any(|weight| *weight != 0))
        .collect();
    let bias: Vec<i64> = model
        .bias
        .iter()
        .map(|b| (b * scale).round() as i64)
        .collect();
    let head =
        "# @generated by `cargo run --release -p guide --example learn`; never edited by hand.\n";
    Weights::write(head, kinds, &bias, scale as i64, learnt_from, &rows)
}
