use super::*;
use crate::files::Files;
use crate::law::{Lang, Law};
use kernel::date::is_business_day;
use proptest::prelude::*;
use std::sync::LazyLock;
use time::Duration;
use time::macros::{date, datetime, time};

static LAW: LazyLock<Law> = LazyLock::new(|| Law::read(&Files::embedded(), &mut Vec::new()));

fn rule(id: &str) -> &'static Rule {
    LAW.deadline(id).unwrap()
}

fn last(id: &str, from: &str, place: Place) -> String {
    due(rule(id), From::parse(from).unwrap(), place).iso()
}

/// N061: every example that a lawyer wrote beside a rule comes out.
#[test]
fn n061_every_example_of_the_law_comes_out() {
    let mut checked = 0;
    for rule in &LAW.deadlines {
        let Some(from) = &rule.example_from else {
            assert_eq!(
                due(rule, From::Day(date!(2026 - 11 - 21)), Place::Metropole),
                Due::AtOnce,
                "{}",
                rule.id
            );
            continue;
        };
        let found = due(rule, From::parse(from).unwrap(), Place::Metropole).iso();
        let expected = rule.example_due.as_deref().unwrap();
        assert!(
            found.starts_with(expected),
            "{}: {from} gives {found}, not {expected}",
            rule.id
        );
        checked += 1;
    }
    assert_eq!(checked, 35);
}

/// N061: months that end early, leap years, days off here and there.
#[test]
fn n061_awkward_dates() {
    let metropole = Place::Metropole;
    assert_eq!(last("presse-3-mois", "2026-11-30", metropole), "2027-02-28");
    assert_eq!(last("presse-3-mois", "2027-11-30", metropole), "2028-02-29");
    assert_eq!(last("presse-1-an", "2028-02-29", metropole), "2029-02-28");
    // A Sunday stays a Sunday: the press limit is never carried over.
    assert_eq!(last("presse-3-mois", "2026-08-22", metropole), "2026-11-22");
    // Christmas is a Friday, then the week-end: the answer to a request is carried over.
    assert_eq!(
        last("rgpd-reponse-1-mois", "2026-11-25", metropole),
        "2026-12-28"
    );
    // Franc: 25 December and, in Strasbourg, the 26th, are not business days.
    assert_eq!(
        last("pf-recours-ta-2-mois", "2028-10-25", metropole),
        "2028-12-26"
    );
    assert_eq!(
        last("pf-recours-ta-2-mois", "2028-10-25", Place::AlsaceMoselle),
        "2028-12-27"
    );
    // Good Friday is worked in Lyon, not in Metz.
    assert_eq!(
        last("discipline-defense-2jo", "2026-04-02", metropole),
        "2026-04-04"
    );
    assert_eq!(
        last("discipline-defense-2jo", "2026-04-02", Place::AlsaceMoselle),
        "2026-04-07"
    );
    assert_eq!(
        last("discipline-defense-2jo", "2026-12-19", Place::Reunion),
        "2026-12-22"
    );
}

#[test]
fn hours_run_through_the_change_of_clock() {
    let metropole = Place::Metropole;
    assert_eq!(
        last("rgpd-33-72h", "2026-03-27T18:00", metropole),
        "2026-03-30T19:00+02:00"
    );
    assert_eq!(
        last("rgpd-33-72h", "2026-10-24T18:00", metropole),
        "2026-10-27T17:00+01:00"
    );
    // An hour that does not exist, one that exists twice.
    assert_eq!(
        last("f3sct-24h", "2026-03-29T02:30", metropole),
        "2026-03-30T03:30+02:00"
    );
    assert_eq!(
        last("f3sct-24h", "2026-10-25T02:30", metropole),
        "2026-10-26T01:30+01:00"
    );
    // No change of clock overseas; without an hour, the day counts from its first minute.
    assert_eq!(
        last("rgpd-33-72h", "2026-03-27T18:00", Place::Reunion),
        "2026-03-30T18:00+04:00"
    );
    assert_eq!(
        last("rgpd-33-72h", "2026-11-20", metropole),
        "2026-11-23T00:00+01:00"
    );
}

#[test]
fn starts_are_read_strictly() {
    assert_eq!(
        From::parse("2026-11-21"),
        Some(From::Day(date!(2026 - 11 - 21)))
    );
    assert_eq!(
        From::parse(" 2026-11-21T09:05 "),
        Some(From::At(date!(2026 - 11 - 21), time!(9:05)))
    );
    for wrong in [
        "",
        "21/11/2026",
        "2026-02-29",
        "2026-11-21T24:00",
        "2026-11-21T9:05",
        "2026-11-21 09:05",
    ] {
        assert_eq!(From::parse(wrong), None, "{wrong}");
    }
}

