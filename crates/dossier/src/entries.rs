//! What each entry of a dossier holds: the parts that are committed, one by one, so that any of them
//! can be withheld later. `fold.rs` reads what is written here.
//!
//! Free text goes through *words* (seal specification, section 2), values through plain parts. An
//! empty answer makes no part.

use crate::model::{
    Author, Concerned, Copied, FactText, Nature, PieceText, Qualification, Sending, When,
};
use crate::showing::{KEPT, Shown};
use bundle::verify::Told;
use evidence::masking::Zone;
use evidence::model::{Class, Received};
use kernel::date::{iso, parse};
use kernel::{BlobId, Code, Fault};
use seal::Digest;
use seal::entry::{Entry, EntryDraft, Line};
use serde_json::{Value, json};
use time::Date;

/// What an entry tells, wherever it was read: in a journal, or in an export.
pub trait Tells {
    /// Its line.
    fn line(&self) -> &Line;
    /// The value of a part.
    fn value(&self, name: &str) -> Option<&Value>;
    /// A text; or the value of a part that is a plain string.
    fn text(&self, name: &str) -> Option<String>;
    /// Its leaf.
    fn leaf(&self) -> Digest;
    /// The sealed bytes, where they are kept.
    fn blob(&self) -> Option<BlobId>;
    /// What is kept beside the entry, in its own dossier only.
    fn local(&self, key: &str) -> Option<&Value>;
}

impl Tells for Entry {
    fn line(&self) -> &Line {
        &self.line
    }

    fn value(&self, name: &str) -> Option<&Value> {
        Self::value(self, name)
    }

    fn text(&self, name: &str) -> Option<String> {
        Self::text(self, name)
    }

    fn leaf(&self) -> Digest {
        seal::entry::leaf(&self.line_bytes)
    }

    fn blob(&self) -> Option<BlobId> {
        let blobs = self.local.get("blobs")?.as_array()?;
        blobs.first()?.as_str()?.parse().ok()
    }

    fn local(&self, key: &str) -> Option<&Value> {
        self.local.get(key)
    }
}

impl Tells for Told {
    fn line(&self) -> &Line {
        &self.line
    }

    fn value(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }

    fn text(&self, name: &str) -> Option<String> {
        let plain = || self.values.get(name).and_then(Value::as_str);
        let text = self.texts.get(name).map(String::as_str);
        text.or_else(plain).map(str::to_owned)
    }

    fn leaf(&self) -> Digest {
        self.leaf
    }

    fn blob(&self) -> Option<BlobId> {
        None
    }

    fn local(&self, _: &str) -> Option<&Value> {
        None
    }
}

/// What is kept beside the entry of a picture.
pub const LIKENESS: &str = "likeness";

/// Longest text of one field, in bytes; a longer one is a piece (seal specification, section 2).
pub const LONGEST_TEXT: usize = 64 * 1024;

/// Collects the parts of one entry, skipping what was not said.
pub(crate) struct Parts(seal::Result<EntryDraft>);

impl Parts {
    pub(crate) fn of(kind: &str) -> Self {
        Self(Ok(EntryDraft::new(kind)))
    }

    pub(crate) fn value(self, name: &str, value: impl Into<Value>) -> Self {
        match value.into() {
            Value::Null => self,
            value => Self(self.0.and_then(|draft| draft.value(name, value))),
        }
    }

    pub(crate) fn words(self, name: &str, text: &str) -> Self {
        if text.is_empty() {
            self
        } else {
            Self(self.0.and_then(|draft| draft.words(name, text)))
        }
    }

    pub(crate) fn beside(self, key: &str, value: Value) -> Self {
        Self(self.0.and_then(|draft| draft.local(key, value)))
    }

    /// What a picture looks like, beside the entry: sealed at rest, committed nowhere, in no export. It brings pictures
    /// together and proves nothing.
    pub(crate) fn looks(self, received: &Received) -> Self {
        match received.likeness {
            Some(likeness) => self.beside(LIKENESS, likeness.to_string().into()),
            None => self,
        }
    }

