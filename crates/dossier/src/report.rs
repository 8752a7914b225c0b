//! The dossier as a document: page one says what matters, then the story, the chronology, the list of
//! pieces, the letters, the dates, and how to check. Pure; French, because it goes to French readers.

use crate::diligence;
use crate::importing;
use crate::masking::copy_of;
use crate::model::{Case, Copied};
use crate::pages::plan::due_in_words;
use crate::pages::say;
use crate::plans;
use crate::record;
use guide::Content;
use guide::law::Lang as GuideLang;
use kernel::Moment;
use kernel::date::{iso, paris_date};
use kernel::doc::{Block, Doc, Frame, Inline, para};
use std::collections::BTreeMap;
use ui::{Lang, Words, dates};

const FR: Words = Words(Lang::Fr);

/// What surrounds a report.
pub struct About<'a> {
    /// Whose journal: `<instance>/d/<dossier>`.
    pub origin: &'a str,
    /// The last signed head before this document.
    pub head: &'a str,
    /// When it is made.
    pub at: Moment,
    /// Entries of the journal so far.
    pub entries: usize,
    /// Entries that this export masks.
    pub masked: usize,
    /// Words that it masks in the others.
    pub hidden_words: usize,
    /// Parts that it masks in the others.
    pub hidden_parts: usize,
    /// Something was left out or hidden: what is computed from the whole would be false.
    pub partial: bool,
    /// Pieces that are not joined: entry and number.
    pub hidden: &'a BTreeMap<u64, u32>,
}

/// The document.
pub fn report(content: &Content, case: &Case, about: &About<'_>) -> Doc {
    let t = |key: &str| FR.t(key);
    let heading = |key: &str| Block::Heading(1, FR.t(key));
    let mut blocks = vec![
        Block::Terms(vec![
            (
                t("report-reference"),
                vec![Inline::Mono(about.origin.to_owned())],
            ),
            (
                FR.ta("report-printed", &[("date", &dates::moment(FR, about.at))]),
                vec![Inline::text(counts(case, about.entries))],
            ),
            (t("check-kinds"), vec![Inline::text(kinds(content, case))]),
        ]),
        para(match about.masked {
            0 => t("report-nothing-masked"),
            count => FR.ta("report-some-masked", &[("count", &count)]),
        }),
    ];
    for (key, count) in [
        ("report-words-masked", about.hidden_words),
        ("report-parts-masked", about.hidden_parts),
    ] {
        if count > 0 {
            blocks.push(para(FR.ta(key, &[("count", &count)])));
        }
    }
    if !case.story.is_empty() {
        blocks.push(heading("report-story"));
        blocks.extend(
            case.story
                .split('\n')
                .filter(|line| !line.trim().is_empty())
                .map(para),
        );
    }
    blocks.extend(crate::timeline::report::blocks(
        content,
        case,
        about.at,
        about.partial,
    ));
    blocks.push(heading("report-chronology"));
    blocks.push(chronology(content, case));
    blocks.push(heading("report-pieces"));
    blocks.push(pieces(case, about.hidden));
    let checks = checks(case);
    if !checks.is_empty() {
        blocks.push(heading("report-checks"));
        blocks.push(Block::List {
            ordered: false,
            items: checks,
        });
    }
    if case.statements().next().is_some() {
        blocks.push(heading("report-statements"));
        blocks.extend(statements(case));
    }
    if !case.letters.is_empty() {
        blocks.push(heading("report-letters"));
        blocks.push(letters(content, case));
    }
    blocks.extend(record::steps(content, case));
    blocks.extend(diligence::blocks(case));
    blocks.push(heading("report-deadlines"));
    blocks.push(if about.partial {
        para(t("report-deadlines-partial"))
    } else {
        deadlines(content, case, about.at)
    });
    blocks.push(heading("report-method"));
    blocks.push(para(t("report-method-text")));
    blocks.push(Block::Heading(2, t("report-previous-head")));
    blocks.push(Block::Code(about.head.to_owned()));
    Doc {
        lang: "fr",
        title: if case.title.is_empty() {
            t("report-title")
        } else {
            case.title.clone()
        },
        date: paris_date(about.at),
        frame: Frame::Report,
        blocks,
        footer: about.origin.to_owned(),
    }
}

fn counts(case: &Case, entries: usize) -> String {
    [
        ("report-facts-count", case.facts.len()),
        ("report-pieces-count", case.pieces.len()),
        ("report-entries-count", entries),
    ]
    .map(|(key, count)| FR.ta(key, &[("count", &count)]))
    .join(", ")
}

fn kinds(content: &Content, case: &Case) -> String {
    let names: Vec<&str> = case
        .qualification
        .chosen
        .iter()
        .filter_map(|id| content.kind(id))
        .map(|kind| kind.name.get(GuideLang::Fr))
        .collect();
    if names.is_empty() {
        FR.t("report-none")
    } else {
        names.join(" ; ")
    }
}

