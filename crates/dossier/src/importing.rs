//! Messages read out of a piece (N038): one import is one entry with its list, however many there are. The file
//! itself stays what it is, and each message says which of its bytes it is.

use crate::entries::{Parts, Tells, names};
use crate::model::Piece;
use crate::service::{Dossiers, Opened};
use evidence::import::{Format, Import, LARGEST, Message, Sent, Why, read};
use kernel::date::{iso, paris_date};
use kernel::{Fault, Moment};
use seal::entry::EntryDraft;
use serde_json::{Value, json};
use time::{Date, Time};
use ui::{Words, dates};

/// Longest excerpt that the list keeps, in characters; the whole is in the piece.
const EXCERPT: usize = 400;
/// Longest list, in bytes as it is sealed: every page of the dossier reads it.
const LONGEST_LIST: usize = 2 * 1024 * 1024;

/// A list of messages, as it is sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Its entry.
    pub seq: u64,
    /// The piece that they come from.
    pub of: u64,
    /// What the file is.
    pub format: Format,
    /// Lines or messages that were not recognised.
    pub unread: u64,
    /// The messages, in the order of the file.
    pub messages: Vec<Message>,
}

/// The entry of a list.
pub fn entry(of: u64, import: &Import) -> Result<EntryDraft, Fault> {
    let messages: Vec<Value> = import.messages.iter().map(to_json).collect();
    Parts::of("import")
        .value("of", of)
        .value("format", import.format.name())
        .value("unread", import.unread)
        .value(MESSAGES, messages)
        .done()
}

/// The part of the list.
pub const MESSAGES: &str = "messages";

fn to_json(message: &Message) -> Value {
    let sent = match message.sent {
        Some(Sent::At(at)) => json!({"at": at.rfc3339()}),
        Some(Sent::Local(day, time)) => json!({"on": iso(day), "hour": hour(time)}),
        None => json!({}),
    };
    let text: String = message.text.chars().take(EXCERPT).collect();
    json!({
        "sent": sent,
        "from": message.from,
        "subject": message.subject,
        "text": text,
        "attached": message.attached,
        "signed-by": message.signed_by,
        "first": message.first,
        "bytes": message.bytes,
        "sha256": message.sha256.to_string(),
    })
}

fn hour(time: Time) -> String {
    format!(
        "{:02}:{:02}:{:02}",
        time.hour(),
        time.minute(),
        time.second()
    )
}

/// Reads a list back; a message that is damaged is left out.
pub fn imported(entry: &dyn Tells) -> Option<Imported> {
    let number = |name: &str| entry.value(name).and_then(Value::as_u64);
    let messages = entry.value(MESSAGES).and_then(Value::as_array);
    Some(Imported {
        seq: entry.line().seq,
        of: number("of")?,
        format: Format::read(entry.value("format")?.as_str()?)?,
        unread: number("unread").unwrap_or_default(),
        messages: messages.into_iter().flatten().filter_map(message).collect(),
    })
}

fn message(value: &Value) -> Option<Message> {
    let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    let sent = |name: &str| value.get("sent")?.get(name)?.as_str();
    let local = || Some((kernel::date::parse(sent("on")?)?, time_of(sent("hour")?)?));
    Some(Message {
        sent: match sent("at").and_then(Moment::parse) {
            Some(at) => Some(Sent::At(at)),
            None => local().map(|(day, time)| Sent::Local(day, time)),
        },
        from: text("from")?,
        subject: text("subject")?,
        text: text("text")?,
        attached: names(value.get("attached")),
        signed_by: names(value.get("signed-by")),
        first: value.get("first")?.as_u64()?,
        bytes: value.get("bytes")?.as_u64()?,
        sha256: text("sha256")?.parse().ok()?,
    })
}

fn time_of(text: &str) -> Option<Time> {
    let mut parts = text.split(':').map(str::parse::<u8>);
    let mut next = || parts.next()?.ok();
    Time::from_hms(next()?, next()?, next()?).ok()
}

/// The day of a message: that of Paris when it says its zone, else the one that the telephone showed.
pub fn day(message: &Message) -> Option<Date> {
    match message.sent? {
        Sent::At(at) => Some(paris_date(at)),
        Sent::Local(day, _) => Some(day),
    }
}

/// When a message says that it was sent.
pub fn when(w: Words, message: &Message) -> String {
    match message.sent {
        Some(Sent::At(at)) => dates::moment(w, at),
        Some(Sent::Local(day, time)) => {
            let hour = format!("{:02}:{:02}", time.hour(), time.minute());
            let date = dates::day(w, day);
            w.ta("messages-local", &[("date", &date), ("hour", &hour)])
        }
        None => w.t("fact-when-unknown"),
    }
}

impl Dossiers {
    /// Reads the messages of a piece.
    pub async fn messages(
        &self,
        opened: &Opened,
        piece: &Piece,
    ) -> Result<Result<Import, Why>, Fault> {
        if piece.bytes > LARGEST {
            return Ok(Err(Why::TooLarge));
        }
        let bytes = self.stored_bytes(opened, piece.blob, piece.bytes).await?;
        let media = piece.media.clone();
        let import = tokio::task::spawn_blocking(move || read(&media, &bytes))
            .await
            .map_err(|e| Fault::internal("reading messages stopped", e))?;
        Ok(import.and_then(|import| {
            let list = import.messages.iter().map(to_json);
            let long = list.map(|message| message.to_string().len()).sum::<usize>();
            if long > LONGEST_LIST {
                return Err(Why::TooMany);
            }
            Ok(import)
        }))
    }
}
