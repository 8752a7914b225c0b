//! The desk: the sessions in which she answers, what is overdue, what is to be read again.

use super::bits::{self, Link};
use super::urls;
use crate::model::{Panel, Thread};
use crate::service::{Desk, Panels, View};
use accounts::pages::Visiting;
use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use kernel::date::paris_date;
use ui::{Answer, Ctx, Page, Url, dates};

struct Session {
    theme: String,
    href: String,
    state: String,
    views: Vec<Link>,
}

/// Something that waits for her.
struct Line {
    text: String,
    href: String,
    says: String,
}

#[derive(Template)]
#[template(path = "expert_home.html")]
struct Home {
    ctx: Ctx,
    overdue: u64,
    late: Vec<Line>,
    again: Vec<Line>,
    sessions: Vec<Session>,
    prepare: Option<String>,
}

fn session(ctx: &Ctx, desk: &Desk) -> Session {
    let views = desk.counts.iter().map(|(view, count)| Link {
        text: ctx.ta(
            &["expert-count-", view.name()].concat(),
            &[("count", count)],
        ),
        href: bits::view_url(desk.panel.id, *view, 1),
        here: false,
    });
    Session {
        theme: desk.panel.theme.clone(),
        href: urls::Queue(desk.panel.id).path(),
        state: bits::standing(ctx, &desk.panel),
        views: views.collect(),
    }
}

fn late(ctx: &Ctx, panel: &Panel, thread: &Thread) -> Line {
    let due = panel.due().unwrap_or(panel.starts);
    let due = dates::plain_day(ctx.w, paris_date(due));
    let args: [(&str, &dyn std::fmt::Display); 2] = [("date", &due), ("theme", &panel.theme)];
    Line {
        text: thread.question.said.body.clone(),
        href: urls::Work(thread.question.id).path(),
        says: ctx.ta("expert-late-due", &args),
    }
}

/// The page.
pub async fn get(State(panels): State<Panels>, ctx: Ctx, visiting: Visiting) -> Answer {
    let person = visiting.person()?;
    let desks = panels.desk(person).await?;
    let overdue: u64 = desks.iter().map(|desk| desk.count(View::Late)).sum();
    let late = desks.iter().flat_map(|desk| {
        let each = desk.late.iter();
        each.map(|thread| late(&ctx, &desk.panel, thread))
    });
    let late: Vec<Line> = late.collect();
    let mut again = Vec::new();
    for (question, answer, moved) in panels.to_read_again(person).await? {
        let cited = moved.iter().map(|id| {
            let known = panels.content.article(id);
            known.map_or_else(|| id.clone(), |article| article.citation.clone())
        });
        let cited: Vec<String> = cited.collect();
        again.push(Line {
            text: question.said.body,
            href: urls::Given(answer).path(),
            says: ctx.ta("expert-moved", &[("articles", &cited.join(" ; "))]),
        });
    }
    Ok(Page::new(Home {
        overdue,
        late,
        again,
        sessions: desks.iter().map(|desk| session(&ctx, desk)).collect(),
        prepare: panels.prepares(person).await?.then(|| urls::Prepare.path()),
        ctx: ctx.with_back(&crate::pages::urls::Sessions),
    })
    .into_response())
}
