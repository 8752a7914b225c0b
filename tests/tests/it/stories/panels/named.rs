//! Each button and link of the desk says what it acts on: of two of the same words, who does not see the page cannot tell which
//! is which (RGAA 6.1, 11.9; N007).

use super::desk::{FILMED, asked, asks, evening, go, opens, somebody, words};
use crate::people::html::Element;
use crate::people::{Visitor, everywhere};
use accounts::people::Role;
use questions::By;
use questions::model::PanelState;
use std::collections::{BTreeMap, BTreeSet};

/// What a form does, but for what proves that it is ours.
fn sends(form: &Element) -> String {
    let hidden = form.all("input").into_iter().filter(|input| {
        let name = input.attr("name").unwrap_or_default();
        input.attr("type") == Some("hidden") && !["csrf", "nonce"].contains(&name)
    });
    let hidden = hidden.filter_map(|input| input.attr("value"));
    let action = form.attr("action").unwrap_or_default();
    [action]
        .into_iter()
        .chain(hidden)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Names that two things of the page share though they do not do the same.
fn shared(page: &Element) -> Vec<String> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let main = page.all("main");
    let main = main.first().expect("a page");
    for form in main.all("form") {
        for button in form.all("button") {
            let does = format!("{} {:?}", sends(form), button.attr("value"));
            all.entry(button.text()).or_default().insert(does);
        }
    }
    for link in main.all("a") {
        let to = link.attr("href").unwrap_or_default().to_owned();
        all.entry(link.text()).or_default().insert(to);
    }
    for summary in main.all("summary") {
        // A closed list has no address: each is another.
        let others = all.entry(summary.text()).or_default();
        others.insert(format!("list {}", others.len()));
    }
    let shared = all.into_iter().filter(|(_, what)| what.len() > 1);
    shared
        .map(|(name, what)| format!("« {name} »: {what:?}"))
        .collect()
}

#[track_caller]
fn tells_apart(who: &Visitor) {
    assert_eq!(who.status, 200, "{}", who.path);
    let found = shared(&who.page());
    assert!(found.is_empty(), "{}: {}", who.path, found.join("\n"));
}

#[tokio::test]
async fn n007_no_two_buttons_of_the_desk_have_one_name_for_two_things() {
    everywhere(|world| async move {
        let mut evening = evening(&world).await;
        let panel = evening.panel;
        let (path, _) = asked(&world, &mut evening, FILMED).await;
        let her = &mut evening.first.visitor;
        for body in ["Gardez une copie.", "Signalez la page."] {
            her.open(&path).await;
            her.press("Publier la réponse", &[("answer-body", body)])
                .await
                .is_at(&path, 200);
        }
        her.press("Enregistrer le brouillon", &[("answer-body", "Encore.")])
            .await;
        her.press("Enregistrer le brouillon", &[("answer-body", "Et encore.")])
            .await;
        tells_apart(her);
        evening.second.visitor.open(&path).await;
        tells_apart(&evening.second.visitor);
        while world.app.panels.follow_once().await.expect("followed") {}

        // Two answers of one question are taken up each by its own button, and the queue holds several.
        let near = "Mon cours a été filmé par un élève et publié sur un réseau, que faire ?";
        asks(&world, panel, near, 1).await;
        asks(
            &world,
            panel,
            "Mon principal lit mes messages : que dire ?",
            1,
        )
        .await;
        let other = "Un parent me menace sur un réseau depuis hier soir.";
        asks(&world, panel, other, 1).await;
        let her = &mut evening.first.visitor;
        her.open(&format!("/experts/{panel}")).await;
        tells_apart(her);
        opens(her, panel, "waiting", "Question de Camomille").await;
        her.sees("Déjà répondu");
        assert!(her.text().matches("Reprendre cette réponse").count() >= 2);
        tells_apart(her);
        her.press(
            "Enregistrer les volets",
            &[("split-1", "Retirer ?"), ("split-2", "Plainte ?")],
        )
        .await;
        tells_apart(her);
        her.open(&format!("/experts/{panel}/choix")).await;
        tells_apart(her);

        // Two sessions of one theme on the desk; two experts in one that is prepared.
        world.pass(3_600);
        let panels = &world.app.panels;
        let again = panels.announce(By::Operator, Some(evening.org.id), words(&world));
        let again = again.await.expect("a session");
        let account = evening.first.account;
        let named = panels.name_expert(By::Operator, again, account, "avocate", None);
        named.await.expect("an expert");
        go(&world, again, PanelState::Announced, PanelState::Open).await;
        let her = &mut evening.first.visitor;
        her.open("/experts").await;
        tells_apart(her);
        let mut coordinator = somebody(&world, &evening.org, Role::Coordinator, "Camille Aubin")
            .await
            .visitor;
        coordinator.open(&format!("/admin/seances/{panel}")).await;
        tells_apart(&coordinator);
    })
    .await;
}
