//! Every route, whoever asks: allowed exactly as its slice says, and another's dossier is not there.

use super::sharing::{shares, shown_once};
use crate::people::files::png;
use crate::people::world::{INSULT, tell};
use crate::people::{Teacher, Visitor, World, everywhere};
use http::{Method, StatusCode};
use seal::session::Secret;
use ui::Who;

/// What anybody may open, and what takes a draft. Everything else takes a person who came in with her code:
/// a route that leaves that group shows here.
const EVERYONE: [&str; 110] = [
    "GET /",
    "GET /.well-known/preau/keys.txt",
    "GET /abri",
    "POST /abri",
    "GET /accessibilite",
    "GET /actualites",
    "GET /actualites/feed.atom",
    "GET /actualites/{number}",
    "GET /annuaire",
    "GET /api/openapi.json",
    "GET /api/v1/answers",
    "GET /api/v1/answers/{id}",
    "GET /api/v1/deadlines",
    "GET /api/v1/deadlines/{rule}",
    "GET /api/v1/episodes",
    "GET /api/v1/law/articles",
    "GET /api/v1/law/articles/{id}",
    "GET /api/v1/letters",
    "GET /api/v1/letters/{id}",
    "POST /api/v1/letters/{id}",
    "GET /api/v1/news",
    "POST /api/v1/plan",
    "GET /api/v1/questions",
    "POST /api/v1/questions/find",
    "POST /api/v1/questions/mine",
    "GET /api/v1/questions/{id}",
    "GET /api/v1/resources",
    "POST /api/v1/search",
    "GET /api/v1/sessions",
    "GET /api/v1/sessions/{panel}",
    "POST /api/v1/sessions/{panel}/questions",
    "GET /api/v1/sessions/{panel}/work",
    "GET /api/v1/situations",
    "GET /api/v1/situations/{id}",
    "POST /api/v1/triage",
    "GET /ce-que-nous-savons",
    "GET /chercher",
    "POST /chercher",
    "GET /donnees-personnelles",
    "GET /ecouter",
    "GET /ecouter/feed.xml",
    "GET /ecouter/fichiers/{number}/{name}",
    "GET /ecouter/{number}",
    "GET /fermer",
    "POST /fermer",
    "GET /healthz",
    "GET /log/checkpoint",
    "GET /log/tile/{*path}",
    "GET /ma-question",
    "POST /ma-question",
    "POST /ma-question/retirer",
    "GET /mentions-legales",
    "GET /orientation",
    "POST /orientation",
    "GET /questions/feed.atom",
    "GET /questions/integrer",
    "GET /questions/versions/{answer}",
    "GET /questions/{id}",
    "GET /qui-peut-lire",
    "GET /recit",
    "POST /recit",
    "POST /recit/brouillon",
    "GET /registre",
    "GET /reponses",
    "GET /reponses/{id}",
    "GET /ressources",
    "GET /ressources/adolescents",
    "GET /ressources/cas",
    "GET /ressources/cas/{id}",
    "GET /ressources/conseils",
    "POST /ressources/conseils",
    "GET /ressources/contacts",
    "GET /ressources/courriers",
    "GET /ressources/delais",
    "GET /ressources/deontologie",
    "GET /ressources/direction",
    "GET /ressources/glossaire",
    "GET /ressources/liens",
    "GET /ressources/plateformes",
    "POST /ressources/plateformes",
    "GET /ressources/profil",
    "POST /ressources/profil",
    "GET /ressources/profil/regard",
    "POST /ressources/profil/regard",
    "GET /ressources/risques",
    "GET /ressources/seances",
    "GET /ressources/situations",
    "GET /ressources/situations/{id}",
    "GET /ressources/telephone",
    "POST /ressources/telephone",
    "GET /revenir",
    "POST /revenir",
    "GET /revenir/cle",
    "POST /revenir/cle",
    "GET /revenir/cle/premiere",
    "POST /revenir/cle/premiere",
    "GET /revenir/connexion",
    "POST /revenir/connexion",
    "GET /revenir/connexion/retour",
    "GET /revenir/phrase",
    "POST /revenir/phrase",
    "GET /seances",
    "GET /seances/{panel}",
    "GET /seances/{panel}/effort",
    "GET /seances/{panel}/photo/{place}",
    "GET /seances/{panel}/poser",
    "POST /seances/{panel}/poser",
    "POST /seances/{panel}/semblables",
    "GET /sortie",
    "POST /sortie",
];
const DRAFT: [&str; 10] = [
    "POST /abri/ouvrir",
    "GET /plan",
    "POST /plan",
    "GET /quand",
    "POST /quand",
    "GET /securite",
    "POST /securite",
    "GET /securite/aide",
    "GET /situation",
    "POST /situation",
];

