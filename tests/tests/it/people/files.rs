//! Small real files.

/// A picture of one point, whose bytes also hold `mark` (a text chunk, as phones write).
pub fn png(mark: &str) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut out, b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
    chunk(&mut out, b"tEXt", &[b"Comment\0", mark.as_bytes()].concat());
    chunk(
        &mut out,
        b"IDAT",
        &[
            0x78, 0x01, 0x01, 0x02, 0x00, 0xfd, 0xff, 0, 0xff, 0x01, 0x01, 0x01, 0x00,
        ],
    );
    chunk(&mut out, b"IEND", &[]);
    out
}

/// A capture of 60 by 40 points, all of different colours, with a text chunk that holds `mark`.
pub fn picture(mark: &str) -> Vec<u8> {
    let points = image::RgbImage::from_fn(60, 40, |x, y| {
        let byte = |n: u32| u8::try_from(n).expect("a byte");
        image::Rgb([byte(x * 4), byte(y * 6), 10])
    });
    let mut out = std::io::Cursor::new(Vec::new());
    points
        .write_to(&mut out, image::ImageFormat::Png)
        .expect("a picture");
    let plain = out.into_inner();
    let mut text = Vec::new();
    chunk(
        &mut text,
        b"tEXt",
        &[b"Comment\0", mark.as_bytes()].concat(),
    );
    [&plain[..33], &text, &plain[33..]].concat()
}

/// The points of a picture.
pub fn points(bytes: &[u8]) -> image::RgbImage {
    image::load_from_memory(bytes)
        .expect("a picture")
        .into_rgb8()
}

fn chunk(out: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    out.extend_from_slice(
        &u32::try_from(data.len())
            .expect("a small chunk")
            .to_be_bytes(),
    );
    let start = out.len();
    out.extend_from_slice(kind);
    out.extend_from_slice(data);
    let crc = crc32(&out[start..]);
    out.extend_from_slice(&crc.to_be_bytes());
}

/// CRC-32 of ISO 3309, as PNG wants it.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 {
                (crc >> 1) ^ 0xedb8_8320
            } else {
                crc >> 1
            }
        })
    })
}

/// The first bytes of a picture as recent telephones take them (HEIC), then noise.
pub fn heic() -> Vec<u8> {
    let mut out = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec();
    out.extend((0..3000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8));
    out
}

/// The first bytes of a film (MP4), then `length` bytes that differ from place to place.
pub fn mp4(length: usize) -> Vec<u8> {
    let mut out = b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41".to_vec();
    out.extend((0..length as u64).map(|n| (n.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as u8));
    out
}

#[test]
fn the_check_value_of_crc_32() {
    assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
}
