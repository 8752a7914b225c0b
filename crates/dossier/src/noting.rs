//! The form of a note, as typed, checked without input or output.

use crate::forms::Problem;
use crate::note::{Channel, Did, NoteText, Online, Subject};
use kernel::date::{iso, parse};
use time::Date;

/// The fields of a note, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NoteForm {
    /// What happened.
    pub did: String,
    /// The day (`2026-11-21`); today when empty.
    pub on: String,
    /// The hour.
    pub hour: String,
    /// How.
    pub channel: String,
    /// With whom.
    pub with: String,
    /// A reference or a tracking number.
    pub reference: String,
    /// What was said.
    pub words: String,
    /// What was asked or promised.
    pub asked: String,
    /// The address looked at.
    pub address: String,
    /// Whether it is still there.
    pub online: String,
    /// The pieces that show it.
    pub pieces: Vec<u64>,
    /// The day to look again.
    pub next: String,
}

impl NoteForm {
    /// The form filled with what is already sealed.
    pub fn of(text: &NoteText) -> Self {
        let day = |day: Option<Date>| day.map(iso).unwrap_or_default();
        Self {
            did: text.did.name().to_owned(),
            on: day(text.on),
            hour: text.hour.clone(),
            channel: text.channel.map_or("", Channel::name).to_owned(),
            with: text.with.clone(),
            reference: text.reference.clone(),
            words: text.words.clone(),
            asked: text.asked.clone(),
            address: text.address.clone(),
            online: text.online.map_or("", Online::name).to_owned(),
            pieces: text.pieces.clone(),
            next: day(text.next),
        }
    }

    /// Checks it; every problem names its field. A day to come that was already `promised` may have passed since.
    pub fn read(
        &self,
        subject: Subject,
        promised: Option<Date>,
        today: Date,
    ) -> Result<NoteText, Vec<Problem>> {
        let mut problems: Vec<Problem> = Vec::new();
        let offered = Did::read(&self.did).filter(|did| Did::OFFERED.contains(did));
        if offered.is_none() {
            problems.push(("did", "note-did-missing"));
        }
        let did = offered.unwrap_or_default();
        let on = match parse(&self.on) {
            None if self.on.trim().is_empty() => Some(today),
            None => {
                problems.push(("on", "note-date-unclear"));
                None
            }
            Some(on) if on > today => {
                problems.push(("on", "fact-date-future"));
                None
            }
            on => on,
        };
        let next = match parse(&self.next) {
            None if self.next.trim().is_empty() => None,
            None => {
                problems.push(("next", "note-date-unclear"));
                None
            }
            Some(next) if next < today && promised != Some(next) => {
                problems.push(("next", "note-next-past"));
                None
            }
            next => next,
        };
        if did == Did::Planned && self.next.trim().is_empty() {
            problems.push(("next", "note-next-missing"));
        }
        let hour = self.hour.trim();
        if !hour.is_empty() && !crate::forms::is_hour(hour) {
            problems.push(("hour", "fact-hour-wrong"));
        }
        let address = self.address.trim();
        if !address.is_empty() && !evidence::rules::is_web_address(address) {
            problems.push(("address", "fact-address-wrong"));
        }
        let online = Online::read(&self.online);
        // A state without an address says nothing of a copy.
        if (did == Did::Checked || online.is_some()) && address.is_empty() {
            problems.push(("address", "note-address-missing"));
        }
        if did == Did::Checked && online.is_none() {
            problems.push(("online", "note-online-missing"));
        }
        let words = self.words.trim();
        if did == Did::Meeting && words.is_empty() {
            problems.push(("words", "note-report-missing"));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(NoteText {
            on,
            hour: hour.to_owned(),
            channel: Channel::read(&self.channel),
            with: self.with.trim().to_owned(),
            reference: self.reference.trim().to_owned(),
            words: words.replace("\r\n", "\n"),
            asked: self.asked.trim().replace("\r\n", "\n"),
            address: address.to_owned(),
            online,
            pieces: self.pieces.clone(),
            next,
            ..NoteText::about(subject, did)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    const TODAY: Date = date!(2026 - 11 - 22);

    fn about() -> Subject {
        Subject::Action("alerter-chef".into())
    }

    #[test]
    fn n021_each_problem_names_its_field() {
        let form = NoteForm {
            did: "checked".into(),
            on: "2026-12-01".into(),
            hour: "25:00".into(),
            next: "2026-11-01".into(),
            ..NoteForm::default()
        };
        let problems = form.read(about(), None, TODAY).unwrap_err();
        assert_eq!(
            problems,
            [
                ("on", "fact-date-future"),
                ("next", "note-next-past"),
                ("hour", "fact-hour-wrong"),
                ("address", "note-address-missing"),
                ("online", "note-online-missing"),
            ]
        );
        let nothing = NoteForm::default().read(about(), None, TODAY).unwrap_err();
        assert_eq!(nothing, [("did", "note-did-missing")]);
        let tick = NoteForm {
            did: "tick".into(),
            ..NoteForm::default()
        };
        assert!(
            tick.read(about(), None, TODAY).is_err(),
            "a tick is made on its list"
        );
    }

    #[test]
    fn n079_what_is_typed_comes_back_in_the_form() {
        let form = NoteForm {
            did: "contact".into(),
            on: "2026-11-20".into(),
            hour: "09:15".into(),
            channel: "registered".into(),
            with: "Service abuse".into(),
            reference: "AB-12".into(),
            words: "Ils rappellent demain.".into(),
            asked: "Un retrait, pour lundi.".into(),
            address: "https://exemple.fr/p/1".into(),
            online: "asked".into(),
            pieces: vec![4],
            next: "2026-11-29".into(),
        };
        assert_eq!(
            NoteForm::of(&form.read(about(), None, TODAY).unwrap()),
            form
        );
    }
}
