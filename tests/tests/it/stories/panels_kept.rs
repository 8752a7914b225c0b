//! What sessions with experts keep, send and tell, behind their pages (N003, N006, N007, N008).

use super::at_rest::{at_rest, holds};
use super::panels::work_of;
use crate::people::mailbox::Mailbox;
use crate::people::world::Wish;
use crate::people::{World, everywhere, everywhere_with};
use accounts::model::Person;
use accounts::people::{OrgKind, Role};
use kernel::search::{Ask, Sort};
use kernel::{Moment, PanelId, QuestionId};
use questions::By;
use questions::model::{PanelState, Shown, Source, Status};
use questions::rules::{status, work};
use questions::service::{Draft, Effort, Key, Panels, Reworded, Typed, View, Words};
use seal::vault::Identity;
use std::time::Duration;
use store::backup::{self, SecretsCopy};
use store::testing::beside;

/// A session that is open, with two experts.
pub struct Evening {
    pub panel: PanelId,
    pub lawyer: Person,
    pub adviser: Person,
}

pub async fn evening(world: &World) -> Evening {
    let accounts = &world.app.dossiers.accounts;
    let org = accounts.add_org("ASL du Rhône", OrgKind::Asl, "69").await;
    let org = org.expect("an organisation").id;
    let panels = &world.app.panels;
    let words = Words {
        theme: "Filmé pendant un cours".to_owned(),
        intro: "Posez vos questions.".to_owned(),
        kinds: vec!["menaces".to_owned()],
        starts: Some(world.store.clock.now()),
        days: Some(7),
        ..Words::default()
    };
    let panel = panels.announce(By::Operator, Some(org), words).await;
    let panel = panel.expect("a session");
    let mut people = Vec::new();
    for (role, name, title) in [
        (Role::Lawyer, "Ada Expert", "avocate"),
        (Role::Adviser, "Bo Expert", "conseiller"),
    ] {
        let (account, _) = accounts
            .add_member(org, role, name)
            .await
            .expect("a member");
        let named = panels
            .name_expert(By::Operator, panel, account, title, None)
            .await;
        named.expect("named");
        people.push(Person {
            account,
            reader: Identity::generate(),
            fresh_until: Moment(i64::MAX),
            code: None,
        });
    }
    let (from, to) = (PanelState::Announced, PanelState::Open);
    panels
        .go(By::Operator, panel, from, to)
        .await
        .expect("open");
    let adviser = people.pop().expect("an adviser");
    let lawyer = people.pop().expect("a lawyer");
    Evening {
        panel,
        lawyer,
        adviser,
    }
}

pub fn typed(body: &str) -> Typed {
    Typed {
        pseudonym: "Lorphie".to_owned(),
        body: body.to_owned(),
        kind: "menaces".to_owned(),
        profession: "enseignant".to_owned(),
        level: "college".to_owned(),
        mail: String::new(),
    }
}

/// Asks; gives the question and its five words.
pub async fn asks(panels: &Panels, panel: PanelId, typed: &Typed) -> (QuestionId, String) {
    let stamp = panels.stamp(panel);
    let effort = Effort {
        stamp: &stamp,
        work: &work_of(&stamp),
    };
    let asked = panels.ask(panel, typed, effort, "fr").await;
    let asked = asked.expect("asked");
    (asked.question, asked.code.words().join(" "))
}

pub fn draft(body: &str) -> Draft {
    Draft {
        parts: vec![1],
        body: body.to_owned(),
        kinds: vec!["menaces".to_owned()],
        letters: Vec::new(),
        articles: Vec::new(),
    }
}

/// Writes an answer and publishes it.
pub async fn answers(
    panels: &Panels,
    expert: &Person,
    question: QuestionId,
    body: &str,
) -> kernel::AnswerId {
    let id = panels.keep(expert, question, None, draft(body), None).await;
    let id = id.expect("a draft");
    let (_, thread, _) = panels
        .working(expert, question)
        .await
        .expect("the question");
    let seen = thread
        .answers
        .iter()
        .find(|one| one.id == id)
        .expect("the draft")
        .changed;
    panels.publish(expert, id, seen).await.expect("published");
    id
}

async fn follows(world: &World) {
    while world.app.panels.follow_once().await.expect("the search") {}
}

const TOLD: &str = "serin-question-42 : un parent me menace de tout publier, que faire ?";

