//! What this slice hands to `web`.

use crate::pages::{annuaire, imports, urls};
use crate::rules::LARGEST;
use crate::service::Directory;
use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::routing::post;
use kernel::duties::{Duties, Duty};
use ui::{Capability, Url, Who};

/// A file and a few fields; what is larger is said in words by the rule, a little above.
const FORM: usize = LARGEST + 64 * 1024;

const DUTIES: Duties = &[
    Duty {
        table: "directory_imports",
        purpose: "directory-duty-imports",
        retention: "directory-keep-imports",
        erased_by: "",
    },
    Duty {
        table: "directory_entries",
        purpose: "directory-duty-entries",
        retention: "directory-keep-entries",
        erased_by: "Directory::import",
    },
];

/// Routes and duties.
pub fn capability(directory: Directory) -> Capability<()> {
    let files = post(imports::post).layer(DefaultBodyLimit::max(FORM));
    Capability::new("directory", DUTIES)
        .get(urls::Annuaire::ROUTE, Who::Everyone, annuaire::get)
        .get(urls::Imports::ROUTE, Who::Person, imports::get)
        .route(Method::POST, urls::Imports::ROUTE, Who::Person, files)
        .with_state(directory)
}
