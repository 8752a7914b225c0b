//! Starts the browser with an empty profile, driven by a pipe, in a network of its own where the machine allows one.

use crate::cdp::{Cdp, Event};
use crate::folder::Folder;
use crate::{inside, watch};
use kernel::{Code, Fault};
use outbound::Relay;
use std::ffi::OsString;
use std::net::SocketAddr;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, UnixListener};
use tokio::process::{Child, Command};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::JoinSet;

/// Names under which distributions install it.
const NAMES: [&str; 2] = ["chromium", "chromium-browser"];

/// What a person reads when it is missing.
pub const INSTALL: &str = "sudo apt-get install chromium";

/// What the browser asks for by itself whatever its flags say: not the page's, so nowhere.
const OWN: [&str; 4] = [
    "update.googleapis.com",
    "clients2.google.com",
    "connectivitycheck.gstatic.com",
    "start.duckduckgo.com",
];

/// The window, in CSS pixels.
pub const WINDOW: (u32, u32) = (1280, 900);

/// How the browser is kept from other networks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Isolation {
    /// A network namespace whose only way out is the relay.
    Namespace,
    /// The browser's own rules only: this machine makes no namespace.
    Rules,
}

/// A running browser.
pub struct Browser {
    /// Its orders.
    pub cdp: Arc<Cdp>,
    /// What it tells.
    pub events: UnboundedReceiver<Event>,
    /// How it is kept.
    pub isolation: Isolation,
    /// Whether its own sandbox is on.
    pub sandbox: bool,
    child: Child,
    _serving: JoinSet<()>,
}

/// Where programs are looked for: the system's own folders, whatever the environment says.
const FOLDERS: [&str; 6] = [
    "/usr/local/bin",
    "/usr/bin",
    "/bin",
    "/usr/local/sbin",
    "/usr/sbin",
    "/sbin",
];

/// A program of this machine.
pub fn which(name: &str) -> Option<PathBuf> {
    FOLDERS
        .iter()
        .map(|folder| Path::new(folder).join(name))
        .find(|file| file.is_file())
}

/// The browser of this machine.
pub fn find() -> Option<PathBuf> {
    NAMES.iter().find_map(|name| which(name))
}

