//! Comments and live chats that the person wrote on YouTube, as Google Takeout gives them (CSV, RFC 4180). The names of
//! the columns are those that google_takeout_parser (seanbreckenridge) reads; others are not guessed.

use super::json::{At, Json};
use super::{Format, Import, Message, Period, Sent, Why, one_line, whole_text};
use kernel::Moment;
use std::ops::Range;

/// Most columns.
const MOST_COLUMNS: usize = 40;

/// Reads a table of comments. The list may be empty.
pub(super) fn read(bytes: &[u8], period: Period) -> Result<Import, Why> {
    let mut rows = Rows {
        bytes,
        at: usize::from(bytes.starts_with(b"\xef\xbb\xbf")) * 3,
    };
    let (_, head) = rows.next().ok_or(Why::Format)?;
    let column = |names: [&str; 2]| {
        head.iter().position(|own| {
            let own = own.trim();
            names.iter().any(|name| own.eq_ignore_ascii_case(name))
        })
    };
    let sent = column(["Comment create timestamp", "Live chat create timestamp"]);
    let text = column(["Comment text", "Live chat text"]);
    let (Some(sent), Some(text)) = (sent, text) else {
        return Err(Why::Format);
    };
    let channel = column(["Channel ID", "Channel ID"]);
    let video = column(["Video ID", "Video ID"]);
    let mut import = Import::of(Format::YouTube);
    for (range, row) in rows {
        let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).map_or("", String::as_str);
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if row.len() != head.len() {
            import.unread += 1;
            continue;
        }
        let video = one_line(cell(video));
        let own = bytes.get(range.clone()).unwrap_or_default();
        let message = Message {
            sent: Moment::parse(cell(Some(sent))).map(Sent::At),
            from: one_line(cell(channel)),
            subject: match video.is_empty() {
                true => String::new(),
                false => format!("https://www.youtube.com/watch?v={video}"),
            },
            text: whole_text(&words(cell(Some(text)))),
            ..Message::at(&range, own)
        };
        import.keep(message, period)?;
    }
    Ok(import)
}

/// The text of a comment: plain, or pieces in JSON, in one object or several with commas between.
fn words(cell: &str) -> String {
    if !cell.trim_start().starts_with('{') {
        return cell.to_owned();
    }
    let list = format!("[{cell}]");
    let Some(json) = Json::new(list.as_bytes()) else {
        return cell.to_owned();
    };
    let mut text = String::new();
    for one in json.root().items() {
        match one.get("takeoutSegments") {
            Some(pieces) => pieces.items().for_each(|piece| text += &piece.said("text")),
            None => text += &one.get("text").and_then(At::text).unwrap_or_default(),
        }
    }
    text
}

/// The rows of a CSV, each with its place.
struct Rows<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Iterator for Rows<'_> {
    type Item = (Range<usize>, Vec<String>);

    fn next(&mut self) -> Option<Self::Item> {
        let first = self.at;
        let mut cells: Vec<String> = Vec::new();
        let mut cell = Vec::new();
        let mut quoted = false;
        let mut close = |cell: &mut Vec<u8>| {
            if cells.len() < MOST_COLUMNS {
                cells.push(String::from_utf8_lossy(cell).into_owned());
            }
            cell.clear();
        };
        self.bytes.get(first)?;
        while let Some(byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'"' if quoted && self.bytes.get(self.at) == Some(&b'"') => {
                    cell.push(b'"');
                    self.at += 1;
                }
                b'"' if quoted || cell.is_empty() => quoted = !quoted,
                b',' if !quoted => close(&mut cell),
                b'\n' if !quoted => break,
                b'\r' if !quoted && self.bytes.get(self.at) == Some(&b'\n') => {}
                byte => cell.push(*byte),
            }
        }
        close(&mut cell);
        Some((first..self.at, cells))
    }
}
