//! The experts' desk: who sees the queue, publication, parts, answers, versions, what is taken up again, what is late.

use crate::people::{Visitor, World, everywhere};
use crate::stories::sharing::comes_in;
use accounts::people::{Org, OrgKind, Role};
use kernel::{AccountId, Clock as _, PanelId};
use questions::By;
use questions::model::{PanelState, Shown, Status};
use questions::service::{Effort, Typed, Words};

pub const MOVED: &str = "Quelqu’un d’autre a changé ceci entre-temps";
pub const FILMED: &str = "Un élève a filmé mon cours et l’a publié sur un réseau. Que faire ?";

/// Somebody of an organisation, come in.
pub struct Somebody {
    pub account: AccountId,
    pub visitor: Visitor,
    pub code: String,
}

pub async fn org(world: &World, name: &str) -> Org {
    let accounts = &world.app.dossiers.accounts;
    let org = accounts.add_org(name, OrgKind::Asl, "81").await;
    org.expect("an organisation")
}

pub async fn somebody(world: &World, org: &Org, role: Role, name: &str) -> Somebody {
    let accounts = &world.app.dossiers.accounts;
    let added = accounts.add_member(org.id, role, name).await;
    let (account, invite) = added.expect("a member");
    let path = format!("/invitation/{}", invite.token().text());
    let (visitor, code) = comes_in(world, &path, &invite.words().join(" ")).await;
    Somebody {
        account,
        visitor,
        code,
    }
}

/// Comes in again, once her session is over.
pub async fn comes_back(world: &World, who: &mut Somebody) {
    who.visitor = world.anonymous();
    let code = [("code", who.code.as_str())];
    let page = who.visitor.open("/revenir").await;
    page.press("Ouvrir", &code).await.is_at("/dossiers", 200);
    who.visitor
        .follow("Bureau des experts")
        .await
        .is_at("/experts", 200);
}

pub fn words(world: &World) -> Words {
    Words {
        theme: "Risques du numérique".to_owned(),
        intro: "Posez vos questions.".to_owned(),
        opening: "Bonjour.".to_owned(),
        closing: "Merci.".to_owned(),
        kinds: vec!["menaces".to_owned()],
        starts: Some(world.clock.now().plus_seconds(3600)),
        days: Some(7),
    }
}

/// An open session with two named experts.
pub struct Evening {
    pub org: Org,
    pub panel: PanelId,
    pub first: Somebody,
    pub second: Somebody,
}

pub async fn evening(world: &World) -> Evening {
    let org = org(world, "ASL du Tarn").await;
    let first = somebody(world, &org, Role::Lawyer, "Dominique Roch").await;
    let second = somebody(world, &org, Role::Adviser, "Maxence Sorel").await;
    let panels = &world.app.panels;
    let panel = panels.announce(By::Operator, Some(org.id), words(world));
    let panel = panel.await.expect("a session");
    for (who, title) in [(&first, "avocate-conseil"), (&second, "juriste")] {
        let named = panels.name_expert(By::Operator, panel, who.account, title, None);
        named.await.expect("an expert");
    }
    go(world, panel, PanelState::Announced, PanelState::Open).await;
    Evening {
        org,
        panel,
        first,
        second,
    }
}

pub async fn go(world: &World, panel: PanelId, from: PanelState, to: PanelState) {
    let gone = world.app.panels.go(By::Operator, panel, from, to).await;
    gone.expect("another state");
}

/// Asks so many times, without script; gives the codes.
pub async fn asks(world: &World, panel: PanelId, body: &str, times: usize) -> Vec<String> {
    let panels = &world.app.panels;
    let mut codes = Vec::new();
    let stamps: Vec<String> = (0..times).map(|_| panels.stamp(panel)).collect();
    for (number, stamp) in stamps.iter().enumerate() {
        if number % 100 == 0 {
            world.pass(60);
        }
        let typed = Typed {
            pseudonym: format!("Camomille {number}"),
            body: body.to_owned(),
            kind: "menaces".to_owned(),
            profession: "enseignant".to_owned(),
            level: "college".to_owned(),
            mail: String::new(),
        };
        let effort = Effort { stamp, work: "" };
        let asked = panels.ask(panel, &typed, effort, "fr");
        codes.push(asked.await.expect("a question").code.words().join(" "));
    }
    codes
}

