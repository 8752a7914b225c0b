//! For the class: what each behaviour risks, ready lessons, and inviting somebody.

use super::urls;
use super::view::{Block, Line, Pen, Reading, Section, at, sure};
use crate::pages::capability::Front;
use axum::extract::State;
use guide::law::State as Standing;
use ui::{Answer, Ctx, Url};

/// What each behaviour risks, in a teenager's words (N201).
pub async fn teenagers(State(front): State<Front>, ctx: Ctx) -> Answer {
    let content = front.dossiers.content;
    let pen = Pen { ctx: &ctx, content };
    let today = front.today();
    let sections = content.risks_for_teenagers().into_iter().map(|risk| {
        let texts = risk.articles.join(" ; ");
        let rows = [
            pen.row("teen-may", vec![pen.say(&risk.offence)]),
            pen.row("teen-penalty", vec![pen.french(risk.penalty)]),
            pen.row("teen-repair", vec![pen.say(risk.repair)]),
            pen.row("teen-texts", vec![pen.french(texts)]),
        ];
        Section {
            id: risk.id.to_owned(),
            title: pen.say(risk.act),
            blocks: vec![
                Block::Text(pen.say(risk.plain)),
                Block::Rows(rows.into_iter().flatten().collect()),
                Block::Hint(pen.checked(risk.checked, Standing::EnVigueur, None, today)),
            ],
            ..Section::default()
        }
    });
    let sections: Vec<Section> = sections.collect();
    let age = content.article("cjpm-l11-1").map(|article| {
        let how = sure(article.confidence, &article.how);
        let since = pen.checked(article.checked, article.state, how, today);
        [
            Block::Hint(pen.french(article.citation.as_str())),
            Block::Hint(since),
        ]
    });
    let mut blocks = vec![Block::Inset(pen.t("teen-age"))];
    blocks.extend(age.into_iter().flatten());
    blocks.extend([
        Block::Text(pen.t("teen-help")),
        Block::Text(pen.t("hub-lessons").to(urls::Lessons.path())),
    ]);
    let mut page = Reading {
        blocks,
        sections,
        print: true,
        ..Reading::new(ctx, "teen-title", "teen-lead")
    };
    page.jump();
    Ok(page.answer())
}

/// Ready lessons (N203), and inviting a speaker (N202).
pub async fn lessons(State(front): State<Front>, ctx: Ctx) -> Answer {
    let content = front.dossiers.content;
    let library = content.library();
    let pen = Pen { ctx: &ctx, content };
    let today = front.today();
    let mut sections: Vec<Section> = Vec::new();
    for lesson in &library.lessons {
        let pages = lesson
            .behaviours
            .iter()
            .filter_map(|id| library.behaviours.get(id));
        let pages = pages.map(|page| pen.say(&page.act).to(at(&urls::Teenagers, &page.id)));
        let how = ctx.ta(
            "lesson-how-long",
            &[
                ("level", &lesson.level.get(pen.lang())),
                ("minutes", &lesson.minutes),
            ],
        );
        let rows = [
            pen.row("lesson-first", vec![pen.say(&lesson.first)]),
            pen.row("lesson-aims", pen.all(&lesson.aim)),
            pen.row("lesson-steps", pen.all(&lesson.step)),
            pen.row("lesson-rules", pen.all(&lesson.rule)),
            pen.row("lesson-pages", pages.collect()),
            pen.row("lesson-texts", pen.cited(&lesson.articles)),
            pen.row("lesson-kinds", pen.kinds(&lesson.kinds)),
        ];
        sections.push(Section {
            id: lesson.id.clone(),
            title: pen.say(&lesson.title),
            blocks: vec![
                Block::Text(Line::of(how)),
                Block::Rows(rows.into_iter().flatten().collect()),
                Block::Hint(pen.checked(lesson.checked, lesson.state, None, today)),
            ],
            ..Section::default()
        });
    }
    for speaker in &library.speakers {
        sections.push(Section {
            id: speaker.id.clone(),
            title: pen.say(&speaker.title),
            blocks: vec![
                Block::Text(pen.say(&speaker.who)),
                Block::Text(pen.t("speaker-letter")),
                Block::Copy(pen.all(&speaker.letter)),
                Block::Text(pen.t("speaker-prepare")),
                Block::List(pen.all(&speaker.prepare)),
                Block::Hint(pen.checked(speaker.checked, speaker.state, None, today)),
            ],
            ..Section::default()
        });
    }
    let mut page = Reading {
        sections,
        print: true,
        ..Reading::new(ctx, "lessons-title", "lessons-lead")
    };
    page.jump();
    Ok(page.answer())
}
