//! One mail as Outlook keeps it: MSG (MS-OXMSG over a compound file, MS-CFB).
//!
//! Read: the head that the mail came with (PR_TRANSPORT_MESSAGE_HEADERS), else what Outlook noted of the writer, the
//! subject and the hour; the text, else the page of HTML; names and digests of what is attached. A text that is only in
//! RTF is not read, a letter in the letter is named. The body is not the one that was sent: no signature can be checked.

use super::html::without_tags;
use super::mail::{self, in_unicode};
use super::{Format, Import, Member, Message, Period, Sent, Why, add_name, one_line, whole_text};
use cfb::{CompoundFile, OpenOptions};
use kernel::Moment;
use std::io::{Cursor, Read};

/// How a compound file begins.
pub(crate) const MAGIC: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/// Most bytes that are taken out of one file.
const MOST: u64 = super::LARGEST;
/// Longest text that is taken out, in bytes.
const LONGEST: u64 = 4 * 1024 * 1024;
/// Most attached files.
const MOST_FILES: usize = 200;
/// Bytes kept at once of a stream.
const BUFFER: usize = 64 * 1024;

/// Properties (MS-OXPROPS).
const SUBJECT: u16 = 0x0037;
const SUBMITTED: u16 = 0x0039;
const HEADERS: u16 = 0x007d;
const SENDER_NAME: u16 = 0x0c1a;
const SENDER_ADDRESS: u16 = 0x0c1f;
const DELIVERED: u16 = 0x0e06;
const BODY: u16 = 0x1000;
const HTML: u16 = 0x1013;
const FILE: u16 = 0x3701;
const SHORT_NAME: u16 = 0x3704;
const LONG_NAME: u16 = 0x3707;
const SENDER_SMTP: u16 = 0x5d01;
const MESSAGE_CLASS: u16 = 0x001a;

pub(super) fn read(bytes: &[u8], period: Period) -> Result<Import, Why> {
    bounded(bytes)?;
    let options = OpenOptions::new().max_buffer_size(BUFFER);
    let file = options
        .open_with(Cursor::new(bytes))
        .map_err(|_| Why::Format)?;
    let mut msg = Msg { file, left: MOST };
    let class = msg.text("", MESSAGE_CLASS)?;
    if !class.to_ascii_uppercase().starts_with("IPM.NOTE") {
        return Err(Why::Format);
    }
    let head = msg.text("", HEADERS)?;
    let mut message = match mail::head(head.as_bytes()) {
        Some(message) => message,
        None => Message {
            from: msg.writer()?,
            ..Message::at(&(0..0), &[])
        },
    };
    let noted = msg.text("", SUBJECT)?;
    if message.subject.is_empty() {
        message.subject = one_line(&noted);
    }
    if message.sent.is_none() {
        message.sent = msg.noted_hour()?;
    }
    message.text = whole_text(&msg.words()?);
    let mut import = Import::of(Format::Msg);
    for place in msg.attached() {
        let name = msg.text(&place, LONG_NAME)?;
        let name = match name.is_empty() {
            true => msg.text(&place, SHORT_NAME)?,
            false => name,
        };
        add_name(&mut message.attached, &name);
        let Some(member) = msg.member(&place, &name)? else {
            // A letter in the letter, or what stands elsewhere.
            import.unread += 1;
            continue;
        };
        message
            .media
            .push(u32::try_from(import.members.len()).unwrap_or(u32::MAX));
        import.members.push(member);
    }
    let whole = Message::at(&(0..bytes.len()), bytes);
    let message = Message {
        first: whole.first,
        bytes: whole.bytes,
        sha256: whole.sha256,
        ..message
    };
    import.keep(message, period)?;
    import.done()
}

/// Refuses a file whose list of tables (DIFAT, MS-CFB 2.5) is longer than the file can need: whoever opens it keeps
/// every table named, as often as it is named.
fn bounded(bytes: &[u8]) -> Result<(), Why> {
    /// Tables that the header names itself.
    const IN_HEADER: usize = 109;
    /// The last number of a sector; those above it end the list.
    const LAST: u32 = 0xffff_fffa;
    let number = |at: usize| {
        let four = bytes.get(at..).and_then(|rest| rest.first_chunk::<4>());
        four.map(|four| u32::from_le_bytes(*four))
    };
    let sector = match bytes.get(30..32) {
        Some([9, 0]) => 512,
        Some([12, 0]) => 4096,
        _ => return Err(Why::Format),
    };
    let in_table = sector / size_of::<u32>();
    let most = bytes.len() / sector / in_table + IN_HEADER + in_table;
    let mut named = IN_HEADER;
    let mut next = number(68);
    while let Some(place) = next.filter(|place| *place <= LAST) {
        named += in_table - 1;
        if named > most {
            return Err(Why::Broken);
        }
        let place = usize::try_from(place).unwrap_or(usize::MAX);
        let end = place.saturating_add(2).saturating_mul(sector);
        next = number(end.saturating_sub(size_of::<u32>()));
    }
    Ok(())
}

struct Msg<'a> {
    file: CompoundFile<Cursor<&'a [u8]>>,
    /// How many bytes may still be taken out.
    left: u64,
}

