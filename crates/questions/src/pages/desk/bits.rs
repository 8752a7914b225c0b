//! What the pages of the desk share: what a form showed, sentences of refusal, lengths of time in words.

use super::act::{Act, Named};
use super::urls;
use crate::model::{Panel, PanelState};
use crate::service::Refused;
use guide::law::Lang;
use kernel::{Code, Fault, Moment, PanelId};
use ui::{Ctx, Form, Html, Url, Words, dates};

/// The hidden field that says what the page showed.
pub(super) const SEEN: &str = "seen";
/// The hidden field that says from which view of the queue a button was pressed.
pub(super) const FROM: &str = "from";
/// The hidden field that says to which state a session is to go.
pub(super) const TO: &str = "to";

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

/// Where it is said that a session moved meanwhile.
pub(super) const STATE: Named = ("", "etat");

/// Moves a session from where its form saw it to where its button says.
pub(super) async fn go(act: &Act<PanelId>) -> Result<(), Refused> {
    let read = |name| PanelState::read(act.text(name));
    let unknown = Fault::new(Code::Conflict, "no such state");
    let (from, to) = read(SEEN).zip(read(TO)).ok_or(unknown)?;
    Ok(act.panels.go(act.by()?, act.id, from, to).await?)
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
