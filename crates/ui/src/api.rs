//! What programs are answered under [`PREFIX`]: JSON with an `ETag`, and troubles as RFC 9457 says (Problem Details).
//! Cookies are not looked at there, so no form proof is asked and no page is ever the answer.

use crate::ctx::FormKey;
use crate::etag;
use crate::headers;
use crate::layer::log;
use crate::trouble::Carried;
use crate::words::{Lang, Words};
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use kernel::{Code, Fault};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// Where every address for programs begins.
pub const PREFIX: &str = "/api/";
/// The media type of a trouble.
const PROBLEM: &str = "application/problem+json";
/// Longest text about a body that could not be read, in bytes: it may quote the body.
const LONGEST_REASON: usize = 200;

/// What a handler gives to a program.
pub type Reply = Result<Response, Problem>;

/// Something of a request that cannot be used.
#[derive(Debug, Clone)]
struct Field {
    name: String,
    key: &'static str,
}

/// A refusal for a program: status, stable code, what cannot be used and why.
#[derive(Debug, Clone)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    fault: Arc<Fault>,
    fields: Vec<Field>,
    more: Map<String, Value>,
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        Self {
            status: crate::trouble::status(fault.code()),
            code: fault.code().name(),
            fault: Arc::new(fault),
            fields: Vec::new(),
            more: Map::new(),
        }
    }
}

impl Problem {
    /// A refusal that no page knows: its sentence is `api-fault-<code>`; `context` is for the log.
    pub fn new(status: StatusCode, code: &'static str, context: &'static str) -> Self {
        Self {
            status,
            code,
            ..Fault::new(Code::Invalid, context).into()
        }
    }

    /// What was sent cannot be used: in this field, for the reason that `key` says.
    pub fn field(name: impl Into<String>, key: &'static str) -> Self {
        Self::from(Fault::new(Code::Invalid, "a field of a program's request")).and(name, key)
    }

    /// The same, with one more field.
    #[must_use]
    pub fn and(mut self, name: impl Into<String>, key: &'static str) -> Self {
        self.fields.push(Field {
            name: name.into(),
            key,
        });
        self
    }

    /// With a member of its own (RFC 9457, section 3.2).
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.more.insert(name.to_owned(), value.into());
        self
    }

    /// A body or a query that is not what is described; `why` is for whoever writes the program, and in English.
    fn unreadable(why: &str) -> Self {
        let cut = why
            .char_indices()
            .map(|(at, _)| at)
            .find(|at| *at > LONGEST_REASON);
        let why = why.get(..cut.unwrap_or(why.len())).unwrap_or_default();
        Self::from(Fault::new(
            Code::Invalid,
            "a program's request is not as described",
        ))
        .with("reason", why)
    }

    fn said(&self, words: Words, incident: Option<String>) -> Value {
        let mut said = json!({
            "type": "about:blank",
            "title": self.status.canonical_reason().unwrap_or_default(),
            "status": self.status.as_u16(),
            "code": self.code,
            "detail": words.t(&["api-fault-", self.code].concat()),
        });
        if let Value::Object(map) = &mut said {
            map.extend(self.more.clone());
            if !self.fields.is_empty() {
                let all = self.fields.iter();
                let all = all.map(|one| json!({ "field": one.name, "detail": words.t(one.key) }));
                map.insert("errors".to_owned(), all.collect());
            }
            if let Some(incident) = incident {
                map.insert("incident".to_owned(), incident.into());
            }
        }
        said
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        let extensions = response.extensions_mut();
        extensions.insert(Carried(Arc::clone(&self.fault)));
        extensions.insert(self);
        response
    }
}

/// The problem of an answer: one that a handler gave, a fault of the program, or a bare refusal of the router.
fn problem_of(response: &Response) -> Option<Problem> {
    let extensions = response.extensions();
    if let Some(problem) = extensions.get::<Problem>() {
        return Some(problem.clone());
    }
    let status = response.status();
    if let Some(carried) = extensions.get::<Carried>() {
        return Some(Problem {
            status,
            code: carried.0.code().name(),
            fault: Arc::clone(&carried.0),
            fields: Vec::new(),
            more: Map::new(),
        });
    }
    let code = match status {
        StatusCode::METHOD_NOT_ALLOWED => {
            return Some(Problem::new(status, "method", "no such method"));
        }
        // A value of the address that is not of its kind leads nowhere.
        StatusCode::NOT_FOUND | StatusCode::BAD_REQUEST => Code::NotFound,
        StatusCode::PAYLOAD_TOO_LARGE => Code::TooLarge,
        _ => return None,
    };
    Some(Fault::new(code, "refused by the router").into())
}

