//! A flood of messages: chosen together by what they have in common, counted, then refused or joined at once (N002, N006).

use super::desk::{
    Evening, FILMED, Somebody, asks, comes_back, evening, opens, org, somebody, words,
};
use crate::people::{World, everywhere};
use crate::stories::at_rest::{at_rest, holds};
use accounts::people::Role;
use kernel::PanelId;
use questions::By;
use questions::model::{PanelState, Shown};
use questions::service::{Effort, Typed};
use store::args;
use store::db::Db;

const SPAM: &str = "www.casino-exemple.fr";
const REASON: &str = "Ceci n’est pas une question.";

/// Asks each of them, without script; gives the codes.
async fn flood(
    world: &World,
    panel: PanelId,
    bodies: impl IntoIterator<Item = String>,
) -> Vec<String> {
    let panels = &world.app.panels;
    let bodies = bodies.into_iter();
    let stamped: Vec<_> = bodies.map(|body| (panels.stamp(panel), body)).collect();
    let mut codes = Vec::new();
    for (number, (stamp, body)) in stamped.into_iter().enumerate() {
        if number % 100 == 0 {
            world.pass(60);
        }
        let typed = Typed {
            pseudonym: format!("Gagnant {number}"),
            body,
            ..Typed::default()
        };
        let effort = Effort {
            stamp: &stamp,
            work: "",
        };
        let asked = panels.ask(panel, &typed, effort, "fr");
        codes.push(asked.await.expect("a question").code.words().join(" "));
    }
    codes
}

fn spam(number: usize) -> String {
    format!("Gagnez {number} euros dès ce soir, sans attendre : https://{SPAM}/jeu/{number}")
}

/// Where a question stands, and why, for whoever asked it.
async fn stands(world: &World, code: &str) -> (Shown, String) {
    let mine = world.app.panels.mine(code).await.expect("looked up");
    let mine = mine.expect("a question").question;
    (mine.shown, mine.said.reason)
}

#[tokio::test]
async fn n002_five_hundred_that_carry_one_link_are_refused_at_once_for_one_reason_and_may_wait_again()
 {
    everywhere(|world| async move {
        let mut evening = evening(&world).await;
        let panel = evening.panel;
        let codes = flood(&world, panel, (0..500).map(spam)).await;
        let honest = asks(&world, panel, FILMED, 1).await.remove(0);
        let taken = "On m’envoie sans cesse un lien vers www.casino-exemple.fr : que faire ?";
        let taken = flood(&world, panel, [taken.to_owned()]).await.remove(0);
        let other = &mut evening.second.visitor;
        other.open(&format!("/experts/{panel}?page=6")).await;
        other
            .sees("On m’envoie sans cesse")
            .follow("Question de Gagnant 0")
            .await;
        other.press("Prendre", &[]).await.sees("Prise par vous");

        // What repeats itself is proposed; nothing is decided before it was counted.
        let her = &mut evening.first.visitor;
        let page = format!("/experts/{panel}/choix");
        her.open(&format!("/experts/{panel}"))
            .await
            .sees("502 questions à lire");
        her.follow("Choisir plusieurs questions")
            .await
            .is_at(&page, 200);
        her.sees("Ce qui se répète").sees("casino-exemple.fr");
        her.press("Compter", &[]).await.is_at(&page, 422);
        her.sees("Dites ce que les questions ont en commun");
        her.press("Compter", &[("phrase", "!?")])
            .await
            .is_at(&page, 422);
        her.sees("au moins trois lettres");
        her.press("Choisir casino-exemple.fr", &[])
            .await
            .is_at(&page, 200);
        her.sees("500 questions choisies");
        her.sees("Une autre, prise par quelqu’un, reste dans la file.");
        assert_eq!(stands(&world, &codes[7]).await.0, Shown::Waiting);
        // The words that she looks for stand in no address.
        assert!(!her.path.contains("casino"));

        // One more arrives before she decides: she has not seen it.
        let late = flood(&world, panel, [spam(501)]).await.remove(0);
        her.press("Refuser ces 500 questions", &[("reason", " ")])
            .await
            .is_at(&page, 422);
        her.sees("Donnez une raison").sees("501 questions choisies");
        let more = flood(&world, panel, [spam(502)]).await.remove(0);
        her.press("Refuser ces 501 questions", &[("reason", REASON)])
            .await;
        her.is_at(&format!("/experts/{panel}?vue=away"), 200);
        her.sees("501 écartées")
            .sees("Dominique Roch : 501 questions")
            .sees(REASON);
        for code in [&codes[0], &codes[250], &codes[499], &late] {
            assert_eq!(
                stands(&world, code).await,
                (Shown::Refused, REASON.to_owned())
            );
        }
        for code in [&honest, &taken, &more] {
            assert_eq!(stands(&world, code).await, (Shown::Waiting, String::new()));
        }

        // Neither what she looked for nor her reason is readable at rest, like what they asked.
        for (place, bytes) in at_rest(&world).await {
            for word in ["casino", "pas une question"] {
                assert!(!holds(&bytes, word.as_bytes()), "{word} in {place}");
            }
        }

        // One of them was a question after all; then all the others.
        let back = stands(&world, &codes[3]).await;
        assert_eq!(back.0, Shown::Refused);
        her.follow("Question de Gagnant 3").await.sees(REASON);
        her.press("Remettre dans la file", &[])
            .await
            .sees("À lire")
            .does_not_see(REASON);
        her.open(&format!("/experts/{panel}?vue=away"))
            .await
            .sees("500 questions");
        her.press("Remettre dans la file", &[]).await;
        her.is_at(&format!("/experts/{panel}?vue=waiting"), 200)
            .sees("504 questions à lire");
        for code in [&codes[3], &codes[499]] {
            assert_eq!(stands(&world, code).await, (Shown::Waiting, String::new()));
        }
        her.open(&format!("/experts/{panel}?vue=away"))
            .await
            .does_not_see("Refusées ensemble");
        let listing = world.app.panels.listing(panel).await.expect("it");
        assert!(listing.threads.is_empty());
    })
    .await;
}

