//! Keys, leaves, the head, earlier heads and their dates, receipts.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};

use seal::note::{Checkpoint, Note, Vkey};
use seal::stamp::{Query, Reply, Stamped, Trust, certificates_from_pem};
use seal::tree::Frontier;
use seal::{Digest, Error};

use super::Options;
use super::bag::{Bag, LIST, TEXT, each_line};
use super::finding::Kind;
use super::report::Dated;
use crate::layout;

/// The longest note, in bytes.
const NOTE: u64 = 64 << 10;
/// The longest query, reply or chain.
const TOKEN: u64 = 1 << 20;

/// What is known of the signed head.
#[derive(Default)]
pub(super) struct Head {
    pub origin: String,
    pub size: Option<u64>,
    pub root: Option<Digest>,
    /// The vkey that signed.
    pub key: String,
    /// A given key signed it.
    pub known: bool,
    /// The keys of the bag that signed something.
    pub used: BTreeSet<String>,
}

/// A head in `seals/`.
pub(super) struct Seal {
    pub place: String,
    pub size: u64,
    pub root: Option<Digest>,
    pub stamped: Option<Stamped>,
}

impl Seal {
    pub(super) fn dated(&self) -> Option<Dated> {
        let stamped = self.stamped.as_ref()?;
        Some(Dated {
            size: self.size,
            at: stamped.gen_time.rfc3339(),
            authority: stamped.tsa.clone(),
            policy: stamped.policy.clone(),
            root_known: stamped.trust == Trust::RootKnown,
        })
    }
}

/// The keys that come with the bag.
pub(super) fn keys<R: Read + Seek>(bag: &mut Bag<R>) -> Vec<Vkey> {
    let Some(text) = bag.text(layout::KEYS, NOTE) else {
        return Vec::new();
    };
    let mut keys = Vec::new();
    let whole = each_line(&text, |line| {
        keys.push(line.parse::<Vkey>().ok()?);
        Some(())
    });
    if whole.is_none() || keys.is_empty() {
        bag.say(layout::KEYS, Kind::Form);
    }
    keys
}

/// All leaves, in order.
pub(super) fn leaves<R: Read + Seek>(bag: &mut Bag<R>) -> Vec<Digest> {
    let Some(text) = bag.text(layout::LEAVES, LIST) else {
        return Vec::new();
    };
    let mut leaves = Vec::with_capacity(text.len() / 65);
    let whole = each_line(&text, |line| {
        leaves.push(line.parse().ok()?);
        Some(())
    });
    if whole.is_none() {
        bag.say(layout::LEAVES, Kind::Form);
    }
    leaves
}

/// Reads a note that must be a checkpoint; says what is wrong with it.
fn note<R: Read + Seek>(bag: &mut Bag<R>, path: &str) -> Option<(Vec<u8>, Note, Checkpoint)> {
    let bytes = bag.text(path, NOTE)?;
    let read = std::str::from_utf8(&bytes).ok().and_then(|text| {
        let note = Note::parse(text).ok()?;
        let checkpoint = note.checkpoint().ok()?;
        Some((note, checkpoint))
    });
    let Some((note, checkpoint)) = read else {
        bag.say(path, Kind::Form);
        return None;
    };
    Some((bytes, note, checkpoint))
}

/// The keys among these whose signature is there.
fn signers<'a>(note: &Note, keys: &'a [Vkey]) -> Vec<&'a Vkey> {
    let signed = |key: &&Vkey| {
        let mut lines = note.signatures.iter();
        lines.any(|line| line.name == key.name() && line.id == key.id())
    };
    keys.iter().filter(signed).collect()
}

/// The head that covers the whole journal.
pub(super) fn head<R: Read + Seek>(
    bag: &mut Bag<R>,
    keys: &[Vkey],
    leaves: &[Digest],
    options: &Options,
) -> Head {
    let mut head = Head::default();
    let Some((_, note, checkpoint)) = note(bag, layout::HEAD) else {
        return head;
    };
    let root = seal::tree::root(leaves);
    if checkpoint.size != leaves.len() as u64 || checkpoint.root != root {
        bag.say_of(layout::HEAD, Kind::HeadLeaves, layout::LEAVES);
    }
    let mut false_already = false;
    if note.verify(keys).is_err() {
        bag.say(layout::HEAD, Kind::Signature);
        false_already = true;
    } else {
        let by = signers(&note, keys);
        head.used = by.iter().map(ToString::to_string).collect();
        head.key = head.used.first().cloned().unwrap_or_default();
        // `<name>/<dossier>`: a key that signs for one instance signs for no other.
        let own = by.iter().any(|key| {
            let rest = checkpoint.origin.strip_prefix(key.name());
            rest.and_then(|rest| rest.strip_prefix('/')).is_some()
        });
        if !own {
            bag.say(layout::HEAD, Kind::OtherOrigin);
        }
    }
    if !options.keys.is_empty() {
        match note.verify(&options.keys) {
            Ok(()) => head.known = !false_already,
            Err(Error::NoKey) => {
                bag.say("--key", Kind::OtherKey);
            }
            Err(_) => bag.say("--key", Kind::KeyDenied),
        }
    }
    head.origin = checkpoint.origin;
    head.size = Some(checkpoint.size);
    head.root = Some(checkpoint.root);
    head
}

