//! Days to keep as iCalendar (RFC 5545): all-day events whose title says nothing of the case.

use crate::follow::Keep;
use kernel::Moment;
use kernel::date::{add_days, iso};
use time::Date;

/// The calendar; `title` is the same neutral words for each event.
pub fn of(kept: &[Keep<'_>], now: Moment, title: &str) -> String {
    let stamp = stamp(now);
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//dates//FR".to_owned(),
    ];
    let mut days: Vec<Date> = kept.iter().map(|keep| keep.on).collect();
    days.sort_unstable();
    days.dedup();
    for day in days {
        lines.extend([
            "BEGIN:VEVENT".to_owned(),
            // The same day keeps its identity when the file is imported again.
            format!("UID:{}@dates", compact(day)),
            format!("DTSTAMP:{stamp}"),
            format!("DTSTART;VALUE=DATE:{}", compact(day)),
            format!("DTEND;VALUE=DATE:{}", compact(add_days(day, 1))),
            format!("SUMMARY:{}", escape(title)),
            "CLASS:PRIVATE".to_owned(),
            "BEGIN:VALARM".to_owned(),
            "ACTION:DISPLAY".to_owned(),
            format!("DESCRIPTION:{}", escape(title)),
            "TRIGGER:-P2D".to_owned(),
            "END:VALARM".to_owned(),
            "END:VEVENT".to_owned(),
        ]);
    }
    lines.push("END:VCALENDAR".to_owned());
    lines
        .iter()
        .map(|line| [line.as_str(), "\r\n"].concat())
        .collect()
}

fn compact(day: Date) -> String {
    iso(day).replace('-', "")
}

fn stamp(now: Moment) -> String {
    let utc = kernel::date::paris(now).to_offset(time::UtcOffset::UTC);
    let (hour, minute, second) = utc.to_hms();
    format!("{}T{hour:02}{minute:02}{second:02}Z", compact(utc.date()))
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace(';', "\\;")
        .replace(',', "\\,")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::follow::Why;
    use time::macros::date;

    #[test]
    fn n021_the_calendar_says_the_days_and_nothing_else() {
        let keep = |on| Keep {
            subject: None,
            on,
            why: Why::Look,
            late: false,
        };
        let kept = [keep(date!(2026 - 12 - 31)), keep(date!(2026 - 12 - 31))];
        let text = of(&kept, Moment(0), "Une date, à voir");
        assert_eq!(text.matches("BEGIN:VEVENT").count(), 1, "one event a day");
        assert!(text.contains("DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n"));
        assert!(text.contains("SUMMARY:Une date\\, à voir\r\n"));
        assert!(text.contains("DTSTAMP:19700101T000000Z\r\n"));
        assert!(text.lines().all(|line| line.len() <= 75), "RFC 5545, 3.1");
    }
}
