//! WARC 1.1 (ISO 28500:2017): one gzip member a record, SHA-256 digests, and the index of what was written (CDXJ 0.1.0).
//!
//! The browser gives decoded bodies: `Content-Encoding`, `Transfer-Encoding` and `Content-Length` of the site are kept
//! as `X-Archive-Orig-…`, and the length written is the true one. HTTP/2 is written as HTTP/1.1 with `WARC-Protocol`.

use crate::model::{Exchange, Headers, Kept};
use crate::spool::Spool;
use crate::surt::surt;
use flate2::{Compression, write::GzEncoder};
use kernel::Moment;
use seal::Hasher;
use serde_json::{Value, json};
use std::io::{self, Write};
use std::net::IpAddr;

/// The name of the archive inside the WACZ.
pub const NAME: &str = "data.warc.gz";

/// A line of the index.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line(pub String);

/// Writes records, and remembers where.
pub struct Warc<W: Write> {
    out: Counted<W>,
    index: Vec<Line>,
    date: String,
}

struct Counted<W> {
    inner: W,
    at: u64,
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.inner.write(bytes)?;
        self.at += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// The content of a record: some bytes, then perhaps a body of the spool.
struct Block<'a> {
    head: &'a [u8],
    body: Option<(&'a Spool, &'a Kept)>,
}

impl Block<'_> {
    fn len(&self) -> u64 {
        self.head.len() as u64 + self.body.map_or(0, |(_, kept)| kept.len)
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self.head)?;
        self.body
            .map_or(Ok(()), |(spool, kept)| spool.copy(kept, out))
    }

    fn digest(&self) -> io::Result<String> {
        let mut sink = Hash(Hasher::new());
        self.write(&mut sink)?;
        Ok(format!("sha256:{}", sink.0.finish()))
    }
}

struct Hash(Hasher);

impl Write for Hash {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

type Fields = Vec<(&'static str, String)>;

impl<W: Write> Warc<W> {
    /// Begins with the `warcinfo` record, which says what made the file.
    pub fn start(out: W, at: Moment, about: &[(&str, String)]) -> io::Result<Self> {
        let mut this = Self {
            out: Counted { inner: out, at: 0 },
            index: Vec::new(),
            date: at.rfc3339(),
        };
        let mut text = String::new();
        for (name, value) in about {
            text.push_str(&format!("{name}: {}\r\n", one_line(value)));
        }
        let fields = vec![
            ("WARC-Filename", NAME.to_owned()),
            ("Content-Type", "application/warc-fields".to_owned()),
        ];
        this.record(
            "warcinfo",
            fields,
            &Block {
                head: text.as_bytes(),
                body: None,
            },
        )?;
        Ok(this)
    }

    /// An answer and its request, joined by `WARC-Concurrent-To`.
    pub fn exchange(&mut self, spool: &Spool, of: &Exchange) -> io::Result<()> {
        let head = response_head(of);
        let block = Block {
            head: &head,
            body: of.body.as_ref().map(|kept| (spool, kept)),
        };
        let payload = of
            .body
            .map_or_else(|| seal::sha256(b""), |kept| kept.sha256);
        let id = record_id();
        let mut fields = target(of, &id);
        fields.push(("Content-Type", "application/http; msgtype=response".into()));
        fields.push(("WARC-Payload-Digest", format!("sha256:{payload}")));
        if let Some(why) = of.truncated {
            fields.push(("WARC-Truncated", why.to_owned()));
        }
        let offset = self.record("response", fields, &block)?;
        let mut line = json!({
            "mime": mime(&of.headers), "status": of.status, "digest": format!("sha256:{payload}"),
        });
        // Readers look pages up by address alone: another method must say so.
        if let (false, Some(line)) = (of.method == "GET", line.as_object_mut()) {
            line.insert("method".into(), of.method.clone().into());
        }
        self.listed(&of.url, &of.at, offset, line);

        let head = request_head(of);
        let block = Block {
            head: &head,
            body: of.posted.as_ref().map(|kept| (spool, kept)),
        };
        let mut fields = target(of, &record_id());
        fields.push(("WARC-Concurrent-To", id));
        fields.push(("Content-Type", "application/http; msgtype=request".into()));
        let posted = of
            .posted
            .map_or_else(|| seal::sha256(b""), |kept| kept.sha256);
        fields.push(("WARC-Payload-Digest", format!("sha256:{posted}")));
        self.record("request", fields, &block).map(drop)
    }

    /// Something that we say beside the exchanges: certificates, connections.
    pub fn resource(&mut self, at: Moment, uri: &str, media: &str, bytes: &[u8]) -> io::Result<()> {
        let digest = seal::sha256(bytes);
        let fields = vec![
            ("WARC-Record-ID", record_id()),
            ("WARC-Date", at.rfc3339()),
            ("WARC-Target-URI", uri.to_owned()),
            ("Content-Type", media.to_owned()),
            ("WARC-Payload-Digest", format!("sha256:{digest}")),
        ];
        let offset = self.record(
            "resource",
            fields,
            &Block {
                head: bytes,
                body: None,
            },
        )?;
        let line = json!({ "mime": media, "status": 200, "digest": format!("sha256:{digest}") });
        self.listed(uri, &at, offset, line);
        Ok(())
    }

    /// The lines of the index, sorted by their bytes.
    pub fn finish(mut self) -> io::Result<Vec<Line>> {
        self.out.flush()?;
        self.index.sort();
        Ok(self.index)
    }

    /// Writes a record; gives where it begins.
    fn record(&mut self, kind: &str, fields: Fields, block: &Block<'_>) -> io::Result<u64> {
        let offset = self.out.at;
        let digest = block.digest()?;
        let mut gz = GzEncoder::new(&mut self.out, Compression::fast());
        write!(gz, "WARC/1.1\r\nWARC-Type: {kind}\r\n")?;
        let has = |name: &str| fields.iter().any(|(known, _)| *known == name);
        if !has("WARC-Record-ID") {
            write!(gz, "WARC-Record-ID: {}\r\n", record_id())?;
        }
        if !has("WARC-Date") {
            write!(gz, "WARC-Date: {}\r\n", self.date)?;
        }
        for (name, value) in &fields {
            write!(gz, "{name}: {}\r\n", one_line(value))?;
        }
        write!(
            gz,
            "WARC-Block-Digest: {digest}\r\nContent-Length: {}\r\n\r\n",
            block.len()
        )?;
        block.write(&mut gz)?;
        gz.write_all(b"\r\n\r\n")?;
        gz.finish()?;
        Ok(offset)
    }

    fn listed(&mut self, url: &str, at: &Moment, offset: u64, mut fields: Value) {
        let digits = at.rfc3339();
        let stamp: String = digits
            .chars()
            .filter(char::is_ascii_digit)
            .take(14)
            .collect();
        if let Some(fields) = fields.as_object_mut() {
            fields.insert("url".into(), url.into());
            fields.insert("length".into(), (self.out.at - offset).into());
            fields.insert("offset".into(), offset.into());
            fields.insert("filename".into(), NAME.into());
        }
        let key = surt(url);
        self.index.push(Line(format!("{key} {stamp} {fields}")));
    }
}

fn target(of: &Exchange, id: &str) -> Fields {
    let mut fields = vec![
        ("WARC-Record-ID", id.to_owned()),
        ("WARC-Date", of.at.rfc3339()),
        ("WARC-Target-URI", of.url.clone()),
    ];
    if let Some(ip) = of.ip {
        fields.push(("WARC-IP-Address", IpAddr::to_string(&ip)));
    }
    if let Some(protocol) = &of.protocol {
        fields.push(("WARC-Protocol", protocol.clone()));
    }
    if !of.kind.is_empty() {
        fields.push(("WARC-Resource-Type", of.kind.to_ascii_lowercase()));
    }
    fields
}

fn record_id() -> String {
    let [b0, b1, b2, b3, b4, b5, b6, b7, b8, rest @ ..] = seal::random::bytes::<16>();
    // RFC 9562: version 4, variant 1.
    let head = [
        b0,
        b1,
        b2,
        b3,
        b4,
        b5,
        b6 & 0x0f | 0x40,
        b7,
        b8 & 0x3f | 0x80,
    ];
    let hex = kernel::id::to_hex(&head) + &kernel::id::to_hex(&rest);
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default().to_owned();
    format!(
        "<urn:uuid:{}-{}-{}-{}-{}>",
        part(0, 8),
        part(8, 12),
        part(12, 16),
        part(16, 20),
        part(20, 32)
    )
}

/// A header may not make another one.
fn one_line(value: &str) -> String {
    value.replace(['\r', '\n', '\0'], " ")
}

fn mime(headers: &Headers) -> String {
    let value = header(headers, "content-type").unwrap_or("application/octet-stream");
    one_line(value.split(';').next().unwrap_or_default().trim())
}

/// A header's first value.
pub fn header<'a>(headers: &'a Headers, name: &str) -> Option<&'a str> {
    headers
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
}

