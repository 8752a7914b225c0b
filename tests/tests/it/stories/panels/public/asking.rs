//! Asking: without account, under a pseudonym, warned of what may say who asks; nothing typed is ever lost (N002).

use crate::people::{Visitor, World, everywhere};
use crate::stories::api::Program;
use crate::stories::panels::desk::asks as flood;
use crate::stories::panels::{ASKED, announced, asks, expert, goes, published, work_of};
use http::Method;
use kernel::PanelId;
use questions::model::PanelState;
use serde_json::json;

async fn form(world: &World, panel: PanelId) -> Visitor {
    let mut her = world.anonymous();
    her.open(&format!("/seances/{panel}/poser")).await;
    assert_eq!(her.status, 200);
    her
}

async fn waiting(world: &World) -> i64 {
    let rows = world.rows().await;
    rows.get("panel_questions").copied().unwrap_or(0)
}

/// Sends the form; what is shown first is seen, and left as it is.
async fn sends(her: &mut Visitor, fields: &[(&str, &str)]) {
    her.press("Envoyer ma question", fields).await;
    if her.text().contains("Avant d’envoyer, relisez") {
        her.press("Poser la question ainsi", &[]).await;
    }
}

/// The five words on the page.
fn code(her: &Visitor) -> String {
    let page = her.page();
    let list = page.all("ol").into_iter();
    let mut list = list.filter(|ol| ol.attr("class") == Some("preau-code"));
    let words = list.next();
    let words = words.unwrap_or_else(|| panic!("no five words:\n{}", her.text()));
    let words: Vec<String> = words.all("li").iter().map(|word| word.text()).collect();
    assert_eq!(words.len(), 5, "{words:?}");
    words.join(" ")
}

#[tokio::test]
async fn n002_somebody_without_script_asks_under_a_pseudonym_after_a_few_seconds() {
    everywhere(|world| async move {
        let panel = announced(&world).await;
        let mut her = form(&world, panel).await;
        her.sees("Les experts de la séance lisent votre question d’abord")
            .does_not_see("courriel, pour");
        let fields = [
            ("pseudonym", "Véro"),
            ("body", ASKED),
            ("kind", "menaces"),
            ("profession", "aesh"),
            ("level", "college"),
        ];
        // Too soon: nothing is kept, and all that she typed is there.
        sends(&mut her, &fields).await;
        assert_eq!(her.status, 422);
        her.sees("Attendez 8 secondes");
        assert_eq!(waiting(&world).await, 0);
        let back = her.form("Envoyer ma question");
        for (name, value) in fields {
            assert_eq!(back.value(name), value, "{name}");
        }
        world.pass(9);
        sends(&mut her, &[]).await;
        assert_eq!(her.status, 200);
        her.sees("Votre question est enregistrée");
        assert_eq!(waiting(&world).await, 1);
        let code = code(&her);
        assert!(!her.path.contains(code.split(' ').next().expect("a word")));
        let mut elsewhere = world.anonymous();
        elsewhere
            .open("/ma-question")
            .await
            .press("Voir ma question", &[("code", &code.to_uppercase())])
            .await
            .sees("En attente : les experts vont la lire.")
            .sees(ASKED);
    })
    .await;
}

#[tokio::test]
async fn n002_the_same_form_twice_is_one_question_and_a_form_that_was_rewritten_is_not_lost() {
    everywhere(|world| async move {
        let panel = announced(&world).await;
        let mut her = form(&world, panel).await;
        let mut form = her.form("Envoyer ma question");
        form.fill(&[("pseudonym", "Véro"), ("body", ASKED)]);
        form.values.push(("vu".to_owned(), "semblables".to_owned()));
        world.pass(9);
        let again = async |her: &mut Visitor, form: &crate::people::visitor::Form| {
            let body = form.body(&[]);
            her.send(Method::POST, &form.action, Some(body)).await;
        };
        again(&mut her, &form).await;
        let first = code(&her);
        again(&mut her, &form).await;
        assert_eq!(code(&her), first);
        assert_eq!(waiting(&world).await, 1);
        // She goes back, writes something else over it and sends that.
        form.fill(&[("body", "Une autre question, tout autre chose.")]);
        again(&mut her, &form).await;
        assert_eq!(her.status, 409);
        her.sees("a déjà été envoyé avec un autre texte");
        assert_eq!(
            her.form("Envoyer").value("body"),
            "Une autre question, tout autre chose."
        );
        world.pass(9);
        sends(&mut her, &[]).await;
        assert_ne!(code(&her), first);
        assert_eq!(waiting(&world).await, 2);
    })
    .await;
}

