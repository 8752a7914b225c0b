//! Questions that come back, with our answer: by situation, profession and level, each to print (N006, N008). A filter stands
//! in the address: it names a subject that everybody may read, and nothing that was typed.

use super::urls;
use super::view::{Block, Line, Pen, Reading, Section, at};
use crate::pages::capability::Front;
use crate::pages::urls as front;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::IntoResponse;
use guide::answers::{Answer as Known, Filter, Fresh, Level, Profession, paragraphs};
use guide::law::{Confidence, State as Standing};
use kernel::Code;
use time::Date;
use ui::form::Select;
use ui::{Answer, Ctx, Form, Page, Url, dates};

/// What the filters say; what is not known filters nothing.
#[derive(serde::Deserialize)]
pub struct Asked {
    #[serde(default)]
    sujet: String,
    #[serde(default)]
    metier: String,
    #[serde(default)]
    niveau: String,
}

/// The answers first about one kind.
struct Group {
    name: Line,
    answers: Vec<(Line, Line)>,
}

#[derive(Template)]
#[template(path = "front_answers.html")]
struct Answers {
    ctx: Ctx,
    form: Form,
    kinds: Vec<(String, String)>,
    count: usize,
    filtered: bool,
    groups: Vec<Group>,
}

impl Answers {
    fn any(&self, field: &str, label: &str) -> Select {
        let select = self.form.select(field).label(self.ctx.t(label));
        select.option("", self.ctx.t("answers-any"))
    }

    fn kind(&self) -> Select {
        self.kinds
            .iter()
            .fold(self.any("sujet", "answers-kind"), |select, (id, name)| {
                select.option(id, name)
            })
    }

    fn profession(&self) -> Select {
        let any = self.any("metier", "answers-profession");
        Profession::ALL.into_iter().fold(any, |select, one| {
            select.option(one.name(), profession(&self.ctx, one))
        })
    }

    fn level(&self) -> Select {
        let any = self.any("niveau", "answers-level");
        Level::ALL.into_iter().fold(any, |select, one| {
            select.option(one.name(), level(&self.ctx, one))
        })
    }
}

fn profession(ctx: &Ctx, one: Profession) -> String {
    ctx.t(&["profession-", one.name()].concat())
}

fn level(ctx: &Ctx, one: Level) -> String {
    ctx.t(&["level-", one.name()].concat())
}

/// All of them, or those that fit.
pub async fn list(State(front): State<Front>, Query(asked): Query<Asked>, ctx: Ctx) -> Answer {
    let content = front.dossiers.content;
    let pen = Pen { ctx: &ctx, content };
    let kind = content.kind(&asked.sujet);
    let profession = Profession::ALL
        .into_iter()
        .find(|one| one.name() == asked.metier);
    let level = Level::ALL
        .into_iter()
        .find(|one| one.name() == asked.niveau);
    let filter = Filter {
        kind: kind.map(|kind| kind.id.as_str()),
        profession,
        level,
    };
    let fit: Vec<&Known> = content.answers_for(filter).collect();
    let link = |answer: &&Known| (pen.answer(answer), pen.say(&answer.short));
    // What was asked first, then the other situations in their order.
    let others = content
        .kinds()
        .filter(|other| kind.is_none_or(|kind| kind.id != other.id));
    let groups = kind.into_iter().chain(others).filter_map(|kind| {
        let answers = fit.iter().filter(|answer| answer.kind() == kind.id);
        let answers: Vec<(Line, Line)> = answers.map(link).collect();
        let name = pen.kinds([&kind.id]).pop()?;
        (!answers.is_empty()).then_some(Group { name, answers })
    });
    let groups = groups.collect();
    let kinds = content
        .kinds()
        .map(|kind| (kind.id.clone(), pen.say(&kind.name).text))
        .collect();
    let form = Form::new(&ctx, &urls::Answers)
        .value("sujet", filter.kind.unwrap_or_default())
        .value("metier", profession.map_or("", Profession::name))
        .value("niveau", level.map_or("", Level::name));
    Ok(Page::new(Answers {
        count: fit.len(),
        filtered: kind.is_some() || profession.is_some() || level.is_some(),
        form,
        kinds,
        groups,
        ctx: ctx.with_back(&urls::Resources),
    })
    .into_response())
}

