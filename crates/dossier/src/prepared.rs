//! A summary that its owner prepares for somebody outside: what is joined, the exact text, for whom and when (N011). Pure; the
//! program sends nothing.

use crate::agenda::days;
use crate::entries::{Parts, Tells, names};
use crate::model::{Asked, Case};
use crate::pages::{notes, say};
use guide::Content;
use guide::law::Lang as GuideLang;
use kernel::{Fault, Moment};
use seal::entry::EntryDraft;
use time::Date;
use ui::{Lang, Words, dates};

/// The type of the entry.
pub const KIND: &str = "prepared";
const JOINED: &str = "joined";
const DEPARTEMENT: &str = "departement";
const NAME: &str = "name";
const MAIL: &str = "mail";
const TEXT: &str = "text";

/// Whoever receives it reads French, as with letters.
const FR: Words = Words(Lang::Fr);

/// What may be joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joined {
    /// What it can be, and how much there is of each; no word of hers.
    Headings,
    /// What happened, in her words, each fact with its date.
    Facts,
    /// The days to keep.
    Deadlines,
    /// The pieces: number, nature and day; neither content nor name.
    Pieces,
}

impl Joined {
    /// Every one, in the order of the form and of the text.
    pub const ALL: [Self; 4] = [Self::Headings, Self::Facts, Self::Deadlines, Self::Pieces];

    /// The value sealed and used in forms.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Headings => "headings",
            Self::Facts => "facts",
            Self::Deadlines => "deadlines",
            Self::Pieces => "pieces",
        }
    }

    /// Reads it back.
    pub fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|joined| joined.name() == name)
    }
}

/// For whom.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recipient {
    /// As she chose or typed it.
    pub name: String,
    /// Its address of mail, when it is known.
    pub mail: String,
    /// Its département; empty when she typed the name.
    pub departement: String,
}

/// A summary that was prepared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    /// Its entry.
    pub seq: u64,
    /// When.
    pub at: Moment,
    /// For whom.
    pub to: Recipient,
    /// What was joined.
    pub joined: Vec<Joined>,
    /// The text, as it was shown to her.
    pub text: String,
}

impl Prepared {
    /// Reads it back.
    pub fn read(entry: &dyn Tells) -> Self {
        let said = |name: &str| entry.text(name).unwrap_or_default();
        let joined = names(entry.value(JOINED));
        Self {
            seq: entry.line().seq,
            at: entry.line().at,
            to: Recipient {
                name: said(NAME),
                mail: said(MAIL),
                departement: said(DEPARTEMENT),
            },
            joined: joined
                .iter()
                .filter_map(|name| Joined::read(name))
                .collect(),
            text: said(TEXT),
        }
    }
}

/// Its entry.
pub fn draft(to: &Recipient, joined: &[Joined], text: &str) -> Result<EntryDraft, Fault> {
    let joined: Vec<&str> = joined.iter().map(|one| one.name()).collect();
    Parts::of(KIND)
        .value(JOINED, joined)
        .words(DEPARTEMENT, &to.departement)
        .words(NAME, &to.name)
        .words(MAIL, &to.mail)
        .words(TEXT, text)
        .done()
}

/// The text that would leave: only what she ticked, and what she says of herself.
pub fn text(content: &Content, case: &Case, today: Date, joined: &[Joined], who: &str) -> String {
    let mut parts = vec![FR.ta("prepared-text-title", &[("date", &dates::day(FR, today))])];
    if !who.is_empty() {
        parts.push(FR.ta("prepared-text-who", &[("who", &who)]));
    }
    for one in Joined::ALL.into_iter().filter(|one| joined.contains(one)) {
        let lines = match one {
            Joined::Headings => headings(content, case),
            Joined::Facts => facts(case),
            Joined::Deadlines => days(content, case, today)
                .iter()
                .map(|keep| notes::keep(FR, content, keep))
                .collect(),
            Joined::Pieces => pieces(case),
        };
        let title = FR.t(&["prepared-text-", one.name()].concat());
        let lines = if lines.is_empty() {
            vec![FR.t("prepared-text-none")]
        } else {
            lines
        };
        let lines = lines.iter().map(|line| ["- ", line].concat());
        let all: Vec<String> = std::iter::once(title).chain(lines).collect();
        parts.push(all.join("\n"));
    }
    parts.join("\n\n")
}

fn headings(content: &Content, case: &Case) -> Vec<String> {
    let kinds = case.qualification.chosen.iter();
    let kinds = kinds.filter_map(|id| content.kind(id));
    let kinds: Vec<&str> = kinds.map(|kind| kind.name.get(GuideLang::Fr)).collect();
    let mut lines = Vec::new();
    if !kinds.is_empty() {
        lines.push(FR.ta("prepared-text-kinds", &[("kinds", &kinds.join(" ; "))]));
    }
    let sent = case.letters.iter().filter(|letter| letter.sent.is_some());
    for (key, count) in [
        ("report-facts-count", case.facts.len()),
        ("report-pieces-count", listed(case).count()),
        ("prepared-text-letters", sent.count()),
    ] {
        lines.push(FR.ta(key, &[("count", &count)]));
    }
    lines
}

fn facts(case: &Case) -> Vec<String> {
    let mut facts: Vec<_> = case.facts.iter().collect();
    facts.sort_by_key(|fact| fact.text.when.first());
    let line = |fact: &&crate::model::Fact| {
        let what = fact.text.what.split_whitespace().collect::<Vec<_>>();
        let when = say::when(FR, &fact.text.when);
        [when.as_str(), " : ", &what.join(" ")].concat()
    };
    facts.iter().map(line).collect()
}

/// The pieces that may be listed: what exports leave out unless she asks is neither listed nor counted.
fn listed(case: &Case) -> impl Iterator<Item = &crate::model::Piece> {
    let pieces = case.pieces.iter();
    pieces.filter(|piece| case.left_out(piece, Asked::default()).is_none())
}

fn pieces(case: &Case) -> Vec<String> {
    let line = |piece: &crate::model::Piece| {
        let number = FR.ta("piece-title", &[("number", &piece.number)]);
        let nature = piece.text.nature.map_or("unsaid", |nature| nature.name());
        let nature = FR.t(&["nature-", nature].concat());
        let day = dates::moment(FR, piece.at);
        format!("{number} : {nature}, {day}")
    };
    listed(case).map(line).collect()
}
