//! The glossary: a word, its definition, its source (N197).

use super::urls;
use super::view::{Block, Pen, Reading, Section};
use crate::pages::capability::Front;
use axum::extract::State;
use guide::law::State as Standing;
use ui::{Answer, Ctx, Url};

/// The page.
pub async fn get(State(front): State<Front>, ctx: Ctx) -> Answer {
    let content = front.dossiers.content;
    let library = content.library();
    let pen = Pen { ctx: &ctx, content };
    let today = front.today();
    let sections = library.glossary.iter().map(|term| {
        let mut blocks = vec![Block::Text(pen.say(&term.definition))];
        blocks.extend(term.not.as_ref().map(|not| Block::Text(pen.say(not))));
        let cases = library
            .cases
            .iter()
            .filter(|case| case.terms.contains(&term.id));
        let cases = cases.map(|case| pen.say(&case.title).to(urls::Case(case.id.clone()).path()));
        let source = content.law.sources.get(&term.source);
        let rows = [
            pen.row("word-texts", pen.cited(&term.articles)),
            pen.row("word-cases", cases.collect()),
            pen.row(
                "word-source",
                source
                    .iter()
                    .map(|source| pen.french(&*source.name))
                    .collect(),
            ),
        ];
        blocks.push(Block::Rows(rows.into_iter().flatten().collect()));
        blocks.push(Block::Hint(pen.checked(
            term.checked,
            Standing::EnVigueur,
            None,
            today,
        )));
        Section {
            id: term.id.clone(),
            title: pen.say(&term.term),
            blocks,
            ..Section::default()
        }
    });
    let sections = sections.collect();
    let mut page = Reading {
        sections,
        ..Reading::new(ctx, "words-title", "words-lead")
    };
    page.jump();
    Ok(page.answer())
}
