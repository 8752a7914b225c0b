//! Nothing is written that the verifier would call false.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Code, Fault, Moment};
use seal::entry::{self, Part, words};
use seal::note::Note;
use seal::stamp::{Reply, Stamped, certificates_from_pem};
use seal::{Digest, sha256, tree};

use super::bag::damaged;
use crate::export::{Export, LogFiles, MASKS_PART, PDF_PART, ShownEntry, masks_sha256};
use crate::layout;
use crate::logged;

/// Checks that the export agrees with itself.
pub(super) fn check(export: &Export) -> Result<(), Fault> {
    let head = Note::parse(&export.head)?;
    head.verify(std::slice::from_ref(&export.key))?;
    let head = head.checkpoint()?;
    if head.origin != export.origin
        || head.size != export.leaves.len() as u64
        || head.root != tree::root(&export.leaves)
    {
        return Err(damaged("the head is not that of the leaves"));
    }
    let mut expected: BTreeMap<u64, BTreeSet<&str>> = BTreeMap::new();
    let mut withheld = BTreeSet::new();
    for mask in &export.masks {
        match &mask.part {
            Some(part) => drop(expected.entry(mask.seq).or_default().insert(part)),
            None => drop(withheld.insert(mask.seq)),
        }
    }
    let mut shown = BTreeSet::new();
    let mut last = None;
    for entry in &export.entries {
        let masked = check_entry(export, entry)?;
        let named = expected.remove(&entry.seq).unwrap_or_default();
        let disclosed: BTreeSet<_> = entry.parts.iter().map(Part::name).collect();
        if named.len() != masked || !named.is_disjoint(&disclosed) {
            return Err(damaged("masked parts are not those of the list"));
        }
        if last.replace(entry.seq) >= Some(entry.seq) {
            return Err(damaged("entries are not in order"));
        }
        shown.insert(entry.seq);
    }
    let all: BTreeSet<u64> = (0..head.size).collect();
    let hidden: BTreeSet<u64> = all.difference(&shown).copied().collect();
    if !expected.is_empty() || hidden != withheld {
        return Err(damaged("withheld entries are not those of the list"));
    }
    check_export_entry(export)?;
    check_log(export)?;
    check_pieces(export)
}

/// What is said to be in the public log is in it, and each later date covers the one before.
fn check_log(export: &Export) -> Result<(), Fault> {
    let instance = logged::instance(&export.origin);
    let keys: Vec<_> = export.log_key.iter().cloned().collect();
    if !keys.iter().all(|key| logged::is_log_of(key, instance)) {
        return Err(damaged("the log is another instance's"));
    }
    let holds = |log: &LogFiles, message: &[u8]| {
        let files = logged::Files {
            item: &log.item,
            in_batch: &log.in_batch,
            in_log: &log.in_log,
            note: &log.note,
        };
        logged::check(&files, message, &keys)
            .map(drop)
            .map_err(|_| damaged("a proof of the public log does not hold"))
    };
    for seal in &export.seals {
        let Some(log) = &seal.log else { continue };
        holds(log, seal.head.as_bytes())?;
        let own = Date::of(seal.tsr.as_ref(), &seal.head, seal.chain.as_ref());
        let mut date = own.or_else(|| Date::by_log(log));
        for renewal in &seal.renewals {
            let covered = date.ok_or_else(|| damaged("a renewal of no date"))?;
            holds(renewal, covered.reply)?;
            let later = Date::by_log(renewal).ok_or_else(|| damaged("a renewal without date"))?;
            if later.stamped()?.gen_time > covered.stamped()?.until {
                return Err(damaged("a renewal came after the end of what it covers"));
            }
            date = Some(later);
        }
    }
    Ok(())
}

/// A date that was checked before it was kept.
struct Date<'a> {
    reply: &'a [u8],
    message: &'a str,
    chain: &'a str,
}

impl<'a> Date<'a> {
    fn of(reply: Option<&'a Vec<u8>>, message: &'a str, chain: Option<&'a String>) -> Option<Self> {
        Some(Self {
            reply: reply?,
            message,
            chain: chain.map_or("", String::as_str),
        })
    }

