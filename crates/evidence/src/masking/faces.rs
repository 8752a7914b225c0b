//! Proposes zones around the faces of a picture (N075). A person looks, keeps or leaves each, and adds what was missed:
//! nothing found never means that there is nobody.

use super::{WHOLE, Why, Zone, decode};
use ::faces::{Face, Grey, find};
use image::DynamicImage;

/// Faces that are proposed at most, the surest ones.
pub const MOST_FACES: usize = 60;

/// One part in so many of a face is added on each side of it: hair, ears and chin tell who it is.
const MARGIN: i64 = 5;

/// Zones around the faces that are seen, in reading order. Nothing is recognised, and nothing else is kept of them.
///
/// # Errors
/// As [`super::mask`]: the same pictures are read, within the same limits.
pub fn faces(bytes: &[u8]) -> Result<Vec<Zone>, Why> {
    let (picture, _) = decode(bytes)?;
    let (width, height) = picture.dimensions();
    let grey = DynamicImage::from(picture).into_luma8();
    let mut found = Grey::new(grey.as_raw(), width, height)
        .map(|grey| find(&grey))
        .unwrap_or_default();
    found.sort_by(|one, other| other.score.total_cmp(&one.score));
    found.truncate(MOST_FACES);
    let zones = in_reading_order(found).into_iter();
    Ok(zones
        .filter_map(|face| around(&face, width, height))
        .collect())
}

/// Lines from top to bottom, each from left to right. A face belongs to the line whose first one reaches down to its middle.
fn in_reading_order(mut found: Vec<Face>) -> Vec<Face> {
    found.sort_by_key(|face| (face.top, face.left));
    let mut ordered = Vec::with_capacity(found.len());
    while let Some(first) = found.first() {
        let end = first.top + first.side;
        let (mut line, rest): (Vec<Face>, Vec<Face>) = found
            .iter()
            .partition(|face| face.top + face.side / 2 < end);
        line.sort_by_key(|face| face.left);
        ordered.extend(line);
        found = rest;
    }
    ordered
}

/// None when nothing of it lies in the picture.
fn around(face: &Face, width: u32, height: u32) -> Option<Zone> {
    let range = |from: i64, side: u32| {
        let (whole, side) = (i64::from(WHOLE), i64::from(side) * MARGIN);
        let start = (from * MARGIN - face.side) * whole / side;
        let end = (from * MARGIN + face.side * (MARGIN + 1)) * whole + side - 1;
        let cut = |n: i64| u16::try_from(n.clamp(0, whole)).unwrap_or(WHOLE);
        let (start, end) = (cut(start), cut(end / side));
        (start, end.saturating_sub(start))
    };
    let ((left, wide), (top, high)) = (range(face.left, width), range(face.top, height));
    Zone::new(left, top, wide, high).ok()
}
