//! WARC (ISO 28500): records one after the other, each in its gzip member, with its digests. One pass, constant memory
//! but for the table of records that the index is compared with.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::GzDecoder;
use seal::claimed::Claim;
use seal::{Digest, Hasher};

use crate::verify::finding::Kind;

/// The longest header of a record, in bytes.
const LONGEST_HEADER: u64 = 1 << 20;
/// The longest digest that is kept of what a record says.
const LONGEST_CLAIM: usize = 256;
/// How much of an HTTP head is looked at.
const HEAD: usize = 64 << 10;
/// The most records of a package.
const MOST_RECORDS: usize = 500_000;
/// The most that a packed file may grow, and what all of them together may grow besides.
const MOST_RATIO: u64 = 250;
const FREE_GROWTH: u64 = 256 << 20;

/// What a package may still ask: it is one for all its files, whatever their number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    growth: u64,
    records: usize,
}

impl Budget {
    pub(super) const fn new() -> Self {
        Self {
            growth: FREE_GROWTH,
            records: MOST_RECORDS,
        }
    }

    /// How many bytes may come out of a packed file of that length.
    pub(super) const fn room(&self, bytes: u64) -> u64 {
        bytes.saturating_mul(MOST_RATIO).saturating_add(self.growth)
    }

    /// Takes note of what a file left of its room.
    pub(super) fn keep(&mut self, left: u64) {
        self.growth = self.growth.min(left);
    }
}

/// What a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Response,
    Request,
    Resource,
    Revisit,
    Other,
}

/// A record, as the index must know it.
#[derive(Debug, Clone)]
pub(super) struct Record {
    pub sort: Sort,
    pub length: u64,
    /// Of the address.
    pub url: Option<Digest>,
    /// The first 14 digits of its date, when it has as many.
    pub date: Option<u64>,
    /// What was computed.
    pub payload: Digest,
    /// What it says itself.
    pub claimed: Option<String>,
    pub status: Option<u16>,
}

/// The records of a file by where they begin.
pub(super) type Records = BTreeMap<u64, Record>;

/// Something wrong, or not said, at an offset.
pub(super) type Say<'a> = &'a mut dyn FnMut(Kind, u64, &str);

/// Knows how far a reader was read.
pub(super) struct Counted<'a> {
    pub inner: &'a mut dyn BufRead,
    pub at: u64,
}

impl Read for Counted<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(to)?;
        self.at += count as u64;
        Ok(count)
    }
}

impl BufRead for Counted<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.inner.consume(count);
        self.at += count as u64;
    }
}

/// Refuses to unpack more than a packed file may hold.
pub(super) struct Fair<'a, R> {
    pub inner: R,
    pub left: &'a mut u64,
}

impl<R: Read> Read for Fair<'_, R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(to)?;
        match self.left.checked_sub(count as u64) {
            Some(left) => *self.left = left,
            None => return Err(io::ErrorKind::FileTooLarge.into()),
        }
        Ok(count)
    }
}

