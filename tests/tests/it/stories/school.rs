//! The school, the family, the pupils, the hierarchy, the others: what is written, promised, kept or not
//! (N164–N169, N177, N181–N183).

use super::follow::{about, day, exported, fill};
use super::links::link_for;
use super::routes::proof;
use crate::people::files::png;
use crate::people::visitor::{Chosen, multipart};
use crate::people::{Teacher, everywhere};

/// Who writes, from where.
const ME: [(&str, &str); 5] = [
    ("person.name", "Camille Martin"),
    ("person.role", "professeure d’anglais"),
    ("person.status", "enseignant-2d"),
    ("establishment.name", "Collège du Préau"),
    ("letter.place", "Valmont"),
];

/// Writes that letter with these answers too, and shows it.
async fn writes(her: &mut Teacher, letter: &str, answers: &[(&str, &str)]) {
    her.goes(&format!("/courrier/{letter}")).await;
    let page = her.page();
    let asked = |name: &str| {
        let fields = ["input", "select", "textarea"]
            .map(|tag| page.all(tag))
            .concat();
        fields.iter().any(|field| field.attr("name") == Some(name))
    };
    let me = ME.into_iter().filter(|(name, _)| asked(name));
    let all: Vec<(&str, &str)> = me.chain(answers.iter().copied()).collect();
    her.press("Voir le courrier", &all).await;
}

#[tokio::test]
async fn n164_n165_an_alert_received_starts_the_clock_then_the_duty_is_recalled() {
    everywhere(|world| async move {
        let mut her = about(&world, "menaces").await;
        her.goes("/demarche/alerter-chef")
            .await
            .sees("Alerte écrite à la direction")
            .does_not_see("Ce que la direction met en place");
        writes(&mut her, "alerte-chef", &[("measures", "securite")]).await;
        her.sees("Je vous demande les mesures suivantes");
        let days = [
            day("sent_on", ["9", "11", "2026"]),
            day("received", ["10", "11", "2026"]),
        ];
        fill(&mut her, "Noter l’envoi", &[], &days).await;
        her.goes("/demarche/alerter-chef")
            .await
            .sees("10 janvier 2027")
            .sees("Ce que la direction met en place");

        // What the head did is ticked; the reminder says it apart from what is missing.
        her.follow("Ce que la direction met en place").await;
        her.press("Enregistrer", &[("item", "securite")]).await;
        her.sees("Rappel du devoir d’agir")
            .follow("Rappel du devoir d’agir")
            .await;
        her.press("Voir le courrier", &[]).await;
        her.sees("Je vous ai écrit le 9 novembre 2026")
            .sees("alerte reçue le 10 novembre 2026")
            .sees("L811-1")
            .sees("Mesures prises à ma connaissance :")
            .sees("Mesures que j’attends encore :");
        let text = her.text();
        let (before, after) = text
            .split_once("Mesures que j’attends encore :")
            .expect("both");
        assert!(before.contains("La sécurité de la personne"), "{before}");
        assert!(after.contains("Une réponse écrite et datée"), "{after}");

        // The head has the same list, without an account.
        let mut head = world.anonymous();
        head.open("/ressources/direction")
            .await
            .sees("Ce que la direction met en place")
            .sees("Une réponse écrite et datée")
            .sees("Un parent se plaint d’un membre du personnel")
            .sees("Aucun commentaire public")
            .sees("Information du personnel visé par une plainte");
    })
    .await;
}

#[tokio::test]
async fn a_measure_an_address_and_a_meeting_stay_with_their_letter() {
    everywhere(|world| async move {
        let mut her = about(&world, "menaces").await;
        let alert = [
            ("measures", "communication"),
            ("recipient.address", "12 rue de la Cour"),
        ];
        writes(&mut her, "alerte-chef", &alert).await;
        // The next letter offers other measures, and goes to somebody else.
        her.goes("/courrier/protection-fonctionnelle").await;
        assert_eq!(her.status, 200);
        assert!(!String::from_utf8_lossy(&her.body).contains("rue de la Cour"));
        let parent = [
            ("more.recipient_name", "Madame Durand"),
            ("more.meeting", "jeudi à 17 heures"),
        ];
        writes(&mut her, "reponse-parent", &parent).await;
        her.goes("/courrier/information-agent").await;
        assert!(!String::from_utf8_lossy(&her.body).contains("Durand"));
        assert!(!String::from_utf8_lossy(&her.body).contains("jeudi à 17 heures"));
        her.goes("/courrier/alerte-chef").await;
        assert!(
            String::from_utf8_lossy(&her.body).contains("rue de la Cour"),
            "hers"
        );
    })
    .await;
}

