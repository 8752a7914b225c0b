//! One mail (EML) or a box of them (MBOX).
//!
//! The structure of a message is cut here, within bounds, in a time that grows with the file. The crate
//! mail-parser reads single fields, each bounded too (names, words in other alphabets, parameters), and
//! decodes alphabets. It is not given whole messages: parts without end, or letters in letters a thousand
//! times, cost it a time that grows with the square, or the whole stack.
//!
//! A box is cut at lines that start with `From `, at its beginning or after an empty line. In the text, one
//! `>` is taken from lines that start with `>From `, `>>From ` and so on, as mboxrd asks. An mboxo file does not
//! tell a `>From ` of its own from one it made; the exact bytes keep what is there.
//!
//! A letter inside the letter is named among what is attached, and not read.

use super::date::sent;
use super::html::without_tags;
use super::{
    Format, Import, LONGEST_TEXT, Message, Period, Why, add_name, bare, lines, one_line, whole_text,
};
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::parsers::MessageStream;
use mail_parser::{ContentType, HeaderValue};
use std::borrow::Cow;
use std::ops::Range;

/// Parts in parts that are looked into.
const DEEPEST: usize = 8;
/// Parts of one message that are looked at.
const MOST_PARTS: usize = 200;
/// What is read of one field, in bytes.
const LONGEST_FIELD: usize = 2_048;
/// What is read of a signature, in bytes: it has no need of mail-parser.
const LONGEST_SIGNATURE: usize = 16_384;
/// Fields of one name that are read.
const MOST_FIELDS: usize = 20;
/// Longest name with an address, so that no name pushes its address out of sight.
const LONGEST_WITH_ADDRESS: usize = 80;
/// A text that is long enough for what is shown, in bytes.
pub(super) const ENOUGH: usize = LONGEST_TEXT * 8;

/// What is added to a very short text before it is decoded.
const PADDING: [u8; 16] = [0; 16];

/// The fields that are read; the first ones tell a mail from another text.
const WANTED: [&str; 13] = [
    "from",
    "date",
    "subject",
    "to",
    "message-id",
    "received",
    "return-path",
    "dkim-signature",
    "content-type",
    "content-transfer-encoding",
    "content-disposition",
    "content-location",
    "snapshot-content-location",
];
const OF_A_MAIL: usize = 7;

pub(super) fn eml(bytes: &[u8], period: Period) -> Result<Import, Why> {
    let range = 0..bytes.len();
    let message = message(range, bytes, &letter(Format::Eml, bytes)).ok_or(Why::Format)?;
    let mut import = Import::of(Format::Eml);
    import.keep(message, period)?;
    import.done()
}

pub(super) fn mbox(bytes: &[u8], period: Period) -> Result<Import, Why> {
    let mut import = Import::of(Format::Mbox);
    let mut after_empty = true;
    let mut open = None;
    for (start, line) in lines(bytes) {
        let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
        if after_empty
            && line.starts_with(b"From ")
            && let Some(first) = open.replace(start)
        {
            add(&mut import, bytes, first..start, period)?;
        }
        let empty = bare(line).is_empty();
        // Before the first message, only empty lines may stand.
        if open.is_none() && !empty {
            return Err(Why::Format);
        }
        after_empty = empty;
    }
    if let Some(first) = open {
        add(&mut import, bytes, first..bytes.len(), period)?;
    }
    import.done()
}

fn add(import: &mut Import, bytes: &[u8], range: Range<usize>, period: Period) -> Result<(), Why> {
    let own = bytes.get(range.clone()).unwrap_or_default();
    match message(range, own, &letter(Format::Mbox, own)) {
        Some(message) => import.keep(message, period),
        None => {
            import.unread += 1;
            Ok(())
        }
    }
}

/// The letter as it was sent, out of its bytes in the file.
pub(super) fn letter(format: Format, own: &[u8]) -> Cow<'_, [u8]> {
    let letter = match format {
        Format::Mbox => {
            let envelope = lines(own).next().map_or(0, |(_, line)| line.len());
            Cow::Owned(unquoted(own.get(envelope..).unwrap_or_default()))
        }
        _ => Cow::Borrowed(own),
    };
    let skipped = before(&letter);
    match letter {
        Cow::Borrowed(letter) => Cow::Borrowed(letter.get(skipped..).unwrap_or_default()),
        Cow::Owned(mut letter) => Cow::Owned(letter.split_off(skipped)),
    }
}

