//! The case on one line of time: what happened, what came, what was done and answered, each with its day as it is known
//! (N040). Pure; the days and hours are those that clocks show in France.

pub mod ball;
mod events;
pub mod hours;
pub mod people;
pub mod report;
pub mod scale;

use crate::importing::Imported;
use crate::model::{Case, When};
use crate::note::Subject;
use crate::pages::say;
use evidence::import::{Message, Sent};
use guide::Content;
use kernel::Moment;
use kernel::date::{paris, parse};
use scale::{Civil, Unit};
use std::collections::BTreeMap;
use time::{Date, Time};
use ui::{Words, dates};

/// The sorts of things, one lane each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lane {
    /// What happened.
    Facts,
    /// Messages read out of pieces, counted.
    Messages,
    /// Pieces received.
    Pieces,
    /// Steps taken.
    Steps,
    /// Letters sent, received, copied.
    Letters,
    /// What was granted.
    Answers,
    /// Refusals, silences, closed complaints.
    Refusals,
    /// Seals and exports.
    Exports,
}

impl Lane {
    /// Every lane, from the top.
    pub const ALL: [Self; 8] = [
        Self::Facts,
        Self::Messages,
        Self::Pieces,
        Self::Steps,
        Self::Letters,
        Self::Answers,
        Self::Refusals,
        Self::Exports,
    ];

    /// Its name in keys, classes and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Facts => "facts",
            Self::Messages => "messages",
            Self::Pieces => "pieces",
            Self::Steps => "steps",
            Self::Letters => "letters",
            Self::Answers => "answers",
            Self::Refusals => "refusals",
            Self::Exports => "exports",
        }
    }
}

/// When something was, as well as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// At that minute.
    Minute(Civil),
    /// That day.
    Day(Date),
    /// About that day.
    Around(Date),
    /// Several times between two days.
    Several(Date, Date),
}

impl At {
    /// The first minute that it can be.
    pub fn from(self) -> Civil {
        match self {
            Self::Minute(at) => at,
            Self::Day(day) | Self::Around(day) | Self::Several(day, _) => Civil::midnight(day),
        }
    }

    /// The end of it: the same minute, or the next midnight.
    pub fn to(self) -> Civil {
        match self {
            Self::Minute(at) => at,
            Self::Day(day) | Self::Around(day) => Civil::midnight(day).plus_days(1),
            Self::Several(from, to) => Civil::midnight(to.max(from)).plus_days(1),
        }
    }

    /// Whether the day is known.
    pub const fn is_sure(self) -> bool {
        matches!(self, Self::Minute(_) | Self::Day(_))
    }

    /// What a fact says; a time that cannot be read leaves the day.
    fn of(when: &When) -> Option<Self> {
        Some(match when {
            When::Exact(day, hour) => Self::on(*day, hour.as_deref().unwrap_or_default()),
            When::Around(day) => Self::Around(*day),
            When::Several(from, to) if from == to => Self::Day(*from),
            When::Several(from, to) => Self::Several(*from.min(to), *from.max(to)),
            When::Unknown => return None,
        })
    }

    /// A day, at that hour (`21:43`) when it is said.
    fn on(day: Date, hour: &str) -> Self {
        let read = || {
            let (hour, minute) = hour.split_once(':')?;
            Time::from_hms(hour.parse().ok()?, minute.parse().ok()?, 0).ok()
        };
        read().map_or(Self::Day(day), |time| Self::Minute(Civil::at(day, time)))
    }
}

/// What an event is made of, so that a page can lead there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A fact, by its first entry.
    Fact(u64),
    /// A piece, by its entry.
    Piece(u64),
    /// Messages of pieces, by their entries.
    Messages(Vec<u64>),
    /// A step.
    Step(Subject),
    /// A letter, by its model.
    Letter(String),
    /// The exports, or the seals.
    Whole,
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its sort.
    pub lane: Lane,
    /// When; none when no day is known.
    pub at: Option<At>,
    /// How many it stands for: 1, but for messages.
    pub count: usize,
    /// In words.
    pub what: String,
    /// The numbers of the pieces that show it.
    pub pieces: Vec<u32>,
    /// Where it is.
    pub source: Source,
}

