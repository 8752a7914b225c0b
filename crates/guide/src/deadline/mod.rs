//! Time limits as pure functions: the same one feeds the page, the letter, the calendar file and
//! the reminder, and the rule is always shown beside the date.

mod answer;
mod hours;
mod words;

pub use answer::{Answer, answer};
pub use kernel::date::Place;
pub use words::{in_words, source};

use crate::law::{Carry, Mode, Rule, Unit};
use kernel::date::{add_days, add_months, is_ouvrable, iso, next_business_day};
use serde::{Serialize, Serializer, ser::SerializeStruct as _};
use time::{Date, OffsetDateTime, Time};

/// What makes a time limit run: a day, or a day and an hour on the local clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// A civil date.
    Day(Date),
    /// A civil date and the hour on the wall.
    At(Date, Time),
}

impl From {
    /// Reads `2026-11-21` or `2026-11-21T18:00`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let Some((day, clock)) = text.split_once('T') else {
            return kernel::date::parse(text).map(Self::Day);
        };
        let (hour, minute) = clock.split_once(':')?;
        if hour.len() != 2 || minute.len() != 2 {
            return None;
        }
        let clock = Time::from_hms(hour.parse().ok()?, minute.parse().ok()?, 0).ok()?;
        Some(Self::At(kernel::date::parse(day)?, clock))
    }

    /// The day.
    pub const fn day(self) -> Date {
        match self {
            Self::Day(day) | Self::At(day, _) => day,
        }
    }

    /// The hour; without one, midnight, which is the earliest and so the safest.
    const fn clock(self) -> Time {
        match self {
            Self::Day(_) => Time::MIDNIGHT,
            Self::At(_, clock) => clock,
        }
    }
}

/// When a time limit ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// The last day, until midnight.
    Day(Date),
    /// The last instant, on the local clock.
    Instant(OffsetDateTime),
    /// At once: the law gives no figure, so no date is made up.
    AtOnce,
}

impl Due {
    /// The last day, when there is one.
    pub fn day(self) -> Option<Date> {
        match self {
            Self::Day(day) => Some(day),
            Self::Instant(at) => Some(at.date()),
            Self::AtOnce => None,
        }
    }

    /// `2011-11-23`, `2026-11-23T18:00+01:00`, or `sans délai`.
    pub fn iso(self) -> String {
        match self {
            Self::Day(day) => iso(day),
            Self::Instant(at) => {
                let (hours, minutes, _) = at.offset().as_hms();
                let sign = if at.offset().is_negative() { '-' } else { '+' };
                format!(
                    "{}T{:02}:{:02}{sign}{:02}:{:02}",
                    iso(at.date()),
                    at.hour(),
                    at.minute(),
                    hours.unsigned_abs(),
                    minutes.unsigned_abs()
                )
            }
            Self::AtOnce => "sans délai".to_owned(),
        }
    }

    /// Whole days left; negative once the last day has passed.
    pub fn days_left(self, today: Date) -> Option<i64> {
        self.day().map(|day| (day - today).whole_days())
    }
}

impl Serialize for Due {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let kind = match self {
            Self::Day(_) => "day",
            Self::Instant(_) => "instant",
            Self::AtOnce => "sans-delai",
        };
        let mut due = to.serialize_struct("Due", 2)?;
        due.serialize_field("kind", kind)?;
        due.serialize_field("last", &self.day().map(|_| self.iso()))?;
        due.end()
    }
}

/// When the limit ends, counted from `from`, with the days off of `place`.
///
/// The end is the last day on which the thing may still be done (or, for a wait, on which the right
/// arises). The extra time of CJA R421-7 is never added: it depends on where one lives and on which court, its present
/// wording was not read, and the earlier date is the safe one.
pub fn due(rule: &Rule, from: From, place: Place) -> Due {
    let start = from.day();
    let amount = rule.amount;
    let last = match rule.mode {
        Mode::SansDelai => return Due::AtOnce,
        Mode::ContinuHeures => {
            return Due::Instant(hours::after(start, from.clock(), amount, place));
        }
        Mode::Quantieme => reach(start, amount, rule.unit),
        // CJA R421-1 with CPC 641-642: neither the first nor the last day counts, and it ends on a business day.
        Mode::Franc => next_business_day(add_days(reach(start, amount, rule.unit), 1), place),
        Mode::JoursCalendaires => add_days(start, i64::from(amount)),
        Mode::JoursOuvrables => ouvrables(start, amount, place),
    };
    Due::Day(match rule.carry {
        Carry::Aucun => last,
        Carry::JourOuvrableSuivant => next_business_day(last, place),
    })
}

/// The days on which to warn, earliest first, those already past left out.
pub fn warnings(rule: &Rule, due: Due, today: Date) -> Vec<Date> {
    let Some(last) = due.day() else {
        return Vec::new();
    };
    let mut days: Vec<Date> = rule
        .warn_days_before
        .iter()
        .map(|before| add_days(last, -i64::from(*before)))
        .filter(|day| *day >= today)
        .collect();
    days.sort_unstable();
    days
}

fn reach(start: Date, amount: u32, unit: Unit) -> Date {
    match unit {
        Unit::Mois => add_months(start, amount),
        Unit::Jours => add_days(start, i64::from(amount)),
        Unit::Heures => add_days(start, i64::from(amount.div_ceil(24))),
    }
}

/// The start does not count; Sundays and holidays neither.
fn ouvrables(start: Date, amount: u32, place: Place) -> Date {
    let mut day = start;
    let mut left = amount;
    while left > 0 && day < Date::MAX {
        day = add_days(day, 1);
        if is_ouvrable(day, place) {
            left -= 1;
        }
    }
    day
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod oracle;
