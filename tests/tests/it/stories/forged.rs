//! Forms that another site made, sessions that somebody planted: nothing changes.

use super::routes::{Full, carries_files, post_body, proof};
use crate::people::world::{INSULT, tell};
use crate::people::{Visitor, World, everywhere};
use http::Method;
use seal::session::Secret;

async fn come_in(world: &World, code: &str) -> Visitor {
    let mut visitor = world.anonymous();
    visitor
        .open("/revenir")
        .await
        .press("Ouvrir", &[("code", code)])
        .await
        .is_at("/dossiers", 200);
    visitor
}

#[tokio::test]
async fn a_form_without_its_own_proof_or_from_another_site_is_refused_and_changes_nothing() {
    everywhere(|world| async move {
        let full = Full::of(&world).await;
        let mut her = come_in(&world, &full.owner.code).await;
        // A draft too, so that every route is open to her.
        her.open("/recit")
            .await
            .press("Continuer", &[("story", "Encore autre chose hier.")])
            .await;
        let attacker = world.teacher().await;
        let before = world.rows().await;
        let history = format!("{}/historique", full.owner.dossier);
        let journal = her.open(&history).await.text();
        let mut tried = 0;
        for route in world
            .app
            .access
            .iter()
            .filter(|route| route.method == Method::POST && route.path != "/sortie")
            // These look at no cookie and act in nobody's name: the link itself is what they ask for.
            .filter(|route| !route.path.ends_with("/partage") && !route.path.starts_with("/api/"))
        {
            let path = full.path(route.path);
            let files = carries_files(route.path);
            let right = proof(&her, &path);
            let cross = |name, value: &str| vec![(name, value.to_owned())];
            let forgeries = [
                (post_body(files, ""), vec![]),
                (post_body(files, &proof(&her, "/recit/autre")), vec![]),
                (post_body(files, &proof(&attacker, &path)), vec![]),
                (
                    post_body(files, &right),
                    cross("sec-fetch-site", "cross-site"),
                ),
                (
                    post_body(files, &right),
                    cross("sec-fetch-site", "same-site"),
                ),
                (
                    post_body(files, &right),
                    vec![
                        ("sec-fetch-site", String::new()),
                        ("origin", "https://mechant.example".to_owned()),
                    ],
                ),
                (
                    post_body(files, &right),
                    vec![
                        ("sec-fetch-site", String::new()),
                        ("origin", "https://preau.example.mechant.example".to_owned()),
                    ],
                ),
            ];
            for (number, (body, says)) in forgeries.into_iter().enumerate() {
                her.says = says;
                let (status, ..) = her.once(Method::POST, &path, Some(body)).await;
                assert_eq!(status, 403, "forgery {number} of {path}");
                world.pass(1);
                tried += 1;
            }
            her.says.clear();
        }
        assert!(tried > 150);
        assert_eq!(world.rows().await, before);
        assert_eq!(
            her.open(&history).await.text(),
            journal,
            "the journal did not move"
        );

        // An exit laid on another site does not close her dossier either; one of ours does, without any proof.
        her.says = vec![("sec-fetch-site", "cross-site".to_owned())];
        let (status, headers, _) = her.once(Method::GET, "/sortie", None).await;
        assert_eq!(
            (
                status.as_u16(),
                headers["location"].to_str().expect("a place")
            ),
            (303, "/fermer")
        );
        her.says.clear();
        her.open(&history).await.is_at(&history, 200);
        // A page kept open before the browser knew `Sec-Fetch-Site` still works: the token decides.
        her.says = vec![
            ("sec-fetch-site", String::new()),
            ("origin", "null".to_owned()),
        ];
        her.open(&full.owner.dossier)
            .await
            .press("Enregistrer le nom", &[("title", "Un nom")])
            .await
            .sees("Un nom");
    })
    .await;
}

#[tokio::test]
async fn a_planted_cookie_does_not_survive_a_story_a_shelter_a_proof_or_a_sign_in() {
    everywhere(|world| async move {
        let owner = world.teacher().await;
        let planted = Secret::generate().cookie().to_string();
        let plant = |world: &World| {
            let mut victim = world.anonymous();
            victim
                .cookies
                .insert("__Host-preau".to_owned(), planted.clone());
            victim
        };
        let mut story = plant(&world);
        tell(&mut story, INSULT).await;
        let mut express = plant(&world);
        express
            .open("/abri")
            .await
            .press_with(
                "Mettre à l’abri",
                &[],
                &[crate::people::Chosen {
                    name: "a.txt",
                    bytes: b"a",
                }],
            )
            .await;
        let mut back = plant(&world);
        back.open("/revenir")
            .await
            .press("Ouvrir", &[("code", &owner.code)])
            .await
            .is_at("/dossiers", 200);
        for victim in [&story, &express, &back] {
            assert_ne!(victim.cookies["__Host-preau"], planted);
        }
        let mut thief = plant(&world);
        thief.open("/dossiers").await.is_at("/revenir", 200);
        thief
            .open("/plan")
            .await
            .is_at("/recit", 200)
            .does_not_see("Instagram");

        // Each step up is a new secret, and the one before is closed.
        let draft = story.cookies.clone();
        story
            .press("Continuer", &[])
            .await
            .press("Continuer", &[])
            .await
            .press("Mettre à l’abri", &[])
            .await;
        assert_ne!(story.cookies, draft);
        let mut old = world.anonymous();
        old.cookies = draft;
        old.open("/plan").await.is_at("/recit", 200);
    })
    .await;
}
