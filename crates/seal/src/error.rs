//! One small error for the whole crate.

use std::fmt;

/// What a function of this crate answers.
pub type Result<T> = std::result::Result<T, Error>;

/// Why something could not be read, opened or believed. No variant carries content.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// Not written the one way it may be written.
    Form(&'static str),
    /// Well written, but it contradicts the digest, signature or proof that covers it.
    Mismatch(&'static str),
    /// Larger than this kind of thing may be.
    TooLong,
    /// Written by a version that this program does not know.
    Version(u64),
    /// No key that was given opens or vouches for it.
    NoKey,
    /// Reading or writing failed.
    Io(std::io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form(what) => write!(f, "not in the one accepted form: {what}"),
            Self::Mismatch(what) => write!(f, "contradicts its seal: {what}"),
            Self::TooLong => f.write_str("longer than allowed"),
            Self::Version(v) => write!(f, "version {v} is not known"),
            Self::NoKey => f.write_str("no given key opens or signs it"),
            Self::Io(error) => write!(f, "input or output: {error}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<Error> for kernel::Fault {
    /// A stored thing that cannot be read or believed is damaged; callers that check what a
    /// person typed map [`Error::Form`] themselves.
    fn from(error: Error) -> Self {
        match error {
            Error::Io(io) => Self::writing("sealing", io),
            Error::TooLong => Self::new(kernel::Code::TooLarge, "sealing"),
            other => Self::caused(kernel::Code::Damaged, "sealing", other),
        }
    }
}
