//! The grid as files, and read back from the one that a spreadsheet keeps. Pure.

use crate::model::{Found, Grid, SOURCE, criteria};
use crate::rules::standing;
use csv::{ReaderBuilder, StringRecord, Trim};
use kernel::date::iso;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use time::Date;

/// The largest file read, in bytes: every criterion with its longest note.
pub const LARGEST: usize = 1024 * 1024;

/// The columns that are read; the others are for whoever fills them.
const COLUMNS: [&str; 3] = ["critere", "etat", "note"];

/// What makes a spreadsheet take a cell for a formula.
const ACTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A cell that a spreadsheet takes for text, whatever it begins with (OWASP, CSV injection).
fn cell(text: &str) -> String {
    let guard = if text.starts_with(ACTS) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

/// The grid for a spreadsheet: UTF-8 with its mark, semicolons, CRLF.
pub fn csv(grid: &Grid) -> String {
    let mut out = String::from("\u{feff}critere;intitule;etat;note;date;source\r\n");
    for one in criteria() {
        let line = grid.get(&one.id);
        let cells = [
            cell(&one.id),
            cell(&one.title),
            cell(line.map_or(Found::Untested, |line| line.found).name()),
            cell(line.map_or("", |line| &line.note)),
            cell(&line.map(|line| iso(line.on)).unwrap_or_default()),
            cell(SOURCE),
        ];
        out.push_str(&cells.join(";"));
        out.push_str("\r\n");
    }
    out
}

/// The grid for programs, with what it shows that day.
pub fn json(grid: &Grid, today: Date) -> Value {
    let found = standing(grid, today);
    let lines = criteria().map(|one| {
        let line = grid.get(&one.id);
        json!({
            "criterion": one.id,
            "title": one.title,
            "state": line.map_or(Found::Untested, |line| line.found).name(),
            "note": line.map_or("", |line| &line.note),
            "on": line.map(|line| iso(line.on)),
        })
    });
    json!({
        "source": SOURCE,
        "access": found.access.name(),
        "rate": found.rate(),
        "met": found.met,
        "applied": found.applied,
        "untested": found.untested,
        "since": found.on.map(iso),
        "criteria": lines.collect::<Vec<_>>(),
    })
}

/// A line of the file: criterion, what was found, note.
pub type Read = (String, Found, String);

/// Why a file is not taken, and on which of its lines (the first is 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Larger than [`LARGEST`].
    TooLarge,
    /// Not UTF-8.
    NotUtf8,
    /// One of the columns `critere`, `etat`, `note` is missing.
    NoColumn,
    /// No line below the names of the columns.
    Empty,
    /// Not as many cells as columns; often a quote that is not closed.
    Cells,
    /// No criterion has this number.
    Criterion,
    /// A criterion stands twice.
    Twice,
    /// Not a state of the reference.
    State,
    /// A note longer than [`crate::service::LONGEST`].
    Note,
}

/// Reads a grid that left as a spreadsheet, or says of each wrong line what is wrong. Semicolons or commas; a criterion
/// that the file does not name stays as it is.
///
/// # Errors
/// The wrong lines, with what is wrong; nothing of the file is to be kept then.
pub fn read(bytes: &[u8]) -> Result<Vec<Read>, Vec<(u64, Why)>> {
    let whole = |why| vec![(1, why)];
    if bytes.len() > LARGEST {
        return Err(whole(Why::TooLarge));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| whole(Why::NotUtf8))?;
    // A line ends by one sign, so that lines are counted as an editor counts them.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let first = text.lines().next().unwrap_or_default();
    let separator = if first.contains(';') { b';' } else { b',' };
    let mut reader = ReaderBuilder::new()
        .delimiter(separator)
        .trim(Trim::All)
        .from_reader(text.as_bytes());
    let names = reader.headers().cloned().unwrap_or_default();
    let place = |column: &str| names.iter().position(|name| name == column);
    let [Some(id), Some(state), Some(note)] = COLUMNS.map(place) else {
        return Err(whole(Why::NoColumn));
    };
    let (mut lines, mut wrong, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                wrong.push((line, Why::Cells));
                continue;
            }
        };
        let at = record.position().map_or(0, csv::Position::line);
        match line(&record, (id, state, note)) {
            Err(why) => wrong.push((at, why)),
            Ok(line) if !seen.insert(line.0.clone()) => wrong.push((at, Why::Twice)),
            Ok(line) => lines.push(line),
        }
    }
    if wrong.is_empty() && lines.is_empty() {
        return Err(whole(Why::Empty));
    }
    if wrong.is_empty() {
        Ok(lines)
    } else {
        Err(wrong)
    }
}

