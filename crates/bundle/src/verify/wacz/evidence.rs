//! What Préau adds under `evidence/`: the list that an authority dated, its token, its chain.

use std::collections::BTreeSet;
use std::io::{Read, Seek};

use kernel::Moment;
use seal::stamp::{Query, Reply, certificates_from_pem};
use serde_json::Value;

use super::files::Files;
use super::package::Package;
use super::{Date, LIST};
use crate::verify::Options;
use crate::verify::finding::Kind;

const MANIFEST: &str = "evidence/manifest.json";
const QUERY: &str = "evidence/manifest.tsq";
const REPLY: &str = "evidence/manifest.tsr";
const CHAIN: &str = "evidence/tsa-chain.pem";
/// What is made after that list: its date, and the report that tells of it.
const LATER: [&str; 6] = [
    MANIFEST,
    QUERY,
    REPLY,
    CHAIN,
    "evidence/points.json",
    "evidence/report.pdf",
];
/// The longest list, token or chain, in bytes.
const LONGEST: u64 = 8 << 20;
/// How far two honest clocks may be apart, in seconds.
const APART: i64 = 300;

/// Checks the dated list; `exchanges` are the answers that the archive holds.
pub(super) fn check<R: Read + Seek>(
    files: &mut Files<R>,
    package: &Package,
    exchanges: u64,
    options: &Options,
) -> Option<Date> {
    if !files.has(MANIFEST) {
        // A token without what it dates.
        for path in [QUERY, REPLY] {
            if files.has(path) {
                files.say(MANIFEST, Kind::Missing);
                break;
            }
        }
        return None;
    }
    let bytes = files.text(MANIFEST, LONGEST)?;
    let manifest = serde_json::from_slice::<Value>(&bytes).ok();
    let known = manifest.as_ref().and_then(|manifest| {
        let version = manifest.get("version").and_then(Value::as_str)?;
        (version == "preau/capture/v1").then_some(manifest)
    });
    match known {
        Some(manifest) => listed(files, manifest, package, exchanges),
        None => files.say(MANIFEST, Kind::NotSaid),
    }
    let stamped = dated(files, &bytes, options)?;
    // A token over a list that was not compared with the files dates none of them.
    let manifest = known?;
    let at = |name: &str| {
        manifest
            .get(name)
            .and_then(Value::as_str)
            .and_then(Moment::parse)
    };
    let early = at("ended").is_some_and(|end| stamped.gen_time < end.plus_seconds(-APART));
    let closed = package.created.as_deref().and_then(Moment::parse);
    let late = closed.is_some_and(|end| stamped.gen_time > end.plus_seconds(APART));
    if early || late {
        files.say(REPLY, Kind::DateApart);
    }
    Some(Date::of("manifest", &stamped))
}

/// The list against the files, and against the list of the package.
fn listed<R: Read + Seek>(
    files: &mut Files<R>,
    manifest: &Value,
    package: &Package,
    exchanges: u64,
) {
    let mut named = BTreeSet::new();
    let mut wrong = Vec::new();
    for file in manifest
        .get("files")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let text = |name: &str| file.get(name).and_then(Value::as_str);
        let path = text("path").unwrap_or_default();
        let bytes = file.get("bytes").and_then(Value::as_u64);
        let declared = files.declared().get(path);
        let fits = declared.is_some_and(|declared| {
            let hash = declared.digest.map(|digest| format!("sha256:{digest}"));
            hash.is_some() && hash.as_deref() == text("hash") && bytes == declared.bytes
        });
        if !fits || !named.insert(path.to_owned()) {
            wrong.push(path.to_owned());
        }
    }
    for path in files.declared().keys() {
        if !named.contains(path) && !LATER.contains(&path.as_str()) {
            wrong.push(path.clone());
        }
    }
    if manifest.get("exchanges").and_then(Value::as_u64) != Some(exchanges) {
        wrong.push("exchanges".to_owned());
    }
    let url = manifest.get("url").and_then(Value::as_str);
    if package.url.is_some() && url != package.url.as_deref() {
        wrong.push(format!("url, {LIST}"));
    }
    for detail in wrong {
        files.say_of(MANIFEST, Kind::Manifest, &detail);
    }
}

fn dated<R: Read + Seek>(
    files: &mut Files<R>,
    message: &[u8],
    options: &Options,
) -> Option<seal::stamp::Stamped> {
    if ![QUERY, REPLY, CHAIN].iter().any(|path| files.has(path)) {
        return None;
    }
    let query = files.text(QUERY, LONGEST)?;
    let reply = files.text(REPLY, LONGEST)?;
    let pem = files.text(CHAIN, LONGEST);
    let Some(query) = Query::parse(&query)
        .ok()
        .filter(|query| query.imprint == seal::sha256(message))
    else {
        files.say(QUERY, Kind::Token);
        return None;
    };
    let check = |roots: &[Vec<u8>]| {
        Reply::parse(&reply)?.check(message, Some(&query.nonce), options.now, roots)
    };
    let found = match check(&options.tsa_roots) {
        Ok(found) => found,
        Err(error) => {
            files.say_of(REPLY, Kind::Token, &error.to_string());
            return None;
        }
    };
    if let Some(pem) = pem
        && pem != found.chain_pem.as_bytes()
    {
        let last = certificates_from_pem(&pem)
            .ok()
            .and_then(|mut all| all.pop());
        let own = last.and_then(|root| check(&[root]).ok());
        if own.is_none_or(|own| own.chain_pem.as_bytes() != pem) {
            files.say(CHAIN, Kind::Chain);
        }
    }
    Some(found)
}
