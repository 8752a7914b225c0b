//! Drawings of time as SVG: inside a page, where the style sheet dresses them, or alone, for paper and files.

use crate::drawing::card::Card;
use crate::drawing::{Bar, Drawing, Form, Mark, Px, Track};
use crate::timeline::hours::{Hours, Tally};
use crate::timeline::scale::{self, Civil};
use crate::timeline::{Lane, Timeline, Window};
use askama::Template;
use ui::{Html, Words, dates};

/// A drawing that stands alone carries its own dress: black on white, readable without any colour.
const STYLE: &str = "text{font-family:sans-serif;fill:#14201f}\
.preau-draw__label{font-size:15px;font-weight:700}.preau-draw__small{font-size:12.5px}.preau-draw__number{font-size:12.5px;font-weight:700;fill:#fff}\
.preau-draw__night{fill:#dbe3e6}.preau-draw__dots{fill:#5d6b6a}.preau-draw__line{stroke:#b9c4c2;stroke-width:1;fill:none}\
.preau-draw__base{stroke:#475553;stroke-width:1;fill:none}.preau-draw__mark{fill:#0b5d5e;stroke:#fff;stroke-width:1.5}\
.preau-draw__flap{fill:none;stroke:#fff;stroke-width:1.5}.preau-draw__stroke{fill:none;stroke:#0b5d5e;stroke-width:4}\
.preau-draw__mark--alert{fill:#b3261e}.preau-draw__stroke--alert{stroke:#b3261e}\
.preau-draw__mark--unsure{fill:#fff;stroke:#0b5d5e;stroke-dasharray:3 2}.preau-draw__number--unsure{fill:#14201f}\
.preau-draw__range{fill:#8fc1bb;stroke:#0b5d5e;stroke-width:1}.preau-draw__range--unsure{fill:#fff;stroke-dasharray:4 3}\
.preau-draw__bar{fill:#7fb0ac}.preau-draw__late{stroke:#052f30;stroke-width:2.2}.preau-draw__late-room{fill:#7fb0ac}\
.preau-draw__today{stroke:#14201f;stroke-width:1.5;stroke-dasharray:2 3}";

/// What a drawing says of itself.
pub struct Saying {
    /// Its name.
    pub title: String,
    /// What it shows, in words.
    pub about: String,
}

#[derive(Template)]
#[template(path = "drawing_frise.html")]
struct Frise<'a> {
    w: Words,
    id: &'a str,
    alone: bool,
    drawing: &'a Drawing,
    saying: &'a Saying,
}

#[derive(Template)]
#[template(path = "drawing_card.html")]
struct HourCard<'a> {
    w: Words,
    id: &'a str,
    alone: bool,
    card: &'a Card,
    saying: &'a Saying,
}

/// One shape of a lane, for a legend.
#[derive(Template)]
#[template(path = "drawing_shape.html")]
struct Shape {
    lane: Lane,
    unsure: bool,
}

/// The line of time as SVG; `id` is unique in the page.
pub fn frise(w: Words, id: &str, drawing: &Drawing, saying: &Saying, alone: bool) -> Html {
    Html::of(&Frise {
        w,
        id,
        alone,
        drawing,
        saying,
    })
}

/// Messages by day of the week and hour as SVG.
pub fn card(w: Words, id: &str, card: &Card, saying: &Saying, alone: bool) -> Html {
    Html::of(&HourCard {
        w,
        id,
        alone,
        card,
        saying,
    })
}

impl Frise<'_> {
    fn wide(&self) -> bool {
        self.drawing.form != Form::Narrow
    }

    fn style(&self) -> &'static str {
        STYLE
    }

    fn lane(&self, track: &Track) -> String {
        self.w.t(&["frise-lane-", track.lane.name()].concat())
    }

    fn tick(&self, at: &Civil) -> String {
        self.drawing.unit.label(self.w, *at)
    }

    fn shape(&self, track: &Track, mark: &Mark) -> Html {
        Html::of(&Shape {
            lane: track.lane,
            unsure: !mark.sure,
        })
    }

    fn head(&self, track: &Track) -> Html {
        Html::of(&Shape {
            lane: track.lane,
            unsure: false,
        })
    }

    fn mark(&self, track: &Track, mark: &Mark) -> String {
        let args: [(&str, &dyn std::fmt::Display); 3] = [
            ("when", &period(self.w, mark.from, mark.to)),
            ("sort", &self.lane(track)),
            ("count", &mark.count),
        ];
        self.w.ta("frise-mark", &args)
    }

    /// What the highest bar stands for.
    fn most(&self, track: &Track) -> Option<String> {
        let most = track.bars.iter().map(|bar| bar.tally.all).max()?;
        Some(self.w.ta("frise-most", &[("count", &most)]))
    }

    fn bar(&self, bar: &Bar) -> String {
        let said = messages(self.w, bar.tally);
        format!("{} : {said}", period(self.w, bar.from, bar.to))
    }

    /// Half the width of the shape around a number.
    fn half(&self, mark: &Mark) -> Px {
        Px(mark.width().0 / 2.0)
    }
}

