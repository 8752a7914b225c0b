//! Reads messages out of files that people deposit: mails (EML, MBOX, MSG), discussions (WhatsApp), what platforms give
//! back (Facebook, Instagram, Snapchat, TikTok, YouTube), captures of pages (HAR, MHTML, WARC, WACZ).
//!
//! It reads, and never replaces: the piece stays what it is, and each message says which of its bytes it
//! comes from, so that anyone can cut them out and hash them again. What is shown is cut and cleaned;
//! what was not recognised is counted. Nothing here is checked with a server, nor fetched.

pub mod archive;
mod date;
mod har;
mod html;
mod json;
mod mail;
mod message;
mod mhtml;
pub(crate) mod outlook;
pub mod signed;
mod takeout;
mod wacz;
mod warc;
mod whatsapp;
mod youtube;

pub use message::{Exchange, Member, Message, Period, Sent};
use std::fmt;

/// Largest file that is read, in bytes.
pub const LARGEST: u64 = 64 * 1024 * 1024;
/// Largest archive that is read, in bytes.
pub const LARGEST_ARCHIVE: u64 = 256 * 1024 * 1024;
/// Most messages in one list.
pub const MOST: usize = 2_000;
/// Longest text that is given, in characters.
pub const LONGEST_TEXT: usize = 2_000;
/// Longest name, subject or domain that is given, in characters.
pub const LONGEST_LINE: usize = 200;
/// Most attached names, and most signing domains, of one message.
pub const MOST_NAMES: usize = 20;

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    pub format: Format,
    /// In the order of the file.
    pub messages: Vec<Message>,
    /// Lines (WhatsApp) or messages (MBOX) that were not recognised.
    pub unread: u64,
    /// Messages outside the days that were wanted, or without a date when days were.
    pub outside: u64,
    /// Files of the archive: those that messages stand in, and those that they name.
    pub members: Vec<Member>,
    /// Other files of the archive.
    pub others: u64,
    /// Files that the list of a capture names and the capture has not.
    pub missing: u64,
    /// Files of a capture that its list does not name.
    pub unlisted: u64,
}

impl Import {
    fn of(format: Format) -> Self {
        Self {
            format,
            messages: Vec::new(),
            unread: 0,
            outside: 0,
            members: Vec::new(),
            others: 0,
            missing: 0,
            unlisted: 0,
        }
    }

    /// Keeps a message of the days that are wanted.
    fn keep(&mut self, message: Message, period: Period) -> Result<(), Why> {
        if !period.holds(message.sent) {
            self.outside += 1;
            return Ok(());
        }
        if self.messages.len() == MOST {
            return Err(self.format.too_many());
        }
        self.messages.push(message);
        Ok(())
    }

    /// The list, unless nothing of the file is in it.
    fn done(self) -> Result<Self, Why> {
        match (self.messages.is_empty(), self.outside) {
            (false, _) => Ok(self),
            (true, 0) => Err(Why::Nothing),
            (true, _) => Err(Why::Outside),
        }
    }
}

/// The kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Eml,
    Mbox,
    Msg,
    WhatsApp,
    Har,
    Mhtml,
    Warc,
    Wacz,
    /// Facebook or Instagram: the file alone does not say which.
    Meta,
    Facebook,
    Instagram,
    Snapchat,
    TikTok,
    YouTube,
}

impl Format {
    /// Every kind.
    pub const ALL: [Self; 14] = [
        Self::Eml,
        Self::Mbox,
        Self::Msg,
        Self::WhatsApp,
        Self::Har,
        Self::Mhtml,
        Self::Warc,
        Self::Wacz,
        Self::Meta,
        Self::Facebook,
        Self::Instagram,
        Self::Snapchat,
        Self::TikTok,
        Self::YouTube,
    ];

    /// Its name in the journal.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Eml => "eml",
            Self::Mbox => "mbox",
            Self::Msg => "msg",
            Self::WhatsApp => "whatsapp",
            Self::Har => "har",
            Self::Mhtml => "mhtml",
            Self::Warc => "warc",
            Self::Wacz => "wacz",
            Self::Meta => "meta",
            Self::Facebook => "facebook",
            Self::Instagram => "instagram",
            Self::Snapchat => "snapchat",
            Self::TikTok => "tiktok",
            Self::YouTube => "youtube",
        }
    }

    /// Whether its hours name no time zone.
    pub const fn is_local(self) -> bool {
        matches!(self, Self::WhatsApp | Self::TikTok)
    }

    /// Why a list that is too long is none: days are chosen in a discussion, not in a capture.
    pub const fn too_many(self) -> Why {
        match self {
            Self::Har | Self::Mhtml | Self::Warc | Self::Wacz => Why::TooManyParts,
            _ => Why::TooMany,
        }
    }

    /// Reads what [`Format::name`] wrote.
    pub fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