/// What takes a link: its token is in the address, or in a header.
const LINK: [&str; 19] = [
    "GET /aide/{token}",
    "POST /aide/{token}",
    "GET /aide/{token}/application",
    "POST /aide/{token}/partage",
    "GET /api/v1/add",
    "POST /api/v1/add",
    "POST /api/v1/add/key",
    "GET /api/v1/dossier",
    "GET /api/v1/dossier/deadlines",
    "POST /api/v1/dossier/facts",
    "POST /api/v1/dossier/notes",
    "GET /api/v1/dossier/pieces",
    "POST /api/v1/dossier/pieces",
    "GET /api/v1/dossier/pieces/{number}",
    "GET /api/v1/dossier/timeline",
    "GET /calendrier/{token}",
    "GET /invitation/{token}",
    "POST /invitation/{token}",
    "GET /ma-question/{token}",
];

/// What a program calls with a token.
const PROGRAMS: &str = "/api/v1/dossier";

/// A dossier with one of everything.
pub struct Full {
    pub owner: Teacher,
    pub piece: u64,
    pub fact: u64,
    pub note: u64,
    pub export: u64,
    pub prepared: u64,
    pub upload: String,
    pub door: String,
    pub invitation: String,
    pub feed: String,
    pub addition: u64,
    pub asset: String,
    pub published: super::panels::Published,
    pub mailed: String,
}

impl Full {
    /// Makes it.
    pub async fn of(world: &World) -> Self {
        let mut owner = world.teacher().await;
        world.log_turn().await;
        let number = |path: &str| {
            path.rsplit('/')
                .next()
                .and_then(|n| n.parse().ok())
                .unwrap_or_else(|| panic!("{path} ends with no number"))
        };
        let piece = number(&owner.adds("preuve.png", &png("preuve")).await);
        let fact = number(&owner.goes("/faits").await.link("Corriger").expect("a fact"));
        owner
            .goes("/demarche/alerter-chef")
            .await
            .press("Noter", &[("did", "contact")])
            .await;
        let note = number(&owner.link("Corriger").expect("a note"));
        owner
            .goes("/courrier/dsa-notification")
            .await
            .press("Voir le courrier", &[("person.name", "Camille Martin")])
            .await;
        owner
            .goes("/verifier")
            .await
            .press("Sceller le dossier", &[])
            .await;
        owner.exports(&[]).await;
        let export = number(&owner.path);
        super::directory::prepares(&mut owner, "Maître Valmy").await;
        let prepared = number(&owner.path);
        let begin = format!("{}/televersements", owner.dossier);
        let says = tus(&owner, &begin);
        owner.says.extend(says);
        let (_, headers, _) = owner.once(Method::POST, &begin, None).await;
        owner.says.clear();
        let upload = headers
            .get("location")
            .and_then(|place| place.to_str().ok()?.rsplit('/').next())
            .expect("an upload")
            .to_owned();
        let door = super::links::link(&mut owner, "phone").await;
        let feed = super::calendar::subscribes(&mut owner).await;
        let (mut phone, shot) = (world.anonymous(), png("fil"));
        let file = crate::people::Chosen {
            name: "fil.png",
            bytes: &shot,
        };
        phone
            .open(&door)
            .await
            .press_with("Envoyer", &[], &[file])
            .await;
        let page = owner.goes("/aide").await.form("Mettre de côté");
        let addition = number(&page.action);
        let page = owner.goes("").await.page();
        let asset = page.all("script")[0]
            .attr("src")
            .expect("a script")
            .to_owned();
        super::news::published(world).await;
        let published = super::panels::published(world).await;
        let mailed = world.app.panels.token(published.question);
        shares(&mut owner, "lien", "read", "30").await;
        let (invitation, _) = shown_once(&owner);
        Self {
            owner,
            piece,
            fact,
            note,
            export,
            prepared,
            upload,
            door,
            invitation,
            feed,
            addition,
            asset,
            published,
            mailed,
        }
    }

