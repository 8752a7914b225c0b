//! Searching what Préau knows, as a person before a browser and before a terminal.

use crate::people::{Visitor, everywhere};
use finder::Finder;
use kernel::Moment;
use kernel::ports::{Change, Search as _};
use kernel::search::{Entry, Face, Facets, Sort, Target};
use std::process::{Command, Output};

/// The answers on the page, each with its sort and its title.
fn answers(visitor: &Visitor) -> Vec<String> {
    let page = visitor.page();
    let list = page
        .all("ol")
        .into_iter()
        .find(|list| list.attr("class") == Some("preau-answers"));
    list.map_or_else(Vec::new, |list| {
        let one = |item: &crate::people::html::Element| {
            // A word that is marked is an element of its own: spaces around it are not the page's.
            let text = |name| item.all(name).first().expect("its part").text();
            format!("{}:{}", text("strong"), text("h3")).replace(' ', "")
        };
        list.all("li").into_iter().map(one).collect()
    })
}

async fn search(visitor: &mut Visitor, words: &str) -> Vec<String> {
    let button = if visitor.path.contains("lang=en") {
        "Search"
    } else {
        "Chercher"
    };
    visitor.press(button, &[("q", words)]).await;
    assert_eq!(
        (visitor.path.as_str(), visitor.status.as_u16()),
        ("/chercher", 200)
    );
    answers(visitor)
}

#[tokio::test]
async fn what_people_type_is_found_on_the_page() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/").await.follow("Chercher").await;
        her.is_at("/chercher", 200);
        for (words, wanted) in [
            (
                "faux compte",
                "Situation:Faux profil, usurpation d’identité",
            ),
            ("usurpasion", "Situation:Faux profil, usurpation d’identité"),
            ("diffammation", "Situation:Insulte ou diffamation en ligne"),
            ("droit a l image", "Définition:droit à l’image"),
            (
                "PF",
                "Ce que l’on peut faire:Demander la protection fonctionnelle",
            ),
            (
                "226-4-1",
                "Texte de loi:Code pénal, art. 226-4-1 : Usurpation d'identité (y compris en ligne)",
            ),
        ] {
            let found = search(&mut her, words).await;
            let first = found
                .iter()
                .take(3)
                .any(|answer| *answer == wanted.replace(' ', ""));
            assert!(first, "{words}: {found:#?}");
        }
        // The words that answer stand out, and what was typed is still in the field.
        search(&mut her, "diffammation").await;
        let page = her.page();
        let marks: Vec<String> = page.all("mark").iter().map(|mark| mark.text()).collect();
        assert!(marks.contains(&"diffamation".to_owned()), "{marks:?}");
        assert_eq!(her.form("Chercher").value("q"), "diffammation");
    })
    .await;
}

#[tokio::test]
async fn a_text_of_law_leads_to_its_line() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/chercher").await;
        search(&mut her, "article 226-4-1").await;
        let to = her.link("art. 226").expect("a link");
        assert_eq!(to, "/ce-que-nous-savons#cp-226-4-1");
        let page = her.open("/ce-que-nous-savons").await.page();
        let line = page
            .all("li")
            .into_iter()
            .find(|line| line.attr("id") == Some("cp-226-4-1"));
        assert!(line.expect("its line").text().contains("226-4-1"));
    })
    .await;
}

#[tokio::test]
async fn english_words_find_english_answers() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/chercher?lang=en").await;
        let found = search(&mut her, "fake account").await;
        assert_eq!(
            found.first().map(String::as_str),
            Some("Situation:Fakeprofile,impersonation")
        );
        // What exists in French only says that it is French.
        her.open("/chercher?lang=en").await;
        search(&mut her, "226-4-1").await;
        let page = her.page();
        let title = page.all("h3")[0];
        assert_eq!(title.attr("lang"), Some("fr"));
    })
    .await;
}

