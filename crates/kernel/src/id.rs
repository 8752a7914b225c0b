//! Typed ids: 16 random bytes, shown as 32 lower-case hex digits, never ordered by time
//! (seal specification, section 1). One type per thing, so that an account cannot be passed
//! where a dossier is meant. Kernel has no randomness: `seal::random` draws the bytes.

use std::fmt;
use std::str::FromStr;

/// The text was not 32 lower-case hex digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id is 32 lower-case hex digits")
    }
}

impl std::error::Error for NotAnId {}

/// Reads exactly `N` bytes of lower-case hex.
pub fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    if digits.len() != N * 2 {
        return None;
    }
    let mut out = [0_u8; N];
    for (byte, pair) in out.iter_mut().zip(digits.chunks_exact(2)) {
        let [high, low] = pair else { return None };
        *byte = nibble(*high)? << 4 | nibble(*low)?;
    }
    Some(out)
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

/// Writes bytes as lower-case hex.
pub fn to_hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        for digit in [byte >> 4, byte & 15] {
            out.push(char::from(if digit < 10 {
                b'0' + digit
            } else {
                b'a' + digit - 10
            }));
        }
    }
    out
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name([u8; 16]);

        impl $name {
            /// Wraps 16 bytes drawn elsewhere.
            pub const fn new(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// The bytes, as stored.
            pub const fn bytes(&self) -> &[u8; 16] {
                &self.0
            }

            /// Reads the bytes of a database column.
            pub fn from_slice(bytes: &[u8]) -> Result<Self, NotAnId> {
                <[u8; 16]>::try_from(bytes).map(Self).map_err(|_| NotAnId)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&to_hex(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                from_hex(text).map(Self).ok_or(NotAnId)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}

ids! {
    /// An organisation hosted by the instance.
    OrgId;
    /// A person's account: a reader identity and the slots that open it.
    AccountId;
    /// One way to open an account (return code, passphrase…).
    SlotId;
    /// One reader's access to one dossier; the only id that appears in addresses.
    GrantId;
    /// A dossier; the `d` of its lines and heads.
    DossierId;
    /// A stored ciphertext.
    BlobId;
    /// A file on its way in, in several pieces.
    UploadId;
    /// What a team wrote for itself.
    NoteId;
    /// A live session with experts.
    PanelId;
    /// A question asked to experts.
    QuestionId;
    /// An answer of an expert.
    AnswerId;
    /// Questions refused together.
    RefusalId;
}

impl OrgId {
    /// The organisation that an instance starts with.
    pub const FIRST: Self = Self::new([0; 16]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_goes_both_ways_and_refuses_the_rest() {
        let id: DossierId = "00ff10a0b1c2d3e4f5061728394a5b6c".parse().unwrap();
        assert_eq!(id.to_string(), "00ff10a0b1c2d3e4f5061728394a5b6c");
        for wrong in [
            "",
            "00",
            "00FF10a0b1c2d3e4f5061728394a5b6c",
            "g0ff10a0b1c2d3e4f5061728394a5b6c",
            "é0ff10a0b1c2d3e4f5061728394a5b6",
        ] {
            assert_eq!(wrong.parse::<DossierId>(), Err(NotAnId), "{wrong}");
        }
    }
}
