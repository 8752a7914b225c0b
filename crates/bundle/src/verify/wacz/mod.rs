//! A captured page (WACZ 1.1.1), by Préau or by others: what it says is true, what is false and where, what it does not
//! say. Everything is read once, as a stream.

mod evidence;
mod files;
mod index;
mod package;
mod pages;
mod warc;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};

use seal::stamp::{Stamped, Trust};
use serde::Serialize;

use super::finding::{About, Finding, Kind};
use super::report::{Content, Counts, Report, Signer, Time};
use super::source::{Item, Source, shown};
use super::{Options, Unreadable};
use files::Files;
use warc::{Records, Sort};

pub(super) const LIST: &str = "datapackage.json";
const SIGNED: &str = "datapackage-digest.json";

/// A date by a third party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Date {
    /// What it dates: `manifest` or `signature`.
    pub of: &'static str,
    /// The time given, RFC 3339.
    pub at: String,
    /// The authority's name in its certificate.
    pub authority: String,
    /// Its policy.
    pub policy: String,
    /// Whether its chain ends at a root that was given.
    pub root_known: bool,
}

impl Date {
    fn of(of: &'static str, stamped: &Stamped) -> Self {
        Self {
            of,
            at: stamped.gen_time.rfc3339(),
            authority: shown(&stamped.tsa),
            policy: shown(&stamped.policy),
            root_known: stamped.trust == Trust::RootKnown,
        }
    }
}

/// What a captured page holds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Capture {
    /// The page's address, when it says one.
    pub url: String,
    /// When it was closed, as it says.
    pub created: String,
    /// What made it, as it says.
    pub software: String,
    /// How it is signed: `anonymous`, `domain` or `none`.
    pub signed: String,
    /// The name that signed, in the form that has one.
    pub domain: String,
    /// Archives, their records, the lines of the index, the pages.
    pub warcs: u64,
    /// Records of all kinds.
    pub records: u64,
    /// Lines of the index.
    pub index_lines: u64,
    /// Pages.
    pub pages: u64,
    /// Dates by third parties.
    pub dates: Vec<Date>,
}

/// A captured page among the pieces of a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Inside {
    /// The piece.
    pub path: String,
    /// The first verdict on it.
    pub content: Content,
    /// The second.
    pub signer: Signer,
    /// The third.
    pub time: Time,
    /// What it holds.
    pub capture: Capture,
    /// What is false in it, and remarks.
    pub findings: Vec<Finding>,
}

/// Whether these files are those of a captured page.
pub(super) fn is_one(items: &[Item]) -> bool {
    let has = |name: &str| items.iter().any(|item| item.path == name);
    has(LIST) && !has(crate::layout::BAGIT)
}