#[tokio::test]
async fn whatever_is_typed_is_only_words_and_is_answered() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/chercher").await;
        for hostile in [
            "\"><script>alert(1)</script>",
            "menaces\" OR title:*",
            "' ; DROP TABLE sessions",
            "{{ ctx }} ${x} %00 \u{202e} \u{0}",
            "🦊🦊🦊",
            "((((((((((((((",
            "a:b^9~2 -c +d [e TO f]",
        ] {
            search(&mut her, hostile).await;
            let page = her.page();
            assert!(
                page.all("script")
                    .iter()
                    .all(|script| script.attr("src").is_some()),
                "{hostile}"
            );
            assert!(
                her.link("Raconter ce qui s’est passé").is_some(),
                "{hostile}"
            );
            world.pass(1);
        }
    })
    .await;
}

#[tokio::test]
async fn no_search_is_a_dead_end() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/chercher")
            .await
            .sees("Raconter ce qui s’est passé")
            .sees("France Victimes 116 006");
        her.press("Chercher", &[("q", "   ")]).await;
        her.is_at("/chercher", 422)
            .sees("Écrivez un mot ou deux")
            .sees("Raconter ce qui s’est passé");
        assert_eq!(search(&mut her, "xylophone").await, Vec::<String>::new());
        her.sees("Nous n’avons rien trouvé avec ces mots")
            .sees("Raconter ce qui s’est passé")
            .sees("3018");
        let long = "menaces ".repeat(26);
        her.press("Chercher", &[("q", &long)]).await;
        her.is_at("/chercher", 422).sees("200 caractères au plus");
        assert_eq!(her.form("Chercher").value("q"), long.trim());
    })
    .await;
}

#[tokio::test]
async fn many_answers_come_ten_by_ten() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/chercher").await;
        let first = search(&mut her, "élève").await;
        assert_eq!(first.len(), 10);
        her.sees("De 1 à 10, les plus proches d’abord.");
        her.press("Voir les réponses suivantes", &[]).await;
        her.is_at("/chercher", 200).sees("De 11 à");
        let second = answers(&her);
        assert!(!second.is_empty() && second.iter().all(|answer| !first.contains(answer)));
        assert_eq!(her.form("Chercher").value("q"), "élève");
        // A number that no page of ours sends shows no answer, and no trouble.
        for after in ["-1", "99999999999999999999", "x", "5000"] {
            her.open("/chercher").await;
            search(&mut her, "élève").await;
            her.press("Voir les réponses suivantes", &[("after", after)])
                .await;
            her.is_at("/chercher", 200);
        }
    })
    .await;
}

#[tokio::test]
async fn what_was_searched_is_kept_nowhere() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/").await;
        let before = world.rows().await;
        her.open("/chercher").await;
        search(&mut her, "viol").await;
        her.press("Chercher", &[("q", "")]).await;
        her.press("Chercher", &[("q", &"secret ".repeat(40))]).await;
        assert_eq!(world.rows().await, before, "a search leaves no row");
        assert_eq!(her.path, "/chercher", "nothing of it stands in the address");
        her.open("/chercher").await;
        assert_eq!(her.form("Chercher").value("q"), "");
    })
    .await;
}

/// An answer that an expert published.
fn published(id: &str, day: i64, title: &str, text: &str) -> Entry {
    Entry {
        target: Target::new(Sort::Question, id),
        fr: Face {
            title: title.into(),
            summary: text.into(),
            text: String::new(),
        },
        en: Face::default(),
        names: Vec::new(),
        facets: Facets {
            kinds: vec!["menaces".to_owned()],
            professions: vec!["enseignant".to_owned()],
            levels: vec!["college".to_owned()],
            year: Some(2026),
            expert: "Une juriste".to_owned(),
            // From the first day of 2026, at noon.
            published: Some(Moment((1_767_268_800 + day * 86_400) * 1_000_000)),
        },
    }
}

fn two() -> Vec<Change> {
    let mut second = published(
        "q2",
        40,
        "Menace dans un carnet de correspondance",
        "Gardez le carnet et prévenez le chef d’établissement.",
    );
    second.facets.kinds = vec!["messagerie-abusive".to_owned()];
    second.facets.levels = vec!["ecole".to_owned()];
    let first = published(
        "q1",
        1,
        "Un parent menace de venir au portail",
        "Demandez un rendez-vous accompagné.",
    );
    vec![Change::Put(Box::new(first)), Change::Put(Box::new(second))]
}

