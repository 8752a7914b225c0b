//! Web archives: WARC 1.0 and 1.1 (ISO 28500), plain or with each record packed by gzip.
//!
//! `response`, `resource` and `revisit` records are listed; the digests that any record gives are computed again,
//! and a record whose digest is false is listed whatever its kind.

use super::archive::MOST_UNPACKED;
use super::{Exchange, Format, Import, LARGEST, Message, Period, Sent, Why, bare, lines, one_line};
use flate2::bufread::GzDecoder;
use kernel::Moment;
use seal::claimed::holds;
use std::io::Read;
use std::ops::Range;

/// Longest head of a record, in bytes.
const LONGEST_HEAD: usize = 64 * 1024;

pub(super) fn read(bytes: &[u8], period: Period) -> Result<Import, Why> {
    let mut import = Import::of(Format::Warc);
    add(&mut import, bytes, None, period)?;
    import.done()
}

/// Adds the records of a file, which may stand in an archive.
pub(super) fn add(
    import: &mut Import,
    bytes: &[u8],
    member: Option<u32>,
    period: Period,
) -> Result<(), Why> {
    let mut add = |record: Record<'_>, own: &[u8], range: Range<usize>| {
        let message = record.told().map(|told| Message {
            member,
            ..told.message(&range, own)
        });
        message.map_or(Ok(()), |message| import.keep(message, period))
    };
    if bytes.starts_with(b"WARC/") {
        let mut from = 0;
        while let Some(rest) = bytes.get(from..).filter(|rest| !blank(rest)) {
            let (record, length) = Record::first(rest).ok_or(Why::Broken)?;
            let own = rest.get(..length).unwrap_or_default();
            add(record, own, from..from + length)?;
            from += length;
        }
        return Ok(());
    }
    let mut rest = bytes;
    let mut left = MOST_UNPACKED;
    while !rest.is_empty() {
        let from = bytes.len() - rest.len();
        let (unpacked, after) = unpack(rest, &mut left)?;
        let packed = from..bytes.len() - after.len();
        rest = after;
        let own = bytes.get(packed.clone()).unwrap_or_default();
        // One record a member of gzip; where there are more, they share its place.
        let mut records = unpacked.as_slice();
        while !blank(records) {
            let (record, length) = Record::first(records).ok_or(Why::Format)?;
            add(record, own, packed.clone())?;
            records = records.get(length..).unwrap_or_default();
        }
    }
    Ok(())
}

fn blank(bytes: &[u8]) -> bool {
    bytes.iter().all(u8::is_ascii_whitespace)
}

/// One member of gzip, and what follows it.
fn unpack<'a>(packed: &'a [u8], left: &mut u64) -> Result<(Vec<u8>, &'a [u8]), Why> {
    let most = (*left).min(LARGEST);
    let mut decoder = GzDecoder::new(packed);
    let mut bytes = Vec::new();
    let limited = decoder.by_ref().take(most + 1).read_to_end(&mut bytes);
    limited.map_err(|_| Why::Broken)?;
    if bytes.len() as u64 > most {
        return Err(Why::Bomb);
    }
    *left -= bytes.len() as u64;
    let rest = decoder.into_inner();
    // A member takes something, else it would never end.
    if rest.len() == packed.len() {
        return Err(Why::Broken);
    }
    Ok((bytes, rest))
}

/// A record: its fields and its block.
struct Record<'a> {
    fields: Vec<(String, String)>,
    block: &'a [u8],
}

/// What is said of a record.
struct Told {
    subject: String,
    text: String,
    sent: Option<Sent>,
    exchange: Exchange,
}

impl Told {
    fn message(self, range: &Range<usize>, own: &[u8]) -> Message {
        Message {
            sent: self.sent,
            subject: self.subject,
            text: self.text,
            exchange: Some(self.exchange),
            ..Message::at(range, own)
        }
    }
}

