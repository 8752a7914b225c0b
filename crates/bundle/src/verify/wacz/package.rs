//! `datapackage.json`, its digest, and who signed that.

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::Moment;
use seal::Digest;
use seal::stamp::{Reply, Trust, certificates_from_pem};
use seal::wacz::{verify_anonymous, verify_domain};
use serde_json::Value;

use super::files::{Declared, Files};
use super::{Date, LIST, SIGNED};
use crate::verify::Options;
use crate::verify::finding::Kind;
use crate::verify::report::Signer;

/// The longest list, in bytes.
const LONGEST: u64 = 8 << 20;
/// The most files that a list may name.
const MOST_FILES: usize = 100_000;
/// How far the hour of a signature may be from that of its token, in seconds (authsign: never later, ten minutes before).
const BEFORE: i64 = 600;
const AFTER: i64 = 300;

/// What the list says of the package.
#[derive(Default)]
pub(super) struct Package {
    pub digest: Option<Digest>,
    pub created: Option<String>,
    pub software: String,
    pub url: Option<String>,
}

/// Who signed the list.
pub(super) struct Signed {
    pub signer: Signer,
    pub form: &'static str,
    pub domain: String,
    pub key: String,
    pub date: Option<Date>,
}

impl Signed {
    const fn none() -> Self {
        Self {
            signer: Signer::None,
            form: "none",
            domain: String::new(),
            key: String::new(),
            date: None,
        }
    }
}

fn json<R: Read + Seek>(files: &mut Files<R>, path: &str) -> Option<Value> {
    let bytes = files.text(path, LONGEST)?;
    let value = serde_json::from_slice::<Value>(&bytes)
        .ok()
        .filter(Value::is_object);
    if value.is_none() {
        files.say(path, Kind::Form);
    }
    value
}

/// Reads the list.
pub(super) fn list<R: Read + Seek>(files: &mut Files<R>) -> Package {
    let Some(list) = json(files, LIST) else {
        return Package::default();
    };
    let text = |name: &str| list.get(name).and_then(Value::as_str).map(str::to_owned);
    let mut declared = BTreeMap::new();
    let resources = list.get("resources").and_then(Value::as_array);
    let mut whole = resources.is_some_and(|all| all.len() <= MOST_FILES);
    for resource in resources.into_iter().flatten().take(MOST_FILES) {
        let Some(path) = resource.get("path").and_then(Value::as_str) else {
            whole = false;
            continue;
        };
        let hash = resource.get("hash").and_then(Value::as_str);
        let digest = match hash.map(|hash| hash.split_once(':')) {
            Some(Some(("sha256", hex))) => match hex.parse() {
                Ok(digest) => Some(digest),
                Err(_) => {
                    whole = false;
                    None
                }
            },
            _ => None,
        };
        let bytes = resource.get("bytes").and_then(Value::as_u64);
        let free = path == LIST || path == SIGNED;
        if free
            || declared
                .insert(path.to_owned(), Declared { digest, bytes })
                .is_some()
        {
            whole = false;
        }
    }
    if !whole {
        files.say(LIST, Kind::Form);
    }
    files.declare(declared);
    Package {
        digest: files.digest(LIST),
        created: text("created"),
        software: text("software").unwrap_or_default(),
        url: text("mainPageUrl").or_else(|| text("mainPageURL")),
    }
}

/// The same instant, however it is written.
pub(super) fn same_time(one: &str, two: &str) -> bool {
    one == two
        || matches!((Moment::parse(one), Moment::parse(two)), (Some(one), Some(two)) if one == two)
}

