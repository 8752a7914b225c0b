//! What this slice hands to `web`.

use crate::api;
use crate::pages::{
    express, home, kinds, known, notices, plan, public_log, resources, safety, search, story, urls,
    when,
};
use crate::settings::Operator;
use audit::Audits;
use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::routing::post;
use dossier::Dossiers;
use kernel::duties::Duty;
use kernel::ports::Search;
use news::News;
use std::sync::Arc;
use ui::{Capability, Url, Who};

/// What the pages work on.
#[derive(Clone)]
pub struct Front {
    /// The use-cases of dossiers, and of whoever comes in.
    pub dossiers: Dossiers,
    /// The operator's lines.
    pub operator: Arc<Operator>,
    /// Every slice's declaration, for the notice of article 13.
    pub duties: Arc<Vec<Duty>>,
    /// What was found of the accessibility of these pages.
    pub audits: Audits,
    /// What the instance publishes.
    pub news: News,
    /// Searches what Préau knows.
    pub search: Arc<dyn Search>,
}

/// Routes; this slice keeps nothing of its own.
pub fn capability(front: Front) -> Capability<()> {
    let uploads = post(express::post).layer(DefaultBodyLimit::disable());
    let pages = Capability::new("front", &[])
        .get(urls::Home::ROUTE, Who::Everyone, home::get)
        .get(urls::Story::ROUTE, Who::Everyone, story::get)
        .post(urls::Story::ROUTE, Who::Everyone, story::post)
        .post(urls::Autosave::ROUTE, Who::Everyone, story::autosave)
        .get(urls::Safety::ROUTE, Who::Draft, safety::get)
        .post(urls::Safety::ROUTE, Who::Draft, safety::post)
        .get(urls::Card::ROUTE, Who::Draft, safety::card)
        .get(urls::When::ROUTE, Who::Draft, when::get)
        .post(urls::When::ROUTE, Who::Draft, when::post)
        .get(urls::Kinds::ROUTE, Who::Draft, kinds::get)
        .post(urls::Kinds::ROUTE, Who::Draft, kinds::post)
        .get(urls::Plan::ROUTE, Who::Draft, plan::get)
        .post(urls::Plan::ROUTE, Who::Draft, plan::post)
        .post(urls::Shelter::ROUTE, Who::Draft, plan::shelter)
        .get(urls::Express::ROUTE, Who::Everyone, express::get)
        .route(Method::POST, urls::Express::ROUTE, Who::Everyone, uploads)
        .get(urls::WhoCanRead::ROUTE, Who::Everyone, notices::who)
        .get(urls::PublicLog::ROUTE, Who::Everyone, public_log::get)
        .get(urls::Known::ROUTE, Who::Everyone, known::get)
        .get(urls::Search::ROUTE, Who::Everyone, search::get)
        .post(urls::Search::ROUTE, Who::Everyone, search::post)
        .get(urls::Legal::ROUTE, Who::Everyone, notices::legal)
        .get(urls::Privacy::ROUTE, Who::Everyone, notices::privacy)
        .get(
            urls::Accessibility::ROUTE,
            Who::Everyone,
            notices::accessibility,
        );
    api::routes(resources::routes(pages)).with_state(front)
}
