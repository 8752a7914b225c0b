//! What programs are answered: what Préau knows, and one dossier with the token that its owner made.

use super::commands::{preau, said};
use super::crash::Server;
use super::export::Unzipped;
use crate::people::files::png;
use crate::people::visitor::multipart;
use crate::people::world::{INSULT, NOW, ON_THE_NET, dossier_of, tell};
use crate::people::{Chosen, Teacher, Visitor, World, everywhere};
use http::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const DAY: i64 = 86_400;
const JSON: &str = "application/json";

/// Makes a token as the owner does, and gives what the page shows once.
pub async fn token(her: &mut Teacher, scope: &str, name: &str, days: &str) -> String {
    let page = her.goes("/programmes").await;
    let fields = [("name", name), ("scope", scope), ("days", days)];
    page.press("Créer ce jeton", &fields).await;
    shown(her)
}

fn shown(her: &Visitor) -> String {
    let page = her.page();
    let texts = page
        .all("p")
        .into_iter()
        .map(|one| one.text().trim().to_owned());
    let mut tokens = texts.filter(|text| text.starts_with("preau-"));
    tokens.next().expect("a token")
}

/// A program: no cookie, a bearer.
pub struct Program(pub Visitor);

impl Program {
    pub fn of(world: &World, token: &str) -> Self {
        Self::before(world.anonymous(), token)
    }

    fn before(mut visitor: Visitor, token: &str) -> Self {
        visitor
            .says
            .push(("authorization", format!("Bearer {token}")));
        Self(visitor)
    }

    async fn ask(
        &mut self,
        method: Method,
        path: &str,
        body: Option<(String, Vec<u8>)>,
    ) -> (u16, Value) {
        let (status, headers, bytes) = self.0.once(method, path, body).await;
        self.0.headers = headers;
        self.0.body = bytes;
        assert!(self.0.cookies.is_empty(), "{path}: a program has no cookie");
        let said = serde_json::from_slice(&self.0.body).unwrap_or(Value::Null);
        (status.as_u16(), said)
    }

    pub async fn get(&mut self, path: &str) -> (u16, Value) {
        self.ask(Method::GET, path, None).await
    }

    pub async fn post(&mut self, path: &str, body: &Value) -> (u16, Value) {
        let body = (JSON.to_owned(), body.to_string().into_bytes());
        self.ask(Method::POST, path, Some(body)).await
    }

    async fn sends(&mut self, fields: &[(&str, &str)], file: Chosen<'_>) -> (u16, Value) {
        let fields = fields
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        let fields: Vec<(String, String)> = fields.collect();
        let body = multipart(&fields, Some("file"), &[file]);
        self.ask(Method::POST, "/api/v1/dossier/pieces", Some(body))
            .await
    }
}

