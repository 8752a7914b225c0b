//! A session: its experts, its questions in order with their answers. The page is whole without a script, and is not sent
//! again to whoever has it: thousands open it in the same minute.

use super::view::{self, Link, kind, paragraphs};
use crate::model::{PanelState, Status};
use crate::pages::urls;
use crate::service::{Listing, Panels};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kernel::PanelId;
use serde::Deserialize;
use ui::{Answer, Ctx, Html, Page, Url as _, dates, etag, headers};

/// What `voir` says to leave out what is answered.
const OPEN_ONLY: &str = "sans-reponse";

/// What of it is asked for; what cannot be read is all of it.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    voir: String,
}

struct Person {
    name: String,
    title: String,
    photo: Option<String>,
}

#[derive(Template)]
#[template(path = "session.html")]
struct Session {
    ctx: Ctx,
    theme: String,
    when: String,
    state: Html,
    intro: Vec<String>,
    opening: Vec<String>,
    closing: Vec<String>,
    experts: Vec<Person>,
    kinds: Vec<Link>,
    items: Vec<Html>,
    count: usize,
    open: usize,
    filtered: bool,
    here: String,
    filter: String,
    live: String,
    seq: u64,
    feed: String,
    mine: String,
    story: String,
}

fn page(panels: &Panels, ctx: Ctx, listing: &Listing, filtered: bool) -> Session {
    let (w, panel) = (ctx.w, &listing.panel);
    let id = panel.id.to_string();
    let here = urls::Session(id.clone());
    let active = listing.experts.iter();
    // Who was taken out stays where she signed.
    let mut answers = listing.threads.iter().flat_map(|thread| &thread.answers);
    let active =
        active.filter(|one| one.active || answers.any(|given| given.author == one.account));
    let experts = active.map(|one| Person {
        name: one.name.clone(),
        title: one.title.clone(),
        photo: one.photo.then(|| urls::Photo(id.clone(), one.place).path()),
    });
    let is_open = |thread: &&crate::model::Thread| thread.status() != Status::Answered;
    let open = listing.threads.iter().filter(is_open).count();
    let shown = listing.threads.iter();
    let shown = shown.filter(|thread| !filtered || is_open(thread));
    let items = shown.map(|thread| view::item(panels, w, &listing.sources, thread));
    Session {
        theme: panel.theme.clone(),
        when: dates::moment(w, panel.starts),
        state: view::state(w, panel, panels.now()),
        intro: paragraphs(&panel.intro),
        opening: match panel.state {
            PanelState::Announced => Vec::new(),
            _ => paragraphs(&panel.opening),
        },
        closing: match panel.state {
            PanelState::Closing | PanelState::Closed => paragraphs(&panel.closing),
            _ => Vec::new(),
        },
        experts: experts.collect(),
        kinds: panel
            .kinds
            .iter()
            .filter_map(|id| kind(panels, w, id))
            .collect(),
        items: items.collect(),
        count: listing.threads.len(),
        open,
        filtered,
        filter: here.query(&[("voir", OPEN_ONLY)]),
        here: here.path(),
        live: format!("/direct/{id}/{}", w.lang().tag()),
        seq: listing.seq,
        feed: urls::Feed.path(),
        mine: urls::Mine.query(&[("seance", &id)]),
        story: urls::Story.path(),
        ctx: ctx.with_back(&urls::Sessions),
    }
}

/// The page.
pub(super) async fn get(
    State(panels): State<Panels>,
    ctx: Ctx,
    Path(panel): Path<String>,
    Query(asked): Query<Asked>,
    sent: HeaderMap,
) -> Answer {
    let listing = panels.listing(super::id::<PanelId>(&panel)?).await?;
    let filtered = asked.voir == OPEN_ONLY;
    // All that the page is made of beside the session: it is made only for whoever has not got it.
    let made_of = format!(
        "{} {} {filtered} {:?} {} {} {} {} {} {} {} {}",
        listing.panel.id,
        listing.seq,
        ctx.visit,
        ctx.simple,
        ctx.switch_url(),
        ctx.access(),
        ctx.version(),
        ctx.asset("govuk.css"),
        ctx.asset("preau.css"),
        ctx.asset("live.js"),
        panels.content.version(),
    );
    let tag = etag::of(made_of.as_bytes());
    let mut answer = etag::answer(&sent, &tag, || {
        Page::new(page(&panels, ctx, &listing, filtered)).into_response()
    });
    // Asked about each time, so that what is withdrawn is gone at once; leaving empties the store of the browser.
    let kept = HeaderValue::from_static("private, no-cache");
    answer.headers_mut().insert(header::CACHE_CONTROL, kept);
    Ok(answer)
}

/// The photo of an expert.
pub(super) async fn photo(
    State(panels): State<Panels>,
    Path((panel, place)): Path<(String, String)>,
    sent: HeaderMap,
) -> Answer {
    let place = place
        .parse()
        .map_err(|_| kernel::Fault::new(kernel::Code::NotFound, "no place"))?;
    let (media, bytes) = panels.photo(super::id(&panel)?, place).await?;
    let tag = etag::of(&bytes);
    let mut answer: Response = etag::answer(&sent, &tag, || bytes.into_response());
    let map = answer.headers_mut();
    headers::piece(map);
    map.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, max-age=600"),
    );
    if let Ok(media) = HeaderValue::from_str(&media) {
        map.insert(header::CONTENT_TYPE, media);
    }
    Ok(answer)
}