/// The layer of programs, inside the one that puts [`FormKey`] in the request: troubles become problems in the language
/// of `Accept-Language`.
pub(crate) async fn programs(request: Request, next: Next) -> Response {
    let words = words(request.headers());
    let number = request
        .extensions()
        .get::<FormKey>()
        .map(|key| key.0.nonce());
    let mut response = next.run(request).await;
    if let Some(problem) = problem_of(&response) {
        let incident = kernel::id::to_hex(&number.unwrap_or_default());
        let incident: String = incident.chars().take(8).collect();
        log(&response, problem.fault.code(), &incident);
        let incident = problem.status.is_server_error().then_some(incident);
        let said = problem.said(words, incident).to_string();
        let mut written = (problem.status, said).into_response();
        for (name, value) in response.headers() {
            if name != header::CONTENT_TYPE && name != header::CONTENT_LENGTH {
                written.headers_mut().append(name, value.clone());
            }
        }
        let map = written.headers_mut();
        map.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM));
        map.insert(
            header::CONTENT_LANGUAGE,
            HeaderValue::from_static(words.lang().tag()),
        );
        if problem.status == StatusCode::UNAUTHORIZED {
            map.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response = written;
    }
    headers::page(response.headers_mut());
    response
}

/// A JSON answer of this status.
pub fn json_of(status: StatusCode, value: &Value) -> Response {
    let media = [(header::CONTENT_TYPE, "application/json")];
    (status, media, value.to_string()).into_response()
}

/// A JSON answer with its `ETag`: 304 without a body when the program has it already (RFC 9110, section 13.1.2).
pub fn answer(asked: &HeaderMap, value: &Value) -> Response {
    let tag = etag::of(value.to_string().as_bytes());
    etag::answer(asked, &tag, || json_of(StatusCode::OK, value))
}

/// The bearer of a request (RFC 6750, section 2.1); the scheme in any case.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let given = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = given.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The words of `Accept-Language`: a program has no cookie that says otherwise.
pub fn words(headers: &HeaderMap) -> Words {
    let asked = headers.get(header::ACCEPT_LANGUAGE);
    let asked = asked.and_then(|value| value.to_str().ok());
    Words(asked.map_or(Lang::Fr, Lang::of_accept_language))
}

/// A JSON body.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let media = request.headers().get(header::CONTENT_TYPE);
        let media = media
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let media = media.split(';').next().unwrap_or_default().trim();
        if !media.eq_ignore_ascii_case("application/json") {
            return Err(Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "media",
                "a body that is not JSON",
            ));
        }
        let bytes = Bytes::from_request(request, state).await;
        let bytes = bytes.map_err(|error| {
            let code = match error.status() {
                StatusCode::PAYLOAD_TOO_LARGE => Code::TooLarge,
                _ => Code::CutOff,
            };
            Fault::caused(code, "a program's body", error)
        })?;
        serde_json::from_slice(&bytes)
            .map(Self)
            .map_err(|error| Problem::unreadable(&error.to_string()))
    }
}

/// The fields of a query; one that is not described is refused by its type.
#[derive(Debug)]
pub struct Asked<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        serde_html_form::from_str(query)
            .map(Self)
            .map_err(|error| Problem::unreadable(&error.to_string()))
    }
}

/// Answers of one page of a list that grows.
pub const PAGE: usize = 100;
/// At most.
pub const LARGEST_PAGE: usize = 500;

/// Which part of a list is asked for.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slice {
    /// Answers already had.
    #[serde(default)]
    pub after: usize,
    /// Answers wanted.
    pub limit: Option<usize>,
}