    pub(crate) fn done(self) -> Result<EntryDraft, Fault> {
        self.0.map_err(|error| match error {
            seal::Error::TooLong => Fault::caused(
                Code::TooLarge,
                "a text is longer than an entry holds",
                error,
            ),
            error => Fault::internal("an entry cannot be written", error),
        })
    }
}

/// A box as a committed value; one that is not ticked makes no part.
fn tick(ticked: bool) -> Value {
    if ticked {
        Value::Bool(true)
    } else {
        Value::Null
    }
}

/// A day as a committed value; none makes no part.
pub(crate) fn day(day: Option<Date>) -> Value {
    day.map_or(Value::Null, |day| Value::from(iso(day)))
}

/// The first entry: for whom the dossier is kept. The journal adds the recipient that everything is
/// sealed to.
pub fn created(concerned: Concerned) -> Result<EntryDraft, Fault> {
    Parts::of("created")
        .value("concerned", concerned.name())
        .done()
}

/// The person's own title for the dossier; a `story` entry without text.
pub fn title(text: &str) -> Result<EntryDraft, Fault> {
    Parts::of("story").words("title", text).done()
}

/// The story, in the person's own words.
pub fn story(text: &str) -> Result<EntryDraft, Fault> {
    Parts::of("story").words("text", text).done()
}

/// A fact; `of` is the first entry of the fact that this one corrects.
pub fn fact(text: &FactText, of: Option<u64>) -> Result<EntryDraft, Fault> {
    let mut parts = Parts::of("fact")
        .value("of", of)
        .value("when", when_json(&text.when))
        .value("published", day(text.published))
        .value("discovered", day(text.discovered))
        .value("author", text.author.name())
        .value("held", tick(text.held));
    for (name, text) in [
        ("what", &text.what),
        ("told-by", &text.told_by),
        ("author-name", &text.author_name),
        ("place", &text.place),
        ("platform", &text.platform),
        ("post", &text.post),
        ("profile", &text.profile),
    ] {
        parts = parts.words(name, text);
    }
    parts.done()
}

/// A piece just received, or a masked copy just made.
pub fn piece(
    received: &Received,
    number: u32,
    class: Class,
    text: &PieceText,
    copied: Option<&Copied>,
) -> Result<EntryDraft, Fault> {
    let parts = Parts::of(if copied.is_some() { "derived" } else { "piece" })
        .value("number", number)
        .value("name", received.name.as_str())
        .value("media", received.media.as_str())
        .value(
            "file",
            json!({"bytes": received.bytes, "sha256": received.sha256.to_string()}),
        )
        .value("class", class.letter())
        .value("of", copied.and_then(Copied::original))
        .value("how", copied.map_or(Value::Null, how))
        .looks(received);
    piece_text(parts, text)
}

/// How a masked copy was made: of which pieces, the first original first, and what was hidden.
fn how(copied: &Copied) -> Value {
    let hidden = copied.zones.iter().map(|zone| zone.parts().to_vec());
    json!({"from": copied.from, "hidden": hidden.collect::<Vec<_>>()})
}

/// What is said of a piece already sealed; the file itself never changes.
pub fn about_piece(of: u64, text: &PieceText) -> Result<EntryDraft, Fault> {
    piece_text(Parts::of("piece").value("of", of), text)
}

pub(crate) fn piece_text(parts: Parts, text: &PieceText) -> Result<EntryDraft, Fault> {
    let mut parts = parts
        .value("nature", text.nature.map(Nature::name))
        .value("seen", day(text.seen))
        .value("identity", tick(text.identity))
        .value("kept-back", tick(text.kept_back))
        .value(
            "facts",
            if text.facts.is_empty() {
                Value::Null
            } else {
                text.facts.clone().into()
            },
        );
    for (name, text) in [
        ("caption", &text.caption),
        ("transcript", &text.transcript),
        ("address", &text.address),
        ("taken-by", &text.taken_by),
        ("device-clock", &text.device_clock),
    ] {
        parts = parts.words(name, text);
    }
    parts.done()
}

