//! « Mettre une preuve à l'abri »: a file before any question.

use super::urls;
use crate::pages::capability::Front;
use accounts::Visit;
use accounts::pages::{Visiting, cookie};
use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use dossier::Beginning;
use dossier::pages::pieces::{Outcome, Room, receive_all};
use dossier::pages::urls as inside;
use std::sync::Arc;
use ui::{Answer, Ctx, Form, Page, Problems, ProtectedMultipart, see_other};

#[derive(Template)]
#[template(path = "front_express.html")]
struct Express {
    ctx: Ctx,
    form: Form,
}

fn page(ctx: Ctx, problems: Problems) -> Express {
    let form = Form::new(&ctx, &urls::Express)
        .multipart()
        .problems(problems);
    Express {
        form,
        ctx: ctx.with_back(&urls::Home),
    }
}

/// The one question: which files.
pub async fn get(ctx: Ctx) -> Answer {
    Ok(Page::new(page(ctx, Problems::new())).into_response())
}

/// Seals them to a new dossier, then gives the receipt and the code.
pub async fn post(
    State(front): State<Front>,
    ctx: Ctx,
    visiting: Visiting,
    mut form: ProtectedMultipart,
) -> Answer {
    let dossiers = &front.dossiers;
    let prepared = dossiers.prepare();
    let to = prepared.destination();
    let room = Room::own(dossiers.largest);
    let outcome = receive_all(dossiers, &ctx, &to, room, &mut form).await?;
    let Outcome {
        received, problems, ..
    } = outcome.with_files();
    let received = dossiers.all_likened(&prepared.keys(), received).await;
    let form = Form::new(&ctx, &urls::Express).problems(problems);
    if received.is_empty() {
        return Ok(form.refuse(&urls::Express));
    }
    // A file that was refused beside others is said on the page that shows those received.
    let refusal = form
        .has_problems()
        .then(|| Arc::new(form.refusal(&urls::Express)));
    let visit = Visit {
        refusal,
        ..Visit::clone(&visiting)
    };
    let begun = dossiers
        .begin(
            &visit,
            prepared,
            Beginning {
                pieces: received,
                ..Beginning::default()
            },
        )
        .await?;
    let to = see_other(&inside::Received(begun.grant));
    Ok(match begun.secret {
        Some(secret) => cookie::set(to, &secret, dossiers.accounts.secure),
        None => {
            if let Some(refusal) = &visit.refusal {
                dossiers
                    .accounts
                    .keep_refusal(&visit, Some(refusal))
                    .await?;
            }
            to
        }
    })
}