/// Facts, letters sent and withdrawals on one line of time (N040).
fn chronology(content: &Content, case: &Case) -> Block {
    let mut lines: Vec<(String, Vec<Inline>, Vec<Inline>)> = case
        .facts
        .iter()
        .map(|fact| {
            let mut what = vec![Inline::text(fact.text.what.clone())];
            for address in [&fact.text.post, &fact.text.profile] {
                if !address.is_empty() {
                    what.extend([Inline::text(" "), Inline::Mono(address.clone())]);
                }
            }
            let numbers: Vec<String> = case
                .pieces
                .iter()
                .filter(|piece| piece.text.facts.contains(&fact.first))
                .map(|piece| piece.number.to_string())
                .collect();
            for (said, key) in [
                (!fact.text.told_by.is_empty(), "report-told-by"),
                (fact.text.held, "report-held"),
            ] {
                if said {
                    let who = FR.ta(key, &[("who", &fact.text.told_by)]);
                    what.push(Inline::text(format!(" ({who})")));
                }
            }
            if !numbers.is_empty() {
                what.push(Inline::Strong(format!(" (pièce {})", numbers.join(", "))));
            }
            let order = fact
                .text
                .when
                .first()
                .map(iso)
                .unwrap_or_else(|| "9999".to_owned());
            (
                order,
                vec![Inline::text(say::when(FR, &fact.text.when))],
                what,
            )
        })
        .collect();
    lines.extend(case.letters.iter().filter_map(|letter| {
        let sent = letter.sent.as_ref()?;
        let name = content.models.name(&letter.id);
        Some((
            iso(sent.on),
            vec![Inline::text(dates::day(FR, sent.on))],
            vec![Inline::text(format!(
                "{} : {} {}",
                FR.t("entry-sent"),
                name.map_or(letter.id.as_str(), |name| name.get(GuideLang::Fr)),
                sent.means
            ))],
        ))
    }));
    lines.extend(case.withdrawn.iter().map(|gone| {
        let on = paris_date(gone.at);
        (
            iso(on),
            vec![Inline::text(dates::day(FR, on))],
            vec![Inline::text(format!(
                "{} n° {} : {}",
                FR.t("report-piece"),
                gone.number,
                FR.t("report-withdrawn")
            ))],
        )
    }));
    for list in &case.imports {
        let piece = case.piece(list.of).map_or(0, |piece| piece.number);
        lines.extend(list.messages.iter().filter_map(|message| {
            let on = importing::day(message)?;
            let said = [&message.from, &message.subject, &message.text];
            let said: Vec<&str> = said.into_iter().map(String::as_str).collect();
            let said: Vec<&str> = said.into_iter().filter(|text| !text.is_empty()).collect();
            Some((
                iso(on),
                vec![Inline::text(importing::when(FR, message))],
                vec![
                    Inline::text(said.join(" : ")),
                    Inline::Strong(format!(" (pièce {piece})")),
                ],
            ))
        }));
    }
    if lines.is_empty() {
        return para(FR.t("report-none"));
    }
    lines.sort_by(|a, b| a.0.cmp(&b.0));
    Block::Table {
        caption: FR.t("report-chronology-caption"),
        head: vec![FR.t("report-date"), FR.t("report-fact")],
        widths: vec![2, 5],
        rows: lines
            .into_iter()
            .map(|(_, when, what)| vec![when, what])
            .collect(),
    }
}

fn pieces(case: &Case, hidden: &BTreeMap<u64, u32>) -> Block {
    let mut rows: Vec<(u32, Vec<Vec<Inline>>)> = case
        .pieces
        .iter()
        .map(|piece| {
            let name = if piece.name.is_empty() {
                "█".to_owned()
            } else {
                piece.name.clone()
            };
            let mut what = vec![Inline::text(if piece.text.caption.is_empty() {
                name
            } else {
                format!("{} ({name})", piece.text.caption)
            })];
            if !piece.text.address.is_empty() {
                what.extend([Inline::text(" "), Inline::Mono(piece.text.address.clone())]);
            }
            if let Some(nature) = piece.text.nature {
                let nature = FR.t(&["nature-", nature.name()].concat());
                what.push(Inline::text(format!(". {nature}")));
            }
            if let Some(link) = case.came_by(piece.seq) {
                let link = FR.t(&["report-came-", link.name()].concat());
                what.push(Inline::text(format!(". {link}")));
            }
            if !piece.text.transcript.is_empty() {
                let words = FR.ta("report-transcript", &[("words", &piece.text.transcript)]);
                what.push(Inline::text(format!(". {words}")));
            }
            let number = |seq| case.piece(seq).map(|piece| piece.number);
            let of = piece.copied.as_ref().and_then(Copied::original);
            let of = of.and_then(|of| number(of).or_else(|| hidden.get(&of).copied()));
            let said = of.map(|number| copy_of(FR, number)).unwrap_or_default();
            if !piece.text.caption.contains(&said) {
                what.push(Inline::text(format!(" ({said})")));
            }
            let row = vec![
                vec![Inline::text(piece.number.to_string())],
                what,
                vec![Inline::text(dates::moment(FR, piece.at))],
                vec![Inline::text(piece.class.letter())],
                vec![Inline::Mono(piece.sha256.to_string())],
            ];
            (piece.number, row)
        })
        .collect();
    // Their numbers are known by the gaps; nothing else of them is told.
    rows.extend(hidden.values().map(|number| {
        let said = [number.to_string(), FR.t("report-masked")];
        let mut row: Vec<Vec<Inline>> = said.map(|text| vec![Inline::text(text)]).into();
        row.resize(5, Vec::new());
        (*number, row)
    }));
    rows.extend(case.withdrawn.iter().map(|gone| {
        let row = vec![
            vec![Inline::text(gone.number.to_string())],
            vec![Inline::text(FR.t("report-withdrawn"))],
            vec![Inline::text(dates::moment(FR, gone.at))],
            Vec::new(),
            Vec::new(),
        ];
        (gone.number, row)
    }));
    if rows.is_empty() {
        return para(FR.t("report-none"));
    }
    rows.sort_by_key(|(number, _)| *number);
    Block::Table {
        caption: FR.t("report-pieces-caption"),
        head: vec![
            FR.t("report-number"),
            FR.t("report-piece"),
            FR.t("report-date"),
            FR.t("report-provenance"),
            FR.t("report-digest"),
        ],
        widths: vec![1, 5, 4, 2, 5],
        rows: rows.into_iter().map(|(_, row)| row).collect(),
    }
}

