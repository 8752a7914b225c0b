//! The hour of a session, as it is typed and read in Paris.

use kernel::Moment;
use kernel::date::paris;
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

    proptest! {
        #[test]
        fn what_is_written_is_read_back(hour in 0_u8..24, minute in 0_u8..60) {
            let time = Time::from_hms(hour, minute, 0).unwrap();
            prop_assert_eq!(read(&write(time)), Some(time));
        }
    }
}
