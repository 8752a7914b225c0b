//! The whole follow-up: what is late, what comes, what waits for whom, what still shows.

use super::step::{tag, title, url};
use super::{notes, open, urls};
use crate::agenda::{Keep, days};
use crate::follow::{Follow, State as Standing};
use crate::plans;
use crate::service::{Dossiers, Opened};
use accounts::pages::Visiting;
use accounts::rules::Action;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use guide::plan::{Plan, plan};
use kernel::GrantId;
use seal::grant::Rights;
use ui::parts::Tag;
use ui::{Answer, Ctx, Page, Url, dates};

#[derive(Template)]
#[template(path = "followup.html")]
struct FollowUp {
    ctx: Ctx,
    late: Vec<Day>,
    coming: Vec<Day>,
    others: Vec<Line>,
    mine: Vec<Line>,
    over: Vec<Line>,
    copies: Vec<Shown>,
    diligences: String,
    plan: String,
    calendar: String,
    /// Where its owner has them elsewhere.
    dates: Option<String>,
}

struct Day {
    title: String,
    url: String,
    text: String,
}

struct Line {
    title: String,
    url: String,
    tag: Tag,
    references: String,
}

struct Shown {
    address: String,
    state: String,
    url: String,
}

fn day(dossiers: &Dossiers, ctx: &Ctx, grant: GrantId, found: &Plan, keep: &Keep<'_>) -> Day {
    let subject = keep.subject.as_ref();
    let name = subject.and_then(|subject| title(dossiers, found, subject));
    Day {
        title: name
            .map(|text| text.get(super::plan::lang(ctx.w)).to_owned())
            .unwrap_or_default(),
        url: subject.map_or_else(|| urls::Plan(grant).path(), |subject| url(grant, subject)),
        text: notes::keep(ctx.w, dossiers.content, keep),
    }
}

/// The page.
pub async fn get(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Read).await?;
    let page = page(&dossiers, ctx, grant, &opened);
    Ok(Page::new(page).into_response())
}

fn page(dossiers: &Dossiers, ctx: Ctx, grant: GrantId, opened: &Opened) -> FollowUp {
    let (content, case, today) = (dossiers.content, &opened.case, dossiers.today());
    let found = plan(content, &plans::of_case(content, case), today);
    let (late, coming): (Vec<_>, Vec<_>) = days(content, case, today)
        .into_iter()
        .partition(|keep| keep.late);
    let (mut others, mut mine, mut over, mut copies) = (vec![], vec![], vec![], vec![]);
    for follow in Follow::all(content, case) {
        let here = url(grant, &follow.subject);
        copies.extend(follow.copies().into_iter().map(|copy| {
            Shown {
                address: copy.address.to_owned(),
                state: [
                    ctx.t(&["online-", copy.online.name()].concat()),
                    dates::plain_day(ctx.w, copy.on),
                ]
                .join(", "),
                url: here.clone(),
            }
        }));
        let state = follow.state();
        let line = Line {
            title: title(dossiers, &found, &follow.subject)
                .map_or(follow.subject.id(), |text| {
                    text.get(super::plan::lang(ctx.w))
                })
                .to_owned(),
            url: here,
            tag: tag(ctx.w, state),
            references: follow.references().join(", "),
        };
        match state {
            Standing::Waiting(_) => others.push(line),
            // A case whose copies still show is not over (N069).
            state if state.is_over() && !follow.still_shows() => over.push(line),
            _ => mine.push(line),
        }
    }
    let day = |keep: &Keep<'_>| day(dossiers, &ctx, grant, &found, keep);
    FollowUp {
        late: late.iter().map(day).collect(),
        coming: coming.iter().map(day).collect(),
        others,
        mine,
        over,
        copies,
        diligences: urls::Diligences(grant).path(),
        plan: urls::Plan(grant).path(),
        calendar: urls::Calendar(grant).path(),
        dates: (opened.keyring.rights == Rights::Owner).then(|| urls::Dates(grant).path()),
        ctx: ctx.with_back(&urls::Home(grant)),
    }
}

/// The days to keep as a calendar; nothing in it says what they are about (design, rule 9).
pub async fn calendar(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Read).await?;
    let kept = days(dossiers.content, &opened.case, dossiers.today());
    let text = crate::calendar::of(&kept, opened.keyring.d, &ctx.t("calendar-event"));
    Ok(super::letter::download(
        text.into_bytes(),
        "text/calendar; charset=utf-8",
        "dates.ics",
    ))
}