/// Checks the digest of the list and its signature.
pub(super) fn signature<R: Read + Seek>(
    files: &mut Files<R>,
    package: &Package,
    options: &Options,
) -> Signed {
    if !files.has(SIGNED) {
        files.say(SIGNED, Kind::NotSaid);
        return Signed::none();
    }
    let Some(signed) = json(files, SIGNED) else {
        return Signed::none();
    };
    let text = |name: &str| signed.get(name).and_then(Value::as_str);
    let true_hash = package.digest.map(|digest| seal::wacz::message(&digest));
    if text("path") != Some(LIST) || text("hash") != true_hash.as_deref() {
        files.say(SIGNED, Kind::ListDigest);
    }
    let Some(data) = signed.get("signedData").filter(|data| !data.is_null()) else {
        files.say_of(SIGNED, Kind::NotSaid, "signedData");
        return Signed::none();
    };
    let text = |name: &str| data.get(name).and_then(Value::as_str);
    let hash = text("hash").unwrap_or_default();
    if Some(hash) != true_hash.as_deref() {
        files.say_of(SIGNED, Kind::ListDigest, "signedData");
    }
    match (text("created"), &package.created) {
        (Some(one), Some(two)) if !same_time(one, two) => files.say(SIGNED, Kind::Created),
        (None, _) => files.say_of(SIGNED, Kind::NotSaid, "signedData.created"),
        (_, None) => files.say_of(LIST, Kind::NotSaid, "created"),
        _ => {}
    }
    let mut found = Signed::none();
    found.signer = Signer::False;
    let Some(signature) = text("signature") else {
        files.say(SIGNED, Kind::ArchiveSignature);
        return found;
    };
    match (text("publicKey"), text("domain"), text("domainCert")) {
        (Some(key), None, None) => {
            found.form = "anonymous";
            key.clone_into(&mut found.key);
            if verify_anonymous(hash, signature, key).is_err() {
                files.say(SIGNED, Kind::ArchiveSignature);
            } else {
                found.signer = Signer::SelfDeclared;
            }
        }
        (None, Some(domain), Some(pem)) => {
            found.form = "domain";
            domain.clone_into(&mut found.domain);
            let created = text("created").and_then(Moment::parse);
            found.signer = named(files, hash, signature, domain, pem, created, options);
        }
        // Both forms at once: two readers would believe two things.
        _ => files.say(SIGNED, Kind::ArchiveSignature),
    }
    found.date = match text("timeSignature") {
        Some(token) => dated(files, signature, token, &text, options),
        None => {
            if found.form == "domain" {
                files.say_of(SIGNED, Kind::NotSaid, "timeSignature");
            }
            None
        }
    };
    found
}

fn named<R: Read + Seek>(
    files: &mut Files<R>,
    hash: &str,
    signature: &str,
    domain: &str,
    pem: &str,
    created: Option<Moment>,
    options: &Options,
) -> Signer {
    let leaf = certificates_from_pem(pem.as_bytes())
        .ok()
        .and_then(|all| all.into_iter().next());
    let Some(leaf) = leaf else {
        files.say(SIGNED, Kind::Certificate);
        return Signer::False;
    };
    if verify_domain(hash, signature, &leaf).is_err() {
        files.say(SIGNED, Kind::ArchiveSignature);
        return Signer::False;
    }
    let at = created.unwrap_or(options.now);
    match seal::wacz::check_domain(domain, pem.as_bytes(), at, &options.web_roots) {
        Ok(Trust::RootKnown) => Signer::Known,
        Ok(Trust::RootUnknown) => Signer::SelfDeclared,
        Err(error) => {
            files.say_of(SIGNED, Kind::Certificate, &error.to_string());
            Signer::False
        }
    }
}

/// The token over the text of the signature.
fn dated<'a, R: Read + Seek>(
    files: &mut Files<R>,
    signature: &str,
    token: &str,
    text: &impl Fn(&str) -> Option<&'a str>,
    options: &Options,
) -> Option<Date> {
    let checked = STANDARD
        .decode(token)
        .map_err(|_| seal::Error::Form("time-stamp reply"))
        .and_then(|der| Reply::parse(&der))
        .and_then(|reply| reply.check(signature.as_bytes(), None, options.now, &options.tsa_roots));
    let stamped = match checked {
        Ok(stamped) => stamped,
        Err(error) => {
            files.say_of(SIGNED, Kind::Token, &error.to_string());
            return None;
        }
    };
    let first = |pem: &str| {
        certificates_from_pem(pem.as_bytes())
            .ok()
            .and_then(|all| all.into_iter().next())
    };
    match text("timestampCert") {
        Some(pem) if first(pem).is_none() || first(pem) != first(&stamped.chain_pem) => {
            files.say_of(SIGNED, Kind::Chain, "timestampCert");
        }
        Some(_) => {}
        None => files.say_of(SIGNED, Kind::NotSaid, "timestampCert"),
    }
    if let Some(created) = text("created").and_then(Moment::parse)
        && (stamped.gen_time < created.plus_seconds(-AFTER)
            || stamped.gen_time > created.plus_seconds(BEFORE))
    {
        files.say(SIGNED, Kind::DateApart);
    }
    Some(Date::of("signature", &stamped))
}