#[tokio::test]
async fn n002_names_schools_and_signatures_are_shown_and_replaced_unless_she_says_no() {
    everywhere(|world| async move {
        let known = published(&world).await;
        let mut her = form(&world, known.panel).await;
        let said = "Un élève a filmé mon cours au collège Jean Moulin et l’a publié sur un réseau. Que puis-je demander ? \
            Écrivez à sandra.durand@exemple.fr\n\nSandra Durand";
        world.pass(9);
        her.press("Envoyer ma question", &[("pseudonym", "Sandra Durand"), ("body", said)])
            .await;
        assert_eq!(her.status, 200);
        assert_eq!(waiting(&world).await, 1, "nothing was kept yet");
        her.sees("Avant d’envoyer, relisez")
            .sees("par [établissement]")
            .sees("par [courriel]")
            .sees("par [nom]")
            .sees("collège Jean Moulin")
            .sees("Votre pseudonyme ressemble à un nom")
            .sees("Déjà répondu ?");
        let already = format!("/questions/{}", known.question);
        let page = her.page();
        let link = page.all("a").into_iter().find(|link| link.attr("href") == Some(&already));
        assert!(link.is_some(), "{}", her.text());
        // She leaves the pseudonym as it is: it was shown.
        her.press("Poser la question ainsi", &[]).await;
        her.sees("Votre question est enregistrée");
        let code = code(&her);
        her.open("/ma-question")
            .await
            .press("Voir ma question", &[("code", &code)])
            .await
            .sees("au [établissement] et l’a publié")
            .sees("Écrivez à [courriel]")
            .does_not_see("Moulin")
            .does_not_see("exemple.fr");

        // Another one unticks: her words go as they are. What she adds then is shown in its turn.
        let mut other = form(&world, known.panel).await;
        world.pass(9);
        let said = "Je travaille à l’école Jules Ferry et je voudrais savoir quoi faire.";
        other
            .press("Envoyer ma question", &[("pseudonym", "Lou"), ("body", said)])
            .await
            .sees("par [établissement]");
        let mut form = other.form("Poser la question ainsi");
        form.untick("masquer");
        form.fill(&[("body", &[said, " Madame Petit le sait."].concat())]);
        let body = form.body(&[]);
        other.send(Method::POST, &form.action, Some(body)).await;
        other.sees("par [nom]").sees("Jules Ferry");
        let form = other.form("Poser la question ainsi");
        let ticked = form.values.iter().filter(|(name, _)| name == "masquer").count();
        assert_eq!(ticked, 1, "what she left as it is stays so");
        other.press("Poser la question ainsi", &[]).await;
        let code = self::code(&other);
        other
            .open("/ma-question")
            .await
            .press("Voir ma question", &[("code", &code)])
            .await
            .sees("Jules Ferry")
            .sees("[nom]")
            .does_not_see("Petit");
    })
    .await;
}

