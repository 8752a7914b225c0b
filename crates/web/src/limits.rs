//! Limits that never stop a whole school: they count a session's requests, never an address's. What
//! costs (uploads, typesetting) waits its turn instead of being refused.

use accounts::pages::Visiting;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use kernel::{Clock, Code, Fault, Moment};
use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Arc, Mutex};
use tokio::sync::Semaphore;
use ui::Trouble;

/// Requests that a session may have in reserve.
const BURST: f64 = 240.0;
/// Requests that come back each second.
const PER_SECOND: f64 = 8.0;
/// Sessions remembered at most; beyond, the oldest are forgotten, which only gives them their reserve.
const REMEMBERED: usize = 50_000;
/// Forms handled at once; the others wait.
const FORMS: usize = 64;
/// Uploads under way at once; they last, and must not keep short forms waiting.
const UPLOADS: usize = 256;

/// By session: what is left of its reserve, and when it was last counted.
type Reserves = HashMap<[u8; 32], (f64, Moment)>;

/// The counters of one process; in memory only.
#[derive(Clone)]
pub struct Limits {
    seen: Arc<Mutex<Reserves>>,
    forms: Arc<Semaphore>,
    uploads: Arc<Semaphore>,
    clock: Arc<dyn Clock>,
    /// Makes bearers into numbers that say nothing once the process has ended.
    keyed: RandomState,
}

impl Limits {
    /// Empty counters.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            seen: Arc::default(),
            forms: Arc::new(Semaphore::new(FORMS)),
            uploads: Arc::new(Semaphore::new(UPLOADS)),
            clock,
            keyed: RandomState::new(),
        }
    }

    /// Who asks: a session, or the bearer of a program.
    fn asks(&self, request: &Request) -> Option<[u8; 32]> {
        if request.uri().path().starts_with(ui::api::PREFIX) {
            let number = self.keyed.hash_one(ui::api::bearer(request.headers())?);
            let mut id = [0; 32];
            id.iter_mut()
                .zip(number.to_le_bytes())
                .for_each(|(to, from)| *to = from);
            return Some(id);
        }
        let visiting = request.extensions().get::<Visiting>();
        let kept = visiting.filter(|visiting| visiting.kept);
        kept.map(|visiting| visiting.secret.id())
    }

    /// Takes one request from a session's reserve.
    fn take(&self, session: [u8; 32]) -> bool {
        let now = self.clock.now();
        let Ok(mut seen) = self.seen.lock() else {
            return true;
        };
        if seen.len() >= REMEMBERED {
            seen.retain(|_, (_, last)| now.0.saturating_sub(last.0) < 60_000_000);
            // Invented bearers fill it: everybody gets the reserve again, which refuses nobody.
            if seen.len() >= REMEMBERED {
                seen.clear();
            }
        }
        let (left, last) = seen.get(&session).copied().unwrap_or((BURST, now));
        let seconds = Moment(now.0.saturating_sub(last.0)).0.max(0) as f64 / 1_000_000.0;
        let left = (left + seconds * PER_SECOND).min(BURST);
        let allowed = left >= 1.0;
        seen.insert(session, (if allowed { left - 1.0 } else { left }, now));
        allowed
    }
}

/// Applies them.
pub async fn limit(State(limits): State<Limits>, request: Request, next: Next) -> Response {
    // Leaving never waits and is never refused.
    if request.uri().path() == "/sortie" {
        return next.run(request).await;
    }
    if limits
        .asks(&request)
        .is_some_and(|session| !limits.take(session))
    {
        let mut answer =
            Trouble(Fault::new(Code::Busy, "a session's reserve is empty")).into_response();
        answer
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from_static("10"));
        return answer;
    }
    // A part of an upload lasts as long as a form with files.
    let is_part = request.method() == Method::PATCH;
    if request.method() != Method::POST && !is_part {
        return next.run(request).await;
    }
    // Wrong codes wait in a queue of their own (`questions`, `service/finding.rs`): here they would keep everybody's forms waiting.
    if OWN_QUEUE.iter().any(|path| request.uri().path() == *path) {
        return next.run(request).await;
    }
    let queue = if is_part || carries_files(request.headers()) {
        &limits.uploads
    } else {
        &limits.forms
    };
    // Waiting costs little; a form refused may be lost for good.
    let _turn = queue.acquire().await;
    next.run(request).await
}

