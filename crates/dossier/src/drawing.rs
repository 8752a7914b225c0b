//! A line of time as points of a drawing: which mark stands where, which are one because they would cover each other, what
//! is shaded. Pure; `pages/drawing.rs` writes it as SVG. No word of the person enters a drawing.

pub mod card;

use crate::timeline::hours::Tally;
use crate::timeline::scale::{Civil, DAY, NIGHT_BEGINS, NIGHT_ENDS, Unit};
use crate::timeline::{At, Lane, Timeline, Window};
use std::fmt;
use time::Weekday;

/// A length, written with one decimal at most.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Px(pub f64);

impl fmt::Display for Px {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rounded = (self.0 * 10.0).round() / 10.0;
        // Never « -0 ».
        write!(f, "{}", if rounded == 0.0 { 0.0 } else { rounded })
    }
}

/// How a drawing lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Time goes to the right: screens.
    Wide,
    /// The same, shorter: paper.
    Paper,
    /// Time goes down: telephones.
    Narrow,
}

/// The least width of what is drawn for a telephone.
const LEAST: f64 = 290.0;

/// The measures of a form.
struct Measures {
    /// What stands before the first lane, or before the line of time.
    side: f64,
    /// What stands above.
    head: f64,
    /// Room at both ends of the line.
    ends: [f64; 2],
    /// The line.
    length: f64,
    lane: f64,
    row: f64,
    messages: f64,
    /// Marks closer than this become one.
    apart: f64,
    /// Rows of ranges in a lane.
    rows: usize,
    /// Room that the label of a tick takes.
    tick: f64,
}

impl Form {
    const fn measures(self) -> Measures {
        match self {
            Self::Wide => Measures {
                side: 168.0,
                head: 34.0,
                ends: [16.0, 30.0],
                length: 746.0,
                lane: 42.0,
                row: 24.0,
                messages: 84.0,
                apart: 26.0,
                rows: 3,
                tick: 76.0,
            },
            // The same, so that words are not too small on a sheet of paper.
            Self::Paper => Measures {
                side: 158.0,
                head: 34.0,
                ends: [10.0, 28.0],
                length: 444.0,
                lane: 38.0,
                row: 23.0,
                messages: 74.0,
                apart: 25.0,
                rows: 3,
                tick: 72.0,
            },
            Self::Narrow => Measures {
                side: 66.0,
                head: 150.0,
                ends: [14.0, 16.0],
                length: 620.0,
                lane: 30.0,
                row: 22.0,
                messages: 52.0,
                apart: 23.0,
                rows: 1,
                tick: 31.0,
            },
        }
    }
}

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    pub x: Px,
    pub y: Px,
    pub width: Px,
    pub height: Px,
}

/// One event, or several that would cover each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Its centre.
    pub x: Px,
    pub y: Px,
    /// How many.
    pub count: usize,
    /// Every day of it is known.
    pub sure: bool,
    /// The first minute that it stands for.
    pub from: Civil,
    /// The end of the last.
    pub to: Civil,
    /// From where to where, when that can be seen.
    pub range: Option<Rect>,
}

impl Mark {
    /// The width of the shape around its number.
    pub fn width(&self) -> Px {
        let digits = self.count.to_string().len();
        Px(15.0 + 7.0 * digits as f64)
    }
}

/// Messages of one unit of time.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// All of them.
    pub all: Rect,
    /// Those between 22 h and 6 h.
    pub late: Option<Rect>,
    /// The counts.
    pub tally: Tally,
    /// The unit's beginning and end.
    pub from: Civil,
    pub to: Civil,
}

/// One lane.
#[derive(Debug, Clone, PartialEq)]
pub struct Track {
    /// Its sort.
    pub lane: Lane,
    /// Where it lies.
    pub room: Rect,
    /// How many it holds.
    pub count: usize,
    /// Its marks.
    pub marks: Vec<Mark>,
    /// Its bars, for messages.
    pub bars: Vec<Bar>,
}

