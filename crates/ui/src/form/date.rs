//! A date in three fields, which everybody can type and no calendar widget gets in the way of.

use super::described_by;
use crate::Fields;
use crate::html::component;
use crate::words::Words;
use askama::Template;
use time::{Date, Month};

/// Day, month, year.
#[derive(Template)]
#[template(path = "components/date.html")]
pub struct DateInput {
    name: String,
    values: [String; 3],
    error: Option<String>,
    w: Words,
    legend: String,
    title: bool,
    hint: String,
}

impl DateInput {
    pub(super) fn new(name: &str, values: [String; 3], error: Option<String>, w: Words) -> Self {
        Self {
            name: name.to_owned(),
            values,
            error,
            w,
            legend: String::new(),
            title: false,
            hint: String::new(),
        }
    }

    /// The question.
    #[must_use]
    pub fn legend(mut self, text: impl AsRef<str>) -> Self {
        text.as_ref().clone_into(&mut self.legend);
        self
    }

    /// The question, which is also the page's `h1`.
    #[must_use]
    pub fn legend_title(mut self, text: impl AsRef<str>) -> Self {
        self.title = true;
        self.legend(text)
    }

    /// One sentence of help, with an example.
    #[must_use]
    pub fn hint(mut self, text: impl AsRef<str>) -> Self {
        text.as_ref().clone_into(&mut self.hint);
        self
    }

    fn described(&self) -> String {
        described_by(&self.name, !self.hint.is_empty(), self.error.is_some())
    }

    /// Id suffix, label key, width and value of each field. The first carries the bare name as id.
    fn parts(&self) -> [(String, String, &'static str, u8, &str); 3] {
        let [day, month, year] = &self.values;
        let id = |suffix: &str| [&self.name, suffix].concat();
        [
            (
                self.name.clone(),
                self.w.t("date-day"),
                "-day",
                2,
                day.as_str(),
            ),
            (
                id("-month"),
                self.w.t("date-month"),
                "-month",
                2,
                month.as_str(),
            ),
            (
                id("-year"),
                self.w.t("date-year"),
                "-year",
                4,
                year.as_str(),
            ),
        ]
    }
}

component!(DateInput);

/// What three fields hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// All three are empty.
    Nothing,
    /// A day of the calendar.
    Day(Date),
    /// Something else: incomplete, or no such day.
    Unclear,
}

/// Reads the three fields of `name`. The month may be a number or a French or English name.
pub fn read(fields: &Fields, name: &str) -> Typed {
    let part = |suffix: &str| fields.text(&[name, suffix].concat()).to_lowercase();
    parse(&part("-day"), &part("-month"), &part("-year"))
}

fn parse(day: &str, month: &str, year: &str) -> Typed {
    if day.is_empty() && month.is_empty() && year.is_empty() {
        return Typed::Nothing;
    }
    let day = day.trim_end_matches("er").parse::<u8>().ok();
    let year = year
        .parse::<i32>()
        .ok()
        .map(|y| if (0..100).contains(&y) { y + 2000 } else { y })
        .filter(|y| (1900..=2200).contains(y));
    match (year, month_of(month), day) {
        (Some(y), Some(m), Some(d)) => {
            Date::from_calendar_date(y, m, d).map_or(Typed::Unclear, Typed::Day)
        }
        _ => Typed::Unclear,
    }
}

fn month_of(text: &str) -> Option<Month> {
    if let Ok(number) = text.parse::<u8>() {
        return Month::try_from(number).ok();
    }
    (1..=12)
        .filter_map(|n| Month::try_from(n).ok())
        .find(|month| {
            crate::Lang::ALL
                .into_iter()
                .any(|lang| crate::dates::month(Words(lang), *month).to_lowercase() == text)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn a_date_is_understood_as_people_type_it() {
        let november = Typed::Day(date!(2026 - 11 - 01));
        assert_eq!(parse("1", "11", "2026"), november);
        assert_eq!(parse("1er", "novembre", "26"), november);
        assert_eq!(parse("01", "november", "2026"), november);
        assert_eq!(parse("", "", ""), Typed::Nothing);
        assert_eq!(parse("31", "2", "2026"), Typed::Unclear);
        assert_eq!(parse("1", "", "2026"), Typed::Unclear);
        assert_eq!(parse("1", "11", "126"), Typed::Unclear);
    }
}
