//! Forms of the desk sent for what is not there any more: nothing is kept, and nothing that was typed is lost (N001, N007).

use super::desk::{Evening, FILMED, MOVED, asked, asks, evening, opens, org, somebody, words};
use crate::people::html::Element;
use crate::people::{Visitor, World, everywhere};
use accounts::people::Role;
use http::Method;
use questions::By;
use questions::service::Key;

const GONE: &str = "Ce n’est pas enregistré";

/// A form as it stood on a page, with a mark of its own in each field that one types in.
struct Typed {
    action: String,
    body: (String, Vec<u8>),
    marks: Vec<String>,
}

fn mark(field: &str) -> String {
    format!("serin-{field}")
}

/// The fields of a form that one types in.
fn fields(form: &Element) -> Vec<String> {
    let typed = form.inside().into_iter().filter(|field| {
        let kind = field.attr("type").unwrap_or("text");
        field.name == "textarea" || (field.name == "input" && kind == "text")
    });
    typed
        .filter_map(|field| field.attr("name").map(str::to_owned))
        .collect()
}

/// Every form of a page in which one types.
fn typed(who: &Visitor) -> Vec<Typed> {
    assert_eq!(who.status, 200, "{}", who.path);
    let page = who.page();
    let main = page.all("main");
    let main = main.first().expect("a page");
    let mut found = Vec::new();
    for form in main.all("form") {
        let names = fields(form);
        let button = form.all("button").first().map(|button| button.text());
        let Some(button) = button.filter(|_| !names.is_empty()) else {
            continue;
        };
        let mut read = who.form(&button);
        assert_eq!(Some(read.action.as_str()), form.attr("action"), "{button}");
        let marks: Vec<(String, String)> = names
            .into_iter()
            .map(|name| (name.clone(), mark(&name)))
            .collect();
        let values: Vec<(&str, &str)> = marks
            .iter()
            .map(|(name, mark)| (name.as_str(), mark.as_str()))
            .collect();
        read.fill(&values);
        found.push(Typed {
            action: read.action.clone(),
            body: read.body(&[]),
            marks: marks.into_iter().map(|(_, mark)| mark).collect(),
        });
    }
    found
}

/// Sends them all: none is there any more, and each gives back what was typed in it.
async fn come_back(who: &mut Visitor, forms: Vec<Typed>) -> usize {
    let mut count = 0;
    for form in forms {
        who.send(Method::POST, &form.action, Some(form.body)).await;
        assert_eq!(who.status, 404, "{}", form.action);
        who.sees(GONE);
        for mark in &form.marks {
            who.sees(mark);
            count += 1;
        }
    }
    count
}

