//! Answers that are pages, and answers that send elsewhere.

use crate::trouble::Trouble;
use crate::url::Url;
use askama::Template;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use kernel::Fault;

/// A page: a template and its status. When the template fails, the person gets the page of an
/// unforeseen fault and the log gets the cause.
pub struct Page<T: Template> {
    status: StatusCode,
    template: T,
}

impl<T: Template> Page<T> {
    /// The page, status 200.
    pub const fn new(template: T) -> Self {
        Self::with(StatusCode::OK, template)
    }

    /// The page of a form sent back with its problems, status 422.
    pub const fn refused(template: T) -> Self {
        Self::with(StatusCode::UNPROCESSABLE_ENTITY, template)
    }

    /// The page with this status.
    pub const fn with(status: StatusCode, template: T) -> Self {
        Self { status, template }
    }
}

impl<T: Template> IntoResponse for Page<T> {
    fn into_response(self) -> Response {
        match self.template.render() {
            Ok(text) => (
                self.status,
                [(
                    header::CONTENT_TYPE,
                    HeaderValue::from_static("text/html; charset=utf-8"),
                )],
                text,
            )
                .into_response(),
            Err(error) => Trouble(Fault::internal("page not rendered", error)).into_response(),
        }
    }
}

/// Sends the browser to `url` by GET (303), so that Back and reload never post again.
pub fn see_other(url: &impl Url) -> Response {
    see_other_path(&url.path())
}

/// Sends the browser to a path made by [`Url::query`].
pub fn see_other_path(path: &str) -> Response {
    match HeaderValue::from_str(path) {
        // A path that starts with two slashes would name another host.
        Ok(value) if path.starts_with('/') && !path.starts_with("//") => {
            (StatusCode::SEE_OTHER, [(header::LOCATION, value)]).into_response()
        }
        _ => Trouble(Fault::new(kernel::Code::Internal, "redirect outside")).into_response(),
    }
}
