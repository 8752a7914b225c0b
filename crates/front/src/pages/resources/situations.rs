//! Each kind of situation: what it is, the first hour, the steps, the dates, the letters, and somebody human.

use super::urls;
use super::view::{Block, Line, Pen, Reading, Row, Section};
use crate::pages::capability::Front;
use crate::pages::urls as front;
use axum::extract::{Path, State};
use guide::answers::Filter;
use guide::law::Text;
use guide::plan::{Kind, Situation, plan};
use kernel::Code;
use news::pages::urls as published;
use ui::{Answer, Ctx, Url};

/// All of them, in order.
pub async fn list(State(front): State<Front>, ctx: Ctx) -> Answer {
    let content = front.dossiers.content;
    let pen = Pen { ctx: &ctx, content };
    let entry = |kind: &Kind| {
        let link = pen
            .say(&kind.name)
            .to(urls::Situation(kind.id.clone()).path());
        (link, pen.say(&kind.line))
    };
    let index = content.kinds().map(entry).collect();
    let mut page = Reading::new(ctx, "situations-title", "situations-lead");
    page.blocks = vec![
        Block::Index(index),
        Block::Text(page_link(&page.ctx, "hub-risks", &urls::Risks)),
    ];
    Ok(page.answer())
}

fn page_link(ctx: &Ctx, key: &str, to: &impl Url) -> Line {
    Line::of(ctx.t(key)).to(to.path())
}

/// One of them.
pub async fn one(State(front): State<Front>, Path(id): Path<String>, ctx: Ctx) -> Answer {
    let content = front.dossiers.content;
    let kind = content.kind(&id).ok_or(Code::NotFound)?;
    let pen = Pen { ctx: &ctx, content };
    let today = front.today();
    let found = plan(content, &Situation::of(&[&kind.id]), today);

    let mut sections = Vec::new();
    let mut part = |key: &str, blocks: Vec<Block>| {
        if !blocks.iter().all(Block::is_empty) {
            sections.push(Section {
                title: pen.t(key),
                blocks,
                ..Section::default()
            });
        }
    };
    let acts = pen.all(kind.first_hour.iter().map(|first| &first.act));
    part("situation-first", vec![Block::Numbers(acts)]);
    let steps = found.steps.iter().map(|step| {
        let mut line = pen.say(&step.when);
        if let Some(letter) = step.letter.as_deref().and_then(|id| pen.letter(id)) {
            line.text = format!("{} · {}", line.text, letter.text);
        }
        (pen.say(&step.title), line)
    });
    part("situation-steps", vec![Block::Index(steps.collect())]);
    let primary = kind.primary_school.as_ref();
    let primary = primary.map(|text| Block::Text(pen.say(text)));
    part("situation-primary", primary.into_iter().collect());
    let avoid = kind.avoid.iter().map(|avoid| {
        let (what, why) = (avoid.what.get(pen.lang()), avoid.why.get(pen.lang()));
        Line::of(format!("{what} {why}"))
    });
    part("situation-avoid", vec![Block::List(avoid.collect())]);
    let why_none = |text: &Option<Text>| {
        text.iter()
            .map(|text| Block::Text(pen.say(text)))
            .collect::<Vec<_>>()
    };
    let dates = kind.deadlines.iter().filter_map(|id| pen.deadline(id));
    let mut blocks = why_none(&kind.no_deadline);
    blocks.push(Block::List(dates.collect()));
    part("situation-dates", blocks);
    let letters = kind.letters.iter().filter_map(|id| pen.letter(id));
    let mut blocks = why_none(&kind.no_letter);
    blocks.push(Block::List(letters.collect()));
    part("situation-letters", blocks);
    let human = found.contacts.iter().filter(|contact| contact.support);
    let human = human.map(|contact| Row {
        name: pen.say(&contact.name),
        lines: pen.all(&contact.contact),
    });
    part("situation-support", vec![Block::Rows(human.collect())]);
    let contacts = kind.contacts.iter().filter_map(|id| pen.authority(id));
    part("situation-contacts", vec![Block::List(contacts.collect())]);
    let offences = kind.offences.iter().filter_map(|id| content.offence(id));
    let offences = offences.map(|offence| Row {
        name: pen.say(&offence.name),
        lines: pen.cited(&offence.articles),
    });
    part("situation-offences", vec![Block::Rows(offences.collect())]);
    let about = Filter {
        kind: Some(&kind.id),
        ..Filter::default()
    };
    let answers = content.answers_for(about);
    let answers: Vec<Line> = answers.map(|answer| pen.answer(answer)).collect();
    part("situation-answers", vec![Block::List(answers)]);
    let cases = content.library().cases_of(&kind.id);
    let cases = cases.map(|case| pen.say(&case.title).to(urls::Case(case.id.clone()).path()));
    part("situation-cases", vec![Block::List(cases.collect())]);

    let [articles, episodes] = front.news.about(&kind.id).await?;
    let article = |(number, title)| Line::of(title).to(published::One(number).path());
    let episode = |(number, title)| Line::of(title).to(published::Episode(number).path());
    let links = articles.into_iter().map(article);
    let links = links.chain(episodes.into_iter().map(episode));
    let links = links.map(|line: Line| Line {
        french: true,
        ..line
    });
    part("situation-published", vec![Block::List(links.collect())]);

    let mut blocks = Vec::new();
    if let Some(urgent) = &kind.urgent_if {
        blocks.push(Block::Inset(pen.say(urgent)));
    }
    blocks.push(Block::Button(page_link(
        &ctx,
        "situation-tell",
        &front::Story,
    )));
    let title = pen.say(&kind.name);
    let lead = pen.say(&kind.line);
    let page = Reading {
        title,
        lead,
        jumps: Vec::new(),
        jumps_name: String::new(),
        blocks,
        sections,
        print: true,
        ctx: ctx.with_back(&urls::Situations),
    };
    Ok(page.answer())
}
