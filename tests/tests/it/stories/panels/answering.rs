//! Answers of the experts: two at once, a second reading, what is taken up again, a law that changed (N006, N007).

use super::desk::{Evening, FILMED, MOVED, asked, asks, comes_back, evening, opens};
use crate::people::everywhere;
use store::args;

/// Two experts before the same question, each with its page open.
async fn both_at(evening: &mut Evening, path: &str) {
    evening.first.visitor.open(path).await.is_at(path, 200);
    evening.second.visitor.open(path).await.is_at(path, 200);
}

#[tokio::test]
async fn n007_two_experts_at_once_are_told_and_lose_nothing() {
    everywhere(|world| async move {
        let mut evening = evening(&world).await;
        let (path, _) = asked(&world, &mut evening, FILMED).await;
        both_at(&mut evening, &path).await;
        let (first, second) = (&mut evening.first.visitor, &mut evening.second.visitor);
        first.press("Prendre", &[]).await.is_at(&path, 200);
        second.press("Prendre", &[]).await;
        second
            .is_at(&path, 422)
            .sees("a pris cette question juste avant vous")
            .sees("Prise par Dominique Roch");

        // Published in other words: the second sees them, and her own, before she replaces them.
        first
            .press(
                "Publier ainsi",
                &[("question-body", "Mon cours a été filmé.")],
            )
            .await;
        first.is_at(&path, 200);
        let typed = [("question-body", "Un cours a été filmé.")];
        second
            .press("Publier ainsi", &typed)
            .await
            .is_at(&path, 422)
            .sees(MOVED)
            .sees("Mon cours a été filmé.");
        assert_eq!(
            second.form("Publier ce texte").value("question-body"),
            "Un cours a été filmé."
        );
        second
            .press("Publier ce texte", &[])
            .await
            .is_at(&path, 200);
        second
            .sees("Un cours a été filmé.")
            .does_not_see("Mon cours a été filmé.");

        // Two corrections of one answer.
        first.open(&path).await;
        first
            .press(
                "Publier la réponse",
                &[("answer-body", "Gardez une copie.")],
            )
            .await;
        first.is_at(&path, 200).follow("Corriger").await;
        second.open(&path).await.follow("Corriger").await;
        let page = first.path.clone();
        first
            .press(
                "Publier la correction",
                &[("answer-body", "Gardez deux copies.")],
            )
            .await;
        first.is_at(&path, 200);
        let mine = [("answer-body", "Gardez trois copies.")];
        second.press("Publier la correction", &mine).await;
        second
            .is_at(&page, 422)
            .sees(MOVED)
            .sees("Gardez deux copies.");
        assert_eq!(
            second.form("Publier la correction").value("answer-body"),
            "Gardez trois copies."
        );
        // Refused for another reason, what it was written over is still known.
        second
            .press("Publier la correction", &[("answer-body", "")])
            .await;
        second.is_at(&page, 422).sees("Écrivez votre réponse");
        first.follow("Corriger").await;
        first
            .press(
                "Publier la correction",
                &[("answer-body", "Gardez cinq copies.")],
            )
            .await;
        second
            .press("Publier la correction", &mine)
            .await
            .is_at(&page, 422)
            .sees(MOVED);
        second
            .press("Publier la correction", &[])
            .await
            .is_at(&path, 200);
        second
            .sees("Gardez trois copies.")
            .sees("Maxence Sorel, juriste")
            .sees("Version 3");

        // The answer is withdrawn while it is being corrected: the words begin a new one.
        second.follow("Corriger").await;
        first
            .open(&path)
            .await
            .press("Retirer cette réponse", &[])
            .await
            .is_at(&path, 200);
        second
            .press("Publier la correction", &[("answer-body", "Six copies.")])
            .await;
        second
            .is_at(&path, 422)
            .sees("peut devenir une nouvelle réponse");
        assert_eq!(
            second.form("Publier la réponse").value("answer-body"),
            "Six copies."
        );
        second
            .press("Publier la réponse", &[])
            .await
            .is_at(&path, 200)
            .sees("Six copies.");
        first
            .open(&path)
            .await
            .press("Retirer cette réponse", &[])
            .await;
        first.does_not_see("Six copies.");
    })
    .await;
}

