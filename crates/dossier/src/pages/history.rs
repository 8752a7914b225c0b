//! Everything that entered the dossier, in order, with what anybody can check.

use super::summary::who;
use super::{notes, open, say, urls};
use crate::entries::SEALING;
use crate::model::{Case, Event};
use crate::note::Subject;
use crate::service::Dossiers;
use accounts::pages::Visiting;
use accounts::rules::Action;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use kernel::GrantId;
use seal::entry::By;
use ui::{Answer, Ctx, Page, Url, dates};

struct Line {
    seq: u64,
    at: String,
    kind: String,
    what: String,
    leaf: String,
}

#[derive(Template)]
#[template(path = "history.html")]
struct History {
    ctx: Ctx,
    lines: Vec<Line>,
    head: String,
    receipt: String,
    frise: String,
}

/// The person's own words, or the name of the step, the letter or the list.
pub(super) fn what(dossiers: &Dossiers, ctx: &Ctx, event: &Event) -> String {
    let content = dossiers.content;
    let id = event.what.as_str();
    if id == SEALING {
        return String::new();
    }
    let named = match event.kind.as_deref() {
        Some("step" | "answer" | "refusal") => [Subject::Action, Subject::List, Subject::Letter]
            .into_iter()
            .find_map(|of| notes::title(content, &of(id.to_owned()))),
        Some("letter" | "sent") => content.models.name(id),
        _ => None,
    };
    let text = named.map_or(id, |text| text.get(super::plan::lang(ctx.w)));
    text.chars().take(120).collect()
}

fn is_program(case: &Case, by: By) -> bool {
    let By::Reader(number) = by else { return false };
    case.share(number).is_some_and(|share| share.program)
}

/// The page.
pub async fn get(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Read).await?;
    let lines = opened
        .case
        .history
        .iter()
        .map(|event| Line {
            seq: event.seq,
            at: event
                .at
                .map(|at| dates::moment(ctx.w, at))
                .unwrap_or_default(),
            kind: match event.by {
                Some(by @ By::Reader(_)) => {
                    let who = who(&ctx, &opened.case, by);
                    let mut kind = say::entry(ctx.w, event);
                    if event.kind.as_deref() == Some("opened") && is_program(&opened.case, by) {
                        kind = ctx.t("entry-opened-program");
                    }
                    ctx.ta("history-by", &[("kind", &kind), ("name", &who)])
                }
                _ => say::entry(ctx.w, event),
            },
            what: what(&dossiers, &ctx, event),
            leaf: event.leaf.to_string(),
        })
        .collect();
    let page = History {
        lines,
        head: opened.journal.note.clone(),
        receipt: urls::Receipt(grant).path(),
        frise: urls::Timeline(grant).path(),
        ctx: ctx.with_back(&urls::Home(grant)),
    };
    Ok(Page::new(page).into_response())
}