#[tokio::test]
async fn n002_hostile_text_is_shown_as_text_and_every_refusal_keeps_it() {
    everywhere(|world| async move {
        let panel = announced(&world).await;
        let expert = expert(&world, panel, "Maître Valmy").await;
        let long = "é".repeat(50_000);
        let mut her = form(&world, panel).await;
        for (fields, says) in [
            ([("pseudonym", ""), ("body", ASKED)], "Donnez un pseudonyme."),
            ([("pseudonym", "Véro"), ("body", "Oui")], "10 signes au moins"),
            ([("pseudonym", "Véro"), ("body", &long)], "2 000 signes au plus"),
            ([("pseudonym", "Véro"), ("body", "\u{200b}\u{202e}\u{feff}   \u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}")], "10 signes au moins"),
        ] {
            her.press("Envoyer ma question", &fields).await;
            assert_eq!(her.status, 422, "{says}");
            her.sees(says);
            assert_eq!(her.form("Envoyer").value("pseudonym"), fields[0].1);
        }
        her.press("Envoyer ma question", &[("pseudonym", "Véro"), ("body", &long)]).await;
        assert_eq!(her.form("Envoyer").value("body"), long, "a hundred kilobytes come back whole");
        world.pass(9);
        let hostile = "<script>alert(1)</script> </textarea><b>gras</b> &amp; \"a\" moc\u{202e}.live\u{200b} fin";
        sends(&mut her, &[("pseudonym", "<i>V\u{202e}éro</i>"), ("body", hostile)]).await;
        let code = code(&her);
        her.open("/ma-question").await.press("Voir ma question", &[("code", &code)]).await;
        let shown = "<script>alert(1)</script> </textarea><b>gras</b> &amp; \"a\"";
        her.sees(shown);
        let raw = String::from_utf8_lossy(&her.body).into_owned();
        assert!(!raw.contains('\u{202e}') && !raw.contains('\u{200b}') && !raw.contains("<b>gras"));
        let (question, _) = asks(&world, panel, "<i>Val</i>", hostile).await;
        let done = world.app.panels.publish_question(&expert.person, question, None);
        done.await.expect("published");
        her.open(&format!("/seances/{panel}")).await.sees(shown).sees("<i>Val</i>");
        let raw = String::from_utf8_lossy(&her.body).into_owned();
        assert!(!raw.contains('\u{202e}') && !raw.contains("<b>gras") && !raw.contains("<i>Val"));
        // Choices that no list of ours has.
        her.open(&format!("/seances/{panel}/poser")).await;
        her.press("Envoyer", &[("pseudonym", "Véro"), ("body", ASKED), ("kind", "x")]).await;
        assert_eq!(her.status, 422);
    })
    .await;
}

