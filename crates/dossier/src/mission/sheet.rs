//! The sheet: what is to be recorded, where, how soon, and what the dossier already holds. French, as letters are.

use super::{Account, Mission, Shows, Target, accounts, chosen};
use crate::capturing::Outcome;
use crate::letters::known;
use crate::model::{Case, Piece};
use crate::pages::plan::due_in_words;
use crate::pages::say;
use crate::plans::{self, Coming};
use guide::Content;
use guide::law::{Event, Lang as GuideLang, Nature};
use kernel::Moment;
use kernel::date::paris_date;
use kernel::doc::{Block, Doc, Frame, Inline, para};
use serde_json::Value;
use ui::{Lang, Words, dates};

const FR: Words = Words(Lang::Fr);

/// The letter that goes with it; its answers say who asks.
pub const LETTER: &str = "demande-constat";
/// The report, among the acts that a limit does not wait for.
const RECORD: &str = "constat de commissaire de justice";

/// What the standard recalls, in the words of the capture reports.
const CONDITIONS: [&str; 7] = [
    "mission-machine",
    "mission-network",
    "mission-proxy",
    "mission-cache",
    "mission-clock",
    "mission-path",
    "mission-files",
];

fn t(key: &str) -> String {
    FR.t(key)
}

fn heading(key: &str) -> Block {
    Block::Heading(1, t(key))
}

/// The sheet of what was chosen. `origin` names the journal, where it is known.
pub fn sheet(content: &Content, case: &Case, origin: &str, now: Moment) -> Doc {
    let targets = chosen(content, case);
    let mut blocks = vec![
        Block::Terms(about(content, case, origin, now)),
        Block::Note(vec![Inline::text(t("mission-sheet-note"))]),
        heading("mission-urgency"),
    ];
    blocks.extend(urgency(content, case, &targets, now));
    blocks.push(heading("mission-addresses"));
    if targets.is_empty() {
        blocks.push(para(t("report-none")));
    }
    for (target, number) in targets.iter().zip(1_u32..) {
        blocks.push(Block::Heading(2, title(target, number)));
        blocks.push(Block::Terms(terms(case, target)));
    }
    let named = accounts(&targets);
    if !named.is_empty() {
        blocks.push(heading("mission-accounts"));
        blocks.push(table(&named));
    }
    if let Some(Mission { more, .. }) = &case.mission
        && !more.is_empty()
    {
        blocks.push(heading("mission-more"));
        blocks.extend(
            more.lines()
                .filter(|line| !line.trim().is_empty())
                .map(para),
        );
    }
    blocks.push(heading("mission-conditions"));
    blocks.push(para(t("mission-conditions-lead")));
    blocks.push(Block::List {
        ordered: false,
        items: CONDITIONS.map(|key| vec![Inline::text(t(key))]).to_vec(),
    });
    blocks.push(heading("mission-held"));
    blocks.push(para(t("mission-held-text")));
    Doc {
        lang: "fr",
        title: t("mission-sheet"),
        date: paris_date(now),
        frame: Frame::Report,
        blocks,
        footer: origin.to_owned(),
    }
}

fn about(content: &Content, case: &Case, origin: &str, now: Moment) -> Vec<(String, Vec<Inline>)> {
    let answers = known(content, case, LETTER);
    let said = |path: &str| {
        answers
            .get(path)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let asks = ["person.name", "person.role", "person.phone", "person.email"].map(said);
    let asks: Vec<&str> = asks.into_iter().filter(|said| !said.is_empty()).collect();
    let mut terms = Vec::new();
    if !asks.is_empty() {
        terms.push((t("mission-asked-by"), vec![Inline::text(asks.join(", "))]));
    }
    terms.push((t("report-date"), vec![Inline::text(both(now))]));
    if !origin.is_empty() {
        terms.push((t("report-reference"), vec![Inline::Mono(origin.to_owned())]));
    }
    let access = said("more.access");
    if !access.is_empty() {
        terms.push((t("mission-access"), vec![Inline::text(access)]));
    }
    terms
}

/// The limits that a record is made for: to act, and to have data kept.
pub fn limits<'a>(content: &'a Content, case: &Case, now: Moment) -> Vec<Coming<'a>> {
    let serves = |coming: &Coming<'_>| {
        let counted = matches!(
            coming.rule.event,
            Event::Publication | Event::DernierFait | Event::Connaissance
        );
        let of = coming.rule.nature;
        counted && matches!(of, Nature::Forclusion | Nature::Conservation)
    };
    let coming = plans::coming(content, case, paris_date(now)).into_iter();
    coming.filter(serves).collect()
}

