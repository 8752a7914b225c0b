//! What a sound is: read from its first bytes, never from its name.

use serde::{Deserialize, Serialize};
use std::io::{Read, Result, Seek, SeekFrom};

/// Largest sound, in bytes.
pub const LARGEST: u64 = 200 * 1024 * 1024;
/// Bytes that are looked at.
pub const LOOKED: usize = 64;

/// The formats that browsers play everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// MPEG layer III.
    Mp3,
    /// AAC in MPEG-4.
    M4a,
    /// AAC alone (ADTS).
    Aac,
    /// Opus or Vorbis in Ogg.
    Ogg,
}

impl Format {
    /// The end of its name.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Mp3 => "mp3",
            Self::M4a => "m4a",
            Self::Aac => "aac",
            Self::Ogg => "ogg",
        }
    }

    /// Its media type (RFC 3003, 4337, 5334).
    pub const fn media(self) -> &'static str {
        match self {
            Self::Mp3 => "audio/mpeg",
            Self::M4a => "audio/mp4",
            Self::Aac => "audio/aac",
            Self::Ogg => "audio/ogg",
        }
    }

    /// What these first bytes begin; `None` for anything else. A film may begin so too: [`may_show`].
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let at = |from: usize, what: &[u8]| {
            let part = bytes.get(from..from + what.len());
            part.is_some_and(|part| part == what)
        };
        if at(0, b"OggS") {
            // The first packet follows the header of its page (RFC 3533).
            return (at(28, b"OpusHead") || at(28, b"\x01vorbis")).then_some(Self::Ogg);
        }
        if at(4, b"ftyp") {
            const BRANDS: [&[u8]; 5] = [b"M4A ", b"M4B ", b"mp42", b"isom", b"iso2"];
            return BRANDS.iter().any(|brand| at(8, brand)).then_some(Self::M4a);
        }
        if at(0, b"ID3") {
            let version = bytes.get(3).copied().unwrap_or(0xff);
            return (bytes.len() > 10 && (2..=4).contains(&version)).then_some(Self::Mp3);
        }
        let [0xff, second, third, ..] = bytes else {
            return None;
        };
        if bytes.len() < 16 || second & 0xe0 != 0xe0 {
            return None;
        }
        let (version, layer) = (second >> 3 & 3, second >> 1 & 3);
        match layer {
            // ADTS says layer 0 and a sampling frequency of its table.
            0 if second & 0xf0 == 0xf0 => (third >> 2 & 15 < 13).then_some(Self::Aac),
            // MPEG 1, 2 or 2.5, with a bit rate and a sampling frequency.
            1 if version != 1 => {
                let (rate, sampling) = (third >> 4, third >> 2 & 3);
                (rate != 0 && rate != 15 && sampling != 3).then_some(Self::Mp3)
            }
            _ => None,
        }
    }
}

/// Whether a file with these first bytes may hold pictures that move: MPEG-4 of any brand but those of sounds.
pub fn may_show(bytes: &[u8]) -> bool {
    bytes.get(4..8) == Some(b"ftyp") && !matches!(bytes.get(8..12), Some(b"M4A " | b"M4B "))
}

/// Largest description of the tracks of a file that is read, in bytes: hours of sound take some hundred thousand.
const LARGEST_INDEX: u64 = 16 * 1024 * 1024;
/// Most parts of a file: those of a day, as instruments of streaming cut them.
const PARTS: usize = 100_000;

/// Whether the tracks of a file in MPEG-4 (ISO/IEC 14496-12) are sounds, without any to be seen.
///
/// # Errors
/// When it cannot be read.
pub fn only_sounds(mut file: impl Read + Seek) -> Result<bool> {
    let end = file.seek(SeekFrom::End(0))?;
    let (mut at, mut heard) = (0, false);
    for _ in 0..PARTS {
        if at >= end {
            return Ok(heard);
        }
        file.seek(SeekFrom::Start(at))?;
        let mut head = Vec::new();
        file.by_ref().take(16).read_to_end(&mut head)?;
        let Some((kind, before, size)) = part(&head, end - at) else {
            return Ok(false);
        };
        if kind == *b"moov" {
            if size > LARGEST_INDEX {
                return Ok(false);
            }
            file.seek(SeekFrom::Start(at.saturating_add(before)))?;
            let mut index = Vec::new();
            let inside = size.saturating_sub(before);
            file.by_ref().take(inside).read_to_end(&mut index)?;
            let tracks = kinds(&index);
            if tracks.contains(b"vide") {
                return Ok(false);
            }
            heard = heard || tracks.contains(b"soun");
        }
        at = at.saturating_add(size);
    }
    Ok(false)
}

/// What a part is, the length of its head and of all of it, if it ends within these bytes.
fn part(head: &[u8], most: u64) -> Option<([u8; 4], u64, u64)> {
    let (size, rest) = head.split_first_chunk::<4>()?;
    let (kind, rest) = rest.split_first_chunk::<4>()?;
    let (before, size) = match u32::from_be_bytes(*size) {
        0 => (8, most),
        1 => (16, u64::from_be_bytes(*rest.first_chunk::<8>()?)),
        size => (8, u64::from(size)),
    };
    (size >= before && size <= most).then_some((*kind, before, size))
}

/// The parts of these bytes that are of this kind, without their heads.
fn parts<'a>(bytes: &'a [u8], wanted: &'a [u8; 4]) -> impl Iterator<Item = &'a [u8]> {
    let mut rest = bytes;
    let all = std::iter::from_fn(move || {
        let (kind, before, size) = part(rest, rest.len() as u64)?;
        let (one, after) = rest.split_at_checked(usize::try_from(size).ok()?)?;
        rest = after;
        Some((kind, one.get(usize::try_from(before).ok()?..)?))
    });
    all.filter(move |(kind, _)| kind == wanted)
        .map(|(_, inside)| inside)
}

