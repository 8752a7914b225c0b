//! The simple version: seen on each key page, asked once, kept while going on, left as easily.

use crate::people::everywhere;
use crate::people::world::{INSULT, ON_THE_NET};

#[tokio::test]
async fn the_simple_version_is_one_link_away_and_stays_until_it_is_left() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        for page in ["/", "/recit", "/abri", "/qui-peut-lire"] {
            her.open(page).await.sees("Version simple");
        }
        her.open("/ressources").await.does_not_see("Version simple");
        her.open("/").await.follow("Version simple").await;
        her.sees("Vous n’êtes pas seul")
            .sees("Version complète")
            .does_not_see("Comment cela se passe");
        // Nothing more is asked: every page that has one shows it, down to the plan.
        her.follow("Raconter ce qui s’est passé").await;
        her.sees("Les fautes ne comptent pas.");
        her.press("Continuer", &[("story", INSULT)]).await;
        her.is_at("/securite", 200)
            .sees("Êtes-vous en danger ?")
            .sees("Appelez le 17 ou le 112.");
        her.press("Continuer", &[("safety", "menace")]).await;
        her.is_at("/securite/aide", 200).sees("Appelez d’abord");
        her.open("/quand").await.sees("Version complète");
        her.press("Continuer", &ON_THE_NET).await;
        her.press("Continuer", &[("kind", "insulte-diffamation")])
            .await;
        her.is_at("/plan", 200)
            .sees("Commencez par le numéro un.")
            .sees("Voir tout le plan")
            .sees("Mettre à l’abri");
        her.open("/abri").await.sees("Garder une preuve");
        her.open("/qui-peut-lire")
            .await
            .sees("Votre chef ne le lit pas.");
        her.open("/plan?lang=en")
            .await
            .sees("Start with number one.");
        her.open("/plan?lang=fr").await;

        her.follow("Version complète").await;
        her.sees("Version simple")
            .does_not_see("Commencez par le numéro un.");
        her.open("/").await.does_not_see("Vous n’êtes pas seul");
    })
    .await;
}
