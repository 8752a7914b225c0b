//! Civil dates, legal time in France, and French working days (code du travail, article L3133-1,
//! with the local days of Alsace-Moselle, L3134-13, and overseas, L3422-2).

use crate::Moment;
use time::{Date, Duration, Month, OffsetDateTime, UtcOffset, Weekday};

/// Where working days are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Place {
    /// Metropolitan France outside Alsace-Moselle.
    #[default]
    Metropole,
    /// Bas-Rhin, Haut-Rhin, Moselle.
    AlsaceMoselle,
    /// Guadeloupe (and Saint-Martin's shared dates): abolition on 27 May.
    Guadeloupe,
    /// Guyane: abolition on 10 June.
    Guyane,
    /// Martinique: abolition on 22 May.
    Martinique,
    /// Mayotte: abolition on 27 April.
    Mayotte,
    /// La Réunion: abolition on 20 December.
    Reunion,
    /// Saint-Barthélemy: abolition on 9 October.
    SaintBarthelemy,
    /// Saint-Martin: abolition on 28 May.
    SaintMartin,
}

impl Place {
    /// From a département's number (`67`, `2A`, `974`); `None` when it is not one.
    pub fn of_departement(number: &str) -> Option<Self> {
        match number {
            "57" | "67" | "68" => Some(Self::AlsaceMoselle),
            "971" => Some(Self::Guadeloupe),
            "972" => Some(Self::Martinique),
            "973" => Some(Self::Guyane),
            "974" => Some(Self::Reunion),
            "976" => Some(Self::Mayotte),
            "977" => Some(Self::SaintBarthelemy),
            "978" => Some(Self::SaintMartin),
            "2A" | "2B" => Some(Self::Metropole),
            "20" => None,
            _ => {
                let n: u8 = number.parse().ok().filter(|_| number.len() == 2)?;
                (1..=95).contains(&n).then_some(Self::Metropole)
            }
        }
    }

    /// The day that marks the abolition of slavery, where it is a holiday.
    const fn abolition(self) -> Option<(Month, u8)> {
        match self {
            Self::Metropole | Self::AlsaceMoselle => None,
            Self::Guadeloupe => Some((Month::May, 27)),
            Self::Guyane => Some((Month::June, 10)),
            Self::Martinique => Some((Month::May, 22)),
            Self::Mayotte => Some((Month::April, 27)),
            Self::Reunion => Some((Month::December, 20)),
            Self::SaintBarthelemy => Some((Month::October, 9)),
            Self::SaintMartin => Some((Month::May, 28)),
        }
    }
}

/// Easter Sunday (Gregorian computus, Meeus/Jones/Butcher).
pub fn easter(year: i32) -> Option<Date> {
    let a = year.rem_euclid(19);
    let (b, c) = (year.div_euclid(100), year.rem_euclid(100));
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    let month = Month::try_from(u8::try_from(n / 31).ok()?).ok()?;
    Date::from_calendar_date(year, month, u8::try_from(n % 31 + 1).ok()?).ok()
}

/// Whether the day is a legal holiday there.
pub fn is_holiday(day: Date, place: Place) -> bool {
    let fixed = [
        (Month::January, 1),
        (Month::May, 1),
        (Month::May, 8),
        (Month::July, 14),
        (Month::August, 15),
        (Month::November, 1),
        (Month::November, 11),
        (Month::December, 25),
    ];
    let here = (day.month(), day.day());
    if fixed.contains(&here) || place.abolition() == Some(here) {
        return true;
    }
    if place == Place::AlsaceMoselle && here == (Month::December, 26) {
        return true;
    }
    let Some(after_easter) = easter(day.year()).map(|easter| (day - easter).whole_days()) else {
        return false;
    };
    matches!(after_easter, 1 | 39 | 50) || (place == Place::AlsaceMoselle && after_easter == -2)
}

/// Working day in the sense of procedure: neither Saturday, Sunday nor holiday.
pub fn is_business_day(day: Date, place: Place) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !is_holiday(day, place)
}

/// « Jour ouvrable »: any day but Sundays and holidays.
pub fn is_ouvrable(day: Date, place: Place) -> bool {
    day.weekday() != Weekday::Sunday && !is_holiday(day, place)
}

/// The day itself, or the first business day after it.
pub fn next_business_day(mut day: Date, place: Place) -> Date {
    while !is_business_day(day, place) {
        let Some(next) = day.next_day() else {
            return day;
        };
        day = next;
    }
    day
}

/// The same day `months` later, or the last day of that month when it does not exist.
pub fn add_months(day: Date, months: u32) -> Date {
    let total =
        i64::from(day.year()) * 12 + i64::from(u8::from(day.month())) - 1 + i64::from(months);
    let year = i32::try_from(total.div_euclid(12)).unwrap_or(i32::MAX);
    let Ok(month) = Month::try_from(u8::try_from(total.rem_euclid(12) + 1).unwrap_or(1)) else {
        return day;
    };
    Date::from_calendar_date(year, month, day.day().min(month.length(year))).unwrap_or(Date::MAX)
}

