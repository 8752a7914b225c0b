//! Files sent so that they can be taken up where they stopped: tus 1.0.0 (<https://tus.io/protocols/resumable-upload>)
//! with creation, creation-with-upload, termination and expiration. The same without script is the form of
//! `pieces.rs`; the form that gives an upload up works without script too.

use super::{open, urls};
use crate::service::Dossiers;
use crate::uploading::Upload;
use accounts::pages::Visiting;
use accounts::rules::Action;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::TryStreamExt;
use kernel::{Code, Fault, GrantId, Moment, UploadId};
use ui::protected::proved;
use ui::{Answer, Fields, Protected, Trouble, Url, see_other};

const VERSION: &str = "1.0.0";
const EXTENSIONS: &str = "creation,creation-with-upload,termination,expiration";
const MEDIA: &str = "application/offset+octet-stream";

const TUS_RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const TUS_VERSION: HeaderName = HeaderName::from_static("tus-version");
const TUS_EXTENSION: HeaderName = HeaderName::from_static("tus-extension");
const TUS_MAX_SIZE: HeaderName = HeaderName::from_static("tus-max-size");
const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const UPLOAD_LENGTH: HeaderName = HeaderName::from_static("upload-length");
const UPLOAD_EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
/// Ours: the number of the piece that the file became, followed by `again` when it was there before.
const PIECE: HeaderName = HeaderName::from_static("preau-piece");

/// RFC 9110, section 5.6.7.
fn http_date(at: Moment) -> String {
    let at = at.utc();
    let short = |name: String| name.chars().take(3).collect::<String>();
    format!(
        "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
        short(at.weekday().to_string()),
        at.day(),
        short(at.month().to_string()),
        at.year(),
        at.hour(),
        at.minute(),
        at.second()
    )
}

/// A refusal for programs. Its media type keeps it from becoming a page.
fn refuse(status: StatusCode, why: &'static str) -> Response {
    let body = serde_json::json!({ "refused": why }).to_string();
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (TUS_RESUMABLE, VERSION),
    ];
    (status, headers, body).into_response()
}

fn text(headers: &HeaderMap, name: impl axum::http::header::AsHeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn number(headers: &HeaderMap, name: impl axum::http::header::AsHeaderName) -> Option<u64> {
    text(headers, name)?.parse().ok()
}

/// The client must speak our version.
fn another_version(headers: &HeaderMap) -> Option<Response> {
    (text(headers, TUS_RESUMABLE) != Some(VERSION)).then(|| {
        let versions = [
            (TUS_VERSION, VERSION),
            (header::CONTENT_TYPE, "application/json"),
        ];
        (StatusCode::PRECONDITION_FAILED, versions, "{}").into_response()
    })
}

/// Base 64 of RFC 4648, section 4.
fn decoded(text: &str) -> Option<String> {
    let mut out = Vec::new();
    let (mut held, mut bits) = (0_u32, 0_u32);
    for digit in text.trim_end_matches('=').bytes() {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        held = held << 6 & 0xffff | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from(held >> bits & 0xff).ok()?);
        }
    }
    String::from_utf8(out).ok()
}

/// A value of `Upload-Metadata`: pairs of a name and a value in base 64, between commas.
fn metadata(headers: &HeaderMap, wanted: &str) -> String {
    let all = text(headers, HeaderName::from_static("upload-metadata")).unwrap_or_default();
    let found = all.split(',').find_map(|pair| {
        let (name, value) = pair.trim().split_once(' ')?;
        (name == wanted).then(|| decoded(value.trim())).flatten()
    });
    found.unwrap_or_default()
}

/// How far it is, until when it is kept, what it became.
fn stands(status: StatusCode, upload: &Upload) -> Response {
    let state = &upload.state;
    let headers = [
        (TUS_RESUMABLE, VERSION.to_owned()),
        (UPLOAD_OFFSET, state.offset().to_string()),
        (UPLOAD_EXPIRES, http_date(upload.expires())),
    ];
    let mut response = (status, headers).into_response();
    if let Some(done) = state.done {
        let again = if done.again { " again" } else { "" };
        if let Ok(value) = format!("{}{again}", done.number).parse() {
            response.headers_mut().insert(PIECE, value);
        }
    }
    response
}

