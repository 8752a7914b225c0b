//! Pages of the public web captured by the server (N033, N034, N037). Asking is an entry of the person's; what it brings
//! are entries of the server's, to the dossier's public half: by then nobody need be signed in. The address asked for is
//! in memory for the time of the capture and nowhere else: a server that stops forgets it, and the page says so.

use crate::entries::{self, Parts, Tells};
use crate::model::{Case, Nature, PieceText};
use crate::service::{Dossiers, Opened};
use evidence::model::{Class, Received};
use futures::Stream;
use kernel::date::paris_date;
use kernel::ports::{Capture, CaptureOrder, Captured, NotCaptured};
use kernel::{Code, DossierId, Fault, Moment};
use seal::entry::{By, EntryDraft};
use seal::vault::Recipient;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::fs::File;
use std::io::Read;
use std::sync::{Arc, Mutex, PoisonError};
use store::blobs::Stored;
use store::journal::{self, Append, Receipt};
use store::seals;
use tokio::sync::{Notify, Semaphore};

/// The part that holds what was asked, or what came of it.
pub const PAGE: &str = "page";
/// Captures that may wait on one instance.
const WAITING: usize = 12;
/// Longest text taken over as transcription, in bytes: a longer one is in the archive.
const TRANSCRIPT: usize = 8 * 1024;

/// What the three pieces of a capture are named.
const NAMES: [&str; 3] = ["page.wacz", "compte-rendu.pdf", "page.png"];

/// A page that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageCapture {
    /// Its entry.
    pub seq: u64,
    /// When it was asked.
    pub at: Moment,
    /// The address.
    pub url: String,
    /// The numbers kept for its pieces: archive, report, picture.
    pub numbers: [u32; 3],
    /// The pieces it brought, by their entries: the archive first.
    pub pieces: Vec<u64>,
    /// What came of it.
    pub outcome: Option<Outcome>,
}

/// What came of a capture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The page is kept.
    Kept {
        /// Why not whole; ids of the port.
        short: Vec<String>,
        /// How many elements of the page are missing.
        gaps: u64,
        /// When it was seen.
        at: Option<Moment>,
        /// What it was called.
        title: String,
    },
    /// Nothing could be kept; an id: `refused`, `certificate`, `no-answer`, `too-large`, `no-browser` or `stopped`.
    Failed(String),
}

/// Captures under way.
pub struct Captures {
    /// Opens pages; none when this instance captures none.
    pub port: Option<Arc<dyn Capture>>,
    turn: Semaphore,
    running: Mutex<HashSet<(DossierId, u64)>>,
    ended: Notify,
}

impl Captures {
    /// No capture is under way.
    pub fn new(port: Option<Arc<dyn Capture>>) -> Self {
        Self {
            port,
            // A browser takes most of a small machine.
            turn: Semaphore::new(1),
            running: Mutex::default(),
            ended: Notify::new(),
        }
    }

    fn running(&self) -> std::sync::MutexGuard<'_, HashSet<(DossierId, u64)>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether this one is under way.
    pub fn is_running(&self, d: DossierId, seq: u64) -> bool {
        self.running().contains(&(d, seq))
    }

    /// Whether the instance can open pages now.
    pub fn ready(&self) -> bool {
        self.port.as_ref().is_some_and(|port| port.ready())
    }

    /// Opens a page when no other is being opened.
    ///
    /// # Errors
    /// `Internal` when the program stops.
    pub(crate) async fn one_at_a_time(
        &self,
        port: &dyn Capture,
        order: &CaptureOrder,
    ) -> Result<Result<Captured, NotCaptured>, Fault> {
        let turn = self.turn.acquire().await;
        let _turn = turn.map_err(|error| Fault::internal("captures stopped", error))?;
        Ok(port.capture(order).await)
    }

    /// Waits until it has ended, or until the patience of a page.
    pub async fn wait(&self, d: DossierId, seq: u64, patience: std::time::Duration) {
        let until = tokio::time::Instant::now() + patience;
        loop {
            let ended = self.ended.notified();
            if !self.is_running(d, seq) || tokio::time::timeout_at(until, ended).await.is_err() {
                return;
            }
        }
    }
}

