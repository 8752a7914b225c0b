//! What programs see of the API: words for troubles, the answers of the command line, a description that holds, and what a
//! client written by others finds.

use super::api::{Program, token};
use super::commands::{preau, said};
use super::crash::Server;
use crate::people::files::png;
use crate::people::world::{INSULT, NOW, ON_THE_NET, dossier_of, tell};
use crate::people::{Teacher, Visitor, everywhere};
use http::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

#[tokio::test]
async fn a_program_is_told_what_is_wrong_in_its_language_and_never_gets_a_page() {
    everywhere(|world| async move {
        let mut program = Program(world.anonymous());
        for (method, path, status, code) in [
            (Method::GET, "/api/v1/dossier", 401, "token"),
            (Method::GET, "/api/rien", 404, "not-found"),
            (Method::GET, "/api/v1/letters/rien", 404, "not-found"),
            (Method::DELETE, "/api/v1/dossier", 405, "method"),
            (Method::GET, "/api/v1/triage", 405, "method"),
            (Method::POST, "/api/v1/triage", 415, "media"),
            (
                Method::GET,
                "/api/v1/deadlines/presse-3-mois?from=hier",
                422,
                "invalid",
            ),
        ] {
            let (found, fr) = program.ask(method.clone(), path, None).await;
            assert_eq!(
                (found, fr["code"].as_str()),
                (status, Some(code)),
                "{path}: {fr}"
            );
            assert_eq!(fr["status"], status);
            assert_eq!(
                program.0.header("content-type"),
                "application/problem+json",
                "{path}"
            );
            assert_eq!(program.0.header("content-language"), "fr");
            program
                .0
                .says
                .push(("accept-language", "en-GB,en;q=0.9".to_owned()));
            let (_, en) = program.ask(method, path, None).await;
            program.0.says.pop();
            assert_ne!(fr["detail"], en["detail"], "{path}");
            assert_eq!(program.0.header("content-language"), "en");
        }
        program
            .ask(Method::PUT, "/api/v1/letters/plainte", None)
            .await;
        assert_eq!(program.0.header("allow"), "GET, POST");
        // A body that is refused is not repeated in a log; what is too long for a form is too long here.
        let (status, said) = program
            .post("/api/v1/triage", &json!({ "text": "x".repeat(600_000) }))
            .await;
        assert_eq!((status, said["code"].as_str()), (413, Some("too-large")));
    })
    .await;
}

/// What the program itself says of these arguments, with this on its standard input.
fn cli(args: &[&str], files: &[(&str, &str)]) -> Value {
    let room = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        std::fs::write(room.path().join(name), text).expect("a file");
    }
    let (text, _) = said(&preau(room.path(), NOW, args));
    serde_json::from_str(&text).unwrap_or_else(|_| panic!("{args:?}: {text}"))
}

