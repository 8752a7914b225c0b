//! Hiding parts of a picture: a grid of boxes laid over it, so that no script is needed, and the faces that are seen, when
//! she asks for them (N075).

use super::piece::found;
use super::{open, urls};
use crate::masking::NotMasked;
use crate::model::Copied;
use crate::service::Dossiers;
use accounts::pages::Visiting;
use accounts::rules::Action;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::IntoResponse;
use evidence::masking::{MOST_FACES, WHOLE, Why, Zone, can_mask};
use kernel::{Code, Fault, GrantId};
use ui::form::Choice;
use ui::{Answer, Ctx, Fields, Form, Page, Problems, Protected, Url, see_other};

/// The field of the boxes.
const FIELD: &str = "cells";
/// The field of the faces: those to hide.
const FACES: &str = "faces";
/// The hidden field of all faces that were proposed, so that a refused form shows them again without another search.
const FOUND: &str = "found";
/// The button that looks for faces: it is of the same form, so that the boxes ticked so far stay.
const LOOK: &str = "visages";
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

/// Whether faces are looked for.
#[derive(serde::Deserialize)]
pub struct Asked {
    #[serde(default)]
    visages: String,
}

/// What the search of faces gave.
enum Search {
    NotAsked,
    Found(Vec<Frame>),
    Failed(&'static str),
}

/// A frame around a face, in percent of the picture; its number may be drawn inside it.
struct Frame {
    number: usize,
    value: String,
    parts: [String; 4],
}

impl Frame {
    fn of((place, zone): (usize, &Zone)) -> Self {
        Self {
            number: place + 1,
            value: zone.to_exact(),
            parts: zone
                .parts()
                .map(|part| format!("{}.{:02}%", part / 100, part % 100)),
        }
    }

    fn choice(&self, ctx: &Ctx, zone: &Zone) -> Choice {
        let [left, top, width, height] = zone.parts();
        // A third of a side holds the middle of it: 1, 2 or 3.
        let third = |from: u16, length: u16| (from + length / 2) / (WHOLE / 3 + 1) + 1;
        let (line, column) = (third(top, height), third(left, width));
        Choice {
            value: self.value.clone(),
            label: ctx.ta(
                "mask-face",
                &[
                    ("number", &self.number),
                    ("line", &line),
                    ("column", &column),
                ],
            ),
            ..Choice::default()
        }
    }
}

#[derive(Template)]
#[template(path = "mask.html")]
struct Mask {
    ctx: Ctx,
    form: Form,
    number: u32,
    bytes: String,
    search: Search,
    faces: Vec<Choice>,
    cells: Vec<Cell>,
    error: Option<String>,
}

fn value(line: u16, column: u16) -> String {
    format!("{line}-{column}")
}

/// The faces of a field, as many as are ever proposed.
fn faces(values: impl Iterator<Item = impl AsRef<str>>) -> Result<Vec<Zone>, Why> {
    let mut faces: Vec<Zone> = Vec::new();
    for value in values {
        let face = Zone::exact(value.as_ref())?;
        if faces.len() == MOST_FACES {
            return Err(Why::NotAZone);
        }
        if !faces.contains(&face) {
            faces.push(face);
        }
    }
    Ok(faces)
}

/// The zones of the boxes and of the faces that are ticked.
fn zones(sent: &Fields) -> Result<Vec<Zone>, Why> {
    let zones = [cells(sent)?, faces(sent.all(FACES))?].concat();
    if zones.is_empty() {
        return Err(Why::NoZone);
    }
    Ok(zones)
}

/// The zones of the boxes; neighbours on a line make one.
fn cells(sent: &Fields) -> Result<Vec<Zone>, Why> {
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
        Why::NoZone => "mask-nothing",
        Why::EmptyZone | Why::NotAZone => "mask-faces-odd",
    }
}

/// The picture under its grid.
pub async fn get(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path((grant, seq)): Path<(GrantId, u64)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Read).await?;
    let piece = found(&opened, seq)?;
    if !can_mask(&piece.media) {
        return Err(Fault::new(Code::NotFound, "no picture to mask").into());
    }
    let here = urls::Mask(grant, seq);
    let mut form = Form::new(&ctx, &here);
    let before = faces(form.all(FOUND).into_iter()).unwrap_or_default();
    let sent_before = !before.is_empty();
    let seen = if sent_before {
        Some(Ok(before))
    } else if asked.visages == "oui" || form.is_chosen(LOOK, "oui") {
        Some(dossiers.faces(&opened, piece).await?)
    } else {
        None
    };
    let mut choices = Vec::new();
    let search = match seen {
        None => Search::NotAsked,
        Some(Err(NotMasked::Busy)) => Search::Failed("mask-faces-busy"),
        Some(Err(why)) => Search::Failed(in_words(why)),
        Some(Ok(zones)) => {
            let frames: Vec<Frame> = zones.iter().enumerate().map(Frame::of).collect();
            for (frame, zone) in frames.iter().zip(&zones) {
                choices.push(frame.choice(&ctx, zone));
                if !sent_before {
                    form = form.new_value(FACES, &frame.value);
                }
            }
            Search::Found(frames)
        }
    };
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
        search,
        faces: choices,
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
    let here = urls::Mask(grant, seq);
    if sent.form.get(LOOK).is_some() {
        return Ok(Form::new(&ctx, &here).filled(&sent.form).refuse(&here));
    }
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

    fn sent(field: &str, ticked: &[&str]) -> Fields {
        let sent = ticked
            .iter()
            .map(|value| (field.to_owned(), (*value).to_owned()));
        Fields(sent.collect())
    }

    fn parts(ticked: &[&str]) -> Vec<[u16; 4]> {
        let found = zones(&sent(FIELD, ticked)).unwrap_or_default();
        found.iter().map(Zone::parts).collect()
    }

    #[test]
    fn n075_a_face_is_taken_only_as_it_was_written() {
        let zones = |ticked: &[&str]| zones(&sent(FACES, ticked));
        let found = zones(&["100,200,3000,400", "0,0,1,1", "100,200,3000,400"]).expect("two");
        let found: Vec<_> = found.iter().map(Zone::parts).collect();
        assert_eq!(found, [[100, 200, 3000, 400], [0, 0, 1, 1]]);
        assert_eq!(zones(&[]), Err(Why::NoZone));
        for odd in [
            "",
            ",,,",
            "1,2,3",
            "1,2,3,4,5",
            "1,2,3,x",
            "-1,2,3,4",
            "+1,2,3,4",
            "01,2,3,4",
            "1, 2,3,4",
            "1.5,2,3,4",
            "1,2,0,4",
            "1,2,3,0",
            "9999,2,3,4",
            "10000,0,5,5",
            "1,2,3,70000",
            "1,2,3,٣",
        ] {
            assert_eq!(zones(&["0,0,5,5", odd]), Err(Why::NotAZone), "{odd}");
        }
        let many: Vec<String> = (0..=MOST_FACES).map(|n| format!("{n},0,5,5")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(zones(&many), Err(Why::NotAZone));
        assert_eq!(zones(&many[1..]).map(|all| all.len()), Ok(MOST_FACES));
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
