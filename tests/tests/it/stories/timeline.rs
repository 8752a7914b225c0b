//! The case on one line of time: drawn, and said in a table beside each drawing (N018, N021, N040).

use super::commands::{preau, said, spoilt};
use super::export::Unzipped;
use super::follow::{about, begins_protection, day, fill};
use crate::people::files::png;
use crate::people::html::{Element, parse};
use crate::people::world::NOW;
use crate::people::{Teacher, everywhere};

const CHAT: &str = "20/11/2026, 22:10 - Les messages et les appels sont chiffrés de bout en bout.\n20/11/2026, 22:14 - Kevin 3B: la prof est nulle\n21/11/2026, 07:02 - Lina: arrête\n21/11/2026, 23:40 - kevin 3b: nulle\n";

/// A name with markup, letters that go the other way, and a thousand of them.
fn hostile() -> String {
    let start = "<b onclick=\"x\">سامي \u{202e}& ";
    start
        .chars()
        .chain("é".repeat(1_000).chars())
        .take(150)
        .collect()
}

async fn tells(her: &mut Teacher, fields: &[(&str, &str)], dates: &[Vec<(String, String)>]) {
    her.goes("/fait").await;
    fill(her, "Enregistrer le fait", fields, dates).await;
    assert!(her.path.ends_with("/faits"), "{}", her.text());
}

/// The drawings of the page: every one has its name and what it shows.
fn drawings(page: &Element) -> Vec<Element> {
    let all = page.all("svg").into_iter().cloned();
    let drawn: Vec<Element> = all.filter(|svg| svg.attr("role") == Some("img")).collect();
    for svg in &drawn {
        let named = svg
            .attr("aria-label")
            .is_some_and(|label| !label.is_empty());
        let titles = svg.all("title");
        let ids = svg.attr("aria-labelledby").unwrap_or_default();
        let said = titles.first().and_then(|title| title.attr("id"));
        assert!(named || said.is_some_and(|id| ids.contains(id)), "{svg:?}");
    }
    drawn
}

#[tokio::test]
async fn n040_the_timeline_of_a_new_dossier_says_what_it_has_and_takes_nothing() {
    everywhere(|world| async move {
        let mut her = about(&world, "insulte-diffamation").await;
        let rows = world.rows().await;
        her.goes("").await.follow("La frise").await;
        assert!(her.path.ends_with("/frise"), "{}", her.path);
        her.sees("Au fil du temps")
            .sees("Frise du 16 novembre 2026")
            .sees("Voir en tableau")
            .sees("Les dates à garder")
            .does_not_see("Planche-contact")
            .does_not_see("À quelles heures");
        assert_eq!(world.rows().await, rows, "it was only looked at");
        assert_eq!(drawings(&her.page()).len(), 3, "two forms, and a bar");
        her.goes("/historique").await.follow("La frise").await;
        her.sees("Au fil du temps");
    })
    .await;
}

