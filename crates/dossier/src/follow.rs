//! Where each step stands, from what was noted and sent: who holds the ball, what is late, which copies are
//! still there (N020–N023, N066, N068, N069). Pure.

use crate::model::{Case, LetterState};
use crate::note::{Did, Note, Online, Subject};
use guide::Content;
use kernel::date::paris_date;
use std::collections::BTreeSet;
use time::Date;

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nothing was noted.
    ToDo,
    /// It was begun; the person holds the ball.
    Begun,
    /// It was sent that day: the other side holds the ball.
    Waiting(Date),
    /// Refused, left without answer or closed: the next way is open.
    Ended(Did, Date),
    /// Granted.
    Granted(Date),
    /// Done.
    Done(Date),
}

impl State {
    /// Whether nothing more is to be done.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Granted(_) | Self::Done(_))
    }
}

/// A publication or a profile, as it was last seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied<'a> {
    /// Its address.
    pub address: &'a str,
    /// Whether it is still there.
    pub online: Online,
    /// The day it was looked at.
    pub on: Date,
    /// The day to look again.
    pub next: Option<Date>,
}

/// Everything about one step.
#[derive(Debug, Clone)]
pub struct Follow<'a> {
    /// What it is about.
    pub subject: Subject,
    /// What was noted, in order of writing.
    pub notes: Vec<&'a Note>,
    /// The letters that carry it.
    pub letters: Vec<&'a LetterState>,
}

/// The letters that an action may send in this case, first and second.
pub fn letters_of_action<'a>(
    content: &'a Content,
    case: &'a Case,
    action: &'a str,
) -> Vec<&'a str> {
    content
        .situations
        .letters_of(action, &case.qualification.chosen)
}

/// What a letter is followed under: the one action that carries it, else itself. A letter that several actions may send
/// belongs to the first of them in her own situations, so that one sending never sets two steps waiting.
pub fn subject_of(content: &Content, case: &Case, letter: &str) -> Subject {
    let carries = |action: &&str| letters_of_action(content, case, action).contains(&letter);
    let kinds = case.qualification.chosen.iter();
    let steps = kinds
        .filter_map(|id| content.kind(id))
        .flat_map(|kind| kind.step.iter().map(|step| step.action.as_str()));
    let all = content.situations.actions.iter();
    let mut actions = steps.chain(all.map(|action| action.id.as_str()));
    actions.find(carries).map_or_else(
        || Subject::Letter(letter.to_owned()),
        |action| Subject::Action(action.to_owned()),
    )
}

impl<'a> Follow<'a> {
    /// What was noted and sent about it.
    pub fn of(content: &Content, case: &'a Case, subject: &Subject) -> Self {
        let own = |letter: &&LetterState| subject_of(content, case, &letter.id) == *subject;
        let notes = case.notes.iter();
        Self {
            subject: subject.clone(),
            notes: notes.filter(|note| note.text.subject == *subject).collect(),
            letters: case.letters.iter().filter(own).collect(),
        }
    }

    /// Everything that was begun: each action, letter and list of which something is known, once.
    pub fn all(content: &Content, case: &'a Case) -> Vec<Self> {
        let mut subjects: Vec<Subject> = Vec::new();
        let sent = case.letters.iter().filter(|letter| letter.sent.is_some());
        let sent = sent.map(|letter| subject_of(content, case, &letter.id));
        let noted = case.notes.iter().map(|note| note.text.subject.clone());
        for subject in noted.chain(sent) {
            if !subjects.contains(&subject) {
                subjects.push(subject);
            }
        }
        let all = subjects
            .iter()
            .map(|subject| Self::of(content, case, subject));
        all.collect()
    }

    /// Where it stands: the last decisive thing, in order of days.
    pub fn state(&self) -> State {
        let mut events: Vec<(Date, u64, State)> = Vec::new();
        let mut acknowledged = BTreeSet::new();
        for letter in &self.letters {
            if let Some(sent) = &letter.sent {
                let from = sent.counts_from();
                events.push((sent.on, sent.seq, State::Waiting(from)));
            }
        }
        for note in &self.notes {
            let on = day_of(note);
            let state = match note.text.did {
                Did::Done | Did::Listed => State::Done(on),
                Did::Granted => State::Granted(on),
                Did::Received => {
                    acknowledged.insert(note.first);
                    State::Waiting(on)
                }
                did @ (Did::Refused | Did::Silent | Did::Closed | Did::Broken) => {
                    State::Ended(did, on)
                }
                Did::Contact | Did::Checked | Did::Meeting | Did::Planned | Did::Tick => {
                    State::Begun
                }
                Did::Void => continue,
            };
            events.push((on, note.first, state));
        }
        events.sort_by_key(|(on, seq, _)| (*on, *seq));
        let late = |seq: &u64| acknowledged.contains(seq);
        let events = events.into_iter();
        events.fold(State::ToDo, |before, (_, seq, now)| match (before, now) {
            (State::ToDo, State::Begun) => State::Begun,
            // An acknowledgement that comes after the refusal, the silence or the agreement asks nothing of anybody.
            (State::Ended(..) | State::Granted(_), State::Waiting(_)) if late(&seq) => before,
            // An exchange, or a thing done, while an answer is awaited or after a refusal, decides nothing.
            (before, State::Begun) => before,
            (State::Waiting(_) | State::Ended(..), State::Done(_)) => before,
            (_, now) => now,
        })
    }

    /// Each publication or profile, as it was last seen (N068, N069).
    pub fn copies(&self) -> Vec<Copied<'a>> {
        let mut copies: Vec<Copied<'a>> = Vec::new();
        for note in &self.notes {
            let (text, Some(online)) = (&note.text, note.text.online) else {
                continue;
            };
            let seen = Copied {
                address: &text.address,
                online,
                on: day_of(note),
                next: text.next,
            };
            match copies.iter_mut().find(|copy| copy.address == text.address) {
                Some(copy) if seen.on >= copy.on => *copy = seen,
                Some(_) => {}
                None => copies.push(seen),
            }
        }
        copies
    }

    /// Whether something still shows: the case stays open until each copy was seen gone (N069).
    pub fn still_shows(&self) -> bool {
        let copies = self.copies();
        copies.iter().any(|copy| copy.online != Online::Down)
    }

    /// Boxes ticked, each by its last note.
    pub fn ticks(&self) -> Vec<&'a Note> {
        let ticks = self.notes.iter().filter(|note| note.text.did == Did::Tick);
        ticks.copied().collect()
    }

    /// The day the list was gone through.
    pub fn listed(&self) -> Option<Date> {
        let listed = self.notes.iter().rev();
        let mut listed = listed.filter(|note| note.text.did == Did::Listed);
        listed.next().map(|note| day_of(note))
    }

    /// References and tracking numbers, each once, in order.
    pub fn references(&self) -> Vec<&'a str> {
        let sent = self
            .letters
            .iter()
            .filter_map(|letter| letter.sent.as_ref());
        let noted = self.notes.iter().map(|note| note.text.reference.as_str());
        let mut found: Vec<&str> = Vec::new();
        for reference in sent.map(|sent| sent.tracking.as_str()).chain(noted) {
            if !reference.is_empty() && !found.contains(&reference) {
                found.push(reference);
            }
        }
        found
    }
}

/// The day of a note: the one said, else the one it was written.
pub fn day_of(note: &Note) -> Date {
    note.text.on.unwrap_or_else(|| paris_date(note.at))
}
