//! Messages read out of a piece (N038): one import is one entry with its list, however many there are. The file
//! itself stays what it is, and each message says which of its bytes it is.

use crate::entries::{Parts, Tells, day as day_value, names};
use crate::model::Piece;
use crate::service::{Dossiers, Opened};
use evidence::import::signed::{self, Seen, Signed, Verdict};
use evidence::import::{
    Exchange, Format, Import, LARGEST, Member, Message, Period, Sent, Why, largest, read,
};
use futures::StreamExt as _;
use kernel::date::{iso, parse};
use kernel::{Fault, Moment};
use seal::entry::EntryDraft;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use time::{Date, Time};
use tokio::sync::Semaphore;
use ui::{Words, dates};

/// Longest excerpt that the list keeps, in characters; the whole is in the piece.
const EXCERPT: usize = 400;
/// Longest list, in bytes as it is sealed: every page of the dossier reads it.
const LONGEST_LIST: usize = 2 * 1024 * 1024;

/// Files read at once in the whole program: each takes its own length in memory.
static TURNS: Semaphore = Semaphore::const_new(TURNS_OF_ALL as usize);
/// A large archive waits until it is alone.
const TURNS_OF_ALL: u32 = 2;
/// Keys asked for at once.
const AT_ONCE: usize = 8;

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
    /// Messages of other days, that were not wanted.
    pub outside: u64,
    /// The days that were wanted.
    pub period: Period,
    /// Whether signatures were checked.
    pub checked: bool,
    /// Files of the archive that messages stand in, or name.
    pub members: Vec<Member>,
    /// Other files of the archive.
    pub others: u64,
    /// Files that the list of a capture names and the capture has not.
    pub missing: u64,
    /// Files of a capture that its list does not name.
    pub unlisted: u64,
    /// The messages, in the order of the file.
    pub messages: Vec<Message>,
}

/// What was read, with the keys that were seen.
pub struct Reading {
    import: Import,
    period: Period,
    /// None when nothing was asked.
    keys: Option<Vec<Value>>,
}

/// The entry of a list.
pub fn entry(of: u64, reading: &Reading) -> Result<EntryDraft, Fault> {
    let import = &reading.import;
    let messages: Vec<Value> = import.messages.iter().map(to_json).collect();
    Parts::of("import")
        .value("of", of)
        .value("format", import.format.name())
        .value("unread", import.unread)
        .value("from", day_value(reading.period.from))
        .value("to", day_value(reading.period.to))
        .value("outside", some(import.outside))
        .value("others", some(import.others))
        .value("missing", some(import.missing))
        .value("unlisted", some(import.unlisted))
        .value(
            "keys",
            reading.keys.clone().map_or(Value::Null, Value::from),
        )
        .value(MEMBERS, list(import.members.iter().map(member_json)))
        .value(MESSAGES, messages)
        .done()
}

/// The part of the list.
pub const MESSAGES: &str = "messages";
/// The part of the files of an archive.
pub const MEMBERS: &str = "members";

/// A count as a committed value; zero makes no part.
fn some(count: u64) -> Value {
    if count == 0 {
        Value::Null
    } else {
        Value::from(count)
    }
}

/// A list as a committed value; an empty one makes no part.
fn list(values: impl Iterator<Item = Value>) -> Value {
    let values: Vec<Value> = values.collect();
    if values.is_empty() {
        Value::Null
    } else {
        Value::Array(values)
    }
}

fn member_json(member: &Member) -> Value {
    let digest = member.sha256.to_string();
    match member.claimed {
        None => json!({"name": member.name, "bytes": member.bytes, "sha256": digest}),
        Some(right) => {
            json!({"name": member.name, "bytes": member.bytes, "sha256": digest, "claimed": right})
        }
    }
}

