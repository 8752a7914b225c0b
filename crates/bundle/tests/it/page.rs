//! A captured page made by hand, and what a forger needs to change it.

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;
use seal::note::SigningKey;
use seal::sha256;
use seal::wacz::{AnonymousKey, message};
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

pub const URL: &str = "http://site-banc.fr/mur?x=1";
pub const LIST: &str = "datapackage.json";
pub const SIGNED: &str = "datapackage-digest.json";
pub const WARC: &str = "archive/data.warc.gz";
pub const INDEX: &str = "indexes/index.cdx";
pub const PAGES: &str = "pages/pages.jsonl";
pub const MANIFEST: &str = "evidence/manifest.json";

/// A record before it is packed.
#[derive(Clone)]
pub struct Record {
    pub url: String,
    pub fields: Vec<(String, String)>,
    pub block: Vec<u8>,
    /// Whether the index lists it, with its media type, status and payload.
    pub listed: Option<(String, u16, Vec<u8>)>,
}

impl Record {
    pub fn set(&mut self, name: &str, value: &str) {
        let field = self.fields.iter_mut().find(|(known, _)| known == name);
        value.clone_into(&mut field.unwrap().1);
    }

    pub fn get(&self, name: &str) -> &str {
        &self
            .fields
            .iter()
            .find(|(known, _)| known == name)
            .unwrap()
            .1
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut out = b"WARC/1.1\r\n".to_vec();
        for (name, value) in &self.fields {
            out.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
        }
        out.extend_from_slice(b"\r\n");
        out.extend_from_slice(&self.block);
        out.extend_from_slice(b"\r\n\r\n");
        out
    }
}

pub fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn record(kind: &str, at: &str, url: &str, media: &str, head: &[u8], body: &[u8]) -> Record {
    let block = [head, body].concat();
    let mut fields = vec![
        ("WARC-Type", kind.to_owned()),
        (
            "WARC-Record-ID",
            format!(
                "<urn:uuid:{}>",
                seal::random::bytes::<16>()
                    .map(|b| format!("{b:02x}"))
                    .concat()
            ),
        ),
        ("WARC-Date", at.to_owned()),
        ("Content-Type", media.to_owned()),
        ("WARC-Payload-Digest", format!("sha256:{}", sha256(body))),
        ("WARC-Block-Digest", format!("sha256:{}", sha256(&block))),
        ("Content-Length", block.len().to_string()),
    ];
    if !url.is_empty() {
        fields.push(("WARC-Target-URI", url.to_owned()));
    }
    Record {
        url: url.to_owned(),
        fields: fields
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
        block,
        listed: None,
    }
}

/// An address, its media type, its status, its body.
pub type Answer<'a> = (&'a str, &'a str, u16, &'a [u8]);

pub fn records(at: &str, answers: &[Answer<'_>]) -> Vec<Record> {
    let mut all = vec![record(
        "warcinfo",
        at,
        "",
        "application/warc-fields",
        b"",
        b"software: test\r\n",
    )];
    for (url, media, status, body) in answers {
        let head = format!(
            "HTTP/1.1 {status} X\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        let mut response = record(
            "response",
            at,
            url,
            "application/http; msgtype=response",
            head.as_bytes(),
            body,
        );
        response.listed = Some(((*media).to_owned(), *status, body.to_vec()));
        all.push(response);
        all.push(record(
            "request",
            at,
            url,
            "application/http; msgtype=request",
            b"GET / HTTP/1.1\r\n\r\n",
            b"",
        ));
    }
    let contacts = b"{\"connections\":[]}";
    let mut resource = record(
        "resource",
        at,
        "urn:preau:connections",
        "application/json",
        b"",
        contacts,
    );
    resource.listed = Some(("application/json".to_owned(), 200, contacts.to_vec()));
    all.push(resource);
    all
}

/// The order of an index: as near to SURT as these addresses need.
fn key(url: &str) -> String {
    let Some(rest) = url.strip_prefix("http://") else {
        return url.to_owned();
    };
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host: Vec<_> = host.split('.').rev().collect();
    format!("{})/{path}", host.join(","))
}

/// The files, the list of them, the signed digest of that list.
#[derive(Clone)]
pub struct Made {
    pub files: BTreeMap<String, Vec<u8>>,
    pub list: Value,
    pub signed: Value,
    pub records: Vec<Record>,
    pub at: String,
    /// Written after the rest, listed nowhere.
    pub beside: Vec<(String, Vec<u8>)>,
}

fn holder() -> &'static SigningKey {
    static KEY: std::sync::OnceLock<SigningKey> = std::sync::OnceLock::new();
    KEY.get_or_init(SigningKey::generate)
}

impl Made {
    /// A page and its picture, whole, signed without a name, not dated.
    pub fn new(at: &str) -> Self {
        Self::of(
            at,
            &[
                (URL, "text/html", 404, b"<p>Un mur"),
                (
                    "http://site-banc.fr/i.png",
                    "image/png",
                    200,
                    b"\x89PNG image",
                ),
            ],
        )
    }

