//! The entries that are shown, what is masked, the files that they seal.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};

use kernel::Moment;
use seal::entry::words::{Token, read_list};
use seal::entry::{self, By, Disclosed, Line, Part};
use seal::note::Note;
use seal::{Digest, Error, json};
use serde_json::Value;

use super::Unreadable;
use super::bag::{Bag, LIST, TEXT, each_line};
use super::dates::Intervals;
use super::finding::Kind;
use super::heads::Head;
use super::report::{Counts, Entry};
use crate::export::{MASKS_PART, MaskReason, PDF_PART};
use crate::layout;

/// What the entries tell.
pub(super) struct Shown {
    pub counts: Counts,
    pub entries: Vec<Entry>,
    pub told: Vec<Told>,
    /// The captured pages among the pieces; with each, whether our server took it.
    pub pages: Vec<(String, bool)>,
}

/// What an export shows of an entry, in values and texts; a word withheld reads `█`.
#[derive(Debug, Clone)]
pub struct Told {
    /// The line.
    pub line: Line,
    /// Its leaf.
    pub leaf: Digest,
    /// The parts that are plain values.
    pub values: BTreeMap<String, Value>,
    /// The parts that are texts.
    pub texts: BTreeMap<String, String>,
    /// How many parts are withheld: what it says may mean something else with them.
    pub masked: usize,
}

/// What `masks.jsonl` says.
#[derive(Default)]
struct Masks {
    digest: Option<Digest>,
    whole: BTreeMap<u64, MaskReason>,
    parts: BTreeMap<u64, BTreeSet<String>>,
}

/// Reads every entry, then the files that they seal.
pub(super) fn read<R: Read + Seek>(
    bag: &mut Bag<R>,
    leaves: &[Digest],
    head: &Head,
    times: &Intervals,
    keep: bool,
) -> Result<Shown, Unreadable> {
    let mut masks = masks(bag);
    let mut shown = Shown {
        counts: Counts {
            entries: leaves.len() as u64,
            ..Counts::default()
        },
        entries: Vec::new(),
        told: Vec::new(),
        pages: Vec::new(),
    };
    let (mut last, mut pieces, mut export) = (None, BTreeMap::new(), None);
    let (mut files, mut numbers, mut links) = (Vec::new(), BTreeMap::new(), Links::default());
    for seq in sequence(bag) {
        if masks.whole.remove(&seq).is_some() {
            bag.say(&layout::line(seq), Kind::Masks);
        }
        let named = masks.parts.remove(&seq).unwrap_or_default();
        let mut texts = keep.then(BTreeMap::new);
        let counts = &mut shown.counts;
        let Some(found) = one(bag, seq, leaves, head, &named, counts, &mut texts)? else {
            // Its parts are read all the same, so that they are compared with the manifest.
            continue;
        };
        let line = &found.line;
        if last.replace(line.at) >= Some(line.at) {
            bag.say(&layout::line(seq), Kind::Order);
        }
        if times.contradicts(seq, line.at) {
            bag.say(&layout::line(seq), Kind::AtOutside);
        }
        let linked = matches!(line.by, By::Link(_));
        if let Some(piece) = Piece::of(&found) {
            // A class that is masked is not a way out, nor one that a link claims.
            let deposited = linked || value(&found, "class").is_some_and(|class| class != "A");
            files.push((seq, piece, deposited, linked));
        }
        // What came through a link has the number that its owner gave when she accepted it.
        if line.kind == "accepted"
            && !linked
            && let Some(of) = value(&found, "of").and_then(Value::as_u64)
            && let Some(number) = value(&found, "number").and_then(Value::as_u64)
        {
            numbers.entry(of).or_insert(number);
        }
        if !links.allow(&found) {
            bag.say(&layout::line(seq), Kind::LineSignature);
        }
        export = (line.kind == "export" && seq.checked_add(1) == Some(leaves.len() as u64))
            .then(|| (text(&found, PDF_PART), text(&found, MASKS_PART)));
        shown.entries.push(tell(line, times));
        let leaf = usize::try_from(seq).ok().and_then(|at| leaves.get(at));
        if let (Some(texts), Some(leaf)) = (texts, leaf) {
            shown.told.push(Told::of(found, *leaf, texts));
        }
    }
    for (seq, mut piece, deposited, linked) in files {
        if linked {
            piece.number = numbers.get(&seq).copied();
        }
        if let Some(path) = check_piece(bag, seq, &piece, &mut pieces)
            && path.ends_with(".wacz")
        {
            shown.pages.push((path, !deposited));
        }
    }
    shown.counts.shown = shown.entries.len() as u64;
    remains(bag, &masks, &mut shown, leaves);
    match export {
        Some((Some(pdf), Some(list))) => sealed_files(bag, &pdf, &list, masks.digest),
        _ => {
            bag.say(layout::PDF, Kind::NoExport);
            bag.hash(layout::PDF, None);
        }
    }
    // Pieces that no entry seals are hashed too: the manifest may be wrong about them as well.
    for path in bag.paths(layout::PIECES) {
        if !pieces.contains_key(&path) {
            bag.say(&path, Kind::Undeclared);
            bag.hash(&path, None);
        }
    }
    Ok(shown)
}

