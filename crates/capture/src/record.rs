//! Every exchange of the page, its frames and its workers. The `Fetch` domain holds each answer until its body is kept;
//! the `Network` domain tells, beside it, everything that the browser asked for: what was asked for and is not kept
//! becomes a gap with a name (`account`).

use crate::account::settle;
use crate::cdp::{Cdp, Event};
use crate::model::{Exchange, Gap, GapKind, Headers, Kept, limits};
use crate::spool::Spool;
use crate::take::{Taken, again, take};
use kernel::{Clock, Fault, Moment};
use outbound::Relay;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Semaphore;

/// Something that the browser asked for.
pub struct Asked {
    /// Its address, without fragment.
    pub url: String,
    method: String,
    kind: String,
    /// What the browser sent.
    pub sent: Headers,
    /// When.
    pub at: Moment,
    /// Index of its exchange.
    pub kept: Option<usize>,
    /// How it ended.
    pub ended: Option<Ended>,
}

/// How a request ended, in the browser's account.
pub enum Ended {
    /// Answered whole.
    Whole,
    /// Answered by a cache.
    Cached,
    /// Answered by the browser itself (it knew that the site wants TLS): no site was asked.
    Own,
    /// Not answered.
    Failed {
        /// The browser's words.
        text: String,
        /// By the page itself.
        given_up: bool,
    },
}

/// What is known so far. A hostile page may ask for anything any number of times: past a limit, things are counted.
#[derive(Default)]
pub struct Log {
    /// By the browser's request id: each redirection is one more.
    pub asked: HashMap<String, Vec<Asked>>,
    /// The ids in their order.
    pub order: Vec<String>,
    /// What was kept.
    pub exchanges: Vec<Exchange>,
    /// What is missing.
    pub gaps: Gaps,
    /// What else happened.
    pub events: Vec<Value>,
    /// The addresses that the window went through, redirections included.
    pub path: Vec<String>,
    /// Requests, events and answers past the limits.
    pub dropped: usize,
    /// Answers being kept.
    taking: usize,
    last: Option<tokio::time::Instant>,
    certificates: HashSet<String>,
}

/// What is missing, each address once for each reason.
#[derive(Default)]
pub struct Gaps {
    list: Vec<Gap>,
    known: HashSet<(String, GapKind)>,
    more: usize,
}

impl Gaps {
    /// Names one more.
    pub fn add(&mut self, gap: Gap) {
        if self.list.len() >= limits::TOLD {
            self.more += 1;
        } else if self.known.insert((gap.url.clone(), gap.kind)) {
            self.list.push(gap);
        }
    }

    /// Names one even when there are too many.
    pub fn last(&mut self, gap: Gap) {
        self.list.push(gap);
    }

    /// Those named.
    pub fn iter(&self) -> impl Iterator<Item = &Gap> {
        self.list.iter()
    }

    /// Those named, and how many are not.
    pub fn list(mut self) -> Vec<Gap> {
        if self.more > 0 {
            self.list.push(Gap {
                url: String::new(),
                kind: GapKind::TooLong,
                detail: format!("{} more that are not told one by one", self.more),
            });
        }
        self.list
    }
}

/// The recorder of one capture.
pub struct Recorder {
    pub(crate) cdp: Arc<Cdp>,
    pub(crate) clock: Arc<dyn Clock>,
    /// Bodies read at once: each is held in memory before it is kept.
    pub(crate) turns: Semaphore,
    /// The window's frame.
    window: String,
    spool: Mutex<Spool>,
    log: Mutex<Log>,
}

/// What was recorded.
pub struct Recorded {
    /// The exchanges, in the order of their answers.
    pub exchanges: Vec<Exchange>,
    /// What is missing.
    pub gaps: Vec<Gap>,
    /// What else happened, for the events' file.
    pub events: Vec<Value>,
    /// The addresses that the window went through, redirections included.
    pub path: Vec<String>,
}