#[tokio::test]
async fn n002_a_closed_session_a_flood_and_a_forged_form_lose_nothing_that_was_typed() {
    everywhere(|world| async move {
        let panel = announced(&world).await;
        let path = format!("/seances/{panel}/poser");
        // One form is one question, however often it is sent and whatever is written over it.
        let mut her = form(&world, panel).await;
        let mut first = her.form("Envoyer ma question");
        first
            .values
            .push(("vu".to_owned(), "semblables".to_owned()));
        world.pass(9);
        for (body, status) in [(ASKED, 200), (ASKED, 200), ("Tout autre chose.", 409)] {
            first.fill(&[("pseudonym", "Lou"), ("body", body)]);
            her.send(Method::POST, &path, Some(first.body(&[]))).await;
            assert_eq!(her.status, status, "{body}");
        }
        assert_eq!(waiting(&world).await, 1);
        // A hundred and twenty at once pass without a script; then it is said, and nothing is lost.
        let panels = &world.app.panels;
        let mut next = her.form("Envoyer ma question");
        next.values.push(("vu".to_owned(), "semblables".to_owned()));
        let stamps: Vec<String> = (0..200).map(|_| panels.stamp(panel)).collect();
        world.pass(9);
        let mut kept = 1;
        for stamp in &stamps {
            let mut form = next.clone();
            let body = format!("Une question parmi d’autres, la {kept}.");
            form.fill(&[("pseudonym", "Lou"), ("body", &body), ("stamp", stamp)]);
            her.send(Method::POST, &path, Some(form.body(&[]))).await;
            if her.status != 200 {
                assert_eq!(her.form("Envoyer").value("body"), body);
                assert_eq!(her.form("Envoyer").value("stamp"), stamp);
                break;
            }
            kept += 1;
        }
        assert_eq!((her.status.as_u16(), kept), (429, 121));
        her.sees("Beaucoup de questions arrivent en même temps. Votre texte est gardé ici");
        // Another session bears nothing of it.
        let other = announced(&world).await;
        let mut elsewhere = form(&world, other).await;
        world.pass(9);
        sends(&mut elsewhere, &[("pseudonym", "Val"), ("body", ASKED)]).await;
        elsewhere.sees("Votre question est enregistrée");
        // Whoever has done the work is not kept out by them.
        let mut scripted = form(&world, panel).await;
        let mut page = scripted.form("Envoyer ma question");
        let work = work_of(page.value("stamp"));
        page.fill(&[("pseudonym", "Véro"), ("body", ASKED), ("work", &work)]);
        page.values.push(("vu".to_owned(), "semblables".to_owned()));
        scripted
            .send(Method::POST, &path, Some(page.body(&[])))
            .await;
        scripted.sees("Votre question est enregistrée");
        assert_eq!(waiting(&world).await, 123);
        // In a minute, the one that was kept out passes with the same form.
        world.pass(60);
        her.press("Envoyer ma question", &[]).await;
        her.sees("Votre question est enregistrée");
        // A stamp that nobody of ours made, one of another session, and work that proves nothing.
        let stranger = panels.stamp(other);
        for (stamp, work) in [
            ("1.00000000000000000000000000000000", ""),
            (stranger.as_str(), ""),
            ("", "12"),
            ("x", "-1"),
        ] {
            let mut her = form(&world, panel).await;
            world.pass(60);
            let fields = [
                ("pseudonym", "Véro"),
                ("body", ASKED),
                ("stamp", stamp),
                ("work", work),
            ];
            sends(&mut her, &fields).await;
            assert_eq!(her.status, 422, "{stamp} {work}");
            assert_eq!(her.form("Envoyer").value("body"), ASKED);
        }
        // The session closes while she writes.
        let mut her = form(&world, panel).await;
        world.pass(9);
        goes(&world, panel, PanelState::Announced, PanelState::Open).await;
        goes(&world, panel, PanelState::Open, PanelState::Closing).await;
        her.press(
            "Envoyer ma question",
            &[("pseudonym", "Véro"), ("body", ASKED)],
        )
        .await;
        assert_eq!(her.status, 409);
        her.sees("La séance vient de s’arrêter de prendre des questions.")
            .sees(ASKED);
        her.open(&path)
            .await
            .sees("ne prend plus de question")
            .follow("Lire la séance")
            .await;
        her.is_at(&format!("/seances/{panel}"), 200);
        assert_eq!(waiting(&world).await, 124);
    })
    .await;
}

#[tokio::test]
async fn n006_what_resembles_is_shown_while_typing_and_nothing_of_it_is_kept() {
    everywhere(|world| async move {
        let known = published(&world).await;
        let her = form(&world, known.panel).await;
        let place = her.page();
        let place = place
            .inside()
            .into_iter()
            .find(|one| one.attr("data-alike").is_some());
        let place = place.expect("the place of what resembles").clone();
        let to = place.attr("data-alike").expect("an address").to_owned();
        let token = place.attr("data-token").expect("a proof").to_owned();
        let before = world.rows().await;
        let mut her = her;
        for (text, finds) in [
            ("Un élève a filmé mon cours et l’a mis sur un réseau", true),
            ("Un élève", false),
            ("", false),
        ] {
            let body = serde_html_form::to_string([("csrf", token.as_str()), ("body", text)]);
            let sent = (
                "application/x-www-form-urlencoded".to_owned(),
                body.expect("a form").into_bytes(),
            );
            let (status, _, body) = her.once(Method::POST, &to, Some(sent)).await;
            assert_eq!(status, 200);
            let html = String::from_utf8_lossy(&body).into_owned();
            let address = format!("href=\"/questions/{}\"", known.question);
            assert_eq!(html.contains(&address), finds, "{text}: {html}");
        }
        assert_eq!(world.rows().await, before);
    })
    .await;
}

