//! What a token that adds may send: facts, notes on steps, files. It reads nothing, and nothing counts before the owner
//! accepts it (seal specification, section 4).

use super::enter;
use crate::entries::{self, LONGEST_TEXT};
use crate::links::Door;
use crate::model::{Author, FactText, Nature, PieceText, When};
use crate::note::{Channel, Did, NoteText, Online, Subject};
use crate::pages::nonce_with;
use crate::service::Dossiers;
use axum::extract::multipart::Multipart;
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderMap, StatusCode};
use evidence::model::Received;
use futures::StreamExt;
use guide::deadline::From;
use kernel::date::parse;
use kernel::{Code, Fault};
use seal::entry::EntryDraft;
use serde::Deserialize;
use serde_json::json;
use store::journal::Receipt;
use store::links::Token;
use time::Date;
use ui::api::{Body, Problem, Reply, json_of};

/// The field of a form that carries the file.
const FILE: &str = "file";
/// What a program calls one addition, so that sending it again adds it once.
const KEY: &str = "idempotency-key";
/// Longest such name, in bytes.
const LONGEST_KEY: usize = 256;

/// The number of an addition, from the name that the program gave it. Its token is in it: names are guessed, and another
/// program, or another kind of addition, may use the same.
fn nonce(headers: &HeaderMap, token: &Token, kind: &str) -> Result<Option<[u8; 16]>, Problem> {
    let Some(key) = headers.get(KEY) else {
        return Ok(None);
    };
    let key = key
        .to_str()
        .ok()
        .filter(|key| (1..=LONGEST_KEY).contains(&key.len()));
    let key = key.ok_or_else(|| Problem::field("Idempotency-Key", "api-key"))?;
    Ok(Some(nonce_with(
        [0; 16],
        ["program", &token.text(), kind, key],
    )))
}

fn added(receipt: Option<Receipt>) -> Reply {
    let receipt = receipt.ok_or(Fault::new(Code::Invalid, "nothing was sent"))?;
    let said = json!({ "seq": receipt.seq, "state": "pending", "note": receipt.note });
    Ok(json_of(StatusCode::CREATED, &said))
}

async fn add(dossiers: &Dossiers, headers: &HeaderMap, token: &Token, draft: EntryDraft) -> Reply {
    let nonce = nonce(headers, token, draft.kind())?;
    let text = PieceText::default();
    added(
        dossiers
            .add_by_link(token, Some(draft), Vec::new(), &text, nonce)
            .await?,
    )
}

fn day(name: &'static str, said: Option<&str>) -> Result<Option<Date>, Problem> {
    let read = |said| parse(said).ok_or_else(|| Problem::field(name, "api-day"));
    said.map(read).transpose()
}

fn hour(name: &'static str, said: Option<String>) -> Result<Option<String>, Problem> {
    let is_hour = |said: &str| From::parse(&["2000-01-01T", said].concat()).is_some();
    match said {
        Some(said) if !is_hour(&said) => Err(Problem::field(name, "api-hour")),
        said => Ok(said),
    }
}

fn one_of<T>(
    name: &'static str,
    said: Option<&str>,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Problem> {
    let read = |said| read(said).ok_or_else(|| Problem::field(name, "api-value"));
    said.map(read).transpose()
}

/// When it happened.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
enum Said {
    Exact { on: String, hour: Option<String> },
    Around { on: String },
    Several { from: String, to: String },
    Unknown {},
}

impl Said {
    fn read(self) -> Result<When, Problem> {
        let at = |name, said: &str| {
            day(name, Some(said))?.ok_or_else(|| Problem::field(name, "api-day"))
        };
        Ok(match self {
            Self::Exact { on, hour: said } => {
                When::Exact(at("when.on", &on)?, hour("when.hour", said)?)
            }
            Self::Around { on } => When::Around(at("when.on", &on)?),
            Self::Several { from, to } => {
                let (from, to) = (at("when.from", &from)?, at("when.to", &to)?);
                if to < from {
                    return Err(Problem::field("when.to", "api-order"));
                }
                When::Several(from, to)
            }
            Self::Unknown {} => When::Unknown,
        })
    }
}

/// A fact.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FactSent {
    what: String,
    when: Option<Said>,
    published: Option<String>,
    discovered: Option<String>,
    author: Option<String>,
    #[serde(default)]
    author_name: String,
    #[serde(default)]
    place: String,
    #[serde(default)]
    platform: String,
    #[serde(default)]
    post: String,
    #[serde(default)]
    profile: String,
    #[serde(default)]
    told_by: String,
    #[serde(default)]
    held: bool,
}

impl FactSent {
    fn read(self) -> Result<FactText, Problem> {
        if self.what.trim().is_empty() {
            return Err(Problem::field("what", "api-empty"));
        }
        Ok(FactText {
            when: self.when.map(Said::read).transpose()?.unwrap_or_default(),
            published: day("published", self.published.as_deref())?,
            discovered: day("discovered", self.discovered.as_deref())?,
            author: one_of("author", self.author.as_deref(), Author::read)?.unwrap_or_default(),
            what: self.what,
            author_name: self.author_name,
            place: self.place,
            platform: self.platform,
            post: self.post,
            profile: self.profile,
            told_by: self.told_by,
            held: self.held,
        })
    }
}

