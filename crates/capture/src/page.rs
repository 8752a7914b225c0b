//! Opens a page, lets it come to rest, looks at it: text, pictures in strips, source, printed page.

use crate::cdp::{Cdp, Event};
use crate::launch::{Browser, WINDOW};
use crate::model::{GapKind, Shortfall, limits};
use crate::record::{Recorder, text};
use crate::wall::Seen;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::{Code, Fault, Moment};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::{Instant, sleep};

/// The height of a strip, in CSS pixels: what one sheet of paper shows at the window's width.
pub const STRIP: u32 = 1800;
/// Nothing asked for so long: the page is at rest.
const REST: Duration = Duration::from_millis(500);

const LOOK: &str = include_str!("look.js");
const SCROLL: &str = include_str!("scroll.js");

/// A picture of a part of the page.
pub struct Strip {
    /// Where it begins, in CSS pixels.
    pub top: u32,
    /// Its height.
    pub height: u32,
    /// PNG.
    pub png: Vec<u8>,
    /// When it was taken.
    pub at: Moment,
}

/// What was seen of a page.
pub struct Page {
    /// What it shows.
    pub seen: Seen,
    /// Its pictures, from the top.
    pub strips: Vec<Strip>,
    /// Its source as it stands, scripts run.
    pub dom: String,
    /// Printed, when that was asked.
    pub pdf: Option<Vec<u8>>,
    /// The certificates of each origin (DER).
    pub certificates: Vec<(String, Vec<Vec<u8>>)>,
    /// When the page began to be asked for.
    pub started: Moment,
    /// When it had been seen.
    pub ended: Moment,
    /// The browser's name and version, and what it calls itself.
    pub browser: (String, String),
    /// What fell short on the way.
    pub short: Vec<Shortfall>,
}

/// What is wanted beside the archive.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// The whole length in pictures, else the first window.
    pub full: bool,
    /// The page printed.
    pub pdf: bool,
}

struct Tab {
    cdp: Arc<Cdp>,
    session: String,
    target: String,
    loaded: Arc<AtomicBool>,
}

/// Opens `url` and looks at it.
///
/// # Errors
/// `NotFound` when nothing answers at this address, with what the network said; `Internal` when the browser failed.
pub async fn visit(
    browser: &mut Browser,
    recorder: &Arc<Recorder>,
    url: &str,
    wanted: Wanted,
) -> Result<Page, Fault> {
    let cdp = Arc::clone(&browser.cdp);
    let version = cdp.call(None, "Browser.getVersion", json!({})).await?;
    let mut events = std::mem::replace(
        &mut browser.events,
        tokio::sync::mpsc::unbounded_channel().1,
    );
    let tab = open_tab(&cdp).await?;
    let loaded = Arc::clone(&tab.loaded);
    let listening = tokio::spawn({
        let (recorder, cdp, session) =
            (Arc::clone(recorder), Arc::clone(&cdp), tab.session.clone());
        let target = tab.target.clone();
        async move { listen(&mut events, &recorder, &cdp, (&session, &target), &loaded).await }
    });
    let page = tab.look_at(recorder, url, wanted, &version).await;
    listening.abort();
    page
}

async fn open_tab(cdp: &Arc<Cdp>) -> Result<Tab, Fault> {
    cdp.call(
        None,
        "Browser.setDownloadBehavior",
        json!({ "behavior": "deny" }),
    )
    .await?;
    let made = cdp
        .call(None, "Target.createTarget", json!({ "url": "about:blank" }))
        .await?;
    let target = text(&made, "targetId");
    let attached = cdp
        .call(
            None,
            "Target.attachToTarget",
            json!({ "targetId": target, "flatten": true }),
        )
        .await?;
    let session = text(&attached, "sessionId");
    // The tab that the browser came with, and any window that a page opens.
    cdp.call(
        None,
        "Target.setDiscoverTargets",
        json!({ "discover": true }),
    )
    .await?;
    prepare(cdp, &session, "page").await;
    cdp.call(Some(&session), "Page.enable", json!({})).await?;
    cdp.call(
        Some(&session),
        "Network.setCacheDisabled",
        json!({ "cacheDisabled": true }),
    )
    .await?;
    Ok(Tab {
        cdp: Arc::clone(cdp),
        session,
        target,
        loaded: Arc::default(),
    })
}