/// Forms whose wrong answers are made to wait.
const OWN_QUEUE: [&str; 4] = [
    "/ma-question",
    "/ma-question/retirer",
    "/api/v1/questions/find",
    "/api/v1/questions/mine",
];

/// A form with files, or the beginning of an upload with its first bytes.
fn carries_files(headers: &HeaderMap) -> bool {
    let media = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    media.starts_with("multipart/") || media == "application/offset+octet-stream"
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::FixedClock;

    #[test]
    fn what_carries_files_waits_with_files() {
        for (media, files) in [
            ("multipart/form-data; boundary=x", true),
            ("application/offset+octet-stream", true),
            ("application/x-www-form-urlencoded", false),
        ] {
            let headers =
                HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(media))]);
            assert_eq!(carries_files(&headers), files, "{media}");
        }
        assert!(!carries_files(&HeaderMap::new()));
    }

    #[test]
    fn a_reserve_empties_and_comes_back_and_is_each_session_s_own() {
        let clock = Arc::new(FixedClock::at(Moment::from_seconds(1000)));
        let limits = Limits::new(clock.clone());
        let taken = (0..1000).filter(|_| limits.take([1; 32])).count();
        assert_eq!(taken, 240);
        assert!(limits.take([2; 32]), "the neighbour is not concerned");
        clock.set(Moment::from_seconds(1002));
        assert_eq!((0..1000).filter(|_| limits.take([1; 32])).count(), 16);
    }

    #[test]
    fn a_memory_that_is_full_is_emptied_and_refuses_nobody() {
        let id = |n: usize| {
            let mut id = [0; 32];
            id.iter_mut()
                .zip(n.to_le_bytes())
                .for_each(|(to, from)| *to = from);
            id
        };
        let clock = Arc::new(FixedClock::at(Moment::from_seconds(1000)));
        let limits = Limits::new(clock.clone());
        let known = || limits.seen.lock().unwrap().len();
        assert!((0..REMEMBERED / 2).all(|n| limits.take(id(n))));
        clock.set(Moment::from_seconds(1061));
        let busy = id(REMEMBERED);
        while limits.take(busy) {}
        // Those of a minute ago go first; who is being limited stays so.
        assert!((REMEMBERED / 2..REMEMBERED).all(|n| limits.take(id(n))));
        assert!(known() <= REMEMBERED / 2 + 1, "{}", known());
        assert!(!limits.take(busy));
        // All of this minute: everybody begins again.
        assert!((0..REMEMBERED).all(|n| limits.take(id(2 * REMEMBERED + n))));
        assert!(known() <= REMEMBERED, "{}", known());
        assert!(limits.take(busy), "invented bearers limit nobody else");
    }

    #[test]
    fn a_program_is_counted_by_its_token_and_by_nothing_else() {
        let limits = Limits::new(Arc::new(FixedClock::at(Moment::from_seconds(1000))));
        let asks = |path: &str, token: &str| {
            let request = Request::builder().uri(path);
            let request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
            let request = request.header(header::COOKIE, "__Host-preau=x");
            limits.asks(&request.body(axum::body::Body::empty()).unwrap())
        };
        let one = asks("/api/v1/dossier", "one");
        assert!(one.is_some());
        assert_eq!(one, asks("/api/v1/dossier/pieces", "one"));
        assert_ne!(one, asks("/api/v1/dossier", "two"));
        assert_eq!(asks("/dossiers", "one"), None, "a page is not a program's");
    }
}