/// What stands before the first field: a mark of Unicode, empty lines.
fn before(letter: &[u8]) -> usize {
    let mark = letter.strip_prefix(b"\xef\xbb\xbf").unwrap_or(letter);
    let mut empty = lines(mark).take_while(|(_, line)| bare(line).is_empty());
    let last = empty.by_ref().last();
    letter.len() - mark.len() + last.map_or(0, |(start, line)| start + line.len())
}

/// Takes one `>` from each `>From `.
fn unquoted(letter: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(letter.len());
    for (_, line) in lines(letter) {
        let quotes = line.iter().take_while(|byte| **byte == b'>').count();
        let quoted = quotes > 0
            && line
                .get(quotes..)
                .is_some_and(|rest| rest.starts_with(b"From "));
        out.extend_from_slice(line.get(usize::from(quoted)..).unwrap_or_default());
    }
    out
}

/// Reads `letter`; None when it has no field of a mail.
fn message(range: Range<usize>, own: &[u8], letter: &[u8]) -> Option<Message> {
    let (fields, body) = Fields::split(letter);
    if !fields.is_mail {
        return None;
    }
    let mut found = Found::default();
    found.part(&fields, body, 0);
    Some(Message {
        text: found.text(),
        attached: found.attached,
        ..said(&fields, &range, own)
    })
}

/// What a head alone says; None when it has no field of a mail.
pub(super) fn head(bytes: &[u8]) -> Option<Message> {
    let (fields, _) = Fields::split(bytes);
    fields.is_mail.then(|| said(&fields, &(0..0), &[]))
}

fn said(fields: &Fields, range: &Range<usize>, own: &[u8]) -> Message {
    let from: Vec<String> = fields.all("from").flat_map(writers).collect();
    let mut message = Message {
        sent: fields.first("date").and_then(sent),
        from: one_line(&from.join(", ")),
        subject: fields
            .first("subject")
            .map(|value| one_line(&words(value)))
            .unwrap_or_default(),
        ..Message::at(range, own)
    };
    for value in fields.all("dkim-signature") {
        if let Some(domain) = signing_domain(value) {
            add_name(&mut message.signed_by, &domain);
        }
    }
    message
}

/// The fields of a head that are read, unfolded.
#[derive(Default)]
pub(super) struct Fields {
    list: Vec<(&'static str, Vec<u8>)>,
    is_mail: bool,
}

impl Fields {
    /// The head of a message or part, and what follows its empty line. A line that is no field is left out;
    /// where no empty line was ever written, it starts the text.
    pub(super) fn split(bytes: &[u8]) -> (Self, &[u8]) {
        let ends = lines(bytes).any(|(_, line)| bare(line).is_empty());
        let mut fields = Self::default();
        let mut is_open = false;
        for (start, line) in lines(bytes) {
            let content = bare(line);
            if content.is_empty() {
                let body = bytes.get(start + line.len()..).unwrap_or_default();
                return (fields, body);
            }
            if content.starts_with(b" ") || content.starts_with(b"\t") {
                if is_open {
                    fields.extend(content);
                }
                continue;
            }
            is_open = false;
            match named(content) {
                Some((name, value)) => {
                    if let Some(at) = WANTED.iter().position(|wanted| is_name(name, wanted)) {
                        is_open = fields.add(at, value);
                    }
                }
                None if ends || content.starts_with(b"From ") || content.starts_with(b">From ") => {
                }
                None => return (fields, bytes.get(start..).unwrap_or_default()),
            }
        }
        (fields, &[])
    }

    fn add(&mut self, at: usize, value: &[u8]) -> bool {
        self.is_mail |= at < OF_A_MAIL;
        let Some(name) = WANTED.get(at) else {
            return false;
        };
        if self.all(name).count() >= MOST_FIELDS {
            return false;
        }
        self.list.push((name, Vec::new()));
        self.extend(value);
        true
    }

    fn extend(&mut self, more: &[u8]) {
        if let Some((name, value)) = self.list.last_mut() {
            let most = match *name {
                "dkim-signature" => LONGEST_SIGNATURE,
                _ => LONGEST_FIELD,
            };
            let room = most.saturating_sub(value.len());
            // A field that mail-parser reads is one line: other controls would end it.
            value.extend(more.iter().take(room).map(|byte| match byte {
                0..=31 | 127 => b' ',
                other => *other,
            }));
        }
    }

    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.list
            .iter()
            .filter(move |(own, _)| *own == name)
            .map(|(_, value)| value.as_slice())
    }

