//! Small public files of an instance whose address a person typed.

use crate::http::{Http, client};
use bytes::Bytes;
use http::{HeaderValue, Request, StatusCode, Uri, header};
use http_body_util::{BodyExt, Full, Limited};
use kernel::{Code, Fault};
use std::time::Duration;

/// The longest that one file may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Reads files below one address. It follows no redirect: another address is for the person to type.
#[derive(Clone)]
pub struct Reader {
    base: String,
    bearer: Option<HeaderValue>,
    client: Http,
}

impl Reader {
    /// Prepares the way to `base` (`https://…`, or `http://…` on this machine).
    pub fn new(base: &str) -> Result<Self, Fault> {
        let base = base.trim_end_matches('/');
        let url: Uri = base
            .parse()
            .map_err(|e| Fault::caused(Code::Invalid, "the address is not a URL", Box::new(e)))?;
        let usable = matches!(url.scheme_str(), Some("http" | "https"))
            && url.host().is_some()
            && url.query().is_none();
        if !usable {
            return Err(Fault::new(
                Code::Invalid,
                "the address must start with http:// or https:// and hold no question mark",
            ));
        }
        Ok(Self {
            base: base.to_owned(),
            bearer: None,
            client: client()?,
        })
    }

    /// The same, known by this token (RFC 6750, section 2.1). What no header can hold is left out: it opens nothing.
    #[must_use]
    pub fn with_bearer(mut self, token: &str) -> Self {
        self.bearer = HeaderValue::from_str(&["Bearer ", token].concat())
            .ok()
            .map(|mut value| {
                value.set_sensitive(true);
                value
            });
        self
    }

    /// The file at `path` below the address, of `most` bytes at most.
    ///
    /// # Errors
    /// `NotFound` when it is not there, `SignIn` when the token opens nothing, `TooLarge` beyond `most`, `Internal` when it cannot be reached in time.
    pub async fn get(&self, path: &str, most: usize) -> Result<Vec<u8>, Fault> {
        tokio::time::timeout(PATIENCE, self.fetch(path, most))
            .await
            .unwrap_or_else(|_| Err(Fault::new(Code::Internal, "no answer in time")))
    }

    async fn fetch(&self, path: &str, most: usize) -> Result<Vec<u8>, Fault> {
        let mut request = Request::get(format!("{}/{path}", self.base))
            .header(header::ACCEPT_ENCODING, "identity");
        if let Some(bearer) = &self.bearer {
            request = request.header(header::AUTHORIZATION, bearer);
        }
        let request = request
            .body(Full::new(Bytes::new()))
            .map_err(|e| Fault::internal("a request", e))?;
        let answer = self
            .client
            .request(request)
            .await
            .map_err(|e| Fault::internal("the address cannot be reached", e))?;
        match answer.status() {
            StatusCode::OK => {}
            StatusCode::NOT_FOUND => return Err(Fault::new(Code::NotFound, "no such file there")),
            StatusCode::UNAUTHORIZED if self.bearer.is_some() => {
                return Err(Fault::new(Code::SignIn, "the token opens nothing there"));
            }
            status => {
                return Err(Fault::internal(
                    "the address answers something else than the file",
                    format!("HTTP status {status}"),
                ));
            }
        }
        let body = Limited::new(answer.into_body(), most).collect().await;
        body.map(|whole| whole.to_bytes().to_vec())
            .map_err(|e| Fault::caused(Code::TooLarge, "the file was cut off or is too large", e))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    /// A server that answers one request with `reply`, and gives what was asked.
    async fn once(reply: &'static [u8]) -> (String, tokio::task::JoinHandle<String>) {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/below/", listener.local_addr().unwrap());
        let asked = tokio::spawn(async move {
            let (mut peer, _) = listener.accept().await.unwrap();
            let mut seen = vec![0; 4096];
            let n = peer.read(&mut seen).await.unwrap();
            peer.write_all(reply).await.unwrap();
            String::from_utf8_lossy(&seen[..n]).into_owned()
        });
        (url, asked)
    }

    #[tokio::test]
    async fn a_file_comes_back_whole_or_not_at_all() {
        let (url, asked) = once(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc").await;
        assert_eq!(
            Reader::new(&url).unwrap().get("log/x", 3).await.unwrap(),
            b"abc"
        );
        let asked = asked.await.unwrap();
        assert!(asked.starts_with("GET /below/log/x HTTP/1.1"), "{asked}");
        assert!(!asked.to_lowercase().contains("cookie"));
        for (reply, code) in [
            (
                &b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabcd"[..],
                Code::TooLarge,
            ),
            (
                b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
                Code::NotFound,
            ),
            (
                b"HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n",
                Code::Internal,
            ),
            (
                b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\na",
                Code::TooLarge,
            ),
        ] {
            let (url, _) = once(reply).await;
            let found = Reader::new(&url).unwrap().get("log/x", 3).await;
            assert_eq!(found.unwrap_err().code(), code);
        }
        for wrong in ["ftp://x", "preau.example", "https://x/?a=b", ""] {
            assert!(Reader::new(wrong).is_err(), "{wrong}");
        }
    }
}
