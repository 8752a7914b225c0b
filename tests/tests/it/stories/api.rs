//! What programs are answered: what Préau knows, and one dossier with the token that its owner made.

use super::export::Unzipped;
use super::keeping::{back_up, restored, restores};
use crate::people::files::png;
use crate::people::visitor::multipart;
use crate::people::{Chosen, Teacher, Visitor, World, everywhere};
use http::Method;
use serde_json::{Value, json};

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

    /// The same, where that browser is.
    pub fn before(mut visitor: Visitor, token: &str) -> Self {
        visitor
            .says
            .push(("authorization", format!("Bearer {token}")));
        Self(visitor)
    }

    /// One request: its status, and its JSON.
    pub async fn ask(
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
async fn a_token_opens_again_after_a_restore_and_one_closed_since_does_not() {
    everywhere(|world| async move {
        let room = tempfile::tempdir().expect("a folder");
        let room = room.path();
        let mut her = world.teacher().await;
        her.adds("preuve.png", &png("preuve")).await;
        let stays = token(&mut her, "read", "Suivi", "30").await;
        let closed = token(&mut her, "read", "Ancien", "30").await;
        let adds = token(&mut her, "add", "Envoi", "30").await;
        back_up(room, &world.config);
        her.goes("/programmes")
            .await
            .press("Fermer l’accès de programme Ancien", &[])
            .await;
        her.goes("/programmes")
            .await
            .press("Fermer ce lien", &[])
            .await;
        let since = token(&mut her, "read", "Depuis", "30").await;
        let list = world.config.erasures().to_string_lossy().into_owned();
        store::testing::beside(&world.config, |elsewhere| {
            let (world, list) = (&world, &list);
            let (stays, closed, adds, since) = (&stays, &closed, &adds, &since);
            async move {
                restores(room, &elsewhere, &["--erasures", list]);
                let there = restored(world, elsewhere).await;
                let (status, said) = Program::of(&there, stays)
                    .get("/api/v1/dossier/pieces")
                    .await;
                assert_eq!((status, &said["total"]), (200, &json!(1)), "{said}");
                for token in [closed, since] {
                    assert_eq!(
                        Program::of(&there, token).get("/api/v1/dossier").await.0,
                        401
                    );
                }
                let fact = json!({ "what": "Un fait." });
                let mut adds = Program::of(&there, adds);
                assert_eq!(adds.post("/api/v1/dossier/facts", &fact).await.0, 401);
                there.store.db.close().await;
            }
        })
        .await;
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
        // The same name in the mouth of another program is another addition.
        let other = token(&mut her, "add", "Autre collecte", "30").await;
        let mut other = Program::of(&world, &other);
        other.0.says.push(("idempotency-key", "fait-1".to_owned()));
        let (_, theirs) = other.post("/api/v1/dossier/facts", &fact).await;
        assert_ne!(theirs["seq"], first["seq"], "nothing of one hides the other's");
        her.goes("/aide")
            .await
            .press("Mettre de côté", &[])
            .await;
        program.0.says.pop();
        let note = json!({ "step": "demande-retrait-plateforme", "did": "contact", "on": "2026-11-19", "reference": "REF-élytre" });
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
        her.goes("/demarche/demande-retrait-plateforme").await.sees("REF-élytre");
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
        let (rows, files) = (world.rows().await, world.blob_files().len());
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
        assert_eq!(world.blob_files().len(), files, "nothing of a refused file stays");
    })
    .await;
}

/// Programs that do all they can: their names, their tokens and what they send are words of `word`. Gives the tokens.
pub async fn everything(
    world: &World,
    her: &mut Teacher,
    word: &mut impl FnMut(&str) -> String,
) -> Vec<String> {
    let mut tokens = Vec::new();
    for scope in ["read", "add"] {
        let token = token(her, scope, &word(scope), "30").await;
        let mut program = Program::of(world, &token);
        if scope == "read" {
            assert_eq!(program.get("/api/v1/dossier").await.0, 200);
        } else {
            let fact = json!({ "what": word("fait-programme"), "told_by": word("dit-par") });
            assert_eq!(program.post("/api/v1/dossier/facts", &fact).await.0, 201);
        }
        // What cannot be read may be quoted to the program; never in a log.
        let mut wrong = json!({ "text": 1 });
        wrong[word("champ")] = word("valeur").into();
        assert_eq!(program.post("/api/v1/triage", &wrong).await.0, 422);
        let asked = json!({ "query": word("cherche") });
        assert_eq!(program.post("/api/v1/search", &asked).await.0, 200);
        tokens.push(token);
    }
    tokens
}
