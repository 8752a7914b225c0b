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
        assert_eq!(ticked, ["recit"], "ticked beforehand");
        her.press(
            "Préparer le ZIP",
            &[
                ("left_out", "recit"),
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
        // The export before it, the two tellings of the story and the fact; then a name in a fact, and the name of
        // a file.
        assert_eq!(
            (
                report.counts.withheld,
                report.counts.masked_words,
                report.counts.masked_parts
            ),
            (4, 2, 1)
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
            .sees("pour la plateforme (4 entrées masquées, 2 mots cachés)");

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
