mod coder;
mod proposed;

use super::*;
use coder::{Coder, Scans, ycc};
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

/// Where the frame of a JPEG begins.
fn frame_of(jpeg: &[u8]) -> usize {
    let mut pairs = jpeg.windows(2);
    pairs.position(|w| w == [0xff, 0xc0]).expect("a frame")
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
    let frame = frame_of(&flood);
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

/// A PNG as the header says, of these lines, each after its filter byte, and of more chunks before them.
fn raw_png(size: (u32, u32), kind: [u8; 5], chunks: &[Vec<u8>], lines: &[u8]) -> Vec<u8> {
    let header = [&size.0.to_be_bytes()[..], &size.1.to_be_bytes(), &kind].concat();
    let length = u16::try_from(lines.len()).expect("short");
    let sum = lines.iter().fold((1u32, 0u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    // One block that is not packed.
    let mut packed = vec![0x78, 0x01, 0x01];
    packed.extend(length.to_le_bytes());
    packed.extend((!length).to_le_bytes());
    packed.extend(lines);
    packed.extend((sum.1 << 16 | sum.0).to_be_bytes());
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &header),
        chunks.concat(),
        chunk(b"IDAT", &packed),
        chunk(b"IEND", &[]),
    ]
    .concat()
}

#[test]
fn pngs_of_every_kind_are_read_as_they_are_seen() {
    let copy = |bytes: &[u8]| points(&mask(bytes, &[zone("0,0,12.5,12.5")]).expect("a copy"));
    // Interlaced: seven passes, each of a part of the points.
    let mut lines = Vec::new();
    let passes: [[usize; 4]; 7] = [
        [0, 0, 8, 8],
        [4, 0, 8, 8],
        [0, 4, 4, 8],
        [2, 0, 4, 4],
        [0, 2, 2, 4],
        [1, 0, 2, 2],
        [0, 1, 1, 2],
    ];
    for [left, top, across, down] in passes {
        for y in (top..8).step_by(down) {
            lines.push(0);
            lines.extend(
                (left..8)
                    .step_by(across)
                    .map(|x| u8::try_from(x * 30 + y).expect("a byte")),
            );
        }
    }
    let seen = copy(&raw_png((8, 8), [8, 0, 0, 0, 1], &[], &lines));
    for (x, y, point) in seen.enumerate_pixels().skip(1) {
        assert_eq!(*point, Rgb([u8::try_from(x * 30 + y).expect("a byte"); 3]));
    }
    // A palette whose second colour is clear and whose third is half clear: on white paper.
    let palette = [
        chunk(b"PLTE", &[10, 20, 30, 1, 2, 3, 200, 100, 0]),
        chunk(b"tRNS", &[255, 0, 128]),
    ];
    let line = [0, 0, 0, 1, 2, 0, 1, 2, 0];
    let seen = copy(&raw_png((8, 8), [8, 3, 0, 0, 0], &palette, &line.repeat(8)));
    assert_eq!(*seen.get_pixel(1, 0), Rgb([10, 20, 30]));
    assert_eq!(*seen.get_pixel(2, 0), Rgb([255; 3]));
    assert_eq!(*seen.get_pixel(3, 0), Rgb([227, 177, 127]));
    // Sixteen bits with transparency: one point that is seen, one that is not.
    let pair = [255, 0, 16, 9, 32, 7, 255, 255, 1, 1, 2, 2, 3, 3, 0, 0];
    let line = [&[0][..], &pair.repeat(4)].concat();
    let seen = copy(&raw_png((8, 8), [16, 6, 0, 0, 0], &[], &line.repeat(8)));
    assert_eq!(*seen.get_pixel(2, 0), Rgb([254, 16, 32]));
    assert_eq!(*seen.get_pixel(1, 0), Rgb([255; 3]));
}

#[test]
fn a_png_that_moves_or_turns_or_is_damaged_is_refused() {
    let whole = png(&picture(64, 64));
    let all = [zone("0,0,50,50")];
    let why = |bytes: &[u8]| mask(bytes, &all).err();
    // Two views: the one that is hidden may not be the one that others see.
    let moving = with_chunk(&whole, b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]);
    assert_eq!(why(&moving), Some(Why::Moving));
    // Asked to be turned after its points, as some cameras write it; the last word in a second chunk.
    let end = whole.len() - 12;
    let late = |turned: u8| {
        let asked = chunk(b"eXIf", &exif(turned));
        [&whole[..end], &asked, &whole[end..]].concat()
    };
    assert_eq!(why(&late(1)), None);
    assert_eq!(why(&late(6)), Some(Why::Turned));
    assert_eq!(
        why(&with_chunk(&late(6), b"eXIf", &exif(1))),
        Some(Why::Turned)
    );
    // The first bytes of its points, or one byte changed: its sum is wrong.
    let data = whole
        .windows(4)
        .position(|name| name == b"IDAT")
        .expect("points");
    for at in [data + 6, whole.len() - 18] {
        let mut damaged = whole.clone();
        damaged[at] ^= 1;
        assert_eq!(why(&damaged), Some(Why::Unreadable), "{at}");
    }
    // Half of the points, in a chunk whose sum is right.
    let half = &whole[data + 4..data + 4 + (end - data - 8) / 2];
    let short = [&whole[..data - 4], &chunk(b"IDAT", half), &whole[end..]].concat();
    assert_eq!(why(&short), Some(Why::Unreadable));
    // Colours that no PNG has.
    assert_eq!(
        why(&raw_png((8, 8), [3, 2, 0, 0, 0], &[], &[0; 64])),
        Some(Why::Unreadable)
    );
}

