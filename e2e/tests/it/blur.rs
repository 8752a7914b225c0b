//! Pictures stay blurred until asked for, one at a time (N018, A18).

use e2e::browser::Chromium;
use e2e::journey::{Walk, real_files};
use e2e::keys::words;
use e2e::server::Server;
use e2e::tab::Tab;

/// Of each picture of pieces on the page: whether it has loaded, whether it is blurred.
async fn pictures(tab: &Tab) -> Vec<(bool, bool)> {
    tab.eval(
        "(async () => { const all = [...document.querySelectorAll('main img')]; all.forEach((i) => { i.loading = 'eager'; }); \
         await Promise.all(all.map((i) => i.decode().catch(() => {}))); \
         return all.map((i) => [i.naturalWidth > 0, /blur\\(/.test(getComputedStyle(i).filter)]); })()",
    )
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_is_blurred_until_asked_for_and_only_that_one() {
    let (server, browser) = (Server::start().await, Chromium::start().await);
    let folder = tempfile::tempdir().unwrap();
    let files = real_files(&browser, folder.path()).await;
    let tab = browser.tab(false).await;
    let walk = Walk::french(&tab, &server);
    walk.open_dossier().await;
    walk.give(&files[..2]).await;
    assert_eq!(
        pictures(&tab).await,
        [(true, true), (true, true)],
        "the list"
    );

    let links: Vec<String> = tab
        .eval("[...document.querySelectorAll('.preau-card a')].map((link) => link.pathname)")
        .await;
    walk.go(&links[0]).await;
    assert_eq!(pictures(&tab).await, [(true, true)], "before asking");
    tab.press(words(walk.words.t("piece-show"))).await;
    assert_eq!(pictures(&tab).await, [(true, false)], "asked for");
    walk.go(&links[1]).await;
    assert_eq!(
        pictures(&tab).await,
        [(true, true)],
        "the other one was not asked for"
    );
    walk.go(&[&walk.dossier().await, "/pieces"].concat()).await;
    assert_eq!(
        pictures(&tab).await,
        [(true, true), (true, true)],
        "the list again"
    );
    assert_eq!(
        tab.eval::<usize>("document.querySelectorAll('[autoplay]').length")
            .await,
        0
    );
}
