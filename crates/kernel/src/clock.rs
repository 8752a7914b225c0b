//! Instants and where they come from. Nothing in Préau reads the machine's clock but [`SystemClock`].

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// An instant: microseconds since 1970-01-01T00:00:00Z, as stored by both engines.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct Moment(pub i64);

impl Moment {
    /// The instant as `2026-11-21T10:11:12.123456Z`: UTC, always six decimals.
    pub fn rfc3339(self) -> String {
        let at = self.utc();
        format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z",
            at.year(),
            u8::from(at.month()),
            at.day(),
            at.hour(),
            at.minute(),
            at.second(),
            at.microsecond()
        )
    }

    /// Reads what [`Moment::rfc3339`] wrote, or any RFC 3339 instant (finer digits are dropped).
    pub fn parse(text: &str) -> Option<Self> {
        let at = OffsetDateTime::parse(text, &Rfc3339).ok()?;
        i64::try_from(at.unix_timestamp_nanos().div_euclid(1000))
            .ok()
            .map(Self)
    }

    /// From whole seconds since 1970.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1_000_000))
    }

    /// Whole seconds since 1970.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// This instant moved by whole seconds.
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// The instant in UTC; an instant outside the calendar becomes 1970.
    pub fn utc(self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1000)
            .unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }
}

/// Gives the current instant. A parameter everywhere, so that legal dates can be tested.
pub trait Clock: Send + Sync {
    /// The current instant.
    fn now(&self) -> Moment;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the machine's clock"
    )]
    fn now(&self) -> Moment {
        let nanos = OffsetDateTime::now_utc().unix_timestamp_nanos();
        Moment(i64::try_from(nanos.div_euclid(1000)).unwrap_or(i64::MAX))
    }
}

/// A clock that tests set by hand.
#[derive(Debug, Default)]
pub struct FixedClock(std::sync::atomic::AtomicI64);

impl FixedClock {
    /// A clock stopped at `at`.
    pub fn at(at: Moment) -> Self {
        Self(std::sync::atomic::AtomicI64::new(at.0))
    }

    /// Moves the clock.
    pub fn set(&self, at: Moment) {
        self.0.store(at.0, std::sync::atomic::Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Moment {
        Moment(self.0.load(std::sync::atomic::Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_written_with_six_decimals_and_read_back() {
        let at = Moment::parse("2026-11-21T10:11:12.123456Z").unwrap();
        assert_eq!(at.rfc3339(), "2026-11-21T10:11:12.123456Z");
        assert_eq!(
            Moment::from_seconds(0).rfc3339(),
            "1970-01-01T00:00:00.000000Z"
        );
        assert_eq!(
            Moment::parse("2026-11-21T11:11:12+01:00")
                .unwrap()
                .rfc3339(),
            "2026-11-21T10:11:12.000000Z"
        );
        assert_eq!(Moment::parse("hier"), None);
    }
}
