//! Passkeys, with the browser's own virtual device (N046).

use e2e::browser::Chromium;
use e2e::journey::Walk;
use e2e::server::Server;

/// Opens a dossier and notes its code; gives the code and the dossier's address.
async fn settled(walk: &Walk<'_>) -> (String, String) {
    walk.open_dossier().await;
    let dossier = walk.dossier().await;
    walk.press("code-banner-link").await;
    let code = walk.code().await;
    walk.tab.fill("code", &code).await;
    walk.press("code-confirm").await;
    (code, dossier)
}

async fn makes_and_uses(prf: bool) {
    let server = Server::start().await;
    let browser = Chromium::start().await;
    let tab = browser.tab(true).await;
    tab.authenticator(prf).await;
    let walk = Walk::french(&tab, &server);
    let (code, dossier) = settled(&walk).await;
    walk.go("/compte").await;
    let mut faults = Vec::new();
    super::pages::look(&tab, "ways", &mut faults).await;
    walk.press("passkey-title").await;
    walk.at("/compte/cle").await;
    super::pages::look(&tab, "passkey-new", &mut faults).await;
    assert_eq!(faults, Vec::<String>::new());
    tab.messages();
    walk.press("passkey-make").await;
    walk.at("/compte").await;
    let done = if prf {
        "doors-done-passkey"
    } else {
        "doors-done-touch"
    };
    let text = tab.text().await;
    assert!(text.contains(walk.words.t(done)), "{text}");

    walk.go("/fermer").await;
    walk.press("leave-close").await;
    walk.go("/revenir").await;
    walk.press("passkey-instead").await;
    walk.at("/revenir/cle").await;
    walk.press("passkey-enter").await;
    if !prf {
        walk.at("/revenir").await;
        let text = tab.text().await;
        assert!(text.contains(walk.words.t("passkey-known")), "{text}");
        tab.fill("code", &code).await;
        walk.press("return-enter").await;
    }
    walk.at("/dossiers").await;
    walk.go(&dossier).await;
    let text = tab.text().await;
    assert!(text.contains(walk.words.t("dossier-tasks")), "{text}");

    // The same device again: it says itself that it has one.
    walk.go("/compte/cle").await;
    tab.press_here(e2e::keys::words(walk.words.t("passkey-make")))
        .await;
    e2e::until("the device refuses a second one", || async {
        let text = tab.text().await;
        text.contains(walk.words.t("passkey-enough")).then_some(())
    })
    .await;
    assert_eq!(tab.messages(), Vec::<String>::new(), "a silent console");
    assert_eq!(tab.strangers(&server.origin), Vec::<String>::new());
    // Nothing of it stays in the browser's storage.
    let kept: usize = tab
        .eval("localStorage.length + sessionStorage.length")
        .await;
    assert_eq!(kept, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_passkey_with_prf_opens_the_dossier_with_one_gesture() {
    makes_and_uses(true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_passkey_without_prf_tells_who_is_there_and_the_code_opens() {
    makes_and_uses(false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_scripts_the_page_says_what_is_missing_and_leads_on() {
    let server = Server::start().await;
    let browser = Chromium::start().await;
    let tab = browser.tab(false).await;
    let walk = Walk::french(&tab, &server);
    walk.go("/revenir/cle").await;
    walk.press("passkey-enter").await;
    walk.at("/revenir/cle").await;
    let text = tab.text().await;
    assert!(text.contains(walk.words.t("passkey-script")), "{text}");
    walk.press("passkey-words-instead").await;
    walk.at("/revenir").await;
}
