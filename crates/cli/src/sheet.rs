//! The bordereau of a dossier sealed without a server.

use bundle::LocalDossier;
use kernel::date::paris_date;
use kernel::doc::{Block, Doc, Frame, Inline, para};
use ui::{Lang, Words, dates};

/// The document: what was sealed, by whom, and what that proves.
pub fn of(local: &LocalDossier) -> Doc {
    let w = Words(Lang::Fr);
    let mut blocks = vec![
        Block::Terms(vec![
            (
                w.t("report-reference"),
                vec![Inline::Mono(local.origin.clone())],
            ),
            (w.t("sheet-key"), vec![Inline::Mono(local.key.to_string())]),
            (
                w.t("report-date"),
                vec![Inline::text(dates::moment(w, local.at))],
            ),
        ]),
        Block::Note(vec![Inline::text(w.t("sheet-alone"))]),
    ];
    if let Some(story) = &local.story {
        blocks.push(Block::Heading(1, w.t("report-story")));
        blocks.extend(
            story
                .split('\n')
                .filter(|line| !line.trim().is_empty())
                .map(para),
        );
    }
    blocks.push(Block::Heading(1, w.t("report-pieces")));
    blocks.push(if local.pieces.is_empty() {
        para(w.t("report-none"))
    } else {
        Block::Table {
            caption: w.t("report-pieces-caption"),
            head: vec![
                w.t("report-number"),
                w.t("report-piece"),
                w.t("piece-size"),
                w.t("report-digest"),
            ],
            widths: vec![1, 5, 2, 5],
            rows: local
                .pieces
                .iter()
                .map(|piece| {
                    vec![
                        vec![Inline::text(piece.number.to_string())],
                        vec![Inline::text(piece.name.clone())],
                        vec![Inline::text(piece.bytes.to_string())],
                        vec![Inline::Mono(piece.sha256.to_string())],
                    ]
                })
                .collect(),
        }
    });
    blocks.push(Block::Heading(1, w.t("report-method")));
    blocks.push(para(w.t("report-method-text")));
    Doc {
        lang: "fr",
        title: w.t("report-title"),
        date: paris_date(local.at),
        frame: Frame::Report,
        blocks,
        footer: local.origin.clone(),
    }
}