#[tokio::test]
async fn a_program_reads_what_a_helper_reads_and_each_day_of_it_is_told() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        her.adds("preuve.png", &png("preuve")).await;
        let at = her.adds("identite.png", &png("identite")).await;
        her.open(&at)
            .await
            .press("Enregistrer", &[("identity", "oui")])
            .await;
        let at = her.adds("journal.png", &png("journal")).await;
        her.open(&at)
            .await
            .press("Enregistrer", &[("kept_back", "oui")])
            .await;
        super::sharing::shares(&mut her, "lien", "read", "7").await;
        her.goes("/resume")
            .await
            .press("Envoyer", &[("text", "Une phrase entre nous, xérophyte")])
            .await;
        let token = token(&mut her, "read", "Tableau de suivi", "30").await;
        her.goes("/programmes")
            .await
            .does_not_see(&token)
            .sees("programme Tableau de suivi");
        her.sees("N’a encore rien ouvert");

        let mut program = Program::of(&world, &token);
        let (status, case) = program.get("/api/v1/dossier").await;
        assert_eq!(status, 200, "{case}");
        assert!(
            case["story"]
                .as_str()
                .is_some_and(|story| story.contains("vendue")),
            "{case}"
        );
        assert_eq!(
            case["facts"][0]["when"],
            json!({ "kind": "exact", "on": "2026-11-16" })
        );
        assert_eq!(case["facts"][0]["post"], "https://reseau.example/p/123");
        assert_eq!(case["kinds"][0]["id"], "insulte-diffamation");
        let names: Vec<&str> = case["pieces"]
            .as_array()
            .expect("pieces")
            .iter()
            .filter_map(|one| one["name"].as_str())
            .collect();
        assert_eq!(names, ["preuve.png"], "as in an export, and no more");
        let all = case.to_string();
        for canary in ["identite", "journal.png", "Valmy", "xérophyte", "Tableau"] {
            assert!(!all.contains(canary), "{canary} is told to a program");
        }
        assert!(
            case["journal"]["head"]
                .as_str()
                .is_some_and(|head| head.contains("/d/"))
        );

        // The same again: not sent twice, not written twice.
        let tag = program.0.header("etag").to_owned();
        program.0.says.push(("if-none-match", tag));
        assert_eq!(program.get("/api/v1/dossier").await, (304, Value::Null));
        program.0.says.pop();
        let (status, _) = program.get("/api/v1/dossier/pieces/1").await;
        assert_eq!(
            (status, program.0.body.as_slice()),
            (200, png("preuve").as_slice())
        );
        assert_eq!(program.0.header("content-type"), "application/octet-stream");
        assert!(
            program
                .0
                .header("content-security-policy")
                .starts_with("sandbox")
        );
        for hidden in ["2", "3", "4", "0", "x", "-1"] {
            let (status, said) = program
                .get(&format!("/api/v1/dossier/pieces/{hidden}"))
                .await;
            assert_eq!(
                (status, said["code"].as_str()),
                (404, Some("not-found")),
                "{hidden}"
            );
        }
        her.goes("/partage")
            .await
            .sees("programme Tableau de suivi")
            .sees("2 ouvertures");
        her.goes("/historique")
            .await
            .sees("Ouverture (par programme Tableau de suivi)");
        world.pass(DAY);
        assert_eq!(program.get("/api/v1/dossier/deadlines").await.0, 200);
        her.come_back(&world).await;
        her.goes("/programmes")
            .await
            .sees("Le dossier, le")
            .sees("La pièce n° 1, le");
        her.goes("/partage").await.sees("3 ouvertures");

        // In parts.
        let (_, first) = program.get("/api/v1/dossier/pieces?limit=1").await;
        assert_eq!((&first["total"], &first["next"]), (&json!(1), &Value::Null));
        let (_, lines) = program.get("/api/v1/dossier/timeline?limit=1").await;
        let total = lines["total"].as_u64().expect("how many");
        assert!(total > 1 && lines["next"] == 1, "{lines}");
        let (_, rest) = program
            .get("/api/v1/dossier/timeline?after=1&limit=500")
            .await;
        assert_eq!(
            rest["lines"].as_array().map(Vec::len),
            Some(usize::try_from(total).expect("few") - 1)
        );
        for wrong in ["limit=0", "limit=501", "limit=x", "after=-1", "size=1"] {
            let (status, said) = program
                .get(&format!("/api/v1/dossier/pieces?{wrong}"))
                .await;
            assert_eq!(
                (status, said["code"].as_str()),
                (422, Some("invalid")),
                "{wrong}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_token_opens_one_dossier_and_nothing_once_closed_or_over() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let read = token(&mut her, "read", "Suivi", "7").await;
        let add = token(&mut her, "add", "Envoi", "7").await;
        let mut other = world.teacher().await;
        let theirs = token(&mut other, "read", "Suivi", "365").await;
        other.adds("ailleurs.png", &png("ailleurs")).await;
        assert_eq!(world.rows().await["tokens"], 2);

        let unknown = seal::token::ReadToken::generate().text().to_string();
        let cookie = her.cookies["__Host-preau"].clone();
        let wrong = [
            "",
            "x",
            "preau-read-",
            "preau-add-",
            unknown.as_str(),
            cookie.as_str(),
            &read["preau-read-".len()..],
            &read.replace("read", "add"),
            &add.replace("add", "read"),
            &read[..read.len() - 1],
        ];
        let fact = json!({ "what": "Un fait." });
        for token in wrong {
            let mut program = Program::of(&world, token);
            for path in ["", "/deadlines", "/timeline", "/pieces", "/pieces/1"] {
                let (status, said) = program.get(&format!("/api/v1/dossier{path}")).await;
                assert_eq!(
                    (status, said["code"].as_str()),
                    (401, Some("token")),
                    "{token} {path}"
                );
                assert_eq!(program.0.header("www-authenticate"), "Bearer");
            }
            assert_eq!(
                program.post("/api/v1/dossier/facts", &fact).await.0,
                401,
                "{token}"
            );
        }
        // A session opens pages, not this.
        her.visitor.send(Method::GET, "/api/v1/dossier", None).await;
        assert_eq!(her.status.as_u16(), 401);

        // Each for its own.
        let (mut reads, mut adds) = (Program::of(&world, &read), Program::of(&world, &add));
        let (status, said) = adds.get("/api/v1/dossier").await;
        assert_eq!((status, said["code"].as_str()), (403, Some("scope")));
        for path in ["facts", "notes"] {
            let (status, said) = reads.post(&format!("/api/v1/dossier/{path}"), &fact).await;
            assert_eq!(
                (status, said["code"].as_str()),
                (403, Some("scope")),
                "{path}"
            );
        }
        let file = Chosen {
            name: "a.png",
            bytes: b"a",
        };
        assert_eq!(reads.sends(&[], file).await.0, 403);
        let (_, mine) = reads.get("/api/v1/dossier/pieces").await;
        let (_, others) = Program::of(&world, &theirs)
            .get("/api/v1/dossier/pieces")
            .await;
        assert_eq!((&mine["total"], &others["total"]), (&json!(0), &json!(1)));
        // An extension's door is for extensions.
        assert_eq!(adds.get("/api/v1/add").await.0, 404);
        let door = add.trim_start_matches("preau-add-");
        assert_eq!(Program::of(&world, door).get("/api/v1/add").await.0, 404);
        let mut page = world.anonymous();
        page.open(&format!("/aide/{door}")).await;
        assert_eq!(page.status.as_u16(), 404);

        // Closed at once; what comes next has another key, and nothing of the token stays.
        her.goes("/programmes")
            .await
            .press("Fermer l’accès de programme Suivi", &[])
            .await;
        her.sees("Vous avez fermé cet accès");
        assert_eq!(reads.get("/api/v1/dossier").await.0, 401);
        her.goes("/historique")
            .await
            .sees("Nouvelle clé du dossier");
        assert_eq!(world.rows().await["tokens"], 1);
        assert_eq!(
            adds.post("/api/v1/dossier/facts", &fact).await.0,
            201,
            "the other is still there"
        );
        her.goes("/programmes")
            .await
            .press("Fermer ce lien", &[])
            .await;
        assert_eq!(adds.post("/api/v1/dossier/facts", &fact).await.0, 401);

        // Over.
        let short = token(&mut her, "read", "Court", "7").await;
        let mut short = Program::of(&world, &short);
        assert_eq!(short.get("/api/v1/dossier").await.0, 200);
        world.pass(7 * DAY + 1);
        assert_eq!(short.get("/api/v1/dossier").await.0, 401);
        assert_eq!(
            Program::of(&world, &theirs).get("/api/v1/dossier").await.0,
            200
        );
        // Months later the row is gone too.
        world.pass(40 * DAY);
        world.app.dossiers.maintain().await.expect("the upkeep");
        assert_eq!(world.rows().await["tokens"], 1);

        // A new proof is asked before a token is made.
        her.come_back(&world).await;
        world.pass(16 * 60);
        her.goes("/programmes")
            .await
            .does_not_see("Créer ce jeton")
            .sees("Confirmer que c’est moi");
    })
    .await;
}