#[tokio::test]
async fn n007_a_question_is_given_back_by_whoever_sees_who_has_it() {
    everywhere(|world| async move {
        let mut evening = evening(&world).await;
        let (path, _) = asked(&world, &mut evening, FILMED).await;
        let queue = format!("/experts/{}", evening.panel);
        let (first, second) = (&mut evening.first.visitor, &mut evening.second.visitor);
        second.open(&path).await.press("Prendre", &[]).await;
        // Two pages of hers, opened while the other one has it.
        let mut listed = first.clone();
        listed.open(&queue).await.sees("Prise par Maxence Sorel");
        first.open(&path).await.sees("Prise par Maxence Sorel");
        let mut now = first.clone();
        now.open(&path)
            .await
            .press("Rendre", &[])
            .await
            .is_at(&path, 200);
        now.press("Prendre", &[]).await.sees("Prise par vous");
        first
            .press("Rendre", &[])
            .await
            .is_at(&path, 422)
            .sees(MOVED)
            .sees("Prise par vous");
        listed
            .press("Rendre", &[])
            .await
            .is_at(&path, 422)
            .sees(MOVED);
        second.open(&path).await.sees("Prise par Dominique Roch");
        second.press("Rendre", &[]).await.is_at(&path, 200);
        second.does_not_see("Prise par");
    })
    .await;
}

#[tokio::test]
async fn n001_two_experts_who_take_or_publish_in_the_same_moment_never_both_win() {
    everywhere(|world| async move {
        let mut evening = evening(&world).await;
        let (path, _) = asked(&world, &mut evening, FILMED).await;
        both_at(&mut evening, &path).await;
        let Evening { first, second, .. } = &mut evening;
        let (first, second) = (&mut first.visitor, &mut second.visitor);
        tokio::join!(first.press("Prendre", &[]), second.press("Prendre", &[]));
        let mut won = [first.status.as_u16(), second.status.as_u16()];
        won.sort_unstable();
        assert_eq!(won, [200, 422]);
        let (one, two) = (
            [("question-body", "Premier texte publié.")],
            [("question-body", "Second texte publié.")],
        );
        first.open(&path).await;
        second.open(&path).await;
        tokio::join!(
            first.press("Publier ainsi", &one),
            second.press("Publier ainsi", &two)
        );
        let mut won = [first.status.as_u16(), second.status.as_u16()];
        won.sort_unstable();
        assert_eq!(won, [200, 422]);
        let listing = world.app.panels.listing(evening.panel).await.expect("it");
        assert_eq!(listing.threads.len(), 1);
        assert_eq!(listing.threads[0].question.place, Some(1));
    })
    .await;
}

#[tokio::test]
async fn n007_another_expert_reads_before_publication_and_never_the_author() {
    everywhere(|world| async move {
        let mut evening = evening(&world).await;
        let (path, _) = asked(&world, &mut evening, FILMED).await;
        both_at(&mut evening, &path).await;
        let (first, second) = (&mut evening.first.visitor, &mut evening.second.visitor);
        first
            .press(
                "Enregistrer, et demander une relecture",
                &[("answer-body", "Gardez une copie.")],
            )
            .await;
        first.is_at(&path, 200).sees("Un autre expert la relit");
        assert!(!first.text().contains("J’ai relu, publier"));
        // The form that she does not have is refused too.
        second.open(&path).await.sees("En relecture");
        let form = second.form("J’ai relu, publier");
        let proof = crate::stories::routes::proof(first, &form.action);
        let mut forged = form.clone();
        forged.fill(&[("csrf", &proof)]);
        first
            .send(http::Method::POST, &form.action, Some(forged.body(&[])))
            .await;
        first.is_at(&path, 422).sees("attend un autre expert");
        second
            .press("J’ai relu, publier", &[])
            .await
            .is_at(&path, 200);
        second
            .sees("Dominique Roch, avocate-conseil")
            .sees("Relue par Maxence Sorel");
        // A draft of one is published by nobody else as hers.
        first
            .open(&path)
            .await
            .press(
                "Enregistrer le brouillon",
                &[("answer-body", "Encore un mot.")],
            )
            .await;
        second
            .open(&path)
            .await
            .sees("Encore un mot.")
            .does_not_see("Publier cette réponse");
    })
    .await;
}

