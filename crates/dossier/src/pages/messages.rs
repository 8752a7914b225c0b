//! The messages of a piece: read once, sealed as one list, shown by hundreds; one of them may become a fact (N038).

use super::piece::found;
use super::{nonce_with, open, say, urls};
use crate::entries;
use crate::importing::{Imported, day, entry, when};
use crate::model::{FactText, When};
use crate::service::{Dossiers, Opened};
use accounts::pages::Visiting;
use accounts::rules::Action;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::IntoResponse;
use evidence::import::{Format, Message, Sent, Why};
use kernel::{Code, Fault, GrantId};
use ui::{Answer, Ctx, Fields, Form, Page, Problems, Protected, Url, see_other};

/// Messages on a page.
const SHOWN: usize = 100;
/// The field of the message that becomes a fact.
const FIELD: &str = "message";

struct Line {
    place: String,
    when: String,
    from: String,
    subject: String,
    text: String,
    attached: String,
    signed_by: String,
    bytes: String,
}

#[derive(Template)]
#[template(path = "messages.html")]
struct Messages {
    ctx: Ctx,
    form: Form,
    number: u32,
    read: bool,
    count: String,
    unread: Option<String>,
    local: bool,
    lines: Vec<Line>,
    before: Option<String>,
    after: Option<String>,
    error: Option<String>,
}

/// Which hundred.
#[derive(serde::Deserialize)]
pub struct Asked {
    #[serde(default)]
    page: usize,
}

const fn in_words(why: Why) -> &'static str {
    match why {
        Why::Format => "messages-unknown",
        Why::TooLarge => "messages-too-large",
        Why::TooMany => "messages-too-many",
        Why::Nothing => "messages-none",
    }
}

fn line(ctx: &Ctx, place: usize, message: &Message) -> Line {
    Line {
        place: place.to_string(),
        when: when(ctx.w, message),
        from: message.from.clone(),
        subject: message.subject.clone(),
        text: message.text.clone(),
        attached: message.attached.join(", "),
        signed_by: message.signed_by.join(", "),
        bytes: ctx.ta(
            "messages-bytes",
            &[
                ("first", &message.first.to_string()),
                ("count", &message.bytes.to_string()),
            ],
        ),
    }
}

/// The list, or the button that reads it.
pub async fn get(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path((grant, seq)): Path<(GrantId, u64)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Read).await?;
    let piece = found(&opened, seq)?;
    let here = urls::Messages(grant, seq);
    let form = Form::new(&ctx, &here);
    let list = opened.case.imported(seq);
    let all: &[Message] = list.map_or(&[], |list| &list.messages);
    let first = asked.page.saturating_mul(SHOWN);
    let shown = all.iter().enumerate().skip(first).take(SHOWN);
    let page = |page: usize| here.query(&[("page", &page.to_string())]);
    let unread = list.map_or(0, |list| list.unread);
    Ok(Page::new(Messages {
        number: piece.number,
        read: list.is_some(),
        count: ctx.ta("messages-count", &[("count", &all.len())]),
        unread: (unread > 0).then(|| ctx.ta("messages-unread", &[("count", &unread)])),
        local: list.is_some_and(|list| list.format == Format::WhatsApp),
        lines: shown
            .map(|(place, message)| line(&ctx, place, message))
            .collect(),
        before: asked.page.checked_sub(1).map(page),
        after: (first.saturating_add(SHOWN) < all.len()).then(|| page(asked.page + 1)),
        error: form.error(FIELD),
        form,
        ctx: ctx.with_back(&urls::Piece(grant, seq)),
    })
    .into_response())
}

/// Reads the messages, once; or makes a fact of one.
pub async fn post(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path((grant, seq)): Path<(GrantId, u64)>,
    sent: Protected<Fields>,
) -> Answer {
    let here = urls::Messages(grant, seq);
    loop {
        let opened = open(&dossiers, &visiting, grant, Action::Write).await?;
        let piece = found(&opened, seq)?;
        let (drafts, then) = match (opened.case.imported(seq), sent.form.get(FIELD)) {
            (Some(list), Some(place)) => (
                fact_of(&opened, list, seq, place)?,
                urls::Facts(grant).path(),
            ),
            (Some(_), None) => return Ok(see_other(&here)),
            (None, _) => match dossiers.messages(&opened, piece).await? {
                Ok(import) => (vec![entry(seq, &import)?], here.path()),
                Err(why) => {
                    let mut problems = Problems::new();
                    problems.add(FIELD, in_words(why));
                    let form = Form::new(&ctx, &here).filled(&sent.form);
                    return Ok(form.problems(problems).refuse(&here));
                }
            },
        };
        let drafts = drafts.into_iter().map(|draft| (draft, Vec::new()));
        let place = sent.form.get(FIELD).unwrap_or_default();
        let nonce = sent.nonce.map(|nonce| nonce_with(nonce, [place]));
        match dossiers.add_next(&opened, drafts.collect(), nonce).await {
            // Another tab is adding; the list may be there by now.
            Err(fault) if fault.code() == Code::Conflict => {}
            added => {
                added?;
                return Ok(ui::see_other_path(&then));
            }
        }
    }
}

/// A fact with the words, the day and the author of a message, and the piece that shows it.
fn fact_of(
    opened: &Opened,
    list: &Imported,
    seq: u64,
    place: &str,
) -> Result<Vec<seal::entry::EntryDraft>, Fault> {
    let place: Option<usize> = place.parse().ok();
    let message = place.and_then(|place| list.messages.get(place));
    let message = message.ok_or(Fault::new(Code::NotFound, "no such message"))?;
    let hour = match message.sent {
        Some(Sent::At(at)) => {
            let local = kernel::date::paris(at);
            Some((local.hour(), local.minute()))
        }
        Some(Sent::Local(_, time)) => Some((time.hour(), time.minute())),
        None => None,
    };
    let hour = hour.map(|(hour, minute)| format!("{hour:02}:{minute:02}"));
    let said = [message.subject.as_str(), message.text.as_str()];
    let said: Vec<&str> = said.into_iter().filter(|text| !text.is_empty()).collect();
    let text = FactText {
        what: said.join("\n"),
        when: day(message).map_or(When::Unknown, |day| When::Exact(day, hour)),
        author_name: message.from.clone(),
        platform: say::channel(list.format).to_owned(),
        ..FactText::default()
    };
    // The fact will stand right after what was read.
    let fact = opened.journal.dossier.size;
    let piece = found(opened, seq)?;
    let mut about = piece.text.clone();
    about.facts.push(fact);
    Ok(vec![
        entries::fact(&text, None)?,
        entries::about_piece(seq, &about)?,
    ])
}
