//! TXT records, asked of one resolver that the operator chose (RFC 1035): over HTTPS (RFC 8484) or over TCP
//! (RFC 7766). Never over UDP: an answer could be slipped in by anybody who guesses sixteen bits.

use crate::http::{Http, client};
use ::http::{Request, StatusCode, Uri, header};
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use kernel::ports::Names;
use kernel::{Code, Fault};
use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The longest an answer may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// The largest answer of the protocol, in bytes.
const LARGEST: usize = 65_535;
/// Most records of one name.
const MOST: usize = 10;

const TXT: u16 = 16;
const IN: u16 = 1;

/// A resolver.
#[derive(Clone)]
pub struct Dns {
    way: Way,
}

#[derive(Clone)]
enum Way {
    Https(Box<Http>, Uri),
    Tcp(SocketAddr),
}

fn silent(why: &'static str) -> Fault {
    Fault::new(Code::Internal, why)
}

impl Dns {
    /// Prepares the questions to `url`: `https://…/dns-query`, or `tcp://192.0.2.53:53` for a resolver of the house.
    pub fn new(url: &str) -> Result<Self, Fault> {
        let bad = || {
            Fault::new(
                Code::Invalid,
                "the resolver's address must be https://NAME/PATH or tcp://ADDRESS:PORT",
            )
        };
        if let Some(address) = url.strip_prefix("tcp://") {
            let address = address.parse().map_err(|_| bad())?;
            return Ok(Self {
                way: Way::Tcp(address),
            });
        }
        let url: Uri = url.parse().map_err(|_| bad())?;
        if url.scheme_str() != Some("https") || url.host().is_none() {
            return Err(bad());
        }
        Ok(Self {
            way: Way::Https(Box::new(client()?), url),
        })
    }

    async fn ask(&self, question: Vec<u8>) -> Result<Vec<u8>, Fault> {
        match &self.way {
            Way::Https(client, url) => over_https(client, url.clone(), question).await,
            Way::Tcp(address) => over_tcp(*address, &question)
                .await
                .map_err(|e| Fault::internal("the resolver cannot be reached", e)),
        }
    }
}

async fn over_https(client: &Http, url: Uri, question: Vec<u8>) -> Result<Vec<u8>, Fault> {
    const MEDIA: &str = "application/dns-message";
    let request = Request::post(url)
        .header(header::CONTENT_TYPE, MEDIA)
        .header(header::ACCEPT, MEDIA)
        .body(Full::new(Bytes::from(question)))
        .map_err(|e| Fault::internal("question to the resolver", e))?;
    let reply = client
        .request(request)
        .await
        .map_err(|e| Fault::internal("the resolver cannot be reached", e))?;
    if reply.status() != StatusCode::OK {
        return Err(silent("the resolver refused"));
    }
    let body = Limited::new(reply.into_body(), LARGEST).collect().await;
    let body = body.map_err(|e| Fault::internal("the resolver's answer was cut off", e))?;
    Ok(body.to_bytes().to_vec())
}

async fn over_tcp(address: SocketAddr, question: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(address).await?;
    let length = u16::try_from(question.len()).map_err(std::io::Error::other)?;
    stream
        .write_all(&[&length.to_be_bytes(), question].concat())
        .await?;
    let length = stream.read_u16().await?;
    let mut answer = vec![0; usize::from(length)];
    stream.read_exact(&mut answer).await?;
    Ok(answer)
}

/// The question for the TXT records of a name; its id is 0, as RFC 8484 asks.
fn question(name: &str) -> Option<Vec<u8>> {
    // Recursion is asked for; one question.
    let mut out = vec![0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    for label in name.split('.') {
        let length = u8::try_from(label.len()).ok()?;
        if !(1..=63).contains(&length) || !label.is_ascii() {
            return None;
        }
        out.push(length);
        out.extend_from_slice(label.as_bytes());
    }
    out.push(0);
    out.extend_from_slice(&TXT.to_be_bytes());
    out.extend_from_slice(&IN.to_be_bytes());
    (out.len() <= 12 + 255 + 4).then_some(out)
}

/// Reads an answer from its beginning on.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u16> {
        let taken = self.take(2)?;
        taken.try_into().ok().map(u16::from_be_bytes)
    }

    /// Passes over a name: labels, or a pointer to another place.
    fn name(&mut self) -> Option<()> {
        loop {
            let length = *self.take(1)?.first()?;
            match length {
                0 => return Some(()),
                1..=63 => drop(self.take(usize::from(length))?),
                192..=255 => return self.take(1).map(drop),
                _ => return None,
            }
        }
    }
}

impl Dns {
    /// The records of an answer about that name, as a resolver sends it; none when it is no such answer.
    pub fn read(name: &str, answer: &[u8]) -> Option<Vec<String>> {
        records(&question(name)?, answer)
    }
}