/// A message, as far as time goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// When; none when its file does not say.
    pub at: Option<Civil>,
    /// The piece that it was read out of, by its entry.
    pub of: u64,
}

/// A case on one line of time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Timeline {
    /// Everything but messages, the earliest first; what has no day is last.
    pub events: Vec<Event>,
    /// The messages, in order.
    pub messages: Vec<Told>,
}

/// Days that are looked at, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first.
    pub from: Date,
    /// The last.
    pub to: Date,
}

impl Window {
    /// Reads two days (`2026-11-20`); nothing when they are none, or turned.
    pub fn read(from: &str, to: &str) -> Option<Self> {
        let (from, to) = (parse(from)?, parse(to)?);
        (from <= to).then_some(Self { from, to })
    }
}

/// When a message says that it was sent; an exchange of a capture is no message.
fn sent(message: &Message) -> Option<Civil> {
    match message.sent? {
        Sent::At(at) => Some(Civil::of(at)),
        Sent::Local(day, time) => Some(Civil::at(day, time)),
    }
}

/// Whether a list holds messages of people, and not the exchanges of a capture.
fn is_said(message: &Message) -> bool {
    message.exchange.is_none()
}

impl Timeline {
    /// The whole case.
    pub fn of(w: Words, content: &Content, case: &Case) -> Self {
        let mut events = events::all(w, content, case);
        let order = |event: &Event| (event.at.is_none(), event.at.map(|at| (at.from(), at.to())));
        events.sort_by_key(|event| (order(event), event.lane));
        let told = |list: &Imported| {
            let (of, all) = (list.of, list.messages.iter());
            let all = all.filter(|message| is_said(message));
            let all = all.map(|message| Told {
                at: sent(message),
                of,
            });
            all.collect::<Vec<_>>()
        };
        let mut messages: Vec<Told> = case.imports.iter().flat_map(told).collect();
        messages.sort_by_key(|told| (told.at.is_none(), told.at, told.of));
        Self { events, messages }
    }

    /// What touches these days; what has no day stays.
    #[must_use]
    pub fn within(&self, window: Window) -> Self {
        let (from, to) = (
            Civil::midnight(window.from),
            Civil::midnight(window.to).plus_days(1),
        );
        let touches = |at: At| at.from() < to && (at.to() > from || at.from() >= from);
        let events = self.events.iter();
        let messages = self.messages.iter();
        Self {
            events: events
                .filter(|event| event.at.is_none_or(touches))
                .cloned()
                .collect(),
            messages: messages
                .filter(|told| told.at.is_none_or(|at| from <= at && at < to))
                .copied()
                .collect(),
        }
    }

    /// The first and the last day, both included; none when nothing has a day.
    pub fn days(&self) -> Option<Window> {
        let events = self.events.iter().filter_map(|event| event.at);
        let told = self.messages.iter().filter_map(|told| told.at);
        let all = events.chain(told.map(At::Minute));
        let ends = all.map(|at| {
            (
                at.from().day(),
                at.to().max(at.from().next()).before().day(),
            )
        });
        ends.fold(None, |window: Option<Window>, (from, to)| {
            Some(match window {
                None => Window { from, to },
                Some(window) => Window {
                    from: window.from.min(from),
                    to: window.to.max(to),
                },
            })
        })
    }

    /// The same, at least what is looked at.
    pub fn shown(&self, window: Option<Window>) -> Option<Window> {
        window.or_else(|| self.days())
    }

    /// Events whose day is not known.
    pub fn undated(&self) -> impl Iterator<Item = &Event> {
        self.events.iter().filter(|event| event.at.is_none())
    }

    /// Messages whose day is not known.
    pub fn undated_messages(&self) -> usize {
        self.messages
            .iter()
            .filter(|told| told.at.is_none())
            .count()
    }

    /// The minutes of the messages.
    pub fn minutes(&self) -> impl Iterator<Item = Civil> {
        self.messages.iter().filter_map(|told| told.at)
    }

