//! The person's dossiers, and the desk of those who help: what was opened to them, the nearest date first (N025).

use super::{notes, urls};
use crate::desk::{self, Desk, Facts, Line, NEAR_DAYS, Told};
use crate::service::{Beginning, Dossiers};
use accounts::pages::{Visiting, cookie, urls::Team};
use accounts::people::Role;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::IntoResponse;
use guide::Content;
use kernel::Moment;
use time::Date;
use ui::parts::{Table, Tag};
use ui::{Answer, Ctx, Form, Page, Protected, Url, dates, see_other};

/// Dossiers of one page.
const PAGE: usize = 50;

/// A dossier that was opened to the person.
struct Shared {
    url: String,
    name: String,
    next: String,
    team: String,
    tags: Vec<Tag>,
}

/// Which ones are shown.
struct Filter {
    name: String,
    url: String,
    here: bool,
}

#[derive(Template)]
#[template(path = "list.html")]
struct List {
    ctx: Ctx,
    form: Form,
    dossiers: Vec<(String, String)>,
    shared: Vec<Shared>,
    filters: Vec<Filter>,
    pages: Vec<Filter>,
    loads: Vec<Table>,
    teams: Vec<(String, String)>,
    owns: bool,
    /// What her role does elsewhere.
    elsewhere: Vec<(&'static str, String)>,
    /// How many do not open.
    closed: usize,
}

/// A form without any field.
#[derive(serde::Deserialize)]
pub struct Nothing {}

/// What is asked of the list.
#[derive(serde::Deserialize)]
pub struct Asked {
    #[serde(default)]
    suivi: String,
    #[serde(default)]
    page: String,
}

/// What a line says of a dossier today.
fn told(content: &Content, today: Date, ctx: &Ctx, facts: &Facts) -> Told {
    let kept = facts.agenda.days(content, today);
    let near = |keep: &&crate::agenda::Keep<'_>| {
        let left = (keep.on - today).whole_days();
        !keep.late && (0..=NEAR_DAYS).contains(&left)
    };
    let next = kept.first();
    Told {
        name: if facts.title.is_empty() {
            untitled(ctx, facts.begun)
        } else {
            facts.title.clone()
        },
        seen: facts.seen,
        next: next
            .map(|keep| notes::keep(ctx.w, content, keep))
            .unwrap_or_default(),
        on: next.map(|keep| desk::number(keep.on)),
        late: kept.iter().filter(|keep| keep.late).count(),
        near: kept.iter().filter(near).count(),
        news: facts.news,
    }
}

/// The pages of other slices that a role opens, and the keys of their names.
const fn elsewhere(role: Role) -> &'static [(&'static str, &'static str)] {
    match role {
        Role::Adviser | Role::Lawyer => &[("/experts", "expert-title")],
        Role::Coordinator => &[
            ("/experts", "expert-title"),
            ("/admin/seances", "prepare-title"),
            ("/admin/annuaire", "directory-imports-title"),
            ("/admin/actualites", "news-desk"),
            ("/admin/ecouter", "listen-desk"),
        ],
        Role::Administrator => &[("/admin", "admin-title")],
        _ => &[],
    }
}

fn shared(ctx: &Ctx, line: &Line) -> Shared {
    let told = &line.told;
    let mut tags = Vec::new();
    if told.late > 0 {
        tags.push(Tag::alert(ctx.t("desk-late")));
    }
    if !told.seen {
        tags.push(Tag::plain(ctx.t("desk-new")));
    } else if told.news > 0 {
        tags.push(Tag::plain(ctx.ta("desk-news", &[("count", &told.news)])));
    }
    let team = line.team.as_ref().map(|held| {
        let name = &held.team.name;
        match &line.follows {
            Some(who) => ctx.ta("desk-followed", &[("team", name), ("name", who)]),
            None => ctx.ta("desk-unfollowed", &[("team", name)]),
        }
    });
    Shared {
        url: urls::Summary(line.grant).path(),
        name: told.name.clone(),
        next: told.next.clone(),
        team: team.unwrap_or_default(),
        tags,
    }
}

fn is_mine(line: &Line) -> bool {
    let me = line.team.as_ref().map(|held| held.me.as_str());
    me.is_none() || line.follows.as_deref() == me
}

/// The choices, when the person is in a team: all, those she follows, those that nobody follows.
fn filters(ctx: &Ctx, desk: &Desk, asked: &str) -> Vec<Filter> {
    if desk.teams.is_empty() {
        return Vec::new();
    }
    let count = |keep: fn(&Line) -> bool| desk.lines.iter().filter(|line| keep(line)).count();
    let all = [
        ("", "desk-all", desk.lines.len()),
        ("moi", "desk-mine", count(is_mine)),
        ("personne", "desk-free", count(|line| !is_followed(line))),
    ];
    all.into_iter()
        .map(|(value, key, count)| Filter {
            name: ctx.ta(key, &[("count", &count)]),
            url: urls::List.query(&[("suivi", value)]),
            here: value == asked,
        })
        .collect()
}

