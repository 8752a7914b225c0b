//! « Vos moyens de revenir »: a sheet, three cards, another code, where the account is open (N046).

use crate::people::{Teacher, Visitor, World, everywhere};
use http::Method;

/// The words of each paper on the page.
pub(super) fn papers(visitor: &Visitor) -> Vec<String> {
    let page = visitor.page();
    let lists = page.all("ol").into_iter();
    lists
        .filter(|ol| ol.attr("class") == Some("preau-code"))
        .map(|ol| {
            let words: Vec<String> = ol.all("li").iter().map(|word| word.text()).collect();
            words.join(" ")
        })
        .collect()
}

/// Draws a sheet or cards, and puts them in force.
pub(super) async fn drawn(her: &mut Teacher, path: &str) -> Vec<String> {
    her.open(path).await.press("Tirer les mots", &[]).await;
    her.is_at(path, 200);
    let papers = papers(her);
    her.press("C’est sur papier", &[]).await;
    papers
}

async fn tries(world: &World, typed: &str) -> Visitor {
    let mut visitor = world.anonymous();
    visitor
        .open("/revenir")
        .await
        .press("Ouvrir", &[("code", typed)])
        .await;
    visitor
}

async fn opens(world: &World, her: &Teacher, typed: &str) -> Visitor {
    let mut visitor = tries(world, typed).await;
    visitor.is_at("/dossiers", 200);
    visitor.open(&her.dossier).await.is_at(&her.dossier, 200);
    visitor
}

async fn opens_nothing(world: &World, typed: &str) {
    let mut visitor = tries(world, typed).await;
    visitor
        .is_at("/revenir?refus=oui", 422)
        .open("/dossiers")
        .await
        .is_at("/revenir", 200);
}

#[tokio::test]
async fn n046_a_sheet_opens_like_the_code_and_only_once_it_is_on_paper() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        her.open("/dossiers")
            .await
            .follow("Vos moyens de revenir")
            .await
            .sees("Code de huit mots")
            .sees("C’est votre seul moyen de revenir");
        her.follow("Imprimer une feuille de secours")
            .await
            .press("Tirer les mots", &[])
            .await;
        let first = papers(&her);
        assert_eq!(first.len(), 1);
        assert_eq!(first[0].split(' ').count(), 12);
        opens_nothing(&world, &first[0]).await;
        // The words stay while the page is looked at again, and the PDF says the same ones.
        her.open("/compte/feuille").await;
        assert_eq!(papers(&her), first);
        let mut printing = her.visitor.clone();
        printing.press("Télécharger le PDF", &[]).await;
        assert_eq!(printing.header("content-type"), "application/pdf");
        let said = String::from_utf8_lossy(&printing.body).into_owned();
        for word in first[0].split(' ') {
            assert!(said.contains(word), "{word} in {said}");
        }
        assert!(said.contains(world.store.instance.as_ref()));

        her.press("C’est sur papier", &[])
            .await
            .sees("Votre feuille ouvre maintenant vos dossiers.")
            .sees("Feuille de secours")
            .sees("Depuis novembre 2026");
        her.open("/compte/feuille").await;
        assert!(papers(&her).is_empty(), "shown no more");
        opens(&world, &her, &first[0].to_uppercase()).await;
        opens(&world, &her, &her.code.clone()).await;
        let other = seal::sheet::Twelve::generate().words().join(" ");
        opens_nothing(&world, &other).await;

        // Another sheet takes the place of the first.
        let second = drawn(&mut her, "/compte/feuille").await;
        opens(&world, &her, &second[0]).await;
        opens_nothing(&world, &first[0]).await;
        assert_eq!(world.rows().await["slots"], 2);
    })
    .await;
}

#[tokio::test]
async fn n046_two_cards_of_three_open_and_one_does_not() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        her.open("/compte/cartes")
            .await
            .press("Tirer les mots", &[])
            .await;
        let shown = papers(&her);
        for (number, button) in ["carte 1", "carte 2", "carte 3"].into_iter().enumerate() {
            let mut printing = her.visitor.clone();
            let button = format!("Télécharger la {button}");
            printing.press(&button, &[]).await;
            let said = String::from_utf8_lossy(&printing.body).into_owned();
            // One card a file: its words, and not those of another.
            for (place, card) in shown.iter().enumerate() {
                let all = card.split(' ').all(|word| said.contains(word));
                assert_eq!(all, place == number, "{button}");
            }
        }
        let cards = shown;
        her.press("C’est sur papier", &[]).await;
        her.sees("Vos trois cartes sont en place.");
        assert_eq!(cards.len(), 3);
        for (one, other) in [(0, 1), (1, 0), (0, 2), (2, 1)] {
            opens(&world, &her, &format!("{}\n{}", cards[one], cards[other])).await;
        }
        for card in &cards {
            opens_nothing(&world, card).await;
            opens_nothing(&world, &format!("{card} {card}")).await;
        }
        assert_eq!(world.rows().await["slots"], 4);
        // One line of the list, one removal.
        her.open("/compte")
            .await
            .press("Retirer : Trois cartes", &[])
            .await
            .sees("Ce moyen est retiré.");
        assert_eq!(world.rows().await["slots"], 1);
        opens_nothing(&world, &format!("{} {}", cards[0], cards[1])).await;
        opens(&world, &her, &her.code.clone()).await;
    })
    .await;
}

