//! What this slice hands to `web`.

use crate::pages::{code, come_back, fresh, leave, urls};
use crate::service::Accounts;
use kernel::duties::{Duties, Duty};
use ui::{Capability, Url, Who};

const DUTIES: Duties = &[
    Duty {
        table: "accounts",
        purpose: "accounts-duty-accounts",
        retention: "accounts-keep-account",
        erased_by: "Accounts::forget",
    },
    Duty {
        table: "slots",
        purpose: "accounts-duty-slots",
        retention: "accounts-keep-account",
        erased_by: "Accounts::forget",
    },
    Duty {
        table: "grants",
        purpose: "accounts-duty-grants",
        retention: "accounts-keep-account",
        erased_by: "Accounts::forget",
    },
];

/// Routes and duties.
pub fn capability(accounts: Accounts) -> Capability<()> {
    Capability::new("accounts", DUTIES)
        .get(urls::ComeBack::ROUTE, Who::Everyone, come_back::get)
        .post(urls::ComeBack::ROUTE, Who::Everyone, come_back::post)
        .get(urls::Code::ROUTE, Who::Person, code::get)
        .post(urls::Code::ROUTE, Who::Person, code::post)
        .get(urls::Fresh::ROUTE, Who::Person, fresh::get)
        .post(urls::Fresh::ROUTE, Who::Person, fresh::post)
        .get(urls::Exit::ROUTE, Who::Everyone, leave::exit)
        .post(urls::Exit::ROUTE, Who::Everyone, leave::exit)
        .get(urls::Close::ROUTE, Who::Everyone, leave::get)
        .post(urls::Close::ROUTE, Who::Everyone, leave::post)
        .with_state(accounts)
}
