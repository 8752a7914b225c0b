//! What every page is told about the visit: words, path, session state, form proofs.

use crate::access::Access;
use crate::assets;
use crate::refusal::Refusal;
use crate::words::{Lang, Words};
use axum::extract::FromRequestParts;
use http::request::Parts;
use http::{HeaderMap, Method, Uri, header};
use kernel::id::to_hex;
use std::convert::Infallible;
use std::fmt::Display;
use std::sync::Arc;

/// Name of the cookie that keeps the language; it says nothing else.
pub const LANG_COOKIE: &str = "lang";

/// Name of the cookie that keeps the simple version; it says nothing else.
pub const SIMPLE_COOKIE: &str = "simple";

/// The pages that have a simple version: the way from the door to the plan, a proof put in safety, who can read.
const SIMPLE: [&str; 7] = [
    "/",
    "/securite",
    "/securite/aide",
    "/recit",
    "/plan",
    "/abri",
    "/qui-peut-lire",
];

/// Makes and checks the proofs hidden in forms. The one implementation stands over
/// `seal::session` (HMAC under the session's form key); this crate names no cipher.
pub trait Proofs: Send + Sync {
    /// The proof for a form posted to the path `route`.
    fn token(&self, route: &str) -> String;
    /// Whether `token` was made for `route` by this session, compared in constant time.
    fn check(&self, route: &str, token: &str) -> bool;
    /// 16 fresh random bytes: marks one rendering of a form, so that a double click acts once.
    fn nonce(&self) -> [u8; 16];
}

/// The session's proofs, put in the request's extensions by the middleware that reads the cookie.
/// Without it every form is refused.
#[derive(Clone)]
pub struct FormKey(pub Arc<dyn Proofs>);

/// What the session is, put in the request's extensions by the same middleware.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Visit {
    /// Nothing is kept.
    #[default]
    Anonymous,
    /// A draft of 24 hours exists under this browser's cookie.
    Draft,
    /// The person came in with her code.
    Open,
    /// The person has just opened a dossier and has not typed her return code back yet: every page
    /// reminds her of it, one tap away.
    Unconfirmed,
}

/// What every template receives as `ctx`.
#[derive(Clone)]
pub struct Ctx {
    /// The words of the person's language.
    pub w: Words,
    /// The path asked for, without its query.
    pub path: String,
    /// What the session is.
    pub visit: Visit,
    /// Where « Retour » leads; none on the home page.
    pub back: Option<String>,
    /// Whether the page was asked for by GET: only then can the language be switched without
    /// losing what was typed.
    pub switchable: bool,
    /// Whether the person reads the simple version.
    pub simple: bool,
    access: Access,
    query: String,
    key: Option<FormKey>,
    refusal: Option<Arc<Refusal>>,
}

impl Ctx {
    /// Reads the visit from a request's parts.
    pub fn read(uri: &Uri, method: &Method, headers: &HeaderMap, ext: &http::Extensions) -> Self {
        let query = uri.query().unwrap_or_default();
        Self {
            w: Words(language(query, headers)),
            path: uri.path().to_owned(),
            visit: ext.get::<Visit>().copied().unwrap_or_default(),
            back: None,
            switchable: method == Method::GET || method == Method::HEAD,
            simple: asked_simple(query)
                .unwrap_or_else(|| cookie(headers, SIMPLE_COOKIE) == Some("1")),
            access: ext.get::<Access>().copied().unwrap_or_default(),
            query: query.to_owned(),
            key: ext.get::<FormKey>().cloned(),
            // A form being sent now is answered for itself.
            refusal: ext
                .get::<Arc<Refusal>>()
                .filter(|_| method == Method::GET || method == Method::HEAD)
                .cloned(),
        }
    }

    /// A visit outside any request: pages rendered in tests, or by the command line.
    pub fn bare(lang: Lang) -> Self {
        Self {
            w: Words(lang),
            path: "/".to_owned(),
            visit: Visit::Anonymous,
            back: None,
            switchable: true,
            simple: false,
            access: Access::None,
            query: String::new(),
            key: None,
            refusal: None,
        }
    }

    /// The same visit with a « Retour » link.
    #[must_use]
    pub fn with_back(mut self, to: &impl crate::Url) -> Self {
        self.back = Some(to.path());
        self
    }

    /// The same, to an address of ours that is only known when the page is made.
    #[must_use]
    pub fn with_back_to(mut self, path: String) -> Self {
        self.back = Some(path);
        self
    }

    /// The text of `key`.
    pub fn t(&self, key: &str) -> String {
        self.w.t(key)
    }

