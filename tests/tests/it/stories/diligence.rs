//! The proof of diligences: measures and reading times, noted by the person, as a dated record (N045).

use super::commands::{preau, said, spoilt};
use super::export::Unzipped;
use super::follow::day;
use crate::people::everywhere;
use crate::people::world::NOW;

#[tokio::test]
async fn n045_measures_and_reading_times_are_noted_and_leave_as_a_dated_record() {
    everywhere(|world| async move {
        let room = tempfile::tempdir().expect("a folder");
        let mut her = world.teacher().await;
        her.goes("/suivi")
            .await
            .follow("Noter ce que j’ai fait pour protéger")
            .await;
        her.press("Noter cette mesure", &[])
            .await
            .sees("Choisissez ce que vous avez fait.");
        her.press(
            "Noter cette mesure",
            &[("measure", "read"), ("minutes", "beaucoup")],
        )
        .await
        .sees("Écrivez un nombre de minutes entre 1 et 600");
        let on = day("on", ["12", "10", "2026"]);
        let read = [
            ("measure", "read"),
            ("minutes", "25"),
            ("words", "La note de service sur les comptes"),
        ];
        let fields: Vec<(&str, &str)> = read
            .into_iter()
            .chain(on.iter().map(|(n, v)| (n.as_str(), v.as_str())))
            .collect();
        her.press("Noter cette mesure", &fields).await;
        her.sees("Consigne, charte ou guide lu")
            .sees("25 minutes")
            .sees("12 octobre 2026");
        her.press(
            "Noter cette mesure",
            &[("measure", "informed"), ("with", "Mme Ostrevent")],
        )
        .await;
        her.press("Noter cette mesure", &[("measure", "password")])
            .await;
        her.press(
            "Retirer « Mot de passe changé, accès renforcé », 22 novembre 2026",
            &[],
        )
        .await;
        her.does_not_see("Retirer « Mot de passe changé");

        // The record: two dates a line, nothing that was taken back.
        her.follow("Télécharger le texte").await;
        let text = String::from_utf8_lossy(&her.body).replace('\u{a0}', " ");
        for said in [
            "12 octobre 2026",
            "25 minutes",
            "Mme Ostrevent",
            "22 novembre 2026",
            "2 mesures notées",
            "Temps noté",
        ] {
            assert!(text.contains(said), "{said}: {text}");
        }
        assert!(!text.contains("Mot de passe"), "{text}");
        her.goes("/diligences")
            .await
            .follow("Télécharger le relevé (PDF)")
            .await;
        assert_eq!(her.header("content-type"), "application/pdf");

        // In the export of the dossier, and from it without any server.
        let zip = her.exports(&[]).await;
        assert!(Unzipped::of(&zip).pdf().contains("Preuve des diligences"));
        std::fs::write(room.path().join("a.zip"), &zip).expect("a file");
        let (text, status) = said(&preau(room.path(), NOW, &["diligence", "--json", "a.zip"]));
        let told: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!((status, &told["minutes"]), (0, &25.into()));
        assert_eq!(told["measures"][0]["on"], "2026-10-12");
        assert_eq!(told["measures"][1]["measure"], "informed");
        let noted = told["measures"][0]["noted"].as_str().expect("an instant");
        assert!(noted.starts_with("2026-11-22T09:30:00"), "{noted}");
        let out = ["diligence", "--out", "releve.pdf", "a.zip"];
        assert_eq!(said(&preau(room.path(), NOW, &out)).1, 0);
        let pdf = std::fs::read(room.path().join("releve.pdf")).expect("the record");
        assert!(pdf.starts_with(b"%PDF-"));
        std::fs::write(room.path().join("b.zip"), spoilt(&zip, b"\"informed\"")).expect("a file");
        assert!(matches!(
            said(&preau(room.path(), NOW, &["diligence", "b.zip"])).1,
            1 | 2
        ));
        // Left out with the rest of the follow-up where she says so.
        let zip = her.exports(&[("left_out", "suivi")]).await;
        assert!(!Unzipped::of(&zip).pdf().contains("Preuve des diligences"));
    })
    .await;
}
