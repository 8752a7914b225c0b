//! One tab: going somewhere, waiting for the page, looking inside, and everything it asked of the network.

use base64::Engine;
use chromiumoxide::cdp::browser_protocol::emulation::{
    MediaFeature, SetDeviceMetricsOverrideParams, SetEmulatedMediaParams,
    SetScriptExecutionDisabledParams,
};
use chromiumoxide::cdp::browser_protocol::log::{self, EventEntryAdded};
use chromiumoxide::cdp::browser_protocol::network::{
    self, EventRequestWillBeSent, GetCookiesParams,
};
use chromiumoxide::cdp::browser_protocol::page::{
    CaptureScreenshotParams, GetNavigationHistoryParams, NavigateParams,
    NavigateToHistoryEntryParams,
};
use chromiumoxide::cdp::browser_protocol::web_authn::{
    self, AddVirtualAuthenticatorParams, AuthenticatorProtocol, AuthenticatorTransport,
    Ctap2Version, VirtualAuthenticatorOptions,
};
use chromiumoxide::cdp::js_protocol::runtime::{
    EvaluateParams, EventConsoleApiCalled, EventExceptionThrown,
};
use chromiumoxide::{Command, Page};
use futures::StreamExt;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// Light or dark, as the person's system asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What left the tab for the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `POST`…
    pub method: String,
    /// The whole address.
    pub url: String,
}

#[derive(Default)]
struct Heard {
    requests: Vec<Request>,
    messages: Vec<String>,
}

/// One tab.
pub struct Tab {
    pub(crate) page: Page,
    heard: Arc<Mutex<Heard>>,
    marks: AtomicUsize,
    /// Whether the page's own scripts run.
    pub(crate) scripts: bool,
    /// Links and buttons pressed, and choosers of files opened, since the last [`Tab::recount`].
    pub(crate) presses: AtomicUsize,
}

impl Tab {
    pub(crate) async fn new(page: Page, scripts: bool) -> Self {
        let heard = Arc::new(Mutex::new(Heard::default()));
        let tab = Self {
            page,
            heard,
            marks: AtomicUsize::new(0),
            scripts,
            presses: AtomicUsize::new(0),
        };
        tab.listen().await;
        tab.send(network::EnableParams::default()).await;
        tab.send(log::EnableParams::default()).await;
        tab.send(SetScriptExecutionDisabledParams::new(!scripts))
            .await;
        tab
    }

