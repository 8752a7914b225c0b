//! What a sound is: read from its first bytes, never from its name.

use serde::{Deserialize, Serialize};

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

    /// What these first bytes begin; `None` for anything else, films included.
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

    proptest! {
        #[test]
        fn nothing_stops_it(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = Format::of(&bytes);
        }
    }
}
