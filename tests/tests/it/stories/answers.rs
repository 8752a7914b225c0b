//! The questions that come back: read on pages, by programs and on the command line, with their texts and their freshness.

use super::commands::{preau, said};
use super::resources::known;
use crate::people::everywhere;
use guide::answers::{Answer, Filter};
use serde_json::Value;
use std::collections::BTreeSet;

const NOW: &str = "2026-11-23T09:00:00Z";
/// More than a year after every text was read.
const LATER: &str = "2028-06-01T09:00:00Z";

fn addresses(her: &crate::people::Visitor) -> BTreeSet<String> {
    let page = her.page();
    let links = page.all("a");
    let links = links.iter().filter_map(|link| link.attr("href"));
    let answers = links.filter(|to| to.starts_with("/reponses/"));
    answers.map(str::to_owned).collect()
}

#[tokio::test]
async fn n006_n008_a_newcomer_finds_an_answer_by_situation_and_reads_it_whole() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        let all = known().answers();
        her.open("/")
            .await
            .follow("Lire les réponses aux questions qui reviennent")
            .await
            .is_at("/reponses", 200);
        her.sees(&format!("{} réponses.", all.len()));
        assert_eq!(addresses(&her).len(), all.len());

        // A form sent without script is an address that says only a subject.
        let form = her.form("Afficher ces réponses");
        assert_eq!(form.action, "/reponses");
        assert_eq!(
            form.known,
            ["sujet", "metier", "niveau"].map(str::to_owned),
            "nothing else stands in the address"
        );
        her.open("/reponses?sujet=menaces&metier=&niveau=").await;
        let about = Filter {
            kind: Some("menaces"),
            ..Filter::default()
        };
        let expected: BTreeSet<String> = known()
            .answers_for(about)
            .map(|answer| format!("/reponses/{}", answer.id))
            .collect();
        assert_eq!(addresses(&her), expected);
        assert_eq!(her.form("Afficher").value("sujet"), "menaces");
        her.follow("Tout afficher").await.is_at("/reponses", 200);
        // What no list of ours offers filters nothing and is not said back.
        her.open("/reponses?sujet=%3Cb%3Ex&metier=souverain&niveau=lune")
            .await
            .does_not_see("souverain");
        assert_eq!(addresses(&her).len(), all.len());

        for answer in all {
            her.open(&format!("/reponses/{}", answer.id)).await;
            reads(&her, answer);
            world.pass(1);
        }
        her.open("/reponses/nulle-part")
            .await
            .is_at("/reponses/nulle-part", 404);

        // And from the page of the situation.
        her.open("/ressources/situations/menaces").await;
        assert_eq!(addresses(&her), expected);
    })
    .await;
}

/// The page of that answer says all it knows.
fn reads(her: &crate::people::Visitor, answer: &Answer) {
    let (text, id) = (her.text(), &answer.id);
    let page = her.page();
    let titles: Vec<String> = page.all("h2").iter().map(|h2| h2.text()).collect();
    for part in &answer.part {
        let said = crate::people::html::words(&part.ask.fr);
        assert!(titles.contains(&said), "{id}: {said} in {titles:?}");
        for paragraph in guide::answers::paragraphs(&part.answer.fr) {
            let said = crate::people::html::words(paragraph);
            assert!(text.contains(&said), "{id}: {said}");
        }
    }
    assert!(text.contains("Réponse de référence, relue le"), "{id}");
    assert!(text.contains("Certitude :"), "{id}");
    assert!(text.contains("Ses textes et ses délais : état au "), "{id}");
    assert!(text.contains("Ce n’est pas votre dossier"), "{id}");
    assert_eq!(
        her.link("Raconter ce qui se passe").as_deref(),
        Some("/recit")
    );
    let links = page.all("a");
    let links: Vec<&str> = links.iter().filter_map(|link| link.attr("href")).collect();
    let letters = answer.letters.iter();
    let letters = letters.map(|id| format!("/ressources/courriers#{id}"));
    let dates = answer.deadlines.iter();
    let dates = dates.map(|id| format!("/ressources/delais#{id}"));
    let texts = answer.articles.iter();
    let texts = texts.map(|id| format!("/ce-que-nous-savons#{id}"));
    let also = answer.also.iter().map(|id| format!("/reponses/{id}"));
    for to in letters.chain(dates).chain(texts).chain(also) {
        assert!(links.contains(&to.as_str()), "{id}: {to}");
    }
    if let Some(open) = &answer.open {
        let said = crate::people::html::words(&open.fr);
        assert!(text.contains(&said), "{id}: {said}");
    }
}

#[tokio::test]
async fn n029_an_answer_that_was_not_read_for_a_year_says_so() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        let path = format!(
            "/reponses/{}",
            known().answers().iter().next().expect("one").id
        );
        her.open(&path)
            .await
            .does_not_see("À relire : elle, ou un texte qu’elle cite");
        world.pass(600 * 86_400);
        world
            .anonymous()
            .open(&path)
            .await
            .sees("À relire : elle, ou un texte qu’elle cite");
    })
    .await;
}

