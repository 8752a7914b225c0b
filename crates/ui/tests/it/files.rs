//! Files served to browsers and files taken from elsewhere.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::routing::get;
use http::{Request, StatusCode, header};
use std::path::{Path, PathBuf};
use tower::ServiceExt;
use ui::assets;

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn a_style_sheet_fetches_nothing_and_names_no_brand() {
    for asset in assets::all().iter().filter(|a| a.name.ends_with(".css")) {
        let text = std::str::from_utf8(asset.bytes).unwrap();
        for word in ["@font-face", "@import", "url(", "GDS Transport", "Marianne"] {
            assert!(!text.contains(word), "{} has {word}", asset.name);
        }
    }
}

#[test]
fn no_script_writes_html_or_keeps_anything_in_the_browser() {
    for asset in assets::all().iter().filter(|a| a.name.ends_with(".js")) {
        let text = std::str::from_utf8(asset.bytes).unwrap();
        for word in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "eval(",
            "Storage",
            "indexedDB",
            "document.cookie",
            "http:",
            "https:",
        ] {
            assert!(!text.contains(word), "{} uses {word}", asset.name);
        }
    }
}

#[tokio::test]
async fn an_embedded_file_is_kept_for_a_year_under_its_own_mark_only() {
    let router = || Router::<()>::new().route(assets::ROUTE, get(assets::serve));
    let ask = |path: String, etag: Option<String>| async move {
        let mut request = Request::get(path);
        if let Some(etag) = etag {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        router()
            .oneshot(request.body(Body::empty()).unwrap())
            .await
            .unwrap()
    };
    let response = ask(assets::url("preau.css"), None).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(
        response.headers()[header::CACHE_CONTROL],
        "public, max-age=31536000, immutable"
    );
    assert_eq!(
        response.headers()[header::X_CONTENT_TYPE_OPTIONS],
        "nosniff"
    );
    let etag = response.headers()[header::ETAG]
        .to_str()
        .unwrap()
        .to_owned();
    let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    assert_eq!(body.as_ref(), assets::get("preau.css").unwrap().bytes);

    let again = ask(assets::url("preau.css"), Some(etag)).await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    let stale = ask("/assets/0000000000000000/preau.css".into(), None).await;
    assert_eq!(stale.headers()[header::CACHE_CONTROL], "no-cache");
    for path in ["/assets/x/nothing.css", "/assets/x/..%2F..%2FCargo.toml"] {
        assert_eq!(ask(path.into(), None).await.status(), StatusCode::NOT_FOUND);
    }
}

#[test]
fn every_file_named_in_a_template_exists() {
    for (path, text) in super::words::sources() {
        for name in super::words::literals(&text, ".asset(\"") {
            assert!(assets::get(&name).is_some(), "{}: {name}", path.display());
        }
    }
}

/// First visit: page, two style sheets, the icon and one script; uncompressed bytes here, a third
/// of that or less once compressed by the server.
#[test]
fn the_files_of_a_first_visit_stay_light() {
    let weight = |name: &str| assets::get(name).unwrap().bytes.len();
    let styles: usize = weight("govuk.css") + weight("preau.css");
    let scripts: usize = weight("exit.js") + weight("upload.js") + weight("draft.js");
    assert!(styles <= 130_000, "{styles}");
    assert!(scripts <= 12_000, "{scripts}");
    assert!(weight("icon.svg") <= 1_000);
}