#[tokio::test]
async fn n003_the_mail_says_that_an_answer_is_there_and_nothing_else() {
    let mailbox = Mailbox::open();
    let wish = Wish {
        mailer: Some(mailbox.mailer()),
        ..Wish::default()
    };
    everywhere_with(wish, |world| {
        let mailbox = &mailbox;
        async move {
            let panels = &world.app.panels;
            let evening = evening(&world).await;
            let one = Typed {
                mail: "lorphie@exemple.fr".to_owned(),
                ..typed(TOLD)
            };
            let (first, _) = asks(panels, evening.panel, &one).await;
            let (second, _) = asks(panels, evening.panel, &one).await;
            assert!(
                !panels.mail_once().await.expect("the mails"),
                "nothing is due yet"
            );
            let before = mailbox.count();
            let shown = panels.publish_question(&evening.lawyer, first, None);
            shown.await.expect("published");
            let joined = panels
                .join(&evening.lawyer, second, first, false, None)
                .await;
            assert_eq!(joined.expect("joined"), 1);
            assert!(
                !panels.mail_once().await.expect("the mails"),
                "nobody has answered"
            );
            answers(
                panels,
                &evening.lawyer,
                first,
                "Déposez plainte : voici comment.",
            )
            .await;
            while panels.mail_once().await.expect("the mails") {}
            assert_eq!(
                mailbox.count() - before,
                2,
                "hers, and that of the one it stands for"
            );
            let mail = mailbox.last().to_string();
            for word in ["serin", "Lorphie", "plainte", "Filmé", "menace"] {
                assert!(!mail.contains(word), "{word} in {mail}");
            }
            let token = mail.split("/ma-question/").nth(1).expect("a link");
            let token: String = token.chars().take_while(char::is_ascii_hexdigit).collect();
            let mine = panels
                .by_link(&token)
                .await
                .expect("looked up")
                .expect("her question");
            assert_eq!(mine.status, Status::Answered);
            let forged = format!("{}0", &token[..token.len() - 1]);
            let forged = if forged == token {
                token.replace('0', "1")
            } else {
                forged
            };
            assert!(panels.by_link(&forged).await.expect("looked up").is_none());
        }
    })
    .await;
}

#[tokio::test]
async fn n003_one_number_of_a_form_in_two_sessions_is_two_questions_with_two_codes() {
    everywhere(|world| async move {
        let panels = &world.app.panels;
        let (one, other) = (evening(&world).await.panel, evening(&world).await.panel);
        let (pepper, now) = (world.store.secrets.pepper(), world.store.clock.now());
        let mut codes = Vec::new();
        for panel in [one, other] {
            let stamp = work::stamp(pepper, panel, now, &[7; 16]);
            let effort = Effort {
                stamp: &stamp,
                work: &work_of(&stamp),
            };
            let typed = typed("La même forme, dans deux séances");
            let asked = panels.ask(panel, &typed, effort, "fr").await;
            codes.push(asked.expect("asked").code.words().join(" "));
        }
        assert_ne!(codes[0], codes[1]);
        for (code, panel) in codes.iter().zip([one, other]) {
            let mine = panels.mine(code).await.expect("looked up").expect("hers");
            assert_eq!(mine.question.panel, panel);
        }
    })
    .await;
}