/// The address of the page of a question, as the queue gives it.
pub async fn opens(her: &mut Visitor, panel: PanelId, view: &str, name: &str) -> String {
    her.open(&format!("/experts/{panel}?vue={view}")).await;
    her.follow(name).await;
    assert_eq!(her.status, 200, "{}", her.path);
    her.path.clone()
}

/// Asks one question and gives the address of its page.
pub async fn asked(world: &World, evening: &mut Evening, body: &str) -> (String, String) {
    let code = asks(world, evening.panel, body, 1).await.remove(0);
    let her = &mut evening.first.visitor;
    let path = opens(her, evening.panel, "waiting", "Question de Camomille").await;
    (path, code)
}

#[tokio::test]
async fn n007_only_a_named_expert_who_still_sits_there_sees_the_queue_and_publishes() {
    everywhere(|world| async move {
        let mut evening = evening(&world).await;
        let panel = evening.panel;
        let (path, _) = asked(&world, &mut evening, FILMED).await;
        let queue = format!("/experts/{panel}");
        let question = path.trim_start_matches("/experts/questions/").to_owned();
        let posts = [
            "prendre",
            "rendre",
            "publier",
            "texte",
            "regrouper",
            "joindre",
            "refuser",
            "masquer",
            "volets",
            "reponse",
            "reprendre",
        ];
        for (role, name) in [
            (Role::Adviser, "Pas nommée"),
            (Role::Coordinator, "Coordinatrice"),
            (Role::Administrator, "Administratrice"),
            (Role::Head, "Cheffe"),
        ] {
            let mut other = somebody(&world, &evening.org, role, name).await.visitor;
            for page in [&queue, &path] {
                other.open(page).await;
                assert_eq!(other.status, 404, "{name} {page}");
            }
            other.open("/experts").await.does_not_see(FILMED);
            assert_eq!(
                other.status == 200,
                matches!(role, Role::Adviser | Role::Coordinator)
            );
            for post in posts {
                let to = format!("{path}/{post}");
                let proof = crate::stories::routes::proof(&other, &to);
                let body = crate::stories::routes::post_body(false, &proof);
                let (status, ..) = other.once(http::Method::POST, &to, Some(body)).await;
                assert_eq!(status, 404, "{name} {to}");
            }
        }
        let mut nobody = world.anonymous();
        nobody.open("/").await;
        for page in [&queue, &path] {
            nobody.open(page).await;
            assert!(nobody.path.starts_with("/revenir"), "{}", nobody.path);
        }

        // An expert sees it, takes it, publishes it.
        let her = &mut evening.first.visitor;
        her.open("/experts").await.sees("1 question à lire");
        her.follow("Risques du numérique").await;
        her.sees(FILMED).sees("Il y a moins d’une minute");
        her.press("Prendre", &[]).await.sees("Prise par vous");
        assert!(
            her.path.starts_with(&format!("{queue}?vue=waiting")),
            "{}",
            her.path
        );
        her.press("Publier", &[])
            .await
            .sees("Rien ici pour le moment");

        // Removed with a form open, she loses it at once: nothing of hers is kept.
        her.open(&path).await.sees("Publiée, quelqu’un y répond");
        let removed = world
            .app
            .panels
            .remove_expert(By::Operator, panel, evening.first.account);
        removed.await.expect("removed");
        her.press(
            "Publier la réponse",
            &[("answer-body", "Conservez une copie.")],
        )
        .await;
        assert_eq!(her.status, 404);
        her.open(&queue).await;
        assert_eq!(her.status, 404);
        her.open("/experts")
            .await
            .sees("Aucune séance ne vous attend");
        let thread = world
            .app
            .panels
            .thread(question.parse().expect("an id"))
            .await;
        let thread = thread.expect("public");
        assert!(thread.answers.is_empty());
        assert_eq!(thread.status(), Status::Waiting, "free again");
    })
    .await;
}

