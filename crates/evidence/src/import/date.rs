//! The dates of mails (RFC 5322, section 3.3), with what old programs wrote.

use super::Sent;
use kernel::Moment;
use time::{Date, Month, PrimitiveDateTime, Time, UtcOffset};

/// Reads `Sun, 22 Nov 2026 10:30:12 +0100`. A date without a zone that is known is no instant.
pub(super) fn sent(value: &[u8]) -> Option<Sent> {
    let value = String::from_utf8_lossy(value);
    let mut depth = 0_usize;
    let plain: String = value
        .chars()
        .filter(|c| match c {
            '(' => {
                depth += 1;
                false
            }
            ')' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect();
    let plain = plain
        .rsplit_once(',')
        .map_or(plain.as_str(), |(_, rest)| rest);
    let mut parts = plain.split_whitespace();
    let day = digits(parts.next()?)?.parse().ok()?;
    let month = month(parts.next()?)?;
    let year = digits(parts.next()?)?;
    let year = match (year.len(), year.parse::<u16>().ok()?) {
        (2, year) if year < 50 => 2000 + year,
        (2 | 3, year) => 1900 + year,
        (4, year) => year,
        _ => return None,
    };
    let clock: Option<Vec<u8>> = parts
        .next()?
        .split(':')
        .map(|number| digits(number)?.parse().ok())
        .collect();
    let (hour, minute, second) = match *clock?.as_slice() {
        [hour, minute] => (hour, minute, 0),
        [hour, minute, second] => (hour, minute, second),
        _ => return None,
    };
    let offset = zone(parts.next()?)?;
    let date = Date::from_calendar_date(i32::from(year), month, day).ok()?;
    let time = Time::from_hms(hour, minute, second).ok()?;
    let at = PrimitiveDateTime::new(date, time).assume_offset(offset);
    Some(Sent::At(Moment::from_seconds(at.unix_timestamp())))
}

fn digits(text: &str) -> Option<&str> {
    let are = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    are.then_some(text)
}

fn month(name: &str) -> Option<Month> {
    const NAMES: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let at = NAMES
        .iter()
        .position(|known| name.eq_ignore_ascii_case(known))?;
    Month::try_from(u8::try_from(at + 1).ok()?).ok()
}

/// A zone as RFC 5322 writes it; the letters of the military zones say nothing for sure.
fn zone(written: &str) -> Option<UtcOffset> {
    let west = |hours: i8| UtcOffset::from_hms(-hours, 0, 0).ok();
    match written.to_ascii_uppercase().as_str() {
        "GMT" | "UT" | "UTC" | "Z" => return Some(UtcOffset::UTC),
        "EDT" => return west(4),
        "EST" | "CDT" => return west(5),
        "CST" | "MDT" => return west(6),
        "MST" | "PDT" => return west(7),
        "PST" => return west(8),
        _ => {}
    }
    let (sign, number) = written.split_at_checked(1)?;
    let sign = match sign {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    if written.len() != 5 {
        return None;
    }
    let (hours, minutes) = digits(number)?.split_at_checked(2)?;
    let (hours, minutes): (i8, i8) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(())?;
    UtcOffset::from_hms(sign * hours, sign * minutes, 0).ok()
}
