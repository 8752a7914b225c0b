//! A list to tick: each tick keeps its hour and what shows it; the day it was gone through is said apart
//! (N015, N016, N057, N062, N071, N072, N082).

use super::plan::lang;
use super::step::{Link, ListLink, pieces_boxes};
use super::{fields, notes, open, urls};
use crate::follow::Follow;
use crate::model::Case;
use crate::note::{Did, NoteText, Subject};
use crate::service::Dossiers;
use accounts::pages::Visiting;
use accounts::rules::Action;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use guide::plan::{Checklist, Item, Listed};
use kernel::{Code, Fault, GrantId};
use ui::{Answer, Ctx, Fields, Form, Html, Page, Protected, Url, Words, dates, see_other};

#[derive(Template)]
#[template(path = "checklist.html")]
struct ListPage {
    ctx: Ctx,
    title: String,
    why: String,
    articles: String,
    letters: Vec<Link>,
    listed: Option<String>,
    done: Vec<Ticked>,
    form: Form,
    boxes: Html,
    pieces: Html,
    conclusion: Html,
    all: bool,
}

/// A box already ticked.
struct Ticked {
    text: String,
    line: notes::Line,
}

fn follow<'a>(dossiers: &Dossiers, case: &'a Case, id: &str) -> Follow<'a> {
    Follow::of(dossiers.content, case, &Subject::List(id.to_owned()))
}

fn is_ticked(follow: &Follow<'_>, item: &Item) -> bool {
    follow.ticks().iter().any(|note| note.text.item == item.id)
}

/// A list and how far it is, to stand on the page of a step.
pub fn link(w: Words, grant: GrantId, case: &Case, list: &Listed, dossiers: &Dossiers) -> ListLink {
    let follow = follow(dossiers, case, &list.id);
    let ticked = list
        .items
        .iter()
        .filter(|item| is_ticked(&follow, item))
        .count();
    ListLink {
        link: Link {
            url: urls::Checklist(grant, list.id.clone()).path(),
            text: list.title.get(lang(w)).to_owned(),
        },
        hint: match follow.listed() {
            Some(on) => w.ta("list-done-on", &[("date", &dates::plain_day(w, on))]),
            None => w.ta(
                "list-so-far",
                &[("count", &ticked), ("all", &list.items.len())],
            ),
        },
    }
}

fn known<'a>(dossiers: &'a Dossiers, id: &str) -> Result<&'a Checklist, Fault> {
    let list = dossiers.content.situations.checklists.get(id);
    list.ok_or(Fault::new(Code::NotFound, "no such list"))
}

/// The page.
pub async fn get(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path((grant, id)): Path<(GrantId, String)>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Read).await?;
    let list = known(&dossiers, &id)?;
    let (w, case) = (ctx.w, &opened.case);
    let follow = follow(&dossiers, case, &id);
    let form = Form::new(&ctx, &urls::Checklist(grant, id.clone()));
    let mut boxes = form.checkboxes("item").legend(w.t("list-tick"));
    for item in list.item.iter().filter(|item| !is_ticked(&follow, item)) {
        boxes = boxes.option(&item.id, item.text.get(lang(w)));
    }
    let states = match &list.conclusion {
        Some(text) => text.get(lang(w)).to_owned(),
        None => w.t("list-conclusion"),
    };
    let lines = notes::lines(w, grant, case, &follow);
    let done = follow.notes.iter().rev().zip(lines).map(|(note, line)| {
        let item = list.item.iter().find(|item| item.id == note.text.item);
        let text = item.map_or(states.as_str(), |item| item.text.get(lang(w)));
        Ticked {
            text: text.to_owned(),
            line,
        }
    });
    let cited = list
        .articles
        .iter()
        .filter_map(|id| dossiers.content.article(id));
    let page = ListPage {
        title: list.title.get(lang(w)).to_owned(),
        why: list.why.get(lang(w)).to_owned(),
        articles: cited
            .map(|a| a.citation.as_str())
            .collect::<Vec<_>>()
            .join(" ; "),
        letters: list
            .letters
            .iter()
            .filter_map(|id| {
                let name = dossiers.content.models.name(id)?.get(lang(w)).to_owned();
                let url = urls::Letter(grant, id.clone()).path();
                Some(Link { url, text: name })
            })
            .collect(),
        listed: follow
            .listed()
            .map(|on| w.ta("list-done-on", &[("date", &dates::day(w, on))])),
        all: list.item.iter().all(|item| is_ticked(&follow, item)),
        done: done.collect::<Vec<_>>(),
        boxes: Html::of(&boxes),
        pieces: Html::of(&pieces_boxes(&ctx, &form, case)),
        conclusion: Html::of(&form.checkboxes("done").option("oui", &states)),
        form,
        ctx: ctx.with_back(&urls::Plan(grant)),
    };
    Ok(Page::new(page).into_response())
}

/// Keeps each new tick as an entry of its own, and that the list was gone through when it is said.
pub async fn post(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path((grant, id)): Path<(GrantId, String)>,
    sent: Protected<Fields>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Write).await?;
    let list = known(&dossiers, &id)?;
    let here = urls::Checklist(grant, id.clone());
    let follow = follow(&dossiers, &opened.case, &id);
    let subject = Subject::List(id);
    let noted = fields::note(&sent.form, &opened.case);
    let chosen: Vec<&str> = sent.form.all("item").collect();
    let fresh = list
        .item
        .iter()
        .filter(|item| chosen.contains(&item.id.as_str()) && !is_ticked(&follow, item));
    let mut entries: Vec<NoteText> = fresh
        .map(|item| NoteText {
            item: item.id.clone(),
            words: noted.words.trim().to_owned(),
            pieces: noted.pieces.clone(),
            ..NoteText::about(subject.clone(), Did::Tick)
        })
        .collect();
    if sent.form.get("done").is_some() {
        let today = dossiers.today();
        // What was typed and tied goes with the boxes ticked now; with none, with the conclusion.
        let (words, pieces) = if entries.is_empty() {
            (noted.words.trim(), noted.pieces.clone())
        } else {
            ("", Vec::new())
        };
        entries.push(NoteText {
            on: Some(today),
            words: words.to_owned(),
            pieces,
            ..NoteText::about(subject, Did::Listed)
        });
    }
    if entries.is_empty() {
        let mut problems = ui::Problems::new();
        problems.add("item", "list-nothing");
        let form = Form::new(&ctx, &here).filled(&sent.form).problems(problems);
        return Ok(form.refuse(&here));
    }
    let mut drafts = Vec::with_capacity(entries.len());
    for entry in &entries {
        match fields::too_long(entry.entry(None), "words")? {
            Ok(draft) => drafts.push(draft),
            Err(problems) => {
                let form = Form::new(&ctx, &here).filled(&sent.form).problems(problems);
                return Ok(form.refuse(&here));
            }
        }
    }
    dossiers.add(&opened, drafts, sent.nonce).await?;
    Ok(see_other(&here))
}