/// What a choice offers on the page: the values, with the words for them.
fn offered(visitor: &Visitor, name: &str) -> Vec<(String, String)> {
    let page = visitor.page();
    let select = page
        .all("select")
        .into_iter()
        .find(|select| select.attr("name") == Some(name));
    let options = select.map_or_else(Vec::new, |select| select.all("option"));
    let value = |option: &crate::people::html::Element| {
        let value = option.attr("value").unwrap_or_default();
        (value.to_owned(), option.text())
    };
    options.into_iter().map(value).collect()
}

#[tokio::test]
async fn n008_the_guide_is_chosen_by_kind_profession_and_level() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/chercher")
            .await
            .sees("Choisir parmi les réponses");
        // Nothing is published: what only published answers have is not there.
        assert_eq!(offered(&her, "year"), []);
        assert_eq!(offered(&her, "expert"), []);
        let sorts = offered(&her, "sort");
        assert!(sorts.iter().all(|(value, _)| value != "question"));
        for (name, value, words) in [
            ("kind", "menaces", "Menaces"),
            ("profession", "enseignant", "Enseignant ou enseignante"),
            ("level", "lycee", "Lycée"),
        ] {
            let all = offered(&her, name);
            let one = all.iter().find(|(known, _)| known == value);
            let label = &one.expect("it is offered").1;
            assert!(label.contains(words), "{name}: {label}");
            // Words, no ids.
            assert!(all.iter().all(|(value, label)| value != label), "{all:?}");
        }

        // A kind alone: all that is about it, the situation first, and no order that is not.
        her.press("Chercher", &[("kind", "menaces")]).await;
        her.is_at("/chercher", 200)
            .sees("De 1 à 10, rangées par sorte de réponse.")
            .does_not_see("les plus proches d’abord");
        let titles = answers(&her);
        assert!(titles[0].starts_with("Situation:Menaces"), "{titles:?}");
        let answer = |title: &String| title.starts_with("Réponsederéférence:");
        assert!(titles.iter().any(answer), "{titles:?}");
        assert_eq!(her.form("Chercher").value("kind"), "menaces");
        her.press("Voir les réponses suivantes", &[]).await;
        her.sees("De 11 à");
        assert_eq!(her.form("Chercher").value("kind"), "menaces");

        // Beside words, it leaves what is about something else.
        her.open("/chercher").await;
        let all = search(&mut her, "usurpation").await;
        her.press("Chercher", &[("kind", "usurpation-identite")])
            .await;
        let some = answers(&her);
        assert!(!some.is_empty() && some != all, "{some:?}");
        assert!(all.iter().any(|title| title.starts_with("Textedeloi:")));
        assert!(!some.iter().any(|title| title.starts_with("Textedeloi:")));

        // A profession and a level choose among the answers of reference, as their own page does.
        her.open("/chercher").await;
        let chosen = [("profession", "aesh"), ("level", "superieur")];
        her.press("Chercher", &chosen).await;
        let titles = answers(&her);
        assert!(
            titles.len() == 10 && titles.iter().all(answer),
            "{titles:?}"
        );
        let content = guide::Content::embedded().expect("the content");
        let fit = content.answers_for(guide::answers::Filter {
            profession: Some(guide::answers::Profession::Aesh),
            level: Some(guide::answers::Level::Superieur),
            ..Default::default()
        });
        her.sees(&format!("{} réponses", fit.count()));

        // Nothing that fits: no words are blamed that nobody wrote.
        her.open("/chercher").await;
        let chosen = [("sort", "law"), ("kind", "menaces")];
        her.press("Chercher", &chosen).await;
        her.is_at("/chercher", 200)
            .sees("Rien ne correspond à ce choix")
            .sees("Raconter ce qui s’est passé")
            .does_not_see("avec ces mots");
        her.open("/chercher?lang=en").await;
        assert!(
            offered(&her, "level").contains(&("ecole".to_owned(), "Primary school".to_owned()))
        );
    })
    .await;
}

