//! What this slice hands to `web`.

use crate::pages::{
    capture, check, checklist, content, delete, export, facts, followup, history, home, letter,
    list, mask, messages, note, piece, pieces, plan, sending, step, story, upload, urls,
};
use crate::service::Dossiers;
use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::routing;
use kernel::duties::{Duties, Duty};
use ui::{Capability, Url, Who};

/// What the store keeps for this slice.
const DUTIES: Duties = &[
    Duty {
        table: "dossiers",
        purpose: "dossier-duty-dossiers",
        retention: "dossier-keep-dossier",
        erased_by: "Dossiers::delete",
    },
    Duty {
        table: "entries",
        purpose: "dossier-duty-entries",
        retention: "dossier-keep-dossier",
        erased_by: "Dossiers::delete, Dossiers::withdraw",
    },
    Duty {
        table: "blobs",
        purpose: "dossier-duty-blobs",
        retention: "dossier-keep-dossier",
        erased_by: "Dossiers::delete, Dossiers::withdraw",
    },
    Duty {
        table: "seals",
        purpose: "dossier-duty-seals",
        retention: "dossier-keep-dossier",
        erased_by: "Dossiers::delete",
    },
    Duty {
        table: "log_items",
        purpose: "dossier-duty-log",
        retention: "dossier-keep-dossier",
        erased_by: "Dossiers::delete",
    },
    Duty {
        table: "caches",
        purpose: "dossier-duty-caches",
        retention: "dossier-keep-dossier",
        erased_by: "Dossiers::delete",
    },
    Duty {
        table: "sessions",
        purpose: "dossier-duty-sessions",
        retention: "dossier-keep-session",
        erased_by: "Accounts::leave",
    },
    Duty {
        table: "jobs",
        purpose: "dossier-duty-jobs",
        retention: "dossier-keep-week",
        erased_by: "Dossiers::work_once",
    },
    Duty {
        table: "uploads",
        purpose: "dossier-duty-uploads",
        retention: "dossier-keep-day",
        erased_by: "Dossiers::give_up, Dossiers::maintain",
    },
    Duty {
        table: "nonces",
        purpose: "dossier-duty-nonces",
        retention: "dossier-keep-week",
        erased_by: "Dossiers::maintain",
    },
    Duty {
        table: "erased",
        purpose: "dossier-duty-erased",
        retention: "dossier-keep-month",
        erased_by: "",
    },
];

/// Routes and duties.
pub fn capability(dossiers: Dossiers) -> Capability<()> {
    // Each file is limited while it streams; a form may carry several.
    let files = routing::post(pieces::post).layer(DefaultBodyLimit::disable());
    Capability::new("dossier", DUTIES)
        .get(urls::List::ROUTE, Who::Person, list::get)
        .post(urls::List::ROUTE, Who::Person, list::post)
        .get(urls::Home::ROUTE, Who::Person, home::get)
        .post(urls::Home::ROUTE, Who::Person, home::post)
        .get(urls::Story::ROUTE, Who::Person, story::get)
        .post(urls::Story::ROUTE, Who::Person, story::post)
        .get(urls::Facts::ROUTE, Who::Person, facts::get)
        .get(urls::NewFact::ROUTE, Who::Person, facts::get_new)
        .post(urls::NewFact::ROUTE, Who::Person, facts::post_new)
        .get(urls::Fact::ROUTE, Who::Person, facts::get_one)
        .post(urls::Fact::ROUTE, Who::Person, facts::post_one)
        .get(urls::Pieces::ROUTE, Who::Person, pieces::get)
        .route(Method::POST, urls::Pieces::ROUTE, Who::Person, files)
        .route(
            Method::OPTIONS,
            urls::Uploads::ROUTE,
            Who::Person,
            routing::options(upload::options),
        )
        .post(urls::Uploads::ROUTE, Who::Person, upload::create)
        .route(
            Method::OPTIONS,
            urls::Upload::ROUTE,
            Who::Person,
            routing::options(upload::options),
        )
        .get(urls::Upload::ROUTE, Who::Person, upload::get)
        .route(
            Method::PATCH,
            urls::Upload::ROUTE,
            Who::Person,
            routing::patch(upload::patch),
        )
        .route(
            Method::DELETE,
            urls::Upload::ROUTE,
            Who::Person,
            routing::delete(upload::delete),
        )
        .post(urls::Upload::ROUTE, Who::Person, upload::post)
        .get(urls::Capture::ROUTE, Who::Person, capture::get)
        .post(urls::Capture::ROUTE, Who::Person, capture::post)
        .get(urls::Piece::ROUTE, Who::Person, piece::get)
        .post(urls::Piece::ROUTE, Who::Person, piece::post)
        .get(urls::PieceBytes::ROUTE, Who::Person, content::get)
        .get(urls::Withdraw::ROUTE, Who::Person, piece::get_withdraw)
        .post(urls::Withdraw::ROUTE, Who::Person, piece::post_withdraw)
        .get(urls::Mask::ROUTE, Who::Person, mask::get)
        .post(urls::Mask::ROUTE, Who::Person, mask::post)
        .get(urls::Messages::ROUTE, Who::Person, messages::get)
        .post(urls::Messages::ROUTE, Who::Person, messages::post)
        .get(urls::Plan::ROUTE, Who::Person, plan::get)
        .post(urls::Plan::ROUTE, Who::Person, plan::post)
        .get(urls::Check::ROUTE, Who::Person, check::get)
        .post(urls::Check::ROUTE, Who::Person, check::post)
        .get(urls::Sealed::ROUTE, Who::Person, check::sealed)
        .get(urls::Receipt::ROUTE, Who::Person, check::receipt)
        .get(urls::Received::ROUTE, Who::Person, check::received)
        .get(urls::Letters::ROUTE, Who::Person, letter::list)
        .get(urls::Letter::ROUTE, Who::Person, letter::get)
        .post(urls::Letter::ROUTE, Who::Person, letter::post)
        .get(urls::LetterFile::ROUTE, Who::Person, letter::file)
        .post(urls::LetterFile::ROUTE, Who::Person, letter::finalise)
        .post(urls::Sent::ROUTE, Who::Person, sending::post)
        .post(urls::NotSent::ROUTE, Who::Person, sending::undo)
        .get(urls::LetterFollow::ROUTE, Who::Person, step::get_letter)
        .post(urls::LetterFollow::ROUTE, Who::Person, step::post_letter)
        .get(urls::Follow::ROUTE, Who::Person, followup::get)
        .get(urls::Calendar::ROUTE, Who::Person, followup::calendar)
        .get(urls::Step::ROUTE, Who::Person, step::get)
        .post(urls::Step::ROUTE, Who::Person, step::post)
        .get(urls::Checklist::ROUTE, Who::Person, checklist::get)
        .post(urls::Checklist::ROUTE, Who::Person, checklist::post)
        .get(urls::Note::ROUTE, Who::Person, note::get)
        .post(urls::Note::ROUTE, Who::Person, note::post)
        .post(urls::VoidNote::ROUTE, Who::Person, note::void)
        .get(urls::Exports::ROUTE, Who::Person, export::get)
        .post(urls::Exports::ROUTE, Who::Person, export::post)
        .get(urls::Export::ROUTE, Who::Person, export::zip)
        .get(urls::History::ROUTE, Who::Person, history::get)
        .get(urls::Delete::ROUTE, Who::Person, delete::get)
        .post(urls::Delete::ROUTE, Who::Person, delete::post)
        .with_state(dossiers)
}