/// The day `days` later, at most the last day of the calendar.
pub fn add_days(day: Date, days: i64) -> Date {
    day.checked_add(Duration::days(days)).unwrap_or(Date::MAX)
}

/// Reads `2026-11-21`.
pub fn parse(text: &str) -> Option<Date> {
    let mut parts = text.trim().splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 4 || month.len() != 2 || day.len() != 2 {
        return None;
    }
    Date::from_calendar_date(
        year.parse().ok()?,
        Month::try_from(month.parse::<u8>().ok()?).ok()?,
        day.parse().ok()?,
    )
    .ok()
}

/// Writes `2026-11-21`.
pub fn iso(day: Date) -> String {
    format!(
        "{:04}-{:02}-{:02}",
        day.year(),
        u8::from(day.month()),
        day.day()
    )
}

/// Legal time in metropolitan France: UTC+1, UTC+2 between the last Sundays of March and October
/// at 01:00 UTC (directive 2000/84/EC).
pub fn paris(at: Moment) -> OffsetDateTime {
    let utc = at.utc();
    let change = |month| {
        last_sunday(utc.year(), month)
            .map(|day| day.with_time(time::macros::time!(01:00)).assume_utc())
    };
    let summer = match (change(Month::March), change(Month::October)) {
        (Some(start), Some(end)) => utc >= start && utc < end,
        _ => false,
    };
    let hours = if summer { 2 } else { 1 };
    utc.to_offset(UtcOffset::from_hms(hours, 0, 0).unwrap_or(UtcOffset::UTC))
}

/// The civil date in Paris at that instant.
pub fn paris_date(at: Moment) -> Date {
    paris(at).date()
}

fn last_sunday(year: i32, month: Month) -> Option<Date> {
    let last = Date::from_calendar_date(year, month, month.length(year)).ok()?;
    last.checked_sub(Duration::days(i64::from(
        last.weekday().number_days_from_sunday(),
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use time::macros::date;

    #[test]
    fn easter_falls_where_calendars_say() {
        for day in [
            date!(2000 - 04 - 23),
            date!(2024 - 03 - 31),
            date!(2025 - 04 - 20),
            date!(2026 - 04 - 05),
            date!(2038 - 04 - 25),
        ] {
            assert_eq!(easter(day.year()), Some(day));
        }
    }

    #[test]
    fn holidays_differ_by_place() {
        assert!(
            is_holiday(date!(2026 - 05 - 25), Place::Metropole),
            "Whit Monday"
        );
        assert!(
            is_holiday(date!(2026 - 05 - 14), Place::Metropole),
            "Ascension"
        );
        assert!(!is_holiday(date!(2026 - 04 - 03), Place::Metropole));
        assert!(
            is_holiday(date!(2026 - 04 - 03), Place::AlsaceMoselle),
            "Good Friday"
        );
        assert!(is_holiday(date!(2026 - 12 - 26), Place::AlsaceMoselle));
        assert!(is_holiday(date!(2026 - 12 - 20), Place::Reunion));
        assert_eq!(Place::of_departement("67"), Some(Place::AlsaceMoselle));
        assert_eq!(Place::of_departement("2A"), Some(Place::Metropole));
        assert_eq!(Place::of_departement("20"), None);
        assert_eq!(Place::of_departement("96"), None);
    }

    #[test]
    fn months_end_where_the_month_ends() {
        assert_eq!(add_months(date!(2026 - 11 - 30), 3), date!(2027 - 02 - 28));
        assert_eq!(add_months(date!(2027 - 11 - 30), 3), date!(2028 - 02 - 29));
        assert_eq!(add_months(date!(2011 - 08 - 23), 3), date!(2011 - 11 - 23));
    }

    #[test]
    fn paris_changes_hour_twice_a_year() {
        let at = |text| paris(Moment::parse(text).unwrap()).hour();
        assert_eq!(at("2026-03-29T00:59:59Z"), 1);
        assert_eq!(at("2026-03-29T01:00:00Z"), 3);
        assert_eq!(at("2026-10-25T00:59:59Z"), 2);
        assert_eq!(at("2026-10-25T01:00:00Z"), 2);
        assert_eq!(
            paris_date(Moment::parse("2026-11-21T23:30:00Z").unwrap()),
            date!(2026 - 11 - 22)
        );
    }

    proptest! {
        #[test]
        fn adding_months_never_passes_the_month(days in 0i64..40_000, months in 0u32..200) {
            let day = add_days(date!(1990 - 01 - 01), days);
            let later = add_months(day, months);
            prop_assert!(later.day() <= day.day());
            let expected = (i64::from(u8::from(day.month())) - 1 + i64::from(months)).rem_euclid(12) + 1;
            prop_assert_eq!(i64::from(u8::from(later.month())), expected);
            prop_assert_eq!(parse(&iso(later)), Some(later));
        }

        #[test]
        fn the_next_business_day_is_one_and_close(days in 0i64..20_000) {
            let day = add_days(date!(2020 - 01 - 01), days);
            let next = next_business_day(day, Place::AlsaceMoselle);
            prop_assert!(is_business_day(next, Place::AlsaceMoselle));
            prop_assert!((next - day).whole_days() <= 6);
        }
    }
}
