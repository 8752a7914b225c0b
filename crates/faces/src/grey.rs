//! A grey picture, and how it is made smaller.

use std::borrow::Cow;

/// Points from light to dark, line by line.
pub struct Grey<'a> {
    points: Cow<'a, [u8]>,
    width: usize,
    height: usize,
}

impl<'a> Grey<'a> {
    /// None unless there are as many points as the sides say.
    pub fn new(points: &'a [u8], width: u32, height: u32) -> Option<Self> {
        let (width, height) = (width as usize, height as usize);
        let fits = width.checked_mul(height) == Some(points.len()) && !points.is_empty();
        fits.then_some(Self {
            points: Cow::Borrowed(points),
            width,
            height,
        })
    }

    pub const fn width(&self) -> usize {
        self.width
    }

    pub const fn height(&self) -> usize {
        self.height
    }

    pub fn rows(&self) -> impl Iterator<Item = &[u8]> {
        self.points.chunks_exact(self.width)
    }

    /// Empty outside.
    fn row(&self, y: usize) -> &[u8] {
        let start = y.checked_mul(self.width);
        let end = start.and_then(|start| start.checked_add(self.width));
        start
            .zip(end)
            .and_then(|(start, end)| self.points.get(start..end))
            .unwrap_or_default()
    }

    /// The part of a line that lies in a window, both cut where the picture ends.
    pub fn part(&self, y: usize, left: usize, width: usize) -> &[u8] {
        let row = self.row(y);
        let end = (left + width).min(row.len());
        row.get(left..end).unwrap_or_default()
    }

    /// The same in another size.
    pub fn scaled(&self, scale: f32) -> Self {
        let side = |n: usize| ((n as f32 * scale) as usize).max(1);
        let (width, height) = (side(self.width), side(self.height));
        if (width, height) == (self.width, self.height) {
            return Self {
                points: Cow::Owned(self.points.to_vec()),
                ..*self
            };
        }
        let columns: Vec<Between> = Between::all(self.width, width).collect();
        let mut points = Vec::with_capacity(width * height);
        for line in Between::all(self.height, height) {
            self.mix_line(&line, &columns, &mut points);
        }
        Self {
            points: Cow::Owned(points),
            width,
            height,
        }
    }

    /// A square of the picture as a square of that many points; black where it leaves the picture.
    pub fn square(&self, left: i64, top: i64, side: usize, points: usize) -> Vec<u8> {
        // Nothing stands at the last number of all.
        let at = |from: i64, n: usize| {
            let n = i64::try_from(n).map(|n| from.saturating_add(n));
            n.ok()
                .and_then(|n| usize::try_from(n).ok())
                .unwrap_or(usize::MAX)
        };
        let columns: Vec<Between> = Between::all(side, points)
            .map(|column| column.moved(|n| at(left, n)))
            .collect();
        let mut square = Vec::with_capacity(points * points);
        for line in Between::all(side, points) {
            let line = line.moved(|n| at(top, n));
            self.mix_line(&line, &columns, &mut square);
        }
        square
    }

    fn mix_line(&self, line: &Between, columns: &[Between], out: &mut Vec<u8>) {
        let (above, below) = (self.row(line.first), self.row(line.second));
        let at = |row: &[u8], x: usize| f64::from(row.get(x).copied().unwrap_or_default());
        out.extend(columns.iter().map(|column| {
            mixed(
                [column.second_counts, line.second_counts],
                [at(above, column.first), at(above, column.second)],
                [at(below, column.first), at(below, column.second)],
            )
        }));
    }
}

/// A place between two points of a side.
struct Between {
    first: usize,
    second: usize,
    /// How much of the second, from 0 to 1; more at the very end, as the model was trained.
    second_counts: f64,
}

impl Between {
    fn moved(self, place: impl Fn(usize) -> usize) -> Self {
        Self {
            first: place(self.first),
            second: place(self.second),
            ..self
        }
    }

    fn all(from: usize, to: usize) -> impl Iterator<Item = Self> {
        let step = from as f64 / to as f64;
        (0..to).map(move |n| {
            let place = step * n as f64;
            let first = (place as usize).min(from.saturating_sub(2));
            Self {
                first,
                second: (first + 1).min(from.saturating_sub(1)),
                second_counts: place - first as f64,
            }
        })
    }
}

fn mixed([x, y]: [f64; 2], [a, b]: [f64; 2], [c, d]: [f64; 2]) -> u8 {
    ((1.0 - y) * ((1.0 - x) * a + x * b) + y * ((1.0 - x) * c + x * d)) as u8
}
