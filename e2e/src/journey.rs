//! The main job, step by step, by keyboard, in either language; the words on buttons come from the
//! product's own Fluent files.

use crate::browser::Chromium;
use crate::keys::{css, words, write};
use crate::server::Server;
use crate::tab::Tab;
use chromiumoxide::cdp::browser_protocol::page::PrintToPdfParams;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A story that puts nobody in danger.
pub const STORY: &str = "Depuis lundi, un parent d’élève écrit sur Facebook, en public, que je suis « une menteuse et une incapable ». \
    Des collègues l’ont lu. Cela concerne ma classe de quatrième.";
/// Words of that story that may stand nowhere once the person has left.
pub const CANARY: &str = "une menteuse et une incapable";
/// Who signs the letter.
pub const NAME: &str = "Camille Essai-Dupré";

/// The sentences of one language, by key.
pub struct Words(BTreeMap<String, String>);

impl Words {
    /// Reads `locales/<lang>/*.ftl`. Sentences of several lines are left out.
    pub fn of(lang: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../locales")
            .join(lang);
        let mut all = BTreeMap::new();
        for file in std::fs::read_dir(&folder).expect("the sentences").flatten() {
            let text = std::fs::read_to_string(file.path()).expect("UTF-8");
            for line in text
                .lines()
                .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            {
                if let Some((key, value)) = line.split_once(" = ") {
                    all.insert(key.to_owned(), value.to_owned());
                }
            }
        }
        Self(all)
    }

    /// One sentence.
    pub fn t(&self, key: &str) -> &str {
        self.0
            .get(key)
            .unwrap_or_else(|| panic!("no sentence {key}"))
    }

    /// Every key with its sentence.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
    }
}

/// A person at work in a tab.
pub struct Walk<'a> {
    /// Where.
    pub tab: &'a Tab,
    /// On which site.
    pub server: &'a Server,
    /// The words on buttons.
    pub words: Words,
}

impl<'a> Walk<'a> {
    /// Somebody who reads French.
    pub fn french(tab: &'a Tab, server: &'a Server) -> Self {
        Self {
            tab,
            server,
            words: Words::of("fr"),
        }
    }

    /// Goes to a path of the site.
    pub async fn go(&self, path: &str) {
        self.tab
            .go(&[self.server.origin.as_str(), path].concat())
            .await;
    }

    /// Presses what carries this sentence.
    pub async fn press(&self, key: &str) {
        self.tab.press(words(self.words.t(key))).await;
    }

    /// Fails unless the page is at this path; a `*` stands for a dossier's own part.
    pub async fn at(&self, path: &str) {
        let here = self.tab.path().await;
        let fits = match path.split_once('*') {
            Some((start, end)) => here.starts_with(start) && here.ends_with(end),
            None => here == path,
        };
        if !fits {
            panic!("at {here} instead of {path}:\n{}", self.tab.text().await);
        }
    }

    /// Home → the story, up to « Quand et où ? ».
    pub async fn tell(&self) {
        self.go("/").await;
        self.press("home-door-story").await;
        self.at("/recit").await;
        self.tab.fill("story", STORY).await;
        self.press("continue").await;
        self.at("/securite").await;
        self.press("continue").await;
        self.at("/quand").await;
    }

    /// « Quand et où ? » → « Ce que cela peut être ».
    pub async fn say_when(&self) {
        self.tab.choose("when", "exact").await;
        for (field, text) in [("on-day", "3"), ("on-month", "11"), ("on-year", "2025")] {
            self.tab.fill(field, text).await;
        }
        self.tab.fill("platform", "Facebook").await;
        self.tab
            .fill("post", "https://www.facebook.example/groups/1/posts/2")
            .await;
        self.tab.choose("author", "parent").await;
        self.press("continue").await;
        self.at("/situation").await;
    }

    /// « Ce que cela peut être » → the plan. The first proposal is already ticked.
    pub async fn choose_kind(&self) {
        let chosen: Vec<String> = self
            .tab
            .eval("[...document.querySelectorAll('[name=kind]:checked')].map((box) => box.value)")
            .await;
        assert_eq!(chosen, ["insulte-diffamation"], "the first proposal");
        self.press("continue").await;
        self.at("/plan").await;
    }

    /// The plan → the pieces of a new dossier.
    pub async fn shelter(&self) {
        self.tab
            .press(crate::keys::Target {
                css: "button",
                text: self.words.t("plan-shelter"),
            })
            .await;
        self.at("/dossier/*/pieces").await;
    }

