//! The time limits, each with its rule and its source.

use super::view::{Block, Line, Pen, Reading, Row, Section, sure};
use crate::pages::capability::Front;
use axum::extract::State;
use dossier::pages::say;
use guide::deadline::in_words;
use guide::law::{Nature, Rule};
use ui::{Answer, Ctx, Words, dates};

/// What the limits do, the first to be known first.
const NATURES: [(&[Nature], &str); 4] = [
    (
        &[Nature::Forclusion, Nature::Maximum, Nature::Minimum],
        "delays-own",
    ),
    (&[Nature::ObligationAgent], "delays-duty"),
    (&[Nature::Attente], "delays-wait"),
    (
        &[Nature::ObligationTiers, Nature::Conservation],
        "delays-others",
    ),
];

/// A day, perhaps with an hour (`2026-11-20T18:00`), as people say it.
fn when(w: Words, text: &str) -> String {
    let (day, hour) = text.split_once('T').unwrap_or((text, ""));
    let said = kernel::date::parse(day).map(|day| dates::plain_day(w, day));
    let said = said.unwrap_or_else(|| day.to_owned());
    if hour.is_empty() {
        said
    } else {
        [said.as_str(), ", ", &say::hour(w, hour)].concat()
    }
}

/// The page.
pub async fn get(State(front): State<Front>, ctx: Ctx) -> Answer {
    let content = front.dossiers.content;
    let pen = Pen { ctx: &ctx, content };
    let today = front.today();
    let entry = |rule: &Rule| {
        let of = |texts: &[String]| texts.iter().map(|text| pen.french(text.as_str())).collect();
        let example = rule.example_from.as_ref().zip(rule.example_due.as_ref());
        let example = example.map(|(from, due)| {
            let said = |text: &str| when(ctx.w, text);
            Line::of(ctx.ta(
                "delay-example-words",
                &[("from", &said(from)), ("due", &said(due))],
            ))
        });
        let rows: Vec<Row> = [
            pen.row(
                "delay-rule",
                vec![Line::of(in_words(&content.law, rule, pen.lang()))],
            ),
            pen.row("delay-starts", vec![pen.say(&rule.starts)]),
            pen.row("delay-example", example.into_iter().collect()),
            pen.row("delay-effect", vec![pen.french(&*rule.effect)]),
            pen.row("delay-interrupts", of(&rule.interrupts)),
            pen.row("delay-suspends", of(&rule.suspends)),
            pen.row("delay-no-effect", of(&rule.no_effect)),
            pen.row("delay-note", vec![pen.french(&*rule.note)]),
            pen.row("delay-texts", pen.cited(&rule.articles)),
        ]
        .into_iter()
        .flatten()
        .collect();
        Section {
            id: rule.id.clone(),
            title: pen.say(&rule.name),
            inner: true,
            blocks: vec![
                Block::Rows(rows),
                Block::Hint(pen.checked(
                    rule.checked,
                    rule.state,
                    sure(rule.confidence, &rule.how),
                    today,
                )),
            ],
            ..Section::default()
        }
    };
    let mut sections = Vec::new();
    for (natures, key) in NATURES {
        sections.push(Section {
            id: key.to_owned(),
            title: pen.t(key),
            ..Section::default()
        });
        let rules = content.law.deadlines.iter();
        sections.extend(
            rules
                .filter(|rule| natures.contains(&rule.nature))
                .map(entry),
        );
    }
    let blocks = vec![Block::Inset(pen.t("delays-careful"))];
    let mut page = Reading {
        blocks,
        sections,
        ..Reading::new(ctx, "delays-title", "delays-lead")
    };
    page.jump();
    Ok(page.answer())
}
