//! What is sent, byte for byte: server-sent events (HTML Standard, section 9.2).

use super::Event;
use bytes::Bytes;
use std::fmt::Write as _;
use ui::Lang;

/// What an update is for the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Name {
    /// A question as it is now, with its answers: one `li`.
    Question,
    /// A question that is not shown any more: the id of its element.
    Gone,
    /// The session's own state: what stands in `#live-state`.
    Session,
    /// Too much was missed: the page is to be loaded again.
    Reload,
}

impl Name {
    /// As the page hears it.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Gone => "gone",
            Self::Session => "session",
            Self::Reload => "reload",
        }
    }
}

/// One change, ready to be sent to everyone.
#[derive(Debug, Clone)]
pub struct Update {
    /// Its number.
    pub seq: u64,
    /// What it is.
    pub name: Name,
    fr: Bytes,
    en: Bytes,
}

impl Update {
    /// What `event` looks like in both languages.
    pub fn new(event: Event, name: Name, fr: &str, en: &str) -> Self {
        Self {
            seq: event.seq,
            name,
            fr: message(event.seq, name, fr),
            en: message(event.seq, name, en),
        }
    }

    pub(super) fn reload(event: Event) -> Self {
        let bytes = reload(event.seq);
        Self {
            seq: event.seq,
            name: Name::Reload,
            fr: bytes.clone(),
            en: bytes,
        }
    }

    #[cfg(test)]
    pub(super) fn made(seq: u64, fr: Bytes) -> Self {
        Self {
            seq,
            name: Name::Session,
            fr,
            en: Bytes::new(),
        }
    }

    /// The message; a reference to the same bytes for everyone.
    pub fn bytes(&self, lang: Lang) -> Bytes {
        match lang {
            Lang::Fr => self.fr.clone(),
            Lang::En => self.en.clone(),
        }
    }

    pub(super) fn size(&self) -> usize {
        self.fr.len().saturating_add(self.en.len())
    }
}

/// The whole message of an update. A line break of any kind ends a field, and each line of the text is a field.
fn message(seq: u64, name: Name, data: &str) -> Bytes {
    let mut out = String::with_capacity(data.len() + 64);
    // Writing to a string cannot fail.
    let _ = write!(out, "id:{seq}\nevent:{}\n", name.text());
    for line in data.replace("\r\n", "\n").split(['\n', '\r']) {
        // The space is taken off by the reader: a line that begins with one keeps its own.
        let _ = writeln!(out, "data: {line}");
    }
    out.push('\n');
    out.into()
}

/// What a listener is told who missed too much: it carries the number from which it goes on.
pub(super) fn reload(seq: u64) -> Bytes {
    message(seq, Name::Reload, "")
}

/// What a listener is told first: from where it goes on, and how long to wait before it comes back when the connection is
/// lost. The wait goes by its number, so that those who lose it together come back over a time.
pub(super) fn welcome(seq: u64, number: u64) -> Bytes {
    let wait = 2_000 + (number % 64) * 125;
    format!("retry:{wait}\nid:{seq}\n\n").into()
}

/// Says nothing.
pub(super) const HEARTBEAT: Bytes = Bytes::from_static(b":\n\n");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_is_read_back_whole_and_nothing_in_it_is_taken_for_more() {
        let sent = message(
            7,
            Name::Question,
            " <li>\r\nid:8\rdata: x\n\nevent:gone\n</li>\n",
        );
        let sent = std::str::from_utf8(&sent).unwrap();
        assert!(sent.starts_with("id:7\nevent:question\n") && sent.ends_with("\n\n"));
        assert_eq!(sent.matches("\n\n").count(), 1, "one message");
        let data: Vec<_> = sent
            .lines()
            .filter_map(|line| line.strip_prefix("data: "))
            .collect();
        assert_eq!(
            data.join("\n"),
            " <li>\nid:8\ndata: x\n\nevent:gone\n</li>\n"
        );
        assert_eq!(
            sent.lines().filter(|line| line.starts_with("id:")).count(),
            1
        );
    }

    #[test]
    fn those_who_lose_the_connection_together_come_back_over_a_time() {
        let waits: std::collections::BTreeSet<_> = (0..64).map(|n| welcome(1, n)).collect();
        assert_eq!(waits.len(), 64);
        assert_eq!(welcome(9, 0), "retry:2000\nid:9\n\n");
    }
}