#[test]
fn the_rule_is_shown_in_both_languages() {
    assert_eq!(
        in_words(&LAW, rule("presse-3-mois"), Lang::Fr),
        "3 mois de quantième à quantième, jamais reporté ; loi du 29 juillet 1881, art. 65"
    );
    assert_eq!(
        in_words(&LAW, rule("presse-3-mois"), Lang::En),
        "3 months from date to date, never carried over; loi du 29 juillet 1881, art. 65"
    );
    for rule in &LAW.deadlines {
        for lang in [Lang::Fr, Lang::En] {
            assert!(in_words(&LAW, rule, lang).len() > 20, "{}", rule.id);
        }
    }
}

#[test]
fn json_never_holds_an_invented_date() {
    let json = |due: Due| serde_json::to_value(due).unwrap();
    assert_eq!(
        json(Due::AtOnce),
        serde_json::json!({"kind": "sans-delai", "last": null})
    );
    assert_eq!(
        json(Due::Day(date!(2011 - 11 - 23))),
        serde_json::json!({"kind": "day", "last": "2011-11-23"})
    );
    let at = datetime!(2026-11-23 18:00 +1);
    assert_eq!(json(Due::Instant(at))["last"], "2026-11-23T18:00+01:00");
}

/// N061: warnings come before the end, in order, and not in the past.
#[test]
fn n061_warnings_before_the_end() {
    let end = due(
        rule("presse-3-mois"),
        From::Day(date!(2026 - 09 - 10)),
        Place::Metropole,
    );
    assert_eq!(end.days_left(date!(2026 - 11 - 21)), Some(19));
    assert_eq!(
        warnings(rule("presse-3-mois"), end, date!(2026 - 11 - 21)),
        [date!(2026 - 11 - 25), date!(2026 - 12 - 03)]
    );
}

const PLACES: [Place; 4] = [
    Place::Metropole,
    Place::AlsaceMoselle,
    Place::Reunion,
    Place::Guyane,
];

proptest! {
    #[test]
    fn limits_end_where_their_mode_says(days in 0i64..30_000, place in 0usize..4, which in 0usize..39) {
        let place = PLACES[place];
        let start = add_days(date!(2000 - 01 - 01), days);
        let rule = LAW.deadlines.iter().nth(which).unwrap();
        let end = due(rule, From::Day(start), place);
        match rule.mode {
            Mode::SansDelai => prop_assert_eq!(end, Due::AtOnce),
            Mode::Franc => {
                let day = end.day().unwrap();
                prop_assert!(is_business_day(day, place));
                prop_assert!(day > add_months(start, rule.amount));
            }
            Mode::Quantieme if rule.carry == Carry::Aucun => {
                let day = end.day().unwrap();
                let month_end = day.day() == day.month().length(day.year());
                prop_assert!(day.day() == start.day() || (month_end && day.day() < start.day()));
            }
            Mode::Quantieme => prop_assert!(is_business_day(end.day().unwrap(), place)),
            Mode::JoursCalendaires => {
                prop_assert_eq!(end.days_left(start), Some(i64::from(rule.amount)));
            }
            Mode::JoursOuvrables => prop_assert!(is_ouvrable(end.day().unwrap(), place)),
            Mode::ContinuHeures => prop_assert!(matches!(end, Due::Instant(_))),
        }
    }

    /// A later start never ends earlier.
    #[test]
    fn later_starts_end_later(days in 0i64..30_000, gap in 0i64..400, which in 0usize..39) {
        let start = add_days(date!(2000 - 01 - 01), days);
        let rule = LAW.deadlines.iter().nth(which).unwrap();
        let end = |day| due(rule, From::Day(day), Place::Metropole).day();
        prop_assert!(end(start) <= end(add_days(start, gap)));
    }

    /// N hours are N hours of real time, whatever the clocks do.
    #[test]
    fn hours_are_real_hours(minutes in 0i64..2_000_000) {
        let wall = datetime!(2024-01-01 00:00) + Duration::minutes(minutes);
        let rule = rule("rgpd-33-72h");
        let from = From::At(wall.date(), wall.time());
        let Due::Instant(end) = due(rule, from, Place::Metropole) else { panic!("an instant") };
        let start = end - Duration::hours(72);
        // On the wall, the start reads as given but for the hour that does not exist.
        let summer = start.to_offset(time::UtcOffset::from_hms(2, 0, 0).unwrap());
        let winter = start.to_offset(time::UtcOffset::from_hms(1, 0, 0).unwrap());
        prop_assert!([summer, winter].iter().any(|at| at.date() == wall.date() && at.time() == wall.time()));
    }
}
