//! Platforms: channel, form, what is realistic, what leaves a trace; the names one may reserve (N081); one's own public
//! space (N195). A name typed here is posted, and stays nowhere.

use super::urls;
use super::view::{Block, Line, Pen, Section};
use crate::pages::capability::Front;
use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use guide::library::{Guide, Platform};
use guide::plan::names_to_reserve;
use time::Date;
use ui::{Answer, Ctx, Fields, Form, Page, Problems, Protected};

#[derive(Template)]
#[template(path = "front_platforms.html")]
struct Platforms {
    ctx: Ctx,
    form: Form,
    names: Vec<String>,
    platforms: Vec<String>,
    guides: Vec<Section>,
    sections: Vec<Section>,
}

fn sheet(pen: &Pen<'_>, platform: &Platform, today: Date) -> Section {
    let sources = platform
        .sources
        .iter()
        .filter_map(|id| pen.content.law.sources.get(id));
    let rows = [
        pen.row("platform-channel", vec![pen.say(&platform.channel)]),
        pen.row("platform-form", vec![pen.say(&platform.form)]),
        pen.row("platform-realistic", vec![pen.say(&platform.realistic)]),
        pen.row("platform-trace", pen.all(&platform.trace)),
        pen.row("platform-no-trace", vec![pen.say(&platform.no_trace)]),
        pen.row("platform-texts", pen.cited(&platform.articles)),
        pen.row(
            "word-source",
            sources.map(|source| pen.french(&*source.name)).collect(),
        ),
    ];
    Section {
        id: platform.id.clone(),
        title: Line::of(&*platform.name),
        tag: if platform.ephemeral {
            pen.ctx.t("platform-ephemeral")
        } else {
            String::new()
        },
        inner: true,
        blocks: vec![
            Block::Text(pen.say(&platform.about)),
            Block::Rows(rows.into_iter().flatten().collect()),
            Block::Hint(pen.checked(
                platform.checked,
                platform.state,
                Some(platform.confidence),
                today,
            )),
        ],
    }
}

fn guide(pen: &Pen<'_>, guide: &Guide, today: Date) -> Section {
    let rows = [
        pen.row("guide-gain", vec![pen.say(&guide.gain)]),
        pen.row("guide-risk", vec![pen.say(&guide.risk)]),
        pen.row(
            "guide-how",
            pen.all(pen.content.items_of(guide).map(|item| &item.text)),
        ),
    ];
    Section {
        id: guide.id.clone(),
        title: pen.say(&guide.title),
        blocks: vec![
            Block::Rows(rows.into_iter().flatten().collect()),
            Block::Hint(pen.checked(guide.checked, guide.state, None, today)),
        ],
        ..Section::default()
    }
}

fn page(front: &Front, ctx: Ctx, form: Form, names: Vec<String>) -> Platforms {
    let content = front.dossiers.content;
    let pen = Pen { ctx: &ctx, content };
    let today = front.today();
    let library = content.library();
    let sections = library
        .platforms
        .iter()
        .map(|found| sheet(&pen, found, today));
    let guides = library.guides.iter().map(|found| guide(&pen, found, today));
    Platforms {
        platforms: library
            .platforms
            .iter()
            .map(|found| found.name.clone())
            .collect(),
        guides: guides.collect(),
        sections: sections.collect(),
        form,
        names,
        ctx: ctx.with_back(&urls::Resources),
    }
}

/// The sheets.
pub async fn get(State(front): State<Front>, ctx: Ctx) -> Answer {
    let form = Form::new(&ctx, &urls::Platforms);
    Ok(Page::new(page(&front, ctx, form, Vec::new())).into_response())
}

/// The same, with the names to reserve.
pub async fn post(State(front): State<Front>, ctx: Ctx, sent: Protected<Fields>) -> Answer {
    let names = names_to_reserve(sent.form.text("prenom"), sent.form.text("nom"));
    let form = Form::new(&ctx, &urls::Platforms).filled(&sent.form);
    if names.is_empty() {
        let mut problems = Problems::new();
        problems.add("prenom", "names-missing");
        return Ok(
            Page::refused(page(&front, ctx, form.problems(problems), names)).into_response(),
        );
    }
    Ok(Page::new(page(&front, ctx, form, names)).into_response())
}
