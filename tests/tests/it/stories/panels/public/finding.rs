//! Finding one's question again, and taking it back (N003): nothing is told of the questions of others.

use crate::people::{Visitor, Wish, World, everywhere, everywhere_with};
use crate::stories::api::Program;
use crate::stories::panels::{ASKED, announced, asks, expert, goes, published, work_of};
use http::Method;
use kernel::ports::{Mail, Mailer, NotSent};
use kernel::{PanelId, QuestionId};
use questions::model::PanelState;
use questions::service::{Effort, Typed};
use serde_json::json;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

async fn opens(her: &mut Visitor, code: &str) {
    her.open("/ma-question")
        .await
        .press("Voir ma question", &[("code", code)])
        .await;
}

#[tokio::test]
async fn n003_a_code_shows_where_a_question_stands_until_it_is_taken_back() {
    everywhere(|world| async move {
        let panel = announced(&world).await;
        let her_expert = expert(&world, panel, "Maître Valmy").await;
        goes(&world, panel, PanelState::Announced, PanelState::Open).await;
        let (first, code) = asks(&world, panel, "Véro", ASKED).await;
        let (second, joined) =
            asks(&world, panel, "brille", "On m’a filmée aussi, que faire ?").await;
        let (third, refused) =
            asks(&world, panel, "Lou", "Quelle est la capitale du Pérou ?").await;
        let mut her = world.anonymous();
        opens(&mut her, &code).await;
        her.sees("En attente : les experts vont la lire.")
            .sees(ASKED);
        let panels = &world.app.panels;
        let person = &her_expert.person;
        panels
            .join(person, second, first, false, None)
            .await
            .expect("joined");
        opens(&mut her, &joined).await;
        her.sees("n’est pas encore publiée")
            .sees("On m’a filmée aussi")
            .does_not_see(ASKED);
        panels
            .refuse(person, third, "Hors du sujet de la séance.")
            .await
            .expect("refused");
        opens(&mut her, &refused).await;
        her.sees("Votre question n’est pas publiée.")
            .sees("Hors du sujet de la séance.");
        panels
            .publish_question(person, first, None)
            .await
            .expect("published");
        opens(&mut her, &code).await;
        her.sees("Publiée, en attente d’une réponse.");
        super::super::answers(&world, &her_expert, first, "Demandez le retrait.").await;
        opens(&mut her, &code).await;
        her.sees("Publiée, avec sa réponse.")
            .sees("Demandez le retrait.");
        opens(&mut her, &joined).await;
        her.sees("Jointe à la question n° 1")
            .sees("Réponse donnée")
            .sees("Demandez le retrait.");
        // By the name, what everybody reads: whatever the accents and the capitals.
        for (name, kind, found) in [
            ("VERO", "", true),
            ("véro", "menaces", false),
            ("Lou", "", false),
        ] {
            her.open("/ma-question")
                .await
                .press("Chercher", &[("pseudonym", name), ("kind", kind)])
                .await;
            let said = if found {
                "Une question publiée correspond"
            } else {
                "Aucune question publiée"
            };
            her.sees(said);
            assert_eq!(her.text().contains(ASKED), found, "{name}");
        }
        // She takes it back, when she is sure: nobody reads it any more, and what it stood for waits again.
        opens(&mut her, &code).await;
        her.press("Retirer ma question", &[])
            .await
            .sees("Retirer cette question ?")
            .sees(ASKED);
        her.press("Retirer ma question pour toujours", &[])
            .await
            .is_at("/ma-question?retiree=1", 200)
            .sees("Votre question est retirée");
        opens(&mut her, &code).await;
        her.sees("Aucune question ne répond à ce code.");
        her.open(&format!("/questions/{first}")).await;
        assert_eq!(her.status, 404);
        her.open(&format!("/seances/{panel}"))
            .await
            .does_not_see(ASKED);
        opens(&mut her, &joined).await;
        her.sees("En attente : les experts vont la lire.");
    })
    .await;
}