    pub(super) fn first(&self, name: &str) -> Option<&[u8]> {
        self.all(name).next()
    }
}

/// Name and value of a line that is a field.
fn named(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let (name, value) = line.split_at_checked(colon)?;
    let name = name.trim_ascii_end();
    let is_field = !name.is_empty() && name.iter().all(|byte| matches!(byte, 33..=126));
    is_field.then_some((name, value.get(1..)?))
}

fn is_name(written: &[u8], wanted: &str) -> bool {
    written.eq_ignore_ascii_case(wanted.as_bytes())
}

/// A field as mail-parser wants it: UTF-8, and a line end after it. Old programs wrote Western letters as they
/// were.
fn line_of(value: &[u8]) -> Vec<u8> {
    let mut line = match std::str::from_utf8(value) {
        Ok(_) => value.to_vec(),
        // A field that was cut may end inside a letter.
        Err(error) if error.error_len().is_none() => value
            .get(..error.valid_up_to())
            .unwrap_or_default()
            .to_vec(),
        Err(_) => western(value).into_bytes(),
    };
    line.push(b'\n');
    line
}

fn western(bytes: &[u8]) -> String {
    match charset_decoder(b"windows-1252") {
        Some(decode) => decode(bytes),
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// A field of words, with those in other alphabets read.
pub(super) fn words(value: &[u8]) -> String {
    match MessageStream::new(&line_of(value)).parse_unstructured() {
        HeaderValue::Text(text) => text.into_owned(),
        _ => String::new(),
    }
}

/// The writers that a field names: name and address, as written.
fn writers(value: &[u8]) -> Vec<String> {
    let line = line_of(value);
    let HeaderValue::Address(addresses) = MessageStream::new(&line).parse_address() else {
        return vec![words(value)];
    };
    addresses
        .iter()
        .map(|one| match (one.name.as_deref(), one.address.as_deref()) {
            (Some(name), Some(address)) => {
                let name = super::cleaned(name, LONGEST_WITH_ADDRESS, false);
                format!("{name} <{address}>")
            }
            (one, other) => one.or(other).unwrap_or_default().to_owned(),
        })
        .collect()
}

/// The `d=` of a signature.
fn signing_domain(value: &[u8]) -> Option<String> {
    let value = String::from_utf8_lossy(value);
    let domain = value.split(';').find_map(|tag| {
        let (name, domain) = tag.split_once('=')?;
        (name.trim() == "d").then_some(domain)
    })?;
    Some(domain.split_whitespace().collect())
}

/// What the parts of a message hold.
#[derive(Default)]
struct Found {
    plain: String,
    html: String,
    attached: Vec<String>,
    parts: usize,
}

impl Found {
    fn text(&self) -> String {
        let plain = whole_text(&self.plain);
        if plain.is_empty() {
            whole_text(&self.html)
        } else {
            plain
        }
    }

    fn part(&mut self, fields: &Fields, body: &[u8], depth: usize) {
        self.parts += 1;
        let own = fields.first("content-type").and_then(parameters);
        let shown = fields.first("content-disposition").and_then(parameters);
        let kind = own.as_ref().map_or_else(
            || "text/plain".to_owned(),
            |own| format!("{}/{}", own.ctype(), own.subtype().unwrap_or_default()),
        );
        let named = |header: &Option<ContentType<'_>>, name: &str| {
            let value = header.as_ref()?.attribute(name)?;
            Some(words(value.as_bytes()))
        };
        let boundary = named_raw(own.as_ref(), "boundary");
        if kind.starts_with("multipart/")
            && let Some(boundary) = boundary.filter(|boundary| !boundary.is_empty())
        {
            if depth == DEEPEST {
                return add_name(&mut self.attached, &kind);
            }
            let parts = cut(body, boundary.as_bytes());
            if !parts.is_empty() {
                return self.parts_of(&parts, depth);
            }
        }
        let name = named(&shown, "filename").or_else(|| named(&own, "name"));
        let is_text = kind.starts_with("text/") || kind.starts_with("multipart/");
        let is_apart = shown.as_ref().is_some_and(ContentType::is_attachment) || name.is_some();
        if !is_text || (is_apart && depth > 0) {
            let name = name.filter(|name| !one_line(name).is_empty());
            return add_name(&mut self.attached, &name.unwrap_or(kind));
        }
        let is_html = kind == "text/html";
        let into = if is_html { &self.html } else { &self.plain };
        if into.len() >= ENOUGH {
            return;
        }
        let encoding = fields.first("content-transfer-encoding");
        let bytes = decoded(body, encoding.unwrap_or_default().trim_ascii());
        let text = in_unicode(&bytes, named_raw(own.as_ref(), "charset"));
        if is_html {
            without_tags(&text, &mut self.html);
            self.html.push('\n');
        } else {
            let shown = text
                .char_indices()
                .nth(ENOUGH)
                .map_or(text.len(), |(at, _)| at);
            self.plain.push_str(text.get(..shown).unwrap_or_default());
            self.plain.push('\n');
        }
    }

    fn parts_of(&mut self, parts: &[&[u8]], depth: usize) {
        for part in parts {
            if self.parts >= MOST_PARTS {
                return add_name(&mut self.attached, "…");
            }
            let (fields, body) = Fields::split(part);
            self.part(&fields, body, depth + 1);
        }
    }
}

/// Type and parameters of a field.
pub(super) fn parameters(value: &[u8]) -> Option<ContentType<'static>> {
    let line = line_of(value);
    match MessageStream::new(&line).parse_content_type().into_owned() {
        HeaderValue::ContentType(mut found) => {
            found.c_type = found.c_type.to_ascii_lowercase().into();
            found.c_subtype = found.c_subtype.map(|kind| kind.to_ascii_lowercase().into());
            Some(found)
        }
        _ => None,
    }
}

