//! Having the days elsewhere: an agenda that follows them, and what it reads (N021).

use super::help::origin;
use super::reminders::{Section, section};
use super::{open, urls};
use crate::calendar;
use crate::service::Dossiers;
use accounts::pages::Visiting;
use accounts::rules::Action;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;
use kernel::{Code, Fault, GrantId};
use store::links::Token;
use ui::{Answer, Ctx, Fields, Form, Page, Problems, Protected, Url, Words, dates, see_other};

/// What an agenda expects at the end of the address.
const ENDING: &str = ".ics";
/// The one field that a problem can name.
const FIELD: &str = "agenda";

struct Line {
    title: String,
    form: Form,
}

#[derive(Template)]
#[template(path = "dates.html")]
struct Dates {
    ctx: Ctx,
    form: Form,
    confirmed: bool,
    lines: Vec<Line>,
    calendar: String,
    mail: Option<Section>,
}

#[derive(Template)]
#[template(path = "dates_made.html")]
struct Made {
    ctx: Ctx,
    url: String,
    opens: String,
    back: String,
}

/// The page.
pub async fn get(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Manage).await?;
    let lines = opened.case.open_feeds().map(|feed| Line {
        title: ctx.ta(
            "dates-agenda",
            &[
                ("number", &feed.number),
                ("date", &dates::moment(ctx.w, feed.at)),
            ],
        ),
        form: Form::new(&ctx, &urls::Agenda(grant, feed.number)),
    });
    let mail = section(&dossiers, &ctx, grant, &opened).await?;
    let page = Dates {
        mail,
        lines: lines.collect(),
        form: Form::new(&ctx, &urls::Dates(grant)),
        confirmed: opened.journal.dossier.confirmed,
        calendar: urls::Calendar(grant).path(),
        ctx: ctx.with_back(&urls::Follow(grant)),
    };
    Ok(Page::new(page).into_response())
}

/// Makes an address for an agenda; the answer shows it, and it is kept nowhere.
pub async fn post(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
    headers: HeaderMap,
    sent: Protected<Fields>,
) -> Answer {
    let here = urls::Dates(grant);
    let refuse = |key: &'static str| {
        let mut problems = Problems::new();
        problems.add(FIELD, key);
        Ok(Form::new(&ctx, &here).problems(problems).refuse(&here))
    };
    loop {
        let opened = open(&dossiers, &visiting, grant, Action::Manage).await?;
        let made = dossiers.make_feed(&opened, ctx.w.lang(), sent.nonce).await;
        let token = match made {
            Ok(Some(token)) => token,
            Ok(None) => return refuse("dates-made-before"),
            Err(fault) if fault.code() == Code::Conflict => continue,
            Err(fault) if fault.code() == Code::Busy => return refuse("dates-too-many"),
            Err(fault) if fault.code() == Code::Invalid => return refuse("dates-unconfirmed"),
            Err(fault) => return Err(fault.into()),
        };
        let origin = origin(&dossiers, &headers);
        let path = urls::Feed([&token.text(), ENDING].concat()).path();
        let host = origin.split_once("://").map_or("", |(_, host)| host);
        return Ok(Page::new(Made {
            url: format!("{origin}{path}"),
            // Telephones and agendas know this scheme: one tap subscribes.
            opens: format!("webcal://{host}{path}"),
            back: here.path(),
            ctx: ctx.with_back(&here),
        })
        .into_response());
    }
}

/// Stops an agenda.
pub async fn stop(
    State(dossiers): State<Dossiers>,
    visiting: Visiting,
    Path((grant, number)): Path<(GrantId, u32)>,
    _: Protected<Fields>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Manage).await?;
    dossiers.stop_feed(&opened, number).await?;
    Ok(see_other(&urls::Dates(grant)))
}

/// What an agenda reads. Kept by nobody on the way: an address that was stopped stops answering at once.
pub async fn read(State(dossiers): State<Dossiers>, Path(token): Path<String>) -> Answer {
    let token = token.strip_suffix(ENDING).and_then(Token::read);
    let token = token.ok_or(Fault::new(Code::NotFound, "no such feed"))?;
    let days = dossiers.feed(&token).await?;
    let w = Words(days.lang());
    let text = calendar::feed(&days.events, &w.t("calendar-event"), &w.t("calendar-name"));
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, text).into_response())
}
