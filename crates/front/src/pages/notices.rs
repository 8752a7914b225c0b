//! Who can read, and the notices that the law asks for.

use super::urls;
use crate::pages::capability::Front;
use crate::settings::Operator;
use accounts::pages::Visiting;
use askama::Template;
use audit::model::{Found, criteria};
use audit::rules::standing;
use axum::extract::State;
use axum::response::IntoResponse;
use dossier::pages::plan::lang;
use std::sync::Arc;
use ui::parts::Table;
use ui::{Answer, Ctx, Page, Url, dates};

#[derive(Template)]
#[template(path = "front_who.html")]
struct WhoCanRead {
    ctx: Ctx,
    log: String,
}

/// Who can read, hiding nothing.
pub async fn who(ctx: Ctx) -> Answer {
    Ok(Page::new(WhoCanRead {
        log: urls::PublicLog.path(),
        ctx: ctx.with_back(&urls::Home),
    })
    .into_response())
}

#[derive(Template)]
#[template(path = "front_legal.html")]
struct Legal {
    ctx: Ctx,
    operator: Arc<Operator>,
    edition: String,
}

/// Legal notice.
pub async fn legal(State(front): State<Front>, ctx: Ctx) -> Answer {
    let page = Legal {
        operator: Arc::clone(&front.operator),
        edition: front.dossiers.content.version().to_owned(),
        ctx: ctx.with_back(&urls::Home),
    };
    Ok(Page::new(page).into_response())
}

#[derive(Template)]
#[template(path = "front_privacy.html")]
struct Privacy {
    ctx: Ctx,
    operator: Arc<Operator>,
    tables: Table,
}

/// Notice of article 13, with what each slice declares.
pub async fn privacy(State(front): State<Front>, ctx: Ctx) -> Answer {
    let heads = vec![
        ctx.t("privacy-table"),
        ctx.t("privacy-why"),
        ctx.t("privacy-howlong"),
    ];
    let mut tables = Table::new(ctx.t("privacy-tables-title"), heads);
    for duty in front.duties.iter() {
        tables = tables.row(vec![
            duty.table.to_owned(),
            ctx.t(duty.purpose),
            ctx.t(duty.retention),
        ]);
    }
    Ok(Page::new(Privacy {
        operator: Arc::clone(&front.operator),
        tables,
        ctx: ctx.with_back(&urls::Home),
    })
    .into_response())
}

#[derive(Template)]
#[template(path = "front_access.html")]
struct Accessibility {
    ctx: Ctx,
    operator: Arc<Operator>,
    said: Vec<String>,
    missed: Vec<(String, String)>,
    on: String,
    defender: String,
    source: &'static str,
    admin: Option<String>,
}

/// The declaration of accessibility, on the model of the RGAA: without a valid audit, not compliant.
pub async fn accessibility(State(front): State<Front>, ctx: Ctx, visiting: Visiting) -> Answer {
    let grid = front.audits.grid().await?;
    let found = standing(&grid, front.audits.today());
    let mut said = Vec::new();
    match found.rate().filter(|_| found.stands) {
        Some(rate) => said.push(ctx.ta("access-rate", &[("rate", &rate)])),
        None if found.untested == 0 && found.on.is_some() => said.push(ctx.t("access-old")),
        None => said.push(ctx.t("access-why")),
    }
    let missed = criteria().filter_map(|one| {
        let line = grid
            .get(&one.id)
            .filter(|line| line.found == Found::Missed)?;
        Some((format!("{} {}", one.id, one.title), line.note.clone()))
    });
    let defender = front.dossiers.content.authority("defenseur-droits");
    let admin = match visiting.person() {
        Ok(person) => front.audits.administers(person).await.is_ok(),
        Err(_) => false,
    };
    Ok(Page::new(Accessibility {
        operator: Arc::clone(&front.operator),
        said,
        missed: missed.collect(),
        on: found
            .on
            .map(|on| dates::plain_day(ctx.w, on))
            .unwrap_or_default(),
        defender: defender
            .and_then(|known| known.contact.as_ref())
            .map(|text| text.get(lang(ctx.w)).to_owned())
            .unwrap_or_default(),
        source: audit::model::SOURCE,
        admin: admin.then(|| audit::pages::urls::Admin.path()),
        ctx: ctx.with_back(&urls::Home),
    })
    .into_response())
}
