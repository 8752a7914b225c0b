//! The news, year by year.

use super::{Link, desk_of, since, urls};
use crate::model::{Article, Kept};
use crate::service::News;
use accounts::pages::Visiting;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::IntoResponse;
use kernel::date::paris_date;
use serde::Deserialize;
use ui::{Answer, Ctx, Page, Url};

/// Articles of one page.
const PER_PAGE: usize = 20;

/// Which part of the list; what cannot be read is the beginning.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    annee: String,
    #[serde(default)]
    page: String,
}

struct Entry {
    title: String,
    href: String,
    byline: String,
    since: String,
}

#[derive(Template)]
#[template(path = "news_list.html")]
struct List {
    ctx: Ctx,
    entries: Vec<Entry>,
    years: Vec<Link>,
    year: String,
    newer: Option<String>,
    older: Option<String>,
    feed: String,
    listen: String,
    desk: Option<String>,
}

fn year(one: &Kept<Article>) -> Option<i32> {
    one.published.map(|at| paris_date(at).year())
}

/// The page.
pub async fn get(
    State(news): State<News>,
    ctx: Ctx,
    visiting: Visiting,
    Query(asked): Query<Asked>,
) -> Answer {
    let all = news.published::<Article>().await?;
    let mut years: Vec<i32> = all.iter().filter_map(year).collect();
    years.dedup();
    let chosen = asked
        .annee
        .parse::<i32>()
        .ok()
        .filter(|year| years.contains(year));
    let page = asked.page.parse::<usize>().unwrap_or(1).clamp(1, 10_000);
    let found = all
        .iter()
        .filter(|one| chosen.is_none() || year(one) == chosen);
    let count = found.clone().count();
    let entries = found
        .skip((page - 1) * PER_PAGE)
        .take(PER_PAGE)
        .map(|one| Entry {
            title: one.text.title.clone(),
            href: urls::One(one.number).path(),
            byline: one.text.byline(),
            since: since(&ctx, one),
        });
    let named = chosen.map(|year| year.to_string());
    let to = |page: usize| {
        let page = page.to_string();
        let mut pairs = Vec::new();
        pairs.extend(named.as_deref().map(|year| ("annee", year)));
        pairs.push(("page", page.as_str()));
        urls::List.query(&pairs)
    };
    let links = years.iter().map(|year| {
        let year = year.to_string();
        Link {
            href: urls::List.query(&[("annee", &year)]),
            text: year,
        }
    });
    Ok(Page::new(List {
        entries: entries.collect(),
        years: links.collect(),
        newer: (page > 1).then(|| to(page - 1)),
        older: (count > page.saturating_mul(PER_PAGE)).then(|| to(page + 1)),
        year: named.clone().unwrap_or_default(),
        feed: urls::Feed.path(),
        listen: urls::Listen.path(),
        desk: desk_of(&news, &visiting, urls::NewsDesk.path()).await,
        ctx: ctx.with_back(&urls::Resources),
    })
    .into_response())
}
