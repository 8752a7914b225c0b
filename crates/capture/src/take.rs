//! Keeps one answer while the browser holds it (`Fetch.requestPaused`, response stage), then lets it go on.

use crate::model::{Exchange, GapKind, Headers, Kept, limits};
use crate::record::{Recorder, header_list, header_map, text};
use crate::warc::header;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::Fault;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

/// Above this many bytes announced, a body is read as a stream: the browser must not hold it whole in one message.
const STREAMED: u64 = 8 * 1024 * 1024;
/// The same for a compressed one, which may be a thousand times longer than it says.
const SQUEEZED: u64 = 64 * 1024;
/// How long events are listened to: they never end by themselves.
const EVENTS: Duration = Duration::from_secs(3);
/// The most given back to the page of a body that was read as a stream.
const GIVEN_BACK: usize = 24 * 1024 * 1024;

/// What an answer gave.
#[derive(Default)]
pub struct Taken {
    /// The exchange; none when there was no answer.
    pub exchange: Option<Exchange>,
    /// What is missing of it.
    pub gap: Option<(GapKind, String)>,
    /// The browser answered by itself: no site did.
    pub own: bool,
}

struct Body {
    kept: Option<Kept>,
    gap: Option<(GapKind, String)>,
    truncated: Option<&'static str>,
    /// What a stream held: the page is given it back.
    back: Option<Vec<u8>>,
    streamed: bool,
}

impl Body {
    const fn none() -> Self {
        Self {
            kept: None,
            gap: None,
            truncated: None,
            back: None,
            streamed: false,
        }
    }
}

/// Keeps the answer, and lets the page go on with it.
pub async fn take(
    recorder: &Arc<Recorder>,
    session: Option<&str>,
    params: &Value,
) -> Result<Taken, Fault> {
    let id = text(params, "requestId");
    let go_on = json!({ "requestId": id });
    if params.get("responseErrorReason").is_some() || params.get("responseStatusCode").is_none() {
        // The Network domain tells of the failure; here there is nothing to keep.
        recorder.cdp.tell(session, "Fetch.continueRequest", go_on);
        return Ok(Taken::default());
    }
    let headers = header_list(params.get("responseHeaders"));
    if header(&headers, "non-authoritative-reason").is_some() {
        // It knows that this site wants TLS, and goes there by itself.
        recorder.cdp.tell(session, "Fetch.continueRequest", go_on);
        return Ok(Taken {
            own: true,
            ..Taken::default()
        });
    }
    let _turn = recorder.turns.acquire().await;
    let at = recorder.clock.now();
    let status = params
        .get("responseStatusCode")
        .and_then(Value::as_u64)
        .and_then(|status| u16::try_from(status).ok())
        .unwrap_or(0);
    let request = params.get("request").unwrap_or(&Value::Null);
    let method = text(request, "method");
    let kind = text(params, "resourceType");
    let redirects = (300..400).contains(&status) && header(&headers, "location").is_some();
    let empty = redirects || method == "HEAD" || matches!(status, 204 | 205 | 304);
    let announced: u64 = header(&headers, "content-length")
        .and_then(|value| value.trim().parse().ok())
        .unwrap_or(0);
    let compressed = header(&headers, "content-encoding").is_some();
    let events = kind == "EventSource"
        || header(&headers, "content-type")
            .is_some_and(|kind| kind.starts_with("text/event-stream"));
    let long = announced > if compressed { SQUEEZED } else { STREAMED };
    let mut body = if empty {
        Body::none()
    } else if events || kind == "Media" || long {
        let patience = if events { EVENTS } else { limits::ONE_ANSWER };
        stream(recorder, session, &id, patience).await?
    } else {
        at_once(recorder, session, &id).await?
    };
    let came = body.kept.map_or(0, |kept| kept.len);
    if !empty && !compressed && announced > 0 && body.gap.is_none() && came != announced {
        body.truncated = Some("disconnect");
        body.gap = Some((GapKind::Failed, format!("{came} of {announced} bytes")));
    }
    let too_long = |back: &Vec<u8>| back.len() > GIVEN_BACK;
    if body.gap.is_none() && body.back.as_ref().is_some_and(too_long) {
        body.gap = Some((
            GapKind::TooLong,
            "kept, but not given back to the page".into(),
        ));
    }
    match (&body.back, body.streamed) {
        (Some(back), _) if back.len() <= GIVEN_BACK => recorder.cdp.tell(
            session,
            "Fetch.fulfillRequest",
            json!({
                "requestId": id, "responseCode": status,
                "responseHeaders": decoded(&headers), "body": STANDARD.encode(back),
            }),
        ),
        (_, true) => recorder.cdp.tell(
            session,
            "Fetch.failRequest",
            json!({ "requestId": id, "errorReason": "Aborted" }),
        ),
        (_, false) => recorder.cdp.tell(session, "Fetch.continueRequest", go_on),
    }
    let (posted, cut) = match posted(request) {
        Some(Ok(bytes)) => (recorder.keep(&bytes)?, false),
        Some(Err(())) => (None, true),
        None => (None, false),
    };
    let mut gap = body.gap;
    if gap.is_none() && cut {
        gap = Some((
            GapKind::Failed,
            "what the page sent is not known whole".into(),
        ));
    }
    if gap.is_none() && status == 206 && !covers_all(header(&headers, "content-range")) {
        let range = header(&headers, "content-range").unwrap_or_default();
        gap = Some((GapKind::TooLong, range.chars().take(80).collect()));
    }
    Ok(Taken {
        gap,
        own: false,
        exchange: Some(Exchange {
            at,
            url: text(request, "url")
                .split('#')
                .next()
                .unwrap_or_default()
                .to_owned(),
            method,
            sent: Vec::new(),
            posted,
            status,
            headers,
            body: body.kept,
            truncated: body.truncated,
            protocol: None,
            ip: None,
            kind,
        }),
    })
}

