//! Forms and the middleware, through a router, as a browser would.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::{HeaderMap, Request, StatusCode, header};
use kernel::{Code, Fault};
use serde::Deserialize;
use std::sync::Arc;
use tower::ServiceExt;
use ui::{Answer, Ctx, FormKey, Proofs, Protected, ProtectedMultipart, Trouble, headers};

/// Stands for the session's proofs: one per route, told apart by its name.
struct Plain;

impl Proofs for Plain {
    fn token(&self, route: &str) -> String {
        format!("proof of {route}")
    }
    fn check(&self, route: &str, token: &str) -> bool {
        token == self.token(route)
    }
    fn nonce(&self) -> [u8; 16] {
        [7; 16]
    }
}

#[derive(Deserialize)]
struct Sent {
    #[serde(default)]
    kind: Vec<String>,
}

async fn receive(sent: Protected<Sent>) -> String {
    format!("{:?} {:?}", sent.form.kind, sent.nonce.map(|n| n[0]))
}

async fn upload(mut sent: ProtectedMultipart) -> Answer {
    let mut names = Vec::new();
    while let Some(field) = sent.next_field().await? {
        names.push(format!(
            "{}:{}",
            field.name().unwrap_or(""),
            field.file_name().unwrap_or("")
        ));
        ui::protected::text(field, 1000).await?;
    }
    Ok(names.join(" ").into_response())
}

async fn broken() -> Answer {
    Err(Trouble(Fault::internal(
        "secret context",
        std::io::Error::other("secret chain"),
    )))
}

fn router(key: bool) -> Router {
    let mut router = Router::new()
        .route("/send", post(receive))
        .route("/other", post(receive))
        .route("/files", post(upload))
        .route("/broken", get(broken))
        .route("/busy", get(|| async { Trouble::from(Code::Busy) }))
        .route("/words", get(|ctx: Ctx| async move { ctx.t("back") }))
        .layer(axum::middleware::from_fn(ui::layer::pages));
    if key {
        router = router.layer(axum::Extension(FormKey(Arc::new(Plain))));
    }
    router
}

async fn ask(key: bool, request: Request<Body>) -> (StatusCode, HeaderMap, String) {
    let response: Response = router(key).oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let text = String::from_utf8(to_bytes(body, 1 << 20).await.unwrap().to_vec()).unwrap();
    (parts.status, parts.headers, text)
}

fn form(path: &str, body: &'static str, extra: &[(&'static str, &str)]) -> Request<Body> {
    let mut request = Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::HOST, "preau.example");
    for (name, value) in extra {
        request = request.header(*name, *value);
    }
    request.body(Body::from(body)).unwrap()
}

const GOOD: &str = "csrf=proof+of+%2Fsend&nonce=07070707070707070707070707070707&kind=a&kind=b";

#[tokio::test]
async fn a_form_is_read_only_with_the_proof_of_its_own_route_and_session() {
    let (status, _, text) = ask(true, form("/send", GOOD, &[])).await;
    assert_eq!(
        (status, text.as_str()),
        (StatusCode::OK, "[\"a\", \"b\"] Some(7)")
    );

    for (key, path, body) in [
        (true, "/send", "kind=a"),
        (true, "/send", "csrf=&kind=a"),
        (true, "/other", GOOD),
        (false, "/send", GOOD),
    ] {
        let (status, _, text) = ask(key, form(path, body, &[])).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path} {body}");
        assert!(text.contains("ouverte depuis trop longtemps"));
    }
}

#[tokio::test]
async fn a_form_posted_from_another_site_is_refused_even_with_a_proof() {
    for (headers, status) in [
        (&[("sec-fetch-site", "same-origin")][..], StatusCode::OK),
        (
            &[("sec-fetch-site", "same-origin"), ("origin", "null")][..],
            StatusCode::OK,
        ),
        (&[("origin", "https://preau.example")][..], StatusCode::OK),
        (&[("origin", "null")][..], StatusCode::OK),
        (
            &[("sec-fetch-site", "cross-site")][..],
            StatusCode::FORBIDDEN,
        ),
        (
            &[("sec-fetch-site", "same-site")][..],
            StatusCode::FORBIDDEN,
        ),
        (
            &[("origin", "https://evil.example")][..],
            StatusCode::FORBIDDEN,
        ),
        (
            &[("origin", "https://preau.example.evil.example")][..],
            StatusCode::FORBIDDEN,
        ),
    ] {
        assert_eq!(
            ask(true, form("/send", GOOD, headers)).await.0,
            status,
            "{headers:?}"
        );
    }
}

