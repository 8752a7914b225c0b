//! Lists to tick, and the facts that change a plan inside a dossier
//! (N015, N016, N024, N025, N050, N057, N062, N071–N073, N082).

use super::follow::{about, day, exported, fill, first_piece};
use crate::people::everywhere;
use crate::people::files::png;
use http::Method;

#[tokio::test]
async fn n016_a_notice_for_impersonation_waits_for_the_namesake_check() {
    everywhere(|world| async move {
        let mut her = about(&world, "usurpation-identite").await;
        her.goes("/courrier/dsa-notification")
            .await
            .press("Voir le courrier", &[("person.name", "Camille Martin")])
            .await
            .sees("D’abord : Est-ce bien vous ? Écarter un homonyme")
            .does_not_see("Télécharger le courrier (PDF)");
        // A button kept open does not pass either.
        let path = format!("{}/courrier/dsa-notification/pdf", her.dossier);
        let token = super::routes::proof(&her, &path);
        let body = super::routes::post_body(false, &token);
        her.send(Method::POST, &path, Some(body)).await;
        assert_eq!(her.status, 422);
        her.sees("Ce courrier attend une vérification.");
        her.follow("Est-ce bien vous").await;
        her.press("Enregistrer", &[]).await;
        assert_eq!(her.status, 422);
        her.sees("Cochez au moins une ligne.");
        let ticks = [("item", "photo"), ("words", "Ma photo de classe de 2024.")];
        her.press("Enregistrer", &ticks)
            .await
            .sees("Déjà coché")
            .sees("dimanche 22 novembre 2026, 10 h 30")
            .sees("Ma photo de classe de 2024.");
        her.press("Enregistrer", &[("done", "oui")])
            .await
            .sees("Terminée le dimanche 22 novembre 2026");
        her.goes("/courrier/dsa-notification")
            .await
            .does_not_see("D’abord : Est-ce bien vous");
        let said = exported(&mut her).await;
        assert!(
            said.contains("Est-ce bien vous ? Écarter un homonyme"),
            "{said}"
        );
        assert!(said.contains("Liste terminée"), "{said}");
    })
    .await;
}

#[tokio::test]
async fn n071_n072_erasure_waits_for_the_copy_and_the_terms_are_noted() {
    everywhere(|world| async move {
        let mut her = about(&world, "effacement").await;
        her.goes("/demarche/demande-effacement")
            .await
            .sees("D’abord : Garder une copie avant d’effacer")
            .sees("Lire les conditions du service");
        her.goes("/courrier/rgpd-effacement")
            .await
            .press("Voir le courrier", &[("person.name", "Camille Martin")])
            .await
            .sees("D’abord : Garder une copie avant d’effacer");
        let name = "content-disposition";
        her.follow("Télécharger une copie à modifier (ODT)").await;
        assert!(her.header(name).contains("brouillon.odt"));
        her.goes("/liste/conditions-utilisation").await;
        let terms = [
            ("item", "version"),
            ("words", "Version du 3 mars 2026, lue ce jour."),
        ];
        her.press("Enregistrer", &terms)
            .await
            .sees("Version du 3 mars 2026, lue ce jour.");
        her.goes("/liste/copie-donnees")
            .await
            .press("Enregistrer", &[("item", "renonce"), ("done", "oui")])
            .await
            .sees("Terminée le");
        her.goes("/courrier/rgpd-effacement")
            .await
            .does_not_see("D’abord : Garder une copie");
        let said = exported(&mut her).await;
        assert!(said.contains("Version du 3 mars 2026"), "{said}");
    })
    .await;
}

#[tokio::test]
async fn n082_each_tick_of_a_hacked_account_keeps_its_hour() {
    everywhere(|world| async move {
        let mut her = about(&world, "piratage-compte").await;
        let list = "/liste/compte-pirate";
        her.goes("/plan")
            .await
            .follow("Ouvrir cette liste : Reprendre un compte piraté")
            .await;
        assert!(her.path.ends_with(list), "{}", her.path);
        her.press("Enregistrer", &[("item", "sessions")])
            .await
            .sees("dimanche 22 novembre 2026, 10 h 30");
        world.pass(4 * 60);
        her.press("Enregistrer", &[("item", "mot-de-passe")])
            .await
            .sees("dimanche 22 novembre 2026, 10 h 34");
        her.goes("/demarche/securiser-poste").await.sees("2 sur 7");
        // A tick taken back can be ticked again.
        her.goes(list).await.follow("Corriger").await;
        her.press("Retirer la note", &[]).await;
        her.goes("/demarche/securiser-poste").await.sees("1 sur 7");
        let said = exported(&mut her).await;
        assert!(
            said.contains("10 h 30") || said.contains("10\u{a0}h\u{a0}30"),
            "{said}"
        );
    })
    .await;
}

