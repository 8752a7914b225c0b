//! Every exchange of the page, its frames and its workers. The `Fetch` domain holds each answer until its body is kept;
//! the `Network` domain tells, beside it, everything that the browser asked for: what was asked for and is not kept
//! becomes a gap with a name. The two accounts are compared at the end, and a third one, the relay's, with them.

use crate::cdp::{Cdp, Event};
use crate::model::{Exchange, Gap, GapKind, Headers, Kept, limits};
use crate::spool::Spool;
use crate::take::{Taken, again, take};
use kernel::{Clock, Fault, Moment};
use outbound::{Contact, Refusal, Relay};
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Something that the browser asked for.
struct Asked {
    url: String,
    method: String,
    kind: String,
    sent: Headers,
    at: Moment,
    /// Index of its exchange.
    kept: Option<usize>,
    ended: Option<Ended>,
}

enum Ended {
    Whole,
    Cached,
    Failed { text: String, given_up: bool },
}

/// What is known so far.
#[derive(Default)]
struct Log {
    /// By the browser's request id: each redirection is one more.
    asked: HashMap<String, Vec<Asked>>,
    order: Vec<String>,
    exchanges: Vec<Exchange>,
    gaps: Vec<Gap>,
    events: Vec<Value>,
    /// Answers being kept.
    taking: usize,
    last: Option<tokio::time::Instant>,
    certificates: HashSet<String>,
}