/// What is wrong with a record: nothing behind it can be read any more.
struct Broken(Kind, &'static str);

/// Reads every record of `file`, which holds `bytes` bytes.
pub(super) fn scan(
    file: &mut dyn BufRead,
    packed: bool,
    bytes: u64,
    budget: &mut Budget,
    say: Say<'_>,
) -> Records {
    let mut records = Records::new();
    let mut file = Counted { inner: file, at: 0 };
    let mut left = budget.room(bytes);
    loop {
        let offset = file.at;
        match file.fill_buf() {
            Ok([]) => break,
            Ok(_) => {}
            Err(_) => {
                say(Kind::Unread, offset, "");
                break;
            }
        }
        let Some(records_left) = budget.records.checked_sub(1) else {
            say(Kind::TooLarge, offset, "");
            break;
        };
        budget.records = records_left;
        let read = if packed {
            member(&mut file, &mut left, offset, say)
        } else {
            record(&mut file, offset, say)
        };
        match read {
            Ok(mut record) => {
                record.length = file.at - offset;
                records.insert(offset, record);
            }
            Err(Broken(kind, detail)) => {
                say(kind, offset, detail);
                break;
            }
        }
    }
    budget.keep(left);
    records
}

fn member(
    file: &mut Counted<'_>,
    left: &mut u64,
    offset: u64,
    say: Say<'_>,
) -> Result<Record, Broken> {
    let mut unpacked = BufReader::with_capacity(
        32 << 10,
        Fair {
            inner: GzDecoder::new(file),
            left,
        },
    );
    let read = record(&mut unpacked, offset, say)?;
    match unpacked.fill_buf() {
        Ok([]) => Ok(read),
        Ok(_) => Err(Broken(Kind::Member, "")),
        Err(error) => Err(cut(&error)),
    }
}

fn cut(error: &io::Error) -> Broken {
    match error.kind() {
        io::ErrorKind::FileTooLarge => Broken(Kind::Compression, ""),
        _ => Broken(Kind::Record, "gzip"),
    }
}

/// The named fields of a record that matter here.
#[derive(Default)]
struct Fields {
    kind: Option<String>,
    id: Option<String>,
    date: Option<String>,
    length: Option<String>,
    target: Option<String>,
    media: Option<String>,
    block: Option<String>,
    payload: Option<String>,
    truncated: Option<String>,
}

impl Fields {
    /// Twice the same field, and two readers may believe two things.
    fn set(&mut self, name: &str, value: &str) -> Result<(), Broken> {
        let field = match name.to_ascii_lowercase().as_str() {
            "warc-type" => &mut self.kind,
            "warc-record-id" => &mut self.id,
            "warc-date" => &mut self.date,
            "content-length" => &mut self.length,
            "warc-target-uri" => &mut self.target,
            "content-type" => &mut self.media,
            "warc-block-digest" => &mut self.block,
            "warc-payload-digest" => &mut self.payload,
            "warc-truncated" => &mut self.truncated,
            _ => return Ok(()),
        };
        if field.replace(value.to_owned()).is_some() {
            return Err(Broken(Kind::Record, "field twice"));
        }
        Ok(())
    }
}

fn line(from: &mut dyn BufRead, left: &mut u64) -> Result<String, Broken> {
    let mut bytes = Vec::new();
    let count = from
        .take(*left)
        .read_until(b'\n', &mut bytes)
        .map_err(|error| cut(&error))?;
    *left = left.saturating_sub(count as u64);
    if bytes.pop() != Some(b'\n') {
        return Err(Broken(Kind::Record, "header"));
    }
    if bytes.last() == Some(&b'\r') {
        bytes.pop();
    }
    String::from_utf8(bytes).map_err(|_| Broken(Kind::Record, "UTF-8"))
}

fn fields(from: &mut dyn BufRead) -> Result<Fields, Broken> {
    let mut left = LONGEST_HEADER;
    let version = line(from, &mut left)?;
    if !matches!(version.as_str(), "WARC/1.0" | "WARC/1.1") {
        return Err(Broken(Kind::Record, "WARC/1.x"));
    }
    let mut fields = Fields::default();
    let mut held = String::new();
    loop {
        let next = line(from, &mut left)?;
        if let Some(more) = next.strip_prefix([' ', '\t']) {
            held.push(' ');
            held.push_str(more.trim());
            continue;
        }
        if !held.is_empty() {
            let (name, value) = held.split_once(':').ok_or(Broken(Kind::Record, "header"))?;
            fields.set(name.trim(), value.trim())?;
        }
        if next.is_empty() {
            return Ok(fields);
        }
        held = next;
    }
}

fn record(from: &mut dyn BufRead, offset: u64, say: Say<'_>) -> Result<Record, Broken> {
    let fields = fields(from)?;
    let (Some(kind), Some(id), Some(date), Some(length)) =
        (&fields.kind, &fields.id, &fields.date, &fields.length)
    else {
        return Err(Broken(Kind::Record, "missing field"));
    };
    let digits = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
    let (true, Ok(length)) = (digits, length.parse::<u64>()) else {
        return Err(Broken(Kind::Record, "Content-Length"));
    };
    if !(id.starts_with('<') && id.ends_with('>') && date.ends_with('Z')) {
        return Err(Broken(Kind::Record, "field"));
    }
    let media = fields.media.as_deref().unwrap_or_default();
    let http = media.to_ascii_lowercase().starts_with("application/http");
    let sort = match kind.as_str() {
        "response" => Sort::Response,
        "request" => Sort::Request,
        "resource" => Sort::Resource,
        "revisit" => Sort::Revisit,
        _ => Sort::Other,
    };
    let split = http && matches!(sort, Sort::Response | Sort::Request | Sort::Revisit);
    let mut block = fields.block.as_deref().and_then(Claim::read);
    let mut claim = fields.payload.as_deref().and_then(Claim::read);
    let mut payload = Hasher::new();
    let mut head = split.then(Head::default);
    let mut left = length;
    while left > 0 {
        let chunk = from.fill_buf().map_err(|error| cut(&error))?;
        let most = usize::try_from(left).unwrap_or(usize::MAX);
        let chunk = chunk.get(..chunk.len().min(most)).unwrap_or_default();
        if chunk.is_empty() {
            return Err(Broken(Kind::Record, "Content-Length"));
        }
        let body = head.as_mut().map_or(chunk, |head| head.feed(chunk));
        payload.update(body);
        if let Some(block) = &mut block {
            block.update(chunk);
        }
        if let Some(claim) = &mut claim {
            claim.update(body);
        }
        let count = chunk.len();
        from.consume(count);
        left -= count as u64;
    }
    let mut end = [0; 4];
    from.read_exact(&mut end)
        .map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => Broken(Kind::Record, "Content-Length"),
            _ => cut(&error),
        })?;
    if end != *b"\r\n\r\n" {
        return Err(Broken(Kind::Record, "Content-Length"));
    }
    match block.map(Claim::holds) {
        Some(false) => say(Kind::BlockDigest, offset, ""),
        None => say(Kind::NotSaid, offset, "WARC-Block-Digest"),
        Some(true) => {}
    }
    // What a revisit says is the digest of another record's payload.
    if sort != Sort::Revisit && fields.payload.is_some() {
        let chunked = head.as_ref().is_some_and(Head::chunked);
        match claim.map(Claim::holds) {
            // Readers do not agree on what the payload of a chunked body is; of a cut one it is elsewhere.
            Some(false) if chunked || fields.truncated.is_some() => {
                say(Kind::NotSaid, offset, "WARC-Payload-Digest")
            }
            Some(false) => say(Kind::PayloadDigest, offset, ""),
            None => say(Kind::NotSaid, offset, "WARC-Payload-Digest"),
            Some(true) => {}
        }
    } else if matches!(sort, Sort::Response | Sort::Resource) && fields.payload.is_none() {
        say(Kind::NotSaid, offset, "WARC-Payload-Digest");
    }
    Ok(Record {
        sort,
        length: 0,
        url: fields
            .target
            .as_deref()
            .map(|url| seal::sha256(url.trim_matches(['<', '>']).as_bytes())),
        date: digits14(date),
        payload: payload.finish(),
        claimed: fields.payload.filter(|text| text.len() <= LONGEST_CLAIM),
        status: head.as_ref().and_then(Head::status),
    })
}