/// What this server speaks.
pub async fn options(State(dossiers): State<Dossiers>) -> Response {
    let headers = [
        (TUS_RESUMABLE, VERSION.to_owned()),
        (TUS_VERSION, VERSION.to_owned()),
        (TUS_EXTENSION, EXTENSIONS.to_owned()),
        (TUS_MAX_SIZE, dossiers.largest.to_string()),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// Begins an upload; its first bytes may come along.
pub async fn create(
    State(dossiers): State<Dossiers>,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
    request: Request,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Write).await?;
    proved(&request, &urls::Uploads(grant).path())?;
    let headers = request.headers();
    if let Some(refused) = another_version(headers) {
        return Ok(refused);
    }
    let Some(length) = number(headers, UPLOAD_LENGTH) else {
        return Ok(refuse(StatusCode::BAD_REQUEST, "upload-length"));
    };
    let (name, mark) = (metadata(headers, "filename"), metadata(headers, "mark"));
    let begun = match dossiers.begin_upload(&opened, &name, &mark, length).await {
        Err(fault) if fault.code() == Code::Invalid => {
            return Ok(refuse(StatusCode::BAD_REQUEST, "upload-length"));
        }
        begun => begun?,
    };
    let place = urls::Upload(grant, begun.id()).path();
    let upload = if text(headers, header::CONTENT_TYPE) == Some(MEDIA) {
        receive(
            &dossiers,
            &visiting,
            grant,
            begun.id(),
            0,
            request.into_body(),
        )
        .await?
    } else {
        begun
    };
    let location = [(header::LOCATION, place)];
    Ok((location, stands(StatusCode::CREATED, &upload)).into_response())
}

/// In a task of its own: a connection that breaks takes the answer away, not the work on what had arrived.
async fn receive(
    dossiers: &Dossiers,
    visiting: &Visiting,
    grant: GrantId,
    id: UploadId,
    offset: u64,
    body: Body,
) -> Result<Upload, Fault> {
    let (dossiers, person) = (dossiers.clone(), visiting.person()?.clone());
    let chunks = body
        .into_data_stream()
        .map_err(|e| Fault::caused(Code::CutOff, "a part of an upload", e));
    tokio::spawn(async move { dossiers.go_on(&person, grant, id, offset, chunks).await })
        .await
        .map_err(|e| Fault::internal("receiving an upload stopped", e))?
}

/// How far it is.
pub async fn get(
    State(dossiers): State<Dossiers>,
    visiting: Visiting,
    Path((grant, id)): Path<(GrantId, UploadId)>,
    request: Request,
) -> Answer {
    let keyring = dossiers.keys(visiting.person()?, grant).await?;
    let upload = dossiers.standing(&keyring, id).await?;
    // A GET is no request of the protocol, which alone asks for a version.
    if request.method() == Method::HEAD
        && let Some(refused) = another_version(request.headers())
    {
        return Ok(refused);
    }
    let length = [(UPLOAD_LENGTH, upload.state.length.to_string())];
    Ok((length, stands(StatusCode::OK, &upload)).into_response())
}

/// Goes on with it.
pub async fn patch(
    State(dossiers): State<Dossiers>,
    visiting: Visiting,
    Path((grant, id)): Path<(GrantId, UploadId)>,
    request: Request,
) -> Answer {
    let keyring = dossiers.keys(visiting.person()?, grant).await?;
    let known = dossiers.upload(&keyring, id).await?;
    proved(&request, &urls::Uploads(grant).path())?;
    let headers = request.headers();
    if let Some(refused) = another_version(headers) {
        return Ok(refused);
    }
    if text(headers, header::CONTENT_TYPE) != Some(MEDIA) {
        return Ok(refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "content-type"));
    }
    let Some(offset) = number(headers, UPLOAD_OFFSET) else {
        return Ok(refuse(StatusCode::BAD_REQUEST, "upload-offset"));
    };
    let sent = number(headers, header::CONTENT_LENGTH).unwrap_or_default();
    if offset.saturating_add(sent) > known.state.length {
        return Ok(refuse(StatusCode::PAYLOAD_TOO_LARGE, "content-length"));
    }
    match receive(&dossiers, &visiting, grant, id, offset, request.into_body()).await {
        Ok(upload) => Ok(stands(StatusCode::NO_CONTENT, &upload)),
        Err(fault) if fault.code() == Code::Conflict => {
            Ok(refuse(StatusCode::CONFLICT, "upload-offset"))
        }
        Err(fault) => Err(Trouble(fault)),
    }
}

/// Gives it up.
pub async fn delete(
    State(dossiers): State<Dossiers>,
    visiting: Visiting,
    Path((grant, id)): Path<(GrantId, UploadId)>,
    request: Request,
) -> Answer {
    let keyring = dossiers.keys(visiting.person()?, grant).await?;
    dossiers.upload(&keyring, id).await?;
    proved(&request, &urls::Uploads(grant).path())?;
    if let Some(refused) = another_version(request.headers()) {
        return Ok(refused);
    }
    dossiers.give_up(&keyring, id).await?;
    Ok((StatusCode::NO_CONTENT, [(TUS_RESUMABLE, VERSION)]).into_response())
}

/// Gives it up, by the button of the page. What is no longer there was given up before.
pub async fn post(
    State(dossiers): State<Dossiers>,
    visiting: Visiting,
    Path((grant, id)): Path<(GrantId, UploadId)>,
    _: Protected<Fields>,
) -> Answer {
    let keyring = dossiers.keys(visiting.person()?, grant).await?;
    match dossiers.give_up(&keyring, id).await {
        Err(fault) if fault.code() != Code::NotFound => Err(fault.into()),
        _ => Ok(see_other(&urls::Pieces(grant))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_and_metadata_are_written_as_the_protocol_wants() {
        let at = Moment::parse("2026-11-22T09:05:07Z").unwrap();
        assert_eq!(http_date(at), "Sun, 22 Nov 2026 09:05:07 GMT");
        let mut headers = HeaderMap::new();
        let value = "filename dmlkw6lvLm1wNA==,is_confidential, mark YTpi";
        headers.insert("upload-metadata", value.parse().unwrap());
        assert_eq!(metadata(&headers, "filename"), "vidéo.mp4");
        assert_eq!(metadata(&headers, "mark"), "a:b");
        assert_eq!(metadata(&headers, "is_confidential"), "");
        for wrong in ["é", "YQ==YQ", "/w=="] {
            assert_eq!(decoded(wrong), None, "{wrong}");
        }
    }
}
