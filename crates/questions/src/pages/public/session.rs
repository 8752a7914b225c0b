//! A session: its experts, its questions in order with their answers, a page at a time. It is whole without a script, and is not
//! sent again to whoever has it: thousands open it in the same minute.

use super::view::{self, Link, kind, paragraphs};
use crate::model::{Expert, PanelState};
use crate::pages::urls;
use crate::rules::paging::Shelf;
use crate::service::{Listing, Panels, Reads};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kernel::PanelId;
use serde::Deserialize;
use ui::{Answer, Ctx, Html, Page, Url as _, dates, etag, headers};

/// What `voir` says to leave out what is answered.
const OPEN_ONLY: &str = "sans-reponse";
/// And to have many on one page, which prints.
const WHOLE: &str = "tout";

/// What of it is asked for; what cannot be read is where reading begins.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    voir: String,
    #[serde(default)]
    place: String,
}

impl Asked {
    fn reads(&self) -> Reads {
        let place = self.place.parse().ok();
        match self.voir.as_str() {
            OPEN_ONLY => Reads::Waiting(place.unwrap_or_default()),
            WHOLE => Reads::Whole(place.unwrap_or_default()),
            _ => Reads::Page(place),
        }
    }
}

/// Where a part of a session is read, from that number on.
fn part(here: &urls::Session, reads: Reads, place: u32) -> String {
    let place = place.to_string();
    match reads {
        Reads::Page(_) => here.query(&[("place", &place)]),
        Reads::Waiting(_) => here.query(&[("voir", OPEN_ONLY), ("place", &place)]),
        Reads::Whole(_) => here.query(&[("voir", WHOLE), ("place", &place)]),
    }
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
    /// Many on one page.
    whole: bool,
    /// Which numbers these are; nothing when they are all there is.
    range: String,
    before: Option<String>,
    after: Option<String>,
    all: String,
    here: String,
    filter: String,
    print: String,
    live: String,
    shelf: Shelf,
    seq: u64,
    feed: String,
    mine: String,
    story: String,
}

impl Session {
    /// Whether the page follows what changes.
    const fn is_live(&self) -> bool {
        !self.filtered && !self.whole
    }
}

fn page(panels: &Panels, ctx: Ctx, listing: &Listing, reads: Reads) -> Session {
    let (w, panel) = (ctx.w, &listing.panel);
    let id = panel.id.to_string();
    let here = urls::Session(id.clone());
    let active = listing.experts.iter();
    // Who was taken out stays where she signed.
    let signed = |one: &Expert| {
        let mut answers = listing.threads.iter().flat_map(|thread| &thread.answers);
        answers.any(|given| given.author == one.account)
    };
    let active = active.filter(|one| one.active || signed(one));
    let experts = active.map(|one| Person {
        name: one.name.clone(),
        title: one.title.clone(),
        photo: one.photo.then(|| urls::Photo(id.clone(), one.place).path()),
    });
    let items = listing.threads.iter();
    let items = items.map(|thread| view::item(panels, w, &listing.sources, thread));
    let shelf = listing.shelf;
    let places = || listing.threads.iter().filter_map(|one| one.question.place);
    let range = match (places().min(), places().max()) {
        (Some(first), Some(last)) if listing.threads.len() < listing.count => {
            let args: [(&str, &dyn std::fmt::Display); 3] = [
                ("first", &first),
                ("last", &last),
                ("count", &listing.count),
            ];
            w.ta("panel-range", &args)
        }
        _ => String::new(),
    };
    let at = |place: u32| part(&here, reads, place);
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
        count: listing.count,
        open: listing.waiting,
        filtered: matches!(reads, Reads::Waiting(_)),
        whole: matches!(reads, Reads::Whole(_)),
        range,
        before: shelf.before.map(at),
        after: shelf.after.map(at),
        filter: here.query(&[("voir", OPEN_ONLY)]),
        print: here.query(&[("voir", WHOLE)]),
        here: match reads {
            Reads::Page(None) => here.path(),
            _ => at(shelf.from),
        },
        all: here.path(),
        shelf,
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
    let reads = asked.reads();
    let listing = panels.reading(super::id::<PanelId>(&panel)?, reads).await?;
    // All that the page is made of beside the session: it is made only for whoever has not got it.
    let made_of = format!(
        "{} {} {reads:?} {:?} {} {} {} {} {} {} {} {}",
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
        Page::new(page(&panels, ctx, &listing, reads)).into_response()
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
