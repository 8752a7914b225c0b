//! For whoever leads a school: what to set up when a member of staff is attacked, the list that the reminder of duty quotes
//! (N165), what to do when a parent complains (N183), what may engage liability and the documents that reduce it (N063).

use super::view::{Block, Pen, Reading, Section};
use crate::pages::capability::Front;
use axum::extract::State;
use guide::plan::When;
use ui::{Answer, Ctx};

/// The page.
pub async fn get(State(front): State<Front>, ctx: Ctx) -> Answer {
    let content = front.dossiers.content;
    let pen = Pen { ctx: &ctx, content };
    let today = front.today();
    let sections = content.situations.liability.iter().map(|entry| {
        let whom = entry.statuses.iter().filter_map(|id| content.staff(id));
        let rows = [
            pen.row("head-reduces", vec![pen.say(&entry.reduces)]),
            pen.row(
                "head-letter",
                entry
                    .letter
                    .iter()
                    .filter_map(|id| pen.letter(id))
                    .collect(),
            ),
            pen.row(
                "head-deadline",
                entry
                    .deadline
                    .iter()
                    .filter_map(|id| pen.deadline(id))
                    .collect(),
            ),
            pen.row(
                "head-whom",
                whom.map(|staff| pen.say(&staff.name)).collect(),
            ),
            pen.row("head-kinds", pen.kinds(&entry.kinds)),
            pen.row("head-texts", pen.cited(&entry.articles)),
        ];
        Section {
            id: entry.id.clone(),
            title: pen.say(&entry.engages),
            blocks: vec![
                Block::Rows(rows.into_iter().flatten().collect()),
                Block::Hint(pen.checked(entry.checked, entry.state, Some(entry.confidence), today)),
            ],
            ..Section::default()
        }
    });
    let lists = content.situations.checklists.iter();
    let lists = lists.filter(|list| matches!(list.when, When::Told | When::Head));
    let lists = lists.map(|list| {
        let rows = [
            pen.row(
                "head-letter",
                list.letters
                    .iter()
                    .filter_map(|id| pen.letter(id))
                    .collect(),
            ),
            pen.row("head-texts", pen.cited(&list.articles)),
        ];
        Section {
            id: list.id.clone(),
            title: pen.say(&list.title),
            blocks: vec![
                Block::List(list.item.iter().map(|item| pen.say(&item.text)).collect()),
                Block::Rows(rows.into_iter().flatten().collect()),
                Block::Hint(pen.checked(list.checked, list.state, Some(list.confidence), today)),
            ],
            ..Section::default()
        }
    });
    let sections = lists.chain(sections).collect();
    let blocks = vec![Block::Inset(pen.t("head-careful"))];
    Ok(Reading {
        blocks,
        sections,
        print: true,
        ..Reading::new(ctx, "head-title", "head-lead")
    }
    .answer())
}
