//! Everything in one file: archive, index, page, what was seen, the list of it all, its date, the report, the signature.

use crate::folder::Folder;
use crate::model::{Shortfall, State};
use crate::page::Page;
use crate::record::{Recorded, Recorder};
use crate::report::{self, Circumstances, Dated, Facts, Shot, Signature};
use crate::wacz::{About, Wacz};
use crate::wall::walls;
use crate::warc::{Line, Warc};
use crate::{Chromium, Domain};
use kernel::ports::{Captured, Timestamp};
use kernel::{Fault, Moment};
use outbound::Contact;
use seal::stamp::{Query, Reply};
use seal::wacz::AnonymousKey;
use serde_json::{Value, json};
use std::fs::File;
use std::io::{self, Seek, Write};
use std::sync::Arc;

/// The parts of a signature that an authority dated.
struct Stamp {
    query: Vec<u8>,
    reply: Vec<u8>,
    tsa: String,
    at: Moment,
    chain: String,
}

/// The word that a serialised unit variant is written with.
fn id(of: impl serde::Serialize) -> String {
    serde_json::to_value(of)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// Whole seconds, as the readers of signatures want them.
fn seconds(at: Moment) -> String {
    let text = at.rfc3339();
    format!("{}Z", text.get(..19).unwrap_or(&text))
}

fn state_of(asked: &str, page: &Page, recorded: &Recorded, status: u16) -> State {
    let mut why = page.short.clone();
    why.extend(walls(asked, &page.landed, status, &page.seen));
    if recorded.gaps.iter().any(|gap| gap.kind.matters()) {
        why.push(Shortfall::Gaps);
    }
    let mut once = Vec::new();
    for one in why {
        if !once.contains(&one) {
            once.push(one);
        }
    }
    if once.is_empty() {
        State::Complete
    } else {
        State::Partial { why: once }
    }
}

/// Writes the package.
pub async fn pack(
    of: &Chromium,
    folder: Folder,
    recorder: Arc<Recorder>,
    page: Page,
    recorded: Recorded,
    contacts: Vec<Contact>,
    circumstances: Circumstances,
) -> Result<Captured, Fault> {
    let status = main_status(&recorded, &page.landed);
    let state = state_of(&circumstances.asked, &page, &recorded, status);
    let path = folder.path().join("capture.wacz");
    let file = File::options()
        .read(true)
        .write(true)
        .create_new(true)
        .open(&path)
        .map_err(|error| Fault::writing("a capture has no room to work", error))?;
    let mut wacz = Wacz::new(std::io::BufWriter::with_capacity(1 << 16, file));
    let about_archive = about_archive(&page, &circumstances);
    // Hundreds of megabytes may go through the compressor: not on a thread that serves others.
    let writing = tokio::task::spawn_blocking(move || {
        let lines = archive(
            &mut wacz,
            &recorder,
            &page,
            &recorded,
            &contacts,
            &about_archive,
        )?;
        let shots = evidence(&mut wacz, &recorder, &page, &recorded)?;
        let drawn = page.strips.iter().take(report::DRAWN);
        let drawn: Vec<Vec<u8>> = drawn
            .map(|strip| recorder.spool().bytes(&strip.png))
            .collect::<io::Result<_>>()
            .map_err(|error| Fault::internal("a picture cannot be read back", error))?;
        Ok::<_, Fault>((wacz, page, recorded, lines, shots, drawn))
    });
    let (mut wacz, page, recorded, lines, shots, drawn) = writing
        .await
        .map_err(|error| Fault::internal("a capture", error))??;
    wacz.index(&lines)?;
    let mut about = About {
        title: page.seen.title.clone(),
        url: circumstances.asked.clone(),
        at: page.started,
        created: String::new(),
        software: circumstances.software.clone(),
        description: "Capture d’une page du web public. Lire d’abord evidence/report.pdf."
            .to_owned(),
    };
    let excerpt: String = page.seen.text.chars().take(100_000).collect();
    wacz.pages(&about, &excerpt)?;
    let manifest = manifest(&circumstances, &page, &recorded, &state, status, &wacz);
    wacz.whole("evidence/manifest.json", &manifest)?;
    let stamp = of.date(&manifest).await;
    if let Some(stamp) = &stamp {
        wacz.whole("evidence/manifest.tsq", &stamp.query)?;
        wacz.whole("evidence/manifest.tsr", &stamp.reply)?;
        wacz.whole("evidence/tsa-chain.pem", stamp.chain.as_bytes())?;
    }
    let signature = if of.domain.is_some() && stamp.is_some() {
        Signature::Domain
    } else {
        Signature::Anonymous
    };
    let facts = Facts {
        circumstances: &circumstances,
        page: &page,
        state: &state,
        status,
        recorded: &recorded,
        files: wacz.resources(),
        shots: &shots,
        drawn: &drawn,
        manifest: seal::sha256(&manifest),
        dated: stamp.as_ref().map(|stamp| Dated {
            tsa: stamp.tsa.clone(),
            at: stamp.at,
        }),
        signature,
        domain: of.domain.as_ref().map(|domain| domain.name.as_str()),
    };
    let points = report::points(&facts);
    let doc = report::doc(&facts, &points);
    wacz.whole("evidence/points.json", &report::json(&points))?;
    let press = Arc::clone(&of.press);
    let printed = tokio::task::spawn_blocking(move || press.pdf(&doc))
        .await
        .map_err(|error| Fault::internal("a report", error))??;
    wacz.whole("evidence/report.pdf", &printed)?;
    about.created = seconds(of.clock.now());
    let list = wacz.list(&about)?;
    let signed = of.sign(&seal::wacz::message(&list), &about).await?;
    let mut file = wacz
        .close(&list, &signed)?
        .into_inner()
        .map_err(|error| Fault::writing("a capture cannot be written", error.into_error()))?;
    let bytes = file
        .stream_position()
        .and_then(|end| file.rewind().map(|()| end))
        .map_err(|error| Fault::writing("a capture cannot be read back", error))?;
    drop(folder);
    Ok(Captured {
        url: circumstances.asked,
        landed: page.landed,
        status: Some(status).filter(|status| *status != 0),
        title: page.seen.title,
        text: page.seen.text,
        started: page.started,
        ended: page.ended,
        short: match state {
            State::Complete => Vec::new(),
            State::Partial { why } => why.into_iter().map(id).collect(),
        },
        gaps: recorded
            .gaps
            .iter()
            .filter(|gap| gap.kind.matters())
            .map(|gap| (gap.url.clone(), id(gap.kind)))
            .collect(),
        exchanges: recorded.exchanges.len(),
        archive: file,
        bytes,
        report: printed,
        pictures: shots.len(),
        picture: drawn.into_iter().next(),
        dated: stamp.map(|stamp| (stamp.tsa, stamp.at)),
        browser_memory: 0,
    })
}

/// The records, and the lines of their index.
fn archive<W: Write + Seek>(
    wacz: &mut Wacz<W>,
    recorder: &Recorder,
    page: &Page,
    recorded: &Recorded,
    contacts: &[Contact],
    about: &[(&str, String)],
) -> Result<Vec<Line>, Fault> {
    wacz.file("archive/data.warc.gz", |out| {
        let mut warc = Warc::start(out, page.started, about)?;
        let spool = recorder.spool();
        for exchange in &recorded.exchanges {
            warc.exchange(&spool, exchange)?;
        }
        for (origin, chain) in &page.certificates {
            let pem: String = chain.iter().map(|der| pem(der)).collect();
            let uri = format!("urn:preau:tls:{origin}");
            warc.resource(page.ended, &uri, "application/x-pem-file", pem.as_bytes())?;
        }
        let contacts = serde_json::to_vec_pretty(contacts)?;
        let uri = "urn:preau:connections";
        warc.resource(page.ended, uri, "application/json", &contacts)?;
        warc.finish()
    })
}

/// The status of the page's own document, where the window ended.
fn main_status(recorded: &Recorded, landed: &str) -> u16 {
    let documents = || {
        recorded
            .exchanges
            .iter()
            .filter(|one| one.kind == "Document")
    };
    documents()
        .rev()
        .find(|one| one.url == landed)
        .or_else(|| documents().next_back())
        .map_or(0, |one| one.status)
}

fn about_archive(page: &Page, of: &Circumstances) -> Vec<(&'static str, String)> {
    vec![
        ("software", of.software.clone()),
        ("format", "WARC File Format 1.1".to_owned()),
        ("conformsTo", "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/".to_owned()),
        ("robots", "ignore".to_owned()),
        ("http-header-user-agent", page.browser.1.clone()),
        ("browser", page.browser.0.clone()),
        ("operating-system", of.machine.system.clone().unwrap_or_default()),
        ("description", "Bodies as the browser decoded them; headers that this makes untrue are kept as X-Archive-Orig-*".to_owned()),
    ]
}

fn pem(der: &[u8]) -> String {
    use base64::Engine as _;
    let text = base64::engine::general_purpose::STANDARD.encode(der);
    let mut pem = String::from("-----BEGIN CERTIFICATE-----\n");
    for line in text.as_bytes().chunks(64) {
        pem.push_str(&String::from_utf8_lossy(line));
        pem.push('\n');
    }
    pem.push_str("-----END CERTIFICATE-----\n");
    pem
}

/// What was seen beside the exchanges.
fn evidence<W: Write + Seek>(
    wacz: &mut Wacz<W>,
    recorder: &Recorder,
    page: &Page,
    recorded: &Recorded,
) -> Result<Vec<Shot>, Fault> {
    let mut shots = Vec::new();
    for (n, strip) in page.strips.iter().enumerate() {
        let name = format!("page-{:03}.png", n + 1);
        wacz.file(&format!("evidence/{name}"), |out| {
            recorder.spool().copy(&strip.png, out)
        })?;
        shots.push(Shot {
            name,
            top: strip.top,
            height: strip.height,
            at: strip.at,
            sha256: strip.png.sha256,
        });
    }
    wacz.whole("evidence/page.txt", page.seen.text.as_bytes())?;
    wacz.whole("evidence/page.html", page.dom.as_bytes())?;
    if let Some(pdf) = &page.pdf {
        wacz.whole("evidence/page.pdf", pdf)?;
    }
    // Objects: frictionless reads a bare list, or lines, as a table, and refuses an empty or ragged one.
    let gaps = serde_json::to_vec_pretty(&json!({ "gaps": recorded.gaps })).unwrap_or_default();
    wacz.whole("evidence/gaps.json", &gaps)?;
    let events =
        serde_json::to_vec_pretty(&json!({ "events": recorded.events })).unwrap_or_default();
    wacz.whole("evidence/events.json", &events)?;
    Ok(shots)
}

/// The list that is dated: what was captured, when, how, and the digest of each file.
fn manifest<W: Write + Seek>(
    of: &Circumstances,
    page: &Page,
    recorded: &Recorded,
    state: &State,
    status: u16,
    wacz: &Wacz<W>,
) -> Vec<u8> {
    let manifest = json!({
        "version": "preau/capture/v1",
        "url": of.asked,
        "landed": page.landed,
        "shown": page.seen.url,
        "title": page.seen.title,
        "status": status,
        "opened": of.opened.rfc3339(),
        "started": page.started.rfc3339(),
        "ended": page.ended.rfc3339(),
        "state": state,
        "exchanges": recorded.exchanges.len(),
        "gaps": recorded.gaps.len(),
        "software": of.software,
        "browser": page.browser.0,
        "userAgent": page.browser.1,
        "machine": of.machine,
        "isolation": of.isolation,
        "sandbox": of.sandbox,
        "files": wacz.resources(),
    });
    let mut bytes = serde_json::to_vec_pretty(&manifest).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

impl Chromium {
    /// The list's date, when an authority gives one: its silence never stops a capture.
    async fn date(&self, message: &[u8]) -> Option<Stamp> {
        let tsa = self.tsa.as_deref()?;
        match self.ask(tsa, message).await {
            Ok(stamp) => Some(stamp),
            Err(fault) => {
                tracing::warn!(%fault, "a capture was not dated");
                None
            }
        }
    }

    async fn ask(&self, tsa: &dyn Timestamp, message: &[u8]) -> Result<Stamp, Fault> {
        let query = Query::new(message)?;
        let reply = tsa.stamp(&query.der).await?;
        let checked = Reply::parse(&reply)?.check(
            message,
            Some(&query.nonce),
            self.clock.now(),
            &self.tsa_roots,
        )?;
        Ok(Stamp {
            query: query.der,
            reply,
            tsa: checked.tsa,
            at: checked.gen_time,
            chain: checked.chain_pem,
        })
    }

    /// `signedData`: with the instance's name when it has a certificate and the signature could be dated, else without.
    async fn sign(&self, text: &str, about: &About) -> Result<Value, Fault> {
        if let (Some(domain), Some(tsa)) = (&self.domain, self.tsa.as_deref()) {
            match self.sign_as(domain, tsa, text, about).await {
                Ok(signed) => return Ok(signed),
                Err(fault) => {
                    tracing::warn!(%fault, "a capture was signed without the instance's name")
                }
            }
        }
        let key = AnonymousKey::of(&self.key)?;
        Ok(json!({
            "hash": text,
            "created": about.created,
            "software": about.software,
            "version": "0.1.0",
            "signature": key.sign(text)?,
            "publicKey": key.public(),
        }))
    }

    async fn sign_as(
        &self,
        domain: &Domain,
        tsa: &dyn Timestamp,
        text: &str,
        about: &About,
    ) -> Result<Value, Fault> {
        use base64::Engine as _;
        let signature = domain.key.sign(text)?;
        let stamp = self.ask(tsa, signature.as_bytes()).await?;
        Ok(json!({
            "hash": text,
            "created": about.created,
            "software": about.software,
            "version": "0.1.0",
            "signature": signature,
            "domain": domain.name,
            "domainCert": domain.chain,
            "timeSignature": base64::engine::general_purpose::STANDARD.encode(&stamp.reply),
            "timestampCert": stamp.chain,
        }))
    }
}
