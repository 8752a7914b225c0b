//! The list of pages: at least one that the archive holds.

use std::collections::BTreeSet;
use std::io::{BufRead as _, Read, Seek};

use seal::Digest;
use serde_json::Value;

use super::files::Files;
use super::package::Package;
use crate::verify::finding::Kind;

/// The longest line: a page carries its words.
const LONGEST: u64 = 8 << 20;

fn addressed(url: &str) -> Digest {
    let plain = url.split('#').next().unwrap_or(url);
    seal::sha256(plain.as_bytes())
}

/// Checks the pages against the addresses of the records.
pub(super) fn check<R: Read + Seek>(
    files: &mut Files<R>,
    package: &Package,
    known: &BTreeSet<Digest>,
) -> u64 {
    let (mut pages, mut found) = (0_u64, 0_u64);
    let holds = |url: &str| {
        known.contains(&addressed(url)) || known.contains(&seal::sha256(url.as_bytes()))
    };
    for path in files.paths("pages/") {
        if !path.ends_with(".jsonl") {
            continue;
        }
        let read = files.take(&path, |file| {
            let (mut number, mut bytes) = (0_u64, Vec::new());
            loop {
                bytes.clear();
                let mut limited = file.take(LONGEST);
                if limited.read_until(b'\n', &mut bytes).ok()? == 0 {
                    return Some(());
                }
                if bytes.iter().all(u8::is_ascii_whitespace) {
                    continue;
                }
                let line: Value = serde_json::from_slice(&bytes).ok()?;
                number += 1;
                let text = |name: &str| line.get(name).and_then(Value::as_str);
                if number == 1 {
                    if !text("format")?.starts_with("json-pages-") {
                        return None;
                    }
                    continue;
                }
                let url = text("url")?;
                text("ts")?;
                pages += 1;
                found += u64::from(holds(url));
            }
        });
        if read == Some(None) {
            files.say(&path, Kind::Form);
        }
    }
    if found == 0 {
        files.say("pages/", Kind::NoPage);
    }
    if let Some(url) = &package.url
        && !holds(url)
    {
        files.say_of(super::LIST, Kind::MainPage, "mainPageUrl");
    }
    pages
}