#[tokio::test]
async fn what_a_program_adds_waits_and_counts_once_accepted() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let add = token(&mut her, "add", "Collecte", "30").await;
        let mut program = Program::of(&world, &add);
        let fact = json!({
            "what": "Une vidéo moqueuse a été partagée, zygomorphe.",
            "when": { "kind": "exact", "on": "2026-11-18", "hour": "21:43" },
            "author": "eleve", "platform": "TikTok", "post": "https://video.example/9",
        });
        program.0.says.push(("idempotency-key", "fait-1".to_owned()));
        let (status, first) = program.post("/api/v1/dossier/facts", &fact).await;
        assert_eq!((status, &first["state"]), (201, &json!("pending")), "{first}");
        let (_, again) = program.post("/api/v1/dossier/facts", &fact).await;
        assert_eq!(again["seq"], first["seq"], "sent again, added once");
        program.0.says.pop();
        let note = json!({ "step": "signaler-plateforme", "did": "contact", "on": "2026-11-19", "reference": "REF-élytre" });
        assert_eq!(program.post("/api/v1/dossier/notes", &note).await.0, 201);
        let film = png("film");
        let file = Chosen { name: "film.png", bytes: &film };
        let (status, said) = program.sends(&[("caption", "La vidéo"), ("address", "https://video.example/9")], file).await;
        assert_eq!(status, 201, "{said}");

        // It waits: in no list, no day, no export.
        her.goes("").await.sees("3 ajouts attendent votre accord");
        her.goes("/faits").await.does_not_see("zygomorphe");
        her.goes("/verifier").await.press("Sceller le dossier", &[]).await;
        let before = Unzipped::of(&her.exports(&[]).await);
        for canary in ["zygomorphe", "élytre", "film.png", "Collecte"] {
            assert!(!before.text_holds(canary), "{canary} is in an export");
        }
        her.goes("/aide").await.sees("Un fait proposé par un programme").sees("zygomorphe").sees("REF-élytre").sees("film.png");
        for _ in 0..3 {
            her.goes("/aide").await.press("Ajouter à mon dossier", &[("decision", "accept")]).await;
        }
        her.goes("/faits").await.sees("zygomorphe");
        her.goes("/demarche/signaler-plateforme").await.sees("REF-élytre");
        her.goes("/pieces").await.sees("film.png");
        // It is a fact like another: she corrects it, and exports tell it and can leave it out.
        her.goes("/faits").await;
        let page = her.page();
        let card = page.all("li").into_iter().chain(page.all("div")).find(|one| one.text().contains("zygomorphe") && !one.all("a").is_empty());
        assert!(card.is_some(), "a card to correct");
        let after = Unzipped::of(&her.exports(&[]).await);
        for told in ["zygomorphe", "élytre"] {
            assert!(after.text_holds(told), "{told} is not in an export");
        }
        let report = after.report(&[]);
        assert_eq!(report.content, bundle::verify::Content::True, "{:?}", report.findings);

        // What cannot be used is said, with its field, and adds nothing.
        let rows = world.rows().await;
        for (body, field) in [
            (json!({ "what": " " }), "what"),
            (json!({ "what": "x", "published": "hier" }), "published"),
            (json!({ "what": "x", "author": "personne" }), "author"),
            (json!({ "what": "x", "when": { "kind": "exact", "on": "2026-02-30" } }), "when.on"),
            (json!({ "what": "x", "when": { "kind": "exact", "on": "2026-02-03", "hour": "25:00" } }), "when.hour"),
            (json!({ "what": "x", "when": { "kind": "several", "from": "2026-02-03", "to": "2026-02-01" } }), "when.to"),
        ] {
            let (status, said) = program.post("/api/v1/dossier/facts", &body).await;
            assert_eq!((status, &said["errors"][0]["field"]), (422, &json!(field)), "{body}: {said}");
        }
        for body in [json!({}), json!({ "what": "x", "of": 3 }), json!([]), json!({ "what": "x", "when": "hier" })] {
            let (status, said) = program.post("/api/v1/dossier/facts", &body).await;
            assert_eq!((status, said["reason"].is_string()), (422, true), "{body}: {said}");
        }
        for note in [json!({ "step": "rien" }), json!({ "step": "alerter-chef", "did": "void" }), json!({ "step": "alerter-chef", "did": "tick" })] {
            assert_eq!(program.post("/api/v1/dossier/notes", &note).await.0, 422, "{note}");
        }
        let long = json!({ "what": "x".repeat(70_000) });
        assert_eq!(program.post("/api/v1/dossier/facts", &long).await.0, 413);
        assert_eq!(program.sends(&[("number", "7")], Chosen { name: "a.png", bytes: &film }).await.0, 422);
        assert_eq!(program.sends(&[], Chosen { name: "a.png", bytes: b"" }).await.0, 422);
        let large = vec![7; (1 << 20) + 1];
        assert_eq!(program.sends(&[], Chosen { name: "a.bin", bytes: &large }).await.0, 413);
        let form = ("application/x-www-form-urlencoded".to_owned(), b"what=x".to_vec());
        for path in ["facts", "pieces"] {
            let path = format!("/api/v1/dossier/{path}");
            assert_eq!(program.ask(Method::POST, &path, Some(form.clone())).await.0, 415);
        }
        assert_eq!(world.rows().await["entries"], rows["entries"]);
        let live = world.rows().await["blobs"];
        assert_eq!(live, rows["blobs"], "nothing of a refused file stays");
    })
    .await;
}

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