/// The first 14 digits of a date, whatever stands between them.
pub(super) fn digits14(date: &str) -> Option<u64> {
    let digits: String = date.chars().filter(char::is_ascii_digit).take(14).collect();
    (digits.len() == 14).then(|| digits.parse().ok()).flatten()
}

/// Looks for the end of an HTTP head.
#[derive(Default)]
struct Head {
    kept: Vec<u8>,
    column: usize,
    ended: bool,
}

impl Head {
    /// What of these bytes is already the body.
    fn feed<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        if self.ended {
            return bytes;
        }
        for (at, byte) in bytes.iter().enumerate() {
            if self.kept.len() < HEAD {
                self.kept.push(*byte);
            }
            match byte {
                b'\n' if self.column == 0 => {
                    self.ended = true;
                    return bytes.get(at + 1..).unwrap_or_default();
                }
                b'\n' => self.column = 0,
                b'\r' => {}
                _ => self.column += 1,
            }
        }
        &[]
    }

    fn chunked(&self) -> bool {
        let text = String::from_utf8_lossy(&self.kept).to_ascii_lowercase();
        text.lines()
            .filter_map(|line| line.strip_prefix("transfer-encoding:"))
            .any(|value| value.contains("chunked"))
    }

    fn status(&self) -> Option<u16> {
        let first = self.kept.split(|byte| *byte == b'\n').next()?;
        let text = std::str::from_utf8(first).ok()?;
        text.strip_prefix("HTTP/")?
            .split_whitespace()
            .nth(1)?
            .parse()
            .ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_ends_at_its_empty_line_wherever_it_is_cut() {
        let whole = b"HTTP/1.1 404 No\r\nTransfer-Encoding: Chunked\r\n\r\n\r\nbody";
        for at in 0..whole.len() {
            let (one, two) = whole.split_at(at);
            let mut head = Head::default();
            let mut body = head.feed(one).to_vec();
            body.extend_from_slice(head.feed(two));
            assert_eq!(body, b"\r\nbody");
            assert_eq!(head.status(), Some(404));
            assert!(head.chunked());
        }
    }

    /// A packed record of four million zeros, whose payload says it is `claim`.
    fn zeros(claim: &str) -> Vec<u8> {
        use std::io::Write as _;
        let head = format!(
            "WARC/1.1\r\nWARC-Type: resource\r\nWARC-Record-ID: <a>\r\nWARC-Date: 2026-11-22T00:00:00Z\r\n\
             WARC-Payload-Digest: {claim}\r\nContent-Length: 4000000\r\n\r\n"
        );
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gz.write_all(head.as_bytes()).unwrap();
        gz.write_all(&vec![0; 4_000_000]).unwrap();
        gz.write_all(b"\r\n\r\n").unwrap();
        gz.finish().unwrap()
    }

    #[test]
    fn a_record_that_grows_without_end_is_left() {
        let bytes = zeros("sha256:x");
        for (most, fits) in [(100_000, false), (5_000_000, true)] {
            let mut file = Counted {
                inner: &mut bytes.as_slice(),
                at: 0,
            };
            let read = member(&mut file, &mut most.clone(), 0, &mut |_, _, _| ());
            match read {
                Ok(_) => assert!(fits),
                Err(Broken(kind, _)) => assert_eq!((kind, fits), (Kind::Compression, false)),
            }
        }
    }

    #[test]
    fn many_files_have_one_budget() {
        let bytes = zeros(&format!("sha256:{}", "a".repeat(100_000)));
        let scan = |budget: &mut Budget| {
            let mut said = Vec::new();
            let length = bytes.len() as u64;
            let say = &mut |kind, _, _: &str| said.push(kind);
            let records = scan(&mut bytes.as_slice(), true, length, budget, say);
            (records, said)
        };
        let mut budget = Budget::new();
        let (records, _) = scan(&mut budget);
        assert_eq!(records.len(), 1);
        // Words of a hundred thousand letters are no digest, and are not kept.
        assert!(records.values().all(|record| record.claimed.is_none()));
        // Room for one and a half: the second is left.
        budget.growth = 6_000_000 - MOST_RATIO * bytes.len() as u64;
        assert_eq!(scan(&mut budget).0.len(), 1);
        assert!(scan(&mut budget).1.contains(&Kind::Compression));
        budget = Budget::new();
        budget.records = 1;
        assert_eq!(scan(&mut budget).0.len(), 1);
        let (records, said) = scan(&mut budget);
        assert_eq!((records.len(), said), (0, vec![Kind::TooLarge]));
    }
}
