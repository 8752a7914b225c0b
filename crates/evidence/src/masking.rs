//! Hiding parts of a picture for good (N075). A part is never masked in place: a new picture is written
//! from the points that are left, and holds nothing else (seal specification, section 5).
//!
//! Every zone gets the same flat colour. A blur can be undone, and so can a mean colour once zones are
//! small; this colour owes nothing to what it covers.

mod faces;
mod files;

pub use faces::{MOST_FACES, faces};
use files::{Frame, chunks};
use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::{PngDecoder, PngEncoder};
use image::metadata::Orientation;
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageError, Limits, RgbImage,
};
use std::fmt;
use std::io::Cursor;

/// Largest file that is read, in bytes.
pub const LARGEST_FILE: u64 = 64 * 1024 * 1024;
/// Largest picture that is decoded, in points.
pub const LARGEST_PICTURE: u64 = 40_000_000;
/// Largest side, in points.
pub const LARGEST_SIDE: u32 = 16_384;
/// What the decoder may take, in bytes: a picture of eight bytes a point, and its own tables.
const MEMORY: u64 = 384 * 1024 * 1024;
/// The colour of what is hidden: it stands out on white and on black.
pub const COLOUR: [u8; 3] = [0x80, 0x80, 0x80];
/// The whole of a side, in hundredths of a percent.
pub const WHOLE: u16 = 10_000;

/// A part of a picture, in hundredths of a percent of its sides, as the person sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone {
    left: u16,
    top: u16,
    width: u16,
    height: u16,
}

impl Zone {
    /// A zone; what is outside the picture is cut off.
    ///
    /// # Errors
    /// `EmptyZone` when nothing of it lies in the picture.
    pub fn new(left: u16, top: u16, width: u16, height: u16) -> Result<Self, Why> {
        let inside = |from: u16, size: u16| size.min(WHOLE.saturating_sub(from));
        let zone = Self {
            left,
            top,
            width: inside(left, width),
            height: inside(top, height),
        };
        if zone.width == 0 || zone.height == 0 {
            return Err(Why::EmptyZone);
        }
        Ok(zone)
    }

    /// Reads `left,top,width,height` in percent, as a person types them: `10,20.5,30,5`. What is finer than
    /// a hundredth grows the zone: it never covers less than what was typed.
    ///
    /// # Errors
    /// `NotAZone` for anything else than four numbers from 0 to 100, `EmptyZone` as [`Zone::new`].
    pub fn parse(text: &str) -> Result<Self, Why> {
        let typed: Vec<Typed> = text
            .split(',')
            .map(Typed::parse)
            .collect::<Result<_, _>>()?;
        let [left, top, width, height] = typed.as_slice() else {
            return Err(Why::NotAZone);
        };
        let size = |from: &Typed, size: &Typed| {
            let end = (from.most + size.most).div_ceil(Typed::HUNDREDTH);
            if size.most == 0 {
                return 0;
            }
            short(end).saturating_sub(from.hundredths())
        };
        Self::new(
            left.hundredths(),
            top.hundredths(),
            size(left, width),
            size(top, height),
        )
    }

    /// Reads what a form of ours sent back: its four parts in hundredths of a percent, written as we write them.
    ///
    /// # Errors
    /// `NotAZone` for anything else.
    pub fn exact(text: &str) -> Result<Self, Why> {
        let parts: Vec<u16> = text
            .splitn(5, ',')
            .map(|part| part.parse().map_err(|_| Why::NotAZone))
            .collect::<Result<_, _>>()?;
        let [left, top, width, height] = *parts.as_slice() else {
            return Err(Why::NotAZone);
        };
        let zone = Self::new(left, top, width, height).map_err(|_| Why::NotAZone)?;
        (zone.to_exact() == text)
            .then_some(zone)
            .ok_or(Why::NotAZone)
    }

    /// What [`Zone::exact`] reads.
    pub fn to_exact(self) -> String {
        self.parts().map(|part| part.to_string()).join(",")
    }

    /// Left, top, width and height.
    pub const fn parts(&self) -> [u16; 4] {
        [self.left, self.top, self.width, self.height]
    }