/// What the page sent, as bytes; an error when the browser does not tell all of it.
fn posted(request: &Value) -> Option<Result<Vec<u8>, ()>> {
    let has = request.get("hasPostData").and_then(Value::as_bool) == Some(true);
    let entries = request.get("postDataEntries").and_then(Value::as_array);
    match entries.filter(|entries| !entries.is_empty()) {
        Some(entries) => Some(entries.iter().try_fold(Vec::new(), |mut all, entry| {
            // An entry without bytes is a file.
            let bytes = STANDARD.decode(text(entry, "bytes")).map_err(drop)?;
            if bytes.is_empty() {
                return Err(());
            }
            all.extend(bytes);
            Ok(all)
        })),
        None => has.then_some(Err(())),
    }
}

/// Asks for a resource once more, as the page would: the record is that of the second answer, and the events say so.
pub async fn again(
    recorder: &Recorder,
    session: &str,
    frame: &str,
    url: &str,
) -> Result<Taken, Fault> {
    let options = json!({ "disableCache": true, "includeCredentials": true });
    let order = json!({ "frameId": frame, "url": url, "options": options });
    let session = Some(session);
    let answer = recorder
        .cdp
        .call(session, "Network.loadNetworkResource", order)
        .await?;
    let resource = answer.get("resource").cloned().unwrap_or_default();
    let handle = text(&resource, "stream");
    if handle.is_empty() {
        let why = text(&resource, "netErrorName");
        return Ok(Taken {
            gap: Some((GapKind::Unseen, why)),
            ..Taken::default()
        });
    }
    let body = read(recorder, session, &handle, limits::ONE_ANSWER).await?;
    Ok(Taken {
        gap: body
            .gap
            .or_else(|| Some((GapKind::Again, "service worker".into()))),
        own: false,
        exchange: Some(Exchange {
            at: recorder.clock.now(),
            url: url.to_owned(),
            method: "GET".to_owned(),
            sent: Vec::new(),
            posted: None,
            status: resource
                .get("httpStatusCode")
                .and_then(Value::as_f64)
                .map_or(0, |status| status as u16),
            headers: header_map(resource.get("headers")),
            body: body.kept,
            truncated: body.truncated,
            protocol: None,
            ip: None,
            kind: "ServiceWorker".to_owned(),
        }),
    })
}

/// The headers of a body that is given back decoded.
fn decoded(headers: &Headers) -> Value {
    let hop = |name: &str| {
        ["content-encoding", "content-length", "transfer-encoding"]
            .iter()
            .any(|hop| name.eq_ignore_ascii_case(hop))
    };
    let kept = headers.iter().filter(|(name, _)| !hop(name));
    kept.map(|(name, value)| json!({ "name": name, "value": value }))
        .collect()
}

/// `bytes 0-9/10` is everything.
fn covers_all(range: Option<&str>) -> bool {
    let parse = || {
        let (span, total) = range?.strip_prefix("bytes ")?.split_once('/')?;
        let (first, last) = span.split_once('-')?;
        let (last, total): (u64, u64) = (last.parse().ok()?, total.parse().ok()?);
        Some(first == "0" && last.checked_add(1) == Some(total))
    };
    parse() == Some(true)
}

