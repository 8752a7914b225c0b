//! Facts: corrected without losing anything, repeated, on one line of time (N018, N033, N034, N040).

use crate::people::{Visitor, everywhere};

const FACT: [(&str, &str); 7] = [
    ("what", "Un message d’insultes reçu dans la nuit."),
    ("when", "exact"),
    ("on-day", "18"),
    ("on-month", "11"),
    ("on-year", "2026"),
    ("hour", "23:40"),
    ("author", "parent"),
];

/// The lines of the history, oldest first.
fn history(visitor: &Visitor) -> Vec<String> {
    let page = visitor.page();
    let list = page
        .all("ol")
        .into_iter()
        .find(|ol| ol.attr("class") == Some("preau-history"))
        .expect("the history");
    list.all("strong").iter().map(|line| line.text()).collect()
}

#[tokio::test]
async fn n040_a_correction_is_a_new_entry_and_the_old_one_stays() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        her.goes("/fait")
            .await
            .press("Enregistrer le fait", &FACT)
            .await
            .sees("Un message d’insultes reçu dans la nuit.");
        her.sees("Le mercredi 18 novembre 2026, vers 23 h 40")
            .sees("Un parent d’élève");
        let before = her.goes("/historique").await.text();
        let count = history(&her).len();

        her.goes("/faits")
            .await
            .follow("Corriger (Le mercredi 18 novembre 2026")
            .await;
        her.sees("L’ancienne version restera dans l’historique.");
        assert_eq!(
            her.form("Enregistrer le fait").value("hour"),
            "23:40",
            "what was said is filled in"
        );
        her.press(
            "Enregistrer le fait",
            &[("what", "Deux messages d’insultes reçus dans la nuit.")],
        )
        .await;
        her.sees("Deux messages d’insultes")
            .does_not_see("Un message d’insultes");

        her.goes("/historique")
            .await
            .sees("Fait : Un message d’insultes reçu dans la nuit.");
        her.sees("Fait corrigé : Deux messages d’insultes reçus dans la nuit.");
        assert_eq!(history(&her).len(), count + 1);
        // Every line of before is still there, with the same digest.
        let after = her.text();
        let digests = |text: &str| {
            text.split(' ')
                .filter(|w| w.len() == 64 && w.bytes().all(|b| b.is_ascii_hexdigit()))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(digests(&after)[..count], digests(&before)[..]);
    })
    .await;
}

#[tokio::test]
async fn n018_the_second_fact_raises_the_repetition() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let said = "La répétition peut relever du harcèlement";
        her.goes("/faits").await.does_not_see(said);
        her.goes("/plan").await;
        let alone = her.text();
        her.goes("/fait")
            .await
            .press("Enregistrer le fait", &FACT)
            .await
            .sees(said);
        her.goes("").await.sees(said);
        her.goes("/plan").await;
        assert_ne!(her.text(), alone, "the plan counts the repetition");
        her.sees("harcèlement");
        // The first publication is the earliest of all facts, and it alone starts the press limit.
        her.sees("Avant le lundi 15 février 2027");
    })
    .await;
}

#[tokio::test]
async fn an_unclear_fact_is_refused_in_words_and_loses_nothing() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let before = world.rows().await;
        let hour = ("hour", "25 heures");
        let mut fields = FACT;
        fields[0] = ("what", "  ");
        fields[2] = ("on-day", "31");
        fields[5] = hour;
        her.goes("/fait")
            .await
            .press("Enregistrer le fait", &fields)
            .await;
        assert_eq!(her.status, 422);
        her.sees("Dites en une phrase ce qui s’est passé.")
            .sees("Indiquez le jour")
            .sees("3 points restent à corriger");
        assert_eq!(her.form("Enregistrer le fait").value("hour"), "25 heures");
        assert_eq!(world.rows().await, before);
        her.goes("/fait")
            .await
            .press(
                "Enregistrer le fait",
                &[
                    ("what", "x"),
                    ("when", "unknown"),
                    ("post", "javascript:alert(1)"),
                ],
            )
            .await;
        her.sees("Cette adresse ne ressemble pas à un lien.");
        let long = "mot ".repeat(20_000);
        her.goes("/fait")
            .await
            .press(
                "Enregistrer le fait",
                &[("what", &long), ("when", "unknown"), ("post", "")],
            )
            .await
            .sees("Votre texte est très long.");
        assert_eq!(world.rows().await, before);
    })
    .await;
}

#[tokio::test]
async fn a_double_click_keeps_one_entry() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let mut form = her.goes("/fait").await.form("Enregistrer le fait");
        form.fill(&FACT);
        for _ in 0..2 {
            let body = form.body(&[]);
            her.send(http::Method::POST, &form.action, Some(body)).await;
            assert_eq!(her.status, 200);
        }
        let page = her.page();
        let lines = page
            .all("li")
            .into_iter()
            .filter(|li| li.text().contains("Un message d’insultes"))
            .count();
        assert_eq!(lines, 1);
    })
    .await;
}

#[tokio::test]
async fn n034_an_address_without_capture_is_flagged_until_a_piece_shows_it() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let said = "Cette adresse n’a pas encore de capture.";
        her.goes("/faits").await.sees(said);
        her.goes("/verifier")
            .await
            .sees("Ce qui peut être complété")
            .sees(said);
        let piece = her
            .adds("capture.png", &crate::people::files::png("p"))
            .await;
        her.open(&piece)
            .await
            .press(
                "Enregistrer",
                &[("address", "https://reseau.example/p/123")],
            )
            .await;
        her.goes("/faits").await.does_not_see(said);
    })
    .await;
}
