//! An episode: its sound, played here by the browser itself, its parts, its words.

use super::{Link, article, desk_of, files, kinds, since, urls};
use crate::model::{Episode, State as Life};
use crate::rules::{clock, transcript};
use crate::service::News;
use accounts::pages::Visiting;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use ui::{Answer, Ctx, Page, Url};

/// A moment of the sound: the link plays from there with a script or without.
struct Moment {
    /// `12:30`.
    time: String,
    seconds: u32,
    href: String,
}

struct Said {
    at: Option<Moment>,
    who: String,
    text: String,
}

#[derive(Template)]
#[template(path = "news_episode.html")]
struct Shown {
    ctx: Ctx,
    title: String,
    theme: String,
    summary: String,
    since: String,
    lasts: String,
    speakers: Vec<String>,
    kinds: Vec<Link>,
    sound: String,
    media: &'static str,
    chapters: Vec<(Moment, String)>,
    said: Vec<Said>,
    transcript: String,
    feed: String,
    desk: Option<String>,
}

/// The page.
pub async fn get(
    State(news): State<News>,
    ctx: Ctx,
    visiting: Visiting,
    Path(number): Path<u32>,
) -> Answer {
    let found = news.read::<Episode>(number).await?;
    let (Life::Published, Some(audio)) = (found.state, &found.text.audio) else {
        return Ok(article::gone(ctx.with_back(&urls::Listen), found.withdrawn));
    };
    let desk = desk_of(&news, &visiting, urls::EditEpisode(number).path()).await;
    let text = &found.text;
    let sound = files::sound(number, audio.format);
    let moment = |at: u32| Moment {
        time: clock::write(at),
        seconds: at,
        // Media Fragments URI 1.0: a browser plays from there by itself.
        href: format!("{sound}#t={at}"),
    };
    let said = transcript::read(&text.transcript).unwrap_or_default();
    let mut before = None;
    let said = said.into_iter().map(|one| Said {
        // A moment is named once: who answers within the same second is read below it.
        at: one
            .at
            .filter(|at| before.replace(*at) != Some(*at))
            .map(moment),
        who: one.who,
        text: one.text,
    });
    let chapters = text.chapters.iter();
    let chapters = chapters.map(|one| (moment(one.at), one.title.clone()));
    Ok(Page::new(Shown {
        title: text.title.clone(),
        theme: text.theme.clone(),
        summary: text.summary.clone(),
        since: since(&ctx, &found),
        lasts: ctx.ta("listen-lasts", &[("time", &clock::write(text.seconds))]),
        speakers: text.speakers.iter().map(|one| one.line()).collect(),
        kinds: kinds(&news, &ctx, &text.kinds),
        media: audio.format.media(),
        chapters: chapters.collect(),
        said: said.collect(),
        transcript: files::transcript(number, &text.transcript),
        feed: urls::Podcast.path(),
        desk,
        sound: sound.clone(),
        ctx: ctx.with_back(&urls::Listen),
    })
    .into_response())
}
