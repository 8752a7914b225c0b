//! Civil time as a number, and the units that a line of time is cut into. Pure.

use super::clock;
use kernel::Moment;
use time::{Date, Month, Time, Weekday};
use ui::{Words, dates};

/// Minutes of a day, as clocks show it.
pub const DAY: i64 = 1_440;
const HOUR: i64 = 60;

/// A minute as clocks show it in France: the hour that October shows twice is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Civil(pub i64);

impl Civil {
    /// The beginning of a day.
    pub fn midnight(day: Date) -> Self {
        Self(i64::from(day.to_julian_day()) * DAY)
    }

    /// That day at that time.
    pub fn at(day: Date, time: Time) -> Self {
        let minutes = i64::from(time.hour()) * HOUR + i64::from(time.minute());
        Self(Self::midnight(day).0 + minutes)
    }

    /// What clocks show in France at that instant.
    pub fn of(at: Moment) -> Self {
        let (day, time) = clock(at);
        Self::at(day, time)
    }

    /// The day.
    pub fn day(self) -> Date {
        let day = i32::try_from(self.0.div_euclid(DAY)).unwrap_or(i32::MAX);
        Date::from_julian_day(day).unwrap_or(Date::MAX)
    }

    /// The hour, 0 to 23.
    pub fn hour(self) -> u8 {
        u8::try_from(self.0.rem_euclid(DAY) / HOUR).unwrap_or_default()
    }

    /// The minute, 0 to 59.
    pub fn minute(self) -> u8 {
        u8::try_from(self.0.rem_euclid(HOUR)).unwrap_or_default()
    }

    /// Days later.
    #[must_use]
    pub const fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(days.saturating_mul(DAY)))
    }

    /// The minute after.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The minute before.
    #[must_use]
    pub const fn before(self) -> Self {
        Self(self.0.saturating_sub(1))
    }

    /// From 19 h to 7 h: what the drawing shades.
    pub fn is_night(self) -> bool {
        !(NIGHT_ENDS..NIGHT_BEGINS).contains(&self.hour())
    }

    /// From 22 h to 6 h.
    pub fn is_late(self) -> bool {
        !(6..22).contains(&self.hour())
    }

    /// Saturday or Sunday.
    pub fn is_weekend(self) -> bool {
        matches!(self.day().weekday(), Weekday::Saturday | Weekday::Sunday)
    }
}

/// The hour at which night is shaded.
pub const NIGHT_BEGINS: u8 = 19;
/// The hour at which it ends.
pub const NIGHT_ENDS: u8 = 7;

/// A unit of the line of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// That many hours, a divisor of 24.
    Hours(u8),
    /// A day.
    Day,
    /// Monday to Sunday.
    Week,
    /// That many months, a divisor of 12.
    Months(u8),
    /// That many years.
    Years(i32),
}

impl Unit {
    /// From the finest.
    const ALL: [Self; 20] = [
        Self::Hours(1),
        Self::Hours(3),
        Self::Hours(6),
        Self::Hours(12),
        Self::Day,
        Self::Week,
        Self::Months(1),
        Self::Months(3),
        Self::Months(6),
        Self::Years(1),
        Self::Years(2),
        Self::Years(5),
        Self::Years(10),
        Self::Years(20),
        Self::Years(50),
        Self::Years(100),
        Self::Years(200),
        Self::Years(500),
        Self::Years(1_000),
        Self::Years(5_000),
    ];

    /// Units that messages are counted by: those with a name of their own.
    const NAMED: [Self; 9] = [
        Self::Hours(1),
        Self::Day,
        Self::Week,
        Self::Months(1),
        Self::Months(3),
        Self::Years(1),
        Self::Years(10),
        Self::Years(100),
        Self::Years(5_000),
    ];