/// Judges a package.
pub(super) fn judge<R: Read + Seek>(
    source: Source<R>,
    items: Vec<Item>,
    mut findings: Vec<Finding>,
    options: &Options,
) -> Report {
    let mut by_path: BTreeMap<String, Item> = BTreeMap::new();
    let mut folded = BTreeSet::new();
    for item in items {
        if by_path.contains_key(&item.path) {
            findings.push(super::finding(&item.path, Kind::DuplicateName));
        } else if !folded.insert(item.path.to_lowercase()) {
            findings.push(super::finding(&item.path, Kind::CaseClash));
        }
        by_path.insert(item.path.clone(), item);
    }
    let mut files = Files::new(source, by_path, findings);
    let package = package::list(&mut files);
    let signed = package::signature(&mut files, &package, options);
    let warcs = warcs(&mut files);
    let index = index::check(&mut files, &warcs);
    let records = || warcs.values().flat_map(BTreeMap::values);
    let known: BTreeSet<_> = records()
        .filter(|record| matches!(record.sort, Sort::Response | Sort::Resource | Sort::Revisit))
        .filter_map(|record| record.url)
        .collect();
    let answers = records()
        .filter(|record| record.sort == Sort::Response)
        .count() as u64;
    let pages = pages::check(&mut files, &package, &known);
    let manifest = evidence::check(&mut files, &package, answers, options);
    let capture = Capture {
        url: shown(package.url.as_deref().unwrap_or_default()),
        created: shown(package.created.as_deref().unwrap_or_default()),
        software: shown(&package.software),
        signed: signed.form.to_owned(),
        domain: shown(&signed.domain),
        warcs: warcs.len() as u64,
        records: records().count() as u64,
        index_lines: index.lines,
        pages,
        dates: manifest.into_iter().chain(signed.date).collect(),
    };
    let (count, bytes, mut findings) = files.close(&[LIST, SIGNED]);
    findings.sort();
    findings.dedup();
    let time = if Report::is_false(&findings, About::Time) {
        Time::False
    } else if capture.dates.is_empty() {
        Time::None
    } else if capture.dates.iter().all(|date| date.root_known) {
        Time::RootKnown
    } else {
        Time::RootUnknown
    };
    Report {
        version: 1,
        sort: super::report::Sort::Capture,
        content: if Report::is_false(&findings, About::Content) {
            Content::False
        } else {
            Content::True
        },
        signer: if Report::is_false(&findings, About::Signer) {
            Signer::False
        } else {
            signed.signer
        },
        time,
        origin: capture.url.clone(),
        root: package
            .digest
            .map(|digest| digest.to_string())
            .unwrap_or_default(),
        key: signed.key,
        sealed_by_person: false,
        log: None,
        counts: Counts {
            pieces: count,
            piece_bytes: bytes,
            dates: capture.dates.len() as u64,
            ..Counts::default()
        },
        dates: Vec::new(),
        entries: Vec::new(),
        capture: Some(capture),
        captures: Vec::new(),
        findings,
    }
}

/// Judges a captured page that is a piece.
pub(super) fn inside<R: Read + Seek>(
    path: &str,
    bytes: R,
    options: &Options,
) -> Result<Inside, Unreadable> {
    let mut findings = Vec::new();
    let (source, items) = super::source::zip(bytes, &mut findings)?;
    if !is_one(&items) {
        return Err(Unreadable::NotADossier);
    }
    let report = judge(source, items, findings, options);
    Ok(Inside {
        path: path.to_owned(),
        content: report.content,
        signer: report.signer,
        time: report.time,
        capture: report.capture.unwrap_or_default(),
        findings: report.findings,
    })
}

/// The records of every archive.
fn warcs<R: Read + Seek>(files: &mut Files<R>) -> BTreeMap<String, Records> {
    let mut warcs = BTreeMap::new();
    let mut any = false;
    for path in files.paths("archive/") {
        let packed = path.ends_with(".warc.gz");
        if !packed && !path.ends_with(".warc") {
            continue;
        }
        any = true;
        let bytes = files.bytes(&path);
        let mut told = Told::default();
        let mut budget = files.budget;
        let records = files.take(&path, |file| {
            let say = &mut |kind, offset, detail: &str| told.add(kind, offset, detail);
            warc::scan(file, packed, bytes, &mut budget, say)
        });
        files.budget = budget;
        told.say(files, &path);
        let records = records.unwrap_or_default();
        if records.is_empty() {
            files.say(&path, Kind::NoWarc);
        }
        warcs.insert(path, records);
    }
    if !any {
        files.say("archive/", Kind::NoWarc);
    }
    warcs
}

/// What was found in an archive. What is not said is said once, with how often.
#[derive(Default)]
struct Told {
    wrong: Vec<(Kind, String)>,
    unsaid: BTreeMap<String, u64>,
}

impl Told {
    fn add(&mut self, kind: Kind, offset: u64, detail: &str) {
        if kind == Kind::NotSaid {
            *self.unsaid.entry(detail.to_owned()).or_default() += 1;
        } else if self.wrong.len() < 100 {
            let comma = if detail.is_empty() { "" } else { ", " };
            self.wrong.push((kind, format!("{offset}{comma}{detail}")));
        }
    }

    fn say<R: Read + Seek>(self, files: &mut Files<R>, path: &str) {
        for (kind, detail) in self.wrong {
            files.say_of(path, kind, &detail);
        }
        for (detail, count) in self.unsaid {
            files.say_of(path, Kind::NotSaid, &format!("{detail} × {count}"));
        }
    }
}
