//! The sheet of twelve words and the three cards: drawn, shown with their squares, printed, then put in force.

use super::{Visiting, doors, urls};
use crate::service::Accounts;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kernel::doc::{Block, Doc, Frame, Inline, para};
use kernel::{Fault, date::paris_date};
use seal::slot::Kind;
use std::sync::Arc;
use ui::{
    Answer, Ctx, Fields, Form, Html, Page, Problems, Protected, Squares, Url, dates, see_other,
};

#[derive(Template)]
#[template(path = "sheet.html")]
struct Papers {
    ctx: Ctx,
    form: Form,
    print: Form,
    mark: Option<Html>,
    trio: bool,
    papers: Vec<Paper>,
    instance: String,
}

struct Paper {
    title: Option<String>,
    words: Vec<String>,
    squares: Option<Squares>,
}

/// The field by which a form names the words that its page shows.
pub(super) const MARK: &str = "mots";

/// Whether the words of the page before are no longer those that wait.
#[derive(serde::Deserialize)]
pub struct Asked {
    #[serde(default)]
    refus: String,
}

impl Asked {
    /// The form with what is to be said of it.
    pub(super) fn said(&self, form: Form, waiting: bool) -> Form {
        let mut problems = Problems::new();
        if !self.refus.is_empty() {
            problems.add(MARK, if waiting { "drawn-other" } else { "drawn-gone" });
        }
        form.problems(problems)
    }
}

/// Back to the page, which says that other words wait now.
pub(super) fn other(here: &impl Url) -> Response {
    ui::page::see_other_path(&here.query(&[("refus", "autres")]))
}

fn papers(ctx: &Ctx, visiting: &Visiting, kind: Kind) -> Vec<Paper> {
    let drawn = visiting.drawn().filter(|drawn| drawn.is(kind));
    let all = drawn.map(|drawn| drawn.papers()).unwrap_or_default();
    let many = all.len() > 1;
    let number = |place: usize| ctx.ta("trio-card", &[("number", &(place + 1))]);
    all.into_iter()
        .enumerate()
        .map(|(place, words)| Paper {
            title: many.then(|| number(place)),
            squares: Squares::of(&words.join(" ")),
            words,
        })
        .collect()
}

fn show(
    accounts: &Accounts,
    ctx: Ctx,
    (visiting, asked): (&Visiting, &Asked),
    kind: Kind,
    here: &impl Url,
    print: &impl Url,
) -> Answer {
    if let Some(first) = doors::first(accounts, visiting, here)? {
        return Ok(first);
    }
    let drawn = visiting.drawn().filter(|drawn| drawn.is(kind));
    let form = asked.said(Form::new(&ctx, here), drawn.is_some());
    let refused = form.has_problems();
    let page = Papers {
        papers: papers(&ctx, visiting, kind),
        mark: drawn.map(|drawn| form.hidden(MARK, &drawn.mark())),
        form,
        print: Form::new(&ctx, print),
        trio: kind == Kind::Trio,
        instance: accounts.store.instance.to_string(),
        ctx: ctx.with_back(&urls::Doors),
    };
    Ok(if refused {
        Page::refused(page)
    } else {
        Page::new(page)
    }
    .into_response())
}

async fn act(
    accounts: &Accounts,
    visiting: &Visiting,
    sent: &Fields,
    kind: Kind,
    here: &impl Url,
) -> Answer {
    if let Some(first) = doors::first(accounts, visiting, here)? {
        return Ok(first);
    }
    let mark = sent.text(MARK);
    match sent.text("step") {
        "keep" if accounts.keep_papers(visiting, kind, mark).await? => {
            Ok(doors::done(&kind.to_string()))
        }
        "keep" => Ok(other(here)),
        "drop" => {
            if visiting.drawn().is_some_and(|drawn| drawn.mark() == mark) {
                accounts.forget_drawn(visiting).await?;
            }
            Ok(see_other(&urls::Doors))
        }
        _ => {
            accounts.draw(visiting, kind).await?;
            Ok(see_other(here))
        }
    }
}