/// A text field.
pub fn text(value: &Value, key: &str) -> String {
    value
        .get(key)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

/// Whether an address goes over the network.
pub(crate) fn is_web(url: &str) -> bool {
    url.starts_with("http://") || url.starts_with("https://")
}

fn without_fragment(url: &str) -> String {
    let url = url.split('#').next().unwrap_or_default();
    url.chars().take(limits::ADDRESS).collect()
}

pub(crate) fn header_map(value: Option<&Value>) -> Headers {
    value
        .and_then(Value::as_object)
        .map(|map| {
            map.iter()
                .map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()))
                .collect()
        })
        .unwrap_or_default()
}

/// The list form of the `Fetch` domain: the order of the site, doubles kept.
pub fn header_list(value: Option<&Value>) -> Headers {
    value
        .and_then(Value::as_array)
        .map(|list| {
            list.iter()
                .map(|one| (text(one, "name"), text(one, "value")))
                .collect()
        })
        .unwrap_or_default()
}

impl Log {
    fn note(&mut self, event: Value) {
        if self.events.len() < limits::TOLD {
            self.events.push(event);
        } else {
            self.dropped += 1;
        }
    }

    /// The window goes to another address.
    fn went(&mut self, url: &str) {
        if is_web(url) && self.path.last().map(String::as_str) != Some(url) && self.path.len() < 100
        {
            self.path.push(url.to_owned());
        }
    }
}

