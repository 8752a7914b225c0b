//! Continuous hours on the local clock, across the change of summer time.

use kernel::Moment;
use kernel::date::{Place, paris};
use time::{Date, Duration, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

/// The instant `hours` later. In the hour that exists twice, the first one starts the count (the
/// earlier end is the safe one); an hour that does not exist is read as the one after the change.
pub(super) fn after(day: Date, clock: Time, hours: u32, place: Place) -> OffsetDateTime {
    let wall = PrimitiveDateTime::new(day, clock);
    let start = match fixed(place) {
        Some(offset) => {
            return wall
                .assume_offset(offset)
                .saturating_add(Duration::hours(i64::from(hours)));
        }
        None => in_paris(wall),
    };
    local(start.saturating_add(Duration::hours(i64::from(hours))))
}

/// Places whose clock never changes.
fn fixed(place: Place) -> Option<UtcOffset> {
    let hours = match place {
        Place::Metropole | Place::AlsaceMoselle => return None,
        Place::Guadeloupe | Place::Martinique | Place::SaintBarthelemy | Place::SaintMartin => -4,
        Place::Guyane => -3,
        Place::Mayotte => 3,
        Place::Reunion => 4,
    };
    UtcOffset::from_hms(hours, 0, 0).ok()
}

/// The instant of a wall clock in Paris: summer time is tried first, because of the hour that exists
/// twice its summer reading is the earlier one.
fn in_paris(wall: PrimitiveDateTime) -> OffsetDateTime {
    let at = |hours| {
        UtcOffset::from_hms(hours, 0, 0)
            .ok()
            .map(|offset| wall.assume_offset(offset))
    };
    for hours in [2, 1] {
        if let Some(instant) = at(hours)
            && local(instant).offset() == instant.offset()
        {
            return instant;
        }
    }
    // Between 02:00 and 03:00 in March: the winter reading lands after the change.
    at(1).unwrap_or_else(|| wall.assume_utc())
}

fn local(instant: OffsetDateTime) -> OffsetDateTime {
    paris(Moment::from_seconds(instant.unix_timestamp()))
}
