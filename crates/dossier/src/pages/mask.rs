//! Hiding parts of a picture: a grid of boxes laid over it, so that no script is needed (N075).

use super::piece::found;
use super::{open, urls};
use crate::masking::NotMasked;
use crate::model::Copied;
use crate::service::Dossiers;
use accounts::pages::Visiting;
use accounts::rules::Action;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use evidence::masking::{WHOLE, Why, Zone, can_mask};
use kernel::{Code, Fault, GrantId};
use ui::{Answer, Ctx, Fields, Form, Page, Problems, Protected, Url, see_other};

/// The field of the boxes.
const FIELD: &str = "cells";
/// Lines of the grid: words stand in lines, so that lines are the finer cut.
const LINES: u16 = 12;
/// Columns of the grid.
const COLUMNS: u16 = 6;

struct Cell {
    id: String,
    value: String,
    label: String,
    ticked: bool,
}

#[derive(Template)]
#[template(path = "mask.html")]
struct Mask {
    ctx: Ctx,
    form: Form,
    number: u32,
    bytes: String,
    cells: Vec<Cell>,
    error: Option<String>,
}

fn value(line: u16, column: u16) -> String {
    format!("{line}-{column}")
}

/// The zones of the boxes that are ticked; neighbours on a line make one.
fn zones(sent: &Fields) -> Result<Vec<Zone>, Why> {
    let edge = |n: u16, of: u16| {
        let place = u32::from(WHOLE) * u32::from(n) / u32::from(of);
        u16::try_from(place).unwrap_or(WHOLE)
    };
    let ticked = |line, column| sent.all(FIELD).any(|sent| sent == value(line, column));
    let mut zones = Vec::new();
    for line in 1..=LINES {
        let mut column = 1;
        while column <= COLUMNS {
            let first = column;
            while column <= COLUMNS && ticked(line, column) {
                column += 1;
            }
            if column > first {
                let (left, top) = (edge(first - 1, COLUMNS), edge(line - 1, LINES));
                let (right, bottom) = (edge(column - 1, COLUMNS), edge(line, LINES));
                zones.push(Zone::new(left, top, right - left, bottom - top)?);
            }
            column += 1;
        }
    }
    if zones.is_empty() {
        return Err(Why::NoZone);
    }
    Ok(zones)
}

const fn in_words(why: NotMasked) -> &'static str {
    let why = match why {
        NotMasked::Busy => return "mask-busy",
        NotMasked::Picture(why) => why,
    };
    match why {
        Why::Format => "mask-format",
        Why::Unreadable => "mask-unreadable",
        Why::TooLarge => "mask-too-large",
        Why::Turned => "mask-turned",
        Why::Moving => "mask-moving",
        Why::NoZone | Why::EmptyZone | Why::NotAZone => "mask-nothing",
    }
}

/// The picture under its grid.
pub async fn get(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path((grant, seq)): Path<(GrantId, u64)>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Read).await?;
    let piece = found(&opened, seq)?;
    if !can_mask(&piece.media) {
        return Err(Fault::new(Code::NotFound, "no picture to mask").into());
    }
    let form = Form::new(&ctx, &urls::Mask(grant, seq));
    let cells = (1..=LINES)
        .flat_map(|line| (1..=COLUMNS).map(move |column| (line, column)))
        .map(|(line, column)| {
            let value = value(line, column);
            Cell {
                // The first one carries the field's own id, where the summary of problems leads.
                id: if (line, column) == (1, 1) {
                    FIELD.to_owned()
                } else {
                    format!("{FIELD}-{value}")
                },
                label: ctx.ta("mask-cell", &[("line", &line), ("column", &column)]),
                ticked: form.is_chosen(FIELD, &value),
                value,
            }
        })
        .collect();
    Ok(Page::new(Mask {
        number: piece.number,
        bytes: urls::PieceBytes(grant, seq).path(),
        cells,
        error: form.error(FIELD),
        form,
        ctx: ctx.with_back(&urls::Piece(grant, seq)),
    })
    .into_response())
}

/// Makes the copy, a new piece. The same one asked for again is kept once, and shown.
pub async fn post(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path((grant, seq)): Path<(GrantId, u64)>,
    sent: Protected<Fields>,
) -> Answer {
    let mut opened = open(&dossiers, &visiting, grant, Action::Write).await?;
    let piece = found(&opened, seq)?;
    let before = piece.copied.as_ref();
    let from = before.map_or(&[][..], |copied| &copied.from);
    let hidden = before.map_or(&[][..], |copied| &copied.zones);
    let made = match zones(&sent.form) {
        Ok(more) => {
            let more = more.into_iter().filter(|zone| !hidden.contains(zone));
            let copied = Copied {
                from: from.iter().copied().chain([seq]).collect(),
                zones: hidden.iter().copied().chain(more).collect(),
            };
            let received = dossiers.masked(&opened, piece, &copied).await?;
            received.map(|received| (received, copied))
        }
        Err(why) => Err(NotMasked::Picture(why)),
    };
    let (received, copied) = match made {
        Ok(made) => made,
        Err(why) => {
            let here = urls::Mask(grant, seq);
            let mut problems = Problems::new();
            problems.add(FIELD, in_words(why));
            return Ok(Form::new(&ctx, &here)
                .filled(&sent.form)
                .problems(problems)
                .refuse(&here));
        }
    };
    loop {
        match dossiers.add_copy(&opened, &received, &copied).await {
            Err(fault) if fault.code() == Code::Conflict => {
                opened = open(&dossiers, &visiting, grant, Action::Write).await?;
            }
            copy => return Ok(see_other(&urls::Piece(grant, copy?))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(ticked: &[&str]) -> Vec<[u16; 4]> {
        let sent = ticked
            .iter()
            .map(|cell| (FIELD.to_owned(), (*cell).to_owned()));
        let found = zones(&Fields(sent.collect())).unwrap_or_default();
        found.iter().map(Zone::parts).collect()
    }

    #[test]
    fn neighbours_on_a_line_make_one_zone_without_gaps() {
        assert_eq!(parts(&[]), [[0; 4]; 0]);
        assert_eq!(parts(&["0-1", "13-1", "1-7", "x", ""]), [[0; 4]; 0]);
        assert_eq!(parts(&["1-1"]), [[0, 0, 1666, 833]]);
        assert_eq!(
            parts(&["1-1", "1-2", "1-4", "2-6", "12-5", "12-6"]),
            [
                [0, 0, 3333, 833],
                [5000, 0, 1666, 833],
                [8333, 833, 1667, 833],
                [6666, 9166, 3334, 834],
            ]
        );
        let all: Vec<String> = (1..=LINES)
            .flat_map(|line| (1..=COLUMNS).map(move |column| value(line, column)))
            .collect();
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        let whole = parts(&all);
        assert!(
            whole
                .iter()
                .all(|[left, _, width, _]| (*left, *width) == (0, WHOLE))
        );
        assert_eq!(whole.iter().map(|zone| zone[3]).sum::<u16>(), WHOLE);
    }
}