#[tokio::test]
async fn n008_the_search_follows_what_is_published_and_forgets_what_is_masked() {
    everywhere(|world| async move {
        let panels = &world.app.panels;
        let evening = evening(&world).await;
        let (question, _) = asks(panels, evening.panel, &typed(TOLD)).await;
        let finds = || {
            let ask = Ask {
                sorts: vec![Sort::Question],
                ..Ask::new("serin question parent", 5)
            };
            kernel::ports::Search::search(&*world.search, &ask)
                .expect("searched")
                .total
        };
        follows(&world).await;
        assert_eq!(finds(), 0, "nobody reads what waits");
        let done = panels
            .publish_question(&evening.adviser, question, None)
            .await;
        done.expect("published");
        follows(&world).await;
        assert_eq!(finds(), 0, "without answer");
        let answer = answers(
            panels,
            &evening.lawyer,
            question,
            "Gardez tout, puis déposez plainte.",
        )
        .await;
        follows(&world).await;
        assert_eq!(finds(), 1);
        // Another asks the same: the earlier answer is before the expert, and taken up in one action.
        let (again, _) = asks(panels, evening.panel, &typed(TOLD)).await;
        let (_, _, like) = panels
            .working(&evening.adviser, again)
            .await
            .expect("the question");
        assert_eq!(
            like.first().map(|hit| hit.target.id.clone()),
            Some(question.to_string())
        );
        let taken = panels
            .reuse(&evening.adviser, again, Source::Answer(answer), vec![1])
            .await;
        taken.expect("taken up");
        let thread = panels.thread(again).await.expect("public");
        let given = thread.answers.first().expect("an answer");
        assert_eq!(
            (given.name.as_str(), &given.source),
            ("Bo Expert", &Some(Source::Answer(answer)))
        );
        let masked = panels
            .mask(&evening.lawyer, question, "Un nom y figurait.")
            .await;
        masked.expect("masked");
        follows(&world).await;
        assert_eq!(finds(), 1, "the other one stays");
        assert!(panels.thread(question).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn what_was_never_published_is_erased_after_half_a_year() {
    everywhere(|world| async move {
        let panels = &world.app.panels;
        let evening = evening(&world).await;
        let told = Typed {
            mail: "lorphie@exemple.fr".to_owned(),
            ..typed("Une question qui sera publiée bientôt")
        };
        let (_, kept) = asks(panels, evening.panel, &told).await;
        let (_, code) = asks(
            panels,
            evening.panel,
            &Typed {
                mail: "autre@exemple.fr".to_owned(),
                ..typed("Une question qui ne le sera jamais")
            },
        )
        .await;
        let mine = panels
            .mine(&kept)
            .await
            .expect("looked up")
            .expect("a question");
        let done = panels
            .publish_question(&evening.lawyer, mine.question.id, None)
            .await;
        done.expect("published");
        world.pass(179 * 86_400);
        assert_eq!(panels.purge().await.expect("purged"), 0);
        world.pass(2 * 86_400);
        assert_eq!(panels.purge().await.expect("purged"), 1);
        let mine = panels.mine(&kept).await.expect("looked up").expect("hers");
        assert_eq!(
            mine.question.said.mail, "",
            "the address too, half a year after"
        );
        assert!(panels.mine(&code).await.expect("looked up").is_none());
        assert!(panels.mine(&kept).await.expect("looked up").is_some());
    })
    .await;
}

#[tokio::test]
async fn n002_what_waits_is_read_nowhere_at_rest_and_a_restore_keeps_what_was_taken_back_away() {
    everywhere(|world| async move {
        let panels = &world.app.panels;
        let evening = evening(&world).await;
        let one = Typed {
            pseudonym: "serin-pseudo".to_owned(),
            mail: "serin-mail@exemple.fr".to_owned(),
            ..typed("serin-attente : que puis-je faire contre un parent ?")
        };
        let (question, code) = asks(panels, evening.panel, &one).await;
        let parts = ["serin-volet un".to_owned(), "serin-volet deux".to_owned()];
        panels
            .split(&evening.lawyer, question, &parts, None)
            .await
            .expect("split");
        let kept = panels
            .keep(
                &evening.lawyer,
                question,
                None,
                draft("serin-brouillon"),
                None,
            )
            .await;
        kept.expect("a draft");
        for (place, bytes) in at_rest(&world).await {
            assert!(!holds(&bytes, b"serin-"), "left in {place}");
            assert!(!holds(&bytes, code.as_bytes()), "the code in {place}");
        }
        let (bytes, _) = backup::back_up(&world.config, Vec::new())
            .await
            .expect("a backup");
        let (secrets, _) = backup::back_up_secrets(&world.config, Vec::new()).expect("secrets");
        let secrets = SecretsCopy::read(&secrets[..]).expect("secrets");
        world.pass(86_400);
        panels
            .take_back(Key::Code(&code))
            .await
            .expect("taken back");
        assert!(panels.mine(&code).await.expect("looked up").is_none());
        world.pass(86_400);
        let list = world.config.erasures();
        let panel = evening.panel;
        beside(&world.config, |place| async move {
            let done = backup::restore(&bytes[..], &secrets, &place, Some(&list)).await;
            done.expect("restored");
            let store = store::Store::open(&place).await.expect("a store");
            let again = World::new(store, world.clock.clone(), place, Wish::default());
            assert!(
                again
                    .app
                    .panels
                    .mine(&code)
                    .await
                    .expect("looked up")
                    .is_none()
            );
            let there = again.app.panels.panel(panel).await.expect("the session");
            assert_eq!(there.theme, "Filmé pendant un cours");
            again.store.db.close().await;
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn n005_n007_parts_versions_and_two_experts_at_once() {
    everywhere(|world| async move {
        let panels = &world.app.panels;
        let evening = evening(&world).await;
        let (question, code) = asks(
            panels,
            evening.panel,
            &typed("Retrait de la vidéo, et sanction ?"),
        )
        .await;
        let parts = ["Retrait ?".to_owned(), "Sanction ?".to_owned()];
        panels
            .split(&evening.lawyer, question, &parts, None)
            .await
            .expect("split");
        let answer = answers(panels, &evening.lawyer, question, "Demandez le retrait.").await;
        let mine = panels.mine(&code).await.expect("looked up").expect("hers");
        assert_eq!(mine.status, Status::Partly);
        let report = panels
            .report(By::Person(&evening.adviser), evening.panel)
            .await
            .expect("a report");
        assert_eq!(report.lines[0].open, [(2, "Sanction ?".to_owned())]);
        assert_eq!((report.parts, report.open_parts), (2, 1));
        // Both correct what they saw: one of them is told.
        let thread = panels.thread(question).await.expect("public");
        let seen = thread.answers[0].changed;
        let correct = |who, body| {
            let both = Draft {
                parts: vec![1, 2],
                ..draft(body)
            };
            panels.correct(who, answer, seen, both)
        };
        world.pass(60);
        let (one, other) = futures::join!(
            correct(&evening.lawyer, "A"),
            correct(&evening.adviser, "B")
        );
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        let (given, versions) = panels.versions(answer).await.expect("public");
        assert_eq!((given.version, versions.len()), (2, 2));
        assert_eq!(versions[0].body, "Demandez le retrait.");
        let mine = panels.mine(&code).await.expect("looked up").expect("hers");
        assert_eq!(mine.status, Status::Answered);
        // Ten questions published at once have ten numbers, without a hole.
        let mut all = Vec::new();
        for n in 0..10 {
            let body = format!("Une question de plus, la numéro {n}");
            all.push(asks(panels, evening.panel, &typed(&body)).await.0);
        }
        let at_once = all
            .iter()
            .map(|id| panels.publish_question(&evening.adviser, *id, None));
        for done in futures::future::join_all(at_once).await {
            done.expect("published");
        }
        let listing = panels.listing(evening.panel).await.expect("the session");
        let places: Vec<_> = listing
            .threads
            .iter()
            .filter_map(|one| one.question.place)
            .collect();
        assert_eq!(places, (1..=11).collect::<Vec<_>>());
        let (queue, count) = panels
            .queue(&evening.adviser, evening.panel, View::Open, 0)
            .await
            .expect("the queue");
        assert_eq!((queue.len(), count), (10, 10));
        assert!(
            queue
                .iter()
                .all(|one| one.thread.question.shown == Shown::Published)
        );
    })
    .await;
}

#[tokio::test]
async fn n005_a_question_that_waits_is_split_then_published_in_other_words() {
    everywhere(|world| async move {
        let panels = &world.app.panels;
        let evening = evening(&world).await;
        let told = typed("Retrait de la vidéo de Sandra, et sanction ?");
        let (question, _) = asks(panels, evening.panel, &told).await;
        let parts = ["Retrait ?".to_owned(), "Sanction ?".to_owned()];
        let split = panels.split(&evening.lawyer, question, &parts, None).await;
        split.expect("split");
        let (_, thread, _) = panels
            .working(&evening.lawyer, question)
            .await
            .expect("hers");
        let words = Reworded {
            pseudonym: "Lorphie".to_owned(),
            body: "Retrait de la vidéo, et sanction ?".to_owned(),
            seen: status::seen(&thread.question, &thread.parts),
        };
        let done = panels.publish_question(&evening.lawyer, question, Some(words));
        done.await.expect("published");
        let thread = panels.thread(question).await.expect("public");
        assert_eq!(thread.parts.len(), 2);
        assert!(!thread.question.said.body.contains("Sandra"));
    })
    .await;
}

#[tokio::test]
async fn n003_wrong_codes_that_hang_up_cost_the_same_and_keep_nobody_out() {
    everywhere(|world| async move {
        let panels = &world.app.panels;
        let (_, code) = asks(panels, evening(&world).await.panel, &typed(TOLD)).await;
        let mut refused = 0;
        for _ in 0..600 {
            let tried = tokio::time::timeout(Duration::ZERO, panels.mine("x")).await;
            refused += usize::from(tried.is_ok_and(|found| found.is_err()));
        }
        assert!(refused >= 150, "what hung up holds its place: {refused}");
        assert!(
            panels.mine(&code).await.expect("looked up").is_some(),
            "a right one never waits"
        );
        // Every place comes back.
        while panels.mine("x").await.is_err() {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    })
    .await;
}
