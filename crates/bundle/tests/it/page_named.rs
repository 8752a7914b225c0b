//! Captured pages that a name signed.

use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bundle::Options;
use bundle::verify::{Content, Kind, Signer, Time};
use serde_json::json;

use crate::common::{check, options, tsa};
use crate::page::Made;
use crate::page_cases::{Case, data};
use crate::pages::{dated, judge};

/// An authority of names: a root, and the certificate of a name.
pub struct Authority {
    roots: Vec<Vec<u8>>,
    pub pem: String,
    key: seal::wacz::DomainKey,
}

pub fn authority() -> &'static Authority {
    static IT: OnceLock<Authority> = OnceLock::new();
    IT.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        std::fs::write(at.join("c"), "[req]\ndistinguished_name=dn\n[dn]\n[ca]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n[leaf]\nsubjectAltName=critical,DNS:preau.example\n").unwrap();
        let openssl = |line: &str| drop(crate::common::run(at, "openssl", &line.split(' ').collect::<Vec<_>>()));
        let key = "req -config c -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256";
        openssl(&format!("{key} -keyout root.key -subj /CN=Noms -x509 -extensions ca -days 30 -out root.pem"));
        openssl(&format!("{key} -keyout leaf.key -subj /CN=preau.example -out leaf.csr"));
        openssl("x509 -req -in leaf.csr -CA root.pem -CAkey root.key -CAcreateserial -extfile c -extensions leaf -days 7 -out leaf.pem");
        let read = |name: &str| std::fs::read_to_string(at.join(name)).unwrap();
        Authority {
            roots: seal::stamp::certificates_from_pem(read("root.pem").as_bytes()).unwrap(),
            pem: read("leaf.pem") + &read("root.pem"),
            key: seal::wacz::DomainKey::from_pem(&read("leaf.key")).unwrap(),
        }
    })
}

/// Signed by a name, and dated.
pub fn named() -> Made {
    static MADE: OnceLock<Made> = OnceLock::new();
    MADE.get_or_init(|| {
        let mut made = dated();
        let hash = made.hash();
        let signature = authority().key.sign(&hash).unwrap();
        let files = tsa().date(0, &signature);
        made.signed["signedData"] = json!({
            "hash": hash, "created": made.list["created"], "software": "test", "version": "0.1.0",
            "signature": signature, "domain": "preau.example", "domainCert": authority().pem,
            "timeSignature": STANDARD.encode(files.tsr.unwrap()), "timestampCert": files.chain.unwrap(),
        });
        made
    })
    .clone()
}

#[test]
fn n033_a_name_that_signed_is_known_by_its_root_only() {
    let made = named();
    let report = judge(&made);
    assert_eq!(
        (report.content, report.signer, report.findings.len()),
        (Content::True, Signer::SelfDeclared, 0),
        "{:#?}",
        report.findings
    );
    let known = Options {
        tsa_roots: tsa().roots.clone(),
        web_roots: authority().roots.clone(),
        ..options()
    };
    let report = check(&made.zip(), &known).unwrap();
    assert_eq!(
        (report.signer, report.time, report.exit(true)),
        (Signer::Known, Time::RootKnown, 0)
    );
    assert_eq!(report.capture.unwrap().dates.len(), 2);
    let cases: &[Case] = &[
        (
            "another name",
            |m| data(m)["domain"] = json!("autre.example"),
            Kind::Certificate,
        ),
        (
            "a chain that is none",
            |m| data(m)["domainCert"] = json!("x"),
            Kind::Certificate,
        ),
        (
            "before the certificate",
            |m| {
                m.list["created"] = json!("2020-01-01T00:00:00Z");
                let hash = m.hash();
                m.signed["hash"] = json!(hash);
                data(m)["created"] = json!("2020-01-01T00:00:00Z");
                data(m)["hash"] = json!(hash);
                data(m)["signature"] = json!(authority().key.sign(&hash).unwrap());
            },
            Kind::Certificate,
        ),
        (
            "the certificate of another key",
            |m| {
                let chain = tsa().date(0, "x").chain.unwrap();
                data(m)["domainCert"] = json!(chain);
            },
            Kind::ArchiveSignature,
        ),
        (
            "a signature of another list",
            |m| data(m)["signature"] = json!(authority().key.sign("sha256:00").unwrap()),
            Kind::ArchiveSignature,
        ),
        (
            "the date of another signature",
            |m| data(m)["timeSignature"] = json!(STANDARD.encode(tsa().date(0, "x").tsr.unwrap())),
            Kind::Token,
        ),
        (
            "a date that is none",
            |m| data(m)["timeSignature"] = json!("AAAA"),
            Kind::Token,
        ),
        (
            "another authority's certificate",
            |m| data(m)["timestampCert"] = json!(authority().pem),
            Kind::Chain,
        ),
        (
            "an hour apart",
            |m| {
                let early = kernel::Moment::parse(&m.at)
                    .unwrap()
                    .plus_seconds(-3600)
                    .rfc3339();
                data(m)["created"] = json!(early);
            },
            Kind::DateApart,
        ),
    ];
    for (name, change, kind) in cases {
        let mut made = named();
        change(&mut made);
        let report = check(&made.zip(), &known).unwrap();
        assert!(
            report.findings.iter().any(|finding| finding.kind == *kind),
            "{name}: {:#?}",
            report.findings
        );
        assert_eq!(report.exit(false), 1, "{name}");
        assert_ne!(
            (report.signer, report.time),
            (Signer::Known, Time::RootKnown),
            "{name}"
        );
    }
}
