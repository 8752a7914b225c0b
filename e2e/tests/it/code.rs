//! Coming back with the eight words, from another browser (N046).

use e2e::browser::Chromium;
use e2e::journey::Walk;
use e2e::keys::words;
use e2e::server::Server;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_code_typed_back_reopens_the_same_dossier_from_another_browser() {
    let server = Server::start().await;
    let first = Chromium::start().await;
    let tab = first.tab(false).await;
    let walk = Walk::french(&tab, &server);
    walk.open_dossier().await;
    let dossier = walk.dossier().await;
    assert!(
        tab.text().await.contains(walk.words.t("code-banner")),
        "every page reminds of the code"
    );
    walk.press("code-banner-link").await;
    walk.at("/code").await;
    let code = walk.code().await;
    tab.fill("code", &code).await;
    walk.press("code-confirm").await;
    assert!(tab.text().await.contains(walk.words.t("code-confirmed")));
    assert!(
        !tab.whole().await.contains(code.split(' ').next().unwrap())
            || !tab.whole().await.contains("preau-code"),
        "shown no more"
    );
    let session = tab.session().await.expect("a session");
    walk.go("/fermer").await;
    walk.press("leave-close").await;
    walk.at("/fermer").await;
    assert!(
        !server
            .head_of("/dossiers", &session)
            .starts_with("HTTP/1.1 200"),
        "the old session opens nothing"
    );

    let second = Chromium::start().await;
    let tab = second.tab(false).await;
    let walk = Walk::french(&tab, &server);
    walk.go("/").await;
    walk.press("home-door-return").await;
    // Capital letters, no accents, spaces too many: a tired hand.
    let tired = code.to_uppercase().replace(' ', "  ");
    tab.fill("code", &tired).await;
    walk.press("return-enter").await;
    walk.at("/dossiers").await;
    let listed: Vec<String> = tab
        .eval("[...document.querySelectorAll('main a.preau-door')].map((link) => link.pathname)")
        .await;
    assert_eq!(listed, [dossier]);
    tab.press(e2e::keys::css("main a.preau-door")).await;
    assert!(tab.text().await.contains(walk.words.t("dossier-tasks")));
    tab.press(words(walk.words.t("task-story"))).await;
    assert!(
        tab.whole().await.contains(e2e::journey::CANARY),
        "the same story"
    );
}