#[tokio::test]
async fn n007_an_expert_who_was_removed_meanwhile_is_given_back_all_she_typed() {
    everywhere(|world| async move {
        let mut evening = evening(&world).await;
        let panel = evening.panel;
        let (path, code) = asked(&world, &mut evening, FILMED).await;
        asks(
            &world,
            panel,
            "Un parent me menace sur un réseau, que faire ?",
            1,
        )
        .await;
        let Evening { first, second, .. } = &mut evening;
        let (her, other) = (&mut first.visitor, &mut second.visitor);
        let mut forms = typed(her.open(&path).await);
        her.press(
            "Enregistrer le brouillon",
            &[("answer-body", "Gardez une copie.")],
        )
        .await;
        forms.extend(typed(her.follow("Modifier").await));
        let draft = her.form("Publier la réponse");
        her.open(&path)
            .await
            .press("Publier cette réponse", &[])
            .await;
        forms.extend(typed(her));
        forms.extend(typed(her.follow("Corriger").await));
        her.open(&format!("/experts/{panel}/choix")).await;
        her.press("Compter", &[("phrase", "menace")]).await;
        forms.extend(typed(her));
        // The forms of the other expert, whose question will be taken back.
        let taken_back = typed(other.open(&path).await);

        let panels = &world.app.panels;
        let removed = panels
            .remove_expert(By::Operator, panel, first.account)
            .await;
        removed.expect("removed");
        let marks = come_back(her, forms).await;
        assert!(marks >= 30, "{marks}");
        // What she had chosen for her answer comes back with it.
        let mut draft = draft;
        draft.fill(&[("answer-body", "serin"), ("answer-articles", "cp-222-17")]);
        her.send(Method::POST, &draft.action, Some(draft.body(&[])))
            .await;
        her.sees(GONE).sees("Code pénal, art. 222-17");
        // A button without words, and whoever was never there, see what is not there.
        her.open("/experts").await.does_not_see("serin");

        panels
            .take_back(Key::Code(&code))
            .await
            .expect("taken back");
        assert!(come_back(other, taken_back).await >= 10);
        for (place, bytes) in crate::stories::at_rest::at_rest(&world).await {
            assert!(
                !crate::stories::at_rest::holds(&bytes, b"serin-"),
                "left in {place}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn n001_a_session_that_was_cancelled_meanwhile_gives_back_its_words() {
    everywhere(|world| async move {
        let tarn = org(&world, "ASL du Tarn").await;
        let role = Role::Coordinator;
        let her = somebody(&world, &tarn, role, "Camille Aubin").await;
        somebody(&world, &tarn, Role::Lawyer, "Dominique Roch").await;
        let panels = &world.app.panels;
        let panel = panels.announce(By::Operator, Some(tarn.id), words(&world));
        let panel = panel.await.expect("a session");
        let mut visitor = her.visitor.clone();
        let forms = typed(visitor.open(&format!("/admin/seances/{panel}")).await);
        let new = typed(visitor.open("/admin/seances/nouvelle").await);
        panels.cancel(By::Operator, panel).await.expect("cancelled");
        assert!(come_back(&mut visitor, forms).await >= 9);
        assert!(!new.is_empty());
    })
    .await;
}

/// Sends a form that was opened before: what was typed is on the page that says what changed.
async fn still_sees(world: &World, who: &mut Visitor, form: Typed, page: &str) {
    who.send(Method::POST, &form.action, Some(form.body)).await;
    who.is_at(page, 422).sees(MOVED);
    for mark in form.marks.iter().filter(|mark| !mark.contains("join")) {
        let html = String::from_utf8_lossy(&who.body).into_owned();
        assert!(html.contains(mark.as_str()), "{mark} after {}", form.action);
    }
    assert!(world.app.panels.panels().await.is_ok());
}

#[tokio::test]
async fn n007_what_was_typed_in_a_form_that_left_the_page_is_still_on_it() {
    everywhere(|world| async move {
        let mut evening = evening(&world).await;
        let panel = evening.panel;
        let (path, _) = asked(&world, &mut evening, FILMED).await;
        asks(
            &world,
            panel,
            "Un parent me menace sur un réseau, que faire ?",
            1,
        )
        .await;
        let Evening { first, second, .. } = &mut evening;
        let (first, second) = (&mut first.visitor, &mut second.visitor);
        // Refused by another while she was writing.
        let forms = typed(second.open(&path).await);
        first.open(&path).await;
        first
            .press("Refuser", &[("refuse-reason", "Posez-la sans nom.")])
            .await;
        first.is_at(&path, 200);
        let mut seen = 0;
        for form in forms {
            let action = form.action.clone();
            if action.ends_with("/texte") || action.ends_with("/refuser") {
                still_sees(&world, second, form, &path).await;
                seen += 1;
            } else if action.ends_with("/reponse") {
                second.send(Method::POST, &action, Some(form.body)).await;
                assert_eq!(second.path, path);
                second.sees("serin-answer-body").sees("Brouillon");
                seen += 1;
            }
        }
        assert_eq!(seen, 3);
        // Published by another while she was refusing it.
        let other = opens(second, panel, "waiting", "Question de Camomille").await;
        let refuse = typed(second)
            .into_iter()
            .find(|form| form.action.ends_with("/refuser"));
        first
            .open(&other)
            .await
            .press("Publier ainsi", &[])
            .await
            .is_at(&other, 200);
        still_sees(&world, second, refuse.expect("a form"), &other).await;
        // Many chosen, and gone when she had written why.
        let more = "Gagnez de l’argent dès ce soir sans attendre";
        asks(&world, panel, more, 2).await;
        let page = format!("/experts/{panel}/choix");
        for who in [&mut *first, &mut *second] {
            who.open(&page)
                .await
                .press("Compter", &[("phrase", "Gagnez")])
                .await;
            who.sees("2 questions choisies");
        }
        first
            .press("Refuser ces 2 questions", &[("reason", "Une réclame.")])
            .await;
        second
            .press("Refuser ces 2 questions", &[("reason", "serin-raison")])
            .await;
        second.is_at(&page, 422).sees(MOVED).sees("serin-raison");
    })
    .await;
}
