//! The episodes, theme by theme.

use super::{Link, desk_of, lang, since, urls};
use crate::model::{Episode, Text as _};
use crate::rules::clock;
use crate::service::News;
use accounts::pages::Visiting;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::IntoResponse;
use serde::Deserialize;
use ui::{Answer, Ctx, Page, Url};

/// Of which kind of situation; what is not known is all of them.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    situation: String,
}

struct Entry {
    title: String,
    href: String,
    summary: String,
    since: String,
    lasts: String,
}

#[derive(Template)]
#[template(path = "news_episodes.html")]
struct List {
    ctx: Ctx,
    themes: Vec<(String, Vec<Entry>)>,
    kinds: Vec<Link>,
    kind: String,
    all: String,
    feed: String,
    news: String,
    desk: Option<String>,
}

/// The page.
pub async fn get(
    State(news): State<News>,
    ctx: Ctx,
    visiting: Visiting,
    Query(asked): Query<Asked>,
) -> Answer {
    let all = news.published::<Episode>().await?;
    let known = news.content.kind(&asked.situation);
    let mut themes: Vec<(String, Vec<Entry>)> = Vec::new();
    for one in &all {
        if known.is_some_and(|kind| !one.text.kinds().contains(&kind.id)) {
            continue;
        }
        let entry = Entry {
            title: one.text.title.clone(),
            href: urls::Episode(one.number).path(),
            summary: one.text.summary.clone(),
            since: since(&ctx, one),
            lasts: ctx.ta("listen-lasts", &[("time", &clock::write(one.text.seconds))]),
        };
        match themes
            .iter_mut()
            .find(|(theme, _)| *theme == one.text.theme)
        {
            Some((_, entries)) => entries.push(entry),
            None => themes.push((one.text.theme.clone(), vec![entry])),
        }
    }
    let spoken = news.content.kinds().filter(|kind| {
        let mut kinds = all.iter().flat_map(|one| one.text.kinds());
        kinds.any(|id| *id == kind.id)
    });
    let kinds = spoken.map(|kind| Link {
        text: kind.name.get(lang(ctx.w)).to_owned(),
        href: urls::Listen.query(&[("situation", &kind.id)]),
    });
    Ok(Page::new(List {
        kinds: kinds.collect(),
        kind: known
            .map(|kind| kind.name.get(lang(ctx.w)).to_owned())
            .unwrap_or_default(),
        themes,
        all: urls::Listen.path(),
        feed: urls::Podcast.path(),
        news: urls::List.path(),
        desk: desk_of(&news, &visiting, urls::EpisodeDesk.path()).await,
        ctx: ctx.with_back(&urls::Resources),
    })
    .into_response())
}
