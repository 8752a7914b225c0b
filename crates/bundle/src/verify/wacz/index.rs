//! CDXJ 0.1.0: each line against the record that it points at, and the second level of a packed index.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, BufReader, Read, Seek};

use flate2::bufread::GzDecoder;
use seal::{Digest, Hasher};
use serde_json::Value;

use super::files::Files;
use super::warc::{self, Counted, Fair, Record, Records, Sort};
use crate::verify::finding::Kind;

/// The longest line.
const LONGEST: u64 = 1 << 20;

/// What the lines cover.
pub(super) struct Index {
    pub lines: u64,
    /// Records that a line names, by file and offset.
    seen: BTreeSet<(String, u64)>,
}

/// A member of a packed index: length and digest by offset.
type Blocks = BTreeMap<u64, (u64, Digest)>;

/// Checks every index of the package.
pub(super) fn check<R: Read + Seek>(
    files: &mut Files<R>,
    warcs: &BTreeMap<String, Records>,
) -> Index {
    let mut index = Index {
        lines: 0,
        seen: BTreeSet::new(),
    };
    let mut packed: BTreeMap<String, Blocks> = BTreeMap::new();
    let mut second = Vec::new();
    let mut any = false;
    for path in files.paths("indexes/") {
        let name = path.trim_start_matches("indexes/").to_owned();
        if path.ends_with(".idx") {
            second.push(path);
        } else if path.ends_with(".cdx.gz") || path.ends_with(".cdxj.gz") {
            any = true;
            if let Some(blocks) = first(files, &path, true, warcs, &mut index) {
                packed.insert(name, blocks);
            }
        } else if path.ends_with(".cdx") || path.ends_with(".cdxj") {
            any = true;
            first(files, &path, false, warcs, &mut index);
        }
    }
    for path in second {
        blocks(files, &path, &packed);
    }
    if !any || index.lines == 0 {
        files.say("indexes/", Kind::NoIndex);
    }
    for (path, records) in warcs {
        let hidden = records.iter().filter(|(offset, record)| {
            matches!(record.sort, Sort::Response | Sort::Resource | Sort::Revisit)
                && !index.seen.contains(&(path.clone(), **offset))
        });
        let hidden = hidden.count();
        if hidden > 0 {
            files.say_of(path, Kind::NotIndexed, &hidden.to_string());
        }
    }
    index
}

/// Reads lines, none longer than a limit; false stops.
fn lines(from: &mut dyn BufRead, mut to: impl FnMut(u64, &[u8]) -> bool) -> io::Result<()> {
    let mut bytes = Vec::new();
    let mut number = 0;
    loop {
        bytes.clear();
        if from.take(LONGEST).read_until(b'\n', &mut bytes)? == 0 {
            return Ok(());
        }
        number += 1;
        let whole = bytes.pop() == Some(b'\n');
        if !whole || !to(number, &bytes) {
            return Err(io::ErrorKind::InvalidData.into());
        }
    }
}

fn first<R: Read + Seek>(
    files: &mut Files<R>,
    path: &str,
    packed: bool,
    warcs: &BTreeMap<String, Records>,
    index: &mut Index,
) -> Option<Blocks> {
    let bytes = files.bytes(path);
    let mut said = Vec::new();
    let mut last: Vec<u8> = Vec::new();
    let mut line = |number: u64, line: &[u8]| {
        if said.len() > 100 {
            return false;
        }
        if line.starts_with(b"!meta") && last.is_empty() {
            return true;
        }
        if last.as_slice() > line {
            said.push((Kind::IndexOrder, number.to_string()));
        }
        last = line.to_vec();
        index.lines += 1;
        if let Err(why) = one(line, warcs, &mut index.seen) {
            said.push((Kind::IndexLine, format!("{number}, {why}")));
        }
        true
    };
    let mut left = files.budget.room(bytes);
    let read = files.take(path, |file| {
        if !packed {
            return lines(file, &mut line).map(|()| Blocks::new());
        }
        let mut file = Hashed {
            inner: Counted { inner: file, at: 0 },
            hasher: Hasher::new(),
        };
        let mut blocks = Blocks::new();
        while !file.fill_buf()?.is_empty() {
            let offset = file.inner.at;
            file.hasher = Hasher::new();
            let mut unpacked = BufReader::new(Fair {
                inner: GzDecoder::new(&mut file),
                left: &mut left,
            });
            lines(&mut unpacked, &mut line)?;
            let length = file.inner.at - offset;
            blocks.insert(offset, (length, file.hasher.clone().finish()));
        }
        Ok(blocks)
    });
    files.budget.keep(left);
    for (kind, detail) in said {
        files.say_of(path, kind, &detail);
    }
    match read? {
        Ok(blocks) => Some(blocks),
        Err(_) => {
            files.say(path, Kind::Form);
            None
        }
    }
}

