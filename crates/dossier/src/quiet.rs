//! When a mail may leave: never in the hours that the person keeps for herself (N110). Pure. Hours are those of Paris,
//! whatever the season.

use kernel::Moment;
use kernel::date::{add_days, paris};
use time::{Date, Weekday};

const HOUR: i64 = 3600;
/// The hour of the day at which a reminder leaves when it may.
const MORNING: u8 = 9;
/// No week-end and no night is longer, in hours.
const LONGEST: i64 = 24 * 8;

/// Hours of rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Quiet {
    /// From this hour of the day…
    pub from: u8,
    /// … to this one; the same twice is no rest at all.
    pub until: u8,
    /// Saturdays and Sundays too.
    pub weekends: bool,
}

impl Default for Quiet {
    /// From 19 h to 7 h, and the week-ends.
    fn default() -> Self {
        Self {
            from: 19,
            until: 7,
            weekends: true,
        }
    }
}

impl Quiet {
    /// Whether this instant is in them.
    pub fn holds(&self, at: Moment) -> bool {
        let local = paris(at);
        let rest = matches!(local.weekday(), Weekday::Saturday | Weekday::Sunday);
        (self.weekends && rest) || self.at_night(local.hour())
    }

    const fn at_night(&self, hour: u8) -> bool {
        if self.from <= self.until {
            self.from <= hour && hour < self.until
        } else {
            self.from <= hour || hour < self.until
        }
    }

    /// This instant, or the first whole hour after it that is not in them.
    pub fn next_free(&self, at: Moment) -> Moment {
        if !self.holds(at) {
            return at;
        }
        let whole = at.seconds().div_euclid(HOUR).saturating_mul(HOUR);
        (1..=LONGEST)
            .map(|hours| Moment::from_seconds(whole.saturating_add(hours.saturating_mul(HOUR))))
            .find(|at| !self.holds(*at))
            .unwrap_or(at)
    }

    /// When the reminder of a day leaves: so many days before, at nine or at the first hour that is free; earlier when
    /// that day has none, never later, since a limit does not wait.
    pub fn reminder(&self, day: Date, before: u8) -> Moment {
        let mut on = add_days(day, -i64::from(before));
        for _ in 0..8 {
            if let Some(at) = self.within(on) {
                return at;
            }
            on = add_days(on, -1);
        }
        instant(on, MORNING).unwrap_or(Moment(0))
    }

    /// The hour of that day: nine, or the nearest one after it that is free, or before it; none on a day of rest.
    pub fn within(&self, day: Date) -> Option<Moment> {
        let hours = (MORNING..24).chain((0..MORNING).rev());
        let mut all = hours.filter_map(|hour| instant(day, hour));
        all.find(|at| !self.holds(*at))
    }
}

