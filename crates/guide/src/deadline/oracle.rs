//! The same limits counted another way, slowly, day after day: both must agree (N061).

use super::*;
use crate::files::Files;
use crate::law::{Lang, Law, Nature};
use kernel::date::{is_business_day, is_holiday};
use proptest::prelude::*;
use std::sync::LazyLock;
use time::macros::date;
use time::{Date, Month};

static LAW: LazyLock<Law> = LazyLock::new(|| Law::read(&Files::embedded(), &mut Vec::new()));

const PLACES: [Place; 9] = [
    Place::Metropole,
    Place::AlsaceMoselle,
    Place::Guadeloupe,
    Place::Guyane,
    Place::Martinique,
    Place::Mayotte,
    Place::Reunion,
    Place::SaintBarthelemy,
    Place::SaintMartin,
];

/// The same day of the month `months` later, one month at a time; a day that does not exist steps back.
fn quantieme(start: Date, months: u32) -> Date {
    let (mut year, mut month) = (start.year(), start.month());
    for _ in 0..months {
        month = month.next();
        if month == Month::January {
            year += 1;
        }
    }
    let mut day = start.day();
    loop {
        match Date::from_calendar_date(year, month, day) {
            Ok(found) => return found,
            Err(_) => day -= 1,
        }
    }
}

fn tomorrow(day: Date) -> Date {
    day.next_day().unwrap()
}

/// The first day from this one that is worked.
fn worked(mut day: Date, place: Place) -> Date {
    while !is_business_day(day, place) {
        day = tomorrow(day);
    }
    day
}

fn expected(rule: &Rule, start: Date, place: Place) -> Option<Date> {
    let reached = match rule.unit {
        Unit::Mois => quantieme(start, rule.amount),
        Unit::Jours | Unit::Heures => (0..rule.amount).fold(start, |day, _| tomorrow(day)),
    };
    let last = match rule.mode {
        Mode::SansDelai | Mode::ContinuHeures => return None,
        Mode::Quantieme | Mode::JoursCalendaires => reached,
        Mode::Franc => return Some(worked(tomorrow(reached), place)),
        Mode::JoursOuvrables => {
            let (mut day, mut left) = (start, rule.amount);
            while left > 0 {
                day = tomorrow(day);
                let sunday = day.weekday() == time::Weekday::Sunday;
                if !sunday && !is_holiday(day, place) {
                    left -= 1;
                }
            }
            day
        }
    };
    Some(match rule.carry {
        Carry::Aucun => last,
        Carry::JourOuvrableSuivant => worked(last, place),
    })
}

/// N061: the law that says « sans délai » never gets a date, from any start, anywhere.
#[test]
fn n061_sans_delai_never_gets_a_date() {
    let ids: Vec<&str> = LAW
        .deadlines
        .iter()
        .filter(|rule| rule.mode == Mode::SansDelai)
        .map(|rule| rule.id.as_str())
        .collect();
    assert_eq!(
        ids,
        [
            "pf-urgence",
            "signalement-accuse",
            "dsa-decision",
            "rgpd-34",
            "art40-sans-delai"
        ]
    );
    for id in ids {
        let rule = LAW.deadline(id).unwrap();
        assert!(
            rule.example_from.is_none() && rule.warn_days_before.is_empty(),
            "{id}"
        );
        for place in PLACES {
            for start in ["2026-11-21", "2028-02-29T23:59"] {
                let end = due(rule, From::parse(start).unwrap(), place);
                assert_eq!(end, Due::AtOnce);
                assert_eq!(
                    (end.day(), end.days_left(date!(2026 - 11 - 21))),
                    (None, None)
                );
                assert!(warnings(rule, end, date!(2026 - 11 - 21)).is_empty());
                assert_eq!(
                    serde_json::to_value(end).unwrap()["last"],
                    serde_json::Value::Null
                );
            }
        }
        assert!(in_words(&LAW, rule, Lang::Fr).starts_with("sans délai"));
    }
}

/// N061: every end of month, in an ordinary year and in a leap year.
#[test]
fn n061_every_end_of_month() {
    let press = LAW.deadline("presse-3-mois").unwrap();
    let ends = |year| {
        let month_ends = (1u8..=12).map(move |month| {
            let month = Month::try_from(month).unwrap();
            Date::from_calendar_date(year, month, month.length(year)).unwrap()
        });
        month_ends
            .map(|start| due(press, From::Day(start), Place::Metropole).iso())
            .collect::<Vec<_>>()
    };
    let common = [
        "04-30", "05-28", "06-30", "07-30", "08-31", "09-30", "10-31", "11-30", "12-30",
    ];
    for (year, after) in [(2026, "28"), (2027, "29")] {
        let found = ends(year);
        for (end, day) in found.iter().zip(common) {
            assert_eq!(*end, format!("{year}-{day}"));
        }
        let next = year + 1;
        assert_eq!(found[9], format!("{next}-01-31"));
        assert_eq!(found[10], format!("{next}-02-{after}"));
        assert_eq!(found[11], format!("{next}-03-31"));
    }
    assert_eq!(ends(2028)[1], "2028-05-29");
}

