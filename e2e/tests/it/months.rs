//! Months of one dossier in two browsers (N021, N025, N040): told without account, shared with an adviser who proposes the
//! request, sent by the person, left without answer; the next way and its limit, her calendar, a mail that says nothing,
//! the line of time, the access closed, and every opening told.

use e2e::browser::Chromium;
use e2e::journey::{CANARY, NAME, Walk};
use e2e::keys::{Target, css};
use e2e::mailbox::{Mailbox, read_back};
use e2e::server::Server;
use e2e::tab::Tab;

const PF: &str = "/courrier/protection-fonctionnelle";
const ADVISER: &str = "Maxence Sorel";

/// Notes the code that is shown, and types it back.
async fn note_code(walk: &Walk<'_>) -> String {
    let code = walk.code().await;
    walk.tab.fill("code", &code).await;
    walk.press("code-confirm").await;
    code
}

async fn come_back(walk: &Walk<'_>, code: &str) {
    walk.go("/revenir").await;
    walk.tab.fill("code", code).await;
    walk.press("return-enter").await;
}

async fn sees(tab: &Tab, words: &str) {
    let text = tab.text().await.replace(['\u{a0}', '\u{202f}'], " ");
    let words = words.replace(['\u{a0}', '\u{202f}'], " ");
    assert!(
        text.contains(&words),
        "« {words} » is not on {}:\n{text}",
        tab.path().await
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn n021_n025_n040_two_browsers_carry_a_dossier_through_two_months_of_silence() {
    let mailbox = Mailbox::open();
    let settings = format!(
        "[mail]\nserver = \"127.0.0.1\"\nport = {}\ntls = \"none\"\nfrom = \"rappels@preau.example\"\n",
        mailbox.port
    );
    let server = Server::at("2026-11-20T10:00:00Z", &settings).await;
    let (first, second) = (Chromium::start().await, Chromium::start().await);
    let (her_tab, his_tab) = (first.tab(false).await, second.tab(true).await);
    let (her, him) = (
        Walk::french(&her_tab, &server),
        Walk::french(&his_tab, &server),
    );

    // An anonymous story becomes a dossier, and a code.
    her.open_dossier().await;
    let dossier = her.dossier().await;
    her.go("/code").await;
    let her_code = note_code(&her).await;

    // An adviser of an ASL comes in by his invitation.
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
        ADVISER,
        "--org",
        org.trim(),
        "--role",
        "adviser",
    ]);
    let mut lines = told.lines();
    let path = lines
        .next()
        .and_then(|url| url.find("/invitation/").map(|at| url[at..].to_owned()));
    him.go(&path.expect("an address")).await;
    his_tab
        .fill("words", lines.next().expect("four words"))
        .await;
    him.press("invitation-enter").await;
    him.at("/code").await;
    let his_code = note_code(&him).await;

    // She opens it to him.
    her.go(&[&dossier, "/partage"].concat()).await;
    let who: String = her_tab
        .eval("[...document.querySelectorAll('input[name=who]')].map((one) => one.value).find((one) => one !== 'lien')")
        .await;
    her_tab.choose("who", &who).await;
    her_tab.choose("may", "act").await;
    her_tab.choose("days", "365").await;
    her.press("share-give").await;
    sees(&her_tab, ADVISER).await;

    // He proposes the request; it is hers to send.
    him.go("/dossiers").await;
    his_tab.press(css("main a[href$='/resume']")).await;
    sees(&his_tab, CANARY).await;
    let inside = him.dossier().await;
    assert_ne!(inside, dossier, "each reader has an address of her own");
    him.go(&[&inside, PF].concat()).await;
    him.fill_protection().await;
    sees(&his_tab, him.words.t("only-owner")).await;
    her.go(&[&dossier, PF].concat()).await;
    sees(
        &her_tab,
        &her.words.t("letter-proposed").replace("{ $name }", ADVISER),
    )
    .await;
    for (field, text) in [
        ("sent_on-day", "20"),
        ("sent_on-month", "11"),
        ("sent_on-year", "2026"),
    ] {
        her_tab.fill(field, text).await;
    }
    her.press("letter-sent-save").await;

    // Her calendar, and reminders to an address that is shown to be hers.
    her.go(&[&dossier, "/calendrier"].concat()).await;
    her.press("dates-make").await;
    let feed: String = her_tab
        .eval("document.querySelector('#adresse').value")
        .await;
    let feed = feed[feed.find("/calendrier/").expect("a feed")..].to_owned();
    her.go(&[&dossier, "/calendrier"].concat()).await;
    her_tab.fill("address", "camille.privee@exemple.fr").await;
    her.press("mail-ask").await;
    let mail = read_back("mail/read.py", &mailbox.wait_for(1).await);
    let text = mail["text"].as_str().expect("a text").to_owned();
    let code = text
        .split_whitespace()
        .find(|word| word.len() == 6 && word.bytes().all(|b| b.is_ascii_digit()));
    her.go(&[&dossier, "/calendrier"].concat()).await;
    her_tab.fill("code", code.expect("a code")).await;
    her.press("mail-confirm").await;

    // Two months of silence. A mail without content leaves.
    server.pass_to("2027-01-18T10:00:00Z");
    let mail = mailbox.wait_for(2).await;
    let mail = String::from_utf8_lossy(&mail).to_lowercase();
    for canary in [
        "protection",
        "menteuse",
        "sorel",
        "dossier/",
        "rectorat",
        "facebook",
        "dupré",
    ] {
        assert!(!mail.contains(canary), "{canary} is in a mail:\n{mail}");
    }
    let days = read_back("calendar/read.py", &server.body_of(&feed));
    let days: Vec<&str> = days["events"]
        .as_array()
        .expect("events")
        .iter()
        .filter_map(|one| one["on"].as_str())
        .collect();
    assert!(
        days.contains(&"2027-03-22"),
        "the limit of the tribunal: {days:?}"
    );

    // The silence opens the next way: the tribunal, with its limit.
    server.pass_to("2027-01-25T10:00:00Z");
    come_back(&her, &her_code).await;
    her.go(&[&dossier, "/suivi"].concat()).await;
    sees(&her_tab, her.words.t("follow-late")).await;
    her.go(&[&dossier, "/demarche/protection-fonctionnelle"].concat())
        .await;
    sees(&her_tab, "Deux mois de silence valent refus.").await;
    sees(&her_tab, "22 mars 2027").await;
    her.go(&[&dossier, "/frise"].concat()).await;
    sees(&her_tab, "protection fonctionnelle").await;
    her_tab.keep_picture("months-frise").await;

    // He comes back and sees the same; then the access is closed, and every opening is told.
    come_back(&him, &his_code).await;
    him.go("/dossiers").await;
    his_tab.keep_picture("months-bureau").await;
    him.go(&[&inside, "/resume"].concat()).await;
    sees(&his_tab, "22 mars 2027").await;
    his_tab.keep_picture("months-resume").await;
    her.go(&[&dossier, "/partage"].concat()).await;
    sees(&her_tab, "2 ouvertures").await;
    let close = her.words.t("share-close").replace("{ $name }", ADVISER);
    her_tab
        .press(Target {
            css: "button",
            text: &close,
        })
        .await;
    him.go(&[&inside, "/resume"].concat()).await;
    assert!(!his_tab.whole().await.contains(CANARY), "closed at once");
    let session = his_tab.session().await.expect("a session");
    assert!(
        server
            .head_of(&[&inside, "/resume"].concat(), &session)
            .contains(" 404 ")
    );
    her.go(&[&dossier, "/partage"].concat()).await;
    sees(&her_tab, "2 ouvertures").await;
    her.go(&[&dossier, "/historique"].concat()).await;
    for key in [
        "entry-share",
        "entry-opened",
        "entry-share-ended",
        "entry-feed",
    ] {
        sees(&her_tab, her.words.t(key)).await;
    }
    assert!(
        !her_tab.text().await.contains(NAME),
        "the history names no one who signs"
    );
    assert_eq!(her_tab.strangers(&server.origin), [""; 0]);
    assert_eq!(his_tab.strangers(&server.origin), [""; 0]);
}
