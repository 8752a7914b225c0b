//! Copies that look alike, and the addresses of each case of them with their state (N068).

use super::{open, urls};
use crate::copies::{Copies, State as Seen, copies};
use crate::service::Dossiers;
use accounts::pages::Visiting;
use accounts::rules::Action;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use evidence::model::Preview;
use evidence::rules::preview_of;
use kernel::GrantId;
use ui::{Answer, Ctx, Page, Url, dates};

struct Shown {
    title: String,
    url: String,
    picture: Option<String>,
}

struct Case {
    title: String,
    left: String,
    pieces: Vec<Shown>,
    places: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "copies.html")]
struct CopiesPage {
    ctx: Ctx,
    cases: Vec<Case>,
    capture: String,
    follow: String,
    pieces: String,
}

/// How an address was last seen, in words.
fn state(ctx: &Ctx, state: Option<Seen>) -> String {
    let Some(state) = state else {
        return ctx.t("copies-never-looked");
    };
    let on = dates::plain_day(ctx.w, state.on());
    match state {
        Seen::Noted(online, _) => {
            let said = ctx.t(&["online-", online.name()].concat());
            format!("{said}, {on}")
        }
        Seen::Kept(_) => ctx.ta("copies-kept", &[("date", &on)]),
        Seen::NotSeen(_) => ctx.ta("copies-not-seen", &[("date", &on)]),
    }
}

fn case(ctx: &Ctx, grant: GrantId, number: usize, found: &Copies<'_>) -> Case {
    Case {
        title: ctx.ta("copies-case", &[("number", &number)]),
        left: ctx.ta(
            "copies-left",
            &[("left", &found.left()), ("count", &found.places.len())],
        ),
        pieces: found
            .pieces
            .iter()
            .map(|piece| {
                let is_picture = preview_of(&piece.media) == Preview::Image;
                Shown {
                    title: super::say::piece(ctx.w, piece),
                    url: urls::Piece(grant, piece.seq).path(),
                    picture: is_picture.then(|| urls::PieceBytes(grant, piece.seq).path()),
                }
            })
            .collect(),
        places: found
            .places
            .iter()
            .map(|place| (place.address.to_owned(), state(ctx, place.state)))
            .collect(),
    }
}

/// The page.
pub async fn get(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Read).await?;
    let found = copies(&opened.case);
    let cases = found.iter().zip(1_usize..);
    Ok(Page::new(CopiesPage {
        cases: cases
            .map(|(found, number)| case(&ctx, grant, number, found))
            .collect(),
        capture: urls::Capture(grant).path(),
        follow: urls::Follow(grant).path(),
        pieces: urls::Pieces(grant).path(),
        ctx: ctx.with_back(&urls::Pieces(grant)),
    })
    .into_response())
}