    async fn listen(&self) {
        let heard = Arc::clone(&self.heard);
        let mut events = self
            .page
            .event_listener::<EventRequestWillBeSent>()
            .await
            .expect("requests are heard");
        tokio::spawn(async move {
            while let Some(event) = events.next().await {
                let request = Request {
                    method: event.request.method.clone(),
                    url: event.request.url.clone(),
                };
                heard.lock().expect("one writer").requests.push(request);
            }
        });
        let heard = Arc::clone(&self.heard);
        let mut events = self
            .page
            .event_listener::<EventConsoleApiCalled>()
            .await
            .expect("the console is heard");
        tokio::spawn(async move {
            while let Some(event) = events.next().await {
                heard
                    .lock()
                    .expect("one writer")
                    .messages
                    .push(format!("{:?}: {:?}", event.r#type, event.args));
            }
        });
        let heard = Arc::clone(&self.heard);
        let mut events = self
            .page
            .event_listener::<EventExceptionThrown>()
            .await
            .expect("exceptions are heard");
        tokio::spawn(async move {
            while let Some(event) = events.next().await {
                heard
                    .lock()
                    .expect("one writer")
                    .messages
                    .push(format!("exception: {:?}", event.exception_details));
            }
        });
        let heard = Arc::clone(&self.heard);
        let mut events = self
            .page
            .event_listener::<EventEntryAdded>()
            .await
            .expect("the log is heard");
        tokio::spawn(async move {
            while let Some(event) = events.next().await {
                let entry = &event.entry;
                let text = format!(
                    "{:?}: {} ({})",
                    entry.source,
                    entry.text,
                    entry.url.as_deref().unwrap_or_default()
                );
                heard.lock().expect("one writer").messages.push(text);
            }
        });
    }

    /// Sends a command of the protocol.
    pub(crate) async fn send<T: Command>(&self, command: T) -> T::Response {
        let name = command.identifier();
        match self.page.execute(command).await {
            Ok(answer) => answer.result,
            Err(error) => panic!("{name}: {error}"),
        }
    }

    /// Everything asked of the network so far.
    pub fn requests(&self) -> Vec<Request> {
        self.heard.lock().expect("one reader").requests.clone()
    }

    /// What was asked of any other site than `origin`. What the browser draws itself (`data:`) leaves nowhere.
    pub fn strangers(&self, origin: &str) -> Vec<String> {
        let left = |url: &String| {
            !url.starts_with(origin) && !url.starts_with("data:") && !url.starts_with("blob:")
        };
        self.requests()
            .into_iter()
            .map(|request| request.url)
            .filter(left)
            .collect()
    }

    /// What the console and the browser's log said so far, then forgets it.
    pub fn messages(&self) -> Vec<String> {
        std::mem::take(&mut self.heard.lock().expect("one reader").messages)
    }

    /// Evaluates an expression in the page: only to look. Works where the page's own scripts do not run,
    /// except for what waits on a timer. The error says why nothing came.
    pub async fn try_eval(&self, expression: &str) -> Result<Value, String> {
        let params = EvaluateParams::builder()
            .expression(expression)
            .return_by_value(true)
            .await_promise(true)
            .build()?;
        let answer = self
            .page
            .execute(params)
            .await
            .map_err(|e| e.to_string())?
            .result;
        match answer.exception_details {
            Some(thrown) => Err(format!("{thrown:?}")),
            None => Ok(answer.result.value.unwrap_or(Value::Null)),
        }
    }

    /// Evaluates an expression that must succeed.
    pub async fn eval<T: DeserializeOwned>(&self, expression: &str) -> T {
        let start: String = expression.chars().take(120).collect();
        let value = self
            .try_eval(expression)
            .await
            .unwrap_or_else(|e| panic!("not evaluated: {start}: {e}"));
        serde_json::from_value(value).unwrap_or_else(|e| panic!("{e} in the value of: {start}"))
    }

    /// Puts a mark in the document, gone when another document takes its place. A document that comes
    /// back from the browser's memory carries an older mark.
    pub async fn mark(&self) -> usize {
        let mark = self.marks.fetch_add(1, Ordering::Relaxed) + 1;
        let _ = self.try_eval(&format!("window.markOfTest = {mark}")).await;
        mark
    }

    /// Waits until another document than the marked one is complete.
    pub async fn arrived(&self, mark: usize) {
        let ask = format!("window.markOfTest !== {mark} && document.readyState === 'complete'");
        crate::until("another page arrives", || async {
            (self.try_eval(&ask).await == Ok(Value::Bool(true))).then_some(())
        })
        .await;
    }

    /// Makes the way to the server so slow, in bytes each second; `None` for as fast as it goes.
    pub async fn slow(&self, upload: Option<f64>) {
        self.network(false, upload).await;
    }

    /// Takes the network away: what is under way breaks. [`Tab::slow`] brings it back.
    pub async fn cut(&self) {
        self.network(true, None).await;
    }

    #[expect(
        deprecated,
        reason = "older browsers know this one, newer ones still do"
    )]
    async fn network(&self, offline: bool, upload: Option<f64>) {
        let open = -1.0;
        let upload = upload.unwrap_or(open);
        let params = network::EmulateNetworkConditionsParams::new(offline, 0.0, open, upload);
        self.send(params).await;
    }

