//! One note, to correct or to take back: what was said before stays in the history.

use super::plan::lang;
use super::step::{Desk, note_fields, title, url};
use super::{fields, open, urls};
use crate::note::{Did, Note, NoteText};
use crate::noting::NoteForm;
use crate::service::{Dossiers, Opened};
use accounts::pages::Visiting;
use accounts::rules::Action;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use kernel::{Code, Fault, GrantId};
use ui::{Answer, Ctx, Fields, Form, Html, Page, Protected, dates, see_other_path};

/// The page where a note is corrected or taken back.
#[derive(Template)]
#[template(path = "note.html")]
struct NotePage {
    ctx: Ctx,
    title: String,
    at: String,
    form: Form,
    fields: Html,
    tick: bool,
    void: Form,
}

/// One note, to correct.
pub async fn get(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path((grant, first)): Path<(GrantId, u64)>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Read).await?;
    let note = found(&opened, first)?;
    let desk = Desk::of(&dossiers, &opened, grant, note.text.subject.clone())?;
    let form = fields::fill_note(
        Form::new(&ctx, &urls::Note(grant, first)),
        &NoteForm::of(&note.text),
    );
    let closes = dossiers.content.action(note.text.subject.id());
    let closes = closes.is_some_and(|action| action.closed.is_some());
    let back = url(grant, &note.text.subject);
    let page = NotePage {
        title: title(&dossiers, &desk.plan, &note.text.subject)
            .map(|text| text.get(lang(ctx.w)).to_owned())
            .unwrap_or_default(),
        at: dates::moment(ctx.w, note.at),
        fields: note_fields(&ctx, &form, closes, true, &opened.case),
        form,
        tick: !Did::OFFERED.contains(&note.text.did),
        void: Form::new(&ctx, &urls::VoidNote(grant, first)),
        ctx: ctx.with_back_to(back),
    };
    Ok(Page::new(page).into_response())
}

/// Keeps the correction.
pub async fn post(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path((grant, first)): Path<(GrantId, u64)>,
    sent: Protected<Fields>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Write).await?;
    let note = found(&opened, first)?;
    let today = dossiers.today();
    let here = urls::Note(grant, first);
    let refuse = |problems| {
        let form = Form::new(&ctx, &here).filled(&sent.form);
        Ok(form.problems(problems).refuse(&here))
    };
    match fields::note(&sent.form, &opened.case).read(
        note.text.subject.clone(),
        note.text.next,
        today,
    ) {
        Ok(text) => match fields::too_long(text.entry(Some(first)), "words")? {
            Ok(draft) => {
                dossiers.add(&opened, vec![draft], sent.nonce).await?;
                Ok(see_other_path(&url(grant, &note.text.subject)))
            }
            Err(problems) => refuse(problems),
        },
        Err(found) => refuse(fields::problems(found)),
    }
}

/// A form without any field.
#[derive(serde::Deserialize)]
pub struct Nothing {}

/// Takes a note back: it stays in the history, and no longer counts.
pub async fn void(
    State(dossiers): State<Dossiers>,
    visiting: Visiting,
    Path((grant, first)): Path<(GrantId, u64)>,
    sent: Protected<Nothing>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Write).await?;
    let subject = found(&opened, first)?.text.subject.clone();
    let gone = NoteText::about(subject.clone(), Did::Void);
    dossiers
        .add(&opened, vec![gone.entry(Some(first))?], sent.nonce)
        .await?;
    Ok(see_other_path(&url(grant, &subject)))
}

fn found(opened: &Opened, first: u64) -> Result<&Note, Fault> {
    opened
        .case
        .note(first)
        .ok_or(Fault::new(Code::NotFound, "no such note"))
}
