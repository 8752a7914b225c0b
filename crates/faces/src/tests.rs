use super::*;
use crate::model::{MODEL, Model};
use crate::net::Sums;
use crate::search::looked_at;
use proptest::prelude::*;

#[test]
fn the_model_is_read_to_its_last_byte_and_no_other_file_is() {
    assert_eq!(MODEL.views.len(), 3);
    let stages: Vec<usize> = MODEL.levels.iter().map(Vec::len).collect();
    assert_eq!(stages, [2, 1]);
    let whole = model::BYTES;
    assert!(Model::read(whole).is_some());
    assert!(Model::read(&whole[..whole.len() - 1]).is_none());
    assert!(Model::read(&[whole, &[0]].concat()).is_none());
    assert!(Model::read(&[]).is_none());
    assert!(Model::read(&[0xff; 64]).is_none());
}

#[test]
fn a_picture_has_as_many_points_as_it_says() {
    assert!(Grey::new(&[0; 6], 2, 3).is_some());
    assert!(Grey::new(&[0; 6], 3, 3).is_none());
    assert!(Grey::new(&[], 0, 3).is_none());
    assert!(Grey::new(&[0; 6], u32::MAX, u32::MAX).is_none());
}

#[test]
fn a_picture_made_of_other_sizes_keeps_its_light() {
    let points: Vec<u8> = (0..60_u8).map(|n| n * 4).collect();
    let picture = Grey::new(&points, 60, 1).expect("a picture");
    let half = picture.scaled(0.5);
    assert_eq!((half.width(), half.height()), (30, 1));
    assert_eq!(half.rows().next().map(|row| row[15]), Some(120));
    let twice = picture.scaled(2.0);
    assert_eq!(twice.rows().next().map(|row| row[31]), Some(62));
}

/// A pattern that a search for faces answers at random.
fn noise(width: u32, height: u32, seed: &[u8], coarse: u32) -> Vec<u8> {
    let place = |n: u32| ((n % width / coarse) * 31 + (n / width / coarse) * 17) as usize;
    (0..width * height)
        .map(|n| seed[place(n) % seed.len()])
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_picture_makes_it_fall(
        width in 1u32..200, height in 1u32..200, coarse in 1u32..16,
        seed in proptest::collection::vec(any::<u8>(), 1..300),
    ) {
        let points = noise(width, height, &seed, coarse);
        let picture = Grey::new(&points, width, height).expect("a picture");
        for face in find(&picture) {
            prop_assert!(face.side > 0);
        }
    }

    /// What was trained may answer anything to a picture made for that: windows far outside are read as black.
    #[test]
    fn a_window_anywhere_is_looked_at(
        left in -3_000i64..3_000, top in -3_000i64..3_000, side in -2i64..4_000,
        seed in proptest::collection::vec(any::<u8>(), 1..300),
    ) {
        let points = noise(50, 60, &seed, 3);
        let picture = Grey::new(&points, 50, 60).expect("a picture");
        for net in MODEL.levels.iter().flatten() {
            if let Some(seen) = looked_at(&picture, net, Face { left, top, side, score: 0.0 }) {
                prop_assert!(seen.side > 0 && seen.side <= 2 * side + 1);
            }
        }
    }

    /// Sums over a part of a window, against the same sums made point by point.
    #[test]
    fn sums_of_slopes_are_right(
        seed in proptest::collection::vec(any::<u8>(), 1..300),
        (left, top) in (0usize..30, 0usize..30), (wide, high) in (1usize..10, 1usize..10),
    ) {
        let window = noise(40, 40, &seed, 1);
        let at = |x: usize, y: usize| i32::from(window[y * WINDOW + x]);
        let slope = |n: usize, at: &dyn Fn(usize) -> i32| match n {
            0 => (at(1) - at(0)) * 2,
            39 => (at(39) - at(38)) * 2,
            _ => at(n + 1) - at(n - 1),
        };
        let mut expected = [0; 8];
        for y in top..top + high {
            for x in left..left + wide {
                let (right, down) = (slope(x, &|x| at(x, y)), slope(y, &|y| at(x, y)));
                let first = if down >= 0 { 0 } else { 2 };
                let second = if right >= 0 { 4 } else { 6 };
                expected[first] += right;
                expected[first + 1] += right.abs();
                expected[second] += down;
                expected[second + 1] += down.abs();
            }
        }
        let sums = Sums::of(&window);
        prop_assert_eq!(sums.cell(left..left + wide, top..top + high), expected);
    }
}
