//! A team, for its members: who is in it, who joins, who leaves.

use super::{Visiting, doors, urls};
use crate::people::Member;
use crate::service::Accounts;
use crate::teams::Change;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use kernel::{AccountId, Code, Fault};
use ui::form::Select;
use ui::{Answer, Ctx, Fields, Form, Html, Page, Problems, Protected, see_other};

const WHO: &str = "who";
const OUT: &str = "out";

#[derive(Template)]
#[template(path = "team.html")]
struct TeamPage {
    ctx: Ctx,
    form: Form,
    name: String,
    members: Vec<Line>,
    others: Vec<Member>,
    alone: bool,
}

struct Line {
    name: String,
    me: bool,
    account: Html,
}

impl TeamPage {
    fn who(&self) -> Select {
        let who = self.form.select(WHO).label(self.ctx.t("team-add-who"));
        let who = who.option("", self.ctx.t("share-choose"));
        self.others.iter().fold(who, |who, one| {
            let role = self.ctx.t(&["role-", one.role.name()].concat());
            who.option(one.account.to_string(), [&one.name, " · ", &role].concat())
        })
    }
}

/// The page.
pub async fn get(
    State(accounts): State<Accounts>,
    ctx: Ctx,
    visiting: Visiting,
    Path(team): Path<AccountId>,
) -> Answer {
    let person = visiting.person()?;
    let (team, inside, others) = accounts.team(person, team).await?;
    let form = Form::new(&ctx, &urls::Team(team.account));
    let line = |one: &Member| Line {
        name: one.name.clone(),
        me: one.account == person.account,
        account: form.hidden(OUT, &one.account.to_string()),
    };
    let page = TeamPage {
        members: inside.iter().map(line).collect(),
        alone: inside.len() < 2,
        others,
        name: team.name,
        form,
        ctx: ctx.with_back(&urls::Dossiers),
    };
    Ok(Page::new(page).into_response())
}

/// Adds a member or takes one out, after a fresh proof.
pub async fn post(
    State(accounts): State<Accounts>,
    ctx: Ctx,
    visiting: Visiting,
    Path(team): Path<AccountId>,
    sent: Protected<Fields>,
) -> Answer {
    let here = urls::Team(team);
    // Before anything is asked of whoever is no member.
    let person = visiting.person()?;
    accounts.team(person, team).await?;
    if let Some(first) = doors::first(&accounts, &visiting, &here)? {
        return Ok(first);
    }
    let named = |field: &str| sent.form.text(field).parse::<AccountId>().ok();
    let refuse = |key: &'static str| {
        let mut problems = Problems::new();
        problems.add(WHO, key);
        Ok(Form::new(&ctx, &here).problems(problems).refuse(&here))
    };
    let (change, why) = match (named(OUT), named(WHO)) {
        (Some(out), _) => (Change::TakeOut(out), "team-last"),
        (None, Some(who)) => (Change::Add(who), "team-who-missing"),
        (None, None) => return refuse("team-who-missing"),
    };
    match accounts.change_team(person, team, change).await {
        Err(fault) if fault.code() == Code::Invalid => refuse(why),
        Err(fault) => Err(Fault::into(fault)),
        // She left it herself: the page is no longer hers.
        Ok(()) if change == Change::TakeOut(person.account) => Ok(see_other(&urls::Dossiers)),
        Ok(()) => Ok(see_other(&here)),
    }
}