#[tokio::test]
async fn published_answers_are_found_with_the_guide_and_told_apart() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        world.search.follow(two(), 2).expect("followed");
        her.open("/chercher").await;
        // The choices of both, once.
        let kinds = offered(&her, "kind");
        let menaces = kinds.iter().filter(|(value, _)| value == "menaces");
        assert_eq!(menaces.count(), 1);
        assert_eq!(offered(&her, "expert").len(), 2);
        let found = search(&mut her, "parents menaces portails").await;
        assert_eq!(
            found.first().map(String::as_str),
            Some("Réponsed’unexpert:Unparentmenacedevenirauportail")
        );
        her.sees("Publiée le 2\u{a0}janvier 2026 par Une juriste");

        // A filter alone: the latest first. What was chosen stays chosen.
        her.open("/chercher").await;
        her.press("Chercher", &[("sort", "question")]).await;
        her.is_at("/chercher", 200);
        let titles = answers(&her);
        assert_eq!(titles.len(), 2);
        assert!(titles[0].contains("carnet"), "{titles:?}");
        // Each leads to its question.
        for title in ["carnet", "portail"] {
            let to = her.link(title);
            assert!(
                to.is_some_and(|to| to.starts_with("/questions/")),
                "{title}"
            );
        }
        assert_eq!(her.form("Chercher").value("sort"), "question");
        her.press("Chercher", &[("level", "college"), ("q", "menace")])
            .await;
        let titles = answers(&her);
        assert!(
            titles.len() == 1 && titles[0].contains("portail"),
            "{titles:?}"
        );
        let chosen = [
            ("level", ""),
            ("sort", ""),
            ("kind", "menaces"),
            ("q", "menace"),
        ];
        her.press("Chercher", &chosen).await;
        let titles = answers(&her);
        assert!(
            titles.iter().any(|title| title.starts_with("Situation:")),
            "{titles:?}"
        );
        assert!(
            titles.iter().all(|title| !title.contains("carnet")),
            "{titles:?}"
        );

        // Values that no page of ours sends are no trouble.
        for (name, value) in [
            ("year", "x"),
            ("sort", "dossier"),
            ("expert", "<b>"),
            ("kind", "\0"),
        ] {
            her.open("/chercher").await;
            her.press("Chercher", &[(name, value), ("q", "menace")])
                .await;
            her.is_at("/chercher", 200);
        }
    })
    .await;
}

#[tokio::test]
async fn published_answers_come_ten_by_ten() {
    everywhere(|world| async move {
        let one = |n: i64| {
            let id = format!("q{n}");
            let title = format!("Menace numéro {n}");
            Change::Put(Box::new(published(&id, n, &title, "Texte.")))
        };
        let all = (0..25).map(one).collect();
        world.search.follow(all, 25).expect("followed");
        let mut her = world.anonymous();
        her.open("/chercher").await;
        her.press("Chercher", &[("expert", "Une juriste")]).await;
        her.sees("De 1 à 10");
        her.press("Voir les réponses suivantes", &[]).await;
        her.sees("De 11 à 20");
        her.press("Voir les réponses suivantes", &[]).await;
        her.sees("De 21 à 25");
        assert_eq!(her.form("Chercher").value("expert"), "Une juriste");
    })
    .await;
}

/// What a program is answered.
async fn asks(program: &mut Visitor, body: serde_json::Value) -> (u16, serde_json::Value) {
    let body = ("application/json".to_owned(), body.to_string().into_bytes());
    let (status, _, bytes) = program
        .once(http::Method::POST, "/api/v1/search", Some(body))
        .await;
    let said = serde_json::from_slice(&bytes).expect("JSON");
    (status.as_u16(), said)
}

#[tokio::test]
async fn n008_the_same_choices_for_a_program() {
    everywhere(|world| async move {
        let mut program = world.anonymous();
        let (status, said) = asks(
            &mut program,
            serde_json::json!({
                "query": "", "kind": "menaces", "profession": "enseignant", "level": "lycee",
            }),
        )
        .await;
        assert_eq!(status, 200, "{said}");
        let hits = said["hits"].as_array().expect("hits");
        assert!(
            !hits.is_empty() && hits.iter().all(|hit| hit["sort"] == "answer"),
            "{said}"
        );
        assert_eq!(
            said["choices"]["professions"].as_array().map(Vec::len),
            Some(7)
        );
        assert_eq!(said["choices"]["years"], serde_json::json!([]));
    })
    .await;
}