/// « Réponse de référence, relue le … », and how sure we are of it.
fn read(pen: &Pen<'_>, answer: &Known, today: Date) -> Vec<Block> {
    let day = dates::plain_day(pen.ctx.w, answer.checked);
    let mut blocks = vec![Block::Hint(Line::of(
        pen.ctx.ta("canon-read", &[("date", &day)]),
    ))];
    if let Some(state) = pen.content.state_of(answer) {
        let day = dates::plain_day(pen.ctx.w, state);
        let said = pen.ctx.ta("canon-state", &[("date", &day)]);
        blocks.push(Block::Hint(Line::of(said)));
    }
    let sure = match (answer.state, answer.confidence) {
        (Standing::AVerifier | Standing::Remplace, _) | (_, Confidence::Low) => "canon-low",
        (_, Confidence::Medium) => "canon-medium",
        (_, Confidence::High) => "canon-high",
    };
    blocks.push(Block::Hint(pen.t(sure)));
    match pen.content.fresh(answer, today) {
        Fresh::Old => blocks.push(Block::Inset(pen.t("canon-old"))),
        Fresh::LawMoved => blocks.push(Block::Inset(pen.t("canon-moved"))),
        Fresh::Yes => {}
    }
    if answer.state == Standing::AVerifier
        && let Some(open) = &answer.open
    {
        let open = pen.say(open);
        blocks.push(Block::Inset(Line::of(
            pen.ctx.ta("canon-open", &[("open", &open.text)]),
        )));
    }
    blocks
}

/// For whom it is specially; nothing when it is for everybody.
fn readers(pen: &Pen<'_>, answer: &Known) -> Option<Block> {
    let professions = answer.professions.iter();
    let professions = professions.map(|one| profession(pen.ctx, *one));
    let levels = answer.levels.iter().map(|one| level(pen.ctx, *one));
    let all: Vec<String> = professions.chain(levels).collect();
    let all = all.join(", ");
    let said = || Line::of(pen.ctx.ta("canon-for", &[("readers", &all)]));
    (!all.is_empty()).then(|| Block::Hint(said()))
}

/// One of them, ready to print.
pub async fn one(State(front): State<Front>, Path(id): Path<String>, ctx: Ctx) -> Answer {
    let content = front.dossiers.content;
    let answer = content.answers().get(&id).ok_or(Code::NotFound)?;
    let pen = Pen { ctx: &ctx, content };
    let library = content.library();

    let mut blocks = read(&pen, answer, front.today());
    blocks.extend(readers(&pen, answer));
    let mut sections: Vec<Section> = Vec::new();
    for part in &answer.part {
        let said = paragraphs(part.answer.get(pen.lang()));
        sections.push(Section {
            title: pen.say(&part.ask),
            blocks: said.map(|words| Block::Text(Line::of(words))).collect(),
            ..Section::default()
        });
    }
    if let Some(open) = answer
        .open
        .as_ref()
        .filter(|_| answer.state != Standing::AVerifier)
    {
        sections.push(Section {
            title: pen.t("canon-not-settled"),
            blocks: vec![Block::Text(pen.say(open))],
            ..Section::default()
        });
    }
    let actions = answer.actions.iter().filter_map(|id| content.action(id));
    let steps = actions.map(|action| (pen.say(&action.title), pen.say(&action.why)));
    let dates = answer.deadlines.iter().filter_map(|id| pen.deadline(id));
    let letters = answer.letters.iter().filter_map(|id| pen.letter(id));
    let terms = answer
        .terms
        .iter()
        .filter_map(|id| library.glossary.get(id));
    let terms = terms.map(|term| {
        let link = pen.say(&term.term).to(at(&urls::Glossary, &term.id));
        (link, pen.say(&term.definition))
    });
    let also = answer
        .also
        .iter()
        .filter_map(|id| content.answers().get(id));
    let cases = answer
        .kinds
        .iter()
        .flat_map(|kind| library.cases_of(kind))
        .take(2);
    let cases = cases.map(|case| pen.say(&case.title).to(urls::Case(case.id.clone()).path()));
    for (key, block) in [
        ("canon-steps", Block::Index(steps.collect())),
        ("canon-dates", Block::List(dates.collect())),
        ("canon-letters", Block::List(letters.collect())),
        ("canon-texts", Block::List(pen.cited(&answer.articles))),
        ("canon-terms", Block::Index(terms.collect())),
        ("canon-kinds", Block::List(pen.kinds(&answer.kinds))),
        (
            "canon-also",
            Block::List(also.map(|other| pen.answer(other)).collect()),
        ),
        ("canon-cases", Block::List(cases.collect())),
    ] {
        if !block.is_empty() {
            sections.push(Section {
                title: pen.t(key),
                blocks: vec![block],
                ..Section::default()
            });
        }
    }
    sections.push(Section {
        title: pen.t("canon-not-yours"),
        blocks: vec![
            Block::Text(pen.t("canon-not-yours-why")),
            Block::Button(pen.t("situation-tell").to(front::Story.path())),
        ],
        ..Section::default()
    });
    let title = pen.say(&answer.title);
    let lead = pen.say(&answer.question);
    blocks.insert(0, Block::Text(pen.say(&answer.short)));
    Ok(Reading {
        title,
        lead,
        jumps: Vec::new(),
        jumps_name: String::new(),
        blocks,
        sections,
        print: true,
        ctx: ctx.with_back(&urls::Answers),
    }
    .answer())
}
