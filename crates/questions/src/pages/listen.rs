//! What changes in a session, as it changes (server-sent events). Nobody comes in here: no cookie is read nor given, and
//! nothing is written; what is sent is what the page of the session shows to everybody.

use crate::live::Live;
use axum::body::Body;
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{self, MethodRouter};
use kernel::{Code, Fault, PanelId};
use serde::Deserialize;
use ui::{Answer, Lang, Words};

ui::urls! {
    /// Where the page of a session listens.
    pub Listen(panel: PanelId, lang: String) = "/direct/{panel}/{lang}";
}

/// Every address above begins so (`accounts` reads no cookie there).
pub const PREFIX: &str = "/direct/";

const LAST: HeaderName = HeaderName::from_static("last-event-id");
const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
/// nginx: hand on each message at once.
const BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");
/// Before asking for a place again.
const AGAIN: HeaderValue = HeaderValue::from_static("60");

/// The last change that the listener knows of, as its page says it; a browser that comes back says it in a header.
#[derive(Deserialize)]
struct Known {
    after: Option<String>,
}

/// The route.
pub fn route<S: Clone + Send + Sync + 'static>(live: Live) -> MethodRouter<S> {
    routing::get(move |path, known, headers| get(live, path, known, headers))
}

async fn get(
    live: Live,
    Path((panel, lang)): Path<(String, String)>,
    Query(known): Query<Known>,
    headers: HeaderMap,
) -> Answer {
    let none = || Fault::new(Code::NotFound, "nothing to listen to");
    let lang = Lang::of_tag(&lang).ok_or_else(none)?;
    let panel: PanelId = panel.parse().map_err(|_| none())?;
    // A page of another site cannot read it, but its visitors would take the places.
    if said(&headers, &SITE).is_some_and(|site| site == "cross-site") {
        return Err(none().into());
    }
    let last = said(&headers, &LAST).or(known.after.as_deref());
    let after = last.and_then(|last| last.parse().ok());
    match live.listen(panel, lang, after).await {
        Ok(listener) => Ok(stream(Body::from_stream(listener))),
        Err(fault) if fault.code() == Code::Busy => Ok(full(lang)),
        Err(fault) => Err(fault.into()),
    }
}

fn said<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn stream(body: Body) -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/event-stream"),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (BUFFERING, HeaderValue::from_static("no")),
    ];
    // Thousands last for as long as their pages are open: no layer adds its own to each.
    ui::late::answer(headers, body)
}