/// Ends the wait whatever becomes of the task.
struct Running {
    captures: Arc<Captures>,
    key: (DossierId, u64),
}

impl Drop for Running {
    fn drop(&mut self) {
        self.captures.running().remove(&self.key);
        self.captures.ended.notify_waiters();
    }
}

/// Why nothing was kept, as sealed.
const fn failure(why: &NotCaptured) -> &'static str {
    match why {
        NotCaptured::Refused => "refused",
        NotCaptured::Certificate => "certificate",
        NotCaptured::NoAnswer => "no-answer",
        NotCaptured::TooLarge => "too-large",
        NotCaptured::NoBrowser => "no-browser",
        NotCaptured::Broken(_) => "stopped",
    }
}

impl Case {
    /// A capture by its entry.
    pub fn capture(&self, seq: u64) -> Option<&PageCapture> {
        self.captures.iter().find(|capture| capture.seq == seq)
    }

    /// Whether she took back something that it brought.
    pub fn withdrew(&self, capture: &PageCapture) -> bool {
        let mut gone = self.withdrawn.iter().map(|piece| piece.number);
        gone.any(|number| capture.numbers.contains(&number))
    }
}

/// The entry that asks.
fn asking(url: &str, full: bool, first: u32) -> Result<EntryDraft, Fault> {
    let numbers = [first, first.saturating_add(1), first.saturating_add(2)];
    Parts::of("capture")
        .value(PAGE, json!({ "url": url, "full": full }))
        .value("numbers", numbers.to_vec())
        .done()
}

/// Reads an entry of type `capture`: what was asked, or that it failed.
pub fn apply(case: &mut Case, entry: &dyn Tells) -> String {
    let line = entry.line();
    let page = entry.value(PAGE);
    let text = |name: &str| page.and_then(|page| page.get(name)).and_then(Value::as_str);
    let of = entry.value("of").and_then(Value::as_u64);
    if line.by == By::Server {
        let asked = case
            .captures
            .iter_mut()
            .find(|capture| Some(capture.seq) == of);
        let Some(asked) = asked.filter(|capture| capture.outcome.is_none()) else {
            return String::new();
        };
        asked.outcome = text("failed").map(|why| Outcome::Failed(why.to_owned()));
        return asked.url.clone();
    }
    let numbers: Vec<u32> = entry
        .value("numbers")
        .and_then(|numbers| serde_json::from_value(numbers.clone()).ok())
        .unwrap_or_default();
    let url = text("url").unwrap_or_default().to_owned();
    if let Ok(numbers) = <[u32; 3]>::try_from(numbers) {
        case.captures.push(PageCapture {
            seq: line.seq,
            at: line.at,
            url: url.clone(),
            numbers,
            pieces: Vec::new(),
            outcome: None,
        });
    }
    url
}

/// Whether a piece of the server's is one that a capture was asked for: its number is kept for it, once.
pub fn expects(case: &mut Case, entry: &dyn Tells) -> bool {
    let number = |name: &str| entry.value(name).and_then(Value::as_u64);
    let (Some(of), Some(own)) = (number("capture"), number("number")) else {
        return false;
    };
    let taken = case
        .pieces
        .iter()
        .any(|piece| u64::from(piece.number) == own);
    let Some(asked) = case.captures.iter_mut().find(|capture| capture.seq == of) else {
        return false;
    };
    if taken || !asked.numbers.iter().any(|kept| u64::from(*kept) == own) {
        return false;
    }
    asked.pieces.push(entry.line().seq);
    if let Some(page) = entry.value(PAGE) {
        let text = |name: &str| page.get(name).and_then(Value::as_str);
        asked.outcome = Some(Outcome::Kept {
            short: entries::names(page.get("short")),
            gaps: page.get("gaps").and_then(Value::as_u64).unwrap_or_default(),
            at: text("started").and_then(Moment::parse),
            title: text("title").unwrap_or_default().to_owned(),
        });
    }
    true
}

