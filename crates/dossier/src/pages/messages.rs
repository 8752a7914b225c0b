//! The messages of a piece: read once, sealed as one list, shown by hundreds; one of them may become a fact (N038).

use super::fields::fill_day;
use super::piece::found;
use super::{nonce_with, open, say, urls};
use crate::entries;
use crate::importing::{Imported, entry, when};
use crate::model::{FactText, When};
use crate::service::{Dossiers, Opened};
use accounts::pages::Visiting;
use accounts::rules::Action;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::IntoResponse;
use evidence::import::signed::{Signed, Verdict};
use evidence::import::{Format, Member, Message, Period, Sent, Why};
use kernel::{Code, Fault, GrantId};
use seal::dkim;
use time::Date;
use ui::form::date::{Typed, read};
use ui::{Answer, Ctx, Fields, Form, Page, Problems, Protected, Url, see_other};

/// Messages on a page.
const SHOWN: usize = 100;
/// The field of the message that becomes a fact.
const FIELD: &str = "message";
/// The fields of the days that are wanted.
const FROM: &str = "from";
const TO: &str = "to";
/// Says that a list is to be read again, over other days.
const AGAIN: &str = "again";
/// The tick that lets keys of signatures be asked for.
const KEYS: &str = "keys";

struct Line {
    place: String,
    when: String,
    from: String,
    subject: String,
    text: String,
    attached: String,
    signed: Vec<String>,
    told: Vec<String>,
    is_fact: bool,
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
    notes: Vec<String>,
    members: Vec<String>,
    proof: bool,
    asks: bool,
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
        Why::TooManyParts => "messages-too-many-parts",
        Why::Nothing => "messages-none",
        Why::Outside => "messages-outside-all",
        Why::Broken => "messages-archive-broken",
        Why::Locked => "messages-archive-locked",
        Why::Slip => "messages-archive-slip",
        Why::Nested => "messages-archive-nested",
        Why::Members => "messages-archive-members",
        Why::Bomb => "messages-archive-bomb",
    }
}

/// What was found of a signature.
const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Good => "messages-signed-good",
        Verdict::Part => "messages-signed-part",
        Verdict::Text => "messages-signed-text",
        Verdict::Absent => "messages-signed-absent",
        Verdict::Unreachable => "messages-signed-unreachable",
        Verdict::False(dkim::Why::Unreadable) => "messages-signed-unreadable",
        Verdict::False(dkim::Why::Weak) => "messages-signed-weak",
        Verdict::False(dkim::Why::Key) => "messages-signed-key",
        Verdict::False(dkim::Why::Revoked) => "messages-signed-revoked",
        Verdict::False(dkim::Why::Body) => "messages-signed-body",
        Verdict::False(dkim::Why::Fields) => "messages-signed-fields",
    }
}

fn signatures(ctx: &Ctx, list: &Imported, message: &Message) -> Vec<String> {
    let is_mail = matches!(list.format, Format::Eml | Format::Mbox);
    if !message.signed.is_empty() {
        let say = |one: &Signed| ctx.ta(verdict(one.verdict), &[("domain", &one.domain)]);
        return message.signed.iter().map(say).collect();
    }
    if !message.signed_by.is_empty() {
        let domains = message.signed_by.join(", ");
        return vec![ctx.ta("messages-signed", &[("domains", &domains)])];
    }
    let not = (is_mail && list.checked).then(|| ctx.t("messages-signed-not"));
    not.into_iter().collect()
}

/// What the file says of an exchange, and which of its files a message names.
fn told(ctx: &Ctx, list: &Imported, message: &Message) -> Vec<String> {
    let mut told = Vec::new();
    if let Some(exchange) = &message.exchange {
        if let Some(status) = exchange.status {
            told.push(ctx.ta("messages-status", &[("status", &status.to_string())]));
        }
        match exchange.digest {
            Some(true) => told.push(ctx.t("messages-digest-good")),
            Some(false) => told.push(ctx.t("messages-digest-false")),
            None => {}
        }
        told.push(ctx.ta(
            "messages-sha256",
            &[("digest", &message.sha256.to_string())],
        ));
    }
    let member = |at: &u32| list.members.get(usize::try_from(*at).ok()?);
    let named = message.media.iter().filter_map(member);
    told.extend(named.map(|member| medium(ctx, member)));
    told
}

fn medium(ctx: &Ctx, member: &Member) -> String {
    let args: [(&str, &dyn std::fmt::Display); 2] =
        [("name", &member.name), ("digest", &member.sha256)];
    let said = ctx.ta("messages-medium", &args);
    match member.claimed {
        Some(false) => [said, ctx.t("messages-digest-false")].join(". "),
        _ => said,
    }
}

fn line(ctx: &Ctx, list: &Imported, place: usize, message: &Message) -> Line {
    let member = message
        .member
        .and_then(|at| list.members.get(usize::try_from(at).ok()?));
    let first = message.first.to_string();
    let count = message.bytes.to_string();
    Line {
        place: place.to_string(),
        when: when(ctx.w, message),
        from: message.from.clone(),
        subject: message.subject.clone(),
        text: message.text.clone(),
        attached: message.attached.join(", "),
        signed: signatures(ctx, list, message),
        told: told(ctx, list, message),
        is_fact: message.exchange.is_none(),
        bytes: match member {
            None => ctx.ta("messages-bytes", &[("first", &first), ("count", &count)]),
            Some(member) => ctx.ta(
                "messages-bytes-in",
                &[("first", &first), ("count", &count), ("name", &member.name)],
            ),
        },
    }
}

