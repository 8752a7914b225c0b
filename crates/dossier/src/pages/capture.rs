//! Keeping a page of the web: its address typed, and what came of those asked before (N033, N034, N037).

use super::{nonce_with, open, say, urls};
use crate::capturing::{Outcome, PageCapture};
use crate::model::Case;
use crate::service::{Dossiers, Opened};
use crate::watching::Pace;
use accounts::pages::Visiting;
use accounts::rules::Action;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use kernel::{Code, DossierId, GrantId};
use std::time::Duration;
use ui::form::Choices;
use ui::{Answer, Ctx, Fields, Form, Page, Problems, Protected, Url, dates, see_other};

/// The field of the address.
const FIELD: &str = "url";
/// The field of how often to look again.
const PACE: &str = "pace";
/// How long the form waits for a page that comes soon.
const PATIENCE: Duration = Duration::from_secs(12);
/// After so long without an end, a capture that this process does not know of was cut by a stop of the server, in
/// seconds: another process of the same instance may be at it.
const LOST: i64 = 180;

/// One that was asked for.
struct Line {
    url: String,
    title: String,
    state: String,
    reasons: Vec<String>,
    pieces: Vec<(String, String)>,
    running: bool,
    looks: Vec<String>,
    /// Asking to look again; or, with the entry that asked, stopping.
    watch: Option<(Form, Option<u64>)>,
}

impl Line {
    fn paces(&self, ctx: &Ctx, form: &Form) -> Choices {
        let mut paces = form.radios(PACE).legend(ctx.t("watch-how")).small();
        for pace in Pace::ALL {
            let key = ["pace-", pace.name()].concat();
            paces = paces.option(pace.name(), ctx.t(&key));
        }
        paces
    }
}

#[derive(Template)]
#[template(path = "capture.html")]
struct CapturePage {
    ctx: Ctx,
    form: Form,
    ready: bool,
    lines: Vec<Line>,
    here: String,
    pieces: String,
}

/// A reason of the port, in words.
fn reason(short: &str) -> &'static str {
    match short {
        "login-wall" => "capture-login-wall",
        "robot-wall" => "capture-robot-wall",
        "status" => "capture-status",
        "led-away" => "capture-led-away",
        "download" => "capture-download",
        "restless" => "capture-restless",
        "too-tall" => "capture-too-tall",
        "picture" => "capture-picture",
        _ => "capture-gaps",
    }
}

fn failed(why: &str) -> &'static str {
    match why {
        "refused" => "capture-refused",
        "certificate" => "capture-certificate",
        "no-answer" => "capture-no-answer",
        "no-browser" => "capture-no-browser",
        "too-large" => "capture-too-large",
        _ => "capture-stopped",
    }
}

fn state(ctx: &Ctx, case: &Case, capture: &PageCapture, running: bool, lost: bool) -> String {
    match &capture.outcome {
        Some(Outcome::Kept { short, at, .. }) => {
            let at = dates::moment(ctx.w, at.unwrap_or(capture.at));
            let key = if short.is_empty() {
                "capture-complete"
            } else {
                "capture-partial"
            };
            ctx.ta(key, &[("date", &at)])
        }
        Some(Outcome::Failed(why)) => ctx.t(failed(why)),
        None if case.withdrew(capture) => ctx.t("capture-withdrawn"),
        None if running || !lost => ctx.t("capture-running"),
        None => ctx.t("capture-lost"),
    }
}

