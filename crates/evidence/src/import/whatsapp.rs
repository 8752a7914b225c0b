//! A chat that WhatsApp wrote with « Exporter la discussion », the text file only.
//!
//! WhatsApp publishes no description of it. The shapes are those that published parsers read (the
//! libraries whatsapp-chat-parser for JavaScript and WhatsR for R, and readers of French exports):
//!
//! - iOS: `[22/11/2026, 10:30:12] Name: text`;
//! - Android: `22/11/2026, 10:30 - Name: text`, in French also `22/11/2026 10:30 - ` and
//!   `22/11/2026 à 10:30 - `;
//! - years of two digits, English hours with AM or PM, marks of direction and narrow spaces between.
//!
//! What such a file does not say, nobody can read in it:
//!
//! - **No time zone**: times are those of the phone that exported, never made UTC.
//! - **No order of day and month.** It is decided once for the file: a first number above 12 makes the day
//!   first; else a second number above 12 makes the month first; else the day is first, as French phones
//!   write it.
//! - **No end of a message**: a line without a stamp belongs to the message before. A person who types a
//!   line that looks like a stamp makes it look like a message of its own.
//! - **No mark of a name**: it is what stands before the first `: `. A line of the system that holds
//!   `: ` looks like a message.

use super::{
    Format, Import, Message, Period, Sent, Why, add_name, bare, is_hidden, lines, one_line,
    whole_text,
};
use std::ops::Range;
use time::{Date, Month, Time};

/// How many lines that are not empty may stand before the first stamp.
const LEAD: usize = 5;
/// How much of a text is kept before it is cleaned, in bytes.
const KEPT: usize = 32 * 1024;
/// Longest line, in bytes, in which the name of something attached is looked for.
const LONGEST_MARK: usize = 2_048;

/// Date and time as written, before day and month are told apart.
#[derive(Debug, Clone, Copy)]
struct Stamp {
    first: u8,
    second: u8,
    year: i32,
    /// None for a time that does not exist.
    time: Option<Time>,
}

/// A message whose stamp is not yet read as a date.
struct Open {
    stamp: Stamp,
    range: Range<usize>,
    from: String,
    text: String,
    attached: Vec<String>,
}

pub(super) fn chat(bytes: &[u8], period: Period) -> Result<Import, Why> {
    let day_first = is_day_first(bytes)?;
    let mut import = Import::of(Format::WhatsApp);
    let mut open: Option<Open> = None;
    for (start, line) in lines(bytes) {
        let end = start + line.len();
        let line = String::from_utf8_lossy(bare(line));
        if let Some((stamp, rest)) = stamped(&line) {
            if let Some(last) = open.replace(Open::new(stamp, start..end, rest)) {
                import.keep(last.close(bytes, day_first), period)?;
            }
        } else if let Some(last) = &mut open {
            last.range.end = end;
            last.add(&line);
        } else if !line.trim_matches(is_blank).is_empty() {
            import.unread += 1;
        }
    }
    if let Some(last) = open {
        import.keep(last.close(bytes, day_first), period)?;
    }
    import.done()
}

/// Which way round the file writes its dates; an error when it is no chat.
fn is_day_first(bytes: &[u8]) -> Result<bool, Why> {
    let mut before = 0;
    let mut any = false;
    let mut above = (false, false);
    for (_, line) in lines(bytes) {
        let line = String::from_utf8_lossy(bare(line));
        if let Some((stamp, _)) = stamped(&line) {
            any = true;
            above.0 |= stamp.first > 12;
            above.1 |= stamp.second > 12;
        } else if !any && !line.trim_matches(is_blank).is_empty() {
            before += 1;
            if before == LEAD {
                return Err(Why::Format);
            }
        }
    }
    if any {
        Ok(above.0 || !above.1)
    } else {
        Err(Why::Format)
    }
}

impl Open {
    fn new(stamp: Stamp, range: Range<usize>, rest: &str) -> Self {
        let (from, text) = match rest.split_once(": ") {
            // French puts a space before a colon in a sentence, WhatsApp none after a name.
            Some((name, text)) if !name.ends_with(is_blank) && !one_line(name).is_empty() => {
                (one_line(name), text)
            }
            _ => (String::new(), rest),
        };
        let mut one = Self {
            stamp,
            range,
            from,
            text: String::new(),
            attached: Vec::new(),
        };
        one.add(text);
        one
    }

    fn add(&mut self, line: &str) {
        if let Some(name) = attached(line) {
            add_name(&mut self.attached, name);
        }
        if self.text.len() < KEPT {
            self.text.push_str(line);
            self.text.push('\n');
        }
    }

    fn close(self, bytes: &[u8], day_first: bool) -> Message {
        let own = bytes.get(self.range.clone()).unwrap_or_default();
        Message {
            sent: self.stamp.sent(day_first),
            from: self.from,
            text: whole_text(&self.text),
            attached: self.attached,
            ..Message::at(&self.range, own)
        }
    }
}