/// The instant of an hour in Paris; none when the clocks jump over it.
fn instant(on: Date, hour: u8) -> Option<Moment> {
    let utc = on.with_hms(hour, 0, 0).ok()?.assume_utc().unix_timestamp();
    [1, 2]
        .map(|offset: i64| Moment::from_seconds(utc.saturating_sub(offset.saturating_mul(HOUR))))
        .into_iter()
        .find(|at| {
            let local = paris(*at);
            local.date() == on && local.hour() == hour
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    fn at(text: &str) -> Moment {
        Moment::parse(text).unwrap()
    }

    #[test]
    fn n110_evenings_nights_and_weekends_are_hers() {
        let quiet = Quiet::default();
        for (instant, held) in [
            ("2026-11-23T06:00:00+01:00", true),
            ("2026-11-23T06:59:59+01:00", true),
            ("2026-11-23T07:00:00+01:00", false),
            ("2026-11-23T18:59:59+01:00", false),
            ("2026-11-23T19:00:00+01:00", true),
            ("2026-11-27T18:00:00+01:00", false),
            ("2026-11-28T12:00:00+01:00", true),
            ("2026-11-29T12:00:00+01:00", true),
        ] {
            assert_eq!(quiet.holds(at(instant)), held, "{instant}");
        }
        // Friday evening waits for Monday.
        assert_eq!(
            quiet.next_free(at("2026-11-27T19:30:00+01:00")),
            at("2026-11-30T07:00:00+01:00")
        );
        assert_eq!(
            quiet.next_free(at("2026-11-27T18:30:00+01:00")),
            at("2026-11-27T18:30:00+01:00")
        );
    }

    #[test]
    fn n110_clocks_change_and_the_morning_stays_the_morning() {
        // Sunday 28 March 2027, 2 h becomes 3 h; Sunday 31 October, 3 h becomes 2 h.
        let every_day = Quiet {
            weekends: false,
            ..Quiet::default()
        };
        for (day, wanted) in [
            (date!(2027 - 03 - 29), "2027-03-27T09:00:00+01:00"),
            (date!(2027 - 03 - 30), "2027-03-28T09:00:00+02:00"),
            (date!(2027 - 11 - 01), "2027-10-30T09:00:00+02:00"),
            (date!(2027 - 11 - 02), "2027-10-31T09:00:00+01:00"),
        ] {
            assert_eq!(every_day.reminder(day, 2), at(wanted), "{day}");
        }
        assert_eq!(
            every_day.next_free(at("2027-03-27T23:00:00+01:00")),
            at("2027-03-28T07:00:00+02:00")
        );
        assert_eq!(
            every_day.next_free(at("2027-10-30T23:00:00+02:00")),
            at("2027-10-31T07:00:00+01:00")
        );
    }

    #[test]
    fn n110_a_reminder_that_would_fall_on_a_sunday_comes_on_friday() {
        let quiet = Quiet::default();
        // Monday and Tuesday are reminded of on Friday, Wednesday on Monday.
        for (day, wanted) in [
            (date!(2026 - 11 - 30), "2026-11-27T09:00:00+01:00"),
            (date!(2026 - 12 - 01), "2026-11-27T09:00:00+01:00"),
            (date!(2026 - 12 - 02), "2026-11-30T09:00:00+01:00"),
        ] {
            assert_eq!(quiet.reminder(day, 2), at(wanted), "{day}");
        }
        // Somebody whose mornings are hers is told in the afternoon.
        let late = Quiet {
            from: 19,
            until: 14,
            weekends: true,
        };
        assert_eq!(
            late.reminder(date!(2026 - 11 - 25), 2),
            at("2026-11-23T14:00:00+01:00")
        );
        let none = Quiet {
            from: 0,
            until: 0,
            weekends: false,
        };
        assert!(!none.holds(at("2026-11-29T03:00:00+01:00")));
        // On the day itself: at nine, or when she may be told; not on a Sunday that is hers.
        let monday = date!(2026 - 11 - 30);
        assert_eq!(quiet.within(monday), Some(at("2026-11-30T09:00:00+01:00")));
        assert_eq!(late.within(monday), Some(at("2026-11-30T14:00:00+01:00")));
        assert_eq!(quiet.within(date!(2026 - 11 - 29)), None);
    }

    proptest::proptest! {
        #[test]
        fn n110_no_reminder_leaves_in_the_hours_of_rest_nor_after_its_day(
            from in 0_u8..24, until in 0_u8..24, weekends: bool, before in 0_u8..8, ahead in 0_i64..1500,
        ) {
            let quiet = Quiet { from, until, weekends };
            let day = add_days(date!(2026 - 11 - 23), ahead);
            let leaves = quiet.reminder(day, before);
            proptest::prop_assert!(!quiet.holds(leaves));
            proptest::prop_assert!(kernel::date::paris_date(leaves) <= add_days(day, -i64::from(before)));
            proptest::prop_assert!(!quiet.holds(quiet.next_free(Moment::from_seconds(1_795_000_000 + ahead * 5_000))));
        }
    }
}
