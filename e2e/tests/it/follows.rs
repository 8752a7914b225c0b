//! A page that follows a session loses its connection and finds it again (N001): gone back to, without network, while the server is
//! started again, refused because every place is taken. Nothing is missed, nothing comes twice, and it says so while it does not follow.

use crate::evening::{NOW, comes_in, mark, opens, sees, stayed};
use e2e::browser::Chromium;
use e2e::journey::Walk;
use e2e::keys::css;
use e2e::server::Server;
use e2e::tab::Tab;
use e2e::until;

/// Asks in a session, from its page.
async fn asks(walk: &Walk<'_>, session: &str, body: &str) {
    let tab = walk.tab;
    walk.go(&format!("{session}/poser")).await;
    tab.fill("pseudonym", "Lorphie").await;
    tab.fill("body", body).await;
    walk.press("ask-send").await;
    if tab.path().await.ends_with("/poser") {
        walk.press("ask-send-anyway").await;
    }
    sees(tab, walk.words.t("ask-done-title")).await;
}

/// Publishes the question that waits for longest.
async fn publishes(walk: &Walk<'_>, panel: &str) {
    walk.go(&format!("/experts/{panel}")).await;
    walk.tab.press(css("form[action$='/publier'] button")).await;
}

/// The questions on the page, as they stand.
async fn places(tab: &Tab) -> Vec<String> {
    tab.eval("[...document.querySelectorAll('#live > li')].map((item) => item.dataset.place)")
        .await
}

/// Waits until these questions are on the page, each once.
async fn shows(tab: &Tab, wanted: &[&str]) {
    until(&format!("the questions {wanted:?}"), || async {
        (places(tab).await == wanted).then_some(())
    })
    .await;
}

/// Whether the page says that it does not follow.
async fn says_lost(tab: &Tab, lost: bool) {
    let shown = "document.querySelector('#live-lost').checkVisibility()";
    until(&format!("that it is lost: {lost}"), || async {
        (tab.eval::<bool>(shown).await == lost).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn n001_a_page_that_lost_its_connection_finds_it_again_and_misses_nothing() {
    let server = Server::at(NOW, "").await;
    let (first, second) = (Chromium::start().await, Chromium::start().await);
    let (her, him) = (first.tab(true).await, second.tab(true).await);
    let (asker, expert) = (Walk::french(&her, &server), Walk::french(&him, &server));
    comes_in(&server, &expert).await;
    let panel = opens(&server);
    let session = format!("/seances/{panel}");
    for body in [
        "Un parent menace de publier mon adresse. Que faire ?",
        "Un élève a filmé mon cours sans me le dire. Que faire ?",
        "On me demande de répondre aux messages la nuit. Que dire ?",
        "Un faux compte porte mon nom. À qui le signaler ?",
    ] {
        asks(&asker, &session, body).await;
    }

    // She looks elsewhere; what is published meanwhile is there when she comes back, once.
    asker.go(&session).await;
    says_lost(&her, false).await;
    asker.go("/seances").await;
    publishes(&expert, &panel).await;
    her.history(-1).await;
    shows(&her, &["1"]).await;
    says_lost(&her, false).await;
    mark(&her).await;

    // Her network goes: the page says so, and catches up when it is back.
    her.cut().await;
    says_lost(&her, true).await;
    sees(&her, asker.words.t("panel-lost")).await;
    publishes(&expert, &panel).await;
    her.slow(None).await;
    shows(&her, &["1", "2"]).await;
    says_lost(&her, false).await;
    stayed(&her).await;

    // The server stops and comes back.
    server.stop().await;
    says_lost(&her, true).await;
    server.start_again().await;
    publishes(&expert, &panel).await;
    shows(&her, &["1", "2", "3"]).await;
    says_lost(&her, false).await;
    stayed(&her).await;

    // It goes on as before: what comes then comes at once.
    publishes(&expert, &panel).await;
    shows(&her, &["1", "2", "3", "4"]).await;
    stayed(&her).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn n001_a_page_for_which_there_is_no_place_says_so_and_follows_once_there_is_one() {
    let server = Server::at(NOW, "listeners = 1\n").await;
    let (first, second) = (Chromium::start().await, Chromium::start().await);
    let (one, him) = (first.tab(true).await, second.tab(true).await);
    let (reader, expert) = (Walk::french(&one, &server), Walk::french(&him, &server));
    comes_in(&server, &expert).await;
    let panel = opens(&server);
    let session = format!("/seances/{panel}");
    asks(
        &reader,
        &session,
        "Un parent menace de publier mon adresse. Que faire ?",
    )
    .await;
    reader.go(&session).await;
    says_lost(&one, false).await;
    let two = first.tab(true).await;
    let late = Walk::french(&two, &server);
    late.go(&session).await;
    says_lost(&two, true).await;
    sees(&two, late.words.t("panel-lost")).await;
    publishes(&expert, &panel).await;
    shows(&one, &["1"]).await;
    // What she can do herself works: the link loads the page as it is now.
    late.press("panel-reload").await;
    shows(&two, &["1"]).await;
    says_lost(&two, true).await;
    // The other leaves: there is a place, and the page takes it by itself.
    mark(&two).await;
    reader.go("/seances").await;
    says_lost(&two, false).await;
    stayed(&two).await;
}

/// Asks so many questions without the script, each by a form of its own: to have many, not to see how it is done.
async fn asks_many(walk: &Walk<'_>, server: &Server, session: &str, many: u32) {
    walk.go(session).await;
    let opened = format!(
        "(async () => {{
            window.forms = [];
            for (let n = 0; n < {many}; n += 1) {{
                const page = await new Promise((done) => {{
                    const asked = new XMLHttpRequest();
                    asked.open('GET', '{session}/poser');
                    asked.responseType = 'document';
                    asked.onload = () => done(asked.response);
                    asked.send();
                }});
                const form = [...page.forms].find((one) => one.elements.stamp);
                window.forms.push(new URLSearchParams([...new FormData(form)]));
            }}
            return window.forms.length;
        }})()"
    );
    assert_eq!(walk.tab.eval::<u32>(&opened).await, many);
    server.pass_to("2026-11-23T18:01:00Z");
    let sent = format!(
        "(async () => {{
            let kept = 0;
            for (const [n, form] of window.forms.entries()) {{
                form.set('pseudonym', 'Lorphie');
                form.set('body', `La question numéro ${{n}} de la soirée.`);
                form.append('vu', 'semblables');
                const answer = await fetch('{session}/poser', {{ method: 'POST', body: form }});
                kept += (await answer.text()).includes('preau-code');
            }}
            return kept;
        }})()"
    );
    assert_eq!(walk.tab.eval::<u32>(&sent).await, many);
}