/// N061: a franc limit that falls on a place's own day off is carried there, and only there.
#[test]
fn n061_days_off_of_each_place() {
    let appeal = LAW.deadline("pf-recours-ta-2-mois").unwrap();
    let own = [
        (Place::AlsaceMoselle, Month::December, 26),
        (Place::Guadeloupe, Month::May, 27),
        (Place::Guyane, Month::June, 10),
        (Place::Martinique, Month::May, 22),
        (Place::Mayotte, Month::April, 27),
        (Place::Reunion, Month::December, 20),
        (Place::SaintBarthelemy, Month::October, 9),
        (Place::SaintMartin, Month::May, 28),
    ];
    for (place, month, day) in own {
        let mut seen = 0;
        for year in 2026..2040 {
            let off = Date::from_calendar_date(year, month, day).unwrap();
            if !is_business_day(off, Place::Metropole) {
                continue;
            }
            // The day before is the « quantième » of a start two months earlier.
            let before = off.previous_day().unwrap();
            let start = Date::from_calendar_date(
                before.year(),
                before.month().previous().previous(),
                before.day(),
            )
            .unwrap();
            let end = |place| due(appeal, From::Day(start), place).day().unwrap();
            assert_eq!(end(Place::Metropole), off, "{place:?} {year}");
            assert_eq!(end(place), worked(tomorrow(off), place), "{place:?} {year}");
            seen += 1;
        }
        assert!(seen >= 6, "{place:?}");
    }
}

/// N061: the press limits are never carried over and know no place: they bind the person.
#[test]
fn n061_press_limits_are_never_moved() {
    for id in [
        "presse-3-mois",
        "presse-1-an",
        "presse-non-publique-3-mois",
        "presse-non-publique-discri",
    ] {
        let rule = LAW.deadline(id).unwrap();
        assert_eq!(
            (rule.mode, rule.carry),
            (Mode::Quantieme, Carry::Aucun),
            "{id}"
        );
        assert_eq!(rule.nature, Nature::Forclusion);
        for act in ["plainte simple", "main courante", "mise en demeure"] {
            assert!(rule.no_effect.iter().any(|none| none == act), "{id}: {act}");
            assert!(
                !rule.interrupts.iter().any(|does| does == act),
                "{id}: {act}"
            );
        }
        assert!(rule.articles.iter().all(|text| LAW.article(text).is_some()));
    }
    // 14 July, 25 December, a Sunday: the day stands.
    let press = LAW.deadline("presse-3-mois").unwrap();
    for (start, end) in [
        ("2026-04-14", "2026-07-14"),
        ("2026-09-25", "2026-12-25"),
        ("2026-08-29", "2026-11-29"),
    ] {
        for place in PLACES {
            assert_eq!(due(press, From::parse(start).unwrap(), place).iso(), end);
        }
    }
}

proptest! {
    /// Every dated rule, in every place, ends where the slow count ends.
    #[test]
    fn n061_both_counts_agree(days in 0i64..36_000, place in 0usize..9, which in 0usize..39) {
        let start = add_days(date!(2000 - 01 - 01), days);
        let rule = LAW.deadlines.iter().nth(which).unwrap();
        let found = due(rule, From::Day(start), PLACES[place]);
        match (expected(rule, start, PLACES[place]), rule.mode) {
            (Some(end), _) => prop_assert_eq!(found, Due::Day(end), "{}", rule.id),
            (None, Mode::SansDelai) => prop_assert_eq!(found, Due::AtOnce),
            (None, _) => prop_assert!(matches!(found, Due::Instant(_))),
        }
    }

    /// Nothing that must be done in time is given a later day because of a warning.
    #[test]
    fn n061_warnings_are_before_the_end(days in 0i64..36_000, late in 0i64..400, which in 0usize..39) {
        let start = add_days(date!(2000 - 01 - 01), days);
        let rule = LAW.deadlines.iter().nth(which).unwrap();
        let end = due(rule, From::Day(start), Place::Metropole);
        let today = add_days(start, late);
        let days = warnings(rule, end, today);
        prop_assert!(days.windows(2).all(|pair| pair[0] <= pair[1]));
        prop_assert!(days.iter().all(|day| *day >= today && Some(*day) <= end.day()));
    }
}