impl Slice {
    /// That part of a list, with how many there are and where the next part begins (`null` at the end).
    ///
    /// # Errors
    /// A limit of none or of more than [`LARGEST_PAGE`].
    pub fn of(&self, all: Vec<Value>) -> Result<Value, Problem> {
        let limit = self.limit.unwrap_or(PAGE);
        if !(1..=LARGEST_PAGE).contains(&limit) {
            return Err(Problem::field("limit", "api-limit"));
        }
        let total = all.len();
        let next = self.after.saturating_add(limit);
        let items: Vec<Value> = all.into_iter().skip(self.after).take(limit).collect();
        Ok(json!({ "total": total, "next": (next < total).then_some(next), "items": items }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_taken_in_parts_that_hold_each_item_once() {
        let all: Vec<Value> = (0..7).map(Value::from).collect();
        let mut seen = Vec::new();
        let mut after = 0;
        loop {
            let part = Slice {
                after,
                limit: Some(3),
            }
            .of(all.clone())
            .unwrap();
            assert_eq!(part["total"], 7);
            seen.extend(part["items"].as_array().unwrap().clone());
            let Some(next) = part["next"].as_u64() else {
                break;
            };
            after = usize::try_from(next).unwrap();
        }
        assert_eq!(seen, all);
        let past = Slice {
            after: usize::MAX,
            limit: None,
        }
        .of(all.clone())
        .unwrap();
        assert_eq!((&past["items"], &past["next"]), (&json!([]), &Value::Null));
        for limit in [0, LARGEST_PAGE + 1] {
            let refused = Slice {
                after: 0,
                limit: Some(limit),
            }
            .of(all.clone())
            .unwrap_err();
            assert_eq!(refused.status, 422);
        }
    }

    #[test]
    fn the_same_answer_is_sent_once() {
        let first = answer(&HeaderMap::new(), &json!({ "a": 1 }));
        let tag = first.headers()[header::ETAG].clone();
        assert_eq!(first.status(), 200);
        let with = |tag: &str| {
            HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_str(tag).unwrap())])
        };
        let both = with(&format!("W/\"0\", {}", tag.to_str().unwrap()));
        assert_eq!(answer(&both, &json!({ "a": 1 })).status(), 304);
        assert_eq!(answer(&both, &json!({ "a": 2 })).status(), 200);
        assert_eq!(answer(&with("*"), &json!({ "a": 2 })).status(), 304);
    }

    #[test]
    fn only_a_bearer_is_a_bearer() {
        let with = |text: &str| {
            HeaderMap::from_iter([(header::AUTHORIZATION, HeaderValue::from_str(text).unwrap())])
        };
        assert_eq!(bearer(&with("Bearer abc")), Some("abc"));
        assert_eq!(bearer(&with("bearer abc")), Some("abc"));
        assert_eq!(bearer(&with("Basic abc")), None);
        assert_eq!(bearer(&with("Bearer")), None);
        assert_eq!(bearer(&HeaderMap::new()), None);
    }

    #[test]
    fn a_problem_says_what_and_where_in_both_languages() {
        let problem = Problem::field("from", "api-date").with("refusal", "x");
        let fr = problem.said(Words(Lang::Fr), None);
        let en = problem.said(Words(Lang::En), Some("0a0b0c0d".to_owned()));
        assert_eq!(
            (&fr["status"], &fr["code"], &fr["refusal"]),
            (&json!(422), &json!("invalid"), &json!("x"))
        );
        assert_eq!(fr["errors"][0]["field"], "from");
        assert_ne!(fr["detail"], en["detail"]);
        assert_ne!(fr["errors"][0]["detail"], en["errors"][0]["detail"]);
        assert_eq!(
            (&fr["incident"], &en["incident"]),
            (&Value::Null, &json!("0a0b0c0d"))
        );
        // A sentence that cannot be cut inside a letter.
        let long = Problem::unreadable(&"é".repeat(500)).said(Words(Lang::Fr), None);
        assert!(long["reason"].as_str().unwrap().len() <= LONGEST_REASON + 4);
    }

    #[test]
    fn every_code_has_its_sentence() {
        let own = ["method", "media", "token", "scope", "unconfirmed"];
        for code in Code::ALL.into_iter().map(Code::name).chain(own) {
            for lang in Lang::ALL {
                assert!(Words(lang).has(&["api-fault-", code].concat()), "{code}");
            }
        }
    }
}
