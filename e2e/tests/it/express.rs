//! A file before any question (N020; A4).

use e2e::browser::Chromium;
use e2e::journey::{Walk, express, real_files};
use e2e::server::Server;

async fn three_taps(scripts: bool) {
    let (server, browser) = (Server::start().await, Chromium::start().await);
    let folder = tempfile::tempdir().unwrap();
    let mut files = real_files(&browser, folder.path()).await;
    let digest = {
        let out = std::process::Command::new("sha256sum")
            .arg(&files[0])
            .output()
            .unwrap();
        String::from_utf8_lossy(&out.stdout)
            .split_whitespace()
            .next()
            .unwrap()
            .to_owned()
    };
    let tab = browser.tab(scripts).await;
    let walk = Walk::french(&tab, &server);
    express(&walk, files.remove(0)).await;
    let taps = tab.recount();
    assert!(taps <= 3, "{taps} taps");
    walk.code().await;
    let text = tab.text().await;
    assert!(
        text.contains(&digest),
        "the receipt gives the file's own digest {digest}:\n{text}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_safe_in_three_taps_without_scripts() {
    three_taps(false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_safe_in_three_taps_with_progress_shown() {
    three_taps(true).await;
}
