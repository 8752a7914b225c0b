//! What enters the line of time: facts, pieces, steps, letters, seals and exports, each in words and with its pieces.

use super::scale::Civil;
use super::{At, Event, Lane, Source};
use crate::follow::{Follow, day_of};
use crate::model::Case;
use crate::note::{Did, Note};
use crate::pages::{notes, plan, say};
use guide::Content;
use kernel::Moment;
use ui::Words;

/// Everything but messages.
pub(super) fn all(w: Words, content: &Content, case: &Case) -> Vec<Event> {
    let mut events = Vec::new();
    facts(w, case, &mut events);
    pieces(w, case, &mut events);
    steps(w, content, case, &mut events);
    letters(w, content, case, &mut events);
    exports(w, case, &mut events);
    events
}

fn numbers<'a>(case: &Case, seqs: impl IntoIterator<Item = &'a u64>) -> Vec<u32> {
    let number = |seq: &u64| case.piece(*seq).map(|piece| piece.number);
    seqs.into_iter().filter_map(number).collect()
}

fn facts(w: Words, case: &Case, events: &mut Vec<Event>) {
    events.extend(case.facts.iter().map(|fact| {
        let shown = case
            .pieces
            .iter()
            .filter(|piece| piece.text.facts.contains(&fact.first));
        Event {
            lane: Lane::Facts,
            at: At::of(&fact.text.when),
            count: 1,
            what: match fact.text.what.as_str() {
                "" => w.t("frise-no-words"),
                what => what.to_owned(),
            },
            pieces: shown.map(|piece| piece.number).collect(),
            source: Source::Fact(fact.first),
        }
    }));
}

fn pieces(w: Words, case: &Case, events: &mut Vec<Event>) {
    events.extend(case.pieces.iter().map(|piece| Event {
        lane: Lane::Pieces,
        at: Some(instant(piece.at)),
        count: 1,
        what: say::piece(w, piece),
        pieces: vec![piece.number],
        source: Source::Piece(piece.seq),
    }));
}

fn instant(at: Moment) -> At {
    At::Minute(Civil::of(at))
}

const fn lane_of(did: Did) -> Option<Lane> {
    Some(match did {
        Did::Granted => Lane::Answers,
        Did::Refused | Did::Silent | Did::Closed | Did::Broken => Lane::Refusals,
        Did::Void => return None,
        _ => Lane::Steps,
    })
}

fn steps(w: Words, content: &Content, case: &Case, events: &mut Vec<Event>) {
    for follow in Follow::all(content, case) {
        let title = notes::title(content, &follow.subject);
        let title = title.map_or(follow.subject.id(), |title| title.get(plan::lang(w)));
        for note in &follow.notes {
            let Some(lane) = lane_of(note.text.did) else {
                continue;
            };
            let said = [notes::what(w, note), note.text.words.clone()];
            let said: Vec<String> = said.into_iter().filter(|said| !said.is_empty()).collect();
            events.push(Event {
                lane,
                at: Some(noted(note)),
                count: 1,
                what: format!("{title} : {}", said.join(". ")),
                pieces: numbers(case, &note.text.pieces),
                source: Source::Step(follow.subject.clone()),
            });
        }
    }
}

/// The day of a note; a tick says its minute, which is what it proves (N082).
fn noted(note: &Note) -> At {
    if matches!(note.text.did, Did::Tick | Did::Listed) {
        return instant(note.at);
    }
    At::on(day_of(note), &note.text.hour)
}

fn letters(w: Words, content: &Content, case: &Case, events: &mut Vec<Event>) {
    for letter in &case.letters {
        let Some(sent) = &letter.sent else { continue };
        let name = content.models.name(&letter.id);
        let name = name.map_or(letter.id.as_str(), |name| name.get(plan::lang(w)));
        for (key, day) in [
            ("frise-sent", Some(sent.on)),
            ("frise-received", sent.received),
            ("frise-copied", sent.copied),
        ] {
            let Some(day) = day else { continue };
            let mut what = format!("{name} : {}", w.t(key));
            if key == "frise-sent" && !sent.means.is_empty() {
                what.push_str(&format!(", {}", sent.means));
            }
            events.push(Event {
                lane: Lane::Letters,
                at: Some(At::Day(day)),
                count: 1,
                what,
                pieces: Vec::new(),
                source: Source::Letter(letter.id.clone()),
            });
        }
    }
}

fn exports(w: Words, case: &Case, events: &mut Vec<Event>) {
    let sealed = case.sealed.iter().map(|(_, at)| (*at, w.t("entry-sealed")));
    let exports = case.exports.iter().map(|export| {
        let what = match export.recipient.as_str() {
            "" => w.t("entry-export"),
            recipient => format!("{} : {recipient}", w.t("entry-export")),
        };
        (export.at, what)
    });
    events.extend(sealed.chain(exports).map(|(at, what)| Event {
        lane: Lane::Exports,
        at: Some(instant(at)),
        count: 1,
        what,
        pieces: Vec::new(),
        source: Source::Whole,
    }));
}
