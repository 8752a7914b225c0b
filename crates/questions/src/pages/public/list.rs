//! The sessions: those that are open, those that come, those that were.

use super::view::{Link, signed, state_colour, state_word};
use crate::model::{Panel, PanelState};
use crate::pages::urls;
use crate::service::Panels;
use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use kernel::Fault;
use ui::{Answer, Ctx, Page, Url as _, dates};

/// Past sessions that name their experts; the others say their theme and their day.
const NAMED: usize = 50;

struct Entry {
    link: Link,
    state: String,
    colour: &'static str,
    day: String,
    experts: Vec<String>,
    ask: Option<String>,
}

#[derive(Template)]
#[template(path = "session_list.html")]
struct List {
    ctx: Ctx,
    /// The key of a title, and what stands under it.
    groups: Vec<(&'static str, Vec<Entry>)>,
    feed: String,
    mine: String,
}

async fn entry(panels: &Panels, ctx: &Ctx, panel: &Panel, named: bool) -> Result<Entry, Fault> {
    let experts = if named {
        panels.experts(panel.id).await?
    } else {
        Vec::new()
    };
    let id = panel.id.to_string();
    let asks = panel.state.takes_questions();
    Ok(Entry {
        link: Link::to(&*panel.theme, urls::Session(id.clone()).path()),
        state: state_word(ctx.w, panel),
        colour: state_colour(panel.state),
        day: dates::moment(ctx.w, panel.starts),
        experts: experts
            .iter()
            .filter(|one| one.active)
            .map(|one| signed(&one.name, &one.title))
            .collect(),
        ask: asks.then(|| urls::Ask(id).path()),
    })
}

/// The page.
pub(super) async fn get(State(panels): State<Panels>, ctx: Ctx) -> Answer {
    let all = panels.panels().await?;
    let (mut now, mut coming, mut past) = (Vec::new(), Vec::new(), Vec::new());
    for panel in &all {
        let (group, named) = match panel.state {
            PanelState::Open | PanelState::Closing => (&mut now, true),
            PanelState::Announced => (&mut coming, true),
            PanelState::Closed => {
                let named = past.len() < NAMED;
                (&mut past, named)
            }
        };
        group.push(entry(&panels, &ctx, panel, named).await?);
    }
    // The next one first.
    coming.reverse();
    let groups = [
        ("panel-now", now),
        ("panel-coming", coming),
        ("panel-past", past),
    ];
    let groups = groups.into_iter().filter(|(_, group)| !group.is_empty());
    Ok(Page::new(List {
        groups: groups.collect(),
        feed: urls::Feed.path(),
        mine: urls::Mine.path(),
        ctx: ctx.with_back(&urls::Resources),
    })
    .into_response())
}
