//! Leaving at once (A6), what stays in the browser (A8), and text that saves itself.

use e2e::browser::Chromium;
use e2e::journey::{CANARY, STORY, Walk};
use e2e::keys::{ENTER, SHIFT, SPACE, css};
use e2e::server::Server;
use e2e::tab::Tab;

#[derive(Debug, Clone, Copy, PartialEq)]
enum How {
    Button,
    Link,
    Shift,
}

/// Leaves, and waits until the tab is no longer on our pages.
async fn leave(tab: &Tab, how: How) {
    match how {
        How::Button => {
            tab.tab_to(css(".preau-exit__button")).await;
            tab.key(SPACE).await;
        }
        How::Link => {
            tab.tab_to(css("a[href='/sortie']")).await;
            tab.key(ENTER).await;
        }
        How::Shift => {
            for _ in 0..3 {
                tab.key(SHIFT).await;
            }
        }
    }
    // Where there is no network, the neutral site is the browser's own error page.
    e2e::until("the tab leaves", || async {
        let at = tab.try_eval("location.href").await.ok()?;
        let at = at.as_str()?;
        (at.starts_with("https:") || at.starts_with("chrome-error:")).then_some(())
    })
    .await;
}

async fn nothing_left(server: &Server, tab: &Tab, session: &str) {
    tab.history(-1).await;
    let whole = tab.whole().await;
    assert!(
        !whole.contains(CANARY),
        "Back shows the case:\n{}",
        tab.text().await
    );
    let head = server.head_of("/dossiers", session);
    assert!(
        !head.starts_with("HTTP/1.1 200"),
        "the old cookie still opens: {head}"
    );
    assert!(
        tab.session().await.is_none_or(|now| now != session),
        "the cookie stays"
    );
}

async fn stored(tab: &Tab) -> (usize, usize, usize, usize) {
    tab.eval("(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length])()").await
}

async fn leaves_nothing(scripts: bool, how: How) {
    let (server, browser) = (Server::start().await, Chromium::start().await);
    let tab = browser.tab(scripts).await;
    let walk = Walk::french(&tab, &server);
    walk.open_dossier().await;
    assert_eq!(stored(&tab).await, (0, 0, 0, 0), "what the browser keeps");
    walk.go(&[&walk.dossier().await, "/recit"].concat()).await;
    assert!(tab.whole().await.contains(CANARY));
    let session = tab.session().await.expect("a session");
    assert!(
        server
            .head_of("/dossiers", &session)
            .starts_with("HTTP/1.1 200"),
        "the cookie opens before"
    );
    leave(&tab, how).await;
    nothing_left(&server, &tab, &session).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_button_leaves_nothing() {
    leaves_nothing(true, How::Button).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_button_leaves_nothing_without_scripts() {
    leaves_nothing(false, How::Button).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_hidden_link_leaves_nothing() {
    leaves_nothing(true, How::Link).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_hidden_link_leaves_nothing_without_scripts() {
    leaves_nothing(false, How::Link).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn shift_three_times_leaves_nothing_and_covers_the_page_at_once() {
    let (server, browser) = (Server::start().await, Chromium::start().await);
    let tab = browser.tab(true).await;
    let walk = Walk::french(&tab, &server);
    walk.go("/recit").await;
    tab.fill("story", STORY).await;
    // A capital letter is not a call for help: Shift held with another key does not count.
    tab.eval::<bool>(
        "(() => { window.covers = 0; new MutationObserver(() => { if (document.querySelector('.preau-cover')) window.covers += 1; }) \
         .observe(document.body, { childList: true }); return true; })()",
    )
    .await;
    tab.key(SHIFT).await;
    tab.key(SHIFT).await;
    assert_eq!(tab.eval::<usize>("window.covers").await, 0);
    walk.press("continue").await;
    walk.at("/securite").await;
    let session = tab.session().await.expect("a draft");
    tab.eval::<bool>(
        "(() => { window.addEventListener('keyup', () => { const cover = document.querySelector('.preau-cover'); if (!cover) return; \
         const box = cover.getBoundingClientRect(); const top = document.elementFromPoint(box.width / 2, box.height / 2); \
         document.title = cover.contains(top) && box.width >= innerWidth && box.height >= innerHeight ? 'covered' : 'bare'; }); \
         window.stayed = new Promise(() => {}); return true; })()",
    )
    .await;
    for _ in 0..2 {
        tab.key(SHIFT).await;
    }
    let before: String = tab
        .eval("document.querySelector('[data-exit-status]').textContent")
        .await;
    assert!(
        !before.is_empty(),
        "a screen reader is told that one more press leaves"
    );
    leave(&tab, How::Shift).await;
    tab.history(-1).await;
    assert!(!tab.whole().await.contains(CANARY), "Back shows the draft");
    assert!(
        !server
            .head_of("/quand", &session)
            .starts_with("HTTP/1.1 200"),
        "the draft is gone with the session"
    );
    walk.go("/recit").await;
    assert_eq!(
        tab.eval::<String>("document.querySelector('[name=story]').value")
            .await,
        ""
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_typed_is_on_the_server_without_pressing_anything() {
    let (server, browser) = (Server::start().await, Chromium::start().await);
    let tab = browser.tab(true).await;
    let walk = Walk::french(&tab, &server);
    walk.go("/recit").await;
    tab.fill("story", STORY).await;
    let saved = walk.words.t("draft-saved");
    e2e::until("the draft saves itself", || async {
        tab.text().await.contains(saved).then_some(())
    })
    .await;
    assert_eq!(stored(&tab).await, (0, 0, 0, 0), "what the browser keeps");
    walk.go("/recit").await;
    assert_eq!(
        tab.eval::<String>("document.querySelector('[name=story]').value")
            .await,
        STORY
    );
    assert!(tab.messages().is_empty());
}