fn line(
    ctx: &Ctx,
    dossiers: &Dossiers,
    opened: &Opened,
    grant: GrantId,
    capture: &PageCapture,
) -> Line {
    let (case, d): (&Case, DossierId) = (&opened.case, opened.keyring.d);
    let running = dossiers.captures.is_running(d, capture.seq);
    let now = dossiers.store().clock.now();
    let lost = !running && now > capture.at.plus_seconds(LOST);
    let (title, reasons) = match &capture.outcome {
        Some(Outcome::Kept {
            short, gaps, title, ..
        }) => {
            let said = short
                .iter()
                .map(|one| ctx.ta(reason(one), &[("count", gaps)]));
            (title.clone(), said.collect())
        }
        _ => (String::new(), Vec::new()),
    };
    let pieces = capture.pieces.iter().filter_map(|seq| case.piece(*seq));
    let on = case.watched(capture.seq).find(|watched| watched.is_on());
    let looks = case.watched(capture.seq).flat_map(|watched| &watched.looks);
    let kept = matches!(capture.outcome, Some(Outcome::Kept { .. }));
    Line {
        looks: looks
            .map(|look| {
                let key = ["look-", look.state.as_str()].concat();
                let date = dates::moment(ctx.w, look.at);
                ctx.ta("watch-look", &[("date", &date), ("state", &ctx.t(&key))])
            })
            .collect(),
        watch: (kept && (on.is_some() || dossiers.captures.ready())).then(|| {
            let url = urls::Watch(grant, capture.seq);
            (Form::new(ctx, &url), on.map(|watched| watched.seq))
        }),
        url: capture.url.clone(),
        title,
        state: state(ctx, case, capture, running, lost),
        reasons,
        pieces: pieces
            .map(|piece| {
                let words = ctx.ta("piece-title", &[("number", &piece.number)]);
                let size = say::size(ctx.w, piece.bytes);
                (
                    urls::Piece(grant, piece.seq).path(),
                    format!("{words} ({}, {size})", piece.name),
                )
            })
            .collect(),
        running: capture.outcome.is_none() && !lost,
    }
}

/// The form, and those asked before, last first.
pub async fn get(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Read).await?;
    let here = urls::Capture(grant);
    let all = opened.case.captures.iter().rev();
    let lines = all.map(|capture| line(&ctx, &dossiers, &opened, grant, capture));
    Ok(Page::new(CapturePage {
        lines: lines.collect(),
        form: Form::new(&ctx, &here),
        ready: dossiers.captures.ready(),
        here: here.path(),
        pieces: urls::Pieces(grant).path(),
        ctx: ctx.with_back(&urls::Pieces(grant)),
    })
    .into_response())
}

/// Asks for a page, and waits a little: most come within seconds.
pub async fn post(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
    sent: Protected<Fields>,
) -> Answer {
    let here = urls::Capture(grant);
    let typed = sent.form.get(FIELD).unwrap_or_default();
    let refuse = |key: &'static str| {
        let mut problems = Problems::new();
        problems.add(FIELD, key);
        Ok(Form::new(&ctx, &here)
            .filled(&sent.form)
            .problems(problems)
            .refuse(&here))
    };
    // Sent again by the browser it is the same; with another address it is another.
    let nonce = sent.nonce.map(|nonce| nonce_with(nonce, [typed.trim()]));
    loop {
        let opened = open(&dossiers, &visiting, grant, Action::Write).await?;
        if typed.trim().is_empty() {
            return refuse("capture-nothing");
        }
        let asked = dossiers.ask_capture(&opened, typed, true, nonce).await;
        return match asked {
            Ok(receipt) => {
                let d = opened.keyring.d;
                // The keys are not kept while it waits.
                drop(opened);
                dossiers.captures.wait(d, receipt.seq, PATIENCE).await;
                Ok(see_other(&here))
            }
            Err(fault) if fault.code() == Code::Conflict => continue,
            Err(fault) if fault.code() == Code::Invalid => refuse("capture-address"),
            Err(fault) if fault.code() == Code::NotFound => refuse("capture-no-browser"),
            Err(fault) if fault.code() == Code::Busy => refuse("capture-busy"),
            Err(fault) => Err(fault.into()),
        };
    }
}

/// Looks again at a page on a schedule, or stops.
pub async fn watch(
    State(dossiers): State<Dossiers>,
    visiting: Visiting,
    Path((grant, seq)): Path<(GrantId, u64)>,
    sent: Protected<Fields>,
) -> Answer {
    loop {
        let opened = open(&dossiers, &visiting, grant, Action::Manage).await?;
        let stop = sent.form.get("stop").and_then(|seq| seq.parse().ok());
        let done = match (stop, Pace::read(sent.form.text(PACE))) {
            (Some(asked), _) => dossiers.unwatch(&opened, asked).await,
            (None, Some(pace)) => dossiers.watch(&opened, seq, pace, sent.nonce).await,
            (None, None) => Ok(()),
        };
        match done {
            Err(fault) if fault.code() == Code::Conflict => continue,
            done => done?,
        }
        return Ok(see_other(&urls::Capture(grant)));
    }
}
