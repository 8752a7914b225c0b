//! Digests that files made by others give of themselves (`sha1:…`, `sha256:…`): checked, never relied on.

use sha2::Digest as _;

/// A digest that a file gives, and what passed of the bytes that it is about.
pub struct Claim {
    value: String,
    hash: Hash,
}

enum Hash {
    Sha1(sha1::Sha1),
    Sha256(sha2::Sha256),
    Sha512(sha2::Sha512),
}

impl Claim {
    /// Reads a digest as a file gives it; none when it is of a kind that is not computed.
    ///
    /// WARC writes base32 for SHA-1, WACZ hexadecimal for SHA-256; both are read for all.
    pub fn read(claim: &str) -> Option<Self> {
        let (kind, value) = claim.trim().split_once(':')?;
        let hash = match kind.trim().to_ascii_lowercase().as_str() {
            "sha1" => Hash::Sha1(sha1::Sha1::new()),
            "sha256" | "sha-256" => Hash::Sha256(sha2::Sha256::new()),
            "sha512" | "sha-512" => Hash::Sha512(sha2::Sha512::new()),
            _ => return None,
        };
        let value = value.to_owned();
        Some(Self { value, hash })
    }

    /// Hashes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        match &mut self.hash {
            Hash::Sha1(hash) => hash.update(bytes),
            Hash::Sha256(hash) => hash.update(bytes),
            Hash::Sha512(hash) => hash.update(bytes),
        }
    }

    /// Whether it is the digest of everything given.
    pub fn holds(self) -> bool {
        match self.hash {
            Hash::Sha1(hash) => is(&self.value, &hash.finalize()),
            Hash::Sha256(hash) => is(&self.value, &hash.finalize()),
            Hash::Sha512(hash) => is(&self.value, &hash.finalize()),
        }
    }
}

/// Whether a digest that a file gives of these bytes is right; none when it is of a kind that is not computed.
pub fn holds(claim: &str, bytes: &[u8]) -> Option<bool> {
    let mut claim = Claim::read(claim)?;
    claim.update(bytes);
    Some(claim.holds())
}

fn is(value: &str, digest: &[u8]) -> bool {
    let value = value.trim();
    let is_hex = value.len() == digest.len() * 2;
    let hex = is_hex.then(|| value.to_ascii_lowercase());
    hex.is_some_and(|value| value == hexadecimal(digest))
        || base32(value).as_deref() == Some(digest)
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        for half in [byte >> 4, byte & 15] {
            text.extend(char::from_digit(u32::from(half), 16));
        }
        text
    })
}

/// RFC 4648, section 6.
fn base32(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let (mut held, mut bits) = (0_u32, 0_u32);
    for byte in text.trim_end_matches('=').bytes() {
        let five = match byte.to_ascii_uppercase() {
            letter @ b'A'..=b'Z' => letter - b'A',
            digit @ b'2'..=b'7' => digit - b'2' + 26,
            _ => return None,
        };
        held = (held << 5) | u32::from(five);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from((held >> bits) & 0xff).ok()?);
            held &= (1 << bits) - 1;
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_writings_of_a_digest_are_checked() {
        // `printf abc | openssl sha1`, and the same through `base32`.
        for right in [
            "sha1:a9993e364706816aba3e25717850c26c9cd0d89d",
            "SHA1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5",
            "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            "sha-256:XJ4BNP4PAHH6UQKBIDPF3LRCEOYAGYNDSYLXVHFUCD7WD4QACWWQ====",
        ] {
            assert_eq!(holds(right, b"abc"), Some(true), "{right}");
            assert_eq!(holds(right, b"abd"), Some(false), "{right}");
        }
        assert_eq!(holds("sha1:", b""), Some(false));
        assert_eq!(holds("md5:900150983cd24fb0d6963f7d28e17f72", b"abc"), None);
        assert_eq!(holds("abc", b"abc"), None);
    }
}