fn is_followed(line: &Line) -> bool {
    line.team.is_none() || line.follows.is_some()
}

async fn loads(dossiers: &Dossiers, ctx: &Ctx, desk: &Desk) -> Result<Vec<Table>, kernel::Fault> {
    if desk.teams.is_empty() {
        return Ok(Vec::new());
    }
    let names = dossiers.accounts.in_teams().await?;
    let tables = desk.teams.iter().map(|held| {
        let team = held.team.account;
        let of = |line: &&Line| {
            line.team
                .as_ref()
                .is_some_and(|one| one.team.account == team)
        };
        let members = names.get(&team).map(Vec::as_slice).unwrap_or_default();
        let heads = [
            "desk-load-who",
            "desk-load-dossiers",
            "desk-load-near",
            "desk-load-late",
        ];
        let caption = ctx.ta("desk-load", &[("team", &held.team.name)]);
        let table = Table::new(caption, heads.map(|key| ctx.t(key)).to_vec());
        let loads = desk::loads(members, desk.lines.iter().filter(of));
        loads.into_iter().fold(table, |table, load| {
            table.row(vec![
                load.name.unwrap_or_else(|| ctx.t("desk-load-nobody")),
                load.dossiers.to_string(),
                load.near.to_string(),
                load.late.to_string(),
            ])
        })
    });
    Ok(tables.collect())
}

/// Lists them.
pub async fn get(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Query(asked): Query<Asked>,
) -> Answer {
    let person = visiting.person()?;
    let (content, today) = (dossiers.content, dossiers.today());
    let desk = dossiers
        .desk(person, |facts| told(content, today, &ctx, facts))
        .await?;
    dossiers.keep_longer(person, &desk.mine).await?;
    let role = dossiers.accounts.role(person.account).await?;
    let staff = role != Role::Person;
    let keep = match asked.suivi.as_str() {
        "moi" => is_mine,
        "personne" => |line: &Line| !is_followed(line),
        _ => |_: &Line| true,
    };
    let lines: Vec<&Line> = desk.lines.iter().filter(|line| keep(line)).collect();
    let page: usize = asked.page.parse().unwrap_or(1);
    let from = page.saturating_sub(1).saturating_mul(PAGE);
    let count = lines.len().div_ceil(PAGE);
    let pages = (1..=count).filter(|_| count > 1).map(|number| Filter {
        name: ctx.ta("desk-page", &[("number", &number)]),
        url: urls::List.query(&[("suivi", &asked.suivi), ("page", &number.to_string())]),
        here: number == page,
    });
    let team =
        |held: &accounts::teams::Held| (Team(held.team.account).path(), held.team.name.clone());
    let mine = desk.mine.iter().map(|opened| {
        let url = urls::Home(opened.keyring.grant).path();
        (url, super::home::name(&ctx, &opened.case))
    });
    let form = Form::new(&ctx, &urls::List);
    Ok(Page::new(List {
        form,
        owns: !staff || !desk.mine.is_empty(),
        elsewhere: elsewhere(role)
            .iter()
            .map(|(path, key)| (*path, ctx.t(key)))
            .collect(),
        closed: desk.closed,
        shared: lines
            .iter()
            .skip(from)
            .take(PAGE)
            .map(|line| shared(&ctx, line))
            .collect(),
        filters: filters(&ctx, &desk, &asked.suivi),
        pages: pages.collect(),
        loads: loads(&dossiers, &ctx, &desk).await?,
        teams: desk.teams.iter().map(team).collect(),
        dossiers: mine.collect(),
        ctx,
    })
    .into_response())
}

/// Opens another dossier under the same code.
pub async fn post(
    State(dossiers): State<Dossiers>,
    visiting: Visiting,
    _: Protected<Nothing>,
) -> Answer {
    visiting.person()?;
    let begun = dossiers
        .begin(&visiting, dossiers.prepare(), Beginning::default())
        .await?;
    let to = see_other(&urls::Home(begun.grant));
    Ok(match begun.secret {
        Some(secret) => cookie::set(to, &secret, dossiers.accounts.secure),
        None => to,
    })
}

/// The day of the first entry, in words.
pub fn opened_on(ctx: &Ctx, case: &crate::model::Case) -> String {
    begun_on(ctx, case.history.first().and_then(|event| event.at))
}

fn begun_on(ctx: &Ctx, at: Option<Moment>) -> String {
    at.map(|at| dates::plain_day(ctx.w, kernel::date::paris_date(at)))
        .unwrap_or_default()
}

/// What stands for a title: the day on which it was begun.
pub fn untitled(ctx: &Ctx, begun: Option<Moment>) -> String {
    ctx.ta("dossiers-untitled", &[("date", &begun_on(ctx, begun))])
}