fn line(record: &StringRecord, (id, state, note): (usize, usize, usize)) -> Result<Read, Why> {
    let of = |place: usize| record.get(place).unwrap_or_default();
    let known = criteria().find(|one| one.id == of(id));
    let known = known.ok_or(Why::Criterion)?;
    let found = Found::read(of(state)).ok_or(Why::State)?;
    // The guard of a cell that could have acted.
    let note = match of(note).strip_prefix('\'') {
        Some(rest) if rest.starts_with(ACTS) => rest,
        _ => of(note),
    };
    if note.chars().count() > crate::service::LONGEST {
        return Err(Why::Note);
    }
    Ok((known.id.clone(), found, note.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Line;
    use time::macros::date;

    #[test]
    fn a_note_cannot_act_in_a_spreadsheet() {
        let line = Line {
            found: Found::Missed,
            note: "=1+1; \"x\"".to_owned(),
            on: date!(2026 - 11 - 22),
        };
        let out = csv(&Grid::from([("1.1".to_owned(), line)]));
        assert!(
            out.contains(";\"non-conforme\";\"'=1+1; \"\"x\"\"\";\"2026-11-22\";"),
            "{out}"
        );
        assert_eq!(out.lines().count(), 107);
    }

    #[test]
    fn what_left_as_a_spreadsheet_comes_back_as_it_was() {
        let on = date!(2026 - 11 - 22);
        let of = |found, note: &str| Line {
            found,
            note: note.to_owned(),
            on,
        };
        let grid = Grid::from([
            ("1.1".to_owned(), of(Found::Met, "")),
            (
                "1.10".to_owned(),
                of(Found::Aside, "une « note » ; \"dite\"\nsur deux lignes"),
            ),
            ("13.12".to_owned(), of(Found::Missed, "=1+1")),
        ]);
        let back = read(csv(&grid).as_bytes()).unwrap();
        assert_eq!(back.len(), 106);
        for (id, found, note) in back {
            let line = grid.get(&id);
            assert_eq!(
                found,
                line.map_or(Found::Untested, |line| line.found),
                "{id}"
            );
            assert_eq!(note, line.map_or("", |line| &line.note), "{id}");
        }
    }

    #[test]
    fn each_wrong_line_says_what_is_wrong() {
        let said = |text: &str| read(text.as_bytes()).unwrap_err();
        assert_eq!(said("critere;note\n1.1;\n"), [(1, Why::NoColumn)]);
        assert_eq!(said("critere;etat;note\n"), [(1, Why::Empty)]);
        let many = "critere,etat,note\n1.1,conforme,\n1.1,conforme,\n14.1,conforme,\n1.2,bien,\n1.3,conforme\n";
        let wrong = [
            (3, Why::Twice),
            (4, Why::Criterion),
            (5, Why::State),
            (6, Why::Cells),
        ];
        assert_eq!(said(many), wrong);
        assert_eq!(said(&many.replace('\n', "\r\n")), wrong);
        let long = ["critere;etat;note\n1.1;conforme;", &"a".repeat(2_001), "\n"].concat();
        assert_eq!(said(&long), [(2, Why::Note)]);
        assert_eq!(read(&[b'c', 0xff]).unwrap_err(), [(1, Why::NotUtf8)]);
        assert_eq!(
            read(&vec![b' '; LARGEST + 1]).unwrap_err(),
            [(1, Why::TooLarge)]
        );
    }
}
