//! What belongs to a published episode: its sound, in the parts that players ask for, its transcript, its chapters.

use super::urls;
use crate::model::{Audio, Episode, State as Life};
use crate::rules::audio::Format;
use crate::rules::podcast::CHAPTERS;
use crate::rules::transcript::is_vtt;
use crate::service::News;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::range::range_of;
use kernel::{Code, Fault};
use serde_json::json;
use std::io::SeekFrom;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};
use tokio_util::io::ReaderStream;
use ui::feed::answer;
use ui::{Answer, Url, etag, headers};

/// Bytes that leave at once.
const SERVED: usize = 64 * 1024;

/// The name of the chapters.
const CHAPTERS_NAME: &str = "chapitres.json";

fn sound_name(format: Format) -> String {
    ["son.", format.extension()].concat()
}

fn transcript_name(text: &str) -> (&'static str, &'static str) {
    if is_vtt(text) {
        ("transcription.vtt", "text/vtt; charset=utf-8")
    } else {
        ("transcription.txt", "text/plain; charset=utf-8")
    }
}

/// Where the sound of an episode is.
pub(crate) fn sound(number: u32, format: Format) -> String {
    urls::File(number, sound_name(format)).path()
}

/// Where its transcript is.
pub(crate) fn transcript(number: u32, text: &str) -> String {
    urls::File(number, transcript_name(text).0.to_owned()).path()
}

/// Where its chapters are.
pub(crate) fn chapters(number: u32) -> String {
    urls::File(number, CHAPTERS_NAME.to_owned()).path()
}

/// Serves one of them.
pub async fn get(
    State(news): State<News>,
    Path((number, name)): Path<(u32, String)>,
    asked: HeaderMap,
) -> Answer {
    let found = news.read::<Episode>(number).await?;
    let absent = Fault::new(Code::NotFound, "no such file of an episode");
    if found.state != Life::Published {
        return Err(absent.into());
    }
    let text = found.text;
    if name == CHAPTERS_NAME {
        let parts = text.chapters.iter();
        let parts = parts.map(|one| json!({ "startTime": one.at, "title": one.title }));
        let all = json!({ "version": "1.2.0", "chapters": parts.collect::<Vec<_>>() });
        return Ok(inert(answer(
            &asked,
            CHAPTERS,
            all.to_string().into_bytes(),
        )));
    }
    let (transcript, media) = transcript_name(&text.transcript);
    if name == transcript {
        return Ok(inert(answer(&asked, media, text.transcript.into_bytes())));
    }
    match text.audio {
        Some(audio) if name == sound_name(audio.format) => {
            Ok(play(&news, number, &audio, &asked).await?)
        }
        _ => Err(absent.into()),
    }
}

fn set(map: &mut HeaderMap, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        map.insert(name, value);
    }
}

/// Opened by itself, it is a document without origin that runs nothing; players of other sites may ask for it.
fn inert(mut answer: Response) -> Response {
    let map = answer.headers_mut();
    headers::piece(map);
    headers::shared(map);
    kept(answer)
}

/// A sound: opened by itself, it plays.
fn heard(mut answer: Response) -> Response {
    headers::sound(answer.headers_mut());
    kept(answer)
}

/// It may be kept, and is asked about each time, so that what is withdrawn is gone.
fn kept(mut answer: Response) -> Response {
    set(
        answer.headers_mut(),
        header::CACHE_CONTROL,
        "public, no-cache",
    );
    answer
}

async fn play(
    news: &News,
    number: u32,
    audio: &Audio,
    asked: &HeaderMap,
) -> Result<Response, Fault> {
    // Strong: a sound is never compressed on its way.
    let tag = format!("\"{}\"", audio.digest);
    if etag::is_known(asked, &tag) {
        return Ok(heard(etag::answer(asked, &tag, || {
            StatusCode::OK.into_response()
        })));
    }
    let text = |name| asked.get(name).and_then(|value| value.to_str().ok());
    // A part of another sound would be put behind what the player has (RFC 9110, section 13.1.5).
    let same = text(header::IF_RANGE).is_none_or(|kept| kept == tag);
    let range = range_of(text(header::RANGE).filter(|_| same), audio.size);
    let (status, first, last) = match range {
        Some(Ok((first, last))) => (StatusCode::PARTIAL_CONTENT, first, last),
        Some(Err(())) => {
            let mut answer = heard(StatusCode::RANGE_NOT_SATISFIABLE.into_response());
            let size = format!("bytes */{}", audio.size);
            set(answer.headers_mut(), header::CONTENT_RANGE, &size);
            return Ok(answer);
        }
        None => (StatusCode::OK, 0, audio.size.saturating_sub(1)),
    };
    let length = last.saturating_sub(first).saturating_add(1);
    let (own, digest) = (news.clone(), audio.digest);
    let file = tokio::task::spawn_blocking(move || own.sound(digest)).await;
    let file = file.map_err(|e| Fault::internal("opening a sound stopped", e))??;
    let mut file = tokio::fs::File::from_std(file);
    file.seek(SeekFrom::Start(first))
        .await
        .map_err(|e| Fault::internal("a sound cannot be read", e))?;
    let body = ReaderStream::with_capacity(file.take(length), SERVED);
    let mut answer = heard((status, Body::from_stream(body)).into_response());
    let map = answer.headers_mut();
    set(map, header::CONTENT_TYPE, audio.format.media());
    set(map, header::CONTENT_LENGTH, &length.to_string());
    set(map, header::ACCEPT_RANGES, "bytes");
    set(map, header::ETAG, &tag);
    if status == StatusCode::PARTIAL_CONTENT {
        let part = format!("bytes {first}-{last}/{}", audio.size);
        set(map, header::CONTENT_RANGE, &part);
    }
    let name = format!(
        "inline; filename=\"episode-{number}.{}\"",
        audio.format.extension()
    );
    set(map, header::CONTENT_DISPOSITION, &name);
    Ok(answer)
}
