//! The squares that a telephone reads (ISO/IEC 18004): as a path for a page, as a picture for a document.

/// Empty squares on each side.
const QUIET: usize = 4;
/// Points of a picture for each square.
const SCALE: usize = 8;

/// What was drawn.
pub struct Squares {
    /// Squares on each side, the quiet ones included.
    pub width: usize,
    /// The dark ones, as the path of an SVG whose unit is one square.
    pub path: String,
    dark: Vec<bool>,
}

impl Squares {
    /// None for what is too long to be read from a screen.
    pub fn of(text: &str) -> Option<Self> {
        let code = qrcode::QrCode::new(text.as_bytes()).ok()?;
        let (inner, mut path) = (code.width(), String::new());
        let width = inner + 2 * QUIET;
        let mut dark = vec![false; width * width];
        for (place, color) in code.to_colors().into_iter().enumerate() {
            if color == qrcode::Color::Dark {
                let (x, y) = (place % inner + QUIET, place / inner + QUIET);
                path.push_str(&format!("M{x} {y}h1v1h-1z"));
                if let Some(square) = dark.get_mut(y * width + x) {
                    *square = true;
                }
            }
        }
        Some(Self { width, path, dark })
    }

    /// The same as a PNG of one bit for each point, not compressed: about 25 KB. The right half is white: a picture is
    /// as wide as its page, and the squares need only half of it.
    pub fn png(&self) -> Vec<u8> {
        let side = self.width * SCALE;
        let is_dark = |x: usize, y: usize| {
            let place = y / SCALE * self.width + x / SCALE;
            x < side && self.dark.get(place).copied().unwrap_or_default()
        };
        let mut rows = Vec::with_capacity(side * (side / 4 + 1));
        for y in 0..side {
            // No filter; then eight points a byte, white is 1. A side is a multiple of 8.
            rows.push(0);
            for first in (0..2 * side).step_by(8) {
                rows.push((0..8).fold(0, |byte, bit| {
                    byte << 1 | u8::from(!is_dark(first + bit, y))
                }));
            }
        }
        let length = |points: usize| u32::try_from(points).unwrap_or_default().to_be_bytes();
        let head = [&length(2 * side)[..], &length(side), &[1, 0, 0, 0, 0]].concat();
        let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
        chunk(&mut png, b"IHDR", &head);
        chunk(&mut png, b"IDAT", &stored(&rows));
        chunk(&mut png, b"IEND", &[]);
        png
    }
}

/// One chunk (PNG, 5.3): length, type, data, CRC-32 of type and data.
fn chunk(png: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    let length = u32::try_from(data.len()).unwrap_or_default();
    png.extend(length.to_be_bytes());
    png.extend(kind);
    png.extend(data);
    let crc = kind.iter().chain(data).fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 * (crc & 1))
        })
    });
    png.extend((!crc).to_be_bytes());
}

/// A zlib stream (RFC 1950) of stored blocks (RFC 1951, 3.2.4).
fn stored(data: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let blocks = data.chunks(usize::from(u16::MAX));
    let last = blocks.len().saturating_sub(1);
    for (place, block) in blocks.enumerate() {
        let length = u16::try_from(block.len()).unwrap_or_default();
        out.push(u8::from(place == last));
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(block);
    }
    let (a, b) = data.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    out.extend((b << 16 | a).to_be_bytes());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_is_a_png_that_other_programs_take() {
        // The check values of the two specifications.
        let mut png = Vec::new();
        chunk(&mut png, b"IEND", &[]);
        assert_eq!(png, b"\0\0\0\0IEND\xae\x42\x60\x82");
        assert_eq!(stored(b"Wikipedia")[16..], [0x11, 0xe6, 0x03, 0x98]);
        let squares = Squares::of("campagne enfermer rapide purifier").expect("squares");
        let png = squares.png();
        let side = u32::try_from(squares.width * SCALE).expect("a side");
        assert_eq!(png[16..20], (2 * side).to_be_bytes());
        assert_eq!(png[20..24], side.to_be_bytes());
        assert_eq!(squares.path.matches('M').count(), {
            squares.dark.iter().filter(|dark| **dark).count()
        });
        assert!(png.len() < 40_000, "{}", png.len());
        assert!(Squares::of(&"x".repeat(3000)).is_none());
    }
}
