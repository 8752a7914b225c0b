//! From a fault to a page: the person reads what happened, what to do, that nothing is lost, and a
//! number to quote; the operator's log gets the chain under the same number; the browser never
//! sees the chain.

use crate::ctx::Ctx;
use crate::page::Page;
use askama::Template;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use kernel::{Code, Fault};
use std::sync::Arc;

/// What a handler gives: an answer or a trouble. `?` works on `Result<_, Fault>`.
pub type Answer = Result<Response, Trouble>;

/// A fault on its way to a page: `layer::pages` finds it in the answer and writes the page.
#[derive(Debug)]
pub struct Trouble(pub Fault);

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Self(fault)
    }
}

impl From<Code> for Trouble {
    fn from(code: Code) -> Self {
        Self(Fault::new(code, "refused by the page"))
    }
}

/// The fault as carried by an answer.
#[derive(Clone)]
pub(crate) struct Carried(pub Arc<Fault>);

/// The status of a code.
pub fn status(code: Code) -> StatusCode {
    StatusCode::from_u16(code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let mut response = status(self.0.code()).into_response();
        response.extensions_mut().insert(Carried(Arc::new(self.0)));
        response
    }
}

/// The page of a fault.
#[derive(Template)]
#[template(path = "trouble.html")]
pub(crate) struct TroublePage {
    pub ctx: Ctx,
    pub code: Code,
    pub incident: String,
}

impl TroublePage {
    fn key(&self, part: &str) -> String {
        ["fault-", self.code.name(), part].concat()
    }

    fn title(&self) -> String {
        self.ctx.t(&self.key(""))
    }

    fn remedy(&self) -> String {
        self.ctx.t(&self.key("-remedy"))
    }

    /// A fault that the operator should hear of carries its number.
    fn shows_incident(&self) -> bool {
        matches!(self.code, Code::Internal | Code::Damaged | Code::DiskFull)
            && !self.incident.is_empty()
    }
}

/// The page of a code, in the visit's language.
pub fn page(ctx: Ctx, code: Code, incident: String) -> Response {
    let template = TroublePage {
        ctx,
        code,
        incident,
    };
    Page::with(status(code), template).into_response()
}