#[tokio::test]
async fn n003_a_forged_code_and_one_of_nothing_look_the_same_and_tell_nothing() {
    everywhere(|world| async move {
        let known = published(&world).await;
        let mut her = world.anonymous();
        let mut shown = Vec::new();
        let swapped: Vec<&str> = known.code.split(' ').rev().collect();
        let long = "abandon ".repeat(4_000);
        for wrong in [
            "abandon abandon abandon abandon abandon",
            &swapped.join(" "),
            "pas un code",
            &long,
            "<b>",
        ] {
            opens(&mut her, wrong).await;
            assert_eq!(her.status, 422);
            her.sees("Aucune question ne répond à ce code.");
            // The proofs of a form are new each time, and what was typed is her own.
            let text = her.text();
            assert_eq!(her.form("Voir ma question").value("code"), wrong.trim());
            shown.push(text);
        }
        shown.dedup();
        assert_eq!(shown.len(), 1);
        // The mailed link: of that question alone, never kept, sent to no other site.
        let token = world.app.panels.token(known.question);
        her.open(&format!("/ma-question/{token}"))
            .await
            .sees("Publiée, avec sa réponse.");
        assert_eq!(her.header("cache-control"), "no-store");
        assert_eq!(her.header("referrer-policy"), "no-referrer");
        let other = format!("{}{}", "0".repeat(32), token.get(32..).expect("a mark"));
        let cut = token.get(..63).expect("most of it");
        for wrong in [other.as_str(), cut, "x"] {
            her.open(&format!("/ma-question/{wrong}")).await;
            assert_eq!(her.status, 404, "{wrong}");
        }
    })
    .await;
}

#[tokio::test]
async fn n003_the_mailed_link_takes_a_question_back_and_opening_it_changes_nothing() {
    everywhere(|world| async move {
        let known = published(&world).await;
        let (waits, _) = asks(&world, known.panel, "Lou", "Une question qui attend.").await;
        let panels = &world.app.panels;
        let link = |question| format!("/ma-question/{}", panels.token(question));
        let before = world.rows().await;
        // What opens the links of mails before she does: whatever it asks for without a form, nothing moves.
        for question in [known.question, waits] {
            let path = link(question);
            for method in [Method::GET, Method::HEAD] {
                for _ in 0..3 {
                    let (status, ..) = world.anonymous().once(method.clone(), &path, None).await;
                    assert_eq!(status, 200);
                }
            }
            for path in [path.clone() + "?sur=1", path + "?lien=1&sur=1"] {
                world
                    .anonymous()
                    .open(&path)
                    .await
                    .sees("Retirer ma question");
            }
            let own = format!("/ma-question/retirer?lien={}&sur=1", panels.token(question));
            let (status, ..) = world.anonymous().once(Method::GET, &own, None).await;
            assert_eq!(status, 404);
        }
        assert_eq!(world.rows().await, before);
        // A robot that presses the button is asked whether it is sure, and that changes nothing.
        let mut robot = world.anonymous();
        robot
            .open(&link(waits))
            .await
            .press("Retirer ma question", &[])
            .await
            .sees("Retirer cette question ?")
            .sees("Une question qui attend.");
        assert_eq!(world.rows().await, before);
        // She is sure. The same form twice says the same.
        for question in [waits, known.question] {
            let mut her = world.anonymous();
            her.open(&link(question))
                .await
                .press("Retirer ma question", &[])
                .await;
            let form = her.form("Retirer ma question pour toujours");
            assert_eq!(form.value("code"), "");
            for _ in 0..2 {
                let body = form.body(&[]);
                her.send(Method::POST, &form.action, Some(body)).await;
                her.is_at("/ma-question?retiree=1", 200)
                    .sees("Votre question est retirée");
            }
            her.open(&link(question))
                .await
                .sees("Cette question n’existe plus");
            assert_eq!(her.status, 404);
            her.open(&format!("/questions/{question}")).await;
            assert_eq!(her.status, 404);
        }
        assert_eq!(world.rows().await.get("panel_questions"), None);
        // A forged one takes nothing.
        let mut other = world.anonymous();
        let (third, _) = asks(&world, known.panel, "Lou", "Une autre question.").await;
        let forged = panels.token(third).replace(['a', 'b', 'c'], "0");
        let mut form = other.open(&link(third)).await.form("Retirer ma question");
        form.values.retain(|(name, _)| name != "lien");
        form.values.extend([
            ("lien".to_owned(), forged),
            ("sur".to_owned(), "1".to_owned()),
        ]);
        other
            .send(Method::POST, &form.action, Some(form.body(&[])))
            .await;
        assert_eq!(other.status, 404);
        assert_eq!(world.rows().await.get("panel_questions"), Some(&1));
    })
    .await;
}

