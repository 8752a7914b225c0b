//! Letters: refused while a mandatory mention is empty, addressed by status, opening their dates
//! (N026, N027, N047, N048).

use crate::people::{Teacher, World, everywhere};
use http::Method;

const ANSWERS: [(&str, &str); 13] = [
    ("person.name", "Camille Martin"),
    ("person.role", "professeure certifiée d’anglais"),
    ("person.status", "enseignant-2d"),
    ("establishment.name", "Collège du Préau"),
    ("establishment.academie", "Valmont"),
    (
        "employer.name",
        "l’État, ministère chargé de l’éducation nationale",
    ),
    ("duties_link", "Les publications citent mes cours."),
    ("offences", "injure-publique"),
    ("harm", "Je dors mal depuis ces faits."),
    ("measures", "soutien"),
    ("lawyer.undecided", "oui"),
    ("statements.no_personal_fault", "oui"),
    ("letter.place", "Valmont"),
];

const PF: &str = "/courrier/protection-fonctionnelle";

/// A teacher whose fact says all that the letter needs.
async fn ready(world: &World) -> Teacher {
    let mut her = world.teacher().await;
    her.goes("/faits").await.follow("Corriger").await;
    let said = [
        ("what", "Un compte a publié des insultes contre moi."),
        ("place", "en ligne"),
    ];
    her.press("Enregistrer le fait", &said)
        .await
        .sees("Un compte a publié des insultes contre moi.");
    her.adds("capture.png", &crate::people::files::png("lettre"))
        .await;
    her
}

#[tokio::test]
async fn n047_n048_the_request_is_refused_until_each_mention_is_filled_then_kept_as_pdf() {
    everywhere(|world| async move {
        let mut her = ready(&world).await;
        her.goes("/courriers")
            .await
            .follow("Demande de protection fonctionnelle")
            .await;
        her.press("Voir le courrier", &ANSWERS)
            .await
            .sees("Le courrier est complet.")
            .sees("L134-1")
            .sees("Un compte a publié des insultes contre moi.")
            .sees("capture.png");
        let finish = her.form("Télécharger le courrier (PDF)");

        // One answer less: the gap is shown, named, and the final refused even by a button kept open.
        her.press("Voir le courrier", &[("harm", "")])
            .await
            .sees("Il manque encore")
            .sees("Lieu et auteur de chaque fait");
        assert!(!her.text().contains("Télécharger le courrier (PDF)"));
        let rows = world.rows().await;
        let body = finish.body(&[]);
        her.send(Method::POST, &finish.action, Some(body)).await;
        assert_eq!(her.status, 422);
        her.sees("Le courrier ne peut pas être finalisé : une mention obligatoire manque.")
            .sees("Lieu et auteur de chaque fait");
        assert_eq!(world.rows().await, rows, "a refusal seals nothing");
        her.open(&finish.action).await;
        assert_eq!(her.status, 404, "there is no final letter");
        her.open(&finish.action.replace("/pdf", "/brouillon")).await;
        assert!(
            String::from_utf8_lossy(&her.body).contains('['),
            "the draft shows its gaps"
        );
        let said = String::from_utf8_lossy(&her.body).into_owned();
        assert!(said.contains("Brouillon : ce courrier n’est pas à envoyer tel quel."));

        her.goes(PF)
            .await
            .press(
                "Voir le courrier",
                &[("harm", "Je dors mal depuis ces faits.")],
            )
            .await;
        her.press("Télécharger le courrier (PDF)", &[])
            .await
            .is_at(&finish.action, 200);
        assert_eq!(her.header("content-type"), "application/pdf");
        assert_eq!(
            her.header("content-disposition"),
            "attachment; filename=\"courrier.pdf\""
        );
        let pdf = her.body.clone();
        let text = crate::people::html::words(&String::from_utf8_lossy(&pdf));
        for said in [
            "Camille Martin",
            "de l’académie de Valmont",
            "À la date des faits, mon employeur était",
            "Ces faits sont en lien avec l’exercice de mes fonctions",
            "Je dors mal depuis ces faits.",
            "Aucune faute personnelle ne peut m’être imputée",
            "je vous demande de prendre les mesures suivantes",
            "Je vous remercie de me notifier une décision écrite",
            "22 novembre 2026",
            "capture.png",
        ] {
            assert!(
                text.contains(said),
                "« {said} » is not in the letter:\n{text}"
            );
        }
        // Made once: the same bytes another day.
        world.pass(600);
        her.open(&finish.action).await;
        assert_eq!(her.body, pdf);
        her.goes("/courriers").await.sees("Finalisé");
    })
    .await;
}