    /// How long it is, about, in minutes.
    fn length(self) -> i64 {
        match self {
            Self::Hours(hours) => i64::from(hours) * HOUR,
            Self::Day => DAY,
            Self::Week => 7 * DAY,
            Self::Months(months) => i64::from(months) * 43_830,
            Self::Years(years) => i64::from(years) * 525_960,
        }
    }

    /// The finest for marks of which at most `most` fit into that many minutes.
    pub fn for_ticks(minutes: i64, most: i64) -> Self {
        Self::finest(&Self::ALL, minutes, most)
    }

    /// The finest for counts of which at most `most` fit into that many minutes.
    pub fn for_counts(minutes: i64, most: i64) -> Self {
        Self::finest(&Self::NAMED, minutes, most)
    }

    fn finest(units: &[Self], minutes: i64, most: i64) -> Self {
        let fits = |unit: &&Self| minutes / unit.length() <= most;
        units
            .iter()
            .find(fits)
            .copied()
            .unwrap_or(Self::Years(5_000))
    }

    /// The beginning of the unit that holds that minute.
    pub fn floor(self, at: Civil) -> Civil {
        let day = at.day();
        let begin = |year: i32, month: u8| {
            let month = Month::try_from(month).unwrap_or(Month::January);
            Date::from_calendar_date(year, month, 1)
                .map_or(Civil::midnight(Date::MIN), Civil::midnight)
        };
        match self {
            Self::Hours(hours) => {
                let step = i64::from(hours.max(1)) * HOUR;
                Civil(at.0 - at.0.rem_euclid(DAY) % step)
            }
            Self::Day => Civil::midnight(day),
            Self::Week => {
                let since = i64::from(day.weekday().number_days_from_monday());
                Civil::midnight(day).plus_days(-since)
            }
            Self::Months(months) => {
                let month = u8::from(day.month()) - 1;
                begin(day.year(), month - month % months.max(1) + 1)
            }
            Self::Years(years) => begin(day.year() - day.year().rem_euclid(years.max(1)), 1),
        }
    }

    /// The beginning of the one after; always later.
    pub fn next(self, start: Civil) -> Civil {
        match self {
            Self::Hours(_) | Self::Day | Self::Week => Civil(start.0 + self.length()),
            // Past the middle of the next one: its own beginning is what is wanted.
            Self::Months(_) | Self::Years(_) => {
                let within = Civil(start.0 + self.length() + self.length() / 3);
                let next = self.floor(within);
                if next > start {
                    next
                } else {
                    Civil(start.0 + self.length())
                }
            }
        }
    }

    /// Its beginning, as an axis says it.
    pub fn label(self, w: Words, at: Civil) -> String {
        let day = at.day();
        match self {
            Self::Hours(_) if at.hour() > 0 => hour(w, at.hour()),
            Self::Hours(_) | Self::Day | Self::Week => short_day(w, day),
            Self::Months(_) => format!("{} {}", short_month(w, day.month()), day.year()),
            Self::Years(_) => day.year().to_string(),
        }
    }
}

/// « 21 h »; "21:00".
pub fn hour(w: Words, hour: u8) -> String {
    match w.lang() {
        ui::Lang::Fr => format!("{hour}\u{a0}h"),
        ui::Lang::En => format!("{hour:02}:00"),
    }
}

/// « 12 nov. »; "12 Nov".
fn short_day(w: Words, day: Date) -> String {
    format!("{}\u{a0}{}", day.day(), short_month(w, day.month()))
}

/// « nov. », « mai », as dictionaries write them; "Nov".
fn short_month(w: Words, month: Month) -> String {
    let (kept, dot) = match (w.lang(), month) {
        (ui::Lang::En, _) => (3, ""),
        (_, Month::March | Month::May | Month::June | Month::August) => (4, ""),
        (_, Month::January | Month::February | Month::September) => (4, "."),
        (_, Month::July) => (5, "."),
        (_, _) => (3, "."),
    };
    let start: String = dates::month(w, month).chars().take(kept).collect();
    [start.as_str(), dot].concat()
}