#[tokio::test]
async fn what_preau_knows_is_answered_as_on_the_command_line() {
    everywhere(|world| async move {
        let mut program = Program(world.anonymous());
        let (status, triage) = program
            .post("/api/v1/triage", &json!({ "text": INSULT }))
            .await;
        assert_eq!(
            (status, &triage),
            (200, &cli(&["triage", "--json", "s"], &[("s", INSULT)]))
        );
        assert_eq!(triage["kinds"][0]["id"], "insulte-diffamation");

        let facts = json!({ "kinds": ["menaces"], "author": "eleve", "departement": "67" });
        let (status, plan) = program.post("/api/v1/plan", &facts).await;
        let files = [("f.json", facts.to_string())];
        let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
        assert_eq!(
            (status, plan),
            (200, cli(&["plan", "--facts", "f.json", "--json"], &files))
        );
        for (wrong, field) in [
            (json!({ "kinds": [] }), "kinds"),
            (json!({ "kinds": ["rien"] }), ""),
        ] {
            let (status, said) = program.post("/api/v1/plan", &wrong).await;
            assert_eq!((status, &said["errors"][0]["field"]), (422, &json!(field)));
        }

        let (status, end) = program
            .get("/api/v1/deadlines/presse-3-mois?from=2026-09-10")
            .await;
        let line = [
            "deadline",
            "presse-3-mois",
            "--from",
            "2026-09-10",
            "--json",
        ];
        assert_eq!((status, &end), (200, &cli(&line, &[])));
        assert_eq!(end["last"], "2026-12-10");
        let (_, rules) = program.get("/api/v1/deadlines").await;
        assert!(
            rules["items"]
                .as_array()
                .is_some_and(|all| all.iter().any(|one| one["id"] == "presse-3-mois"))
        );

        let (status, found) = program
            .post(
                "/api/v1/search",
                &json!({ "query": "faux compte", "count": 3 }),
            )
            .await;
        assert_eq!(
            (status, found),
            (
                200,
                cli(&["search", "faux compte", "--count", "3", "--json"], &[])
            )
        );

        // The example of every letter is final, and is the same text as the command writes.
        let (_, models) = program.get("/api/v1/letters").await;
        let models = models["items"].as_array().expect("letters").clone();
        assert!(models.len() > 10);
        for id in models.iter().filter_map(|one| one["id"].as_str()) {
            let path = format!("/api/v1/letters/{id}");
            let (_, model) = program.get(&path).await;
            let (status, letter) = program.post(&path, &model["example"]).await;
            assert_eq!(
                (status, &letter["final"], &letter["missing"]),
                (200, &json!(true), &json!([])),
                "{id}"
            );
        }
        let (status, empty) = program
            .post("/api/v1/letters/dsa-notification", &json!({}))
            .await;
        assert_eq!((status, &empty["final"]), (200, &json!(false)));
        assert!(
            empty["text"]
                .as_str()
                .is_some_and(|text| text.contains("Brouillon"))
        );
        assert!(
            empty["missing"]
                .as_array()
                .is_some_and(|missing| !missing.is_empty())
        );

        for (list, one) in [("law/articles", "cp-222-17"), ("situations", "menaces")] {
            let (_, all) = program.get(&format!("/api/v1/{list}")).await;
            assert!(
                all["items"]
                    .as_array()
                    .is_some_and(|all| all.iter().any(|item| item["id"] == one))
            );
            let (status, found) = program.get(&format!("/api/v1/{list}/{one}")).await;
            assert_eq!((status, &found["id"]), (200, &json!(one)));
        }
        let (status, all) = program.get("/api/v1/resources").await;
        assert_eq!(
            (
                status,
                all["items"].as_array().is_some_and(|all| all.len() > 3)
            ),
            (200, true)
        );
        // Nothing of it is kept.
        assert!(
            !world.rows().await.contains_key("sessions"),
            "{:?}",
            world.rows().await
        );
    })
    .await;
}

/// Every `$ref` under a value.
fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            found.extend(map.get("$ref").and_then(Value::as_str).map(str::to_owned));
            map.values().for_each(|value| references(value, found));
        }
        Value::Array(all) => all.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