#[tokio::test]
async fn n057_each_element_of_impersonation_is_tied_to_an_exhibit() {
    everywhere(|world| async move {
        let mut her = about(&world, "usurpation-identite").await;
        her.adds("faux-profil.png", &png("profil")).await;
        her.goes("/liste/elements-usurpation").await.sees("226-4-1");
        let seq = first_piece(&her);
        her.press("Enregistrer", &[("item", "identite"), ("pieces", &seq)])
            .await
            .sees("pièces 1");
        let said = exported(&mut her).await;
        assert!(said.contains("Votre identité est prise"), "{said}");
    })
    .await;
}

#[tokio::test]
async fn n024_n025_n062_fear_support_and_return_change_the_plan() {
    everywhere(|world| async move {
        let mut her = about(&world, "menaces").await;
        her.goes("/plan")
            .await
            .does_not_see("Reprendre en sécurité");
        let said = [("flag", "reprisals"), ("support", "syndicat")];
        let back = day("return", ["1", "12", "2026"]);
        fill(&mut her, "Mettre le plan à jour", &said, &[back]).await;
        her.sees("Reprendre en sécurité")
            .sees("votre choix")
            .sees("main courante");
        her.follow("Voir seulement ce que l’auteur n’apprendra pas")
            .await
            .sees("main courante")
            .does_not_see("Rencontrer");
        her.follow("Tout voir").await;
        // The safety list of the return, then the record of a main courante, apart from a complaint.
        her.follow("Ouvrir cette liste : Reprendre en sécurité")
            .await;
        let escort = [
            ("item", "accompagnement"),
            ("words", "M. Durand, au portail."),
        ];
        her.press("Enregistrer", &escort)
            .await
            .sees("M. Durand, au portail.");
        her.goes("/demarche/main-courante").await;
        her.press("Noter", &[("did", "done"), ("reference", "MC 2026/88")])
            .await;
        her.sees("Fait le 22 novembre 2026");
        her.goes("/demarche/plainte").await.sees("À faire");
        let said = exported(&mut her).await;
        assert!(
            said.contains("MC 2026/88") && said.contains("M. Durand, au portail"),
            "{said}"
        );
    })
    .await;
}

#[tokio::test]
async fn n015_n050_n073_clues_lawyers_and_trade_reach_the_plan_and_the_letters() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        her.goes("/plan").await;
        let said = [
            ("named", "non"),
            ("clues", "la prof de techno\nma voiture"),
            ("recognised", "deux collègues"),
        ];
        her.press("Mettre le plan à jour", &said)
            .await
            .sees("la prof de techno, ma voiture")
            .sees("Deux chemins vers un avocat")
            .sees("Par votre administration")
            .sees("Par l’ASL");
        her.goes("/courrier/plainte-procureur")
            .await
            .press("Voir le courrier", &[])
            .await
            .sees("On me reconnaît pourtant : la prof de techno, ma voiture, deux collègues");
        // Both ways can be begun, neither waits for the other.
        her.goes("/demarche/protection-fonctionnelle").await;
        her.press("Noter", &[("did", "contact")])
            .await
            .sees("Commencé");
        her.goes("/demarche/contacter-asl-avocat").await;
        her.press("Noter", &[("did", "done")]).await.sees("Fait le");
        her.goes("/demarche/protection-fonctionnelle")
            .await
            .sees("Commencé");

        let mut his = about(&world, "effacement").await;
        his.goes("/plan").await;
        his.press("Mettre le plan à jour", &[("flag", "commercial")])
            .await
            .sees("CNIL")
            .sees("Parler à l’ASL ou à un avocat");
    })
    .await;
}

#[tokio::test]
async fn n016_a_list_said_finished_by_mistake_is_taken_back_and_holds_the_letter_again() {
    everywhere(|world| async move {
        let mut her = about(&world, "usurpation-identite").await;
        let list = "/liste/homonymie";
        her.goes(list).await;
        her.press(
            "Enregistrer",
            &[("done", "oui"), ("words", "Vu avec une collègue.")],
        )
        .await
        .sees("Vu avec une collègue.");
        her.goes("/courrier/dsa-notification")
            .await
            .does_not_see("D’abord : Est-ce bien vous");
        her.goes(list).await.follow("Corriger").await;
        her.press("Retirer la note", &[]).await;
        her.goes("/courrier/dsa-notification")
            .await
            .sees("D’abord : Est-ce bien vous");
    })
    .await;
}
