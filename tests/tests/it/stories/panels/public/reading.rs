//! Sessions and questions are read; what is not public is nowhere (N001, N002, N006, N007).

use crate::people::{Visitor, everywhere};
use crate::stories::api::Program;
use crate::stories::panels::desk::asks as flood;
use crate::stories::panels::{
    ASKED, THEME, announced, answers, asks, expert, goes, published, told,
};
use http::Method;
use questions::By;
use questions::model::{PanelState, Source};
use questions::service::{Draft, Key};

#[tokio::test]
async fn n001_sessions_are_listed_by_where_they_stand_and_read_without_a_script() {
    everywhere(|world| async move {
        let mut anybody = world.anonymous();
        anybody
            .open("/")
            .await
            .follow("Poser une question aux experts")
            .await
            .is_at("/seances", 200)
            .sees("Aucune séance n’est annoncée");
        anybody.open("/chercher").await;
        assert_eq!(
            anybody.link("Poser une question aux experts").as_deref(),
            Some("/seances")
        );
        let panel = announced(&world).await;
        expert(&world, panel, "Maître Valmy").await;
        anybody
            .open("/ressources")
            .await
            .follow("Poser une question aux experts")
            .await
            .sees("À venir")
            .sees(THEME)
            .sees("lundi 23 novembre 2026, 20 h 00")
            .sees("Maître Valmy, avocate conseil")
            .follow(THEME)
            .await;
        let here = format!("/seances/{}", panel);
        anybody
            .is_at(&here, 200)
            .sees("Annoncée")
            .sees("Vous pouvez déjà poser votre question.")
            .sees("Une soirée pour comprendre.")
            .does_not_see("Bonsoir à toutes")
            .sees("Ceci n’est pas votre dossier")
            .sees("Aucune question n’est publiée")
            .sees("Maître Valmy");
        assert_eq!(
            anybody.link("Raconter ce qui m’arrive").as_deref(),
            Some("/recit")
        );
        let page = anybody.page();
        let photo = page.all("img")[0].clone();
        assert_eq!(photo.attr("alt"), Some("Photo de Maître Valmy"));
        let photo = photo.attr("src").expect("an address").to_owned();
        let (status, headers, bytes) = anybody.once(Method::GET, &photo, None).await;
        assert_eq!(
            (status.as_u16(), &headers["content-type"]),
            (200, &"image/jpeg".parse().unwrap())
        );
        assert!(
            headers["cache-control"]
                .to_str()
                .is_ok_and(|kept| kept.contains("max-age"))
        );
        assert!(bytes.starts_with(&[0xff, 0xd8]), "a JPEG");
        let (status, ..) = anybody
            .once(Method::GET, &format!("{here}/photo/9"), None)
            .await;
        assert_eq!(status, 404);
        goes(&world, panel, PanelState::Announced, PanelState::Open).await;
        anybody
            .open(&here)
            .await
            .sees("En direct")
            .sees("Bonsoir à toutes");
        anybody.open("/seances").await.sees("En ce moment");
        goes(&world, panel, PanelState::Open, PanelState::Closing).await;
        anybody
            .open(&here)
            .await
            .sees("ne prend plus de question")
            .sees("Merci de vos questions.")
            .does_not_see("Poser ma question");
        goes(&world, panel, PanelState::Closing, PanelState::Closed).await;
        anybody
            .open("/seances")
            .await
            .sees("Séances passées")
            .sees("Terminée");
        // 22 November and seven days.
        anybody.open(&here).await.sees("d’ici le 29 novembre 2026");
        for nowhere in ["/seances/x", "/seances/00000000000000000000000000000000"] {
            anybody.open(nowhere).await;
            assert_eq!(anybody.status, 404, "{nowhere}");
        }
    })
    .await;
}