/// A page, a frame of another site or a worker: recorded from its first request on.
async fn prepare(cdp: &Arc<Cdp>, session: &str, kind: &str) {
    let session = Some(session);
    let quietly = |method: &'static str, params: Value| async move {
        // A kind of target that lacks a domain says so; its parent then has it.
        let _ = cdp.call(session, method, params).await;
    };
    quietly("Network.enable", json!({ "maxPostDataSize": 1_048_576 })).await;
    let patterns = json!({ "patterns": [{ "urlPattern": "*", "requestStage": "Response" }] });
    quietly("Fetch.enable", patterns).await;
    let attach = json!({ "autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true });
    quietly("Target.setAutoAttach", attach).await;
    if kind != "page" {
        quietly("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await;
    }
    quietly("Runtime.runIfWaitingForDebugger", json!({})).await;
}

async fn listen(
    events: &mut UnboundedReceiver<Event>,
    recorder: &Arc<Recorder>,
    cdp: &Arc<Cdp>,
    (main, target): (&str, &str),
    loaded: &AtomicBool,
) {
    while let Some(event) = events.recv().await {
        let of_page = event.session.as_deref() == Some(main);
        match event.method.as_str() {
            "Target.attachedToTarget" => {
                let session = text(&event.params, "sessionId");
                let kind = event
                    .params
                    .pointer("/targetInfo/type")
                    .and_then(Value::as_str);
                let kind = kind.unwrap_or_default().to_owned();
                let url = event
                    .params
                    .pointer("/targetInfo/url")
                    .and_then(Value::as_str);
                if let (Some(page), "service_worker", Some(url)) =
                    (&event.session, kind.as_str(), url)
                {
                    // The browser fetched its script by itself, before anything could be held.
                    recorder.fetch_again(page, target, url);
                }
                if event.session.is_some() {
                    let cdp = Arc::clone(cdp);
                    tokio::spawn(async move { prepare(&cdp, &session, &kind).await });
                }
            }
            "Target.targetCreated" => {
                let info = event.params.get("targetInfo").unwrap_or(&Value::Null);
                if text(info, "type") == "shared_worker" {
                    recorder.gap(&text(info, "url"), GapKind::Unseen, "shared worker");
                }
                if text(info, "type") == "page" && info.get("openerId").is_some() {
                    recorder.event("window-closed", json!({ "url": text(info, "url") }));
                    cdp.tell(
                        None,
                        "Target.closeTarget",
                        json!({ "targetId": text(info, "targetId") }),
                    );
                }
            }
            "Page.loadEventFired" if of_page => loaded.store(true, Ordering::Relaxed),
            "Page.javascriptDialogOpening" => {
                let fields = json!({ "message": text(&event.params, "message") });
                recorder.event("dialog-dismissed", fields);
                let session = event.session.as_deref();
                cdp.tell(
                    session,
                    "Page.handleJavaScriptDialog",
                    json!({ "accept": false }),
                );
            }
            "Page.frameNavigated" if of_page => {
                if event.params.pointer("/frame/parentId").is_none() {
                    let url = event.params.pointer("/frame/url").cloned();
                    recorder.event("navigated", json!({ "url": url }));
                }
            }
            _ => recorder.hear(&event),
        }
    }
}

impl Tab {
    async fn call(&self, method: &str, params: Value) -> Result<Value, Fault> {
        self.cdp.call(Some(&self.session), method, params).await
    }

    async fn evaluate(&self, script: &str) -> Result<Value, Fault> {
        // A world of its own: the page's scripts cannot change what these words mean.
        let world = json!({ "frameId": self.target, "worldName": "preau" });
        let world = self.call("Page.createIsolatedWorld", world).await?;
        let params = json!({
            "expression": script, "returnByValue": true, "awaitPromise": true,
            "contextId": world.get("executionContextId"),
        });
        let mut answer = self.call("Runtime.evaluate", params).await?;
        if answer.get("exceptionDetails").is_some() {
            return Err(Fault::new(Code::Internal, "the page cannot be looked at"));
        }
        Ok(answer
            .pointer_mut("/result/value")
            .map(Value::take)
            .unwrap_or_default())
    }

    async fn look_at(
        &self,
        recorder: &Arc<Recorder>,
        url: &str,
        wanted: Wanted,
        version: &Value,
    ) -> Result<Page, Fault> {
        let started = recorder.clock.now();
        recorder.event("opened", json!({ "url": url }));
        let answer = self.call("Page.navigate", json!({ "url": url })).await?;
        let (mut short, mut restless) = (Vec::new(), false);
        let failed = text(&answer, "errorText");
        if !failed.is_empty() {
            match recorder.answer(url) {
                None => {
                    let said = Box::<dyn std::error::Error + Send + Sync>::from(failed);
                    return Err(Fault::caused(
                        Code::NotFound,
                        "nothing answers at this address",
                        said,
                    ));
                }
                Some((300..400, _)) => short.push(Shortfall::LedAway),
                // A file instead of a page: the browser gives the navigation up, but its bytes are kept.
                Some((200 | 203 | 206, _)) => short.push(Shortfall::Download),
                Some(_) => short.push(Shortfall::Status),
            }
        }
        restless |= !self.rest(recorder, limits::LOADING).await;
        if wanted.full && failed.is_empty() {
            let limit = limits::SCROLLING.as_millis();
            let scroll = format!("{SCROLL}({limit}, {})", limits::HEIGHT);
            restless |= !matches!(self.evaluate(&scroll).await, Ok(Value::Bool(true)));
            restless |= !self.rest(recorder, limits::LOADING).await;
        }
        let seen: Seen = match self.evaluate(LOOK).await {
            Ok(value) => serde_json::from_value(value).unwrap_or_default(),
            Err(_) => Seen::default(),
        };
        let mut page = Page {
            seen,
            strips: Vec::new(),
            dom: String::new(),
            pdf: None,
            certificates: Vec::new(),
            started,
            ended: started,
            browser: (text(version, "product"), text(version, "userAgent")),
            short,
        };
        if !failed.is_empty() || page.seen.url.starts_with("chrome-error:") {
            // What the window shows is the browser's own page: it is no picture of anything.
            if page.short.is_empty() {
                page.short.push(Shortfall::LedAway);
            }
            page.seen = Seen {
                url: url.to_owned(),
                ..Seen::default()
            };
        } else {
            if restless {
                page.short.push(Shortfall::Restless);
            }
            self.keep(recorder, wanted, &mut page).await;
        }
        page.certificates = self.certificates(recorder).await;
        page.ended = recorder.clock.now();
        recorder.event("seen", json!({ "url": page.seen.url }));
        Ok(page)
    }

    /// What the page shows: source, pictures, print.
    async fn keep(&self, recorder: &Recorder, wanted: Wanted, page: &mut Page) {
        let source = "document.documentElement ? document.documentElement.outerHTML : ''";
        let dom = self.evaluate(source).await.ok();
        let dom = dom.and_then(|dom| dom.as_str().map(str::to_owned));
        let (strips, whole) = self.pictures(recorder, &page.seen, wanted.full).await;
        if wanted.pdf {
            page.pdf = self.print(recorder).await;
        }
        if !whole || dom.is_none() || (wanted.pdf && page.pdf.is_none()) {
            page.short.push(Shortfall::Picture);
        }
        if wanted.full && page.seen.height > limits::HEIGHT {
            page.short.push(Shortfall::TooTall);
        }
        page.strips = strips;
        page.dom = dom.unwrap_or_default();
    }

    /// Waits until the page is loaded and asks for nothing more; `false` when its time was over first.
    async fn rest(&self, recorder: &Recorder, limit: Duration) -> bool {
        let until = Instant::now() + limit;
        while Instant::now() < until {
            let loaded = self.loaded.load(Ordering::Relaxed);
            match recorder.quiet() {
                Some(quiet) if quiet >= REST && (loaded || quiet >= REST * 4) => return true,
                _ => sleep(Duration::from_millis(25)).await,
            }
        }
        false
    }

    /// The pictures, and whether none failed.
    async fn pictures(&self, recorder: &Recorder, seen: &Seen, full: bool) -> (Vec<Strip>, bool) {
        let height = if full {
            seen.height.clamp(WINDOW.1, limits::HEIGHT)
        } else {
            WINDOW.1
        };
        let (mut strips, mut top) = (Vec::new(), 0);
        while top < height {
            let part = STRIP.min(height - top);
            let shot = self.call(
                "Page.captureScreenshot",
                json!({
                    "format": "png", "captureBeyondViewport": true, "optimizeForSpeed": true,
                    "clip": { "x": 0, "y": top, "width": WINDOW.0, "height": part, "scale": 1 },
                }),
            );
            let png = shot
                .await
                .ok()
                .and_then(|shot| STANDARD.decode(text(&shot, "data")).ok());
            let Some(png) = png.filter(|png| !png.is_empty()) else {
                return (strips, false);
            };
            strips.push(Strip {
                top,
                height: part,
                png,
                at: recorder.clock.now(),
            });
            top += part;
        }
        (strips, true)
    }

    async fn print(&self, recorder: &Recorder) -> Option<Vec<u8>> {
        let params = json!({
            "printBackground": true, "preferCSSPageSize": false, "paperWidth": 8.27, "paperHeight": 11.69,
            "transferMode": "ReturnAsBase64",
        });
        let printed = self.call("Page.printToPDF", params).await;
        if printed.is_err() {
            recorder.event("not-printed", json!({}));
        }
        STANDARD.decode(text(&printed.ok()?, "data")).ok()
    }

    async fn certificates(&self, recorder: &Recorder) -> Vec<(String, Vec<Vec<u8>>)> {
        let mut all = Vec::new();
        for origin in recorder.origins() {
            let asked = self
                .call("Network.getCertificate", json!({ "origin": origin }))
                .await;
            let chain: Vec<Vec<u8>> = asked
                .ok()
                .and_then(|answer| answer.get("tableNames").cloned())
                .and_then(|names| names.as_array().cloned())
                .into_iter()
                .flatten()
                .filter_map(|one| STANDARD.decode(one.as_str()?).ok())
                .collect();
            if !chain.is_empty() {
                all.push((origin, chain));
            }
        }
        all
    }
}
