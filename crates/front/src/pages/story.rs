//! What happened, in the person's own words.

use super::urls;
use crate::draft::Draft;
use crate::pages::capability::Front;
use accounts::pages::{Visiting, cookie};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use dossier::model::Concerned;
use dossier::pages::story::problem_of;
use ui::{Answer, Ctx, Form, Page, Problems, Protected, see_other};

#[derive(Template)]
#[template(path = "front_story.html")]
struct Story {
    ctx: Ctx,
    form: Form,
}

impl Story {
    fn concerned(&self) -> ui::form::Choices {
        let mut radios = self
            .form
            .radios("concerned")
            .legend(self.ctx.t("story-concerned"));
        for concerned in Concerned::ALL {
            let label = self.ctx.t(&["story-concerned-", concerned.name()].concat());
            radios = if concerned == Concerned::Pupil {
                radios.option_hint(
                    concerned.name(),
                    label,
                    self.ctx.t("story-concerned-hint-pupil"),
                )
            } else {
                radios.option(concerned.name(), label)
            };
        }
        radios
    }
}

/// What was typed.
#[derive(serde::Deserialize)]
pub struct Typed {
    #[serde(default)]
    story: String,
    #[serde(default)]
    concerned: String,
}

fn form(ctx: &Ctx, draft: &Draft) -> Form {
    Form::new(ctx, &urls::Story)
        .draft_to(ctx, &urls::Autosave)
        .value("story", draft.story.as_str())
        .value("concerned", draft.concerned().name())
}

/// The question.
pub async fn get(ctx: Ctx, visiting: Visiting) -> Answer {
    let form = form(&ctx, &Draft::read(&visiting.draft));
    Ok(Page::new(Story {
        ctx: ctx.with_back(&urls::Home),
        form,
    })
    .into_response())
}

fn told(visiting: &Visiting, typed: Typed) -> Draft {
    Draft {
        story: typed.story,
        concerned: typed.concerned,
        ..Draft::read(&visiting.draft)
    }
}

/// Keeps it for 24 hours, under a fresh secret, and goes on.
pub async fn post(
    State(front): State<Front>,
    ctx: Ctx,
    visiting: Visiting,
    sent: Protected<Typed>,
) -> Answer {
    let draft = told(&visiting, sent.form);
    let wrong = if draft.story.trim().is_empty() {
        Some("story-empty")
    } else {
        problem_of(&draft.story, &visiting)
    };
    if let Some(key) = wrong {
        let mut problems = Problems::new();
        problems.add("story", key);
        return Ok(form(&ctx, &draft).problems(problems).refuse(&urls::Story));
    }
    let accounts = &front.dossiers.accounts;
    let secret = accounts.renew(&visiting, draft.write()).await?;
    Ok(cookie::set(
        see_other(&urls::Safety),
        &secret,
        accounts.secure,
    ))
}

/// Saves what is being typed (scripts only): same cookie, nothing in the browser.
pub async fn autosave(
    State(front): State<Front>,
    visiting: Visiting,
    sent: Protected<Typed>,
) -> Answer {
    let draft = told(&visiting, sent.form);
    if problem_of(&draft.story, &visiting).is_none() {
        front
            .dossiers
            .accounts
            .keep_draft(&visiting, draft.write())
            .await?;
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}