#[tokio::test]
async fn n002_what_says_who_somebody_is_is_shown_and_masked_before_publication() {
    everywhere(|world| async move {
        let mut evening = evening(&world).await;
        let body =
            "Au collège Jean Moulin, le père de Lucas m’insulte. Écrivez-moi : prof@exemple.fr";
        let (path, _) = asked(&world, &mut evening, body).await;
        let her = &mut evening.first.visitor;
        her.open(&format!("/experts/{}", evening.panel)).await;
        her.sees("contient peut-être un nom");
        let forms = her.page();
        let forms = forms.all("form").into_iter();
        let mut publish = forms.filter(|form| {
            form.attr("action")
                .is_some_and(|to| to.ends_with("/publier"))
        });
        assert!(publish.next().is_none(), "it is read on its page first");
        her.open(&path).await.sees("Peut dire qui est la personne");
        her.sees("Adresse de courriel : « prof@exemple.fr »");
        assert!(her.page().all("mark").len() >= 2);
        let form = her.form("Publier ainsi");
        let proposed = form.value("question-body").to_owned();
        assert!(
            proposed.contains("[courriel]") && proposed.contains("[établissement]"),
            "{proposed}"
        );
        // An answer would publish it as it was asked: it waits as a draft.
        her.sees("Publiez d’abord la question")
            .does_not_see("Publier la réponse");
        let mut forced = her.form("Enregistrer le brouillon");
        forced.fill(&[("answer-body", "Signalez.")]);
        forced
            .values
            .push(("then".to_owned(), "publish".to_owned()));
        let body = forced.body(&[]);
        her.send(http::Method::POST, &forced.action, Some(body))
            .await;
        her.is_at(&path, 422)
            .sees("Ce n’est pas publié")
            .sees("Signalez.");
        her.does_not_see("Publier cette réponse");
        her.press("Publier ainsi", &[("question-pseudonym", "")])
            .await;
        her.is_at(&path, 422).sees("Donnez un pseudonyme");
        assert_eq!(her.form("Publier ainsi").value("question-body"), proposed);
        her.press("Publier ainsi", &[("question-pseudonym", "Anis")])
            .await;
        her.is_at(&path, 200)
            .sees("Question 1, de Anis")
            .does_not_see("prof@exemple.fr");
        let listing = world.app.panels.listing(evening.panel).await.expect("it");
        assert_eq!(listing.threads[0].question.said.body, proposed);
    })
    .await;
}

#[tokio::test]
async fn n005_a_question_of_three_parts_is_answered_when_each_is() {
    everywhere(|world| async move {
        let mut evening = evening(&world).await;
        let (path, _) = asked(&world, &mut evening, FILMED).await;
        let her = &mut evening.first.visitor;
        her.press("Enregistrer les volets", &[("split-1", "Un seul")])
            .await;
        her.is_at(&path, 422).sees("Donnez au moins deux volets");
        let parts = [
            ("split-1", "Retirer ?"),
            ("split-2", "Porter plainte ?"),
            ("split-3", "Prévenir qui ?"),
        ];
        her.press("Enregistrer les volets", &parts).await;
        her.is_at(&path, 200).sees("Volet 3 : Prévenir qui ?");
        // No part said: refused in words, the text kept.
        her.press("Publier la réponse", &[("answer-body", "Signalez.")])
            .await;
        her.is_at(&path, 422).sees("Choisissez au moins un volet");
        let mut form = her.form("Publier la réponse");
        assert_eq!(form.value("answer-body"), "Signalez.");
        form.fill(&[
            ("answer-parts", "1"),
            ("answer-letters", "dsa-notification"),
            ("answer-articles", "cp-222-17"),
        ]);
        her.send(
            http::Method::POST,
            &form.action.clone(),
            Some(form.body(&[])),
        )
        .await;
        her.is_at(&path, 200).sees("Réponse partielle");
        her.press(
            "Publier la réponse",
            &[("answer-body", "Oui."), ("answer-parts", "2")],
        )
        .await;
        her.is_at(&path, 200).sees("Réponse partielle");
        let report = format!("/experts/{}/rapport", evening.panel);
        her.open(&report)
            .await
            .sees("Volet 3 : Prévenir qui ?")
            .does_not_see("Volet 2 :");
        her.open(&path).await;
        her.press(
            "Publier la réponse",
            &[("answer-body", "La cheffe."), ("answer-parts", "3")],
        )
        .await;
        her.is_at(&path, 200)
            .does_not_see("Réponse partielle")
            .sees("Réponse donnée");
        her.open(&report)
            .await
            .sees("Tout ce qui est publié a sa réponse");
        // A part that an answer covers does not go away unsaid.
        her.open(&path).await;
        her.press("Enregistrer les volets", &[("split-3", "")])
            .await;
        her.is_at(&path, 422)
            .sees("Quelqu’un d’autre a changé ceci");
    })
    .await;
}