    pub fn of(at: &str, answers: &[Answer<'_>]) -> Self {
        let url = answers[0].0;
        let mut this = Self {
            files: BTreeMap::new(),
            list: json!({
                "profile": "data-package", "wacz_version": "1.1.1", "title": "Un mur", "software": "test",
                "created": at, "modified": at, "mainPageUrl": url, "mainPageDate": at,
            }),
            signed: Value::Null,
            records: records(at, answers),
            at: at.to_owned(),
            beside: Vec::new(),
        };
        this.rewarc();
        let head = json!({ "format": "json-pages-1.0", "id": "pages", "title": "All Pages" });
        let page =
            json!({ "id": "page-1", "url": url, "ts": at, "title": "Un mur", "text": "Un mur" });
        this.set(PAGES, format!("{head}\n{page}\n"));
        this.set("evidence/page.txt", "Un mur");
        this.set("evidence/page-001.png", b"\x89PNG page".as_slice());
        this.manifest();
        this.relist();
        this
    }

    pub fn set(&mut self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.to_owned(), bytes.into());
    }

    pub fn text(&self, path: &str) -> String {
        String::from_utf8(self.files[path].clone()).unwrap()
    }

    pub fn edit(&mut self, path: &str, from: &str, to: &str) {
        let text = self.text(path);
        let new = text.replacen(from, to, 1);
        assert_ne!(new, text, "{from} is not in {path}");
        self.set(path, new);
    }

    /// Packs the records again, each in its member, and writes the index that fits.
    pub fn rewarc(&mut self) {
        let members = self
            .records
            .iter()
            .map(|record| gz(&record.bytes()))
            .collect();
        self.members(members);
    }

    /// The archive of these members, and its index.
    pub fn members(&mut self, members: Vec<Vec<u8>>) {
        let (mut bytes, mut lines) = (Vec::new(), Vec::new());
        for (record, member) in self.records.iter().zip(&members) {
            if let Some((media, status, payload)) = &record.listed {
                let stamp: String = record
                    .get("WARC-Date")
                    .chars()
                    .filter(char::is_ascii_digit)
                    .take(14)
                    .collect();
                let fields = json!({
                    "url": record.url, "mime": media, "status": status, "digest": format!("sha256:{}", sha256(payload)),
                    "length": member.len(), "offset": bytes.len(), "filename": "data.warc.gz",
                });
                lines.push(format!("{} {stamp} {fields}\n", key(&record.url)));
            }
            bytes.extend_from_slice(member);
        }
        lines.sort();
        self.set(WARC, bytes);
        self.set(INDEX, lines.concat());
    }

    fn resources(&self) -> Value {
        let of = |(path, bytes): (&String, &Vec<u8>)| {
            let name = path.rsplit('/').next().unwrap().to_lowercase();
            json!({ "name": name, "path": path, "hash": format!("sha256:{}", sha256(bytes)), "bytes": bytes.len() })
        };
        self.files.iter().map(of).collect()
    }

    /// The list that an authority dates: of everything but the report.
    pub fn manifest(&mut self) {
        self.files.retain(|path, _| {
            !path.contains("/manifest.") && !path.contains("/report") && !path.contains("tsa-chain")
        });
        let answers = self
            .records
            .iter()
            .filter(|record| record.get("WARC-Type") == "response")
            .count();
        let manifest = json!({
            "version": "preau/capture/v1", "url": self.list["mainPageUrl"], "ended": self.at, "exchanges": answers,
            "files": self.resources(),
        });
        self.set(MANIFEST, manifest.to_string());
    }

    /// What a forger does last: a list that agrees with what he changed, signed by a key of his.
    pub fn relist(&mut self) {
        self.list["resources"] = self.resources();
        self.sign();
    }

    pub fn hash(&self) -> String {
        message(&sha256(self.list.to_string().as_bytes()))
    }

    pub fn sign(&mut self) {
        let hash = self.hash();
        let key = AnonymousKey::of(holder()).unwrap();
        self.signed = json!({
            "path": LIST, "hash": hash,
            "signedData": {
                "hash": hash, "created": self.list["created"], "software": "test", "version": "0.1.0",
                "signature": key.sign(&hash).unwrap(), "publicKey": key.public(),
            },
        });
    }

    pub fn zip(&self) -> Vec<u8> {
        let list = self.list.to_string().into_bytes();
        let signed = self.signed.to_string().into_bytes();
        let mut all: Vec<(&str, &[u8])> = self
            .files
            .iter()
            .map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
            .collect();
        all.push((LIST, &list));
        if !self.signed.is_null() {
            all.push((SIGNED, &signed));
        }
        all.extend(
            self.beside
                .iter()
                .map(|(path, bytes)| (path.as_str(), bytes.as_slice())),
        );
        pack(&all)
    }
}

pub fn pack(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (path, bytes) in files {
        zip.start_file(*path, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
