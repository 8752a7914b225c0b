//! One topic: what was found for each of its criteria.

use super::urls;
use crate::model::{Found, SOURCE, Topic, topics};
use crate::service::Audits;
use accounts::pages::Visiting;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use kernel::{Code, Fault};
use ui::{Answer, Ctx, Fields, Form, Html, Page, Problems, Protected, dates, see_other};

#[derive(Template)]
#[template(path = "audit_topic.html")]
struct TopicPage {
    ctx: Ctx,
    title: String,
    form: Form,
    lines: Vec<Asked>,
    source: &'static str,
}

/// A criterion, as asked.
struct Asked {
    title: String,
    choices: Html,
    note: Html,
    on: String,
}

fn known(number: u8) -> Result<&'static Topic, Fault> {
    let topic = topics().iter().find(|topic| topic.number == number);
    topic.ok_or(Fault::new(Code::NotFound, "no such topic"))
}

fn field(kind: &str, id: &str) -> String {
    [kind, "-", id].concat()
}

/// The page.
pub async fn get(
    State(audits): State<Audits>,
    ctx: Ctx,
    visiting: Visiting,
    Path(number): Path<u8>,
) -> Answer {
    audits.administers(visiting.person()?).await?;
    let topic = known(number)?;
    let grid = audits.grid().await?;
    let mut form = Form::new(&ctx, &urls::Topic(number));
    for one in &topic.criteria {
        let line = grid.get(&one.id);
        let found = line.map_or(Found::Untested, |line| line.found);
        form = form.value(field("etat", &one.id), found.name());
        form = form.value(field("note", &one.id), line.map_or("", |line| &line.note));
    }
    let lines = topic.criteria.iter().map(|one| {
        let state = field("etat", &one.id);
        let legend = ctx.ta("audit-found", &[("id", &one.id)]);
        let mut choices = form.radios(&state).legend(legend).inline().small();
        for found in Found::ALL {
            choices = choices.option(
                found.name(),
                ctx.t(&["audit-found-", found.name()].concat()),
            );
        }
        let note = form
            .textarea(&field("note", &one.id))
            .label(ctx.ta("audit-note", &[("id", &one.id)]))
            .rows(2);
        let on = grid.get(&one.id).map(|line| {
            let on = dates::plain_day(ctx.w, line.on);
            ctx.ta("audit-on", &[("date", &on)])
        });
        Asked {
            title: format!("{} {}", one.id, one.title),
            choices: Html::of(&choices),
            note: Html::of(&note),
            on: on.unwrap_or_default(),
        }
    });
    Ok(Page::new(TopicPage {
        title: format!("{}. {}", topic.number, topic.title),
        lines: lines.collect(),
        form,
        source: SOURCE,
        ctx: ctx.with_back(&urls::Grid),
    })
    .into_response())
}

/// Keeps what was found.
pub async fn post(
    State(audits): State<Audits>,
    ctx: Ctx,
    visiting: Visiting,
    Path(number): Path<u8>,
    sent: Protected<Fields>,
) -> Answer {
    let topic = known(number)?;
    let lines = topic.criteria.iter().filter_map(|one| {
        let found = Found::read(sent.form.text(&field("etat", &one.id)))?;
        let note = sent.form.text(&field("note", &one.id)).trim();
        Some((one.id.clone(), found, note.replace("\r\n", "\n")))
    });
    let person = visiting.person()?;
    match audits.fill(person, lines.collect()).await {
        Ok(()) => Ok(see_other(&urls::Grid)),
        Err(fault) if fault.code() == Code::TooLarge => {
            let here = urls::Topic(number);
            let mut problems = Problems::new();
            let long = topic.criteria.iter().find(|one| {
                let note = sent.form.text(&field("note", &one.id));
                note.chars().count() > crate::service::LONGEST
            });
            let name = long.map_or_else(String::new, |one| field("note", &one.id));
            problems.add(name, "audit-note-long");
            let form = Form::new(&ctx, &here).filled(&sent.form);
            Ok(form.problems(problems).refuse(&here))
        }
        Err(fault) => Err(fault.into()),
    }
}
