//! What this slice hands to `web`.

use crate::pages::{
    change, code, come_back, devices, doors, fresh, invitation, leave, new_passkey, oidc,
    oidc_link, passkey, passphrase, phrase, sheet, team, totp, urls,
};
use crate::service::Accounts;
use kernel::duties::{Duties, Duty};
use ui::{Capability, Url, Who};

const DUTIES: Duties = &[
    Duty {
        table: "accounts",
        purpose: "accounts-duty-accounts",
        retention: "accounts-keep-account",
        erased_by: "Accounts::forget, Accounts::take_back, Accounts::remove_member",
    },
    Duty {
        table: "slots",
        purpose: "accounts-duty-slots",
        retention: "accounts-keep-account",
        erased_by: "Accounts::forget, Accounts::remove_door, Accounts::remove_member",
    },
    Duty {
        table: "orgs",
        purpose: "accounts-duty-orgs",
        retention: "accounts-keep-org",
        erased_by: "",
    },
    Duty {
        table: "invites",
        purpose: "accounts-duty-invites",
        retention: "accounts-keep-invite",
        erased_by: "Accounts::accept, Accounts::sweep_given",
    },
    Duty {
        table: "team_members",
        purpose: "accounts-duty-teams",
        retention: "accounts-keep-account",
        erased_by: "Accounts::change_team, Accounts::remove_team",
    },
    Duty {
        table: "team_notes",
        purpose: "accounts-duty-team-notes",
        retention: "accounts-keep-team-note",
        erased_by: "Accounts::sweep_given, Accounts::remove_team",
    },
    Duty {
        table: "tokens",
        purpose: "accounts-duty-tokens",
        retention: "accounts-keep-token",
        erased_by: "Accounts::take_back, Accounts::sweep_given",
    },
    Duty {
        table: "grants",
        purpose: "accounts-duty-grants",
        retention: "accounts-keep-account",
        erased_by: "Accounts::forget, Accounts::take_back, Accounts::sweep_given",
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
        .get(urls::Invitation::ROUTE, Who::Link, invitation::get)
        .post(urls::Invitation::ROUTE, Who::Link, invitation::post)
        .get(urls::Exit::ROUTE, Who::Everyone, leave::exit)
        .post(urls::Exit::ROUTE, Who::Everyone, leave::exit)
        .get(urls::Close::ROUTE, Who::Everyone, leave::get)
        .post(urls::Close::ROUTE, Who::Everyone, leave::post)
        .get(urls::Doors::ROUTE, Who::Person, doors::get)
        .post(urls::RemoveDoor::ROUTE, Who::Person, doors::remove)
        .get(urls::NewCode::ROUTE, Who::Person, change::get)
        .post(urls::NewCode::ROUTE, Who::Person, change::post)
        .get(urls::Sheet::ROUTE, Who::Person, sheet::get)
        .post(urls::Sheet::ROUTE, Who::Person, sheet::post)
        .post(urls::SheetPrint::ROUTE, Who::Person, sheet::pdf)
        .get(urls::Trio::ROUTE, Who::Person, sheet::get_trio)
        .post(urls::Trio::ROUTE, Who::Person, sheet::post_trio)
        .post(urls::TrioPrint::ROUTE, Who::Person, sheet::pdf_trio)
        .get(urls::Team::ROUTE, Who::Person, team::get)
        .post(urls::Team::ROUTE, Who::Person, team::post)
        .get(urls::Devices::ROUTE, Who::Person, devices::get)
        .post(urls::Devices::ROUTE, Who::Person, devices::post)
        .get(urls::Passphrase::ROUTE, Who::Person, passphrase::get)
        .post(urls::Passphrase::ROUTE, Who::Person, passphrase::post)
        .get(urls::Totp::ROUTE, Who::Person, totp::get)
        .post(urls::Totp::ROUTE, Who::Person, totp::post)
        .get(urls::ByPassphrase::ROUTE, Who::Everyone, phrase::get)
        .post(urls::ByPassphrase::ROUTE, Who::Everyone, phrase::post)
        .get(urls::NewPasskey::ROUTE, Who::Person, new_passkey::get)
        .post(urls::NewPasskey::ROUTE, Who::Person, new_passkey::post)
        .get(urls::ByPasskey::ROUTE, Who::Everyone, passkey::get)
        .post(urls::ByPasskey::ROUTE, Who::Everyone, passkey::post)
        .get(
            urls::FirstPasskey::ROUTE,
            Who::Everyone,
            new_passkey::get_first,
        )
        .post(
            urls::FirstPasskey::ROUTE,
            Who::Everyone,
            new_passkey::post_first,
        )
        .get(urls::ByOidc::ROUTE, Who::Everyone, oidc::get)
        .post(urls::ByOidc::ROUTE, Who::Everyone, oidc::post)
        .get(urls::FromOidc::ROUTE, Who::Everyone, oidc::back)
        .get(urls::LinkOidc::ROUTE, Who::Person, oidc_link::get)
        .post(urls::LinkOidc::ROUTE, Who::Person, oidc_link::post)
        .with_state(accounts)
}