    /// The address of a route in this dossier.
    pub fn path(&self, route: &str) -> String {
        let seq = if route.contains("/export/") {
            self.export
        } else if route.contains("/ajout/") {
            self.addition
        } else if route.contains("/annuaire/") {
            self.prepared
        } else {
            self.piece
        };
        let first = if route.contains("/note/") {
            self.note
        } else {
            self.fact
        };
        // A letter that an action carries is followed on the page of the action.
        let letter = if route.ends_with("/suivi") {
            "attestation-temoin"
        } else {
            "dsa-notification"
        };
        let token = if route.starts_with("/ma-question/") {
            &self.mailed
        } else if route.starts_with("/invitation/") {
            self.invitation.trim_start_matches("/invitation/")
        } else {
            self.door.trim_start_matches("/aide/")
        };
        let grant = self.owner.dossier.trim_start_matches("/dossier/");
        let format = if route.contains("/constat/") || route.contains("/diligences/") {
            "txt"
        } else if route.contains("{format}") {
            "brouillon"
        } else {
            ""
        };
        let path = route
            .replace("{grant}", grant)
            .replace("{seq}", &seq.to_string())
            .replace("{first}", &first.to_string());
        let question = self.published.question.to_string();
        let id = match route {
            "/questions/{id}" | "/api/v1/questions/{id}" => &question,
            "/ressources/cas/{id}" => "vestiaire",
            "/ressources/situations/{id}" | "/api/v1/situations/{id}" => "menaces",
            "/api/v1/law/articles/{id}" => "cp-222-17",
            "/reponses/{id}" | "/api/v1/answers/{id}" => "menace-de-mort-eleve",
            _ => letter,
        };
        if route == "/calendrier/{token}" {
            return self.feed.clone();
        }
        let path = path
            .replace("{id}", id)
            .replace("{action}", "alerter-chef")
            .replace("{list}", "reconnaissable")
            .replace("{rule}", "presse-3-mois?from=2026-09-10")
            .replace("{upload}", &self.upload)
            .replace("{panel}", &self.published.panel.to_string())
            .replace("{place}", "1")
            .replace("{answer}", &self.published.answer.to_string())
            .replace("{number}", "1")
            .replace("{name}", super::news::SOUND)
            .replace("{token}", token)
            .replace("{team}", "0123456789abcdef0123456789abcdef")
            .replace("{question}", &question)
            .replace("{account}", "0123456789abcdef0123456789abcdef")
            .replace("{refusal}", "0123456789abcdef0123456789abcdef")
            .replace("{format}", format);
        if path.starts_with("/log/tile/") {
            "/log/tile/0/000.p/1".to_owned()
        } else if path.contains('{') {
            self.asset.clone()
        } else {
            path
        }
    }
}

/// Whether it is there for somebody else: another's dossier, or a team, of which no owner is a member.
fn not_hers(route: &str, role: Role) -> bool {
    route.contains("{team}")
        || route.starts_with("/experts")
        || route.ends_with("/resume/equipe")
        || (route.contains("{grant}") && role == Role::OtherOwner)
}

/// The proof for a form of this browser posted to `path`, as a page of ours would carry it.
pub fn proof(visitor: &Visitor, path: &str) -> String {
    let cookie = visitor.cookies.get("__Host-preau").expect("a session");
    Secret::parse(cookie)
        .expect("a secret")
        .form_key()
        .token(path)
}

/// What a browser would post: the hidden fields, then nothing.
pub fn post_body(multipart: bool, token: &str) -> (String, Vec<u8>) {
    let fields = [
        ("csrf".to_owned(), token.to_owned()),
        ("nonce".to_owned(), String::new()),
    ];
    if multipart {
        return crate::people::visitor::multipart(&fields, None, &[]);
    }
    (
        "application/x-www-form-urlencoded".to_owned(),
        serde_html_form::to_string(fields)
            .expect("a form")
            .into_bytes(),
    )
}