/// The heads in `seals/`, smallest first, with their dates.
pub(super) fn seals<R: Read + Seek>(
    bag: &mut Bag<R>,
    keys: &[Vkey],
    head: &mut Head,
    options: &Options,
) -> Vec<Seal> {
    let mut sizes = BTreeSet::new();
    for path in bag.paths("data/seals/") {
        let name = path
            .strip_prefix("data/seals/")
            .and_then(|rest| rest.split_once('/'));
        // Another writing of a number would be left over as undeclared.
        if let Some(size) = name.and_then(|(size, _)| size.parse::<u64>().ok()) {
            sizes.insert(size);
        }
    }
    let mut seals = Vec::new();
    for size in sizes {
        let place = layout::seal(size, "head.note");
        let read = note(bag, &place);
        let stamped = match &read {
            Some((bytes, ..)) => date(bag, size, bytes, options),
            None => None,
        };
        let mut root = None;
        if let Some((_, note, checkpoint)) = read {
            if checkpoint.origin != head.origin {
                bag.say(&place, Kind::OtherOrigin);
            } else if checkpoint.size != size {
                bag.say(&place, Kind::HeadLeaves);
            } else {
                root = Some(checkpoint.root);
            }
            if note.verify(keys).is_err() {
                bag.say(&place, Kind::Signature);
            } else {
                let by = signers(&note, keys);
                head.used.extend(by.iter().map(ToString::to_string));
            }
        }
        seals.push(Seal {
            place,
            size,
            root,
            stamped,
        });
    }
    seals
}

/// Checks the date of a head, where there is one.
fn date<R: Read + Seek>(
    bag: &mut Bag<R>,
    size: u64,
    head: &[u8],
    options: &Options,
) -> Option<Stamped> {
    let path = |file| layout::seal(size, file);
    let (tsq, tsr, chain) = (path("head.tsq"), path("head.tsr"), path("chain.pem"));
    let query = if bag.has(&tsq) || bag.has(&tsr) {
        let der = bag.text(&tsq, TOKEN)?;
        let query = Query::parse(&der).ok();
        if query.as_ref().map(|query| query.imprint) != Some(seal::sha256(head)) {
            bag.say(&tsq, Kind::Token);
            return None;
        }
        query?
    } else {
        bag.say(&path("head.note"), Kind::Undated);
        return None;
    };
    if !bag.has(&tsr) {
        bag.say(&tsr, Kind::Undated);
        return None;
    }
    let der = bag.text(&tsr, TOKEN)?;
    let pem = bag.text(&chain, TOKEN);
    let check =
        |roots: &[Vec<u8>]| Reply::parse(&der)?.check(head, Some(&query.nonce), options.now, roots);
    let found = match check(&options.tsa_roots) {
        Ok(found) => found,
        Err(error) => {
            bag.say_of(&tsr, Kind::Token, &error.to_string());
            return None;
        }
    };
    // The chain that comes with the date must be the one that ends at its last certificate:
    // `openssl ts -verify -CAfile chain.pem` then holds.
    if let Some(pem) = pem
        && pem != found.chain_pem.as_bytes()
    {
        let last = certificates_from_pem(&pem)
            .ok()
            .and_then(|mut all| all.pop());
        let own = last.and_then(|root| check(&[root]).ok());
        if own.is_none_or(|own| own.chain_pem.as_bytes() != pem) {
            bag.say(&chain, Kind::Chain);
        }
    }
    Some(found)
}

/// Every earlier head and every receipt must be the beginning of this journal.
pub(super) fn extend<R: Read + Seek>(
    bag: &mut Bag<R>,
    leaves: &[Digest],
    seals: &[Seal],
    head: &Head,
    keys: &[Vkey],
    options: &Options,
) {
    let mut wanted: BTreeMap<u64, Vec<(String, Digest, Kind)>> = BTreeMap::new();
    let mut want = |size, place: &str, root, kind| {
        let places = wanted.entry(size).or_default();
        places.push((place.to_owned(), root, kind));
    };
    for seal in seals {
        if let Some(root) = seal.root {
            want(seal.size, &seal.place, root, Kind::HeadLeaves);
        }
    }
    let all: Vec<Vkey> = keys.iter().chain(&options.keys).cloned().collect();
    for (number, receipt) in options.receipts.iter().enumerate() {
        let place = format!("--receipt {}", number + 1);
        let read = Note::parse(receipt).ok();
        let Some((note, old)) = read.and_then(|note| Some((note.clone(), note.checkpoint().ok()?)))
        else {
            bag.say(&place, Kind::ReceiptForm);
            continue;
        };
        if note.verify(&all).is_err() {
            bag.say(&place, Kind::ReceiptKey);
        } else if old.origin != head.origin {
            bag.say(&place, Kind::OtherOrigin);
        } else if old.size > leaves.len() as u64 {
            bag.say(&place, Kind::ReceiptBeyond);
        } else {
            want(old.size, &place, old.root, Kind::Fork);
        }
    }
    let mut frontier = Frontier::new();
    for size in 0..=leaves.len() {
        if let Some(places) = wanted.remove(&(size as u64)) {
            let root = frontier.root();
            for (place, given, kind) in places {
                if given != root {
                    bag.say(&place, kind);
                }
            }
        }
        if let Some(leaf) = leaves.get(size) {
            frontier.push(*leaf);
        }
    }
    // Heads of more leaves than there are.
    for (place, _, kind) in wanted.into_values().flatten() {
        bag.say(&place, kind);
    }
}

/// Each key has its PEM file, and signed something.
pub(super) fn pems<R: Read + Seek>(bag: &mut Bag<R>, keys: &[Vkey], head: &Head) {
    for key in keys {
        let path = layout::pem(key);
        if let Some(pem) = bag.text(&path, TEXT)
            && pem != key.to_pem().as_bytes()
        {
            bag.say(&path, Kind::KeyFile);
        }
        if !head.used.contains(&key.to_string()) && !head.key.is_empty() {
            bag.say(layout::KEYS, Kind::UnusedKey);
        }
    }
}
