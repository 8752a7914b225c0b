//! What a piece is, and what is said about it.

use crate::likeness::Likeness;
use seal::Digest;
use store::blobs::Stored;

/// Where a piece comes from, printed everywhere (design, section 4). A time-stamp proves that bytes
/// existed, not where they come from: the class says what is known of that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Class {
    /// Fetched by the server from its address.
    A,
    /// Recorded by the extension in the person's own browser.
    B,
    /// Deposited by the person, or by somebody to whom she opened the dossier.
    C,
    /// Act of a commissaire de justice.
    D,
}

impl Class {
    /// The letter sealed with the piece.
    pub const fn letter(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
        }
    }

    /// Reads the sealed letter.
    pub fn read(letter: &str) -> Option<Self> {
        [Self::A, Self::B, Self::C, Self::D]
            .into_iter()
            .find(|class| class.letter() == letter)
    }
}

/// How a piece may be shown in a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preview {
    /// A picture that browsers draw.
    Image,
    /// A film or a sound that browsers play.
    Video,
    /// A sound.
    Audio,
    /// A text of a few kilobytes.
    Text,
    /// Kept whole; no browser draws it safely ("aperçu impossible").
    None,
}

/// A file that has been received, hashed, sealed and synced, and that no journal names yet.
#[derive(Debug, Clone)]
pub struct Received {
    /// The ciphertext, on disk and synced; the append that names it turns it live.
    pub stored: Stored,
    /// The name given by the person's device, made safe.
    pub name: String,
    /// The media type found in the bytes.
    pub media: String,
    /// Length of the original, in bytes.
    pub bytes: u64,
    /// SHA-256 of the original.
    pub sha256: Digest,
    /// What it looks like, where that was asked and it is a picture.
    pub likeness: Option<Likeness>,
}