/// A place of the axis with its label.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    pub at: Civil,
    /// Where on the axis, in the direction of time.
    pub place: Px,
}

/// What is behind.
#[derive(Debug, Clone, PartialEq)]
pub struct Shade {
    pub room: Rect,
    /// A week-end, else a night.
    pub weekend: bool,
}

/// The whole drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    pub form: Form,
    pub width: Px,
    pub height: Px,
    /// Where time is drawn.
    pub plot: Rect,
    pub tracks: Vec<Track>,
    pub shades: Vec<Shade>,
    pub ticks: Vec<Tick>,
    /// What the ticks count.
    pub unit: Unit,
    /// Where today is, when it is inside.
    pub today: Option<Px>,
    /// Nights are shaded: they can be told apart.
    pub nights: bool,
    /// Week-ends are.
    pub weekends: bool,
}

/// The unit that messages of these days are counted by, in every form and in the table.
pub fn counting(window: Window) -> Unit {
    let days = i64::from(window.to.to_julian_day()) - i64::from(window.from.to_julian_day()) + 1;
    Unit::for_counts(days.saturating_mul(DAY), 124)
}

impl Drawing {
    /// Whether something lasts, as far as the drawing shows.
    pub fn has_ranges(&self) -> bool {
        let mut marks = self.tracks.iter().flat_map(|track| &track.marks);
        marks.any(|mark| mark.range.is_some())
    }
}

/// Where a minute stands on the line.
struct Scale {
    from: Civil,
    to: Civil,
    length: f64,
}

impl Scale {
    fn at(&self, at: Civil) -> f64 {
        let whole = (self.to.0 - self.from.0).max(1) as f64;
        ((at.0 - self.from.0) as f64 / whole).clamp(0.0, 1.0) * self.length
    }

    fn day(&self) -> f64 {
        self.at(self.from.plus_days(1))
    }
}

/// An event, or several, before it has a place.
struct Cluster {
    first: f64,
    last: f64,
    count: usize,
    sure: bool,
    from: Civil,
    to: Civil,
}

impl Cluster {
    fn of(at: At, first: f64, last: f64) -> Self {
        Self {
            first,
            last,
            count: 1,
            sure: at.is_sure(),
            from: at.from(),
            to: at.to(),
        }
    }

    fn join(&mut self, other: &Self) {
        self.last = self.last.max(other.last);
        self.count += other.count;
        self.sure &= other.sure;
        self.from = self.from.min(other.from);
        self.to = self.to.max(other.to);
    }
}

/// The drawing of what touches these days; `now` is where today is.
pub fn draw(timeline: &Timeline, window: Window, now: Civil, form: Form) -> Drawing {
    let m = form.measures();
    let scale = Scale {
        from: Civil::midnight(window.from),
        to: Civil::midnight(window.to).plus_days(1),
        length: m.length,
    };
    let across = Across { form, m: &m };
    let mut tracks = Vec::new();
    let mut b = 0.0;
    for lane in Lane::ALL {
        let count = timeline.dated(lane);
        if count == 0 {
            continue;
        }
        let track = if lane == Lane::Messages {
            across.messages(timeline, counting(window), &scale, b)
        } else {
            across.events(timeline, lane, &scale, b)
        };
        b += match form {
            Form::Wide | Form::Paper => track.room.height.0,
            Form::Narrow => track.room.width.0,
        };
        tracks.push(Track { count, ..track });
    }
    let whole = m.ends.iter().sum::<f64>() + m.length;
    let (width, height) = match form {
        Form::Wide | Form::Paper => (m.side + whole, m.head + b + 4.0),
        // A few lanes do not become wider than what a telephone shows.
        Form::Narrow => ((m.side + b + 6.0).max(LEAST), m.head + whole),
    };
    let most = (m.length / m.tick) as i64;
    let unit = Unit::for_ticks(scale.to.0 - scale.from.0, most);
    let shades = across.shades(&scale, b, scale.day() >= 9.0, scale.day() >= 2.5);
    Drawing {
        form,
        width: Px(width),
        height: Px(height),
        plot: across.rect(0.0, m.length, 0.0, b),
        ticks: ticks(unit, &scale)
            .map(|at| Tick {
                at,
                place: Px(across.along(scale.at(at))),
            })
            .collect(),
        unit,
        today: (scale.from <= now && now < scale.to).then(|| Px(across.along(scale.at(now)))),
        nights: shades.iter().any(|shade| !shade.weekend),
        weekends: shades.iter().any(|shade| shade.weekend),
        shades,
        tracks,
    }
}

