//! Law as dated data: what `content/law/` says, typed and checked.

mod check;
mod entries;
mod load;
mod rule;
mod types;

pub(crate) use entries::entries;
pub use entries::{Entry, Shelf};
pub use load::date;
pub(crate) use load::{folder, shelf, state_on};
pub use rule::{Carry, Event, Mode, Nature, Rule, Unit};
pub use types::{
    Article, Authority, Change, Confidence, Criterion, Establishment, Lang, Offence, Phone,
    Procedure, Source, Staff, State, Text, Uncertainty,
};

use crate::files::{Files, Problem};

/// The law, read from `content/law/`.
#[derive(Debug, Default)]
pub struct Law {
    /// Where the texts were read.
    pub sources: Shelf<Source>,
    /// The texts.
    pub articles: Shelf<Article>,
    /// What a fact may amount to.
    pub offences: Shelf<Offence>,
    /// The time limits.
    pub deadlines: Shelf<Rule>,
    /// Whom to turn to.
    pub authorities: Shelf<Authority>,
    /// Statuses, which choose the addressee.
    pub staff: Shelf<Staff>,
    /// Places of work, which choose it too.
    pub establishments: Shelf<Establishment>,
    /// Procedures, in order.
    pub procedures: Shelf<Procedure>,
    /// Codes that hide one's number.
    pub phone: Shelf<Phone>,
    /// Signs that tell public from private.
    pub criteria: Shelf<Criterion>,
    /// What older advice said and what holds now.
    pub changes: Shelf<Change>,
    /// What a lawyer must read again.
    pub uncertainties: Shelf<Uncertainty>,
}

impl Law {
    /// Reads and checks; every fault goes to `problems`, said for whoever edits the content.
    pub fn read(files: &Files, problems: &mut Vec<Problem>) -> Self {
        Self {
            sources: load::shelf(files, "law/sources.toml", problems),
            articles: load::shelf(files, "law/articles.toml", problems),
            offences: load::shelf(files, "law/offences.toml", problems),
            deadlines: load::shelf(files, "law/deadlines.toml", problems),
            authorities: load::shelf(files, "law/authorities.toml", problems),
            staff: load::shelf(files, "law/staff.toml", problems),
            establishments: load::shelf(files, "law/establishments.toml", problems),
            procedures: load::shelf(files, "law/procedures.toml", problems),
            phone: load::shelf(files, "law/phone.toml", problems),
            criteria: load::shelf(files, "law/criteria.toml", problems),
            changes: load::shelf(files, "law/changes.toml", problems),
            uncertainties: load::shelf(files, "law/uncertainties.toml", problems),
        }
    }

    pub(crate) fn check(&self, problems: &mut Vec<Problem>) {
        check::all(self, problems);
    }

    /// A text by its id (`cp-226-4-1`).
    pub fn article(&self, id: &str) -> Option<&Article> {
        self.articles.get(id)
    }

    /// An offence by its id.
    pub fn offence(&self, id: &str) -> Option<&Offence> {
        self.offences.get(id)
    }

    /// A time limit by its id (`presse-3-mois`).
    pub fn deadline(&self, id: &str) -> Option<&Rule> {
        self.deadlines.get(id)
    }

    /// An authority by its id.
    pub fn authority(&self, id: &str) -> Option<&Authority> {
        self.authorities.get(id)
    }

    /// A status by its id.
    pub fn status(&self, id: &str) -> Option<&Staff> {
        self.staff.get(id)
    }
}

#[cfg(test)]
mod tests;