#[tokio::test]
async fn n006_ticked_questions_and_a_whole_page_are_joined_to_a_published_one() {
    everywhere(|world| async move {
        let mut evening = evening(&world).await;
        let panel = evening.panel;
        asks(&world, panel, FILMED, 1).await;
        let her = &mut evening.first.visitor;
        her.open(&format!("/experts/{panel}"))
            .await
            .press("Publier", &[])
            .await;
        let different = |number: usize| {
            let words = [
                "cantine",
                "portail",
                "couloir",
                "vestiaire",
                "gymnase",
                "réunion",
                "sortie",
            ];
            format!(
                "{} {number} : que puis-je répondre à ceci ?",
                words[number % 7]
            )
        };
        let codes = flood(&world, panel, (0..130).map(different)).await;
        let page = format!("/experts/{panel}/choix");
        her.open(&format!("/experts/{panel}")).await;
        let boxes = her.page();
        let boxes: Vec<String> = boxes
            .all("input")
            .into_iter()
            .filter(|one| one.attr("name") == Some("ids"))
            .filter_map(|one| one.attr("value").map(str::to_owned))
            .collect();
        assert_eq!(boxes.len(), 100);
        // No box at all is a sentence, not a fault.
        her.press("Voir les questions cochées", &[])
            .await
            .is_at(&page, 422);
        her.open(&format!("/experts/{panel}")).await;
        let ticked = [("ids", boxes[0].as_str()), ("ids", boxes[2].as_str())];
        her.press("Voir les questions cochées", &ticked)
            .await
            .is_at(&page, 200);
        her.sees("2 questions choisies")
            .sees("Les 2 questions cochées");
        her.press("Joindre ces 2 questions", &[("number", "9")])
            .await
            .is_at(&page, 422);
        her.sees("Choisissez une autre question")
            .sees("2 questions choisies");
        her.press("Joindre ces 2 questions", &[("number", "1")])
            .await;
        her.is_at(&format!("/experts/{panel}?vue=waiting"), 200)
            .sees("128 questions à lire");
        let mut joined = 0;
        for code in &codes {
            joined += usize::from(stands(&world, code).await.0 == Shown::Joined);
        }
        assert_eq!(joined, 2);
        // The whole page, as it was shown.
        flood(&world, panel, [different(131)]).await;
        let shown = her.page();
        let shown = shown.all("p").into_iter().filter(|one| {
            let words = one
                .attr("class")
                .is_some_and(|class| class.contains("preau-words"));
            words && one.text().contains("cantine")
        });
        let canteens = shown.count();
        her.press("Voir toutes celles de cette page", &[])
            .await
            .is_at(&page, 200);
        her.sees("100 questions choisies");
        // Narrowed by a word.
        her.press("Compter", &[("phrase", "Cantine")])
            .await
            .sees(&format!("{canteens} questions choisies"));
        her.press("Compter", &[("phrase", "")])
            .await
            .sees("100 questions choisies");
        her.press("Joindre ces 100 questions", &[("number", "1")])
            .await;
        her.sees("29 questions à lire");
        let mut found = 0;
        for code in &codes {
            let mine = world.app.panels.mine(code).await.expect("looked up");
            found += usize::from(mine.expect("hers").public.is_some());
        }
        assert_eq!(found, 102, "each finds the one that stands for hers");
    })
    .await;
}

