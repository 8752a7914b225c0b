//! How long the dossier is kept, and what suspends its automatic deletion.

use super::{open, summary::who, urls};
use crate::retention::{self, YEARS};
use crate::service::Dossiers;
use accounts::pages::Visiting;
use accounts::rules::Action;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use kernel::GrantId;
use seal::entry::By;
use seal::grant::Rights;
use ui::form::Choices;
use ui::{Answer, Ctx, Fields, Form, Page, Problems, Protected, Url, dates, see_other};

const YEARS_FIELD: &str = "years";
const ACT: &str = "act";

#[derive(Template)]
#[template(path = "keeping.html")]
struct Keeping {
    ctx: Ctx,
    form: Form,
    /// When it goes by itself; nothing while it is held.
    goes: Option<String>,
    /// Who holds it, since when.
    held: Option<String>,
    owner: bool,
    delete: String,
}

impl Keeping {
    fn years(&self) -> Choices {
        let years = self.form.radios(YEARS_FIELD);
        let years = years.legend(self.ctx.t("keeping-years")).inline();
        YEARS.into_iter().fold(years, |all, years| {
            let label = self.ctx.ta("keeping-years-one", &[("count", &years)]);
            all.option(years.to_string(), label)
        })
    }
}

/// The page.
pub async fn get(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Write).await?;
    let dossier = &opened.journal.dossier;
    let years = opened.case.years.unwrap_or(YEARS[0]);
    let form = Form::new(&ctx, &urls::Keeping(grant)).value(YEARS_FIELD, years.to_string());
    let held = opened.case.held.map(|(by, at)| {
        let date = dates::moment(ctx.w, at);
        match by {
            By::Reader(_) => {
                let name = who(&ctx, &opened.case, by);
                ctx.ta("keeping-held-by", &[("name", &name), ("date", &date)])
            }
            _ => ctx.ta("keeping-held", &[("date", &date)]),
        }
    });
    let goes = retention::deletion_day(dossier.purge_month).filter(|_| !dossier.is_held());
    let page = Keeping {
        goes: goes.map(|day| dates::plain_day(ctx.w, day)),
        held,
        owner: opened.keyring.rights == Rights::Owner,
        delete: urls::Delete(grant).path(),
        form,
        ctx: ctx.with_back(&urls::Home(grant)),
    };
    Ok(Page::new(page).into_response())
}

/// Another time, or a hold.
pub async fn post(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
    sent: Protected<Fields>,
) -> Answer {
    let here = urls::Keeping(grant);
    match sent.form.text(ACT) {
        act @ ("hold" | "release") => {
            let opened = open(&dossiers, &visiting, grant, Action::Write).await?;
            dossiers.set_hold(&opened, act == "hold").await?;
        }
        _ => {
            let opened = open(&dossiers, &visiting, grant, Action::Manage).await?;
            let years = sent.form.text(YEARS_FIELD).parse().ok();
            let Some(years) = years.filter(|years| YEARS.contains(years)) else {
                let mut problems = Problems::new();
                problems.add(YEARS_FIELD, "keeping-years-missing");
                return Ok(Form::new(&ctx, &here).problems(problems).refuse(&here));
            };
            dossiers.choose_years(&opened, years).await?;
        }
    }
    Ok(see_other(&here))
}
