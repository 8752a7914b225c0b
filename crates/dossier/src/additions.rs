//! What comes through links (seal specification, section 4): a witness's words and files, a telephone's pictures, pages
//! kept by the extension. It counts for nothing until the owner accepts it. Pure: the fold believes the line's author
//! and type, never the body.

use crate::entries::{Parts, Tells, read_fact};
use crate::fold::new_piece;
use crate::model::{Case, Fact, FactText, Piece};
use crate::note::{Did, Note, NoteText};
use evidence::model::Class;
use kernel::date::{iso, paris_date, parse};
use kernel::{Fault, Moment};
use seal::entry::{EntryDraft, Line};
use serde_json::Value;
use store::links::{Link, LinkKind};
use time::Date;

/// A link, as its owner made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkMade {
    /// Its entry.
    pub seq: u64,
    /// When it was made.
    pub at: Moment,
    /// Its number, from 1.
    pub number: u32,
    /// What it is for.
    pub kind: LinkKind,
    /// For whom, in the owner's words; never exported.
    pub label: String,
    /// Its last day.
    pub until: Option<Date>,
    /// The key of an extension, once confirmed, in hex.
    pub key: Option<String>,
    /// When it was closed.
    pub revoked: Option<Moment>,
    /// The number of its last signed addition.
    last: u64,
}

/// What somebody who saw it wrote (N039, N087).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its entry.
    pub seq: u64,
    /// When it was received.
    pub at: Moment,
    /// Who wrote it.
    pub name: String,
    /// Who that is: a colleague, a parent…
    pub role: String,
    /// When and where it was seen.
    pub when: String,
    /// What was seen.
    pub text: String,
}

/// What was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Added {
    /// A file; its number is given when it is accepted.
    Piece(Box<Piece>),
    /// A statement.
    Statement(Statement),
    /// A fact, from a program.
    Fact(Box<FactText>),
    /// A note on a step, from a program.
    Note(Box<NoteText>),
    /// What cannot be read, or may not come that way.
    Unreadable,
}

/// What became of an addition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// The owner has not decided.
    Pending,
    /// It counts.
    Accepted,
    /// It was put aside.
    Dismissed,
    /// It is not what was announced.
    Void,
}

/// One addition through a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addition {
    /// Its entry.
    pub seq: u64,
    /// When it was received.
    pub at: Moment,
    /// Through which link.
    pub link: u32,
    /// What it is.
    pub added: Added,
    /// What became of it.
    pub decision: Decision,
}

impl Case {
    /// A link by its number.
    pub fn link(&self, number: u32) -> Option<&LinkMade> {
        self.links.iter().find(|link| link.number == number)
    }

    /// An addition by its entry.
    pub fn addition(&self, seq: u64) -> Option<&Addition> {
        self.additions.iter().find(|addition| addition.seq == seq)
    }

    /// Additions that wait for the owner.
    pub fn pending(&self) -> impl Iterator<Item = &Addition> {
        let all = self.additions.iter();
        all.filter(|addition| addition.decision == Decision::Pending)
    }

    /// The statements of witnesses that were accepted.
    pub fn statements(&self) -> impl Iterator<Item = &Statement> {
        self.written(|kind| kind != LinkKind::Signatory)
    }

    /// Those who agreed to sign a joint request, as accepted: each name as its bearer wants it printed (N181).
    pub fn signatories(&self) -> impl Iterator<Item = &Statement> {
        self.written(|kind| kind == LinkKind::Signatory)
    }

    fn written(&self, wanted: impl Fn(LinkKind) -> bool) -> impl Iterator<Item = &Statement> {
        let accepted = self.additions.iter();
        let accepted = accepted.filter(|addition| addition.decision == Decision::Accepted);
        let accepted =
            accepted.filter(move |one| self.link(one.link).is_some_and(|link| wanted(link.kind)));
        accepted.filter_map(|addition| match &addition.added {
            Added::Statement(statement) => Some(statement),
            _ => None,
        })
    }

    /// A piece, accepted or waiting.
    pub fn piece_or_pending(&self, seq: u64) -> Option<&Piece> {
        let waiting = || match &self.addition(seq)?.added {
            Added::Piece(piece) => Some(&**piece),
            _ => None,
        };
        self.piece(seq).or_else(waiting)
    }