    /// Gives files, on the page of the pieces.
    pub async fn give(&self, files: &[PathBuf]) {
        let count = "document.querySelectorAll('.preau-card').length";
        let before: usize = self.tab.eval(count).await;
        self.tab.choose_files(files).await;
        // With scripts the list is renewed in place; without, another page comes.
        let mark = self.tab.mark().await;
        self.tab
            .press_here(words(self.words.t("pieces-send")))
            .await;
        if !self.tab.scripts {
            self.tab.arrived(mark).await;
        }
        let whole = format!(
            "document.readyState === 'complete' && {count} === {}",
            before + files.len()
        );
        crate::until("the pieces are listed", || async {
            (self.tab.try_eval(&whole).await == Ok(true.into())).then_some(())
        })
        .await;
        self.at("/dossier/*/pieces").await;
    }

    /// The pieces → sealed.
    pub async fn seal(&self) {
        self.press("pieces-continue").await;
        self.at("/dossier/*/verifier").await;
        self.press("check-seal").await;
        self.at("/dossier/*/scelle").await;
    }

    /// Home → a new dossier, on the page of its pieces.
    pub async fn open_dossier(&self) {
        self.tell().await;
        self.say_when().await;
        self.choose_kind().await;
        self.shelter().await;
    }

    /// The part of the address that names the dossier for this person.
    pub async fn dossier(&self) -> String {
        let path = self.tab.path().await;
        let grant = path
            .strip_prefix("/dossier/")
            .and_then(|rest| rest.split('/').next())
            .expect("a page of a dossier");
        format!("/dossier/{grant}")
    }

    /// The eight words, read where they are shown.
    pub async fn code(&self) -> String {
        let words: Vec<String> = self.tab.eval("[...document.querySelectorAll('.preau-code li')].map((word) => word.textContent.trim())").await;
        assert_eq!(words.len(), 8, "{words:?}");
        words.join(" ")
    }

    /// Fills the request for protection fonctionnelle, on its page, and asks to see it.
    pub async fn fill_protection(&self) {
        let tab = self.tab;
        tab.fill("person.name", NAME).await;
        tab.fill("person.role", "professeure certifiée").await;
        tab.select("person.status", "enseignant-2d").await;
        tab.fill("establishment.name", "Collège du Préau").await;
        tab.fill("establishment.academie", "Toulouse").await;
        tab.fill("employer.name", "le ministère de l’éducation nationale")
            .await;
        tab.fill("duties_link", "Ces propos visent mon enseignement.")
            .await;
        tab.choose("offences", "injure-publique").await;
        tab.fill("harm", "Je dors mal et j’ai peur de venir travailler.")
            .await;
        tab.choose("measures", "soutien").await;
        tab.choose("lawyer.undecided", "oui").await;
        tab.choose("statements.no_personal_fault", "oui").await;
        tab.fill("letter.place", "Toulouse").await;
        self.press("letter-save").await;
        self.at("/dossier/*/courrier/protection-fonctionnelle")
            .await;
    }
}

/// Two pictures and a PDF, made by the browser.
pub async fn real_files(browser: &Chromium, folder: &Path) -> Vec<PathBuf> {
    let tab = browser.tab(true).await;
    let page = |words: &str| format!("data:text/html,<title>x</title><h1>{words}</h1><p>1 2 3</p>");
    tab.go(&page("Capture")).await;
    let first = write(folder, "capture 1.png", &tab.picture(false).await).await;
    tab.go(&page("Deuxieme capture")).await;
    let second = write(folder, "capture 2.png", &tab.picture(false).await).await;
    let pdf = crate::tab::bytes(tab.send(PrintToPdfParams::default()).await.data);
    let third = write(folder, "courriel.pdf", &pdf).await;
    vec![first, second, third]
}

/// Home → a file in safety → its receipt, at `/dossier/…/recu-fichier`.
pub async fn express(walk: &Walk<'_>, file: PathBuf) {
    walk.go("/").await;
    walk.tab.recount();
    walk.press("home-door-express").await;
    walk.at("/abri").await;
    walk.tab.choose_files(&[file]).await;
    walk.tab
        .press(crate::keys::Target {
            css: "button",
            text: walk.words.t("express-send"),
        })
        .await;
    walk.at("/dossier/*/recu-fichier").await;
    assert!(
        walk.tab.focus(css("body")).await.name.is_empty(),
        "a new page begins at its beginning"
    );
}
