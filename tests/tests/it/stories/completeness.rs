//! What a dossier lacks, exact words, witnesses, contents that vanish or that one only heard of
//! (N037, N038, N039, N041, N087).

use super::export::Unzipped;
use crate::people::everywhere;
use crate::people::files::png;

const VANISHES: &str = "Un contenu éphémère (story, direct, message)";

#[tokio::test]
async fn n041_n087_what_vanishes_asks_at_once_for_a_capture_or_a_witness() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        // It is 10 h 30 on 22 November 2026.
        her.goes("/fait")
            .await
            .sees("Préau ne voit ni les groupes privés")
            .press(
                "Enregistrer le fait",
                &[
                    ("what", "Des photos de moi dans une story"),
                    ("when", "exact"),
                    ("on-day", "22"),
                    ("on-month", "11"),
                    ("on-year", "2026"),
                    ("hour", "08:15"),
                    ("platform", "snapchat, groupe de la 3e B"),
                    (
                        "told_by",
                        "Une collègue, dimanche matin, sur le téléphone d’un élève",
                    ),
                ],
            )
            .await
            .sees("C’était il y a 2 heures.")
            .sees(VANISHES)
            .follow("Préparer l’attestation d’un témoin")
            .await;
        assert!(
            her.path.ends_with("/courrier/attestation-temoin"),
            "{}",
            her.path
        );
        her.goes("/verifier").await.sees("C’était il y a 2 heures.");
        // The first one was told on the first page.
        her.goes("/faits").await.sees("C’était il y a 6 jours.");

        // A statement alone makes a dossier: the call stops, and the count says so.
        her.goes("/verifier")
            .await
            .sees("Ajoutez une preuve : une capture");
        let page = her.adds("attestation.txt", b"Je l\xe2\x80\x99ai vue").await;
        her.open(&page).await;
        let shown = her.page();
        let boxes = shown.all("input");
        let facts = boxes
            .iter()
            .filter(|input| input.attr("name") == Some("facts"));
        let facts: Vec<&str> = facts.filter_map(|input| input.attr("value")).collect();
        assert_eq!(facts.len(), 2);
        let said = [
            ("nature", "temoignage"),
            ("facts", facts[0]),
            ("facts", facts[1]),
            ("seen-day", "22"),
            ("seen-month", "11"),
            ("seen-year", "2026"),
        ];
        her.press("Enregistrer", &said).await;
        her.goes("/faits").await.does_not_see(VANISHES);
        her.goes("/verifier")
            .await
            .sees("Ce dossier a 5 points sur 6")
            .does_not_see("Ajoutez une preuve : une capture")
            .does_not_see("Ajoutez un témoignage");
        let pdf = Unzipped::of(&her.exports(&[]).await).pdf();
        assert!(
            pdf.contains("rapporté par Une collègue, dimanche matin"),
            "{pdf}"
        );
        assert!(pdf.contains("Un témoignage daté et signé"), "{pdf}");
        her.goes("/verifier")
            .await
            .press("Sceller le dossier", &[])
            .await;
        her.goes("/verifier")
            .await
            .sees("Ce dossier a 6 points sur 6");
    })
    .await;
}

#[tokio::test]
async fn n037_n038_n039_exact_words_stand_beside_the_capture_and_the_count_sees_them() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        her.goes("/fait")
            .await
            .press(
                "Enregistrer le fait",
                &[
                    ("what", "Un commentaire"),
                    ("when", "unknown"),
                    ("author_name", "xX_prof_Xx"),
                    ("post", "https://blog.example/a"),
                    ("held", "oui"),
                ],
            )
            .await;
        let bytes = png("capture");
        let page = her.adds("capture.png", &bytes).await;
        her.goes("/verifier")
            .await
            .sees("Ce dossier a 3 points sur 8")
            .sees("Donnez à chaque capture l’adresse")
            .sees("Faites une capture de chaque adresse")
            .sees("Recopiez mot pour mot");
        her.open(&page).await;
        let long = "é".repeat(40_000);
        her.press("Enregistrer", &[("transcript", &long)]).await;
        assert_eq!(her.status, 422);
        assert_eq!(
            her.form("Enregistrer").value("transcript"),
            long,
            "nothing is lost"
        );
        let said = [
            ("nature", "capture"),
            ("transcript", "T nul, on va te retrouvé"),
            ("address", "https://blog.example/a"),
        ];
        her.press("Enregistrer", &said).await;
        her.goes("/verifier")
            .await
            .sees("Ce dossier a 5 points sur 8")
            .does_not_see("Recopiez mot pour mot");
        // The seal of the capture is what it was.
        her.open(&page).await;
        assert_eq!(her.form("Enregistrer").value("nature"), "capture");
        her.follow("Télécharger l’original").await;
        assert_eq!(her.body, bytes);
        let zip = Unzipped::of(&her.exports(&[]).await);
        assert_eq!(zip.report(&[]).findings, []);
        let pdf = zip.pdf();
        assert!(
            pdf.contains("Texte exact : « T nul, on va te retrouvé »"),
            "{pdf}"
        );
        assert!(
            pdf.contains("(retenu en modération, jamais en ligne)"),
            "{pdf}"
        );
        assert!(zip.text_holds("xX_prof_Xx"));
    })
    .await;
}