    /// Through what link a piece came.
    pub fn came_by(&self, seq: u64) -> Option<LinkKind> {
        let number = self.addition(seq)?.link;
        self.link(number).map(|link| link.kind)
    }

    /// The link that an entry made.
    pub fn link_of(&self, seq: u64) -> Option<&LinkMade> {
        self.links.iter().find(|link| link.seq == seq)
    }

    /// The number that the next link takes.
    pub fn next_link_number(&self) -> u32 {
        let used = self.links.iter().map(|link| link.number).max();
        used.unwrap_or(0).saturating_add(1)
    }
}

/// A new link. What tells for whom stays beside the entry, which exports may show.
pub fn link(link: &Link, label: &str) -> Result<EntryDraft, Fault> {
    Parts::of("link")
        .value("number", link.number)
        .value("kind", link.kind.name())
        .value("until", iso(paris_date(link.last_day())))
        .beside("label", label.into())
        .done()
}

/// The owner has compared the key of an extension.
pub fn confirmed(of: u64, key: &[u8; 32]) -> Result<EntryDraft, Fault> {
    Parts::of("link")
        .value("of", of)
        .value("key", kernel::id::to_hex(key))
        .done()
}

/// A link closed before its time.
pub fn revoked(of: u64) -> Result<EntryDraft, Fault> {
    Parts::of("link")
        .value("of", of)
        .value("revoked", true)
        .done()
}

/// What a witness wrote.
pub fn statement(statement: &Statement) -> Result<EntryDraft, Fault> {
    Parts::of("story")
        .words("witness", &statement.name)
        .words("role", &statement.role)
        .words("when", &statement.when)
        .words("text", &statement.text)
        .done()
}

/// An addition that counts from now on: a file gets its number, and the media type that its bytes show.
pub fn accepted(of: u64, piece: Option<(u32, &str)>) -> Result<EntryDraft, Fault> {
    Parts::of("accepted")
        .value("of", of)
        .value("number", piece.map(|(number, _)| number))
        .value("media", piece.map(|(_, media)| media))
        .done()
}

/// An addition put aside (`dismissed`), or found to be another than announced (`void`).
pub fn put_aside(of: u64, kind: &str) -> Result<EntryDraft, Fault> {
    Parts::of(kind).value("of", of).done()
}

/// Reads an entry of type `link`.
pub(crate) fn apply_link(case: &mut Case, entry: &dyn Tells) {
    let line = entry.line();
    let text = |name: &str| entry.value(name).and_then(Value::as_str);
    if let Some(of) = entry.value("of").and_then(Value::as_u64) {
        if let Some(link) = case.links.iter_mut().find(|link| link.seq == of) {
            if let Some(key) = text("key") {
                link.key.get_or_insert_with(|| key.to_owned());
            }
            if entry.value("revoked").is_some() {
                link.revoked = Some(line.at);
            }
        }
        return;
    }
    let number = entry.value("number").and_then(Value::as_u64);
    let number = number.and_then(|number| u32::try_from(number).ok());
    let kind = text("kind").and_then(LinkKind::read);
    if let (Some(number), Some(kind)) = (number, kind)
        && case.link(number).is_none()
    {
        case.links.push(LinkMade {
            seq: line.seq,
            at: line.at,
            number,
            kind,
            label: entry
                .local("label")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned(),
            until: text("until").and_then(parse),
            key: None,
            revoked: None,
            last: 0,
        });
    }
}

/// Whether a line may come through its link: known, not closed, of an allowed type, and signed by the confirmed key,
/// each number once, where the link has one.
fn is_allowed(case: &mut Case, number: u32, line: &Line) -> bool {
    let Some(link) = case.links.iter_mut().find(|link| link.number == number) else {
        return false;
    };
    if link.revoked.is_some() || !link.kind.allows(&line.kind) {
        return false;
    }
    if link.kind != LinkKind::Extension {
        return true;
    }
    let Some(sig) = &line.sig else { return false };
    let known = link.key.as_deref() == Some(&*kernel::id::to_hex(&sig.key));
    let fresh = sig.n > link.last;
    if known && fresh {
        link.last = sig.n;
    }
    known && fresh
}

/// Parts of a piece that nobody but its owner writes.
const OWN: [&str; 4] = ["of", "number", "how", "capture"];

/// Where a file comes from is told by its link, never by its sender.
fn is_provenance(case: &Case, number: u32, piece: &Piece) -> bool {
    let extension = case.link(number).map(|link| link.kind) == Some(LinkKind::Extension);
    piece.class == if extension { Class::B } else { Class::C }
}