#[tokio::test]
async fn n006_an_earlier_answer_is_taken_up_in_one_action_and_shows_its_source() {
    everywhere(|world| async move {
        let mut evening = evening(&world).await;
        let panel = evening.panel;
        let (path, _) = asked(&world, &mut evening, FILMED).await;
        let her = &mut evening.first.visitor;
        let fields = [
            ("answer-body", "Gardez une copie, puis signalez."),
            ("answer-articles", "cp-222-17"),
        ];
        her.press("Publier la réponse", &fields)
            .await
            .is_at(&path, 200);
        while world.app.panels.follow_once().await.expect("followed") {}
        world.pass(86_400);
        asks(
            &world,
            panel,
            "Mon cours a été filmé par un élève et publié sur un réseau, que faire ?",
            1,
        )
        .await;
        comes_back(&world, &mut evening.first).await;
        comes_back(&world, &mut evening.second).await;
        let other = &mut evening.second.visitor;
        let path = opens(other, panel, "waiting", "Question de Camomille").await;
        other
            .sees("Déjà répondu")
            .sees("Gardez une copie, puis signalez.");
        other
            .sees("Dominique Roch, avocate-conseil. 22 novembre 2026.")
            .sees("Code pénal, art. 222-17");
        let own = other.page();
        let own = own.all("form").into_iter().find(|form| {
            let mut sources = form.all("input").into_iter();
            sources.any(|input| {
                input
                    .attr("value")
                    .is_some_and(|value| value.starts_with("answer/"))
            })
        });
        let own = own.expect("the earlier answer");
        let source = own
            .all("input")
            .into_iter()
            .find(|input| input.attr("name") == Some("source"));
        let source = source
            .and_then(|input| input.attr("value"))
            .expect("its source")
            .to_owned();
        other
            .press("Reprendre cette réponse", &[("source", &source)])
            .await;
        other
            .is_at(&path, 200)
            .sees("Maxence Sorel, juriste")
            .sees("Reprend une réponse déjà donnée")
            .sees("Réponse donnée");
        let listing = world.app.panels.listing(panel).await.expect("it");
        let taken = &listing.threads[1].answers[0];
        assert_eq!(
            taken.source.as_ref().map(questions::model::Source::text),
            Some(source.clone())
        );
        assert_eq!(taken.marks[0].article, "cp-222-17");
        // Withdrawn meanwhile, it is not taken up any more.
        asks(
            &world,
            panel,
            "On a filmé mon cours, un élève l’a publié sur un réseau : que faire ?",
            1,
        )
        .await;
        let third = opens(other, panel, "waiting", "Question de Camomille").await;
        evening.first.visitor.open("/experts").await;
        evening
            .first
            .visitor
            .open(&format!("/experts/{panel}?vue=answered"))
            .await;
        evening
            .first
            .visitor
            .follow("Question 1,")
            .await
            .press("Retirer cette réponse", &[])
            .await;
        other
            .press("Reprendre cette réponse", &[("source", &source)])
            .await;
        other
            .is_at(&third, 422)
            .sees("Cette réponse n’est plus publiée");
    })
    .await;
}

#[tokio::test]
async fn n007_a_law_that_changed_marks_the_answer_until_it_is_read_again() {
    everywhere(|world| async move {
        let mut evening = evening(&world).await;
        let (path, _) = asked(&world, &mut evening, FILMED).await;
        let her = &mut evening.first.visitor;
        let fields = [
            ("answer-body", "Signalez."),
            ("answer-articles", "cp-222-17"),
        ];
        her.press("Publier la réponse", &fields)
            .await
            .is_at(&path, 200);
        her.open("/experts").await.does_not_see("À relire");
        // As if the guide had said something else of the article on that day.
        let forge = world.store.db.write(|tx| {
            Box::pin(async move {
                let sql = "UPDATE panel_answers SET marks = $1";
                tx.run(sql, args!["cp-222-17=0000000000000000"]).await
            })
        });
        forge.await.expect("forged");
        her.open("/experts")
            .await
            .sees("À relire")
            .sees("Texte modifié : Code pénal, art. 222-17");
        evening
            .second
            .visitor
            .open("/experts")
            .await
            .sees("À relire");
        let her = &mut evening.first.visitor;
        her.follow("Un élève a filmé")
            .await
            .sees("Ces textes ont changé depuis la publication");
        her.press("Publier la correction", &[])
            .await
            .is_at(&path, 200)
            .does_not_see("Texte modifié");
        her.open("/experts").await.does_not_see("À relire");
    })
    .await;
}
