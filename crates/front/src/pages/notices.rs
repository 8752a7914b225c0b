//! Who can read, and the notices that the law asks for.

use super::urls;
use crate::pages::capability::Front;
use crate::settings::Operator;
use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use std::sync::Arc;
use ui::parts::Table;
use ui::{Answer, Ctx, Page, Url};

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
}

/// State of accessibility: without a recorded audit, not compliant.
pub async fn accessibility(State(front): State<Front>, ctx: Ctx) -> Answer {
    Ok(Page::new(Accessibility {
        operator: Arc::clone(&front.operator),
        ctx: ctx.with_back(&urls::Home),
    })
    .into_response())
}