/// Why nothing was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// None of the kinds that are read.
    Format,
    /// Larger than [`LARGEST`].
    TooLarge,
    /// More than [`MOST`] messages.
    TooMany,
    /// The same, of a capture.
    TooManyParts,
    /// Not one message in it.
    Nothing,
    /// Messages, but none of the days that are wanted.
    Outside,
    /// An archive that is damaged, or packed in a way that is not read.
    Broken,
    /// An archive with a password.
    Locked,
    /// A file of the archive has a name that leads out of it, or is a link.
    Slip,
    /// The archive holds no messages, but other archives.
    Nested,
    /// More than [`archive::MOST_MEMBERS`] files in the archive.
    Members,
    /// More than [`archive::MOST_UNPACKED`] once unpacked, or one text of more than [`LARGEST`].
    Bomb,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Format => "nothing that is known is recognised in it; keep the file as a piece",
            Self::TooLarge => {
                "larger than 64 MB, or 256 MB for an archive; export a shorter period first"
            }
            Self::TooMany => "more than 2,000 messages; choose days with --from and --to",
            Self::TooManyParts => "more than 2,000 parts in this capture; it stays whole",
            Self::Nothing => "there is no message in this file",
            Self::Outside => "there is no message of these days in this file",
            Self::Broken => "the archive is damaged, or packed in a way that is not read",
            Self::Locked => "the archive has a password; export it without one",
            Self::Slip => "a file of the archive has a name that leads elsewhere: it is not opened",
            Self::Nested => "the archive holds other archives; take them out and read each one",
            Self::Members => "more than 5,000 files in the archive",
            Self::Bomb => {
                "the archive takes more than 1 GB once unpacked, or a text of it more than 64 MB"
            }
        })
    }
}

impl std::error::Error for Why {}

/// Whether messages may be read from a file of that media type.
pub fn can_read(media: &str) -> bool {
    matches!(
        media,
        "message/rfc822"
            | "application/mbox"
            | "application/vnd.ms-outlook"
            | "text/plain"
            | "application/zip"
            | "application/json"
            | "multipart/related"
            | "application/warc"
            | "application/gzip"
    )
}

/// Largest file of that media type that is read, in bytes.
pub fn largest(media: &str) -> u64 {
    match media {
        "application/zip" => LARGEST_ARCHIVE,
        _ => LARGEST,
    }
}

/// Reads the messages of a file, of the days that are wanted.
///
/// # Errors
/// Says why when the file is of another kind, empty, or beyond the limits.
pub fn read(media: &str, bytes: &[u8], period: Period) -> Result<Import, Why> {
    if !can_read(media) {
        return Err(Why::Format);
    }
    if bytes.len() as u64 > largest(media) {
        return Err(Why::TooLarge);
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Why::Nothing);
    }
    match media {
        "message/rfc822" => mail::eml(bytes, period),
        "application/mbox" => mail::mbox(bytes, period),
        "application/vnd.ms-outlook" => outlook::read(bytes, period),
        "application/zip" => archive::read(bytes, period),
        "application/json" => har::read(bytes, period),
        "multipart/related" => mhtml::read(bytes, period),
        "application/warc" | "application/gzip" => warc::read(bytes, period),
        _ => text(bytes, period),
    }
}

/// A text without a signature of its own: what it starts with says what to try.
fn text(bytes: &[u8], period: Period) -> Result<Import, Why> {
    let plain = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let tried = match plain.trim_ascii_start().first() {
        Some(b'{' | b'[') => takeout::read(bytes, "", period).or_else(|why| match why {
            Why::Format => har::read(bytes, period),
            why => Err(why),
        }),
        _ => youtube::read(bytes, period),
    };
    match tried {
        Err(Why::Format) => whatsapp::chat(bytes, period),
        tried => tried?.done(),
    }
}

/// The lines of a file with their ends, and where each starts.
fn lines(bytes: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    bytes
        .split_inclusive(|byte| *byte == b'\n')
        .scan(0, |next, line| {
            let start = *next;
            *next += line.len();
            Some((start, line))
        })
}

/// A line without its end.
fn bare(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// Marks that turn the direction of what is written, or show nothing: a name could hide behind them. The
/// joiners (U+200C, U+200D) stay, for scripts and emoji need them.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// One line fit for a page, at most [`LONGEST_LINE`] characters.
fn one_line(given: &str) -> String {
    cleaned(given, LONGEST_LINE, false)
}

/// A text fit for a page, with its line ends, at most [`LONGEST_TEXT`] characters.
fn whole_text(given: &str) -> String {
    cleaned(given, LONGEST_TEXT, true)
}

fn cleaned(given: &str, most: usize, keeps_lines: bool) -> String {
    let kept = given.chars().filter_map(|c| match c {
        '\n' | '\u{2028}' | '\u{2029}' => Some(if keeps_lines { '\n' } else { ' ' }),
        '\t' => Some(' '),
        '\u{a0}' | '\u{202f}' if !keeps_lines => Some(' '),
        c if c.is_control() || is_hidden(c) => None,
        c => Some(c),
    });
    let mut text = String::new();
    let mut rest = kept.skip_while(|c| c.is_whitespace());
    text.extend(rest.by_ref().take(most));
    if rest.any(|c| !c.is_whitespace()) {
        text.pop();
        text.truncate(text.trim_end().len());
        text.push('…');
    }
    text.truncate(text.trim_end().len());
    text
}

/// Adds a name, and says so when there are too many.
fn add_name(names: &mut Vec<String>, given: &str) {
    let name = one_line(given);
    if name.is_empty() {
        return;
    }
    if names.len() < MOST_NAMES {
        names.push(name);
    } else if let Some(last) = names.last_mut() {
        "…".clone_into(last);
    }
}

#[cfg(test)]
mod tests;
