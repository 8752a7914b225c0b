//! From what a form sends to what the case holds: pure checks, each problem with its field and the
//! key of its sentence. What was typed is always given back.

use crate::model::{Author, FactText, Nature, PieceText, When};
use kernel::date::parse;
use time::Date;

/// One thing to correct: the field's name and the key of the sentence.
pub type Problem = (&'static str, &'static str);

/// The fields of « Quand et où ? » and of a fact, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct FactForm {
    /// What happened.
    pub what: String,
    /// `exact`, `around`, `several`, `unknown`.
    pub when: String,
    /// The day (`2026-11-21`).
    pub on: String,
    /// The hour (`21:43`).
    pub hour: String,
    /// The first time.
    pub from: String,
    /// The last time.
    pub to: String,
    /// The day it was put online.
    pub published: String,
    /// The day it was discovered.
    pub discovered: String,
    /// Who did it.
    pub author: String,
    /// Their name.
    pub author_name: String,
    /// Where.
    pub place: String,
    /// The platform.
    pub platform: String,
    /// The address of the post.
    pub post: String,
    /// The address of the profile.
    pub profile: String,
    /// Who told her.
    pub told_by: String,
    /// Held back by a moderator.
    pub held: bool,
}

impl FactForm {
    /// The form filled with what is already sealed.
    pub fn of(text: &FactText) -> Self {
        let iso = |day: Option<Date>| day.map(kernel::date::iso).unwrap_or_default();
        let (mut on, mut hour, mut from, mut to) = Default::default();
        match &text.when {
            When::Exact(day, at) => {
                on = kernel::date::iso(*day);
                hour = at.clone().unwrap_or_default();
            }
            When::Around(day) => on = kernel::date::iso(*day),
            When::Several(first, last) => {
                from = kernel::date::iso(*first);
                to = kernel::date::iso(*last);
            }
            When::Unknown => {}
        }
        Self {
            what: text.what.clone(),
            when: text.when.name().to_owned(),
            on,
            hour,
            from,
            to,
            published: iso(text.published),
            discovered: iso(text.discovered),
            author: text.author.name().to_owned(),
            author_name: text.author_name.clone(),
            place: text.place.clone(),
            platform: text.platform.clone(),
            post: text.post.clone(),
            profile: text.profile.clone(),
            told_by: text.told_by.clone(),
            held: text.held,
        }
    }

    /// Checks everything but `what`, which « Quand et où ? » does not ask. Days after `today` are refused.
    pub fn read(&self, today: Date) -> Result<FactText, Vec<Problem>> {
        let mut problems = Vec::new();
        let when = self.read_when(today, &mut problems);
        let published = optional_day(&self.published, "published", today, &mut problems);
        let discovered = optional_day(&self.discovered, "discovered", today, &mut problems);
        for (field, address) in [("post", &self.post), ("profile", &self.profile)] {
            if !address.trim().is_empty() && !evidence::rules::is_web_address(address.trim()) {
                problems.push((field, "fact-address-wrong"));
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let tidy = |text: &str| text.trim().to_owned();
        Ok(FactText {
            what: tidy(&self.what),
            when,
            published,
            discovered,
            author: Author::read(&self.author).unwrap_or_default(),
            author_name: tidy(&self.author_name),
            place: tidy(&self.place),
            platform: tidy(&self.platform),
            post: tidy(&self.post),
            profile: tidy(&self.profile),
            told_by: tidy(&self.told_by),
            held: self.held,
        })
    }

    /// Checks a whole fact: it says at least what happened.
    pub fn read_fact(&self, today: Date) -> Result<FactText, Vec<Problem>> {
        let fact = self.read(today);
        if self.what.trim().is_empty() {
            let mut problems = vec![("what", "fact-what-missing")];
            problems.extend(fact.err().unwrap_or_default());
            return Err(problems);
        }
        fact
    }

    fn read_when(&self, today: Date, problems: &mut Vec<Problem>) -> When {
        let mut day = |field: &'static str, text: &str| match parse(text) {
            Some(day) if day <= today => Some(day),
            Some(_) => {
                problems.push((field, "fact-date-future"));
                None
            }
            None => {
                problems.push((field, "fact-date-missing"));
                None
            }
        };
        match self.when.as_str() {
            "exact" => {
                let on = day("on", &self.on);
                let hour = Some(self.hour.trim()).filter(|h| !h.is_empty());
                if hour.is_some_and(|h| !is_hour(h)) {
                    problems.push(("hour", "fact-hour-wrong"));
                }
                on.map_or(When::Unknown, |on| When::Exact(on, hour.map(str::to_owned)))
            }
            "around" => day("on", &self.on).map_or(When::Unknown, When::Around),
            "several" => match (day("from", &self.from), day("to", &self.to)) {
                (Some(from), Some(to)) if from > to => {
                    problems.push(("to", "fact-date-order"));
                    When::Unknown
                }
                (Some(from), Some(to)) => When::Several(from, to),
                _ => When::Unknown,
            },
            _ => When::Unknown,
        }
    }
}

fn optional_day(
    text: &str,
    field: &'static str,
    today: Date,
    problems: &mut Vec<Problem>,
) -> Option<Date> {
    if text.trim().is_empty() {
        return None;
    }
    match parse(text) {
        Some(day) if day <= today => Some(day),
        Some(_) => {
            problems.push((field, "fact-date-future"));
            None
        }
        None => {
            problems.push((field, "fact-date-missing"));
            None
        }
    }
}

pub(crate) fn is_hour(text: &str) -> bool {
    let number =
        |part: &str, below: u8| part.len() == 2 && part.parse::<u8>().is_ok_and(|n| n < below);
    text.split_once(':')
        .is_some_and(|(hour, minute)| number(hour, 24) && number(minute, 60))
}

/// What is said of a piece, as typed.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct PieceForm {
    /// What it is.
    pub nature: String,
    /// What it shows.
    pub caption: String,
    /// Its exact words.
    pub transcript: String,
    /// The address of the page.
    pub address: String,
    /// The day it was seen or taken.
    pub seen: String,
    /// Who took it.
    pub taken_by: String,
    /// The device's clock.
    pub device_clock: String,
    /// The facts it supports.
    pub facts: Vec<u64>,
    /// Proof of identity.
    pub identity: bool,
    /// Left out of exports and letters.
    pub kept_back: bool,
}

