//! Days to keep as iCalendar (RFC 5545): all-day events whose title says nothing of the case.

use crate::agenda::Keep;
use kernel::date::{add_days, iso};
use kernel::{DossierId, Moment};
use time::Date;

/// One event of a calendar: a day and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Event {
    /// The day.
    pub on: Date,
    /// Its name, the same in every version of the calendar.
    pub uid: String,
    /// When it entered the calendar.
    pub at: Moment,
}

/// When what a day of a file says was last changed, as every such file gives it (RFC 5545, section 3.8.7.2): the same days
/// are the same bytes, and the hour at which somebody came here is in no agenda.
const REVISED: Moment = Moment::from_seconds(1_793_491_200);

/// The days kept, each once, as a file to import; `title` is the same neutral words for each event. The same day of the
/// same dossier keeps its name when a file is imported again; two dossiers in one agenda have none in common, and no name
/// tells the dossier.
pub fn of(kept: &[Keep<'_>], d: DossierId, title: &str) -> String {
    let name = seal::sha256(&[b"preau/v1/calendar\0".as_slice(), d.bytes()].concat());
    let events = days_of(kept).into_iter().map(|on| Event {
        on,
        uid: seal::feed::uid(name.bytes(), &iso(on)),
        at: REVISED,
    });
    let lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        PRODUCT.to_owned(),
    ];
    written(lines, &events.collect::<Vec<_>>(), title)
}

/// The calendar that somebody subscribed to: it has a name, as neutral as its events, and says how often to look.
pub fn feed(events: &[Event], title: &str, name: &str) -> String {
    let lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        PRODUCT.to_owned(),
        format!("NAME:{}", escape(name)),
        format!("X-WR-CALNAME:{}", escape(name)),
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H".to_owned(),
        "X-PUBLISHED-TTL:PT12H".to_owned(),
    ];
    written(lines, events, title)
}

/// It names no program: an agenda may be seen by others.
const PRODUCT: &str = "PRODID:-//dates//FR";

/// The days, each once, in order.
pub fn days_of(kept: &[Keep<'_>]) -> Vec<Date> {
    let mut days: Vec<Date> = kept.iter().map(|keep| keep.on).collect();
    days.sort_unstable();
    days.dedup();
    days
}

fn written(mut lines: Vec<String>, events: &[Event], title: &str) -> String {
    for event in events {
        lines.extend([
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}@dates", event.uid),
            format!("DTSTAMP:{}", stamp(event.at)),
            // A day that moves is another day: what is called by this name never changes.
            "SEQUENCE:0".to_owned(),
            format!("DTSTART;VALUE=DATE:{}", compact(event.on)),
            format!("DTEND;VALUE=DATE:{}", compact(add_days(event.on, 1))),
            format!("SUMMARY:{}", escape(title)),
            "CLASS:PRIVATE".to_owned(),
            "TRANSP:TRANSPARENT".to_owned(),
            "BEGIN:VALARM".to_owned(),
            "ACTION:DISPLAY".to_owned(),
            format!("DESCRIPTION:{}", escape(title)),
            // Two days before at nine in the morning, never at midnight (N110).
            "TRIGGER:-P1DT15H".to_owned(),
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

fn stamp(at: Moment) -> String {
    let utc = at.utc();
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
    use crate::agenda::Why;
    use time::macros::date;

    #[test]
    fn n021_the_calendar_says_the_days_and_nothing_else() {
        let keep = |on| Keep {
            subject: None,
            on,
            why: Why::Look,
            late: false,
            passed: false,
        };
        let kept = [keep(date!(2026 - 12 - 31)), keep(date!(2026 - 12 - 31))];
        let d = DossierId::new([1; 16]);
        let text = of(&kept, d, "Une date, à voir");
        assert_eq!(text.matches("BEGIN:VEVENT").count(), 1, "one event a day");
        assert!(text.contains("DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n"));
        assert!(text.contains("SUMMARY:Une date\\, à voir\r\n"));
        assert!(text.contains("DTSTAMP:20261101T000000Z\r\n"));
        assert!(text.lines().all(|line| line.len() <= 75), "RFC 5545, 3.1");
        let uid = |text: &str| {
            let mut lines = text.lines();
            let line = lines.find(|line| line.starts_with("UID:")).unwrap();
            line.to_owned()
        };
        let other = of(&kept, DossierId::new([2; 16]), "Une date, à voir");
        assert_ne!(uid(&text), uid(&other), "two dossiers in one agenda");
        assert!(!text.contains(&d.to_string()));
    }

    #[test]
    fn n021_a_feed_says_the_days_under_their_names_and_nothing_else() {
        let event = |on, at| Event {
            on,
            uid: seal::feed::uid(&[7; 32], &iso(on)),
            at,
        };
        let events = [
            event(date!(2026 - 12 - 31), Moment(0)),
            event(date!(2027 - 01 - 04), Moment::from_seconds(86_400)),
        ];
        let text = feed(&events, "Une date à voir", "Dates");
        assert!(text.contains("X-WR-CALNAME:Dates\r\n"));
        assert_eq!(text.matches("SUMMARY:Une date à voir\r\n").count(), 2);
        assert_eq!(text.matches("DTSTAMP:19700101T000000Z").count(), 1);
        assert_eq!(text.matches("DTSTAMP:19700102T000000Z").count(), 1);
        assert!(text.lines().all(|line| line.len() <= 75), "RFC 5545, 3.1");
    }
}
