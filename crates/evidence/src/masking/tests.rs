use super::*;
use image::codecs::jpeg::JpegEncoder;
use image::{GrayImage, Rgb, RgbaImage};
use proptest::prelude::*;

fn zone(text: &str) -> Zone {
    Zone::parse(text).expect("a zone")
}

/// A picture in which every point differs from its neighbours.
fn picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        Rgb([
            u8::try_from(x * 7 % 251).expect("a byte"),
            u8::try_from(y * 11 % 241).expect("a byte"),
            u8::try_from((x + y) * 5 % 239).expect("a byte"),
        ])
    })
}

fn png(picture: &RgbImage) -> Vec<u8> {
    let mut out = Vec::new();
    PngEncoder::new(&mut out)
        .write_image(
            picture.as_raw(),
            picture.width(),
            picture.height(),
            ExtendedColorType::Rgb8,
        )
        .expect("a PNG");
    out
}

fn jpeg(picture: &RgbImage) -> Vec<u8> {
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, 95)
        .encode_image(picture)
        .expect("a JPEG");
    out
}

fn points(bytes: &[u8]) -> RgbImage {
    image::load_from_memory(bytes)
        .expect("a picture")
        .into_rgb8()
}

/// The names of the chunks of a PNG, in order.
fn chunks(png: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = &png[8..];
    while rest.len() >= 12 {
        let length = u32::from_be_bytes(rest[..4].try_into().expect("a length")) as usize;
        names.push(String::from_utf8_lossy(&rest[4..8]).into_owned());
        rest = &rest[length + 12..];
    }
    assert!(rest.is_empty(), "something after the end");
    names
}

/// An EXIF segment with an orientation, and a place written in it.
fn exif(orientation: u8) -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    tiff.extend([orientation, 0, 0, 0, 0, 0, 0]);
    tiff.extend(b"GPS 48.8566 CANARY");
    tiff
}

fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let body = [b"Exif\0\0".to_vec(), exif(orientation)].concat();
    let length = u16::try_from(body.len() + 2).expect("short").to_be_bytes();
    [
        b"\xff\xd8\xff\xe1".to_vec(),
        length.to_vec(),
        body,
        jpeg[2..].to_vec(),
    ]
    .concat()
}

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [&kind[..], data].concat();
    let crc = !body.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 * (crc & 1))
        })
    });
    let length = u32::try_from(data.len()).expect("short").to_be_bytes();
    [&length[..], &body, &crc.to_be_bytes()].concat()
}

/// Puts a chunk after the header of a PNG.
fn with_chunk(png: &[u8], kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    [&png[..33], &chunk(kind, data), &png[33..]].concat()
}

#[test]
fn n075_nothing_changes_outside_and_nothing_is_left_inside() {
    let before = picture(100, 50);
    let after = points(&mask(&png(&before), &[zone("10,20,30,40")]).expect("a copy"));
    assert_eq!(after.dimensions(), (100, 50));
    for (x, y, point) in after.enumerate_pixels() {
        let inside = (10..40).contains(&x) && (10..30).contains(&y);
        let expected = if inside {
            Rgb(COLOUR)
        } else {
            *before.get_pixel(x, y)
        };
        assert_eq!(*point, expected, "{x},{y}");
    }
    // A point that is partly in the zone is hidden; what is outside the picture is cut.
    let after = points(&mask(&png(&before), &[zone("99.5,90,50,50")]).expect("a copy"));
    assert_eq!(*after.get_pixel(99, 49), Rgb(COLOUR));
    assert_eq!(after.get_pixel(98, 49), before.get_pixel(98, 49));
}

#[test]
fn a_zone_without_surface_is_refused() {
    assert_eq!(Zone::parse("10,10,0,20"), Err(Why::EmptyZone));
    assert_eq!(Zone::parse("100,10,5,20"), Err(Why::EmptyZone));
    for text in [
        "",
        "1,2,3",
        "1,2,3,4,5",
        "a,b,c,d",
        "-1,0,5,5",
        "0,0,101,5",
        "NaN,0,1,1",
    ] {
        assert_eq!(Zone::parse(text), Err(Why::NotAZone), "{text}");
    }
    assert_eq!(mask(&png(&picture(4, 4)), &[]), Err(Why::NoZone));
    assert_eq!(zone("90.25, 0, 50, 10").parts(), [9025, 0, 975, 1000]);
}

