//! Practical cases in the form of the DRANE's: objectives, situation, problems, elements of thought, recommendations,
//! resources, audience and version (N196).

use super::urls;
use super::view::{Block, Line, Pen, Reading, Section, at};
use crate::pages::capability::Front;
use axum::extract::{Path, Query, State};
use guide::library::{Audience, Case};
use kernel::Code;
use ui::{Answer, Ctx, Url};

/// What a filter's link says.
#[derive(serde::Deserialize)]
pub struct Filter {
    #[serde(default)]
    sujet: String,
}

/// All of them, or those about one kind.
pub async fn list(State(front): State<Front>, Query(filter): Query<Filter>, ctx: Ctx) -> Answer {
    let content = front.dossiers.content;
    let pen = Pen { ctx: &ctx, content };
    let about = content.kind(&filter.sujet);
    let shown = content
        .library()
        .cases
        .iter()
        .filter(|case| about.is_none_or(|kind| case.kinds.contains(&kind.id)));
    let entry = |case: &Case| {
        let link = pen.say(&case.title).to(urls::Case(case.id.clone()).path());
        (link, pen.say(&case.situation))
    };
    let index = shown.map(entry).collect();
    let mut jumps = vec![pen.t("cases-all").to(urls::Cases.path())];
    for kind in content.kinds() {
        if content.library().cases_of(&kind.id).next().is_some() {
            jumps.push(
                pen.say(&kind.name)
                    .to(urls::Cases.query(&[("sujet", &kind.id)])),
            );
        }
    }
    let blocks = about
        .map(|kind| {
            let name = kind.name.get(pen.lang());
            Block::Text(Line::of(ctx.ta("cases-about", &[("kind", &name)])))
        })
        .into_iter()
        .chain([Block::Index(index)])
        .collect();
    let jumps_name = ctx.t("cases-filter");
    Ok(Reading {
        jumps,
        jumps_name,
        blocks,
        ..Reading::new(ctx, "cases-title", "cases-lead")
    }
    .answer())
}

fn audience(pen: &Pen<'_>, case: &Case) -> String {
    let name = |audience: &Audience| match audience {
        Audience::Direction => pen.ctx.t("case-for-heads"),
        Audience::Formateurs => pen.ctx.t("case-for-trainers"),
        Audience::Referents => pen.ctx.t("case-for-contacts"),
        Audience::Personnels => pen.ctx.t("case-for-staff"),
    };
    case.audience
        .iter()
        .map(name)
        .collect::<Vec<_>>()
        .join(", ")
}

/// One of them, ready to print.
pub async fn one(State(front): State<Front>, Path(id): Path<String>, ctx: Ctx) -> Answer {
    let content = front.dossiers.content;
    let library = content.library();
    let case = library.cases.get(&id).ok_or(Code::NotFound)?;
    let pen = Pen { ctx: &ctx, content };
    let part = |key: &str, block: Block| Section {
        title: pen.t(key),
        blocks: vec![block],
        ..Section::default()
    };
    let said = case.recommendations.iter().map(|said| &said.text);
    let resources = case
        .resources
        .iter()
        .filter_map(|id| library.resources.get(id));
    let resources = resources.map(|found| pen.say(&found.title).to(at(&urls::Links, &found.id)));
    let terms = case.terms.iter().filter_map(|id| library.glossary.get(id));
    let terms = terms.map(|term| {
        let link = pen.say(&term.term).to(at(&urls::Glossary, &term.id));
        (link, pen.say(&term.definition))
    });
    let sections = vec![
        part("case-objectives", Block::List(pen.all(&case.objectives))),
        part("case-situation", Block::Text(pen.say(&case.situation))),
        part("case-problems", Block::List(pen.all(&case.problems))),
        part("case-thoughts", Block::List(pen.all(&case.thoughts))),
        part("case-recommendations", Block::Numbers(pen.all(said))),
        part("case-resources", Block::List(resources.collect())),
        part("case-terms", Block::Index(terms.collect())),
        part("case-texts", Block::List(pen.cited(&case.articles))),
        part("case-kinds", Block::List(pen.kinds(&case.kinds))),
        Section {
            blocks: vec![Block::Hint(pen.checked(
                case.checked,
                case.state,
                Some(case.confidence),
                front.today(),
            ))],
            title: pen.t("case-version"),
            ..Section::default()
        },
    ];
    let version = ctx.ta(
        "case-lead",
        &[
            ("audience", &audience(&pen, case)),
            ("version", &case.version),
        ],
    );
    let title = pen.say(&case.title);
    Ok(Reading {
        title,
        lead: Line::of(version),
        jumps: Vec::new(),
        jumps_name: String::new(),
        blocks: Vec::new(),
        sections,
        print: true,
        ctx: ctx.with_back(&urls::Cases),
    }
    .answer())
}