    /// Its columns and its lines in a picture of that size, grown by `more` points: a point that is partly
    /// inside is inside.
    fn points(&self, size: (u32, u32), more: u32) -> [std::ops::Range<u32>; 2] {
        let range = |from: u16, length: u16, side: u32| {
            let whole = u64::from(WHOLE);
            let first = u64::from(from) * u64::from(side) / whole;
            let end = (u64::from(from) + u64::from(length)) * u64::from(side);
            let end = end.div_ceil(whole).min(u64::from(side));
            let point = |n: u64| u32::try_from(n).unwrap_or(side);
            point(first).saturating_sub(more)..point(end).saturating_add(more).min(side)
        };
        [
            range(self.left, self.width, size.0),
            range(self.top, self.height, size.1),
        ]
    }
}

/// In percent, as [`Zone::parse`] reads it.
impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |part: u16| {
            let text = format!("{}.{:02}", part / 100, part % 100);
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        };
        f.write_str(&self.parts().map(percent).join(","))
    }
}

/// A percentage as it was typed, in billionths of a percent: it lies between these two.
struct Typed {
    least: u64,
    most: u64,
}

impl Typed {
    const DIGITS: usize = 9;
    const HUNDREDTH: u64 = 10_000_000;

    fn parse(text: &str) -> Result<Self, Why> {
        let text = text.trim();
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.len() + part.len() == 0 || !digits(whole) || !digits(part) {
            return Err(Why::NotAZone);
        }
        let (kept, rest) = part.split_at(part.len().min(Self::DIGITS));
        let least = format!("0{whole}{kept:0<width$}", width = Self::DIGITS)
            .parse()
            .map_err(|_| Why::NotAZone)?;
        let finer = rest.bytes().any(|byte| byte != b'0');
        let most = if finer { least + 1 } else { least };
        if most > u64::from(WHOLE) * Self::HUNDREDTH {
            return Err(Why::NotAZone);
        }
        Ok(Self { least, most })
    }

    fn hundredths(&self) -> u16 {
        short(self.least / Self::HUNDREDTH)
    }
}

fn short(hundredths: u64) -> u16 {
    u16::try_from(hundredths).unwrap_or(u16::MAX)
}

/// Why no copy was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Neither a PNG nor a JPEG, or one of a kind that is not read.
    Format,
    /// More points, or more memory, than are decoded.
    TooLarge,
    /// Cut short, or damaged.
    Unreadable,
    /// A PNG that asks to be turned: some programs do, others do not, and the zone would be elsewhere.
    Turned,
    /// A PNG that moves: the view that was masked is not the only one.
    Moving,
    /// Nothing to hide was named.
    NoZone,
    /// A zone without surface in the picture.
    EmptyZone,
    /// Not four numbers from 0 to 100.
    NotAZone,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Format => {
                "neither a PNG nor a JPEG picture of a kind that is read; save it as one of these first"
            }
            Self::TooLarge => {
                "larger than 40 million points, 16,384 points on a side or 64 MB; make it smaller first"
            }
            Self::Unreadable => "the picture is cut short or damaged; take it again",
            Self::Turned => "this PNG asks to be turned when shown; save it again turned, first",
            Self::Moving => "this PNG moves, and another view may be seen; save the one to show, first",
            Self::NoZone => "name at least one zone to hide",
            Self::EmptyZone => "a zone has no surface inside the picture",
            Self::NotAZone => {
                "a zone is left,top,width,height in percent, from 0 to 100, such as 10,20,30,5"
            }
        })
    }
}

impl std::error::Error for Why {}

impl From<ImageError> for Why {
    fn from(error: ImageError) -> Self {
        match error {
            ImageError::Limits(_) => Self::TooLarge,
            ImageError::Unsupported(_) => Self::Format,
            _ => Self::Unreadable,
        }
    }
}

/// Whether a picture of that media type can be masked.
pub fn can_mask(media: &str) -> bool {
    matches!(media, "image/png" | "image/jpeg")
}

