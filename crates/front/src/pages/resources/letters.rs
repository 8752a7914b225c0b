//! The letters: what each is for, to whom, the date it opens, what it needs.

use super::urls;
use super::view::{Block, Line, Pen, Reading, Section};
use crate::pages::capability::Front;
use crate::pages::urls as front;
use axum::extract::State;
use guide::law::Text;
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

/// What a letter is for: the reasons of the steps that send it, each once.
fn reasons(pen: &Pen<'_>, letter: &str) -> Vec<Line> {
    let situations = &pen.content.situations;
    let actions = situations.actions.iter();
    let own = actions
        .filter(|action| sends(action, letter))
        .map(|action| &action.why);
    let steps = situations.kinds.iter().flat_map(|kind| &kind.step);
    let steps = steps.filter(|step| step.letter.as_deref() == Some(letter));
    let steps = steps.filter_map(|step| {
        let action = situations
            .actions
            .get(&step.action)
            .map(|action| &action.why);
        step.why.as_ref().or(action)
    });
    let mut all: Vec<&Text> = Vec::new();
    for why in own.chain(steps) {
        if !all.contains(&why) {
            all.push(why);
        }
    }
    pen.all(all)
}

/// The page.
pub async fn get(State(front): State<Front>, ctx: Ctx) -> Answer {
    let content = front.dossiers.content;
    let pen = Pen { ctx: &ctx, content };
    let section = |card: Card<'_>| {
        let why = reasons(&pen, card.id);
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
            pen.row("letters-for", why),
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
