//! What a slice hands to `web`: its routes with who may call each, and its duties towards people's
//! data. A route can only be added together with who may call it, so none can be forgotten.

use axum::Router;
use axum::handler::Handler;
use axum::routing::{self, MethodRouter};
use http::Method;
use kernel::duties::Duties;

/// Who may call a route. Object-level access (whose dossier) is decided by the use-case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Who {
    /// Anybody.
    Everyone,
    /// Whoever holds a draft, or more.
    Draft,
    /// A person who came in with her code.
    Person,
    /// Whoever holds a link or a token with its own rights.
    Link,
}

/// One route and who may call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteAccess {
    /// The method; GET also answers HEAD.
    pub method: Method,
    /// The route as the router knows it.
    pub path: &'static str,
    /// Who may call it.
    pub who: Who,
}

/// A slice's contribution to the program.
pub struct Capability<S> {
    /// The slice's name.
    pub name: &'static str,
    /// Its routes.
    pub routes: Router<S>,
    /// Each of them with who may call it.
    pub access: Vec<RouteAccess>,
    /// What it keeps about people.
    pub duties: Duties,
    /// What programs are told of its routes: `paths` and `components` of an OpenAPI document, in JSON.
    pub described: Vec<&'static str>,
}

impl<S: Clone + Send + Sync + 'static> Capability<S> {
    /// A slice without any route yet.
    pub fn new(name: &'static str, duties: Duties) -> Self {
        Self {
            name,
            routes: Router::new(),
            access: Vec::new(),
            duties,
            described: Vec::new(),
        }
    }

    /// Gives its handlers what they work on: from then on any program can assemble it.
    pub fn with_state(self, state: S) -> Capability<()> {
        Capability {
            name: self.name,
            routes: self.routes.with_state(state),
            access: self.access,
            duties: self.duties,
            described: self.described,
        }
    }

    /// Says of its routes for programs what they take and answer.
    #[must_use]
    pub fn describe(mut self, text: &'static str) -> Self {
        self.described.push(text);
        self
    }

    /// Adds a page.
    #[must_use]
    pub fn get<H: Handler<T, S>, T: 'static>(
        self,
        path: &'static str,
        who: Who,
        handler: H,
    ) -> Self {
        self.route(Method::GET, path, who, routing::get(handler))
    }

    /// Adds the receiver of a form.
    #[must_use]
    pub fn post<H: Handler<T, S>, T: 'static>(
        self,
        path: &'static str,
        who: Who,
        handler: H,
    ) -> Self {
        self.route(Method::POST, path, who, routing::post(handler))
    }

    /// Adds a route with layers of its own (a body limit for uploads, say). `service` must answer
    /// `method` only.
    #[must_use]
    pub fn route(
        mut self,
        method: Method,
        path: &'static str,
        who: Who,
        service: MethodRouter<S>,
    ) -> Self {
        self.routes = self.routes.route(path, service);
        self.access.push(RouteAccess { method, path, who });
        self
    }
}