    fn by_log(log: &'a LogFiles) -> Option<Self> {
        Self::of(log.tsr.as_ref(), &log.note, log.chain.as_ref())
    }

    /// As it was when it came: up to the root of its chain, whose end counts too.
    fn stamped(&self) -> Result<Stamped, Fault> {
        let root = certificates_from_pem(self.chain.as_bytes())?.pop();
        let roots: Vec<_> = root.into_iter().collect();
        let (message, far) = (self.message.as_bytes(), Moment(i64::MAX / 2));
        Ok(Reply::parse(self.reply)?.check(message, None, far, &roots)?)
    }
}

/// Checks one entry; gives the number of its masked parts.
fn check_entry(export: &Export, shown: &ShownEntry) -> Result<usize, Fault> {
    let mut parts = Vec::new();
    for part in &shown.parts {
        parts.extend_from_slice(part.bytes());
        parts.push(b'\n');
    }
    let found = entry::disclose(&shown.line, &parts)?;
    let at = usize::try_from(shown.seq).ok();
    let leaf = at.and_then(|at| export.leaves.get(at));
    if found.line.seq != shown.seq || leaf != Some(&entry::leaf(&shown.line)) {
        return Err(damaged("a line is not that of its leaf"));
    }
    let mut lists: BTreeMap<&str, &[u8]> = BTreeMap::new();
    for (name, list) in &shown.words {
        if !layout::is_part_name(name) || lists.insert(name, list).is_some() {
            return Err(Fault::new(Code::Invalid, "name of a word list"));
        }
    }
    for part in &shown.parts {
        if let Some(commitment) = part.words() {
            let list = lists
                .remove(part.name())
                .ok_or_else(|| damaged("a text without its words"))?;
            words::read_list(list, &commitment)?;
        }
    }
    if lists.is_empty() {
        Ok(found.masked.len())
    } else {
        Err(damaged("words without their text"))
    }
}

fn check_export_entry(export: &Export) -> Result<(), Fault> {
    let wrong = || damaged("the last entry does not seal this export");
    let last = export.entries.last().ok_or_else(wrong)?;
    let digest = |name: &str| -> Option<Digest> {
        let part = last.parts.iter().find(|part| part.name() == name)?;
        part.value().as_str()?.parse().ok()
    };
    let masks = masks_sha256(&export.masks)?;
    if entry::Line::parse(&last.line)?.kind == "export"
        && last.seq + 1 == export.leaves.len() as u64
        && digest(PDF_PART) == Some(sha256(&export.pdf))
        && digest(MASKS_PART) == Some(masks)
    {
        Ok(())
    } else {
        Err(wrong())
    }
}

/// Every disclosed file is written, under the name that its entry gives, and no other.
fn check_pieces(export: &Export) -> Result<(), Fault> {
    let mut files = BTreeMap::new();
    for piece in &export.pieces {
        if files.insert(piece.seq, piece).is_some() {
            return Err(damaged("a piece written twice"));
        }
    }
    for entry in &export.entries {
        let value = |name: &str| {
            let part = entry.parts.iter().find(|part| part.name() == name)?;
            Some(part.value())
        };
        let Some(file) = value("file") else { continue };
        let piece = files
            .remove(&entry.seq)
            .ok_or_else(|| damaged("a piece without its file"))?;
        let sealed = (
            file.get("bytes").and_then(serde_json::Value::as_u64),
            file.get("sha256").and_then(serde_json::Value::as_str),
        );
        let number = value("number").is_none_or(|n| n.as_u64() == Some(u64::from(piece.number)));
        let name = value("name").is_none_or(|name| name.as_str() == Some(&piece.name));
        let sha256 = piece.sha256.to_string();
        if sealed != (Some(piece.bytes), Some(&*sha256)) || !number || !name {
            return Err(damaged("a piece is not the one of its entry"));
        }
    }
    if files.is_empty() {
        Ok(())
    } else {
        Err(damaged("a file without its piece"))
    }
}