#[tokio::test]
async fn the_last_way_in_cannot_be_removed_and_a_sheet_alone_is_enough() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let sheet = drawn(&mut her, "/compte/feuille").await;
        her.open("/compte").await;
        let again = her.visitor.clone();
        her.press("Retirer : Code de huit mots", &[])
            .await
            .sees("Ce moyen est retiré.")
            .sees("C’est votre seul moyen de revenir");
        opens_nothing(&world, &her.code.clone()).await;
        opens(&world, &her, &sheet[0]).await;
        // A page kept open still shows the button for the one that is left: refused, nothing lost.
        let mut again = again;
        again
            .press("Retirer : Feuille de secours", &[])
            .await
            .is_at("/compte", 422)
            .sees("C’est votre dernier moyen de revenir.");
        opens(&world, &her, &sheet[0]).await;
        assert_eq!(world.rows().await["slots"], 1);
        // Somebody else's slot is not hers to remove.
        let other = world.teacher().await;
        let token = super::routes::proof(&again, "/compte/retirer");
        let slots = world.store.db.read(|tx| {
            Box::pin(async move {
                let rows = tx.all("SELECT slot FROM slots", store::args![]).await?;
                rows.iter().map(|row| row.id(0)).collect()
            })
        });
        let slots: Vec<kernel::SlotId> = slots.await.expect("slots");
        for slot in slots {
            let fields = [("csrf", token.clone()), ("slot", slot.to_string())];
            let body = serde_html_form::to_string(fields).expect("a form");
            let media = "application/x-www-form-urlencoded".to_owned();
            again
                .send(
                    Method::POST,
                    "/compte/retirer",
                    Some((media, body.into_bytes())),
                )
                .await;
            assert!(again.path.starts_with("/compte"), "{}", again.path);
            assert_ne!(again.status.as_u16(), 403, "the form was a good one");
        }
        opens(&world, &other, &other.code).await;
        opens(&world, &her, &sheet[0]).await;
    })
    .await;
}

#[tokio::test]
async fn another_code_closes_other_browsers_and_everything_else_still_opens() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        her.adds("capture.png", &crate::people::files::png("a"))
            .await;
        let sheet = drawn(&mut her, "/compte/feuille").await;
        let mut elsewhere = opens(&world, &her, &sheet[0]).await;
        let before = her.cookies.clone();

        her.open("/compte/code")
            .await
            .press("Tirer un nouveau code", &[])
            .await;
        let new = papers(&her).remove(0);
        assert_eq!(new.split(' ').count(), 8);
        // Drawn only: the old code opens still, and the new one does not.
        opens(&world, &her, &her.code.clone()).await;
        opens_nothing(&world, &new).await;
        let wrong = seal::code::ReturnCode::generate().words().join(" ");
        her.press("Remplacer mon code", &[("code", &wrong)])
            .await
            .is_at("/compte/code?refus=oui", 422)
            .sees("Ce ne sont pas les mêmes mots.");
        assert_eq!(papers(&her).concat(), new, "the same words as before");
        assert_eq!(her.form("Remplacer mon code").value("code"), "");
        her.press("Remplacer mon code", &[("code", &new)])
            .await
            .is_at("/compte?fait=code", 200)
            .sees("Votre nouveau code est en place.");

        let old = std::mem::replace(&mut her.code, new.clone());
        opens_nothing(&world, &old).await;
        elsewhere.open(&her.dossier).await.is_at("/revenir", 200);
        let mut planted = world.anonymous();
        planted.cookies = before;
        planted.open(&her.dossier).await.is_at("/revenir", 200);
        for typed in [&new, &sheet[0]] {
            opens(&world, &her, typed)
                .await
                .open(&format!("{}/pieces", her.dossier))
                .await
                .sees("capture.png");
        }
        her.goes("/pieces").await.sees("capture.png");
        // She goes on writing, and the journal is whole.
        her.adds("autre.png", &crate::people::files::png("b")).await;
        her.open("/compte").await.sees("Depuis novembre 2026");
    })
    .await;
}

