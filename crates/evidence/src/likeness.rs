//! How near two pictures look (N068): to bring copies together, never to prove anything. Pictures posted again are
//! compressed, resized, marked; their bytes and digests differ, what is seen hardly does.

use crate::masking::{Why, decode};
use image::imageops::FilterType;
use image_hasher::{HashAlg, HasherConfig};
use std::fmt;
use std::str::FromStr;

/// Length of a likeness, in bytes: the signs of 144 differences of light between neighbours, across and down.
const BYTES: usize = 18;
/// The grid that is asked of the hasher: 9 × 9 points are compared.
const GRID: u32 = 16;
/// Up to so many differing signs of 144, two pictures are said to look alike. Measured: `docs/build/likeness.md`.
pub const ALIKE: u32 = 30;
/// Fewer signs than this, and the picture is nearly flat: everything flat looks alike.
const LEAST_SIGNS: u32 = 36;
/// A smaller side says nothing.
const LEAST_SIDE: u32 = 32;

/// What a picture looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Likeness([u8; BYTES]);

impl Likeness {
    /// The likeness of a PNG or a JPEG; none for a picture too small or too flat to be told from others.
    ///
    /// # Errors
    /// Says why when the picture cannot be read within the limits that masking has.
    pub fn of(bytes: &[u8]) -> Result<Option<Self>, Why> {
        let (picture, _) = decode(bytes)?;
        if picture.width().min(picture.height()) < LEAST_SIDE {
            return Ok(None);
        }
        let hasher = HasherConfig::with_bytes_type::<Vec<u8>>()
            .hash_size(GRID, GRID)
            .hash_alg(HashAlg::DoubleGradient)
            .resize_filter(FilterType::Lanczos3)
            .to_hasher();
        let hash = hasher.hash_image(&picture);
        let likeness = <[u8; BYTES]>::try_from(hash.as_bytes()).map(Self);
        Ok(likeness.ok().filter(|likeness| likeness.tells()))
    }

    /// How many signs differ.
    pub fn distance(&self, other: &Self) -> u32 {
        let pairs = self.0.iter().zip(&other.0);
        pairs.map(|(one, other)| (one ^ other).count_ones()).sum()
    }

    /// Whether they look alike.
    pub fn is_alike(&self, other: &Self) -> bool {
        self.distance(other) <= ALIKE
    }

    fn tells(&self) -> bool {
        self.0.iter().map(|byte| byte.count_ones()).sum::<u32>() >= LEAST_SIGNS
    }
}

impl fmt::Display for Likeness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&kernel::id::to_hex(&self.0))
    }
}

/// Not the text of a likeness.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotALikeness;

impl FromStr for Likeness {
    type Err = NotALikeness;

    fn from_str(text: &str) -> Result<Self, NotALikeness> {
        kernel::id::from_hex(text).map(Self).ok_or(NotALikeness)
    }
}

/// Groups what looks alike, each by its place in the list, in order; one that is like nothing is in none. A copy of a
/// copy belongs to the same group.
pub fn groups(all: &[Likeness]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (place, likeness) in all.iter().enumerate() {
        let near = |group: &Vec<usize>| {
            let mut others = group.iter().filter_map(|other| all.get(*other));
            others.any(|other| other.is_alike(likeness))
        };
        let (joined, rest): (Vec<_>, Vec<_>) = groups.into_iter().partition(near);
        groups = rest;
        let mut group: Vec<usize> = joined.into_iter().flatten().chain([place]).collect();
        group.sort_unstable();
        groups.push(group);
    }
    groups.retain(|group| group.len() > 1);
    groups.sort();
    groups
}

#[cfg(test)]
mod tests;
