//! From a story to a dated plan, without an account (N012, N013, N017, N026, N061).

use crate::people::world::{INSULT, ON_THE_NET, tell};
use crate::people::{Visitor, everywhere};

/// The section of a page that this heading opens.
fn section(visitor: &Visitor, id: &str) -> String {
    let page = visitor.page();
    let section = page
        .all("section")
        .into_iter()
        .find(|section| section.attr("aria-labelledby") == Some(id));
    section
        .unwrap_or_else(|| panic!("no section {id} on {}", visitor.path))
        .text()
}

#[tokio::test]
async fn n013_n061_an_insult_gives_the_date_of_the_press_law_with_its_rule_and_no_account() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/").await.sees("Sans compte.").sees("17");
        assert!(world.rows().await.is_empty(), "a first page keeps nothing");

        tell(&mut her, INSULT).await;
        her.press("Continuer", &ON_THE_NET)
            .await
            .is_at("/situation", 200);
        // A machine suspects: ranked kinds, with the words that led to each.
        her.sees("Cela peut relever de")
            .sees("Dans votre récit : «");
        let kinds = her.form("Continuer");
        assert_eq!(
            kinds.value("kind"),
            "insulte-diffamation",
            "the first proposal is ticked"
        );
        her.press("Continuer", &[]).await.is_at("/plan", 200);

        let dates = section(&her, "dates");
        // Put online on 15 November: three months, the first one never moved, not the day of the story.
        assert!(
            dates.contains(
                "Injure et diffamation PUBLIQUES : 3 mois Avant le lundi 15 février 2027"
            ),
            "{dates}"
        );
        assert!(dates.contains("Règle : "), "{dates}");
        assert!(!section(&her, "aujourdhui").is_empty());
        her.sees("Ce qu’il vaut mieux éviter")
            .sees("À qui parler")
            .sees("Vous pouvez imprimer cette page.");
        assert!(her.clicks <= 6, "{} clicks to the plan", her.clicks);

        let rows = world.rows().await;
        assert_eq!(
            rows,
            [("sessions", 1)].into(),
            "before « Mettre à l’abri » only a draft exists"
        );
        assert!(world.blob_files().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_draft_lasts_a_day_whatever_happens_and_the_quick_exit_ends_it_at_once() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        tell(&mut her, INSULT).await;
        world.pass(23 * 3600);
        her.open("/recit").await.sees("Toute la classe l’a vu.");
        world.pass(3600 + 1);
        her.open("/plan")
            .await
            .is_at("/recit", 200)
            .does_not_see("Toute la classe l’a vu.");
        world.app.dossiers.maintain().await.expect("housekeeping");
        assert!(
            world.rows().await.is_empty(),
            "after 24 hours nothing is left"
        );

        let mut other = world.anonymous();
        tell(&mut other, INSULT).await;
        let kept = other.cookies.clone();
        other.press("Quitter vite", &[]).await;
        assert_eq!(
            other.header("refresh"),
            format!("0;url={}", crate::people::world::ELSEWHERE)
        );
        assert!(other.header("clear-site-data").contains("\"cache\""));
        assert!(world.rows().await.is_empty());
        let mut back = world.anonymous();
        back.cookies = kept;
        back.open("/recit")
            .await
            .does_not_see("Toute la classe l’a vu.");
    })
    .await;
}

#[tokio::test]
async fn n017_a_threat_shows_the_card_before_anything_else_even_unticked() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/recit").await;
        let story = "Un élève m’a écrit : « je vais te tuer demain devant le collège ». Il m’insulte aussi tous les jours.";
        her.press("Continuer", &[("story", story)]).await.is_at("/securite", 200);
        her.sees("Nous avons lu dans votre récit :");
        her.press("Continuer", &[]).await.is_at("/securite/aide", 200);
        her.sees("D’abord, votre sécurité").sees("Appeler 17");
        assert!(her.page().all("a").iter().any(|a| a.attr("href") == Some("tel:17")));
        her.follow("Continuer").await.press("Continuer", &ON_THE_NET).await.is_at("/situation", 200);
        her.press("Continuer", &[]).await.is_at("/plan", 200);
        let page = her.page();
        let today = page.all("section").into_iter().find(|s| s.attr("aria-labelledby") == Some("aujourdhui")).expect("today");
        assert!(today.all("li")[0].all("strong").len() == 1, "the first act of today is about the danger: {}", today.text());
    })
    .await;
}

#[tokio::test]
async fn each_tick_of_the_safety_question_shows_its_own_numbers() {
    everywhere(|world| async move {
        for (tick, number, said) in [
            ("menace", "17", "demandez à être accompagné"),
            ("presence-lieu", "112", "Ne restez pas sans personne"),
            (
                "adresse-publiee",
                "17",
                "Gardez une capture de la publication",
            ),
            (
                "idees-suicidaires",
                "3114",
                "Dites-le aussi à une personne proche",
            ),
            ("eleve-danger", "119", "Restez avec l’élève"),
            (
                "mineur-intime",
                "3018",
                "Ne copiez pas et ne transférez pas l’image",
            ),
        ] {
            let mut her = world.anonymous();
            her.open("/recit")
                .await
                .press(
                    "Continuer",
                    &[("story", "Il s’est passé quelque chose hier.")],
                )
                .await;
            her.press("Continuer", &[("safety", tick)])
                .await
                .is_at("/securite/aide", 200);
            her.sees(&format!("Appeler {number}")).sees(said);
        }
    })
    .await;
}

