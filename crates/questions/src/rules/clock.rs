//! The hour of a session, as it is typed and read in Paris.

use kernel::Moment;
use kernel::date::{add_days, paris, paris_date};
use time::{Date, PrimitiveDateTime, Time, UtcOffset};

/// « 18:00 », « 18h », « 18 h 30 ».
pub fn read(typed: &str) -> Option<Time> {
    let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let (hour, minute) = typed.split_once([':', 'h', 'H'])?;
    let number = |text: &str| text.parse::<u8>().ok().filter(|_| text.len() <= 2);
    let minute = if minute.is_empty() { "0" } else { minute };
    Time::from_hms(number(hour)?, number(minute)?, 0).ok()
}

/// As a field of hours takes it.
pub fn write(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// The instant of a wall clock in Paris. Of the hour that exists twice, the first one; one that does not exist is read as
/// the one after.
pub fn in_paris(day: Date, time: Time) -> Moment {
    let wall = PrimitiveDateTime::new(day, time);
    let at = |hours| {
        let offset = UtcOffset::from_hms(hours, 0, 0).unwrap_or(UtcOffset::UTC);
        Moment::from_seconds(wall.assume_offset(offset).unix_timestamp())
    };
    let (summer, winter) = (at(2), at(1));
    match paris(summer).time() == time {
        true => summer,
        false => winter,
    }
}

/// The last moment of a day in Paris.
pub fn end_of(day: Date) -> Moment {
    let next = in_paris(add_days(day, 1), Time::MIDNIGHT);
    Moment(next.0.saturating_sub(1))
}

/// Until when an answer is promised for so many days after an end: to the end of that day in Paris, whatever the hour of the
/// end and however long the days between.
pub fn due(ended: Moment, days: u32) -> Moment {
    end_of(add_days(paris_date(ended), i64::from(days)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use time::macros::{date, time};

    #[test]
    fn an_hour_is_read_as_people_write_it() {
        for typed in ["18:30", "18h30", " 18 h 30 "] {
            assert_eq!(read(typed), Some(time!(18:30)), "{typed}");
        }
        assert_eq!(read("18h"), Some(time!(18:00)));
        for typed in ["", "18", "25:00", "18:61", "018:00", "x:00"] {
            assert_eq!(read(typed), None, "{typed}");
        }
    }

    #[test]
    fn winter_and_summer_and_the_night_of_the_change() {
        let said = |day, time| in_paris(day, time).rfc3339();
        assert!(said(date!(2026 - 12 - 01), time!(18:00)).starts_with("2026-12-01T17:00:00"));
        assert!(said(date!(2026 - 06 - 01), time!(18:00)).starts_with("2026-06-01T16:00:00"));
        assert!(said(date!(2026 - 10 - 25), time!(02:30)).starts_with("2026-10-25T00:30:00"));
        assert!(said(date!(2026 - 03 - 29), time!(02:30)).starts_with("2026-03-29T01:30:00"));
    }

    #[test]
    fn n004_a_promise_lasts_to_the_end_of_its_day_in_paris() {
        let said = |ended: &str, days| due(Moment::parse(ended).unwrap(), days).rfc3339();
        // Closed in the evening or after midnight; over both changes of the hour.
        for (ended, days, until) in [
            ("2026-11-22T09:30:00Z", 7, "2026-11-29T22:59:59.999999Z"),
            ("2026-11-22T22:59:59Z", 7, "2026-11-29T22:59:59.999999Z"),
            ("2026-11-22T23:00:00Z", 7, "2026-11-30T22:59:59.999999Z"),
            ("2026-10-20T19:00:00Z", 7, "2026-10-27T22:59:59.999999Z"),
            ("2026-03-24T22:30:00Z", 5, "2026-03-29T21:59:59.999999Z"),
            ("2026-03-24T23:30:00Z", 4, "2026-03-29T21:59:59.999999Z"),
            ("2026-10-24T22:30:00Z", 1, "2026-10-26T22:59:59.999999Z"),
        ] {
            assert_eq!(said(ended, days), until, "{ended} + {days}");
        }
    }

    proptest! {
        #[test]
        fn n004_what_is_promised_ends_with_its_day_wherever_the_hours_change(
            // From 2000 to 2100.
            ended in 946_684_800_000_000_i64..4_102_444_800_000_000,
            later in 0_i64..90_000_000_000,
            days in 1_u32..=60,
        ) {
            let ended = Moment(ended);
            let due_at = due(ended, days);
            let day = add_days(paris_date(ended), i64::from(days));
            prop_assert_eq!(paris_date(due_at), day);
            prop_assert_eq!(paris_date(Moment(due_at.0 + 1)), add_days(day, 1));
            // Whole days, but for an hour that a change may take; never two days more than promised.
            let given = due_at.seconds() - ended.seconds();
            prop_assert!(given >= i64::from(days) * 86_400 - 3_601, "{given}");
            prop_assert!(given <= i64::from(days + 1) * 86_400 + 3_601, "{given}");
            // Ending later never makes it due earlier.
            prop_assert!(due(Moment(ended.0 + later), days) >= due_at);
        }

        #[test]
        fn what_is_written_is_read_back(hour in 0_u8..24, minute in 0_u8..60) {
            let time = Time::from_hms(hour, minute, 0).unwrap();
            prop_assert_eq!(read(&write(time)), Some(time));
        }
    }
}
