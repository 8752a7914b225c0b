//! The last questions and answers, to be followed.

use crate::model::Thread;
use crate::pages::urls;
use crate::service::Panels;
use axum::extract::State;
use axum::http::HeaderMap;
use guide::law::Lang;
use kernel::Moment;
use kernel::date::paris_date;
use ui::feed::{ATOM, Entry, Feed, answer, tag};
use ui::{Answer, Url as _, Words, headers};

/// A feed is written in the language of what it holds.
const FRENCH: Words = Words(ui::Lang::Fr);
/// Letters of a question that make its title.
const TITLE: usize = 80;

/// When everybody last saw something new of a question.
pub(super) fn moved(thread: &Thread) -> Moment {
    let answers = thread.answers.iter().map(|answer| answer.changed);
    answers.max().unwrap_or(thread.question.asked)
}

/// The beginning of a question.
pub(super) fn title(thread: &Thread) -> String {
    let line = thread.question.said.body.replace('\n', " ");
    let end = line.char_indices().nth(TITLE);
    match end.and_then(|(at, _)| line.get(..at)) {
        Some(cut) => [cut.rsplit_once(' ').map_or(cut, |(rest, _)| rest), "…"].concat(),
        None => line,
    }
}

fn entry(panels: &Panels, instance: &str, thread: &Thread) -> Entry {
    let question = &thread.question;
    let path = urls::Question(question.id.to_string()).path();
    let mut authors = vec![question.said.pseudonym.clone()];
    let mut text = vec![question.said.body.clone()];
    for answer in &thread.answers {
        let signed = super::view::signed(&answer.name, &answer.title);
        text.push([&signed, " :\n", &answer.body].concat());
        if !authors.contains(&answer.name) {
            authors.push(answer.name.clone());
        }
    }
    let kind = panels.content.kind(&question.said.kind);
    let kind = kind.map(|kind| (kind.id.clone(), kind.name.get(Lang::Fr).to_owned()));
    Entry {
        title: title(thread),
        id: tag(instance, paris_date(question.asked), &path),
        link: panels.whole(&path),
        published: question.asked,
        updated: moved(thread),
        authors,
        categories: kind.into_iter().collect(),
        summary: String::new(),
        text: text.join("\n\n"),
    }
}

/// The feed.
pub(super) async fn get(State(panels): State<Panels>, asked: HeaderMap) -> Answer {
    let latest = panels.latest().await?;
    let mut latest: Vec<&Thread> = latest.iter().collect();
    latest.sort_by_key(|thread| std::cmp::Reverse(moved(thread)));
    let instance = panels.instance().to_owned();
    let entries = latest
        .iter()
        .map(|thread| entry(&panels, &instance, thread));
    let path = urls::Sessions.path();
    // The day on which this program began to publish: an id, not a date of anything here.
    let since = Moment::from_seconds(1_795_000_000);
    let feed = Feed {
        title: FRENCH.t("panel-feed-title"),
        id: tag(&instance, paris_date(since), &path),
        link: panels.whole(&path),
        itself: panels.whole(&urls::Feed.path()),
        lang: "fr",
        author: instance.clone(),
        updated: Moment(0),
        entries: entries.collect(),
    };
    let mut answer = answer(&asked, ATOM, feed.write()?);
    // Readers of other sites may ask for it.
    headers::shared(answer.headers_mut());
    Ok(answer)
}
