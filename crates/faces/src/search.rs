//! Where faces are looked for: windows of every size over the picture, fewer and fewer of them at each level.

use crate::WINDOW;
use crate::grey::Grey;
use crate::model::MODEL;
use crate::net::{Net, Sums};
use crate::pattern::Patterns;

/// Points between two windows.
const STEP: usize = 4;
/// Each size of the picture over the one before.
const SHRINK: f32 = 0.8;
/// A window whose light differs less from its mean holds nothing.
const LEAST_CONTRAST: f64 = 10.0;
/// Windows that share more than this are one, while others are still looked at.
const SAME: f32 = 0.8;
/// Faces that share more than this are one.
const SAME_FACE: f32 = 0.3;
/// What is seen in several windows weighs the sum of their scores; less than this is left out.
const LEAST_SCORE: f32 = 2.0;
/// Points of the largest picture that is gone through: a larger one is made smaller.
const MOST_POINTS: f32 = 8_000_000.0;
/// A small picture is enlarged by so much at most, to find smaller faces.
const MOST_ENLARGED: f32 = 2.0;
/// Windows of one view that are kept: a picture made to look like faces everywhere would take hours.
const MOST_WINDOWS: usize = 10_000;

/// A square around a face; a part of it may lie outside the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Face {
    /// From the left side of the picture, in points.
    pub left: i64,
    /// From its upper side.
    pub top: i64,
    /// Width and height, at least 1.
    pub side: i64,
    /// How sure it is; more than one means that several windows saw it.
    pub score: f32,
}

/// Finds faces seen from the front, upright, the surest first.
pub fn find(picture: &Grey) -> Vec<Face> {
    let mut seen: Vec<Face> = glance(picture)
        .into_iter()
        .flat_map(|view| merged(view, SAME))
        .collect();
    let last_level = MODEL.levels.len().saturating_sub(1);
    for (level, stages) in MODEL.levels.iter().enumerate() {
        let last_stage = stages.len().saturating_sub(1);
        for (number, stage) in stages.iter().enumerate() {
            seen = seen
                .into_iter()
                .filter_map(|window| looked_at(picture, stage, window))
                .collect();
            if number < last_stage {
                seen = merged(seen, SAME);
            } else if level == last_level {
                seen = merged(seen, SAME_FACE);
            }
        }
    }
    seen.retain(|face| face.score >= LEAST_SCORE);
    seen
}

/// The windows of each view that a quick look keeps.
fn glance(picture: &Grey) -> Vec<Vec<Face>> {
    let mut found = vec![Vec::new(); MODEL.views.len()];
    let points = picture.width() as f32 * picture.height() as f32;
    let mut scale = (MOST_POINTS / points).sqrt().min(MOST_ENLARGED);
    loop {
        let level = picture.scaled(scale);
        let lasts = [level.width(), level.height()].map(|side| side.checked_sub(WINDOW));
        let [Some(right), Some(bottom)] = lasts else {
            return found;
        };
        let patterns = Patterns::of(&level);
        let views: Vec<_> = MODEL
            .views
            .iter()
            .map(|view| (view, patterns.places(view)))
            .collect();
        let full = |n: usize| (n as f32 / scale + 0.5) as i64;
        for top in (0..=bottom).step_by(STEP) {
            for left in (0..=right).step_by(STEP) {
                let here = patterns.from(left, top);
                for ((view, places), found) in views.iter().zip(&mut found) {
                    if let Some(score) = view.score(here, places)
                        && contrast(&level, left, top) > LEAST_CONTRAST
                    {
                        found.push(Face {
                            left: full(left),
                            top: full(top),
                            side: full(WINDOW),
                            score,
                        });
                    }
                }
            }
        }
        scale *= SHRINK;
    }
}

/// How much the light of a window differs from its mean.
fn contrast(level: &Grey, left: usize, top: usize) -> f64 {
    let (mut sum, mut squares) = (0, 0);
    for y in top..top + WINDOW {
        for point in level.part(y, left, WINDOW) {
            let point = u32::from(*point);
            sum += point;
            squares += point * point;
        }
    }
    let points = (WINDOW * WINDOW) as f64;
    let mean = f64::from(sum) / points;
    (f64::from(squares) / points - mean * mean).sqrt()
}

/// The window moved to where a net sees the face in it; none when it sees none.
pub fn looked_at(picture: &Grey, net: &Net, window: Face) -> Option<Face> {
    let Face {
        left, top, side, ..
    } = window;
    let outside = left + side <= 0 || top + side <= 0;
    let points = usize::try_from(side)
        .ok()
        .filter(|side| *side > 1 && !outside)?;
    let square = picture.square(left, top, points, WINDOW);
    let verdict = net.judge(&Sums::of(&square))?;
    // As the model was trained: a window that left the picture is moved from its edge.
    let (left, top, side) = (left.max(0) as f32, top.max(0) as f32, side as f32);
    let [right, down, size] = verdict.place.map(|part| part * 2.0 - 1.0);
    let larger = (size * side + side + 0.5).floor();
    let moved = |from: f32, part: f32| (part * side + from + (side - larger) * 0.5 + 0.5).floor();
    (larger >= 1.0).then_some(Face {
        left: moved(left, right) as i64,
        top: moved(top, down) as i64,
        side: larger as i64,
        score: verdict.score,
    })
}

/// One for all that share more than a part of what they cover together: the best, with the sum of the scores.
fn merged(mut all: Vec<Face>, part: f32) -> Vec<Face> {
    all.sort_by(|one, other| other.score.total_cmp(&one.score));
    all.truncate(MOST_WINDOWS);
    let mut kept = Vec::new();
    while let Some((best, others)) = all.split_first() {
        let (same, rest): (Vec<Face>, Vec<Face>) =
            others.iter().partition(|other| shared(best, other) > part);
        let scores = same.iter().map(|face| face.score);
        kept.push(Face {
            score: scores.fold(best.score, |sum, score| sum + score),
            ..*best
        });
        all = rest;
    }
    kept
}

/// How much of what two cover together they share.
fn shared(one: &Face, other: &Face) -> f32 {
    let common = |one_from: i64, other_from: i64| {
        let end = (one_from + one.side).min(other_from + other.side);
        (end - one_from.max(other_from)).max(0)
    };
    let both = common(one.left, other.left) * common(one.top, other.top);
    let all = one.side * one.side + other.side * other.side - both;
    both as f32 / all.max(1) as f32
}
