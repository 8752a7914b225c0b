//! What is followed: the news in Atom, the episodes as a podcast.

use super::{files, urls};
use crate::model::{Article, Episode, Kept, Text};
use crate::rules::clock;
use crate::rules::podcast::{Podcast, RSS, Show};
use crate::rules::transcript::is_vtt;
use crate::service::News;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use guide::law::Lang;
use kernel::Moment;
use ui::feed::{ATOM, Entry, Feed, answer};
use ui::{Answer, Url, Words, headers};

/// Feeds are written in the language of what they hold.
const FRENCH: Words = Words(ui::Lang::Fr);

/// Readers and players of other sites may ask for it.
fn open(mut answer: Response) -> Response {
    headers::shared(answer.headers_mut());
    answer
}

/// The names of the kinds of situation of a text.
fn about<T: Text>(news: &News, kept: &Kept<T>) -> Vec<(String, String)> {
    let ids = kept.text.kinds().iter();
    let known = ids.filter_map(|id| news.content.kind(id));
    known
        .map(|kind| (kind.id.clone(), kind.name.get(Lang::Fr).to_owned()))
        .collect()
}

/// The news, whole.
pub async fn news(State(news): State<News>, asked: HeaderMap) -> Answer {
    let all = news.newest::<Article>().await?;
    let entry = |one: &Kept<Article>| {
        let published = one.published.unwrap_or(Moment(0));
        let path = urls::One(one.number).path();
        Entry {
            title: one.text.title.clone(),
            id: news.tag(published, &path),
            link: news.whole(&path),
            published,
            updated: one.updated(),
            authors: vec![one.text.byline()],
            categories: about(&news, one),
            summary: String::new(),
            text: one.text.body.clone(),
        }
    };
    let path = urls::List.path();
    let feed = Feed {
        title: FRENCH.t("news-feed-title"),
        // The day on which this program began to publish: an id, not a date of anything here.
        id: news.tag(Moment::from_seconds(1_795_000_000), &path),
        link: news.whole(&path),
        itself: news.whole(&urls::Feed.path()),
        lang: "fr",
        author: news.instance().to_owned(),
        updated: Moment(0),
        entries: all.iter().map(entry).collect(),
    };
    Ok(open(answer(&asked, ATOM, feed.write()?)))
}

/// The episodes.
pub async fn podcast(State(news): State<News>, asked: HeaderMap) -> Answer {
    let all = news.newest::<Episode>().await?;
    let show = |one: &Kept<Episode>| {
        let text = &one.text;
        let audio = text.audio.as_ref()?;
        let published = one.published.unwrap_or(Moment(0));
        let path = urls::Episode(one.number).path();
        let mut subjects = vec![text.theme.clone()];
        subjects.extend(about(&news, one).into_iter().map(|(_, name)| name));
        let speakers = text.speakers.iter();
        let written = if is_vtt(&text.transcript) {
            "text/vtt"
        } else {
            "text/plain"
        };
        Some(Show {
            title: text.title.clone(),
            summary: text.summary.clone(),
            id: news.tag(published, &path),
            link: news.whole(&path),
            published: published.utc(),
            sound: (
                news.whole(&files::sound(one.number, audio.format)),
                audio.size,
                audio.format.media(),
            ),
            lasts: clock::write(text.seconds),
            speakers: speakers.map(|one| one.name.clone()).collect(),
            about: subjects,
            transcript: (
                news.whole(&files::transcript(one.number, &text.transcript)),
                written,
            ),
            chapters: (!text.chapters.is_empty()).then(|| news.whole(&files::chapters(one.number))),
        })
    };
    let podcast = Podcast {
        title: FRENCH.t("listen-feed-title"),
        description: FRENCH.t("listen-lead"),
        link: news.whole(&urls::Listen.path()),
        itself: news.whole(&urls::Podcast.path()),
        author: news.instance().to_owned(),
        shows: all.iter().filter_map(show).collect(),
    };
    Ok(open(answer(&asked, RSS, podcast.write())))
}
