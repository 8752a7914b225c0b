//! Notes and days to keep, in words: for the pages, the report and the calendar.

use super::plan::{due_in_words, lang};
use super::{say, urls};
use crate::agenda::{Keep, Why};
use crate::follow::{Follow, day_of};
use crate::model::Case;
use crate::note::{Did, Note, Subject};
use guide::Content;
use guide::deadline::Due;
use guide::law::Text;
use kernel::GrantId;
use ui::{Url, Words, dates};

/// The title of what is followed.
pub fn title<'a>(content: &'a Content, subject: &Subject) -> Option<&'a Text> {
    match subject {
        Subject::Action(id) => content.action(id).map(|action| &action.title),
        Subject::Letter(id) => content.models.name(id),
        Subject::List(id) => {
            let list = content.situations.checklists.get(id);
            list.map(|list| &list.title)
        }
    }
}

/// A note as a line of a list.
pub struct Line {
    /// The day, and the hour when it was said.
    pub when: String,
    /// What happened.
    pub what: String,
    /// With whom, how, under which reference, shown by which pieces.
    pub about: String,
    /// In the person's words.
    pub words: String,
    /// Where it is corrected.
    pub change: String,
}

/// The notes of a step, the last first.
pub fn lines(w: Words, grant: GrantId, case: &Case, follow: &Follow<'_>) -> Vec<Line> {
    let notes = follow.notes.iter().rev();
    notes
        .map(|note| Line {
            when: when(w, note),
            what: what(w, note),
            about: about(w, case, note),
            words: note.text.words.clone(),
            change: urls::Note(grant, note.first).path(),
        })
        .collect()
}

/// The day of a note; a tick says its hour, which is what it proves (N082).
pub fn when(w: Words, note: &Note) -> String {
    let text = &note.text;
    if matches!(text.did, Did::Tick | Did::Listed) {
        return dates::moment(w, note.at);
    }
    let day = dates::plain_day(w, day_of(note));
    if text.hour.is_empty() {
        day
    } else {
        [day.as_str(), ", ", &say::hour(w, &text.hour)].concat()
    }
}

/// What happened.
pub fn what(w: Words, note: &Note) -> String {
    let text = &note.text;
    let did = w.t(&["did-", text.did.name()].concat());
    match text.online {
        Some(online) => {
            let state = w.t(&["online-", online.name()].concat());
            [did.as_str(), " : ", &state, ", ", &text.address].concat()
        }
        None if text.address.is_empty() => did,
        None => [did.as_str(), " : ", &text.address].concat(),
    }
}

/// Everything else that a note says, apart from its words.
pub fn about(w: Words, case: &Case, note: &Note) -> String {
    let text = &note.text;
    let channel = text
        .channel
        .map(|channel| w.t(&["channel-", channel.name()].concat()));
    let said =
        |key: &str, value: &str| (!value.is_empty()).then(|| w.ta(key, &[("value", &value)]));
    let numbers: Vec<String> = text
        .pieces
        .iter()
        .filter_map(|seq| case.piece(*seq))
        .map(|piece| piece.number.to_string())
        .collect();
    let next = text
        .next
        .map(|day| dates::plain_day(w, day))
        .unwrap_or_default();
    let parts = [
        channel,
        said("note-said-with", &text.with),
        said("note-said-asked", &text.asked.replace('\n', " ")),
        said("note-said-reference", &text.reference),
        said("note-said-pieces", &numbers.join(", ")),
        said("note-said-next", &next),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(" · ")
}

/// A day to keep, in words.
pub fn keep(w: Words, content: &Content, keep: &Keep<'_>) -> String {
    let day = due_in_words(w, Due::Day(keep.on), keep.passed);
    let rule = |id: &str| {
        let rule = content.deadline(id);
        rule.map(|rule| rule.name.get(lang(w)).to_owned())
            .unwrap_or_default()
    };
    let on = dates::day(w, keep.on);
    match (keep.why, keep.late) {
        (Why::Answer(id), false) => w.ta("keep-answer", &[("name", &rule(id)), ("date", &day)]),
        (Why::Answer(id), true) => w.ta("keep-answer-late", &[("name", &rule(id)), ("date", &on)]),
        (Why::Look, false) => w.ta("keep-look", &[("date", &on)]),
        (Why::Look, true) => w.ta("keep-look-late", &[("date", &on)]),
        (Why::Limit(id), _) => w.ta("step-limit", &[("name", &rule(id)), ("date", &day)]),
    }
}