impl<'a> Record<'a> {
    /// The first record of these bytes, and its length with the two empty lines after it.
    fn first(bytes: &'a [u8]) -> Option<(Self, usize)> {
        let head = bytes.get(..bytes.len().min(LONGEST_HEAD))?;
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut block = None;
        for (start, line) in lines(head) {
            let text = String::from_utf8_lossy(bare(line));
            if start == 0 {
                if !matches!(text.trim_end(), "WARC/1.0" | "WARC/1.1") {
                    return None;
                }
            } else if text.is_empty() {
                block = Some(start + line.len());
                break;
            } else if text.starts_with([' ', '\t']) {
                let (_, value) = fields.last_mut()?;
                value.push(' ');
                value.push_str(text.trim());
            } else {
                let (name, value) = text.split_once(':')?;
                fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        let block = block?;
        let one = Self { fields, block: &[] };
        let length: usize = one.field("content-length")?.parse().ok()?;
        let end = block.checked_add(length)?;
        let one = Self {
            block: bytes.get(block..end)?,
            ..one
        };
        let after = bytes.get(end..).unwrap_or_default();
        let empty = if after.starts_with(b"\r\n\r\n") { 4 } else { 0 };
        Some((one, end + empty))
    }

    fn field(&self, name: &str) -> Option<&str> {
        let mut fields = self.fields.iter();
        let (_, value) = fields.find(|(own, _)| own == name)?;
        Some(value)
    }

    /// The head of an answer of HTTP, and its body.
    fn answer(&self) -> (&'a [u8], &'a [u8]) {
        for (start, line) in lines(self.block) {
            if bare(line).is_empty() {
                return self.block.split_at(start + line.len());
            }
            if start > LONGEST_HEAD {
                break;
            }
        }
        (self.block, &[])
    }

    fn is_http(&self) -> bool {
        let kind = self.field("content-type").unwrap_or_default();
        kind.to_ascii_lowercase().starts_with("application/http")
    }

    /// Whether each digest that it gives is right.
    fn digest(&self) -> Option<bool> {
        let (head, body) = self.answer();
        let whole = self.field("warc-block-digest");
        let whole = whole.and_then(|claim| holds(claim, self.block));
        let payload = if self.is_http() { body } else { self.block };
        // A revisit gives the digest of a body that stands elsewhere; a cut or chunked body is not the payload.
        let head = String::from_utf8_lossy(head).to_ascii_lowercase();
        let is_there = self.field("warc-type") != Some("revisit")
            && self.field("warc-truncated").is_none()
            && !head.contains("\ntransfer-encoding:");
        let own = self.field("warc-payload-digest").filter(|_| is_there);
        let own = own.and_then(|claim| holds(claim, payload));
        match (whole, own) {
            (None, None) => None,
            (whole, own) => Some(whole != Some(false) && own != Some(false)),
        }
    }

    /// What is listed of it; nothing for a record about the archive itself.
    fn told(&self) -> Option<Told> {
        let kind = self.field("warc-type").unwrap_or_default().to_owned();
        let digest = self.digest();
        let is_listed = matches!(kind.as_str(), "response" | "resource" | "revisit");
        if !is_listed && digest != Some(false) {
            return None;
        }
        let (head, _) = self.answer();
        let head = String::from_utf8_lossy(head.get(..head.len().min(LONGEST_HEAD))?);
        let mut lines = head.lines();
        let status = lines.next().filter(|_| self.is_http());
        let status = status.and_then(|line| line.strip_prefix("HTTP/")?.split(' ').nth(1));
        let media = lines.find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-type")
                .then(|| value.trim().to_owned())
        });
        let media = match self.is_http() {
            true => media,
            false => self.field("content-type").map(str::to_owned),
        };
        let date = self.field("warc-date").unwrap_or_default();
        Some(Told {
            subject: one_line(self.field("warc-target-uri").unwrap_or_default()),
            text: one_line(&format!("{kind} {}", media.unwrap_or_default())),
            sent: Moment::parse(date).map(Sent::At),
            exchange: Exchange {
                status: status.and_then(|status| status.parse().ok()),
                digest,
            },
        })
    }
}

#[cfg(test)]
mod tests;