impl HourCard<'_> {
    fn wide(&self) -> bool {
        self.card.form != Form::Narrow
    }

    fn style(&self) -> &'static str {
        STYLE
    }

    fn day(&self, day: &usize) -> String {
        if self.wide() {
            day_name(self.w, *day)
        } else {
            day_name(self.w, *day).chars().take(2).collect()
        }
    }

    fn hour(&self, hour: &u8) -> String {
        scale::hour(self.w, *hour)
    }

    fn cell(&self, day: &usize, hour: &usize, count: &usize) -> String {
        let hour = u8::try_from(*hour).unwrap_or_default();
        format!(
            "{}, {} : {}",
            day_name(self.w, *day),
            scale::hour(self.w, hour),
            self.w.ta("frise-messages", &[("count", count)])
        )
    }
}

impl Shape {
    fn is_strokes(&self) -> bool {
        matches!(self.lane, Lane::Answers | Lane::Refusals)
    }

    /// Drawn around 0, 0.
    fn path(&self) -> &'static str {
        match self.lane {
            Lane::Facts => "M-8 0A8 8 0 1 1 8 0A8 8 0 1 1 -8 0Z",
            Lane::Messages => "M-8 7V0H-3V7ZM-2 7V-8H3V7ZM4 7V-3H9V7Z",
            Lane::Pieces => "M-7.5 -7.5H7.5V7.5H-7.5Z",
            Lane::Steps => "M0 -10L10 0L0 10L-10 0Z",
            Lane::Letters => "M-10 -7H10V7H-10Z",
            Lane::Answers => "M-9 0L-3 6L9 -7",
            Lane::Refusals => "M-7 -7L7 7M-7 7L7 -7",
            Lane::Exports => "M-9 -7H9L0 9Z",
        }
    }

    fn is_letter(&self) -> bool {
        self.lane == Lane::Letters
    }

    fn is_alert(&self) -> bool {
        self.lane == Lane::Refusals
    }
}

/// « lundi », by its place in the week.
pub fn day_name(w: Words, day: usize) -> String {
    w.t(&["frise-day-", &day.to_string()].concat())
}

/// « 43 messages, dont 31 entre 22 h et 6 h ».
pub fn messages(w: Words, tally: Tally) -> String {
    let key = if tally.late == 0 {
        "frise-messages"
    } else {
        "frise-messages-late"
    };
    w.ta(key, &[("count", &tally.all), ("late", &tally.late)])
}

/// One day, or from one day to another; the end is not part of it.
pub fn period(w: Words, from: Civil, to: Civil) -> String {
    let (first, last) = (from.day(), to.max(from.next()).before().day());
    if first == last {
        dates::plain_day(w, first)
    } else {
        let ends = [first, last].map(|day| dates::plain_day(w, day));
        let [from, to] = ends;
        w.ta("frise-period", &[("from", &from), ("to", &to)])
    }
}

/// What the line of time says in words: how many of each sort, from when to when.
pub fn saying(w: Words, timeline: &Timeline, window: Window) -> Saying {
    let counts = Lane::ALL.into_iter().filter_map(|lane| {
        let count = timeline.dated(lane);
        let sort = w.t(&["frise-lane-", lane.name()].concat());
        let args: [(&str, &dyn std::fmt::Display); 2] = [("sort", &sort), ("count", &count)];
        (count > 0).then(|| w.ta("frise-count", &args))
    });
    let counts: Vec<String> = counts.collect();
    let [from, to] = [window.from, window.to].map(|day| dates::plain_day(w, day));
    let title = if from == to {
        w.ta("frise-drawing-day", &[("date", &from)])
    } else {
        w.ta("frise-drawing-days", &[("from", &from), ("to", &to)])
    };
    Saying {
        title,
        about: w.ta("frise-drawing-about", &[("counts", &counts.join(", "))]),
    }
}

/// The same of the messages by hour.
pub fn saying_hours(w: Words, tally: Tally) -> Saying {
    Saying {
        title: w.t("frise-hours-caption"),
        about: w.ta(
            "frise-hours-about",
            &[
                ("said", &messages(w, tally)),
                ("night", &tally.night),
                ("weekend", &tally.weekend),
            ],
        ),
    }
}

/// Rows of the table of hours: the hour, seven days, the sum; hours without any message are left out.
pub fn hour_rows(w: Words, hours: &Hours) -> Vec<Vec<String>> {
    let row = |hour: usize| {
        let sum = hours.at_hour(hour);
        let name = u8::try_from(hour).unwrap_or_default();
        let name = w.ta(
            "frise-hour-from",
            &[
                ("from", &scale::hour(w, name)),
                ("to", &scale::hour(w, name.saturating_add(1))),
            ],
        );
        let days = (0..7).map(|day| hours.at(day, hour).to_string());
        (sum > 0).then(|| {
            [name]
                .into_iter()
                .chain(days)
                .chain([sum.to_string()])
                .collect()
        })
    };
    (0..24).filter_map(row).collect()
}

/// The columns of that table.
pub fn hour_heads(w: Words) -> Vec<String> {
    let days = (0..7).map(|day| day_name(w, day));
    [w.t("frise-hour")]
        .into_iter()
        .chain(days)
        .chain([w.t("frise-sum")])
        .collect()
}
