//! Messages by day of the week and hour, as circles.

use super::{Form, Px, Rect, Shade};
use crate::timeline::hours::{DAYS, HOURS, Hours};
use crate::timeline::scale::{NIGHT_BEGINS, NIGHT_ENDS};

/// One hour of one day of the week.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// 0 is Monday.
    pub day: usize,
    pub hour: usize,
    pub count: usize,
    pub x: Px,
    pub y: Px,
    pub radius: Px,
}

impl Cell {
    /// Whether its number has room inside.
    pub fn is_wide(&self) -> bool {
        self.radius.0 >= 8.5
    }
}

/// Messages by day of the week and hour, as circles.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    pub form: Form,
    pub width: Px,
    pub height: Px,
    pub plot: Rect,
    pub cells: Vec<Cell>,
    /// Where each day stands, across hours.
    pub days: Vec<Px>,
    /// Where every third hour begins.
    pub hours: Vec<(u8, Px)>,
    pub shades: Vec<Shade>,
}

/// That drawing.
pub fn card(hours: &Hours, form: Form) -> Card {
    let most = hours.most().max(1) as f64;
    // The side, the head, the step of an hour, the step of a day.
    let (side, head, hour, day, largest) = match form {
        Form::Wide => (110.0, 30.0, 34.0, 34.0, 16.0),
        Form::Paper => (92.0, 30.0, 21.5, 24.0, 10.5),
        Form::Narrow => (52.0, 34.0, 25.0, 34.0, 12.0),
    };
    let place = |a: f64, b: f64| match form {
        Form::Wide | Form::Paper => (Px(side + a), Px(head + b)),
        Form::Narrow => (Px(side + b), Px(head + a)),
    };
    let rect = |a1: f64, a2: f64, b1: f64, b2: f64| {
        let (x, y) = place(a1, b1);
        let (width, height) = match form {
            Form::Wide | Form::Paper => (Px(a2 - a1), Px(b2 - b1)),
            Form::Narrow => (Px(b2 - b1), Px(a2 - a1)),
        };
        Rect {
            x,
            y,
            width,
            height,
        }
    };
    let (long, high) = (hour * HOURS as f64, day * DAYS as f64);
    let shade = |room, weekend| Shade { room, weekend };
    let cell = |(d, h): (usize, usize)| {
        let count = hours.at(d, h);
        let (x, y) = place((h as f64 + 0.5) * hour, (d as f64 + 0.5) * day);
        (count > 0).then(|| Cell {
            day: d,
            hour: h,
            count,
            x,
            y,
            radius: Px(((count as f64 / most).sqrt() * largest).max(3.0)),
        })
    };
    let (ends, begins) = (f64::from(NIGHT_ENDS), f64::from(NIGHT_BEGINS));
    let (width, height) = match form {
        Form::Wide | Form::Paper => (side + long + 24.0, head + high + 4.0),
        Form::Narrow => (side + high + 6.0, head + long + 8.0),
    };
    Card {
        form,
        width: Px(width),
        height: Px(height),
        plot: rect(0.0, long, 0.0, high),
        cells: (0..DAYS)
            .flat_map(|d| (0..HOURS).map(move |h| (d, h)))
            .filter_map(cell)
            .collect(),
        days: (0..DAYS)
            .map(|d| {
                let (x, y) = place(0.0, (d as f64 + 0.5) * day);
                match form {
                    Form::Wide | Form::Paper => y,
                    Form::Narrow => x,
                }
            })
            .collect(),
        hours: (0..=24_u8)
            .step_by(3)
            .map(|h| {
                let (x, y) = place(f64::from(h) * hour, 0.0);
                match form {
                    Form::Wide | Form::Paper => (h, x),
                    Form::Narrow => (h, y),
                }
            })
            .collect(),
        shades: vec![
            shade(rect(0.0, ends * hour, 0.0, high), false),
            shade(rect(begins * hour, long, 0.0, high), false),
            shade(rect(0.0, long, 5.0 * day, high), true),
        ],
    }
}
