//! The slow look: sums of slopes (SURF features) of a window, weighed by a small net of neurons.

use crate::WINDOW;
use std::ops::Range;
use std::sync::LazyLock;

/// Kinds of slopes that are summed apart.
const KINDS: usize = 8;
/// A line of sums begins with a column of zeros.
const LINE: usize = WINDOW + 1;

pub type Slopes = [i32; KINDS];

/// What a net says of a window.
pub struct Verdict {
    pub score: f32,
    /// Where the face lies in the window and how large it is: right, down, size, each from 0 to 1.
    pub place: [f32; 3],
}

pub struct Net {
    pub features: Vec<usize>,
    pub least: f32,
    pub layers: Vec<Layer>,
}

pub struct Layer {
    pub inputs: usize,
    pub weights: Vec<f32>,
    pub biases: Vec<f32>,
}

impl Layer {
    fn apply(&self, input: &[f32], shape: fn(f32) -> f32) -> Vec<f32> {
        let rows = self.weights.chunks_exact(self.inputs.max(1));
        rows.zip(&self.biases)
            .map(|(weights, bias)| {
                let sum: f32 = weights.iter().zip(input).map(|(w, n)| w * n).sum();
                shape(sum + bias)
            })
            .collect()
    }
}

impl Net {
    /// None when it sees no face.
    pub fn judge(&self, sums: &Sums) -> Option<Verdict> {
        let features = self.features.iter();
        let mut values: Vec<f32> = features.flat_map(|n| sums.feature(*n)).collect();
        let (last, others) = self.layers.split_last()?;
        for layer in others {
            values = layer.apply(&values, |n| n.max(0.0));
        }
        let out = last.apply(&values, |n| 1.0 / (1.0 + (-n).exp()));
        let [score, right, down, size] = *out.first_chunk::<4>()?;
        (score > self.least).then_some(Verdict {
            score,
            place: [right, down, size],
        })
    }
}

/// For each point of a window, the sums of slopes of all that lies above it and left of it.
pub struct Sums(Vec<Slopes>);

impl Sums {
    /// Of the points of a window, line by line.
    pub fn of(window: &[u8]) -> Self {
        let rows: Vec<&[u8]> = window.chunks_exact(WINDOW).collect();
        let row = |y: usize| rows.get(y).copied().unwrap_or_default();
        let mut sums = vec![[0; KINDS]; LINE];
        for y in 0..WINDOW {
            // At the edges, twice the difference with the only neighbour.
            let (above, below) = (y.saturating_sub(1), (y + 1).min(WINDOW - 1));
            let twice = 2 / i32::try_from(below - above).unwrap_or(2);
            let pairs = row(below).iter().zip(row(above));
            let down = pairs.map(|(b, a)| (i32::from(*b) - i32::from(*a)) * twice);
            let mut line = Vec::with_capacity(LINE);
            line.push([0; KINDS]);
            let mut left = [0; KINDS];
            let before = sums.get(y * LINE + 1..).unwrap_or_default();
            for ((right, down), above) in across(row(y)).zip(down).zip(before) {
                add(&mut left, &kinds(right, down));
                let mut here = left;
                add(&mut here, above);
                line.push(here);
            }
            sums.extend(line);
        }
        Self(sums)
    }

    fn at(&self, x: usize, y: usize) -> Slopes {
        self.0.get(y * LINE + x).copied().unwrap_or_default()
    }

    pub fn cell(&self, columns: Range<usize>, lines: Range<usize>) -> Slopes {
        let mut sum = self.at(columns.end, lines.end);
        add(&mut sum, &self.at(columns.start, lines.start));
        let others = [
            self.at(columns.start, lines.end),
            self.at(columns.end, lines.start),
        ];
        for other in others {
            for (sum, other) in sum.iter_mut().zip(other) {
                *sum -= other;
            }
        }
        sum
    }

    /// The sums over the four quarters of a patch, as long as 1 together.
    fn feature(&self, number: usize) -> Vec<f32> {
        let Some([left, top, width, height]) = PATCHES.get(number).copied() else {
            return Vec::new();
        };
        let (middle, centre) = (left + width / 2, top + height / 2);
        let mut values = Vec::with_capacity(4 * KINDS);
        for lines in [top..centre, centre..top + height] {
            for columns in [left..middle, middle..left + width] {
                values.extend(self.cell(columns, lines.clone()));
            }
        }
        let length: f64 = values.iter().map(|n| f64::from(*n).powi(2)).sum();
        let length = length.sqrt() as f32;
        let part = |n: i32| if length > 0.0 { n as f32 / length } else { 0.0 };
        values.into_iter().map(part).collect()
    }
}

fn add(sum: &mut Slopes, more: &Slopes) {
    for (sum, more) in sum.iter_mut().zip(more) {
        *sum += more;
    }
}

/// The slopes to the right along a line.
fn across(row: &[u8]) -> impl Iterator<Item = i32> {
    let last = row.len().saturating_sub(1);
    (0..row.len()).map(move |x| {
        let (before, after) = (x.saturating_sub(1), (x + 1).min(last));
        let at = |x: usize| row.get(x).copied().map_or(0, i32::from);
        let twice = if after - before == 1 { 2 } else { 1 };
        (at(after) - at(before)) * twice
    })
}

/// Slopes to the right where it goes down, then where it goes up; slopes down where it goes right, then left; each with its
/// size.
fn kinds(right: i32, down: i32) -> Slopes {
    let part = |counts: bool, n: i32| if counts { [n, n.abs()] } else { [0, 0] };
    let [[a, b], [c, d], [e, f], [g, h]] = [
        part(down >= 0, right),
        part(down < 0, right),
        part(right >= 0, down),
        part(right < 0, down),
    ];
    [a, b, c, d, e, f, g, h]
}

/// Left, top, width and height of every patch that the model was trained with, in its order.
static PATCHES: LazyLock<Vec<[usize; 4]>> = LazyLock::new(|| {
    const LEAST: usize = 16;
    const STEP: usize = 16;
    let even = |side: usize| side.is_multiple_of(2) && (LEAST..=WINDOW).contains(&side);
    let mut patches = Vec::new();
    for (wide, high) in [(1, 1), (1, 2), (2, 1), (2, 3), (3, 2)] {
        for height in (LEAST..=WINDOW).filter(|height| height % high == 0) {
            let width = height / high * wide;
            if !even(height) || !even(width) {
                continue;
            }
            for top in (0..=WINDOW - height).step_by(STEP) {
                for left in (0..=WINDOW - width).step_by(STEP) {
                    patches.push([left, top, width, height]);
                }
            }
        }
    }
    patches
});