#[tokio::test]
async fn n166_a_commitment_not_kept_reopens_the_plan() {
    everywhere(|world| async move {
        let mut her = about(&world, "insulte-diffamation").await;
        let step = "/demarche/rencontrer-parents";
        her.goes(step)
            .await
            .sees("Guide pour une rencontre")
            .sees("Compte rendu d’une rencontre")
            .sees("Lettre à la famille, signée à deux")
            .does_not_see("Un engagement n’a pas été tenu");
        let met = [
            ("did", "meeting"),
            ("with", "la principale, l’élève et sa mère"),
            ("words", "L’élève reconnaît la publication."),
            (
                "asked",
                "Sa mère fait retirer la vidéo avant le 27 novembre.",
            ),
        ];
        let days = [
            day("on", ["20", "11", "2026"]),
            day("next", ["27", "11", "2026"]),
        ];
        fill(&mut her, "Noter", &met, &days)
            .await
            .sees("demandé ou promis : Sa mère fait retirer la vidéo")
            .sees("27 novembre 2026");
        writes(&mut her, "compte-rendu-rencontre", &[]).await;
        her.sees("Personnes présentes : la principale, l’élève et sa mère")
            .sees("L’élève reconnaît la publication.")
            .sees("Sa mère fait retirer la vidéo avant le 27 novembre.");

        world.pass(7 * 86_400);
        her.come_back(&world).await;
        her.goes(step).await;
        fill(&mut her, "Noter", &[("did", "broken")], &[])
            .await
            .sees("Engagement non tenu le 29 novembre 2026")
            .sees("Ce qui s’ouvre maintenant")
            .sees("mise en demeure");
        her.goes("/plan").await.sees("mise en demeure");
        let said = exported(&mut her).await;
        assert!(said.contains("Un engagement n’a pas été tenu"), "{said}");
    })
    .await;
}

#[tokio::test]
async fn n168_a_talk_with_pupils_is_recorded_and_their_sheet_is_printed() {
    everywhere(|world| async move {
        let mut her = about(&world, "telephone-en-classe").await;
        let step = "/demarche/informer-personnes";
        her.goes(step).await.sees("Feuille pour les élèves");
        let talk = [
            ("did", "meeting"),
            ("with", "la 4e B, la CPE"),
            ("words", "Rappel de la règle sur les photos."),
            ("asked", "Chacun supprime les images."),
        ];
        fill(&mut her, "Noter", &talk, &[day("on", ["20", "11", "2026"])])
            .await
            .sees("20 novembre 2026")
            .sees("avec la 4e B, la CPE")
            .sees("Rappel de la règle sur les photos.")
            .sees("demandé ou promis : Chacun supprime les images.");
        let plain = [
            ("more.pupil_class", "4e B"),
            ("more.meeting_when", "vendredi 20 novembre 2026"),
            ("more.plain_rule", "On demande avant de filmer."),
            ("more.plain_ask", "Supprime l’image."),
        ];
        writes(&mut her, "fiche-eleves", &plain).await;
        her.sees("On demande avant de filmer.")
            .sees("À qui parler")
            .sees("Le courrier est complet.");
        her.press("Télécharger le courrier (PDF)", &[]).await;
        assert_eq!(her.header("content-type"), "application/pdf");
    })
    .await;
}

#[tokio::test]
async fn n177_a_level_that_is_skipped_asks_why() {
    everywhere(|world| async move {
        let mut her = about(&world, "menaces").await;
        her.goes("/demarche/alerter-hierarchie")
            .await
            .sees("Alerte au niveau au-dessus");
        let fact = [("what", "Un message de menace."), ("place", "en ligne")];
        her.goes("/faits").await.follow("Corriger").await;
        her.press("Enregistrer le fait", &fact).await;
        writes(&mut her, "alerte-hierarchie", &[("measures", "securite")]).await;
        her.sees("Il manque encore")
            .sees("Pourquoi un niveau de la voie hiérarchique est passé");
        writes(
            &mut her,
            "alerte-hierarchie",
            &[("more.skip_why", "La direction est absente.")],
        )
        .await;
        her.does_not_see("Pourquoi un niveau de la voie hiérarchique est passé : ")
            .sees("La direction est absente.")
            .sees("Copie pour information");
        // A first alert was sent: nothing is skipped any more.
        writes(&mut her, "alerte-chef", &[("measures", "securite")]).await;
        let sent = [day("sent_on", ["9", "11", "2026"])];
        fill(&mut her, "Noter l’envoi", &[], &sent).await;
        let mut other = about(&world, "menaces").await;
        writes(&mut other, "alerte-chef", &[("measures", "securite")]).await;
        fill(&mut other, "Noter l’envoi", &[], &sent).await;
        writes(&mut other, "alerte-hierarchie", &[("measures", "securite")]).await;
        other
            .sees("J’ai d’abord écrit le 9 novembre 2026")
            .does_not_see("Je n’ai pas écrit d’abord");
    })
    .await;
}

