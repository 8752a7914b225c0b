//! What was checked too long ago, for `preau doctor`: the day is given, nothing reads a clock.

use crate::Content;
use kernel::date::add_months;
use time::Date;

/// Months after which a text must be read again.
const MONTHS: u32 = 12;

/// Something to check again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stale {
    /// The day it was checked.
    pub checked: Date,
    /// The file, inside `content/`.
    pub file: String,
    /// Its entry.
    pub id: String,
}

impl std::fmt::Display for Stale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let day = kernel::date::iso(self.checked);
        write!(
            f,
            "content/{}: `{}` was checked on {day}",
            self.file, self.id
        )
    }
}

/// Whether what was checked that day must be read again: more than twelve months before `today`.
pub fn is_old(checked: Date, today: Date) -> bool {
    add_months(checked, MONTHS) < today
}

impl Content {
    /// What was checked more than twelve months before that day, the oldest first.
    pub fn stale(&self, today: Date) -> Vec<Stale> {
        let mut stale: Vec<Stale> = self
            .checked()
            .into_iter()
            .filter(|entry| is_old(entry.checked, today))
            .collect();
        stale.sort();
        stale
    }

    /// Everything that bears a day of checking.
    pub fn checked(&self) -> Vec<Stale> {
        let mut all: Vec<Stale> = Vec::new();
        macro_rules! shelf {
            ($file:literal, $shelf:expr) => {
                all.extend($shelf.iter().map(|entry| Stale {
                    checked: entry.checked,
                    file: $file.to_owned(),
                    id: entry.id.clone(),
                }))
            };
        }
        let (law, library) = (&self.law, self.library());
        shelf!("law/articles.toml", law.articles);
        shelf!("law/offences.toml", law.offences);
        shelf!("law/deadlines.toml", law.deadlines);
        shelf!("law/authorities.toml", law.authorities);
        shelf!("law/staff.toml", law.staff);
        shelf!("law/establishments.toml", law.establishments);
        shelf!("law/procedures.toml", law.procedures);
        shelf!("law/phone.toml", law.phone);
        shelf!("steps/checklists.toml", self.situations.checklists);
        shelf!("steps/discouraged.toml", self.situations.discouraged);
        shelf!("steps/liability.toml", self.situations.liability);
        shelf!("steps/lawyers.toml", self.situations.lawyers);
        shelf!("prevention/profile.toml", library.clues);
        shelf!("prevention/looks.toml", library.looks);
        shelf!("prevention/tips.toml", library.tips);
        shelf!("prevention/behaviours.toml", library.behaviours);
        shelf!("prevention/duties.toml", library.duties);
        shelf!("prevention/guides.toml", library.guides);
        shelf!("prevention/lessons.toml", library.lessons);
        shelf!("prevention/speakers.toml", library.speakers);
        shelf!("resources/platforms.toml", library.platforms);
        shelf!("resources/resources.toml", library.resources);
        shelf!("resources/glossary.toml", library.glossary);
        all.extend(library.cases.iter().map(|case| Stale {
            checked: case.checked,
            file: format!("cases/{}.toml", case.id),
            id: case.id.clone(),
        }));
        all.extend(self.answers().iter().map(|answer| Stale {
            checked: answer.checked,
            file: format!("answers/{}.toml", answer.id),
            id: answer.id.clone(),
        }));
        all
    }
}
