//! What was published comes back with a backup, and what was withdrawn since does not (N009, N010).

use super::{mp3, published, rows};
use crate::people::world::Wish;
use crate::people::{World, everywhere};
use crate::stories::at_rest::{at_rest, holds};
use http::Method;
use news::By;
use news::model::Article;
use store::backup::{self, SecretsCopy};
use store::testing::beside;

#[tokio::test]
async fn n009_a_restore_brings_back_what_was_published_and_not_what_was_withdrawn() {
    everywhere(|world| async move {
        published(&world).await;
        let draft = Article {
            title: "Brouillon".to_owned(),
            ..Article::default()
        };
        let begun = world.app.news.begin(By::Operator, &draft).await;
        assert_eq!(begun.expect("a draft"), 2);
        let (bytes, _) = backup::back_up(&world.config, Vec::new())
            .await
            .expect("a backup");
        let (secrets, _) = backup::back_up_secrets(&world.config, Vec::new()).expect("secrets");
        let secrets = SecretsCopy::read(&secrets[..]).expect("secrets");
        world.pass(86_400);
        for number in [1, 2] {
            let done = world
                .app
                .news
                .withdraw::<Article>(By::Operator, number, None);
            done.await.expect("withdrawn");
        }
        world.pass(86_400);
        let list = world.config.erasures();
        beside(&world.config, |place| async move {
            let done = backup::restore(&bytes[..], &secrets, &place, Some(&list)).await;
            done.expect("restored");
            let store = store::Store::open(&place).await.expect("a store");
            let again = World::new(store, world.clock.clone(), place, Wish::default());
            let mut anybody = again.anonymous();
            anybody.open("/ecouter/1").await.sees("Porter plainte");
            let path = "/ecouter/fichiers/1/son.mp3";
            let (_, _, body) = anybody.once(Method::GET, path, None).await;
            assert_eq!(body, mp3(5000));
            anybody
                .open("/actualites/1")
                .await
                .is_at("/actualites/1", 410)
                .sees("Nous l’avons retiré le 23 novembre 2026.");
            anybody.open("/actualites/2").await;
            assert_eq!(anybody.status, 404, "a draft, thrown away since");
            assert_eq!(rows(&again).await, [2, 0, 1]);
            for (place, bytes) in at_rest(&again).await {
                assert!(!holds(&bytes, b"Un d\xc3\xa9lai change"), "left in {place}");
            }
            again.store.db.close().await;
        })
        .await;
    })
    .await;
}