#[tokio::test]
async fn n008_programs_read_the_same_answers_with_the_marks_of_their_texts() {
    everywhere(|world| async move {
        let mut program = world.anonymous();
        let get = async |program: &mut crate::people::Visitor, path: &str| {
            let (status, _, body) = program.once(http::Method::GET, path, None).await;
            let said: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
            (status.as_u16(), said)
        };
        let (status, list) = get(&mut program, "/api/v1/answers?kind=menaces").await;
        assert_eq!(status, 200);
        let items = list["items"].as_array().expect("items");
        assert!(!items.is_empty());
        for item in items {
            let id = item["id"].as_str().expect("an id");
            let (status, whole) = get(&mut program, &format!("/api/v1/answers/{id}")).await;
            assert_eq!(status, 200);
            assert_eq!(whole["mark"], item["mark"]);
            assert_eq!(whole["fresh"], "yes");
            let answer = known().answers().get(id).expect("one");
            let state = known().state_of(answer).map(kernel::date::iso);
            assert_eq!(whole["texts_as_of"].as_str(), state.as_deref());
            for text in whole["articles"].as_array().expect("texts") {
                let mark = known().law_mark(text["id"].as_str().expect("an id"));
                assert_eq!(text["mark"].as_str(), mark.as_deref());
            }
        }
        assert_eq!(get(&mut program, "/api/v1/answers?kind=rien").await.0, 422);
        assert_eq!(get(&mut program, "/api/v1/answers?level=lune").await.0, 422);
        assert_eq!(get(&mut program, "/api/v1/answers/rien").await.0, 404);
    })
    .await;
}

#[test]
fn n008_the_command_answers_lists_shows_and_says_what_is_old() {
    let room = tempfile::tempdir().expect("a folder");
    let (text, status) = said(&preau(room.path(), NOW, &["answers"]));
    assert_eq!(status, 0);
    for answer in known().answers() {
        assert!(text.contains(&format!("[{}]", answer.id)), "{}", answer.id);
    }
    let about = Filter {
        kind: Some("menaces"),
        ..Filter::default()
    };
    let expected: Vec<&str> = known()
        .answers_for(about)
        .map(|one| one.id.as_str())
        .collect();
    let (text, status) = said(&preau(
        room.path(),
        NOW,
        &["answers", "--kind", "menaces", "--json"],
    ));
    assert_eq!(status, 0);
    let list: Value = serde_json::from_str(&text).expect("json");
    let ids: Vec<&str> = list["items"]
        .as_array()
        .expect("items")
        .iter()
        .filter_map(|item| item["id"].as_str())
        .collect();
    assert_eq!(ids, expected);
    let id = expected[0];
    let answer = known().answers().get(id).expect("one");
    let (text, status) = said(&preau(room.path(), NOW, &["answers", id]));
    assert_eq!(status, 0);
    assert!(text.contains(&answer.part[0].ask.fr), "{text}");
    // The title, then the answer in a line; then what it names, in words.
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(lines[..2], [answer.title.fr.as_str(), &answer.short.fr]);
    let state = known().state_of(answer).expect("a day");
    assert!(
        text.contains(&format!("état au {}", kernel::date::iso(state))),
        "{text}"
    );
    let law = &known().law;
    let names = answer.actions.iter().filter_map(|id| known().action(id));
    let names = names.map(|one| one.title.fr.as_str());
    let limits = answer.deadlines.iter().filter_map(|id| law.deadline(id));
    let letters = answer.letters.iter();
    let letters = letters.filter_map(|id| known().models.name(id));
    let names = names
        .chain(limits.map(|one| one.name.fr.as_str()))
        .chain(letters.map(|name| name.fr.as_str()));
    let names: Vec<&str> = names.collect();
    assert!(names.len() > 5, "{names:?}");
    for name in names {
        assert!(
            lines.contains(&format!("  {name}").as_str()),
            "{name} in {text}"
        );
    }
    for id in answer.deadlines.iter().chain(&answer.letters) {
        assert!(
            !lines.contains(&format!("  {id}").as_str()),
            "{id} in {text}"
        );
    }
    assert!(!text.contains("à relire"), "{text}");
    let (text, _) = said(&preau(room.path(), LATER, &["answers", id]));
    assert!(text.contains("à relire"), "{text}");
    for args in [
        &["answers", "nulle-part"][..],
        &["answers", "--kind", "nulle-part"],
        &["answers", id, "--kind", "menaces"],
    ] {
        let out = preau(room.path(), NOW, args);
        assert_eq!(out.status.code(), Some(2), "{args:?}");
    }
    let help = said(&preau(room.path(), NOW, &["answers", "--help"])).0;
    assert!(help.contains("Exit status: 0"), "{help}");
}
