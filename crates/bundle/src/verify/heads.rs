//! Keys, leaves, the head, earlier heads and their dates, receipts.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};

use seal::note::{Checkpoint, Note, Vkey};
use seal::stamp::{Stamped, Trust};
use seal::tree::Frontier;
use seal::{Digest, Error};

use super::Options;
use super::bag::{Bag, LIST, TEXT, each_line};
use super::finding::Kind;
use super::logs::{self, InLog};
use super::report::{Dated, Log};
use super::tokens::{self, Token};
use crate::{layout, logged};
use kernel::Moment;

/// The longest note, in bytes.
const NOTE: u64 = 64 << 10;

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
    /// The public log that heads are shown to be in.
    pub log: Option<Log>,
}

/// A head in `seals/`.
pub(super) struct Seal {
    pub place: String,
    pub size: u64,
    pub root: Option<Digest>,
    /// The date of the head itself.
    pub own: Option<Token>,
    /// That it is in the public log, with the date of the log.
    pub log: Option<InLog>,
    /// Dates that cover the first one, each over the one before.
    pub renewals: Vec<Token>,
}

impl Seal {
    /// Every date that the verdict rests on.
    pub(super) fn stamps(&self) -> impl Iterator<Item = &Stamped> {
        let log = self.log.as_ref().and_then(|log| log.token.as_ref());
        let all = self.own.iter().chain(log).chain(&self.renewals);
        all.map(|token| &token.stamped)
    }

    /// The first instant at which a third party saw this head, in the log or not.
    pub(super) fn seen(&self) -> Option<Moment> {
        let log = self.log.as_ref().and_then(|log| log.token.as_ref());
        let both = self.own.iter().chain(log);
        both.map(|token| token.stamped.gen_time).min()
    }

    pub(super) fn dated(&self) -> impl Iterator<Item = Dated> {
        let log = self.log.as_ref().and_then(|log| log.token.as_ref());
        // Renewals cover the date of the head where it has one, else that of the log.
        let covered = self
            .renewals
            .last()
            .map(|last| last.stamped.gen_time.rfc3339());
        let dated = |token: &Token, log: bool, renewed: Option<String>| Dated {
            size: self.size,
            at: token.stamped.gen_time.rfc3339(),
            authority: super::source::shown(&token.stamped.tsa),
            policy: token.stamped.policy.clone(),
            root_known: token.stamped.trust == Trust::RootKnown,
            log,
            until: token.stamped.until.rfc3339(),
            ended: token.has_ended(),
            renewed,
        };
        let by_log = covered.clone().filter(|_| self.own.is_none());
        let own = self
            .own
            .iter()
            .map(|token| dated(token, false, covered.clone()));
        let all: Vec<Dated> = own
            .chain(log.map(|token| dated(token, true, by_log)))
            .collect();
        all.into_iter()
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

/// A key of the log signs no dossier.
fn of_dossiers(keys: &[Vkey]) -> Vec<Vkey> {
    let own = |key: &&Vkey| !logged::is_log(key);
    keys.iter().filter(own).cloned().collect()
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
    let keys = &of_dossiers(keys);
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
    let given = of_dossiers(&options.keys);
    if !given.is_empty() {
        match note.verify(&given) {
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
    let log_keys = logs::keys(keys, &head.origin);
    let keys = &of_dossiers(keys);
    let mut seals = Vec::new();
    let mut reached = 1;
    for size in sizes {
        let place = layout::seal(size, "head.note");
        let read = note(bag, &place);
        let folder = format!("data/seals/{size}");
        let (mut own, mut log) = (None, None);
        if let Some((bytes, ..)) = &read {
            own = Token::read(bag, &format!("{folder}/head"), bytes, options);
            log = logs::read(bag, &folder, bytes, &log_keys, head, options);
            if log.is_none()
                && !bag.has(&format!("{folder}/head.tsq"))
                && !bag.has(&format!("{folder}/head.tsr"))
            {
                bag.say(&place, Kind::Undated);
            }
        }
        let by_log = log.as_ref().and_then(|log| log.token.as_ref());
        let both: Vec<&Token> = own.iter().chain(by_log).collect();
        tokens::chain(bag, &format!("{folder}/chain.pem"), &both);
        let first = own.as_ref().or(by_log);
        let renewals = logs::renewals(bag, size, first, &log_keys, head, options);
        let mut root = None;
        if let Some((_, note, checkpoint)) = read {
            let branch = layout::branch_of(&checkpoint.origin, &head.origin);
            // A branch that was left is never taken again.
            if branch.is_none_or(|branch| branch < reached) {
                bag.say(&place, Kind::OtherOrigin);
            } else if checkpoint.size != size {
                bag.say(&place, Kind::HeadLeaves);
            } else {
                root = Some(checkpoint.root);
                reached = branch.unwrap_or(reached);
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
            own,
            log,
            renewals,
        });
    }
    seals
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
    let all = of_dossiers(&all);
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
        } else if layout::branch_of(&old.origin, &head.origin).is_none() {
            bag.say(&place, Kind::OtherOrigin);
        } else if old.origin != head.origin {
            // Given before the instance was restored: what it covers beyond that is lost, not denied.
            want(old.size, &place, old.root, Kind::LostBranch);
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