/// The numbers of the entries that are shown, in order.
fn sequence<R: Read + Seek>(bag: &Bag<R>) -> BTreeSet<u64> {
    let number = |path: String| {
        let name = path.strip_prefix("data/journal/")?.strip_suffix(".line")?;
        let seq = name.parse().ok()?;
        (layout::line(seq) == path).then_some(seq)
    };
    let paths = bag.paths("data/journal/");
    paths.into_iter().filter_map(number).collect()
}

/// Reads one entry; says everything that is wrong with it.
fn one<R: Read + Seek>(
    bag: &mut Bag<R>,
    seq: u64,
    leaves: &[Digest],
    head: &Head,
    named: &BTreeSet<String>,
    counts: &mut Counts,
    texts: &mut Option<BTreeMap<String, String>>,
) -> Result<Option<Disclosed>, Unreadable> {
    let (place, parts_place) = (layout::line(seq), layout::parts(seq));
    let line_bytes = bag.text(&place, TEXT);
    let parts_bytes = bag.text(&parts_place, TEXT);
    let (Some(line_bytes), Some(parts_bytes)) = (line_bytes, parts_bytes) else {
        return Ok(None);
    };
    let leaf = usize::try_from(seq).ok().and_then(|at| leaves.get(at));
    let sealed = leaf == Some(&entry::leaf(&line_bytes));
    if !sealed {
        bag.say(&place, Kind::Leaf);
    }
    let line = match Line::parse(&line_bytes) {
        Ok(line) => line,
        // What was sealed is believed to be of a later version; what was not is false.
        Err(Error::Version(_)) if sealed => return Err(Unreadable::Version(place)),
        Err(_) => {
            bag.say(&place, Kind::Form);
            return Ok(None);
        }
    };
    if line.seq != seq {
        bag.say(&place, Kind::Sequence);
    }
    let id = head.origin.rsplit_once('/').map_or("", |(_, id)| id);
    if id.split('.').next() != Some(&*line.d.to_string()) {
        bag.say(&place, Kind::OtherOrigin);
    }
    if line.check_sig().is_err() {
        bag.say(&place, Kind::LineSignature);
        return Ok(None);
    }
    let found = match entry::disclose(&line_bytes, &parts_bytes) {
        Ok(found) => found,
        Err(error) => {
            let kind = match error {
                Error::Mismatch(_) => Kind::Part,
                _ => Kind::Form,
            };
            bag.say(&parts_place, kind);
            return Ok(None);
        }
    };
    let disclosed: BTreeSet<&str> = found.parts.iter().map(Part::name).collect();
    if named.len() != found.masked.len() || named.iter().any(|name| disclosed.contains(&**name)) {
        bag.say(&parts_place, Kind::Masks);
    }
    counts.masked_parts += found.masked.len() as u64;
    if line.kind == "restored" && !continues(&found.parts, seq, leaves, head) {
        bag.say(&parts_place, Kind::Branch);
    }
    for part in &found.parts {
        let Some(commitment) = part.words() else {
            continue;
        };
        let path = layout::words(seq, part.name());
        let Some(list) = bag.text(&path, TEXT) else {
            continue;
        };
        match read_list(&list, &commitment) {
            Ok(tokens) => {
                let masked = tokens.iter().filter(|token| **token == Token::Masked);
                counts.masked_words += masked.count() as u64;
                if let Some(texts) = texts {
                    let words = tokens.iter().map(|token| match token {
                        Token::Shown(word) => word.as_str(),
                        Token::Masked => "█ ",
                    });
                    texts.insert(part.name().to_owned(), words.collect());
                }
            }
            Err(_) => bag.say(&path, Kind::Words),
        }
    }
    Ok(Some(found))
}