#[tokio::test]
async fn n181_several_sign_one_request_and_nobody_reads_another_dossier() {
    everywhere(|world| async move {
        let mut her = about(&world, "insulte-diffamation").await;
        her.adds("preuve.png", &png("preuve")).await;
        let door = link_for(&mut her, "signatory", "").await;
        let mut other = world.anonymous();
        other
            .open(&door)
            .await
            .sees("Signer une demande collective")
            .does_not_see("preuve");
        other
            .press("Donner mon accord", &[("name", "Alix Petit")])
            .await
            .sees("Cochez la case pour donner votre accord.");
        let yes = [("name", "Alix Petit"), ("role", "CPE"), ("agree", "oui")];
        other
            .press("Donner mon accord", &yes)
            .await
            .sees("Vous pouvez fermer cette page");
        // Another one is put aside: only those whom she accepts are printed.
        let third = [("name", "Inconnu Zélé"), ("agree", "oui")];
        world
            .anonymous()
            .open(&door)
            .await
            .press("Donner mon accord", &third)
            .await;

        her.goes("/aide").await.sees("Signature de Alix Petit");
        her.press("Ajouter à mon dossier", &[("decision", "accept")])
            .await;
        let joint = [
            ("more.joint_topic", "les groupes de messages"),
            ("more.joint_text", "une règle écrite"),
        ];
        writes(&mut her, "demande-collective", &joint).await;
        her.sees("Alix Petit, CPE").does_not_see("Zélé");
        // Who agrees after she saved it is named to her, and signs once she says so.
        let fourth = [("name", "Noor Blanc"), ("agree", "oui")];
        other
            .open(&door)
            .await
            .press("Donner mon accord", &fourth)
            .await;
        her.goes("/aide").await;
        her.press("Mettre de côté", &[("decision", "dismiss")])
            .await;
        her.press("Ajouter à mon dossier", &[("decision", "accept")])
            .await;
        her.goes("/courrier/demande-collective")
            .await
            .sees("ne sont pas encore dans la liste")
            .sees("Noor Blanc");
        let both = [("more.signatories", "Alix Petit, CPE\nNoor Blanc")];
        writes(&mut her, "demande-collective", &both).await;
        her.does_not_see("ne sont pas encore dans la liste");
        let said = exported(&mut her).await;
        assert!(
            !said.contains("Témoignages"),
            "a signature is no testimony: {said}"
        );

        // A link to sign takes no file.
        let mut sly = world.anonymous();
        let shot = png("x");
        let files = [Chosen {
            name: "x.png",
            bytes: &shot,
        }];
        sly.open(&door).await;
        let mut fields = vec![("csrf".to_owned(), proof(&sly, &door))];
        let said = [("nonce", "")].into_iter().chain(yes);
        fields.extend(said.map(|(name, value)| (name.to_owned(), value.to_owned())));
        let body = multipart(&fields, Some("files"), &files);
        let before = world.rows().await["entries"];
        sly.send(http::Method::POST, &door, Some(body)).await;
        sly.sees("Ce lien ne reçoit pas de fichier.");
        assert_eq!(world.rows().await["entries"], before, "nothing was added");
    })
    .await;
}

#[tokio::test]
async fn n182_the_interview_sheet_is_produced_and_kept() {
    everywhere(|world| async move {
        let mut her = about(&world, "harcelement").await;
        her.goes("/demarche/contacter-syndicat")
            .await
            .sees("Feuille d’entretien")
            .sees("Demande collective");
        let sheet = [
            ("more.meeting_when", "mardi 1er décembre 2026 à 17 heures"),
            ("more.meeting_with", "la principale"),
            ("more.accompanied", "Alix Petit, représentante syndicale"),
            ("more.interview_questions", "Qui écrit à la famille ?"),
        ];
        writes(&mut her, "fiche-entretien", &sheet).await;
        her.sees("Le courrier est complet.")
            .sees("Je suis accompagné·e par : Alix Petit");
        her.press("Télécharger le courrier (PDF)", &[]).await;
        let kept = her.body.clone();
        world.pass(600);
        let path = her.path.clone();
        her.open(&path).await;
        assert_eq!(her.body, kept, "sealed in the dossier");
    })
    .await;
}
