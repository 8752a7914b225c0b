//! What is published, for programs.

use crate::model::{Article, Episode, Kept, Text};
use crate::pages::{files, urls};
use crate::service::News;
use axum::extract::State;
use axum::http::HeaderMap;
use serde_json::{Value, json};
use ui::api::{Asked, Reply, Slice, answer};
use ui::{Capability, Url, Who};

/// What programs are told of these routes.
const DESCRIBED: &str = include_str!("api.json");

/// The routes.
pub(crate) fn routes(capability: Capability<News>) -> Capability<News> {
    capability
        .describe(DESCRIBED)
        .get("/api/v1/news", Who::Everyone, articles)
        .get("/api/v1/episodes", Who::Everyone, episodes)
}

fn common<T: Text>(one: &Kept<T>, url: String, more: Value) -> Value {
    let mut said = json!({
        "number": one.number,
        "title": one.text.title(),
        "url": url,
        "published": one.published.map(|at| at.rfc3339()),
        "corrected": one.corrected.map(|at| at.rfc3339()),
        "kinds": one.text.kinds(),
    });
    if let (Value::Object(said), Value::Object(more)) = (&mut said, more) {
        said.extend(more);
    }
    said
}

async fn articles(
    State(news): State<News>,
    headers: HeaderMap,
    Asked(part): Asked<Slice>,
) -> Reply {
    let all = news.published::<Article>().await?;
    let items = all.iter().map(|one| {
        let url = news.whole(&urls::One(one.number).path());
        let (author, function) = (&one.text.author, &one.text.function);
        common(one, url, json!({ "author": author, "function": function }))
    });
    Ok(answer(&headers, &part.of(items.collect())?))
}

async fn episodes(
    State(news): State<News>,
    headers: HeaderMap,
    Asked(part): Asked<Slice>,
) -> Reply {
    let all = news.published::<Episode>().await?;
    let items = all.iter().map(|one| {
        let url = news.whole(&urls::Episode(one.number).path());
        let sound = one.text.audio.as_ref().map(|audio| {
            let url = news.whole(&files::sound(one.number, audio.format));
            json!({ "url": url, "size": audio.size, "media": audio.format.media(), "sha256": audio.digest })
        });
        let more = json!({
            "theme": one.text.theme,
            "summary": one.text.summary,
            "seconds": one.text.seconds,
            "speakers": one.text.speakers,
            "chapters": one.text.chapters,
            "sound": sound,
        });
        common(one, url, more)
    });
    Ok(answer(&headers, &part.of(items.collect())?))
}