impl Stamp {
    fn sent(self, day_first: bool) -> Option<Sent> {
        let (day, month) = if day_first {
            (self.first, self.second)
        } else {
            (self.second, self.first)
        };
        let month = Month::try_from(month).ok()?;
        let date = Date::from_calendar_date(self.year, month, day).ok()?;
        Some(Sent::Local(date, self.time?))
    }
}

/// Spaces and marks that may stand around the parts of a stamp.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}') || is_hidden(c)
}

/// The stamp at the beginning of a line, and what follows it.
fn stamped(line: &str) -> Option<(Stamp, &str)> {
    let line = line.trim_start_matches(is_hidden);
    let (bracket, line) = match line.strip_prefix('[') {
        Some(rest) => (true, rest.trim_start_matches(is_blank)),
        None => (false, line),
    };
    let (first, line) = number(line, &[1, 2])?;
    let (second, line) = number(line.strip_prefix('/')?, &[1, 2])?;
    let (year, line) = number(line.strip_prefix('/')?, &[2, 4])?;
    let line = line.strip_prefix(',').unwrap_or(line);
    let spaced = line.trim_start_matches(is_blank);
    if spaced.len() == line.len() {
        return None;
    }
    let line = match spaced.strip_prefix('à') {
        Some(rest) => rest.trim_start_matches(is_blank),
        None => spaced,
    };
    let (hour, line) = number(line, &[1, 2])?;
    let (minute, line) = number(line.strip_prefix(':')?, &[2])?;
    let (second_of, line) = match line.strip_prefix(':') {
        Some(rest) => number(rest, &[2])?,
        None => (0, line),
    };
    let (half, line) = half_of_day(line);
    let line = line.trim_start_matches(is_blank);
    let rest = if bracket {
        line.strip_prefix(']')?
    } else {
        line.strip_prefix('-')?
    };
    let rest = rest
        .strip_prefix(is_blank)
        .or(rest.is_empty().then_some(rest))?;
    let hour = match half {
        None => Some(hour),
        Some(half) if (1..=12).contains(&hour) => Some(hour % 12 + half.hours()),
        Some(_) => None,
    };
    let stamp = Stamp {
        first: small(first)?,
        second: small(second)?,
        year: i32::from(if year < 100 { 2000 + year } else { year }),
        time: hour
            .and_then(|hour| Time::from_hms(small(hour)?, small(minute)?, small(second_of)?).ok()),
    };
    Some((stamp, rest))
}

fn small(number: u16) -> Option<u8> {
    u8::try_from(number).ok()
}

/// A number with one of these counts of digits, and no digit after it.
fn number<'a>(text: &'a str, lengths: &[usize]) -> Option<(u16, &'a str)> {
    let digits = text.bytes().take(5).take_while(u8::is_ascii_digit).count();
    if !lengths.contains(&digits) {
        return None;
    }
    let (number, rest) = text.split_at_checked(digits)?;
    Some((number.parse().ok()?, rest))
}

#[derive(Debug, Clone, Copy)]
enum Half {
    Morning,
    Afternoon,
}

impl Half {
    const fn hours(self) -> u16 {
        match self {
            Self::Morning => 0,
            Self::Afternoon => 12,
        }
    }
}

/// AM or PM, as English phones write them.
fn half_of_day(line: &str) -> (Option<Half>, &str) {
    let rest = line.trim_start_matches(is_blank);
    for (written, half) in [
        ("am", Half::Morning),
        ("a.m.", Half::Morning),
        ("pm", Half::Afternoon),
        ("p.m.", Half::Afternoon),
    ] {
        if let Some((start, after)) = rest.split_at_checked(written.len())
            && start.eq_ignore_ascii_case(written)
        {
            return (Some(half), after);
        }
    }
    (None, line)
}

/// The name of what was attached on that line, or the words that stand in its place.
fn attached(line: &str) -> Option<&str> {
    if line.len() > LONGEST_MARK {
        return None;
    }
    let shown = line.trim_matches(is_blank);
    for mark in ["(fichier joint)", "(file attached)"] {
        if let Some(name) = shown.strip_suffix(mark) {
            return Some(name);
        }
    }
    // iOS puts it after the caption.
    if let Some((before, inside)) = shown
        .strip_suffix('>')
        .and_then(|line| line.rsplit_once('<'))
    {
        let lower = inside.to_lowercase();
        if before.is_empty() && ["médias omis", "media omitted"].contains(&lower.as_str()) {
            return Some(inside);
        }
        if lower.starts_with("pièce jointe") || lower.starts_with("attached") {
            return inside.split_once(':').map(|(_, name)| name);
        }
    }
    // iOS writes a mark that nobody types before the words that replace a picture.
    let (_, words) = line.rsplit_once('\u{200e}')?;
    let words = words.trim_matches(is_blank);
    let replaces = [
        " absent", " absente", " omis", " omise", " omitted", " retiré",
    ]
    .iter()
    .any(|end| words.ends_with(end));
    (replaces && words.split_whitespace().count() <= 4).then_some(words)
}
