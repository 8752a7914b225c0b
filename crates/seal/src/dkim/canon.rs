//! The two writings that are signed (RFC 6376, section 3.4): as it stands, or with white space made even.

use std::borrow::Cow;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Simple,
    Relaxed,
}

impl Form {
    pub(super) fn read(name: &str) -> Option<Self> {
        match name.trim().to_ascii_lowercase().as_str() {
            "simple" => Some(Self::Simple),
            "relaxed" => Some(Self::Relaxed),
            _ => None,
        }
    }
}

/// Every line feed after a carriage return.
pub(super) fn with_line_ends(bytes: &[u8]) -> Cow<'_, [u8]> {
    let before = |at: usize| at.checked_sub(1).and_then(|at| bytes.get(at));
    let is_lone = |at: usize| before(at) != Some(&b'\r');
    let mut feeds = (0..bytes.len()).filter(|at| bytes.get(*at) == Some(&b'\n'));
    if !feeds.any(is_lone) {
        return Cow::Borrowed(bytes);
    }
    let mut out = Vec::with_capacity(bytes.len() + bytes.len() / 16);
    for (at, byte) in bytes.iter().enumerate() {
        if *byte == b'\n' && is_lone(at) {
            out.push(b'\r');
        }
        out.push(*byte);
    }
    Cow::Owned(out)
}

const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// A field with its line end.
pub(super) fn field(form: Form, name: &[u8], value: &[u8]) -> Vec<u8> {
    if form == Form::Simple {
        return [name, b":", value].concat();
    }
    let mut out = name.trim_ascii_end().to_ascii_lowercase();
    out.push(b':');
    let unfolded = value.iter().filter(|byte| !matches!(byte, b'\r' | b'\n'));
    even(unfolded.copied(), &mut out, true);
    out.extend_from_slice(b"\r\n");
    out
}

/// Each run of white space as one space, none at the end; none at the start either when `at_start`.
fn even(bytes: impl Iterator<Item = u8>, out: &mut Vec<u8>, at_start: bool) {
    let start = out.len();
    let mut waiting = false;
    for byte in bytes {
        if is_space(byte) {
            waiting = true;
            continue;
        }
        if waiting && !(at_start && out.len() == start) {
            out.push(b' ');
        }
        waiting = false;
        out.push(byte);
    }
}

/// Gives the body piece by piece. Empty lines at its end are not signed.
pub(super) fn body(form: Form, bytes: &[u8], mut take: impl FnMut(&[u8])) {
    let mut empty = 0_usize;
    let mut some = false;
    for line in Lines(bytes) {
        let line = match form {
            Form::Simple => Cow::Borrowed(line),
            Form::Relaxed => {
                let mut out = Vec::with_capacity(line.len());
                even(line.iter().copied(), &mut out, false);
                Cow::Owned(out)
            }
        };
        if line.is_empty() {
            empty += 1;
            continue;
        }
        for _ in 0..std::mem::take(&mut empty) {
            take(b"\r\n");
        }
        take(&line);
        take(b"\r\n");
        some = true;
    }
    if !some && form == Form::Simple {
        take(b"\r\n");
    }
}

/// The lines between CR LF, without them.
pub(super) struct Lines<'a>(pub(super) &'a [u8]);

impl<'a> Iterator for Lines<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if self.0.is_empty() {
            return None;
        }
        // Every line feed follows a carriage return by now.
        let end = self.0.iter().position(|byte| *byte == b'\n');
        let (line, rest) = self.0.split_at(end.map_or(self.0.len(), |end| end + 1));
        self.0 = rest;
        Some(line.strip_suffix(b"\r\n").unwrap_or(line))
    }
}
