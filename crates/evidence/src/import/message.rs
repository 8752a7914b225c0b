//! What is said of one message, and of the files that came with it.

use super::signed::Signed;
use kernel::Moment;
use kernel::date::paris_date;
use seal::Digest;
use std::ops::Range;
use time::{Date, Time};

/// One message, or one exchange of a capture, as the file has it. Its words are cut and cleaned; its bytes are exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// None when the file gives no date that exists.
    pub sent: Option<Sent>,
    /// Who the file says wrote it; empty for a line of the system.
    pub from: String,
    /// The address, for an exchange of a capture.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// Names of what was attached, or the words that stand where it was; a last `…` says there were more.
    pub attached: Vec<String>,
    /// Domains of the DKIM signatures, as written.
    pub signed_by: Vec<String>,
    /// What was found of these signatures; empty when nothing was checked.
    pub signed: Vec<Signed>,
    /// What the file itself says of these bytes; for a capture only.
    pub exchange: Option<Exchange>,
    /// In which of [`super::Import::members`] it stands; none when the file is no archive.
    pub member: Option<u32>,
    /// Which of these members it names.
    pub media: Vec<u32>,
    /// Its first byte in the file, or in the member that it stands in.
    pub first: u64,
    /// How many bytes it has.
    pub bytes: u64,
    /// The digest of these bytes.
    pub sha256: Digest,
}

/// What a server answered, or a part of a saved page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// The status of HTTP, where the file has one.
    pub status: Option<u16>,
    /// Whether the digest that the file gives is the right one; none when it gives none that we compute.
    pub digest: Option<bool>,
}

/// One file of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its whole name in the archive, cleaned for a page.
    pub name: String,
    /// Its length, once unpacked.
    pub bytes: u64,
    /// Its digest, once unpacked.
    pub sha256: Digest,
    /// Whether the digest that the archive gives of it is the right one; none when it gives none.
    pub claimed: Option<bool>,
}

/// When a message says it was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// The file names the time zone.
    At(Moment),
    /// The file names none: the clock of the phone that wrote the file.
    Local(Date, Time),
}

impl Sent {
    /// The day: that of Paris when the file names its zone, else the one that the telephone showed.
    pub fn day(self) -> Date {
        match self {
            Self::At(at) => paris_date(at),
            Self::Local(day, _) => day,
        }
    }
}

impl Message {
    /// Nothing but the bytes at `range`.
    pub(super) fn at(range: &Range<usize>, bytes: &[u8]) -> Self {
        Self {
            sent: None,
            from: String::new(),
            subject: String::new(),
            text: String::new(),
            attached: Vec::new(),
            signed_by: Vec::new(),
            signed: Vec::new(),
            exchange: None,
            member: None,
            media: Vec::new(),
            first: range.start as u64,
            bytes: bytes.len() as u64,
            sha256: seal::sha256(bytes),
        }
    }
}

/// The days that a person wants, both included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Period {
    pub from: Option<Date>,
    pub to: Option<Date>,
}

impl Period {
    /// Whether every day is wanted.
    pub fn is_whole(self) -> bool {
        self.from.is_none() && self.to.is_none()
    }

    /// Whether a message of then is wanted. One without a date is, when every day is.
    pub fn holds(self, sent: Option<Sent>) -> bool {
        match sent.map(Sent::day) {
            None => self.is_whole(),
            Some(day) => {
                self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, time};

    #[test]
    fn n038_both_ends_of_a_period_are_in_it_and_days_are_those_of_paris() {
        let period = Period {
            from: Some(date!(2026 - 11 - 20)),
            to: Some(date!(2026 - 11 - 21)),
        };
        let local = |day| Some(Sent::Local(day, time!(0:00)));
        for (day, expected) in [
            (date!(2026 - 11 - 19), false),
            (date!(2026 - 11 - 20), true),
            (date!(2026 - 11 - 21), true),
            (date!(2026 - 11 - 22), false),
        ] {
            assert_eq!(period.holds(local(day)), expected, "{day}");
        }
        let at = |text| Moment::parse(text).map(Sent::At);
        assert!(period.holds(at("2026-11-19T23:30:00Z")));
        assert!(!period.holds(at("2026-11-21T23:30:00Z")));
        assert!(!period.holds(None) && Period::default().holds(None));
    }
}