/// Asks, with all that the form takes.
async fn asked(world: &World, panel: PanelId, said: [&str; 4]) -> QuestionId {
    let [pseudonym, kind, profession, level] = said.map(str::to_owned);
    let typed = Typed {
        body: ["Une question de ", &pseudonym, ", ", &level, "."].concat(),
        pseudonym,
        kind,
        profession,
        level,
        ..Typed::default()
    };
    let stamp = world.app.panels.stamp(panel);
    let effort = Effort {
        stamp: &stamp,
        work: &work_of(&stamp),
    };
    let asked = world.app.panels.ask(panel, &typed, effort, "fr");
    asked.await.expect("asked").question
}

#[tokio::test]
async fn n003_any_one_thing_that_was_given_when_asking_finds_what_is_public_and_nothing_else() {
    everywhere(|world| async move {
        let panel = announced(&world).await;
        let other = announced(&world).await;
        let person = expert(&world, panel, "Maître Valmy").await.person;
        let second = expert(&world, other, "Maître Jemmapes").await.person;
        let panels = &world.app.panels;
        let shown = [
            (panel, ["Véro", "menaces", "aesh", "college"], &person),
            (panel, ["Lou", "harcelement", "aesh", "lycee"], &person),
            (other, ["Véro", "", "enseignant", ""], &second),
        ];
        for (panel, said, by) in &shown {
            let question = asked(&world, *panel, *said).await;
            let done = panels.publish_question(by, question, None).await;
            done.expect("published");
        }
        // Nobody reads this one.
        asked(
            &world,
            panel,
            ["Cachée", "prevention", "direction", "ecole"],
        )
        .await;

        let (here, there) = (panel.to_string(), other.to_string());
        let mut her = world.anonymous();
        for (fields, found) in [
            (vec![("pseudonym", "VERO")], vec![0, 2]),
            (vec![("kind", "harcelement")], vec![1]),
            (vec![("profession", "aesh")], vec![0, 1]),
            (vec![("level", "college")], vec![0]),
            (vec![("seance", here.as_str())], vec![0, 1]),
            (vec![("seance", there.as_str())], vec![2]),
            (
                vec![("pseudonym", "véro"), ("seance", there.as_str())],
                vec![2],
            ),
            (
                vec![
                    ("profession", "aesh"),
                    ("level", "lycee"),
                    ("kind", "harcelement"),
                ],
                vec![1],
            ),
            (vec![("pseudonym", "Lou"), ("kind", "menaces")], vec![]),
            (vec![("pseudonym", "Cachée")], vec![]),
            (vec![("kind", "prevention")], vec![]),
            (vec![("profession", "direction")], vec![]),
            (vec![("level", "ecole"), ("seance", here.as_str())], vec![]),
        ] {
            her.open("/ma-question")
                .await
                .press("Chercher", &fields)
                .await;
            assert_eq!(her.status, 200, "{fields:?}");
            for (at, (_, [name, _, _, level], _)) in shown.iter().enumerate() {
                let text = ["Une question de ", name, ", ", level, "."].concat();
                assert_eq!(
                    her.text().contains(&text),
                    found.contains(&at),
                    "{fields:?}: {text}"
                );
            }
            her.does_not_see("Une question de Cachée");
            // What was asked stands in no address.
            assert_eq!(her.path, "/ma-question");
        }
        // What nobody asked and what nobody has published look the same.
        let mut looks = Vec::new();
        for name in ["Cachée", "Personne"] {
            her.open("/ma-question")
                .await
                .press("Chercher", &[("pseudonym", name)])
                .await;
            looks.push(her.text());
        }
        looks.dedup();
        assert_eq!(looks.len(), 1);
        her.sees("Aucune question publiée ne correspond.")
            .sees("ou le lien reçu par courriel");
        for (fields, says) in [
            (vec![], "Donnez au moins une chose"),
            (vec![("pseudonym", "…")], "au moins une lettre"),
            (vec![("kind", "rien")], "Choisissez dans la liste"),
            (vec![("seance", "x")], "Choisissez dans la liste"),
            (
                vec![("level", "x"), ("profession", "y")],
                "Choisissez dans la liste",
            ),
        ] {
            her.open("/ma-question")
                .await
                .press("Chercher", &fields)
                .await;
            assert_eq!(her.status, 422, "{fields:?}");
            her.sees(says);
        }
        // From the page of a session, it is chosen already.
        her.open(&format!("/seances/{panel}"))
            .await
            .follow("Retrouver ma question")
            .await;
        assert_eq!(her.form("Chercher").value("seance"), here);

        let mut program = Program(world.anonymous());
        let (status, found) = program
            .post("/api/v1/questions/find", &json!({ "level": "college" }))
            .await;
        assert_eq!(
            (status, &found["items"][0]["pseudonym"]),
            (200, &json!("Véro")),
            "{found}"
        );
        let (_, found) = program
            .post("/api/v1/questions/find", &json!({ "pseudonym": "cachee" }))
            .await;
        assert_eq!(found, json!({ "next": null, "items": [] }));
        for wrong in [
            json!({}),
            json!({ "level": "x" }),
            json!({ "session": "x" }),
            json!({ "level": "college", "after": "7" }),
        ] {
            let (status, _) = program.post("/api/v1/questions/find", &wrong).await;
            assert_eq!(status, 422, "{wrong}");
        }
    })
    .await;
}