/// One thing that a capture brings, sealed and not yet named.
struct Brought {
    received: Received,
    number: u32,
    text: PieceText,
    page: Option<Value>,
}

impl Brought {
    fn draft(&self, of: u64) -> Result<EntryDraft, Fault> {
        let parts = Parts::of("piece")
            .value("number", self.number)
            .value("name", self.received.name.as_str())
            .value("media", self.received.media.as_str())
            .value(
                "file",
                json!({ "bytes": self.received.bytes, "sha256": self.received.sha256.to_string() }),
            )
            .value("class", Class::A.letter())
            .value("capture", of)
            .value(PAGE, self.page.clone().unwrap_or_default())
            .looks(&self.received);
        entries::piece_text(parts, &self.text)
    }
}

/// What is under way, for the task.
struct Asked {
    d: DossierId,
    recipient: Recipient,
    seq: u64,
    numbers: [u32; 3],
    order: CaptureOrder,
}

impl Dossiers {
    /// Asks for a page; the commit is the acknowledgement, and the capture begins.
    ///
    /// # Errors
    /// `Invalid` for what is no address of the public web, `NotFound` when this instance captures no page, `Busy`
    /// when too many wait, `Conflict` when something was added since the dossier was opened.
    pub async fn ask_capture(
        &self,
        opened: &Opened,
        typed: &str,
        full: bool,
        nonce: Option<[u8; 16]>,
    ) -> Result<Receipt, Fault> {
        let captures = &self.captures;
        let port = captures.port.clone().filter(|port| port.ready());
        let port = port.ok_or(Fault::new(
            Code::NotFound,
            "no browser to capture pages with",
        ))?;
        let url = port.accepts(typed)?;
        if captures.running().len() >= WAITING {
            return Err(Fault::new(Code::Busy, "too many captures wait"));
        }
        let recipient = opened.keyring.recipient();
        let recipient = recipient.ok_or(Fault::new(Code::Damaged, "a keyring without key"))?;
        let first = opened.case.next_piece_number();
        let draft = asking(&url, full, first)?;
        let receipt = self
            .add_next(opened, vec![(draft, Vec::new())], nonce)
            .await?;
        if receipt.replayed {
            return Ok(receipt);
        }
        let asked = Asked {
            d: opened.keyring.d,
            recipient,
            seq: receipt.seq,
            numbers: [first, first.saturating_add(1), first.saturating_add(2)],
            order: CaptureOrder {
                url,
                full,
                pdf: false,
            },
        };
        captures.running().insert((asked.d, asked.seq));
        let running = Running {
            captures: Arc::clone(captures),
            key: (asked.d, asked.seq),
        };
        let this = self.clone();
        tokio::spawn(async move {
            let _running = running;
            if let Err(fault) = this.run_capture(port.as_ref(), &asked).await {
                tracing::error!(%fault, "a capture could not be kept");
            }
        });
        Ok(receipt)
    }

    async fn run_capture(&self, port: &dyn Capture, asked: &Asked) -> Result<(), Fault> {
        match self.captures.one_at_a_time(port, &asked.order).await? {
            Ok(captured) => self.keep_capture(asked, captured).await,
            Err(why) => {
                if let NotCaptured::Broken(fault) = &why {
                    tracing::warn!(%fault, "a capture failed");
                }
                let page = json!({ "failed": failure(&why) });
                let draft = Parts::of("capture")
                    .value("of", asked.seq)
                    .value(PAGE, page)
                    .done()?;
                self.add_served(asked, vec![(draft, Vec::new())]).await
            }
        }
    }