fn ticks(unit: Unit, scale: &Scale) -> impl Iterator<Item = Civil> {
    let (from, to) = (scale.from, scale.to);
    let all = std::iter::successors(Some(unit.floor(from)), move |at| Some(unit.next(*at)));
    all.skip_while(move |at| *at < from)
        .take_while(move |at| *at <= to)
}

/// From places along and across time to places on the sheet.
struct Across<'a> {
    form: Form,
    m: &'a Measures,
}

impl Across<'_> {
    /// Where a place of the line is, in the direction of time.
    fn along(&self, a: f64) -> f64 {
        let [start, _] = self.m.ends;
        match self.form {
            Form::Wide | Form::Paper => self.m.side + start + a,
            Form::Narrow => self.m.head + start + a,
        }
    }

    fn point(&self, a: f64, b: f64) -> (Px, Px) {
        match self.form {
            Form::Wide | Form::Paper => (Px(self.along(a)), Px(self.m.head + b)),
            Form::Narrow => (Px(self.m.side + b), Px(self.along(a))),
        }
    }

    fn rect(&self, a1: f64, a2: f64, b1: f64, b2: f64) -> Rect {
        let (x, y) = self.point(a1, b1);
        let (da, db) = (Px((a2 - a1).max(0.0)), Px((b2 - b1).max(0.0)));
        match self.form {
            Form::Wide | Form::Paper => Rect {
                x,
                y,
                width: da,
                height: db,
            },
            Form::Narrow => Rect {
                x,
                y,
                width: db,
                height: da,
            },
        }
    }

    fn events(&self, timeline: &Timeline, lane: Lane, scale: &Scale, b: f64) -> Track {
        let (mut points, mut ranges): (Vec<Cluster>, Vec<Cluster>) = (Vec::new(), Vec::new());
        let own = timeline.events.iter().filter(|event| event.lane == lane);
        for at in own.filter_map(|event| event.at) {
            let (first, last) = (scale.at(at.from()), scale.at(at.to()));
            if last - first > 2.0 * self.m.apart {
                ranges.push(Cluster::of(at, first, last));
            } else {
                let middle = (first + last) / 2.0;
                points.push(Cluster::of(at, middle, middle));
            }
        }
        let points = joined(points, self.m.apart);
        let rows = rows(ranges, self.m.rows);
        let has_points = usize::from(!points.is_empty());
        let size = match has_points + rows.len() {
            0 | 1 => self.m.lane,
            more => self.m.lane + (more - 1) as f64 * self.m.row,
        };
        let middle = |row: usize| b + self.m.lane / 2.0 + row as f64 * self.m.row;
        let mark = |cluster: &Cluster, row: usize, ranged: bool| {
            let (a, b) = if ranged {
                ((cluster.first + cluster.last) / 2.0, middle(row))
            } else {
                (cluster.first, middle(row))
            };
            let (x, y) = self.point(a, b);
            Mark {
                x,
                y,
                count: cluster.count,
                sure: cluster.sure,
                from: cluster.from,
                to: cluster.to,
                range: ranged
                    .then(|| self.rect(cluster.first + 1.0, cluster.last - 1.0, b - 4.0, b + 4.0)),
            }
        };
        let mut marks: Vec<Mark> = points.iter().map(|one| mark(one, 0, false)).collect();
        for (row, ranges) in rows.iter().enumerate() {
            marks.extend(ranges.iter().map(|one| mark(one, has_points + row, true)));
        }
        Track {
            lane,
            room: self.rect(0.0, self.m.length, b, b + size),
            count: 0,
            marks,
            bars: Vec::new(),
        }
    }

    fn messages(&self, timeline: &Timeline, unit: Unit, scale: &Scale, b: f64) -> Track {
        let buckets = timeline.counted(unit);
        let most = buckets.iter().map(|bucket| bucket.minutes.len()).max();
        let most = most.unwrap_or(1).max(1) as f64;
        let room = self.m.messages - 10.0;
        let bars = buckets.into_iter().map(|bucket| {
            let tally = Tally::of(bucket.minutes);
            let (first, last) = (scale.at(bucket.from), scale.at(bucket.to));
            // Never thinner than what is seen.
            let last = (last - 1.0).max(first + 1.5);
            let size = |count: usize| (count as f64 / most * room).max(2.0);
            let rect = |from: f64, to: f64| match self.form {
                Form::Wide | Form::Paper => {
                    let foot = b + self.m.messages;
                    self.rect(first, last, foot - to, foot - from)
                }
                Form::Narrow => self.rect(first, last, b + 4.0 + from, b + 4.0 + to),
            };
            Bar {
                all: rect(0.0, size(tally.all)),
                late: (tally.late > 0).then(|| rect(0.0, size(tally.late))),
                tally,
                from: bucket.from,
                to: bucket.to,
            }
        });
        Track {
            lane: Lane::Messages,
            room: self.rect(0.0, self.m.length, b, b + self.m.messages),
            count: 0,
            marks: Vec::new(),
            bars: bars.collect(),
        }
    }

    fn shades(&self, scale: &Scale, b: f64, nights: bool, weekends: bool) -> Vec<Shade> {
        let mut shades = Vec::new();
        let mut shade = |from: Civil, to: Civil, weekend| {
            let (from, to) = (from.max(scale.from), to.min(scale.to));
            if from < to {
                let room = self.rect(scale.at(from), scale.at(to), 0.0, b);
                shades.push(Shade { room, weekend });
            }
        };
        if !nights && !weekends {
            return shades;
        }
        let hour = |day: Civil, hour: u8| Civil(day.0 + i64::from(hour) * 60);
        let mut day = scale.from.plus_days(-1);
        while day < scale.to {
            let saturday = day.day().weekday() == Weekday::Saturday;
            if weekends && saturday {
                shade(day, day.plus_days(2), true);
            }
            if nights {
                shade(
                    hour(day, NIGHT_BEGINS),
                    hour(day.plus_days(1), NIGHT_ENDS),
                    false,
                );
            }
            day = day.plus_days(1);
        }
        shades
    }
}