impl Recorder {
    /// A recorder that keeps bodies in `spool`.
    pub fn new(cdp: Arc<Cdp>, clock: Arc<dyn Clock>, spool: Spool, window: String) -> Arc<Self> {
        Arc::new(Self {
            cdp,
            clock,
            turns: Semaphore::new(limits::AT_ONCE),
            window,
            spool: Mutex::new(spool),
            log: Mutex::default(),
        })
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The bodies.
    pub fn spool(&self) -> MutexGuard<'_, Spool> {
        self.spool.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps bytes, unless the capture holds enough.
    pub(crate) fn keep(&self, bytes: &[u8]) -> Result<Option<Kept>, Fault> {
        let mut spool = self.spool();
        if spool.len() + bytes.len() as u64 > limits::KEPT {
            return Ok(None);
        }
        spool
            .keep(bytes)
            .map(Some)
            .map_err(|error| Fault::writing("a capture has no room to work", error))
    }

    /// Notes something for the events' file.
    pub fn event(&self, what: &str, mut fields: Value) {
        let at = self.clock.now().rfc3339();
        if let Some(fields) = fields.as_object_mut() {
            fields.insert("at".into(), at.into());
            fields.insert("event".into(), what.into());
        }
        self.log().note(fields);
    }

    /// Names something missing.
    pub fn gap(&self, url: &str, kind: GapKind, detail: impl Into<String>) {
        let (url, detail) = (without_fragment(url), detail.into());
        self.log().gaps.add(Gap { url, kind, detail });
    }

    /// The addresses that the window went through so far.
    pub fn path(&self) -> Vec<String> {
        self.log().path.clone()
    }

    /// The window shows the answer of this address.
    pub fn landed(&self, url: &str) {
        let mut log = self.log();
        log.went(&without_fragment(url));
        log.note(json!({ "at": self.clock.now().rfc3339(), "event": "navigated", "url": url }));
    }

    /// How long nothing has been asked nor answered; none while something is under way.
    pub fn quiet(&self) -> Option<std::time::Duration> {
        let log = self.log();
        let busy = log.taking > 0
            || log.asked.values().flatten().any(|one| {
                one.ended.is_none()
                    && one.kept.is_none()
                    && is_web(&one.url)
                    && one.kind != "EventSource"
            });
        (!busy).then(|| {
            log.last
                .map_or(std::time::Duration::ZERO, |last| last.elapsed())
        })
    }

    /// The main document's answer: status and headers of the last one for this address.
    pub fn answer(&self, url: &str) -> Option<(u16, Headers)> {
        let wanted = without_fragment(url);
        let log = self.log();
        let mut found = log.exchanges.iter().rev();
        found
            .find(|one| one.url == wanted && one.kind == "Document")
            .map(|one| (one.status, one.headers.clone()))
    }

    /// Treats an event of a session.
    pub fn hear(self: &Arc<Self>, event: &Event) {
        let params = &event.params;
        match event.method.as_str() {
            "Network.requestWillBeSent" => self.asks(params),
            "Network.requestWillBeSentExtraInfo" => self.sends(params),
            "Network.responseReceived" => self.receives(params),
            "Network.requestServedFromCache" => self.ends(params, Ended::Cached),
            "Network.loadingFinished" => self.ends(params, Ended::Whole),
            "Network.loadingFailed" => {
                let blocked = text(params, "blockedReason");
                let text = text(params, "errorText");
                let canceled = params.get("canceled").and_then(Value::as_bool) == Some(true);
                self.ends(
                    params,
                    Ended::Failed {
                        given_up: (canceled || text == "net::ERR_ABORTED") && blocked.is_empty(),
                        text: if blocked.is_empty() {
                            text
                        } else {
                            format!("{text} {blocked}")
                        },
                    },
                );
            }
            "Network.webSocketCreated" => {
                let url = text(params, "url");
                self.gap(&url, GapKind::Live, "WebSocket");
                self.event("websocket", json!({ "url": url }));
            }
            "Network.webSocketFrameReceived" | "Network.webSocketFrameSent" => {
                let data: String = params
                    .pointer("/response/payloadData")
                    .and_then(Value::as_str)
                    .unwrap_or_default()
                    .chars()
                    .take(4096)
                    .collect();
                let way = if event.method.ends_with("Sent") {
                    "sent"
                } else {
                    "received"
                };
                self.event("websocket-message", json!({ "way": way, "data": data }));
            }
            "Fetch.requestPaused" => {
                self.log().taking += 1;
                let (this, session) = (Arc::clone(self), event.session.clone());
                let params = params.clone();
                tokio::spawn(async move {
                    let taken = take(&this, session.as_deref(), &params).await;
                    this.taken(&params, taken);
                });
            }
            _ => {}
        }
    }

    fn asks(&self, params: &Value) {
        let request = params.get("request").cloned().unwrap_or_default();
        let id = text(params, "requestId");
        let mut log = self.log();
        let log = &mut *log;
        log.last = Some(tokio::time::Instant::now());
        if log.order.len() >= limits::ASKED {
            log.dropped += 1;
            return;
        }
        let url = without_fragment(&text(&request, "url"));
        if text(params, "type") == "Document" && text(params, "frameId") == self.window {
            log.went(&url);
        }
        let hops = log.asked.entry(id.clone()).or_default();
        // A redirection: the hop before it has been answered.
        if let Some(before) = hops.last_mut() {
            before.ended.get_or_insert(Ended::Whole);
        }
        hops.push(Asked {
            url,
            method: text(&request, "method"),
            kind: text(params, "type"),
            sent: header_map(request.get("headers")),
            at: self.clock.now(),
            kept: None,
            ended: None,
        });
        log.order.push(id);
    }

    /// The true headers, cookies included, come beside.
    fn sends(&self, params: &Value) {
        let headers = header_map(params.get("headers"));
        let mut log = self.log();
        if let Some(one) = log
            .asked
            .get_mut(&text(params, "requestId"))
            .and_then(|hops| hops.last_mut())
        {
            one.sent = headers;
        }
    }

    fn receives(&self, params: &Value) {
        let response = params.get("response").cloned().unwrap_or_default();
        let url = without_fragment(&text(&response, "url"));
        let protocol = text(&response, "protocol");
        let id = text(params, "requestId");
        let mut log = self.log();
        let log = &mut *log;
        let Some(one) = log.asked.get_mut(&id).and_then(|hops| hops.last_mut()) else {
            return;
        };
        if let Some(exchange) = one.kept.and_then(|at| log.exchanges.get_mut(at)) {
            exchange.protocol = Some(protocol.clone()).filter(|name| !name.is_empty());
        } else if one.kind == "Preflight" {
            // Answered inside the browser's network: it has no body, and is never held.
            one.kept = Some(log.exchanges.len());
            log.exchanges.push(Exchange {
                at: self.clock.now(),
                url: one.url.clone(),
                method: one.method.clone(),
                sent: one.sent.clone(),
                posted: None,
                status: status(&response),
                headers: header_map(response.get("headers")),
                body: None,
                truncated: None,
                protocol: Some(protocol).filter(|name| !name.is_empty()),
                ip: None,
                kind: one.kind.clone(),
            });
        }
        let origin = url::Url::parse(&url).map(|url| url.origin().ascii_serialization());
        if let Ok(origin) = origin
            && origin.starts_with("https://")
            && log.certificates.insert(origin.clone())
        {
            log.note(json!({ "at": self.clock.now().rfc3339(), "event": "certificate-wanted", "origin": origin }));
        }
    }

    /// The origins whose certificates are to be asked for.
    pub fn origins(&self) -> Vec<String> {
        let mut all: Vec<String> = self.log().certificates.iter().cloned().collect();
        all.sort();
        all
    }

    fn ends(&self, params: &Value, how: Ended) {
        let mut log = self.log();
        log.last = Some(tokio::time::Instant::now());
        if let Some(one) = log
            .asked
            .get_mut(&text(params, "requestId"))
            .and_then(|hops| hops.last_mut())
        {
            one.ended.get_or_insert(how);
        }
    }

    /// Asks a second time for what the browser fetched out of sight.
    pub fn fetch_again(self: &Arc<Self>, session: &str, frame: &str, url: &str) {
        if !is_web(url) {
            return;
        }
        self.log().taking += 1;
        let (this, url) = (Arc::clone(self), url.to_owned());
        let (session, frame) = (session.to_owned(), frame.to_owned());
        tokio::spawn(async move {
            let again = again(&this, &session, &frame, &url).await;
            let request = json!({ "request": { "url": url } });
            this.event("fetched-again", json!({ "url": url }));
            this.taken(&request, again);
        });
    }

    /// Files what an answer gave.
    fn taken(&self, params: &Value, taken: Result<Taken, Fault>) {
        let mut log = self.log();
        let log = &mut *log;
        log.taking = log.taking.saturating_sub(1);
        log.last = Some(tokio::time::Instant::now());
        let url = without_fragment(&text(params.get("request").unwrap_or(&Value::Null), "url"));
        let taken = match taken {
            Ok(taken) => taken,
            Err(fault) => {
                let (kind, detail) = (GapKind::Failed, fault.to_string());
                return log.gaps.add(Gap { url, kind, detail });
            }
        };
        if let Some((kind, detail)) = taken.gap {
            log.gaps.add(Gap {
                url: url.clone(),
                kind,
                detail,
            });
        }
        let id = text(params, "networkId");
        if taken.own {
            let hops = log.asked.get_mut(&id).into_iter().flatten();
            hops.filter(|one| one.kept.is_none() && one.url == url)
                .for_each(|one| one.ended = Some(Ended::Own));
        }
        let Some(mut exchange) = taken.exchange else {
            return;
        };
        if log.exchanges.len() >= limits::EXCHANGES {
            log.dropped += 1;
            return;
        }
        let at = log.exchanges.len();
        let hops = log.asked.get_mut(&id);
        if let Some(one) = hops.and_then(|hops| {
            hops.iter_mut()
                .rev()
                .find(|one| one.kept.is_none() && one.url == exchange.url)
        }) {
            one.kept = Some(at);
            if exchange.kind.is_empty() {
                exchange.kind.clone_from(&one.kind);
            }
        }
        log.exchanges.push(exchange);
    }

    /// Ends the recording.
    pub fn finish(&self, relay: &Relay) -> Recorded {
        settle(std::mem::take(&mut *self.log()), relay)
    }
}

fn status(response: &Value) -> u16 {
    response
        .get("status")
        .and_then(Value::as_u64)
        .and_then(|status| u16::try_from(status).ok())
        .unwrap_or(0)
}
