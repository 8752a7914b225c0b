//! Debian's Chromium, headless, with an empty profile of its own.

use crate::tab::Tab;
use chromiumoxide::browser::{Browser, BrowserConfig};
use chromiumoxide::cdp::browser_protocol::browser::{
    SetDownloadBehaviorBehavior, SetDownloadBehaviorParams,
};
use futures::StreamExt;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tokio::task::JoinHandle;

/// The only arguments given: nothing that changes how pages behave. In particular not
/// `disable-prompt-on-repost`, which automation usually adds and which would hide a form sent twice.
const ARGUMENTS: [&str; 10] = [
    "disable-gpu",
    "disable-quic",
    "no-first-run",
    "disable-background-networking",
    "disable-component-update",
    "disable-sync",
    "disable-dev-shm-usage",
    "disable-default-apps",
    "force-color-profile=srgb",
    "accept-lang=fr-FR,fr",
];

/// A browser process.
pub struct Chromium {
    browser: Browser,
    events: JoinHandle<()>,
    downloads: TempDir,
    _profile: TempDir,
}

impl Chromium {
    /// Starts one; its process ends when this is dropped.
    pub async fn start() -> Self {
        let profile = tempfile::tempdir().expect("a temporary folder");
        let downloads = tempfile::tempdir().expect("a temporary folder");
        let config = BrowserConfig::builder()
            .chrome_executable("/usr/bin/chromium")
            .disable_default_args()
            .args(ARGUMENTS)
            .no_sandbox()
            .user_data_dir(profile.path())
            // What the browser leaves behind when it is stopped goes with its profile.
            .env("TMPDIR", profile.path().display().to_string())
            .launch_timeout(crate::PATIENCE)
            .request_timeout(crate::PATIENCE)
            .window_size(1280, 900)
            .viewport(None)
            .build()
            .expect("a browser configuration");
        let (browser, mut handler) = Browser::launch(config)
            .await
            .expect("Chromium starts (Debian package: chromium)");
        let events = tokio::spawn(async move { while handler.next().await.is_some() {} });
        let params = SetDownloadBehaviorParams::builder()
            .behavior(SetDownloadBehaviorBehavior::Allow)
            .download_path(downloads.path().display().to_string())
            .build()
            .expect("a download behaviour");
        browser
            .execute(params)
            .await
            .expect("downloads go to a folder of ours");
        Self {
            browser,
            events,
            downloads,
            _profile: profile,
        }
    }

    /// A new tab where scripts run, or where none does.
    pub async fn tab(&self, scripts: bool) -> Tab {
        let page = self
            .browser
            .new_page("about:blank")
            .await
            .expect("a tab opens");
        Tab::new(page, scripts).await
    }

    /// Where downloads arrive.
    pub fn downloads(&self) -> &Path {
        self.downloads.path()
    }

    /// The files already downloaded whole.
    pub fn downloaded(&self) -> BTreeSet<PathBuf> {
        let entries = std::fs::read_dir(self.downloads.path()).expect("the folder of downloads");
        let whole =
            |path: &PathBuf| path.extension().is_none_or(|e| e != "crdownload") && !hidden(path);
        entries
            .flatten()
            .map(|entry| entry.path())
            .filter(whole)
            .collect()
    }

    /// Waits for one more whole file than `before`.
    pub async fn next_download(&self, before: &BTreeSet<PathBuf>) -> PathBuf {
        crate::until("a file is downloaded", || async {
            self.downloaded().difference(before).next().cloned()
        })
        .await
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // Dropping the browser ends its process; the task that reads its events stops with it.
        self.events.abort();
    }
}

fn hidden(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with('.'))
}
