use super::*;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, GenericImageView, ImageFormat, Rgb, RgbImage};
use std::io::Cursor;

/// A drawn scene: patches of light at places that the seed gives.
fn scene(seed: u32) -> RgbImage {
    let mut state = seed.wrapping_mul(2_654_435_761).max(1);
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state
    };
    let patches: Vec<[f32; 4]> = (0..24)
        .map(|_| {
            let mut part = |most: f32| (next() % 1000) as f32 / 1000.0 * most;
            [part(320.0), part(240.0), 12.0 + part(50.0), part(255.0)]
        })
        .collect();
    RgbImage::from_fn(160, 120, |x, y| {
        let (x, y) = (x * 2, y * 2);
        let light = patches
            .iter()
            .fold(60.0_f32, |light, [px, py, size, with]| {
                let far = ((x as f32 - px).powi(2) + (y as f32 - py).powi(2)) / (size * size);
                light + (with - 90.0) * (-far).exp()
            });
        let light = light.clamp(0.0, 255.0) as u8;
        Rgb([light, light / 2, 255 - light])
    })
}

fn png(picture: &DynamicImage) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, ImageFormat::Png).unwrap();
    out.into_inner()
}

fn of(picture: &DynamicImage) -> Likeness {
    Likeness::of(&png(picture)).unwrap().expect("a likeness")
}

#[test]
fn n068_a_picture_posted_again_looks_alike_and_another_does_not() {
    let scenes = (1..=5).map(|seed| DynamicImage::from(scene(seed)));
    let all: Vec<(DynamicImage, Likeness)> = scenes
        .map(|scene| {
            let own = of(&scene);
            (scene, own)
        })
        .collect();
    for (seed, (picture, own)) in all.iter().enumerate() {
        let mut jpeg = Vec::new();
        JpegEncoder::new_with_quality(&mut jpeg, 30)
            .encode_image(picture)
            .unwrap();
        let (w, h) = picture.dimensions();
        let mut marked = picture.to_rgb8();
        for (_, y, point) in marked.enumerate_pixels_mut() {
            if y < h / 12 {
                *point = Rgb([20; 3]);
            }
        }
        for (what, again) in [
            ("compressed", Likeness::of(&jpeg).unwrap().unwrap()),
            (
                "halved",
                of(&picture.resize(w / 2, h / 2, FilterType::Triangle)),
            ),
            (
                "cropped",
                of(&picture.crop_imm(w / 50, h / 50, w - w / 25, h - h / 25)),
            ),
            ("marked", of(&DynamicImage::from(marked))),
            ("grey", of(&picture.grayscale())),
        ] {
            let distance = own.distance(&again);
            assert!(own.is_alike(&again), "{seed} {what}: {distance}");
        }
        for (_, other) in all.iter().skip(seed + 1) {
            let distance = own.distance(other);
            assert!(distance > ALIKE, "{seed} and another: {distance}");
        }
    }
}

#[test]
fn n068_what_is_flat_small_moving_or_broken_is_compared_with_nothing() {
    let flat = DynamicImage::from(RgbImage::from_pixel(300, 300, Rgb([255; 3])));
    assert_eq!(Likeness::of(&png(&flat)), Ok(None));
    let small = DynamicImage::from(scene(1)).resize_exact(31, 200, FilterType::Triangle);
    assert_eq!(Likeness::of(&png(&small)), Ok(None));
    assert_eq!(Likeness::of(b"GIF89a"), Err(Why::Format));
    let whole = png(&DynamicImage::from(scene(1)));
    assert_eq!(
        Likeness::of(&whole[..whole.len() / 2]),
        Err(Why::Unreadable)
    );
    // The limits of masking hold here too.
    let long = DynamicImage::from(RgbImage::new(16_385, 1));
    assert_eq!(Likeness::of(&png(&long)), Err(Why::TooLarge));
}

#[test]
fn n068_groups_hold_copies_of_copies_and_nothing_alone() {
    let with = |ones: usize| {
        let mut bits = [0_u8; BYTES];
        for place in 0..ones {
            bits[place / 8] |= 1 << (place % 8);
        }
        Likeness(bits)
    };
    // 0, 25 and 50 differ by 25 each; 0 and 50 are too far but for the one between; 144 is far from all.
    let all = [with(0), with(144), with(50), with(25)];
    assert_eq!(groups(&all), [vec![0, 2, 3]]);
    assert_eq!(groups(&all[..3]), Vec::<Vec<usize>>::new());
    let text = with(25).to_string();
    assert_eq!(text.parse(), Ok(with(25)));
    assert_eq!("00".parse::<Likeness>(), Err(NotALikeness));
}
