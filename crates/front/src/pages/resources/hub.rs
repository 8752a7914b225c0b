//! The resources, in five groups.

use super::urls;
use crate::pages::urls as front;
use askama::Template;
use axum::response::IntoResponse;
use news::pages::urls as published;
use ui::{Answer, Ctx, Page, Url};

/// A door: a title, a line, an address.
struct Door {
    title: String,
    line: String,
    href: String,
}

#[derive(Template)]
#[template(path = "front_hub.html")]
struct Hub {
    ctx: Ctx,
    groups: Vec<(String, Vec<Door>)>,
}

/// The page.
pub async fn get(ctx: Ctx) -> Answer {
    let door = |name: &str, href: String| Door {
        title: ctx.t(&["hub-", name].concat()),
        line: ctx.t(&["hub-", name, "-line"].concat()),
        href,
    };
    let groups = vec![
        (
            ctx.t("hub-understand"),
            vec![
                door("path", urls::Path.path()),
                door("answers", urls::Answers.path()),
                door("sessions", urls::Sessions.path()),
                door("situations", urls::Situations.path()),
                door("cases", urls::Cases.path()),
                door("risks", urls::Risks.path()),
                door("platforms", urls::Platforms.path()),
                door("news", published::List.path()),
                door("listen", published::Listen.path()),
            ],
        ),
        (
            ctx.t("hub-before"),
            vec![
                door("profile", urls::Profile.path()),
                door("tips", urls::Tips.path()),
                door("phone", urls::Phone.path()),
                door("duties", urls::Duties.path()),
            ],
        ),
        (
            ctx.t("hub-class"),
            vec![
                door("teenagers", urls::Teenagers.path()),
                door("lessons", urls::Lessons.path()),
            ],
        ),
        (
            ctx.t("hub-lead"),
            vec![
                door("head", urls::Head.path()),
                door("contacts", urls::Contacts.path()),
                door("annuaire", urls::Annuaire.path()),
            ],
        ),
        (
            ctx.t("hub-texts"),
            vec![
                door("letters", urls::Letters.path()),
                door("deadlines", urls::Deadlines.path()),
                door("glossary", urls::Glossary.path()),
                door("links", urls::Links.path()),
                door("known", front::Known.path()),
            ],
        ),
    ];
    Ok(Page::new(Hub {
        ctx: ctx.with_back(&front::Home),
        groups,
    })
    .into_response())
}