#[tokio::test]
async fn n012_none_of_these_and_i_do_not_know_are_answers_that_give_a_plan() {
    everywhere(|world| async move {
        for answer in ["aucune", "je-ne-sais-pas"] {
            let mut her = world.anonymous();
            tell(
                &mut her,
                "Quelque chose me met mal à l’aise, je ne sais pas le dire.",
            )
            .await;
            her.press("Continuer", &[("when", "unknown")])
                .await
                .is_at("/situation", 200);
            her.press("Continuer", &[("kind", answer)])
                .await
                .is_at("/plan", 200);
            her.sees("Les gestes utiles dans tous les cas")
                .sees("À qui parler");
            assert!(!section(&her, "aujourdhui").is_empty(), "no dead end");
            // The answer stays when she goes back: nothing is ticked in her place.
            her.open("/situation").await;
            assert_eq!(her.form("Continuer").value("kind"), "");
        }
    })
    .await;
}

#[tokio::test]
async fn n026_the_author_changes_the_plan_and_a_date_to_come_is_refused_in_words() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        tell(&mut her, INSULT).await;
        let mut future = ON_THE_NET;
        future[3] = ("on-year", "2027");
        her.press("Continuer", &future)
            .await
            .is_at("/quand", 422)
            .sees("Cette date n’est pas encore arrivée.");
        assert_eq!(
            her.form("Continuer").value("platform"),
            "Instagram",
            "what was typed comes back"
        );
        her.press("Continuer", &[("on-year", "2026"), ("author", "eleve")])
            .await
            .is_at("/situation", 200);
        her.press("Continuer", &[("kind", "insulte-diffamation")])
            .await
            .is_at("/plan", 200);
        let pupil = her.text();
        her.open("/quand")
            .await
            .press("Continuer", &[("author", "parent")])
            .await
            .press("Continuer", &[])
            .await;
        assert_ne!(pupil, her.text());
        // Asking for a page too early leads to the one that opens it.
        world.anonymous().open("/plan").await.is_at("/recit", 200);
    })
    .await;
}

#[tokio::test]
async fn n016_n024_n031_a_plan_says_what_comes_first_what_shows_and_what_is_not_advised() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        tell(
            &mut her,
            "Un compte à mon nom et avec ma photo écrit à mes élèves.",
        )
        .await;
        her.press("Continuer", &[("when", "unknown")]).await;
        her.press("Continuer", &[("kind", "usurpation-identite")])
            .await
            .is_at("/plan", 200)
            .sees("D’abord : Est-ce bien vous ? Écarter un homonyme")
            .sees("Ce n’est pas un ancien compte à vous.")
            .sees("L’auteur peut l’apprendre")
            .sees("Créer un compte sous un autre nom pour surveiller des élèves.");
        her.does_not_see("Ce qui peut engager votre responsabilité");
    })
    .await;
}

#[tokio::test]
async fn n029_every_text_shows_its_day_and_what_is_uncertain_is_not_hidden() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/ce-que-nous-savons").await;
        assert_eq!(her.status, 200);
        let law = &guide::Content::embedded().expect("the content").law;
        for open in law.uncertainties.iter() {
            her.sees(&open.question).sees(&open.careful);
        }
        for article in law.articles.iter() {
            her.sees(&article.citation);
        }
        her.sees("Vérifié le ");
        assert!(world.rows().await.is_empty(), "reading keeps nothing");
    })
    .await;
}

#[tokio::test]
async fn n021_n061_a_day_that_is_behind_is_said_as_such_and_blames_nobody() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let letter = "/courrier/protection-fonctionnelle";
        let answers = [("person.status", "enseignant-2d")];
        her.goes(letter)
            .await
            .press("Voir le courrier", &answers)
            .await;
        let sent = super::follow::day("sent_on", ["2", "6", "2026"]);
        super::follow::fill(&mut her, "Noter l’envoi", &[], &[sent]).await;
        // Silence since August; the court's limit, in October, is behind too.
        for page in [
            letter,
            "/demarche/protection-fonctionnelle",
            "/plan",
            "/suivi",
        ] {
            let said = her.goes(page).await.text();
            for month in ["août 2026", "octobre 2026"] {
                let before = said.match_indices("Avant le ");
                let mut before =
                    before.map(|(at, _)| said[at..].chars().take(40).collect::<String>());
                assert!(!before.any(|day| day.contains(month)), "{page}: {said}");
            }
            if page != "/suivi" {
                assert!(said.contains("Ce délai a pris fin le"), "{page}: {said}");
            }
        }
        her.goes("/demarche/protection-fonctionnelle")
            .await
            .sees("Ce délai a pris fin le dimanche 2 août 2026")
            .sees("Ce délai a pris fin le lundi 5 octobre 2026")
            .follow("English")
            .await
            .sees("This time limit ended on Monday 5 October 2026")
            .does_not_see("Before Monday 5 October");
    })
    .await;
}
