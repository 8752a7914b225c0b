//! A session with experts in three browsers (N001, N002, N003, N005, N007): one asks, one publishes and answers, both see it
//! without reloading; then the one who asked finds the answer on a third machine, without script, by her name and her theme.

use crate::pages::look;
use e2e::browser::Chromium;
use e2e::journey::Walk;
use e2e::keys::css;
use e2e::look::none;
use e2e::server::Server;
use e2e::tab::{Scheme, Tab};
use e2e::until;

pub const NOW: &str = "2026-11-23T18:00:00Z";
const EXPERT: &str = "Maxence Sorel";
const ASKED: &str = "Un parent menace de publier mon adresse. Que puis-je faire dès ce soir ?";
const GIVEN: &str = "Gardez le message entier, puis déposez plainte : la menace suffit.";

pub async fn sees(tab: &Tab, words: &str) {
    let wanted = format!("{words} (at {})", tab.path().await);
    until(&wanted, || async {
        let text = tab.text().await.replace(['\u{a0}', '\u{202f}'], " ");
        text.contains(words).then_some(())
    })
    .await;
}

/// Marks a page: the mark is gone if it was loaded again.
pub async fn mark(tab: &Tab) {
    tab.eval::<bool>("(window.kept = true)").await;
}

pub async fn stayed(tab: &Tab) {
    assert!(
        tab.eval::<bool>("window.kept === true").await,
        "the page was loaded again"
    );
}

/// An expert comes in by the invitation that the host made.
pub async fn comes_in(server: &Server, walk: &Walk<'_>) {
    let org = server.hosts(&[
        "org",
        "add",
        "ASL du Tarn",
        "--kind",
        "asl",
        "--place",
        "81",
    ]);
    let told = server.hosts(&[
        "user",
        "add",
        EXPERT,
        "--org",
        org.trim(),
        "--role",
        "lawyer",
    ]);
    let mut lines = told.lines();
    let path = lines
        .next()
        .and_then(|url| url.find("/invitation/").map(|at| url[at..].to_owned()));
    walk.go(&path.expect("an address")).await;
    walk.tab
        .fill("words", lines.next().expect("four words"))
        .await;
    walk.press("invitation-enter").await;
    walk.at("/code").await;
    let code = walk.code().await;
    walk.tab.fill("code", &code).await;
    walk.press("code-confirm").await;
}