impl Told {
    fn of(found: Disclosed, leaf: Digest, texts: BTreeMap<String, String>) -> Self {
        let plain = found.parts.iter().filter(|part| part.words().is_none());
        let values = plain.map(|part| (part.name().to_owned(), part.value().clone()));
        Self {
            values: values.collect(),
            masked: found.masked.len(),
            line: found.line,
            leaf,
            texts,
        }
    }
}

fn tell(line: &Line, times: &Intervals) -> Entry {
    let (after, before) = times.of(line.seq);
    Entry {
        seq: line.seq,
        kind: line.kind.clone(),
        by: line.by.to_string(),
        at: line.at.rfc3339(),
        after: after.map(Moment::rfc3339),
        before: before.map(Moment::rfc3339),
    }
}

fn value<'a>(found: &'a Disclosed, name: &str) -> Option<&'a Value> {
    let part = found.parts.iter().find(|part| part.name() == name)?;
    Some(part.value())
}

fn text(found: &Disclosed, name: &str) -> Option<Digest> {
    value(found, name)?.as_str()?.parse().ok()
}

/// Links as the journal tells them: an extension signs with the key that the owner confirmed, each number once.
#[derive(Default)]
struct Links {
    /// The entry of each link, and its number.
    made: BTreeMap<u64, u32>,
    /// Its confirmed key, in hex.
    keys: BTreeMap<u32, String>,
    /// The number of its last signed addition.
    last: BTreeMap<u32, u64>,
    /// Those of programs.
    programs: BTreeSet<u32>,
}

impl Links {
    /// Whether the line is one that its author could write, by what was shown so far.
    fn allow(&mut self, found: &Disclosed) -> bool {
        let line = &found.line;
        let number = |name: &str| value(found, name).and_then(Value::as_u64);
        if line.kind == "link" && !matches!(line.by, By::Link(_)) {
            if let Some(own) = number("number").and_then(|own| u32::try_from(own).ok()) {
                self.made.insert(line.seq, own);
                if value(found, "kind").and_then(Value::as_str) == Some("program") {
                    self.programs.insert(own);
                }
            }
            let of = number("of").and_then(|of| self.made.get(&of));
            let key = value(found, "key").and_then(Value::as_str);
            if let (Some(of), Some(key)) = (of, key) {
                self.keys.entry(*of).or_insert_with(|| key.to_owned());
            }
        }
        let By::Link(link) = line.by else {
            return line.sig.is_none();
        };
        // Through a link come files and statements, signed where its owner has confirmed a key; from a program, facts
        // and notes too.
        let allowed = match line.kind.as_str() {
            "piece" | "story" => true,
            "fact" | "step" | "answer" | "refusal" => self.programs.contains(&link),
            _ => false,
        };
        if !allowed {
            return false;
        }
        match (self.keys.get(&link), &line.sig) {
            (None, None) => true,
            (Some(key), Some(sig)) if *key == kernel::id::to_hex(&sig.key) => {
                let fresh = self.last.get(&link) < Some(&sig.n);
                if fresh {
                    self.last.insert(link, sig.n);
                }
                fresh
            }
            _ => false,
        }
    }
}

/// A file that an entry seals and shows.
struct Piece {
    bytes: u64,
    sha256: Digest,
    number: Option<u64>,
    name: Option<String>,
}

impl Piece {
    fn of(found: &Disclosed) -> Option<Self> {
        let file = value(found, "file")?;
        Some(Self {
            bytes: file.get("bytes")?.as_u64()?,
            sha256: file.get("sha256")?.as_str()?.parse().ok()?,
            number: value(found, "number").and_then(Value::as_u64),
            name: value(found, "name").and_then(|name| name.as_str().map(str::to_owned)),
        })
    }

    /// Where the file must stand. A masked name leaves its extension open: the first file of that
    /// number and length which no other entry claims.
    fn find<R: Read + Seek>(&self, bag: &Bag<R>, claimed: &BTreeMap<String, u64>) -> String {
        let number = self.number.and_then(|number| u32::try_from(number).ok());
        if let (Some(number), Some(name)) = (number, &self.name) {
            return format!("{}{}", layout::PIECES, crate::piece_name(number, name));
        }
        let fits = |path: &String| {
            let file = path.strip_prefix(layout::PIECES).unwrap_or_default();
            let digits = file.bytes().take_while(u8::is_ascii_digit).count();
            let (own, rest) = file.split_at_checked(digits).unwrap_or_default();
            let Ok(own) = own.parse() else { return false };
            let name = self.name.as_deref().unwrap_or(rest);
            let only_extension = self.name.is_some() || rest.rfind('.').unwrap_or(0) == 0;
            number.is_none_or(|number| number == own)
                && only_extension
                && crate::piece_name(own, name) == file
                && bag.has_of(path, self.bytes)
                && !claimed.contains_key(path)
        };
        let found = bag.paths(layout::PIECES).into_iter().find(fits);
        found.unwrap_or_else(|| match number {
            Some(number) => format!("{}{number:03}", layout::PIECES),
            None => format!("{}?", layout::PIECES),
        })
    }
}

