//! What this slice hands to `web`.

use crate::api;
use crate::pages::{
    annuaire, capture, check, checklist, content, copies, delete, diligence, door, export, facts,
    feeds, followup, help, history, home, keeping, letter, list, mask, messages, mission, note,
    piece, pieces, plan, programs, reminders, sending, share, step, story, summary, taking,
    timeline, upload, urls,
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
        table: "links",
        purpose: "dossier-duty-links",
        retention: "dossier-keep-link",
        erased_by: "Dossiers::revoke_link, Dossiers::maintain, Dossiers::delete",
    },
    Duty {
        table: "watches",
        purpose: "dossier-duty-watches",
        retention: "dossier-keep-watch",
        erased_by: "Dossiers::unwatch, Dossiers::look_once, Dossiers::delete",
    },
    Duty {
        table: "feeds",
        purpose: "dossier-duty-feeds",
        retention: "dossier-keep-feed",
        erased_by: "Dossiers::stop_feed, Dossiers::delete, Dossiers::maintain",
    },
    Duty {
        table: "reminders",
        purpose: "dossier-duty-reminders",
        retention: "dossier-keep-reminder",
        erased_by: "Dossiers::stop_reminders, Dossiers::forget_asked, Dossiers::mail_once, Dossiers::delete",
    },
    Duty {
        table: "nonces",
        purpose: "dossier-duty-nonces",
        retention: "dossier-keep-week",
        erased_by: "Dossiers::maintain",
    },
    Duty {
        table: "erasures",
        purpose: "dossier-duty-erasures",
        retention: "dossier-keep-erasure",
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
    let given = routing::post(door::post).layer(DefaultBodyLimit::disable());
    let shared = routing::post(door::share).layer(DefaultBodyLimit::disable());
    let brought = routing::post(taking::post_bring).layer(DefaultBodyLimit::disable());
    let record = routing::post(mission::post_record).layer(DefaultBodyLimit::disable());
    let pages = Capability::new("dossier", DUTIES)
        .get(urls::List::ROUTE, Who::Person, list::get)
        .post(urls::List::ROUTE, Who::Person, list::post)
        .get(urls::Taking::ROUTE, Who::Person, taking::get)
        .post(urls::Taking::ROUTE, Who::Person, taking::post)
        .get(urls::Bringing::ROUTE, Who::Person, taking::get_bring)
        .route(Method::POST, urls::Bringing::ROUTE, Who::Person, brought)
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
        .post(urls::Watch::ROUTE, Who::Person, capture::watch)
        .get(urls::Copies::ROUTE, Who::Person, copies::get)
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
        .get(urls::Mission::ROUTE, Who::Person, mission::get)
        .post(urls::Mission::ROUTE, Who::Person, mission::post)
        .get(urls::MissionFile::ROUTE, Who::Person, mission::file)
        .route(Method::POST, urls::Record::ROUTE, Who::Person, record)
        .get(urls::Annuaire::ROUTE, Who::Person, annuaire::get)
        .post(urls::Annuaire::ROUTE, Who::Person, annuaire::post)
        .get(urls::Prepared::ROUTE, Who::Person, annuaire::get_one)
        .get(urls::PreparedFile::ROUTE, Who::Person, annuaire::file)
        .get(urls::Follow::ROUTE, Who::Person, followup::get)
        .get(urls::Calendar::ROUTE, Who::Person, followup::calendar)
        .get(urls::Dates::ROUTE, Who::Person, feeds::get)
        .post(urls::Dates::ROUTE, Who::Person, feeds::post)
        .post(urls::Agenda::ROUTE, Who::Person, feeds::stop)
        .post(urls::Reminders::ROUTE, Who::Person, reminders::post)
        .get(urls::Feed::ROUTE, Who::Link, feeds::read)
        .get(urls::Step::ROUTE, Who::Person, step::get)
        .post(urls::Step::ROUTE, Who::Person, step::post)
        .get(urls::Checklist::ROUTE, Who::Person, checklist::get)
        .post(urls::Checklist::ROUTE, Who::Person, checklist::post)
        .get(urls::Diligences::ROUTE, Who::Person, diligence::get)
        .post(urls::Diligences::ROUTE, Who::Person, diligence::post)
        .post(urls::VoidDiligence::ROUTE, Who::Person, diligence::void)
        .get(urls::DiligenceFile::ROUTE, Who::Person, diligence::file)
        .get(urls::Note::ROUTE, Who::Person, note::get)
        .post(urls::Note::ROUTE, Who::Person, note::post)
        .post(urls::VoidNote::ROUTE, Who::Person, note::void)
        .get(urls::Exports::ROUTE, Who::Person, export::get)
        .post(urls::Exports::ROUTE, Who::Person, export::post)
        .get(urls::Export::ROUTE, Who::Person, export::zip)
        .get(urls::Timeline::ROUTE, Who::Person, timeline::get)
        .get(urls::History::ROUTE, Who::Person, history::get)
        .get(urls::Shares::ROUTE, Who::Person, share::get)
        .post(urls::Shares::ROUTE, Who::Person, share::post)
        .post(urls::Access::ROUTE, Who::Person, share::end)
        .get(urls::Programs::ROUTE, Who::Person, programs::get)
        .post(urls::Programs::ROUTE, Who::Person, programs::post)
        .get(urls::Summary::ROUTE, Who::Person, summary::get)
        .post(urls::Summary::ROUTE, Who::Person, summary::post)
        .post(urls::TeamNotes::ROUTE, Who::Person, summary::post_team)
        .get(urls::Help::ROUTE, Who::Person, help::get)
        .post(urls::Help::ROUTE, Who::Person, help::post)
        .post(urls::Link::ROUTE, Who::Person, help::change)
        .post(urls::Addition::ROUTE, Who::Person, help::decide)
        .get(urls::Door::ROUTE, Who::Link, door::get)
        .route(Method::POST, urls::Door::ROUTE, Who::Link, given)
        .get(urls::DoorManifest::ROUTE, Who::Link, door::manifest)
        .route(Method::POST, urls::DoorShare::ROUTE, Who::Link, shared)
        .get(urls::Keeping::ROUTE, Who::Person, keeping::get)
        .post(urls::Keeping::ROUTE, Who::Person, keeping::post)
        .get(urls::Delete::ROUTE, Who::Person, delete::get)
        .post(urls::Delete::ROUTE, Who::Person, delete::post);
    api::routes(pages).with_state(dossiers)
}
