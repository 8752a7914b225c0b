//! From the journal to the case: one pass over the entries, pure. Unknown types are kept in the
//! history as opaque lines; a damaged value reads as "not said", never as something else.

use crate::additions;
use crate::capturing;
use crate::diligence;
use crate::entries::{
    LIKENESS, SEALING, Tells, names, read_copied, read_fact, read_piece_text, read_sent,
    read_withdrawal,
};
use crate::feeds;
use crate::importing::imported;
use crate::mission::{self, Mission};
use crate::model::{
    Case, Concerned, Event, Export, Fact, LetterState, Piece, Qualification, Withdrawn,
};
use crate::note::{Did, Note, NoteText};
use crate::prepared::{self, Prepared};
use crate::reminding;
use crate::retention;
use crate::sharing;
use crate::showing::{Shown, View};
use crate::watching;
use bundle::verify::Told;
use evidence::model::Class;
use seal::entry::By;
use serde_json::Value;
use store::journal::SlotEntry;

/// The case that these entries tell.
pub fn fold(slots: &[SlotEntry]) -> Case {
    let mut case = Case::default();
    for (slot, seq) in slots.iter().zip(0_u64..) {
        match slot {
            SlotEntry::Open(entry) => apply(&mut case, entry.as_ref()),
            SlotEntry::Erased(leaf) => case.history.push(Event {
                seq,
                at: None,
                kind: None,
                by: None,
                of: None,
                what: String::new(),
                leaf: *leaf,
            }),
            SlotEntry::Void(line, leaf) => {
                if let By::Link(number) = line.by {
                    additions::apply_void(&mut case, line, number);
                }
                case.history.push(Event {
                    seq,
                    at: Some(line.at),
                    kind: Some(ADDED.to_owned()),
                    by: Some(line.by),
                    of: None,
                    what: String::new(),
                    leaf: *leaf,
                });
            }
        }
    }
    case
}

/// The case that an export is to show, for its document: it knows no more than what is disclosed.
pub fn fold_shown(slots: &[SlotEntry], shown: &Shown) -> Case {
    let mut case = Case::default();
    let open = slots.iter().filter_map(SlotEntry::entry);
    for entry in open.filter(|entry| !shown.withheld.contains_key(&entry.line.seq)) {
        apply(&mut case, &View { entry, shown });
    }
    case
}

/// The case that an export tells; what it withholds is not there. An entry of which a part is withheld is
/// left out whole: without its `of` a correction would read as a second fact, without its `on` a letter as
/// one that was never sent.
pub fn of_export(told: &[Told]) -> Case {
    let mut case = Case::default();
    for entry in told.iter().filter(|entry| entry.masked == 0) {
        apply(&mut case, entry);
    }
    case
}

/// What the history calls an entry that came through a link, whatever its type.
pub const ADDED: &str = "added";

