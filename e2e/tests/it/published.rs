//! What the instance publishes, as it is read and heard (N009, N010): nobody else is asked, the keyboard reaches every
//! time of the transcript, and a time plays the sound of the page from there.

use crate::pages::look;
use e2e::browser::Chromium;
use e2e::journey::Walk;
use e2e::keys::css;
use e2e::look::none;
use e2e::server::Server;

const NOW: &str = "2026-11-23T10:00:00Z";

/// Five seconds of silence: MPEG 1 layer III, 128 kbit/s, 44.1 kHz.
fn silence() -> Vec<u8> {
    let mut frame = vec![0xff, 0xfb, 0x90, 0x00];
    frame.resize(417, 0);
    frame.repeat(200)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn n009_n010_what_is_published_is_read_and_heard_without_anybody_else() {
    let (server, browser) = (Server::at(NOW, "").await, Chromium::start().await);
    let room = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = room.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    };
    let text = file(
        "article.txt",
        "Le délai change.\n\nVoici pour vous.".as_bytes(),
    );
    server.hosts(&[
        "news",
        "add",
        "--title",
        "Un décret change le délai",
        "--author",
        "Service juridique",
        "--function",
        "rédaction",
        "--text",
        &text,
    ]);
    server.hosts(&["news", "publish", "1"]);
    let sound = file("cours.mp3", &silence());
    let said = file(
        "cours.txt",
        "[0:00] Bonjour.\n\n[0:03] Le cours filmé.".as_bytes(),
    );
    let parts = file(
        "parties.txt",
        "0:00 Bonjour\n0:03 Le cours filmé".as_bytes(),
    );
    server.hosts(&[
        "episode",
        "add",
        "--title",
        "Mon cours est en ligne",
        "--theme",
        "Images",
        "--summary",
        &text,
        "--kind",
        "image-sans-accord",
        "--speaker",
        "Service juridique, rédaction",
        "--lasts",
        "0:05",
        "--transcript",
        &said,
        "--chapters",
        &parts,
        "--audio",
        &sound,
    ]);
    server.hosts(&["episode", "publish", "1"]);

    let tab = browser.tab(true).await;
    let walk = Walk::french(&tab, &server);
    let mut faults = Vec::new();
    for (name, path) in [
        ("news", "/actualites"),
        ("news-one", "/actualites/1"),
        ("listen", "/ecouter"),
        ("listen-one", "/ecouter/1"),
    ] {
        walk.go(path).await;
        walk.at(path).await;
        look(&tab, name, &mut faults).await;
    }
    none(&faults);

    // Nothing was loaded before somebody asked; then the sound of this page plays from that time, and says where it is.
    let audio = "document.querySelector('audio')";
    assert_eq!(tab.eval::<i64>(&[audio, ".readyState"].concat()).await, 0);
    tab.press_here(css(".preau-chapters li:nth-child(2) a"))
        .await;
    let plays = format!(
        "new Promise((done) => {{ const look = () => {audio}.currentTime >= 3 && \
         document.querySelector('[aria-current=true]')?.id === 't-3' ? done(true) : setTimeout(look, 50); look(); }})"
    );
    assert!(tab.eval::<bool>(&plays).await);
    assert_eq!(tab.path().await, "/ecouter/1");

    // Without a script the same link opens the sound itself, which the browser plays from there.
    walk.go("/ecouter/fichiers/1/son.mp3#t=3").await;
    let alone = "new Promise((done) => { const look = () => document.querySelector('video, audio')?.readyState > 0 ? \
         done(true) : setTimeout(look, 50); look(); })";
    assert!(tab.eval::<bool>(alone).await);
    let at = "document.querySelector('video, audio').currentTime >= 3";
    assert!(tab.eval::<bool>(at).await);
}
