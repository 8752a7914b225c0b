//! One dossier, several recipients: each export leaves out and hides what was chosen, and all stand under the
//! same seal (N044).

use super::export::Unzipped;
use crate::people::everywhere;
use crate::people::files::png;
use bundle::{Options, verify::verify_zip};
use kernel::Clock as _;
use std::io::Cursor;

const STORY: &str =
    "Depuis lundi, Léa Martin publie des insultes. Mme Durand l’a vu. LEA MARTIN recommence.";

#[tokio::test]
async fn n044_each_recipient_reads_what_was_chosen_and_all_stand_under_one_seal() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        her.goes("/recit")
            .await
            .press("Enregistrer", &[("story", STORY)])
            .await;
        let fact = |what: &'static str| [("what", what), ("when", "unknown")];
        for what in ["Une insulte de Léa Martin", "Un appel au syndicat"] {
            her.goes("/fait")
                .await
                .press("Enregistrer le fait", &fact(what))
                .await;
        }
        her.adds("message de lea-martin.png", &png("un")).await;
        her.adds("capture.png", &png("deux")).await;

        // The whole, for the prosecutor.
        her.goes("/export")
            .await
            .follow("le procureur de la République")
            .await
            .sees("Rien n’est masqué.");
        her.press("Préparer le ZIP", &[]).await;
        let whole = Unzipped::of(&her.body.clone());
        assert!(whole.text_holds("procureur") && whole.pdf().contains("Léa Martin"));

        // For the platform: no story, no names, and not the second fact.
        her.goes("/export").await.follow("la plateforme").await;
        let page = her.page();
        let boxes = page.all("input");
        let value = |start: &str| {
            let values = boxes.iter().filter_map(|input| input.attr("value"));
            let mut found = values.filter(|value| value.starts_with(start));
            found.next_back().expect("a box").to_owned()
        };
        let (second, form) = (value("fait-"), her.form("Préparer le ZIP"));
        assert_eq!(form.value("recipient"), "la plateforme");
        let ticked = form.values.iter().filter(|(name, _)| name == "left_out");
        let ticked: Vec<&str> = ticked.map(|(_, value)| value.as_str()).collect();
        assert_eq!(ticked, ["recit", "situation"], "ticked beforehand");
        her.press(
            "Préparer le ZIP",
            &[
                ("left_out", "recit"),
                ("left_out", "situation"),
                ("left_out", &second),
                ("hidden", "lea martin\nDurand\n"),
            ],
        )
        .await;
        let path = her.path.clone();
        let bytes = her.body.clone();
        let masked = Unzipped::of(&bytes);
        let report = masked.report(&[]);
        assert_eq!(report.findings, []);
        // The export before it, the two tellings of the story, the situation and the fact; then a name in a fact;
        // then the name of a file, and what was proposed.
        assert_eq!(
            (
                report.counts.withheld,
                report.counts.masked_words,
                report.counts.masked_parts
            ),
            (5, 2, 2)
        );
        for gone in [
            "Léa",
            "Martin",
            "lea-martin",
            "Durand",
            "syndicat",
            "recommence",
        ] {
            assert!(!masked.text_holds(gone), "{gone}");
            assert!(!masked.pdf().contains(gone), "{gone}");
        }
        assert!(
            masked.pdf().contains("Une insulte de █ █"),
            "{}",
            masked.pdf()
        );
        assert!(masked.pdf().contains("2 mots sont cachés"));
        assert_eq!(masked.names("data/pieces/"), ["001.png", "002-capture.png"]);
        assert!(masked.holds(&png("un")) && masked.holds(&png("deux")));

        // The later export extends the head of the earlier one: the same dossier, not another.
        let head = String::from_utf8(whole.file("journal/head.note").to_vec()).expect("a note");
        let options = Options {
            receipts: vec![head],
            ..Options::at(kernel::SystemClock.now().plus_seconds(86_400 * 365))
        };
        let both = verify_zip(Cursor::new(&bytes), &options).expect("a dossier");
        assert_eq!(both.findings, []);

        // What was hidden is kept with it: the same again, whatever was said since.
        her.goes("/recit")
            .await
            .press("Enregistrer", &[("story", "Autre chose.")])
            .await;
        her.open(&path).await;
        assert!(her.body == bytes, "the same to the byte");
        her.goes("/export")
            .await
            .sees("pour la plateforme (5 entrées masquées, 4 passages cachés)");

        // Too many words: said, and all of them are still there.
        let many = "un mot\n".repeat(101);
        her.press("Préparer le ZIP", &[("hidden", &many)]).await;
        assert_eq!(her.status, 422);
        her.sees("Il y a plus de 100 lignes");
        assert_eq!(
            her.form("Préparer le ZIP")
                .value("hidden")
                .matches("un mot")
                .count(),
            101
        );
    })
    .await;
}

