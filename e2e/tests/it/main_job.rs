//! The main job by keyboard alone, without any script (N012, N013, N014, N044; A3, A4, A5).

use e2e::browser::Chromium;
use e2e::journey::{NAME, Walk, real_files};
use e2e::keys::{css, words};
use e2e::server::{Server, run};
use std::process::Command;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_a_story_to_a_sealed_dossier_a_letter_and_a_zip_that_verifies() {
    let (server, browser) = (Server::start().await, Chromium::start().await);
    let folder = tempfile::tempdir().unwrap();
    let files = real_files(&browser, folder.path()).await;
    let tab = browser.tab(false).await;
    let walk = Walk::french(&tab, &server);

    walk.open_dossier().await;
    assert_eq!(
        tab.eval::<usize>("document.querySelectorAll('.preau-code').length")
            .await,
        0,
        "the code waits one tap away"
    );
    walk.give(&files).await;
    let cards: usize = tab
        .eval("document.querySelectorAll('.preau-card').length")
        .await;
    assert_eq!(cards, files.len());
    walk.seal().await;
    let clicks = tab.recount();
    assert!(clicks <= 10, "{clicks} clicks to « Sceller »");

    tab.press(css("main a[href$='/courrier/protection-fonctionnelle']"))
        .await;
    walk.at("/dossier/*/courrier/protection-fonctionnelle")
        .await;
    walk.fill_protection().await;
    let pdf = tab
        .press_download(&browser, words(walk.words.t("letter-download-pdf")))
        .await;
    let clicks = tab.recount();
    assert!(clicks <= 3, "{clicks} more clicks to the letter");
    let text = Command::new("pdftotext")
        .args(["-layout"])
        .arg(&pdf)
        .arg("-")
        .output()
        .expect("pdftotext (Debian: poppler-utils)");
    let text = String::from_utf8_lossy(&text.stdout).into_owned();
    assert!(text.contains(NAME), "the letter is not signed:\n{text}");
    assert!(text.contains("protection fonctionnelle"), "{text}");

    // Back to the sealed dossier with the browser's own button: the letter's page, then what stood before.
    while !tab.path().await.ends_with("/scelle") {
        tab.history(-1).await;
    }
    let zip = tab
        .press_download(&browser, words(walk.words.t("export-quick")))
        .await;
    assert_eq!(tab.recount(), 1, "one more click to the ZIP");
    assert_eq!(zip.extension().unwrap(), "zip");
    let verified = run(&["verify", zip.to_str().unwrap()]);
    let said = String::from_utf8_lossy(&verified.stdout).into_owned()
        + &String::from_utf8_lossy(&verified.stderr);
    assert!(
        verified.status.success(),
        "preau verify: {:?}\n{said}",
        verified.status
    );

    assert_eq!(tab.strangers(&server.origin), [""; 0]);
}
