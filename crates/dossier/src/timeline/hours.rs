//! Messages by day of the week and hour: how many at night, how many on week-ends (N018, N079). Pure.

use super::scale::Civil;

/// Days of a week.
pub const DAYS: usize = 7;
/// Hours of a day.
pub const HOURS: usize = 24;

/// How many at each hour of each day of the week, from Monday.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hours([[usize; HOURS]; DAYS]);

impl Hours {
    /// Counts them.
    pub fn of(minutes: impl IntoIterator<Item = Civil>) -> Self {
        let mut counted = Self::default();
        for at in minutes {
            let day = usize::from(at.day().weekday().number_days_from_monday());
            let cell = counted.0.get_mut(day);
            if let Some(cell) = cell.and_then(|day| day.get_mut(usize::from(at.hour()))) {
                *cell += 1;
            }
        }
        counted
    }

    /// How many on that day of the week (0 is Monday) at that hour.
    pub fn at(&self, day: usize, hour: usize) -> usize {
        let day = self.0.get(day);
        day.and_then(|day| day.get(hour))
            .copied()
            .unwrap_or_default()
    }

    /// How many in all.
    pub fn all(&self) -> usize {
        self.0.iter().flatten().sum()
    }

    /// How many at that hour.
    pub fn at_hour(&self, hour: usize) -> usize {
        (0..DAYS).map(|day| self.at(day, hour)).sum()
    }

    /// The most in one place.
    pub fn most(&self) -> usize {
        self.0.iter().flatten().copied().max().unwrap_or_default()
    }
}

/// What a sentence says of messages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// All of them.
    pub all: usize,
    /// Between 19 h and 7 h.
    pub night: usize,
    /// Between 22 h and 6 h.
    pub late: usize,
    /// On a Saturday or a Sunday.
    pub weekend: usize,
}

impl Tally {
    /// Counts them.
    pub fn of(minutes: impl IntoIterator<Item = Civil>) -> Self {
        let mut tally = Self::default();
        for at in minutes {
            tally.all += 1;
            tally.night += usize::from(at.is_night());
            tally.late += usize::from(at.is_late());
            tally.weekend += usize::from(at.is_weekend());
        }
        tally
    }
}