#[tokio::test]
async fn n018_n040_messages_facts_steps_and_refusals_are_drawn_and_said_beside() {
    everywhere(|world| async move {
        let mut her = about(&world, "insulte-diffamation").await;
        let page = her.adds("discussion.txt", CHAT.as_bytes()).await;
        her.open(&format!("{page}/messages"))
            .await
            .press("Lire les messages", &[])
            .await;
        let name = hostile();
        let fact = [
            ("when", "around"),
            ("what", "Une photo détournée"),
            ("author", "eleve"),
            ("author_name", name.as_str()),
        ];
        tells(&mut her, &fact, &[day("on", ["12", "11", "2026"])]).await;
        tells(
            &mut her,
            &[("when", "unknown"), ("what", "Un appel anonyme")],
            &[],
        )
        .await;
        her.goes("/demarche/alerter-chef").await;
        let refusal = [("did", "refused"), ("words", "« Réglez cela entre vous. »")];
        fill(
            &mut her,
            "Noter",
            &refusal,
            &[day("on", ["18", "11", "2026"])],
        )
        .await;

        her.goes("/frise")
            .await
            .sees("4 messages, dont 3 entre 22 h et 6 h")
            .sees("De 19 h à 7 h : 3. Le samedi ou le dimanche : 2.")
            .sees("Vers le jeudi 12 novembre 2026")
            .sees("« Réglez cela entre vous. »")
            .sees("Sans date connue")
            .sees("Un appel anonyme")
            .sees("Elle peut donc compter")
            .sees(&name);
        let page = her.page();
        let text = page.text();
        assert!(text.contains("2 messages"), "Kevin, however typed: {text}");
        assert!(page.all("b").is_empty(), "a name is words");
        for svg in drawings(&page) {
            assert!(!svg.text().contains("سامي"), "no word of hers is drawn");
        }
        // Each table has its caption, and says what heads what.
        for table in page.all("table") {
            assert_eq!(table.all("caption").len(), 1);
            assert!(table.all("th").iter().all(|th| th.attr("scope").is_some()));
        }
        // One day of it alone.
        her.follow("18 novembre 2026").await;
        assert!(
            her.path.contains("du=2026-11-18&au=2026-11-18"),
            "{}",
            her.path
        );
        her.sees("Réglez cela entre vous.")
            .does_not_see("Une photo détournée")
            .follow("Toute la période")
            .await;
        her.sees("Une photo détournée");
        // What is no day, or turned, shows everything.
        let path = format!("{}/frise?du=2026-12-01&au=2026-11-01", her.dossier);
        her.open(&path).await.sees("Une photo détournée");

        let zip = Unzipped::of(&her.exports(&[]).await);
        let said = zip.pdf();
        for line in [
            "Au fil du temps",
            "Refus ou silence",
            "Vers le jeudi 12",
            "4 messages, dont 3",
        ] {
            assert!(
                said.contains(line),
                "« {line} » is not in the document:\n{said}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn n021_the_timeline_says_the_next_date_and_who_is_to_act() {
    everywhere(|world| async move {
        let mut her = about(&world, "insulte-diffamation").await;
        her.goes("/frise").await.does_not_see("Qui doit agir");
        begins_protection(&mut her).await;
        fill(
            &mut her,
            "Noter l’envoi",
            &[],
            &[day("sent_on", ["3", "11", "2026"])],
        )
        .await;
        her.goes("/demarche/alerter-chef").await;
        let refusal = [("did", "refused")];
        fill(
            &mut her,
            "Noter",
            &refusal,
            &[day("on", ["18", "11", "2026"])],
        )
        .await;
        her.goes("/frise")
            .await
            .sees("Prochaine date")
            .sees("Qui doit agir");
        let page = her.page();
        let table = page
            .all("table")
            .into_iter()
            .find(|table| table.text().contains("qui doit agir"));
        let rows = table.expect("the table").all("tr");
        let said: Vec<String> = rows.iter().map(|row| row.text()).collect();
        assert!(said[1].starts_with("Vous"), "{said:?}");
        assert!(said[1].contains("4 jours"), "{said:?}");
        assert!(
            said[2].contains("rect") || said[2].contains("Rect"),
            "{said:?}"
        );
        assert!(said[2].contains("19 jours"), "{said:?}");

        // Whoever else reads is not told « vous »: in the document, in the command, on the page.
        let room = tempfile::tempdir().expect("a folder");
        let run = |zip: &[u8], args: &[&str]| {
            std::fs::write(room.path().join("dossier.zip"), zip).expect("a file");
            let answer = preau(
                room.path(),
                NOW,
                &[&["timeline"], args, &["dossier.zip"]].concat(),
            );
            super::commands::said(&answer).0
        };
        let zip = her.exports(&[]).await;
        let document = Unzipped::of(&zip).pdf();
        let (_, acting) = document.split_once("qui doit agir").expect("the table");
        assert!(acting.contains("La personne du dossier"), "{acting}");
        assert!(!acting.contains("Vous"), "{acting}");
        let text = run(&zip, &[]);
        assert!(text.contains("La personne du dossier : "), "{text}");
        assert!(!text.contains("Vous : "), "{text}");
        let answer: serde_json::Value =
            serde_json::from_str(&run(&zip, &["--json"])).expect("JSON");
        assert_eq!(answer["to_act"].as_array().map(Vec::len), Some(2));
        let mut maxence = super::sharing::adviser(&world, "Maxence Sorel").await;
        super::sharing::shares(&mut her, &maxence.account.to_string(), "act", "90").await;
        let inside = super::sharing::opens_hers(&mut maxence.visitor).await;
        let page = maxence
            .visitor
            .open(&format!("{inside}/frise"))
            .await
            .page();
        let tables = page.all("table").into_iter();
        let mut tables = tables.map(|table| table.text());
        let table = tables.find(|text| text.contains("qui doit agir"));
        let table = table.expect("the table");
        assert!(
            table.contains("La personne du dossier") && !table.contains("Vous"),
            "{table}"
        );

        // A part is left out: who is to act is not guessed. Accesses, which are withheld too, decide nothing.
        let whole = her.exports(&[]).await;
        let answer: serde_json::Value =
            serde_json::from_str(&run(&whole, &["--json"])).expect("JSON");
        assert!(answer["withheld"].as_u64() > Some(1), "{answer}");
        assert_eq!(answer["to_act"].as_array().map(Vec::len), Some(2));
        let part = her
            .exports(&[("recipient", "le rectorat"), ("left_out", "suivi")])
            .await;
        let answer: serde_json::Value =
            serde_json::from_str(&run(&part, &["--json"])).expect("JSON");
        assert!(answer["to_act"].is_null(), "{answer}");
        let text = run(&part, &[]);
        assert!(
            text.contains("qui doit agir ne peut pas s’y lire"),
            "{text}"
        );
    })
    .await;
}

#[tokio::test]
async fn n040_the_contact_sheet_blurs_every_picture_and_paper_shows_them_only_when_asked() {
    everywhere(|world| async move {
        let mut her = about(&world, "insulte-diffamation").await;
        her.adds("un.png", &png("un")).await;
        let kept = her.adds("deux.png", &png("deux")).await;
        her.open(&kept)
            .await
            .press("Enregistrer", &[("kept_back", "oui")])
            .await;
        let papers = |page: &Element| {
            let images = page.all("img");
            let class = |image: &&Element| image.attr("class").unwrap_or_default().to_owned();
            let classes: Vec<String> = images.iter().map(class).collect();
            assert!(
                classes.iter().all(|class| class.contains("preau-blur")),
                "{classes:?}"
            );
            classes
                .iter()
                .filter(|class| class.contains("preau-paper"))
                .count()
        };
        her.goes("/frise")
            .await
            .sees("Planche-contact")
            .sees("Pièce n° 1")
            .sees("C · Déposée");
        assert_eq!(papers(&her.page()), 0);
        her.follow("Préparer une impression")
            .await
            .sees("Sur le papier");
        assert_eq!(papers(&her.page()), 1, "what she keeps back is not printed");
        her.follow("Afficher").await;
        assert!(
            her.path.contains("/piece/") && her.path.ends_with("voir=oui"),
            "{}",
            her.path
        );
    })
    .await;
}

#[tokio::test]
async fn n018_n040_the_command_timeline_says_and_draws_the_same_from_an_export() {
    everywhere(|world| async move {
        let room = tempfile::tempdir().expect("a folder");
        let mut her = about(&world, "insulte-diffamation").await;
        let page = her.adds("discussion.txt", CHAT.as_bytes()).await;
        her.open(&format!("{page}/messages"))
            .await
            .press("Lire les messages", &[])
            .await;
        let fact = [
            ("when", "exact"),
            ("what", "Deux\tcolonnes"),
            ("author_name", "Lina"),
        ];
        tells(&mut her, &fact, &[day("on", ["12", "11", "2026"])]).await;
        let zip = her.exports(&[]).await;
        std::fs::write(room.path().join("dossier.zip"), &zip).expect("a file");
        let run = |args: &[&str]| preau(room.path(), NOW, &[&["timeline"], args].concat());

        let (text, status) = said(&run(&["dossier.zip"]));
        assert_eq!(status, 0, "{text}");
        assert!(
            text.contains("Messages : 2 messages, dont 2 entre"),
            "{text}"
        );
        assert!(text.contains("Qui, et combien de fois"), "{text}");
        let (text, status) = said(&run(&["--table", "dossier.zip"]));
        assert_eq!(status, 0);
        let lines: Vec<Vec<&str>> = text
            .lines()
            .map(|line| line.split('\t').collect())
            .collect();
        assert!(lines.iter().all(|line| line.len() == 5), "{text}");
        assert!(
            lines
                .iter()
                .any(|line| line[0] == "2026-11-12T00:00" && line[4] == "Deux colonnes"),
            "{text}"
        );
        let (text, status) = said(&run(&["--json", "dossier.zip"]));
        let answer: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(status, 0);
        assert_eq!(answer["messages"]["all"], 4, "{text}");
        assert_eq!(answer["messages"]["late"], 3);
        assert_eq!(answer["messages"]["by_hour"][5][23], 1, "Saturday, 23 h");
        assert_eq!(answer["lines"].as_array().map(Vec::len), Some(lines.len()));
        assert_eq!(answer["people"][1]["name"], "Kevin 3B", "Lina came first");
        assert_eq!(answer["people"][1]["messages"], 2, "however typed");

        let (_, status) = said(&run(&["--svg", "frise.svg", "dossier.zip"]));
        assert_eq!(status, 0);
        let svg = std::fs::read_to_string(room.path().join("frise.svg")).expect("the drawing");
        let drawn = parse(&svg);
        let root = drawn.all("svg")[0].clone();
        assert_eq!(root.attr("xmlns"), Some("http://www.w3.org/2000/svg"));
        assert!(root.all("title").len() > 3 && root.all("desc").len() == 1);

        let broken = spoilt(&zip, b"Deux");
        std::fs::write(room.path().join("broken.zip"), &broken).expect("a file");
        let (_, status) = said(&run(&["--svg", "none.svg", "broken.zip"]));
        assert!(matches!(status, 1 | 2), "{status}");
        assert!(
            !room.path().join("none.svg").exists(),
            "nothing is drawn from something false"
        );
    })
    .await;
}
