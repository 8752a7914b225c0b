//! What was written, in every state, for those who write.

use super::{Link, urls};
use crate::model::{Article, Episode, Kept, State as Life, Text};
use crate::service::{By, News};
use accounts::pages::Visiting;
use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use kernel::date::paris_date;
use ui::{Answer, Ctx, Page, Url, dates};

struct Row {
    title: String,
    href: String,
    state: String,
}

#[derive(Template)]
#[template(path = "news_desk.html")]
struct Desk {
    ctx: Ctx,
    title: String,
    lead: String,
    new: Link,
    rows: Vec<Row>,
    other: Link,
}

fn rows<T: Text>(ctx: &Ctx, all: &[Kept<T>], to: impl Fn(u32) -> String) -> Vec<Row> {
    let row = |one: &Kept<T>| {
        let at = match one.state {
            Life::Draft => None,
            Life::Published => one.corrected.or(one.published),
            Life::Withdrawn => one.withdrawn,
        };
        let day = at.map(|at| dates::plain_day(ctx.w, paris_date(at)));
        let key = ["news-state-", one.state.name()].concat();
        let number = ctx.ta("news-number", &[("number", &one.number)]);
        let title = one.text.title();
        Row {
            title: if title.is_empty() {
                number
            } else {
                title.to_owned()
            },
            href: match one.state {
                Life::Withdrawn => String::new(),
                _ => to(one.number),
            },
            state: ctx.ta(&key, &[("date", &day.unwrap_or_default())]),
        }
    };
    all.iter().map(row).collect()
}

/// The news.
pub async fn news(State(news): State<News>, ctx: Ctx, visiting: Visiting) -> Answer {
    let all = news.all::<Article>(By::Person(visiting.person()?)).await?;
    Ok(Page::new(Desk {
        title: ctx.t("news-desk"),
        lead: ctx.t("news-desk-lead"),
        new: Link {
            text: ctx.t("news-new"),
            href: urls::NewArticle.path(),
        },
        rows: rows(&ctx, &all, |number| urls::EditArticle(number).path()),
        other: Link {
            text: ctx.t("listen-desk"),
            href: urls::EpisodeDesk.path(),
        },
        ctx: ctx.with_back(&urls::List),
    })
    .into_response())
}

/// The episodes.
pub async fn episodes(State(news): State<News>, ctx: Ctx, visiting: Visiting) -> Answer {
    let all = news.all::<Episode>(By::Person(visiting.person()?)).await?;
    Ok(Page::new(Desk {
        title: ctx.t("listen-desk"),
        lead: ctx.t("listen-desk-lead"),
        new: Link {
            text: ctx.t("listen-new"),
            href: urls::NewEpisode.path(),
        },
        rows: rows(&ctx, &all, |number| urls::EditEpisode(number).path()),
        other: Link {
            text: ctx.t("news-desk"),
            href: urls::NewsDesk.path(),
        },
        ctx: ctx.with_back(&urls::Listen),
    })
    .into_response())
}