#[tokio::test]
async fn every_address_for_programs_is_described_and_nothing_else_is() {
    everywhere(|world| async move {
        let mut program = Program(world.anonymous());
        let (status, whole) = program.get("/api/openapi.json").await;
        assert_eq!((status, &whole["openapi"]), (200, &json!("3.1.1")));
        let routes = world
            .app
            .access
            .iter()
            .filter(|route| route.path.starts_with("/api/"));
        let routes: BTreeSet<String> = routes
            .map(|route| format!("{} {}", route.method, route.path))
            .collect();
        let mut described = BTreeSet::new();
        let mut names = BTreeSet::new();
        for (path, methods) in whole["paths"].as_object().expect("paths") {
            for (method, operation) in methods.as_object().expect("methods") {
                described.insert(format!("{} {path}", method.to_uppercase()));
                let name = operation["operationId"].as_str().expect("a name");
                assert!(names.insert(name.to_owned()), "{name} twice");
                let values = path.matches('{').count();
                let told = operation["parameters"].as_array().into_iter().flatten();
                let told = told.filter(|one| one["in"] == "path").count();
                assert_eq!(values, told, "{path}");
                let secured = operation["security"]
                    .as_array()
                    .is_some_and(|all| !all.is_empty());
                let route = world
                    .app
                    .access
                    .iter()
                    .find(|route| route.path == path)
                    .expect("a route");
                assert_eq!(secured, route.who == ui::Who::Link, "{path}");
                assert!(operation["responses"].get("500").is_some(), "{path}");
            }
        }
        assert_eq!(described, routes);
        assert!(described.len() >= 25);
        let mut found = BTreeSet::new();
        references(&whole, &mut found);
        for one in found {
            let pointer = one.strip_prefix('#').expect("in this document");
            assert!(whole.pointer(pointer).is_some(), "{one} leads nowhere");
        }
    })
    .await;
}

/// A dossier on a running program.
async fn on_the_net(server: &Server) -> (Teacher, String) {
    let mut her = Visitor::on_the_net(&server.base);
    tell(&mut her, INSULT).await;
    her.press("Continuer", &ON_THE_NET).await;
    her.press("Continuer", &[("kind", "insulte-diffamation")])
        .await;
    her.press("Mettre à l’abri", &[]).await;
    let dossier = dossier_of(&her.path);
    let code = her.open("/code").await.code_shown();
    her.press("J’ai noté mon code", &[("code", &code)]).await;
    let teacher = Teacher {
        visitor: her,
        code: code.clone(),
        dossier,
    };
    (teacher, code)
}

#[tokio::test]
async fn the_command_due_asks_an_instance_with_a_token() {
    let room = tempfile::tempdir().expect("a folder");
    let server = Server::start(&room.path().join("data"));
    let (mut her, _) = on_the_net(&server).await;
    let read = token(&mut her, "read", "Suivi", "30").await;
    std::fs::write(room.path().join("token"), format!("{read}\n")).expect("a file");
    let line = [
        "due",
        "--json",
        "--url",
        &server.base,
        "--token-file",
        "token",
    ];
    let output = preau(room.path(), NOW, &line);
    let (text, _) = said(&output);
    let there: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text} {output:?}"));
    let mut program = Program::before(Visitor::on_the_net(&server.base), &read);
    let (_, asked) = program.get("/api/v1/dossier/deadlines").await;
    assert_eq!(there, asked);
    // The same shape as from an export, its own count of what is withheld apart.
    std::fs::write(room.path().join("d.zip"), her.exports(&[]).await).expect("a file");
    let now = format!("{}T12:00:00Z", asked["today"].as_str().expect("a day"));
    let (text, _) = said(&preau(room.path(), &now, &["due", "--json", "d.zip"]));
    let here: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(here["days"], there["days"]);
    let words = said(&preau(
        room.path(),
        NOW,
        &line[2..].iter().copied().fold(vec!["due"], |mut all, one| {
            all.push(one);
            all
        }),
    ))
    .0;
    assert!(
        there["days"]
            .as_array()
            .is_some_and(|days| !days.is_empty())
    );
    assert!(
        words.contains(there["days"][0]["on"].as_str().expect("a day")),
        "{words}"
    );

    // A token that opens nothing: said with its remedy, and never repeated.
    std::fs::write(room.path().join("token"), "preau-read-x").expect("a file");
    let output = preau(room.path(), NOW, &line);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{error}");
    assert!(
        error.contains("can make another one") && !error.contains("preau-read-x"),
        "{error}"
    );
    for wrong in [
        vec!["due", "--url", "http://127.0.0.1:9"],
        vec!["due", "--token-file", "token"],
        vec!["due"],
    ] {
        assert_eq!(
            preau(room.path(), NOW, &wrong).status.code(),
            Some(2),
            "{wrong:?}"
        );
    }
}