/// The recorder of one capture.
pub struct Recorder {
    pub(crate) cdp: Arc<Cdp>,
    pub(crate) clock: Arc<dyn Clock>,
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
fn is_web(url: &str) -> bool {
    url.starts_with("http://") || url.starts_with("https://")
}

fn without_fragment(url: &str) -> String {
    url.split('#').next().unwrap_or_default().to_owned()
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

impl Recorder {
    /// A recorder that keeps bodies in `spool`.
    pub fn new(cdp: Arc<Cdp>, clock: Arc<dyn Clock>, spool: Spool) -> Arc<Self> {
        Arc::new(Self {
            cdp,
            clock,
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
        let mut log = self.log();
        if log.events.len() < 20_000 {
            log.events.push(fields);
        }
    }

    /// Names something missing.
    pub fn gap(&self, url: &str, kind: GapKind, detail: impl Into<String>) {
        let gap = Gap {
            url: url.to_owned(),
            kind,
            detail: detail.into(),
        };
        let mut log = self.log();
        if !log.gaps.contains(&gap) {
            log.gaps.push(gap);
        }
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
            "Network.responseReceived" => self.receives(event.session.as_deref(), params),
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
        log.last = Some(tokio::time::Instant::now());
        let hops = log.asked.entry(id.clone()).or_default();
        // A redirection: the hop before it has been answered.
        if let Some(before) = hops.last_mut() {
            before.ended.get_or_insert(Ended::Whole);
        }
        hops.push(Asked {
            url: without_fragment(&text(&request, "url")),
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

    fn receives(&self, session: Option<&str>, params: &Value) {
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
            self.event_in(
                log,
                "certificate-wanted",
                json!({ "origin": origin, "session": session }),
            );
        }
    }

    fn event_in(&self, log: &mut Log, what: &str, mut fields: Value) {
        if let Some(fields) = fields.as_object_mut() {
            fields.insert("at".into(), self.clock.now().rfc3339().into());
            fields.insert("event".into(), what.into());
        }
        log.events.push(fields);
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
                log.gaps.push(Gap {
                    url,
                    kind: GapKind::Failed,
                    detail: fault.to_string(),
                });
                return;
            }
        };
        if let Some((kind, detail)) = taken.gap {
            let same = |gap: &Gap| gap.url == url && gap.kind == kind;
            if !log.gaps.iter().any(same) {
                let url = url.clone();
                log.gaps.push(Gap { url, kind, detail });
            }
        }
        let Some(mut exchange) = taken.exchange else {
            return;
        };
        if log.exchanges.len() >= limits::EXCHANGES {
            log.gaps.push(Gap {
                url,
                kind: GapKind::TooLong,
                detail: "exchanges".into(),
            });
            return;
        }
        let at = log.exchanges.len();
        let id = text(params, "networkId");
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

    /// Ends the recording: what was asked for and is not kept gets its name.
    pub fn finish(&self, relay: &Relay) -> Recorded {
        let contacts = relay.contacts();
        let mut log = std::mem::take(&mut *self.log());
        let kept: HashSet<String> = log.exchanges.iter().map(|one| one.url.clone()).collect();
        let mut late = Vec::new();
        for id in &log.order {
            for one in log.asked.get_mut(id).into_iter().flatten() {
                if let Some(exchange) = one.kept.and_then(|at| log.exchanges.get_mut(at)) {
                    exchange.sent.clone_from(&one.sent);
                    if let Some(Ended::Failed {
                        text,
                        given_up: false,
                    }) = &one.ended
                    {
                        exchange.truncated.get_or_insert("disconnect");
                        late.push(Gap {
                            url: one.url.clone(),
                            kind: GapKind::Failed,
                            detail: text.clone(),
                        });
                    }
                    continue;
                }
                if !is_web(&one.url) {
                    continue;
                }
                let (kind, detail) = missing(one, &kept, &contacts);
                if let Some(kind) = kind {
                    late.push(Gap {
                        url: one.url.clone(),
                        kind,
                        detail,
                    });
                }
            }
        }
        for gap in late {
            if !log
                .gaps
                .iter()
                .any(|known| known.url == gap.url && known.kind == gap.kind)
            {
                log.gaps.push(gap);
            }
        }
        for exchange in &mut log.exchanges {
            let host = url::Url::parse(&exchange.url).ok();
            let host = host.as_ref().and_then(|url| url.host_str()).map(bare);
            exchange.ip = host.and_then(|host| relay.address(&host));
        }
        unseen(&mut log, &contacts);
        Recorded {
            exchanges: log.exchanges,
            gaps: log.gaps,
            events: log.events,
        }
    }
}

/// A host without the brackets of IPv6.
fn bare(host: &str) -> String {
    host.trim_matches(['[', ']']).to_owned()
}

pub(crate) fn status(response: &Value) -> u16 {
    response
        .get("status")
        .and_then(Value::as_u64)
        .and_then(|status| u16::try_from(status).ok())
        .unwrap_or(0)
}

/// Why something asked for is not kept; none when nothing is missing.
fn missing(one: &Asked, kept: &HashSet<String>, contacts: &[Contact]) -> (Option<GapKind>, String) {
    let refused = url::Url::parse(&one.url).ok().and_then(|url| {
        let host = bare(url.host_str()?);
        let port = url.port_or_known_default()?;
        contacts
            .iter()
            .find(|contact| contact.host == host && contact.port == port)
            .and_then(|contact| contact.refused)
    });
    match &one.ended {
        Some(Ended::Cached | Ended::Whole) if kept.contains(&one.url) => (None, String::new()),
        Some(Ended::Cached) => (Some(GapKind::Failed), "served from a cache".into()),
        Some(Ended::Whole) => (Some(GapKind::Failed), "not held by the browser".into()),
        Some(Ended::Failed { text, .. })
            if matches!(refused, Some(Refusal::Address | Refusal::Quota)) =>
        {
            (Some(GapKind::Refused), text.clone())
        }
        Some(Ended::Failed {
            text,
            given_up: true,
        }) => (Some(GapKind::GivenUp), text.clone()),
        Some(Ended::Failed { text, .. }) => (Some(GapKind::Failed), text.clone()),
        None => (Some(GapKind::Unfinished), one.at.rfc3339()),
    }
}

/// A site that the relay reached, and of which no exchange was recorded and no gap told.
fn unseen(log: &mut Log, contacts: &[Contact]) {
    let hosts = |url: &str| {
        url::Url::parse(url)
            .ok()
            .and_then(|url| url.host_str().map(bare))
            .unwrap_or_default()
    };
    let known: HashSet<String> = log
        .exchanges
        .iter()
        .map(|one| hosts(&one.url))
        .chain(log.gaps.iter().map(|gap| hosts(&gap.url)))
        .collect();
    for contact in contacts {
        if contact.received > 0 && !known.contains(&contact.host) {
            log.gaps.push(Gap {
                url: contact.host.clone(),
                kind: GapKind::Unseen,
                detail: format!("{} bytes", contact.received),
            });
        }
    }
}