    /// How many of that sort have a day.
    pub fn dated(&self, lane: Lane) -> usize {
        if lane == Lane::Messages {
            return self.minutes().count();
        }
        let own = |event: &&Event| event.lane == lane && event.at.is_some();
        self.events.iter().filter(own).count()
    }

    /// Messages counted by that unit of time, the earliest first.
    pub fn counted(&self, unit: Unit) -> Vec<Bucket> {
        let mut buckets: BTreeMap<Civil, Bucket> = BTreeMap::new();
        for told in &self.messages {
            let Some(at) = told.at else { continue };
            let start = unit.floor(at);
            let bucket = buckets.entry(start).or_insert_with(|| Bucket {
                from: start,
                to: unit.next(start),
                minutes: Vec::new(),
                of: Vec::new(),
            });
            bucket.minutes.push(at);
            if !bucket.of.contains(&told.of) {
                bucket.of.push(told.of);
            }
        }
        buckets.into_values().collect()
    }

    /// Every line of the table, the earliest first: each event, and messages counted by that unit.
    pub fn rows(&self, case: &Case, unit: Unit, say: impl Fn(&Bucket) -> String) -> Vec<Row> {
        let dated = self.events.iter().filter_map(|event| {
            let at = event.at?;
            Some(Row {
                from: at.from(),
                to: at.to(),
                at: Some(at),
                event: event.clone(),
            })
        });
        let counted = self.counted(unit).into_iter().map(|bucket| {
            let number = |seq: &u64| case.piece(*seq).map(|piece| piece.number);
            Row {
                from: bucket.from,
                to: bucket.to,
                at: None,
                event: Event {
                    lane: Lane::Messages,
                    at: None,
                    count: bucket.minutes.len(),
                    what: say(&bucket),
                    pieces: bucket.of.iter().filter_map(number).collect(),
                    source: Source::Messages(bucket.of.clone()),
                },
            }
        });
        let mut rows: Vec<Row> = dated.chain(counted).collect();
        rows.sort_by_key(|row| (row.from, row.to, row.event.lane));
        rows
    }
}

/// Messages of one unit of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    /// Its beginning.
    pub from: Civil,
    /// Its end, which is the beginning of the next.
    pub to: Civil,
    /// When each was sent.
    pub minutes: Vec<Civil>,
    /// The pieces, by their entries.
    pub of: Vec<u64>,
}

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where it begins.
    pub from: Civil,
    /// Where it ends.
    pub to: Civil,
    /// When, as it is known; none for messages counted together.
    pub at: Option<At>,
    /// What.
    pub event: Event,
}

/// When a row is, in words.
pub fn when(w: Words, row: &Row) -> String {
    let several = |key: &str, from: Date, to: Date| {
        w.ta(
            key,
            &[
                ("from", &dates::plain_day(w, from)),
                ("to", &dates::plain_day(w, to)),
            ],
        )
    };
    match row.at {
        Some(At::Minute(at)) => minute(w, at),
        Some(At::Day(day)) => dates::day(w, day),
        Some(At::Around(day)) => w.ta("frise-around", &[("date", &dates::day(w, day))]),
        Some(At::Several(from, to)) => several("frise-several", from, to),
        None => {
            let last = row.to.before();
            if row.from.day() != last.day() {
                return several("frise-period", row.from.day(), last.day());
            }
            let day = dates::day(w, row.from.day());
            if row.to.0 - row.from.0 < scale::DAY {
                let hours = [row.from.hour(), last.hour() + 1];
                let [from, to] = hours.map(|hour| scale::hour(w, hour));
                return w.ta(
                    "frise-hours",
                    &[("date", &day), ("from", &from), ("to", &to)],
                );
            }
            day
        }
    }
}

/// « jeudi 12 novembre 2026, 21 h 43 », from a time of the clock.
fn minute(w: Words, at: Civil) -> String {
    let hour = format!("{:02}:{:02}", at.hour(), at.minute());
    format!("{}, {}", dates::day(w, at.day()), say::hour(w, &hour))
}

/// The clock in France at that instant.
pub(crate) fn clock(at: Moment) -> (Date, Time) {
    let local = paris(at);
    (local.date(), local.time())
}

#[cfg(test)]
pub(crate) mod tests;