async fn at_once(recorder: &Recorder, session: Option<&str>, id: &str) -> Result<Body, Fault> {
    let asked = recorder
        .cdp
        .call(session, "Fetch.getResponseBody", json!({ "requestId": id }));
    let mut body = Body::none();
    let answer = match tokio::time::timeout(limits::ONE_ANSWER, asked).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(fault)) => {
            body.truncated = Some("unspecified");
            body.gap = Some((GapKind::Failed, fault.to_string()));
            return Ok(body);
        }
        Err(_) => {
            body.truncated = Some("time");
            body.gap = Some((GapKind::TooSlow, String::new()));
            body.streamed = true;
            return Ok(body);
        }
    };
    let bytes = decode(&answer, "body")?;
    body.kept = recorder.keep(&bytes)?;
    if body.kept.is_none() {
        body.truncated = Some("length");
        body.gap = Some((GapKind::TooLong, format!("{} bytes", bytes.len())));
    }
    Ok(body)
}

fn decode(answer: &Value, key: &str) -> Result<Vec<u8>, Fault> {
    let data = answer.get(key).and_then(Value::as_str).unwrap_or_default();
    if answer.get("base64Encoded").and_then(Value::as_bool) == Some(true) {
        return STANDARD
            .decode(data)
            .map_err(|error| Fault::internal("a body of the browser", error));
    }
    Ok(data.as_bytes().to_vec())
}

/// A body that may be long, or never end: kept up to a length and a time.
async fn stream(
    recorder: &Recorder,
    session: Option<&str>,
    id: &str,
    patience: Duration,
) -> Result<Body, Fault> {
    let opened = recorder
        .cdp
        .call(
            session,
            "Fetch.takeResponseBodyAsStream",
            json!({ "requestId": id }),
        )
        .await;
    let handle = match opened {
        Ok(answer) => text(&answer, "stream"),
        Err(fault) => {
            let mut body = Body::none();
            body.truncated = Some("unspecified");
            body.gap = Some((GapKind::Failed, fault.to_string()));
            return Ok(body);
        }
    };
    read(recorder, session, &handle, patience).await
}

/// Reads a stream of the browser to its end, its limit or its time.
async fn read(
    recorder: &Recorder,
    session: Option<&str>,
    handle: &str,
    patience: Duration,
) -> Result<Body, Fault> {
    let mut body = Body::none();
    body.streamed = true;
    let deadline = tokio::time::Instant::now() + patience;
    let mut bytes = Vec::new();
    loop {
        let read = recorder.cdp.call(
            session,
            "IO.read",
            json!({ "handle": handle, "size": 1024 * 1024 }),
        );
        match tokio::time::timeout_at(deadline, read).await {
            Ok(Ok(answer)) => {
                bytes.extend_from_slice(&decode(&answer, "data")?);
                if bytes.len() as u64 > limits::ONE_BODY {
                    body.truncated = Some("length");
                    body.gap = Some((GapKind::TooLong, format!("{} bytes kept", bytes.len())));
                    break;
                }
                if answer.get("eof").and_then(Value::as_bool) == Some(true) {
                    break;
                }
            }
            Ok(Err(fault)) => {
                body.truncated = Some("disconnect");
                body.gap = Some((GapKind::Failed, fault.to_string()));
                break;
            }
            Err(_) => {
                body.truncated = Some("time");
                body.gap = Some((GapKind::TooSlow, format!("{} bytes kept", bytes.len())));
                break;
            }
        }
    }
    recorder
        .cdp
        .tell(session, "IO.close", json!({ "handle": handle }));
    body.kept = recorder.keep(&bytes)?;
    if body.kept.is_none() {
        body.truncated = Some("length");
        body.gap = Some((GapKind::TooLong, format!("{} bytes", bytes.len())));
    }
    if body.truncated.is_none() {
        body.back = Some(bytes);
    }
    Ok(body)
}

#[cfg(test)]
mod tests {
    use super::covers_all;

    #[test]
    fn a_range_is_everything_or_it_is_said() {
        assert!(covers_all(Some("bytes 0-9/10")));
        for part in [
            None,
            Some("bytes 0-8/10"),
            Some("bytes 1-9/10"),
            Some("bytes 0-9/*"),
            Some("x"),
        ] {
            assert!(!covers_all(part), "{part:?}");
        }
    }
}
