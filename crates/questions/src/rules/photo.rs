//! The photo of an expert: a small square made anew from the points, so that neither the place nor the day that a
//! telephone writes into its files leaves with it.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{ImageReader, Limits};
use std::io::Cursor;

/// Largest file, in bytes.
pub const LARGEST: usize = 8 * 1024 * 1024;
/// The media type of what is kept.
pub const MEDIA: &str = "image/jpeg";
/// Points of a side.
const SIDE: u32 = 240;
/// Points of a side of what is read.
const MOST: u32 = 12_000;

/// The photo as it is kept; `None` when it is no JPEG nor PNG that can be read.
pub fn small(file: &[u8]) -> Option<Vec<u8>> {
    if file.len() > LARGEST {
        return None;
    }
    let mut reader = ImageReader::new(Cursor::new(file))
        .with_guessed_format()
        .ok()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST);
    limits.max_image_height = Some(MOST);
    limits.max_alloc = Some(256 * 1024 * 1024);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let turned = image::ImageDecoder::orientation(&mut decoder).ok()?;
    let mut picture = image::DynamicImage::from_decoder(decoder).ok()?;
    picture.apply_orientation(turned);
    let square = picture
        .resize_to_fill(SIDE, SIDE, FilterType::CatmullRom)
        .to_rgb8();
    let mut made = Vec::new();
    JpegEncoder::new_with_quality(&mut made, 82)
        .encode_image(&square)
        .ok()?;
    Some(made)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{DynamicImage, ImageFormat, RgbImage};

    #[test]
    fn what_is_kept_is_small_square_and_new() {
        let mut png = Cursor::new(Vec::new());
        let picture = DynamicImage::from(RgbImage::from_fn(600, 300, |x, _| {
            image::Rgb([(x % 256) as u8, 9, 9])
        }));
        picture.write_to(&mut png, ImageFormat::Png).unwrap();
        let mut bytes = png.into_inner();
        bytes.extend_from_slice(b"48.85 N 2.35 E");
        let made = small(&bytes).unwrap();
        assert!(!made.windows(5).any(|part| part == b"48.85"));
        let read = image::load_from_memory(&made).unwrap();
        assert_eq!((read.width(), read.height()), (SIDE, SIDE));
        for wrong in [&b""[..], b"<svg></svg>", b"GIF89a", &bytes[..40]] {
            assert!(small(wrong).is_none());
        }
    }
}