/// Publishes so many of those that wait.
async fn publishes_many(walk: &Walk<'_>, panel: &str, many: u32) {
    let mut left = many;
    while left > 0 {
        walk.go(&format!("/experts/{panel}")).await;
        let sent = format!(
            "(async () => {{
                const forms = [...document.querySelectorAll(\"form[action$='/publier']\")].slice(0, {left});
                for (const form of forms) {{
                    await fetch(form.action, {{ method: 'POST', body: new URLSearchParams([...new FormData(form)]) }});
                }}
                return forms.length;
            }})()"
        );
        let done = walk.tab.eval::<u32>(&sent).await;
        assert!(done > 0, "{left} left");
        left -= done;
    }
}

/// The link to what is new on another page: its words.
async fn elsewhere(tab: &Tab, words: &str) {
    let link = "document.querySelector('#live-else').checkVisibility() && document.querySelector('#live-else a').textContent";
    until(&format!("a link to {words}"), || async {
        let said = tab.eval::<serde_json::Value>(link).await;
        let said = said.as_str().unwrap_or_default().replace('\u{a0}', " ");
        (said == words).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn n001_new_questions_come_on_the_last_page_and_the_others_name_them() {
    let server = Server::at(NOW, "").await;
    let (first, second) = (Chromium::start().await, Chromium::start().await);
    let (one, him) = (first.tab(true).await, second.tab(true).await);
    let (start, expert) = (Walk::french(&one, &server), Walk::french(&him, &server));
    comes_in(&server, &expert).await;
    let panel = opens(&server);
    let session = format!("/seances/{panel}");
    asks_many(&start, &server, &session, 53).await;
    publishes_many(&expert, &panel, 51).await;

    let two = first.tab(true).await;
    let end = Walk::french(&two, &server);
    start.go(&format!("{session}?place=1")).await;
    end.go(&session).await;
    let mut page: Vec<String> = (1..=50).map(|place: u32| place.to_string()).collect();
    assert_eq!(places(&one).await, page);
    shows(&two, &["51"]).await;
    for tab in [&one, &two] {
        says_lost(tab, false).await;
        mark(tab).await;
    }
    // The next one comes where the others end, and is named where they do not.
    publishes(&expert, &panel).await;
    shows(&two, &["51", "52"]).await;
    elsewhere(&one, "Question n° 52").await;
    // An answer comes in its place, and is named on the last page.
    expert.go(&format!("/experts/{panel}?vue=open")).await;
    him.press(css("main ol h3 a")).await;
    him.fill(
        "answer-body",
        "Une réponse à la première question de la soirée.",
    )
    .await;
    expert.press("expert-keep-publish").await;
    sees(&one, "Une réponse à la première question").await;
    elsewhere(&two, "Question n° 1").await;
    assert_eq!(places(&one).await, page);
    for tab in [&one, &two] {
        stayed(tab).await;
    }
    // The link leads to the question itself.
    two.press(css("#live-else a")).await;
    sees(&two, "Une réponse à la première question").await;
    // The page where a number stood alone behind its sign is found.
    end.go("/seances").await;
    end.go(&format!("{session}#q-3")).await;
    until("the page of the third", || async {
        let found = "location.search === '?place=3' && document.querySelector('#q-3') !== null";
        (two.try_eval(found).await == Ok(true.into())).then_some(())
    })
    .await;
    // Going on from page to page.
    start.press("panel-next").await;
    page = places(&one).await;
    assert_eq!(page, ["51", "52"]);
}