#[tokio::test]
async fn n001_a_session_is_sent_again_only_when_it_changed() {
    everywhere(|world| async move {
        let known = published(&world).await;
        let here = format!("/seances/{}", known.panel);
        let mut anybody = world.anonymous();
        anybody.open(&here).await.is_at(&here, 200);
        let tag = anybody.header("etag").to_owned();
        assert_eq!(anybody.header("cache-control"), "private, no-cache");
        let page = anybody.page();
        let list = page
            .all("ol")
            .into_iter()
            .find(|ol| ol.attr("id") == Some("live"));
        let seq: u64 = list
            .and_then(|list| list.attr("data-after")?.parse().ok())
            .expect("a number");
        anybody.says.push(("if-none-match", tag.clone()));
        let (status, _, body) = anybody.once(Method::GET, &here, None).await;
        assert_eq!((status.as_u16(), body.len()), (304, 0));
        // Another language, another choice, another visit is another page.
        for other in ["?lang=en", "?voir=sans-reponse", "?simple=1"] {
            let mut another = world.anonymous();
            another.says.push(("if-none-match", tag.clone()));
            let path = [&here, other].concat();
            let (status, ..) = another.once(Method::GET, &path, None).await;
            assert_eq!(status, 200, "{other}");
        }
        asks(&world, known.panel, "Lou", "Une question qui attend.").await;
        let (status, ..) = anybody.once(Method::GET, &here, None).await;
        assert_eq!(status, 304, "nobody has read it");
        let (question, _) = asks(&world, known.panel, "Val", "Une question publiée.").await;
        let done = world
            .app
            .panels
            .publish_question(&known.expert.person, question, None);
        done.await.expect("published");
        let (status, _, body) = anybody.once(Method::GET, &here, None).await;
        let body = String::from_utf8_lossy(&body).into_owned();
        assert_eq!(status, 200);
        assert!(
            body.contains("Une question publiée.") && !body.contains("Une question qui attend.")
        );
        assert!(!body.contains(&format!("data-after=\"{seq}\"")));
        anybody.says.clear();
        anybody
            .open(&format!("{here}?voir=sans-reponse"))
            .await
            .sees("Une question publiée.")
            .does_not_see("Demandez le retrait")
            .sees("Voir toutes les questions (2)");
    })
    .await;
}

#[tokio::test]
async fn n007_an_answer_is_signed_dated_and_keeps_what_it_said() {
    everywhere(|world| async move {
        let known = published(&world).await;
        let mut anybody = world.anonymous();
        anybody
            .open(&format!("/seances/{}", known.panel))
            .await
            .sees("Question n° 1")
            .sees("Véro")
            .sees("Réponse donnée")
            .sees("Maître Valmy, avocate conseil")
            .sees("Publiée le 22 novembre 2026.")
            .does_not_see("Voir les versions");
        assert!(
            anybody
                .page()
                .inside()
                .iter()
                .any(|one| one.attr("id") == Some("q-1"))
        );
        let one = format!("/questions/{}", known.question);
        anybody
            .follow("Question n° 1")
            .await
            .is_at(&one, 200)
            .sees(ASKED);
        let page = anybody.page();
        let links = page.all("link");
        let own = links
            .iter()
            .find(|link| link.attr("rel") == Some("canonical"));
        assert_eq!(own.and_then(|link| link.attr("href")), Some(one.as_str()));
        for (said, href) in [
            ("Art. 222-17", "/ce-que-nous-savons#cp-222-17"),
            ("Courrier", "/ressources/courriers#dsa-notification"),
            ("Menaces", "/ressources/situations/menaces"),
        ] {
            let found = anybody
                .page()
                .all("a")
                .iter()
                .any(|link| link.attr("href") == Some(href));
            assert!(found, "{said}: {href}");
        }
        world.pass(86_400);
        let panels = &world.app.panels;
        let (before, _) = panels.versions(known.answer).await.expect("public");
        let draft = Draft {
            parts: vec![1],
            body: "Demandez le retrait par écrit.".to_owned(),
            ..Draft::default()
        };
        let done = panels.correct(&known.expert.person, known.answer, before.changed, draft);
        done.await.expect("corrected");
        anybody
            .open(&one)
            .await
            .sees("Publiée le 22 novembre 2026, corrigée le 23 novembre 2026.")
            .sees("par écrit")
            .does_not_see("Puis gardez")
            .follow("Voir les versions")
            .await
            .is_at(&format!("/questions/versions/{}", known.answer), 200)
            .sees("Version 2, le lundi 23 novembre 2026")
            .sees("Version 1, le dimanche 22 novembre 2026")
            .sees("Puis gardez la preuve.");
        anybody
            .open("/questions/versions/00000000000000000000000000000000")
            .await;
        assert_eq!(anybody.status, 404);
    })
    .await;
}

