//! What a forger may change in a captured page, by name, with what must be found.

use bundle::verify::Kind;
use seal::note::SigningKey;
use seal::sha256;
use seal::wacz::AnonymousKey;
use serde_json::{Value, json};

use crate::common::tsa;
use crate::page::{INDEX, MANIFEST, Made, PAGES, URL, WARC, gz};
use crate::page_named::authority;

/// A name, the change, what is found.
pub type Case = (&'static str, fn(&mut Made), Kind);

/// The record `n` changed, packed and listed again as by somebody who knows how, the date left out.
fn forge(made: &mut Made, n: usize, change: fn(&mut crate::page::Record)) {
    change(&mut made.records[n]);
    made.rewarc();
    again(made);
}

fn field(made: &mut Made, name: &str, value: &str) {
    made.records[1].set(name, value);
    made.rewarc();
    again(made);
}

/// Everything that follows from the files made again: the dated list without its date, the list of files.
fn again(made: &mut Made) {
    made.manifest();
    made.relist();
}

fn put(made: &mut Made, path: &str, bytes: impl Into<Vec<u8>>) {
    made.set(path, bytes);
    again(made);
}

fn edit(made: &mut Made, path: &str, from: &str, to: &str) {
    made.edit(path, from, to);
    again(made);
}

/// The list of files changed, and signed again.
fn list(made: &mut Made, name: &str, value: Value) {
    made.list[name] = value;
    made.sign();
}

/// The same under the date that was given: only the list of files is made again.
fn beside(made: &mut Made, path: &str, bytes: impl Into<Vec<u8>>) {
    made.set(path, bytes);
    made.relist();
}

fn dated(made: &mut Made, from: &str, to: &str) {
    made.edit(MANIFEST, from, to);
    made.relist();
}

fn gone(made: &mut Made, path: &str) {
    made.files.remove(path);
    made.relist();
}

fn drop_folder(made: &mut Made, folder: &str) {
    made.files.retain(|path, _| !path.starts_with(folder));
    again(made);
}

pub fn data(made: &mut Made) -> &mut Value {
    &mut made.signed["signedData"]
}

fn token(made: &mut Made, path: &str, of: &str) {
    let files = tsa().date(0, of);
    let bytes = if path.ends_with("tsq") {
        files.tsq
    } else {
        files.tsr
    };
    beside(made, path, bytes.unwrap());
}

pub const CASES: &[Case] = &[
    (
        "a digest of another kind, false",
        |m| {
            forge(m, 1, |record| {
                record.set("WARC-Payload-Digest", "sha512:00")
            })
        },
        Kind::PayloadDigest,
    ),
    // files and their list
    (
        "a byte of the archive",
        |m| m.files.get_mut(WARC).unwrap()[40] ^= 1,
        Kind::Digest,
    ),
    (
        "a byte of a picture",
        |m| m.files.get_mut("evidence/page-001.png").unwrap()[2] ^= 1,
        Kind::Digest,
    ),
    (
        "a byte of the words",
        |m| m.set("evidence/page.txt", "Un mut"),
        Kind::Digest,
    ),
    (
        "a file cut short",
        |m| m.set("evidence/page.txt", "Un"),
        Kind::Size,
    ),
    (
        "a file removed",
        |m| drop(m.files.remove("evidence/page.txt")),
        Kind::Missing,
    ),
    (
        "the archive removed, listed",
        |m| drop(m.files.remove(WARC)),
        Kind::Missing,
    ),
    (
        "an undeclared file",
        |m| m.beside.push(("evidence/aveu.pdf".into(), b"x".to_vec())),
        Kind::Undeclared,
    ),
    (
        "an undeclared file without extension",
        |m| m.beside.push(("archive/aveu".into(), b"x".to_vec())),
        Kind::Undeclared,
    ),
    (
        "an undeclared file at the root",
        |m| m.beside.push(("aveu".into(), b"x".to_vec())),
        Kind::Undeclared,
    ),
    (
        "an undeclared archive",
        |m| m.beside.push(("archive/autre.warc.gz".into(), gz(b"x"))),
        Kind::Undeclared,
    ),
    (
        "a false size in the list",
        |m| {
            m.list["resources"][0]["bytes"] = json!(1);
            m.sign()
        },
        Kind::Size,
    ),
    (
        "a file listed twice",
        |m| {
            let one = m.list["resources"][0].clone();
            m.list["resources"].as_array_mut().unwrap().push(one);
            m.sign();
        },
        Kind::Form,
    ),
    (
        "a digest that is none",
        |m| {
            m.list["resources"][0]["hash"] = json!("sha256:x");
            m.sign()
        },
        Kind::Form,
    ),
    (
        "a listed file outside",
        |m| {
            m.list["resources"].as_array_mut().unwrap().push(
                json!({ "path": "../x", "hash": format!("sha256:{}", sha256(b"")), "bytes": 0 }),
            );
            m.sign();
        },
        Kind::Missing,
    ),
    (
        "no list of files",
        |m| list(m, "resources", Value::Null),
        Kind::Form,
    ),
    // what must be there
    ("no archive", |m| drop_folder(m, "archive/"), Kind::NoWarc),
    ("no index", |m| drop_folder(m, "indexes/"), Kind::NoIndex),
    ("no page", |m| drop_folder(m, "pages/"), Kind::NoPage),
    (
        "an empty archive",
        |m| put(m, WARC, Vec::new()),
        Kind::NoWarc,
    ),
    ("an empty index", |m| put(m, INDEX, ""), Kind::NoIndex),
    (
        "pages without a page",
        |m| put(m, PAGES, "{\"format\":\"json-pages-1.0\"}\n"),
        Kind::NoPage,
    ),
    (
        "a page of another address",
        |m| edit(m, PAGES, URL, "http://site-banc.fr/autre"),
        Kind::NoPage,
    ),
    (
        "a page without a date",
        |m| edit(m, PAGES, "\"ts\"", "\"tz\""),
        Kind::Form,
    ),
    (
        "another main page",
        |m| list(m, "mainPageUrl", json!("http://autre.fr/")),
        Kind::MainPage,
    ),
    // the digest of the list and its signature
    (
        "the title changed",
        |m| m.list["title"] = json!("Autre titre"),
        Kind::ListDigest,
    ),
    (
        "another digest of the list",
        |m| m.signed["hash"] = json!("sha256:00"),
        Kind::ListDigest,
    ),
    (
        "the digest of another file",
        |m| m.signed["path"] = json!("evidence/page.txt"),
        Kind::ListDigest,
    ),
    (
        "another signed digest",
        |m| data(m)["hash"] = json!(format!("sha256:{}", sha256(b"x"))),
        Kind::ListDigest,
    ),
    (
        "another signature",
        |m| {
            let key = AnonymousKey::of(&SigningKey::generate()).unwrap();
            let hash = m.hash();
            data(m)["signature"] = json!(key.sign(&hash).unwrap());
        },
        Kind::ArchiveSignature,
    ),
    (
        "another key",
        |m| {
            data(m)["publicKey"] =
                json!(AnonymousKey::of(&SigningKey::generate()).unwrap().public())
        },
        Kind::ArchiveSignature,
    ),
    (
        "no signature beside the key",
        |m| drop(data(m).as_object_mut().unwrap().remove("signature")),
        Kind::ArchiveSignature,
    ),
    (
        "a signature that is no base64",
        |m| data(m)["signature"] = json!("?"),
        Kind::ArchiveSignature,
    ),
    (
        "a key and a name at once",
        |m| {
            data(m)["domain"] = json!("preau.example");
            data(m)["domainCert"] = json!("x")
        },
        Kind::ArchiveSignature,
    ),
    (
        "created earlier in the list",
        |m| {
            m.list["created"] = json!("2020-01-01T00:00:00Z");
            let created = m.at.clone();
            m.sign();
            data(m)["created"] = json!(created);
        },
        Kind::Created,
    ),
    (
        "created earlier in the signature",
        |m| data(m)["created"] = json!("2020-01-01T00:00:00Z"),
        Kind::Created,
    ),
    // the dated list
    (
        "the manifest changed, listed again",
        |m| dated(m, "\"version\"", " \"version\""),
        Kind::Token,
    ),
    (
        "a file that the manifest leaves out",
        |m| beside(m, "evidence/aveu.txt", "x"),
        Kind::Manifest,
    ),
    (
        "a dated file replaced, listed again",
        |m| beside(m, "evidence/page.txt", "Faux"),
        Kind::Manifest,
    ),
    (
        "a dated file removed, listed again",
        |m| gone(m, "evidence/page-001.png"),
        Kind::Manifest,
    ),
    (
        "another number of exchanges",
        |m| dated(m, "\"exchanges\":2", "\"exchanges\":3"),
        Kind::Manifest,
    ),
    (
        "the manifest of another page",
        |m| dated(m, URL, "http://autre.fr/"),
        Kind::Manifest,
    ),
    (
        "the question of another list",
        |m| token(m, "evidence/manifest.tsq", "x"),
        Kind::Token,
    ),
    (
        "the answer of another list",
        |m| token(m, "evidence/manifest.tsr", "x"),
        Kind::Token,
    ),
    (
        "an answer to another question",
        |m| {
            let of = m.text(MANIFEST);
            token(m, "evidence/manifest.tsr", &of)
        },
        Kind::Token,
    ),
    (
        "no answer",
        |m| gone(m, "evidence/manifest.tsr"),
        Kind::Missing,
    ),
    (
        "no question",
        |m| gone(m, "evidence/manifest.tsq"),
        Kind::Missing,
    ),
    (
        "no list under the date",
        |m| gone(m, MANIFEST),
        Kind::Missing,
    ),
    (
        "another chain",
        |m| {
            let pem = authority().pem.clone();
            beside(m, "evidence/tsa-chain.pem", pem)
        },
        Kind::Chain,
    ),
    (
        "closed long before its date",
        |m| list(m, "created", json!("2020-01-01T00:00:00Z")),
        Kind::DateApart,
    ),
    // records
    (
        "bytes after the last record",
        |m| {
            let b = [&m.files[WARC][..], b"trailing"].concat();
            put(m, WARC, b)
        },
        Kind::Record,
    ),
    (
        "zeros after the last record",
        |m| {
            let b = [&m.files[WARC][..], &[0; 512]].concat();
            put(m, WARC, b)
        },
        Kind::Record,
    ),
    (
        "the archive cut",
        |m| {
            let b = m.files[WARC][..m.files[WARC].len() - 9].to_vec();
            put(m, WARC, b)
        },
        Kind::Record,
    ),
    (
        "two records in one member",
        |m| {
            let all: Vec<u8> = m
                .records
                .iter()
                .flat_map(crate::page::Record::bytes)
                .collect();
            put(m, WARC, gz(&all));
        },
        Kind::Member,
    ),
    (
        "a byte between two records",
        |m| {
            let mut members: Vec<_> = m.records.iter().map(|r| gz(&r.bytes())).collect();
            members[1] = gz(&[m.records[1].bytes(), b"\n".to_vec()].concat());
            m.members(members);
            again(m);
        },
        Kind::Member,
    ),
    (
        "a length too small",
        |m| field(m, "Content-Length", "10"),
        Kind::Record,
    ),
    (
        "a length too large",
        |m| field(m, "Content-Length", "1000"),
        Kind::Record,
    ),
    (
        "a length that is none",
        |m| field(m, "Content-Length", "+10"),
        Kind::Record,
    ),
    (
        "a length given twice",
        |m| {
            forge(m, 1, |r| {
                r.fields.push(("Content-Length".into(), "1".into()))
            })
        },
        Kind::Record,
    ),
    (
        "a record without its id",
        |m| forge(m, 1, |r| r.fields.retain(|(n, _)| n != "WARC-Record-ID")),
        Kind::Record,
    ),
    (
        "a record without its date",
        |m| {
            forge(m, 3, |r| {
                r.fields
                    .iter_mut()
                    .filter(|(n, _)| n == "WARC-Date")
                    .for_each(|(_, v)| *v = "hier".into())
            })
        },
        Kind::Record,
    ),
    (
        "a false digest of a block",
        |m| field(m, "WARC-Block-Digest", &format!("sha256:{}", sha256(b"x"))),
        Kind::BlockDigest,
    ),
    (
        "a false old digest of a block",
        |m| {
            field(
                m,
                "WARC-Block-Digest",
                "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ",
            )
        },
        Kind::BlockDigest,
    ),
    (
        "a false digest of a body",
        |m| {
            field(
                m,
                "WARC-Payload-Digest",
                &format!("sha256:{}", sha256(b"x")),
            )
        },
        Kind::PayloadDigest,
    ),
    (
        "a body changed under its digests",
        |m| forge(m, 1, |r| *r.block.last_mut().unwrap() ^= 1),
        Kind::BlockDigest,
    ),
    // the index
    (
        "another offset",
        |m| edit(m, INDEX, "\"offset\":", "\"offset\":1"),
        Kind::IndexLine,
    ),
    (
        "another length",
        |m| edit(m, INDEX, "\"length\":", "\"length\":1"),
        Kind::IndexLine,
    ),
    (
        "another address",
        |m| edit(m, INDEX, "/i.png\"", "/j.png\""),
        Kind::IndexLine,
    ),
    (
        "another digest in the index",
        |m| edit(m, INDEX, "sha256:", "sha256:0"),
        Kind::IndexLine,
    ),
    (
        "another hour in the index",
        |m| {
            let d: String = m.at.chars().filter(char::is_ascii_digit).collect();
            edit(m, INDEX, &d, "20200101000000")
        },
        Kind::IndexLine,
    ),
    (
        "another status in the index",
        |m| edit(m, INDEX, "\"status\":404", "\"status\":200"),
        Kind::IndexLine,
    ),
    (
        "another archive in the index",
        |m| edit(m, INDEX, "data.warc.gz", "autre.warc.gz"),
        Kind::IndexLine,
    ),
    (
        "a line that is none",
        |m| edit(m, INDEX, "{", ""),
        Kind::IndexLine,
    ),
    (
        "a line without its end",
        |m| {
            let t = m.text(INDEX);
            put(m, INDEX, t.trim_end())
        },
        Kind::Form,
    ),
    (
        "an index out of order",
        |m| {
            let text = m.text(INDEX);
            let lines: Vec<_> = text.split_inclusive('\n').rev().collect();
            put(m, INDEX, lines.concat())
        },
        Kind::IndexOrder,
    ),
];
