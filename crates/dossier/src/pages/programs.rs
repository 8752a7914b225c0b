//! Programs: giving one a token that reads this dossier or adds to it, seeing what it opened, closing it. What it may do is
//! an access or a link like the others, closed where they are.

use super::help::{self, origin};
use super::share::{self, LASTING};
use super::{open, open_serious, urls};
use crate::api::ADDS;
use crate::model::Case;
use crate::service::{Dossiers, Opened};
use crate::shares::Given;
use crate::sharing::May;
use accounts::pages::Visiting;
use accounts::pages::urls::Fresh;
use accounts::rules::{Action, is_fresh};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use kernel::{Code, Fault, GrantId, Moment};
use store::links::{LinkKind, PROGRAM_ITEMS};
use ui::form::Choices;
use ui::{Answer, Ctx, Fields, Form, Page, Problems, Protected, Url};

const NAME: &str = "name";
const SCOPE: &str = "scope";
const DAYS: &str = "days";
/// Longest name, in characters.
const LONGEST: usize = 80;

#[derive(Template)]
#[template(path = "programs.html")]
struct Programs {
    ctx: Ctx,
    form: Form,
    reading: Vec<share::Line>,
    adding: Vec<help::Line>,
    confirm: Option<String>,
}

impl Programs {
    fn scope(&self) -> Choices {
        let scope = self.form.radios(SCOPE).legend(self.ctx.t("programs-scope"));
        Scope::ALL.into_iter().fold(scope, |all, one| {
            let key = ["programs-may-", one.name()].concat();
            let hint = self
                .ctx
                .ta(&[&key, "-hint"].concat(), &[("items", &PROGRAM_ITEMS)]);
            all.option_hint(one.name(), self.ctx.t(&key), hint)
        })
    }

    fn lasting(&self) -> Choices {
        let lasting = self.form.radios(DAYS).legend(self.ctx.t("share-days"));
        LASTING.into_iter().fold(lasting.small(), |all, days| {
            all.option(
                days.to_string(),
                self.ctx.ta("share-lasts", &[("days", &days)]),
            )
        })
    }
}

#[derive(Template)]
#[template(path = "programs_made.html")]
struct Made {
    ctx: Ctx,
    token: String,
    api: String,
    back: String,
}

/// What a token allows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Read,
    Add,
}

impl Scope {
    const ALL: [Self; 2] = [Self::Read, Self::Add];

    const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Add => "add",
        }
    }
}

async fn lines(
    dossiers: &Dossiers,
    ctx: &Ctx,
    grant: GrantId,
    opened: &Opened,
) -> Result<(Vec<share::Line>, Vec<help::Line>), Fault> {
    let (case, now): (&Case, Moment) = (&opened.case, dossiers.store().clock.now());
    let rows = dossiers.open_links(opened).await?;
    let programs = case.shares.iter().rev().filter(|share| share.program);
    let reading = programs.map(|one| share::line(ctx, grant, case, (one, false), now));
    let links = case
        .links
        .iter()
        .rev()
        .filter(|link| link.kind == LinkKind::Program);
    let adding = links.map(|link| help::line(ctx, grant, link, &rows, case));
    Ok((reading.collect(), adding.collect()))
}

/// The page. Looking asks for no new proof; giving access does.
pub async fn get(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Manage).await?;
    let here = urls::Programs(grant);
    let form = Form::new(&ctx, &here);
    // What is proposed is the least.
    let form = if form.has_problems() {
        form
    } else {
        form.value(SCOPE, Scope::Read.name()).value(DAYS, "30")
    };
    let (reading, adding) = lines(&dossiers, &ctx, grant, &opened).await?;
    let fresh = is_fresh(dossiers.store().clock.now(), visiting.person()?.fresh_until);
    let page = Programs {
        form,
        reading,
        adding,
        confirm: (!fresh).then(|| Fresh.query(&[("vers", &here.path())])),
        ctx: ctx.with_back(&urls::Shares(grant)),
    };
    Ok(Page::new(page).into_response())
}

fn asked(sent: &Fields) -> Result<(Scope, u16, String), Problems> {
    let mut problems = Problems::new();
    let name: String = sent.text(NAME).trim().chars().take(LONGEST).collect();
    let scope = Scope::ALL
        .into_iter()
        .find(|scope| scope.name() == sent.text(SCOPE));
    let days = LASTING
        .into_iter()
        .find(|days| sent.text(DAYS) == days.to_string());
    if name.is_empty() {
        problems.add(NAME, "programs-name-missing");
    }
    if scope.is_none() {
        problems.add(SCOPE, "share-may-missing");
    }
    if days.is_none() {
        problems.add(DAYS, "share-days-missing");
    }
    match (scope, days) {
        (Some(scope), Some(days)) if problems.is_empty() => Ok((scope, days, name)),
        _ => Err(problems),
    }
}

/// Makes a token; the answer shows it, and it is kept nowhere.
pub async fn post(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
    headers: HeaderMap,
    sent: Protected<Fields>,
) -> Answer {
    let here = urls::Programs(grant);
    let refuse = |problems: Problems| {
        Ok(Form::new(&ctx, &here)
            .filled(&sent.form)
            .problems(problems)
            .refuse(&here))
    };
    let opened = open_serious(&dossiers, &visiting, grant, Action::Share, &here).await?;
    if let Err(ask) = opened {
        return Ok(ask);
    }
    let (scope, days, name) = match asked(&sent.form) {
        Ok(asked) => asked,
        Err(problems) => return refuse(problems),
    };
    loop {
        let opened = open(&dossiers, &visiting, grant, Action::Share).await?;
        let made = match scope {
            Scope::Read => {
                let now = dossiers.store().clock.now();
                let given = Given {
                    may: May::Read,
                    until: Some(now.plus_seconds(i64::from(days) * 86_400)),
                    name: name.clone(),
                };
                let made = dossiers.share_to_program(&opened, given, sent.nonce).await;
                made.map(|token| token.map(|token| token.text().to_string()))
            }
            Scope::Add => {
                let kind = LinkKind::Program;
                let made = dossiers
                    .make_link(&opened, kind, &name, days, sent.nonce)
                    .await;
                made.map(|made| made.map(|(token, _)| [ADDS, &token.text()].concat()))
            }
        };
        let why = match made {
            Ok(Some(token)) => {
                return Ok(Page::new(Made {
                    token,
                    api: [origin(&dossiers, &headers).as_str(), "/api/openapi.json"].concat(),
                    back: here.path(),
                    ctx: ctx.with_back(&here),
                })
                .into_response());
            }
            Ok(None) => "programs-made-before",
            Err(fault) => match fault.code() {
                Code::Conflict => continue,
                Code::Busy => "programs-too-many",
                _ => return Err(fault.into()),
            },
        };
        let mut problems = Problems::new();
        problems.add(NAME, why);
        return refuse(problems);
    }
}
