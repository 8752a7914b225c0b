//! The assembly: slices, who may call what, sessions, pages, headers.

use crate::access::{self, Table};
use crate::ledger;
use crate::limits::{self, Limits};
use crate::openapi;
use accounts::Accounts;
use accounts::doors::Doors;
use accounts::oidc::Provider;
use accounts::pages::urls::FromOidc;
use accounts::pages::visit;
use audit::Audits;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::{Router, routing};
use directory::Directory;
use dossier::Dossiers;
use dossier::capturing::Captures;
use dossier::mailing::Mailing;
use front::{Front, Operator};
use guide::Content;
use kernel::duties::Duty;
use kernel::ports::{Capture, Mailer, Names, Search, SignIn, Timestamp, Typeset};
use news::News;
use questions::Panels;
use questions::live::Live;
use questions::service::Ports;
use serde_json::Value;
use std::sync::Arc;
use store::Store;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use ui::{Capability, RouteAccess, Url as _, Who};

/// What the program is started with.
pub struct Settings {
    /// Where everything is kept.
    pub store: Store,
    /// What Préau knows.
    pub content: &'static Content,
    /// Makes PDFs.
    pub press: Arc<dyn Typeset>,
    /// Searches what Préau knows.
    pub search: Arc<dyn Search>,
    /// Dates heads, when an authority is configured.
    pub tsa: Option<Arc<dyn Timestamp>>,
    /// Certificates (DER) trusted as its roots.
    pub tsa_roots: Vec<Vec<u8>>,
    /// Captures pages of the web, when the program is given a browser.
    pub capture: Option<Arc<dyn Capture>>,
    /// Gives the keys of mail servers, when a resolver is configured.
    pub names: Option<Arc<dyn Names>>,
    /// Sends mails, when a server is configured.
    pub mailer: Option<Arc<dyn Mailer>>,
    /// Says who somebody is before her code is asked for, when a provider of OpenID Connect is configured; needs `address`.
    pub oidc: Option<Arc<dyn SignIn>>,
    /// The address that people type, for the mails.
    pub address: Option<String>,
    /// The address that browsers show, for passkeys: the one above, or this machine's own.
    pub origin: Option<String>,
    /// The operator's lines.
    pub operator: Operator,
    /// Largest file, in bytes.
    pub largest: u64,
    /// Pages that may listen to what changes in a session.
    pub listeners: usize,
    /// Whether people reach it by TLS.
    pub secure: bool,
    /// Where the quick exit leads.
    pub exit: String,
}

/// The program, ready to answer.
pub struct App {
    /// Answers requests.
    pub router: Router,
    /// Every route with who may call it.
    pub access: Vec<RouteAccess>,
    /// What is kept about people.
    pub duties: Vec<Duty>,
    /// The use-cases of dossiers, for jobs.
    pub dossiers: Dossiers,
    /// What the instance publishes.
    pub news: News,
    /// The sessions with experts.
    pub panels: Panels,
    /// Those who listen to them.
    pub live: Live,
}

/// A form holds a story and a few fields; files have routes of their own.
const LARGEST_FORM: usize = 512 * 1024;

