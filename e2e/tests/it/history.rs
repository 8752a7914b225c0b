//! The Back button never sends a form twice and never meets a page that the browser cannot show again.

use e2e::browser::Chromium;
use e2e::journey::{CANARY, Walk, real_files};
use e2e::server::Server;
use e2e::tab::Tab;

/// Goes back, then forward again: no form may leave, no error page may come.
async fn back_and_forth(tab: &Tab, before: &str) {
    let here = tab.path().await;
    let sent = tab.requests().len();
    tab.history(-1).await;
    let there = tab.path().await;
    assert!(
        there.starts_with('/'),
        "Back from {here} shows {there}:\n{}",
        tab.text().await
    );
    assert!(
        before.is_empty() || there == before,
        "Back from {here} shows {there}, not {before}"
    );
    tab.history(1).await;
    assert_eq!(tab.path().await, here, "Forward again");
    let again: Vec<_> = tab
        .requests()
        .split_off(sent)
        .into_iter()
        .filter(|request| request.method != "GET")
        .collect();
    assert!(again.is_empty(), "sent again: {again:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn back_never_sends_again() {
    let (server, browser) = (Server::start().await, Chromium::start().await);
    let folder = tempfile::tempdir().unwrap();
    let files = real_files(&browser, folder.path()).await;
    let tab = browser.tab(false).await;
    let walk = Walk::french(&tab, &server);
    walk.go("/").await;
    walk.press("home-door-story").await;
    tab.fill("story", e2e::journey::STORY).await;
    walk.press("continue").await;
    back_and_forth(&tab, "/recit").await;
    tab.history(-1).await;
    assert!(
        tab.whole().await.contains(CANARY),
        "the text is still there"
    );
    tab.history(1).await;
    walk.press("continue").await;
    back_and_forth(&tab, "/securite").await;
    walk.say_when().await;
    back_and_forth(&tab, "/quand").await;
    walk.choose_kind().await;
    back_and_forth(&tab, "/situation").await;
    walk.shelter().await;
    // The draft has become the dossier: the plan may lead elsewhere, but nothing is sent.
    back_and_forth(&tab, "").await;
    walk.give(&files[..1]).await;
    back_and_forth(&tab, "").await;
    walk.seal().await;
    back_and_forth(&tab, "").await;
}

/// A refused form sends back to its own question: one step back from the next page is that question with
/// its text, and nothing is sent again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn back_over_a_refused_form_shows_its_question() {
    let (server, browser) = (Server::start().await, Chromium::start().await);
    let tab = browser.tab(false).await;
    let walk = Walk::french(&tab, &server);
    walk.go("/recit").await;
    walk.press("continue").await;
    walk.at("/recit").await;
    assert!(
        tab.text().await.contains(walk.words.t("story-empty")),
        "refused, with the reason"
    );
    tab.fill("story", e2e::journey::STORY).await;
    walk.press("continue").await;
    walk.at("/securite").await;
    back_and_forth(&tab, "/recit").await;
    tab.history(-1).await;
    assert!(
        tab.whole().await.contains(CANARY),
        "the text is still there"
    );
    assert!(
        !tab.text().await.contains(walk.words.t("story-empty")),
        "what was made good is no longer reproached"
    );
}