fn urgency(content: &Content, case: &Case, targets: &[Target<'_>], now: Moment) -> Vec<Block> {
    let mut blocks = Vec::new();
    match targets.iter().filter(|target| target.ephemeral).count() {
        0 => {}
        count => blocks.push(para(FR.ta("mission-vanish", &[("count", &count)]))),
    }
    let limits = limits(content, case, now);
    if limits.is_empty() {
        blocks.push(para(t("mission-no-limit")));
        return blocks;
    }
    let items = limits.iter().map(|coming| {
        let articles = coming.rule.articles.iter();
        let cited: Vec<&str> = articles
            .filter_map(|id| content.article(id))
            .map(|article| article.citation.as_str())
            .collect();
        let mut said = format!(" : {}", coming.rule.name.get(GuideLang::Fr));
        if !cited.is_empty() {
            said.push_str(&format!(" ({})", cited.join(" ; ")));
        }
        if coming.cautious {
            said.push_str(&format!(". {}", t("plan-deadline-cautious")));
        }
        if coming.rule.no_effect.iter().any(|act| act == RECORD) {
            said.push_str(&format!(". {}", t("mission-does-not-stop")));
        }
        vec![
            Inline::Strong(due_in_words(FR, coming.due, false)),
            Inline::text(said),
        ]
    });
    blocks.push(Block::List {
        ordered: false,
        items: items.collect(),
    });
    blocks
}

fn title(target: &Target<'_>, number: u32) -> String {
    let key = match target.shows {
        Shows::Page => "mission-page",
        Shows::Account => "mission-account",
    };
    FR.ta(key, &[("number", &number)])
}

fn terms(case: &Case, target: &Target<'_>) -> Vec<(String, Vec<Inline>)> {
    let mut terms = vec![(
        t("mission-address"),
        vec![Inline::Mono(target.address.to_owned())],
    )];
    let mut say = |key: &str, said: String| {
        if !said.is_empty() {
            terms.push((t(key), vec![Inline::text(said)]));
        }
    };
    say("mission-author", target.authors().join(", "));
    let facts = target
        .facts
        .iter()
        .filter(|fact| !fact.text.what.is_empty());
    let facts: Vec<String> = facts
        .map(|fact| format!("{} : {}", say::when(FR, &fact.text.when), fact.text.what))
        .collect();
    say("mission-fact", facts.join(" ; "));
    say("mission-record", to_record(target));
    if target.ephemeral {
        say("mission-vanishes", t("mission-vanishes-text"));
    }
    let seen = target.seen.map(|(online, on)| {
        let state = t(&["online-", online.name()].concat());
        format!("{state}, {}", dates::plain_day(FR, on))
    });
    say("mission-seen", seen.unwrap_or_default());
    let held = held(case, target);
    if held.is_empty() {
        say("mission-holds", t("mission-holds-nothing"));
    }
    terms.extend(held.into_iter().map(|line| (t("mission-holds"), line)));
    terms
}

/// What is to be recorded there.
pub fn to_record(target: &Target<'_>) -> String {
    let mut keys = match target.shows {
        Shows::Page => vec!["mission-record-page"],
        Shows::Account => vec!["mission-record-account"],
    };
    if target.films() {
        keys.push("mission-record-film");
    } else if target.shows == Shows::Page {
        keys.push("mission-record-film-if");
    }
    keys.into_iter().map(t).collect::<Vec<_>>().join(" ")
}

/// What the dossier holds of it: each piece with its digest and its hour, captures that brought nothing said too.
fn held(case: &Case, target: &Target<'_>) -> Vec<Vec<Inline>> {
    let captured: Vec<(u64, Moment)> = case
        .captures
        .iter()
        .filter_map(|capture| match &capture.outcome {
            Some(Outcome::Kept { at, .. }) => Some((capture, at.unwrap_or(capture.at))),
            _ => None,
        })
        .flat_map(|(capture, at)| capture.pieces.iter().map(move |piece| (*piece, at)))
        .collect();
    let line = |piece: &&Piece| {
        let seen = captured.iter().find(|(seq, _)| *seq == piece.seq);
        let (key, at) = match seen {
            Some((_, at)) => ("mission-captured", *at),
            None => ("mission-deposited", piece.at),
        };
        let number = piece.number;
        let class = t(&["class-", piece.class.letter()].concat());
        let said = FR.ta(
            key,
            &[("number", &number), ("class", &class), ("date", &both(at))],
        );
        vec![
            Inline::text(format!("{said} SHA-256 : ")),
            Inline::Mono(piece.sha256.to_string()),
        ]
    };
    let failed = target.captures.iter();
    let failed = failed.filter(|capture| matches!(capture.outcome, Some(Outcome::Failed(_))));
    let failed = failed.map(|capture| {
        let said = FR.ta("mission-failed", &[("date", &both(capture.at))]);
        vec![Inline::text(said)]
    });
    target.pieces.iter().map(line).chain(failed).collect()
}

fn table(named: &[Account<'_>]) -> Block {
    let row = |account: &Account<'_>| {
        let who = t(&["author-", account.author.name()].concat());
        vec![
            vec![Inline::text(account.name)],
            vec![Inline::Mono(account.profile.to_owned())],
            vec![Inline::text(who)],
        ]
    };
    Block::Table {
        caption: t("mission-accounts-caption"),
        head: vec![
            t("mission-name"),
            t("mission-account-address"),
            t("mission-who"),
        ],
        widths: vec![3, 5, 3],
        rows: named.iter().map(row).collect(),
    }
}

/// The hour of Paris, then that of everybody.
fn both(at: Moment) -> String {
    let utc = at.utc();
    let clock = format!("{:02}:{:02}:{:02}", utc.hour(), utc.minute(), utc.second());
    let date = kernel::date::iso(utc.date());
    let paris = dates::moment(FR, at);
    FR.ta(
        "mission-both",
        &[("paris", &paris), ("utc", &format!("{date} {clock}"))],
    )
}