pub(super) async fn fact(
    State(dossiers): State<Dossiers>,
    headers: HeaderMap,
    sent: Result<Body<FactSent>, Problem>,
) -> Reply {
    let (token, _) = enter(&dossiers, &headers).await?;
    let text = sent?.0.read()?;
    add(&dossiers, &headers, &token, entries::fact(&text, None)?).await
}

/// A note on a step of the plan.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoteSent {
    step: String,
    did: Option<String>,
    on: Option<String>,
    hour: Option<String>,
    channel: Option<String>,
    #[serde(default)]
    with: String,
    #[serde(default)]
    reference: String,
    #[serde(default)]
    words: String,
    #[serde(default)]
    address: String,
    online: Option<String>,
    next: Option<String>,
}

impl NoteSent {
    fn read(self, dossiers: &Dossiers) -> Result<NoteText, Problem> {
        if dossiers.content.action(&self.step).is_none() {
            return Err(Problem::field("step", "api-value"));
        }
        let offered = |name: &str| Did::read(name).filter(|did| Did::OFFERED.contains(did));
        let did = one_of("did", self.did.as_deref(), offered)?.unwrap_or_default();
        Ok(NoteText {
            on: day("on", self.on.as_deref())?,
            hour: hour("hour", self.hour)?.unwrap_or_default(),
            channel: one_of("channel", self.channel.as_deref(), Channel::read)?,
            with: self.with,
            reference: self.reference,
            words: self.words,
            address: self.address,
            online: one_of("online", self.online.as_deref(), Online::read)?,
            next: day("next", self.next.as_deref())?,
            ..NoteText::about(Subject::Action(self.step), did)
        })
    }
}

pub(super) async fn note(
    State(dossiers): State<Dossiers>,
    headers: HeaderMap,
    sent: Result<Body<NoteSent>, Problem>,
) -> Reply {
    let (token, _) = enter(&dossiers, &headers).await?;
    let text = sent?.0.read(&dossiers)?;
    add(&dossiers, &headers, &token, text.entry(None)?).await
}

/// A file with what is said of it. In a task of its own: a connection that breaks takes the answer away, not the end of
/// what it began.
pub(super) async fn piece(State(dossiers): State<Dossiers>, request: Request) -> Reply {
    let (token, door) = enter(&dossiers, request.headers()).await?;
    let nonce = nonce(request.headers(), &token, "piece")?;
    let form = Multipart::from_request(request, &()).await.map_err(|_| {
        Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "media",
            "a body that is no multipart form",
        )
    })?;
    let taken = tokio::spawn(async move { take(&dossiers, &token, &door, form, nonce).await });
    added(
        taken
            .await
            .map_err(|e| Fault::internal("taking a file stopped", e))??,
    )
}

async fn take(
    dossiers: &Dossiers,
    token: &Token,
    door: &Door,
    form: Multipart,
    nonce: Option<[u8; 16]>,
) -> Result<Option<Receipt>, Problem> {
    let mut received = Vec::new();
    let read = receive(dossiers, door, form, &mut received).await;
    let held = received.iter().map(|one| one.stored.id()).collect();
    let added = match read {
        Ok(text) => dossiers
            .add_by_link(token, None, received, &text, nonce)
            .await
            .map_err(Problem::from),
        Err(problem) => Err(problem),
    };
    dossiers.let_go(door.to.d, held).await?;
    added
}

/// Reads the form to its end: what is said, and one file, in any order.
async fn receive(
    dossiers: &Dossiers,
    door: &Door,
    mut form: Multipart,
    received: &mut Vec<Received>,
) -> Result<PieceText, Problem> {
    let mut text = PieceText::default();
    while let Some(mut field) = form.next_field().await.map_err(ui::protected::cut)? {
        let label = field.name().unwrap_or_default().to_owned();
        if label == FILE {
            if !received.is_empty() {
                return Err(Problem::field(FILE, "api-one-file"));
            }
            let name = field.file_name().unwrap_or_default().to_owned();
            let chunks = futures::stream::poll_fn(|task| field.poll_next_unpin(task));
            let chunks = chunks.map(|chunk| chunk.map_err(ui::protected::cut));
            let largest = dossiers.largest.min(door.link.bytes);
            let file = dossiers.receive(&door.to, &name, largest, chunks).await;
            received.push(file.map_err(|fault| match fault.code() {
                Code::Invalid => Problem::from(fault).and(FILE, "api-empty"),
                _ => fault.into(),
            })?);
            continue;
        }
        let said = ui::protected::text(field, LONGEST_TEXT).await?;
        match label.as_str() {
            "caption" => text.caption = said,
            "transcript" => text.transcript = said,
            "address" => text.address = said,
            "taken_by" => text.taken_by = said,
            "seen" => text.seen = day("seen", Some(&said))?,
            "nature" => text.nature = one_of("nature", Some(&said), Nature::read)?,
            _ => return Err(Problem::field(label, "api-field")),
        }
    }
    if received.is_empty() {
        return Err(Problem::field(FILE, "api-no-file"));
    }
    Ok(text)
}