#[tokio::test]
async fn n007_experts_who_left_stay_where_they_signed_whoever_answered_first() {
    everywhere(|world| async move {
        let panel = announced(&world).await;
        goes(&world, panel, PanelState::Announced, PanelState::Open).await;
        let first = expert(&world, panel, "Dominique Roch").await;
        let second = expert(&world, panel, "Maxence Ory").await;
        let silent = expert(&world, panel, "Sacha Lenoir").await;
        for (by, name) in [(&second, "Lou"), (&first, "Val")] {
            let (question, _) = asks(&world, panel, name, "Que garder, et jusqu’à quand ?").await;
            answers(&world, by, question, "Une copie, jusqu’au jugement.").await;
        }
        for one in [&first, &second, &silent] {
            let account = one.person.account;
            let panels = &world.app.panels;
            let removed = panels.remove_expert(By::Operator, panel, account).await;
            removed.expect("taken out");
        }
        let mut anybody = world.anonymous();
        anybody.open(&format!("/seances/{panel}")).await;
        let page = anybody.page();
        let named: Vec<String> = page.all("strong").iter().map(|one| one.text()).collect();
        for (name, shown) in [
            ("Dominique Roch", true),
            ("Maxence Ory", true),
            ("Sacha Lenoir", false),
        ] {
            assert_eq!(
                named.iter().any(|one| one == name),
                shown,
                "{name} in {named:?}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn n006_an_answer_that_is_taken_up_says_so_and_leads_to_the_first() {
    everywhere(|world| async move {
        let known = published(&world).await;
        world.pass(3 * 86_400);
        let (second, _) = asks(&world, known.panel, "brille", "On me filme aussi en cours.").await;
        let (third, _) = asks(&world, known.panel, "Lou", "Un élève me menace de mort.").await;
        let panels = &world.app.panels;
        let person = &known.expert.person;
        let reused = panels.reuse(person, second, Source::Answer(known.answer), vec![1]);
        reused.await.expect("taken up");
        let reference = Source::Reference("menace-de-mort-eleve".to_owned());
        panels
            .reuse(person, third, reference, vec![1])
            .await
            .expect("taken up");
        let mut anybody = world.anonymous();
        anybody.open(&format!("/seances/{}", known.panel)).await;
        let said = "Reprise de la réponse du 22 novembre 2026";
        let first = format!("/questions/{}#r-{}", known.question, known.answer);
        assert_eq!(anybody.link(said), Some(first));
        assert_eq!(
            anybody
                .link("Reprise de la réponse de référence")
                .as_deref(),
            Some("/reponses/menace-de-mort-eleve")
        );
        anybody
            .open(&format!("/questions/{second}"))
            .await
            .sees(said);
        // The first one is taken away: what took it up says so, and leads nowhere.
        let (answer, _) = panels.versions(known.answer).await.expect("public");
        panels
            .withdraw(person, known.answer, answer.changed)
            .await
            .expect("withdrawn");
        anybody
            .open(&format!("/questions/{second}"))
            .await
            .sees("Reprise d’une réponse qui n’est plus publiée");
    })
    .await;
}

#[tokio::test]
async fn n006_what_takes_up_an_answer_of_another_session_says_at_once_that_it_is_gone() {
    everywhere(|world| async move {
        let known = published(&world).await;
        let (panels, person) = (&world.app.panels, &known.expert.person);
        let elsewhere = announced(&world).await;
        panels
            .name_expert(
                By::Operator,
                elsewhere,
                person.account,
                "avocate conseil",
                None,
            )
            .await
            .expect("an expert");
        goes(&world, elsewhere, PanelState::Announced, PanelState::Open).await;
        let there = format!("/seances/{elsewhere}");
        for way in ["withdrawn", "masked", "taken back"] {
            let (source, code) =
                asks(&world, known.panel, "Val", &["Une source, ", way].concat()).await;
            let answer = answers(&world, &known.expert, source, "La réponse reprise.").await;
            let (question, _) = asks(
                &world,
                elsewhere,
                "brille",
                &["La même chose, ", way].concat(),
            )
            .await;
            let reused = panels.reuse(person, question, Source::Answer(answer), vec![1]);
            reused.await.expect("taken up");
            // Everybody has it: it is kept in memory here, and in their browsers.
            let mut anybody = world.anonymous();
            let first = format!("/questions/{source}#r-{answer}");
            anybody.open(&there).await;
            assert_eq!(
                anybody.link("Reprise de la réponse du").as_deref(),
                Some(first.as_str()),
                "{way}"
            );
            anybody
                .says
                .push(("if-none-match", anybody.header("etag").to_owned()));
            let before = panels.listing(elsewhere).await.expect("a session").seq;
            match way {
                "withdrawn" => {
                    let (seen, _) = panels.versions(answer).await.expect("public");
                    panels
                        .withdraw(person, answer, seen.changed)
                        .await
                        .expect("withdrawn");
                }
                "masked" => panels
                    .mask(person, source, "Quelqu’un s’y reconnaît.")
                    .await
                    .expect("masked"),
                _ => panels
                    .take_back(Key::Code(&code))
                    .await
                    .expect("taken back"),
            }
            // Those who listen to the other session are sent the question again.
            let after = panels.listing(elsewhere).await.expect("a session").seq;
            assert!(after > before, "{way}");
            let (status, _, body) = anybody.once(Method::GET, &there, None).await;
            assert_eq!(status, 200, "{way}");
            let html = String::from_utf8_lossy(&body).into_owned();
            assert!(
                !html.contains(&first) && html.contains("plus publiée"),
                "{way}: {html}"
            );
            anybody.says.clear();
            let mut program = Program(world.anonymous());
            let (_, one) = program.get(&format!("/api/v1/questions/{question}")).await;
            assert_eq!(
                one["answers"][0]["takes_up"],
                serde_json::Value::Null,
                "{way}"
            );
            panels
                .take_back(Key::Link(&panels.token(question)))
                .await
                .expect("taken back");
        }
    })
    .await;
}

/// The numbers of the questions that a page shows, in order.
fn places(her: &Visitor) -> Vec<u32> {
    let page = her.page();
    let items = page.all("li").into_iter();
    items
        .filter_map(|item| item.attr("data-place")?.parse().ok())
        .collect()
}

#[tokio::test]
async fn n001_many_questions_are_read_a_page_at_a_time_and_each_keeps_its_page() {
    everywhere(|world| async move {
        let panel = announced(&world).await;
        let first = expert(&world, panel, "Maître Valmy").await;
        goes(&world, panel, PanelState::Announced, PanelState::Open).await;
        let (panels, person) = (&world.app.panels, &first.person);
        let mut all = Vec::new();
        for code in flood(&world, panel, "Une question de la soirée.", 120).await {
            let mine = panels.mine(&code).await.expect("looked up").expect("hers");
            let question = mine.question.id;
            let done = panels.publish_question(person, question, None).await;
            done.expect("published");
            all.push(question);
        }
        let here = format!("/seances/{panel}");
        let mut her = world.anonymous();
        // While it lives, reading begins where new ones come.
        her.open(&here)
            .await
            .sees("Questions n° 101 à 120, sur 120.");
        assert_eq!(places(&her), (101..=120).collect::<Vec<_>>());
        assert_eq!(her.link("Questions suivantes"), None);
        her.follow("Questions précédentes")
            .await
            .is_at(&format!("{here}?place=51"), 200);
        assert_eq!(places(&her), (51..=100).collect::<Vec<_>>());
        let live = |her: &Visitor| {
            let page = her.page();
            let mut lists = page.all("ol").into_iter();
            let list = lists.find(|ol| ol.attr("id") == Some("live"));
            let list = list.expect("a list that follows");
            let said = |name: &str| list.attr(name).map(str::to_owned);
            (said("data-from"), said("data-to"))
        };
        assert_eq!(live(&her), (Some("51".to_owned()), Some("100".to_owned())));
        her.follow("Questions précédentes").await;
        assert_eq!(places(&her), (1..=50).collect::<Vec<_>>());
        assert_eq!(her.link("Questions précédentes"), None);
        assert_eq!(
            her.link("Questions suivantes").as_deref(),
            Some(format!("{here}?place=51").as_str())
        );
        // What reloads the page keeps it.
        her.follow("Actualiser la page").await;
        assert_eq!(places(&her), (1..=50).collect::<Vec<_>>());
        // The address of a question leads to its page, whatever else is taken away.
        for place in [7, 77, 120] {
            let question = all[place - 1];
            her.open(&format!("/questions/{question}"))
                .await
                .follow(THEME)
                .await;
            let place = u32::try_from(place).expect("a number");
            assert!(
                her.path.ends_with(&format!("?place={place}#q-{place}")),
                "{}",
                her.path
            );
            assert!(places(&her).contains(&place), "{}", her.path);
        }
        panels
            .mask(person, all[59], "Quelqu’un s’y reconnaît.")
            .await
            .expect("masked");
        her.open(&format!("{here}?place=60")).await;
        let mut shown: Vec<u32> = (51..=100).collect();
        shown.retain(|place| *place != 60);
        assert_eq!(places(&her), shown);
        // Those that wait, whatever page they are on; and all of it on one page, to print.
        for place in [3, 55, 101] {
            answers(&world, &first, all[place - 1], "Une réponse.").await;
        }
        her.open(&here)
            .await
            .follow("Voir celles qui attendent une réponse (116)")
            .await;
        let mut waiting: Vec<u32> = (1..=120).collect();
        waiting.retain(|place| ![3, 55, 60, 101].contains(place));
        let mut seen = places(&her);
        assert_eq!(seen.len(), 50);
        while her.link("Questions suivantes").is_some() {
            her.follow("Questions suivantes").await;
            seen.extend(places(&her));
        }
        assert_eq!(seen, waiting);
        her.open(&here).await.follow("Tout lire sur une page").await;
        shown = (1..=120).collect();
        shown.retain(|place| *place != 60);
        assert_eq!(places(&her), shown);
        // Once it is over, reading begins at the start. What cannot be read is no page of its own.
        goes(&world, panel, PanelState::Open, PanelState::Closing).await;
        goes(&world, panel, PanelState::Closing, PanelState::Closed).await;
        for path in [
            here.clone(),
            format!("{here}?place=0"),
            format!("{here}?place=x"),
        ] {
            her.open(&path).await;
            assert_eq!(places(&her), (1..=50).collect::<Vec<_>>(), "{path}");
        }
        her.open(&format!("{here}?place=99999")).await;
        assert_eq!(places(&her).last(), Some(&120));
        let mut program = Program(world.anonymous());
        let (_, one) = program.get(&format!("/api/v1/sessions/{panel}")).await;
        assert_eq!(one["questions"], 119);
        // Programs read them in parts; what is published or taken away meanwhile moves no other.
        let (mut read, mut after) = (Vec::new(), String::new());
        loop {
            let path = format!("/api/v1/questions?session={panel}&limit=50&after={after}");
            let (_, part) = program.get(&path).await;
            let items = part["items"].as_array().expect("items");
            read.extend(
                items
                    .iter()
                    .map(|one| one["place"].as_u64().expect("a number")),
            );
            match part["next"].as_str() {
                Some(next) => after = next.to_owned(),
                None => break,
            }
            if read.len() == 50 {
                panels
                    .mask(person, all[119], "Retirée.")
                    .await
                    .expect("masked");
            }
        }
        let mut all: Vec<u64> = (1..=120).rev().collect();
        all.retain(|place| *place != 60);
        read.sort_by(|a, b| b.cmp(a));
        assert_eq!(read, all);
    })
    .await;
}

#[tokio::test]
async fn n002_what_nobody_has_published_is_nowhere_and_what_is_masked_is_gone() {
    everywhere(|world| async move {
        let known = published(&world).await;
        let secret = "Mon secret de cabane bleue attend une réponse.";
        let (waits, _) = asks(&world, known.panel, "Pseudonyme-Caché", secret).await;
        let (refused, _) = asks(
            &world,
            known.panel,
            "Refusée-Cachée",
            "Une cabane bleue refusée.",
        )
        .await;
        let panels = &world.app.panels;
        let person = &known.expert.person;
        panels
            .refuse(person, refused, "Hors sujet.")
            .await
            .expect("refused");
        told(&world).await;
        let mut anybody = world.anonymous();
        for path in [
            "/seances".to_owned(),
            format!("/seances/{}", known.panel),
            format!("/seances/{}?voir=sans-reponse", known.panel),
            "/questions/feed.atom".to_owned(),
            "/questions/integrer?n=20".to_owned(),
            "/api/v1/questions".to_owned(),
            "/api/v1/sessions".to_owned(),
            format!("/api/v1/sessions/{}", known.panel),
        ] {
            let (status, _, body) = anybody.once(Method::GET, &path, None).await;
            let body = String::from_utf8_lossy(&body);
            assert_eq!(status, 200, "{path}");
            assert!(
                !body.contains("cabane") && !body.contains("Cach"),
                "{path}: {body}"
            );
        }
        for id in [waits, refused] {
            for path in [
                format!("/questions/{id}"),
                format!("/api/v1/questions/{id}"),
            ] {
                let (status, ..) = anybody.once(Method::GET, &path, None).await;
                assert_eq!(status, 404, "{path}");
            }
        }
        anybody
            .open("/chercher")
            .await
            .press("Chercher", &[("q", "cabane bleue")])
            .await
            .does_not_see("Mon secret");
        for name in ["Pseudonyme-Caché", "Refusée-Cachée", "Personne"] {
            anybody
                .open("/ma-question")
                .await
                .press("Chercher", &[("pseudonym", name)])
                .await
                .sees("Aucune question publiée ne correspond.");
        }
        // The search leads to what is public.
        anybody
            .open("/chercher")
            .await
            .press(
                "Chercher",
                &[
                    ("q", "élève filmé cours réseau retrait"),
                    ("sort", "question"),
                ],
            )
            .await;
        let address = format!("/questions/{}", known.question);
        let found = anybody
            .page()
            .all("a")
            .iter()
            .any(|link| link.attr("href") == Some(&address));
        assert!(found, "{}", anybody.text());
        panels
            .mask(person, known.question, "Une personne s’y reconnaît.")
            .await
            .expect("masked");
        for path in [&address, &format!("/questions/versions/{}", known.answer)] {
            anybody.open(path).await;
            assert_eq!(anybody.status, 404, "{path}");
        }
        let (_, _, body) = anybody
            .once(Method::GET, "/questions/feed.atom", None)
            .await;
        assert!(!String::from_utf8_lossy(&body).contains("Véro"));
    })
    .await;
}
