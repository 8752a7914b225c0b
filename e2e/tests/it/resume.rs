//! A large file that stops, and goes on; and what is said of each file that was chosen.

use e2e::browser::Chromium;
use e2e::journey::Walk;
use e2e::keys::words;
use e2e::server::Server;
use e2e::tab::Tab;
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

async fn reach_pieces(walk: &Walk<'_>) {
    walk.tell().await;
    walk.say_when().await;
    walk.choose_kind().await;
    walk.shelter().await;
}

async fn a_third_has_left(tab: &Tab) {
    let third = "document.querySelector('main progress')?.value > 8e6";
    e2e::until("a third has left", || async {
        (tab.try_eval(third).await == Ok(true.into())).then_some(())
    })
    .await;
}

/// How many uploads were begun.
fn begun(tab: &Tab) -> usize {
    tab.requests()
        .into_iter()
        .filter(|request| request.method == "POST" && request.url.ends_with("/televersements"))
        .count()
}

/// Waits for a sentence of the page and for so many pieces.
async fn told(tab: &Tab, sentence: &str, pieces: u64) {
    let sentence = serde_json::Value::from(sentence);
    let there = format!(
        "document.readyState === 'complete' && document.body.innerText.includes({sentence}) \
         && document.querySelectorAll('.preau-card').length === {pieces}"
    );
    e2e::until("the sentence", || async {
        (tab.try_eval(&there).await == Ok(true.into())).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_large_file_goes_on_where_its_page_was_closed() {
    let (server, browser) = (Server::start().await, Chromium::start().await);
    let folder = tempfile::tempdir().expect("a folder");
    let film = film(folder.path());
    let tab = browser.tab(true).await;
    let walk = Walk::french(&tab, &server);
    reach_pieces(&walk).await;
    let pieces = tab.path().await;

    tab.slow(Some(3e6)).await;
    tab.choose_files(std::slice::from_ref(&film)).await;
    tab.press_here(words(walk.words.t("pieces-send"))).await;
    a_third_has_left(&tab).await;
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
    assert_eq!(begun(&tab), 1, "the second time went on with the first");
    assert_eq!(
        tab.messages(),
        Vec::<String>::new(),
        "the console is silent"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_large_file_chosen_again_on_the_same_page_goes_on() {
    let (server, browser) = (Server::start().await, Chromium::start().await);
    let folder = tempfile::tempdir().expect("a folder");
    let film = film(folder.path());
    let letter = folder.path().join("mot.txt");
    std::fs::write(&letter, "Un mot").expect("a file");
    let tab = browser.tab(true).await;
    let walk = Walk::french(&tab, &server);
    reach_pieces(&walk).await;
    tab.slow(Some(3e6)).await;
    tab.choose_files(&[film, letter]).await;
    tab.press_here(words(walk.words.t("pieces-send"))).await;
    a_third_has_left(&tab).await;
    tab.cut().await;
    // Each word that the network is back has it tried once more, in vain.
    let again = "window.dispatchEvent(new Event('online')) && document.querySelector('main').innerText.includes('Choisissez-le de nouveau pour reprendre.')";
    e2e::until("it gives up for now", || async {
        (tab.try_eval(again).await == Ok(true.into())).then_some(())
    })
    .await;
    let text = tab.text().await;
    assert!(
        text.contains("film-du-couloir.mp4") && !text.contains(" 0 %"),
        "{text}"
    );
    assert!(text.contains("mot.txt n’est pas encore parti."), "{text}");

    tab.slow(None).await;
    tab.press_here(words(walk.words.t("pieces-send"))).await;
    told(&tab, "film-du-couloir.mp4", 2).await;
    assert_eq!(begun(&tab), 1, "the second time went on with the first");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_film_that_is_too_long_is_named_and_the_other_files_are_kept() {
    let (server, browser) = (Server::start().await, Chromium::start().await);
    let folder = tempfile::tempdir().expect("a folder");
    let (film, letter) = (
        folder.path().join("trop-long.mp4"),
        folder.path().join("mot.txt"),
    );
    // Nothing but a length: it is refused before it leaves.
    let file = std::fs::File::create(&film).expect("a file");
    file.set_len(3 << 30).expect("a length");
    std::fs::write(&letter, "Un mot").expect("a file");
    let tab = browser.tab(true).await;
    let walk = Walk::french(&tab, &server);
    reach_pieces(&walk).await;
    tab.choose_files(&[film, letter]).await;
    tab.press_here(words(walk.words.t("pieces-send"))).await;
    told(&tab, "trop-long.mp4 n’a pas été envoyé", 1).await;
    let text = tab.text().await;
    assert!(text.contains("mot.txt"), "{text}");
}
