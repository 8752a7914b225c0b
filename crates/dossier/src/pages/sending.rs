//! How a letter left: the day, the way, the tracking number, the day it came, the copy to the head
//! (N049, N056).

use super::letter::Preview;
use super::{fields, open, urls};
use crate::entries;
use crate::model::{LetterState, Sending};
use crate::service::Dossiers;
use accounts::pages::Visiting;
use accounts::rules::Action;
use axum::extract::{Path, State};
use kernel::date::iso;
use kernel::{Code, GrantId};
use time::Date;
use ui::{Answer, Ctx, Fields, Form, Problems, Protected, dates, see_other};

/// What the page of a letter says of its sending.
pub(super) struct Sent {
    /// « Envoyé le … », once said.
    pub done: Vec<String>,
    /// What is asked.
    pub form: Form,
    /// It has a copy to give.
    pub copied: bool,
    /// It was marked by mistake.
    pub undo: Form,
}

/// That part of the page.
pub(super) fn of(
    ctx: &Ctx,
    grant: GrantId,
    id: &str,
    letter: Option<&LetterState>,
    preview: Option<&Preview>,
) -> Sent {
    let sent = letter.and_then(|letter| letter.sent.as_ref());
    let mut form = Form::new(ctx, &urls::Sent(grant, id.to_owned()));
    let mut done = Vec::new();
    if let Some(sent) = sent {
        let day = |date: Option<Date>| date.map(iso).unwrap_or_default();
        let dates = [
            ("sent_on", Some(sent.on), "letter-sent-done"),
            ("received", sent.received, "letter-received-done"),
            ("copied", sent.copied, "letter-copied-done"),
        ];
        for (field, on, key) in dates {
            form = fields::fill_day(form, field, &day(on));
            done.extend(on.map(|on| ctx.ta(key, &[("date", &dates::day(ctx.w, on))])));
        }
        form = form
            .value("means", sent.means.as_str())
            .value("tracking", sent.tracking.as_str());
        if !sent.tracking.is_empty() {
            done.push(ctx.ta("note-said-reference", &[("value", &sent.tracking)]));
        }
    }
    Sent {
        done,
        form,
        copied: preview.is_some_and(|preview| preview.copied),
        undo: Form::new(ctx, &urls::NotSent(grant, id.to_owned())),
    }
}

/// Notes that it was sent; the deadline that this opens is shown at once.
pub async fn post(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path((grant, id)): Path<(GrantId, String)>,
    sent: Protected<Fields>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Manage).await?;
    if opened.case.letter(&id).is_none() {
        return Err(Code::NotFound.into());
    }
    let today = dossiers.today();
    let saved = opened
        .case
        .letter(&id)
        .and_then(|letter| letter.sent.as_ref());
    match read(&sent.form, saved, today) {
        Ok(sending) => match fields::too_long(entries::sent(&id, &sending), "means")? {
            Ok(draft) => {
                dossiers.add(&opened, vec![draft], sent.nonce).await?;
                Ok(see_other(&urls::Letter(grant, id)))
            }
            Err(problems) => Ok(refuse(&ctx, grant, id, &sent.form, problems)),
        },
        Err(problems) => Ok(refuse(&ctx, grant, id, &sent.form, problems)),
    }
}

/// A form without any field.
#[derive(serde::Deserialize)]
pub struct Nothing {}

/// It was not sent after all: nothing waits for it any more; the history keeps what was said.
pub async fn undo(
    State(dossiers): State<Dossiers>,
    visiting: Visiting,
    Path((grant, id)): Path<(GrantId, String)>,
    sent: Protected<Nothing>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Manage).await?;
    let letter = opened.case.letter(&id);
    if letter.is_some_and(|letter| letter.sent.is_some()) {
        let draft = entries::not_sent(&id)?;
        dossiers.add(&opened, vec![draft], sent.nonce).await?;
    }
    Ok(see_other(&urls::Letter(grant, id)))
}

fn refuse(
    ctx: &Ctx,
    grant: GrantId,
    id: String,
    typed: &Fields,
    problems: Problems,
) -> axum::response::Response {
    Form::new(ctx, &urls::Sent(grant, id.clone()))
        .filled(typed)
        .problems(problems)
        .refuse(&urls::Letter(grant, id))
}

fn read(typed: &Fields, saved: Option<&Sending>, today: Date) -> Result<Sending, Problems> {
    let mut problems = Problems::new();
    let mut day = |name: &'static str, needed: bool| {
        let text = fields::day(typed, name);
        let (found, wrong) = match kernel::date::parse(&text) {
            Some(on) if on > today => (None, Some("fact-date-future")),
            None if needed => (None, Some("letter-sent-missing")),
            None if !text.is_empty() => (None, Some("note-date-unclear")),
            found => (found, None),
        };
        if let Some(key) = wrong {
            problems.add(name, key);
        }
        found
    };
    let (on, received, copied) = (
        day("sent_on", true),
        day("received", false),
        day("copied", false),
    );
    if let (Some(on), Some(came)) = (on, received)
        && came < on
    {
        problems.add("received", "letter-received-before");
    }
    match on {
        Some(on) if problems.is_empty() => Ok(Sending {
            seq: 0,
            on,
            received,
            // A question that the page did not ask takes nothing back.
            copied: match typed.get("copied-day") {
                Some(_) => copied,
                None => saved.and_then(|saved| saved.copied),
            },
            means: typed.text("means").trim().to_owned(),
            tracking: typed.text("tracking").trim().to_owned(),
        }),
        _ => Err(problems),
    }
}