#[tokio::test]
async fn a_stale_session_is_asked_for_proof_before_words_are_drawn_or_removed() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let sheet = drawn(&mut her, "/compte/feuille").await;
        her.open("/compte").await;
        world.pass(16 * 60);
        let mut other = her.visitor.clone();
        other
            .press("Retirer : Code de huit mots", &[])
            .await
            .is_at("/confirmer?vers=%2Fcompte", 200);
        for path in ["/compte/feuille", "/compte/cartes", "/compte/code"] {
            her.open(path).await.sees("Confirmez que c’est vous");
        }
        assert_eq!(world.rows().await["slots"], 2);
        // The sheet proves as well as the code; the proof of somebody else proves nothing.
        let stranger = world.teacher().await;
        her.press("Confirmer", &[("code", &stranger.code)])
            .await
            .sees("Ce code n’ouvre aucun dossier.");
        her.press("Confirmer", &[("code", &sheet[0])])
            .await
            .is_at("/compte/code", 200);
    })
    .await;
}

#[tokio::test]
async fn browsers_are_listed_without_a_name_and_closed_from_another_one() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let code = her.code.clone();
        let mut school = world.anonymous();
        school.says = vec![(
            "user-agent",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:142.0) Gecko/20100101 Firefox/142.0"
                .to_owned(),
        )];
        school
            .open("/revenir")
            .await
            .press("Ouvrir", &[("code", &code)])
            .await
            .is_at("/dossiers", 200);
        her.open("/compte/appareils")
            .await
            .sees("Navigateur non reconnu – celui-ci")
            .sees("Firefox sur Windows")
            .sees("Ouvert le 22 novembre 2026")
            .sees("Sur un ordinateur partagé");
        school
            .open("/compte/appareils")
            .await
            .sees("Firefox sur Windows – celui-ci");
        her.press("Fermer : Firefox sur Windows", &[])
            .await
            .is_at("/compte/appareils", 200)
            .does_not_see("Firefox")
            .sees("Aucun autre appareil n’est ouvert.");
        school.open(&her.dossier).await.is_at("/revenir", 200);

        let mut first = opens(&world, &her, &code).await;
        let mut second = opens(&world, &her, &code).await;
        her.open("/compte/appareils")
            .await
            .press("Fermer tous les autres", &[])
            .await
            .sees("Les autres appareils sont fermés.");
        first.open("/dossiers").await.is_at("/revenir", 200);
        second.open("/dossiers").await.is_at("/revenir", 200);
        her.open("/dossiers").await.is_at("/dossiers", 200);

        // Nobody closes what is not hers.
        let mut stranger = world.teacher().await;
        let id = seal::session::Secret::parse(&her.cookies["__Host-preau"])
            .expect("a secret")
            .id();
        let fields = [
            ("csrf", super::routes::proof(&stranger, "/compte/appareils")),
            ("session", kernel::id::to_hex(&id)),
        ];
        let body = serde_html_form::to_string(fields).expect("a form");
        let media = "application/x-www-form-urlencoded".to_owned();
        stranger
            .send(
                Method::POST,
                "/compte/appareils",
                Some((media, body.into_bytes())),
            )
            .await;
        stranger.is_at("/compte/appareils", 200);
        her.open("/dossiers").await.is_at("/dossiers", 200);
    })
    .await;
}

/// Changes the code of whoever is in; her new words.
pub async fn changes_code(visitor: &mut Visitor) -> String {
    visitor
        .open("/compte/code")
        .await
        .press("Tirer un nouveau code", &[])
        .await;
    let new = papers(visitor).remove(0);
    visitor
        .press("Remplacer mon code", &[("code", &new)])
        .await
        .sees("Votre nouveau code est en place.");
    new
}

/// The visit of this browser, as a request that is under way holds it.
pub async fn visit_of(world: &World, visitor: &Visitor) -> accounts::Visit {
    let cookie = visitor.cookies.get("__Host-preau");
    let accounts = &world.app.dossiers.accounts;
    let visit = accounts.visit(cookie.map(String::as_str)).await;
    visit.expect("a visit")
}

