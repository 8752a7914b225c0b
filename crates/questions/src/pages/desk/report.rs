//! The report of a session, for its experts and for those who prepare it: to be read, printed, taken away.

use super::bits::{self, lasts};
use super::urls;
use crate::service::{By, Panels, Report};
use accounts::pages::Visiting;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use kernel::PanelId;
use kernel::date::paris_date;
use ui::parts::{SummaryList, Table};
use ui::{Answer, Ctx, Page, Url, dates};

struct Open {
    question: String,
    parts: Vec<String>,
}

#[derive(Template)]
#[template(path = "expert_report.html")]
struct Whole {
    ctx: Ctx,
    theme: String,
    state: String,
    counts: SummaryList,
    open: Vec<Open>,
    table: Option<Table>,
    json: String,
    csv: String,
}

fn counts(ctx: &Ctx, report: &Report) -> SummaryList {
    let numbers = [
        ("expert-report-asked", report.asked),
        ("expert-report-waiting", report.waiting),
        ("expert-report-published", report.published),
        ("expert-report-joined", report.joined),
        ("expert-report-away", report.away),
        ("expert-report-answered", report.answered),
        ("expert-report-partly", report.partly),
        ("expert-report-parts", report.parts),
        ("expert-report-open", report.open_parts),
    ];
    let list = SummaryList::new(ctx.w);
    let list = numbers.into_iter().fold(list, |list, (key, count)| {
        list.row(ctx.t(key), &count.to_string())
    });
    let delays = [
        ("expert-report-median", report.median),
        ("expert-report-longest", report.longest),
    ];
    let list = delays.into_iter().fold(list, |list, (key, seconds)| {
        let said = seconds.map_or_else(|| ctx.t("expert-report-none"), |s| lasts(ctx, s));
        list.row(ctx.t(key), &said)
    });
    let due = report.panel.due();
    let due = due.map(|due| dates::plain_day(ctx.w, paris_date(due)));
    match due {
        Some(due) if report.late => {
            let said = ctx.ta("expert-report-late", &[("date", &due)]);
            list.row(ctx.t("expert-report-due"), &said)
        }
        Some(due) => list.row(ctx.t("expert-report-due"), &due),
        None => list,
    }
}

fn table(ctx: &Ctx, report: &Report) -> Table {
    let heads = [
        "expert-head-question",
        "expert-head-status",
        "expert-head-parts",
        "expert-head-open",
        "expert-head-first",
        "expert-head-experts",
        "expert-head-reused",
    ];
    let heads = heads.map(|key| ctx.t(key)).to_vec();
    let table = Table::new(ctx.t("expert-report-table"), heads);
    report.lines.iter().fold(table, |table, line| {
        let first = line.first.map(|seconds| lasts(ctx, seconds));
        table.row(vec![
            ctx.ta("expert-report-number", &[("number", &line.place)]),
            ctx.t(&["expert-status-", line.status.name()].concat()),
            line.parts.to_string(),
            line.open.len().to_string(),
            first.unwrap_or_else(|| ctx.t("expert-report-none")),
            line.experts.join(", "),
            line.reused.to_string(),
        ])
    })
}

/// The page.
pub async fn get(
    State(panels): State<Panels>,
    ctx: Ctx,
    visiting: Visiting,
    Path(id): Path<PanelId>,
) -> Answer {
    let person = visiting.person()?;
    let report = panels.report(By::Person(person), id).await?;
    let sits = panels.seat(person, id).await.is_ok();
    let waiting = report.lines.iter().filter(|line| !line.open.is_empty());
    let open = waiting.map(|line| Open {
        question: ctx.ta("expert-report-number", &[("number", &line.place)]),
        parts: line
            .open
            .iter()
            .map(|(number, text)| match line.parts {
                1 => text.clone(),
                _ => {
                    let args: [(&str, &dyn std::fmt::Display); 2] =
                        [("number", number), ("text", text)];
                    ctx.ta("expert-part", &args)
                }
            })
            .collect(),
    });
    Ok(Page::new(Whole {
        theme: report.panel.theme.clone(),
        state: bits::standing(&ctx, &report.panel),
        counts: counts(&ctx, &report),
        open: open.collect(),
        table: (!report.lines.is_empty()).then(|| table(&ctx, &report)),
        json: urls::ReportJson(id).path(),
        csv: urls::ReportCsv(id).path(),
        ctx: if sits {
            ctx.with_back(&urls::Queue(id))
        } else {
            ctx.with_back(&urls::EditPanel(id))
        },
    })
    .into_response())
}

/// For programs.
pub async fn json(
    State(panels): State<Panels>,
    visiting: Visiting,
    Path(id): Path<PanelId>,
) -> Answer {
    let by = By::Person(visiting.person()?);
    let report = panels.report(by, id).await?;
    let named = [
        (header::CONTENT_TYPE, "application/json"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"seance.json\"",
        ),
    ];
    Ok((named, report.json().to_string()).into_response())
}

/// As a spreadsheet.
pub async fn csv(
    State(panels): State<Panels>,
    visiting: Visiting,
    Path(id): Path<PanelId>,
) -> Answer {
    let by = By::Person(visiting.person()?);
    let report = panels.report(by, id).await?;
    let named = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"seance.csv\"",
        ),
    ];
    Ok((named, report.csv()).into_response())
}