#[tokio::test]
async fn n006_the_same_question_five_hundred_times_is_joined_in_one_action() {
    everywhere(|world| async move {
        let mut evening = evening(&world).await;
        let panel = evening.panel;
        let codes = asks(&world, panel, FILMED, 500).await;
        asks(
            &world,
            panel,
            "Mon principal lit les messages de ma boîte académique.",
            1,
        )
        .await;
        let her = &mut evening.first.visitor;
        her.open(&format!("/experts/{panel}"))
            .await
            .sees("500 fois")
            .sees("501 questions à lire");
        her.sees("Page 6");
        her.press("Regrouper les 499 autres", &[]).await;
        her.sees("2 questions à lire").does_not_see("500 fois");
        her.press("Publier", &[]).await;
        for code in [&codes[0], &codes[499]] {
            let mine = world.app.panels.mine(code).await.expect("looked up");
            let mine = mine.expect("a question");
            assert!(mine.public.is_some(), "{:?}", mine.question.shown);
        }
        her.open(&format!("/experts/{panel}?vue=away")).await;
        her.sees("499 écartées ou regroupées")
            .follow("Question de Camomille")
            .await;
        her.follow("Voir la question qui la remplace")
            .await
            .sees("Question 1, de Camomille");
    })
    .await;
}

#[tokio::test]
async fn n006_a_question_is_joined_by_number_with_all_that_say_the_same() {
    everywhere(|world| async move {
        let mut evening = evening(&world).await;
        let panel = evening.panel;
        let (path, _) = asked(&world, &mut evening, FILMED).await;
        evening
            .first
            .visitor
            .press("Publier ainsi", &[])
            .await
            .is_at(&path, 200);
        asks(
            &world,
            panel,
            "Mon cours a été filmé par un élève et publié sur un réseau, que faire",
            2,
        )
        .await;
        let her = &mut evening.first.visitor;
        let other = opens(her, panel, "waiting", "Question de Camomille").await;
        her.sees("Question 1 : « Un élève a filmé");
        let same = [("join-same", "oui")];
        her.press("Joindre à cette question", &same).await;
        her.is_at(&other, 422).sees("Choisissez une autre question");
        let fields = [("join-same", "oui"), ("join-number", "9")];
        her.press("Joindre à cette question", &fields).await;
        her.is_at(&other, 422).sees("Choisissez une autre question");
        assert_eq!(
            her.form("Joindre à cette question").value("join-number"),
            "9"
        );
        her.press("Joindre à cette question", &[("join-number", "1")])
            .await;
        her.is_at(&other, 200).sees("Regroupée avec une autre");
        her.open(&format!("/experts/{panel}"))
            .await
            .sees("0 question à lire");
    })
    .await;
}