/// What a script says that begins an upload: its proof is no field, since its body is no form.
pub fn tus(visitor: &Visitor, path: &str) -> [(&'static str, String); 3] {
    [
        ("tus-resumable", "1.0.0".to_owned()),
        ("upload-length", "1".to_owned()),
        ("preau-token", proof(visitor, path)),
    ]
}

/// Routes whose forms carry files.
pub fn carries_files(route: &str) -> bool {
    matches!(
        route,
        "/abri"
            | "/aide/{token}"
            | "/aide/{token}/partage"
            | "/dossier/{grant}/pieces"
            | "/dossiers/reprendre"
            | "/dossier/{grant}/constat-recu"
            | "/admin/annuaire"
            | "/admin/ecouter/{number}/son"
            | "/admin/seances/{panel}/experts/{account}/photo"
    )
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Role {
    Anonymous,
    Draft,
    Ended,
    OtherOwner,
    Owner,
}

async fn browser(world: &World, role: Role, full: &Full) -> Visitor {
    let mut visitor = world.anonymous();
    match role {
        Role::Anonymous => {
            visitor.open("/").await;
        }
        Role::Draft => tell(&mut visitor, INSULT).await,
        Role::Ended => {
            come_in(&mut visitor, &full.owner.code).await;
            let cookies = visitor.cookies.clone();
            visitor
                .open("/fermer")
                .await
                .press("Fermer mon dossier", &[])
                .await;
            visitor.cookies = cookies;
        }
        Role::OtherOwner => visitor = world.teacher().await.visitor,
        Role::Owner => come_in(&mut visitor, &full.owner.code).await,
    }
    visitor
}

async fn come_in(visitor: &mut Visitor, code: &str) {
    visitor
        .open("/revenir")
        .await
        .press("Ouvrir", &[("code", code)])
        .await
        .is_at("/dossiers", 200);
}

#[tokio::test]
async fn every_route_says_who_may_call_it_and_these_are_all() {
    everywhere(|world| async move {
        let mut open = Vec::new();
        let mut draft = Vec::new();
        let mut link = Vec::new();
        for route in &world.app.access {
            let name = format!("{} {}", route.method, route.path);
            match route.who {
                // A path with a value is an embedded file; an entry of what Préau knows and a tile of the log are named
                // one by one too.
                Who::Everyone
                    if !route.path.contains('{')
                        || route.path.starts_with("/ressources/")
                        || route.path.starts_with("/reponses/")
                        || route.path.starts_with("/log/")
                        || route.path.starts_with("/actualites/")
                        || route.path.starts_with("/ecouter/")
                        || route.path.starts_with("/questions/")
                        || route.path.starts_with("/seances/")
                        || route.path.starts_with("/api/") =>
                {
                    open.push(name);
                }
                Who::Everyone => assert!(
                    route.method == Method::GET && !route.path.contains("dossier"),
                    "{name}: only embedded files"
                ),
                Who::Draft => draft.push(name),
                Who::Person => {}
                Who::Link => link.push(name),
            }
            assert!(
                route.who == Who::Person || !route.path.contains("{grant}"),
                "{} opens a dossier",
                route.path
            );
        }
        open.sort_by_key(|name| name.split(' ').next_back().map(str::to_owned));
        draft.sort_by_key(|name| name.split(' ').next_back().map(str::to_owned));
        assert_eq!(open, EVERYONE);
        link.sort_by_key(|name| name.split(' ').next_back().map(str::to_owned));
        assert_eq!(draft, DRAFT);
        assert_eq!(link, LINK);
    })
    .await;
}

#[tokio::test]
async fn pages_open_to_whom_they_say_and_to_nobody_else() {
    everywhere(|world| async move {
        let full = Full::of(&world).await;
        for role in [
            Role::Anonymous,
            Role::Draft,
            Role::Ended,
            Role::OtherOwner,
            Role::Owner,
        ] {
            for route in world
                .app
                .access
                .iter()
                .filter(|route| route.method == Method::GET)
            {
                if route.path == "/sortie" {
                    continue;
                }
                let path = full.path(route.path);
                // A page that opens sessions or closes them leaves the next route a browser of its own.
                let mut visitor = browser(&world, role, &full).await;
                let (status, headers, _) = visitor.once(Method::GET, &path, None).await;
                let to = headers
                    .get("location")
                    .and_then(|to| to.to_str().ok())
                    .unwrap_or_default();
                let seen = (status.as_u16(), to);
                let is_person = matches!(role, Role::OtherOwner | Role::Owner);
                let has_session = is_person || role == Role::Draft;
                let name = format!("{role:?} GET {path}");
                match route.who {
                    Who::Everyone => assert_eq!(seen, (200, ""), "{name}"),
                    Who::Draft if has_session => assert!(
                        status == 200 || (status == 303 && to == "/recit" && is_person),
                        "{name}: {seen:?}"
                    ),
                    Who::Draft => assert_eq!(seen, (303, "/recit"), "{name}"),
                    Who::Person if !is_person => assert_eq!(seen, (303, "/revenir"), "{name}"),
                    Who::Person if not_hers(route.path, role) => {
                        assert_eq!(seen, (404, ""), "{name}")
                    }
                    // Neither of them administers the instance: the page is not there (`audit.rs` opens it).
                    Who::Person if route.path.starts_with("/admin") => {
                        assert_eq!(seen, (404, ""), "{name}")
                    }
                    Who::Person => assert_eq!(seen, (200, ""), "{name}"),
                    Who::Link if route.path.contains("{token}") => {
                        assert_eq!(seen, (200, ""), "{name}")
                    }
                    Who::Link if route.path.starts_with(PROGRAMS) => {
                        assert_eq!(seen, (401, ""), "{name}: no bearer");
                    }
                    Who::Link => assert_eq!(seen, (404, ""), "{name}: no bearer"),
                }
            }
            world.pass(30);
        }
    })
    .await;
}

#[tokio::test]
async fn forms_are_taken_from_whom_they_say_and_from_nobody_else() {
    everywhere(|world| async move {
        let full = Full::of(&world).await;
        let mut posts: Vec<_> = world
            .app
            .access
            .iter()
            .filter(|route| route.method == Method::POST && route.path != "/sortie")
            .cloned()
            .collect();
        // What ends the piece, then the dossier, comes last.
        posts.sort_by_key(|route| {
            (
                route.path.ends_with("/supprimer"),
                route.path.ends_with("/retirer") || route.path.ends_with("/annuler"),
                route.path,
            )
        });
        assert!(posts.len() > 20);
        for role in [Role::Anonymous, Role::Draft, Role::Ended, Role::OtherOwner] {
            for route in &posts {
                let path = full.path(route.path);
                let mut visitor = browser(&world, role, &full).await;
                let is_person = role == Role::OtherOwner;
                let has_session = is_person || role == Role::Draft;
                let allowed = match route.who {
                    Who::Everyone => true,
                    Who::Draft => has_session,
                    Who::Person => is_person && !not_hers(route.path, role),
                    Who::Link => route.path.contains("{token}"),
                };
                if allowed {
                    continue;
                }
                let rows = world.rows().await;
                let body = post_body(carries_files(route.path), &proof(&visitor, &path));
                let (status, ..) = visitor.once(Method::POST, &path, Some(body)).await;
                let expected = if route.path.starts_with(PROGRAMS) {
                    StatusCode::UNAUTHORIZED
                } else if is_person || route.who == Who::Link {
                    StatusCode::NOT_FOUND
                } else {
                    StatusCode::UNAUTHORIZED
                };
                assert_eq!(status, expected, "{role:?} POST {path}");
                assert_eq!(
                    world.rows().await,
                    rows,
                    "{role:?} POST {path} changed something"
                );
                world.pass(1);
            }
        }
        for route in &posts {
            let path = full.path(route.path);
            let mut visitor = browser(&world, Role::Owner, &full).await;
            let body = post_body(carries_files(route.path), &proof(&visitor, &path));
            if route.path.ends_with("/televersements") {
                visitor.says.extend(tus(&visitor, &path));
            }
            let (status, ..) = visitor.once(Method::POST, &path, Some(body)).await;
            // An empty form may be refused in words; the final of `brouillon` does not exist; she administers nothing.
            let fine = matches!(status.as_u16(), 200 | 201 | 204 | 303 | 422)
                || (status == 404
                    && (route.path.contains("{format}")
                        || route.path.starts_with("/admin")
                        || not_hers(route.path, Role::Owner)))
                || (route.path.starts_with("/api/") && matches!(status.as_u16(), 401 | 404 | 415));
            assert!(fine, "the owner's POST {path}: {status}");
            world.pass(1);
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_no_route_or_another_method_is_not_there() {
    everywhere(|world| async move {
        let full = Full::of(&world).await;
        let mut visitor = browser(&world, Role::Owner, &full).await;
        for path in [
            "/admin",
            "/dossier",
            "/dossier/xyz",
            "/dossiers/",
            "/../etc/passwd",
            "/assets/nothing.js",
            "/dossier/00000000000000000000000000000000",
        ] {
            let (status, ..) = visitor.once(Method::GET, path, None).await;
            assert_eq!(status, 404, "{path}");
        }
        let mut paths: Vec<&str> = world.app.access.iter().map(|route| route.path).collect();
        paths.sort_unstable();
        paths.dedup();
        for route in paths {
            for method in [Method::PUT, Method::DELETE, Method::PATCH, Method::OPTIONS] {
                let path = full.path(route);
                let (status, ..) = visitor.once(method.clone(), &path, None).await;
                // Uploads alone know more methods; those that change something ask for a proof.
                let known = world
                    .app
                    .access
                    .iter()
                    .any(|known| known.method == method && known.path == route);
                let fine: &[u16] = match known {
                    true if method == Method::OPTIONS => &[204],
                    true => &[403],
                    false => &[404, 405],
                };
                assert!(fine.contains(&status.as_u16()), "{method} {path}: {status}");
                world.pass(1);
            }
        }
        visitor
            .open(&full.owner.dossier)
            .await
            .is_at(&full.owner.dossier, 200);
    })
    .await;
}