fn multipart(parts: &[(&str, &str)]) -> Request<Body> {
    let mut body = String::new();
    for (disposition, value) in parts {
        body.push_str(&format!(
            "--x\r\nContent-Disposition: form-data; {disposition}\r\n\r\n{value}\r\n"
        ));
    }
    body.push_str("--x--\r\n");
    Request::post("/files")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .body(Body::from(body))
        .unwrap()
}

#[tokio::test]
async fn a_file_is_read_only_after_the_proof_that_comes_first() {
    let csrf = ("name=\"csrf\"", "proof of /files");
    let nonce = ("name=\"nonce\"", "07070707070707070707070707070707");
    let file = ("name=\"files\"; filename=\"a.png\"", "bytes");
    let (status, _, text) = ask(true, multipart(&[csrf, nonce, file])).await;
    assert_eq!((status, text.as_str()), (StatusCode::OK, "files:a.png"));
    for parts in [
        &[file, csrf, nonce][..],
        &[nonce, file][..],
        &[("name=\"csrf\"", "no"), nonce, file][..],
    ] {
        assert_eq!(ask(true, multipart(parts)).await.0, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn a_trouble_is_a_page_that_says_what_to_do_and_never_the_chain() {
    let request = Request::get("/broken").body(Body::empty()).unwrap();
    let (status, headers, text) = ask(true, request).await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!text.contains("secret"));
    assert!(text.contains("Rien de ce qui était enregistré n’est perdu."));
    assert!(text.contains("07070707"), "the number to quote");
    assert_eq!(headers[header::CACHE_CONTROL], "no-store");
    assert_eq!(ui::check::faults(&text, true), Vec::<String>::new());

    for (path, status) in [
        ("/nowhere", StatusCode::NOT_FOUND),
        ("/busy", StatusCode::TOO_MANY_REQUESTS),
    ] {
        let (got, _, text) = ask(true, Request::get(path).body(Body::empty()).unwrap()).await;
        assert_eq!(got, status);
        assert_eq!(ui::check::faults(&text, true), Vec::<String>::new());
        assert!(!text.contains("07070707"), "nothing to quote for {path}");
    }
}

#[tokio::test]
async fn the_language_is_the_asked_one_then_the_kept_one_then_the_browser_s_then_french() {
    for (path, cookie, accept, word, kept) in [
        ("/words", "", "", "Retour", false),
        ("/words", "", "en-GB,en", "Back", false),
        ("/words", "lang=fr", "en", "Retour", false),
        ("/words?lang=en", "lang=fr", "fr", "Back", true),
        ("/words?lang=xx", "a=b; lang=en", "fr", "Back", false),
    ] {
        let request = Request::get(path)
            .header(header::COOKIE, cookie)
            .header(header::ACCEPT_LANGUAGE, accept)
            .body(Body::empty())
            .unwrap();
        let (_, headers, text) = ask(true, request).await;
        assert_eq!(text, word, "{path} {cookie} {accept}");
        assert_eq!(headers.contains_key(header::SET_COOKIE), kept);
    }
}

#[tokio::test]
async fn every_page_leaves_with_the_strict_headers() {
    let (_, map, _) = ask(true, Request::get("/words").body(Body::empty()).unwrap()).await;
    assert_eq!(map[header::CONTENT_SECURITY_POLICY], headers::PAGE_CSP);
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(map[name], value);
    }
    for source in ["unsafe", "*", "data:", "http:", "https:"] {
        assert!(!headers::PAGE_CSP.contains(source) && !headers::PIECE_CSP.contains(source));
    }
    assert!(headers::PIECE_CSP.starts_with("sandbox;"));
    assert!(!headers::PIECE_CSP.contains("allow-"));
}

#[tokio::test]
async fn leaving_needs_no_script_and_is_no_redirect_that_the_policy_would_stop() {
    let router = Router::new()
        .route(
            "/sortie",
            post(|| async { ui::exit::leave("https://neutral.example/") }),
        )
        .layer(axum::middleware::from_fn(ui::layer::pages));
    let request = Request::post("/sortie").body(Body::empty()).unwrap();
    let response = router.oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let map = response.headers();
    assert_eq!(map[header::REFRESH], "0;url=https://neutral.example/");
    assert_eq!(map["clear-site-data"], "\"cache\", \"storage\"");
    assert_eq!(map[header::CACHE_CONTROL], "no-store");
}