pub(super) fn named_raw<'a>(header: Option<&'a ContentType<'_>>, name: &str) -> Option<&'a str> {
    header?.attribute(name)
}

/// The parts of a body, between lines that start with the boundary.
pub(super) fn cut<'a>(body: &'a [u8], boundary: &[u8]) -> Vec<&'a [u8]> {
    let mut parts = Vec::new();
    let mut from = None;
    for (start, line) in lines(body) {
        let Some(rest) = line
            .strip_prefix(b"--")
            .and_then(|line| line.strip_prefix(boundary))
        else {
            continue;
        };
        let rest = rest.trim_ascii_end();
        if !rest.is_empty() && rest != b"--" {
            continue;
        }
        if let Some(from) = from {
            parts.push(bare(body.get(from..start).unwrap_or_default()));
        }
        from = (rest != b"--").then_some(start + line.len());
        if from.is_none() || parts.len() > MOST_PARTS {
            return parts;
        }
    }
    parts.extend(from.and_then(|from| body.get(from..)));
    parts
}

fn decoded<'a>(body: &'a [u8], encoding: &[u8]) -> Cow<'a, [u8]> {
    if encoding.eq_ignore_ascii_case(b"base64") {
        let letters: Vec<u8> = body
            .iter()
            .copied()
            .filter(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='))
            .collect();
        base64_decode(&letters).map_or(Cow::Borrowed(body), Cow::Owned)
    } else if encoding.eq_ignore_ascii_case(b"quoted-printable") {
        Cow::Owned(unprinted(body))
    } else {
        Cow::Borrowed(body)
    }
}

/// Reads quoted-printable; what is not written as it should stays as it is.
fn unprinted(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    for (_, line) in lines(body) {
        let content = line.trim_ascii_end();
        let (mut rest, end) = match content.strip_suffix(b"=") {
            Some(content) => (content, &b""[..]),
            None if line.ends_with(b"\n") => (content, &b"\n"[..]),
            None => (content, &b""[..]),
        };
        while let Some((byte, after)) = rest.split_first() {
            rest = after;
            let value = after
                .first_chunk::<2>()
                .filter(|_| *byte == b'=')
                .and_then(|[high, low]| Some((hex(*high)? << 4) | hex(*low)?));
            if let Some(value) = value {
                out.push(value);
                rest = after.get(2..).unwrap_or_default();
            } else {
                out.push(*byte);
            }
        }
        out.extend_from_slice(end);
    }
    out
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

/// The text of a part. Without a charset that is known, UTF-8 if it is, else Western.
pub(super) fn in_unicode(bytes: &[u8], charset: Option<&str>) -> String {
    let known = charset.and_then(|name| charset_decoder(name.trim().as_bytes()));
    match (std::str::from_utf8(bytes), known) {
        (_, Some(decode)) => {
            // Decoders of long alphabets want room for a last letter; what is added is taken out as a control.
            let mut padded = bytes.to_vec();
            if padded.len() < PADDING.len() {
                padded.extend_from_slice(&PADDING);
            }
            decode(&padded)
        }
        (Ok(text), None) => text.to_owned(),
        (Err(_), None) => western(bytes),
    }
}