    async fn keep_capture(&self, asked: &Asked, captured: Captured) -> Result<(), Fault> {
        let [archive, report, picture] = asked.numbers;
        let text = |caption: String| PieceText {
            nature: Some(Nature::Capture),
            caption,
            address: captured.url.clone(),
            seen: Some(paris_date(captured.started)),
            ..PieceText::default()
        };
        let page = json!({
            "short": captured.short,
            "gaps": captured.gaps.len(),
            "exchanges": captured.exchanges,
            "started": captured.started.rfc3339(),
            "ended": captured.ended.rfc3339(),
            "landed": captured.landed,
            "title": captured.title,
        });
        let mut all = Vec::new();
        let file = captured.archive.try_clone();
        let file = file.map_err(|error| Fault::internal("a capture cannot be read back", error))?;
        let mut received = self.receive_from(asked, NAMES[0], chunks(file)).await?;
        "application/wacz".clone_into(&mut received.media);
        let caption = captured.title.clone();
        all.push(Brought {
            received,
            number: archive,
            text: text(caption),
            page: Some(page),
        });
        for (number, name, bytes, said) in [
            (
                report,
                NAMES[1],
                Some(captured.report.clone()),
                String::new(),
            ),
            (
                picture,
                NAMES[2],
                captured.picture.clone(),
                transcript(&captured.text),
            ),
        ] {
            let Some(bytes) = bytes else { continue };
            let bytes = bytes::Bytes::from(bytes);
            let one = futures::stream::iter([Ok(bytes.clone())]);
            let mut received = self.receive_from(asked, name, one).await?;
            if number == picture {
                received.likeness = self.likeness_of(bytes).await;
            }
            let mut text = text(captured.title.clone());
            text.transcript = said;
            all.push(Brought {
                received,
                number,
                text,
                page: None,
            });
        }
        let drafts = all
            .into_iter()
            .map(|brought| Ok((brought.draft(asked.seq)?, vec![brought.received.stored])))
            .collect::<Result<_, Fault>>()?;
        self.add_served(asked, drafts).await
    }

    async fn receive_from(
        &self,
        asked: &Asked,
        name: &str,
        chunks: impl Stream<Item = Result<bytes::Bytes, Fault>> + Send,
    ) -> Result<Received, Fault> {
        let (store, largest) = (self.store(), u64::MAX);
        evidence::service::receive(store, asked.d, &asked.recipient, name, largest, chunks).await
    }

    /// What the server adds, in one commit, with a head that is dated: the end of a capture is when its date counts.
    async fn add_served(
        &self,
        asked: &Asked,
        drafts: Vec<(EntryDraft, Vec<Stored>)>,
    ) -> Result<(), Fault> {
        let (this, d) = (self.clone(), asked.d);
        let added = self
            .store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let mut last = None;
                    for (draft, uploads) in drafts {
                        let with = Append {
                            nonce: None,
                            uploads,
                        };
                        last = Some(
                            journal::append(tx, this.store(), d, By::Server, draft, with).await?,
                        );
                    }
                    if let Some(receipt) = last {
                        seals::keep(tx, d, receipt.size, &receipt.note).await?;
                        if this.tsa.is_some() {
                            crate::stamping::enqueue(tx, this.store(), d, receipt.size).await?;
                        }
                    }
                    Ok(())
                })
            })
            .await;
        self.work.notify_one();
        match added {
            // She deleted the dossier meanwhile: nothing is kept of it, this included.
            Err(fault) if fault.code() == Code::NotFound => Ok(()),
            added => added,
        }
    }
}

/// What the page says, beside its picture; a long text is in the archive whole.
fn transcript(text: &str) -> String {
    let text = text.trim();
    let end = text.floor_char_boundary(TRANSCRIPT);
    text.get(..end).unwrap_or_default().to_owned()
}

/// The bytes of a file, read off the async threads.
fn chunks(file: File) -> impl Stream<Item = Result<bytes::Bytes, Fault>> {
    futures::stream::try_unfold(file, |mut file| async move {
        let read = tokio::task::spawn_blocking(move || {
            let mut chunk = vec![0; 256 * 1024];
            let n = file.read(&mut chunk)?;
            chunk.truncate(n);
            Ok::<_, std::io::Error>((chunk, file))
        });
        let (chunk, file) = read
            .await
            .map_err(|error| Fault::internal("reading a capture stopped", error))?
            .map_err(|error| Fault::internal("a capture cannot be read back", error))?;
        Ok((!chunk.is_empty()).then(|| (bytes::Bytes::from(chunk), file)))
    })
}