/// What it can be: what the machine proposed, what the person chose (design, rule 6).
pub fn qualification(choice: &Qualification) -> Result<EntryDraft, Fault> {
    Parts::of("qualification")
        .value("chosen", choice.chosen.clone())
        .value("proposed", choice.proposed.clone())
        .done()
}

/// The facts that the plan needs (status, establishment, département…).
pub fn situation(facts: &Value) -> Result<EntryDraft, Fault> {
    Parts::of("qualification")
        .value("situation", said(facts))
        .done()
}

/// What was said, without what was not: committed JSON knows no null (seal specification, section 1).
fn said(value: &Value) -> Value {
    match value {
        Value::Object(map) => map
            .iter()
            .filter(|(_, v)| !v.is_null())
            .map(|(k, v)| (k.clone(), said(v)))
            .collect(),
        Value::Array(list) => list.iter().filter(|v| !v.is_null()).map(said).collect(),
        value => value.clone(),
    }
}

/// « Sceller »: its head is dated.
pub fn sealing() -> Result<EntryDraft, Fault> {
    Parts::of("step").value("action", SEALING).done()
}

/// The action of that entry; it is no step of a plan.
pub const SEALING: &str = "sceller";

/// The answers given for a letter.
pub fn letter(id: &str, answers: &Value) -> Result<EntryDraft, Fault> {
    Parts::of("letter")
        .value("letter", id)
        .value("answers", answers.clone())
        .done()
}

/// A letter made final: the digest of its PDF and the edition of the content that wrote it.
pub fn final_letter(id: &str, of: u64, pdf: &Received, edition: &str) -> Result<EntryDraft, Fault> {
    Parts::of("letter")
        .value("letter", id)
        .value("of", of)
        .value("pdf", pdf.sha256.to_string())
        .value("pdf-bytes", pdf.bytes)
        .value("edition", edition)
        .done()
}

/// A letter marked as sent; opens its deadline. Said again, it completes what was said (N049, N056).
pub fn sent(id: &str, sending: &Sending) -> Result<EntryDraft, Fault> {
    Parts::of("sent")
        .value("letter", id)
        .value("on", iso(sending.on))
        .value("received", day(sending.received))
        .value("copied", day(sending.copied))
        .words("means", &sending.means)
        .words("tracking", &sending.tracking)
        .done()
}

/// A letter that was not sent after all: it was marked by mistake.
pub fn not_sent(id: &str) -> Result<EntryDraft, Fault> {
    Parts::of("sent").value("letter", id).done()
}

/// Reads it back; without its day nothing was sent.
pub fn read_sent(entry: &dyn Tells) -> Option<Sending> {
    let date = |name: &str| entry.value(name).and_then(Value::as_str).and_then(parse);
    Some(Sending {
        seq: entry.line().seq,
        on: date("on")?,
        received: date("received"),
        copied: date("copied"),
        means: entry.text("means").unwrap_or_default(),
        tracking: entry.text("tracking").unwrap_or_default(),
    })
}

/// An export: for whom, what its PDF and its list of masks are, what it withholds and why.
pub fn export(
    recipient: &str,
    pdf: &Received,
    masks_sha256: &str,
    shown: &Shown,
) -> Result<EntryDraft, Fault> {
    let withheld: Vec<u64> = shown.withheld.keys().copied().collect();
    let reasons: Vec<&str> = shown.withheld.values().map(|why| why.name()).collect();
    Parts::of("export")
        .value("pdf", pdf.sha256.to_string())
        .value("pdf-bytes", pdf.bytes)
        .value("masks", masks_sha256)
        .value("withheld", withheld)
        .value("reasons", reasons)
        .words("recipient", recipient)
        .beside(KEPT, shown.kept())
        .done()
}

/// The reason sealed with a withdrawal: the number that lists will show as withdrawn.
pub fn withdrawal_reason(number: u32) -> String {
    format!("piece {number}")
}

/// Reads the number back.
pub fn read_withdrawal(reason: &str) -> Option<u32> {
    reason.strip_prefix("piece ")?.parse().ok()
}

