//! Who may read: giving access, seeing who opened what, ending it (N025, N044).

use super::help::origin;
use super::summary::member;
use super::{open, open_serious, urls};
use crate::model::Case;
use crate::service::{Dossiers, Opened};
use crate::shares::Given;
use crate::sharing::{Item, May, Share};
use accounts::pages::Visiting;
use accounts::pages::urls::{Fresh, Invitation};
use accounts::people::Member;
use accounts::rules::{Action, is_fresh};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use kernel::{AccountId, Code, Fault, GrantId, Moment};
use std::collections::HashMap;
use ui::form::{Choices, Select};
use ui::{Answer, Ctx, Fields, Form, Page, Problems, Protected, Url, dates, see_other};

const WHO: &str = "who";
const NAME: &str = "name";
const MAY: &str = "may";
const DAYS: &str = "days";
/// The value of « somebody without account ».
const BY_LINK: &str = "lien";
/// Longest name that the owner gives, in characters.
const LONGEST: usize = 80;
/// How long an access may last, in days.
pub(super) const LASTING: [u16; 4] = [7, 30, 90, 365];
/// From so many members on, they are chosen in a list.
const MANY: usize = 8;

/// One access.
pub(super) struct Line {
    pub name: String,
    pub org: String,
    pub said: Vec<String>,
    pub opened: Vec<String>,
    pub close: Option<Form>,
}

#[derive(Template)]
#[template(path = "share.html")]
struct SharePage {
    ctx: Ctx,
    form: Form,
    lines: Vec<Line>,
    members: Vec<Member>,
    /// The names of the members of each team.
    teams: HashMap<AccountId, Vec<String>>,
    summary: String,
    programs: String,
    /// Where she says again that it is her, when that is needed before she may give access.
    confirm: Option<String>,
}

impl SharePage {
    fn label(&self, member: &Member) -> String {
        let role = self.ctx.t(&["role-", member.role.name()].concat());
        let parts = [member.name.as_str(), role.as_str(), &member.org.name];
        parts.join(" · ")
    }

    /// What stands above her in her work is said before she chooses, and who is in a team.
    fn hint(&self, member: &Member) -> String {
        let team = self
            .teams
            .get(&member.account)
            .map(|names| names.join(", "));
        if let Some(names) = team {
            let said = self.ctx.ta("share-team", &[("names", &names)]);
            return match member.org.kind.is_hierarchy() {
                true => [said.as_str(), " ", &self.ctx.t("share-hierarchy")].concat(),
                false => said,
            };
        }
        if member.org.kind.is_hierarchy() {
            self.ctx.t("share-hierarchy")
        } else {
            match member.org.place.as_str() {
                "" => String::new(),
                place => self.ctx.ta("share-place", &[("place", &place)]),
            }
        }
    }

    fn few(&self) -> bool {
        self.members.len() < MANY
    }

    fn who(&self) -> Choices {
        let mut who = self.form.radios(WHO).legend(self.ctx.t("share-who"));
        for member in &self.members {
            let value = member.account.to_string();
            who = match self.hint(member) {
                hint if hint.is_empty() => who.option(value, self.label(member)),
                hint => who.option_hint(value, self.label(member), hint),
            };
        }
        if !self.members.is_empty() {
            who = who.divider(self.ctx.t("share-or"));
        }
        who.option_hint(
            BY_LINK,
            self.ctx.t("share-by-link"),
            self.ctx.t("share-by-link-hint"),
        )
    }

    fn who_list(&self) -> Select {
        let mut who = self.form.select(WHO).label(self.ctx.t("share-who"));
        who = who.option("", self.ctx.t("share-choose"));
        for member in &self.members {
            let hint = if member.org.kind.is_hierarchy() {
                [" · ", &self.ctx.t("share-hierarchy-short")].concat()
            } else if let Some(names) = self.teams.get(&member.account) {
                [" (", &names.join(", "), ")"].concat()
            } else {
                String::new()
            };
            let label = [self.label(member), hint].concat();
            who = who.option(member.account.to_string(), label);
        }
        who.option(BY_LINK, self.ctx.t("share-by-link"))
    }

