//! French and English: the switch keeps what was told, and nothing is left in the other language (A20).

use e2e::browser::Chromium;
use e2e::journey::{Walk, Words, real_files};
use e2e::keys::{css, words};
use e2e::server::Server;
use e2e::tab::Tab;
use std::collections::BTreeSet;

/// The page's own text, without what is marked as French on purpose (letters, quoted law).
async fn own_text(tab: &Tab) -> String {
    tab.eval(
        "(() => { const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); const out = []; \
         while (walk.nextNode()) { if (!walk.currentNode.parentElement.closest('[lang]:not(html)')) out.push(walk.currentNode.textContent.trim()); } \
         return out.filter(Boolean).join('\\n'); })()",
    )
    .await
}

struct Both {
    keys: BTreeSet<String>,
    french: Vec<String>,
}

impl Both {
    fn read() -> Self {
        let (fr, en) = (Words::of("fr"), Words::of("en"));
        let english: BTreeSet<&str> = en.all().map(|(_, text)| text).collect();
        // Whole sentences that are not the same in English and hold no variable.
        let french = fr
            .all()
            .map(|(_, text)| text)
            .filter(|text| text.len() > 6 && !text.contains('{') && !english.contains(text));
        Self {
            french: french.map(str::to_owned).collect(),
            keys: fr
                .all()
                .map(|(key, _)| key.to_owned())
                .filter(|key| key.contains('-'))
                .collect(),
        }
    }

    async fn check(&self, tab: &Tab, lang: &str) {
        let place = tab.path().await;
        assert_eq!(
            tab.eval::<String>("document.documentElement.lang").await,
            lang,
            "{place}"
        );
        let text = own_text(tab).await;
        let raw: Vec<&str> = text
            .split_whitespace()
            .filter(|word| self.keys.contains(*word))
            .collect();
        assert!(raw.is_empty(), "raw keys on {place}: {raw:?}");
        if lang == "en" {
            let left: Vec<&String> = self
                .french
                .iter()
                .filter(|sentence| text.lines().any(|line| line == sentence.as_str()))
                .collect();
            assert!(left.is_empty(), "French on {place}: {left:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_switch_keeps_the_flow_and_the_language_is_whole() {
    let (server, browser) = (Server::start().await, Chromium::start().await);
    let folder = tempfile::tempdir().unwrap();
    let files = real_files(&browser, folder.path()).await;
    let tab = browser.tab(false).await;
    let both = Both::read();
    let french = Walk::french(&tab, &server);
    french.tell().await;
    both.check(&tab, "fr").await;
    tab.press(words("English")).await;
    french.at("/quand").await;
    both.check(&tab, "en").await;

    let walk = Walk {
        tab: &tab,
        server: &server,
        words: Words::of("en"),
    };
    walk.say_when().await;
    both.check(&tab, "en").await;
    walk.choose_kind().await;
    both.check(&tab, "en").await;
    walk.shelter().await;
    both.check(&tab, "en").await;
    walk.give(&files).await;
    let here = walk.dossier().await;
    tab.press(css(".preau-card a")).await;
    both.check(&tab, "en").await;
    for rest in [
        "",
        "/pieces",
        "/capture",
        "/aide",
        "/programmes",
        "/constat",
        "/copies",
        "/faits",
        "/fait",
        "/recit",
        "/plan",
        "/courriers",
        "/courrier/protection-fonctionnelle",
        "/courrier/plainte-procureur",
        "/courrier/dsa-notification",
        "/export",
        "/historique",
        "/supprimer",
        "/verifier",
    ] {
        walk.go(&[here.as_str(), rest].concat()).await;
        both.check(&tab, "en").await;
    }
    for path in [
        "/",
        "/recit",
        "/securite",
        "/abri",
        "/revenir",
        "/code",
        "/confirmer",
        "/fermer",
        "/dossiers",
        "/qui-peut-lire",
        "/registre",
        "/ce-que-nous-savons",
        "/chercher",
        "/mentions-legales",
        "/donnees-personnelles",
        "/accessibilite",
        "/nulle-part",
    ] {
        walk.go(path).await;
        both.check(&tab, "en").await;
    }
    tab.press(words("Français")).await;
    both.check(&tab, "fr").await;
}