/// The date of a fact as a committed value.
pub fn when_json(when: &When) -> Value {
    match when {
        When::Exact(on, Some(hour)) => json!({"kind": "exact", "on": iso(*on), "hour": hour}),
        When::Exact(on, None) => json!({"kind": "exact", "on": iso(*on)}),
        When::Around(on) => json!({"kind": "around", "on": iso(*on)}),
        When::Several(from, to) => json!({"kind": "several", "from": iso(*from), "to": iso(*to)}),
        When::Unknown => json!({"kind": "unknown"}),
    }
}

/// Reads the date of a fact; anything unreadable is "not known".
pub fn read_when(value: Option<&Value>) -> When {
    let date = |name: &str| {
        value
            .and_then(|v| v.get(name))
            .and_then(Value::as_str)
            .and_then(parse)
    };
    let kind = value
        .and_then(|v| v.get("kind"))
        .and_then(Value::as_str)
        .unwrap_or_default();
    match (kind, date("on"), date("from"), date("to")) {
        ("exact", Some(on), ..) => When::Exact(
            on,
            value
                .and_then(|v| v.get("hour"))
                .and_then(Value::as_str)
                .map(str::to_owned),
        ),
        ("around", Some(on), ..) => When::Around(on),
        ("several", _, Some(from), Some(to)) => When::Several(from, to),
        _ => When::Unknown,
    }
}

/// Reads the text of a fact back from its entry.
pub fn read_fact(entry: &dyn Tells) -> FactText {
    let text = |name: &str| entry.text(name).unwrap_or_default();
    let date = |name: &str| entry.value(name).and_then(Value::as_str).and_then(parse);
    FactText {
        what: text("what"),
        when: read_when(entry.value("when")),
        published: date("published"),
        discovered: date("discovered"),
        author: entry
            .value("author")
            .and_then(Value::as_str)
            .and_then(Author::read)
            .unwrap_or_default(),
        author_name: text("author-name"),
        place: text("place"),
        platform: text("platform"),
        post: text("post"),
        profile: text("profile"),
        told_by: text("told-by"),
        held: entry
            .value("held")
            .and_then(Value::as_bool)
            .unwrap_or(false),
    }
}

/// Reads what is said of a piece.
pub fn read_piece_text(entry: &dyn Tells) -> PieceText {
    let text = |name: &str| entry.text(name).unwrap_or_default();
    let ticked = |name: &str| entry.value(name).and_then(Value::as_bool).unwrap_or(false);
    PieceText {
        nature: entry
            .value("nature")
            .and_then(Value::as_str)
            .and_then(Nature::read),
        caption: text("caption"),
        transcript: text("transcript"),
        address: text("address"),
        seen: entry.value("seen").and_then(Value::as_str).and_then(parse),
        taken_by: text("taken-by"),
        device_clock: text("device-clock"),
        facts: numbers(entry.value("facts")),
        identity: ticked("identity"),
        kept_back: ticked("kept-back"),
    }
}

/// Reads how a masked copy was made.
pub fn read_copied(entry: &dyn Tells) -> Option<Copied> {
    let how = entry.value("how")?;
    let zone = |value: &Value| {
        let parts: Vec<u16> = value
            .as_array()?
            .iter()
            .map(|n| u16::try_from(n.as_u64()?).ok())
            .collect::<Option<_>>()?;
        let [left, top, width, height] = parts.try_into().ok()?;
        Zone::new(left, top, width, height).ok()
    };
    let zones = how.get("hidden").and_then(Value::as_array);
    Some(Copied {
        from: numbers(how.get("from")),
        zones: zones.into_iter().flatten().filter_map(zone).collect(),
    })
}

/// A list of entry numbers.
pub fn numbers(value: Option<&Value>) -> Vec<u64> {
    value
        .and_then(Value::as_array)
        .map(|list| list.iter().filter_map(Value::as_u64).collect())
        .unwrap_or_default()
}

/// A list of short names.
pub fn names(value: Option<&Value>) -> Vec<String> {
    value
        .and_then(Value::as_array)
        .map(|list| {
            list.iter()
                .filter_map(|v| v.as_str().map(str::to_owned))
                .collect()
        })
        .unwrap_or_default()
}
