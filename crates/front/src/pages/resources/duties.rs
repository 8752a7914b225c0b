//! The duties of public staff, with the text in force, examples, and the risk as the text says it (N192, N194).

use super::view::{Block, Pen, Reading, Section};
use crate::pages::capability::Front;
use axum::extract::State;
use guide::law::State as Standing;
use ui::{Answer, Ctx};

/// The page.
pub async fn get(State(front): State<Front>, ctx: Ctx) -> Answer {
    let content = front.dossiers.content;
    let pen = Pen { ctx: &ctx, content };
    let today = front.today();
    let sections = content.library().duties.iter().map(|duty| {
        let texts = duty.articles.iter().filter_map(|id| content.article(id));
        let says = texts.map(|article| pen.french(&*article.summary));
        let rows = [
            pen.row("duty-examples", pen.all(&duty.example)),
            pen.row("duty-risk", vec![pen.say(&duty.risk)]),
            pen.row("duty-text", pen.cited(&duty.articles)),
            pen.row("duty-summary", says.collect()),
            pen.row("duty-kinds", pen.kinds(&duty.kinds)),
        ];
        let mut blocks = vec![
            Block::Text(pen.say(&duty.plain)),
            Block::Rows(rows.into_iter().flatten().collect()),
        ];
        if let Some(message) = &duty.message {
            blocks.push(Block::Text(pen.t("duty-message")));
            blocks.push(Block::Copy(vec![pen.say(message)]));
        }
        blocks.push(Block::Hint(pen.checked(
            duty.checked,
            Standing::EnVigueur,
            None,
            today,
        )));
        Section {
            id: duty.id.clone(),
            title: pen.say(&duty.name),
            blocks,
            ..Section::default()
        }
    });
    let sections = sections.collect();
    let blocks = vec![Block::Inset(pen.t("duties-scale"))];
    let mut page = Reading {
        blocks,
        sections,
        ..Reading::new(ctx, "duties-title", "duties-lead")
    };
    page.jump();
    Ok(page.answer())
}
