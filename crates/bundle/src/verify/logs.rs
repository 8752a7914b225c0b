//! The public log: that a head is in it, when a third party saw it there, and which later dates cover those whose
//! certificates have ended.

use std::io::{Read, Seek};

use seal::Error;
use seal::note::{Note, Vkey};

use super::Options;
use super::bag::Bag;
use super::finding::Kind;
use super::heads::Head;
use super::report::Log;
use super::tokens::{Token, chain};
use crate::{layout, logged};

/// The longest proof or note.
const TEXT: u64 = 64 << 10;
const FILES: [(&str, Kind); 4] = [
    ("item.bin", Kind::LogItem),
    ("batch.tlog-proof", Kind::LogProof),
    ("log.tlog-proof", Kind::LogProof),
    ("log.note", Kind::LogNote),
];

/// A head, or a date, in the log.
pub(super) struct InLog {
    pub token: Option<Token>,
}

/// The keys of the bag that sign the log of the instance that `origin` names.
pub(super) fn keys(all: &[Vkey], origin: &str) -> Vec<Vkey> {
    let instance = logged::instance(origin);
    let own = |key: &&Vkey| logged::is_log_of(key, instance);
    all.iter().filter(own).cloned().collect()
}

/// What a folder says of `message`; nothing where it says nothing.
pub(super) fn read<R: Read + Seek>(
    bag: &mut Bag<R>,
    folder: &str,
    message: &[u8],
    keys: &[Vkey],
    head: &mut Head,
    options: &Options,
) -> Option<InLog> {
    let place = |name: &str| format!("{folder}/{name}");
    if !FILES.iter().any(|(name, _)| bag.has(&place(name))) {
        return None;
    }
    let [item, in_batch, in_log, note] = FILES.map(|(name, _)| bag.text(&place(name), TEXT));
    let (item, note) = (item?, note?);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap_or_default();
    let (in_batch, in_log, note) = (text(in_batch?), text(in_log?), text(note));
    let files = logged::Files {
        item: &item,
        in_batch: &in_batch,
        in_log: &in_log,
        note: &note,
    };
    let (origin, size) = match logged::check(&files, message, keys) {
        Ok(found) => found,
        Err(wrong) => {
            let (name, kind) = match wrong {
                logged::Wrong::Item => ("item.bin", Kind::LogItem),
                logged::Wrong::InBatch => ("batch.tlog-proof", Kind::LogProof),
                logged::Wrong::InLog => ("log.tlog-proof", Kind::LogProof),
                logged::Wrong::Note => ("log.note", Kind::LogNote),
            };
            // Of an item and its proof nobody can tell which one is another's.
            let with = if wrong == logged::Wrong::InBatch {
                "item.bin"
            } else {
                ""
            };
            bag.say_of(&place(name), kind, with);
            return None;
        }
    };
    let own = keys.iter().filter(|key| key.name() == origin);
    head.used.extend(own.clone().map(ToString::to_string));
    let key = own.map(ToString::to_string).next().unwrap_or_default();
    let known = known(bag, &place("log.note"), &note, options);
    let token = Token::read(bag, &place("log"), note.as_bytes(), options);
    let seen = head.log.get_or_insert_with(|| Log {
        origin: origin.clone(),
        key,
        known,
        size,
    });
    seen.size = seen.size.max(size);
    seen.known &= known;
    Some(InLog { token })
}

/// Whether a given key signed the checkpoint; where keys of a log were given and none did, that is said.
fn known<R: Read + Seek>(bag: &mut Bag<R>, place: &str, note: &str, options: &Options) -> bool {
    let given: Vec<Vkey> = options
        .keys
        .iter()
        .filter(|key| logged::is_log(key))
        .cloned()
        .collect();
    if given.is_empty() {
        return false;
    }
    match Note::parse(note).and_then(|note| note.verify(&given)) {
        Ok(()) => true,
        Err(Error::NoKey) => {
            bag.say(place, Kind::LogKey);
            false
        }
        Err(_) => {
            bag.say(place, Kind::KeyDenied);
            false
        }
    }
}

/// Follows the dates that cover `token`, each over the one before. Gives those that hold; where one has ended that
/// nothing covers in time, that is said.
pub(super) fn renewals<R: Read + Seek>(
    bag: &mut Bag<R>,
    size: u64,
    token: Option<&Token>,
    keys: &[Vkey],
    head: &mut Head,
    options: &Options,
) -> Vec<Token> {
    let mut covering: Vec<Token> = Vec::new();
    for number in 1.. {
        let folder = layout::renewal(size, number);
        if bag.paths(&format!("{folder}/")).is_empty() {
            break;
        }
        let Some(covered) = covering.last().or(token) else {
            // It covers a date that is false, which is said already.
            for path in bag.paths(&format!("data/seals/{size}/renewal/")) {
                bag.text(&path, TEXT);
            }
            break;
        };
        let (message, until) = (covered.der.clone(), covered.stamped.until);
        let Some(found) = read(bag, &folder, &message, keys, head, options) else {
            break;
        };
        let Some(next) = found.token else {
            bag.say(&format!("{folder}/log.tsr"), Kind::Missing);
            break;
        };
        chain(bag, &format!("{folder}/chain.pem"), &[&next]);
        if next.stamped.gen_time > until {
            bag.say(&format!("{folder}/log.tsr"), Kind::TooLate);
            break;
        }
        covering.push(next);
    }
    // The last one stands for all before it.
    if covering.last().or(token).is_some_and(Token::has_ended) {
        let place = match covering.len() {
            0 => format!("data/seals/{size}"),
            number => layout::renewal(size, number),
        };
        bag.say(&place, Kind::Ended);
    }
    covering
}