/// What is kept, and what repeats it: nothing of a hidden name is left anywhere, nor of what was left out.
#[tokio::test]
async fn n044_a_hidden_name_is_nowhere_in_what_is_shown_older_versions_included() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        her.goes("/recit")
            .await
            .press(
                "Enregistrer",
                &[(
                    "story",
                    "Zoé Quintard publie des insultes. Mme Vasseur l’a vu.",
                )],
            )
            .await;
        for what in ["Zoé Quintard insulte", "QUINTARD Zoé insulte encore"] {
            her.goes("/faits").await;
            let facts = her.page();
            let links = facts.all("a");
            let mut one = links.iter().filter_map(|a| a.attr("href"));
            let last = one.rfind(|href| href.contains("/fait/"));
            let last = last.expect("a fact").to_owned();
            let said = [
                ("what", what),
                ("author_name", "@zoequintard07"),
                ("told_by", "Mme Vasseur, le 3"),
            ];
            her.open(&last)
                .await
                .press("Enregistrer le fait", &said)
                .await;
        }
        let answers = [
            ("person.name", "Camille Dupuis"),
            ("harm", "Depuis, Zoe Quintard me suit."),
        ];
        her.goes("/courrier/protection-fonctionnelle")
            .await
            .press("Voir le courrier", &answers)
            .await;
        let note = [
            ("did", "contact"),
            ("channel", "telephone"),
            ("with", "Mme Vasseur, du syndicat"),
            ("words", "Elle appelle Zoé."),
        ];
        her.goes("/demarche/protection-fonctionnelle").await;
        let known = her.form("Noter").known;
        let note: Vec<(&str, &str)> = note
            .into_iter()
            .filter(|(name, _)| known.iter().any(|known| known == name))
            .collect();
        her.press("Noter", &note).await;
        her.adds("mail de M. Vasseur", b"bonjour").await;

        let all = [("hidden", "Zoé Quintard\nVasseur\n07 12 34 56 78")];
        let zip = Unzipped::of(&her.exports(&all).await);
        assert_eq!(zip.report(&[]).findings, []);
        let pdf = zip.pdf().to_lowercase();
        for gone in ["zoé", "zoe", "quintard", "vasseur"] {
            assert!(!zip.lists_hold(gone), "{gone}");
            assert!(!pdf.contains(gone), "{gone}: {pdf}");
        }
        for kept in ["insulte encore", "du syndicat", "elle appelle"] {
            assert!(pdf.contains(kept), "the rest is there, {kept}: {pdf}");
        }
        assert!(pdf.contains("les échéances ne sont pas imprimées"), "{pdf}");
        assert_eq!(zip.names("data/pieces/"), ["001"]);

        // The situation, its fears and her supports, is left out of what goes to the head.
        her.goes("/export").await.follow("la direction").await;
        her.press("Préparer le ZIP", &[]).await;
        let head = Unzipped::of(&her.body.clone());
        assert_eq!(head.report(&[]).findings, []);
        assert!(!head.lists_hold("\"situation\"") && !head.lists_hold("\"answers\""));
        assert!(!head.text_holds("syndicat"));

        // What changed since the page was opened is in what it gives.
        let page = her.adds("photo.png", &png("photo")).await;
        her.goes("/export").await;
        let form = her.form("Préparer le ZIP");
        her.send(http::Method::POST, &form.action, Some(form.body(&[])))
            .await;
        assert!(Unzipped::of(&her.body.clone()).holds(&png("photo")));
        her.open(&page)
            .await
            .press("Enregistrer", &[("kept_back", "oui")])
            .await;
        her.send(http::Method::POST, &form.action, Some(form.body(&[])))
            .await;
        assert!(!Unzipped::of(&her.body.clone()).holds(&png("photo")));

        her.goes("/export")
            .await
            .press("Préparer le ZIP", &[("hidden", "Zoé\n🦊")])
            .await;
        assert_eq!(her.status, 422);
        her.sees("Une ligne n’a ni lettre ni chiffre");
    })
    .await;
}
