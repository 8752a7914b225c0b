//! Forms that change something can only be read after their proof: the extractors below check
//! where the request comes from and the hidden token, then give the fields. There is no other way
//! to a posted body.

use crate::ctx::FormKey;
use crate::trouble::Trouble;
use axum::extract::multipart::{Field, Multipart};
use axum::extract::{FromRequest, Request};
use bytes::Bytes;
use http::{HeaderMap, Uri, header};
use kernel::id::from_hex;
use kernel::{Code, Fault};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Name of the hidden field that carries the proof.
pub const CSRF: &str = "csrf";
/// Name of the hidden field that carries the mark of one rendering.
pub const NONCE: &str = "nonce";

/// A urlencoded form whose proof was checked. A repeated field (`kind=a&kind=b`) fills a `Vec`;
/// give optional fields `#[serde(default)]`.
#[derive(Debug)]
pub struct Protected<T> {
    /// What was sent.
    pub form: T,
    /// The mark of the rendering that was sent back: the same twice is a double click.
    pub nonce: Option<[u8; 16]>,
}

/// All fields of a form as pairs, for forms whose fields are only known when running.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct Fields(pub Vec<(String, String)>);

impl Fields {
    /// The first value of a field, or nothing.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The first value of a field, trimmed; empty when absent.
    pub fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default().trim()
    }

    /// Every value of a field.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

#[derive(Deserialize)]
struct Hidden {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    nonce: String,
}

impl<S, T> FromRequest<S> for Protected<T>
where
    S: Send + Sync,
    T: DeserializeOwned,
{
    type Rejection = Trouble;

    async fn from_request(request: Request, state: &S) -> Result<Self, Trouble> {
        let gate = Gate::of(&request)?;
        let body = Bytes::from_request(request, state)
            .await
            .map_err(|e| Fault::caused(body_code(e.status()), "form not received", e))?;
        let hidden: Hidden = serde_html_form::from_bytes(&body)
            .map_err(|e| Fault::caused(Code::Invalid, "form not readable", e))?;
        gate.check(&hidden.csrf)?;
        let form = serde_html_form::from_bytes(&body)
            .map_err(|e| Fault::caused(Code::Invalid, "form not understood", e))?;
        Ok(Self {
            form,
            nonce: from_hex(&hidden.nonce),
        })
    }
}

/// A multipart form whose proof was checked before any file is read. The hidden fields come
/// first, as [`crate::Form::open`] writes them.
pub struct ProtectedMultipart {
    /// The mark of the rendering that was sent back.
    pub nonce: Option<[u8; 16]>,
    rest: Multipart,
}

impl ProtectedMultipart {
    /// A form that a telephone's own share sheet made: none of our pages did, so there is no proof in it. For routes
    /// whose address alone lets a file be added.
    pub async fn shared(request: Request) -> Result<Self, Fault> {
        let rest = Multipart::from_request(request, &())
            .await
            .map_err(|e| Fault::caused(Code::Invalid, "not a multipart form", e))?;
        Ok(Self { nonce: None, rest })
    }

    /// The next field; stream a file with [`Field::chunk`].
    pub async fn next_field(&mut self) -> Result<Option<Field<'_>>, Fault> {
        self.rest.next_field().await.map_err(cut)
    }
}

/// Reads a text field of at most `max` bytes.
pub async fn text(mut field: Field<'_>, max: usize) -> Result<String, Fault> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(cut)? {
        if bytes.len() + chunk.len() > max {
            return Err(Fault::new(Code::TooLarge, "form field"));
        }
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).map_err(|e| Fault::caused(Code::Invalid, "form field", e))
}

/// What a broken upload means: too large, or cut off.
pub fn cut(error: axum::extract::multipart::MultipartError) -> Fault {
    Fault::caused(body_code(error.status()), "upload", error)
}

fn body_code(status: http::StatusCode) -> Code {
    if status == http::StatusCode::PAYLOAD_TOO_LARGE {
        Code::TooLarge
    } else {
        Code::CutOff
    }
}

impl<S: Send + Sync> FromRequest<S> for ProtectedMultipart {
    type Rejection = Trouble;

    async fn from_request(request: Request, state: &S) -> Result<Self, Trouble> {
        let gate = Gate::of(&request)?;
        let mut rest = Multipart::from_request(request, state)
            .await
            .map_err(|e| Fault::caused(Code::Invalid, "not a multipart form", e))?;
        let token = hidden(&mut rest, CSRF).await?;
        gate.check(&token)?;
        let nonce = from_hex(&hidden(&mut rest, NONCE).await?);
        Ok(Self { nonce, rest })
    }
}

async fn hidden(form: &mut Multipart, name: &str) -> Result<String, Fault> {
    match form.next_field().await.map_err(cut)? {
        Some(field) if field.name() == Some(name) => text(field, 256).await,
        _ => Err(Fault::new(Code::Forgery, "hidden field missing")),
    }
}

/// What must be known of a request before its body may be read.
struct Gate {
    path: String,
    key: FormKey,
}

impl Gate {
    fn of(request: &Request) -> Result<Self, Fault> {
        let uri = request.uri();
        if !same_site(request.headers(), uri) {
            return Err(Fault::new(Code::Forgery, "posted from another site"));
        }
        let key = request
            .extensions()
            .get::<FormKey>()
            .cloned()
            .ok_or_else(|| Fault::new(Code::Forgery, "no form key"))?;
        Ok(Self {
            path: uri.path().to_owned(),
            key,
        })
    }

    fn check(&self, token: &str) -> Result<(), Fault> {
        if self.key.0.check(&self.path, token) {
            Ok(())
        } else {
            Err(Fault::new(Code::Forgery, "stale or foreign token"))
        }
    }
}

/// The header in which a script proves that one of our pages started it.
pub const TOKEN: &str = "preau-token";

/// Checks a request of a script whose body is no form: where it comes from, and in [`TOKEN`] the proof for `path`,
/// the address that the page was given it for.
pub fn proved(request: &Request, path: &str) -> Result<(), Fault> {
    let gate = Gate {
        path: path.to_owned(),
        ..Gate::of(request)?
    };
    let token = request.headers().get(TOKEN);
    gate.check(
        token
            .and_then(|token| token.to_str().ok())
            .unwrap_or_default(),
    )
}

/// Whether the request comes from one of our pages. `Sec-Fetch-Site` decides where the browser
/// sends it. Else `Origin` must name our host, when it says anything: under our `no-referrer` it
/// is `null` (Fetch standard, "append a request Origin header"), and the token decides alone.
pub fn same_site(headers: &HeaderMap, uri: &Uri) -> bool {
    let text = |name| headers.get(name).and_then(|v| v.to_str().ok());
    if let Some(site) = text(header::HeaderName::from_static("sec-fetch-site")) {
        return site == "same-origin" || site == "none";
    }
    match text(header::ORIGIN) {
        None => !headers.contains_key(header::ORIGIN),
        Some("null") => true,
        Some(origin) => {
            let host = text(header::HOST).or_else(|| uri.authority().map(|a| a.as_str()));
            let named = origin.split_once("://").map(|(_, authority)| authority);
            host.is_some() && host == named
        }
    }
}