    /// The text of `key`, each of its lines a paragraph.
    pub fn paragraphs(&self, key: &str) -> Vec<String> {
        self.t(key).lines().map(str::to_owned).collect()
    }

    /// The text of `key` with its variables.
    pub fn ta(&self, key: &str, args: &[(&str, &dyn Display)]) -> String {
        self.w.ta(key, args)
    }

    /// The refusal of the form posted to `action`, to be shown again.
    pub(crate) fn refusal_of(&self, action: &str) -> Option<&Refusal> {
        self.refusal
            .as_deref()
            .filter(|refusal| refusal.action == action)
    }

    /// Whether this page shows a form that was refused; one that only came back with what was ticked was not.
    pub(crate) fn shows_refusal(&self) -> bool {
        self.refusal
            .as_ref()
            .is_some_and(|refusal| refusal.page == self.path && !refusal.problems.is_empty())
    }

    /// The hidden proof for a form posted to `action` (its query is not part of the proof).
    pub fn token(&self, action: &str) -> String {
        let route = action.split('?').next().unwrap_or_default();
        self.key
            .as_ref()
            .map(|key| key.0.token(route))
            .unwrap_or_default()
    }

    /// A fresh mark for one rendering of a form: 32 hex digits, empty without a session key.
    pub fn nonce(&self) -> String {
        self.key
            .as_ref()
            .map(|key| to_hex(&key.0.nonce()))
            .unwrap_or_default()
    }

    /// The address of an embedded file.
    pub fn asset(&self, name: &str) -> String {
        assets::url(name)
    }

    /// Whether the person came in with her code.
    pub fn is_open(&self) -> bool {
        matches!(self.visit, Visit::Open | Visit::Unconfirmed)
    }

    /// Whether every page must remind her of the code.
    pub fn is_unconfirmed(&self) -> bool {
        self.visit == Visit::Unconfirmed
    }

    /// « Accessibilité : non conforme », or what an audit lets the site say.
    pub fn access(&self) -> String {
        self.t(&["access-says-", self.access.name()].concat())
    }

    /// The version shown in the footer.
    pub fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }

    /// This page in the other language.
    pub fn switch_url(&self) -> String {
        self.with("lang", self.w.lang().switch().tag())
    }

    /// Whether this page leads to its other version: from a key page to the simple one, and back from anywhere.
    pub fn has_simple(&self) -> bool {
        self.switchable && (self.simple || SIMPLE.contains(&self.path.as_str()))
    }

    /// This page in its other version.
    pub fn simple_url(&self) -> String {
        self.with("simple", if self.simple { "0" } else { "1" })
    }

    /// This page with that choice in its address.
    fn with(&self, name: &str, value: &str) -> String {
        let own = [name, "="].concat();
        let kept = self.query.split('&');
        let kept = kept.filter(|pair| !pair.is_empty() && !pair.starts_with(&own));
        let mut out = [&self.path, "?", &own, value].concat();
        for pair in kept {
            out.push('&');
            out.push_str(pair);
        }
        out
    }

    /// The name of the other language, in that language.
    pub fn switch_name(&self) -> &'static str {
        match self.w.lang().switch() {
            Lang::Fr => "Français",
            Lang::En => "English",
        }
    }

    /// The tag of the other language.
    pub fn switch_tag(&self) -> &'static str {
        self.w.lang().switch().tag()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Ctx {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self::read(
            &parts.uri,
            &parts.method,
            &parts.headers,
            &parts.extensions,
        ))
    }
}

/// The language asked for in the query, if it is one of ours.
pub fn asked_language(query: &str) -> Option<Lang> {
    query
        .split('&')
        .find_map(|pair| pair.strip_prefix("lang="))
        .and_then(Lang::of_tag)
}

/// The version asked for in the query, if it is one of the two.
pub fn asked_simple(query: &str) -> Option<bool> {
    let mut asked = query
        .split('&')
        .filter_map(|pair| pair.strip_prefix("simple="));
    asked.find_map(|value| match value {
        "1" => Some(true),
        "0" => Some(false),
        _ => None,
    })
}

fn language(query: &str, headers: &HeaderMap) -> Lang {
    asked_language(query)
        .or_else(|| cookie(headers, LANG_COOKIE).and_then(Lang::of_tag))
        .unwrap_or_else(|| {
            headers
                .get(header::ACCEPT_LANGUAGE)
                .and_then(|v| v.to_str().ok())
                .map_or(Lang::Fr, Lang::of_accept_language)
        })
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .find_map(|pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name).then_some(value)
        })
}
