//! Several people write at once: nobody loses what she typed, nobody publishes or withdraws what she did not see (N009, N010).

use super::{VTT, coordinator, mp3, published, rows, sends};
use crate::people::world::walk;
use crate::people::{Visitor, World, everywhere};
use news::By;
use news::model::{Article, Episode};

const CHANGED: &str = "a changé depuis que vous l’avez ouvert";

async fn two(world: &World) -> [Visitor; 2] {
    [coordinator(world).await, coordinator(world).await]
}

/// Begins a draft, which is number 1.
async fn begins(her: &mut Visitor, title: &str) {
    her.open("/admin/actualites/nouvelle").await;
    let fields = [("title", title), ("author", "Dominique"), ("body", "Un.")];
    her.press("Enregistrer le brouillon", &fields).await;
    her.is_at("/admin/actualites/1", 200);
}

#[tokio::test]
async fn n010_nobody_publishes_withdraws_or_replaces_what_she_did_not_see() {
    everywhere(|world| async move {
        let [mut first, mut second] = two(&world).await;
        begins(&mut first, "Premier").await;
        let changes = async |first: &mut Visitor, body: &str| {
            first.open("/admin/actualites/1").await;
            first
                .press("Enregistrer le brouillon", &[("body", body)])
                .await
                .is_at("/admin/actualites/1", 200);
        };
        for (button, body) in [("Publier", "Deux."), ("Retirer", "Trois.")] {
            second.open("/admin/actualites/1").await;
            changes(&mut first, body).await;
            second
                .press(button, &[])
                .await
                .is_at("/admin/actualites/1", 422)
                .sees(CHANGED)
                .sees(body);
        }
        assert_eq!(rows(&world).await, [1, 0, 0]);

        // What she typed comes back beside what is kept, and replaces it only if she says so again.
        second.open("/admin/actualites/1").await;
        changes(&mut first, "Quatre.").await;
        second
            .press("Enregistrer le brouillon", &[("body", "À elle.")])
            .await
            .is_at("/admin/actualites/1", 422)
            .sees("changé ce contenu entre-temps")
            .sees("Quatre.");
        let form = second.form("Enregistrer le brouillon");
        assert_eq!(form.value("body"), "À elle.");
        // Refused for another reason, it still knows which version was read.
        second.press("Enregistrer le brouillon", &[]).await;
        second.is_at("/admin/actualites/1", 200);
        changes(&mut first, "Cinq.").await;
        second
            .press("Enregistrer le brouillon", &[("title", "")])
            .await
            .sees("Donnez un titre.");
        second
            .press("Enregistrer le brouillon", &[("title", "Titre")])
            .await
            .is_at("/admin/actualites/1", 422)
            .sees("changé ce contenu entre-temps")
            .sees("Cinq.");
    })
    .await;
}

#[tokio::test]
async fn n010_a_number_that_is_taken_again_is_another_text() {
    everywhere(|world| async move {
        let [mut first, mut second] = two(&world).await;
        begins(&mut first, "Premier").await;
        let again = async |first: &mut Visitor| {
            first.open("/admin/actualites/1").await;
            first.press("Retirer", &[]).await;
            begins(first, "Tout autre").await;
        };
        for button in ["Publier", "Retirer"] {
            second.open("/admin/actualites/1").await;
            again(&mut first).await;
            second.press(button, &[]).await.sees(CHANGED);
            assert_eq!(second.status, 422, "{button}");
        }
        second.open("/admin/actualites/1").await;
        again(&mut first).await;
        let typed = [("title", "Le mien"), ("body", "Mes mots.")];
        second
            .press("Enregistrer le brouillon", &typed)
            .await
            .is_at("/admin/actualites/nouvelle", 422)
            .sees("a été retiré entre-temps");
        second
            .press("Enregistrer le brouillon", &[])
            .await
            .is_at("/admin/actualites/2", 200)
            .sees("Mes mots.");
        first.open("/admin/actualites/1").await.sees("Tout autre");

        // A sound for an episode that is not the one of the page is not kept.
        let begins = async |her: &mut Visitor, title: &str| {
            her.open("/admin/ecouter/nouveau").await;
            her.press("Enregistrer le brouillon", &[("title", title)])
                .await
                .is_at("/admin/ecouter/1", 200);
        };
        begins(&mut first, "Épisode").await;
        second.open("/admin/ecouter/1").await;
        first.press("Retirer", &[]).await;
        begins(&mut first, "Un autre").await;
        sends(&mut second, "a.mp3", &mp3(3000)).await;
        second.is_at("/admin/ecouter/1", 422).sees(CHANGED);
        assert!(walk(&world.data.join("public")).is_empty());

        // Somebody corrected the words meanwhile: the sound waits until they were read.
        first.open("/admin/ecouter/1").await;
        first
            .press("Enregistrer le brouillon", &[("transcript", VTT)])
            .await;
        sends(&mut second, "a.mp3", &mp3(3000)).await;
        second.is_at("/admin/ecouter/1", 422).sees(CHANGED);
        second.open("/admin/ecouter/1").await;
        sends(&mut second, "a.mp3", &mp3(3000)).await;
        second.is_at("/admin/ecouter/1", 200);
        assert_eq!(rows(&world).await[2], 1);
    })
    .await;
}

#[tokio::test]
async fn n010_two_who_begin_at_once_get_two_numbers() {
    everywhere(|world| async move {
        let one = Article {
            title: "Brouillon".to_owned(),
            ..Article::default()
        };
        let begun: Vec<_> = (0..6)
            .map(|_| {
                let (news, one) = (world.app.news.clone(), one.clone());
                tokio::spawn(async move { news.begin(By::Operator, &one).await })
            })
            .collect();
        let mut numbers = Vec::new();
        for one in begun {
            numbers.push(one.await.expect("a task").expect("a draft"));
        }
        numbers.sort_unstable();
        assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
    })
    .await;
}

#[tokio::test]
async fn n010_a_correction_that_changes_nothing_is_none() {
    everywhere(|world| async move {
        published(&world).await;
        world.pass(3600);
        let mut her = coordinator(&world).await;
        for page in ["/admin/actualites/1", "/admin/ecouter/1"] {
            her.open(page).await;
            her.press("Publier la correction", &[])
                .await
                .is_at(page, 200)
                .does_not_see("Lu jusqu’au");
        }
        sends(&mut her, "le-meme.mp3", &mp3(5000)).await;
        her.is_at("/admin/ecouter/1", 200);
        assert_eq!(rows(&world).await, [2, 0, 1]);
        for found in [
            world
                .app
                .news
                .read::<Article>(1)
                .await
                .expect("it")
                .corrected,
            world
                .app
                .news
                .read::<Episode>(1)
                .await
                .expect("it")
                .corrected,
        ] {
            assert_eq!(found, None);
        }
    })
    .await;
}
