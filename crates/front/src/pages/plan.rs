//! The plan, before any account, and the door to the dossier.

use super::urls;
use crate::draft::Draft;
use crate::pages::capability::Front;
use accounts::pages::{Visiting, cookie};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::IntoResponse;
use dossier::pages::plan::{
    Look, Setting, checked, fill_situation, lang, read_situation, situation_fields, view,
};
use dossier::pages::urls as inside;
use guide::law::Text;
use guide::plan::plan;
use ui::{Answer, Ctx, Fields, Form, Html, Page, Protected, Url, see_other};

/// Steps that the simple version names.
const FEW: usize = 5;

#[derive(Template)]
#[template(path = "front_plan.html")]
struct PlanPage {
    ctx: Ctx,
    /// What to do first, and the next steps by name, for the simple version.
    today: Vec<String>,
    steps: Vec<String>,
    view: Html,
    form: Form,
    fields: Html,
    shelter: Form,
    checked: String,
    edition: String,
}

/// The plan.
pub async fn get(
    State(front): State<Front>,
    ctx: Ctx,
    visiting: Visiting,
    Query(look): Query<Look>,
) -> Answer {
    let draft = Draft::read(&visiting.draft);
    if draft.story.trim().is_empty() {
        return Ok(see_other(&urls::Story));
    }
    let content = front.dossiers.content;
    let today = front.today();
    let found = plan(content, &draft.situation(content, today), today);
    let form = fill_situation(Form::new(&ctx, &urls::Plan), &draft.situation);
    let say = |text: &Text| text.get(lang(ctx.w)).to_owned();
    let page = PlanPage {
        today: found.today.iter().map(|act| say(&act.text)).collect(),
        steps: found
            .steps
            .iter()
            .take(FEW)
            .map(|step| say(&step.title))
            .collect(),
        view: view(
            &ctx,
            content,
            &found,
            Setting {
                here: &urls::Plan.path(),
                look,
                inside: None,
            },
        ),
        fields: situation_fields(&ctx, &form, content),
        shelter: Form::new(&ctx, &urls::Shelter),
        form,
        checked: checked(content, ctx.w),
        edition: content.version().to_owned(),
        ctx: ctx.with_back(&urls::Kinds),
    };
    Ok(Page::new(page).into_response())
}

/// Keeps what the person says of her situation.
pub async fn post(
    State(front): State<Front>,
    visiting: Visiting,
    sent: Protected<Fields>,
) -> Answer {
    let mut draft = Draft::read(&visiting.draft);
    draft.situation = read_situation(&sent.form, front.dossiers.content, &draft.situation);
    front
        .dossiers
        .accounts
        .keep_draft(&visiting, draft.write())
        .await?;
    Ok(see_other(&urls::Plan))
}

/// A form without any field.
#[derive(serde::Deserialize)]
pub struct Nothing {}

/// « Mettre à l'abri »: the draft becomes a dossier, in one commit; the draft is gone with it.
pub async fn shelter(
    State(front): State<Front>,
    visiting: Visiting,
    _: Protected<Nothing>,
) -> Answer {
    let draft = Draft::read(&visiting.draft);
    if draft.story.trim().is_empty() {
        return Ok(see_other(&urls::Story));
    }
    let beginning = draft.beginning(front.dossiers.content, front.today());
    let begun = front
        .dossiers
        .begin(&visiting, front.dossiers.prepare(), beginning)
        .await?;
    let to = see_other(&inside::Pieces(begun.grant));
    match begun.secret {
        Some(secret) => Ok(cookie::set(to, &secret, front.dossiers.accounts.secure)),
        None => {
            // The person was in already: her session stays, its draft is now a dossier.
            front
                .dossiers
                .accounts
                .keep_draft(&visiting, serde_json::Value::Null)
                .await?;
            Ok(to)
        }
    }
}
