//! The signatures of mail servers (DKIM), checked with the keys that somebody asked the DNS for.
//!
//! Nothing here asks: it names the records that are needed, then judges with those that were seen.

use super::{Format, Import, Message, mail};
use seal::dkim::{Mail, Why};
use std::collections::{BTreeMap, BTreeSet};

/// Most keys that are asked for, for one file.
pub const MOST_KEYS: usize = 32;

/// A signature, and what was found of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The domain whose server signed; empty when the signature could not be read.
    pub domain: String,
    /// The record that holds its key.
    pub name: String,
    pub verdict: Verdict,
}

/// What was found of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// These fields and this body were signed with that key.
    Good,
    /// The beginning of the body was; words may have been added after it.
    Part,
    /// The body was, and not what is shown of the subject or the date.
    Text,
    /// It is not good, and why.
    False(Why),
    /// The DNS has no such record, any more or at all.
    Absent,
    /// The key could not be asked for.
    Unreachable,
}

impl Verdict {
    /// Its name in the journal.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Part => "part",
            Self::Text => "text",
            Self::False(why) => why.name(),
            Self::Absent => "absent",
            Self::Unreachable => "unreachable",
        }
    }

    /// Reads what [`Verdict::name`] wrote.
    pub fn read(name: &str) -> Option<Self> {
        let plain = [
            Self::Good,
            Self::Part,
            Self::Text,
            Self::Absent,
            Self::Unreachable,
        ];
        let mut all = plain.into_iter().chain(Why::ALL.map(Self::False));
        all.find(|verdict| verdict.name() == name)
    }
}

/// What the DNS said of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// Its records, to the letter; none when there is none.
    Records(Vec<String>),
    /// Nothing: it did not answer.
    Nothing,
}

/// The records that the signatures of these messages need, the first [`MOST_KEYS`] of them.
pub fn names(bytes: &[u8], import: &Import) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut names = Vec::new();
    for message in signed(import) {
        let letter = mail::letter(import.format, own(bytes, message));
        for signature in Mail::new(&letter).signatures().into_iter().flatten() {
            let name = signature.name();
            if names.len() < MOST_KEYS && seen.insert(name.clone()) {
                names.push(name);
            }
        }
    }
    names
}

/// Judges every signature with what was seen; a name that was not asked for counts as unreachable.
pub fn judge(bytes: &[u8], import: &mut Import, keys: &BTreeMap<String, Seen>) {
    if !matches!(import.format, Format::Eml | Format::Mbox) {
        return;
    }
    for message in &mut import.messages {
        if message.signed_by.is_empty() {
            continue;
        }
        let letter = mail::letter(import.format, own(bytes, message));
        let mail = Mail::new(&letter);
        let signatures = mail.signatures().into_iter();
        message.signed = signatures
            .map(|signature| match signature {
                Err(why) => Signed {
                    domain: String::new(),
                    name: String::new(),
                    verdict: Verdict::False(why),
                },
                Ok(signature) => Signed {
                    verdict: verdict(&mail, &signature, keys.get(&signature.name())),
                    name: signature.name(),
                    domain: signature.domain,
                },
            })
            .collect();
    }
}

fn verdict(mail: &Mail<'_>, signature: &seal::dkim::Signature, seen: Option<&Seen>) -> Verdict {
    let records = match seen {
        None | Some(Seen::Nothing) => return Verdict::Unreachable,
        Some(Seen::Records(records)) => records,
    };
    let mut worst = Verdict::Absent;
    let digested = mail.digest(signature);
    for record in records {
        match digested.check(record) {
            Ok(good) if !good.whole => return Verdict::Part,
            Ok(good) if !good.head => return Verdict::Text,
            Ok(_) => return Verdict::Good,
            Err(why) if worst == Verdict::Absent => worst = Verdict::False(why),
            Err(_) => {}
        }
    }
    worst
}

fn signed(import: &Import) -> impl Iterator<Item = &Message> {
    let is_mail = matches!(import.format, Format::Eml | Format::Mbox);
    let messages = import.messages.iter().filter(move |_| is_mail);
    messages.filter(|message| !message.signed_by.is_empty())
}

fn own<'a>(bytes: &'a [u8], message: &Message) -> &'a [u8] {
    let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
    let first = place(message.first);
    let end = first.saturating_add(place(message.bytes));
    bytes.get(first..end).unwrap_or_default()
}