fn apply(case: &mut Case, entry: &dyn Tells) {
    let line = entry.line();
    let (seq, at) = (line.seq, line.at);
    if let By::Link(number) = line.by {
        let what = additions::apply(case, entry, number);
        case.history.push(Event {
            seq,
            at: Some(at),
            kind: Some(ADDED.to_owned()),
            by: Some(line.by),
            of: None,
            what,
            leaf: entry.leaf(),
        });
        return;
    }
    let string = |name: &str| {
        entry
            .value(name)
            .and_then(Value::as_str)
            .map(str::to_owned)
            .unwrap_or_default()
    };
    let of = entry.value("of").and_then(Value::as_u64);
    let mut what = String::new();
    match line.kind.as_str() {
        "created" => {
            if let Some(concerned) = Concerned::read(&string("concerned")) {
                case.concerned = concerned;
            }
        }
        "story" => {
            if let Some(title) = entry.text("title") {
                what.clone_from(&title);
                case.title = title;
            }
            if let Some(text) = entry.text("text") {
                case.story = text;
            }
        }
        "fact" => {
            let text = read_fact(entry);
            what.clone_from(&text.what);
            match of.and_then(|of| case.facts.iter_mut().find(|fact| fact.first == of)) {
                Some(fact) => {
                    *fact = Fact {
                        seq,
                        at,
                        first: fact.first,
                        text,
                    }
                }
                None => case.facts.push(Fact {
                    seq,
                    at,
                    first: seq,
                    text,
                }),
            }
        }
        "piece" | "derived" => match of.filter(|_| line.kind == "piece") {
            Some(of) => {
                if let Some(piece) = case.pieces.iter_mut().find(|piece| piece.seq == of) {
                    piece.text = read_piece_text(entry);
                    what.clone_from(&piece.name);
                }
            }
            // The server adds what was asked of it, and nothing else (seal specification, section 2: `by` is believed).
            None if line.by == By::Server && !capturing::expects(case, entry) => {}
            None => {
                let number = entry.value("number").and_then(Value::as_u64);
                let number = number.and_then(|number| u32::try_from(number).ok());
                if let Some(piece) = number.and_then(|number| new_piece(entry, number)) {
                    what.clone_from(&piece.name);
                    case.pieces.push(piece);
                }
            }
        },
        "link" => additions::apply_link(case, entry),
        "share" | "epoch" | "opened" | "comment" => what = sharing::apply(case, entry),
        "accepted" | "dismissed" | "void" => additions::decide(case, entry),
        "import" => {
            if let Some(list) = imported(entry) {
                case.imports.retain(|other| other.of != list.of);
                case.imports.push(list);
            }
        }
        retention::KIND => retention::apply(case, entry),
        retention::HOLD => retention::apply_hold(case, entry),
        diligence::KIND => diligence::apply(case, entry),
        feeds::KIND => feeds::apply(case, entry),
        reminding::KIND => reminding::apply(case, entry),
        "check" => {
            what = watching::apply(case, entry);
        }
        "capture" => {
            what = capturing::apply(case, entry);
        }
        "qualification" => match entry.value("situation") {
            Some(situation) => case.situation = situation.clone(),
            None => {
                case.qualification = Qualification {
                    chosen: names(entry.value("chosen")),
                    proposed: names(entry.value("proposed")),
                }
            }
        },
        "step" if string("action") == SEALING => {
            what = string("action");
            case.sealed.push((seq, at));
        }
        "step" | "answer" | "refusal" => {
            if let Some(text) = NoteText::read(entry) {
                text.subject.id().clone_into(&mut what);
                note(
                    case,
                    Note {
                        seq,
                        first: of.unwrap_or(seq),
                        at,
                        text,
                    },
                );
            }
        }
        "letter" => {
            what = string("letter");
            letter(case, entry, of);
        }
        "sent" => {
            what = string("letter");
            if let Some(letter) = case.letters.iter_mut().find(|letter| letter.id == what) {
                letter.sent = read_sent(entry);
            }
        }
        mission::KIND => case.mission = Some(Mission::read(entry)),
        prepared::KIND => {
            let one = Prepared::read(entry);
            what.clone_from(&one.to.name);
            case.prepared.push(one);
        }
        "export" => {
            let recipient = entry.text("recipient").unwrap_or_default();
            what.clone_from(&recipient);
            if let (Ok(pdf_sha256), Some(shown)) = (string("pdf").parse(), Shown::read(entry)) {
                case.exports.push(Export {
                    seq,
                    at,
                    recipient,
                    pdf_sha256,
                    pdf_bytes: entry
                        .value("pdf-bytes")
                        .and_then(Value::as_u64)
                        .unwrap_or_default(),
                    blob: entry.blob(),
                    shown,
                });
            }
        }
        "erased" => {
            case.withdrawn
                .extend(read_withdrawal(&string("reason")).map(|number| Withdrawn { number, at }));
        }
        _ => {}
    }
    case.history.push(Event {
        seq,
        at: Some(at),
        kind: Some(line.kind.clone()),
        by: Some(line.by),
        of,
        what,
        leaf: entry.leaf(),
    });
}

/// A correction keeps the place and the hour of what it corrects; one taken back no longer counts.
fn note(case: &mut Case, fresh: Note) {
    match case.notes.iter().position(|note| note.first == fresh.first) {
        Some(place) if fresh.text.did == Did::Void => {
            case.notes.remove(place);
        }
        Some(place) => {
            if let Some(note) = case.notes.get_mut(place) {
                note.seq = fresh.seq;
                note.text = fresh.text;
            }
        }
        None if fresh.text.did == Did::Void => {}
        None => case.notes.push(fresh),
    }
}

