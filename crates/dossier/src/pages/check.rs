//! Reading it all again, sealing, and what comes next.

use super::{facts, open, say, urls};
use crate::completeness::{lacks_capture, points};
use crate::service::{Dossiers, Opened};
use accounts::pages::Visiting;
use accounts::rules::Action;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use guide::plan::plan;
use kernel::{Code, GrantId};
use ui::parts::{Panel, SummaryList};
use ui::{Answer, Ctx, Form, Page, Protected, Url, dates, see_other};

#[derive(Template)]
#[template(path = "check.html")]
struct Check {
    ctx: Ctx,
    form: Form,
    summary: SummaryList,
    score: String,
    missing: Vec<String>,
    gaps: Vec<String>,
    dated_by_others: bool,
}

/// The page.
pub async fn get(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Manage).await?;
    let case = &opened.case;
    let story: String = case.story.chars().take(600).collect();
    let told: Vec<String> = case
        .facts
        .iter()
        .map(|fact| format!("{} : {}", say::when(ctx.w, &fact.text.when), fact.text.what))
        .collect();
    let shown: Vec<String> = case
        .pieces
        .iter()
        .map(|piece| format!("{}. {}", piece.number, piece.name))
        .collect();
    let kinds: Vec<&str> = case
        .qualification
        .chosen
        .iter()
        .filter_map(|id| dossiers.content.kind(id))
        .map(|kind| kind.name.get(super::plan::lang(ctx.w)))
        .collect();
    let summary = SummaryList::new(ctx.w)
        .row_change(ctx.t("check-story"), &story, urls::Story(grant).path())
        .row_change(
            ctx.t("check-facts"),
            &told.join("\n"),
            urls::Facts(grant).path(),
        )
        .row_change(
            ctx.t("check-pieces"),
            &shown.join("\n"),
            urls::Pieces(grant).path(),
        )
        .row_change(
            ctx.t("check-kinds"),
            &kinds.join("\n"),
            urls::Plan(grant).path(),
        );
    let mut gaps = Vec::new();
    for piece in &case.pieces {
        if piece.lacks_address() {
            gaps.push(format!(
                "{} : {}",
                ctx.ta("piece-title", &[("number", &piece.number)]),
                ctx.t("piece-missing-address")
            ));
        }
    }
    for fact in case.facts.iter().filter(|fact| lacks_capture(case, fact)) {
        gaps.push(format!(
            "{} : {}",
            say::when(ctx.w, &fact.text.when),
            ctx.t("fact-missing-capture")
        ));
    }
    gaps.extend(case.facts.iter().filter_map(|fact| {
        let said = facts::vanishing(&dossiers, &ctx, case, fact)?;
        Some(format!("{} : {said}", say::when(ctx.w, &fact.text.when)))
    }));
    let points = points(case);
    let there = points.iter().filter(|(_, there)| *there).count();
    let missing = points.iter().filter(|(_, there)| !there);
    let page = Check {
        score: ctx.ta("check-score", &[("there", &there), ("all", &points.len())]),
        missing: missing
            .map(|(point, _)| ctx.t(&["point-", point.name()].concat()))
            .collect(),
        form: Form::new(&ctx, &urls::Check(grant)),
        summary,
        gaps,
        dated_by_others: dossiers.tsa.is_some(),
        ctx: ctx.with_back(&urls::Pieces(grant)),
    };
    Ok(Page::new(page).into_response())
}

/// A form without any field.
#[derive(serde::Deserialize)]
pub struct Nothing {}

/// « Sceller ».
pub async fn post(
    State(dossiers): State<Dossiers>,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
    sent: Protected<Nothing>,
) -> Answer {
    loop {
        let opened = open(&dossiers, &visiting, grant, Action::Seal).await?;
        match dossiers.seal(&opened, sent.nonce).await {
            // Somebody who helps opened something meanwhile: what is sealed is what stands there now.
            Err(fault) if fault.code() == Code::Conflict => {}
            sealed => {
                sealed?;
                return Ok(see_other(&urls::Sealed(grant)));
            }
        }
    }
}