/// The text of an ODT that was downloaded.
fn odt(her: &Teacher, name: &str) -> String {
    assert_eq!(her.status, 200);
    assert_eq!(
        her.header("content-type"),
        "application/vnd.oasis.opendocument.text"
    );
    assert_eq!(
        her.header("content-disposition"),
        ["attachment; filename=\"", name, "\""].concat()
    );
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&her.body)).expect("an archive");
    let content = zip.by_name("content.xml").expect("its content");
    let content = std::io::read_to_string(content).expect("text");
    content.replace("<text:s/>", " ")
}

#[tokio::test]
async fn n048_a_copy_to_change_is_given_at_any_time_and_never_sealed() {
    everywhere(|world| async move {
        const COPY: &str = "Télécharger une copie à modifier (ODT)";
        let mut her = ready(&world).await;
        her.goes(PF).await.does_not_see(COPY);
        her.press("Voir le courrier", &ANSWERS).await;
        her.press("Voir le courrier", &[("harm", "")])
            .await
            .sees("Seul le PDF final est scellé dans le dossier.");
        her.follow(COPY).await;
        let draft = odt(&her, "brouillon.odt");
        assert!(
            draft.contains("<text:span text:style-name=\"Gap\">["),
            "{draft}"
        );
        assert!(draft.contains("Brouillon : ce courrier"), "{draft}");

        her.goes(PF)
            .await
            .press("Voir le courrier", &[("harm", "Je dors mal & peu.")])
            .await
            .follow(COPY)
            .await;
        let copy = odt(&her, "courrier.odt");
        assert!(!copy.contains("Brouillon"), "{copy}");
        for said in [
            "Camille Martin",
            "de l’académie de Valmont",
            "Je dors mal &amp; peu.",
            "22 novembre 2026",
            "capture.png",
        ] {
            assert!(
                copy.contains(said),
                "« {said} » is not in the copy:\n{copy}"
            );
        }
        assert!(!copy.contains("\"Gap\""), "{copy}");
        let bytes = her.body.clone();
        let rows = world.rows().await;
        her.goes(PF).await.follow(COPY).await;
        assert_eq!(her.body, bytes);
        assert_eq!(world.rows().await, rows, "a copy was kept");

        // Of a final letter, the copy bears the date of the sealed PDF.
        her.goes(PF)
            .await
            .press("Télécharger le courrier (PDF)", &[])
            .await;
        world.pass(25 * 3600);
        let code = her.code.clone();
        her.open("/revenir")
            .await
            .press("Ouvrir", &[("code", &code)])
            .await;
        her.goes(PF).await.follow(COPY).await;
        assert_eq!(her.body, bytes);
        her.goes(PF).await.follow("Télécharger en texte").await;
        assert!(String::from_utf8_lossy(&her.body).contains("22 novembre 2026"));
    })
    .await;
}