#[tokio::test]
async fn n002_a_question_costs_more_while_many_come_that_nobody_reads() {
    everywhere(|world| async move {
        let panel = announced(&world).await;
        let panels = &world.app.panels;
        let path = format!("/seances/{panel}/poser");
        let mut her = form(&world, panel).await;
        let mut early = her.form("Envoyer ma question");
        let work = work_of(early.value("stamp"));
        flood(&world, panel, "Une inondation de questions.", 600).await;
        // What counts now is asked for just before a form goes.
        let (status, headers, body) = her
            .once(Method::GET, &format!("/seances/{panel}/effort"), None)
            .await;
        let said = String::from_utf8_lossy(&body).into_owned();
        assert_eq!(status, 200);
        assert!(said.starts_with("16 "), "{said}");
        assert_eq!(headers["cache-control"], "no-store");
        let (status, ..) = her
            .once(Method::GET, &format!("/seances/{}/effort", "0".repeat(32)), None)
            .await;
        assert_eq!(status, 404);
        // A program that found too little is told how much is asked for, and goes on from there.
        let stamp = panels.stamp(panel);
        let found = work_of(&stamp);
        let enough = questions::rules::work::bits(&stamp, &found) > 15;
        let mut program = Program(world.anonymous());
        let sent = json!({ "pseudonym": "Val", "text": "Que faire pour ma photo ?", "stamp": stamp, "work": found, "seen": true });
        let to = format!("/api/v1/sessions/{panel}/questions");
        let (status, said) = program.post(&to, &sent).await;
        match enough {
            true => assert_eq!(status, 201, "{said}"),
            false => assert_eq!((status, &said["bits"]), (422, &json!(16)), "{said}"),
        }
        // Hers was opened before, and has waited: it passes. Work of hours ago proves nothing, and she has waited longer.
        early.fill(&[("pseudonym", "Véro"), ("body", ASKED), ("work", &work)]);
        early.values.push(("vu".to_owned(), "semblables".to_owned()));
        her.send(Method::POST, &path, Some(early.body(&[]))).await;
        her.sees("Votre question est enregistrée");
        // A form that has just been opened comes back with all that was typed, and with the work that was done.
        let mut late = form(&world, panel).await;
        let mut page = late.form("Envoyer ma question");
        let stamp = page.value("stamp").to_owned();
        let numbers = (0_u64..).map(|n| n.to_string());
        let little = numbers
            .into_iter()
            .find(|n| (1..16).contains(&questions::rules::work::bits(&stamp, n)))
            .expect("a number");
        page.fill(&[("pseudonym", "Véro"), ("body", ASKED), ("work", &little)]);
        page.values.push(("vu".to_owned(), "semblables".to_owned()));
        late.send(Method::POST, &path, Some(page.body(&[]))).await;
        assert_eq!(late.status, 422);
        late.sees("Attendez 16 secondes");
        let back = late.form("Envoyer ma question");
        assert_eq!(
            (back.value("stamp"), back.value("work"), back.value("body")),
            (stamp.as_str(), little.as_str(), ASKED)
        );
        world.pass(60);
        late.press("Envoyer ma question", &[]).await;
        late.sees("Votre question est enregistrée");
        // What came long ago does not count, and a stamp of hours ago proves no work.
        let old = panels.stamp(panel);
        let worked = work_of(&old);
        assert!(!panels.proves(panel, &old, "").await.expect("a session"));
        world.pass(601);
        assert!(panels.proves(panel, &old, &worked).await.expect("a session"));
        world.pass(7_200);
        assert!(!panels.proves(panel, &old, &worked).await.expect("a session"));
    })
    .await;
}
