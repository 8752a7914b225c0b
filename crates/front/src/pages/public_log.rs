//! The public log in plain words: what it is, where it stands, how to check it without believing us (N032).

use super::urls;
use crate::pages::capability::Front;
use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use ui::parts::SummaryList;
use ui::{Answer, Ctx, Page, Url};

#[derive(Template)]
#[template(path = "front_log.html")]
struct PublicLog {
    ctx: Ctx,
    state: SummaryList,
    command: String,
    back: String,
    begun: bool,
}

/// The page.
pub async fn get(State(front): State<Front>, ctx: Ctx) -> Answer {
    let log = front.dossiers.public_log().await?;
    let dated = ctx.t(if log.dated {
        "log-dated-yes"
    } else {
        "log-dated-no"
    });
    let state = SummaryList::new(ctx.w)
        .row(ctx.t("log-size"), &log.size.to_string())
        .row(ctx.t("log-dated"), &dated)
        .row(ctx.t("log-name"), &log.origin)
        .row(ctx.t("log-key"), &log.key);
    let host = log.origin.rsplit_once('/').map_or("", |(host, _)| host);
    let page = PublicLog {
        state,
        command: format!("preau log audit https://{host}"),
        back: urls::WhoCanRead.path(),
        begun: log.size > 0,
        ctx: ctx.with_back(&urls::WhoCanRead),
    };
    Ok(Page::new(page).into_response())
}