/// What each track is, as its handler says.
fn kinds(index: &[u8]) -> Vec<[u8; 4]> {
    parts(index, b"trak")
        .flat_map(|track| parts(track, b"mdia"))
        .flat_map(|media| parts(media, b"hdlr"))
        .filter_map(|handler| handler.get(8..)?.first_chunk().copied())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn with(from: usize, what: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0; LOOKED];
        bytes[from..from + what.len()].copy_from_slice(what);
        bytes
    }

    #[test]
    fn a_sound_is_known_by_its_first_bytes() {
        let mut opus = with(28, b"OpusHead");
        opus[..4].copy_from_slice(b"OggS");
        let mut film = with(28, b"\x80theora");
        film[..4].copy_from_slice(b"OggS");
        let mut m4a = with(4, b"ftypM4A ");
        m4a[3] = 32;
        for (bytes, format) in [
            (with(0, b"ID3\x04\0\0\0\0\0\0"), Some(Format::Mp3)),
            (with(0, &[0xff, 0xfb, 0x90, 0]), Some(Format::Mp3)),
            (with(0, &[0xff, 0xf3, 0x40, 0]), Some(Format::Mp3)),
            (with(0, &[0xff, 0xf1, 0x50, 0x80]), Some(Format::Aac)),
            (m4a, Some(Format::M4a)),
            (opus, Some(Format::Ogg)),
            (film, None),
            (with(4, b"ftypqt  "), None),
            (with(0, &[0xff, 0xfb, 0xf0, 0]), None),
            (with(0, &[0xff, 0xeb, 0x90, 0]), None),
            (with(0, b"\xef\xbb\xbf<html>"), None),
            (with(0, b"RIFF\0\0\0\0WAVE"), None),
            (b"ID3".to_vec(), None),
            (vec![0xff, 0xfb, 0x90], None),
            (Vec::new(), None),
        ] {
            assert_eq!(Format::of(&bytes), format, "{bytes:?}");
        }
    }

    fn part_of(kind: &[u8], inside: &[u8]) -> Vec<u8> {
        let size = u32::try_from(inside.len() + 8).unwrap();
        [&size.to_be_bytes()[..], kind, inside].concat()
    }

    fn track(kind: &[u8]) -> Vec<u8> {
        let handler = part_of(b"hdlr", &[&[0; 8][..], kind, &[0; 13]].concat());
        let media = [part_of(b"mdhd", &[0; 24]), handler, part_of(b"minf", &[])].concat();
        let all = [part_of(b"tkhd", &[0; 84]), part_of(b"mdia", &media)].concat();
        part_of(b"trak", &all)
    }

    /// The tracks at the end, as recorders write them, or before the sound, as they are published.
    fn mpeg4(brand: &[u8], tracks: &[&[u8]], first: bool) -> Vec<u8> {
        let begins = part_of(b"ftyp", &[brand, &[0; 4], b"isommp42"].concat());
        let tracks: Vec<u8> = tracks.iter().flat_map(|kind| track(kind)).collect();
        let index = part_of(b"moov", &[part_of(b"mvhd", &[0; 100]), tracks].concat());
        // A long size, as large files have.
        let data = [
            &[0, 0, 0, 1][..],
            b"mdat",
            &1016_u64.to_be_bytes(),
            &[7; 1000],
        ]
        .concat();
        let (one, two) = if first { (index, data) } else { (data, index) };
        [begins, part_of(b"free", &[]), one, two].concat()
    }

    #[test]
    fn a_film_is_no_sound() {
        let only = |bytes: &[u8]| only_sounds(std::io::Cursor::new(bytes)).unwrap();
        for (tracks, sound) in [
            (&[&b"soun"[..]][..], true),
            (&[b"soun", b"text", b"soun"], true),
            (&[b"vide", b"soun"], false),
            (&[b"soun", b"vide"], false),
            (&[b"vide"], false),
            (&[b"text"], false),
            (&[], false),
        ] {
            for first in [true, false] {
                for brand in [b"isom", b"mp42", b"iso2"] {
                    let bytes = mpeg4(brand, tracks, first);
                    assert_eq!(Format::of(&bytes), Some(Format::M4a));
                    assert!(may_show(&bytes), "looked at");
                    assert_eq!(only(&bytes), sound, "{tracks:?}");
                    assert!(!only(&bytes[..bytes.len() - 1]), "cut");
                }
            }
        }
        assert!(!may_show(&mpeg4(b"M4A ", &[b"soun"], true)));
        assert!(!may_show(&mpeg4(b"M4B ", &[b"soun", b"vide"], true)));
        // The last part may go to the end of the file without saying its length.
        let mut open = mpeg4(b"isom", &[b"soun"], true);
        open.extend([&[0; 4][..], b"mdat", &[1; 9]].concat());
        assert!(only(&open));
        assert!(!only(&part_of(b"free", &[]).repeat(PARTS + 1)));
    }

    proptest! {
        #[test]
        fn nothing_stops_it(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = Format::of(&bytes);
            let _ = may_show(&bytes);
            let _ = only_sounds(std::io::Cursor::new(&bytes));
            let inside = part_of(b"moov", &part_of(b"trak", &part_of(b"mdia", &bytes)));
            let _ = only_sounds(std::io::Cursor::new(inside));
        }
    }
}