#[derive(Template)]
#[template(path = "sealed.html")]
struct Sealed {
    ctx: Ctx,
    panel: Panel,
    at: String,
    count: u64,
    date: String,
    receipt: String,
    next: Vec<(String, String)>,
    acts: Vec<String>,
    export: Form,
}

/// What is said of the date of the last kept head: dated by whom and when, awaited, or by nobody.
pub fn date_of(dossiers: &Dossiers, ctx: &Ctx, opened: &Opened) -> String {
    let Some(seal) = opened.seals.last() else {
        return ctx.t("sealed-untimed");
    };
    let read = seal
        .reply
        .as_ref()
        .and_then(|reply| crate::stamping::read(reply, seal.head.as_bytes()));
    match read {
        Some((tsa, at)) => ctx.ta(
            "sealed-stamped",
            &[("tsa", &tsa), ("date", &dates::moment(ctx.w, at))],
        ),
        None if dossiers.tsa.is_some() => ctx.t("sealed-pending"),
        None => ctx.t("sealed-untimed"),
    }
}

/// After sealing: reachable again at any time.
pub async fn sealed(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Read).await?;
    let Some((_, at)) = opened.case.sealed.last().copied() else {
        return Ok(see_other(&urls::Check(grant)));
    };
    let today = dossiers.today();
    let found = plan(
        dossiers.content,
        &crate::plans::of_case(dossiers.content, &opened.case),
        today,
    );
    let w = super::plan::lang(ctx.w);
    let mut next: Vec<(String, String)> = dossiers
        .content
        .models
        .offers()
        .map(|offer| {
            (
                urls::Letter(grant, offer.id.to_owned()).path(),
                offer.name.get(w).to_owned(),
            )
        })
        .collect();
    next.push((urls::Plan(grant).path(), ctx.t("task-plan")));
    next.push((urls::Home(grant).path(), ctx.t("received-see")));
    let page = Sealed {
        panel: Panel {
            title: ctx.t("sealed-title"),
            label: ctx.t("sealed-reference"),
            reference: opened.keyring.d.to_string().chars().take(8).collect(),
        },
        at: dates::moment(ctx.w, at),
        count: opened.journal.dossier.size,
        date: date_of(&dossiers, &ctx, &opened),
        receipt: urls::Receipt(grant).path(),
        next,
        acts: found
            .today
            .iter()
            .take(3)
            .map(|act| act.text.get(w).to_owned())
            .collect(),
        export: Form::new(&ctx, &urls::Exports(grant)),
        ctx: ctx.with_back(&urls::Home(grant)),
    };
    Ok(Page::new(page).into_response())
}

/// The signed head, to keep outside the server.
pub async fn receipt(
    State(dossiers): State<Dossiers>,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Read).await?;
    Ok(super::letter::download(
        opened.journal.note.clone().into_bytes(),
        "text/plain; charset=utf-8",
        "recu.txt",
    ))
}

#[derive(Template)]
#[template(path = "received.html")]
struct Received {
    form: Form,
    ctx: Ctx,
    files: Vec<(String, String, String)>,
    words: Vec<String>,
    more: String,
    tell: String,
    see: String,
    receipt: String,
}

/// After a first file was put in safety: its digest, and the code.
pub async fn received(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Read).await?;
    let files = opened
        .case
        .pieces
        .iter()
        .map(|piece| {
            (
                piece.name.clone(),
                dates::moment(ctx.w, piece.at),
                piece.sha256.to_string(),
            )
        })
        .collect();
    let words = visiting
        .person()?
        .code
        .as_ref()
        .map(|code| code.words())
        .unwrap_or_default();
    let page = Received {
        form: Form::new(&ctx, &urls::Express),
        files,
        words,
        more: urls::Pieces(grant).path(),
        tell: urls::Story(grant).path(),
        see: urls::Home(grant).path(),
        receipt: urls::Receipt(grant).path(),
        ctx,
    };
    Ok(Page::new(page).into_response())
}