/// Puts the program together.
pub fn build(settings: Settings) -> App {
    let clock = Arc::clone(&settings.store.clock);
    let address = settings.address.as_deref().unwrap_or_default();
    let whole = settings.address.as_deref().or(settings.origin.as_deref());
    let whole = whole.map(str::to_owned);
    let back = [address.trim_end_matches('/'), FromOidc.path().as_str()].concat();
    let provider = settings.oidc.map(|port| Provider { port, back });
    let accounts = Accounts {
        store: settings.store,
        secure: settings.secure,
        exit: settings.exit,
        doors: Arc::new(Doors::new(
            Arc::clone(&settings.press),
            settings.origin.as_deref(),
            provider,
        )),
    };
    let dossiers = Dossiers {
        accounts: accounts.clone(),
        content: settings.content,
        press: settings.press,
        tsa: settings.tsa,
        tsa_roots: Arc::new(settings.tsa_roots),
        names: settings.names,
        largest: settings.largest,
        captures: Arc::new(Captures::new(settings.capture)),
        mailing: Arc::new(Mailing::new(settings.mailer.clone(), settings.address)),
        turns: Arc::default(),
        work: Arc::default(),
    };
    let audits = Audits::new(accounts.clone());
    let news = News::new(accounts.clone(), settings.content, whole.as_deref());
    let ports = Ports {
        search: Arc::clone(&settings.search),
        mailer: settings.mailer,
        address: whole,
    };
    let panels = Panels::new(accounts.clone(), settings.content, ports);
    let live = questions::live(&panels, settings.listeners);
    let mut slices = vec![
        accounts::capability(accounts.clone()),
        audit::capability(audits.clone()),
        directory::capability(Directory::new(accounts.clone(), settings.content)),
        dossier::capability(dossiers.clone()),
        news::capability(news.clone()),
        questions::capability(panels.clone(), live.clone()),
    ];
    let duties: Vec<Duty> = slices
        .iter()
        .flat_map(|slice| slice.duties.iter().copied())
        .collect();
    let front = Front {
        dossiers: dossiers.clone(),
        operator: Arc::new(settings.operator),
        duties: Arc::new(duties.clone()),
        audits: audits.clone(),
        news: news.clone(),
        search: settings.search,
    };
    slices.push(front::capability(front));
    let described: Vec<&'static str> = slices
        .iter()
        .flat_map(|slice| slice.described.iter().copied())
        .collect();
    slices.push(ours(&dossiers, openapi::document(&described)));
    let access: Vec<RouteAccess> = slices
        .iter()
        .flat_map(|slice| slice.access.iter().cloned())
        .collect();
    let router = slices
        .into_iter()
        .fold(Router::new(), |router, slice| router.merge(slice.routes));
    let secure = accounts.secure;
    let router = router
        .layer(from_fn_with_state(
            Table::of(access.iter().cloned()),
            access::gate,
        ))
        .layer(from_fn_with_state(Limits::new(clock), limits::limit))
        .layer(from_fn(ui::layer::pages))
        .layer(from_fn_with_state(audits, audit::declare))
        .layer(from_fn_with_state(accounts, visit::read))
        .layer(from_fn(move |request: Request, next: Next| {
            transport(secure, request, next)
        }))
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
        .layer(CompressionLayer::new().compress_when(pages_only()))
        // Outside everything that wraps bodies.
        .layer(from_fn(ui::late::join));
    App {
        router,
        access,
        duties,
        dossiers,
        news,
        panels,
        live,
    }
}

/// Files, the keys that heads and the log are signed with, the log itself, and the health of the process.
fn ours(dossiers: &Dossiers, document: Value) -> Capability<()> {
    let document = Arc::new(document);
    let store = dossiers.store();
    let keys = store
        .secrets
        .dossier_key()
        .vkey(&store::journal::key_name(store))
        .to_string();
    let keys = format!("{keys}\n{}\n", store::log::key(store));
    let (head, tiles) = (store.clone(), store.clone());
    Capability::new("web", &[])
        .route(
            Method::GET,
            ui::assets::ROUTE,
            Who::Everyone,
            routing::get(ui::assets::serve),
        )
        .route(
            Method::GET,
            "/.well-known/preau/keys.txt",
            Who::Everyone,
            routing::get(move || async move { keys.clone() }),
        )
        .route(
            Method::GET,
            openapi::ROUTE,
            Who::Everyone,
            routing::get(move |headers| openapi::get(Arc::clone(&document), headers)),
        )
        .route(
            Method::GET,
            "/log/checkpoint",
            Who::Everyone,
            routing::get(move || ledger::checkpoint(head)),
        )
        .route(
            Method::GET,
            "/log/tile/{*path}",
            Who::Everyone,
            routing::get(move |path| ledger::tile(tiles, path)),
        )
        .route(
            Method::GET,
            "/healthz",
            Who::Everyone,
            routing::get(|| async { "ok" }),
        )
}

/// Pieces and ZIPs are neither smaller compressed nor safe to buffer; what changes live is never held back to be packed,
/// and a packer for each listener would cost more than all the rest of it.
fn pages_only() -> impl Predicate {
    SizeAbove::new(512)
        .and(NotForContentType::SSE)
        .and(NotForContentType::const_new("application/zip"))
        .and(NotForContentType::const_new("application/pdf"))
        .and(NotForContentType::const_new("application/octet-stream"))
        .and(NotForContentType::const_new("image/"))
        .and(NotForContentType::const_new("video/"))
        .and(NotForContentType::const_new("audio/"))
}

/// Where TLS is in front, browsers are told to keep to it.
async fn transport(secure: bool, request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    if secure {
        answer.headers_mut().insert(
            HeaderName::from_static("strict-transport-security"),
            HeaderValue::from_static("max-age=31536000; includeSubDomains"),
        );
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::http::header;

    #[test]
    fn pages_are_compressed_and_what_is_live_or_packed_is_not() {
        for (media, packed) in [
            ("text/html; charset=utf-8", true),
            ("application/atom+xml", true),
            ("text/event-stream", false),
            ("application/zip", false),
            ("image/png", false),
        ] {
            let answer = Response::builder().header(header::CONTENT_TYPE, media);
            let answer = answer.body(Body::from(vec![b' '; 4096]));
            assert_eq!(
                pages_only().should_compress(&answer.unwrap()),
                packed,
                "{media}"
            );
        }
    }
}