    /// Gives the tab a device that keeps passkeys and consents to all; with the extension `prf` or without.
    pub async fn authenticator(&self, prf: bool) {
        self.send(web_authn::EnableParams::default()).await;
        let (protocol, transport) = (
            AuthenticatorProtocol::Ctap2,
            AuthenticatorTransport::Internal,
        );
        let mut options = VirtualAuthenticatorOptions::new(protocol, transport);
        options.ctap2_version = Some(Ctap2Version::Ctap21);
        options.has_resident_key = Some(true);
        options.has_user_verification = Some(true);
        options.is_user_verified = Some(true);
        options.has_prf = Some(prf);
        self.send(AddVirtualAuthenticatorParams::new(options)).await;
    }

    /// Goes to an address and waits for the page.
    pub async fn go(&self, url: &str) {
        let mark = self.mark().await;
        self.send(NavigateParams::new(url)).await;
        self.arrived(mark).await;
    }

    /// Goes back (`-1`) or forward (`1`) in the tab's history, as the browser's own buttons do.
    pub async fn history(&self, step: i64) {
        let history = self.send(GetNavigationHistoryParams::default()).await;
        let index = usize::try_from(history.current_index + step).expect("an entry before");
        let entry = history.entries.get(index).expect("an entry there");
        let mark = self.mark().await;
        self.send(NavigateToHistoryEntryParams::new(entry.id)).await;
        self.arrived(mark).await;
    }

    /// The path of the page, or its whole address when it is not an `http` page.
    pub async fn path(&self) -> String {
        self.eval("location.protocol === 'http:' ? location.pathname : location.href")
            .await
    }

    /// The visible text of the page.
    pub async fn text(&self) -> String {
        self.eval("document.body ? document.body.innerText : ''")
            .await
    }

    /// Everything the page holds, fields included, whether shown or not.
    pub async fn whole(&self) -> String {
        self.eval(
            "document.documentElement.outerHTML + [...document.querySelectorAll('input,textarea')].map((f) => f.value).join('\\n')",
        )
        .await
    }

    /// The session cookie.
    pub async fn session(&self) -> Option<String> {
        let cookies = self.send(GetCookiesParams::default()).await.cookies;
        cookies
            .into_iter()
            .find(|cookie| cookie.name == "preau")
            .map(|cookie| cookie.value)
    }

    /// Sets the width of the window in CSS pixels, and the scheme.
    pub async fn dress(&self, width: i64, scheme: Scheme) {
        self.send(SetDeviceMetricsOverrideParams::new(width, 900, 1.0, false))
            .await;
        let value = if scheme == Scheme::Dark {
            "dark"
        } else {
            "light"
        };
        let feature = MediaFeature::new("prefers-color-scheme", value);
        self.send(SetEmulatedMediaParams::builder().feature(feature).build())
            .await;
    }

    /// A picture of the window, or of the whole page, as PNG.
    pub async fn picture(&self, whole: bool) -> Vec<u8> {
        let mut params = CaptureScreenshotParams::builder();
        if whole {
            let size: (f64, f64) = self
                .eval(
                    "[document.documentElement.clientWidth, document.documentElement.scrollHeight]",
                )
                .await;
            let clip = chromiumoxide::cdp::browser_protocol::page::Viewport {
                x: 0.0,
                y: 0.0,
                width: size.0,
                height: size.1.min(12_000.0),
                scale: 1.0,
            };
            params = params.clip(clip).capture_beyond_viewport(true);
        }
        bytes(self.send(params.build()).await.data)
    }

    /// Keeps a picture of the whole page in the folder `PREAU_SHOTS`, for a person to look at.
    pub async fn keep_picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("PREAU_SHOTS").map(PathBuf::from) else {
            return;
        };
        std::fs::create_dir_all(&folder).expect("the folder of pictures");
        // What stays on top while scrolling stands where it stands on arrival.
        self.eval::<Value>("window.scrollTo(0, 0)").await;
        let picture = self.picture(true).await;
        std::fs::write(folder.join(format!("{name}.png")), picture).expect("the picture is kept");
    }
}

/// The bytes of what the protocol gives as text.
pub(crate) fn bytes(text: impl AsRef<str>) -> Vec<u8> {
    base64::engine::general_purpose::STANDARD
        .decode(text.as_ref())
        .expect("base 64")
}
