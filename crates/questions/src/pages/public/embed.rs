//! The last questions inside a page of another site: a list to read, whose links open the question here. No script, no
//! form, no cookie: nobody can be known by it or made to click on something of hers.

use super::feed::{moved, title};
use super::view::{Link, lang, status_word};
use crate::model::Thread;
use crate::pages::urls;
use crate::service::Panels;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::IntoResponse;
use serde::Deserialize;
use ui::{Answer, Ctx, Page, Url as _, headers};

/// Questions shown, unless another number is asked for, and at most.
const SHOWN: (usize, usize) = (5, 20);

/// About what, and how many; what cannot be read is not chosen.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    n: String,
}

struct Entry {
    link: Link,
    about: String,
}

#[derive(Template)]
#[template(path = "question_embed.html")]
struct List {
    ctx: Ctx,
    about: String,
    entries: Vec<Entry>,
    all: String,
}

/// The list.
pub(super) async fn get(
    State(panels): State<Panels>,
    ctx: Ctx,
    Query(asked): Query<Asked>,
) -> Answer {
    let count = asked.n.parse().unwrap_or(SHOWN.0).clamp(1, SHOWN.1);
    let kind = panels.content.kind(&asked.kind);
    let latest = panels.latest().await?;
    let is_about = |thread: &&Thread| {
        kind.is_none_or(|kind| {
            thread.question.said.kind == kind.id
                || thread
                    .answers
                    .iter()
                    .any(|answer| answer.kinds.contains(&kind.id))
        })
    };
    let mut found: Vec<&Thread> = latest.iter().filter(is_about).collect();
    found.sort_by_key(|thread| std::cmp::Reverse(moved(thread)));
    let entries = found.into_iter().take(count).map(|thread| {
        let answers = thread.answers.iter();
        let mut names: Vec<&str> = answers.map(|answer| answer.name.as_str()).collect();
        names.dedup();
        let mut about = vec![status_word(ctx.w, thread.status())];
        about.extend(names.into_iter().map(str::to_owned));
        Entry {
            link: Link::to(
                title(thread),
                urls::Question(thread.question.id.to_string()).path(),
            ),
            about: about.join(" · "),
        }
    });
    let list = List {
        about: kind.map_or_else(String::new, |kind| kind.name.get(lang(ctx.w)).to_owned()),
        entries: entries.collect(),
        all: urls::Sessions.path(),
        ctx,
    };
    let mut page = Page::new(list).into_response();
    headers::embedded(page.headers_mut());
    Ok(page)
}