/// Every place is taken. A sentence and not a page: thousands may be told so, by a script that shows it to nobody.
fn full(lang: Lang) -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/plain; charset=utf-8"),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::RETRY_AFTER, AGAIN),
    ];
    let text = Words(lang).t("fault-busy");
    (StatusCode::SERVICE_UNAVAILABLE, headers, text).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::{Event, Name, Render, Update};
    use crate::model::{Panel, PanelState};
    use crate::queries::{events, panels};
    use axum::Router;
    use axum::http::Request;
    use futures::StreamExt as _;
    use kernel::{Moment, OrgId};
    use std::sync::Arc;
    use store::Store;
    use store::testing::both;
    use tower::ServiceExt as _;
    use ui::Url as _;

    async fn site(store: &Store, most: usize) -> (Router, PanelId) {
        let panel = Panel {
            id: PanelId::new([7; 16]),
            org: OrgId::FIRST,
            theme: String::new(),
            intro: String::new(),
            opening: String::new(),
            closing: String::new(),
            kinds: Vec::new(),
            starts: Moment(0),
            days: 7,
            state: PanelState::Open,
            ended: None,
        };
        let id = panel.id;
        let added = store.db.write(move |tx| {
            Box::pin(async move {
                panels::add(tx, &panel).await?;
                events::add(tx, id, None).await?;
                events::add(tx, id, None).await
            })
        });
        added.await.unwrap();
        let render: Render = Arc::new(|event: Event| {
            Box::pin(async move { Ok(Some(Update::new(event, Name::Session, "ouverte", "open"))) })
        });
        let live = Live::new(store.clone(), most, render);
        let router = Router::new().route(Listen::ROUTE, route(live));
        (router.layer(axum::middleware::from_fn(ui::late::join)), id)
    }

    async fn ask(router: &Router, path: &str, headers: &[(HeaderName, &str)]) -> Response {
        let mut request = Request::builder().uri(path);
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        let request = request.body(Body::empty()).unwrap();
        router.clone().oneshot(request).await.unwrap()
    }

    async fn said(answer: Response, parts: usize) -> String {
        let parts = answer.into_body().into_data_stream().take(parts);
        let parts: Vec<_> = parts.map(Result::unwrap).collect().await;
        String::from_utf8(parts.concat()).unwrap()
    }

    #[tokio::test]
    async fn n003_a_page_listens_without_coming_in() {
        both(|store| async move {
            let (site, panel) = site(&store, 9).await;
            let path = |lang: &str| Listen(panel, lang.into()).path();
            assert!(path("fr").starts_with(PREFIX));
            let known = [path("fr"), "?after=1".into()].concat();
            let answer = ask(&site, &known, &[]).await;
            assert_eq!(answer.status(), StatusCode::OK);
            let header = |name: HeaderName| answer.headers().get(name).unwrap().to_str().unwrap();
            assert_eq!(header(header::CONTENT_TYPE), "text/event-stream");
            assert_eq!(header(header::CACHE_CONTROL), "no-store");
            assert_eq!(header(BUFFERING), "no");
            assert!(answer.headers().get(header::SET_COOKIE).is_none());
            let missed = "retry:2000\nid:1\n\nid:2\nevent:session\ndata: ouverte\n\n";
            assert_eq!(said(answer, 2).await, missed);

            // A browser that comes back says it better than the page that it comes from.
            let back = ask(
                &site,
                &[path("en"), "?after=2".into()].concat(),
                &[(LAST, "1")],
            )
            .await;
            assert!(
                said(back, 2)
                    .await
                    .ends_with("id:2\nevent:session\ndata: open\n\n")
            );
            // What is not a number is not known.
            let odd = ask(&site, &[path("en"), "?after=x".into()].concat(), &[]).await;
            assert!(said(odd, 1).await.ends_with("id:2\n\n"));
        })
        .await;
    }

    #[tokio::test]
    async fn what_is_not_there_is_not_listened_to() {
        both(|store| async move {
            let (site, panel) = site(&store, 9).await;
            let good = Listen(panel, "fr".into()).path();
            for path in [
                Listen(panel, "de".into()).path(),
                Listen(PanelId::new([8; 16]), "fr".into()).path(),
                "/direct/x/fr".to_owned(),
            ] {
                let answer = ask(&site, &path, &[]).await;
                assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
            }
            let answer = ask(&site, &good, &[(SITE, "cross-site")]).await;
            assert_eq!(
                answer.status(),
                StatusCode::NOT_FOUND,
                "another site's page"
            );
            let answer = ask(&site, &good, &[(SITE, "same-origin")]).await;
            assert_eq!(answer.status(), StatusCode::OK);
        })
        .await;
    }

    #[tokio::test]
    async fn when_every_place_is_taken_it_says_so_and_when_to_ask_again() {
        both(|store| async move {
            let (site, panel) = site(&store, 1).await;
            let path = Listen(panel, "fr".into()).path();
            let first = ask(&site, &path, &[]).await;
            let answer = ask(&site, &path, &[]).await;
            assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
            assert_eq!(answer.headers().get(header::RETRY_AFTER).unwrap(), "60");
            assert!(said(answer, 1).await.contains("Trop de demandes"));
            drop(first);
            assert_eq!(ask(&site, &path, &[]).await.status(), StatusCode::OK);
        })
        .await;
    }
}