#[tokio::test]
async fn n006_those_that_resemble_and_those_of_some_hours_are_chosen_without_their_words() {
    everywhere(|world| async move {
        let mut evening = evening(&world).await;
        let panel = evening.panel;
        let near = |number: usize| {
            format!(
                "Bonjour, mon concours gratuit numéro {number} vous attend, répondez maintenant"
            )
        };
        let first = flood(&world, panel, (0..6).map(near)).await;
        asks(&world, panel, FILMED, 1).await;
        world.pass(2 * 3600);
        comes_back(&world, &mut evening.first).await;
        let later = flood(&world, panel, (6..9).map(near)).await;
        let her = &mut evening.first.visitor;
        opens(her, panel, "waiting", "Question de Gagnant 0").await;
        her.press("Choisir celles qui ressemblent", &[])
            .await
            .sees("9 questions choisies");
        her.sees("Ressemblent à « Bonjour, mon concours");
        // Of the last hour alone.
        let since = her.page();
        let since = since
            .all("select")
            .into_iter()
            .find(|one| one.attr("name") == Some("since"))
            .expect("a list");
        let options = since.all("option");
        assert_eq!(options.len(), 3, "any, and two times");
        let last = options[2].attr("value").expect("a time").to_owned();
        her.press("Compter", &[("since", &last)])
            .await
            .sees("3 questions choisies");
        her.press("Refuser ces 3 questions", &[("reason", REASON)])
            .await
            .sees("3 écartées");
        assert_eq!(stands(&world, &first[0]).await.0, Shown::Waiting);
        assert_eq!(stands(&world, &later[2]).await.0, Shown::Refused);
        // Begun again, nothing is chosen.
        her.open(&format!("/experts/{panel}/choix"))
            .await
            .does_not_see("questions choisies");
        her.press("Compter", &[("before", &last)])
            .await
            .sees("7 questions choisies");
        her.press("Recommencer", &[])
            .await
            .does_not_see("questions choisies");
    })
    .await;
}

/// Presses a button of a page that was opened before.
async fn presses(who: &mut Somebody, button: &str, fields: &[(&str, &str)]) {
    who.visitor.press(button, fields).await;
}

#[tokio::test]
async fn n007_only_who_sits_there_decides_of_many_and_only_of_her_session() {
    everywhere(|world| async move {
        let mut evening = evening(&world).await;
        let panel = evening.panel;
        let codes = flood(&world, panel, (0..6).map(spam)).await;
        let Evening {
            org: hers,
            first,
            second,
            ..
        } = &mut evening;
        let page = format!("/experts/{panel}/choix");
        first.visitor.open(&page).await;
        presses(first, "Compter", &[("phrase", SPAM)]).await;
        second.visitor.open(&page).await;
        presses(second, "Compter", &[("phrase", SPAM)]).await;
        let mut stranger = somebody(&world, hers, Role::Adviser, "Pas nommée")
            .await
            .visitor;
        stranger.open(&page).await;
        assert_eq!(stranger.status, 404);
        let to = format!("/experts/{panel}/refus/0123456789abcdef0123456789abcdef/remettre");
        for post in [page.clone(), to] {
            let proof = crate::stories::routes::proof(&stranger, &post);
            let body = crate::stories::routes::post_body(false, &proof);
            let (status, ..) = stranger.once(http::Method::POST, &post, Some(body)).await;
            assert_eq!(status, 404, "{post}");
        }
        // Another session with the same words: it is not touched, and none of its questions is read here.
        let lot = org(&world, "ASL du Lot").await;
        let panels = &world.app.panels;
        let away = panels
            .announce(By::Operator, Some(lot.id), words(&world))
            .await
            .expect("a session");
        let apart = flood(&world, away, [spam(7)]).await.remove(0);
        let theirs = panels
            .mine(&apart)
            .await
            .expect("looked up")
            .expect("it")
            .question
            .id
            .to_string();
        let mut form = first.visitor.form("Compter");
        form.values.push(("like".to_owned(), theirs.clone()));
        let body = form.body(&[]);
        first
            .visitor
            .send(http::Method::POST, &form.action, Some(body))
            .await;
        first
            .visitor
            .does_not_see("questions choisies")
            .does_not_see("7 euros");
        first.visitor.open(&page).await;
        presses(first, "Recommencer", &[]).await;
        presses(first, "Compter", &[("phrase", SPAM)]).await;
        first.visitor.sees("6 questions choisies");

        // Both refuse: one of them is told.
        presses(first, "Refuser ces 6 questions", &[("reason", REASON)]).await;
        first.visitor.sees("6 écartées");
        presses(
            second,
            "Refuser ces 6 questions",
            &[("reason", "Une autre raison.")],
        )
        .await;
        second
            .visitor
            .is_at(&page, 422)
            .sees("Aucune question ne correspond");
        assert_eq!(
            stands(&world, &codes[0]).await,
            (Shown::Refused, REASON.to_owned())
        );
        assert_eq!(stands(&world, &apart).await.0, Shown::Waiting);

        // Removed with the page open, she puts nothing back.
        first
            .visitor
            .open(&format!("/experts/{panel}?vue=away"))
            .await;
        let removed = panels
            .remove_expert(By::Operator, panel, first.account)
            .await;
        removed.expect("removed");
        presses(first, "Remettre dans la file", &[]).await;
        assert_eq!(first.visitor.status, 404);
        assert_eq!(stands(&world, &codes[0]).await.0, Shown::Refused);
    })
    .await;
}

