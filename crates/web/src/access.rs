//! Who may call what: every route comes with it, and one that does not is denied. Whether *this*
//! dossier is the person's own is decided by the use-case (`accounts::rules::may`).

use accounts::pages::Visiting;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use kernel::{Code, Fault};
use std::collections::HashMap;
use std::sync::Arc;
use ui::{RouteAccess, Trouble, Who};

/// The table of all routes.
#[derive(Clone, Default)]
pub struct Table(Arc<HashMap<(Method, &'static str), Who>>);

impl Table {
    /// Makes the table; a route that two slices claim keeps the stricter rule.
    pub fn of(routes: impl IntoIterator<Item = RouteAccess>) -> Self {
        let mut table = HashMap::new();
        for route in routes {
            let kept = table.entry((route.method, route.path)).or_insert(route.who);
            if strictness(route.who) > strictness(*kept) {
                *kept = route.who;
            }
        }
        Self(Arc::new(table))
    }

    /// The methods of a route.
    fn methods(&self, path: &str) -> Vec<&str> {
        let all = self.0.keys().filter(|(_, p)| *p == path);
        let mut all: Vec<&str> = all.map(|(method, _)| method.as_str()).collect();
        all.sort_unstable();
        all
    }

    /// Who may call a route; HEAD counts as GET.
    pub fn who(&self, method: &Method, path: &str) -> Option<Who> {
        let method = if method == Method::HEAD {
            Method::GET
        } else {
            method.clone()
        };
        self.0
            .iter()
            .find(|((m, p), _)| *m == method && *p == path)
            .map(|(_, who)| *who)
    }
}

const fn strictness(who: Who) -> u8 {
    match who {
        Who::Everyone => 0,
        Who::Draft => 1,
        Who::Link => 2,
        Who::Person => 3,
    }
}

/// Lets a request through only if its route says so. A page asked for too early leads to the page that
/// opens it; a form sent too late keeps nothing and says so.
pub async fn gate(State(table): State<Table>, request: Request, next: Next) -> Response {
    let Some(path) = request
        .extensions()
        .get::<MatchedPath>()
        .map(|path| path.as_str().to_owned())
    else {
        return next.run(request).await;
    };
    let visiting = request.extensions().get::<Visiting>().cloned();
    let (kept, person) = visiting.map_or((false, false), |v| (v.kept, v.person.is_some()));
    let reading = request.method() == Method::GET || request.method() == Method::HEAD;
    match table.who(request.method(), &path) {
        Some(Who::Everyone) => next.run(request).await,
        Some(Who::Draft) if kept => next.run(request).await,
        Some(Who::Person) if person => next.run(request).await,
        Some(Who::Draft) if reading => ui::page::see_other_path("/recit"),
        Some(Who::Person) if reading => ui::page::see_other_path("/revenir"),
        Some(Who::Draft | Who::Person) => {
            Trouble(Fault::new(Code::SignIn, "no session for this route")).into_response()
        }
        // The token is in the path or in a header: the use-case finds its link, or says that there is none.
        Some(Who::Link) => next.run(request).await,
        // Programs are told which methods there are.
        None if path.starts_with(ui::api::PREFIX) => {
            let allow = [(header::ALLOW, table.methods(&path).join(", "))];
            (StatusCode::METHOD_NOT_ALLOWED, allow).into_response()
        }
        None => Trouble(Fault::new(Code::NotFound, "a route without access rule")).into_response(),
    }
}
