//! The letters: what each is for, to whom, the date it opens, what it needs.

use super::urls;
use super::view::{Block, Line, Pen, Reading, Section};
use crate::pages::capability::Front;
use crate::pages::urls as front;
use axum::extract::State;
use guide::letters::Card;
use guide::plan::Action;
use ui::{Answer, Ctx, Url};

/// Whether the action sends that letter.
fn sends(action: &Action, letter: &str) -> bool {
    let primary = action.primary.iter().chain(&action.elsewhere);
    let own = [&action.letter, &action.letter_after].into_iter().flatten();
    own.chain(action.letter_by_author.values())
        .chain(primary.filter_map(|other| other.letter.as_ref()))
        .any(|id| id == letter)
}

/// The page.
pub async fn get(State(front): State<Front>, ctx: Ctx) -> Answer {
    let content = front.dossiers.content;
    let pen = Pen { ctx: &ctx, content };
    let section = |card: Card<'_>| {
        let actions = content.situations.actions.iter();
        let why = actions.filter(|action| sends(action, card.id));
        let to = card.to.iter().filter_map(|id| {
            if *id == "@chef" {
                Some(pen.t("letters-to-head"))
            } else {
                pen.authority(id)
            }
        });
        let kinds = content
            .kinds()
            .filter(|kind| kind.letters.iter().any(|id| id == card.id));
        let kinds = kinds.map(|kind| {
            pen.say(&kind.name)
                .to(urls::Situation(kind.id.clone()).path())
        });
        let rows = [
            pen.row(
                "letters-for",
                why.map(|action| pen.say(&action.why)).collect(),
            ),
            pen.row("letters-to", to.collect()),
            pen.row("letters-how", vec![pen.say(card.how)]),
            pen.row("letters-needs", pen.all(card.needs.iter().copied())),
            pen.row(
                "letters-opens",
                card.opens
                    .iter()
                    .filter_map(|id| pen.deadline(id))
                    .collect(),
            ),
            pen.row("letters-kinds", kinds.collect()),
        ];
        Section {
            id: card.id.to_owned(),
            title: pen.say(card.name),
            blocks: vec![Block::Rows(rows.into_iter().flatten().collect())],
            ..Section::default()
        }
    };
    let sections = content.models.cards().map(section).collect();
    let blocks = vec![
        Block::Text(pen.t("letters-write")),
        Block::Button(Line::of(ctx.t("situation-tell")).to(front::Story.path())),
    ];
    let mut page = Reading {
        blocks,
        sections,
        ..Reading::new(ctx, "letters-page-title", "letters-page-lead")
    };
    page.jump();
    Ok(page.answer())
}