/// The records of an answer to that question; none when it is no such answer.
fn records(asked: &[u8], answer: &[u8]) -> Option<Vec<String>> {
    let mut reader = Reader(answer);
    let _id = reader.number()?;
    let flags = reader.number()?;
    let questions = reader.number()?;
    let answers = reader.number()?;
    reader.take(4)?;
    let own = asked.get(12..)?;
    let is_answer = flags & 0x8000 != 0 && questions == 1;
    let repeated = reader.take(own.len())?;
    if !is_answer || !repeated.eq_ignore_ascii_case(own) {
        return None;
    }
    match flags & 0x000f {
        0 => {}
        // The name does not exist.
        3 => return Some(Vec::new()),
        _ => return None,
    }
    let mut found = Vec::new();
    for _ in 0..answers {
        reader.name()?;
        let kind = reader.number()?;
        let class = reader.number()?;
        reader.take(4)?;
        let length = reader.number()?;
        let data = reader.take(usize::from(length))?;
        if kind == TXT && class == IN && found.len() < MOST {
            found.push(text(data)?);
        }
    }
    Some(found)
}

/// One record: its strings put together, as RFC 6376 asks.
fn text(data: &[u8]) -> Option<String> {
    let mut reader = Reader(data);
    let mut whole = Vec::new();
    while !reader.0.is_empty() {
        let length = *reader.take(1)?.first()?;
        whole.extend_from_slice(reader.take(usize::from(length))?);
    }
    Some(String::from_utf8_lossy(&whole).into_owned())
}

impl Names for Dns {
    fn txt<'a>(
        &'a self,
        name: &'a str,
    ) -> Pin<Box<dyn Future<Output = Result<Vec<String>, Fault>> + Send + 'a>> {
        Box::pin(async move {
            let asked = question(name).ok_or_else(|| silent("that is no name of the DNS"))?;
            let answer = tokio::time::timeout(PATIENCE, self.ask(asked.clone()))
                .await
                .map_err(|_| silent("the resolver did not answer in time"))??;
            records(&asked, &answer).ok_or_else(|| silent("the resolver answered something else"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A resolver that gives one answer.
    async fn once(answer: Vec<u8>) -> Dns {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("tcp://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            let (mut peer, _) = listener.accept().await.unwrap();
            let length = peer.read_u16().await.unwrap();
            let mut seen = vec![0; usize::from(length)];
            peer.read_exact(&mut seen).await.unwrap();
            let length = u16::try_from(answer.len()).unwrap();
            peer.write_all(&[&length.to_be_bytes()[..], &answer].concat())
                .await
                .unwrap();
        });
        Dns::new(&url).unwrap()
    }

    const NAME: &str = "s1._domainkey.example.org";

    fn answer(code: u8, records: &[&[&str]]) -> Vec<u8> {
        let mut out = question(NAME).unwrap();
        out[2] = 0x81;
        out[3] = 0x80 | code;
        // An alias stands before what it leads to.
        out[7] = u8::try_from(records.len() + 1).unwrap();
        out.extend_from_slice(b"\xc0\x0c\0\x05\0\x01\0\0\0\x3c\0\x02\xc0\x0c");
        for strings in records {
            let data: Vec<u8> = strings
                .iter()
                .flat_map(|one| [&[u8::try_from(one.len()).unwrap()][..], one.as_bytes()].concat())
                .collect();
            out.extend_from_slice(b"\xc0\x0c\0\x10\0\x01\0\0\0\x3c");
            out.extend_from_slice(&u16::try_from(data.len()).unwrap().to_be_bytes());
            out.extend_from_slice(&data);
        }
        out
    }

    #[tokio::test]
    async fn records_come_back_whole_and_what_is_not_there_is_told_from_what_does_not_answer() {
        let dns = once(answer(0, &[&["v=DKIM1; ", "p=AAAA"], &["autre"]])).await;
        assert_eq!(dns.txt(NAME).await.unwrap(), ["v=DKIM1; p=AAAA", "autre"]);
        let dns = once(answer(3, &[])).await;
        assert_eq!(dns.txt(NAME).await.unwrap(), Vec::<String>::new());
        assert!(once(answer(2, &[])).await.txt(NAME).await.is_err());
        let dns = once(answer(0, &[&["x"]])).await;
        assert!(dns.txt("s2._domainkey.example.org").await.is_err());
        assert!(dns.txt("..").await.is_err());
    }

    #[test]
    fn an_answer_that_is_cut_anywhere_gives_nothing() {
        let asked = question(NAME).unwrap();
        let whole = answer(0, &[&["v=DKIM1; p=AAAA"]]);
        assert!(records(&asked, &whole).is_some());
        for length in 0..whole.len() {
            assert_eq!(records(&asked, &whole[..length]), None, "{length}");
        }
        let mut own = whole.clone();
        own[2] = 1;
        assert_eq!(records(&asked, &own), None, "a question is no answer");
    }

    #[test]
    fn only_a_resolver_over_https_or_tcp_is_taken() {
        for bad in [
            "http://example.org/dns-query",
            "udp://192.0.2.1:53",
            "tcp://name:53",
            "x",
        ] {
            assert!(Dns::new(bad).is_err(), "{bad}");
        }
        assert!(Dns::new("https://example.org/dns-query").is_ok());
        assert!(question(&"a".repeat(64)).is_none() && question(&"ab.".repeat(90)).is_none());
    }
}