fn to_json(message: &Message) -> Value {
    let sent = match message.sent {
        Some(Sent::At(at)) => json!({"at": at.rfc3339()}),
        Some(Sent::Local(day, time)) => json!({"on": iso(day), "hour": hour(time)}),
        None => json!({}),
    };
    let text: String = message.text.chars().take(EXCERPT).collect();
    let mut value = json!({
        "sent": sent,
        "from": message.from,
        "subject": message.subject,
        "text": text,
        "attached": message.attached,
        "signed-by": message.signed_by,
        "first": message.first,
        "bytes": message.bytes,
        "sha256": message.sha256.to_string(),
    });
    if let Some(map) = value.as_object_mut() {
        map.extend(more(message));
    }
    value
}

/// What only some messages have.
fn more(message: &Message) -> Map<String, Value> {
    let signed = message
        .signed
        .iter()
        .map(|one| json!({"domain": one.domain, "name": one.name, "verdict": one.verdict.name()}));
    let media = message.media.iter().copied().map(Value::from);
    let mut map = Map::new();
    for (name, value) in [
        ("dkim", list(signed)),
        ("in", message.member.map_or(Value::Null, Value::from)),
        ("media", list(media)),
    ] {
        if !value.is_null() {
            map.insert(name.to_owned(), value);
        }
    }
    if let Some(exchange) = &message.exchange {
        let mut told = Map::new();
        if let Some(status) = exchange.status {
            told.insert("status".to_owned(), Value::from(status));
        }
        if let Some(right) = exchange.digest {
            told.insert("digest".to_owned(), Value::from(right));
        }
        map.insert("exchange".to_owned(), Value::Object(told));
    }
    map
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
    let list = |name: &str| entry.value(name).and_then(Value::as_array);
    let day = |name: &str| entry.value(name).and_then(Value::as_str).and_then(parse);
    Some(Imported {
        seq: entry.line().seq,
        of: number("of")?,
        format: Format::read(entry.value("format")?.as_str()?)?,
        unread: number("unread").unwrap_or_default(),
        outside: number("outside").unwrap_or_default(),
        period: Period {
            from: day("from"),
            to: day("to"),
        },
        checked: list("keys").is_some(),
        members: list(MEMBERS)
            .into_iter()
            .flatten()
            .filter_map(member)
            .collect(),
        others: number("others").unwrap_or_default(),
        missing: number("missing").unwrap_or_default(),
        unlisted: number("unlisted").unwrap_or_default(),
        messages: list(MESSAGES)
            .into_iter()
            .flatten()
            .filter_map(message)
            .collect(),
    })
}

fn text(value: &Value, name: &str) -> Option<String> {
    value.get(name).and_then(Value::as_str).map(str::to_owned)
}

fn member(value: &Value) -> Option<Member> {
    Some(Member {
        name: text(value, "name")?,
        bytes: value.get("bytes")?.as_u64()?,
        sha256: text(value, "sha256")?.parse().ok()?,
        claimed: value.get("claimed").and_then(Value::as_bool),
    })
}

fn message(value: &Value) -> Option<Message> {
    let text = |name: &str| text(value, name);
    let sent = |name: &str| value.get("sent")?.get(name)?.as_str();
    let local = || Some((parse(sent("on")?)?, time_of(sent("hour")?)?));
    let list = |name: &str| {
        value
            .get(name)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
    };
    let small = |value: &Value| u32::try_from(value.as_u64()?).ok();
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
        signed: list("dkim").filter_map(signature).collect(),
        exchange: value.get("exchange").map(exchange),
        member: value.get("in").and_then(small),
        media: list("media").filter_map(small).collect(),
        first: value.get("first")?.as_u64()?,
        bytes: value.get("bytes")?.as_u64()?,
        sha256: text("sha256")?.parse().ok()?,
    })
}

fn signature(value: &Value) -> Option<Signed> {
    Some(Signed {
        domain: text(value, "domain")?,
        name: text(value, "name")?,
        verdict: Verdict::read(value.get("verdict")?.as_str()?)?,
    })
}

fn exchange(value: &Value) -> Exchange {
    let status = value.get("status").and_then(Value::as_u64);
    Exchange {
        status: status.and_then(|status| u16::try_from(status).ok()),
        digest: value.get("digest").and_then(Value::as_bool),
    }
}

fn time_of(text: &str) -> Option<Time> {
    let mut parts = text.split(':').map(str::parse::<u8>);
    let mut next = || parts.next()?.ok();
    Time::from_hms(next()?, next()?, next()?).ok()
}

