//! What the pages of the desk share: what a form showed, sentences of refusal, lengths of time in words.

use super::urls;
use crate::model::{Panel, PanelState};
use crate::service::{Refused, Wrong};
use axum::response::Response;
use guide::law::Lang;
use kernel::{Code, Fault, Moment, PanelId};
use ui::{Ctx, Fields, Form, Html, Problems, Url, Words, dates};

/// The hidden field that says what the page showed.
pub(super) const SEEN: &str = "seen";
/// The hidden field that says from which view of the queue a button was pressed.
pub(super) const FROM: &str = "from";

/// A link.
pub(super) struct Link {
    /// Its words.
    pub(super) text: String,
    /// Where it leads.
    pub(super) href: String,
    /// It is where one is.
    pub(super) here: bool,
}

impl Link {
    pub(super) const fn to(text: String, href: String) -> Self {
        Self {
            text,
            href,
            here: false,
        }
    }
}

pub(super) const fn lang(w: Words) -> Lang {
    match w.lang() {
        ui::Lang::Fr => Lang::Fr,
        ui::Lang::En => Lang::En,
    }
}

/// The hidden field of what a form was written over: what it said when it was refused, else what there is now.
pub(super) fn seen(form: &Form, now: &str) -> Html {
    let before = form.all(SEEN).into_iter().next();
    form.hidden(SEEN, before.as_deref().unwrap_or(now))
}

/// What was sent, without what it was written over: shown what is there now, she may replace it.
fn unseen(sent: &Fields) -> Fields {
    let words = sent.0.iter().filter(|(name, _)| name != SEEN);
    Fields(words.cloned().collect())
}

/// Sends a form back to its page with what was typed. What changed meanwhile is said on `field`; the fields of the page
/// are named as those of the use-case with `prefix` before.
pub(super) fn refuse(
    ctx: &Ctx,
    action: &impl Url,
    sent: &Fields,
    refused: Refused,
    (prefix, field): (&str, &'static str),
    page: &impl Url,
) -> Result<Response, Fault> {
    let form = Form::new(ctx, action);
    let (form, wrong) = match refused {
        Refused::Wrong(wrong) => (form.filled(sent), wrong),
        Refused::Fault(fault) if fault.code() == Code::Conflict => {
            let moved = Wrong::of(field, "expert-wrong-moved");
            (form.filled(&unseen(sent)), vec![moved])
        }
        Refused::Fault(fault) => return Err(fault),
    };
    let mut problems = Problems::new();
    for one in wrong {
        problems.add([prefix, one.field].concat(), one.key);
    }
    Ok(form.problems(problems).refuse(page))
}

/// The summary of the form that was refused, if one was.
pub(super) fn summary<'f>(forms: impl IntoIterator<Item = &'f Form>) -> Html {
    let refused = forms.into_iter().find(|form| form.has_problems());
    refused.map(Form::summary).unwrap_or_default()
}

/// « 12 minutes », « 3 heures », « 4 jours »: rounded down.
pub(super) fn lasts(ctx: &Ctx, seconds: i64) -> String {
    let (key, count) = match seconds.max(0) {
        under @ 0..3_600 => ("expert-lasts-minutes", under / 60),
        under @ 3_600..172_800 => ("expert-lasts-hours", under / 3_600),
        more => ("expert-lasts-days", more / 86_400),
    };
    ctx.ta(key, &[("count", &count)])
}

/// How long ago.
pub(super) fn ago(ctx: &Ctx, since: Moment, now: Moment) -> String {
    let seconds = now.seconds().saturating_sub(since.seconds());
    ctx.ta("expert-ago", &[("time", &lasts(ctx, seconds))])
}

/// A session's state and its hour, in a line.
pub(super) fn standing(ctx: &Ctx, panel: &Panel) -> String {
    let starts = dates::moment(ctx.w, panel.starts);
    let state = ctx.t(&["expert-state-", panel.state.name()].concat());
    ctx.ta("expert-standing", &[("state", &state), ("date", &starts)])
}

/// Where a session may go, each with what that changes.
pub(super) struct Step {
    /// The state that it goes to.
    pub(super) to: &'static str,
    /// What the button says.
    pub(super) button: String,
    /// What changes.
    pub(super) how: String,
}

/// The steps from where it stands.
pub(super) fn steps(ctx: &Ctx, panel: &Panel) -> Vec<Step> {
    let from = panel.state;
    let all = PanelState::ALL.into_iter();
    let all = all.filter(|to| from.leads_to(*to));
    all.map(|to| {
        let key = [from.name(), "-", to.name()].concat();
        Step {
            to: to.name(),
            button: ctx.t(&["expert-go-", &key].concat()),
            how: ctx.t(&["expert-how-", &key].concat()),
        }
    })
    .collect()
}

/// The buttons of the steps of a session.
pub(super) struct Steps {
    /// The form.
    pub(super) form: Form,
    /// The state that the page shows.
    pub(super) from: &'static str,
    /// Where it may go.
    pub(super) all: Vec<Step>,
}

impl Steps {
    pub(super) fn of(ctx: &Ctx, panel: &Panel, action: &impl Url) -> Self {
        Self {
            form: Form::new(ctx, action),
            from: panel.state.name(),
            all: steps(ctx, panel),
        }
    }
}

/// From where to where a session is to go, as its form says.
pub(super) fn asked_step(sent: &Fields) -> Result<(PanelState, PanelState), Refused> {
    let read = |name| PanelState::read(sent.text(name));
    let both = read(SEEN).zip(read("to"));
    both.ok_or_else(|| Fault::new(Code::Conflict, "no such state").into())
}

/// The address of a view of a queue, as the hidden field says it (« waiting.2 »).
pub(super) fn back_to(panel: PanelId, from: &str) -> Option<String> {
    let (view, page) = from.split_once('.')?;
    let view = crate::service::View::read(view)?;
    let page: u32 = page.parse().ok()?;
    Some(view_url(panel, view, page))
}

/// The address of a page of a view of a queue.
pub(super) fn view_url(panel: PanelId, view: crate::service::View, page: u32) -> String {
    let queue = urls::Queue(panel);
    match page {
        0 | 1 => queue.query(&[("vue", view.name())]),
        more => queue.query(&[("vue", view.name()), ("page", &more.to_string())]),
    }
}