/// Whether it names one stored file, which nothing else names: withdrawing one must not take another away. An export
/// names none.
fn is_new_blob(case: &Case, entry: &dyn Tells, piece: &Piece) -> bool {
    let Some(named) = entry.local("blobs") else {
        return true;
    };
    let one = named.as_array().is_some_and(|named| named.len() == 1);
    let others = case.additions.iter().filter_map(|one| match &one.added {
        Added::Piece(piece) => piece.blob,
        _ => None,
    });
    let mut all = others.chain(case.pieces.iter().filter_map(|piece| piece.blob));
    one && piece.blob.is_some() && !all.any(|blob| Some(blob) == piece.blob)
}

/// Reads an addition; gives what the history says of it.
pub(crate) fn apply(case: &mut Case, entry: &dyn Tells, number: u32) -> String {
    let line = entry.line();
    let (seq, at) = (line.seq, line.at);
    let words = |name: &str| entry.text(name).unwrap_or_default();
    let added = match line.kind.as_str() {
        _ if !is_allowed(case, number, line) => Added::Unreadable,
        "story" => Added::Statement(Statement {
            seq,
            at,
            name: words("witness"),
            role: words("role"),
            when: words("when"),
            text: words("text"),
        }),
        // Of what was said of a piece, only the owner's words count; its number is hers to give.
        _ if OWN.iter().any(|name| entry.value(name).is_some()) => Added::Unreadable,
        "fact" => Added::Fact(Box::new(read_fact(entry))),
        "step" | "answer" | "refusal" => NoteText::read(entry)
            .filter(|text| Did::OFFERED.contains(&text.did))
            .map_or(Added::Unreadable, |text| Added::Note(Box::new(text))),
        _ => new_piece(entry, 0)
            .filter(|piece| is_provenance(case, number, piece) && is_new_blob(case, entry, piece))
            .map_or(Added::Unreadable, |piece| Added::Piece(Box::new(piece))),
    };
    let what = match &added {
        Added::Piece(piece) => piece.name.clone(),
        Added::Statement(statement) => statement.name.clone(),
        Added::Fact(text) => text.what.clone(),
        Added::Note(text) => text.subject.id().to_owned(),
        Added::Unreadable => String::new(),
    };
    let decision = if added == Added::Unreadable {
        Decision::Void
    } else {
        Decision::Pending
    };
    case.additions.push(Addition {
        seq,
        at,
        link: number,
        added,
        decision,
    });
    what
}

/// An addition whose body is not the one of its line.
pub(crate) fn apply_void(case: &mut Case, line: &Line, number: u32) {
    case.additions.push(Addition {
        seq: line.seq,
        at: line.at,
        link: number,
        added: Added::Unreadable,
        decision: Decision::Void,
    });
}

/// Reads what the owner decided.
pub(crate) fn decide(case: &mut Case, entry: &dyn Tells) {
    let number = |name: &str| entry.value(name).and_then(Value::as_u64);
    let of = number("of");
    let Some(addition) = case.additions.iter_mut().find(|one| Some(one.seq) == of) else {
        return;
    };
    if matches!(addition.decision, Decision::Accepted | Decision::Void) {
        return;
    }
    addition.decision = match entry.line().kind.as_str() {
        "accepted" => Decision::Accepted,
        "dismissed" => Decision::Dismissed,
        _ => Decision::Void,
    };
    if addition.decision != Decision::Accepted {
        return;
    }
    let (seq, at) = (addition.seq, addition.at);
    // Her later corrections name it by its own entry.
    match &addition.added {
        Added::Fact(text) => case.facts.push(Fact {
            seq,
            at,
            first: seq,
            text: (**text).clone(),
        }),
        Added::Note(text) => case.notes.push(Note {
            seq,
            first: seq,
            at,
            text: (**text).clone(),
        }),
        _ => {}
    }
    if let Added::Piece(piece) = &addition.added {
        let given = number("number").and_then(|number| u32::try_from(number).ok());
        let Some(given) = given else { return };
        let mut piece = Piece {
            number: given,
            ..(**piece).clone()
        };
        if let Some(media) = entry.value("media").and_then(Value::as_str) {
            media.clone_into(&mut piece.media);
        }
        case.pieces.push(piece);
    }
}