#[tokio::test]
async fn words_drawn_for_one_person_never_open_for_the_next_on_the_same_browser() {
    everywhere(|world| async move {
        for path in ["/compte/feuille", "/compte/cartes", "/compte/code"] {
            let mut first = world.teacher().await;
            let draw = if path == "/compte/code" {
                "Tirer un nouveau code"
            } else {
                "Tirer les mots"
            };
            first.open(path).await.press(draw, &[]).await;
            let planted = papers(&first);
            let keeps = (path != "/compte/code").then(|| first.form("C’est sur papier"));
            let next = world.teacher().await;
            // Whoever was there left the browser open; a colleague comes back on it.
            first
                .open("/revenir")
                .await
                .press("Ouvrir", &[("code", &next.code)])
                .await
                .is_at("/dossiers", 200);
            let visit = visit_of(&world, &first).await;
            assert!(visit.waiting.is_none(), "nothing of the one before stays");
            first.open(path).await;
            assert!(papers(&first).is_empty(), "{path}");
            if let Some(mut keeps) = keeps {
                keeps.fill(&[("step", "keep")]);
                let token = super::routes::proof(&first, path);
                keeps.fill(&[("csrf", &token)]);
                let body = keeps.body(&[]);
                first.send(Method::POST, path, Some(body)).await;
                first
                    .is_at(&format!("{path}?refus=autres"), 422)
                    .sees("n’attendent plus");
            }
            opens_nothing(&world, &planted.join(" ")).await;
            opens(&world, &next, &next.code).await;
        }
    })
    .await;
}

#[tokio::test]
async fn only_the_words_of_the_page_come_into_force_and_a_button_pressed_twice_is_well() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        her.open("/compte/feuille")
            .await
            .press("Tirer les mots", &[])
            .await;
        let seen = papers(&her).remove(0);
        let mut first = her.visitor.clone();
        // Another tab drops them and draws others, which this page does not show.
        her.press("Abandonner", &[]).await.is_at("/compte", 200);
        first.clone().press("C’est sur papier", &[]).await.sees(
            "Les mots de la page précédente n’attendent plus : un autre onglet les a abandonnés",
        );
        her.open("/compte/feuille")
            .await
            .press("Tirer les mots", &[])
            .await;
        let others = papers(&her).remove(0);
        let mut printing = first.clone();
        printing.press("Télécharger le PDF", &[]).await;
        printing.is_at("/compte/feuille?refus=autres", 422);
        let mut dropping = first.clone();
        dropping.press("Abandonner", &[]).await;
        first
            .press("C’est sur papier", &[])
            .await
            .is_at("/compte/feuille?refus=autres", 422)
            .sees("un autre onglet en a tiré d’autres");
        assert_eq!(papers(&first), [others.as_str()], "those that wait");
        opens_nothing(&world, &seen).await;
        opens_nothing(&world, &others).await;
        let mut twice = her.visitor.clone();
        let done = "/compte?fait=sheet";
        her.press("C’est sur papier", &[]).await.is_at(done, 200);
        twice.press("C’est sur papier", &[]).await.is_at(done, 200);
        opens(&world, &her, &others).await;
        assert_eq!(world.rows().await["slots"], 2);
    })
    .await;
}

#[tokio::test]
async fn a_request_that_began_before_another_code_writes_nothing_under_the_old_key() {
    everywhere(|world| async move {
        let accounts = &world.app.dossiers.accounts;
        let mut her = world.teacher().await;
        let sheet = drawn(&mut her, "/compte/feuille").await;
        let mut there = opens(&world, &her, &sheet[0]).await;
        there
            .open("/compte/cartes")
            .await
            .press("Tirer les mots", &[])
            .await;
        let late = visit_of(&world, &there).await;
        let mark = late.drawn().expect("cards").mark();
        let doors = accounts.doors(late.person().expect("her")).await;
        let sheet_slot = doors
            .expect("doors")
            .iter()
            .find(|d| d.kind == "sheet")
            .map(|d| d.slot);
        changes_code(&mut her).await;
        let slots = world.rows().await["slots"];
        let signs_in = |fault: kernel::Fault| assert_eq!(fault.code(), kernel::Code::SignIn);
        let kept = accounts
            .keep_papers(&late, seal::slot::Kind::Trio, &mark)
            .await;
        signs_in(kept.expect_err("cards"));
        let phrase = "un autre chemin vers la mer".to_owned().into();
        let kept = accounts.keep_phrase(&late, "loutre", phrase).await;
        signs_in(kept.expect_err("a passphrase"));
        let removed = accounts
            .remove_door(&late, sheet_slot.expect("a sheet"))
            .await;
        signs_in(removed.expect_err("a removal"));
        assert_eq!(world.rows().await["slots"], slots);
        opens(&world, &her, &sheet[0]).await;
    })
    .await;
}