/// Where it stands; none when another entry named that file first.
fn check_piece<R: Read + Seek>(
    bag: &mut Bag<R>,
    seq: u64,
    piece: &Piece,
    pieces: &mut BTreeMap<String, u64>,
) -> Option<String> {
    let path = piece.find(bag, pieces);
    if pieces.insert(path.clone(), seq).is_some() {
        bag.say(&path, Kind::PieceTwice);
        return None;
    }
    if let Some(digest) = bag.hash(&path, Some(piece.bytes))
        && digest != piece.sha256
    {
        bag.say(&path, Kind::PieceDigest);
    }
    Some(path)
}

fn masks<R: Read + Seek>(bag: &mut Bag<R>) -> Masks {
    let mut masks = Masks::default();
    let Some(text) = bag.text(layout::MASKS, LIST) else {
        return masks;
    };
    masks.digest = Some(seal::sha256(&text));
    let mut last = None;
    let whole = each_line(&text, |line| {
        let mask = json::read(line.as_bytes()).ok()?;
        let fields = mask.as_object()?;
        let seq = fields.get("seq")?.as_u64()?;
        let why = MaskReason::read(fields.get("why")?.as_str()?)?;
        let part = match fields.get("part") {
            Some(part) => Some(part.as_str()?.to_owned()),
            None => None,
        };
        let place = (seq, part.clone());
        let expected = 2 + usize::from(part.is_some());
        if fields.len() != expected || last.replace(place.clone()) >= Some(place) {
            return None;
        }
        match part {
            Some(part) => drop(masks.parts.entry(seq).or_default().insert(part)),
            None => drop(masks.whole.insert(seq, why)),
        }
        Some(())
    });
    if whole.is_none() {
        bag.say(layout::MASKS, Kind::Form);
    }
    masks
}

/// Each leaf has its line or its mask; each mask has its leaf.
fn remains<R: Read + Seek>(bag: &mut Bag<R>, masks: &Masks, shown: &mut Shown, leaves: &[Digest]) {
    if !masks.parts.is_empty() {
        bag.say(layout::MASKS, Kind::Masks);
    }
    let lines = sequence(bag);
    for seq in 0..leaves.len() as u64 {
        if !lines.contains(&seq) && !masks.whole.contains_key(&seq) {
            bag.say(&layout::line(seq), Kind::Missing);
        }
    }
    for (seq, why) in &masks.whole {
        if *seq >= leaves.len() as u64 {
            bag.say(layout::MASKS, Kind::Masks);
        } else if *why == MaskReason::Erased {
            shown.counts.erased += 1;
        } else {
            shown.counts.withheld += 1;
            shown.counts.left_out += u64::from(*why == MaskReason::Withheld);
        }
    }
}

/// The two files that the `export` entry seals.
fn sealed_files<R: Read + Seek>(
    bag: &mut Bag<R>,
    pdf: &Digest,
    list: &Digest,
    masks: Option<Digest>,
) {
    if let Some(found) = bag.hash(layout::PDF, None)
        && found != *pdf
    {
        bag.say(layout::PDF, Kind::NotExported);
    }
    if masks.is_some_and(|found| found != *list) {
        bag.say(layout::MASKS, Kind::NotExported);
    }
}

/// Whether an entry that begins a branch names the head of all that comes before it, or masks it.
fn continues(parts: &[Part], seq: u64, leaves: &[Digest], head: &Head) -> bool {
    let Some(named) = parts.iter().find(|part| part.name() == "head") else {
        return true;
    };
    let before = usize::try_from(seq).ok().and_then(|seq| leaves.get(..seq));
    let note = named
        .value()
        .as_str()
        .and_then(|text| Note::parse(text).ok());
    let checkpoint = note.and_then(|note| note.checkpoint().ok());
    checkpoint.zip(before).is_some_and(|(old, before)| {
        old.size == seq
            && old.root == seal::tree::root(before)
            && layout::branch_of(&old.origin, &head.origin).is_some()
            && old.origin != head.origin
    })
}
