//! Who reads a dossier beside its owner, what each has opened, and what was said between them (N025, N044). Pure: what
//! the fold makes of the entries `share`, `opened` and `comment`, and how these are written.

use crate::entries::{Parts, Tells};
use crate::feeds as feeding;
use crate::model::Case;
use crate::prepared;
use crate::reminding;
use kernel::{AccountId, Fault, GrantId, Moment};
use seal::entry::{By, EntryDraft};
use seal::grant::Rights;
use serde_json::Value;

/// What the history calls, for a reader, an entry that is the owner's own business.
pub const ACCESS: &str = "access";

/// The entries that are the owner's own business: who reads, what they opened, what left, where her dates go, for whom
/// she prepared something. Neither a reader nor a program sees them; of exports, only « Tout emporter », save a link that
/// goes with what came through it.
pub(crate) const PRIVATE: [&str; 8] = [
    "share",
    "epoch",
    "opened",
    "export",
    "link",
    feeding::KIND,
    reminding::KIND,
    prepared::KIND,
];

/// Whether an entry of this type is the owner's own business.
pub(crate) fn is_private(kind: &str) -> bool {
    PRIVATE.contains(&kind)
}

/// What a reader may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum May {
    /// Read.
    #[default]
    Read,
    /// Read and answer.
    Comment,
    /// Read, answer, and prepare with the person: notes, facts, drafts of letters.
    Act,
}

impl May {
    /// In the order of the form.
    pub const ALL: [Self; 3] = [Self::Read, Self::Comment, Self::Act];

    /// The value sealed and used in forms.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Comment => "comment",
            Self::Act => "act",
        }
    }

    /// Reads it back.
    pub fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|may| may.name() == name)
    }

    /// The rights of the N-th reader.
    pub const fn rights(self, number: u32) -> Rights {
        match self {
            Self::Read => Rights::Read(number),
            Self::Comment => Rights::Comment(number),
            Self::Act => Rights::Act(number),
        }
    }
}

/// Where a reader's keyring is, to renew it or to take it back. Kept beside the entry: no export tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The account.
    pub account: AccountId,
    /// The grant.
    pub grant: GrantId,
    /// The public half of the reader identity, as it was when she was chosen or as she renewed it.
    pub recipient: String,
}

/// An access that the owner gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// Its entry.
    pub seq: u64,
    /// When it was given.
    pub at: Moment,
    /// The reader's number, from 1; never given again.
    pub number: u32,
    /// What she may do.
    pub may: May,
    /// When it ends.
    pub until: Option<Moment>,
    /// Her name, as it was when she was chosen, or as the owner calls her.
    pub name: String,
    /// Her organisation; empty for somebody who came by an invitation.
    pub org: String,
    /// It is no person: a program, with a token.
    pub program: bool,
    /// Where her keyring is.
    pub holder: Option<Holder>,
    /// When the owner ended it.
    pub ended: Option<Moment>,
}

impl Share {
    /// Whether it opens the dossier at that instant.
    pub fn is_open(&self, now: Moment) -> bool {
        self.ended.is_none() && self.until.is_none_or(|until| now < until)
    }
}

/// What a reader opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// The dossier itself: story, facts, steps.
    Dossier,
    /// The piece whose entry it is.
    Piece(u64),
}

/// That a reader opened something, in one visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// Its entry.
    pub seq: u64,
    /// When.
    pub at: Moment,
    /// The reader's number.
    pub reader: u32,
    /// What.
    pub item: Item,
    /// Tells one visit from another, and nothing else.
    pub visit: String,
    /// Which member, when the reader is a team.
    pub who: String,
}

/// Something said to those who follow the dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Its entry.
    pub seq: u64,
    /// When.
    pub at: Moment,
    /// Who said it.
    pub by: By,
    /// Which member, when the reader is a team.
    pub who: String,
    /// The words.
    pub text: String,
}

impl Case {
    /// An access by the reader's number.
    pub fn share(&self, number: u32) -> Option<&Share> {
        self.shares.iter().find(|share| share.number == number)
    }

    /// The accesses that are open.
    pub fn open_shares(&self, now: Moment) -> impl Iterator<Item = &Share> {
        self.shares.iter().filter(move |share| share.is_open(now))
    }

    /// The number that the next reader takes.
    pub fn next_reader(&self) -> u32 {
        let used = self.shares.iter().map(|share| share.number).max();
        used.unwrap_or(0).saturating_add(1)
    }

    /// Whether this visit of that reader is already written down as having opened that.
    pub fn has_opened(&self, reader: u32, item: Item, visit: &str) -> bool {
        let same = |one: &&Opening| one.reader == reader && one.item == item && one.visit == visit;
        self.openings.iter().any(|one| same(&one))
    }

    /// Accesses that lapsed and after which no epoch began yet: what comes next must not be theirs.
    pub fn lapsed_since_epoch(&self, now: Moment) -> bool {
        let mut lapsed = self.shares.iter().filter(|share| share.ended.is_none());
        lapsed.any(|share| {
            share
                .until
                .is_some_and(|until| until <= now && self.epoch_at.is_none_or(|at| at < until))
        })
    }
}