impl PieceForm {
    /// The form filled with what is already sealed.
    pub fn of(text: &PieceText) -> Self {
        Self {
            nature: text.nature.map(Nature::name).unwrap_or_default().to_owned(),
            caption: text.caption.clone(),
            transcript: text.transcript.clone(),
            address: text.address.clone(),
            seen: text.seen.map(kernel::date::iso).unwrap_or_default(),
            taken_by: text.taken_by.clone(),
            device_clock: text.device_clock.clone(),
            facts: text.facts.clone(),
            identity: text.identity,
            kept_back: text.kept_back,
        }
    }

    /// Checks what is said of a piece.
    pub fn read(&self, today: Date) -> Result<PieceText, Vec<Problem>> {
        let mut problems = Vec::new();
        let seen = optional_day(&self.seen, "seen", today, &mut problems);
        let address = self.address.trim();
        if !address.is_empty() && !evidence::rules::is_web_address(address) {
            problems.push(("address", "fact-address-wrong"));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(PieceText {
            nature: Nature::read(&self.nature),
            caption: self.caption.trim().to_owned(),
            transcript: self.transcript.trim().to_owned(),
            address: address.to_owned(),
            seen,
            taken_by: self.taken_by.trim().to_owned(),
            device_clock: self.device_clock.trim().to_owned(),
            facts: self.facts.clone(),
            identity: self.identity,
            kept_back: self.kept_back,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    const TODAY: Date = date!(2026 - 11 - 22);

    #[test]
    fn not_knowing_is_an_answer() {
        let form = FactForm {
            when: "unknown".into(),
            ..FactForm::default()
        };
        assert_eq!(form.read(TODAY).unwrap().when, When::Unknown);
        assert_eq!(
            FactForm::default().read(TODAY).unwrap().author,
            Author::Unknown
        );
    }

    #[test]
    fn each_problem_names_its_field() {
        let form = FactForm {
            when: "exact".into(),
            on: "2027-01-01".into(),
            hour: "25:00".into(),
            post: "javascript:alert(1)".into(),
            ..FactForm::default()
        };
        let problems = form.read_fact(TODAY).unwrap_err();
        assert_eq!(
            problems,
            [
                ("what", "fact-what-missing"),
                ("on", "fact-date-future"),
                ("hour", "fact-hour-wrong"),
                ("post", "fact-address-wrong")
            ]
        );
        let form = FactForm {
            when: "several".into(),
            from: "2026-11-03".into(),
            to: "2026-11-01".into(),
            ..FactForm::default()
        };
        assert_eq!(form.read(TODAY).unwrap_err(), [("to", "fact-date-order")]);
    }

    #[test]
    fn n033_n034_what_is_typed_comes_back_in_the_form() {
        let form = FactForm {
            what: "Une insulte sous une photo".into(),
            when: "exact".into(),
            on: "2026-11-12".into(),
            hour: "21:43".into(),
            published: "2026-11-12".into(),
            discovered: "2026-11-13".into(),
            author: "eleve".into(),
            author_name: "@pseudo".into(),
            platform: "Instagram".into(),
            post: "https://exemple.fr/p/1".into(),
            profile: "https://exemple.fr/u".into(),
            ..FactForm::default()
        };
        assert_eq!(FactForm::of(&form.read_fact(TODAY).unwrap()), form);
    }
}