/// So many copies of what waits, as an operator could make them.
async fn copies(world: &World, many: i64) {
    let id = match world.store.db {
        Db::Postgres(_) => "decode(md5(random()::text || n::text), 'hex')",
        Db::Sqlite(_) => "randomblob(16)",
    };
    let sql = format!(
        "WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < $1) \
         INSERT INTO panel_questions (org_id, question, panel, place, asked, changed, code, same, ct, alias, pseudonym, body, kind, \
         profession, level, state, joined, taken, mail, lease, tries) \
         SELECT org_id, {id}, panel, NULL, asked + n, changed, {id}, same, ct, '', '', '', '', '', '', state, NULL, NULL, 0, 0, 0 \
         FROM panel_questions, copy"
    );
    let sql: &'static str = Box::leak(sql.into_boxed_str());
    let made = world
        .store
        .db
        .write(move |tx| Box::pin(async move { tx.run(sql, args![many]).await }));
    made.await.expect("copies");
}

#[tokio::test]
async fn n004_with_twenty_thousand_that_wait_the_desk_shows_pages_and_one_decision_takes_them_all()
{
    everywhere(|world| async move {
        let mut evening = evening(&world).await;
        let panel = evening.panel;
        let code = flood(&world, panel, [spam(1)]).await.remove(0);
        copies(&world, 19_999).await;
        let her = &mut evening.first.visitor;
        her.open(&format!("/experts/{panel}?page=100"))
            .await
            .sees("20000 questions à lire");
        assert_eq!(her.page().all("h3").len(), 100, "a page of them");
        her.sees("Page 1 ")
            .sees("Page 95")
            .sees("Page 200")
            .does_not_see("Page 94 ");
        assert!(her.body.len() < 600_000, "{}", her.body.len());

        // Late, they are as many, and the desk does not become a list of them.
        super::desk::go(&world, panel, PanelState::Open, PanelState::Closing).await;
        world.pass(9 * 86_400);
        comes_back(&world, &mut evening.first).await;
        let her = &mut evening.first.visitor;
        her.open("/experts").await.sees("20000 questions en retard");
        assert!(her.body.len() < 60_000, "{}", her.body.len());
        her.open(&format!("/experts/{panel}?vue=late&page=200"))
            .await
            .sees("20000 en retard");
        assert_eq!(her.page().all("h3").len(), 100, "the last page of them");

        her.open(&format!("/experts/{panel}/choix"))
            .await
            .sees("Le même texte")
            .sees("20000 fois");
        her.press("Choisir « Gagnez 1 euros", &[])
            .await
            .sees("20000 questions choisies");
        her.press("Refuser ces 20000 questions", &[("reason", REASON)])
            .await;
        her.sees("20000 écartées");
        assert_eq!(
            stands(&world, &code).await,
            (Shown::Refused, REASON.to_owned())
        );
        her.press("Remettre dans la file", &[])
            .await
            .sees("20000 questions à lire");
        // Or one stands for all.
        her.press("Regrouper les 19999 autres", &[])
            .await
            .sees("1 question à lire");
    })
    .await;
}