#[tokio::test]
async fn n003_many_answers_come_in_parts_and_each_once() {
    everywhere(|world| async move {
        let panel = announced(&world).await;
        let person = expert(&world, panel, "Maître Valmy").await.person;
        let mut all = Vec::new();
        for _ in 0..23 {
            let question = asked(&world, panel, ["Véro", "menaces", "aesh", "college"]).await;
            let done = world
                .app
                .panels
                .publish_question(&person, question, None)
                .await;
            done.expect("published");
            // Three in one instant: the id parts them.
            world.pass(i64::from(all.len() % 3 == 0));
            all.push(question.to_string());
        }
        let mut her = world.anonymous();
        her.open("/ma-question")
            .await
            .press("Chercher", &[("pseudonym", "Véro"), ("level", "college")])
            .await;
        let links = |her: &Visitor| -> Vec<String> {
            let page = her.page();
            let found = page.all("a").into_iter().filter_map(|link| {
                link.attr("href")?
                    .strip_prefix("/questions/")
                    .map(str::to_owned)
            });
            found.collect()
        };
        her.sees("les plus récentes d’abord");
        let mut seen = links(&her);
        assert_eq!(seen.len(), 20);
        assert_eq!(her.form("Questions suivantes").value("pseudonym"), "Véro");
        her.press("Questions suivantes", &[])
            .await
            .is_at("/ma-question", 200);
        seen.extend(links(&her));
        assert!(!her.text().contains("Questions suivantes"));
        let mut program = Program(world.anonymous());
        let (mut read, mut after) = (Vec::new(), json!(""));
        while !after.is_null() {
            let sought = json!({ "level": "college", "limit": 5, "after": after });
            let (_, part) = program.post("/api/v1/questions/find", &sought).await;
            let items = part["items"].as_array().expect("items");
            read.extend(
                items
                    .iter()
                    .map(|one| one["id"].as_str().expect("an id").to_owned()),
            );
            after = part["next"].clone();
        }
        assert_eq!(read, seen, "in the same order");
        seen.sort();
        all.sort();
        assert_eq!(seen, all);
    })
    .await;
}