struct Hashed<'a> {
    inner: Counted<'a>,
    hasher: Hasher,
}

impl Read for Hashed<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(to)?;
        self.hasher.update(to.get(..count).unwrap_or_default());
        Ok(count)
    }
}

impl BufRead for Hashed<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        let used = self.inner.inner.fill_buf().unwrap_or_default();
        self.hasher.update(used.get(..count).unwrap_or_default());
        self.inner.consume(count);
    }
}

/// A number, written as one or as a text: the indexers of others do both.
fn number(fields: &Value, name: &str) -> Option<u64> {
    let value = fields.get(name)?;
    value
        .as_u64()
        .or_else(|| value.as_str().and_then(|text| text.parse().ok()))
}

fn one(
    line: &[u8],
    warcs: &BTreeMap<String, Records>,
    seen: &mut BTreeSet<(String, u64)>,
) -> Result<(), &'static str> {
    let text = std::str::from_utf8(line).map_err(|_| "UTF-8")?;
    let mut parts = text.splitn(3, ' ');
    let (Some(_), Some(stamp), Some(json)) = (parts.next(), parts.next(), parts.next()) else {
        return Err("CDXJ");
    };
    let fields: Value = serde_json::from_str(json).map_err(|_| "JSON")?;
    let text = |name: &str| fields.get(name).and_then(Value::as_str);
    let (Some(name), Some(offset)) = (text("filename"), number(&fields, "offset")) else {
        return Err("filename, offset");
    };
    let path = format!("archive/{name}");
    let records = warcs.get(&path).ok_or("filename")?;
    let record = records.get(&offset).ok_or("offset")?;
    seen.insert((path, offset));
    if number(&fields, "length") != Some(record.length) {
        return Err("length");
    }
    let url = text("url").ok_or("url")?;
    if record.url != Some(seal::sha256(url.as_bytes())) {
        return Err("url");
    }
    let digits = stamp.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || !(14..=17).contains(&stamp.len()) {
        return Err("timestamp");
    }
    if record.date.is_some() && record.date != warc::digits14(stamp) {
        return Err("timestamp");
    }
    if let Some(digest) = text("digest")
        && !is_digest(digest, record)
    {
        return Err("digest");
    }
    if let (Sort::Response, Some(status), Some(true)) = (
        record.sort,
        number(&fields, "status"),
        record.status.map(|_| true),
    ) && record.status.map(u64::from) != Some(status)
    {
        return Err("status");
    }
    Ok(())
}

/// The digest of the payload, as computed or as the record itself says it.
fn is_digest(given: &str, record: &Record) -> bool {
    let plain = |text: &str| {
        text.split_once(':')
            .map_or(text, |(_, value)| value)
            .to_ascii_lowercase()
    };
    let given = plain(given);
    match &record.claimed {
        Some(claimed) if plain(claimed) == given => true,
        _ => record.payload.to_string() == given,
    }
}

fn blocks<R: Read + Seek>(files: &mut Files<R>, path: &str, packed: &BTreeMap<String, Blocks>) {
    // The name may stand once, in the first line.
    let mut common: Option<String> = None;
    let mut wrong = Vec::new();
    let mut covered: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
    let read = files.take(path, |file| {
        lines(file, |number, line| {
            let found = std::str::from_utf8(line)
                .ok()
                .and_then(|text| text.find('{').and_then(|at| text.get(at..)))
                .and_then(|json| serde_json::from_str::<Value>(json).ok());
            let name = found
                .as_ref()
                .and_then(|fields| fields.get("filename")?.as_str());
            if line.starts_with(b"!meta") {
                common = name.map(str::to_owned);
                return true;
            }
            let fits = found.as_ref().is_some_and(|fields| {
                let name = name.or(common.as_deref());
                let (Some(name), Some(offset)) = (name, self::number(fields, "offset")) else {
                    return false;
                };
                let Some((length, digest)) =
                    packed.get(name).and_then(|blocks| blocks.get(&offset))
                else {
                    return false;
                };
                covered.entry(name.to_owned()).or_default().insert(offset);
                let given = fields.get("digest").and_then(Value::as_str);
                let digest = digest.to_string();
                self::number(fields, "length") == Some(*length)
                    && given.is_none_or(|given| given.rsplit(':').next() == Some(&digest))
            });
            if !fits {
                wrong.push(number);
            }
            wrong.len() < 100
        })
    });
    if matches!(read, Some(Err(_))) {
        files.say(path, Kind::Form);
    }
    for line in wrong {
        files.say_of(path, Kind::IndexLine, &line.to_string());
    }
    for (name, blocks) in packed {
        let known = covered.get(name).map_or(0, BTreeSet::len);
        if known != 0 && known != blocks.len() {
            files.say_of(path, Kind::NotIndexed, &(blocks.len() - known).to_string());
        }
    }
}
