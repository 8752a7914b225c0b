//! One published question, at an address for good, and what its answers said before (N007).

use super::view::{self, Item, day, paragraphs, signed};
use crate::pages::urls;
use crate::service::Panels;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use ui::{Answer, Ctx, Page, Url as _, dates};

#[derive(Template)]
#[template(path = "question.html")]
struct One {
    ctx: Ctx,
    theme: String,
    session: String,
    place: u32,
    item: Item,
    canonical: String,
    feed: String,
    story: String,
}

/// The page.
pub(super) async fn get(
    State(panels): State<Panels>,
    ctx: Ctx,
    Path(question): Path<String>,
) -> Answer {
    let thread = panels.thread(super::id(&question)?).await?;
    let panel = panels.panel(thread.question.panel).await?;
    let sources = panels.taken_up(std::slice::from_ref(&thread)).await?;
    let session = urls::Session(panel.id.to_string());
    let place = thread.question.place.unwrap_or_default();
    Ok(Page::new(One {
        theme: panel.theme,
        session: format!(
            "{}#q-{place}",
            session.query(&[("place", &place.to_string())])
        ),
        place,
        item: view::view(&panels, ctx.w, &sources, &thread).alone(),
        canonical: urls::Question(thread.question.id.to_string()).path(),
        feed: urls::Feed.path(),
        story: urls::Story.path(),
        ctx: ctx.with_back(&session),
    })
    .into_response())
}

struct Said {
    title: String,
    signed: String,
    text: Vec<String>,
}

#[derive(Template)]
#[template(path = "question_versions.html")]
struct Versions {
    ctx: Ctx,
    signed: String,
    published: String,
    versions: Vec<Said>,
}

/// What an answer said, the last version first.
pub(super) async fn versions(
    State(panels): State<Panels>,
    ctx: Ctx,
    Path(answer): Path<String>,
) -> Answer {
    let (answer, mut versions) = panels.versions(super::id(&answer)?).await?;
    versions.reverse();
    let versions = versions.into_iter().map(|one| {
        let at = dates::moment(ctx.w, one.at);
        let args: [(&str, &dyn std::fmt::Display); 2] = [("number", &one.number), ("at", &at)];
        Said {
            title: ctx.ta("panel-version", &args),
            signed: one.name,
            text: paragraphs(&one.body),
        }
    });
    let back = urls::Question(answer.question.to_string());
    let published = answer.published.map(|at| day(ctx.w, at));
    Ok(Page::new(Versions {
        signed: signed(&answer.name, &answer.title),
        published: published.unwrap_or_default(),
        versions: versions.collect(),
        ctx: ctx.with_back(&back),
    })
    .into_response())
}
