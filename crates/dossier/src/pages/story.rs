//! The story; every version stays in the history.

use super::{open, urls};
use crate::entries;
use crate::service::Dossiers;
use accounts::pages::Visiting;
use accounts::rules::Action;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use kernel::GrantId;
use ui::{Answer, Ctx, Form, Page, Problems, Protected, see_other};

#[derive(Template)]
#[template(path = "story.html")]
struct Story {
    ctx: Ctx,
    form: Form,
}

/// What was typed.
#[derive(serde::Deserialize)]
pub struct Typed {
    #[serde(default)]
    story: String,
}

/// The page.
pub async fn get(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Manage).await?;
    let form = Form::new(&ctx, &urls::Story(grant)).value("story", opened.case.story.as_str());
    Ok(Page::new(Story {
        ctx: ctx.with_back(&urls::Home(grant)),
        form,
    })
    .into_response())
}

/// What is wrong with a story, if anything: too long for an entry, or it holds the code.
pub fn problem_of(story: &str, visiting: &Visiting) -> Option<&'static str> {
    if story.len() > entries::LONGEST_TEXT {
        return Some("story-too-long");
    }
    let code = visiting
        .person
        .as_ref()
        .and_then(|person| person.code.as_ref());
    code.is_some_and(|code| code.appears_in(story))
        .then_some("story-holds-code")
}

/// Keeps a new version.
pub async fn post(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
    sent: Protected<Typed>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Manage).await?;
    let story = sent.form.story.trim();
    let wrong = if story.is_empty() {
        Some("story-empty")
    } else {
        problem_of(story, &visiting)
    };
    if let Some(key) = wrong {
        let mut problems = Problems::new();
        problems.add("story", key);
        return Ok(Form::new(&ctx, &urls::Story(grant))
            .value("story", sent.form.story.as_str())
            .problems(problems)
            .refuse(&urls::Story(grant)));
    }
    if story != opened.case.story {
        dossiers
            .add(&opened, vec![entries::story(story)?], sent.nonce)
            .await?;
    }
    Ok(see_other(&urls::Home(grant)))
}