impl Msg<'_> {
    /// Gives a stream piece by piece; false when it is not there.
    fn unpack(&mut self, path: &str, mut take: impl FnMut(&[u8])) -> Result<bool, Why> {
        if !self.file.is_stream(path) {
            return Ok(false);
        }
        let mut stream = self.file.open_stream(path).map_err(|_| Why::Broken)?;
        let mut buffer = vec![0; BUFFER];
        loop {
            let count = stream.read(&mut buffer).map_err(|_| Why::Broken)?;
            let piece = buffer.get(..count).unwrap_or_default();
            if piece.is_empty() {
                return Ok(true);
            }
            self.left = self.left.checked_sub(count as u64).ok_or(Why::Bomb)?;
            take(piece);
        }
    }

    fn bytes(&mut self, place: &str, property: u16, kind: u16) -> Result<Option<Vec<u8>>, Why> {
        let mut bytes = Vec::new();
        let path = format!("{place}/__substg1.0_{property:04X}{kind:04X}");
        let most = usize::try_from(LONGEST).unwrap_or(usize::MAX);
        let found = self.unpack(&path, |piece| {
            let room = most.saturating_sub(bytes.len());
            bytes.extend(piece.iter().take(room));
        })?;
        Ok(found.then_some(bytes))
    }

    /// A text: UTF-16, or the alphabet of the machine that wrote it, told Western where it is no UTF-8.
    fn text(&mut self, place: &str, property: u16) -> Result<String, Why> {
        if let Some(bytes) = self.bytes(place, property, 0x001f)? {
            let units = bytes.as_chunks::<2>().0.iter();
            let units: Vec<u16> = units.map(|two| u16::from_le_bytes(*two)).collect();
            return Ok(String::from_utf16_lossy(&units));
        }
        let bytes = self.bytes(place, property, 0x001e)?;
        Ok(in_unicode(&bytes.unwrap_or_default(), None))
    }

    fn writer(&mut self) -> Result<String, Why> {
        let name = self.text("", SENDER_NAME)?;
        let address = match self.text("", SENDER_SMTP)? {
            address if address.is_empty() => self.text("", SENDER_ADDRESS)?,
            address => address,
        };
        Ok(
            match (name.is_empty(), address.is_empty() || name == address) {
                (_, true) => one_line(&name),
                (true, false) => one_line(&address),
                (false, false) => {
                    let name: String = one_line(&name).chars().take(80).collect();
                    one_line(&format!("{name} <{address}>"))
                }
            },
        )
    }

    /// When it was handed over, or came in: hundreds of nanoseconds since 1601, in UTC.
    fn noted_hour(&mut self) -> Result<Option<Sent>, Why> {
        /// Seconds from 1601 to 1970.
        const TO_1970: u64 = 11_644_473_600;
        /// The head of the list, at the top of a file.
        const HEAD: usize = 32;
        let mut list = Vec::new();
        self.unpack("/__properties_version1.0", |piece| {
            let room = BUFFER.saturating_sub(list.len());
            list.extend(piece.iter().take(room));
        })?;
        let entries = list.get(HEAD..).unwrap_or_default().as_chunks::<16>().0;
        for wanted in [SUBMITTED, DELIVERED] {
            let tag = (u32::from(wanted) << 16 | 0x0040).to_le_bytes();
            let entry = entries.iter().find(|entry| entry.starts_with(&tag));
            let hour = entry.and_then(|entry| entry.last_chunk::<8>());
            let seconds = hour.map(|hour| u64::from_le_bytes(*hour) / 10_000_000);
            let seconds = seconds.and_then(|seconds| seconds.checked_sub(TO_1970));
            if let Some(seconds) = seconds.and_then(|seconds| i64::try_from(seconds).ok()) {
                return Ok(Some(Sent::At(Moment::from_seconds(seconds))));
            }
        }
        Ok(None)
    }

    fn words(&mut self) -> Result<String, Why> {
        let plain = self.text("", BODY)?;
        if !plain.trim().is_empty() {
            return Ok(plain);
        }
        let html = match self.bytes("", HTML, 0x0102)? {
            Some(bytes) => in_unicode(&bytes, None),
            None => self.text("", HTML)?,
        };
        let mut words = String::new();
        without_tags(&html, &mut words);
        Ok(words)
    }

    /// The places of what is attached.
    fn attached(&self) -> Vec<String> {
        let Ok(entries) = self.file.read_storage("/") else {
            return Vec::new();
        };
        let names = entries
            .filter(cfb::Entry::is_storage)
            .map(|one| one.name().to_owned());
        let attached = names.filter(|name| name.starts_with("__attach_version1.0_#"));
        attached
            .map(|name| format!("/{name}"))
            .take(MOST_FILES)
            .collect()
    }

    fn member(&mut self, place: &str, name: &str) -> Result<Option<Member>, Why> {
        let mut hasher = seal::Hasher::new();
        let mut bytes = 0;
        let path = format!("{place}/__substg1.0_{FILE:04X}0102");
        let found = self.unpack(&path, |piece| {
            hasher.update(piece);
            bytes += piece.len() as u64;
        })?;
        Ok(found.then(|| Member {
            name: one_line(name),
            bytes,
            sha256: hasher.finish(),
            claimed: None,
        }))
    }
}

#[cfg(test)]
mod tests;