/// A session that is open, with its expert.
pub fn opens(server: &Server) -> String {
    let made = server.hosts(&[
        "panel",
        "new",
        "--theme",
        "Menaces et adresses publiées",
        "--starts",
        "2026-11-23T19:00",
        "--days",
        "7",
        "--kind",
        "menaces",
    ]);
    let panel = made.split_whitespace().last().expect("an id").to_owned();
    server.hosts(&[
        "panel",
        "expert",
        &panel,
        "--add",
        EXPERT,
        "--title",
        "avocate conseil",
    ]);
    server.hosts(&["panel", "open", &panel]);
    panel
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn n001_n002_n003_one_asks_one_answers_and_both_see_it_without_reloading() {
    let server = Server::at(NOW, "").await;
    let (first, second, third) = (
        Chromium::start().await,
        Chromium::start().await,
        Chromium::start().await,
    );
    let (her, him) = (first.tab(true).await, second.tab(true).await);
    let (asker, expert) = (Walk::french(&her, &server), Walk::french(&him, &server));
    comes_in(&server, &expert).await;
    let panel = opens(&server);
    let session = format!("/seances/{panel}");

    // She asks, from the list of the sessions. Her browser does the work while she writes.
    asker.go("/seances").await;
    her.press(css("main h2 a, main h3 a")).await;
    asker.at(&session).await;
    her.press(css("main a[href$='/poser']")).await;
    her.fill("pseudonym", "Lorphie").await;
    her.fill("body", ASKED).await;
    her.select("kind", "menaces").await;
    until("the work", || async {
        let done = "document.querySelector('[name=work]').value !== ''";
        her.eval::<bool>(done).await.then_some(())
    })
    .await;
    asker.press("ask-send").await;
    if her.path().await.ends_with("/poser") {
        // What is published already resembles: she is shown it, and goes on.
        until("the work again", || async {
            let done = "document.querySelector('[name=work]').value !== ''";
            her.eval::<bool>(done).await.then_some(())
        })
        .await;
        asker.press("ask-send-anyway").await;
    }
    let words = "[...document.querySelectorAll('.preau-code li')].map((one) => one.textContent)";
    let words = her.eval::<Vec<String>>(words).await;
    assert_eq!(words.len(), 5, "{words:?}");
    let code = words.join(" ");

    // Nobody reads it yet. Both follow the session: she on her telephone, he on a second page of his.
    asker.go(&session).await;
    assert!(!her.text().await.contains(ASKED));
    mark(&her).await;
    let his = second.tab(true).await;
    let watching = Walk::french(&his, &server);
    watching.go(&session).await;
    mark(&his).await;

    // He publishes it: both see it come.
    expert.go(&format!("/experts/{panel}")).await;
    sees(&him, ASKED).await;
    him.press(css("form[action$='/publier'] button")).await;
    sees(&her, ASKED).await;
    sees(&his, ASKED).await;
    sees(&her, asker.words.t("panel-status-waiting")).await;

    // He answers: both read it, signed.
    expert.go(&format!("/experts/{panel}?vue=open")).await;
    him.press(css("main ol h3 a")).await;
    him.fill("answer-body", GIVEN).await;
    expert.press("expert-keep-publish").await;
    for tab in [&her, &his] {
        sees(tab, GIVEN).await;
        sees(tab, EXPERT).await;
        stayed(tab).await;
    }
    let place = "document.querySelector('#q-1')?.dataset.place";
    assert_eq!(her.eval::<String>(place).await, "1", "a place to link to");
    her.keep_picture("evening-320").await;

    // What is said aloud: that something came, once.
    let said = "document.querySelector('#live-said').textContent !== ''";
    until("what is said", || async {
        her.eval::<bool>(said).await.then_some(())
    })
    .await;

    // On another machine, without script, she finds it by what she gave when asking.
    let away = third.tab(false).await;
    let later = Walk::french(&away, &server);
    later.go("/ma-question").await;
    away.fill("pseudonym", "lorphie").await;
    away.select("kind", "menaces").await;
    later.press("mine-search").await;
    sees(&away, GIVEN).await;
    // Her code says where it stands.
    later.go("/ma-question").await;
    away.fill("code", &code).await;
    later.press("mine-open").await;
    sees(&away, GIVEN).await;
    // What nobody asked looks like what nobody published.
    later.go("/ma-question").await;
    away.fill("pseudonym", "Personne").await;
    later.press("mine-search").await;
    sees(&away, later.words.t("mine-nothing")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pages_of_a_session_are_accessible_and_alone() {
    let (server, browser) = (Server::at(NOW, "").await, Chromium::start().await);
    let (tab, desk) = (browser.tab(true).await, Chromium::start().await);
    let his = desk.tab(true).await;
    let (walk, expert) = (Walk::french(&tab, &server), Walk::french(&his, &server));
    comes_in(&server, &expert).await;
    let panel = opens(&server);
    walk.go(&format!("/seances/{panel}/poser")).await;
    // A name and an address: what was found is a page of its own.
    tab.fill("pseudonym", "Lorphie").await;
    tab.fill(
        "body",
        &format!("{ASKED} Écrivez à lorphie@exemple.fr, merci. Sandra"),
    )
    .await;
    let done = "document.querySelector('[name=work]').value !== ''";
    until("the work", || async {
        tab.eval::<bool>(done).await.then_some(())
    })
    .await;
    walk.press("ask-send").await;
    let mut faults = Vec::new();
    sees(&tab, walk.words.t("ask-found-title")).await;
    look(&tab, "ask-before", &mut faults).await;
    tab.keep_picture("ask-before-320").await;
    until("the work again", || async {
        tab.eval::<bool>(done).await.then_some(())
    })
    .await;
    walk.press("ask-send-anyway").await;
    look(&tab, "ask-done", &mut faults).await;
    tab.keep_picture("ask-done-320").await;
    expert.go(&format!("/experts/{panel}")).await;
    look(&his, "expert-queue", &mut faults).await;
    his.keep_picture("expert-queue-320").await;
    expert.go(&format!("/experts/{panel}/choix")).await;
    his.fill("phrase", "adresse").await;
    expert.press("expert-sift-button").await;
    look(&his, "expert-sift", &mut faults).await;
    his.keep_picture("expert-sift-320").await;
    expert.go(&format!("/experts/{panel}")).await;
    his.dress(1280, Scheme::Light).await;
    his.press(css("main ol h3 a")).await;
    look(&his, "expert-question", &mut faults).await;
    his.keep_picture("expert-question-320").await;
    his.fill("answer-body", GIVEN).await;
    expert.press("expert-keep-publish").await;
    look(&his, "expert-answered", &mut faults).await;
    for (name, path) in [
        ("expert-home", "/experts".to_owned()),
        ("expert-report", format!("/experts/{panel}/rapport")),
    ] {
        expert.go(&path).await;
        look(&his, name, &mut faults).await;
        his.keep_picture(&format!("{name}-320")).await;
    }
    for (name, path) in [
        ("sessions", "/seances".to_owned()),
        ("session", format!("/seances/{panel}")),
        ("ask", format!("/seances/{panel}/poser")),
        ("mine", "/ma-question".to_owned()),
    ] {
        tab.dress(1280, Scheme::Light).await;
        walk.go(&path).await;
        tab.keep_picture(&format!("{name}-1280")).await;
        look(&tab, name, &mut faults).await;
        tab.keep_picture(&format!("{name}-320")).await;
    }
    // It stands inside pages of others, without our frame.
    tab.dress(1280, Scheme::Light).await;
    walk.go("/questions/integrer").await;
    faults.extend(tab.faults("embed").await);
    none(&faults);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn n002_a_form_that_was_open_for_hours_is_worked_on_again_and_goes_at_once() {
    let (server, browser) = (Server::at(NOW, "").await, Chromium::start().await);
    let (tab, desk) = (browser.tab(true).await, Chromium::start().await);
    let his = desk.tab(true).await;
    let (walk, expert) = (Walk::french(&tab, &server), Walk::french(&his, &server));
    comes_in(&server, &expert).await;
    let panel = opens(&server);
    walk.go(&format!("/seances/{panel}/poser")).await;
    // Work counts for two hours, of which half a minute is left.
    server.pass_to("2026-11-23T19:59:30Z");
    tab.fill("body", ASKED).await;
    walk.press("ask-send").await;
    sees(&tab, walk.words.t("ask-wrong-name")).await;
    tab.fill("pseudonym", "Lorphie").await;
    // She would have to wait with the stamp that she is given now: it is the work that lets her pass.
    walk.press("ask-send").await;
    if tab.path().await.ends_with("/poser") {
        walk.press("ask-send-anyway").await;
    }
    sees(&tab, walk.words.t("ask-done-title")).await;
}
