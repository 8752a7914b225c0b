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
    made.manifest();
    made.relist();
}

/// The index changed, and everything after it made again.
fn index(made: &mut Made, from: &str, to: &str) {
    made.edit(INDEX, from, to);
    made.manifest();
    made.relist();
}

fn warc(made: &mut Made, bytes: Vec<u8>) {
    made.set(WARC, bytes);
    made.manifest();
    made.relist();
}

fn drop_folder(made: &mut Made, folder: &str) {
    made.files.retain(|path, _| !path.starts_with(folder));
    made.manifest();
    made.relist();
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
    made.set(path, bytes.unwrap());
    made.relist();
}

pub const CASES: &[Case] = &[
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
        |m| {
            m.list["resources"] = Value::Null;
            m.sign()
        },
        Kind::Form,
    ),
    // what must be there
    ("no archive", |m| drop_folder(m, "archive/"), Kind::NoWarc),
    ("no index", |m| drop_folder(m, "indexes/"), Kind::NoIndex),
    ("no page", |m| drop_folder(m, "pages/"), Kind::NoPage),
    ("an empty archive", |m| warc(m, Vec::new()), Kind::NoWarc),
    (
        "an empty index",
        |m| {
            m.set(INDEX, "");
            m.manifest();
            m.relist()
        },
        Kind::NoIndex,
    ),
    (
        "pages without a page",
        |m| {
            m.set(PAGES, "{\"format\":\"json-pages-1.0\"}\n");
            m.manifest();
            m.relist()
        },
        Kind::NoPage,
    ),
    (
        "a page of another address",
        |m| {
            m.edit(PAGES, URL, "http://site-banc.fr/autre");
            m.manifest();
            m.relist()
        },
        Kind::NoPage,
    ),
    (
        "a page without a date",
        |m| {
            m.edit(PAGES, "\"ts\"", "\"tz\"");
            m.manifest();
            m.relist()
        },
        Kind::Form,
    ),
    (
        "another main page",
        |m| {
            m.list["mainPageUrl"] = json!("http://autre.fr/");
            m.sign()
        },
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
        |m| {
            m.edit(MANIFEST, "\"version\"", " \"version\"");
            m.relist()
        },
        Kind::Token,
    ),
    (
        "a file that the manifest leaves out",
        |m| {
            m.set("evidence/aveu.txt", "x");
            m.relist()
        },
        Kind::Manifest,
    ),
    (
        "a dated file replaced, listed again",
        |m| {
            m.set("evidence/page.txt", "Faux");
            m.relist()
        },
        Kind::Manifest,
    ),
    (
        "a dated file removed, listed again",
        |m| {
            m.files.remove("evidence/page-001.png");
            m.relist()
        },
        Kind::Manifest,
    ),
    (
        "another number of exchanges",
        |m| {
            m.edit(MANIFEST, "\"exchanges\":2", "\"exchanges\":3");
            m.relist()
        },
        Kind::Manifest,
    ),
    (
        "the manifest of another page",
        |m| {
            m.edit(MANIFEST, URL, "http://autre.fr/");
            m.relist()
        },
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
        |m| {
            m.files.remove("evidence/manifest.tsr");
            m.relist()
        },
        Kind::Missing,
    ),
    (
        "no question",
        |m| {
            m.files.remove("evidence/manifest.tsq");
            m.relist()
        },
        Kind::Missing,
    ),
    (
        "no list under the date",
        |m| {
            m.files.remove(MANIFEST);
            m.relist()
        },
        Kind::Missing,
    ),
    (
        "another chain",
        |m| {
            let pem = authority().pem.clone();
            m.set("evidence/tsa-chain.pem", pem);
            m.relist()
        },
        Kind::Chain,
    ),
    (
        "closed long before its date",
        |m| {
            m.list["created"] = json!("2020-01-01T00:00:00Z");
            m.sign()
        },
        Kind::DateApart,
    ),
    // records
    (
        "bytes after the last record",
        |m| {
            let b = [&m.files[WARC][..], b"trailing"].concat();
            warc(m, b)
        },
        Kind::Record,
    ),
    (
        "zeros after the last record",
        |m| {
            let b = [&m.files[WARC][..], &[0; 512]].concat();
            warc(m, b)
        },
        Kind::Record,
    ),
    (
        "the archive cut",
        |m| {
            let b = m.files[WARC][..m.files[WARC].len() - 9].to_vec();
            warc(m, b)
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
            warc(m, gz(&all));
        },
        Kind::Member,
    ),
    (
        "a byte between two records",
        |m| {
            let mut members: Vec<_> = m.records.iter().map(|r| gz(&r.bytes())).collect();
            members[1] = gz(&[m.records[1].bytes(), b"\n".to_vec()].concat());
            m.members(members);
            m.manifest();
            m.relist();
        },
        Kind::Member,
    ),
    (
        "a length too small",
        |m| forge(m, 1, |r| r.set("Content-Length", "10")),
        Kind::Record,
    ),
    (
        "a length too large",
        |m| forge(m, 1, |r| r.set("Content-Length", "1000")),
        Kind::Record,
    ),
    (
        "a length that is none",
        |m| forge(m, 1, |r| r.set("Content-Length", "+10")),
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
        |m| {
            forge(m, 1, |r| {
                r.set("WARC-Block-Digest", &format!("sha256:{}", sha256(b"x")))
            })
        },
        Kind::BlockDigest,
    ),
    (
        "a false old digest of a block",
        |m| {
            forge(m, 1, |r| {
                r.set("WARC-Block-Digest", "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ")
            })
        },
        Kind::BlockDigest,
    ),
    (
        "a false digest of a body",
        |m| {
            forge(m, 1, |r| {
                r.set("WARC-Payload-Digest", &format!("sha256:{}", sha256(b"x")))
            })
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
        |m| index(m, "\"offset\":", "\"offset\":1"),
        Kind::IndexLine,
    ),
    (
        "another length",
        |m| index(m, "\"length\":", "\"length\":1"),
        Kind::IndexLine,
    ),
    (
        "another address",
        |m| index(m, "/i.png\"", "/j.png\""),
        Kind::IndexLine,
    ),
    (
        "another digest in the index",
        |m| index(m, "sha256:", "sha256:0"),
        Kind::IndexLine,
    ),
    (
        "another hour in the index",
        |m| {
            let d: String = m.at.chars().filter(char::is_ascii_digit).collect();
            index(m, &d, "20200101000000")
        },
        Kind::IndexLine,
    ),
    (
        "another status in the index",
        |m| index(m, "\"status\":404", "\"status\":200"),
        Kind::IndexLine,
    ),
    (
        "another archive in the index",
        |m| index(m, "data.warc.gz", "autre.warc.gz"),
        Kind::IndexLine,
    ),
    (
        "a line that is none",
        |m| index(m, "{", ""),
        Kind::IndexLine,
    ),
    (
        "a line without its end",
        |m| {
            let t = m.text(INDEX);
            m.set(INDEX, t.trim_end());
            m.manifest();
            m.relist()
        },
        Kind::Form,
    ),
    (
        "an index out of order",
        |m| {
            let text = m.text(INDEX);
            let lines: Vec<_> = text.split_inclusive('\n').rev().collect();
            m.set(INDEX, lines.concat());
            m.manifest();
            m.relist();
        },
        Kind::IndexOrder,
    ),
];
