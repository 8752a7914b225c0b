//! Reads one file into one shelf.

use super::entries::{Entry, Shelf};
use crate::files::{Files, Problem};
use serde::{Deserialize, Deserializer, de::Error as _};
use std::collections::BTreeMap;
use time::{Date, Month};

/// Reads `[[table]]` entries; a missing file, a fault of syntax or an id used twice is a problem.
pub(crate) fn shelf<T: Entry>(files: &Files, name: &str, problems: &mut Vec<Problem>) -> Shelf<T> {
    let mut shelf = Shelf::default();
    let mut say = |what: String| {
        problems.push(Problem {
            file: name.to_owned(),
            what,
        })
    };
    let Some(text) = files.get(name) else {
        say("the file is missing".to_owned());
        return shelf;
    };
    match toml::from_str::<BTreeMap<String, Vec<T>>>(text) {
        Err(error) => say(error.to_string()),
        Ok(tables) => {
            for (table, items) in tables {
                if table != T::TABLE {
                    say(format!(
                        "[[{table}]] is not known here; write [[{}]]",
                        T::TABLE
                    ));
                }
                for item in items {
                    let id = item.id().to_owned();
                    if !shelf.push(item) {
                        say(format!("the id `{id}` is used twice"));
                    }
                }
            }
        }
    }
    shelf
}

/// One file per entry under a folder, named like its id, in the order of their names.
pub(crate) fn folder<T: Entry>(files: &Files, folder: &str, problems: &mut Vec<Problem>) -> Vec<T> {
    let mut found: Vec<T> = Vec::new();
    for (name, text) in files.under(folder) {
        let mut say = |what: String| {
            problems.push(Problem {
                file: name.to_owned(),
                what,
            });
        };
        match toml::from_str::<T>(text) {
            Ok(entry) if name == format!("{folder}{}.toml", entry.id()) => found.push(entry),
            Ok(entry) => say(format!(
                "the file must be named {}.toml, like its id",
                entry.id()
            )),
            Err(error) => say(error.to_string()),
        }
    }
    found
}

/// A bare TOML date (`checked = 2026-11-21`).
pub fn date<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    let found = toml::value::Datetime::deserialize(from)?;
    let (Some(day), None) = (found.date, found.time) else {
        return Err(D::Error::custom("a date is expected, like 2026-11-21"));
    };
    Month::try_from(day.month)
        .and_then(|month| Date::from_calendar_date(i32::from(day.year), month, day.day))
        .map_err(D::Error::custom)
}

/// How `how` begins when a consolidated copy was read.
const CONSOLIDATED: &str = "texte consolidé au ";

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// The day of the state in which something was read: that of the consolidated copy which `how` names
/// (« texte consolidé au 3 avril 2026, lu »), else the day it was checked.
pub(crate) fn state_on(how: &str, checked: Date) -> Date {
    let copy = || {
        let day = how.strip_prefix(CONSOLIDATED)?.split(',').next()?;
        let (day, rest) = day.split_once(' ')?;
        let (month, year) = rest.split_once(' ')?;
        let month = (1_u8..).zip(MONTHS).find(|(_, name)| *name == month)?.0;
        let day = day.trim_end_matches("er").parse().ok()?;
        Date::from_calendar_date(year.parse().ok()?, month.try_into().ok()?, day).ok()
    };
    copy().unwrap_or(checked)
}