#[test]
fn n075_no_metadata_survives() {
    let plain = picture(64, 64);
    let mut pngs = with_chunk(&png(&plain), b"tEXt", b"Comment\0CANARY");
    pngs = with_chunk(&pngs, b"eXIf", &exif(1));
    pngs.extend(b"CANARY after the end");
    for original in [pngs, with_exif(&jpeg(&plain), 1)] {
        assert!(original.windows(6).any(|w| w == b"CANARY"));
        let copy = mask(&original, &[zone("0,0,10,10")]).expect("a copy");
        assert!(!copy.windows(6).any(|w| w == b"CANARY"));
        let names = chunks(&copy);
        assert!(
            names
                .iter()
                .all(|name| ["IHDR", "IDAT", "IEND"].contains(&name.as_str())),
            "{names:?}"
        );
    }
}

#[test]
fn what_transparency_hid_does_not_stay() {
    let mut hidden = RgbaImage::from_pixel(8, 8, image::Rgba([200, 10, 10, 255]));
    hidden.put_pixel(7, 7, image::Rgba([1, 2, 3, 0]));
    let mut original = Vec::new();
    PngEncoder::new(&mut original)
        .write_image(hidden.as_raw(), 8, 8, ExtendedColorType::Rgba8)
        .expect("a PNG");
    let copy = points(&mask(&original, &[zone("0,0,10,10")]).expect("a copy"));
    assert_eq!(*copy.get_pixel(7, 7), Rgb([255; 3]));
    assert_eq!(*copy.get_pixel(4, 4), Rgb([200, 10, 10]));
    assert_eq!(*copy.get_pixel(0, 0), Rgb(COLOUR));
}

#[test]
fn n075_a_turned_photograph_is_masked_where_the_person_saw_it() {
    // Red where she sees the upper left corner, once turned; blue elsewhere.
    for orientation in 1..=8 {
        let turned = Orientation::from_exif(orientation).expect("an orientation");
        let seen = RgbImage::from_fn(240, 160, |x, y| {
            Rgb(if x < 96 && y < 64 {
                [250, 5, 5]
            } else {
                [5, 5, 250]
            })
        });
        let mut stored = DynamicImage::ImageRgb8(seen);
        // What is stored is turned the other way: a quarter left for a quarter right.
        stored.apply_orientation(match turned {
            Orientation::Rotate90 => Orientation::Rotate270,
            Orientation::Rotate270 => Orientation::Rotate90,
            other => other,
        });
        let original = with_exif(&jpeg(&stored.into_rgb8()), orientation);
        let copy = points(&mask(&original, &[zone("0,0,40,40")]).expect("a copy"));
        assert_eq!(copy.dimensions(), (240, 160), "orientation {orientation}");
        for (x, y, point) in copy.enumerate_pixels() {
            if x < 96 && y < 64 {
                assert_eq!(*point, Rgb(COLOUR), "orientation {orientation}: {x},{y}");
            } else {
                assert!(
                    point.0[0] < 200,
                    "orientation {orientation}: {x},{y} {point:?}"
                );
            }
        }
    }
    let turned_png = with_chunk(&png(&picture(4, 4)), b"eXIf", &exif(6));
    assert_eq!(mask(&turned_png, &[zone("0,0,10,10")]), Err(Why::Turned));
}

