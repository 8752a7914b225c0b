//! Leaving with everything, and coming back with what was exported.

use super::pieces::{Outcome, Room, receive_all};
use super::urls;
use crate::service::Dossiers;
use accounts::pages::{Visiting, cookie, fresh};
use accounts::rules::is_fresh;
use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use ui::{Answer, Ctx, Form, Page, Protected, ProtectedMultipart, Url, headers, see_other};

#[derive(Template)]
#[template(path = "taking.html")]
struct Taking {
    ctx: Ctx,
    form: Form,
    bring: String,
}

#[derive(Template)]
#[template(path = "bringing.html")]
struct Bringing {
    ctx: Ctx,
    form: Form,
}

/// What « Tout emporter » gives.
pub async fn get(ctx: Ctx, visiting: Visiting) -> Answer {
    visiting.person()?;
    let page = Taking {
        form: Form::new(&ctx, &urls::Taking),
        bring: urls::Bringing.path(),
        ctx: ctx.with_back(&urls::List),
    };
    Ok(Page::new(page).into_response())
}

/// A form without any field.
#[derive(serde::Deserialize)]
pub struct Nothing {}

/// The ZIP.
pub async fn post(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    _: Protected<Nothing>,
) -> Answer {
    let person = visiting.person()?;
    if !is_fresh(dossiers.store().clock.now(), person.fresh_until) {
        return Ok(fresh::ask(&urls::Taking.path()));
    }
    let zip = dossiers.take_all(&visiting, ctx.t("take-readme")).await?;
    let mut answer = Body::from_stream(zip).into_response();
    let map = answer.headers_mut();
    map.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/zip"),
    );
    map.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_static("attachment; filename=\"tout.zip\""),
    );
    headers::piece(map);
    Ok(answer)
}

/// Where an export is put back.
pub async fn get_bring(ctx: Ctx, visiting: Visiting) -> Answer {
    visiting.person()?;
    let page = Bringing {
        form: Form::new(&ctx, &urls::Bringing).multipart(),
        ctx: ctx.with_back(&urls::List),
    };
    Ok(Page::new(page).into_response())
}

/// Makes a dossier of it.
pub async fn post_bring(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    mut form: ProtectedMultipart,
) -> Answer {
    visiting.person()?;
    let prepared = dossiers.prepare();
    let room = Room {
        most: 1,
        ..Room::own(dossiers.largest)
    };
    let to = prepared.destination();
    let outcome = receive_all(&dossiers, &ctx, &to, room, &mut form).await?;
    let Outcome {
        mut received,
        mut problems,
        ..
    } = outcome.with_files();
    if let Some(zip) = received.pop().filter(|_| received.is_empty()) {
        match dossiers.bring(&visiting, prepared, zip).await? {
            Ok(begun) => {
                let to = see_other(&urls::Home(begun.grant));
                return Ok(match begun.secret {
                    Some(secret) => cookie::set(to, &secret, dossiers.accounts.secure),
                    None => to,
                });
            }
            Err(said) => problems.add("files", said),
        }
    }
    let form = Form::new(&ctx, &urls::Bringing).problems(problems);
    Ok(form.refuse(&urls::Bringing))
}
