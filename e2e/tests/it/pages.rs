//! Every page of the journey, looked at in three ways (A1, A2, A5, N061): axe, width, title, console,
//! contrast, and no request to anybody else.

use e2e::browser::Chromium;
use e2e::journey::{Walk, express, real_files};
use e2e::keys::words;
use e2e::look::none;
use e2e::server::Server;
use e2e::tab::{Scheme, Tab};

/// Looks at the page that is open; then goes on at 320 pixels, where the keyboard is checked too.
pub async fn look(tab: &Tab, name: &str, faults: &mut Vec<String>) {
    faults.extend(tab.faults(name).await);
    faults.extend(tab.contrasts(name).await);
    tab.dress(320, Scheme::Light).await;
}

/// The browser logs each answer that is not a success: for a page that refuses on purpose, that is no news.
fn but_refusals(faults: Vec<String>) -> Vec<String> {
    faults
        .into_iter()
        .filter(|fault| {
            !(fault.contains("console: Network")
                && fault.contains("the server responded with a status of 4"))
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_public_pages_are_accessible_and_alone() {
    let (server, browser) = (Server::start().await, Chromium::start().await);
    let tab = browser.tab(true).await;
    let walk = Walk::french(&tab, &server);
    let mut faults = Vec::new();
    for (name, path) in [
        ("home", "/"),
        ("come-back", "/revenir"),
        ("come-back-passkey", "/revenir/cle"),
        ("express", "/abri"),
        ("who-can-read", "/qui-peut-lire"),
        ("public-log", "/registre"),
        ("known", "/ce-que-nous-savons"),
        ("search", "/chercher"),
        ("legal", "/mentions-legales"),
        ("privacy", "/donnees-personnelles"),
        ("accessibility", "/accessibilite"),
        ("story", "/recit"),
        ("leave-nothing", "/fermer"),
        ("path", "/orientation"),
        ("resources", "/ressources"),
        ("situations", "/ressources/situations"),
        ("situation", "/ressources/situations/menaces"),
        ("answers", "/reponses"),
        ("answer", "/reponses/menace-de-mort-eleve"),
        ("cases", "/ressources/cas"),
        ("case", "/ressources/cas/vestiaire"),
        ("risks", "/ressources/risques"),
        ("platforms", "/ressources/plateformes"),
        ("profile", "/ressources/profil"),
        ("look", "/ressources/profil/regard"),
        ("tips", "/ressources/conseils"),
        ("phone", "/ressources/telephone"),
        ("duties", "/ressources/deontologie"),
        ("teenagers", "/ressources/adolescents"),
        ("lessons", "/ressources/seances"),
        ("head", "/ressources/direction"),
        ("contacts", "/ressources/contacts"),
        ("directory", "/annuaire"),
        ("letters-known", "/ressources/courriers"),
        ("delays", "/ressources/delais"),
        ("glossary", "/ressources/glossaire"),
        ("links", "/ressources/liens"),
    ] {
        walk.go(path).await;
        walk.at(path).await;
        look(&tab, name, &mut faults).await;
    }
    for (name, path) in [
        (
            "answers-few",
            "/reponses?sujet=menaces&metier=&niveau=ecole",
        ),
        ("directory-nothing", "/annuaire?departement=31"),
    ] {
        walk.go(path).await;
        look(&tab, name, &mut faults).await;
    }
    // The simple version stays from one page to the next, until it is left.
    walk.go("/?simple=1").await;
    for (name, path) in [
        ("home-simple", "/"),
        ("express-simple", "/abri"),
        ("who-can-read-simple", "/qui-peut-lire"),
        ("story-simple", "/recit"),
    ] {
        walk.go(path).await;
        walk.at(path).await;
        look(&tab, name, &mut faults).await;
    }
    walk.go("/?simple=0").await;
    for (name, path) in [("not-found", "/nulle-part"), ("not-in", "/dossiers")] {
        walk.go(path).await;
        let mut seen = Vec::new();
        look(&tab, name, &mut seen).await;
        faults.extend(but_refusals(seen));
    }
    walk.go("/recit").await;
    walk.press("continue").await;
    let mut seen = Vec::new();
    look(&tab, "story-refused", &mut seen).await;
    faults.extend(but_refusals(seen));
    // She corrects what is in front of her.
    tab.fill(
        "story",
        "Un élève m’a dit qu’il allait me tuer, il a publié mon adresse. J’ai envie de mourir.",
    )
    .await;
    walk.press("continue").await;
    look(&tab, "safety-read", &mut faults).await;
    walk.press("continue").await;
    walk.at("/securite/aide").await;
    look(&tab, "safety-card", &mut faults).await;
    walk.tell().await;
    look(&tab, "when", &mut faults).await;
    tab.choose("when", "exact").await;
    walk.press("continue").await;
    let mut seen = Vec::new();
    look(&tab, "when-refused", &mut seen).await;
    faults.extend(but_refusals(seen));
    walk.say_when().await;
    look(&tab, "kinds", &mut faults).await;
    walk.go("/situation").await;
    walk.choose_kind().await;
    look(&tab, "plan", &mut faults).await;
    assert_eq!(tab.strangers(&server.origin), [""; 0]);
    none(&faults);
}

const MAIL: &str = "From: Un parent <a@example.org>\r\nDate: Fri, 20 Nov 2026 23:41:00 +0100\r\nSubject: Vous allez le regretter\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nJe sais o\u{f9} vous habitez.\r\n";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pages_of_a_dossier_are_accessible_and_alone() {
    let (server, browser) = (Server::start().await, Chromium::start().await);
    let folder = tempfile::tempdir().unwrap();
    let files = real_files(&browser, folder.path()).await;
    let tab = browser.tab(true).await;
    let walk = Walk::french(&tab, &server);
    let mut faults = Vec::new();
    walk.open_dossier().await;
    let here = walk.dossier().await;
    let page = |rest: &str| [here.as_str(), rest].concat();
    look(&tab, "pieces-empty", &mut faults).await;
    walk.go(&page("/pieces")).await;
    walk.give(&files).await;
    look(&tab, "pieces", &mut faults).await;
    let pieces: Vec<String> = tab
        .eval("[...document.querySelectorAll('.preau-card a')].map((link) => link.pathname)")
        .await;
    assert_eq!(pieces.len(), 3);
    for (name, path) in [
        ("piece", pieces[0].clone()),
        ("piece-shown", [&pieces[0], "?voir=oui"].concat()),
        ("piece-mask", [&pieces[0], "/masquer"].concat()),
        ("piece-pdf", pieces[2].clone()),
        ("piece-withdraw", [&pieces[2], "/retirer"].concat()),
        ("capture", page("/capture")),
        ("help", page("/aide")),
        ("programs", page("/programmes")),
        ("mission", page("/constat")),
        ("copies", page("/copies")),
        ("check", page("/verifier")),
        ("dossier", here.clone()),
        ("facts", page("/faits")),
        ("fact-new", page("/fait")),
        ("dossier-story", page("/recit")),
        ("dossier-plan", page("/plan")),
        ("letters", page("/courriers")),
        ("letter-gaps", page("/courrier/protection-fonctionnelle")),
        ("letter-complaint", page("/courrier/plainte-procureur")),
        ("letter-platform", page("/courrier/dsa-notification")),
        ("delete", page("/supprimer")),
        ("history", page("/historique")),
        ("dossier-directory", page("/annuaire")),
        ("dossiers", "/dossiers".to_owned()),
        ("export-head", page("/export?pour=chef")),
        ("messages-unread", [&pieces[2], "/messages"].concat()),
        ("code", "/code".to_owned()),
        ("confirm", "/confirmer?vers=%2Fdossiers".to_owned()),
        ("leave-unconfirmed", "/fermer".to_owned()),
    ] {
        walk.go(&path).await;
        look(&tab, name, &mut faults).await;
    }
    // A summary for somebody: whom, the exact text, then what was prepared.
    walk.go(&page("/annuaire")).await;
    tab.select("departement", "31").await;
    walk.press("directory-show").await;
    look(&tab, "dossier-directory-place", &mut faults).await;
    tab.choose("a", "autre").await;
    tab.fill("pour", "Maître Valmy").await;
    walk.press("prepared-see").await;
    look(&tab, "prepared-preview", &mut faults).await;
    walk.press("prepared-confirm").await;
    look(&tab, "prepared", &mut faults).await;
    // A link for a telephone: shown once, then the page that it opens.
    for kind in ["phone", "witness"] {
        walk.go(&page("/aide")).await;
        let choose = format!("document.querySelector('input[value={kind}]').checked = true");
        let _: bool = tab.eval(&choose).await;
        walk.press("help-make").await;
        look(&tab, &["help-made-", kind].concat(), &mut faults).await;
        let door = "new URL(document.getElementById('adresse').value).pathname";
        let door: String = tab.eval(door).await;
        walk.go(&door).await;
        look(&tab, &["door-", kind].concat(), &mut faults).await;
    }
    walk.go(&page("/aide")).await;
    look(&tab, "help-links", &mut faults).await;
    // A mail, read: its messages, then the facts with one more.
    let mail = folder.path().join("menace.eml");
    std::fs::write(&mail, MAIL).unwrap();
    walk.go(&page("/pieces")).await;
    walk.give(&[mail]).await;
    let mails: Vec<String> = tab
        .eval("[...document.querySelectorAll('.preau-card a')].map((link) => link.pathname)")
        .await;
    walk.go(&[&mails[3], "/messages"].concat()).await;
    walk.press("messages-read").await;
    look(&tab, "messages", &mut faults).await;
    walk.press("messages-fact").await;
    look(&tab, "facts-from-mail", &mut faults).await;
    // A step with a record, a list, a follow-up.
    walk.go(&page("/demarche/alerter-chef")).await;
    look(&tab, "step", &mut faults).await;
    tab.choose("did", "refused").await;
    tab.fill("words", "« Réglez cela entre vous. »").await;
    walk.press("note-save").await;
    look(&tab, "step-refused", &mut faults).await;
    walk.press("note-save").await;
    let mut seen = Vec::new();
    look(&tab, "step-nothing", &mut seen).await;
    faults.extend(but_refusals(seen));
    for (name, path) in [
        ("checklist", page("/liste/homonymie")),
        ("follow-up", page("/suivi")),
        ("plan-discreet", page("/plan?vue=discrete")),
        ("letter-follow", page("/courrier/attestation-temoin/suivi")),
    ] {
        walk.go(&path).await;
        look(&tab, name, &mut faults).await;
    }
    walk.go(&page("/pieces")).await;
    walk.seal().await;
    look(&tab, "sealed", &mut faults).await;
    walk.go(&page("/courrier/protection-fonctionnelle")).await;
    walk.fill_protection().await;
    assert!(
        tab.text().await.contains(walk.words.t("letter-ready")),
        "the letter is complete"
    );
    look(&tab, "letter-ready", &mut faults).await;
    tab.press_download(&browser, words(walk.words.t("letter-download-pdf")))
        .await;
    walk.go(&page("/export")).await;
    let zip = tab
        .press_download(&browser, words(walk.words.t("export-make")))
        .await;
    assert!(zip.metadata().unwrap().len() > 1000);
    walk.go(&page("/export")).await;
    look(&tab, "export", &mut faults).await;
    walk.go("/code").await;
    let code = walk.code().await;
    tab.fill("code", "abandon erreur").await;
    walk.press("code-confirm").await;
    let mut seen = Vec::new();
    look(&tab, "code-refused", &mut seen).await;
    faults.extend(but_refusals(seen));
    tab.fill("code", &code).await;
    walk.press("code-confirm").await;
    look(&tab, "code-confirmed", &mut faults).await;
    walk.go("/fermer").await;
    look(&tab, "leave", &mut faults).await;
    walk.press("leave-close").await;
    look(&tab, "left", &mut faults).await;

    let other = browser.tab(true).await;
    let walk = Walk::french(&other, &server);
    express(&walk, files[0].clone()).await;
    look(&other, "received", &mut faults).await;
    assert_eq!(tab.strangers(&server.origin), [""; 0]);
    assert_eq!(other.strangers(&server.origin), [""; 0]);
    none(&faults);
}
