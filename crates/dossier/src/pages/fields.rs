//! Between the fields of a page and the pure forms: dates are typed in three fields.

use crate::forms::{FactForm, PieceForm, Problem};
use crate::model::Case;
use crate::noting::NoteForm;
use kernel::date::{iso, parse};
use kernel::{Code, Fault};
use seal::entry::EntryDraft;
use ui::form::date::{Typed, read};
use ui::{Fields, Form, Problems};

/// A typed date as `2026-11-21`, empty when nothing was typed, `?` when it is no day of the calendar.
pub fn day(fields: &Fields, name: &str) -> String {
    match read(fields, name) {
        Typed::Nothing => String::new(),
        Typed::Day(day) => iso(day),
        Typed::Unclear => "?".to_owned(),
    }
}

/// The three fields of a date, filled.
pub fn fill_day(form: Form, name: &str, text: &str) -> Form {
    let Some(day) = parse(text) else { return form };
    form.value([name, "-day"].concat(), day.day().to_string())
        .value([name, "-month"].concat(), u8::from(day.month()).to_string())
        .value([name, "-year"].concat(), day.year().to_string())
}

/// What was typed of a fact.
pub fn fact(fields: &Fields) -> FactForm {
    let text = |name: &str| fields.text(name).to_owned();
    FactForm {
        what: text("what"),
        when: text("when"),
        on: day(fields, "on"),
        hour: text("hour"),
        from: day(fields, "from"),
        to: day(fields, "to"),
        published: day(fields, "published"),
        discovered: day(fields, "discovered"),
        author: text("author"),
        author_name: text("author_name"),
        place: text("place"),
        platform: text("platform"),
        post: text("post"),
        profile: text("profile"),
        told_by: text("told_by"),
        held: fields.get("held").is_some(),
    }
}

/// A form filled with a fact.
pub fn fill_fact(form: Form, fact: &FactForm) -> Form {
    let mut form = form;
    for (name, text) in [
        ("what", &fact.what),
        ("when", &fact.when),
        ("hour", &fact.hour),
        ("author", &fact.author),
        ("author_name", &fact.author_name),
        ("place", &fact.place),
        ("platform", &fact.platform),
        ("post", &fact.post),
        ("profile", &fact.profile),
        ("told_by", &fact.told_by),
    ] {
        form = form.value(name, text.as_str());
    }
    if fact.held {
        form = form.value("held", "oui");
    }
    for (name, text) in [
        ("on", &fact.on),
        ("from", &fact.from),
        ("to", &fact.to),
        ("published", &fact.published),
        ("discovered", &fact.discovered),
    ] {
        form = fill_day(form, name, text);
    }
    form
}

/// What was typed of a piece.
pub fn piece(fields: &Fields) -> PieceForm {
    let text = |name: &str| fields.text(name).to_owned();
    PieceForm {
        nature: text("nature"),
        caption: text("caption"),
        transcript: text("transcript"),
        address: text("address"),
        seen: day(fields, "seen"),
        taken_by: text("taken_by"),
        device_clock: text("device_clock"),
        facts: fields.all("facts").filter_map(|n| n.parse().ok()).collect(),
        identity: fields.get("identity").is_some(),
        kept_back: fields.get("kept_back").is_some(),
    }
}

/// A form filled with what is said of a piece.
pub fn fill_piece(form: Form, piece: &PieceForm) -> Form {
    let mut form = form;
    for (name, text) in [
        ("nature", &piece.nature),
        ("caption", &piece.caption),
        ("transcript", &piece.transcript),
        ("address", &piece.address),
        ("taken_by", &piece.taken_by),
        ("device_clock", &piece.device_clock),
    ] {
        form = form.value(name, text.as_str());
    }
    for first in &piece.facts {
        form = form.value("facts", first.to_string());
    }
    if piece.identity {
        form = form.value("identity", "oui");
    }
    if piece.kept_back {
        form = form.value("kept_back", "oui");
    }
    fill_day(form, "seen", &piece.seen)
}

/// What was typed of a note; pieces that are not there are left out.
pub fn note(fields: &Fields, case: &Case) -> NoteForm {
    let text = |name: &str| fields.text(name).to_owned();
    let pieces = fields.all("pieces").filter_map(|seq| seq.parse().ok());
    NoteForm {
        did: text("did"),
        on: day(fields, "on"),
        hour: text("hour"),
        channel: text("channel"),
        with: text("with"),
        reference: text("reference"),
        words: text("words"),
        asked: text("asked"),
        address: text("address"),
        online: text("online"),
        pieces: pieces.filter(|seq| case.piece(*seq).is_some()).collect(),
        next: day(fields, "next"),
    }
}

/// A form filled with a note.
pub fn fill_note(form: Form, note: &NoteForm) -> Form {
    let mut form = form;
    for (name, text) in [
        ("did", &note.did),
        ("hour", &note.hour),
        ("channel", &note.channel),
        ("with", &note.with),
        ("reference", &note.reference),
        ("words", &note.words),
        ("asked", &note.asked),
        ("address", &note.address),
        ("online", &note.online),
    ] {
        form = form.value(name, text.as_str());
    }
    for seq in &note.pieces {
        form = form.value("pieces", seq.to_string());
    }
    for (name, text) in [("on", &note.on), ("next", &note.next)] {
        form = fill_day(form, name, text);
    }
    form
}

/// A text that an entry cannot hold is a problem of its field, not a fault.
pub fn too_long(
    written: Result<EntryDraft, Fault>,
    field: &'static str,
) -> Result<Result<EntryDraft, Problems>, Fault> {
    match written {
        Ok(draft) => Ok(Ok(draft)),
        Err(fault) if fault.code() == Code::TooLarge => {
            let mut problems = Problems::new();
            problems.add(field, "story-too-long");
            Ok(Err(problems))
        }
        Err(fault) => Err(fault),
    }
}

/// The problems of a pure form, as the page shows them.
pub fn problems(found: Vec<Problem>) -> Problems {
    let mut problems = Problems::new();
    for (field, key) in found {
        problems.add(field, key);
    }
    problems
}
