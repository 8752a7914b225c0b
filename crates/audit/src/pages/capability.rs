//! What this slice hands to `web`.

use crate::pages::{files, grid, home, topic, urls};
use crate::service::Audits;
use kernel::duties::{Duties, Duty};
use ui::{Capability, Url, Who};

const DUTIES: Duties = &[Duty {
    table: "audit",
    purpose: "audit-duty",
    retention: "audit-keep",
    erased_by: "",
}];

/// Routes and duties.
pub fn capability(audits: Audits) -> Capability<()> {
    Capability::new("audit", DUTIES)
        .get(urls::Admin::ROUTE, Who::Person, home::get)
        .get(urls::Grid::ROUTE, Who::Person, grid::get)
        .get(urls::Topic::ROUTE, Who::Person, topic::get)
        .post(urls::Topic::ROUTE, Who::Person, topic::post)
        .get(urls::Csv::ROUTE, Who::Person, files::csv)
        .get(urls::Json::ROUTE, Who::Person, files::json)
        .with_state(audits)
}