#[tokio::test]
async fn n061_marked_as_sent_it_opens_the_silence_two_months_later_and_the_appeal() {
    everywhere(|world| async move {
        let mut her = ready(&world).await;
        her.goes(PF).await.press("Voir le courrier", &ANSWERS).await;
        let tomorrow = [("sent_on-day", "23"), ("sent_on-month", "11"), ("sent_on-year", "2026")];
        her.press("Noter l’envoi", &tomorrow).await;
        assert_eq!(her.status, 422);
        her.sees("Cette date n’est pas encore arrivée.");
        let sent = [("sent_on-day", "20"), ("sent_on-month", "11"), ("sent_on-year", "2026"), ("means", "recommandé n° 1A 234")];
        her.goes(PF).await.press("Noter l’envoi", &sent).await.sees("Envoyé le vendredi 20 novembre 2026");
        her.sees("Protection fonctionnelle : refus implicite après 2 mois de silence, Avant le mercredi 20 janvier 2027");
        // Two clear months end on Sunday 21 March: the appeal is carried to Monday.
        her.sees("Avant le lundi 22 mars 2027");
        her.goes("").await.sees("Prochaine date");
        her.goes("/plan").await.sees("20 janvier 2027");
        her.goes("/historique").await.sees("Courrier envoyé");
        // The next letter tells what was already sent, without retyping (N048).
        her.goes("/courrier/plainte-procureur").await;
        assert_eq!(her.form("Voir le courrier").value("person.name"), "Camille Martin");
        her.press("Voir le courrier", &[("court.city", "Valmont")]).await.sees("Demande de protection fonctionnelle");
    })
    .await;
}

#[tokio::test]
async fn n027_the_addressee_follows_the_status() {
    everywhere(|world| async move {
        let mut her = ready(&world).await;
        let rector = "Madame la Rectrice ou Monsieur le Recteur de l’académie de Valmont";
        her.goes(PF).await.press("Voir le courrier", &ANSWERS).await;
        let letter = |her: &Teacher| {
            let page = her.page();
            page.all("div")
                .into_iter()
                .find(|div| div.attr("class") == Some("preau-letter"))
                .expect("the letter")
                .text()
        };
        let teacher = letter(&her);
        assert!(
            teacher.contains(rector)
                && teacher.contains("Madame la Rectrice, Monsieur le Recteur,"),
            "{teacher}"
        );

        // Who signed the contract is asked of those who have one, once they said so.
        her.does_not_see("Qui a signé votre contrat");
        her.press("Voir le courrier", &[("person.status", "aesh")])
            .await;
        let aesh = [
            ("employer.signatory", "La directrice académique"),
            ("employer.name", "DSDEN de Valmont"),
        ];
        her.press("Voir le courrier", &aesh).await;
        let aesh = letter(&her);
        assert!(
            aesh.contains("La directrice académique") && aesh.contains("DSDEN de Valmont"),
            "{aesh}"
        );
        assert!(
            !aesh.contains("Madame la Rectrice, Monsieur le Recteur,"),
            "{aesh}"
        );
        assert!(aesh.contains("Rectrice"), "the rector has a copy: {aesh}");

        her.press("Voir le courrier", &[("person.status", "ogec")])
            .await;
        her.sees("Ce courrier ne convient pas à votre situation")
            .sees("Votre contrat est de droit privé");
        her.does_not_see("Télécharger le courrier (PDF)");
    })
    .await;
}

#[tokio::test]
async fn n048_every_letter_opens_keeps_an_answer_and_gives_its_draft() {
    everywhere(|world| async move {
        let mut her = ready(&world).await;
        her.goes("/courriers")
            .await
            .sees("Pour votre situation")
            .sees("Voir tous les autres courriers");
        let page = her.page();
        let letters: Vec<String> = page
            .all("a")
            .into_iter()
            .filter_map(|a| a.attr("href"))
            .filter_map(|href| href.split_once("/courrier/"))
            .map(|(_, id)| ["/courrier/", id].concat())
            .collect();
        assert_eq!(letters.len(), 54);
        for letter in &letters {
            her.goes(letter).await;
            assert_eq!(her.status, 200, "{letter}");
            let page = her.page();
            let named = page
                .all("input")
                .iter()
                .any(|input| input.attr("name") == Some("person.name"));
            let said: &[(&str, &str)] = if named {
                &[("person.name", "Camille Exemple")]
            } else {
                &[]
            };
            her.press("Voir le courrier", said).await;
            assert_eq!(her.status, 200, "{letter}");
            her.goes(&[letter, "/txt"].concat()).await;
            let text = String::from_utf8_lossy(&her.body).into_owned();
            assert_eq!(her.status, 200, "{letter}");
            assert!(text.len() > 400, "{letter}: {text}");
            assert!(
                !named || text.contains("Camille Exemple"),
                "{letter}: {text}"
            );
        }
    })
    .await;
}