/// Points that would cover each other become one, at the place of the first.
fn joined(mut points: Vec<Cluster>, apart: f64) -> Vec<Cluster> {
    points.sort_by(|one, other| one.first.total_cmp(&other.first));
    let mut all: Vec<Cluster> = Vec::new();
    for point in points {
        match all.last_mut() {
            Some(last) if point.first - last.first < apart => last.join(&point),
            _ => all.push(point),
        }
    }
    all
}

/// Ranges that overlap lie below each other; those for which there is no row left join what they overlap in the last.
fn rows(mut ranges: Vec<Cluster>, most: usize) -> Vec<Vec<Cluster>> {
    ranges.sort_by(|one, other| one.first.total_cmp(&other.first));
    let mut rows: Vec<Vec<Cluster>> = Vec::new();
    for range in ranges {
        let ends = |row: &Vec<Cluster>| row.last().map_or(f64::MIN, |last| last.last);
        match rows.iter().position(|row| ends(row) <= range.first) {
            Some(free) => {
                if let Some(row) = rows.get_mut(free) {
                    row.push(range);
                }
            }
            None if rows.len() < most => rows.push(vec![range]),
            None => {
                if let Some(last) = rows.last_mut().and_then(|row| row.last_mut()) {
                    last.join(&range);
                }
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests;