/// When each page was looked at again, and what was found (N037).
fn checks(case: &Case) -> Vec<Vec<Inline>> {
    let mut lines = Vec::new();
    for watched in &case.watches {
        let url = case.capture(watched.of).map(|capture| capture.url.as_str());
        for look in &watched.looks {
            let state = FR.t(&["look-", look.state.as_str()].concat());
            let date = dates::moment(FR, look.at);
            let said = FR.ta("watch-look", &[("date", &date), ("state", &state)]);
            lines.push(vec![
                Inline::Mono(url.unwrap_or_default().to_owned()),
                Inline::text(format!(" {said}")),
            ]);
        }
    }
    lines
}

/// What witnesses wrote through a link, each under her name (N039).
fn statements(case: &Case) -> Vec<Block> {
    let mut blocks = Vec::new();
    for one in case.statements() {
        blocks.push(Block::Heading(
            2,
            FR.ta("help-statement", &[("name", &one.name)]),
        ));
        let about = [&one.role, &one.when]
            .into_iter()
            .filter(|words| !words.is_empty());
        let about = about.map(String::as_str).collect::<Vec<_>>().join(" ; ");
        let date = dates::moment(FR, one.at);
        blocks.push(para(format!(
            "{} {about}",
            FR.ta("report-statement-received", &[("date", &date)])
        )));
        let lines = one.text.split('\n').filter(|line| !line.trim().is_empty());
        blocks.extend(lines.map(para));
    }
    blocks
}

fn letters(content: &Content, case: &Case) -> Block {
    let items = case
        .letters
        .iter()
        .map(|letter| {
            let name = content
                .models
                .name(&letter.id)
                .map_or(letter.id.as_str(), |text| text.get(GuideLang::Fr));
            let day = |key: &str, on| FR.ta(key, &[("date", &dates::day(FR, on))]);
            let state = match &letter.sent {
                Some(sent) => [
                    Some(day("letter-sent-done", sent.on)),
                    sent.received.map(|on| day("letter-received-done", on)),
                    sent.copied.map(|on| day("letter-copied-done", on)),
                    Some(sent.means.clone()),
                    Some(sent.tracking.clone()),
                ]
                .into_iter()
                .flatten()
                .filter(|said| !said.is_empty())
                .collect::<Vec<_>>()
                .join(". "),
                None if letter.final_sha256.is_some() => FR.t("letter-state-final"),
                None => FR.t("letter-state-draft"),
            };
            let mut line = vec![
                Inline::Strong(name.to_owned()),
                Inline::text(format!(" : {state}")),
            ];
            if let Some(digest) = letter.final_sha256 {
                line.extend([Inline::text(" "), Inline::Mono(digest.to_string())]);
            }
            line
        })
        .collect();
    Block::List {
        ordered: false,
        items,
    }
}

fn deadlines(content: &Content, case: &Case, at: Moment) -> Block {
    let items: Vec<Vec<Inline>> = plans::coming(content, case, paris_date(at))
        .into_iter()
        .map(|coming| {
            let mut line = vec![
                Inline::Strong(due_in_words(FR, coming.due, false)),
                Inline::text(format!(" : {}", coming.rule.name.get(GuideLang::Fr))),
            ];
            if coming.cautious {
                line.push(Inline::text(format!(
                    ". {}",
                    FR.t("plan-deadline-cautious")
                )));
            }
            line
        })
        .collect();
    if items.is_empty() {
        para(FR.t("report-none"))
    } else {
        Block::List {
            ordered: false,
            items,
        }
    }
}