    fn may(&self) -> Choices {
        let may = self.form.radios(MAY).legend(self.ctx.t("share-may"));
        May::ALL.into_iter().fold(may, |all, one| {
            let key = ["may-", one.name()].concat();
            let hint = [&key, "-hint"].concat();
            all.option_hint(one.name(), self.ctx.t(&key), self.ctx.t(&hint))
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
#[template(path = "share_made.html")]
struct Made {
    ctx: Ctx,
    url: String,
    words: String,
    back: String,
}

/// What a reader may do and until when, in the words of whoever looks.
pub(super) fn access(ctx: &Ctx, share: &Share, to_her: bool) -> String {
    let words = if to_her { "reader-may-" } else { "may-" };
    let may = ctx.t(&[words, share.may.name()].concat());
    match share.until {
        Some(until) => {
            let until = dates::moment(ctx.w, until);
            ctx.ta("share-until", &[("may", &may), ("date", &until)])
        }
        None => may,
    }
}

/// What a reader opened, each thing of each visit once, the last first.
fn openings(ctx: &Ctx, case: &Case, share: &Share) -> Vec<String> {
    let all = case.openings.iter().rev();
    let hers = all.filter(|one| one.reader == share.number);
    hers.map(|one| {
        let at = dates::moment(ctx.w, one.at);
        let said = match one.item {
            Item::Dossier => ctx.ta("share-opened-dossier", &[("date", &at)]),
            Item::Piece(seq) => match case.piece(seq) {
                Some(piece) => ctx.ta(
                    "share-opened-piece",
                    &[("number", &piece.number), ("date", &at)],
                ),
                None => ctx.ta("share-opened-gone", &[("date", &at)]),
            },
        };
        member(said, &one.who)
    })
    .collect()
}

pub(super) fn line(
    ctx: &Ctx,
    grant: GrantId,
    case: &Case,
    (share, gone): (&Share, bool),
    now: Moment,
) -> Line {
    let state = match share.ended {
        Some(at) => ctx.ta("share-ended", &[("date", &dates::moment(ctx.w, at))]),
        None if !share.is_open(now) => ctx.t("share-lapsed"),
        None if gone => ctx.t("share-gone"),
        None => access(ctx, share, false),
    };
    let given = dates::moment(ctx.w, share.at);
    Line {
        name: if share.program {
            ctx.ta("programs-name", &[("name", &share.name)])
        } else {
            share.name.clone()
        },
        org: share.org.clone(),
        said: vec![state, ctx.ta("share-given", &[("date", &given)])],
        opened: openings(ctx, case, share),
        close: share
            .is_open(now)
            .then(|| Form::new(ctx, &urls::Access(grant, share.number))),
    }
}

async fn page(
    dossiers: &Dossiers,
    ctx: Ctx,
    (grant, fresh_until): (GrantId, Moment),
    opened: &Opened,
) -> Result<SharePage, Fault> {
    let (case, now) = (&opened.case, dossiers.store().clock.now());
    let here = urls::Shares(grant);
    let form = Form::new(&ctx, &here);
    // What is proposed is the least: reading, for a month.
    let form = if form.has_problems() {
        form
    } else {
        form.value(MAY, May::Read.name()).value(DAYS, "30")
    };
    let mut lines = Vec::with_capacity(case.shares.len());
    for share in case.shares.iter().rev() {
        // She may have left her organisation, or lost every way in.
        let gone = match &share.holder {
            Some(holder) if share.is_open(now) => {
                let accounts = &dossiers.accounts;
                !accounts.is_given(holder.account, holder.grant).await?
            }
            _ => false,
        };
        lines.push(line(&ctx, grant, case, (share, gone), now));
    }
    Ok(SharePage {
        lines,
        members: dossiers.accounts.directory().await?,
        teams: dossiers.accounts.in_teams().await?,
        summary: urls::Summary(grant).path(),
        programs: urls::Programs(grant).path(),
        // Asked before the form, so that nothing typed is lost.
        confirm: (!is_fresh(now, fresh_until)).then(|| Fresh.query(&[("vers", &here.path())])),
        form,
        ctx: ctx.with_back(&urls::Home(grant)),
    })
}

/// The page. Looking asks for no new proof; changing does.
pub async fn get(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Manage).await?;
    let fresh_until = visiting.person()?.fresh_until;
    let page = page(&dossiers, ctx, (grant, fresh_until), &opened).await?;
    Ok(Page::new(page).into_response())
}

/// What was asked, or the field that lacks and why.
fn asked(dossiers: &Dossiers, sent: &Fields) -> Result<(Option<AccountId>, Given), Problems> {
    let mut problems = Problems::new();
    let who = sent.text(WHO);
    let member = match who {
        BY_LINK => None,
        who => who.parse::<AccountId>().ok(),
    };
    if member.is_none() && who != BY_LINK {
        problems.add(WHO, "share-who-missing");
    }
    let name: String = sent.text(NAME).trim().chars().take(LONGEST).collect();
    if who == BY_LINK && name.is_empty() {
        problems.add(NAME, "share-name-missing");
    }
    let may = May::read(sent.text(MAY));
    if may.is_none() {
        problems.add(MAY, "share-may-missing");
    }
    let days = LASTING
        .into_iter()
        .find(|days| sent.text(DAYS) == days.to_string());
    let (Some(may), Some(days)) = (may, days) else {
        if days.is_none() {
            problems.add(DAYS, "share-days-missing");
        }
        return Err(problems);
    };
    if !problems.is_empty() {
        return Err(problems);
    }
    let now = dossiers.store().clock.now();
    let until = Some(now.plus_seconds(i64::from(days) * 86_400));
    Ok((member, Given { may, until, name }))
}

/// Gives access; for somebody without account, the answer shows the invitation, which is kept nowhere.
pub async fn post(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
    headers: HeaderMap,
    sent: Protected<Fields>,
) -> Answer {
    let here = urls::Shares(grant);
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
    let (member, given) = match asked(&dossiers, &sent.form) {
        Ok(asked) => asked,
        Err(problems) => return refuse(problems),
    };
    loop {
        let opened = open(&dossiers, &visiting, grant, Action::Share).await?;
        let nonce = sent.nonce;
        let made = match member {
            Some(member) => {
                let shared = dossiers
                    .share_with(&opened, member, given.clone(), nonce)
                    .await;
                shared.map(|_| None)
            }
            None => dossiers.share_by_link(&opened, given.clone(), nonce).await,
        };
        let why = match made {
            Ok(None) if member.is_some() => return Ok(see_other(&here)),
            Ok(Some(invite)) => {
                let url = Invitation(invite.token().text()).path();
                return Ok(Page::new(Made {
                    url: [origin(&dossiers, &headers), url].concat(),
                    words: invite.words().join(" "),
                    back: here.path(),
                    ctx: ctx.with_back(&here),
                })
                .into_response());
            }
            Ok(None) => "share-made-before",
            Err(fault) => match fault.code() {
                Code::Conflict => continue,
                Code::Busy => "share-too-many",
                Code::Invalid => "share-already",
                Code::NotFound => "share-who-gone",
                _ => return Err(fault.into()),
            },
        };
        let mut problems = Problems::new();
        problems.add(WHO, why);
        return refuse(problems);
    }
}

/// Nothing but the press of the button.
#[derive(serde::Deserialize)]
pub struct Nothing {}

/// Ends an access.
pub async fn end(
    State(dossiers): State<Dossiers>,
    visiting: Visiting,
    Path((grant, number)): Path<(GrantId, u32)>,
    _: Protected<Nothing>,
) -> Answer {
    let here = urls::Shares(grant);
    loop {
        // No new proof: closing must never be harder than leaving it open.
        let opened = open(&dossiers, &visiting, grant, Action::Manage).await?;
        match dossiers
            .end_share(visiting.person()?, &opened, number)
            .await
        {
            Err(fault) if fault.code() == Code::Conflict => {}
            ended => {
                ended?;
                return Ok(see_other(&here));
            }
        }
    }
}