#[tokio::test]
async fn n003_a_reason_is_read_by_whoever_asked_alone() {
    everywhere(|world| async move {
        let mut evening = evening(&world).await;
        let (path, code) = asked(&world, &mut evening, FILMED).await;
        let her = &mut evening.first.visitor;
        her.press("Refuser", &[])
            .await
            .is_at(&path, 422)
            .sees("Donnez une raison");
        her.press(
            "Refuser",
            &[("refuse-reason", "Posez-la sans le nom de l’élève.")],
        )
        .await;
        her.is_at(&path, 200)
            .sees("Refusée")
            .sees("Posez-la sans le nom");
        let mine = world
            .app
            .panels
            .mine(&code)
            .await
            .expect("looked up")
            .expect("hers");
        assert_eq!(
            mine.question.said.reason,
            "Posez-la sans le nom de l’élève."
        );
        assert_eq!(mine.question.shown, Shown::Refused);
        assert!(
            world
                .app
                .panels
                .listing(evening.panel)
                .await
                .expect("it")
                .threads
                .is_empty()
        );
        // Masked once public, with its answers.
        asks(
            &world,
            evening.panel,
            "Mon principal lit les messages de ma boîte académique.",
            1,
        )
        .await;
        let path = opens(her, evening.panel, "waiting", "Question de Camomille").await;
        her.press(
            "Publier la réponse",
            &[("answer-body", "Demandez la charte.")],
        )
        .await;
        her.press("Masquer", &[("mask-reason", "On vous reconnaît.")])
            .await;
        her.is_at(&path, 200)
            .sees("Masquée")
            .sees("On vous reconnaît.");
        let question = path
            .trim_start_matches("/experts/questions/")
            .parse()
            .expect("an id");
        assert!(world.app.panels.thread(question).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn n004_what_waits_at_the_end_has_its_day_and_is_late_after_it() {
    everywhere(|world| async move {
        let mut evening = evening(&world).await;
        let panel = evening.panel;
        let (path, code) = asked(&world, &mut evening, FILMED).await;
        asks(
            &world,
            panel,
            "Mon principal lit les messages de ma boîte académique.",
            1,
        )
        .await;
        let her = &mut evening.first.visitor;
        her.press("Publier ainsi", &[]).await.is_at(&path, 200);
        her.open(&format!("/experts/{panel}"))
            .await
            .sees("Plus aucune question n’est acceptée");
        // Another expert stops it first: said, and nothing moves twice.
        evening
            .second
            .visitor
            .open(&format!("/experts/{panel}"))
            .await;
        evening
            .second
            .visitor
            .press("Arrêter les questions", &[])
            .await
            .sees("Fin de séance");
        her.press("Arrêter les questions", &[]).await.sees(MOVED);
        assert_eq!(her.status, 422);
        her.press("Terminer la séance", &[]).await.sees("Terminée");
        her.open("/experts").await.does_not_see("en retard :");
        let mine = world
            .app
            .panels
            .mine(&code)
            .await
            .expect("looked up")
            .expect("hers");
        assert_eq!(mine.status, Status::Waiting);
        her.open(&format!("/experts/{panel}?vue=open"))
            .await
            .sees("Réponse promise au plus tard le 29 novembre 2026");
        // On the promised day, at a later hour than it ended, there is still time.
        world.pass(7 * 86_400 + 3_600);
        comes_back(&world, &mut evening.first).await;
        let her = &mut evening.first.visitor;
        her.open("/experts")
            .await
            .sees("0 en retard")
            .does_not_see("questions en retard");
        world.pass(86_400);
        comes_back(&world, &mut evening.first).await;
        let her = &mut evening.first.visitor;
        her.open("/experts")
            .await
            .sees("2 questions en retard")
            .sees("À répondre au plus tard le 29 novembre 2026");
        her.open(&format!("/experts/{panel}?vue=late"))
            .await
            .sees("2 en retard")
            .sees("En retard");
        her.follow("Question 1, de Camomille").await;
        her.press("Publier la réponse", &[("answer-body", "Signalez.")])
            .await
            .is_at(&path, 200);
        her.open("/experts").await.sees("Une question en retard");
        her.open(&format!("/experts/{panel}?vue=answered"))
            .await
            .sees("1 avec réponse");
        let tags = her.page();
        let tags = tags.all("strong");
        assert!(tags.iter().all(|tag| tag.text() != "En retard"));
        let report = format!("/experts/{panel}/rapport");
        her.open(&report).await.sees("29 novembre 2026, dépassé");
    })
    .await;
}