/// A new access, of this kind and to whoever has this name. What finds the keyring stands beside the entry.
pub fn share(
    number: u32,
    (may, until, program): (May, Option<Moment>, bool),
    (name, org): (&str, &str),
    holder: &Holder,
) -> Result<EntryDraft, Fault> {
    Parts::of("share")
        .value("number", number)
        .value("may", may.name())
        .value("until", until.map(Moment::rfc3339))
        .value("program", program.then_some(true))
        .words("name", name)
        .words("org", org)
        .beside("account", holder.account.to_string().into())
        .beside("grant", holder.grant.to_string().into())
        .beside("recipient", holder.recipient.as_str().into())
        .done()
}

/// An access ended by the owner.
pub fn ended(of: u64) -> Result<EntryDraft, Fault> {
    Parts::of("share")
        .value("of", of)
        .value("ended", true)
        .done()
}

/// That a reader opened something.
pub fn opened(item: Item, visit: &str, who: Option<&str>) -> Result<EntryDraft, Fault> {
    let (name, of) = match item {
        Item::Dossier => ("dossier", None),
        Item::Piece(seq) => ("piece", Some(seq)),
    };
    Parts::of("opened")
        .value("item", name)
        .value("of", of)
        .words("who", who.unwrap_or_default())
        .beside("visit", visit.into())
        .done()
}

/// Something said.
pub fn comment(text: &str, who: Option<&str>) -> Result<EntryDraft, Fault> {
    Parts::of("comment")
        .words("text", text)
        .words("who", who.unwrap_or_default())
        .done()
}

/// What is the owner's own business: who else reads, what they opened, for whom exports were made. What is made for a
/// reader, a person or a program, is made without it.
pub fn keep_to_owner(case: &mut Case, mine: By) {
    if mine == By::Owner {
        return;
    }
    case.openings.retain(|one| By::Reader(one.reader) == mine);
    case.exports.clear();
    case.prepared.clear();
    for event in &mut case.history {
        if event.kind.as_deref().is_some_and(is_private) {
            event.kind = Some(ACCESS.to_owned());
            event.of = None;
            event.what.clear();
        }
    }
}

/// Reads an entry of one of these types; gives what the history says of it. Only the owner gives and ends access, only
/// readers open.
pub(crate) fn apply(case: &mut Case, entry: &dyn Tells) -> String {
    let line = entry.line();
    match (line.kind.as_str(), line.by) {
        ("share", By::Owner) => apply_share(case, entry),
        // She changed her code: what comes next is encrypted to her new identity.
        ("share", By::Reader(reader)) => {
            let recipient = entry.local("recipient").and_then(Value::as_str);
            let share = case.shares.iter_mut().find(|one| one.number == reader);
            let Some(share) = share else {
                return String::new();
            };
            if let (Some(holder), Some(recipient)) = (&mut share.holder, recipient) {
                recipient.clone_into(&mut holder.recipient);
            }
            share.name.clone()
        }
        ("epoch", By::Owner) => {
            case.epoch_at = Some(line.at);
            String::new()
        }
        ("opened", By::Reader(reader)) => {
            let of = entry.value("of").and_then(Value::as_u64);
            let visit = entry.local("visit").and_then(Value::as_str);
            case.openings.push(Opening {
                seq: line.seq,
                at: line.at,
                reader,
                item: of.map_or(Item::Dossier, Item::Piece),
                visit: visit.unwrap_or_default().to_owned(),
                who: entry.text("who").unwrap_or_default(),
            });
            entry.text("who").unwrap_or_default()
        }
        ("comment", by) => {
            let text = entry.text("text").unwrap_or_default();
            case.comments.push(Comment {
                seq: line.seq,
                at: line.at,
                by,
                who: entry.text("who").unwrap_or_default(),
                text: text.clone(),
            });
            text
        }
        _ => String::new(),
    }
}

fn apply_share(case: &mut Case, entry: &dyn Tells) -> String {
    let line = entry.line();
    if let Some(of) = entry.value("of").and_then(Value::as_u64) {
        let Some(share) = case.shares.iter_mut().find(|share| share.seq == of) else {
            return String::new();
        };
        share.ended.get_or_insert(line.at);
        return share.name.clone();
    }
    let value = |name: &str| entry.value(name).and_then(Value::as_str);
    let local = |name: &str| entry.local(name).and_then(Value::as_str);
    let number = entry.value("number").and_then(Value::as_u64);
    let number = number.and_then(|number| u32::try_from(number).ok());
    let (Some(number), Some(may)) = (number, value("may").and_then(May::read)) else {
        return String::new();
    };
    if case.share(number).is_some() {
        return String::new();
    }
    let holder = (|| {
        Some(Holder {
            account: local("account")?.parse().ok()?,
            grant: local("grant")?.parse().ok()?,
            recipient: local("recipient")?.to_owned(),
        })
    })();
    let name = entry.text("name").unwrap_or_default();
    case.shares.push(Share {
        seq: line.seq,
        at: line.at,
        number,
        may,
        until: value("until").and_then(Moment::parse),
        name: name.clone(),
        org: entry.text("org").unwrap_or_default(),
        program: entry.value("program") == Some(&Value::Bool(true)),
        holder,
        ended: None,
    });
    name
}