/// Keeps the mails instead of sending them.
#[derive(Default)]
struct Letterbox(Mutex<Vec<(String, String)>>);

impl Mailer for Letterbox {
    fn send<'a>(
        &'a self,
        mail: &'a Mail,
    ) -> Pin<Box<dyn Future<Output = Result<(), NotSent>> + Send + 'a>> {
        let (to, text) = (mail.to.clone(), mail.text.clone());
        self.0.lock().expect("the mails").push((to, text));
        Box::pin(async { Ok(()) })
    }
}

#[tokio::test]
async fn n003_whoever_left_an_address_is_sent_a_link_that_opens_her_question() {
    let letters = Arc::new(Letterbox::default());
    let wish = Wish {
        mailer: Some(Arc::clone(&letters) as _),
        ..Wish::default()
    };
    everywhere_with(wish, |world| {
        let letters = Arc::clone(&letters);
        async move {
            let panel = announced(&world).await;
            let her_expert = expert(&world, panel, "Maître Valmy").await;
            let mut her = world.anonymous();
            her.open(&format!("/seances/{panel}/poser")).await;
            let typed = "Une question de cabane, sans rien qui ressemble.";
            let fields = [("pseudonym", "Véro"), ("body", typed), ("mail", "vero@")];
            her.press("Envoyer ma question", &fields)
                .await
                .sees("Cette adresse de courriel n’est pas complète.");
            world.pass(9);
            her.press("Envoyer ma question", &[("mail", "vero@exemple.fr")])
                .await;
            if her.text().contains("relisez") {
                her.press("Poser la question ainsi", &[]).await;
            }
            her.sees("Un courriel vous dit");
            let page = her.page();
            let list = page.all("ol").into_iter();
            let mut list = list.filter(|ol| ol.attr("class") == Some("preau-code"));
            let words = list.next().expect("the five words");
            let words: Vec<String> = words.all("li").iter().map(|word| word.text()).collect();
            let mine = world.app.panels.mine(&words.join(" ")).await;
            let question = mine.expect("looked up").expect("her question").question.id;
            super::super::answers(&world, &her_expert, question, "Une réponse.").await;
            while world.app.panels.mail_once().await.expect("sent") {}
            let sent = std::mem::take(&mut *letters.0.lock().expect("the mails"));
            let [(to, text)] = sent.as_slice() else {
                panic!("{sent:?}");
            };
            assert_eq!(to, "vero@exemple.fr");
            assert!(
                !text.contains("cabane") && !text.contains("réponse."),
                "{text}"
            );
            let at = text.find("/ma-question/").expect("a link");
            let link = text.get(at..).expect("a path").split_whitespace().next();
            let link = link.expect("a path").to_owned();
            her.open(&link)
                .await
                .is_at(&link, 200)
                .sees("Publiée, avec sa réponse.")
                .sees("Une réponse.")
                .does_not_see("vero@exemple.fr");
            // Nobody else reads the address.
            let mut anybody = world.anonymous();
            anybody
                .open(&format!("/questions/{question}"))
                .await
                .does_not_see("vero@exemple.fr");
        }
    })
    .await;
}