/// What is printed: the words, their squares, where they are typed, and the key that signs there.
fn doc(accounts: &Accounts, ctx: &Ctx, papers: &[Paper], trio: bool) -> Doc {
    let store = &accounts.store;
    let day = paris_date(store.clock.now());
    let mut blocks = Vec::new();
    for paper in papers {
        blocks.extend(paper.title.clone().map(|title| Block::Heading(1, title)));
        blocks.push(Block::List {
            ordered: true,
            items: paper
                .words
                .iter()
                .map(|word| vec![Inline::Strong(word.clone())])
                .collect(),
        });
        blocks.extend(paper.squares.as_ref().map(|squares| Block::Picture {
            png: squares.png(),
            alt: ctx.t("sheet-squares"),
            caption: ctx.t("sheet-squares-caption"),
        }));
        let how = if trio { "trio-how" } else { "sheet-how" };
        blocks.push(para(ctx.ta(how, &[("instance", &store.instance)])));
    }
    blocks.push(para(ctx.t("sheet-signing")));
    let key = store
        .secrets
        .dossier_key()
        .vkey(&store::journal::key_name(store));
    blocks.push(Block::Code(key.to_string()));
    Doc {
        lang: ctx.w.lang().tag(),
        title: ctx.t(if trio { "trio-paper" } else { "sheet-paper" }),
        date: day,
        frame: Frame::Report,
        blocks,
        footer: ctx.ta("sheet-made", &[("date", &dates::plain_day(ctx.w, day))]),
    }
}

async fn print(
    accounts: &Accounts,
    ctx: &Ctx,
    visiting: &Visiting,
    sent: &Fields,
    kind: Kind,
    here: &impl Url,
) -> Answer {
    if let Some(first) = doors::first(accounts, visiting, here)? {
        return Ok(first);
    }
    let drawn = visiting.drawn().filter(|drawn| drawn.is(kind));
    if drawn.is_none_or(|drawn| drawn.mark() != sent.text(MARK)) {
        return Ok(other(here));
    }
    let card: usize = sent.text("card").parse().unwrap_or_default();
    let mut papers = papers(ctx, visiting, kind);
    if kind == Kind::Trio {
        // One file for each: two cards on one page would open.
        papers = papers.into_iter().skip(card).take(1).collect();
    }
    let doc = doc(accounts, ctx, &papers, kind == Kind::Trio);
    let press = Arc::clone(&accounts.doors.press);
    let pdf = tokio::task::spawn_blocking(move || press.pdf(&doc))
        .await
        .map_err(|e| Fault::internal("typesetting stopped", e))??;
    Ok(pdf_answer(pdf))
}

/// A name that says nothing, on a computer that others use.
fn pdf_answer(pdf: Vec<u8>) -> Response {
    let mut answer = pdf.into_response();
    let map = answer.headers_mut();
    map.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/pdf"),
    );
    map.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_static("attachment; filename=\"feuille.pdf\""),
    );
    answer
}

/// The sheet.
pub async fn get(
    State(accounts): State<Accounts>,
    ctx: Ctx,
    visiting: Visiting,
    Query(asked): Query<Asked>,
) -> Answer {
    let kind = Kind::Sheet;
    show(
        &accounts,
        ctx,
        (&visiting, &asked),
        kind,
        &urls::Sheet,
        &urls::SheetPrint,
    )
}

/// Draws it, keeps it or throws it away.
pub async fn post(
    State(accounts): State<Accounts>,
    visiting: Visiting,
    sent: Protected<Fields>,
) -> Answer {
    act(&accounts, &visiting, &sent.form, Kind::Sheet, &urls::Sheet).await
}

/// Its PDF. Asked for by POST: the words stand in no address and in no history.
pub async fn pdf(
    State(accounts): State<Accounts>,
    ctx: Ctx,
    visiting: Visiting,
    sent: Protected<Fields>,
) -> Answer {
    let (kind, here) = (Kind::Sheet, &urls::Sheet);
    print(&accounts, &ctx, &visiting, &sent.form, kind, here).await
}

/// The cards.
pub async fn get_trio(
    State(accounts): State<Accounts>,
    ctx: Ctx,
    visiting: Visiting,
    Query(asked): Query<Asked>,
) -> Answer {
    let kind = Kind::Trio;
    show(
        &accounts,
        ctx,
        (&visiting, &asked),
        kind,
        &urls::Trio,
        &urls::TrioPrint,
    )
}

/// Draws them, keeps them or throws them away.
pub async fn post_trio(
    State(accounts): State<Accounts>,
    visiting: Visiting,
    sent: Protected<Fields>,
) -> Answer {
    act(&accounts, &visiting, &sent.form, Kind::Trio, &urls::Trio).await
}

/// The PDF of one of them.
pub async fn pdf_trio(
    State(accounts): State<Accounts>,
    ctx: Ctx,
    visiting: Visiting,
    sent: Protected<Fields>,
) -> Answer {
    let (kind, here) = (Kind::Trio, &urls::Trio);
    print(&accounts, &ctx, &visiting, &sent.form, kind, here).await
}