#[test]
fn what_the_decoder_does_not_do_is_said_to_be_another_format() {
    use image::error::{UnsupportedError, UnsupportedErrorKind};
    let kind = UnsupportedErrorKind::GenericFeature("arithmetic".to_owned());
    let error = UnsupportedError::from_format_and_kind(image::ImageFormat::Jpeg.into(), kind);
    assert_eq!(Why::from(ImageError::Unsupported(error)), Why::Format);
}

#[test]
fn n075_a_zone_never_covers_less_than_what_was_typed() {
    assert_eq!(zone("10.005,20.129,30,5").parts(), [1000, 2012, 3001, 501]);
    assert_eq!(zone("0.07,0.29,0.58,1.1").parts(), [7, 29, 58, 110]);
    assert_eq!(zone("0.004,0.004,0.001,0.006").parts(), [0, 0, 1, 1]);
    assert_eq!(
        zone("50.00000000000000000001,.5,49.9999999999999999999,5.").parts(),
        [5000, 50, 5000, 500]
    );
    assert_eq!(zone("99.999,99.999,100,0.001").parts(), [9999, 9999, 1, 1]);
    for text in [
        "0,0,.,5",
        "0,0,1e1,5",
        "0,0,+1,5",
        "0,0,100.0000000000001,5",
        "0,0,99999999999999999999,5",
    ] {
        assert_eq!(Zone::parse(text), Err(Why::NotAZone), "{text}");
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

/// A picture without any sharp edge, and its JPEG.
fn smooth(width: u32, height: u32) -> RgbImage {
    let part = |n: u32, of: u32| u8::try_from(40 + 170 * n / of).expect("a byte");
    RgbImage::from_fn(width, height, |x, y| {
        Rgb([part(x, width), part(y, height), part(width - x, width)])
    })
}

fn coded(coder: &Coder, picture: &RgbImage) -> Vec<u8> {
    let size = (picture.width() as usize, picture.height() as usize);
    coder.code(size, |x, y| {
        let at = |n: usize| u32::try_from(n).expect("small");
        ycc(picture.get_pixel(at(x), at(y)).0)
    })
}

/// How far the two most different points are from one another.
fn apart(left: &RgbImage, right: &RgbImage) -> u8 {
    assert_eq!(left.dimensions(), right.dimensions());
    let pairs = left.iter().zip(right.iter());
    pairs.map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0)
}

/// The orders that are read.
const SCANS: [Scans; 2] = [Scans::Together, Scans::Progressive];

#[test]
fn n075_the_margin_around_a_zone_follows_the_sampling() {
    let picture = smooth(120, 96);
    for (across, down, margin) in [
        (1, 1, 10),
        (2, 1, 18),
        (1, 2, 18),
        (2, 2, 18),
        (4, 1, 34),
        (1, 4, 34),
        (4, 2, 34),
    ] {
        for scans in SCANS {
            let coder = Coder {
                scans,
                ..Coder::chroma(across, down)
            };
            let original = coded(&coder, &picture);
            assert!(apart(&points(&original), &picture) < 9, "{across}x{down}");
            let copy = points(&mask(&original, &[zone("40,50,10,10")]).expect("a copy"));
            for (x, y, point) in copy.enumerate_pixels() {
                let near = |n: u32, from: u32, to: u32| n + margin >= from && n < to + margin;
                let hidden = near(x, 48, 60) && near(y, 48, 58);
                assert_eq!(*point == Rgb(COLOUR), hidden, "{across}x{down}: {x},{y}");
            }
        }
    }
}

#[test]
fn a_jpeg_of_another_kind_is_right_or_refused() {
    let picture = smooth(101, 67);
    let all = [zone("0,0,10,10")];
    let small = |coder: &Coder| points(&mask(&coded(coder, &picture), &all).expect("a copy"));
    // Nothing of these was smaller: they are as good as the picture.
    for scans in SCANS {
        let plain = Coder {
            scans,
            ..Coder::chroma(1, 1)
        };
        let copy = small(&plain);
        for (x, y, point) in copy
            .enumerate_pixels()
            .filter(|(x, y, _)| *x > 30 || *y > 30)
        {
            let was = picture.get_pixel(x, y);
            assert!(point.0.iter().zip(was.0).all(|(a, b)| a.abs_diff(b) < 6));
        }
    }
    let grey = Coder {
        sampling: vec![(2, 2)],
        ..Coder::chroma(1, 1)
    };
    let bytes = grey.code((61, 43), |x, _| {
        [f64::from(u32::try_from(x * 4).expect("small"))]
    });
    let copy = points(&mask(&bytes, &all).expect("a copy"));
    assert!(
        copy.get_pixel(50, 40)
            .0
            .iter()
            .all(|part| part.abs_diff(200) < 4)
    );
    // Red, green and blue, kept as they are.
    let plain = Coder {
        adobe: Some(0),
        ..Coder::chroma(1, 1)
    };
    let bytes = plain.code((48, 48), |_, _| [200.0, 20.0, 90.0]);
    let copy = points(&mask(&bytes, &all).expect("a copy"));
    assert!(apart_from(copy.get_pixel(40, 40), [200, 20, 90]) < 4);
    // Cyan, magenta, yellow and black, turned over as printers' programs write them.
    let inks = Coder {
        sampling: vec![(1, 1); 4],
        ..plain
    };
    let bytes = inks.code((48, 48), |x, _| {
        if x < 40 {
            [255.0, 55.0, 155.0, 255.0]
        } else {
            [255.0, 255.0, 255.0, 0.0]
        }
    });
    let copy = points(&mask(&bytes, &all).expect("a copy"));
    assert!(apart_from(copy.get_pixel(30, 40), [255, 55, 155]) < 4);
    assert!(apart_from(copy.get_pixel(45, 40), [0, 0, 0]) < 4);
    // Light kept smaller than colours, or parts that do not fit in one another: these would come out false.
    for sampling in [
        vec![(1, 1), (2, 2), (2, 2)],
        vec![(1, 1), (2, 1), (1, 1)],
        vec![(4, 1), (1, 1), (3, 1)],
        vec![(2, 2), (1, 1), (1, 4)],
    ] {
        let odd = Coder {
            sampling,
            ..Coder::chroma(1, 1)
        };
        assert_eq!(mask(&coded(&odd, &picture), &all).err(), Some(Why::Format));
    }
    // One component after the other: lines would be lost.
    for (across, down) in [(1, 1), (2, 2)] {
        let odd = Coder {
            scans: Scans::Apart,
            ..Coder::chroma(across, down)
        };
        let refused = mask(&coded(&odd, &picture), &all).err();
        assert_eq!(refused, Some(Why::Format));
    }
    // Another frame than the ones that are read, and points of twelve bits.
    let good = jpeg(&picture);
    let frame = frame_of(&good);
    for (at, byte) in [(1, 0xc3), (1, 0xc9), (4, 12)] {
        let mut other = good.clone();
        other[frame + at] = byte;
        assert_eq!(mask(&other, &all).err(), Some(Why::Format), "{at}: {byte}");
    }
}

fn apart_from(point: &Rgb<u8>, expected: [u8; 3]) -> u8 {
    let pairs = point.0.iter().zip(expected);
    pairs.map(|(a, b)| a.abs_diff(b)).max().unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Two pictures that differ only in the zone make the same copy: nothing can be read back from it.
    #[test]
    fn n075_the_copy_owes_nothing_to_what_it_hides(
        inside in proptest::collection::vec(any::<u8>(), 3..60),
        left in 0u32..60, top in 0u32..60, width in 1u32..40, height in 1u32..40,
        sampling in proptest::sample::select(&[(2, 2), (4, 1), (2, 1), (1, 2), (1, 4), (4, 2)][..]),
        scans in proptest::sample::select(&SCANS[..]),
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
        prop_assert!(copy(&png(&first)) == copy(&png(&second)), "PNG");
        prop_assert!(copy(&jpeg(&first)) == copy(&jpeg(&second)), "JPEG");
        // As photographs come: colours kept smaller than light, four times at most.
        let coder = Coder { scans, ..Coder::chroma(sampling.0, sampling.1) };
        prop_assert!(copy(&coded(&coder, &first)) == copy(&coded(&coder, &second)), "JPEG, smaller colours");
        // A copy masked elsewhere before is a PNG that keeps the traces.
        let again = |picture: &RgbImage| {
            let before = mask(&coded(&coder, picture), &[zone("0,0,1,1")]).expect("a copy");
            mask_again(&before, &zones).expect("a copy")
        };
        prop_assert!(again(&first) == again(&second), "a copy of a copy");
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
