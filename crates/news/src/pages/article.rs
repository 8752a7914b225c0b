//! An article, to be read and printed.

use super::{Link, Parts, desk_of, kinds, since, urls};
use crate::model::{Article, State as Life};
use crate::rules::{Part, parts};
use crate::service::News;
use accounts::pages::Visiting;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::Moment;
use kernel::date::paris_date;
use ui::{Answer, Ctx, Page, Url, dates};

#[derive(Template)]
#[template(path = "news_article.html")]
struct Shown {
    ctx: Ctx,
    title: String,
    byline: String,
    since: String,
    parts: Parts,
    kinds: Vec<Link>,
    feed: String,
    desk: Option<String>,
}

#[derive(Template)]
#[template(path = "news_gone.html")]
struct Gone {
    ctx: Ctx,
    said: String,
}

/// What stands where something was withdrawn: that it was, and when.
pub(super) fn gone(ctx: Ctx, at: Option<Moment>) -> Response {
    let day = at.map(|at| dates::plain_day(ctx.w, paris_date(at)));
    let said = ctx.ta("news-gone", &[("date", &day.unwrap_or_default())]);
    Page::with(StatusCode::GONE, Gone { said, ctx }).into_response()
}

/// The page.
pub async fn get(
    State(news): State<News>,
    ctx: Ctx,
    visiting: Visiting,
    Path(number): Path<u32>,
) -> Answer {
    let found = news.read::<Article>(number).await?;
    if found.state == Life::Withdrawn {
        return Ok(gone(ctx.with_back(&urls::List), found.withdrawn));
    }
    Ok(Page::new(Shown {
        byline: found.text.byline(),
        since: since(&ctx, &found),
        parts: parts(&found.text.body),
        kinds: kinds(&news, &ctx, &found.text.kinds),
        feed: urls::Feed.path(),
        desk: desk_of(&news, &visiting, urls::EditArticle(number).path()).await,
        title: found.text.title,
        ctx: ctx.with_back(&urls::List),
    })
    .into_response())
}