fn letter(case: &mut Case, entry: &dyn Tells, of: Option<u64>) {
    let id = entry
        .value("letter")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if let Some(of) = of {
        if let Some(letter) = case.letters.iter_mut().find(|letter| letter.seq == of) {
            letter.final_sha256 = entry
                .value("pdf")
                .and_then(Value::as_str)
                .and_then(|hex| hex.parse().ok());
            letter.final_on = Some(kernel::date::paris_date(entry.line().at));
            letter.final_bytes = entry
                .value("pdf-bytes")
                .and_then(Value::as_u64)
                .unwrap_or_default();
            letter.blob = entry.blob();
            letter.edition = entry
                .value("edition")
                .and_then(Value::as_str)
                .map(str::to_owned);
        }
        return;
    }
    let fresh = LetterState {
        seq: entry.line().seq,
        id: id.to_owned(),
        at: entry.line().at,
        by: entry.line().by,
        answers: entry.value("answers").cloned().unwrap_or_default(),
        final_sha256: None,
        final_on: None,
        final_bytes: 0,
        blob: None,
        edition: None,
        sent: None,
    };
    match case.letters.iter_mut().find(|letter| letter.id == id) {
        // New answers after a final make a new letter to check, but what was sent stays sent.
        Some(letter) => {
            *letter = LetterState {
                sent: letter.sent.take(),
                ..fresh
            }
        }
        None => case.letters.push(fresh),
    }
}

/// The file that an entry brings, under this number.
pub(crate) fn new_piece(entry: &dyn Tells, number: u32) -> Option<Piece> {
    let file = entry.value("file")?;
    let text = |name: &str| {
        entry
            .value(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    Some(Piece {
        seq: entry.line().seq,
        number,
        at: entry.line().at,
        name: text("name").to_owned(),
        media: text("media").to_owned(),
        bytes: file.get("bytes").and_then(Value::as_u64)?,
        sha256: file.get("sha256").and_then(Value::as_str)?.parse().ok()?,
        class: Class::read(text("class"))?,
        likeness: entry
            .local(LIKENESS)
            .and_then(Value::as_str)
            .and_then(|text| text.parse().ok()),
        blob: entry.blob(),
        copied: read_copied(entry),
        text: read_piece_text(entry),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entries;
    use crate::model::{FactText, Sending};
    use kernel::{DossierId, Moment};
    use seal::entry::EntryDraft;

    /// What an export shows of these entries, each without one part.
    fn shown(drafts: Vec<(EntryDraft, &str)>) -> Vec<Told> {
        let told = drafts.into_iter().zip(0_u64..).map(|((draft, gone), seq)| {
            let line = draft.line(
                Moment::from_seconds(1_790_000_000),
                By::Owner,
                DossierId::new([7; 16]),
                seq,
            );
            let parts = draft.parts().iter().filter(|part| part.name() != gone);
            let values = parts
                .filter(|part| part.words().is_none())
                .map(|part| (part.name().to_owned(), part.value().clone()));
            Told {
                leaf: line.leaf(),
                values: values.collect(),
                texts: std::collections::BTreeMap::new(),
                masked: usize::from(draft.parts().iter().any(|part| part.name() == gone)),
                line,
            }
        });
        told.collect()
    }

    #[test]
    fn an_entry_shown_in_part_says_nothing_rather_than_something_else() {
        let sent = || {
            let sending = Sending {
                seq: 0,
                on: kernel::date::parse("2026-11-02").unwrap(),
                received: None,
                copied: None,
                means: String::new(),
                tracking: String::new(),
            };
            entries::sent("plainte", &sending).unwrap()
        };
        let entries = |gone| {
            vec![
                (entries::fact(&FactText::default(), None).unwrap(), ""),
                (entries::fact(&FactText::default(), Some(0)).unwrap(), gone),
                (
                    entries::letter("plainte", &serde_json::json!({})).unwrap(),
                    "",
                ),
                (sent(), ""),
                (sent(), if gone.is_empty() { "" } else { "on" }),
            ]
        };
        for gone in ["", "of"] {
            let case = of_export(&shown(entries(gone)));
            assert_eq!(
                case.facts.len(),
                1,
                "{gone}: a correction is no second fact"
            );
            let letter = case.letters.first().unwrap();
            assert!(letter.sent.is_some(), "{gone}: it was sent");
        }
    }
}
