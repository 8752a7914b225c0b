//! An expert who leaves a session: what stays is said before, and her name goes from what she signed when she asks (N007).

use super::desk::{FILMED, asked, asks, evening, opens, somebody};
use crate::people::everywhere;
use crate::people::world::Wish;
use crate::people::{Visitor, World};
use crate::stories::at_rest::at_rest;
use accounts::people::Role;
use http::Method;
use questions::model::Thread;
use store::backup::{self, SecretsCopy};
use store::testing::beside;

const NAME: &str = "Dominique Roch";

async fn answers(her: &mut Visitor, path: &str, body: &str) {
    her.open(path).await;
    her.press("Publier la réponse", &[("answer-body", body)])
        .await
        .is_at(path, 200);
}

/// What everybody reads of a session, page by page.
async fn read(world: &World, page: &str, threads: &[Thread]) -> Vec<(String, String)> {
    let mut anybody = world.anonymous();
    let mut paths = vec![
        page.to_owned(),
        "/questions/feed.atom".to_owned(),
        "/seances".to_owned(),
    ];
    for thread in threads {
        paths.push(format!("/questions/{}", thread.question.id));
        let versions = thread.answers.iter();
        paths.extend(versions.map(|one| format!("/questions/versions/{}", one.id)));
        paths.push(format!("/api/v1/questions/{}", thread.question.id));
    }
    let mut read = Vec::new();
    for path in paths {
        let (status, _, body) = anybody.once(Method::GET, &path, None).await;
        assert_eq!(status, 200, "{path}");
        read.push((path, String::from_utf8_lossy(&body).into_owned()));
    }
    read
}

#[tokio::test]
async fn n007_who_left_a_session_may_have_her_name_replaced_by_her_function() {
    everywhere(|world| async move {
        let mut evening = evening(&world).await;
        let panel = evening.panel;
        let (path, _) = asked(&world, &mut evening, FILMED).await;
        answers(&mut evening.first.visitor, &path, "Gardez une copie.").await;
        // Another expert corrects her answer, and publishes one that she read.
        let second = &mut evening.second.visitor;
        second.open(&path).await.follow("Corriger").await;
        second
            .press(
                "Publier la correction",
                &[("answer-body", "Gardez deux copies.")],
            )
            .await
            .is_at(&path, 200);
        second
            .press(
                "Enregistrer, et demander une relecture",
                &[("answer-body", "Signalez.")],
            )
            .await;
        let first = &mut evening.first.visitor;
        first
            .open(&path)
            .await
            .press("J’ai relu, publier", &[])
            .await;
        first.sees(&format!("Relue par {NAME}"));
        asks(
            &world,
            panel,
            "Mon principal lit mes messages : que dire ?",
            1,
        )
        .await;
        let other = opens(first, panel, "waiting", "Question de Camomille").await;
        answers(first, &other, "Demandez-lui la règle.").await;
        let (bytes, _) = backup::back_up(&world.config, Vec::new())
            .await
            .expect("a backup");
        let (secrets, _) = backup::back_up_secrets(&world.config, Vec::new()).expect("secrets");
        let secrets = SecretsCopy::read(&secrets[..]).expect("secrets");

        // Before she is removed, the page says what goes and what stays; her name stays until she asks.
        let role = Role::Coordinator;
        let mut prepares = somebody(&world, &evening.org, role, "Camille Aubin")
            .await
            .visitor;
        let page = format!("/admin/seances/{panel}");
        prepares.open(&page).await;
        prepares
            .sees("La photo est effacée. Le nom et la fonction restent sous les réponses signées");
        prepares.does_not_see("Remplacer le nom");
        let unname = format!("{page}/experts/{}/nom", evening.first.account);
        let proof = crate::stories::routes::proof(&prepares, &unname);
        let body = crate::stories::routes::post_body(false, &proof);
        prepares.send(Method::POST, &unname, Some(body)).await;
        prepares.is_at(&page, 422).sees("Retirez d’abord");
        prepares
            .press(&format!("Retirer {NAME}"), &[])
            .await
            .is_at(&page, 200);
        let session = format!("/seances/{panel}");
        let listing = world.app.panels.listing(panel).await.expect("it");
        let before = read(&world, &session, &listing.threads).await;
        assert!(
            before
                .iter()
                .filter(|(_, text)| text.contains(NAME))
                .count()
                >= 5
        );
        prepares.sees("Seulement si la personne le demande");

        prepares
            .press(&format!("Remplacer le nom de {NAME}"), &[])
            .await
            .is_at(&page, 200);
        prepares
            .sees("avocate-conseil")
            .does_not_see(&format!("{NAME}, avocate-conseil"));
        let listing = world.app.panels.listing(panel).await.expect("it");
        let after = read(&world, &session, &listing.threads).await;
        for (path, text) in &after {
            assert!(!text.contains(NAME), "{path}");
        }
        // What changed, and when, is still told.
        let versions = after.iter().find(|(path, _)| path.contains("/versions/"));
        let (_, text) = versions.expect("a page of versions");
        assert!(text.contains("Gardez une copie.") && text.contains("avocate-conseil"));
        assert!(
            text.contains("Maxence Sorel"),
            "the others keep their names"
        );
        evening.second.visitor.open(&path).await.does_not_see(NAME);
        // Her account keeps it; nothing of the session does.
        let mut left = Vec::new();
        for (place, bytes) in at_rest(&world).await {
            let there = bytes.windows(NAME.len());
            let there = there.filter(|part| *part == NAME.as_bytes()).count();
            left.extend(std::iter::repeat_n(place, there));
        }
        assert_eq!(left.len(), 1, "{left:?}");
        // Nobody else's session, and not twice.
        let stranger = somebody(&world, &evening.org, Role::Adviser, "Pas nommée").await;
        let mut stranger = stranger.visitor;
        let proof = crate::stories::routes::proof(&stranger, &unname);
        let body = crate::stories::routes::post_body(false, &proof);
        let (status, ..) = stranger.once(Method::POST, &unname, Some(body)).await;
        assert_eq!(status, 404);
        prepares.open(&page).await.does_not_see("Remplacer le nom");

        // A restore does not bring it back.
        let list = world.config.erasures();
        beside(&world.config, |place| async move {
            let done = backup::restore(&bytes[..], &secrets, &place, Some(&list)).await;
            done.expect("restored");
            let store = store::Store::open(&place).await.expect("a store");
            let again = World::new(store, world.clock.clone(), place, Wish::default());
            let listing = again.app.panels.listing(panel).await.expect("the session");
            assert_eq!(listing.threads.len(), 2);
            for (path, text) in read(&again, &session, &listing.threads).await {
                assert!(!text.contains(NAME), "{path}");
            }
            again.store.db.close().await;
        })
        .await;
    })
    .await;
}
