//! Dates in words, at Paris time.

use crate::words::{Lang, Words};
use kernel::Moment;
use kernel::date::paris;
use time::{Date, Month, Weekday};

/// « mardi 12 novembre 2026, 21 h 43 »; "Tuesday 12 November 2026, 21:43".
pub fn moment(w: Words, at: Moment) -> String {
    let local = paris(at);
    let day = day(w, local.date());
    let (hour, minute) = (local.hour(), local.minute());
    match w.lang() {
        // No-break spaces keep the hour in one piece at the end of a line.
        Lang::Fr => format!("{day}, {hour}\u{a0}h\u{a0}{minute:02}"),
        Lang::En => format!("{day}, {hour:02}:{minute:02}"),
    }
}

/// « mardi 12 novembre 2026 »; "Tuesday 12 November 2026".
pub fn day(w: Words, date: Date) -> String {
    [weekday(w, date.weekday()), " ", &plain_day(w, date)].concat()
}

/// « 12 novembre 2026 », « 1er novembre 2026 »; "12 November 2026".
pub fn plain_day(w: Words, date: Date) -> String {
    let ordinal = if date.day() == 1 && w.lang() == Lang::Fr {
        "er"
    } else {
        ""
    };
    format!(
        "{}{ordinal}\u{a0}{} {}",
        date.day(),
        month(w, date.month()),
        date.year()
    )
}

/// « novembre 2026 », of a month as it is stored (12 × year + month - 1).
pub fn stored_month(w: Words, stored: i64) -> String {
    let number = u8::try_from(stored.rem_euclid(12) + 1).unwrap_or(1);
    let name = Month::try_from(number).map_or("", |name| month(w, name));
    format!("{name} {}", stored.div_euclid(12))
}

/// The name of a month.
pub const fn month(w: Words, month: Month) -> &'static str {
    match (w.lang(), month) {
        (Lang::Fr, Month::January) => "janvier",
        (Lang::Fr, Month::February) => "février",
        (Lang::Fr, Month::March) => "mars",
        (Lang::Fr, Month::April) => "avril",
        (Lang::Fr, Month::May) => "mai",
        (Lang::Fr, Month::June) => "juin",
        (Lang::Fr, Month::July) => "juillet",
        (Lang::Fr, Month::August) => "août",
        (Lang::Fr, Month::September) => "septembre",
        (Lang::Fr, Month::October) => "octobre",
        (Lang::Fr, Month::November) => "novembre",
        (Lang::Fr, Month::December) => "décembre",
        (Lang::En, Month::January) => "January",
        (Lang::En, Month::February) => "February",
        (Lang::En, Month::March) => "March",
        (Lang::En, Month::April) => "April",
        (Lang::En, Month::May) => "May",
        (Lang::En, Month::June) => "June",
        (Lang::En, Month::July) => "July",
        (Lang::En, Month::August) => "August",
        (Lang::En, Month::September) => "September",
        (Lang::En, Month::October) => "October",
        (Lang::En, Month::November) => "November",
        (Lang::En, Month::December) => "December",
    }
}

const fn weekday(w: Words, day: Weekday) -> &'static str {
    match (w.lang(), day) {
        (Lang::Fr, Weekday::Monday) => "lundi",
        (Lang::Fr, Weekday::Tuesday) => "mardi",
        (Lang::Fr, Weekday::Wednesday) => "mercredi",
        (Lang::Fr, Weekday::Thursday) => "jeudi",
        (Lang::Fr, Weekday::Friday) => "vendredi",
        (Lang::Fr, Weekday::Saturday) => "samedi",
        (Lang::Fr, Weekday::Sunday) => "dimanche",
        (Lang::En, Weekday::Monday) => "Monday",
        (Lang::En, Weekday::Tuesday) => "Tuesday",
        (Lang::En, Weekday::Wednesday) => "Wednesday",
        (Lang::En, Weekday::Thursday) => "Thursday",
        (Lang::En, Weekday::Friday) => "Friday",
        (Lang::En, Weekday::Saturday) => "Saturday",
        (Lang::En, Weekday::Sunday) => "Sunday",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_said_in_full_at_paris_time_winter_and_summer() {
        let (fr, en) = (Words(Lang::Fr), Words(Lang::En));
        let winter = Moment::parse("2026-11-12T20:43:00Z").unwrap();
        assert_eq!(
            moment(fr, winter),
            "jeudi 12\u{a0}novembre 2026, 21\u{a0}h\u{a0}43"
        );
        assert_eq!(moment(en, winter), "Thursday 12\u{a0}November 2026, 21:43");
        let summer = Moment::parse("2026-06-30T22:05:00Z").unwrap();
        assert_eq!(
            moment(fr, summer),
            "mercredi 1er\u{a0}juillet 2026, 0\u{a0}h\u{a0}05"
        );
    }
}
