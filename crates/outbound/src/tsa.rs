//! RFC 3161 over HTTP (section 3.4): `application/timestamp-query` out, `application/timestamp-reply` in.

use crate::http::{Http, client};
use ::http::{Request, StatusCode, Uri, header};
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use kernel::ports::Timestamp;
use kernel::{Code, Fault};
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// The longest a reply may take; the job tries again later.
const PATIENCE: Duration = Duration::from_secs(15);
/// The largest reply accepted, in bytes: a token with its chain is a few kilobytes.
const LARGEST: usize = 256 * 1024;

fn parsed(url: &str) -> Result<Uri, Fault> {
    let url: Uri = url.parse().map_err(|e| {
        Fault::caused(
            Code::Invalid,
            "the authority's address is not a URL",
            Box::new(e),
        )
    })?;
    if matches!(url.scheme_str(), Some("http" | "https")) && url.host().is_some() {
        Ok(url)
    } else {
        Err(Fault::new(
            Code::Invalid,
            "the authority's address must start with http:// or https://",
        ))
    }
}

/// A time-stamping authority, reached by HTTP or HTTPS.
#[derive(Clone)]
pub struct Tsa {
    url: Uri,
    client: Http,
}

impl Tsa {
    /// Prepares the connection to `url` (`https://…`, or `http://…` where the authority offers no TLS:
    /// the reply is signed, so the transport adds no trust).
    pub fn new(url: &str) -> Result<Self, Fault> {
        Ok(Self {
            url: parsed(url)?,
            client: client()?,
        })
    }

    /// The host of an authority, which may be shown: the rest of an address may hold a key.
    pub fn host(url: &str) -> Option<String> {
        parsed(url).ok()?.host().map(str::to_owned)
    }

    async fn send(&self, query: Vec<u8>) -> Result<Vec<u8>, Fault> {
        let request = Request::post(self.url.clone())
            .header(header::CONTENT_TYPE, "application/timestamp-query")
            .header(header::ACCEPT, "application/timestamp-reply")
            .body(Full::new(Bytes::from(query)))
            .map_err(|e| Fault::internal("time-stamp request", e))?;
        let reply = self
            .client
            .request(request)
            .await
            .map_err(|e| Fault::internal("the time-stamping authority cannot be reached", e))?;
        if reply.status() != StatusCode::OK {
            return Err(Fault::internal(
                "the time-stamping authority refused",
                format!("HTTP status {}", reply.status()),
            ));
        }
        let media = reply
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default();
        if !media.starts_with("application/timestamp-reply") {
            return Err(Fault::new(
                Code::Internal,
                "the time-stamping authority answered something else than a time-stamp",
            ));
        }
        let body = Limited::new(reply.into_body(), LARGEST).collect().await;
        Ok(body
            .map_err(|e| Fault::internal("the time-stamp reply was cut off or too large", e))?
            .to_bytes()
            .to_vec())
    }
}

impl Timestamp for Tsa {
    fn stamp<'a>(
        &'a self,
        query: &'a [u8],
    ) -> Pin<Box<dyn Future<Output = Result<Vec<u8>, Fault>> + Send + 'a>> {
        Box::pin(async move {
            tokio::time::timeout(PATIENCE, self.send(query.to_vec()))
                .await
                .unwrap_or_else(|_| {
                    Err(Fault::new(
                        Code::Internal,
                        "the time-stamping authority did not answer in time",
                    ))
                })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    /// A server that answers one request with `reply`, whole.
    async fn once(reply: &'static [u8]) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/tsa", listener.local_addr().unwrap());
        tokio::spawn(async move {
            let (mut peer, _) = listener.accept().await.unwrap();
            let mut seen = vec![0; 4096];
            let n = peer.read(&mut seen).await.unwrap();
            assert!(String::from_utf8_lossy(&seen[..n]).contains("application/timestamp-query"));
            peer.write_all(reply).await.unwrap();
        });
        url
    }

    #[tokio::test]
    async fn a_reply_comes_back_whole_and_anything_else_is_refused() {
        let good = once(b"HTTP/1.1 200 OK\r\nContent-Type: application/timestamp-reply\r\nContent-Length: 3\r\n\r\nabc").await;
        assert_eq!(Tsa::new(&good).unwrap().stamp(b"q").await.unwrap(), b"abc");
        for bad in [
            &b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\nabc"[..],
            b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Type: application/timestamp-reply\r\nContent-Length: 9\r\n\r\nabc",
        ] {
            let url = once(bad).await;
            assert!(Tsa::new(&url).unwrap().stamp(b"q").await.is_err());
        }
        assert!(Tsa::new("ftp://example.org").is_err());
    }
}
