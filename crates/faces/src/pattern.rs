//! The quick look: patterns of light and dark (« locally assembled binary » features). Each compares the sum of a block of
//! 3 × 3 points with its eight neighbours, and makes one byte of the eight answers.

use crate::grey::Grey;

/// A block and its neighbours are so wide and high.
const SPREAD: usize = 9;
const BLOCK: usize = 3;
/// So many tests are made before the sum is looked at.
const GROUP: usize = 10;

/// One way that a head is turned.
pub struct View {
    pub tests: Vec<Test>,
}

/// What one pattern is worth in a window.
pub struct Test {
    pub left: usize,
    pub top: usize,
    /// By pattern.
    pub weights: Vec<f32>,
    /// The least sum up to here, when a group ends here.
    pub least: f32,
}

/// The patterns of a picture, one for each place where a block and its neighbours fit.
pub struct Patterns {
    width: usize,
    all: Vec<u8>,
}

impl Patterns {
    pub fn of(picture: &Grey) -> Self {
        let across = picture
            .rows()
            .flat_map(|row| row.windows(BLOCK))
            .map(|points| points.iter().copied().map(u16::from).sum::<u16>());
        let across: Vec<u16> = across.collect();
        let width = (picture.width() + 1).saturating_sub(BLOCK).max(1);
        let rows: Vec<&[u16]> = across.chunks_exact(width).collect();
        let mut sums = Vec::with_capacity(across.len());
        for three in rows.windows(BLOCK) {
            if let [first, second, third] = three {
                let parts = first.iter().zip(*second).zip(*third);
                sums.extend(parts.map(|((a, b), c)| a + b + c));
            }
        }
        let rows: Vec<&[u16]> = sums.chunks_exact(width).collect();
        let mut all = Vec::with_capacity(sums.len());
        for seven in rows.windows(SPREAD - BLOCK + 1) {
            if let [first, _, _, second, _, _, third] = seven {
                let parts = first
                    .windows(7)
                    .zip(second.windows(7))
                    .zip(third.windows(7));
                all.extend(parts.map(|((a, b), c)| pattern([a, b, c])));
            }
        }
        Self {
            width: (picture.width() + 1).saturating_sub(SPREAD),
            all,
        }
    }

    /// Where each test of a view is found from the corner of a window.
    pub fn places(&self, view: &View) -> Vec<usize> {
        let place = |test: &Test| test.top * self.width + test.left;
        view.tests.iter().map(place).collect()
    }

    /// The patterns from the corner of a window on.
    pub fn from(&self, left: usize, top: usize) -> &[u8] {
        self.all.get(top * self.width + left..).unwrap_or_default()
    }
}

fn pattern(rows: [&[u16]; 3]) -> u8 {
    let [
        [a, _, _, b, _, _, c],
        [d, _, _, middle, _, _, e],
        [f, _, _, g, _, _, h],
    ] = rows
    else {
        return 0;
    };
    [a, b, c, d, e, f, g, h]
        .into_iter()
        .fold(0, |pattern, other| pattern << 1 | u8::from(middle >= other))
}

impl View {
    /// How much a window looks like a face; none when it does not.
    pub fn score(&self, patterns: &[u8], places: &[usize]) -> Option<f32> {
        let mut score = 0.0;
        for (number, (place, test)) in places.iter().zip(&self.tests).enumerate() {
            let pattern = patterns.get(*place)?;
            score += test.weights.get(usize::from(*pattern))?;
            if number % GROUP == GROUP - 1 && score < test.least {
                return None;
            }
        }
        Some(score)
    }
}