/// Whether this machine lets an ordinary program have a network of its own.
pub async fn namespaces() -> bool {
    let (Some(unshare), Some(ip)) = (which("unshare"), which("ip")) else {
        return false;
    };
    let tried = Command::new(unshare)
        .args(["--user", "--map-current-user", "--keep-caps", "--net", "--"])
        .arg(ip)
        .args(["link", "set", "lo", "up"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .await;
    tried.is_ok_and(|status| status.success())
}

/// The ports that a page of this address may use.
pub fn ports(url: &url::Url) -> Vec<u16> {
    let mut ports = vec![80, 443];
    // Others are services, not pages.
    let usual = |port: &u16| matches!(port, 8000 | 8008 | 8080 | 8081 | 8088 | 8443 | 8888);
    ports.extend(url.port().filter(usual));
    ports
}

/// Every name leads to the relay, each port to its own door, and other ports nowhere.
pub fn resolver_rules(doors: &[(u16, SocketAddr)]) -> String {
    let mut rules: Vec<String> = doors
        .iter()
        .map(|(port, door)| format!("MAP *:{port} {door}"))
        .collect();
    rules.push("MAP * ~NOTFOUND".to_owned());
    // The first rule that fits holds.
    let own = OWN.iter().map(|name| format!("MAP {name} ~NOTFOUND"));
    let rules: Vec<String> = own.chain(rules).collect();
    format!("--host-resolver-rules={}", rules.join(", "))
}

fn flags(profile: &Path, sandbox: bool) -> Vec<OsString> {
    let mut flags: Vec<OsString> = [
        "--headless",
        "--remote-debugging-pipe",
        "--no-proxy-server",
        "--disable-quic",
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--disable-gpu",
        "--no-startup-window",
        "--no-first-run",
        "--no-default-browser-check",
        "--no-pings",
        "--no-service-autorun",
        "--disable-background-networking",
        "--disable-breakpad",
        "--disable-client-side-phishing-detection",
        "--disable-component-update",
        "--disable-component-extensions-with-background-pages",
        "--disable-default-apps",
        "--disable-domain-reliability",
        "--disable-extensions",
        "--disable-sync",
        "--disable-features=NetworkTimeServiceQuerying,OptimizationHints,MediaRouter,Translate,AutofillServerCommunication,\
         CertificateTransparencyComponentUpdater,InterestFeedContentSuggestions,DialMediaRouteProvider,LocalNetworkAccessChecks,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable",
        "--metrics-recording-only",
        "--mute-audio",
        "--password-store=basic",
        "--lang=fr-FR",
        "--accept-lang=fr-FR,fr",
    ]
    .into_iter()
    .map(OsString::from)
    .collect();
    flags.push(format!("--window-size={},{}", WINDOW.0, WINDOW.1).into());
    let mut data = OsString::from("--user-data-dir=");
    data.push(profile);
    flags.push(data);
    if !sandbox {
        flags.push("--no-sandbox".into());
    }
    flags
}

/// Starts it. `helper` is this program: it prepares the browser's network from inside (see [`inside`]).
///
/// # Errors
/// `Internal` when it cannot be started.
pub async fn launch(
    folder: &Folder,
    helper: &Path,
    ports: &[u16],
    relay: Arc<Relay>,
) -> Result<Browser, Fault> {
    let chromium = find().ok_or(Fault::new(Code::Internal, "no Chromium on this machine"))?;
    // The browser's sandbox refuses to be root's.
    let sandbox = std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() != 0);
    let profile = folder.path().join("profile");
    let flags = flags(&profile, sandbox);
    let mut serving = JoinSet::new();
    let cannot = |error| Fault::writing("the browser cannot be started", error);
    let isolation = if namespaces().await {
        Isolation::Namespace
    } else {
        Isolation::Rules
    };
    let mut command = match isolation {
        Isolation::Namespace => {
            let socket = folder.path().join("relay");
            let listener = UnixListener::bind(&socket).map_err(cannot)?;
            serving.spawn(serve_unix(listener, relay));
            let mut command = Command::new(which("unshare").unwrap_or_default());
            command
                .args(["--user", "--map-current-user", "--keep-caps", "--net", "--"])
                .arg(helper)
                .arg(inside::COMMAND)
                .arg(&socket)
                .arg(
                    ports
                        .iter()
                        .map(u16::to_string)
                        .collect::<Vec<_>>()
                        .join(","),
                )
                .arg(chromium)
                .args(flags);
            command
        }
        Isolation::Rules => {
            let mut doors = Vec::new();
            for port in ports {
                let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(cannot)?;
                doors.push((*port, listener.local_addr().map_err(cannot)?));
                serving.spawn(serve_tcp(listener, *port, Arc::clone(&relay)));
            }
            let mut command = Command::new("/bin/sh");
            command
                .args(["-c", inside::PIPES, "sh"])
                .arg(chromium)
                .args(flags)
                .arg(resolver_rules(&doors));
            command
        }
    };
    let mut child = command
        .env_clear()
        .env("PATH", FOLDERS.join(":"))
        .env("HOME", folder.path())
        .env("TMPDIR", folder.path())
        .env("LANG", "C.UTF-8")
        .current_dir(folder.path())
        .process_group(0)
        .kill_on_drop(true)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(cannot)?;
    let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(Fault::new(Code::Internal, "the browser has no pipes"));
    };
    let (cdp, events) = Cdp::over(input, output);
    Ok(Browser {
        cdp,
        events,
        isolation,
        sandbox,
        child,
        _serving: serving,
    })
}

impl Browser {
    /// Its process, the root of its tree.
    pub fn process(&self) -> Option<u32> {
        self.child.id()
    }

    /// Ends it and everything it started.
    pub async fn end(mut self) {
        self.cdp.tell(None, "Browser.close", serde_json::json!({}));
        let ended =
            tokio::time::timeout(std::time::Duration::from_secs(3), self.child.wait()).await;
        if ended.is_err() {
            self.kill();
            let _ = self.child.wait().await;
        }
    }

    fn kill(&self) {
        if let Some(process) = self.child.id() {
            watch::kill_group(process);
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.kill();
    }
}

async fn serve_unix(listener: UnixListener, relay: Arc<Relay>) {
    let mut serving = JoinSet::new();
    while let Ok((mut browser, _)) = listener.accept().await {
        let relay = Arc::clone(&relay);
        serving.spawn(async move {
            if let Ok(port) = browser.read_u16().await {
                relay.serve(browser, port).await;
            }
        });
    }
}

async fn serve_tcp(listener: TcpListener, port: u16, relay: Arc<Relay>) {
    let mut serving = JoinSet::new();
    while let Ok((browser, _)) = listener.accept().await {
        let relay = Arc::clone(&relay);
        serving.spawn(async move { relay.serve(browser, port).await });
    }
}