fn response_head(of: &Exchange) -> Vec<u8> {
    let reason = http::StatusCode::from_u16(of.status)
        .ok()
        .and_then(|status| status.canonical_reason())
        .unwrap_or("");
    let mut head = format!("HTTP/1.1 {} {reason}\r\n", of.status);
    for (name, value) in &of.headers {
        let orig = ["content-encoding", "transfer-encoding", "content-length"]
            .iter()
            .any(|hop| name.eq_ignore_ascii_case(hop));
        let prefix = if orig { "X-Archive-Orig-" } else { "" };
        // The browser joins headers of one name (Set-Cookie) by line feeds.
        for one in value.split('\n') {
            head.push_str(&format!(
                "{prefix}{}: {}\r\n",
                one_line(name),
                one_line(one)
            ));
        }
    }
    let length = of.body.map_or(0, |kept| kept.len);
    head.push_str(&format!("Content-Length: {length}\r\n\r\n"));
    head.into_bytes()
}

fn request_head(of: &Exchange) -> Vec<u8> {
    let url = url::Url::parse(&of.url).ok();
    let path = url.as_ref().map_or_else(
        || "/".to_owned(),
        |url| match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        },
    );
    let mut head = format!("{} {} HTTP/1.1\r\n", one_line(&of.method), one_line(&path));
    let has_host = header(&of.sent, "host").is_some();
    if let (false, Some(url)) = (has_host, &url) {
        let port = url
            .port()
            .map(|port| format!(":{port}"))
            .unwrap_or_default();
        head.push_str(&format!(
            "Host: {}{port}\r\n",
            url.host_str().unwrap_or_default()
        ));
    }
    for (name, value) in &of.sent {
        // `:authority` and the like belong to HTTP/2.
        if !name.starts_with(':') {
            head.push_str(&format!("{}: {}\r\n", one_line(name), one_line(value)));
        }
    }
    head.push_str("\r\n");
    head.into_bytes()
}