#[tokio::test]
async fn published_answers_for_a_program() {
    everywhere(|world| async move {
        world.search.follow(two(), 2).expect("followed");
        let mut program = world.anonymous();
        let (status, said) = asks(
            &mut program,
            serde_json::json!({
                "query": "", "sort": ["question"], "kind": "menaces", "profession": "enseignant",
                "level": "college", "year": 2026, "expert": "Une juriste", "count": 5,
            }),
        )
        .await;
        assert_eq!(status, 200, "{said}");
        assert_eq!(said["total"], 1);
        assert_eq!(said["hits"][0]["id"], "question/q1");
        assert_eq!(said["hits"][0]["facets"]["expert"], "Une juriste");
        assert_eq!(said["choices"]["years"], serde_json::json!([2026]));
        let (status, said) = asks(
            &mut program,
            serde_json::json!({ "query": "menace", "sort": ["dossier"] }),
        )
        .await;
        assert_eq!(status, 422, "{said}");
        assert!(said.to_string().contains("sort"), "{said}");
    })
    .await;
}

#[test]
fn n008_the_same_choices_from_the_command_line() {
    let found = preau(&["search", "--kind", "menaces", "--count", "50"]);
    let text = String::from_utf8(found.stdout).expect("text");
    assert_eq!(found.status.code(), Some(0));
    let first = text.lines().next().unwrap_or_default();
    assert!(first.ends_with("[situation/menaces]"), "{text}");
    assert!(
        text.contains("[answer/") && !text.contains("[law/"),
        "{text}"
    );
    let chosen = [
        "search",
        "plainte",
        "--kind",
        "menaces",
        "--profession",
        "enseignant",
        "--level",
        "lycee",
        "--json",
    ];
    let found = preau(&chosen);
    let json: serde_json::Value = serde_json::from_slice(&found.stdout).expect("JSON");
    let hits = json["hits"].as_array().expect("hits");
    assert!(!hits.is_empty());
    for hit in hits {
        let facets = &hit["facets"];
        for (list, value) in [
            ("kinds", "menaces"),
            ("professions", "enseignant"),
            ("levels", "lycee"),
        ] {
            let all = facets[list].as_array().expect("a list");
            assert!(all.contains(&value.into()), "{hit}");
        }
    }
    let levels = serde_json::json!(["college", "ecole", "lycee", "superieur"]);
    assert_eq!(json["choices"]["levels"], levels);
    let none = preau(&["search", "--sort", "law", "--kind", "menaces"]);
    assert_eq!(none.status.code(), Some(1));
    let said = String::from_utf8(none.stdout).expect("text");
    assert!(said.starts_with("Rien ne correspond à ce choix."), "{said}");
    let wrong = preau(&["search", "--sort", "dossier"]);
    assert_eq!(wrong.status.code(), Some(2));
    let said = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert!(said.contains("situation, answer") && !said.contains("question"));
    // What chooses among published answers is not offered while there are none.
    let help = preau(&["search", "--help"]);
    let help = String::from_utf8(help.stdout).expect("text");
    for hidden in ["--year", "--expert", "--data", "question"] {
        assert!(!help.contains(hidden), "{hidden}: {help}");
    }
}