/// What a client written by others checks of every answer. Not that what fits the description is always accepted: which ids
/// exist is in no schema.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,\
    response_schema_conformance,negative_data_rejection,unsupported_method,allow_header_conformance";

/// Lets it call these operations, and gives whether it found nothing wrong, and what it said.
fn called(
    room: &Path,
    description: &str,
    base: &str,
    only: &[&str],
    token: &str,
) -> (bool, String) {
    let venv = std::env::var("PREAU_TEST_VENV").expect("the venv of bin/test");
    let tool = Path::new(&venv).join("bin/schemathesis");
    let bearer = format!("Authorization: Bearer {token}");
    let output = Command::new(&tool)
        .current_dir(room)
        .args([
            "run",
            description,
            "--url",
            base,
            "--checks",
            CHECKS,
            "--seed",
            "1",
        ])
        .args([
            "--phases",
            "examples,coverage,fuzzing",
            "--max-examples",
            "20",
            "--no-shrink",
            "--continue-on-failure",
        ])
        .args([
            "--generation-database",
            "none",
            "--rate-limit",
            "auto",
            "--header",
            &bearer,
        ])
        .args(only)
        .output()
        .unwrap_or_else(|error| panic!("{}: {error}; bin/test venv installs it", tool.display()));
    (
        output.status.success(),
        String::from_utf8_lossy(&output.stdout).into_owned(),
    )
}

#[tokio::test]
async fn a_client_written_by_others_finds_no_failure_and_nothing_undescribed() {
    let room = tempfile::tempdir().expect("a folder");
    let server = Server::start(&room.path().join("data"));
    let (mut her, _) = on_the_net(&server).await;
    let read = token(&mut her, "read", "Lecture", "30").await;
    let add = token(&mut her, "add", "Ajouts", "30").await;
    her.adds("preuve.png", &png("preuve")).await;
    let (status, _, document) = her
        .visitor
        .once(Method::GET, "/api/openapi.json", None)
        .await;
    assert_eq!(status.as_u16(), 200);
    let file = room.path().join("openapi.json");
    std::fs::write(&file, &document).expect("a file");
    let described = file.display().to_string();
    let dossier = ["--include-tag", "dossier", "--exclude-method"];
    for (only, token, least) in [
        (vec!["--include-tag", "public"], "", 300),
        ([&dossier[..], &["POST"]].concat(), read.as_str(), 50),
        ([&dossier[..], &["GET"]].concat(), add.as_str(), 100),
        (vec!["--include-tag", "link"], "inconnu", 50),
    ] {
        let (fine, said) = called(room.path(), &described, &server.base, &only, token);
        assert!(fine, "{only:?}: {said}");
        let words: Vec<&str> = said.split_whitespace().collect();
        let at = words
            .iter()
            .position(|word| *word == "generated,")
            .expect("how many calls");
        let calls: u32 = words[at - 1].parse().expect("a number");
        assert!(calls >= least, "{only:?}: {calls} calls");
    }
    // Something of it was taken, and waits. Her browser's connection has long been closed.
    her.visitor = her.visitor.moved_to(&server.base);
    her.goes("").await.sees("ajouts attendent votre accord");

    // It does see what is not described.
    let mut lies: Value = serde_json::from_slice(&document).expect("JSON");
    let answers = lies.pointer_mut("/paths/~1api~1v1~1law~1articles~1{id}/get/responses");
    answers
        .and_then(Value::as_object_mut)
        .expect("answers")
        .remove("404");
    std::fs::write(&file, lies.to_string()).expect("a file");
    let only = ["--include-operation-id", "article"];
    let (fine, said) = called(room.path(), &described, &server.base, &only, "");
    assert!(!fine && said.contains("404"), "{said}");
}
