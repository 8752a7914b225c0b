//! A large file that stops, and goes on (N033, N042).

use e2e::browser::Chromium;
use e2e::journey::Walk;
use e2e::keys::words;
use e2e::server::Server;
use std::path::PathBuf;

const LENGTH: usize = 24_000_000;

/// Noise with the beginning of an MP4.
fn film(folder: &std::path::Path) -> PathBuf {
    let mut bytes = b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41".to_vec();
    bytes.extend((0..LENGTH as u64).map(|n| (n.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as u8));
    let path = folder.join("film-du-couloir.mp4");
    std::fs::write(&path, bytes).expect("a file");
    path
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn n033_a_large_file_goes_on_where_its_page_was_closed() {
    let (server, browser) = (Server::start().await, Chromium::start().await);
    let folder = tempfile::tempdir().expect("a folder");
    let film = film(folder.path());
    let tab = browser.tab(true).await;
    let walk = Walk::french(&tab, &server);
    walk.tell().await;
    walk.say_when().await;
    walk.choose_kind().await;
    walk.shelter().await;
    let pieces = tab.path().await;

    tab.slow(Some(3e6)).await;
    tab.choose_files(std::slice::from_ref(&film)).await;
    tab.press_here(words(walk.words.t("pieces-send"))).await;
    let third = "document.querySelector('main progress')?.value > 8e6";
    e2e::until("a third has left", || async {
        (tab.try_eval(third).await == Ok(true.into())).then_some(())
    })
    .await;
    // The page is closed, and opened again.
    walk.go("/").await;
    tab.slow(None).await;
    walk.go(&pieces).await;
    let text = tab.text().await;
    assert!(
        text.contains("film-du-couloir.mp4 a été gardé jusqu’à"),
        "{text}"
    );
    let percent: u64 = tab
        .eval("Number(document.querySelector('[data-unfinished] p').textContent.match(/(\\d+)\\s*%/)[1])")
        .await;
    assert!((10..100).contains(&percent), "{percent} %");
    let kept: usize = tab
        .eval("localStorage.length + sessionStorage.length")
        .await;
    assert_eq!(kept, 0, "nothing of the file stays in the browser");

    walk.give(&[film]).await;
    let text = tab.text().await;
    assert!(
        text.contains("film-du-couloir.mp4") && !text.contains("gardé jusqu’à"),
        "{text}"
    );
    let begun = tab
        .requests()
        .into_iter()
        .filter(|request| request.method == "POST" && request.url.ends_with("/televersements"))
        .count();
    assert_eq!(begun, 1, "the second time went on with the first");
    assert_eq!(
        tab.messages(),
        Vec::<String>::new(),
        "the console is silent"
    );
}
