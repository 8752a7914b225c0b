//! When, where, and by whom.

use super::urls;
use crate::draft::Draft;
use crate::pages::capability::Front;
use accounts::pages::Visiting;
use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use dossier::pages::facts::fact_fields;
use dossier::pages::fields;
use ui::{Answer, Ctx, Fields, Form, Html, Page, Protected, see_other};

#[derive(Template)]
#[template(path = "front_when.html")]
struct When {
    ctx: Ctx,
    form: Form,
    fields: Html,
}

fn page(ctx: Ctx, form: Form) -> When {
    let fields = fact_fields(&ctx, &form);
    When {
        ctx: ctx.with_back(&urls::Safety),
        form,
        fields,
    }
}

/// The question.
pub async fn get(ctx: Ctx, visiting: Visiting) -> Answer {
    let form = fields::fill_fact(
        Form::new(&ctx, &urls::When),
        &Draft::read(&visiting.draft).fact,
    );
    Ok(Page::new(page(ctx, form)).into_response())
}

/// Keeps the answer.
pub async fn post(
    State(front): State<Front>,
    ctx: Ctx,
    visiting: Visiting,
    sent: Protected<Fields>,
) -> Answer {
    let fact = fields::fact(&sent.form);
    if let Err(problems) = fact.read(front.today()) {
        return Ok(Form::new(&ctx, &urls::When)
            .filled(&sent.form)
            .problems(fields::problems(problems))
            .refuse(&urls::When));
    }
    let draft = Draft {
        fact,
        ..Draft::read(&visiting.draft)
    };
    front
        .dossiers
        .accounts
        .keep_draft(&visiting, draft.write())
        .await?;
    Ok(see_other(&urls::Kinds))
}