#[test]
fn floods_pieces_and_other_formats_are_refused_in_words() {
    let all = [zone("0,0,50,50")];
    let header = |width: u32, height: u32| {
        let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
        let mut flood = b"\x89PNG\r\n\x1a\n".to_vec();
        flood.extend(chunk(b"IHDR", &[&size[..], &[8, 2, 0, 0, 0]].concat()));
        flood.extend(chunk(b"IDAT", &[0x78, 0x01]));
        flood
    };
    for (width, height) in [(16_385, 1), (1, 60_000), (10_000, 10_000), (60_000, 60_000)] {
        assert_eq!(mask(&header(width, height), &all), Err(Why::TooLarge));
    }
    assert_eq!(mask(&header(100, 100), &all), Err(Why::Unreadable));
    // A JPEG that says it is 65,500 points wide.
    let mut flood = jpeg(&picture(16, 16));
    let frame = flood
        .windows(2)
        .position(|w| w == [0xff, 0xc0])
        .expect("a frame");
    flood[frame + 5..frame + 9].copy_from_slice(&[0xff, 0xdc, 0xff, 0xdc]);
    assert_eq!(mask(&flood, &all), Err(Why::TooLarge));

    for whole in [png(&picture(64, 64)), with_exif(&jpeg(&picture(64, 64)), 1)] {
        assert!(mask(&whole, &all).is_ok());
        for length in [8, 40, 60, whole.len() / 2, whole.len() - 20] {
            assert_eq!(
                mask(&whole[..length], &all),
                Err(Why::Unreadable),
                "{length} bytes of {}",
                whole.len()
            );
        }
    }
    for other in [
        &b"GIF89a\x01\0\x01\0"[..],
        b"RIFF\0\0\0\0WEBPVP8 ",
        b"%PDF-1.7",
        b"",
    ] {
        assert_eq!(mask(other, &all), Err(Why::Format));
    }
}

#[test]
fn pictures_of_other_depths_are_read() {
    let grey = GrayImage::from_fn(64, 64, |x, _| {
        image::Luma([u8::try_from(x).expect("a byte")])
    });
    let deep = DynamicImage::ImageLuma8(grey.clone()).into_rgb16();
    for picture in [
        DynamicImage::ImageLuma8(grey),
        DynamicImage::ImageRgb16(deep),
    ] {
        let mut original = Cursor::new(Vec::new());
        picture
            .write_to(&mut original, image::ImageFormat::Png)
            .expect("a PNG");
        let copy = points(&mask(original.get_ref(), &[zone("0,0,50,100")]).expect("a copy"));
        assert_eq!(*copy.get_pixel(0, 0), Rgb(COLOUR));
        assert_eq!(*copy.get_pixel(60, 5), Rgb([60; 3]));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Two pictures that differ only in the zone make the same copy: nothing can be read back from it.
    #[test]
    fn n075_the_copy_owes_nothing_to_what_it_hides(
        inside in proptest::collection::vec(any::<u8>(), 3..60),
        left in 0u32..60, top in 0u32..60, width in 1u32..40, height in 1u32..40,
    ) {
        let first = picture(100, 100);
        let mut second = first.clone();
        let mut noise = inside.iter().cycle();
        for y in top..(top + height).min(100) {
            for x in left..(left + width).min(100) {
                let mut next = || *noise.next().expect("noise");
                second.put_pixel(x, y, Rgb([next(), next(), next()]));
            }
        }
        let zones = [zone(&format!("{left},{top},{width},{height}"))];
        let copy = |bytes: &[u8]| mask(bytes, &zones).expect("a copy");
        prop_assert_eq!(copy(&png(&first)), copy(&png(&second)));
        prop_assert_eq!(copy(&jpeg(&first)), copy(&jpeg(&second)));
    }

    #[test]
    fn no_bytes_make_it_fall(
        kind in 0usize..4,
        noise in proptest::collection::vec(any::<u8>(), 0..400),
        at in any::<proptest::sample::Index>(),
    ) {
        let bytes = match kind {
            0 => noise,
            1 => [&b"\x89PNG\r\n\x1a\n"[..], &noise].concat(),
            2 => [&b"\xff\xd8\xff"[..], &noise].concat(),
            _ => {
                let mut whole = with_exif(&jpeg(&picture(24, 24)), 6);
                let at = at.index(whole.len());
                for (place, byte) in whole[at..].iter_mut().zip(noise) {
                    *place = byte;
                }
                whole
            }
        };
        let _ = mask(&bytes, &[zone("10,10,10,10")]);
    }
}