#[test]
fn published_answers_from_the_command_line() {
    let room = tempfile::tempdir().expect("a folder");
    let data = room.path().join("data");
    let folder = data.to_str().expect("its name");
    // Nothing there: the guide alone, and nothing is made.
    let found = preau(&["search", "menace", "--data", folder]);
    assert_eq!(found.status.code(), Some(0));
    assert!(!data.exists());
    let content = guide::Content::embedded().expect("the content");
    let finder = Finder::in_folder(|| guide::search::entries(content), data.join("index"));
    finder.follow(two(), 2).expect("followed");

    // While the program that follows still runs.
    let found = preau(&["search", "--sort", "question", "--data", folder]);
    assert_eq!(
        String::from_utf8(found.stdout).expect("text"),
        "Menace dans un carnet de correspondance  [question/q2]  2026-02-10, Une juriste\n    \
         Gardez le carnet et prévenez le chef d’établissement.\n\
         Un parent menace de venir au portail  [question/q1]  2026-01-02, Une juriste\n    \
         Demandez un rendez-vous accompagné.\n"
    );
    let filters = [
        ("--kind", "menaces"),
        ("--level", "college"),
        ("--profession", "enseignant"),
        ("--year", "2026"),
        ("--expert", "Une juriste"),
        ("--data", folder),
    ];
    let mut arguments = vec!["search", "menaces", "--json"];
    for (name, value) in filters {
        arguments.extend([name, value]);
    }
    let found = preau(&arguments);
    let json: serde_json::Value = serde_json::from_slice(&found.stdout).expect("JSON");
    assert_eq!(json["total"], 1);
    assert_eq!(json["hits"][0]["id"], "question/q1");
    let facets = &json["hits"][0]["facets"];
    assert_eq!(facets["published"], "2026-01-02T12:00:00.000000Z");
    assert_eq!(
        json["choices"]["experts"],
        serde_json::json!(["Une juriste"])
    );
    let none = preau(&["search", "--year", "1999", "--data", folder]);
    assert_eq!(none.status.code(), Some(1));
}

fn preau(arguments: &[&str]) -> Output {
    let program = std::env::var("PREAU_BIN")
        .expect("PREAU_BIN must name the program: cargo build -p preau, or ./bin/test");
    Command::new(program)
        .args(arguments)
        .output()
        .expect("the program")
}

#[test]
fn the_same_search_from_the_command_line() {
    let found = preau(&["search", "faux compte"]);
    let text = String::from_utf8(found.stdout).expect("text");
    assert_eq!(found.status.code(), Some(0));
    assert!(
        text.starts_with("Faux profil, usurpation d’identité  [situation/usurpation-identite]\n"),
        "{text}"
    );
    // Words without quotes are one search.
    let same = preau(&["search", "faux", "compte"]);
    assert_eq!(String::from_utf8(same.stdout).expect("text"), text);

    let found = preau(&["search", "usurpasion", "--json", "--count", "2"]);
    let json: serde_json::Value = serde_json::from_slice(&found.stdout).expect("JSON");
    assert_eq!(json["query"], "usurpasion");
    assert_eq!(json["hits"].as_array().map(Vec::len), Some(2));
    assert!(json["total"].as_u64() > Some(2));
    assert_eq!(json["hits"][0]["id"], "situation/usurpation-identite");
    assert_eq!(json["hits"][0]["sort"], "situation");
    assert_eq!(
        json["hits"][0]["en"]["title"],
        "Fake profile, impersonation"
    );

    let nothing = preau(&["search", "xylophone"]);
    assert_eq!(nothing.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&nothing.stdout).contains("preau triage"));
    let json = preau(&["search", "xylophone", "--json"]);
    assert_eq!(json.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&json.stdout).contains("\"hits\": []"));

    assert_eq!(preau(&["search"]).status.code(), Some(2));
    // None asked for is not none found.
    let none = preau(&["search", "faux compte", "--count", "0"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&none.stderr).contains("--count"));

    // What is longer than a search is read up to a point, and that is said.
    let long = "faux compte ".repeat(20);
    let found = preau(&["search", &long]);
    assert_eq!(found.status.code(), Some(0));
    let said = String::from_utf8_lossy(&found.stderr).into_owned();
    assert!(said.contains("200"), "{said}");
    let json = preau(&["search", &long, "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(json["cut"], true);
    let whole = &long[..200];
    let found = preau(&["search", whole]);
    assert!(found.stderr.is_empty(), "{found:?}");
    let json = preau(&["search", whole, "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(json["cut"], false);
    let help = preau(&["search", "--help"]);
    let help = String::from_utf8(help.stdout).expect("text");
    assert!(help.contains("preau search \"faux compte\"") && help.contains("Exit status"));
}
