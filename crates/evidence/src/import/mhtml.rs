//! A page saved whole: MHTML (RFC 2557), as Chromium and Firefox's add-ons write it: `multipart/related`, each part
//! with its `Content-Location`.

use super::date::sent;
use super::mail::{Fields, named_raw, parameters, words};
use super::{Exchange, Format, Import, MOST, Message, Period, Why, bare, lines, one_line};
use std::ops::Range;

pub(super) fn read(bytes: &[u8], period: Period) -> Result<Import, Why> {
    let (head, body) = Fields::split(bytes);
    let kind = head.first("content-type").and_then(parameters);
    let is_page = kind
        .as_ref()
        .is_some_and(|kind| kind.ctype() == "multipart" && kind.subtype() == Some("related"));
    let boundary = named_raw(kind.as_ref(), "boundary").filter(|boundary| !boundary.is_empty());
    let boundary = boundary.filter(|_| is_page).ok_or(Why::Format)?;
    let sent = head.first("date").and_then(sent);
    let mut import = Import::of(Format::Mhtml);
    for range in cut(bytes, bytes.len() - body.len(), boundary.as_bytes())? {
        let own = bytes.get(range.clone()).unwrap_or_default();
        let (fields, _) = Fields::split(own);
        let kind = fields.first("content-type").and_then(parameters);
        let kind = kind.map(|kind| format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or("")));
        let place = fields.first("content-location").map(words);
        if place.is_none() && kind.is_none() {
            import.unread += 1;
            continue;
        }
        let message = Message {
            sent,
            subject: one_line(&place.unwrap_or_default()),
            text: one_line(&kind.unwrap_or_default()),
            exchange: Some(Exchange {
                status: None,
                digest: None,
            }),
            ..Message::at(&range, own)
        };
        import.keep(message, period)?;
    }
    import.done()
}

/// Where the parts stand, between lines of the boundary.
fn cut(bytes: &[u8], from: usize, boundary: &[u8]) -> Result<Vec<Range<usize>>, Why> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut open: Option<usize> = None;
    for (start, line) in lines(bytes.get(from..).unwrap_or_default()) {
        let (start, end) = (from + start, from + start + line.len());
        let rest = line.strip_prefix(b"--");
        let Some(rest) = rest.and_then(|rest| rest.strip_prefix(boundary)) else {
            continue;
        };
        let rest = bare(rest).trim_ascii_end();
        if !rest.is_empty() && rest != b"--" {
            continue;
        }
        if let Some(first) = open.replace(end) {
            if parts.len() == MOST {
                return Err(Why::TooMany);
            }
            parts.push(first..start);
        }
        if rest == b"--" {
            return Ok(parts);
        }
    }
    // A file that was cut keeps what it has.
    parts.extend(open.map(|first| first..bytes.len()));
    Ok(parts)
}
