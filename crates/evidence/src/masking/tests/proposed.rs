//! Faces that are proposed. The sample: `masking/samples/README.md`.

use super::*;
use image::{RgbaImage, imageops};

const PORTRAIT: &[u8] = include_bytes!("../samples/portrait.jpg");
/// Brow to chin and ear to ear, seen with the eye: left, top, right, bottom.
const FACE: [u16; 4] = [3_900, 2_600, 6_200, 5_200];

fn edges(zone: &Zone) -> [u16; 4] {
    let [left, top, width, height] = zone.parts();
    [left, top, left + width, top + height]
}

/// The one zone of a picture, which covers the face and not much more than hair and neck.
fn covers(bytes: &[u8]) -> Zone {
    let found = faces(bytes).expect("a picture");
    let [zone] = found[..] else {
        panic!("{found:?}")
    };
    let [left, top, right, bottom] = edges(&zone);
    assert!(left <= FACE[0] && top <= FACE[1], "{zone}");
    assert!(right >= FACE[2] && bottom >= FACE[3], "{zone}");
    assert!(right - left < 5_500 && bottom - top < 5_500, "{zone}");
    zone
}

#[test]
fn n075_a_face_is_found_in_whatever_file_it_comes() {
    covers(PORTRAIT);
    let plain = points(PORTRAIT);
    covers(&png(&plain));
    let grey = DynamicImage::from(plain.clone()).into_luma8();
    covers(&png(&DynamicImage::from(grey).into_rgb8()));
    // As the person sees it: what lies under full transparency is white to her.
    let clear = RgbaImage::from_fn(320, 320, |x, y| {
        let [r, g, b] = plain.get_pixel(x, y).0;
        image::Rgba([r, g, b, if y > 250 { 0 } else { 255 }])
    });
    let mut bytes = Vec::new();
    PngEncoder::new(&mut bytes)
        .write_image(clear.as_raw(), 320, 320, ExtendedColorType::Rgba8)
        .expect("a PNG");
    covers(&bytes);
    let nobody = RgbaImage::from_fn(320, 320, |x, y| {
        let [r, g, b] = plain.get_pixel(x, y).0;
        image::Rgba([r, g, b, 0])
    });
    let mut bytes = Vec::new();
    PngEncoder::new(&mut bytes)
        .write_image(nobody.as_raw(), 320, 320, ExtendedColorType::Rgba8)
        .expect("a PNG");
    assert_eq!(faces(&bytes), Ok(vec![]));
}

#[test]
fn n075_a_turned_photograph_is_searched_as_the_person_saw_it() {
    // Lying on its side in the file; its EXIF asks to turn it upright.
    let lying = jpeg(&imageops::rotate270(&points(PORTRAIT)));
    assert_eq!(faces(&lying), Ok(vec![]), "nobody lies in it");
    covers(&with_exif(&lying, 6));
}

#[test]
fn n075_nothing_is_found_once_it_is_masked_nor_where_nobody_is() {
    let zone = covers(PORTRAIT);
    let copy = mask(PORTRAIT, &[zone]).expect("a copy");
    assert_eq!(faces(&copy), Ok(vec![]));
    for empty in [
        smooth(400, 300),
        picture(300, 400),
        picture(1, 1),
        picture(39, 2000),
    ] {
        assert_eq!(faces(&png(&empty)), Ok(vec![]));
    }
}

#[test]
fn n075_small_faces_are_found_and_named_in_reading_order() {
    let small = imageops::resize(&points(PORTRAIT), 96, 96, imageops::FilterType::Triangle);
    let mut group = RgbImage::from_pixel(500, 400, Rgb([120, 130, 140]));
    // Places of four, the second line a little slanted.
    for (x, y) in [(380, 20), (20, 12), (30, 240), (350, 232)] {
        imageops::replace(&mut group, &small, x, y);
    }
    let found = faces(&png(&group)).expect("a picture");
    let middles: Vec<[u16; 2]> = found
        .iter()
        .map(|zone| {
            let [left, top, width, height] = zone.parts();
            [(left + width / 2) / 100 * 5, (top + height / 2) / 100 * 4]
        })
        .collect();
    assert_eq!(middles.len(), 4, "{found:?}");
    for (middle, corner) in middles
        .iter()
        .zip([[20, 12], [380, 20], [30, 240], [350, 232]])
    {
        // The face stands in the middle of the small picture, a little high.
        assert!(middle[0].abs_diff(corner[0] + 48) < 15, "{middles:?}");
        assert!(middle[1].abs_diff(corner[1] + 36) < 15, "{middles:?}");
    }
}

#[test]
fn what_cannot_be_masked_is_not_searched_either() {
    let whole = png(&picture(60, 60));
    let turned = with_chunk(&whole, b"eXIf", &exif(6));
    let moving = with_chunk(&whole, b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]);
    let half = &PORTRAIT[..PORTRAIT.len() / 2];
    for bytes in [b"", &b"%PDF-1.7"[..], half, &turned, &moving, &whole[..60]] {
        let why = mask(bytes, &[zone("0,0,10,10")]).expect_err("refused");
        assert_eq!(faces(bytes), Err(why));
    }
}

#[test]
fn a_zone_is_written_as_it_is_read() {
    for text in ["10,20.5,30,5.25", "0,0,100,100", "0.01,99.99,0.01,0.01"] {
        let zone = zone(text);
        assert_eq!(zone.to_string(), text);
        assert_eq!(Zone::exact(&zone.to_exact()), Ok(zone));
    }
    for odd in [
        "",
        "1,2,3",
        "1,2,3,4,5",
        "01,2,3,4",
        "+1,2,3,4",
        "1,2,3,10001",
        "1,2,0,4",
        "9999,0,2,1",
    ] {
        assert_eq!(Zone::exact(odd), Err(Why::NotAZone), "{odd}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_picture_gives_few_zones_inside_it(
        width in 1u32..130, height in 1u32..130,
        noise in proptest::collection::vec(any::<u8>(), 1..400),
        coarse in 1u32..12,
        with_face in any::<bool>(),
        (x, y) in (-120i64..120, -120i64..120),
    ) {
        let mut random = RgbImage::from_fn(width, height, |x, y| {
            let at = (x / coarse * 31 + y / coarse * 17) as usize % noise.len();
            Rgb([noise[at]; 3])
        });
        if with_face {
            let small = imageops::resize(&points(PORTRAIT), 128, 128, imageops::FilterType::Triangle);
            imageops::overlay(&mut random, &small, x, y);
        }
        let found = faces(&png(&random)).expect("a picture");
        prop_assert!(found.len() <= MOST_FACES);
        for zone in found {
            let [_, _, right, bottom] = edges(&zone);
            prop_assert!(right <= WHOLE && bottom <= WHOLE && zone.parts()[2] > 0);
        }
    }
}
