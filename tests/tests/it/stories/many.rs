//! Several dossiers under one code, dossiers kept for somebody else, a proof before any question
//! (N032, N175).

use crate::people::files::png;
use crate::people::world::{ON_THE_NET, dossier_of};
use crate::people::{Chosen, everywhere};
use seal::sha256;

#[tokio::test]
async fn several_dossiers_open_with_one_code_and_stay_apart() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let first = her.dossier.clone();
        her.adds("premier.png", &png("premier")).await;
        world.pass(60);
        her.open("/dossiers")
            .await
            .press("Ouvrir un autre dossier", &[])
            .await;
        let second = dossier_of(&her.path);
        assert_ne!(first, second);
        her.does_not_see("Notez votre code de retour");
        her.press("Enregistrer le nom", &[("title", "Le groupe de parents")])
            .await
            .sees("Le groupe de parents");
        her.open(&format!("{second}/pieces"))
            .await
            .does_not_see("premier.png");

        world.pass(60);
        // A third one, told before coming in: what was written becomes a dossier of hers.
        let mut later = world.anonymous();
        later
            .open("/recit")
            .await
            .press(
                "Continuer",
                &[("story", "On a publié une photo de moi sans mon accord.")],
            )
            .await;
        let code = her.code.clone();
        later
            .open("/revenir")
            .await
            .press("Ouvrir", &[("code", &code)])
            .await
            .sees("Le groupe de parents");
        later
            .open("/quand")
            .await
            .press("Continuer", &ON_THE_NET)
            .await
            .press("Continuer", &[])
            .await
            .press("Mettre à l’abri", &[])
            .await;
        let third = dossier_of(&later.path);
        later.open("/dossiers").await;
        let page = later.page();
        let links: Vec<_> = page
            .all("a")
            .into_iter()
            .filter_map(|a| a.attr("href"))
            .filter(|to| to.starts_with("/dossier/"))
            .map(str::to_owned)
            .collect();
        assert_eq!(links, [first.clone(), second.clone(), third]);
        assert_eq!(world.rows().await.get("accounts"), Some(&1));

        // Deleting one leaves the others, and the account.
        later
            .open(&format!("{second}/supprimer"))
            .await
            .press("Supprimer définitivement", &[("confirm", "oui")])
            .await
            .is_at("/dossiers", 200);
        later
            .does_not_see("Le groupe de parents")
            .open(&first)
            .await
            .is_at(&first, 200);
    })
    .await;
}

#[tokio::test]
async fn n175_a_dossier_kept_for_somebody_else_gives_its_own_advice() {
    everywhere(|world| async move {
        let mut plans = Vec::new();
        for (concerned, advice) in [
            ("self", ""),
            ("colleague", "Demandez son accord à votre collègue avant tout envoi."),
            ("pupil", "Prévenez la direction et, avec elle, les parents. Ne montrez pas d’image de l’élève."),
        ] {
            let mut her = world.anonymous();
            her.open("/recit").await;
            let story = "Des élèves se moquent sur un groupe WhatsApp, avec des photos détournées et des insultes.";
            her.press("Continuer", &[("story", story), ("concerned", concerned)]).await.press("Continuer", &[]).await;
            her.press("Continuer", &ON_THE_NET).await.press("Continuer", &[("kind", "insulte-diffamation")]).await.is_at("/plan", 200);
            plans.push(her.text());
            her.press("Mettre à l’abri", &[]).await;
            let home = dossier_of(&her.path);
            her.open(&home).await;
            if advice.is_empty() {
                her.does_not_see("Vous le tenez pour");
            } else {
                her.sees("Vous le tenez pour").sees(advice);
            }
        }
        assert!(plans[0] != plans[1] && plans[0] != plans[2] && plans[1] != plans[2], "each path has its own plan");
    })
    .await;
}

#[tokio::test]
async fn n032_a_proof_is_safe_in_three_taps_before_any_question() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        let (proof, again) = (png("express"), png("express 2"));
        her.open("/")
            .await
            .follow("Mettre une preuve à l’abri")
            .await;
        let files = [
            Chosen {
                name: "menace.png",
                bytes: &proof,
            },
            Chosen {
                name: "vide.png",
                bytes: b"",
            },
            Chosen {
                name: "autre.png",
                bytes: &again,
            },
        ];
        her.press_with("Mettre à l’abri", &[], &files).await;
        assert!(her.clicks <= 3);
        let dossier = dossier_of(&her.path);
        her.is_at(&format!("{dossier}/recu-fichier"), 200)
            .sees("C’est reçu")
            .sees("menace.png")
            .sees(&sha256(&proof).to_string());
        let code = her.code_shown();
        her.follow("Télécharger le reçu").await;
        assert!(
            String::from_utf8_lossy(&her.body)
                .contains(&format!("{}/d/", store::testing::INSTANCE))
        );
        her.open(&format!("{dossier}/pieces"))
            .await
            .sees("2 preuves sont scellées.");

        let mut back = world.anonymous();
        back.open("/revenir")
            .await
            .press("Ouvrir", &[("code", &code)])
            .await
            .follow("Dossier ouvert le")
            .await;
        back.follow("Ajouter vos preuves")
            .await
            .follow("Pièce n° 1")
            .await
            .follow("Télécharger l’original")
            .await;
        assert_eq!(back.body, proof);

        let mut nothing = world.anonymous();
        nothing
            .open("/abri")
            .await
            .press_with("Mettre à l’abri", &[], &[])
            .await;
        assert_eq!(nothing.status, 422);
        nothing.sees("Choisissez au moins un fichier.");
        assert_eq!(
            world.rows().await.get("accounts"),
            Some(&1),
            "nothing was opened for nothing"
        );
    })
    .await;
}

#[tokio::test]
async fn the_same_file_chosen_twice_in_express_is_kept_once() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        let proof = png("deux fois");
        let files = [
            Chosen {
                name: "a.png",
                bytes: &proof,
            },
            Chosen {
                name: "b.png",
                bytes: &proof,
            },
        ];
        her.open("/abri")
            .await
            .press_with("Mettre à l’abri", &[], &files)
            .await;
        let dossier = dossier_of(&her.path);
        her.open(&format!("{dossier}/pieces"))
            .await
            .sees("Une preuve est scellée.");
    })
    .await;
}