/// The day of a message in a chronology. An exchange of a capture has none: a page makes hundreds of them.
pub fn day(message: &Message) -> Option<Date> {
    match message.exchange {
        Some(_) => None,
        None => message.sent.map(Sent::day),
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
    /// Whether keys can be asked for the signatures of that piece: somebody gives them, and it is a mail.
    pub fn may_ask(&self, piece: &Piece) -> bool {
        let is_mail = ["message/rfc822", "application/mbox"].contains(&piece.media.as_str());
        is_mail && self.names.is_some()
    }

    /// Reads the messages of a piece, of the days that are wanted; `asks`, with the keys of their signatures.
    pub async fn messages(
        &self,
        opened: &Opened,
        piece: &Piece,
        period: Period,
        asks: bool,
    ) -> Result<Result<Reading, Why>, Fault> {
        if piece.bytes > largest(&piece.media) {
            return Ok(Err(Why::TooLarge));
        }
        let turns = if piece.bytes > LARGEST {
            TURNS_OF_ALL
        } else {
            1
        };
        let stopped = |e| Fault::internal("reading messages stopped", e);
        let turn = TURNS
            .acquire_many(turns)
            .await
            .map_err(|e| Fault::internal("no turn", e))?;
        let bytes = self.stored_bytes(opened, piece.blob, piece.bytes).await?;
        let media = piece.media.clone();
        let asks = asks && self.may_ask(piece);
        // The turn goes with the work: a visitor who leaves does not let a third one begin.
        let first = tokio::task::spawn_blocking(move || {
            let import = read(&media, &bytes, period)?;
            let names = if asks {
                signed::names(&bytes, &import)
            } else {
                Vec::new()
            };
            Ok((turn, bytes, import, names))
        });
        let (turn, bytes, mut import, wanted) = match first.await.map_err(stopped)? {
            Ok(read) => read,
            Err(why) => return Ok(Err(why)),
        };
        let mut keys: Option<Vec<Value>> = None;
        if asks {
            let seen = self.ask(wanted).await;
            keys = Some(seen.iter().map(|(name, key)| key.to_json(name)).collect());
            let judged = tokio::task::spawn_blocking(move || {
                let seen = seen
                    .into_iter()
                    .map(|(name, key)| (name, key.seen))
                    .collect();
                signed::judge(&bytes, &mut import, &seen);
                import
            });
            import = judged.await.map_err(stopped)?;
        }
        drop(turn);
        let long: usize = import
            .messages
            .iter()
            .map(to_json)
            .chain(import.members.iter().map(member_json))
            .chain(keys.iter().flatten().cloned())
            .map(|one| one.to_string().len())
            .sum();
        if long > LONGEST_LIST {
            return Ok(Err(import.format.too_many()));
        }
        Ok(Ok(Reading {
            import,
            period,
            keys,
        }))
    }

    /// Asks for records, a few at once.
    async fn ask(&self, wanted: Vec<String>) -> BTreeMap<String, Key> {
        let Some(names) = &self.names else {
            return BTreeMap::new();
        };
        let one = |name: String| async move {
            let seen = match names.txt(&name).await {
                Ok(records) if records.iter().all(|one| one.len() <= LONGEST_RECORD) => {
                    Seen::Records(records)
                }
                _ => Seen::Nothing,
            };
            let at = self.store().clock.now();
            (name, Key { seen, at })
        };
        futures::stream::iter(wanted.into_iter().map(one))
            .buffer_unordered(AT_ONCE)
            .collect()
            .await
    }
}

/// Longest record that is kept, in bytes: the key of 4,096 bits takes 800.
const LONGEST_RECORD: usize = 4_096;

/// What the DNS said of a name, and when.
struct Key {
    seen: Seen,
    at: Moment,
}

impl Key {
    fn to_json(&self, name: &str) -> Value {
        let at = self.at.rfc3339();
        match &self.seen {
            Seen::Records(records) => json!({"name": name, "seen": at, "records": records}),
            Seen::Nothing => json!({"name": name, "seen": at}),
        }
    }
}
