//! Opens a page, lets it come to rest, looks at it: text, pictures in strips, source, printed page.

use crate::cdp::{Cdp, Event};
use crate::launch::{Browser, WINDOW};
use crate::model::{Kept, Shortfall, limits};
use crate::record::{Recorder, text};
use crate::wall::Seen;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures::StreamExt as _;
use kernel::ports::NotCaptured;
use kernel::{Code, Fault, Moment};
use serde_json::{Value, json};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::{Instant, sleep};

/// The height of a strip, in CSS pixels: what one sheet of paper shows at the window's width.
pub const STRIP: u32 = 1800;
/// Pictures asked for at a time.
const UNDER_WAY: usize = 3;
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
    /// PNG, in the spool.
    pub png: Kept,
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
    /// Where the window ended, as the network tells it.
    pub landed: String,
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

/// A window.
pub struct Tab {
    cdp: Arc<Cdp>,
    session: String,
    /// Its id, which is that of its frame too.
    pub target: String,
    loaded: Arc<AtomicBool>,
}

/// Opens `url` and looks at it.
///
/// # Errors
/// Why there is no page; what the browser could not do for one that hangs makes it partial only.
pub async fn visit(
    browser: &mut Browser,
    recorder: &Arc<Recorder>,
    tab: Tab,
    url: &str,
    wanted: Wanted,
) -> Result<Page, NotCaptured> {
    let cdp = Arc::clone(&browser.cdp);
    let version = cdp.call(None, "Browser.getVersion", json!({})).await?;
    let mut events = std::mem::replace(
        &mut browser.events,
        tokio::sync::mpsc::unbounded_channel().1,
    );
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

/// Opens an empty window, recorded from its first request on.
pub async fn open_tab(cdp: &Arc<Cdp>) -> Result<Tab, Fault> {
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
    // A shared worker belongs to no window.
    let filter = json!([{ "type": "shared_worker", "exclude": false }]);
    let attach = json!({
        "autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true, "filter": filter,
    });
    cdp.call(None, "Target.setAutoAttach", attach).await?;
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
                if event.session.is_some() || kind == "shared_worker" {
                    let cdp = Arc::clone(cdp);
                    tokio::spawn(async move { prepare(&cdp, &session, &kind).await });
                }
            }
            "Target.targetCreated" => {
                let info = event.params.get("targetInfo").unwrap_or(&Value::Null);
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
                    let url = event.params.pointer("/frame/url").and_then(Value::as_str);
                    recorder.landed(url.unwrap_or_default());
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

    /// Asks the page something, for so long at most: its scripts may never let go.
    async fn evaluate(&self, script: &str, patience: Duration) -> Result<Value, Fault> {
        let asked = tokio::time::timeout(patience, self.ask(script)).await;
        asked.map_err(|_| Fault::new(Code::Internal, "the page does not answer"))?
    }

    async fn ask(&self, script: &str) -> Result<Value, Fault> {
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
    ) -> Result<Page, NotCaptured> {
        let started = recorder.clock.now();
        recorder.event("opened", json!({ "url": url }));
        let answer = self.call("Page.navigate", json!({ "url": url })).await?;
        let (mut short, mut restless) = (Vec::new(), false);
        let failed = text(&answer, "errorText");
        if !failed.is_empty() {
            match recorder.answer(url) {
                None if failed.starts_with("net::ERR_CERT_") => {
                    return Err(NotCaptured::Certificate);
                }
                None => return Err(NotCaptured::NoAnswer),
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
            restless |= !matches!(
                self.evaluate(&scroll, limits::SCROLLING + limits::LOOK)
                    .await,
                Ok(Value::Bool(true))
            );
            restless |= !self.rest(recorder, limits::LOADING).await;
        }
        let looked = self.evaluate(LOOK, limits::LOOK).await;
        // A page that hangs: what was kept of it is worth more than nothing.
        restless |= looked.is_err();
        let seen: Seen = looked
            .ok()
            .and_then(|value| serde_json::from_value(value).ok())
            .unwrap_or_default();
        let landed = recorder.path().pop().unwrap_or_else(|| url.to_owned());
        let mut page = Page {
            seen,
            strips: Vec::new(),
            dom: String::new(),
            pdf: None,
            certificates: Vec::new(),
            landed,
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
            page.seen = Seen::default();
        } else {
            if restless {
                page.short.push(Shortfall::Restless);
            }
            self.keep(recorder, wanted, &mut page).await;
        }
        page.certificates = self.certificates(recorder).await;
        page.ended = recorder.clock.now();
        recorder.event(
            "seen",
            json!({ "url": page.seen.url, "landed": page.landed }),
        );
        Ok(page)
    }

    /// What the page shows: source, pictures, print.
    async fn keep(&self, recorder: &Recorder, wanted: Wanted, page: &mut Page) {
        let source = "document.documentElement ? document.documentElement.outerHTML : ''";
        let dom = self.evaluate(source, limits::LOOK).await.ok();
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
        let parts = (0..height).step_by(STRIP as usize);
        let shots = parts.map(|top| async move {
            let part = STRIP.min(height - top);
            (top, part, self.picture(top, part).await)
        });
        // The browser draws the next ones while one is on its way.
        let mut shots = pin!(futures::stream::iter(shots).buffered(UNDER_WAY));
        let mut strips = Vec::new();
        while let Some((top, height, png)) = shots.next().await {
            let Some(Ok(Some(png))) = png.map(|png| recorder.keep(&png)) else {
                return (strips, false);
            };
            let at = recorder.clock.now();
            strips.push(Strip {
                top,
                height,
                png,
                at,
            });
        }
        (strips, true)
    }

    async fn picture(&self, top: u32, height: u32) -> Option<Vec<u8>> {
        let shot = self.call(
            "Page.captureScreenshot",
            json!({
                "format": "png", "captureBeyondViewport": true, "optimizeForSpeed": true,
                "clip": { "x": 0, "y": top, "width": WINDOW.0, "height": height, "scale": 1 },
            }),
        );
        // It waits for those asked before it.
        let patience = limits::LOOK * u32::try_from(UNDER_WAY).unwrap_or(1);
        let shot = tokio::time::timeout(patience, shot).await.ok()?.ok()?;
        let png = STANDARD.decode(text(&shot, "data")).ok()?;
        (!png.is_empty()).then_some(png)
    }

    async fn print(&self, recorder: &Recorder) -> Option<Vec<u8>> {
        let params = json!({
            "printBackground": true, "preferCSSPageSize": false, "paperWidth": 8.27, "paperHeight": 11.69,
            "transferMode": "ReturnAsBase64",
        });
        let printed = self.call("Page.printToPDF", params);
        let printed = tokio::time::timeout(limits::LOOK * 2, printed).await;
        let printed = printed.ok().and_then(Result::ok);
        if printed.is_none() {
            recorder.event("not-printed", json!({}));
        }
        STANDARD.decode(text(&printed?, "data")).ok()
    }

    async fn certificates(&self, recorder: &Recorder) -> Vec<(String, Vec<Vec<u8>>)> {
        let mut all = Vec::new();
        for origin in recorder.origins() {
            let asked = self.call("Network.getCertificate", json!({ "origin": origin }));
            let asked = tokio::time::timeout(limits::LOOK, asked).await;
            let chain: Vec<Vec<u8>> = asked
                .ok()
                .and_then(Result::ok)
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