/// What is said above the list.
fn notes(ctx: &Ctx, list: &Imported) -> Vec<String> {
    let mut notes = Vec::new();
    if list.unread > 0 {
        notes.push(ctx.ta("messages-unread", &[("count", &list.unread)]));
    }
    if list.outside > 0 {
        notes.push(ctx.ta("messages-outside", &[("count", &list.outside)]));
    }
    if list.others > 0 {
        notes.push(ctx.ta("messages-others", &[("count", &list.others)]));
    }
    if list.missing > 0 {
        notes.push(ctx.ta("messages-missing", &[("count", &list.missing)]));
    }
    if list.unlisted > 0 {
        notes.push(ctx.ta("messages-unlisted", &[("count", &list.unlisted)]));
    }
    if list.format.is_local() {
        notes.push(ctx.t(match list.format {
            Format::WhatsApp => "messages-no-zone",
            _ => "messages-no-zone-written",
        }));
    }
    notes
}

/// Whether another reading would say nothing more.
fn is_same(list: &Imported, period: Period, asks: bool) -> bool {
    let mut signed = list.messages.iter().flat_map(|message| &message.signed);
    let silent = signed.any(|one| one.verdict == Verdict::Unreachable);
    list.period == period && (!asks || (list.checked && !silent))
}

fn counted(messages: &[Message]) -> &'static str {
    match messages.first().and_then(|one| one.exchange.as_ref()) {
        Some(_) => "messages-parts",
        None => "messages-count",
    }
}

/// The days that were typed.
fn period(fields: &Fields, problems: &mut Problems) -> Period {
    let mut day = |name: &'static str| -> Option<Date> {
        match read(fields, name) {
            Typed::Nothing => None,
            Typed::Day(day) => Some(day),
            Typed::Unclear => {
                problems.add(name, "messages-day-unclear");
                None
            }
        }
    };
    let period = Period {
        from: day(FROM),
        to: day(TO),
    };
    if let (Some(from), Some(to)) = (period.from, period.to)
        && to < from
    {
        problems.add(TO, "messages-days-turned");
    }
    period
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
    let list = opened.case.imported(seq);
    let mut form = Form::new(&ctx, &here);
    if list.is_none_or(|list| list.checked) {
        form = form.value(KEYS, "oui");
    }
    for (name, day) in [
        (FROM, list.and_then(|list| list.period.from)),
        (TO, list.and_then(|list| list.period.to)),
    ] {
        form = fill_day(form, name, &day.map(kernel::date::iso).unwrap_or_default());
    }
    let shown = list.map_or(&[][..], |list| &list.messages);
    let first = asked.page.saturating_mul(SHOWN);
    let members = list.map_or(&[][..], |list| &list.members);
    let after = first.saturating_add(SHOWN) < shown.len().max(members.len());
    let page = |page: usize| here.query(&[("page", &page.to_string())]);
    let lines = list.map(|list| {
        let messages = list.messages.iter().enumerate().skip(first).take(SHOWN);
        messages
            .map(|(place, message)| line(&ctx, list, place, message))
            .collect()
    });
    let members = members.iter().skip(first).take(SHOWN);
    Ok(Page::new(Messages {
        number: piece.number,
        read: list.is_some(),
        count: ctx.ta(counted(shown), &[("count", &shown.len())]),
        notes: list.map(|list| notes(&ctx, list)).unwrap_or_default(),
        members: members.map(|one| medium(&ctx, one)).collect(),
        proof: list.is_some_and(|list| list.checked),
        asks: dossiers.may_ask(piece),
        lines: lines.unwrap_or_default(),
        before: asked.page.checked_sub(1).map(page),
        after: after.then(|| page(asked.page + 1)),
        error: form.error(FIELD),
        form,
        ctx: ctx.with_back(&urls::Piece(grant, seq)),
    })
    .into_response())
}

/// Reads the messages, once, or again over other days; or makes a fact of one.
pub async fn post(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path((grant, seq)): Path<(GrantId, u64)>,
    sent: Protected<Fields>,
) -> Answer {
    let here = urls::Messages(grant, seq);
    let mut problems = Problems::new();
    let period = period(&sent.form, &mut problems);
    if !problems.is_empty() {
        let form = Form::new(&ctx, &here).filled(&sent.form);
        return Ok(form.problems(problems).refuse(&here));
    }
    let again = sent.form.get(AGAIN).is_some();
    let asks = sent.form.get(KEYS).is_some();
    loop {
        let opened = open(&dossiers, &visiting, grant, Action::Write).await?;
        let piece = found(&opened, seq)?;
        let (drafts, then) = match (opened.case.imported(seq), sent.form.get(FIELD)) {
            (Some(list), Some(place)) => (
                fact_of(&opened, list, seq, place)?,
                urls::Facts(grant).path(),
            ),
            (Some(list), None)
                if !again || is_same(list, period, asks && dossiers.may_ask(piece)) =>
            {
                return Ok(see_other(&here));
            }
            _ => match dossiers.messages(&opened, piece, period, asks).await? {
                Ok(reading) => (vec![entry(seq, &reading)?], here.path()),
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
    let message = message.filter(|message| message.exchange.is_none());
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
        when: message
            .sent
            .map(Sent::day)
            .map_or(When::Unknown, |day| When::Exact(day, hour)),
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