/// Makes a copy (PNG) in which nothing is left of the zones, nor of anything but visible points.
///
/// # Errors
/// Says why when the picture cannot be read within the limits, or when nothing is to be hidden.
pub fn mask(bytes: &[u8], zones: &[Zone]) -> Result<Vec<u8>, Why> {
    grown(bytes, zones, 0)
}

/// The same, of a copy that was masked before. It is a PNG whose points may come from a JPEG, with the traces
/// that go around a zone: it is grown by as much as any JPEG needs.
///
/// # Errors
/// As [`mask`].
pub fn mask_again(bytes: &[u8], zones: &[Zone]) -> Result<Vec<u8>, Why> {
    grown(bytes, zones, Frame::MOST_BLEEDS)
}

fn grown(bytes: &[u8], zones: &[Zone], least: u32) -> Result<Vec<u8>, Why> {
    if zones.is_empty() {
        return Err(Why::NoZone);
    }
    let (mut picture, more) = decode(bytes)?;
    let (size, more) = (picture.dimensions(), more.max(least));
    for zone in zones {
        let [columns, lines] = zone.points(size, more);
        for y in lines {
            for x in columns.clone() {
                picture.put_pixel(x, y, image::Rgb(COLOUR));
            }
        }
    }
    let mut out = Vec::new();
    PngEncoder::new(&mut out).write_image(
        picture.as_raw(),
        size.0,
        size.1,
        ExtendedColorType::Rgb8,
    )?;
    Ok(out)
}

/// The points as the person saw them, and how far a zone must be grown.
pub(crate) fn decode(bytes: &[u8]) -> Result<(RgbImage, u32), Why> {
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(Why::TooLarge);
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        let decoder = PngDecoder::with_limits(Cursor::new(bytes), limits())?;
        check_size(&decoder)?;
        for (name, data) in chunks(bytes) {
            match name {
                b"acTL" => return Err(Why::Moving),
                // Anywhere: the decoder reads the ones that stand before the points only.
                b"eXIf" if is_turned(data) => return Err(Why::Turned),
                _ => {}
            }
        }
        return Ok((visible(DynamicImage::from_decoder(decoder)?), 0));
    }
    if bytes.starts_with(b"\xff\xd8\xff") {
        let frame = Frame::of(bytes)?;
        let mut decoder = JpegDecoder::new(Cursor::new(bytes))?;
        check_size(&decoder)?;
        decoder.set_limits(limits())?;
        let turned = decoder.orientation()?;
        let mut picture = DynamicImage::from_decoder(decoder)?;
        picture.apply_orientation(turned);
        return Ok((picture.into_rgb8(), frame.bleeds()));
    }
    Err(Why::Format)
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(LARGEST_SIDE);
    limits.max_image_height = Some(LARGEST_SIDE);
    limits.max_alloc = Some(MEMORY);
    limits
}

fn check_size(decoder: &impl ImageDecoder) -> Result<(), Why> {
    let (width, height) = decoder.dimensions();
    let points = u64::from(width) * u64::from(height);
    let fits = width.max(height) <= LARGEST_SIDE
        && points <= LARGEST_PICTURE
        && decoder.total_bytes() <= MEMORY;
    if fits { Ok(()) } else { Err(Why::TooLarge) }
}

/// The points on white paper: what transparency hid from the person does not stay in her copy.
fn visible(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let seen = picture.into_rgba8();
    RgbImage::from_fn(seen.width(), seen.height(), |x, y| {
        let [r, g, b, alpha] = seen.get_pixel(x, y).0;
        let over = |colour: u8| {
            let alpha = u16::from(alpha);
            let sum = u16::from(colour) * alpha + 255 * (255 - alpha);
            u8::try_from((sum + 127) / 255).unwrap_or(u8::MAX)
        };
        image::Rgb([over(r), over(g), over(b)])
    })
}

fn is_turned(exif: &[u8]) -> bool {
    Orientation::from_exif_chunk(exif).is_some_and(|turned| turned != Orientation::NoTransforms)
}

#[cfg(test)]
mod tests;
